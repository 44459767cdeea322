"""How uncertain the mean of days is whose mood remembers yesterday: the long-run variance, averaged over memories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.intervals import CONFIDENCE

Floats = NDArray[np.float64]

MOOD_MEMORIES: Final = (0.7, 0.8, 0.9)  # ours: lag-1 correlations of a mood that lasts three to ten days
MOOD_SHARES: Final = (0.2, 0.4, 0.6)  # ours: the mood's share of the variance that is not chance of the single day
NOISE_MAX: Final = 0.7  # ours: a person may be more regular than chance within each mood
NO_MOOD: Final = 0.4  # ours: the weight of days that do not hang together, before a day is seen
PRECISION: Final = 1e-9  # of a half width


@dataclass(frozen=True, slots=True)
class LongRun:
    """
    How many times the variance of independent days a mean has: one value per possible memory, for each side.

    `inflations` has shape (memories,) for each side; `weights`, shape (memories,), sum to 1 and are what the days of
    all sides say about the memory; `freedom` is the number of days less one on each side.
    """

    inflations: tuple[Floats, ...]
    weights: Floats
    freedom: int


def long_run(*sides: Floats, noises: Sequence[float]) -> LongRun:
    r"""
    Weigh how the days of one person hang together, and how much less a mean of them can be trusted for it.

    Parameters
    ----------
    *sides : ndarray of float, shape (n_i,)
        Counts, or 0 and 1, of the known days of each period, in the order of the days; at least 2 days each.
    noises : sequence of float, shape (sides,)
        The share of each side's variance that is chance of the single day and cannot remember, from 0 to 1.

    Returns
    -------
    LongRun
        The memories are the same on all sides: it is the same person. A side without any spread says nothing.

    Raises
    ------
    ValueError
        If there is no side, or a side has fewer than 2 days.

    Notes
    -----
    A mood with lag-1 correlation :math:`\rho` that makes the share :math:`s` of the variance gives the days the
    spectrum :math:`f(\omega) = 1 - s + s(1-\rho^2)/(1 + \rho^2 - 2\rho\cos\omega)`; :math:`s` is 0.2, 0.4 or 0.6 of
    what is not noise, :math:`\rho` 0.7, 0.8 or 0.9, and with weight 0.4 there is no mood.

    The cosine transform of the days has nearly independent coefficients :math:`c_j \sim N(0, \sigma^2 f(\pi j/n))`
    (Whittle's likelihood, [1]_); with :math:`\sigma` integrated out, a memory has the likelihood
    :math:`\prod_j f_j^{-1/2} (\sum_j c_j^2/f_j)^{-(n-1)/2}` and the mean the variance :math:`f(0)\hat\sigma^2/n`
    (the tests of [2]_ rest on the same coefficients).
    In 28 to 90 days no single memory can be told, therefore all are kept with their weights.

    Missing days are closed up, which leaves the mean's variance right (the "equal spacing" of [3]_).

    References
    ----------
    .. [1] Whittle, P. (1953). Arkiv for Matematik, 2(5), 423-434.
    .. [2] Mueller, U. K. (2007). Journal of Econometrics, 141(2), 1331-1352.
    .. [3] Datta, D. D. & Du, W. (2012). Federal Reserve IFDP 1060, section 2.

    Examples
    --------
    >>> mixed, runs = np.array([0.0, 4.0] * 30), np.repeat([0.0, 4.0, 0.0, 4.0], 15)
    >>> told = [long_run(days, noises=[0.0]) for days in (mixed, runs)]
    >>> [bool(one.weights @ one.inflations[0] > 3) for one in told]
    [False, True]
    """
    if not sides or min(len(side) for side in sides) < 2:
        raise ValueError("at least one side and two days on each are needed")
    weighed = [_weigh(side, 1 - noise) for side, noise in zip(sides, noises, strict=True)]
    log_weights = _log_prior() + sum(log_likelihood for _, log_likelihood in weighed)
    weights = np.exp(log_weights - log_weights.max())
    return LongRun(
        tuple(inflation for inflation, _ in weighed),
        weights / weights.sum(),
        sum(len(side) - 1 for side in sides),
    )


def poisson_noise(counts: Floats) -> float:
    """
    Return which share of the days' variance is the Poisson chance of the single day.

    Parameters
    ----------
    counts : ndarray of float, shape (n,)
        Episodes of known days, at least 2 days.

    Returns
    -------
    float
        Mean over variance, at most 0.7: the days may still come in runs where they differ no more than chance has it.

    Examples
    --------
    >>> poisson_noise(np.array([0.0, 6.0, 0.0, 6.0])), poisson_noise(np.array([3.0, 3.0, 3.0]))
    (0.25, 0.7)
    """
    mean, variance = float(counts.mean()), float(counts.var(ddof=1))
    return mean / variance if mean < NOISE_MAX * variance else NOISE_MAX


def half_width(variances: Floats, of: LongRun, *, confidence: float = CONFIDENCE) -> float:
    r"""
    Return how far the limits lie from an estimate whose variance depends on the memory.

    Parameters
    ----------
    variances : ndarray of float, shape (memories,)
        The variance of the estimate under each memory, more than 0, in the square of its unit.
    of : LongRun
        The weights of the memories and their degrees of freedom.
    confidence : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    float
        In the unit of the estimate: :math:`h` with :math:`\sum_m w_m P(|t_\nu| > h/\sqrt{V_m}) = 1 - confidence`.

    Examples
    --------
    >>> told = LongRun((), np.array([1.0]), freedom=10)
    >>> round(half_width(np.array([4.0]), told), 3)  # twice the t quantile 2.228 of 10 degrees of freedom
    4.456
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415  (0.3 s to import: only where used)

    tail = (1 - confidence) / 2
    errors = np.sqrt(variances)
    low, high = (-stdtrit(of.freedom, tail) * np.array([errors.min(), errors.max()])).tolist()
    return _root(lambda half: float(of.weights @ stdtr(of.freedom, -half / errors)) - tail, low, high)


def _root(of: Callable[[float], float], low: float, high: float) -> float:
    """
    Return where a falling function is 0 between two ends, by the false position with the Illinois rule [1]_.

    A third of the steps of halving: it is asked for ten times in each digest. scipy's takes 0.2 s to import.

    References
    ----------
    .. [1] Dowell, M. & Jarratt, P. (1971). BIT, 11(2), 168-174.
    """
    above, below, before = of(low), of(high), 0.0
    while high - low > PRECISION * high and above > 0 > below:
        middle = (low * below - high * above) / (below - above)
        value = of(middle)
        if value > 0:
            low, above, below = middle, value, below / 2 if before > 0 else below
        else:
            high, below, above = middle, value, above / 2 if before < 0 else above
        before = value
    return low if above <= 0 else high


def _weigh(days: Floats, able: float) -> tuple[Floats, Floats]:
    """Return the inflation of the mean's variance and the log likelihood under each memory."""
    spectra, at_zero = _spectra(len(days), able)
    if np.ptp(days) == 0:
        return at_zero, np.zeros(len(at_zero))
    squares = _cosines(days / days.max())[1:] ** 2
    whitened = (squares / spectra).sum(axis=1)
    log_likelihood = -np.log(spectra).sum(axis=1) / 2 - (len(days) - 1) / 2 * np.log(whitened)
    return at_zero * whitened / squares.sum(), log_likelihood


def _cosines(values: Floats) -> Floats:
    """
    Return the discrete cosine transform (II, orthonormal from the second term on) by a Fourier transform of twice the
    length: scipy.fft has it ready, but takes 0.2 s to import.
    """
    length = len(values)
    spectrum = np.fft.rfft(np.concatenate([values, values[::-1]]))[:length]
    turned: Floats = (spectrum * np.exp(-1j * np.pi * np.arange(length) / (2 * length))).real
    turned /= np.sqrt(2 * length)
    return turned


def _spectra(days: int, able: float) -> tuple[Floats, Floats]:
    """
    Return the spectrum of each memory, shape (memories, days - 1), and its value at frequency 0, for variance 1.

    `able` is the share of the variance that may remember.
    """
    kinds = [(0.0, 0.0)] + [(memory, able * share) for memory in MOOD_MEMORIES for share in MOOD_SHARES]
    memory, share = np.array(kinds).T[:, :, np.newaxis]
    cosines = np.cos(np.pi * np.arange(days) / days)
    spectra = 1 - share + share * (1 - memory**2) / (1 + memory**2 - 2 * memory * cosines)
    return spectra[:, 1:], spectra[:, 0]


def _log_prior() -> Floats:
    moods = len(MOOD_MEMORIES) * len(MOOD_SHARES)
    return np.log([NO_MOOD, *[(1 - NO_MOOD) / moods] * moods])
