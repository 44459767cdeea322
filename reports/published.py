"""
The page as data: the ten boxes as numbers, in the shape that `docs/profile.schema.json` publishes.

Attached to the PDF and part of `reports/summary/`. No name, and no text but the person's own questions. Shares are of
answered days, from 0 to 1; a number that the page does not print, because it has too few days, is null.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec

from reports.analysis import intervals, rates, trend
from reports.analysis.areas import Area as AreaDays
from reports.analysis.compared import Association, NotCompared
from reports.analysis.cycles import Treatment
from reports.analysis.days import EFFECTS
from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import TypicalDay as HoursOfDays
from reports.analysis.wearing_off import WearingOff
from reports.analysis.windows import FULL
from reports.records import Episode
from reports.summary import PeriodSummary, Summary

SCHEMA_VERSION: Final = 2
DIGITS: Final = 4
NAME: Final = "twitch-profile"


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What every object of the data is."""


class Days(Shape, frozen=True, kw_only=True):
    """The local days of a period, both included."""

    first: date
    last: date


class Estimate(Shape, frozen=True, kw_only=True):
    """A value between its 95 % limits."""

    value: float
    low: float
    high: float


class Change(Shape, frozen=True, kw_only=True):
    """Now against before: points of a share (0.1 is ten points), or times of a rate; clear, leaning or can't tell."""

    value: float
    low: float
    high: float
    word: str


class Completeness(Shape, frozen=True, kw_only=True):
    """Box 1. `enough`: boxes 3 to 7 are shown; where they are not, they need `needed` answered days."""

    days: int
    answered: int
    unknown: int
    needed: int | None
    enough: bool
    entries: int
    live: int
    same_day: int
    backfilled: int
    median_delay_min: float | None
    edited_afterwards: int
    contradictions: int


class Flag(Shape, frozen=True, kw_only=True):
    """A rule that matched, as of the period's last day."""

    rule: str
    version: int
    level: str
    urgency: str | None
    first_true_on: date
    newest_evidence_on: date
    source: str
    reviewed: bool


class NewArea(Shape, frozen=True, kw_only=True):
    """An area recorded for the first time since the baseline."""

    site: str
    side: str
    first_recorded_on: date
    days: int


class FaceCheck(Shape, frozen=True, kw_only=True):
    """The last check of the face: each movement and side against the usual, null where it was not told."""

    day: date
    tasks: dict[str, dict[str, str | None]]


class RedFlags(Shape, frozen=True, kw_only=True):
    """Box 2. No flag is not an all-clear; `rules_version` is null where the rules are switched off."""

    rules_version: str | None
    flags: list[Flag]
    new_areas: list[NewArea]
    comparable_days: int
    last_check: FaceCheck | None


class Effects(Shape, frozen=True, kw_only=True):
    """Box 3: days by their effect on function."""

    none: int
    noticed: int
    interfering: int
    disabling: int
    not_given: int
    unknown: int


class Lengths(Shape, frozen=True, kw_only=True):
    """The lengths that were given, in seconds."""

    median_s: float
    lower_quarter_s: float
    upper_quarter_s: float
    longest_s: int


class Numbers(Shape, frozen=True, kw_only=True):
    """Box 4, one period."""

    answered: int
    twitch_days: int
    twitch_share: Estimate | None
    episodes_per_day: Estimate | None
    uncounted_days: int
    lengths: Lengths | None
    eye_shut_days: int
    eye_shut_known: int
    night_days: int
    night_known: int
    areas_right: int
    areas_left: int
    areas_middle: int


class Changes(Shape, frozen=True, kw_only=True):
    """Box 4, the changes; null where there are too few days."""

    twitch_share: Change | None
    episodes_per_day: Change | None
    eye_shut: Change | None
    night: Change | None


class TypicalDay(Shape, frozen=True, kw_only=True):
    """Box 5: the share of days with an episode, by hours from midnight."""

    bin_hours: int
    days: int
    shares: list[Estimate]
    backfilled: int
    untimed: int


class Area(Shape, frozen=True, kw_only=True):
    """Box 6: an area with its days and their share of the answered days."""

    site: str
    side: str
    days: int
    share: float


class Week(Shape, frozen=True, kw_only=True):
    """Box 7: a week; null below 4 answered, or countable, days."""

    first: date
    last: date
    answered: int
    twitch_share: Estimate | None
    episodes_per_day: Estimate | None


class AlignedWeek(Shape, frozen=True, kw_only=True):
    """Box 7: a week by its distance from the injection."""

    week: int
    episodes_per_day: Estimate | None


class Cycle(Shape, frozen=True, kw_only=True):
    """Box 7: from one injection to the next, or to the last day."""

    injected_on: date
    days_4_to_28_against_before: Change | None
    half_lost_on_day: Estimate | None
    weeks: list[AlignedWeek]


