"""
The page: words and figures to PDF (tagged, PDF/UA-1 and PDF/A-3a) or to PNG. The only place that knows typst.

typst's argument lists change between minor versions; every call of it stands in `_render`.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import typst

from reports import published, qr, wording
from reports.figures import draw
from reports.figures.geometry import PADDING, TITLE, Layout, Rect, layout
from reports.figures.letters import FAMILIES, FONTS, em_width, foreign_words, printable, within
from reports.options import Options
from reports.spoken import CHINESE
from reports.summary import Summary
from reports.wording.formats import NAME_MAX, pieces, shortened
from reports.wording.pages import definitions, further

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final[list[Literal["a-3a", "ua-1"]]] = ["a-3a", "ua-1"]
ROW_MM: Final = 1.9  # of the table's height that is not room between rows
ROWS: Final = 8
SCREEN_PPI: Final = 192.0  # of a PNG: two dots for each of a screen's
QUESTIONS: Final = 9
QUESTION_EMS: Final = 205.0  # a question has 200 letters; it is longer where letters are spelt as codes
ONE_AT_A_TIME: Final = Lock()  # two threads on one compiler would be no quicker
NEVER_PRINTED: Final = "\ue000"  # no shipped font has it, so no text on the page has either
SUMMARY_FILE: Final = "twitch-profile.json"
LOG_FILE: Final = "twitch-log.json"
WIDEST: Final = 34.0  # em that a column of a table asks for at most
NARROWEST: Final = 4.0


def pdf(summary: Summary, options: Options) -> bytes:
    """Return the page as PDF; the same summary gives the same bytes, on any day and in any process."""
    return _render(summary, options, form="pdf")


def png(summary: Summary, options: Options) -> bytes:
    """Return the one page as PNG, for an <img>; its words stand in `wording.boxes`."""
    return _render(summary, options, form="png")


def figure_png(svg: str) -> bytes:
    """Return a drawing of `figures.draw_alone` as PNG."""
    return _compiled("figure.typ", {"svg": svg}, form="png")


@cache
def compiler() -> typst.Compiler:
    """
    Return this process's one compiler, with the shipped fonts: the machine's own would change the bytes.

    A new one for each page would leave some of its memory behind each time (bench.profile).
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def _render(summary: Summary, options: Options, *, form: Literal["pdf", "png"]) -> bytes:
    place = layout(options.paper, large=options.large)
    boxes = wording.boxes(summary, language=options.language)
    slots = {box.number: place.slots(box.number, [name for name, _ in box.alts]) for box in boxes}
    sizes = [(name, (room.width, room.height)) for rooms in slots.values() for name, room in rooms.items()]
    attached = _attached(summary, options) if form == "pdf" else {}
    data = _data(summary, options, place, boxes, slots) | {"attached": [[name, name] for name in attached]}
    if form == "png":
        data |= {"definitions": [], "further": []}
    drawings = draw(summary, sizes, language=options.language)
    inputs = {
        "data": json.dumps(_with_foreign_words(_printable(data)), ensure_ascii=False, sort_keys=True),
        **{f"figure-{name}": drawing for name, drawing in drawings.items()},
        **attached,
        **({"qr": qr.drawn(options.address)} if options.address else {}),
    }
    return _compiled("profile.typ", inputs, form=form, made_at=calendar.timegm(summary.now.period.last.timetuple()))


def _compiled(template: str, inputs: dict[str, str], *, form: Literal["pdf", "png"], made_at: int = 0) -> bytes:
    with ONE_AT_A_TIME:
        page = compiler().compile(
            str(TEMPLATES / template),
            format=form,
            sys_inputs=inputs,
            pdf_standards=list(STANDARDS) if form == "pdf" else [],
            ppi=SCREEN_PPI,
            timestamp=made_at,
        )
    if isinstance(page, list):  # a PNG of several pages
        return page[0]
    if page is None:
        raise TypeError("a page was expected")
    return page


def _attached(summary: Summary, options: Options) -> dict[str, str]:
    """Return the page's own numbers as data, and the entries where the log was asked for."""
    told = {SUMMARY_FILE: published.as_text(published.numbers(summary))}
    return told | {LOG_FILE: published.as_text(published.log(summary))} if options.log else told


def _data(
    summary: Summary, options: Options, place: Layout, boxes: Sequence[wording.Box], slots: dict[int, dict[str, Rect]]
) -> dict[str, Any]:
    name, period, compared = wording.header(summary, language=options.language)
    purpose, made_from = wording.footer(summary, language=options.language)
    say, last = wording.say_in(options.language), summary.now.period.last
    told = {box.number: _box(box, place, slots[box.number]) for box in boxes}
    return {
        "lang": "zh" if options.language == CHINESE else "en",
        "region": "TW" if options.language == CHINESE else "GB",
        "title": say("document_title", period=period),
        "date": [last.year, last.month, last.day],
        "fonts": list(FAMILIES),
        "scale": place.scale,
        "width": place.width,
        "height": place.height,
        "padding": PADDING,
        "title_height": TITLE,
        "row_inset": _row_inset(place),
        "headline": say("title"),
        "strapline": say("strapline"),
        "name": shortened(printable(name), NAME_MAX),
        "period": period,
        "compared": compared,
        "purpose": purpose,
        "made_from": made_from,
        "page_of": say("page_of", number="{number}", count="{count}"),
        "qr": say("qr") if options.address else None,
        "header": _rect(place.header),
        "footer": _rect(place.footer),
        "pages": [[told[number] for number in numbers] for numbers in place.pages],
        "definitions": [_section(one) for one in definitions(summary, language=options.language)],
        "further": [_section(one) for one in further(summary, options)],
    }


def _box(box: wording.Box, place: Layout, slots: dict[str, Rect]) -> dict[str, Any]:
    return {
        **_rect(place.boxes[box.number]),
        "number": box.number,
        "title": box.title,
        "note": [pieces(one) for one in _notes(box)],
        "note_height": place.notes.get(box.number, 0.0),
        "figures": [{"name": name, "alt": alt, **_rect(slots[name])} for name, alt in box.alts],
        "waiting": box.waiting,
        "table": box.table and _table(box.table),
    }


def _notes(box: wording.Box) -> list[str]:
    told = [printable(one) for one in box.note]
    return [within(one, QUESTION_EMS) for one in told] if box.number == QUESTIONS else told


def _section(section: wording.Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "paragraphs": list(section.paragraphs),
        "terms": list(section.terms),
        "table": section.table and _table(section.table) | {"widths": _widths(section.table)},
        "new_page": section.new_page,
    }


def _table(table: wording.Table) -> dict[str, Any]:
    return {"header": list(table.header), "rows": [list(row) for row in table.rows], "marked": sorted(table.marked)}


def _widths(table: wording.Table) -> list[float]:
    """Return how wide the columns are against each other: as their longest cell, within bounds."""
    columns = zip(table.header, *table.rows, strict=True)
    return [min(WIDEST, max(NARROWEST, *map(em_width, column))) for column in columns]


def _row_inset(place: Layout) -> float:
    """Return the room above and below each row so that the table fills its box, in mm."""
    room = place.boxes[4].height - TITLE - PADDING - place.notes[4] - 0.8
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
