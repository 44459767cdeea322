"""What each local day of a period says: answered or silent, twitched or quiet, countable or not, and its effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from diary.vocabulary import SITES
from reports.records import BOTH, CONTINUAL, Day, Episode, Place, Records

EFFECTS: Final = ("none", "noticed", "interfering", "disabling", "not_given", "unknown")
EYELIDS: Final = frozenset({"lid_upper", "lid_lower"})
FORCED_SHUT: Final = 3  # intensity: closes the eye
NIGHT_FROM_MIN: Final = 22 * 60
NIGHT_UNTIL_MIN: Final = 6 * 60


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """
        The number of days.

        Returns
        -------
        int
            Days, at least 1 for a period that ends no earlier than it begins.
        """
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.length))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """
    One local day. A silent day is not `answered`, and nothing else about it is known.

    `countable`: its number of episodes is known (episodes logged or answered "none", and not on and off all day).
    `continual`: on and off, or nearly continuous. `eye_shut`: an eyelid forced shut. `night`: an episode from 22:00 to
    06:00, or asleep. The last two are None on a day whose entries do not tell: what was not said is not "no".
    """

    day: date
    answered: bool = False
    twitched: bool = False
    contradiction: bool = False
    countable: bool = False
    continual: bool = False
    episodes: int = 0
    effect: str = "unknown"
    eye_shut: bool | None = None
    night: bool | None = None
    places: frozenset[Place] = frozenset()
    minutes: tuple[int, ...] = ()


def facts_of(records: Records, period: Period) -> tuple[DayFacts, ...]:
    """
    Return one `DayFacts` for every local day of `period`, silent days included.

    A day with an episode counts as twitched, also when it was answered "none" (`contradiction`). An entry that says
    "3 times" counts as three episodes, so that one entry and three give the same numbers.

    Parameters
    ----------
    records : Records
        What was loaded of the diary.
    period : Period
        The local days to describe.

    Returns
    -------
    tuple of DayFacts, shape (period.length,)
        In the order of the days.

    Examples
    --------
    >>> day = date(2026, 5, 1)
    >>> kept = Records(reference="", name="", episodes=(Episode(id="1", day=day),), days=(Day(day=day, state="none"),))
    >>> [(f.twitched, f.contradiction, f.episodes) for f in facts_of(kept, Period(day, day))]
    [(True, True, 1)]
    """
    entries = by_day(episode for episode in records.episodes if episode.day in period)
    answers = {answer.day: answer for answer in records.days if answer.day in period}
    return tuple(_facts(day, entries.get(day, ()), answers.get(day)) for day in period)


def by_day(episodes: Iterable[Episode]) -> dict[date, list[Episode]]:
    """
    Return the episodes of each local day.

    Parameters
    ----------
    episodes : iterable of Episode
        Entries in any order.

    Returns
    -------
    dict of date to list of Episode
        Only days that have an entry.
    """
    entries: dict[date, list[Episode]] = defaultdict(list)
    for episode in episodes:
        entries[episode.day].append(episode)
    return dict(entries)


@lru_cache(maxsize=4_096)
def sided(place: Place) -> tuple[Place, ...]:
    """
    Return `place` as places with one side each: both sides are two places, a site without sides is in the middle.

    Parameters
    ----------
    place : Place
        A site with the side that was told.

    Returns
    -------
    tuple of Place, shape (1,) or (2,)
        Left first.

    Examples
    --------
    >>> sided(Place("cheek", "both_apart"))
    (Place(site='cheek', side='left'), Place(site='cheek', side='right'))
    """
    site = SITES.get(place.site)
    if site is not None and not site.sided:
        return (Place(place.site, "middle"),)
    if place.side in BOTH:
        return (Place(place.site, "left"), Place(place.site, "right"))
    return (place,)


def answered(facts: Iterable[DayFacts]) -> tuple[DayFacts, ...]:
    """
    Return the answered days; every share on the page is of these.

    Parameters
    ----------
    facts : iterable of DayFacts
        Days, silent ones included.

    Returns
    -------
    tuple of DayFacts
        In the given order.
    """
    return tuple(day for day in facts if day.answered)


def daily_counts(facts: Iterable[DayFacts]) -> tuple[int, ...]:
    """
    Return the episodes of each countable day, in the order of the days.

    Parameters
    ----------
    facts : iterable of DayFacts
        Days, silent ones included.

    Returns
    -------
    tuple of int
        Episodes a day; a day whose number is not known is absent, not 0.
    """
    return tuple(day.episodes for day in facts if day.countable)


def _facts(day: date, entries: Sequence[Episode], answer: Day | None) -> DayFacts:
    state, burden, function = (answer.state, answer.burden, answer.function) if answer else ("unknown", None, None)
    twitched = bool(entries) or state == "twitched" or burden is not None
    if not twitched and state != "none":
        return DayFacts(day=day)
    continual = burden in CONTINUAL
    complete = not continual and (bool(entries) or not twitched)
    return DayFacts(
        day=day,
        answered=True,
        twitched=twitched,
        contradiction=twitched and state == "none",
        countable=complete,
        continual=continual,
        episodes=sum(entry.count or 1 for entry in entries),
        effect=_effect(function, twitched=twitched),
        eye_shut=_any_told([_forces_eye_shut(entry) for entry in entries], complete=complete),
        night=_any_told([_is_at_night(entry) for entry in entries], complete=complete),
        places=frozenset(one for entry in entries for place in entry.places for one in sided(place)),
        minutes=tuple(sorted(entry.minute for entry in entries if entry.minute is not None)),
    )


def _effect(function: int | None, *, twitched: bool) -> str:
    if function is None:
        return "not_given" if twitched else "none"  # a day without a twitch had no effect on anything
    return EFFECTS[function]


def _any_told(told: Sequence[bool | None], *, complete: bool) -> bool | None:
    """Return True if one entry says so, False if all say no and stand for the whole day, else None."""
    if any(told):
        return True
    return None if None in told or not complete else False


def _forces_eye_shut(entry: Episode) -> bool | None:
    elsewhere = bool(entry.places) and not any(place.site in EYELIDS for place in entry.places)
    if elsewhere or (entry.intensity is not None and entry.intensity < FORCED_SHUT):
        return False
    return True if entry.intensity is not None and entry.places else None


def _is_at_night(entry: Episode) -> bool | None:
    if entry.during == "sleep":
        return True
    return None if entry.minute is None else not NIGHT_UNTIL_MIN <= entry.minute < NIGHT_FROM_MIN