class Day(Shape, frozen=True, kw_only=True):
    """Box 8: a day; `episodes` is null where the day is silent or has no count. Minutes count from midnight."""

    day: date
    answered: bool
    twitched: bool
    episodes: int | None
    effect: str
    minutes: list[int]


class Event(Shape, frozen=True, kw_only=True):
    """Boxes 7 and 8: a treatment, a change or a visit."""

    kind: str
    action: str
    name: str
    on: date
    until: date | None


class Factor(Shape, frozen=True, kw_only=True):
    """Box 10: a factor that was compared. The limits allow for all that were looked at."""

    code: str
    declared: bool
    word: str
    days_later: int
    ratio: Estimate


class Factors(Shape, frozen=True, kw_only=True):
    """Box 10; `left_out` have too few days, or are always the same."""

    compared: list[Factor]
    left_out: list[str]


class Period(Shape, frozen=True, kw_only=True):
    """Boxes 3 to 6 for one period."""

    days: Days
    effects: Effects
    numbers: Numbers
    typical_day: TypicalDay
    areas: list[Area]


class Profile(Shape, frozen=True, kw_only=True):
    """The Twitch Profile. `now`, `before`, `changes`, `weeks`, `cycles` are null or empty while `enough` is false."""

    schema_version: int
    diary: str
    fingerprint: str
    software_version: str
    period: Days
    compared_with: Days | None
    completeness: Completeness
    red_flags: RedFlags
    now: Period | None
    before: Period | None
    changes: Changes | None
    weeks: list[Week]
    cycles: list[Cycle]
    days: list[Day]
    events: list[Event]
    weak_checks: list[date]
    questions: list[str]
    factors: Factors


class Entry(Shape, frozen=True, kw_only=True):
    """One entry of the log."""

    id: str
    day: date
    minute: int | None
    duration_s: int | None
    ongoing: bool
    count: int | None
    sites: list[tuple[str, str]]
    intensity: int | None
    entry_mode: str
    edited: bool


class Log(Shape, frozen=True, kw_only=True):
    """The entries of the period."""

    schema_version: int
    period: Days
    entries: list[Entry]


def numbers(summary: Summary) -> Profile:
    """Return the ten boxes as numbers."""
    enough, before = summary.completeness.enough, summary.before
    return Profile(
        schema_version=SCHEMA_VERSION,
        diary=summary.reference[:8],
        fingerprint=summary.fingerprint,
        software_version=summary.software_version,
        period=_days(summary.now),
        compared_with=_days(before) if before else None,
        completeness=_completeness(summary),
        red_flags=_red_flags(summary),
        now=_period(summary.now) if enough else None,
        before=_period(before) if enough and before else None,
        changes=_changes(summary) if enough else None,
        weeks=[_week(one) for one in summary.weeks] if enough else [],
        cycles=[_cycle(one) for one in summary.cycles] if enough else [],
        days=[
            Day(
                day=one.day,
                answered=one.answered,
                twitched=one.twitched,
                episodes=one.episodes if one.countable else None,
                effect=one.effect,
                minutes=list(one.minutes),
            )
            for one in summary.days
        ],
        events=[
            Event(kind=one.kind, action=one.action, name=one.name, on=one.on, until=one.until) for one in summary.events
        ],
        weak_checks=list(summary.weak_checks),
        questions=list(summary.questions),
        factors=_factors(summary.factors),
    )


def log(summary: Summary) -> Log:
    """Return the entries of the period."""
    return Log(
        schema_version=SCHEMA_VERSION, period=_days(summary.now), entries=[_entry(one) for one in summary.entries]
    )


def as_text(told: Profile | Log) -> str:
    """Return the data as JSON; the same data give the same text."""
    return msgspec.json.encode(told).decode()


def as_json(told: Profile) -> dict[str, Any]:
    """Return the data as an answer holds them."""
    answer: dict[str, Any] = msgspec.to_builtins(told)
    return answer


