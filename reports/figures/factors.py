"""Box 10: every factor that could be compared, as a ratio with its limits around "as many"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.analysis.compared import Association
from reports.analysis.intervals import Interval
from reports.figures.letters import width_mm
from reports.figures.sheet import ACCENT, HAIR, INK, SMALL, SOFT, WHITE, Sheet
from reports.summary import Summary
from reports.wording.factors import compared, lag, ratio

AXIS_MM: Final = 3.4
ROW_MM: Final = 3.0
GAP: Final = 2.4
EDGE: Final = 2.0
PLOT_MIN_MM: Final = 18.0
TICKS: Final = ((1.5, (2 / 3, 1.0, 1.5)), (2.0, (0.5, 1.0, 2.0)), (4.0, (0.25, 1.0, 4.0)), (16.0, (1 / 16, 1.0, 16.0)))


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Rows of `pitch` mm with their plot from `left` to `right`, on a log scale from 1 / `widest` to `widest`.

    `folded` rows have their name above the plot: a phone's figure has no room beside it.
    """

    left: float
    right: float
    pitch: float
    widest: float
    ticks: tuple[float, ...]
    folded: bool

    def x(self, value: float) -> float:
        """Return where a ratio stands; what lies beyond the scale stands at its end."""
        part = math.log(min(max(value, 1 / self.widest), self.widest)) / math.log(self.widest)
        return (self.left + self.right) / 2 + part * (self.right - self.left) / 2


def draw_factors(sheet: Sheet, summary: Summary) -> None:
    """Draw one row for each factor: its name, a dot with its limits, and the answer in a word."""
    shown = compared(summary.factors)
    rows = _rows(sheet, shown)
    foot = rows.pitch * len(shown)
    for tick in rows.ticks:
        sheet.lines([[(rows.x(tick), 0), (rows.x(tick), foot)]], colour=SOFT if tick == 1 else HAIR, width=0.5)
        sheet.text(rows.x(tick), foot + 2.4, f"{tick:.2g}", colour=SOFT, align="center")
    for number, one in enumerate(shown):
        _row(sheet, rows, one, top=rows.pitch * number)


def _row(sheet: Sheet, rows: Rows, one: Association, *, top: float) -> None:
    y, told = top + rows.pitch * (0.72 if rows.folded else 0.5), one.by_lag[one.strongest].ratio
    colour = SOFT if one.word == "no clear difference" else INK
    sheet.text(0, top + rows.pitch * 0.38 if rows.folded else y + 0.75, _name(sheet, one), bold=one.declared)
    sheet.text(sheet.width, y + 0.75, _words(sheet, one, short=rows.folded), align="right", colour=colour)
    sheet.lines([[(rows.x(told.low), y), (rows.x(told.high), y)]], colour=ACCENT, width=0.9)
    sheet.dots([(rows.x(told.value), y)], radius=0.75, fill=ACCENT, line=WHITE)


def _rows(sheet: Sheet, shown: Sequence[Association]) -> Rows:
    widest, ticks = _scale([one.by_lag[one.strongest].ratio for one in shown])
    pitch = (sheet.height - AXIS_MM) / len(shown)
    left = max(width_mm(_name(sheet, one), SMALL, "Bold") for one in shown) + GAP
    right = _left_of_words(sheet, shown, short=False)
    if right - left >= PLOT_MIN_MM:
        return Rows(left, right, min(ROW_MM, pitch), widest, ticks, folded=False)
    return Rows(EDGE, _left_of_words(sheet, shown, short=True), min(2 * ROW_MM, pitch), widest, ticks, folded=True)


def _left_of_words(sheet: Sheet, shown: Sequence[Association], *, short: bool) -> float:
    return sheet.width - max(width_mm(_words(sheet, one, short=short), SMALL) for one in shown) - GAP


def _name(sheet: Sheet, one: Association) -> str:
    return sheet.say(f"factor_{one.code}")


def _words(sheet: Sheet, one: Association, *, short: bool) -> str:
    word = sheet.say(f"word_{one.word}")
    return word if short else sheet.say("comma").join((word, lag(one, sheet.say), "{} ({}–{})".format(*ratio(one))))


def _scale(ratios: Sequence[Interval]) -> tuple[float, tuple[float, ...]]:
    """Return the largest ratio that is drawn, and the ticks."""
    farthest = max(max(one.high, 1 / max(one.low, 1 / TICKS[-1][0])) for one in ratios)
    return next((scale for scale in TICKS if scale[0] >= farthest), TICKS[-1])
