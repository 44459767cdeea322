"""Intervals for shares, counts and their changes. scipy is imported where it is used: its import takes 0.3-0.8 s."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95
LEANING: Final = 0.80


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate between its limits, in the unit of the estimate."""

    value: float
    low: float
    high: float

    def excludes(self, value: float) -> bool:
        """
        Say whether `value` lies outside the limits.

        Parameters
        ----------
        value : float
            In the unit of the estimate.

        Returns
        -------
        bool
            False on the limits themselves.
        """
        return value < self.low or value > self.high


def wilson(count: float, total: float, *, confidence: float = CONFIDENCE) -> Interval:
    r"""
    Estimate a share with Wilson's score interval.

    Parameters
    ----------
    count : float
        Number of days with the property, from 0 to `total`; a fraction when divided by a design effect.
    total : float
        Number of answered days, at least 1.
    confidence : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        Share and limits, each from 0 to 1.

    Raises
    ------
    ValueError
        If `count`, `total` or `confidence` is out of range.

    Notes
    -----
    The limits are :math:`(p + z^2/2n \mp z\sqrt{p(1-p)/n + z^2/4n^2}) / (1 + z^2/n)` ([1]_). It assumes
    independent days; runs of bad days make the true uncertainty larger.

    References
    ----------
    .. [1] Wilson, E. B. (1927). J. Am. Stat. Assoc., 22(158), 209-212.

    Examples
    --------
    >>> share = wilson(81, 263)  # Newcombe 1998, table I: 0.2553 to 0.3662
    >>> round(share.low, 4), round(share.high, 4)
    (0.2553, 0.3662)
    """
    z = _z(confidence)
    if total < 1 or not 0 <= count <= total:
        raise ValueError("0 <= count <= total and total >= 1 are needed")
    share = count / total
    centre = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    low = 0.0 if count == 0 else (centre - half) / scale  # exactly 0 and 1 at the ends, not 1e-17
    high = 1.0 if count == total else (centre + half) / scale
    return Interval(share, low, high)


def share_change(before: tuple[float, float], now: tuple[float, float], *, confidence: float = CONFIDENCE) -> Interval:
    r"""
    Estimate the change of a share, now minus before, by Newcombe's hybrid score method.

    Parameters
    ----------
    before, now : tuple of (float, float)
        Days with the property and answered days, as in `wilson`.
    confidence : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        Difference and limits, from -1 to 1; 0 is no change.

    Notes
    -----
    With :math:`(l_i, u_i)` the Wilson limits, the lower limit is
    :math:`d - \sqrt{(p_1-l_1)^2 + (u_2-p_2)^2}` and the upper :math:`d + \sqrt{(u_1-p_1)^2 + (p_2-l_2)^2}`
    ([1]_, method 10).

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Statistics in Medicine, 17(8), 873-890.

    Examples
    --------
    >>> change = share_change((48, 80), (56, 70))  # Newcombe 1998, table II (a): 0.0524 to 0.3339
    >>> round(change.low, 4), round(change.high, 4)
    (0.0524, 0.3339)
    """
    new, old = wilson(*now, confidence=confidence), wilson(*before, confidence=confidence)
    difference = new.value - old.value
    low = difference - math.hypot(new.value - new.low, old.high - old.value)
    high = difference + math.hypot(new.high - new.value, old.value - old.low)
    return Interval(difference, max(-1.0, low), min(1.0, high))


def poisson_rate(count: int, days: float, *, confidence: float = CONFIDENCE) -> Interval:
    r"""
    Estimate a Poisson rate with Garwood's exact interval.

    Parameters
    ----------
    count : int
        Number of episodes, at least 0.
    days : float
        Days of observation, more than 0. A day without episodes counts.
    confidence : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        Estimate and limits, in episodes per day.

    Raises
    ------
    ValueError
        If `count`, `days` or `confidence` is out of range.

    Notes
    -----
    The limits solve :math:`P(X \ge k \mid \mu_L) = \alpha/2` and :math:`P(X \le k \mid \mu_U) = \alpha/2` ([1]_),
    that is :math:`\mu_L = \Gamma^{-1}_{k}(\alpha/2)`, :math:`\mu_U = \Gamma^{-1}_{k+1}(1-\alpha/2)`. It assumes
    independent episodes; bursts make the true uncertainty larger (see `rates.quasi_rate`).

    References
    ----------
    .. [1] Garwood, F. (1936). Biometrika, 28(3/4), 437-442.

    Examples
    --------
    >>> rate = poisson_rate(10, 5)  # Garwood's table: 10 events, 4.795 to 18.390
    >>> rate.value, round(rate.low * 5, 3), round(rate.high * 5, 3)
    (2.0, 4.795, 18.39)
    """
    from scipy.special import gammaincinv  # noqa: PLC0415  (0.3 s to import: only where used)

    _z(confidence)  # refuses a confidence out of range
    if count < 0 or not days > 0:
        raise ValueError("count >= 0 and days > 0 are needed")
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Interval(count / days, low / days, float(gammaincinv(count + 1, 1 - tail)) / days)


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie strictly between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)