def schema() -> dict[str, Any]:
    """Return the JSON schema of `numbers`, which `docs/profile.schema.json` publishes."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(Profile)


def _round(value: float) -> float:
    return round(value, DIGITS)


def _estimate(told: intervals.Interval | None) -> Estimate | None:
    return _some(told) if told else None


def _rate(told: rates.Rate | None) -> Estimate | None:
    return _estimate(told.per_day) if told else None


def _change(told: rates.Change | TooFew | None) -> Change | None:
    if told is None or isinstance(told, TooFew):
        return None
    one = told.interval
    return Change(value=_round(one.value), low=_round(one.low), high=_round(one.high), word=told.word)


def _days(part: PeriodSummary) -> Days:
    return Days(first=part.period.first, last=part.period.last)


def _completeness(summary: Summary) -> Completeness:
    told = summary.completeness
    return Completeness(
        days=told.days,
        answered=told.answered,
        unknown=told.days - told.answered,
        needed=None if told.enough else told.needed,
        enough=told.enough,
        entries=told.entries,
        live=told.live,
        same_day=told.same_day,
        backfilled=told.backfilled,
        median_delay_min=told.delay_min,
        edited_afterwards=told.edited,
        contradictions=told.contradictions,
    )


def _red_flags(summary: Summary) -> RedFlags:
    check = summary.last_check
    return RedFlags(
        rules_version=summary.rules_version,
        flags=[
            Flag(
                rule=one.rule,
                version=one.version,
                level=one.level,
                urgency=one.urgency,
                first_true_on=one.first_true_on,
                newest_evidence_on=one.newest_on,
                source=one.source,
                reviewed=False,
            )
            for one in summary.flags
        ],
        new_areas=[
            NewArea(site=one.place.site, side=one.place.side, first_recorded_on=one.on, days=one.days)
            for one in summary.first_recorded
        ],
        comparable_days=summary.comparable_days,
        last_check=FaceCheck(day=check.day, tasks={name: dict(told or {}) for name, told in check.tasks.items()})
        if check
        else None,
    )


def _period(part: PeriodSummary) -> Period:
    return Period(
        days=_days(part),
        effects=Effects(**dict(zip(EFFECTS, part.effects, strict=True))),
        numbers=_numbers(part),
        typical_day=_typical_day(part.hours),
        areas=[_area(one) for one in part.areas],
    )


def _numbers(part: PeriodSummary) -> Numbers:
    told = part.numbers
    return Numbers(
        answered=told.answered,
        twitch_days=told.twitch_days,
        twitch_share=_estimate(told.twitch_share),
        episodes_per_day=_rate(told.rate),
        uncounted_days=told.uncounted_days,
        lengths=Lengths(
            median_s=told.lengths.median_s,
            lower_quarter_s=told.lengths.quarter_s,
            upper_quarter_s=told.lengths.three_quarters_s,
            longest_s=told.lengths.longest_s,
        )
        if told.lengths
        else None,
        eye_shut_days=told.eye_shut_days,
        eye_shut_known=told.eye_shut_known,
        night_days=told.night_days,
        night_known=told.night_known,
        areas_right=told.areas_right,
        areas_left=told.areas_left,
        areas_middle=told.areas_middle,
    )


def _changes(summary: Summary) -> Changes:
    told = summary.changes
    return Changes(
        twitch_share=_change(told.twitch_share),
        episodes_per_day=_change(told.rate),
        eye_shut=_change(told.eye_shut),
        night=_change(told.night),
    )


def _typical_day(told: HoursOfDays) -> TypicalDay:
    shares = [one for one in map(_estimate, told.bins) if one]
    return TypicalDay(
        bin_hours=told.bin_hours, days=told.days, shares=shares, backfilled=told.backfilled, untimed=told.untimed
    )


def _area(told: AreaDays) -> Area:
    return Area(site=told.place.site, side=told.place.side, days=told.days, share=_round(told.share))


def _week(told: trend.Week) -> Week:
    return Week(
        first=told.first,
        last=told.last,
        answered=told.answered,
        twitch_share=_estimate(told.twitch_share),
        episodes_per_day=_rate(told.rate),
    )


def _cycle(told: Treatment) -> Cycle:
    (full,) = (one.against_before for one in told.windows if one.window == FULL)
    return Cycle(
        injected_on=told.injected_on,
        days_4_to_28_against_before=_change(full),
        half_lost_on_day=_estimate(told.wore_off.day) if isinstance(told.wore_off, WearingOff) else None,
        weeks=[AlignedWeek(week=one.week, episodes_per_day=_rate(one.rate)) for one in told.weeks],
    )


def _factors(told: tuple[Association | NotCompared, ...]) -> Factors:
    compared = [one for one in told if isinstance(one, Association)]
    return Factors(
        compared=[
            Factor(
                code=one.code,
                declared=one.declared,
                word=one.word,
                days_later=one.by_lag[one.strongest].lag,
                ratio=_some(one.by_lag[one.strongest].ratio),
            )
            for one in compared
        ],
        left_out=[one.code for one in told if isinstance(one, NotCompared)],
    )


def _some(told: intervals.Interval) -> Estimate:
    return Estimate(value=_round(told.value), low=_round(told.low), high=_round(told.high))


def _entry(told: Episode) -> Entry:
    return Entry(
        id=told.id,
        day=told.day,
        minute=told.minute,
        duration_s=told.duration_s,
        ongoing=told.ongoing,
        count=told.count,
        sites=[(one.site, one.side) for one in told.places],
        intensity=told.intensity,
        entry_mode=told.entry_mode,
        edited=told.edited,
    )
