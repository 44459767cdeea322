"""Simulated counts as the days of a diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from reports.analysis.days import DayFacts
from reports.analysis.refusals import NotSeen, TooFew
from reports.records import Event

Told = TypeVar("Told")

FIRST = date(2026, 1, 5)  # a Monday


def after(days: int) -> date:
    """Return the local day so many days after the first one."""
    return FIRST + timedelta(days=days)


def sure(told: Told | TooFew | NotSeen | None) -> Told:
    """Return what was told; a refusal fails the test."""
    assert told is not None
    assert not isinstance(told, TooFew | NotSeen), told
    return told


def days_of(counts: Iterable[float]) -> tuple[DayFacts, ...]:
    """Return the days of a diary with these counts; NaN is a silent day."""
    return tuple(_day(n, count) for n, count in enumerate(counts))


def toxin(on: int, action: str = "single") -> Event:
    """Return an injection so many days after the first day."""
    return Event(kind="toxin", action=action, name="Botulinum toxin", on=after(on))


def _day(n: int, count: float) -> DayFacts:
    if np.isnan(count):
        return DayFacts(day=after(n))
    return DayFacts(day=after(n), answered=True, countable=True, episodes=int(count), twitched=count > 0)
