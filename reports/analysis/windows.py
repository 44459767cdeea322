"""Rates in the known windows of a treatment, some of them short or without any episode, and their ratio."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.analysis.intervals import CONFIDENCE, LEANING, Interval
from reports.analysis.rates import EXACT_BELOW_DAYS, RATIO_DAYS_MIN, RATIO_EVENTS_MIN, Change, word
from reports.analysis.refusals import TooFew
from reports.analysis.trend import WEEK_DAYS

EARLY_DAYS_MIN: Final = 3  # of the four days 0 to 3
USUAL_RUNS: Final = 1.3  # ours: what counts with a lag-1 correlation of the mood of 0.5 have (`simulate.series`)
USUAL_RUNS_WEEKS: Final = 10  # ours: the weeks of one's own that weigh as much as that


@dataclass(frozen=True, slots=True)
class Window:
    """Days since an injection, both included; the last window has no end. Onset and length: Moin 2017, Toxins 2021."""

    name: str
    first: int
    last: int | None

    @property
    def days_min(self) -> int:
        """
        The countable days without which nothing is compared.

        Returns
        -------
        int
            3 of the first four days, 14 of any longer window.
        """
        return EARLY_DAYS_MIN if self.name == "too_early" else RATIO_DAYS_MIN


FULL: Final = Window("full", 4, 28)
WINDOWS: Final = (
    Window("too_early", 0, 3),
    FULL,
    Window("going", 29, 84),
    Window("gone", 85, None),
)


def runs(stretches: Iterable[Sequence[int]]) -> float:
    r"""
    Return how much more the weeks of one diary differ than its days would make them, because bad days come in runs.

    Parameters
    ----------
    stretches : iterable of (sequence of int)
        Episodes of each countable day in the order of the days, of stretches whose rates may differ from each other.

    Returns
    -------
    float
        The factor on the variance of a sum of days, at least 1.

    Notes
    -----
    With the variance :math:`s_w^2` of the days of a stretch around its mean, and the sums :math:`S` of its whole weeks,
    :math:`c = \sum (S - \bar S)^2 / (7 s_w^2)` over :math:`\nu = \sum (m_w - 1)` weeks: the design effect of
    clusters of days ([1]_). A few weeks tell little of it, so it is drawn to 1.3 with the weight of 10 weeks (ours):
    :math:`(c + 13)/(\nu + 10)`.

    References
    ----------
    .. [1] Rao, J. N. K. & Scott, A. J. (1992). Biometrics, 48(2), 577-585.

    Examples
    --------
    >>> runs([])
    1.3
    >>> round(runs([[4] * 7 + [9] * 7 + [4] * 7 + [9] * 7]), 2)
    3.08
    """
    spread, freedom = USUAL_RUNS * USUAL_RUNS_WEEKS, USUAL_RUNS_WEEKS
    for days in stretches:
        weeks = len(days) // WEEK_DAYS
        variance = _variance(days)
        if weeks > 1 and variance:
            sums = [sum(days[n * WEEK_DAYS : (n + 1) * WEEK_DAYS]) for n in range(weeks)]
            spread += _variance(sums) * (weeks - 1) / (WEEK_DAYS * variance)
            freedom += weeks - 1
    return max(1.0, spread / freedom)


def compared(
    before: Sequence[int], now: Sequence[int], *, in_runs: float = 1.0, days_min: int = RATIO_DAYS_MIN
) -> Change | TooFew:
    r"""
    Estimate the ratio of two rates of which the second may be short or without any episode.

    Parameters
    ----------
    before, now : sequence of int
        Episodes of each countable day, in the order of the days.
    in_runs : float, default 1
        What `runs` says of the whole diary, at least 1.
    days_min : int, default 14
        The days that `now` needs.

    Returns
    -------
    Change or TooFew
        Now divided by before; refused below 14 days or 10 episodes before, or below `days_min` days now.

    Notes
    -----
    Null hypothesis: both rates are the same. :math:`\ln R \pm t\sqrt{c(\phi_0/\sum y_0 + \phi_1/\sum y_1)}` as in
    `rates.rate_ratio`, but with the dispersions :math:`\phi` of days only, and with the runs :math:`c` of the whole
    diary: the few weeks of a window cannot tell of them. Below 10 days :math:`\phi_1` is taken from the days before.
    Without an episode now the ratio is 0, and its upper limit is :math:`p/(1-p) \cdot n_0/n_1` with
    :math:`p = 1 - (\alpha/2)^{c\phi_0/\sum y_0}`, the limit of a binomial share of none among
    :math:`\sum y_0 / (c\phi_0)` ([1]_).

    References
    ----------
    .. [1] Clopper, C. J. & Pearson, E. S. (1934). Biometrika, 26(4), 404-413.

    Examples
    --------
    >>> compared([4, 3, 5, 4] * 7, [1, 1, 0, 2])
    TooFew(what='days', have=4, need=14)
    >>> compared([4, 3, 5, 4] * 7, [1, 1, 0, 2], days_min=3).interval.value
    0.25
    >>> compared([4, 3, 5, 4] * 7, [0] * 14).interval.high < 0.1
    True
    """
    if len(before) < RATIO_DAYS_MIN:
        return TooFew("days before", len(before), RATIO_DAYS_MIN)
    if len(now) < days_min:
        return TooFew("days", len(now), days_min)
    if sum(before) < RATIO_EVENTS_MIN:
        return TooFew("episodes before", sum(before), RATIO_EVENTS_MIN)
    limits = _ratio if sum(now) else _none_left
    wide, narrow = (limits(before, now, in_runs, level) for level in (CONFIDENCE, LEANING))
    return Change(wide, word(wide, narrow, none=1.0))


def _ratio(before: Sequence[int], now: Sequence[int], in_runs: float, confidence: float) -> Interval:
    enough = len(now) >= EXACT_BELOW_DAYS
    old, new = _dispersion(before), _dispersion(now if enough else before)
    error = math.sqrt(in_runs * (old / sum(before) + new / sum(now)))
    factor = math.exp(_t(len(before) - 1 + (len(now) - 1) * enough, confidence) * error)
    value = sum(now) / len(now) / (sum(before) / len(before))
    return Interval(value, value / factor, value * factor)


def _none_left(before: Sequence[int], now: Sequence[int], in_runs: float, confidence: float) -> Interval:
    none = ((1 - confidence) / 2) ** (in_runs * _dispersion(before) / sum(before))
    return Interval(0.0, 0.0, (1 - none) / none * len(before) / len(now))


def _dispersion(days: Sequence[int]) -> float:
    return max(1.0, _variance(days) * len(days) / sum(days)) if sum(days) else 1.0


def _variance(values: Sequence[int]) -> float:
    if len(values) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _t(freedom: int, confidence: float) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415  (0.3 s to import: only where used)

    return float(stdtrit(freedom, (1 + confidence) / 2))
