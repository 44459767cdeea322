"""What is missing, and what it could hide: silent days, quiet days that nobody confirmed, and answering that fades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.analysis.days import DayFacts, answered, daily_counts
from reports.analysis.intervals import CONFIDENCE, Interval, wilson
from reports.analysis.lengths import quantile
from reports.analysis.rates import RATIO_DAYS_MIN, Change, Rate, quasi_rate, share_change
from reports.analysis.refusals import TooFew
from reports.analysis.trend import WEEK_DAYS

PRINTED_BELOW_PERCENT: Final = 80
RATE_DAYS_MIN: Final = 7
UPPER_QUARTILE: Final = 0.75
QUIET_DAYS_MIN: Final = 7
WEEKDAY_WEEKS_MIN: Final = 8
WEEKDAY_RANGE_MIN: Final = 0.2  # ours: a smaller difference between the weekdays changes nothing that is read here


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """
    The rate of the answered days, and what it would be if every silent day had been quiet, or a bad one.

    All are episodes a day. `silent` days are those without any answer; `bad_day` is the upper quartile of the
    person's counted days. Days with episodes on and off are neither: they were answered, but cannot be counted.
    """

    days: int
    answered: int
    silent: int
    told: Rate
    silent_as_none: Interval
    silent_as_bad: Interval
    bad_day: float

    @property
    def to_print(self) -> bool:
        """
        All three rates are printed when fewer than 80 % of the days are answered.

        Returns
        -------
        bool
            False from 80 % on; then `told` stands alone.
        """
        return self.answered * 100 < self.days * PRINTED_BELOW_PERCENT


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Share of answered days of each weekday, Monday first. Returned only where the weekdays differ."""

    shares: tuple[Interval, ...]
    p_value: float


def sensitivity(facts: Sequence[DayFacts]) -> Sensitivity | TooFew:
    r"""
    Say how much the rate depends on the days that nobody answered.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period, silent ones included.

    Returns
    -------
    Sensitivity or TooFew
        Episodes a day; refused below 7 countable days.

    Notes
    -----
    With the rate :math:`r` of the :math:`c` countable days and :math:`m` silent ones, the bounds are
    :math:`(c r + m x)/(c + m)` with :math:`x = 0`, and with :math:`x` the upper quartile of the counts (single-value
    imputation as a sensitivity analysis, [1]_). The limits of :math:`r` are carried through the same line, so they
    say nothing of :math:`x` itself. The bounds are never drawn: nothing is imputed in a chart.

    References
    ----------
    .. [1] Little, R. J. A. & Rubin, D. B. (2019). Statistical Analysis with Missing Data, 3rd ed. Wiley.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> told = [date(2026, 5, 1) + timedelta(days=n) for n in range(10)]
    >>> days = [DayFacts(day=d, answered=d.day <= 7, countable=d.day <= 7, episodes=3 * (d.day <= 7)) for d in told]
    >>> found = sensitivity(days)
    >>> found.told.per_day.value, round(found.silent_as_none.value, 9), found.to_print
    (3.0, 2.1, True)
    """
    counts = daily_counts(facts)
    if len(counts) < RATE_DAYS_MIN:
        return TooFew("days", len(counts), RATE_DAYS_MIN)
    told, given = quasi_rate(counts), len(answered(facts))
    silent, bad_day = len(facts) - given, quantile(sorted(counts), UPPER_QUARTILE)
    return Sensitivity(
        days=len(facts),
        answered=given,
        silent=silent,
        told=told,
        silent_as_none=_with_silent(told, silent, 0.0),
        silent_as_bad=_with_silent(told, silent, bad_day),
        bad_day=bad_day,
    )


def quiet_days_confirmed(facts: Sequence[DayFacts]) -> Interval | TooFew:
    """
    Return the share of the days without an episode that were answered "none".

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period, silent ones included.

    Returns
    -------
    Interval or TooFew
        From 0 to 1, with Wilson's 95 % limits; refused below 7 days without an episode.

    Notes
    -----
    A person who writes of bad days and not of quiet ones seems worse than they are: with 90 % of the twitch days and
    40 % of the quiet ones told, the rate of the told days is 12 % too high (tests). Some silent days had
    episodes that were not told, so the share is a lower bound; silent days come in runs, so the true uncertainty is
    larger.

    Examples
    --------
    >>> from datetime import date
    >>> days = [DayFacts(day=date(2026, 5, n), answered=n < 5, countable=n < 5) for n in range(1, 11)]
    >>> quiet_days_confirmed(days).value
    0.4
    """
    quiet = [day for day in facts if not day.twitched]
    if len(quiet) < QUIET_DAYS_MIN:
        return TooFew("quiet days", len(quiet), QUIET_DAYS_MIN)
    return wilson(len(answered(quiet)), len(quiet))


