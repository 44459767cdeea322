"""
A diary on a grid of local days, from its first to the day asked about: what the rules over the history read.

Everything is an array over those days, or over sightings: one sighting for each site and side of an entry. What a rule
says of a day may rest on earlier days only, so that cutting the diary at a day changes nothing up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from diary.vocabulary import SITES
from reports.analysis.days import sided
from reports.flags.baseline import answered_days, declared, first_day, kept_from
from reports.flags.thresholds import (
    BASELINE_DAYS,
    CONFIRMED_DAYS,
    CONFIRMED_WITHIN_DAYS,
    HOLD_BACK_DAYS,
    INVOLVED_DAYS,
    STANDS_DAYS,
)
from reports.records import CONTINUAL, Check, Day, Episode, Event, Ordered, Place, during

Made = TypeVar("Made")
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

SIDES: Final = ("left", "right")
ALL_SIDES: Final = (*SIDES, "middle", "unsure")  # after `sided`: both sides are two sightings
SIDE_NUMBER: Final = {code: number for number, code in enumerate(ALL_SIDES)}
UNSURE: Final = SIDE_NUMBER["unsure"]
NUMBER_OF: Final = {code: number for number, code in enumerate(SITES)}
NO_SITE: Final = len(NUMBER_OF)
CODES: Final = tuple(SITES)
NOON_MIN: Final = 12 * 60


class Timeline:
    """
    The records of a diary up to `last`, on `length` days from `first` on.

    `began` is the day of the first entry or answer, `kept` the one from which the diary is kept (`kept_from`), each
    `length` where there is none; a face check may be older. `baseline` is what was declared, and `new_from` the first
    day on which an area is new.
    """

    def __init__(self, records: Ordered, *, last: date) -> None:
        self.records = during(records, date.min, last)
        self.last = last
        self.first = _first_day(self.records) or last
        self.length = (last - self.first).days + 1
        self.episodes = self.records.episodes
        self.checks = self.records.checks
        began, kept = first_day(self.records), kept_from(self.records)
        self.began = self.length if began is None else self.at(began)
        self.kept = self.length if kept is None else self.at(kept)
        self.new_from = self.kept + BASELINE_DAYS.value
        self.baseline = declared(self.records)
        self._columns: dict[str, tuple[list[Any], Ints]] = {}
        self._remembered: dict[Hashable, Any] = {}

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is made of this timeline, made once: several rules look at it."""
        if key not in self._remembered:
            self._remembered[key] = make()
        made: Made = self._remembered[key]
        return made

    def at(self, day: date) -> int:
        """Return the index of a local day."""
        return (day - self.first).days

    def day(self, index: int) -> date:
        """Return the local day with this index."""
        return self.first + timedelta(days=index)

    @cached_property
    def answered(self) -> Bools:
        """Days with an entry, an answer or a check; a silent day is not known to be quiet."""
        told = [*answered_days(self.records), *(check.day for check in self.checks)]
        answered = self.on([self.at(day) for day in told])
        answered[self.entry_day] = True
        return answered

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How often it happened on each day, NaN where that is not known: a silent day, or one of on and off."""
        counts = self.per_day(self.every).astype(np.float64)
        quiet = self.on([self.at(one.day) for one in self.records.days if one.state == "none" and one.burden is None])
        known = quiet | self.days_with(self.every)
        known &= ~self.on([self.at(one.day) for one in self.records.days if one.burden in CONTINUAL])
        counts[~known] = np.nan
        return counts

    @cached_property
    def entry_day(self) -> Ints:
        """The day of each entry."""
        days = map(date.toordinal, map(attrgetter("day"), self.episodes))
        return np.fromiter(days, np.int64, len(self.episodes)) - self.first.toordinal()

    @cached_property
    def every(self) -> Bools:
        """All entries."""
        return np.ones(len(self.episodes), np.bool_)

    def entries(self, name: str, *values: Any) -> Bools:
        """Return which entries have one of these values of a field; what was not said has none of them."""
        told, codes = self._column(name)
        chosen = np.array([one in values for one in told], np.bool_)
        return chosen[codes]

    def at_least(self, name: str, value: int) -> Bools:
        """Return which entries have at least this value of a field; what was not said has not."""
        told, codes = self._column(name)
        chosen = np.array([one is not None and one >= value for one in told], np.bool_)
        return chosen[codes]

    def _column(self, name: str) -> tuple[list[Any], Ints]:
        """Return the different values of a field, and which of them each entry has."""
        if name not in self._columns:
            values = list(map(attrgetter(name), self.episodes))
            number = {value: n for n, value in enumerate(dict.fromkeys(values))}
            codes = np.fromiter(map(number.__getitem__, values), np.int64, len(values))
            self._columns[name] = (list(number), codes)
        return self._columns[name]

    def placed(self, fits: Callable[[tuple[Place, ...]], bool]) -> Bools:
        """Return which entries are at places that fit."""
        told, codes = self._column("places")
        return np.array([fits(places) for places in told], np.bool_)[codes]

    def feeling(self, sensation: str) -> Bools:
        """Return which entries name this sensation."""
        told, codes = self._column("sensations")
        return np.array([sensation in one for one in told], np.bool_)[codes]

    @cached_property
    def sightings(self) -> Sightings:
        """Every site and side of every entry."""
        told, codes = self._column("places")
        each = [[one for place in places for one in sided(place)] for places in told]
        flat = [place for places in each for place in places]
        lengths = np.array([len(places) for places in each], np.int64)
        begins = np.cumsum(lengths) - lengths
        entry = np.repeat(np.arange(len(codes)), lengths[codes])
        within_entry = np.arange(len(entry)) - np.repeat(np.cumsum(lengths[codes]) - lengths[codes], lengths[codes])
        row = begins[codes][entry] + within_entry
        return Sightings(
            entry=entry,
            day=self.entry_day[entry],
            site=np.array([NUMBER_OF.get(one.site, NO_SITE) for one in flat], np.int64)[row],
            side=np.array([SIDE_NUMBER.get(one.side, UNSURE) for one in flat], np.int64)[row],
        )

    def seen(self, sites: Iterable[str], side: str | None = None, *, among: Bools | None = None) -> Bools:
        """Return the sightings of these sites, on one side if given, of the entries in `among` if given."""
        table = np.zeros(len(SITES) + 1, np.bool_)
        table[[NUMBER_OF[code] for code in sites]] = True
        chosen = table[self.sightings.site]
        if side is not None:
            chosen &= self.sightings.side == SIDE_NUMBER[side]
        if among is not None:
            chosen &= among[self.sightings.entry]
        return chosen

    def places_of(self, sightings: Bools, until: int) -> list[Place]:
        """Return the areas of these sightings up to a day, in the order of the vocabulary."""
        return self.sightings.places(sightings & (self.sightings.day <= until))

    def days_of(self, sightings: Bools) -> Bools:
        """Return the days of these sightings."""
        return self.on(self.sightings.day[sightings])

    def days_with(self, entries: Bools) -> Bools:
        """Return the days of these entries."""
        return self.on(self.entry_day[entries])

    def on(self, indices: Sequence[int] | Ints) -> Bools:
        """Return these days."""
        days = np.zeros(self.length, np.bool_)
        days[np.asarray(indices, np.int64)] = True
        return days

    def per_day(self, entries: Bools) -> Ints:
        """Return how often these happened on each day: an entry of three counts as three."""
        return np.bincount(self.entry_day[entries], self.times[entries], self.length).astype(np.int64)

    def nights(self, entries: Bools) -> Ints:
        """
        Return how many nights have their first of these entries on each day: a night ends at noon.

        An entry without a time may be of the night before or after, and is none of its own beside either.
        """
        counted, seen = np.zeros(self.length, np.int64), set[int]()
        for entry in self.among(entries):
            day = self.at(entry.day)
            nights = {day - 1, day} if entry.minute is None else {day - (entry.minute < NOON_MIN)}
            counted[day] += seen.isdisjoint(nights)
            seen |= nights
        return counted

    @cached_property
    def times(self) -> Ints:
        """How often it happened within each entry."""
        told, codes = self._column("count")
        return np.array([one or 1 for one in told], np.int64)[codes]

    def events(self, *kinds: str, actions: Iterable[str] = ("single", "start", "change")) -> Sequence[Event]:
        """Return the events of these kinds that happened; what is planned has not."""
        wanted = frozenset(actions)
        return [one for one in self.records.events if one.kind in kinds and one.action in wanted]

    def stands(self, evidence: Bools) -> Bools:
        """Return the days on which a finding stands: `STANDS_DAYS` answered ones from its newest evidence on."""
        told = np.cumsum(self.answered)
        newest = latest(evidence)
        return (newest >= 0) & (told - told[newest] < STANDS_DAYS.value)

    @cached_property
    def years(self) -> Ints:
        """The calendar year of each day."""
        return (np.datetime64(self.first, "D") + np.arange(self.length)).astype("datetime64[Y]").astype(np.int64) + 1970

    def evidence(self, sightings: Bools, first: int, last: int) -> list[Episode]:
        """Return the entries of these sightings from one day to another, each once, the oldest first."""
        return self.among(self.entries_of(sightings), first, last)

    def entries_of(self, sightings: Bools) -> Bools:
        """Return the entries of these sightings."""
        entries = np.zeros(len(self.episodes), np.bool_)
        entries[self.sightings.entry[sightings]] = True
        return entries

    def among(self, entries: Bools, first: int = 0, last: int | None = None) -> list[Episode]:
        """Return these entries from one day to another, the oldest first."""
        chosen = entries & (self.entry_day >= first) & (self.entry_day <= (self.length if last is None else last))
        return [self.episodes[number] for number in np.flatnonzero(chosen)]


@dataclass(frozen=True, slots=True)
class Sightings:
    """One row for each site and side of an entry: numbers of the entry, its day, the site and the side."""

    entry: Ints
    day: Ints
    site: Ints
    side: Ints

    def places(self, among: Bools) -> list[Place]:
        """Return the areas of some of them."""
        sides = len(ALL_SIDES)
        told = np.flatnonzero(np.bincount(self.site[among] * sides + self.side[among], minlength=1)).tolist()
        pairs = (divmod(number, sides) for number in told)
        return [Place(CODES[site], ALL_SIDES[side]) for site, side in pairs if site != NO_SITE]


def latest(on: Bools) -> Ints:
    """Return, for each day, the newest of these days up to it, and -1 before the first."""
    return np.maximum.accumulate(np.where(on, np.arange(len(on)), -1))


def ever(on: Bools) -> Bools:
    """Return the days from the first of these on."""
    return np.logical_or.accumulate(on)


def within(on: Bools | Ints, days: int) -> Ints:
    """
    Return how many of the last `days` days are among these, the day itself included.

    Examples
    --------
    >>> within(np.array([True, False, True, True]), 2).tolist()
    [1, 1, 1, 2]
    """
    total: Ints = np.concatenate((np.zeros(days, np.int64), np.cumsum(on, dtype=np.int64)))
    return total[days:] - total[: len(on)]


def completed(both: Bools, on: Bools) -> Bools:
    """Return the days of the newest evidence of two things together: those on which it begins, or is told again."""
    return both & (on | ~np.concatenate(([False], both[:-1])))


def confirmed(on: Bools) -> Bools:
    """Return the days of these that confirm: with another one shortly before."""
    return on & (within(on, CONFIRMED_WITHIN_DAYS.value) >= CONFIRMED_DAYS.value)


def lasting(on: Bools) -> Bools:
    """Return the days as of which it lasts: an entry more than `HOLD_BACK_DAYS` ago, and some since."""
    recent = within(on, HOLD_BACK_DAYS.value)
    older = within(on, 2 * HOLD_BACK_DAYS.value) - recent
    return (recent >= INVOLVED_DAYS.value) & (older > 0)


def first_of(on: Bools) -> int:
    """Return the first of these days, the number of days if there is none."""
    return int(np.argmax(on)) if on.any() else len(on)


def _first_day(records: Ordered) -> date | None:
    """Return the first local day of an entry, an answer or a check."""
    dated: tuple[Episode | Day | Check, ...] = (*records.episodes[:1], *records.days[:1], *records.checks[:1])
    return min((one.day for one in dated), default=None)
