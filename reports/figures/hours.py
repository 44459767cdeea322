"""Box 5: the hours of a typical day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.analysis.days import NIGHT_FROM_MIN, NIGHT_UNTIL_MIN
from reports.analysis.intervals import Interval
from reports.analysis.rhythm import TypicalDay
from reports.figures.letters import width_mm
from reports.figures.sheet import ACCENT, BAND, HAIR, INK, PALE, SMALL, SOFT, Sheet
from reports.summary import ANSWERED_DAYS_MIN, Summary

LEFT: Final = 8.0
TOP: Final = 4.4
BOTTOM: Final = 4.0
KEY_SIZE: Final = SMALL + 0.2
KEY_GAP: Final = 3.0
MARK_MM: Final = 6.0
STEPS: Final = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def draw_hours(sheet: Sheet, summary: Summary) -> None:
    """Draw the share of days with an episode in each hour, its band, and the same before as a dashed line."""
    now, before = summary.now.hours, summary.before.hours if summary.before else None
    if before is not None and before.days < ANSWERED_DAYS_MIN:
        before = None
    tops = [one.high for one in now.bins] + [one.value for one in (before.bins if before else ())]
    scale = next(step for step in STEPS if step >= min(1.0, max(tops)))
    _night(sheet)
    _grid(sheet, scale)
    low = [_point(sheet, hour, one.low, scale) for hour, one in _steps(now)]
    high = [_point(sheet, hour, one.high, scale) for hour, one in _steps(now)]
    sheet.shapes([[*high, *reversed(low)]], fill=BAND)
    if before:
        sheet.lines([[_point(sheet, h, one.value, scale) for h, one in _steps(before)]], colour=INK, width=0.8,
                    dashes=(2.4, 1.6))  # fmt: skip
    sheet.lines([[_point(sheet, h, one.value, scale) for h, one in _steps(now)]], colour=ACCENT, width=1.5)
    _key(sheet, now, before)


def _steps(told: TypicalDay) -> Sequence[tuple[float, Interval]]:
    width = told.bin_hours
    return [(hour, one) for n, one in enumerate(told.bins) for hour in (n * width, (n + 1) * width)]


def _x(sheet: Sheet, hour: float) -> float:
    return LEFT + (sheet.width - LEFT - 1.5) * hour / 24


def _point(sheet: Sheet, hour: float, share: float, scale: float) -> tuple[float, float]:
    foot = sheet.height - BOTTOM
    return (_x(sheet, hour), foot - (foot - TOP) * share / scale)


def _night(sheet: Sheet) -> None:
    foot = sheet.height - BOTTOM
    spans = ((0.0, NIGHT_UNTIL_MIN / 60), (NIGHT_FROM_MIN / 60, 24.0))
    sheet.bars([(_x(sheet, a), TOP, _x(sheet, b) - _x(sheet, a), foot - TOP) for a, b in spans], fill=PALE)
    sheet.text(_x(sheet, 0) + 0.8, TOP + 2.4, sheet.say("night"), colour=SOFT)


def _grid(sheet: Sheet, scale: float) -> None:
    right = _x(sheet, 24)
    for part in (0.0, 0.5, 1.0):
        y = _point(sheet, 0, part * scale, scale)[1]
        sheet.lines([[(LEFT, y), (right, y)]], colour=HAIR if part else SOFT, width=0.4)
        sheet.text(LEFT - 1, y + 0.75, f"{100 * part * scale:.0f}%", colour=SOFT, align="right")
    foot = sheet.height - BOTTOM
    sheet.lines([[(_x(sheet, h), foot), (_x(sheet, h), foot + 0.9)] for h in range(0, 25, 3)], colour=SOFT, width=0.4)
    for hour in range(0, 25, 6):
        align = {0: "left", 24: "right"}.get(hour, "center")
        sheet.text(_x(sheet, hour), sheet.height - 0.6, f"{hour:02d}:00", colour=SOFT, align=align)


def _key(sheet: Sheet, now: TypicalDay, before: TypicalDay | None) -> None:
    words = [sheet.say("hours_now", days=now.days, hours=now.bin_hours)]
    words += [sheet.say("hours_before", days=before.days)] if before else []
    wide = sum(MARK_MM + width_mm(one, KEY_SIZE) for one in words) + KEY_GAP
    size = KEY_SIZE * min(1.0, (sheet.width - LEFT) / wide)
    sheet.bars([(LEFT, 0.5, 5, 2.2)], fill=BAND)
    sheet.lines([[(LEFT, 1.6), (LEFT + 5, 1.6)]], colour=ACCENT, width=1.5)
    sheet.text(LEFT + MARK_MM, 2.3, words[0], size=size)
    if before:
        x = LEFT + MARK_MM + width_mm(words[0], size) + KEY_GAP
        sheet.lines([[(x, 1.6), (x + 5, 1.6)]], colour=INK, width=0.8, dashes=(2.4, 1.6))
        sheet.text(x + MARK_MM, 2.3, words[1], size=size)
