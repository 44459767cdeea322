"""
The page: words and figures to PDF (tagged, PDF/UA-1 and PDF/A-3a) or to PNG. The only place that knows typst.

typst's argument lists change between minor versions; every call of it stands in `_render`.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from reports import wording
from reports.figures import DRAWERS, draw
from reports.figures.geometry import NOTES, PADDING, TITLE, Layout, Rect, layout
from reports.figures.letters import FAMILIES, FONTS, foreign_words, printable
from reports.summary import Summary
from reports.wording.formats import LANGUAGE, NAME_MAX, shortened

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final[list[Literal["a-3a", "ua-1"]]] = ["a-3a", "ua-1"]
ROW_MM: Final = 1.9  # of the table's height that is not room between rows
ROWS: Final = 8
SCREEN_PPI: Final = 192.0  # of a PNG: two dots for each of a screen's
NEVER_PRINTED: Final = "\ue000"  # no shipped font has it, so no text on the page has either


def pdf(summary: Summary, *, language: str, paper: str) -> bytes:
    """Return the page as PDF; the same summary gives the same bytes, on any day and in any process."""
    return _render(summary, language=language, paper=paper, form="pdf")


def png(summary: Summary, *, language: str, paper: str) -> bytes:
    """Return the same page as PNG, for an <img>; its words stand in `wording.boxes`."""
    return _render(summary, language=language, paper=paper, form="png")


@cache
def fonts() -> typst.Fonts:
    """Return the shipped fonts, read once in a process (50 ms); the machine's own fonts would change the bytes."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _render(summary: Summary, *, language: str, paper: str, form: Literal["pdf", "png"]) -> bytes:
    place = layout(paper)
    boxes = wording.boxes(summary, language=language)
    drawings = draw(summary, place, (box.number for box in boxes if box.number in DRAWERS and box.alt))
    data = json.dumps(_with_foreign_words(_printable(_data(summary, place, boxes))), ensure_ascii=False, sort_keys=True)
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts())
    page = compiler.compile(
        str(TEMPLATES / "profile.typ"),
        format=form,
        sys_inputs={"data": data, **{f"f{number}": drawing for number, drawing in drawings.items()}},
        pdf_standards=list(STANDARDS) if form == "pdf" else [],
        ppi=SCREEN_PPI,
        timestamp=calendar.timegm(summary.now.period.last.timetuple()),
    )
    if not isinstance(page, bytes):
        raise TypeError("one page was expected")  # several pages come as a list
    return page


def _data(summary: Summary, place: Layout, boxes: tuple[wording.Box, ...]) -> dict[str, Any]:
    name, period, compared = wording.header(summary)
    purpose, made_from = wording.footer(summary)
    last = summary.now.period.last
    return {
        "lang": LANGUAGE,
        "title": f"{wording.TITLE}, {period}",
        "date": [last.year, last.month, last.day],
        "fonts": list(FAMILIES),
        "width": place.width,
        "height": place.height,
        "padding": PADDING,
        "title_height": TITLE,
        "row_inset": _row_inset(place),
        "headline": wording.TITLE,
        "strapline": wording.STRAPLINE,
        "name": shortened(printable(name), NAME_MAX),
        "period": period,
        "compared": compared,
        "purpose": purpose,
        "made_from": made_from,
        "header": _rect(place.header),
        "footer": _rect(place.footer),
        "boxes": [_box(box, place.boxes[box.number]) for box in boxes],
    }


def _box(box: wording.Box, rect: Rect) -> dict[str, Any]:
    table = box.table
    return {
        **_rect(rect),
        "number": box.number,
        "title": box.title,
        "note": list(box.note),
        "note_height": NOTES.get(box.number, 0.0),
        "alt": box.alt or "",
        "figure": box.number in DRAWERS and box.alt is not None,
        "waiting": box.waiting,
        "table": table
        and {
            "header": list(table.header),
            "rows": [list(row) for row in table.rows],
            "marked": sorted(table.marked),
        },
    }


def _row_inset(place: Layout) -> float:
    """Return the room above and below each row so that the table fills its box, in mm."""
    room = place.boxes[4].height - TITLE - PADDING - NOTES[4] - 0.8
    return max(0.4, (room / ROWS - ROW_MM) / 2)


def _rect(rect: Rect) -> dict[str, float]:
    return {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}


def _with_foreign_words(data: dict[str, Any]) -> dict[str, Any]:
    """Add the pattern of the words that need the second family; it must match something, and may match nothing here."""
    words = sorted(foreign_words(" ".join(_texts(data))), key=lambda word: (-len(word), word))
    pattern = "|".join(re.escape(word) for word in words or [NEVER_PRINTED])
    return {**data, "foreign": pattern, "foreign_font": FAMILIES[1]}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _printable(value: Any) -> Any:
    """Map every text through the fonts: PDF/UA fails on a single character that they lack."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list) else value
