"""
Numbers and lengths of time in cells. What a cell leaves open is told, not settled: 1,234 and 1:30 have two readings.

Digits may be full-width. There are no signs: nothing that a diary counts or measures is below zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from diary.imports import words
from diary.imports.moments import plain
from diary.imports.targets import Target

DECIMALS: Final = (".", ",")
_LONGEST: Final = 40  # characters
_NUMBER: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*(?:([.,])\d{1,12})?", re.ASCII)
_EITHER: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)  # a thousand, or a number with three decimals
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?(?: ?(h|min))?", re.ASCII)
_PIECE: Final = re.compile(r"\s*(?:and\s+)?([\d.,]+)\s?([^\W\d_]+)\.?,?", re.IGNORECASE)
_OUT_OF_TEN: Final = re.compile(r"(\d{1,2}) ?/ ?10", re.ASCII)
_TIMES: Final = re.compile(r"(\d{1,4}) ?[x×次]|[x×] ?(\d{1,4})", re.ASCII | re.IGNORECASE)
_CAFFEINE: Final = re.compile(r"([\d., ]+?) ?(?:mg|毫克)", re.ASCII | re.IGNORECASE)

_SECONDS: Final = {"s": 1, "min": 60, "h": 3_600}
_UNIT_OF_WORD: Final = {word: unit for unit in _SECONDS for word in words.UNITS[unit]}
_TWO_PARTS_S: Final = {"hh:mm": (3_600, 60), "h": (3_600, 60), "mm:ss": (60, 1), "min": (60, 1), "s": (60, 1)}

Spelling = Literal["", "number", "two_parts"]


def number(text: str, decimal: str) -> Decimal | None:
    """
    Return the number that `text` is, where `decimal` is the decimal sign and the other one groups thousands.

    With "" the text has to show its decimal sign by itself: 7,5 does, 1,234 does not.
    """
    if not text or len(text) > _LONGEST:
        return None
    if not decimal:
        shown = decimal_evidence(text)
        return None if shown == "?" else number(text, shown or ".")
    match = _GROUPED.fullmatch(text)
    if match and match[1] != decimal and (not match[2] or match[2] == decimal):
        return Decimal(text.replace(match[1], "").replace(",", "."))
    if not _NUMBER.fullmatch(text) or ({".", ","} - {decimal}) & set(text):
        return None
    return Decimal(text.replace(",", "."))


def decimal_evidence(text: str) -> str:
    """Return the decimal sign that `text` shows; "?" if it shows a sign that may group thousands, "" if none."""
    if text.isdecimal():
        return ""
    written = plain(text)
    bare = _NUMBER.match(written)
    if bare is None or len(written) > _LONGEST:
        return ""
    grouped = _GROUPED.match(written)
    if grouped is None or grouped.end() < bare.end():
        return next((sign for sign in DECIMALS if sign in bare[0]), "")
    if _EITHER.fullmatch(grouped[0]):
        return "?"
    return grouped[2] or {".": ",", ",": "."}.get(grouped[1], "")


def whole(text: str, target: Target, decimal: str) -> int | None:
    """Return the whole number of `text` within the target's bounds; 6/10 on a scale to ten, "3x" and "95 mg" too."""
    written = plain(text)
    if target.highest == 10 and (scaled := _OUT_OF_TEN.fullmatch(written)):
        written = scaled[1]
    elif target.name == "count" and (times := _TIMES.fullmatch(written)):
        written = times[1] or times[2]
    elif target.name == "caffeine_mg" and (dose := _CAFFEINE.fullmatch(written)):
        written = dose[1]
    value = number(written, decimal)
    if value is None or value != int(value) or not target.lowest <= value <= target.highest:
        return None
    return int(value)


def spelling(text: str) -> Spelling:
    """Return what a span leaves open: "number" has no unit, "two_parts" is h:mm or m:ss. Else ""."""
    written = plain(text)
    if len(written) > _LONGEST:
        return ""
    if _NUMBER.fullmatch(written) or _GROUPED.fullmatch(written):
        return "number"
    match = _CLOCK.fullmatch(written)
    return "two_parts" if match and not match[3] and not match[4] else ""


def span(text: str, target: Target, unit: str, decimal: str) -> int | None:
    """
    Return the length of time of `text` in the target's unit, rounded half up, within its bounds.

    `unit` is that of a bare number or of two parts; a unit in the cell itself goes before it. A cell that is open
    while `unit` is "" gives None.
    """
    written = plain(text)
    seconds = _seconds(written, unit, decimal) if len(written) <= _LONGEST else None
    if seconds is None:
        return None
    value = int((seconds / target.unit_s).quantize(Decimal(1), ROUND_HALF_UP))
    return value if target.lowest <= value <= target.highest else None


def _seconds(written: str, unit: str, decimal: str) -> Decimal | None:
    match = _CLOCK.fullmatch(written)
    if match:
        return _clock_seconds(match, match[4] or unit)
    bare = number(written, decimal)
    if bare is not None:
        return bare * _SECONDS[unit] if unit in _SECONDS else None
    return _spelled_seconds(written, decimal)


def _clock_seconds(match: re.Match[str], unit: str) -> Decimal | None:
    first, second = int(match[1]), int(match[2])
    if match[3]:
        return Decimal(first * 3_600 + second * 60 + int(match[3]))
    if unit not in _TWO_PARTS_S:
        return None
    large, small = _TWO_PARTS_S[unit]
    return Decimal(first * large + second * small)


def _spelled_seconds(written: str, decimal: str) -> Decimal | None:
    """Return the seconds of pieces such as "1 h 20 min"; each unit once."""
    total, position, seen = Decimal(0), 0, set[str]()
    while position < len(written):
        piece = _PIECE.match(written, position)
        unit = _UNIT_OF_WORD.get(piece[2].casefold(), "") if piece else ""
        value = number(piece[1].rstrip(",."), decimal) if piece else None
        if piece is None or value is None or not unit or unit in seen:
            return None
        total, position = total + value * _SECONDS[unit], piece.end()
        seen.add(unit)
    return total if seen else None


def unit_by_size(target: Target, cells: Iterable[str], decimal: str) -> str:
    """
    Return the unit that bare numbers of a column can only have: "h", "min", or "" where both are possible.

    Nobody sleeps, or looks at a screen, more than 24 hours of a day; nights of at most 16 minutes each are no nights.
    """
    if target.field not in ("sleep_min", "screen_min"):
        return ""
    sizes = [size for size in (number(plain(cell), decimal) for cell in cells) if size is not None]
    if not sizes:
        return ""
    if max(sizes) > 24:
        return "min"
    return "h" if target.field == "sleep_min" and 3 <= max(sizes) <= 16 else ""
