"""What a panel needs to know of one diary on one day, small enough to be stored. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from reports.analysis.areas import areas
from reports.analysis.cycles import injections, treatments
from reports.analysis.days import DayFacts, Period, answered, daily_counts, facts_of
from reports.analysis.intervals import Interval
from reports.analysis.rates import rate_ratio
from reports.analysis.refusals import TooFew
from reports.analysis.wearing_off import WearingOff
from reports.flags.baseline import first_day
from reports.flags.flag import Evidence, Flag
from reports.records import Episode, Ordered, during

NOW_DAYS: Final = 28
BEFORE_DAYS: Final = 84
WEEKS: Final = 4  # Mondays before today that are looked at too: since when, and what a setting would have shown
CYCLE_DAYS_MAX: Final = 280  # of an injection longer ago nothing is left to wear off
VERSION: Final = 2  # of what is stored here; another one is made anew


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagTold:
    """
    A flag as the panel knows it, and as a review keeps it.

    `places` are the areas of the entries it rests on. `entry_number` is the newest change of those entries in the
    diary's own count, `other_number` that of the checks, days and events it rests on; 0 without any.
    """

    rule: str
    version: int
    level: str
    urgency: str | None
    title: str
    clinician: str
    first_true_on: date
    newest_on: date
    places: tuple[str, ...]
    entry_number: int
    other_number: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    The diary as of one day: the 28 days up to it, clipped at its first record, against the 84 before them.

    `ratio` is of episodes per countable day, now divided by before; None where either side has too few days.
    """

    on: date
    days: int
    answered: int
    twitch_days: int
    before_answered: int
    before_twitch_days: int
    ratio: Interval | None
    silent_days: int | None

    @property
    def answered_percent(self) -> float:
        """Share of the days that were answered; 0 before the diary began."""
        return 100 * self.answered / self.days if self.days else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """
    One diary on the day `as_of`: its flags, and how it looked today and on the Mondays before, the newest first.

    `areas` were recorded within the 28 days. `usual_wearing_off_days` is the median of what the earlier cycles tell,
    `wearing_off_on` the first day since the last injection that says it wears off.
    """

    as_of: date
    began_on: date | None
    last_answered_on: date | None
    flags: tuple[FlagTold, ...]
    looks: tuple[Look, ...]
    areas: int
    injected_on: date | None
    usual_wearing_off_days: int | None
    wearing_off_on: date | None
    next_visit_on: date | None

    @property
    def today(self) -> Look:
        """How it looks on the day itself."""
        return self.looks[0]


def digest(
    records: Ordered,
    flags: Sequence[Flag],
    numbers: Mapping[tuple[str, str], int],
    *,
    as_of: date,
    next_visit_on: date | None = None,
) -> Digest:
    """
    Return the digest of `records` on the local day `as_of`.

    `flags` are those that hold on that day, `numbers` the place in the diary's own count of changes of each fact that
    they rest on, by kind and id. `next_visit_on` is the next planned visit:
    the records of a day know nothing of later ones.
    """
    began = first_day(records)
    first = max(began or as_of, as_of - timedelta(days=7 * WEEKS + 7 + NOW_DAYS + BEFORE_DAYS))
    facts = facts_of(during(records, first, as_of), Period(first, as_of)) if began and began <= as_of else ()
    named = {one.id for flag in flags for one in flag.evidence}
    places = {one.id: _areas_of(one) for one in records.episodes if one.id in named}
    told = [day.day for day in facts if day.answered]
    return Digest(
        as_of=as_of,
        began_on=began,
        last_answered_on=max(told, default=None),
        flags=tuple(_told(flag, places, numbers) for flag in flags),
        looks=tuple(_look(facts, on) for on in _days_of_looks(as_of)),
        areas=len(areas(facts[-NOW_DAYS:])),
        next_visit_on=next_visit_on,
        **_treatment(records, as_of),
    )


def to_json(digest: Digest) -> str:
    """Return the digest as JSON."""
    return msgspec.json.encode(digest).decode()


