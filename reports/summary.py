"""
Everything a page may say about a diary, as numbers. One `Summary` feeds PDF, text, JSON, phone and clinic.

`now` is the period that was asked for; `before` is the equally long period just before it, clipped at the diary's
first record, because days before the diary began are not gaps in it. Shares are of answered days; a silent day is in
no number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from statistics import median
from typing import Final

from reports import records as recorded
from reports.analysis.areas import Area, areas
from reports.analysis.before_treatment import before_start, treatment_starts
from reports.analysis.compared import Association, NotCompared
from reports.analysis.completeness import Sensitivity, sensitivity
from reports.analysis.cycles import Treatment, injections, treatments
from reports.analysis.days import EFFECTS, DayFacts, Period, answered, daily_counts, facts_of
from reports.analysis.intervals import Interval, wilson
from reports.analysis.lengths import Lengths, lengths
from reports.analysis.rates import Change, Rate, quasi_rate, rate_ratio, share_change
from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import TypicalDay, bin_hours_for, typical_day
from reports.analysis.trend import Week, weeks
from reports.flags import RULES_VERSION
from reports.flags.baseline import FirstRecorded, comparable_days, first_day, first_recorded
from reports.flags.flag import Flag
from reports.records import Check, Episode, Event, Ordered, Place, Records, check_key, during
from reports.spoken import ENGLISH

ANSWERED_DAYS_MIN: Final = 14
ANSWERED_PERCENT_MIN: Final = 70
SOFTWARE_VERSION: Final = "0.1.0"
AS_USUAL: Final = "same"  # the grade of a movement that is as it always was
CYCLE_DAYS_MAX: Final = 280  # ours: of an injection longer ago nothing is left to see
CYCLES_MAX: Final = 4
USUAL_DAYS_MAX: Final = 366  # ours: what was usual for somebody longer ago says little of these weeks
STARTS_MAX: Final = 4
LASTING: Final = frozenset({"palsy", "surgery"})
COURSE: Final = frozenset({"start", "change", "stop"})
STRIP_DAYS_MAX: Final = 366  # as many days as a strip of a readable width fits on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How complete the record of `now` is. `delay_min` is the median delay of the backfilled entries."""

    days: int
    answered: int
    entries: int
    live: int
    same_day: int
    backfilled: int
    delay_min: float | None
    edited: int
    contradictions: int

    @property
    def needed(self) -> int:
        """Answered days that boxes 3 to 7 need: 14, and 70 % of the days."""
        return max(ANSWERED_DAYS_MIN, -(-self.days * ANSWERED_PERCENT_MIN // 100))

    @property
    def enough(self) -> bool:
        """Whether boxes 3 to 7 may be filled."""
        return self.answered >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Box 4 for one period; a share or rate is None without a day to take it of. `known` days tell of their measure."""

    answered: int
    twitch_days: int
    twitch_share: Interval | None
    rate: Rate | None
    uncounted_days: int
    lengths: Lengths | None
    eye_shut_days: int
    eye_shut_known: int
    night_days: int
    night_known: int
    placed_days: int
    areas_right: int
    areas_left: int
    areas_middle: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Now against before, each with its interval; None when either period has too few days."""

    twitch_share: Change | None = None
    rate: Change | None = None
    eye_shut: Change | None = None
    night: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSummary:
    """One period: its days by effect (in the order of `EFFECTS`), numbers, hours and places."""

    period: Period
    effects: tuple[int, ...]
    numbers: Numbers
    hours: TypicalDay
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadStart:
    """
    A treatment that began after bad days. `recent` and `usual` are episodes a day, of the 14 days before and of all.

    `by_itself` is what the next 28 days would have of the recent rate if the treatment did nothing.
    """

    event: Event
    recent: float
    usual: float
    by_itself: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The ten boxes as numbers. `before` is None when the diary began in `now`; then nothing is compared."""

    reference: str
    name: str
    completeness: Completeness
    now: PeriodSummary
    before: PeriodSummary | None
    changes: Changes
    weeks: tuple[Week, ...]
    days: tuple[DayFacts, ...]
    events: tuple[Event, ...]
    standing: tuple[Event, ...]
    first_recorded: tuple[FirstRecorded, ...]
    flags: tuple[Flag, ...]
    factors: tuple[Association | NotCompared, ...]
    sensitivity: Sensitivity | None
    comparable_days: int
    last_check: Check | None
    checks: tuple[Check, ...]
    weak_checks: tuple[date, ...]
    cycles: tuple[Treatment, ...]
    bad_starts: tuple[BadStart, ...]
    entries: tuple[Episode, ...]
    questions: tuple[str, ...]
    rules_version: str | None
    software_version: str
    fingerprint: str

    @property
    def empty(self) -> bool:
        """Whether nothing at all was recorded in `now`."""
        return self.completeness.answered == 0

    @property
    def areas_before(self) -> dict[Place, Area] | None:
        """The areas of `before` by place; None where nobody told a place then, so that none was known to be spared."""
        if self.before is None or not self.before.numbers.placed_days:
            return None
        return {area.place: area for area in self.before.areas}


def summarise(
    records: Records, *, first: date, last: date, with_rules: bool = True, language: str = ENGLISH
) -> Summary:
    """
    Turn the records of a diary into the numbers of one page.

    Parameters
    ----------
    records : Records
        What was loaded up to `last`, in any order.
    first, last : date
        The period, both days included. Days before the diary began are no gaps in it: `now` begins with its first day.
    with_rules : bool, default True
        False where the rules are switched off; `rules_version` is then None.
    language : str, default "en"
        Of the words of the flags; everything else is numbers.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    if last < first:
        raise ValueError("last must not be before first")
    ordered = recorded.in_order(records)
    began = first_day(ordered)
    since = max(first, began) if began is not None and began <= last else first
    return _summarised(ordered, Period(since, last), with_rules=with_rules, language=language)


def _summarised(records: Ordered, now: Period, *, with_rules: bool, language: str) -> Summary:
    first, last = now.first, now.last
    entries, facts = _told(records, now)
    before, entries_before, earlier = _comparable(records, period_before(records, now))
    bin_hours = bin_hours_for(len(answered(facts)))
    shown = Period(max(first, last - timedelta(days=STRIP_DAYS_MAX - 1)), last)
    checks = during(records, first, last).checks
    return Summary(
        reference=records.reference,
        name=records.name,
        completeness=_completeness(entries, facts),
        now=_period(entries, now, facts, bin_hours),
        before=_period(entries_before, before, earlier, bin_hours) if before else None,
        changes=_changes(earlier, facts),
        weeks=weeks(facts[-shown.length :]),
        days=facts[-shown.length :],
        events=tuple(event for event in records.events if event.on in shown and event.action != "planned"),
        standing=_standing(records.events, first),
        first_recorded=first_recorded(records, now) if with_rules else (),
        flags=_flags(records, last, language) if with_rules else (),
        factors=_factors(during(records, first, last), facts[-shown.length :]),
        sensitivity=_sensitivity(facts),
        comparable_days=comparable_days(records, now),
        last_check=max((one for one in records.checks if one.day <= last), key=check_key, default=None),
        checks=checks,
        weak_checks=tuple(sorted({check.day for check in checks if check.day in shown and is_weak(check)})),
        cycles=_cycles(records, last),
        bad_starts=_bad_starts(records, now),
        entries=entries,
        questions=records.questions,
        rules_version=RULES_VERSION if with_rules else None,
        software_version=SOFTWARE_VERSION,
        fingerprint=recorded.fingerprint(records),
    )


def _flags(records: Ordered, last: date, language: str) -> tuple[Flag, ...]:
    """Return the flags as of the period's last day; a page knows no later moment, and so no running clock."""
    from reports.flags.raised import flags_of  # noqa: PLC0415  (numpy: 0.1 s that who only imports need not pay)

    return flags_of(records, as_of=last, now=datetime.max.replace(tzinfo=UTC), language=language)


def is_weak(check: Check) -> bool:
    """Return whether a movement of the check was weaker than usual."""
    told = (grade for task in check.tasks.values() for grade in (task or {}).values())
    return any(grade not in (None, AS_USUAL) for grade in told)


def current_injection(events: Iterable[Event], last: date) -> date | None:
    """Return the day of the newest injection by then; None where it is so long ago that nothing is left of it."""
    given = [on for on in injections(events) if on <= last]
    return given[-1] if given and (last - given[-1]).days <= CYCLE_DAYS_MAX else None


def _cycles(records: Ordered, last: date) -> tuple[Treatment, ...]:
    """Return the newest cycles of injections, the current one last; none where the last injection is long ago."""
    if current_injection(records.events, last) is None:
        return ()
    given = [on for on in injections(records.events) if on <= last]
    began = first_day(records) or given[0]
    first = max(began, given[-CYCLES_MAX:][0] - timedelta(days=CYCLE_DAYS_MAX))
    told = during(records, first, last)
    found = treatments(facts_of(told, Period(first, last)), told.events, told.days)
    return () if isinstance(found, TooFew) else found[-CYCLES_MAX:]


def _standing(events: Sequence[Event], first: date) -> tuple[Event, ...]:
    """Return the palsies and operations before `first`, and the courses that had begun by then and had not ended."""
    courses: dict[tuple[str, str], Event] = {}
    for event in sorted((one for one in events if one.on < first and one.action != "planned"), key=attrgetter("on")):
        if event.kind in LASTING or event.action in COURSE:
            courses[event.kind, event.name.strip().casefold() or event.id] = event
    return tuple(one for one in courses.values() if one.kind in LASTING or _runs(one, first))


def _runs(event: Event, first: date) -> bool:
    return event.action != "stop" and (event.until is None or event.until >= first)


def _bad_starts(records: Ordered, now: Period) -> tuple[BadStart, ...]:
    """Return the newest treatments of the period that began after a bad fortnight, in the order of time."""
    begun = [event for event in treatment_starts(records.events) if event.on in now][-STARTS_MAX:]
    return tuple(found for event in begun if (found := bad_start_of(records, event)))


def bad_start_of(records: Ordered, event: Event) -> BadStart | None:
    """Return the days before a start where they were bad; None where they were not, or are too few to tell."""
    began, last = first_day(records), event.on - timedelta(days=1)
    if began is None or began > last:
        return None
    first = max(began, event.on - timedelta(days=USUAL_DAYS_MAX))
    told = before_start(facts_of(during(records, first, last), Period(first, last)), event.on)
    if isinstance(told, TooFew) or not told.worst_tenth or told.by_itself is None:
        return None
    return BadStart(event=event, recent=told.recent, usual=told.usual, by_itself=told.by_itself)


def _factors(records: Records, facts: Sequence[DayFacts]) -> tuple[Association | NotCompared, ...]:
    from reports.analysis.factors import compared_factors  # noqa: PLC0415  (numpy, as above)

    return compared_factors(records, facts)


def _sensitivity(facts: Sequence[DayFacts]) -> Sensitivity | None:
    """Return what silent days could hide, where so many are silent that it has to be printed."""
    told = sensitivity(facts)
    return told if isinstance(told, Sensitivity) and told.to_print else None


def period_before(records: Records, now: Period) -> Period | None:
    """Return the equally long period just before `now`, clipped at the diary's first record; None if none is left."""
    began = first_day(records)
    if began is None or began >= now.first:
        return None
    return Period(max(began, now.first - timedelta(days=now.length)), now.first - timedelta(days=1))


def _comparable(
    records: Ordered, before: Period | None
) -> tuple[Period | None, tuple[Episode, ...], tuple[DayFacts, ...]]:
    """Return the days before with what was told of them, where enough were answered to compare with."""
    entries, facts = _told(records, before)
    return (before, entries, facts) if len(answered(facts)) >= ANSWERED_DAYS_MIN else (None, (), ())


def _told(records: Ordered, period: Period | None) -> tuple[tuple[Episode, ...], tuple[DayFacts, ...]]:
    """Return the entries and the days of a period; nothing where there is none."""
    if period is None:
        return (), ()
    within = during(records, period.first, period.last)
    return within.episodes, facts_of(within, period)


def _completeness(entries: Sequence[Episode], facts: Sequence[DayFacts]) -> Completeness:
    modes = Counter(entry.entry_mode for entry in entries)
    late = [entry.delay_min for entry in entries if entry.entry_mode == "backfilled"]
    return Completeness(
        days=len(facts),
        answered=len(answered(facts)),
        entries=len(entries),
        live=modes["live"],
        same_day=modes["same_day"],
        backfilled=modes["backfilled"],
        delay_min=median(late) if late else None,
        edited=sum(entry.edited for entry in entries),
        contradictions=sum(day.contradiction for day in facts),
    )


def _period(entries: Sequence[Episode], period: Period, facts: Sequence[DayFacts], bin_hours: int) -> PeriodSummary:
    effects = Counter(day.effect for day in facts)
    return PeriodSummary(
        period=period,
        effects=tuple(effects[effect] for effect in EFFECTS),
        numbers=_numbers(facts, entries),
        hours=typical_day(facts, entries, bin_hours=bin_hours),
        areas=areas(facts),
    )


def _numbers(facts: Sequence[DayFacts], entries: Sequence[Episode]) -> Numbers:
    told, counts = answered(facts), daily_counts(facts)
    twitch_days = sum(day.twitched for day in told)
    places = frozenset().union(*(day.places for day in told))
    return Numbers(
        answered=len(told),
        twitch_days=twitch_days,
        twitch_share=wilson(twitch_days, len(told)) if told else None,
        rate=quasi_rate(counts) if counts else None,
        uncounted_days=len(told) - len(counts),
        lengths=lengths(entries),
        eye_shut_days=sum(_known(told, "eye_shut")),
        eye_shut_known=len(_known(told, "eye_shut")),
        night_days=sum(_known(told, "night")),
        night_known=len(_known(told, "night")),
        placed_days=sum(bool(day.places) for day in told),
        areas_right=sum(place.side == "right" for place in places),
        areas_left=sum(place.side == "left" for place in places),
        areas_middle=sum(place.side == "middle" for place in places),
    )


def _changes(before: Sequence[DayFacts], now: Sequence[DayFacts]) -> Changes:
    old, new = answered(before), answered(now)
    return Changes(
        twitch_share=share_change([day.twitched for day in old], [day.twitched for day in new]),
        rate=rate_ratio(daily_counts(before), daily_counts(now)),
        eye_shut=share_change(_known(old, "eye_shut"), _known(new, "eye_shut")),
        night=share_change(_known(old, "night"), _known(new, "night")),
    )


def _known(days: Sequence[DayFacts], name: str) -> list[bool]:
    """Return what the days say of `name`; a day that does not say is left out, not counted as no."""
    return [told for told in (getattr(day, name) for day in days) if told is not None]
