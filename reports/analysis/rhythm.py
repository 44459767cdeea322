"""The hours of a typical day: in which share of the days there was an episode at that hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.analysis.days import DayFacts, by_day
from reports.analysis.intervals import Interval, wilson
from reports.records import Episode

HOURLY_FROM_DAYS: Final = 56  # below, an hour holds too few days: bins of two hours
LAST_MINUTE: Final = 24 * 60 - 1


@dataclass(frozen=True, slots=True)
class TypicalDay:
    """
    Share of `days` with an episode in each bin of `bin_hours`, from midnight; no bins when there is no day.

    `backfilled` entries were written on a later day, `untimed` ones know only the part of the day or the day; both
    are left out. So are the days that hold nothing else: their hours are not known.
    """

    bin_hours: int
    days: int
    bins: tuple[Interval, ...]
    backfilled: int
    untimed: int


def bin_hours_for(answered_days: int) -> int:
    """
    Return the width of a bin in hours.

    Parameters
    ----------
    answered_days : int
        Answered days of the period, at least 0.

    Returns
    -------
    int
        1 from 56 answered days on, else 2.

    Examples
    --------
    >>> bin_hours_for(55), bin_hours_for(56)
    (2, 1)
    """
    return 1 if answered_days >= HOURLY_FROM_DAYS else 2


def typical_day(facts: Sequence[DayFacts], episodes: Sequence[Episode], *, bin_hours: int) -> TypicalDay:
    """
    Describe the hours of the day of one period.

    Parameters
    ----------
    facts : sequence of DayFacts
        The days of the period.
    episodes : sequence of Episode
        The entries of the same days. An entry with a length lies in every hour that it touches before midnight.
    bin_hours : int
        Width of a bin, a divisor of 24.

    Returns
    -------
    TypicalDay
        Shares with Wilson's 95 % limits. Fewer entries are expected of the hours of sleep: nobody writes then.
    """
    timed = by_day(entry for entry in episodes if entry.minute is not None and entry.entry_mode != "backfilled")
    days = [day.day for day in facts if day.answered and (day.day in timed or not day.twitched)]
    hits = [0] * (24 // bin_hours)
    for day in days:
        for index in {i for entry in timed.get(day, ()) for i in _bins(entry, bin_hours)}:
            hits[index] += 1
    return TypicalDay(
        bin_hours,
        len(days),
        tuple(wilson(hit, len(days)) for hit in hits) if days else (),
        backfilled=sum(entry.entry_mode == "backfilled" for entry in episodes),
        untimed=sum(entry.minute is None and entry.entry_mode != "backfilled" for entry in episodes),
    )


def _bins(entry: Episode, bin_hours: int) -> range:
    start = entry.minute or 0
    length_min = max(0, (entry.duration_s or 0) - 1) // 60
    end = min(LAST_MINUTE, start + length_min)
    width_min = bin_hours * 60
    return range(start // width_min, end // width_min + 1)
