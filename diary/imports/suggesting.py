"""What each column of a file probably means, by its name, then by its cells; with why and how sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from diary.imports import words
from diary.imports.cells import UNREAD, reader
from diary.imports.moments import When, is_clock_only, plain, read_clock, read_when
from diary.imports.quantities import number
from diary.imports.reading import Table, letters
from diary.imports.targets import MANY_COLUMNS, SETTLED_BY_VALUES, TARGETS, Resource, Target

Certainty = Literal["told", "sure", "guessed"]
ReadWhen = Callable[[str], When | None]

SAMPLE_CELLS: Final = 50
_FITS_FROM: Final = 0.5  # share of a sample that the meaning of a name has to understand
_LOOKS_FROM: Final = 0.8  # share from which cells tell a meaning without a name
_TIME: Final = TARGETS["episodes"]["time"]
_RIVALS: Final = MappingProxyType({"started_at": ("date",), "date": ("started_at",), "time": ("started_at",)})
_CUPS_MAX: Final = 20  # bare numbers up to this are more likely cups than milligrams
_SCALE: Final = re.compile(r" (?:0|1) (\d{1,3})$", re.ASCII)
_SCALES: Final = frozenset({"intensity", "function", "stress", "fatigue", "sleep_quality"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What the column at `place` (from 0) means. `unit` is that of bare numbers in it, "" where none is known.

    `values` is {cell: value} as the client told it. `why` is a code of `sentences.WHY`.
    """

    place: int
    name: str
    target: Target
    certainty: Certainty
    why: str
    unit: str = ""
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def letter(self) -> str:
        """The letters of the column in a spreadsheet."""
        return letters(self.place)


class _Named(NamedTuple):
    """What a name says: a target, a unit, the upper end of a scale ("" each if none), and whether it is all it says."""

    target: str
    unit: str
    scale: str
    is_exact: bool


def _names() -> dict[str, str]:
    found = {words.key(name): target for target, names in words.HEADERS.items() for name in names}
    own = {name for targets in TARGETS.values() for name in targets}
    return found | {words.key(name): name for name in own - {"keep", "ignore", "caffeine_mg"}}


_TARGET_OF: Final = _names()
_WITH_UNIT: Final = {words.key(name): told for name, told in words.HEADERS_WITH_UNIT.items()}
_UNIT_ENDS: Final = tuple(
    sorted(((f" {word}", unit) for unit, usual in words.UNITS.items() for word in usual), key=lambda end: -len(end[0]))
)
_CONTAINED: Final = tuple(sorted((name for name in _TARGET_OF if len(name) > 1), key=lambda name: (-len(name), name)))


def cells(table: Table, place: int) -> Iterator[tuple[int, str]]:
    """Yield the number of the row and the trimmed cell of a column, wherever it is not empty."""
    for row in table.rows:
        if row.cells and (cell := row.cells[place].strip()):
            yield row.number, cell


def suggest_resource(table: Table) -> tuple[Resource, Certainty]:
    """Return whether the rows are episodes or days, by the names that only one of them has; a tie is episodes."""
    named = {found.target for found in map(_by_name, table.header) if found}
    only_days = len(named & (TARGETS["days"].keys() - TARGETS["episodes"].keys()))
    only_episodes = len(named & (TARGETS["episodes"].keys() - TARGETS["days"].keys()))
    is_clear = (only_days > 0) != (only_episodes > 0)
    return ("days" if only_days > only_episodes else "episodes"), "sure" if is_clear else "guessed"


def is_own(header: Iterable[str]) -> bool:
    """Say whether these are the columns of a table that a diary exported."""
    names = set(header)
    return {"started_at", "time_zone"} <= names or {"date", "wearing_off"} <= names


def suggest(table: Table, resource: Resource, read_when: ReadWhen) -> list[Meaning]:
    """Return a meaning for each column in their order; each target once, except note, keep and ignore."""
    guesser = _Guesser(table, resource, read_when, is_own(table.header))
    return once_each([guesser.column(place) for place in range(len(table.header))], resource)


