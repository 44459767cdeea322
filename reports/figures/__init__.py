"""Numbers become drawings: `Summary` to SVG, one for each box that has a figure. Nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from reports.figures.bars import draw_completeness, draw_effects
from reports.figures.every_day import draw_every_day
from reports.figures.geometry import Layout
from reports.figures.hours import draw_hours
from reports.figures.sheet import Sheet
from reports.figures.weeks import draw_weeks
from reports.figures.where import draw_where
from reports.summary import Summary
from reports.wording import label_in
from reports.wording.formats import LANGUAGE

DRAWERS: Final[dict[int, Callable[[Sheet, Summary], None]]] = {
    1: draw_completeness, 3: draw_effects, 5: draw_hours, 6: draw_where, 7: draw_weeks, 8: draw_every_day,
}  # fmt: skip
# A figure of its own: its box, and its width and height in mm, so narrow that a phone shows its letters large enough.
ALONE: Final[dict[str, tuple[int, float, float]]] = {
    "weeks": (7, 64.0, 60.0), "where": (6, 64.0, 50.0), "hours": (5, 64.0, 48.0), "days": (8, 64.0, 54.0),
}  # fmt: skip
# Each colour of the figures by night: what is ink becomes light, and the scales run the other way.
NIGHT: Final = {
    "#17262d": "#ece4d9", "#54646c": "#b3a899", "#ccd5d8": "#4a443d", "#eef2f3": "#26221e", "#0d5565": "#8ccabe",
    "#bcd8dd": "#2f4f4b", "#ffffff": "#1f1c19", "#0f3f4b": "#d6efe9", "#6aa2ae": "#7fb5ab", "#b9d6dc": "#44706a",
    "#e6edef": "#2b2824", "#4a8b9a": "#8fc4ba", "#98c1ca": "#5b8f87", "#d5e6ea": "#33534f",
}  # fmt: skip
_COLOUR: Final = re.compile("|".join(NIGHT))
_FONT: Final = re.compile(r"'(Noto Sans(?: TC)?)'(?!,)")


def draw_alone(summary: Summary, name: str, *, theme: str, language: str = LANGUAGE) -> str:
    """Return one figure as SVG, for a screen: in its fonts where it has them, light or by night."""
    number, width, height = ALONE[name]
    sheet = Sheet(width, height, label_in(language))
    DRAWERS[number](sheet, summary)
    svg = _FONT.sub(r"'\1', sans-serif", sheet.svg())
    return _COLOUR.sub(lambda found: NIGHT[found[0]], svg) if theme == "dark" else svg


def draw(summary: Summary, layout: Layout, numbers: Iterable[int]) -> dict[int, str]:
    """Return the SVG of the boxes in `numbers`, each in the size that the layout gives it."""
    drawings: dict[int, str] = {}
    for number in numbers:
        sheet = Sheet(*layout.figure(number))
        DRAWERS[number](sheet, summary)
        drawings[number] = sheet.svg()
    return drawings
