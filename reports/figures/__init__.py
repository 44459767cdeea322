"""Numbers become drawings: `Summary` to SVG, one for each box that has a figure. Nothing is computed here."""

from __future__ import annotations

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

DRAWERS: Final[dict[int, Callable[[Sheet, Summary], None]]] = {
    1: draw_completeness, 3: draw_effects, 5: draw_hours, 6: draw_where, 7: draw_weeks, 8: draw_every_day,
}  # fmt: skip


def draw(summary: Summary, layout: Layout, numbers: Iterable[int]) -> dict[int, str]:
    """Return the SVG of the boxes in `numbers`, each in the size that the layout gives it."""
    drawings: dict[int, str] = {}
    for number in numbers:
        sheet = Sheet(*layout.figure(number))
        DRAWERS[number](sheet, summary)
        drawings[number] = sheet.svg()
    return drawings
