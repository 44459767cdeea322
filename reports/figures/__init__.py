"""Numbers become drawings: `Summary` to SVG, one for each box that has a figure. Nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from reports.figures.bars import draw_completeness, draw_effects
from reports.figures.cycles import draw_cycles
from reports.figures.every_day import draw_every_day
from reports.figures.factors import draw_factors
from reports.figures.hours import draw_hours
from reports.figures.sheet import Sheet
from reports.figures.weeks import draw_weeks
from reports.figures.where import draw_where
from reports.summary import Summary
from reports.wording import say_in

DRAWERS: Final[Mapping[str, Callable[[Sheet, Summary], None]]] = {
    "completeness": draw_completeness, "effects": draw_effects, "hours": draw_hours, "where": draw_where,
    "weeks": draw_weeks, "cycles": draw_cycles, "days": draw_every_day, "factors": draw_factors,
}  # fmt: skip
# A figure of its own: width and height in mm, so narrow that a phone shows its letters large enough.
ALONE: Final[Mapping[str, tuple[float, float]]] = {
    "weeks": (64.0, 60.0), "where": (64.0, 50.0), "hours": (64.0, 48.0), "days": (64.0, 58.0),
    "effects": (64.0, 34.0), "cycles": (64.0, 48.0), "factors": (64.0, 62.0),
}  # fmt: skip
# Each colour of the figures by night: what is ink becomes light, and the scales run the other way.
NIGHT: Final = {
    "#17262d": "#ece4d9", "#54646c": "#b3a899", "#ccd5d8": "#4a443d", "#eef2f3": "#26221e", "#0d5565": "#8ccabe",
    "#bcd8dd": "#2f4f4b", "#ffffff": "#1f1c19", "#0f3f4b": "#d6efe9", "#6aa2ae": "#7fb5ab", "#b9d6dc": "#44706a",
    "#98a5ab": "#7d7468", "#e6edef": "#2b2824", "#4a8b9a": "#8fc4ba", "#98c1ca": "#5b8f87", "#d5e6ea": "#33534f",
}  # fmt: skip
_COLOUR: Final = re.compile("|".join(NIGHT))
_FONT: Final = re.compile(r"'(Noto Sans(?: TC)?)'(?!,)")


def draw_alone(summary: Summary, name: str, *, theme: str, language: str) -> str:
    """Return one figure as SVG, for a screen: in its fonts where it has them, light or by night."""
    svg = _FONT.sub(r"'\1', sans-serif", _drawn(summary, name, ALONE[name], language))
    return _COLOUR.sub(lambda found: NIGHT[found[0]], svg) if theme == "dark" else svg


def draw(summary: Summary, sizes: Iterable[tuple[str, tuple[float, float]]], *, language: str) -> dict[str, str]:
    """Return the SVG of figures by their names, each in the size that is given in mm."""
    return {name: _drawn(summary, name, size, language) for name, size in sizes}


def _drawn(summary: Summary, name: str, size: tuple[float, float], language: str) -> str:
    sheet = Sheet(*size, say_in(language))
    DRAWERS[name](sheet, summary)
    return sheet.svg()
