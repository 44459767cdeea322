"""
What the diary began with, and which areas were recorded for the first time since. Pure.

The baseline is what the person declared, and what was recorded in the first seven days of the diary.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from reports.analysis.days import Period, sided
from reports.flags.thresholds import BASELINE_DAYS
from reports.records import Episode, Place, Records


@dataclass(frozen=True, slots=True)
class FirstRecorded:
    """An area that is not in the baseline, first recorded `on` that day, and on `days` days since."""

    place: Place
    on: date
    days: int


def first_recorded(records: Records, period: Period) -> tuple[FirstRecorded, ...]:
    """
    Name the areas whose first entry lies in `period` and that are not in the baseline, oldest first.

    Examples
    --------
    >>> lid, cheek = Place("lid_lower", "left"), Place("cheek", "left")
    >>> entries = [Episode(id=str(n), day=date(2026, 5, n), places=(lid, cheek) if n > 8 else (lid,)) for n in (1, 9)]
    >>> kept = Records(reference="", name="", episodes=tuple(entries))
    >>> [(one.place.site, one.on.day) for one in first_recorded(kept, Period(date(2026, 5, 1), date(2026, 5, 31)))]
    [('cheek', 9)]
    """
    began = first_day(records)
    if began is None:
        return ()
    days = _days_of_places(records.episodes, until=period.last)
    known = declared(records)
    cut = max(period.first, began + timedelta(days=BASELINE_DAYS.value))
    found = (
        FirstRecorded(place, min(on), len(on)) for place, on in days.items() if place not in known and min(on) >= cut
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.place)))


def declared(records: Records) -> frozenset[Place]:
    """Return what the person said was there when the diary began, each side of its own."""
    return frozenset(one for place in records.baseline for one in sided(place))


def comparable_days(records: Records, period: Period) -> int:
    """Return on how many days of `period` an area could be new: those after the baseline's seven days."""
    began = first_day(records)
    if began is None:
        return 0
    return max(0, (period.last - max(period.first, began + timedelta(days=BASELINE_DAYS.value))).days + 1)


def first_day(records: Records) -> date | None:
    """Return the first local day on which the diary says anything; None for an empty diary."""
    told = [entry.day for entry in records.episodes]
    told += [day.day for day in records.days if day.state != "unknown" or day.burden is not None]
    return min(told, default=None)


def _days_of_places(episodes: tuple[Episode, ...], *, until: date) -> dict[Place, set[date]]:
    days: dict[Place, set[date]] = defaultdict(set)
    for entry in episodes:
        for place in entry.places:
            for one in sided(place) if entry.day <= until else ():
                days[one].add(entry.day)
    return days
