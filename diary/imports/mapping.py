"""What the columns mean in the end: the suggestions, overruled by what the client says of single columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from diary import vocabulary as v
from diary.imports import places
from diary.imports.moments import read_clock
from diary.imports.reading import Table
from diary.imports.refusals import BadImport, pointer, shown
from diary.imports.suggesting import Meaning, ReadWhen, once_each, suggest
from diary.imports.targets import MANY_COLUMNS, TAKES_VALUES, TARGETS, Resource, Target

MEMBERS: Final = frozenset({"target", "unit", "values"})


def meanings(table: Table, resource: Resource, told: object, read_when: ReadWhen) -> tuple[Meaning, ...]:
    """
    Return what each column means, in their order. A column that `told` does not name keeps its suggestion.

    `told` is parsed JSON: {column: {"target", "unit"?, "values"? {cell: code or null}}}, or None. Raises BadImport:
    no_header; with the pointer unknown_column, bad_shape, unknown_target, unknown_unit, values_not_used,
    unknown_value, told_twice.
    """
    _refuse_data_as_names(table, read_when)
    suggested = suggest(table, resource, read_when)
    if told is None:
        return tuple(suggested)
    if not isinstance(told, dict):
        raise BadImport("bad_shape", "Give the mapping as an object.", pointer="/mapping")
    place_of = {name: place for place, name in enumerate(table.header)}
    taken: dict[str, str] = {}
    for name, wish in told.items():
        if name not in place_of:
            raise BadImport("unknown_column", "The file has no such column.", pointer=pointer("mapping", str(name)))
        meaning = _told(suggested[place_of[name]], wish, resource)
        _refuse_twice(taken, meaning)
        suggested[meaning.place] = meaning
    return tuple(once_each(suggested, resource))


def _refuse_data_as_names(table: Table, read_when: ReadWhen) -> None:
    for name in table.header:
        when, clock = read_when(name), read_clock(name)
        if (when and when.day and not when.has_unread) or (clock and clock.clock):
            raise BadImport(
                "no_header", f"The first row has to hold the names of the columns; {shown(name)} is none.", column=name
            )


def _refuse_twice(taken: dict[str, str], meaning: Meaning) -> None:
    target = meaning.target
    if target.reads in MANY_COLUMNS:
        return
    if target.name in taken:
        raise BadImport(
            "told_twice",
            f"Two columns cannot both be {target.name}; {shown(taken[target.name])} is it already.",
            column=meaning.name,
            pointer=pointer("mapping", meaning.name, "target"),
        )
    taken[target.name] = meaning.name


def _told(suggested: Meaning, wish: object, resource: Resource) -> Meaning:
    at = ("mapping", suggested.name)
    if not isinstance(wish, dict):
        raise BadImport("bad_shape", "Give an object with a target.", column=suggested.name, pointer=pointer(*at))
    for member in wish:
        if member not in MEMBERS:
            raise BadImport("bad_shape", "There is no such member.", pointer=pointer(*at, str(member)))
    name = wish.get("target", suggested.target.name)
    if not isinstance(name, str) or name not in TARGETS[resource]:
        names = ", ".join(TARGETS[resource])
        raise BadImport(
            "unknown_target", f"Choose one of: {names}.", column=suggested.name, pointer=pointer(*at, "target")
        )
    target = TARGETS[resource][name]
    unit = _unit(wish.get("unit"), target, suggested)
    values = _values(wish.get("values"), target, suggested.name)
    return replace(suggested, target=target, certainty="told", why="told", unit=unit, values=values)


def _unit(unit: object, target: Target, suggested: Meaning) -> str:
    if unit is None:
        return suggested.unit if suggested.unit in target.units else ""
    if not isinstance(unit, str) or unit not in target.units:
        units = ", ".join(target.units)
        detail = f"Choose one of: {units}." if units else f"A column of {target.name} has no unit."
        raise BadImport(
            "unknown_unit", detail, column=suggested.name, pointer=pointer("mapping", suggested.name, "unit")
        )
    return unit


def _values(values: object, target: Target, column: str) -> Mapping[str, Any]:
    if values is None:
        return MappingProxyType({})
    at = ("mapping", column, "values")
    if not isinstance(values, dict):
        raise BadImport("bad_shape", "Give an object of cells and codes.", column=column, pointer=pointer(*at))
    if values and target.reads not in TAKES_VALUES:
        detail = f"The cells of a column of {target.name} are not replaced by codes."
        raise BadImport("values_not_used", detail, column=column, pointer=pointer(*at))
    told = {}
    for cell, value in values.items():
        if not isinstance(cell, str) or not cell.strip():
            detail = "An empty cell says nothing; it is never replaced."
            raise BadImport("empty_cell", detail, column=column, pointer=pointer(*at, str(cell)))
        told[cell.strip()] = _value(value, target, column, pointer(*at, cell))
    return MappingProxyType(told)


def _value(value: object, target: Target, column: str, at: str) -> Any:
    """Return what a cell becomes; None if it says nothing."""
    if value is None:
        return None
    if target.reads == "truth" and isinstance(value, bool):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and _is_number(target):
        if target.lowest <= value <= target.highest:
            return value
    elif isinstance(value, str) and (known := _known(value, target)) is not None:
        return known
    raise BadImport("unknown_value", f"This is no value of {target.name}.", column=column, pointer=at)


def _is_number(target: Target) -> bool:
    return target.reads == "whole" or target.is_number


def _known(value: str, target: Target) -> Any:
    """Return the value that a code stands for: of a list of the vocabulary, a side, or "site" or "site:side"."""
    if target.reads == "side":
        return value if value in v.codes(v.SIDES) else None
    if target.reads == "site":
        site, _, side = value.partition(":")
        is_known = site in v.SITES and side in (*v.codes(v.SIDES), "")
        return places.Places(((site, side),), is_whole=True) if is_known else None
    if value not in v.codes(target.terms):
        return None
    if target.reads == "codes":
        return [value]
    return int(value) if target.is_number else value
