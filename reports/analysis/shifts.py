"""How strongly daily counts go with an exposure, at every circular shift of the exposure at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.exposures import calendar
from reports.analysis.regression import Fit, negative_binomial

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int_]

PRIOR_SD: Final = 3.0  # of each log ratio: finite also where one half of the days has no episode
NOTHING: Final = 1e-9  # of a residual or of the information: what is left is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """
    The counts of n days without any factor; `residuals` and `weights` are 0 on days that are not `known`.

    `design`, shape (n, 4), has the columns constant, trend, weekend and yesterday's count; `penalty`, shape (4,), is
    their prior, as in `regression.negative_binomial`.
    """

    known: Bools
    design: Floats
    penalty: Floats
    coefficients: Floats
    dispersion: float
    residuals: Floats
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shifted:
    """
    Statistic, information and number of pairs of days at each shift, all of shape (comparisons, n + longest lag).

    Column 0 is the diary as it happened.
    """

    z: Floats
    information: Floats
    pairs: Integers


def null_model(counts: Floats, weekend: Bools) -> Null | None:
    r"""
    Fit the daily counts without any factor.

    Parameters
    ----------
    counts : ndarray of float, shape (n,)
        Episodes of consecutive days, NaN where the number is not known; at least two known.
    weekend : ndarray of bool, shape (n,)
        Whether the day is one of a weekend.

    Returns
    -------
    Null or None
        None where nothing is left to explain: no episode, or counts that the calendar tells exactly.

    Notes
    -----
    NB2 regression on a linear trend, the weekend and :math:`\ln(1 + y_{t-1})`. On the day after a day that is not
    known the last term stands at its mean, and so says nothing. With :math:`\mu` and :math:`\alpha` of that fit, the
    residual is the score of the log rate, :math:`r = (y - \mu) / (1 + \alpha\mu)`, and the weight
    :math:`w = \mu / (1 + \alpha\mu)` is its variance.

    Examples
    --------
    >>> null = null_model(np.array([2.0, 0, np.nan, 3, 1, 2, 0, 4]), np.array([False] * 5 + [True] * 2 + [False]))
    >>> null.design.shape, float(null.residuals[2])
    ((8, 4), 0.0)
    """
    known = np.isfinite(counts)
    design = np.column_stack([calendar(weekend), _yesterday(counts)])
    penalty = np.array([0.0, *[PRIOR_SD**-2] * 3])
    fit = negative_binomial(counts[known], design[known], penalty=penalty)
    if not isinstance(fit, Fit):
        return None
    spread = 1 + fit.dispersion * fit.mean
    residuals, weights = np.zeros(len(counts)), np.zeros(len(counts))
    residuals[known], weights[known] = (counts[known] - fit.mean) / spread, fit.mean / spread
    if np.abs(residuals).max() < NOTHING:
        return None
    return Null(known, design, penalty, fit.coefficients, fit.dispersion, residuals, weights)


def all_shifts(null: Null, exposures: Floats, known: Bools, rows: Integers, lags: Integers) -> Shifted:
    r"""
    Compare the counts with lagged exposures at every circular shift of all exposures together.

    Parameters
    ----------
    null : Null
        The counts of n days without any factor.
    exposures : ndarray of float, shape (m, n)
        Standardised exposures, 0 where not known.
    known : ndarray of bool, shape (m, n)
        Days on which each exposure is known.
    rows, lags : ndarray of int, shape (c,)
        The comparisons: which exposure, and how many days before the count, 0 or more.

    Returns
    -------
    Shifted
        Of each comparison, at each shift of the exposures to s days earlier.

    Notes
    -----
    Null hypothesis: the exposures have nothing to do with the counts, so that each shift of them was as likely as
    what happened; their own memory, the memory of the counts and what the exposures have in common are kept
    ([1]_, for points in the plane). At each shift :math:`z = U / \sqrt{I}` is the score test of one more column in
    the null model ([2]_, section 9.3), with

    .. math:: U_s = \sum_t r_t x_{t-s}, \qquad
              I_s = \sum_t w_t x_{t-s}^2 - b_s' A^{-1} b_s, \qquad
              b_s = \sum_t w_t d_t x_{t-s}, \qquad A = \sum_t w_t d_t d_t'

    and :math:`d_t` the row of the null design. The second term of :math:`I` leaves what the null model does not
    explain of the exposure already; without it the unshifted diary would vary more than the shifted ones. The sums
    are circular cross-correlations, :math:`\mathcal{F}^{-1}(\mathcal{F} r \, \overline{\mathcal{F} x})`: all shifts
    in one transform, and a lag is a shift. A day without a count has :math:`r = w = 0`, a day without a value
    :math:`x = 0`: neither adds anything. The circle has blank days at its end, as many as the longest lag, so that
    the first days are not paired with the last values.

    References
    ----------
    .. [1] Lotwick, H. W. & Silverman, B. W. (1982). J. R. Stat. Soc. B, 44(3), 406-413.
    .. [2] Cox, D. R. & Hinkley, D. V. (1974). Theoretical Statistics. Chapman and Hall.

    Examples
    --------
    >>> null = null_model(np.tile([0.0, 1, 4, 2, 2], 5), np.arange(25) % 7 > 4)
    >>> exposure, lags = np.tile([1.0, -1, 0, 0, 0], 5)[None], np.array([0, 2])
    >>> shifted = all_shifts(null, exposure, np.ones((1, 25), bool), np.array([0, 0]), lags)
    >>> shifted.z.shape, shifted.pairs[:, 0].tolist(), bool(shifted.z[1, 0] == shifted.z[0, 2])
    ((2, 27), [25, 23], True)
    """
    length = exposures.shape[1] + int(lags.max())
    backwards = np.conj(np.fft.rfft(np.stack([exposures, exposures**2, known]), length))
    weighted = null.weights[:, None] * null.design
    root = np.linalg.cholesky(null.design.T @ weighted + np.diag(null.penalty))
    explained = _correlated(np.linalg.solve(root, weighted.T), backwards[0][:, None], length)
    information = _correlated(null.weights, backwards[1], length) - (explained**2).sum(axis=1)
    least = information.max(axis=1, keepdims=True) * NOTHING
    score = np.where(information > least, _correlated(null.residuals, backwards[0], length), 0.0)
    information = np.maximum(information, least)
    pairs = _correlated(null.known.astype(float), backwards[2], length).round().astype(int)
    places = rows[:, None], (np.arange(length) + lags[:, None]) % length
    return Shifted((score / np.sqrt(information))[places], information[places], pairs[places])


def _correlated(series: Floats, backwards: NDArray[np.complex128], length: int) -> Floats:
    return np.fft.irfft(np.fft.rfft(series, length) * backwards, length)


def _yesterday(counts: Floats) -> Floats:
    """Return the centred log of yesterday's count plus one; 0 where yesterday is not known."""
    told = np.concatenate([[np.nan], np.log1p(counts[:-1])])
    return np.where(np.isfinite(told), told - np.nanmean(told), 0.0)
