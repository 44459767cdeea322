"""Week by week: the share of twitch days and the episodes per countable day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.analysis.days import DayFacts, answered, daily_counts
from reports.analysis.intervals import Interval, wilson
from reports.analysis.rates import Rate, quasi_rate

WEEK_DAYS: Final = 7
ANSWERED_MIN: Final = 4  # ours: a week of fewer observed days is not compared


@dataclass(frozen=True, slots=True)
class Week:
    """Up to seven days ending on `last`. A value is None below 4 answered, or countable, days."""

    first: date
    last: date
    answered: int
    twitch_share: Interval | None
    rate: Rate | None


def weeks(facts: Sequence[DayFacts]) -> tuple[Week, ...]:
    """
    Cut the period into weeks that end on its last day; the earliest may be shorter.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period in their order, silent ones included.

    Returns
    -------
    tuple of Week
        In the order of time.

    Examples
    --------
    >>> from datetime import timedelta
    >>> days = [DayFacts(day=date(2026, 5, 1) + timedelta(days=n), answered=True) for n in range(9)]
    >>> [(week.first.day, week.answered) for week in weeks(days)]
    [(1, 2), (3, 7)]
    """
    cuts = range(len(facts), 0, -WEEK_DAYS)
    return tuple(_week(facts[max(0, end - WEEK_DAYS) : end]) for end in reversed(cuts))


def _week(facts: Sequence[DayFacts]) -> Week:
    told, counts = answered(facts), daily_counts(facts)
    return Week(
        facts[0].day,
        facts[-1].day,
        len(told),
        wilson(sum(day.twitched for day in told), len(told)) if len(told) >= ANSWERED_MIN else None,
        quasi_rate(counts) if len(counts) >= ANSWERED_MIN else None,
    )
