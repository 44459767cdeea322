"""
What the diary began with, and which areas were recorded for the first time since. Pure.

The baseline is what the person declared, and what was recorded up to the first seven days of the diary. One entry of
long ago, written down later, does not begin a diary: everything of its first real week would be new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge
from itertools import chain, groupby, islice
from operator import attrgetter

from reports.analysis.days import Period, sided
from reports.flags.thresholds import BASELINE_DAYS, KEPT_DAYS
from reports.records import Episode, Ordered, Place, Records, during


@dataclass(frozen=True, slots=True)
class FirstRecorded:
    """An area that is not in the baseline, first recorded `on` that day, and on `days` days since."""

    place: Place
    on: date
    days: int


def first_recorded(records: Ordered, period: Period) -> tuple[FirstRecorded, ...]:
    """
    Name the areas whose first entry lies in `period` and that are not in the baseline, oldest first.

    Examples
    --------
    >>> lid, cheek = Place("lid_lower", "left"), Place("cheek", "left")
    >>> entries = [Episode(id=str(n), day=date(2026, 5, n), places=(lid, cheek) if n > 8 else (lid,)) for n in (1, 9)]
    >>> kept = Records(reference="", name="", episodes=tuple(entries))
    >>> from reports.records import in_order
    >>> may = Period(date(2026, 5, 1), date(2026, 5, 31))
    >>> [(one.place.site, one.on.day) for one in first_recorded(in_order(kept), may)]
    [('cheek', 9)]
    """
    began = kept_from(records)
    if began is None:
        return ()
    days = _days_of_places(during(records, date.min, period.last).episodes)
    known = declared(records)
    cut = max(period.first, began + timedelta(days=BASELINE_DAYS.value))
    found = (
        FirstRecorded(place, min(on), len(on)) for place, on in days.items() if place not in known and min(on) >= cut
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.place)))


def declared(records: Records) -> frozenset[Place]:
    """Return what the person said was there when the diary began, each side of its own."""
    return frozenset(one for place in records.baseline for one in sided(place))


def comparable_days(records: Ordered, period: Period) -> int:
    """Return on how many days of `period` an area could be new: those after the baseline's seven days."""
    began = kept_from(records)
    if began is None:
        return 0
    return max(0, (period.last - max(period.first, began + timedelta(days=BASELINE_DAYS.value))).days + 1)


def first_day(records: Records) -> date | None:
    """Return the first local day on which the diary says anything; None for an empty diary."""
    return min(chain(map(attrgetter("day"), records.episodes), answered_days(records)), default=None)


def kept_from(records: Ordered) -> date | None:
    """
    Return the local day from which the diary is kept: its first, or its second where `KEPT_DAYS` pass without a word.

    None while nobody can tell. Where something was declared it is the first: that says what was there.

    Examples
    --------
    >>> entries = [Episode(id=str(day), day=day) for day in (date(2026, 1, 9), date(2026, 5, 1), date(2026, 5, 4))]
    >>> from reports.records import in_order
    >>> kept_from(in_order(Records(reference="", name="", episodes=tuple(entries))))
    datetime.date(2026, 5, 1)
    """
    checks = map(attrgetter("day"), records.checks)
    told = groupby(merge(map(attrgetter("day"), records.episodes), answered_days(records), checks))
    begins: list[date] = [day for day, _ in islice(told, 2)]
    if records.baseline and begins:
        return begins[0]
    if len(begins) < 2:
        return None
    first, second = begins
    return first if (second - first).days <= KEPT_DAYS.value else second


def told_days(records: Records) -> set[date]:
    """Return the local days on which an entry or an answer says anything."""
    return {*map(attrgetter("day"), records.episodes), *answered_days(records)}


def answered_days(records: Records) -> Iterator[date]:
    """Yield the local days of which an answer says anything, in the order of the answers."""
    return (day.day for day in records.days if day.state != "unknown" or day.burden is not None)


def _days_of_places(episodes: tuple[Episode, ...]) -> dict[Place, set[date]]:
    told: dict[tuple[Place, ...], set[date]] = defaultdict(set)  # few combinations of places, many entries
    for entry in episodes:
        told[entry.places].add(entry.day)
    days: dict[Place, set[date]] = defaultdict(set)
    for places, on in told.items():
        for one in (one for place in places for one in sided(place)):
            days[one].update(on)
    return days
