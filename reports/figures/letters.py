"""Which characters the shipped fonts hold, and how wide a text is. A PDF/UA render fails on one missing character."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent.parent / "fonts"
FAMILIES: Final = ("Noto Sans TC", "Noto Sans")  # the second for the Latin, Greek and Cyrillic that the first lacks
FILES: Final = dict(zip(FAMILIES, ("NotoSansTC", "NotoSans"), strict=True))
FULL_WIDTH: Final = frozenset("‘’“”…—")  # as wide as a hanzi in the first family
UNKNOWN_WIDTH: Final = 1.0  # em
MARKS_MAX: Final = 1  # combining marks kept on one letter: more would leave the line
MARKS: Final = range(0x300, 0x370)  # typst sets these on letters; others, and any in SVG, make PDF/UA fail


@cache
def advances_of(file: str, weight: str) -> dict[int, float]:
    """Return the advance width in em of every character of one font file."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (60 ms to import: only a page needs it)

    with TTFont(FONTS / f"{file}-{weight}.ttf", lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@cache
def advances(weight: str) -> dict[int, float]:
    """Return the advance width in em of every character of "Regular" or "Bold", from the first font that has it."""
    first, second = (advances_of(FILES[family], weight) for family in FAMILIES)
    return second | first


def foreign_words(text: str) -> list[str]:
    """
    Return the words that have to be set in the second family, each whole: a letter between two families, or a
    letter that typst takes apart because the first lacks it, would stand beside its accent.

    Examples
    --------
    >>> foreign_words("Jiří O’Neill 陳怡君 left")
    ['Jiří', 'O’Neill']
    """
    return [word for word in dict.fromkeys(text.split()) if _is_foreign(word)]


def _is_foreign(word: str) -> bool:
    if word.isascii():
        return False
    first, second = (advances_of(FILES[family], "Regular") for family in FAMILIES)
    wanting = any(char in FULL_WIDTH or ord(char) not in first for char in word)
    return wanting and all(ord(char) in second for char in word)


def runs(text: str) -> list[tuple[str, str]]:
    """
    Return a printable text as (family, part): typst does not fall back to a second font within the text of an SVG.

    Examples
    --------
    >>> runs("Łucja 王")
    [('Noto Sans', 'Łucja'), ('Noto Sans TC', ' 王')]
    """
    first = advances_of(FILES[FAMILIES[0]], "Regular")
    parts: list[tuple[str, str]] = []
    for word in re.findall(r"\S+|\s+", text):
        if _is_foreign(word):
            parts.append((FAMILIES[1], word))
        else:
            parts += [(FAMILIES[0] if ord(char) in first else FAMILIES[1], char) for char in word]
    grouped = groupby(parts, key=lambda part: part[0])
    return [(family, "".join(part for _, part in same)) for family, same in grouped]


def printable(text: str, *, marks: int = MARKS_MAX) -> str:
    """
    Return `text` with every character that the fonts lack in a visible form.

    Control characters and marks of direction become spaces or nothing; line breaks become spaces. At most `marks`
    combining marks stay on a letter that has none and makes no single character with them: none for a drawing.

    Examples
    --------
    >>> printable("Łucja 王 😀")
    'Łucja 王 [U+1F600]'
    """
    if text.isascii() and text.isprintable():
        return text
    known = advances("Regular")
    shown: list[str] = []
    upon = 0
    for char in unicodedata.normalize("NFC", text):
        is_mark = unicodedata.category(char).startswith("M")
        upon = upon + 1 if is_mark else 0
        if not is_mark or (upon <= marks and ord(char) in MARKS and shown and not _has_mark(shown[-1])):
            shown.append(_shown(char, known))
    return "".join(shown)


def _has_mark(letter: str) -> bool:
    return len(unicodedata.normalize("NFD", letter)) > 1 and not letter.startswith("[")


def within(text: str, ems: float) -> str:
    """Return a text, cut with an ellipsis where it is wider than `ems` times its size."""
    if em_width(text) <= ems:
        return text
    kept = text
    while em_width(kept) > ems - 1:
        kept = kept[:-1]
    return kept + "…"


def width_mm(text: str, size_pt: float, weight: str = "Regular") -> float:
    """Return the width of a printed text, without kerning."""
    return em_width(text, weight) * size_pt * 25.4 / 72


def em_width(text: str, weight: str = "Regular") -> float:
    """Return the width of a printed text in multiples of its size, without kerning."""
    ems = 0.0
    for family, part in runs(text):
        known = advances_of(FILES[family], weight)
        ems += sum(known.get(ord(char), UNKNOWN_WIDTH) for char in part)
    return ems


def _shown(char: str, known: dict[int, float]) -> str:
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp") or char in "\t\n\r\v\f":
        return " "
    if category in ("Cc", "Cf"):
        return ""
    return char if ord(char) in known else f"[U+{ord(char):04X}]"
