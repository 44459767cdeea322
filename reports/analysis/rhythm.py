"""The hours of a typical day: in which share of the days there was an episode at that hour, and where they gather."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from reports.analysis.circular import (
    MINUTES_A_DAY,
    Resultant,
    direction,
    direction_error,
    minute_of,
    resultant,
    second_order_p,
    tilt,
    tilted_moments,
)
from reports.analysis.days import NIGHT_FROM_MIN, NIGHT_UNTIL_MIN, DayFacts, by_day
from reports.analysis.intervals import CONFIDENCE, LEANING, Interval, wilson
from reports.analysis.refusals import TooFew
from reports.records import Episode

HOURLY_FROM_DAYS: Final = 56  # below, an hour holds too few days: bins of two hours
LAST_MINUTE: Final = MINUTES_A_DAY - 1
PEAK_EVENTS_MIN: Final = 30
PEAK_DAYS_MIN: Final = 10  # ours: the days are the units of the test, and fewer tell little of how days differ
WATCHED_STEP_MIN: Final = 10
WAKING_MIN: Final = 60
SLOPE_MIN: Final = 180  # ours: of a peak nearer to the night than this, one slope is in the dark


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


@dataclass(frozen=True, slots=True)
class Night:
    """
    The hours from which few entries are expected, in minutes after midnight: everybody's, or this person's.

    `slack_min` is by how much the sleep of this person may be longer at either end; 0 where it is known.
    """

    from_min: int = NIGHT_FROM_MIN
    until_min: int = NIGHT_UNTIL_MIN
    slack_min: int = 120  # ours: many get up at 8

    def __contains__(self, minute: float) -> bool:
        return (minute - self.from_min) % MINUTES_A_DAY < self.length_min

    @property
    def length_min(self) -> int:
        """
        The length of the night.

        Returns
        -------
        int
            Minutes, from 0 to below 1440.
        """
        return (self.until_min - self.from_min) % MINUTES_A_DAY

    def longer(self, by_min: int) -> Night:
        """
        Return this night, longer at both ends and without slack.

        Parameters
        ----------
        by_min : int
            Minutes at either end, together less than the waking day.

        Returns
        -------
        Night
            With its times after midnight.

        Examples
        --------
        >>> Night().longer(120)
        Night(from_min=1200, until_min=480, slack_min=0)
        """
        return Night((self.from_min - by_min) % MINUTES_A_DAY, (self.until_min + by_min) % MINUTES_A_DAY, 0)


NIGHT: Final = Night()


@dataclass(frozen=True, slots=True)
class Peak:
    """
    The time around which the episodes gather, with its 95 % limits, in minutes after midnight.

    The limits may pass midnight. `partly_unseen`: it lies within 3 hours of the night, so that a slope of it was not
    watched. On that side nothing is known, and the limit is the edge of the night; on the other it may be an hour too
    near, since it leans on the shape of the law.
    """

    minute: float
    from_minute: float
    until_minute: float
    partly_unseen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """
    Whether the episodes gather around one hour of the waking day: clear, leaning or can't tell.

    `peak` is None when its limits are the whole clock, or when it would lie in the night, where it cannot be seen.
    `concentration` is that of the von Mises law, 0 for even hours. `events` are the hours of `days` days in which
    something was written, outside `night`; `waking_share` is the share of timed entries outside it. `backfilled` and
    `untimed` entries are left out, as in `TypicalDay`. `p_value` is for the clinician, never for the person.
    """

    word: str
    p_value: float
    peak: Peak | None
    concentration: float
    events: int
    days: int
    waking_share: float
    night: Night
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
        The days of the period. Those on and off all day are left out: an hour without an entry is not a quiet one.
    episodes : sequence of Episode
        The entries of the same days. An entry with a length lies in every hour that it touches before midnight.
    bin_hours : int
        Width of a bin, a divisor of 24.

    Returns
    -------
    TypicalDay
        Shares with Wilson's 95 % limits. Fewer entries are expected of the hours of sleep: nobody writes then.
    """
    timed = by_day(_on_the_clock(episodes))
    days = [day.day for day in facts if day.answered and not day.continual and (day.day in timed or not day.twitched)]
    hits = [0] * (24 // bin_hours)
    for day in days:
        for index in {i for entry in timed.get(day, ()) for i in _bins(entry, bin_hours)}:
            hits[index] += 1
    return TypicalDay(
        bin_hours,
        len(days),
        tuple(wilson(hit, len(days)) for hit in hits) if days else (),
        backfilled=_backfilled(episodes),
        untimed=_untimed(episodes),
    )


def concentration(episodes: Sequence[Episode], *, night: Night = NIGHT) -> Concentration | TooFew:
    r"""
    Test whether the episodes gather around one hour of the day, and say around which.

    Parameters
    ----------
    episodes : sequence of Episode
        The entries of a period, in any order. Backfilled ones and those without a clock time are left out.
    night : Night, default 22:00 to 06:00 with a slack of 2 h
        Hours in which hardly anything is written, whatever happens.

    Returns
    -------
    Concentration or TooFew
        Refused below 30 events, or 10 days with one.

    Raises
    ------
    ValueError
        If the night and its slack leave less than one waking hour.

    Notes
    -----
    Null hypothesis: over the waking hours the episodes are even. That is Rayleigh's test ([1]_, section 6.3.1;
    [2]_, chapter 27) with two changes. Nobody writes asleep, so the mean vector is compared with that of even
    *waking* hours, not with zero, and the peak is that of a von Mises law seen through them (`circular.tilt`). And the
    entries of one bout are not independent: entries of one hour of one day count as one event, at their mean minute,
    and the days, not the events, are the units (`circular.second_order_p`). The limits of the peak are
    :math:`\mu \pm \arcsin(t_{n-2}\,\hat\sigma)` ([3]_, section 4.4.4).

    Ours: when this person sleeps is not known, and a late riser would seem to twitch in the afternoon. So where less
    is written at the ends of the waking day than in its middle, the p-value is the larger one of two: for the night as
    given, and for one that is longer by the slack at both ends. One peak is looked for: two equal ones at opposite
    hours cannot be seen.

    References
    ----------
    .. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley.
    .. [2] Zar, J. H. (2010). Biostatistical Analysis, 5th ed. Pearson.
    .. [3] Fisher, N. I. (1993). Statistical Analysis of Circular Data. Cambridge.

    Examples
    --------
    >>> from datetime import date
    >>> days = [date(2026, 5, n) for n in range(1, 31)]
    >>> kept = [Episode(id=f"{day} {minute}", day=day, minute=minute) for day in days for minute in (780, 900)]
    >>> told = concentration(kept)
    >>> told.word, round(told.peak.minute), told.events
    ('clear', 840, 60)
    >>> concentration(kept[:8])
    TooFew(what='events', have=8, need=30)
    """
    if night.length_min + 2 * night.slack_min > MINUTES_A_DAY - WAKING_MIN:
        raise ValueError("a night and its slack must leave a waking hour")
    timed = _on_the_clock(episodes)
    waking = _outside(night, timed)
    days = _resultants(waking)
    events = sum(day.number for day in days)
    if events < PEAK_EVENTS_MIN:
        return TooFew("events", events, PEAK_EVENTS_MIN)
    if len(days) < PEAK_DAYS_MIN:
        return TooFew("days", len(days), PEAK_DAYS_MIN)
    p_value = max(_p_value(waking, one) for one in _nights(night, waking))
    watched = _watched(night)
    towards = tilt(sum((day.total for day in days), 0j) / events, watched)
    return Concentration(
        word=_word(p_value),
        p_value=p_value,
        peak=_peak(towards, days, watched, night),
        concentration=abs(towards),
        events=events,
        days=len(days),
        waking_share=len(waking) / len(timed),
        night=night,
        backfilled=_backfilled(episodes),
        untimed=_untimed(episodes),
    )


def _on_the_clock(episodes: Iterable[Episode]) -> list[Episode]:
    return [entry for entry in episodes if entry.minute is not None and entry.entry_mode != "backfilled"]


def _outside(night: Night, timed: Iterable[Episode]) -> list[Episode]:
    return [entry for entry in timed if (entry.minute or 0) not in night]


def _backfilled(episodes: Iterable[Episode]) -> int:
    return sum(entry.entry_mode == "backfilled" for entry in episodes)


def _untimed(episodes: Iterable[Episode]) -> int:
    return sum(entry.minute is None and entry.entry_mode != "backfilled" for entry in episodes)


def _resultants(entries: Iterable[Episode]) -> list[Resultant]:
    """Return the days as vectors: the entries of one hour are one event, at their mean minute."""
    days: list[Resultant] = []
    for told in by_day(entries).values():
        hours: dict[int, list[int]] = defaultdict(list)
        for entry in told:
            hours[(entry.minute or 0) // 60].append(entry.minute or 0)
        days.append(resultant([fmean(minutes) for minutes in hours.values()]))
    return days


def _watched(night: Night) -> list[complex]:
    middles = (start + WATCHED_STEP_MIN / 2 for start in range(0, MINUTES_A_DAY, WATCHED_STEP_MIN))
    return [direction(minute) for minute in middles if minute not in night]


def _nights(night: Night, waking: Sequence[Episode]) -> tuple[Night, ...]:
    """Return the nights that may have been: a longer one too, unless as much is written at the ends of the day."""
    longer = night.longer(night.slack_min)
    at_the_ends = 1 - len(_watched(longer)) / len(_watched(night))
    written = 1 - len(_outside(longer, waking)) / len(waking)
    return (night,) if written >= at_the_ends else (night, longer)


def _p_value(entries: Iterable[Episode], night: Night) -> float:
    """Return the p-value of even waking hours; 1 where the waking hours of this night hold too few days to tell."""
    days = _resultants(_outside(night, entries))
    if len(days) < PEAK_DAYS_MIN:
        return 1.0
    even, _ = tilted_moments(0j, _watched(night))
    return second_order_p([day.total - day.number * even for day in days])


def _word(p_value: float) -> str:
    if p_value < 1 - CONFIDENCE:
        return "clear"
    return "leaning" if p_value < 1 - LEANING else "can't tell"


def _peak(towards: complex, days: Sequence[Resultant], watched: Sequence[complex], night: Night) -> Peak | None:
    from scipy.special import stdtrit  # noqa: PLC0415  (0.3 s to import: only where used)

    if not towards or minute_of(towards) in night:
        return None
    sine = float(stdtrit(len(days) - 2, (1 + CONFIDENCE) / 2)) * direction_error(towards, days, watched)
    if sine >= 1:
        return None
    minute, half_min = minute_of(towards), math.asin(sine) / (2 * math.pi) * MINUTES_A_DAY
    morning, evening = _near_morning(night, minute), _near_evening(night, minute)
    low = night.until_min if morning else (minute - half_min) % MINUTES_A_DAY
    high = night.from_min if evening else (minute + half_min) % MINUTES_A_DAY
    return Peak(minute, low, high, partly_unseen=morning or evening)


def _near_morning(night: Night, minute: float) -> bool:
    return bool(night.length_min) and (minute - night.until_min) % MINUTES_A_DAY < SLOPE_MIN


def _near_evening(night: Night, minute: float) -> bool:
    return bool(night.length_min) and (night.from_min - minute) % MINUTES_A_DAY < SLOPE_MIN


def _bins(entry: Episode, bin_hours: int) -> range:
    start = entry.minute or 0
    length_min = max(0, (entry.duration_s or 0) - 1) // 60
    end = min(LAST_MINUTE, start + length_min)
    width_min = bin_hours * 60
    return range(start // width_min, end // width_min + 1)
