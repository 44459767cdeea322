"""Box 7, beside the weeks: the weeks aligned on each injection, earlier ones grey, wearing off marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from reports.analysis.cycles import AlignedWeek, Treatment
from reports.analysis.trend import WEEK_DAYS
from reports.analysis.wearing_off import WearingOff
from reports.figures.letters import width_mm
from reports.figures.scales import top_of
from reports.figures.sheet import ACCENT, BAND, HAIR, INK, SMALL, SOFT, WHITE, Sheet
from reports.summary import Summary

LEFT: Final = 7.0
TOP: Final = 7.2
FOOT: Final = 3.4
WEEKS_SHOWN: Final = 30
STEP: Final = 4
EARLIER: Final = "#98a5ab"


@dataclass(frozen=True, slots=True)
class Frame:
    """Weeks `first` to `last` from the injection and counts up to `highest`, spread over a sheet."""

    width: float
    height: float
    first: int
    last: int
    highest: float

    def x(self, week: float) -> float:
        """Return where a week begins, in mm."""
        return LEFT + (self.width - LEFT - 1.5) * (week - self.first) / (self.last + 1 - self.first)

    def y(self, value: float) -> float:
        """Return where a count stands, in mm."""
        foot = self.height - FOOT
        return foot - (foot - TOP) * min(value, self.highest) / self.highest


def draw_cycles(sheet: Sheet, summary: Summary) -> None:
    """Draw episodes a day by weeks from the injection, which is an upright line at 0."""
    *earlier, newest = summary.cycles
    frame = _frame(sheet, summary.cycles)
    _grid(sheet, frame)
    for cycle in earlier:
        _course(sheet, frame, _shown(cycle), colour=EARLIER, width=0.8)
    _wearing_off(sheet, frame, newest)
    known = [(frame.x(one.week + 0.5), one.rate.per_day) for one in _shown(newest) if one.rate]
    sheet.lines([[(x, frame.y(rate.low)), (x, frame.y(rate.high))] for x, rate in known], colour=ACCENT, width=0.8)
    _course(sheet, frame, _shown(newest), colour=ACCENT, width=1.2)
    sheet.dots([(x, frame.y(rate.value)) for x, rate in known], radius=0.62, fill=ACCENT, line=WHITE)
    _words(sheet, with_earlier=bool(earlier))


def _frame(sheet: Sheet, cycles: Sequence[Treatment]) -> Frame:
    weeks = [one for cycle in cycles for one in _shown(cycle)]
    numbers = [one.week for one in weeks]
    highest = top_of(one.rate.per_day.value for one in weeks if one.rate)
    return Frame(sheet.width, sheet.height, min([*numbers, -1]), max([*numbers, STEP]), highest)


def _shown(cycle: Treatment) -> list[AlignedWeek]:
    return [one for one in cycle.weeks if one.week < WEEKS_SHOWN]


def _grid(sheet: Sheet, frame: Frame) -> None:
    right, foot = frame.x(frame.last + 1), frame.y(0)
    for part in (0.0, 0.5, 1.0):
        y = frame.y(part * frame.highest)
        sheet.lines([[(LEFT, y), (right, y)]], colour=HAIR if part else SOFT, width=0.4)
        sheet.text(LEFT - 1, y + 0.75, f"{part * frame.highest:g}", colour=SOFT, align="right")
    for week in range(-8, frame.last + 1, STEP):
        if week >= frame.first:
            sheet.lines([[(frame.x(week), foot), (frame.x(week), foot + 0.9)]], colour=SOFT, width=0.4)
            sheet.text(frame.x(week), sheet.height - 0.5, f"{week:+d}" if week else "0", colour=SOFT, align="center")
    sheet.lines([[(frame.x(0), TOP), (frame.x(0), foot)]], colour=INK, width=0.7, dashes=(3, 1.5))


def _course(sheet: Sheet, frame: Frame, weeks: Sequence[AlignedWeek], *, colour: str, width: float) -> None:
    runs = [list(run) for known, run in groupby(weeks, key=lambda one: one.rate is not None) if known]
    points = [[(frame.x(one.week + 0.5), frame.y(one.rate.per_day.value)) for one in run if one.rate] for run in runs]
    sheet.lines([run for run in points if len(run) > 1], colour=colour, width=width)


def _wearing_off(sheet: Sheet, frame: Frame, cycle: Treatment) -> None:
    """Draw from when to when half of the effect was lost, and the likeliest day."""
    if not isinstance(cycle.wore_off, WearingOff):
        return
    day, foot = cycle.wore_off.day, frame.y(0)
    low, high, x = (frame.x(min(value / WEEK_DAYS, frame.last + 1)) for value in (day.low, day.high, day.value))
    sheet.bars([(low, foot - 1.0, high - low, 1.0)], fill=BAND)
    sheet.lines([[(x, TOP), (x, foot)]], colour=ACCENT, width=0.8, dashes=(1, 1.2))
    words = sheet.say("cycles_wearing")
    half = width_mm(words, SMALL) / 2
    sheet.text(min(max(x, LEFT + half), sheet.width - half), TOP - 0.7, words, colour=ACCENT, align="center")


def _words(sheet: Sheet, *, with_earlier: bool) -> None:
    sheet.text(0, 2.2, sheet.say("cycles_title"), size=SMALL + 0.4)
    if with_earlier:
        words = sheet.say("cycles_before")
        x = sheet.width - width_mm(words, SMALL)
        sheet.lines([[(x - 5, 1.5), (x - 1, 1.5)]], colour=EARLIER, width=0.8)
        sheet.text(x, 2.2, words, colour=SOFT)
