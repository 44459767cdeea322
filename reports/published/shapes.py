"""The objects of the data. Shares are of answered days, from 0 to 1; limits are of 95 %."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

SCHEMA_VERSION: Final = 2


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
    """Boxes 7 and 8: a treatment, a change or a visit. An end after the period is not told."""

    kind: str
    action: str
    name: str
    on: date
    until: date | None


class BadStart(Shape, frozen=True, kw_only=True):
    """
    A treatment that began after bad days: so bad a fortnight comes by chance once in ten.

    `by_itself` is the rate of the next 28 days against the 14 days before, if the treatment did nothing.
    """

    kind: str
    name: str
    on: date
    recent_per_day: float
    usual_per_day: float
    by_itself: Estimate


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
    bad_starts: list[BadStart]
    days: list[Day]
    events: list[Event]
    standing: list[Event]
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
