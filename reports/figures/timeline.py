"""The time axis that boxes 7 and 8 share, so that a week stands above its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reports.analysis.days import DayFacts
from reports.figures.letters import printable, width_mm
from reports.figures.sheet import INK, SMALL, SOFT, Sheet
from reports.records import Event
from reports.spoken import CHINESE, MONTHS
from reports.wording import Say
from reports.wording.formats import shortened

LEFT: Final = 19.0  # room for the labels of the axis
RIGHT: Final = 1.0
MONTHLY_FROM_DAYS: Final = 46  # below, every seventh day is named instead of every month
LABEL_GAP: Final = 2.0
DATE_MM: Final = 10.0
LANES_MAX: Final = 3
LANE_MM: Final = 2.6
LABEL_CHARS: Final = 28


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first`, `days` of them, spread over the width of a sheet."""

    first: date
    days: int
    width: float

    def x(self, day: date) -> float:
        """Return where `day` begins, in mm."""
        return LEFT + self.pitch * (day - self.first).days

    @property
    def pitch(self) -> float:
        """The width of one day, in mm."""
        return (self.width - LEFT - RIGHT) / self.days


def axis(sheet: Sheet, days: Sequence[DayFacts]) -> Axis:
    """Return the axis of these days on this sheet."""
    return Axis(days[0].day, len(days), sheet.width)


def draw_dates(sheet: Sheet, scale: Axis, foot: float) -> None:
    """Draw a tick and a name for each month, or for each seventh day of a short period."""
    free_from = LEFT
    for day, label in _named(scale, sheet.say.language):
        x = scale.x(day)
        sheet.lines([[(x, foot), (x, foot + 1.0)]], colour=SOFT, width=0.4)
        if x >= free_from and x + width_mm(label, SMALL) + 0.6 <= sheet.width:
            sheet.text(x + 0.5, foot + 2.6, label, colour=SOFT)
            free_from = x + DATE_MM


@dataclass(frozen=True, slots=True)
class Label:
    """An event's name at `x`, in a lane; lane 0 is the lowest. Without a lane it found no room."""

    text: str
    x: float
    lane: int | None


def labels(scale: Axis, events: Iterable[Event], say: Say, *, lanes: int = LANES_MAX) -> tuple[Label, ...]:
    """Return the names of the events, each in the lowest lane in which it touches no other."""
    free_from = [LEFT] * lanes
    placed: list[Label] = []
    for one in events:
        text = shortened(printable(say.event(one), marks=0), LABEL_CHARS)
        width = width_mm(text, SMALL)
        x = min(scale.x(one.on) + scale.pitch / 2 + 0.7, scale.width - width - 0.3)
        lane = next((n for n, free in enumerate(free_from) if x >= free), None)
        placed.append(Label(text, x, lane))
        if lane is not None:
            free_from[lane] = x + width + LABEL_GAP
    return tuple(placed)


def labels_height(placed: Sequence[Label]) -> float:
    """Return the room that the lanes of these labels need, in mm."""
    lanes = max((label.lane + 1 for label in placed if label.lane is not None), default=0)
    return 1.0 + LANE_MM * lanes


def draw_events(
    sheet: Sheet, scale: Axis, events: Sequence[Event], placed: Sequence[Label], *, top: float, foot: float
) -> None:
    """
    Draw an upright line for each event, and its name where it touches no other name.

    Names without room are counted at the left; the words of box 7 name them.
    """
    middles = [scale.x(one.on) + scale.pitch / 2 for one in events]
    sheet.lines([[(x, top), (x, foot)] for x in middles], colour=INK, width=0.7, dashes=(3, 1.5))
    for label in placed:
        if label.lane is not None:
            sheet.text(label.x, top - 0.9 - LANE_MM * label.lane, label.text)
    unnamed = sum(label.lane is None for label in placed)
    if unnamed:
        sheet.text(0, max(2.0, top - 0.9 - LANE_MM), sheet.say("not_named", count=unnamed), colour=SOFT)


def _named(scale: Axis, language: str) -> Iterable[tuple[date, str]]:
    every = [scale.first + timedelta(days=n) for n in range(scale.days)]
    if scale.days < MONTHLY_FROM_DAYS:
        return [(day, _short(day, language)) for day in every[::7]]
    return [(day, _month(day, language)) for day in every if day.day == 1 or (day == scale.first and day.day < 20)]


def _short(day: date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == CHINESE else f"{day.day} {MONTHS[day.month - 1]}"


def _month(day: date, language: str) -> str:
    if language == CHINESE:
        return f"{day.year}年1月" if day.month == 1 else f"{day.month}月"
    month = MONTHS[day.month - 1]
    return f"{month} {day.year}" if day.month == 1 else month
