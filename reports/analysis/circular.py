"""
Directions on a circle of which a part was not watched: the clock, and the hours in which nobody writes.

A direction is a complex number of length 1; midnight is 1, six in the morning is i. A day is the sum of its directions.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

RIDGE: Final = 1 / 300  # ours: keeps the concentration finite, below about 12, when all directions are the same
STEPS_MAX: Final = 100
MINUTES_A_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Resultant:
    """One day: the sum of its directions, and how many there are."""

    total: complex
    number: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A symmetric matrix of two rows, of cosines and of sines, and what both share."""

    cosine: float
    sine: float
    both: float

    def solve(self, of: complex) -> complex:
        """
        Multiply a vector by the inverse of this matrix.

        Parameters
        ----------
        of : complex
            The vector.

        Returns
        -------
        complex
            The solution of `self` times x = `of`. The matrix must have an inverse.

        Examples
        --------
        >>> Spread(2.0, 4.0, 0.0).solve(2 + 2j)
        (1+0.5j)
        """
        scale = self.cosine * self.sine - self.both**2
        return complex(self.sine * of.real - self.both * of.imag, self.cosine * of.imag - self.both * of.real) / scale


def direction(minute: float) -> complex:
    """
    Return a time of day as a direction.

    Parameters
    ----------
    minute : float
        Minutes after local midnight.

    Returns
    -------
    complex
        Of length 1.

    Examples
    --------
    >>> [round(part, 9) + 0.0 for part in (direction(360).real, direction(360).imag)]
    [0.0, 1.0]
    """
    return cmath.exp(2j * math.pi * minute / MINUTES_A_DAY)


def minute_of(towards: complex) -> float:
    """
    Return the time of day to which a vector points.

    Parameters
    ----------
    towards : complex
        Any vector but 0.

    Returns
    -------
    float
        Minutes after midnight, from 0 to below 1440.

    Examples
    --------
    >>> round(minute_of(direction(1410)))
    1410
    """
    return cmath.phase(towards) / (2 * math.pi) * MINUTES_A_DAY % MINUTES_A_DAY


def resultant(minutes: Sequence[float]) -> Resultant:
    """
    Add up the directions of one day.

    Parameters
    ----------
    minutes : sequence of float
        Minutes after local midnight.

    Returns
    -------
    Resultant
        Their sum and number.

    Examples
    --------
    >>> resultant([0, 720]).number, round(abs(resultant([0, 720]).total), 9)
    (2, 0.0)
    """
    return Resultant(sum((direction(minute) for minute in minutes), 0j), len(minutes))


def second_order_p(days: Sequence[complex]) -> float:
    r"""
    Test that the vectors of the days have no common direction.

    Parameters
    ----------
    days : sequence of complex, shape (n,)
        One vector for each day, at least three.

    Returns
    -------
    float
        The p-value, from 0 to 1.

    Raises
    ------
    ValueError
        With fewer than three days.

    Notes
    -----
    Null hypothesis: the vectors of independent days average zero. Several events of one day need not be independent,
    because the day is the unit. This is Hotelling's one-sample :math:`T^2` ([1]_) on the resultants of the days, the
    second-order test of [2]_, chapter 27. With the sums :math:`S = \sum s_d` and :math:`V = \sum s_d s_d^T`,
    :math:`B = S^T V^{-1} S / n` has under normal vectors a Beta(1, (n-2)/2) law, so that
    :math:`p = (1 - B)^{(n-2)/2}`. With one event a day and many days, p is Rayleigh's :math:`e^{-n \bar R^2}`.

    References
    ----------
    .. [1] Hotelling, H. (1931). Annals of Mathematical Statistics, 2(3), 360-378.
    .. [2] Zar, J. H. (2010). Biostatistical Analysis, 5th ed. Pearson.

    Examples
    --------
    >>> second_order_p([1, -1, 1j, -1j])
    1.0
    >>> second_order_p([1, 1, 1, 1])
    0.0
    """
    if len(days) < 3:
        raise ValueError("at least three days are needed")
    total = sum(days, 0j)
    spread = _second_moments(days)
    size = spread.cosine + spread.sine
    if spread.cosine * spread.sine - spread.both**2 > 1e-9 * size * size:
        share = _dot(total, spread.solve(total)) / len(days)
    else:
        share = abs(total) ** 2 / size / len(days) if size else 0.0  # all on one line: its length is all there is
    return math.pow(1 - min(1.0, max(0.0, share)), (len(days) - 2) / 2)


