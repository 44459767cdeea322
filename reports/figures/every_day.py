"""Box 8: a strip for each day, midnight to midnight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Final

from reports.analysis.days import EFFECTS, DayFacts
from reports.figures.bars import FILLS
from reports.figures.keys import EDGE_MM, Mark, draw_key, height_of_key, rows_of
from reports.figures.sheet import HAIR, INK, SOFT, WHITE, Bar, Points, Sheet
from reports.figures.timeline import LEFT, Axis, axis, draw_dates
from reports.summary import Summary

MARKS_MM: Final = 3.2
DATES_MM: Final = 3.4
MINUTES: Final = 24 * 60
DARK: Final = frozenset({"disabling"})


def draw_every_day(sheet: Sheet, summary: Summary) -> None:
    """Draw shade for effect, hatch for unknown, a dash for each episode, a line through days on and off."""
    scale = axis(sheet, summary.days)
    marks = _marks_of_the_key(sheet)
    x = LEFT if len(rows_of(marks, sheet.width - LEFT - EDGE_MM)) == 1 else 0.4
    top, foot = MARKS_MM, sheet.height - DATES_MM - height_of_key(sheet, marks, x=x)
    _strips(sheet, scale, summary.days, top, foot - top)
    _ticks(sheet, scale, summary.days, top, foot - top)
    _marks(sheet, scale, summary)
    for hour in (0, 6, 12, 18, 24):
        y = top + (foot - top) * hour / 24
        sheet.text(LEFT - 1, y + 0.75, f"{hour:02d}:00", colour=SOFT, align="right")
        sheet.lines([[(LEFT - 0.8, y), (LEFT, y)]], colour=SOFT, width=0.4)
    draw_dates(sheet, scale, foot)
    draw_key(sheet, marks, x=x)


def _strips(sheet: Sheet, scale: Axis, days: Sequence[DayFacts], top: float, height: float) -> None:
    runs = [(effect, list(run)) for effect, run in groupby(days, key=lambda day: day.effect)]
    spans: dict[str, list[Bar]] = {}
    for effect, run in runs:
        spans.setdefault(effect, []).append((scale.x(run[0].day), top, scale.pitch * len(run), height))
    for effect, bars in spans.items():
        if effect == "unknown":
            sheet.hatch(bars, step=1.6, width=0.3)
        elif effect != "not_given":
            sheet.bars(bars, fill=FILLS[effect])
    whole = (LEFT, top, scale.pitch * scale.days, height)
    quarters = [[(LEFT, top + height * n / 4), (LEFT + whole[2], top + height * n / 4)] for n in (1, 2, 3)]
    sheet.lines(quarters, colour=HAIR, width=0.3)
    sheet.bars([whole], line=SOFT, width=0.4)


def _ticks(sheet: Sheet, scale: Axis, days: Sequence[DayFacts], top: float, height: float) -> None:
    inset = min(0.06 * scale.pitch, 0.3)
    for dark, colour in ((False, INK), (True, WHITE)):
        chosen = [day for day in days if (day.effect in DARK) == dark]
        dashes = [
            [(left + inset, y), (left + scale.pitch - inset, y)]
            for day in chosen
            for left in (scale.x(day.day),)
            for y in (top + height * minute / MINUTES for minute in day.minutes)
        ]
        sheet.lines(dashes, colour=colour, width=0.75)
        through = [scale.x(day.day) + scale.pitch / 2 for day in chosen if day.continual]
        sheet.lines([[(x, top), (x, top + height)] for x in through], colour=colour, width=0.7, dashes=(0.6, 0.9))


def _marks(sheet: Sheet, scale: Axis, summary: Summary) -> None:
    new = [scale.x(one.on) + scale.pitch / 2 for one in summary.first_recorded if one.on >= scale.first]
    sheet.shapes([_new_area(x, 0) for x in new], fill=INK)
    treated = [scale.x(one.on) + scale.pitch / 2 for one in summary.events]
    sheet.shapes([_treatment(x, 0) for x in treated], fill=WHITE, line=INK, width=0.6)
    weak = [scale.x(on) + scale.pitch / 2 for on in summary.weak_checks]
    sheet.lines([line for x in weak for line in _weak_check(x, 0)], width=0.9)


def _marks_of_the_key(sheet: Sheet) -> list[Mark]:
    say = sheet.say
    effects = [
        Mark(3.9, say("no_effect" if effect == "none" else f"effect_{effect}"), partial(_effect, sheet, effect))
        for effect in EFFECTS
    ]
    return [
        *effects,
        Mark(3.0, say("episode"), lambda x, y: sheet.lines([[(x, y + 1.2), (x + 2.4, y + 1.2)]], width=0.9)),
        Mark(
            1.0, say("on_and_off"), lambda x, y: sheet.lines([[(x, y), (x, y + 2.4)]], width=0.7, dashes=(0.6, 0.9))
        ),
        Mark(2.7, say("new_area"), lambda x, y: sheet.shapes([_new_area(x + 1, y - 0.3)], fill=INK)),
        Mark(
            2.5, say("treatment"),
            lambda x, y: sheet.shapes([_treatment(x + 0.9, y - 0.3)], fill=WHITE, line=INK),
        ),
        Mark(2.5, say("weak_check"), lambda x, y: sheet.lines(_weak_check(x + 0.9, y - 0.3), width=0.9)),
    ]  # fmt: skip


def _effect(sheet: Sheet, effect: str, x: float, y: float) -> None:
    bar = (x, y, 3.2, 2.3)
    sheet.bars([bar], fill=FILLS[effect])
    if effect == "unknown":
        sheet.hatch([bar])
    sheet.bars([bar], line=SOFT, width=0.35)


def _new_area(x: float, y: float) -> Points:
    return [(x - 1.0, y + 0.5), (x + 1.0, y + 0.5), (x, y + 2.5)]


def _weak_check(x: float, y: float) -> list[Points]:
    """Return a cross."""
    return [[(x - 0.8, y + 0.7), (x + 0.8, y + 2.3)], [(x - 0.8, y + 2.3), (x + 0.8, y + 0.7)]]


def _treatment(x: float, y: float) -> Points:
    return [(x, y + 0.3), (x + 0.9, y + 1.5), (x, y + 2.7), (x - 0.9, y + 1.5)]