def once_each(found: list[Meaning], resource: Resource) -> list[Meaning]:
    """
    Return the meanings with each target once: who told it or is surer has it, else the column on the left.

    A start and a date may stand side by side, since rows where they differ say so; but not if one of them is a guess.
    """
    rank = {"told": 0, "sure": 1, "guessed": 2}
    taken: set[str] = set()
    kept = list(found)
    for meaning in sorted(found, key=lambda meaning: (rank[meaning.certainty], meaning.place)):
        name = meaning.target.name
        rivals = {name, *(_RIVALS.get(name, ()) if meaning.certainty == "guessed" else ())}
        if rivals & taken and meaning.certainty != "told":
            kept[meaning.place] = as_kept(meaning.place, meaning.name, resource, "told_elsewhere")
        elif meaning.target.reads not in MANY_COLUMNS:
            taken.add(name)
    return kept


def as_kept(place: int, name: str, resource: Resource, why: str) -> Meaning:
    """Return the meaning of a column that goes into the note as it stands."""
    return Meaning(place, name, TARGETS[resource]["keep"], "guessed", why)


@dataclass(frozen=True, slots=True)
class _Guesser:
    table: Table
    resource: Resource
    read_when: ReadWhen
    is_own: bool

    def column(self, place: int) -> Meaning:
        """Return the meaning of one column."""
        name = self.table.header[place]
        known = words.key(name)
        if known in words.MADE_HERE or (self.is_own and known in words.MADE_HERE_BESIDE_START):
            return self._meaning(place, "ignore", sure=self.is_own, why="made_here")
        sample = [cell for _, cell in islice(cells(self.table, place), SAMPLE_CELLS)]
        named = _by_name(name)
        if named is None or named.target not in TARGETS[self.resource]:
            moment = named and self._moment(named.target, sample)
            return self._by_cells(place, sample) if not moment else self._meaning(place, moment, why="name")
        if TARGETS[self.resource][named.target].reads in SETTLED_BY_VALUES:
            return self._named_moment(place, named, sample)
        return self._named(place, named, sample)

    def _meaning(self, place: int, target: str, *, sure: bool = False, why: str, unit: str = "") -> Meaning:
        certainty: Certainty = "sure" if sure else "guessed"
        return Meaning(place, self.table.header[place], TARGETS[self.resource][target], certainty, why, unit)

    def _kept(self, place: int, why: str) -> Meaning:
        return as_kept(place, self.table.header[place], self.resource, why)

    def _named_moment(self, place: int, named: _Named, sample: list[str]) -> Meaning:
        target = self._moment(named.target, sample)
        if target is None:
            return self._kept(place, "cells_differ")
        return self._meaning(place, target, sure=named.is_exact, why="name" if named.is_exact else "part_of_name")

    def _named(self, place: int, named: _Named, sample: list[str]) -> Meaning:
        target = TARGETS[self.resource][named.target]
        if odd := self._odd(place, target, named, sample):
            return self._kept(place, odd)
        unit = named.unit if named.unit in target.units else ""
        if fitting(target, sample) < _FITS_FROM * len(sample):
            return (
                self._meaning(place, target.name, why="few_understood", unit=unit)
                if named.is_exact
                else self._kept(place, "cells_differ")
            )
        why = "name" if named.is_exact else "part_of_name"
        sure = named.is_exact and (not named.unit or unit != "" or target.reads == "note")
        if sure and not self.is_own and self._is_assumed(target, named, sample):
            return self._meaning(place, target.name, why="scale_or_unit_assumed", unit=unit)
        return self._meaning(place, target.name, sure=sure, why=why, unit=unit)

    def _odd(self, place: int, target: Target, named: _Named, sample: list[str]) -> str:
        """Return why a name's meaning does not hold for the cells; "" if it does."""
        if named.scale and (target.name not in _SCALES or int(named.scale) != target.highest):
            return "other_scale"
        if target.name in _SCALES and any(_exceeds(cell, target.highest) for _, cell in cells(self.table, place)):
            return "other_scale"
        if target.name == "caffeine_mg" and named.unit != "mg" and not self.is_own and _may_be_cups(sample):
            return "unit_unknown"
        return ""

    @staticmethod
    def _is_assumed(target: Target, named: _Named, sample: list[str]) -> bool:
        """Return whether bare numbers are taken to be on our scale, or in our unit, without a word about it."""
        if target.name in _SCALES:
            return not named.scale and any(number(plain(cell), "") is not None for cell in sample)
        return target.name == "caffeine_mg" and named.unit != "mg"

    def _moment(self, named: str, sample: list[str]) -> str | None:
        """Return the target of a column whose name speaks of time, as its cells tell it; None if they are no times."""
        if not sample:
            return named if named in TARGETS[self.resource] else None
        whens = self._dates(sample)
        clocks = fitting(_TIME, sample)
        least = _FITS_FROM * len(sample)
        if len(whens) >= least:
            found = named if named in ("ended_at", "recorded_at", "last_caffeine_at") else self._date_target(whens)
        elif named in ("started_at", "date", "time", "ended_at") and clocks >= least:
            found = "ended_at" if named == "ended_at" else "time"
        else:
            return None
        return found if found in TARGETS[self.resource] else None

    def _dates(self, sample: list[str]) -> list[When]:
        whens = (self.read_when(cell) for cell in sample)
        return [when for when in whens if when and not when.has_unread and not is_clock_only(when)]

    def _date_target(self, whens: list[When]) -> str:
        timed = sum(when.clock is not None or when.part_hour is not None for when in whens)
        return "started_at" if self.resource == "episodes" and 2 * timed >= len(whens) else "date"

    def _by_cells(self, place: int, sample: list[str]) -> Meaning:
        """Return what the cells alone tell: a date, a time, places, or nothing."""
        least = _LOOKS_FROM * len(sample)
        whens = self._dates(sample)
        targets = TARGETS[self.resource]
        if sample and len(whens) >= least:
            return self._meaning(place, self._date_target(whens), why="cells")
        for name in ("time", "side", "site"):
            if sample and name in targets and fitting(targets[name], sample) >= least:
                return self._meaning(place, name, why="cells")
        return self._kept(place, "unknown" if sample else "empty")


