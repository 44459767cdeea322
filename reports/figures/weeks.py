"""Box 7: twitch days and episodes per day, week by week, with the lines of treatments and changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from reports.analysis.intervals import Interval
from reports.analysis.trend import Week
from reports.figures.scales import top_of
from reports.figures.sheet import ACCENT, HAIR, INK, SMALL, SOFT, WHITE, Bar, Sheet
from reports.figures.timeline import (
    LANE_MM,
    LANES_MAX,
    LEFT,
    Axis,
    axis,
    draw_dates,
    draw_events,
    labels,
    labels_height,
)
from reports.summary import Summary

DATES_MM: Final = 3.4
LANE_GAP: Final = 3.0
LANE_MIN_MM: Final = 8.0  # three labels of an axis, one above the other
EDGE_MM: Final = 0.6
SHARE: Final = "twitch_days"
RATE: Final = "episodes_a_day"


def draw_weeks(sheet: Sheet, summary: Summary) -> None:
    """Draw two lanes over one time axis: share of twitch days, and episodes per countable day."""
    scale = axis(sheet, summary.days)
    free = sheet.height - 2 * LANE_MIN_MM - LANE_GAP - DATES_MM - EDGE_MM - 1.0
    lanes = max(0, min(LANES_MAX, int(free / LANE_MM)))
    placed = labels(scale, summary.events, sheet.say, lanes=lanes)
    top = EDGE_MM + labels_height(placed)
    lane = (sheet.height - top - DATES_MM - LANE_GAP) / 2
    foot = sheet.height - DATES_MM
    shares = [(week, week.twitch_share) for week in summary.weeks]
    rates = [(week, week.rate.per_day if week.rate else None) for week in summary.weeks]
    draw_events(sheet, scale, summary.events, placed, top=top, foot=foot)
    _lane(sheet, scale, shares, SHARE, top, lane, 1.0)
    _lane(sheet, scale, rates, RATE, top + lane + LANE_GAP, lane, top_of(one.value for _, one in rates if one))
    draw_dates(sheet, scale, foot)


def _lane(
    sheet: Sheet, scale: Axis, told: Sequence[tuple[Week, Interval | None]], label: str, top: float,
    height: float, highest: float,
) -> None:  # fmt: skip
    foot = top + height
    right = scale.x(scale.first) + scale.pitch * scale.days

    def y(value: float) -> float:
        return foot - height * min(value, highest) / highest

    for part in (0.0, 0.5, 1.0):
        sheet.lines([[(LEFT, y(part * highest)), (right, y(part * highest))]], colour=HAIR if part else SOFT, width=0.4)
        name = f"{100 * part:.0f}%" if label == SHARE else f"{part * highest:g}"
        sheet.text(LEFT - 1, y(part * highest) + 0.75, name, colour=SOFT, align="right")
    sheet.text(0, top + 0.25 * height + 0.6, sheet.say(label), size=SMALL + 0.4)
    sheet.hatch([_span(scale, week, top, height) for week, one in told if one is None], step=1.6, width=0.3)
    known = [(_middle(scale, week), one) for week, one in told if one is not None]
    sheet.lines([[(x, y(one.low)), (x, y(one.high))] for x, one in known], colour=ACCENT, width=0.8)
    runs = [list(run) for shown, run in groupby(told, key=lambda item: item[1] is not None) if shown]
    sheet.lines(
        [[(_middle(scale, week), y(one.value)) for week, one in run if one] for run in runs], colour=ACCENT, width=0.9
    )
    sheet.dots([(x, y(one.value)) for x, one in known], radius=0.62, fill=ACCENT, line=WHITE)
    over = [x for x, one in known if one.high > highest]
    sheet.shapes([[(x - 0.6, top + 0.7), (x + 0.6, top + 0.7), (x, top - 0.3)] for x in over], fill=INK)


def _middle(scale: Axis, week: Week) -> float:
    return (scale.x(week.first) + scale.x(week.last) + scale.pitch) / 2


def _span(scale: Axis, week: Week, top: float, height: float) -> Bar:
    left = scale.x(week.first)
    return (left, top, scale.x(week.last) + scale.pitch - left, height)
