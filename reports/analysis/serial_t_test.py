"""The change of a daily measurement, such as sleep or stress, between two times, where one day is like the last."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.intervals import CONFIDENCE, LEANING, Interval
from reports.analysis.rates import word
from reports.analysis.refusals import AlwaysTheSame, TooFew

Floats = NDArray[np.float64]

DAYS_MIN: Final = 10  # known days on each side
NEIGHBOURS_MIN: Final = 5  # ours: pairs of known neighbouring days on each side; without, nothing tells the memory
INDEPENDENT_DAYS_MIN: Final = 4  # ours: two degrees of freedom; below, t limits are wider than any scale


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialChange:
    """
    The change of the mean, after minus before, in the unit of the values.

    `word` is clear, leaning or can't tell; `p` is for a clinician only. `memory` is the lag-1 correlation of the
    days, from 0 to 1, and `degrees_of_freedom` what it leaves of the `days` known on the two sides.
    """

    change: Interval
    word: str
    p: float
    memory: float
    degrees_of_freedom: float
    days: tuple[int, int]


def serial_t_test(before: Floats, after: Floats) -> SerialChange | TooFew | AlwaysTheSame:
    r"""
    Compare the means of two times whose days remember the day before.

    Parameters
    ----------
    before, after : ndarray of float, shapes (n,) and (m,)
        A measurement on consecutive calendar days, in any unit; NaN where not known, and on days that belong to the
        other side where the sides take turns.

    Returns
    -------
    SerialChange, TooFew or AlwaysTheSame
        `TooFew` below 10 known days or 5 pairs of known neighbouring days on a side, or where all days are together
        worth less than 4 independent ones. `AlwaysTheSame` where no side has two different values.

    Raises
    ------
    ValueError
        If the values are not in one row, or a value is infinite.

    Notes
    -----
    The null hypothesis is that both times have the same mean, with normal values around it that have the same spread
    and the same lag-1 correlation :math:`\rho` (AR(1)), and that the two times are independent. The test is the
    2-sample serial t-test for a change of level ([1]_; its equations are followed as its authors' program has them):

    .. math:: t = \frac{\bar y_1 - \bar y_0}{s \sqrt{c_0/b_0 + c_1/b_1}}, \quad
        c = \frac{1}{n^2} \sum_{i,j} \rho^{|t_i - t_j|}, \quad b = \frac{n}{n-1}(1 - c), \quad
        \nu = 1/c_0 + 1/c_1 - 2

    :math:`\sigma^2 c` is the variance of a mean, :math:`\sigma^2 b` the expected sample variance, and :math:`1/c` the
    number of independent days that are worth the same. Without memory it is Student's test. Two things are ours.
    Days that are not known stay away from the sums, at their true distances :math:`|t_i - t_j|`. And :math:`\rho` is
    :math:`(nr + 1)/(n - 4)` between 0 and 1, which takes off the bias :math:`-(1 + 4\rho)/n` of a lag-1 correlation
    :math:`r` around an estimated mean ([2]_; :math:`r` of both sides together, :math:`n` known days on a side on
    average). The paper's :math:`r + (1 - r^2)/(n - 1)` takes off a part only.

    Simulated without a change (2,000 runs a cell), at memories of 0, 0.3 and 0.6, a change is falsely clear in 4, 5
    and 7 % with 10 days a side (a refusal counts as not clear), in 4, 5 and 5 % with 30 and in 4, 5 and 5 % with 60.
    The paper's :math:`\rho` gives 6, 9 and 14 %, then 5, 6 and 9 %, then 5, 6 and 7 %; Student's test 4 to 6, 14 to 15
    and 32 to 33 %. With a memory of 0.8 ours gives 6, 6 and 5 %, and Student's 48 to 52. Ten days cannot tell a
    memory: at 0.6 they are refused in 39 %, and clear in 11 % of the others. A change of one standard deviation is
    found in 95, 75 and 39 % of 30 days a side (memories of 0, 0.3 and 0.6). Sides that take turns of a week are less
    often clear, falsely in 2 to 4 %: that they lie close together, which helps, is not counted.

    References
    ----------
    .. [1] Tang, J. & Landes, R. D. (2020). PLoS ONE, 15(2), e0228077, and the program that goes with it.
    .. [2] Kendall, M. G. (1954). Biometrika, 41(3/4), 403-404.

    Examples
    --------
    >>> sleep_min = np.array([400.0, 420, 380, 410, 390, 430, 385, 415, 400, 395])
    >>> told = serial_t_test(sleep_min, sleep_min + np.array([30.0] * 9 + [40]))
    >>> told.change.value, told.memory, round(told.change.low, 1), round(told.change.high, 1)
    (31.0, 0.0, 16.0, 46.0)
    >>> serial_t_test(sleep_min, np.array([400.0, np.nan] * 10))
    TooFew(what='neighbouring days', have=0, need=5)
    """
    _check(before, after)
    sides = (before, after)
    refused = _refusal(sides)
    if refused is not None:
        return refused
    memory = _memory(sides)
    shares = [_share_of_variance(np.flatnonzero(~np.isnan(side)), memory) for side in sides]
    independent = sum(1 / share for share in shares)
    if independent < INDEPENDENT_DAYS_MIN:
        return TooFew("independent days", int(independent), INDEPENDENT_DAYS_MIN)
    days = [_known(side) for side in sides]
    return _told(days, shares, memory, independent - 2)


def _check(*sides: Floats) -> None:
    if any(side.ndim != 1 for side in sides):
        raise ValueError("each side needs one value for each day")
    if any(np.isinf(side).any() for side in sides):
        raise ValueError("values must be finite; NaN is not known")


def _known(side: Floats) -> Floats:
    return side[~np.isnan(side)]


def _refusal(sides: tuple[Floats, Floats]) -> TooFew | AlwaysTheSame | None:
    days = min(len(_known(side)) for side in sides)
    if days < DAYS_MIN:
        return TooFew("known days", days, DAYS_MIN)
    neighbours = min(int((~np.isnan(side[1:] + side[:-1])).sum()) for side in sides)
    if neighbours < NEIGHBOURS_MIN:
        return TooFew("neighbouring days", neighbours, NEIGHBOURS_MIN)
    return AlwaysTheSame("values") if all(np.ptp(_known(side)) == 0 for side in sides) else None


def _memory(sides: tuple[Floats, Floats]) -> float:
    """Return the lag-1 correlation of both sides together, cleared of its bias (Kendall 1954) and not below 0."""
    residuals = [side - np.nanmean(side) for side in sides]
    scale = max(float(np.nanmax(np.abs(side))) for side in residuals)
    products = [_known(side[1:] * side[:-1]) for side in (side / scale for side in residuals)]
    squares = sum(float(np.nansum((side / scale) ** 2)) for side in residuals)
    known = sum(len(_known(side)) for side in sides)
    # As many products as there would be without a gap.
    whole = (known - 2) / sum(len(side) for side in products)
    correlation = sum(float(side.sum()) for side in products) * whole / squares
    days = known / 2
    return min(1.0, max(0.0, (days * correlation + 1) / (days - 4)))


def _share_of_variance(dates: NDArray[np.int_], memory: float) -> float:
    """Return the variance of the mean of these days, over that of one day."""
    apart = np.abs(dates[:, np.newaxis] - dates)
    return float((memory**apart).mean())


def _told(days: list[Floats], shares: list[float], memory: float, freedom: float) -> SerialChange:
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415  (0.3 s to import: only where used)

    before, after = days
    change = float(after.mean() - before.mean())
    error = _standard_error(days, shares)
    wide, narrow = (
        Interval(change, change - half, change + half)
        for half in (float(stdtrit(freedom, (1 + level) / 2)) * error for level in (CONFIDENCE, LEANING))
    )
    return SerialChange(
        change=wide,
        word=word(wide, narrow, none=0.0),
        p=float(2 * stdtr(freedom, -abs(change) / error)),
        memory=memory,
        degrees_of_freedom=freedom,
        days=(len(before), len(after)),
    )


def _standard_error(days: list[Floats], shares: list[float]) -> float:
    """Return the standard error of the change of the mean: the denominator of t."""
    spread = math.sqrt(sum(float(((side - side.mean()) ** 2).sum()) for side in days) / (sum(map(len, days)) - 2))
    expected = [len(side) / (len(side) - 1) * (1 - share) for side, share in zip(days, shares, strict=True)]
    return spread * math.sqrt(sum(share / part for share, part in zip(shares, expected, strict=True)))
