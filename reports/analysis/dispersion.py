"""How much more days differ than chance alone would make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.analysis.trend import WEEK_DAYS


@dataclass(frozen=True, slots=True)
class Dispersion:
    """`phi` is variance over mean, at least 1, with the degrees of freedom on which it rests."""

    phi: float
    freedom: int


def dispersion(counts: Sequence[int]) -> Dispersion:
    r"""
    Return how much more the days differ than a Poisson count would, at least 1, and on how many values that rests.

    Parameters
    ----------
    counts : sequence of int, shape (n,)
        Episodes of each countable day in the order of the days.

    Returns
    -------
    Dispersion
        The factor on the Poisson variance, and its degrees of freedom.

    Notes
    -----
    :math:`\phi = \frac{1}{m-1}\sum (y_i - \bar y)^2 / \bar y` ([1]_) of days and of 7-day sums; the larger one.

    References
    ----------
    .. [1] McCullagh, P. & Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., section 6.2.4.

    Examples
    --------
    >>> dispersion([1, 1, 1, 1])
    Dispersion(phi=1.0, freedom=3)
    >>> dispersion([0, 9, 0, 9])
    Dispersion(phi=6.0, freedom=3)
    """
    weeks = [sum(counts[i : i + WEEK_DAYS]) for i in range(0, len(counts) - WEEK_DAYS + 1, WEEK_DAYS)]
    daily, weekly = _pearson(counts), _pearson(weeks)
    if weekly > max(1.0, daily):
        return Dispersion(weekly, len(weeks) - 1)
    return Dispersion(max(1.0, daily), len(counts) - 1)


def _pearson(counts: Sequence[int]) -> float:
    if len(counts) < 2 or not sum(counts):
        return 1.0
    mean = sum(counts) / len(counts)
    return sum((y - mean) ** 2 for y in counts) / mean / (len(counts) - 1)