def tilt(mean: complex, watched: Sequence[complex]) -> complex:
    r"""
    Fit a von Mises law of which only a part of the circle was watched.

    Parameters
    ----------
    mean : complex
        Mean of the observed directions.
    watched : sequence of complex
        Directions at equal steps over the watched part of the circle, at least one.

    Returns
    -------
    complex
        :math:`\kappa e^{i\mu}`: it points to the peak, and its length is the concentration, at most about 12.

    Notes
    -----
    The density on the watched part is proportional to :math:`\exp(\kappa\cos(\theta-\mu))` ([1]_, section 3.5.4).
    It is an exponential family, so the likelihood is greatest where the mean vector of the law is the observed one;
    Newton's steps find it. A ridge of 1/300 a direction (ours) lets the maximum exist for any data. Watching the
    whole circle gives the usual mean direction; the plain mean of a part would lean towards the middle of that part.

    References
    ----------
    .. [1] Mardia, K. V. & Jupp, P. E. (2000). Directional Statistics. Wiley.

    Examples
    --------
    >>> circle = [direction(minute) for minute in range(0, 1440, 10)]
    >>> fitted = tilt(0.5 * direction(480), circle)
    >>> round(minute_of(fitted)), round(abs(fitted), 2)  # Mardia & Jupp, appendix 2.3: A(1.16) = 0.50
    (480, 1.15)
    """
    towards = 0j
    for _ in range(STEPS_MAX):
        expected, spread = tilted_moments(towards, watched)
        step = Spread(spread.cosine + RIDGE, spread.sine + RIDGE, spread.both).solve(mean - expected - RIDGE * towards)
        towards += step / max(1.0, abs(step))  # at most 1: a longer step may pass the peak for good
        if abs(step) < 1e-9:
            break
    return towards


def tilted_moments(towards: complex, watched: Sequence[complex]) -> tuple[complex, Spread]:
    r"""
    Return the mean vector of a von Mises law over the watched part of the circle, and its covariance.

    Parameters
    ----------
    towards : complex
        :math:`\kappa e^{i\mu}`.
    watched : sequence of complex
        Directions at equal steps over the watched part of the circle, at least one.

    Returns
    -------
    tuple of (complex, Spread)
        Mean and covariance of (cos, sin).

    Examples
    --------
    >>> mean, spread = tilted_moments(0j, [1, 1j, -1, -1j])
    >>> abs(mean), spread.cosine, spread.sine
    (0.0, 0.5, 0.5)
    """
    logs = [_dot(towards, one) for one in watched]
    highest = max(logs)
    weights = [math.exp(value - highest) for value in logs]
    total = sum(weights)
    mean = sum((weight * one for weight, one in zip(weights, watched, strict=True)), 0j) / total
    second = sum((weight * one * one for weight, one in zip(weights, watched, strict=True)), 0j) / total
    return mean, Spread(
        cosine=(1 + second.real) / 2 - mean.real**2,
        sine=(1 - second.real) / 2 - mean.imag**2,
        both=second.imag / 2 - mean.real * mean.imag,
    )


def direction_error(towards: complex, days: Sequence[Resultant], watched: Sequence[complex]) -> float:
    r"""
    Return the standard error of the direction of `tilt`, with whole days as independent units.

    Parameters
    ----------
    towards : complex
        What `tilt` returned, not 0.
    days : sequence of Resultant, shape (n,)
        At least two.
    watched : sequence of complex
        As given to `tilt`.

    Returns
    -------
    float
        Radians, as the sine of an angle: above 1 the direction is not known at all.

    Notes
    -----
    The sandwich :math:`H^{-1} (\sum_d g_d g_d^T) H^{-1} n/(n-1)` ([1]_) with :math:`g_d` what a day's sum differs from
    the fitted law, taken across the direction and divided by :math:`\kappa`. With one event a day and the whole circle
    watched it is Fisher's circular standard error ([2]_, section 4.4.4).

    References
    ----------
    .. [1] Liang, K.-Y. & Zeger, S. L. (1986). Biometrika, 73(1), 13-22.
    .. [2] Fisher, N. I. (1993). Statistical Analysis of Circular Data. Cambridge.

    Examples
    --------
    >>> circle = [direction(minute) for minute in range(0, 1440, 10)]
    >>> days = [resultant([540 + late]) for late in (-90, -30, 0, 30, 90)] * 4
    >>> mean = sum(day.total for day in days) / 20
    >>> round(direction_error(tilt(mean, circle), days, circle), 3)
    0.061
    """
    expected, spread = tilted_moments(towards, watched)
    ridged = Spread(spread.cosine + RIDGE, spread.sine + RIDGE, spread.both)
    across = ridged.solve(1j * towards / abs(towards)) / sum(day.number for day in days)
    squares = sum(_dot(across, day.total - day.number * expected) ** 2 for day in days)
    return math.sqrt(squares * len(days) / (len(days) - 1)) / abs(towards)


def _second_moments(vectors: Sequence[complex]) -> Spread:
    return Spread(
        sum(one.real**2 for one in vectors),
        sum(one.imag**2 for one in vectors),
        sum(one.real * one.imag for one in vectors),
    )


def _dot(one: complex, other: complex) -> float:
    return one.real * other.real + one.imag * other.imag