def fitting(target: Target, sample: list[str]) -> int:
    """Return how many of these cells can be read as `target`, in some unit and with some decimal sign."""
    if target.reads == "time":
        return sum(_is_clock(cell) for cell in sample)
    ways = [
        reader(target, unit=unit, decimal=decimal)
        for unit in (("", "hh:mm") if target.reads == "span" else ("",))
        for decimal in (("", ".", ",") if target.reads in ("span", "whole") else ("",))
    ]
    return sum(any(read(cell).fault != UNREAD for read in ways) for cell in sample)


def _is_clock(cell: str) -> bool:
    if read_clock(cell) is not None:
        return True
    when = read_when(cell, this_year=0)
    return when is not None and is_clock_only(when)


def _by_name(name: str) -> _Named | None:
    known = words.key(name)
    if known in _WITH_UNIT:
        return _Named(*_WITH_UNIT[known], "", True)
    scale = _SCALE.search(known)
    base = known[: scale.start()] if scale else known
    unit = ""
    if base not in _TARGET_OF:
        base, unit = _without_unit(base)
    upper = scale[1] if scale else ""
    if base in _TARGET_OF:
        return _Named(_TARGET_OF[base], unit, upper, True)
    part = next((name for name in _CONTAINED if _contains(base, name)), None)
    return _Named(_TARGET_OF[part], unit, upper, False) if part else None


def _without_unit(known: str) -> tuple[str, str]:
    for end, unit in _UNIT_ENDS:
        if known.endswith(end):
            return known.removesuffix(end).removesuffix(" in"), unit
    return known, ""


def _contains(known: str, name: str) -> bool:
    return f" {name} " in f" {known} " if name.isascii() else name in known


def _exceeds(cell: str, highest: int) -> bool:
    value = number(plain(cell), "")
    return value is not None and value > highest


def _may_be_cups(sample: list[str]) -> bool:
    sizes = [number(plain(cell), "") for cell in sample]
    return bool(sizes) and all(size is not None and size <= _CUPS_MAX for size in sizes)
