"""One cell of a column to a value of its field: understood, not understood, or open until a question is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from diary import admission
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.imports import places, quantities, words
from diary.imports.targets import Target, code_words

UNREAD: Final = "unread"
_DRINK: Final = re.compile(r"([a-z_]{1,40})=(\d{1,4})", re.ASCII)  # espresso=2, as our own files have it
_LIST: Final = re.compile(r"[;,+/|、，；\n]+")


class Read(NamedTuple):
    """
    The value of a cell; `fault` is "" if it was understood, UNREAD, or the code of the question it waits for.

    A value of None without a fault: the client said that this cell says nothing.
    """

    value: Any = None
    fault: str = ""


Reader = Callable[[str], Read]


def reader(target: Target, *, unit: str = "", decimal: str = "", values: Mapping[str, Any] | None = None) -> Reader:
    """
    Return what reads a column of `target`, trimmed and non-empty cells only; it remembers what it has read.

    `unit` and `decimal` may be "" as long as nobody knows them. `values` is {cell: value} as the client told it.
    Dates and times are read by `moments`, whole rows at a time, not here.
    """
    told = values or {}
    read_plainly = _PLAINLY.get(target.reads, _as_text)(target, unit, decimal)

    @cache
    def read(text: str) -> Read:
        return Read(told[text]) if text in told else read_plainly(text)

    return read


def _or_unread(value: Any) -> Read:
    return Read(value) if value is not None else Read(fault=UNREAD)


def _as_text(_target: Target, _unit: str, _decimal: str) -> Reader:
    return Read


def _as_span(target: Target, unit: str, decimal: str) -> Reader:
    def read(text: str) -> Read:
        spelling = quantities.spelling(text)
        own = "hh:mm" if spelling == "two_parts" and target.unit_s != 1 else unit
        if spelling and not own:
            return Read(fault="unit")
        if not decimal and quantities.decimal_evidence(text) == "?":
            return Read(fault="decimal")
        return _or_unread(quantities.span(text, target, own, decimal))

    return read


def _as_whole(target: Target, _unit: str, decimal: str) -> Reader:
    def read(text: str) -> Read:
        if not decimal and quantities.decimal_evidence(text) == "?":
            return Read(fault="decimal")
        return _or_unread(quantities.whole(text, target, decimal))

    return read


def _as_code(target: Target, _unit: str, _decimal: str) -> Reader:
    known = code_words(target)

    def read(text: str) -> Read:
        code = known.get(words.key(text))
        return _or_unread(int(code) if code is not None and target.is_number else code)

    return read


def _as_codes(target: Target, _unit: str, _decimal: str) -> Reader:
    known = code_words(target)

    def read(text: str) -> Read:
        for parts in (_LIST.split(text.strip("[]")), text.split()):  # our own files have spaces between codes
            found = [known.get(words.key(part)) for part in parts if part.strip()]
            if found and None not in found:
                return Read(list(dict.fromkeys(found)))
        return Read(fault=UNREAD)

    return read


def _as_drinks(_target: Target, _unit: str, _decimal: str) -> Reader:
    def read(text: str) -> Read:
        if text == "none":
            return Read([])
        pairs = [_DRINK.fullmatch(part) for part in text.split()]
        drinks = [{"kind": pair[1], "count": int(pair[2])} for pair in pairs if pair and pair[1] in v.DRINKS]
        kinds = {drink["kind"] for drink in drinks}
        is_whole = 0 < len(pairs) == len(kinds) and all(
            1 <= int(drink["count"]) <= v.DRINK_COUNT_MAX for drink in drinks
        )
        return Read(drinks) if is_whole else Read(fault=UNREAD)

    return read


def _as_truth(_target: Target, _unit: str, _decimal: str) -> Reader:
    known = {words.key(word) or word: code == "true" for code, usual in words.CODES["truth"].items() for word in usual}
    return lambda text: _or_unread(known.get(words.key(text) or text))


def _as_site(_target: Target, _unit: str, _decimal: str) -> Reader:
    def read(text: str) -> Read:
        found = places.read_places(text)
        has_site = any(site for site, _ in found.named)
        return Read(found, "" if found.is_whole and has_site else UNREAD)

    return read


def _as_side(_target: Target, _unit: str, _decimal: str) -> Reader:
    return lambda text: _or_unread(places.read_side(text) or None)


def _as_zone(_target: Target, _unit: str, _decimal: str) -> Reader:
    def read(text: str) -> Read:
        try:
            return Read(admission.zone(text, field="time_zone"))
        except InvalidValue:
            return Read(fault=UNREAD)

    return read


_PLAINLY: Final[Mapping[str, Callable[[Target, str, str], Reader]]] = {
    "span": _as_span,
    "whole": _as_whole,
    "code": _as_code,
    "codes": _as_codes,
    "drinks": _as_drinks,
    "truth": _as_truth,
    "site": _as_site,
    "side": _as_side,
    "zone": _as_zone,
}
