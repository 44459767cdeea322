"""How a day and an area are said, in every language of the house. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from diary.vocabulary import SITES
from reports.records import Place

ENGLISH: Final = "en"
CHINESE: Final = "zh-Hant"
PLACES_NAMED: Final = 6  # in a sentence
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date, language: str = ENGLISH) -> str:
    """
    Return a date that no reader can take for another.

    Examples
    --------
    >>> day(date(2026, 5, 4)), day(date(2026, 5, 4), "zh-Hant")
    ('4 May 2026', '2026年5月4日')
    """
    if language == CHINESE:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def place(value: Place, language: str = ENGLISH) -> str:
    """
    Return an area in lay words, with the person's own side.

    Examples
    --------
    >>> place(Place("lid_lower", "left")), place(Place("glabella", "middle")), place(Place("cheek", "unsure"))
    ('left lower eyelid', 'between the brows', 'cheek (side not given)')
    >>> place(Place("lid_lower", "left"), "zh-Hant"), place(Place("cheek", "unsure"), "zh-Hant")
    ('左側下眼瞼', '臉頰（未說明哪一側）')
    """
    site = SITES.get(value.site)
    label = site.label(language) if site else value.site
    said = _CHINESE if language == CHINESE else _ENGLISH
    if value.side == "middle" and site is not None and not site.sided:
        return label
    return said.get(value.side, said["unsure"]).format(label)


def places(values: Sequence[Place], language: str = ENGLISH) -> str:
    """
    Return areas in a row, the first of them by name.

    Examples
    --------
    >>> places([Place("cheek", "left"), Place("chin", "left")])
    'left cheek, left skin of the chin'
    >>> places([Place("cheek", "left")] * 9)
    'left cheek, left cheek, left cheek, left cheek, left cheek, left cheek and 3 more'
    """
    more = len(values) - PLACES_NAMED
    said = listed([place(one, language) for one in values[:PLACES_NAMED]], language)
    if more <= 0:
        return said
    return f"{said}等 {len(values)} 處" if language == CHINESE else f"{said} and {more} more"


def listed(parts: Sequence[str], language: str = ENGLISH) -> str:
    """Return parts in a row."""
    return ("、" if language == CHINESE else ", ").join(parts)


def side(code: str, language: str = ENGLISH) -> str:
    """Return left or right, the person's own."""
    return (_CHINESE if language == CHINESE else _ENGLISH)[code].format("").strip()


_ENGLISH: Final = {
    "left": "left {}", "right": "right {}", "middle": "{} (middle)", "unsure": "{} (side not given)",
}  # fmt: skip
_CHINESE: Final = {
    "left": "左側{}", "right": "右側{}", "middle": "{}（中間）", "unsure": "{}（未說明哪一側）",
}  # fmt: skip
