"""
The language of this room: what was recorded, as frozen values. Pure; no table, no clock.

Days are the local days that were stored with the entries; minutes count from local midnight. Unknown is `None`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, Final, NamedTuple, NewType

import msgspec

DAY_MIN: Final = 24 * 60
CONTINUAL: Final = frozenset({"on_and_off", "continuous"})  # burdens of a day that has no countable episodes
BOTH: Final = frozenset({"both_together", "both_apart"})


class Place(NamedTuple):
    """A site with the person's own side. A tuple, since a long diary sorts and counts tens of thousands of them."""

    site: str
    side: str


class Episode(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """
    One entry; a struct, since a page makes up to twenty thousand of them, and it takes a sixth of a dataclass's time.

    `minute` is None when only the part of the day or the day is known.

    `delay_min` is from the start to the moment of recording, 0 where that was as it happened; `count` is how often it
    happened within the entry.
    """

    id: str
    day: date
    minute: int | None = None
    duration_s: int | None = None
    ongoing: bool = False
    count: int | None = None
    places: tuple[Place, ...] = ()
    intensity: int | None = None
    during: str | None = None
    entry_mode: str = "live"
    delay_min: int = 0
    suppressible: str | None = None
    edited: bool = False
    rhythm: str | None = None
    movement: str | None = None
    urge: str | None = None
    sensations: tuple[str, ...] = ()
    caffeine_mg: int | None = None
    sleep_min: int | None = None
    stress: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the person answered about one local day; `state` is twitched, none or unknown."""

    day: date
    state: str = "unknown"
    burden: str | None = None
    function: int | None = None
    caffeine_mg: int | None = None
    sleep_min: int | None = None
    stress: int | None = None
    fatigue: int | None = None
    screen_min: int | None = None
    alcohol_units: int | None = None
    wearing_off: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    A treatment, a change or a visit, on one local day; `places` and `side` are where, as far as that was said.

    `until` is its last local day, None where it has no length or has not ended. `dose` is in `unit`, as it was told.
    """

    kind: str
    action: str
    name: str
    on: date
    side: str | None = None
    places: tuple[Place, ...] = ()
    id: str = ""
    until: date | None = None
    dose: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """
    A home check of the face, on one local day.

    `tasks` and `answers` have the form of the data contract: what was not asked is absent. `performed_at` is an
    instant.
    """

    day: date
    id: str = ""
    performed_at: datetime | None = None
    time_zone: str = "UTC"
    tasks: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    tasks_lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """That somebody of a practice signed a rule at a level, on a day of theirs. Names are empty where they are gone."""

    rule: str
    level: str
    on: date
    by: str
    practice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything that was loaded of one diary, up to the last day of the period."""

    reference: str
    name: str
    episodes: tuple[Episode, ...] = ()
    days: tuple[Day, ...] = ()
    events: tuple[Event, ...] = ()
    checks: tuple[Check, ...] = ()
    baseline: tuple[Place, ...] = field(default=())
    long_standing_weakness: tuple[Place, ...] = ()
    suspected_factors: tuple[str, ...] = ()
    birth_year: int | None = None
    questions: tuple[str, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()


Ordered = NewType("Ordered", Records)  # what has been through `in_order`: sorting twice is dear


def in_order(records: Records) -> Ordered:
    """Return the same facts in one order, so that the order of loading can change nothing that follows."""
    ordered = replace(
        records,
        episodes=tuple(sorted(sorted(records.episodes, key=attrgetter("id")), key=_minutes)),
        days=tuple(sorted(records.days, key=lambda day: day.day)),
        events=tuple(sorted(records.events, key=_event_key)),
        checks=tuple(sorted(records.checks, key=check_key)),
        baseline=tuple(sorted(records.baseline)),
        long_standing_weakness=tuple(sorted(records.long_standing_weakness)),
        reviewed=tuple(sorted(records.reviewed, key=astuple)),
    )
    return Ordered(ordered)


def during(records: Ordered, first: date, last: date) -> Ordered:
    """Return what lies on local days from `first` to `last`, both included."""
    within = partial(_within, first, last)
    return Ordered(
        replace(
            records,
            episodes=within(records.episodes, attrgetter("day")),
            days=within(records.days, attrgetter("day")),
            events=within(records.events, attrgetter("on")),
            checks=within(records.checks, attrgetter("day")),
        )
    )


def _within(first: date, last: date, facts: tuple[Any, ...], day: Callable[[Any], date]) -> tuple[Any, ...]:
    return facts[bisect_left(facts, first, key=day) : bisect_right(facts, last, key=day)]


def fingerprint(records: Ordered) -> str:
    """
    Return 12 hexadecimal digits of the SHA-256 of what was loaded; the person's name is left out.

    Examples
    --------
    >>> ana, anna = (in_order(Records(reference="a", name=name)) for name in ("Ana", "Anna"))
    >>> fingerprint(ana) == fingerprint(anna)
    True
    """
    return hashlib.sha256(msgspec.json.encode(replace(records, name=""))).hexdigest()[:12]


def check_key(check: Check) -> tuple[date, float, str]:
    """Order checks from the oldest to the newest; two at one moment by their ids."""
    return (check.day, check.performed_at.timestamp() if check.performed_at else 0, check.id)


def _event_key(event: Event) -> tuple[date, str, str, str, str, tuple[Place, ...], str]:
    return (event.on, event.kind, event.action, event.name, event.side or "", event.places, event.id)


def _minutes(episode: Episode) -> int:
    """Order entries by one number, which is quick to compare: the minutes of its day, none before the first."""
    return episode.day.toordinal() * (DAY_MIN + 1) + (0 if episode.minute is None else episode.minute + 1)
