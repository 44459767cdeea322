"""What differs from day to day, made ready to be compared with the counts; or why it cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.refusals import AlwaysTheSame, TooFew

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PAIRS_MIN: Final = 60  # ours: a day's count and the factor's value, both known
EPISODES_MIN: Final = 24  # Holsteen 2020: with fewer even a moderate effect cannot be told
HALF_DAYS_MIN: Final = 10  # ours: days in the smaller half, above or below the median
VARYING: Final = 1e-9  # of its standard deviation: what is left below this is rounding
UNIT_MAX: Final = 1e9  # standard deviations: no one has such a step, but the ratio stays a number


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Factor:
    """
    Something that differs from day to day.

    `values` of consecutive local days, shape (days,), NaN where not known. `unit` is a step that means something
    (100 mg, 60 min, 1 point), in the unit of `values`. A lag of 1 compares a day's count with the value of the day
    before. `declared`: named before anyone looked.
    """

    code: str
    values: Floats
    unit: float
    lags: tuple[int, ...] = (0, 1, 2)
    declared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """
    A factor cleared of its own trend and weekend, with mean 0 and standard deviation 1.

    `values` and `known` of shape (days,), 0 where not known; `unit` is the factor's, in standard deviations.
    """

    factor: Factor
    values: Floats
    known: Bools
    unit: float


def change(values: Floats) -> Floats:
    """
    Return the change since yesterday.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        Values of consecutive days, NaN where not known.

    Returns
    -------
    ndarray of float, shape (n,)
        In the unit of `values`; NaN where the day or the day before is not known.

    Examples
    --------
    >>> change(np.array([1.0, 3.0, np.nan, 4.0]))
    array([nan,  2., nan, nan])
    """
    return np.diff(values, prepend=np.nan)


def mean_of_three(values: Floats) -> Floats:
    """
    Return the mean of the day and of the two days before.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        Values of consecutive days, NaN where not known.

    Returns
    -------
    ndarray of float, shape (n,)
        In the unit of `values`; NaN where one of the three days is not known.

    Examples
    --------
    >>> mean_of_three(np.array([1.0, 3.0, 5.0, 4.0]))
    array([nan, nan,  3.,  4.])
    """
    before = np.concatenate([[np.nan, np.nan], values])
    mean: Floats = (before[2:] + before[1:-1] + before[:-2]) / 3
    return mean


def calendar(weekend: Bools) -> Floats:
    """
    Return what each day says by its place in the calendar: a constant, a linear trend, and the weekend.

    Parameters
    ----------
    weekend : ndarray of bool, shape (n,)
        Whether the day is one of a weekend, at least two days.

    Returns
    -------
    ndarray of float, shape (n, 3)
        The trend has mean 0 and standard deviation 1, the weekend has mean 0.

    Examples
    --------
    >>> calendar(np.array([False, True])).tolist()
    [[1.0, -1.0, -0.5], [1.0, 1.0, 0.5]]
    """
    day = np.arange(len(weekend)) - (len(weekend) - 1) / 2
    return np.column_stack([np.ones(len(weekend)), day / day.std(), weekend - weekend.mean()])


def cleared(factor: Factor, counts: Floats, weekend: Bools) -> Exposure | TooFew | AlwaysTheSame:
    r"""
    Clear a factor of its own trend and weekend, or say why it cannot be compared with the counts.

    Parameters
    ----------
    factor : Factor
        Its values of n days.
    counts : ndarray of float, shape (n,)
        Episodes of the same days, NaN where the number is not known.
    weekend : ndarray of bool, shape (n,)
        Whether the day is one of a weekend.

    Returns
    -------
    Exposure or TooFew or AlwaysTheSame
        Below 60 pairs of days, 24 episodes or 10 days in the smaller half, `TooFew`; `AlwaysTheSame` where nothing
        is left of the factor beside the calendar.

    Notes
    -----
    The value is the residual of ordinary least squares on the known days, divided by its standard deviation. So the
    comparison is within the person, and two things that merely rise together over the months are not compared.
    The halves are split at the median; days at the median itself stand on the side that leaves the halves more equal.

    Examples
    --------
    >>> weekend, counts = np.arange(70) % 7 > 4, np.full(70, 2.0)
    >>> cleared(Factor(code="coffee", values=np.ones(70), unit=1.0), counts, weekend)
    AlwaysTheSame(what='factor')
    >>> cleared(Factor(code="coffee", values=np.arange(70.0), unit=1.0, lags=(0, 12)), counts, weekend)
    TooFew(what='pairs of days', have=58, need=60)
    """
    short = _short(factor, counts)
    if short:
        return short
    known = np.isfinite(factor.values)
    columns, told = calendar(weekend)[known], factor.values[known] - factor.values[known].mean()
    left = told - columns @ np.linalg.lstsq(columns, told, rcond=None)[0]
    spread = float(left.std())
    if spread <= VARYING * told.std():
        return AlwaysTheSame("factor")
    values = np.zeros(len(counts))
    values[known] = left / spread
    return Exposure(factor, values, known, min(factor.unit / spread, UNIT_MAX))


def _short(factor: Factor, counts: Floats) -> TooFew | AlwaysTheSame | None:
    """Return what a comparison lacks at the lag that has the least of it."""
    pairs = [_pairs(counts, factor.values, lag) for lag in factor.lags]
    days = min(len(told) for told, _ in pairs)
    if days < PAIRS_MIN:
        return TooFew("pairs of days", days, PAIRS_MIN)
    episodes = int(min(told.sum() for told, _ in pairs))
    if episodes < EPISODES_MIN:
        return TooFew("episodes", episodes, EPISODES_MIN)
    if any(np.ptp(values) == 0 for _, values in pairs):
        return AlwaysTheSame("factor")
    half = min(_smaller_half(values) for _, values in pairs)
    return TooFew("days in the smaller half", half, HALF_DAYS_MIN) if half < HALF_DAYS_MIN else None


def _pairs(counts: Floats, values: Floats, lag: int) -> tuple[Floats, Floats]:
    """Return counts and values of the days on which the count, and the value `lag` days before, are known."""
    later, earlier = counts[lag:], values[: max(0, len(values) - lag)]
    known = np.isfinite(later) & np.isfinite(earlier)
    return later[known], earlier[known]


def _smaller_half(values: Floats) -> int:
    median = np.median(values)
    above, below = int((values > median).sum()), int((values < median).sum())
    return max(min(above, len(values) - above), min(below, len(values) - below))
