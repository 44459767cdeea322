"""Simulated counts as the days of a diary, for the methods that read days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import isnan
from typing import Final

from reports.analysis.days import DayFacts
from reports.simulate.series import Floats

FIRST_DAY: Final = date(2026, 1, 5)  # a Monday


def after(days: int) -> date:
    """Return the local day so many days after the first one."""
    return FIRST_DAY + timedelta(days=days)


def days_of(counts: Iterable[float]) -> tuple[DayFacts, ...]:
    """Return the days of a diary with these counts; NaN is a silent day."""
    return tuple(_day(number, float(count)) for number, count in enumerate(counts))


def known(counts: Floats) -> list[int]:
    """Return the counts of the known days in their order."""
    return [int(count) for count in counts if not isnan(count)]


def _day(number: int, count: float) -> DayFacts:
    if isnan(count):
        return DayFacts(day=after(number))
    return DayFacts(day=after(number), answered=True, countable=True, episodes=int(count), twitched=count > 0)