def from_json(text: str) -> Digest:
    """Return the digest that `to_json` wrote. Raises msgspec.MsgspecError for anything else."""
    return msgspec.json.decode(text, type=Digest)


def flags_to_builtins(flags: Iterable[FlagTold]) -> list[dict[str, Any]]:
    """Return flags as JSON holds them, for a review to keep."""
    return [msgspec.to_builtins(flag) for flag in flags]


def flags_from_builtins(flags: Any) -> tuple[FlagTold, ...]:
    """Return the flags that a review kept."""
    return msgspec.convert(flags, tuple[FlagTold, ...])


def _areas_of(episode: Episode) -> tuple[str, ...]:
    return tuple(f"{one.site}:{one.side}" for one in episode.places)


def _told(flag: Flag, places: Mapping[str, Sequence[str]], numbers: Mapping[tuple[str, str], int]) -> FlagTold:
    entries = [one for one in flag.evidence if one.kind == "episode"]
    others = [one for one in flag.evidence if one.kind != "episode"]
    return FlagTold(
        rule=flag.rule,
        version=flag.version,
        level=flag.level,
        urgency=flag.urgency,
        title=flag.title,
        clinician=flag.clinician,
        first_true_on=flag.first_true_on,
        newest_on=flag.newest_on,
        places=tuple(sorted({place for one in entries for place in places.get(one.id, ())})),
        entry_number=max((numbers.get((one.kind, one.id), 0) for one in entries), default=0),
        other_number=max((numbers.get((one.kind, one.id), 0) for one in others), default=0),
        evidence=flag.evidence,
    )


def _days_of_looks(as_of: date) -> Iterable[date]:
    monday = as_of - timedelta(days=as_of.weekday() or 7)
    return (as_of, *(monday - timedelta(weeks=n) for n in range(WEEKS)))


def _look(facts: Sequence[DayFacts], on: date) -> Look:
    """Return how the diary looked on a day that these facts reach; nothing is known of a day before they begin."""
    until = facts[: max(0, (on - facts[0].day).days + 1)] if facts else ()
    now, before = until[-NOW_DAYS:], until[-NOW_DAYS - BEFORE_DAYS : -NOW_DAYS]
    told = answered(now)
    newest = max((day.day for day in until if day.answered), default=None)
    change = rate_ratio(daily_counts(before), daily_counts(now))
    return Look(
        on=on,
        days=len(now),
        answered=len(told),
        twitch_days=sum(day.twitched for day in told),
        before_answered=len(answered(before)),
        before_twitch_days=sum(day.twitched for day in answered(before)),
        ratio=change.interval if change else None,
        silent_days=(on - newest).days if newest else None,
    )


def _treatment(records: Ordered, as_of: date) -> dict[str, Any]:
    given = [on for on in injections(records.events) if on <= as_of]
    if not given or (as_of - given[-1]).days > CYCLE_DAYS_MAX:
        return {"injected_on": None, "usual_wearing_off_days": None, "wearing_off_on": None}
    taps = [day.day for day in records.days if day.wearing_off and given[-1] < day.day <= as_of]
    return {
        "injected_on": given[-1],
        "usual_wearing_off_days": _usual_wearing_off(records, given, as_of),
        "wearing_off_on": min(taps, default=None),
    }


def _usual_wearing_off(records: Ordered, given: Sequence[date], as_of: date) -> int | None:
    """Return after how many days half of the effect was lost in the cycles that tell; the middle one of them."""
    first = max(first_day(records) or given[0], given[-4:][0] - timedelta(days=CYCLE_DAYS_MAX))
    told = during(records, first, as_of)
    found = treatments(facts_of(told, Period(first, as_of)), told.events, told.days)
    cycles = () if isinstance(found, TooFew) else found
    days = sorted(one.wore_off.day.value for one in cycles if isinstance(one.wore_off, WearingOff))
    return round(days[len(days) // 2]) if days else None