def adherence_change(facts: Sequence[DayFacts]) -> Change | TooFew:
    """
    Compare the share of answered days of the second half of a period with that of the first.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period in their order, silent ones included.

    Returns
    -------
    Change or TooFew
        Second half minus first, from -1 to 1; refused below 28 days.

    Notes
    -----
    Null hypothesis: both halves are answered as often (`rates.share_change`, which allows for runs of days).
    Simulated without a change it is marked in 3 to 9 % of diaries, in 15 % where silent days come in long runs. Where
    answering fades, a count of all days falls though nothing has changed; the rate of the answered days does not.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> told = [date(2026, 5, 1) + timedelta(days=n) for n in range(60)]
    >>> fading = [DayFacts(day=d, answered=n < 30 or n % 2 == 0) for n, d in enumerate(told)]
    >>> adherence_change(fading).interval.value
    -0.5
    """
    given = [day.answered for day in facts]
    half = len(given) // 2
    change = share_change(given[:half], given[half:])
    return TooFew("days", len(given), 2 * RATIO_DAYS_MIN) if change is None else change


def weekdays_answered(facts: Sequence[DayFacts]) -> Weekdays | TooFew | None:
    r"""
    Return the share of answered days of each weekday, but only where the weekdays differ.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period in their order, silent ones included.

    Returns
    -------
    Weekdays, TooFew or None
        None where a difference is not clear, or below 20 percentage points; refused below 8 whole weeks.

    Notes
    -----
    Null hypothesis: within a week each day is as likely to be answered. Cochran's
    :math:`Q = (k-1)(k\sum C_j^2 - N^2)/(kN - \sum R_i^2)` with the :math:`k = 7` weekdays' totals :math:`C_j` and
    the weeks' totals :math:`R_i` ([1]_); weeks are the blocks, so that fading does not matter. :math:`Q` has about
    a :math:`\chi^2_6` law.

    References
    ----------
    .. [1] Cochran, W. G. (1950). Biometrika, 37(3/4), 256-266.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> told = [date(2026, 5, 4) + timedelta(days=n) for n in range(84)]
    >>> found = weekdays_answered([DayFacts(day=d, answered=d.weekday() < 5 or d.day % 3 == 0) for d in told])
    >>> [round(share.value, 2) for share in found.shares]
    [1.0, 1.0, 1.0, 1.0, 1.0, 0.42, 0.25]
    """
    weeks = [facts[n : n + WEEK_DAYS] for n in range(0, len(facts) - WEEK_DAYS + 1, WEEK_DAYS)]
    if len(weeks) < WEEKDAY_WEEKS_MIN:
        return TooFew("weeks", len(weeks), WEEKDAY_WEEKS_MIN)
    of_weekday = [sum(week[n].answered for week in weeks) for n in range(WEEK_DAYS)]
    of_week = [sum(day.answered for day in week) for week in weeks]
    p_value = _cochran_p(of_weekday, of_week)
    if p_value >= 1 - CONFIDENCE or max(of_weekday) - min(of_weekday) < WEEKDAY_RANGE_MIN * len(weeks):
        return None
    monday_first = sorted(zip((day.day.weekday() for day in weeks[0]), of_weekday, strict=True))
    return Weekdays(tuple(wilson(told, len(weeks)) for _, told in monday_first), p_value)


def _with_silent(told: Rate, silent: int, each: float) -> Interval:
    days = told.days + silent
    value, low, high = (
        (rate * told.days + silent * each) / days for rate in (told.per_day.value, told.per_day.low, told.per_day.high)
    )
    return Interval(value, low, high)


def _cochran_p(of_weekday: Sequence[int], of_week: Sequence[int]) -> float:
    from scipy.special import chdtrc  # noqa: PLC0415  (0.3 s to import: only where used)

    total = sum(of_week)
    mixed = WEEK_DAYS * total - sum(told * told for told in of_week)
    if not mixed:
        return 1.0  # every week is answered whole or not at all: the weekdays are the same
    spread = WEEK_DAYS * sum(told * told for told in of_weekday) - total * total
    return float(chdtrc(WEEK_DAYS - 1, (WEEK_DAYS - 1) * spread / mixed))
