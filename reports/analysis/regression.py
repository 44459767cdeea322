"""Negative-binomial regression of daily counts: how a rate depends on what is known of each day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS_MAX: Final = 60
STEP_MAX: Final = 2.0  # of a day's log rate: a longer step may overshoot, and overflow
SETTLED: Final = 1e-9
DISPERSION_MIN: Final = 1e-6  # below, digamma's rounding is larger than what it should tell
DISPERSION_MAX: Final = 1e3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """
    A fitted regression: `mean` of each day, variance `mean + dispersion * mean**2`.

    `family` is poisson where the counts vary no more than chance; the dispersion is then 0.
    """

    coefficients: Floats
    standard_errors: Floats
    dispersion: float
    mean: Floats
    family: Literal["negative binomial", "poisson"]


@dataclass(frozen=True, slots=True)
class NoFit:
    """Why there is no estimate: the likelihood has no single finite maximum."""

    reason: Literal["no day", "no episode", "columns that say the same", "no finite maximum"]


def negative_binomial(
    counts: Floats, design: Floats, *, offset: Floats | float = 0.0, penalty: Floats | float = 0.0
) -> Fit | NoFit:
    r"""
    Regress daily counts on what is known of each day, with a log link and the dispersion by maximum likelihood.

    Parameters
    ----------
    counts : ndarray of float, shape (n,)
        Episodes of each day, 0 or more.
    design : ndarray of float, shape (n, k)
        One column for each coefficient, the constant included, none of them infinite or NaN.
    offset : ndarray of float, shape (n,), or float, default 0
        Log of the exposure of each day.
    penalty : ndarray of float, shape (k,), or float, default 0
        One over the variance of a normal prior around 0 on each coefficient; 0 is no prior.

    Returns
    -------
    Fit or NoFit
        Coefficients in log rate with standard errors from the observed information, which allow for the dispersion
        being estimated too; or the reason why there is no finite estimate.

    Raises
    ------
    ValueError
        If a count is negative, or counts, design or offset are not finite or do not fit together.

    Notes
    -----
    :math:`y_i \sim NB2`, :math:`\mathrm{E}\,y_i = \mu_i = \exp(x_i'\beta + o_i)`,
    :math:`\mathrm{var}\,y_i = \mu_i + \alpha\mu_i^2` ([1]_, section 3.3). :math:`\beta` and
    :math:`\ln\alpha` take turns, each by Newton's method, until neither moves; the two are nearly orthogonal, so a
    few turns do. Where :math:`\sum (y_i - \mu_i)^2 \le \sum y_i` at the Poisson fit, the likelihood
    falls in :math:`\alpha` from 0 on, and the Poisson fit is the answer.

    References
    ----------
    .. [1] Cameron, A. C. & Trivedi, P. K. (2013). Regression Analysis of Count Data, 2nd ed.

    Examples
    --------
    >>> counts, exposed = np.array([0.0, 6, 1, 5, 2, 16]), np.array([0.0, 0, 0, 1, 1, 1])
    >>> fit = negative_binomial(counts, np.column_stack([np.ones(6), exposed]))
    >>> np.exp(fit.coefficients).round(3)
    array([2.333, 3.286])
    """
    offsets = np.broadcast_to(np.asarray(offset, dtype=float), counts.shape)
    _check(counts, design, offsets)
    if not len(counts):
        return NoFit("no day")
    if not counts.any():
        return NoFit("no episode")
    priors = np.broadcast_to(np.asarray(penalty, dtype=float), design.shape[1:])
    if np.linalg.matrix_rank(np.vstack([design, np.diag(np.sqrt(priors))])) < design.shape[1]:
        return NoFit("columns that say the same")
    return _alternate(counts, design, offsets, priors)


def coefficients_given(
    counts: Floats,
    designs: Floats,
    dispersion: float,
    *,
    known: NDArray[np.bool_],
    start: Floats,
    penalty: Floats | float = 0.0,
) -> Floats:
    r"""
    Regress the same counts on several designs at once, with the dispersion given.

    Parameters
    ----------
    counts : ndarray of float, shape (n,)
        Episodes of each day; any number where no design knows the day.
    designs : ndarray of float, shape (m, n, k)
        A design for each regression; any finite number where the day is not known.
    dispersion : float
        The NB2 dispersion, 0 or more.
    known : ndarray of bool, shape (m, n)
        The days that count in each regression.
    start : ndarray of float, shape (k,)
        Coefficients from which to begin.
    penalty : ndarray of float, shape (k,), or float, default 0
        As in `negative_binomial`.

    Returns
    -------
    ndarray of float, shape (m, k)
        Coefficients in log rate; of a regression without a finite maximum those of the last step.

    Notes
    -----
    With :math:`\alpha` given the log-likelihood is concave in :math:`\beta`, so that there is one maximum at most.

    Examples
    --------
    >>> counts, exposed = np.array([0.0, 6, 1, 5, 2, 16]), np.array([0.0, 0, 0, 1, 1, 1])
    >>> designs = np.stack([np.ones(6), exposed], axis=-1)[None]
    >>> told = coefficients_given(counts, designs, 0.5, known=np.ones((1, 6), bool), start=np.zeros(2))
    >>> np.exp(told).round(3)
    array([[2.333, 3.286]])
    """
    priors = np.broadcast_to(np.asarray(penalty, dtype=float), designs.shape[2:])
    begin = np.broadcast_to(start, (len(designs), designs.shape[2]))
    return _newton(counts, designs, np.zeros(len(counts)), dispersion, known, priors, begin)[0]


def _check(counts: Floats, design: Floats, offsets: Floats) -> None:
    if design.ndim != 2 or counts.shape != design.shape[:1]:
        raise ValueError("one row of the design for each count is needed")
    if not (np.isfinite(counts).all() and np.isfinite(design).all() and np.isfinite(offsets).all()):
        raise ValueError("counts, design and offset must be finite")
    if (counts < 0).any():
        raise ValueError("a count is 0 or more")


def _alternate(counts: Floats, design: Floats, offsets: Floats, priors: Floats) -> Fit | NoFit:
    known = np.ones((1, len(counts)), dtype=bool)
    beta, dispersion = _start(counts, design, offsets), 0.0
    for _ in range(STEPS_MAX):
        beta, settled = _newton(counts, design[None], offsets, dispersion, known, priors, beta)
        if not settled:
            return NoFit("no finite maximum")
        mean = np.exp(design @ beta[0] + offsets)
        before, dispersion = dispersion, _dispersion(counts, mean, dispersion)
        if abs(dispersion - before) <= SETTLED * dispersion:
            break
    information = _information(counts, design, mean, dispersion, priors)
    errors = np.sqrt(np.diag(np.linalg.inv(information)))[: design.shape[1]]
    return Fit(beta[0], errors, dispersion, mean, "negative binomial" if dispersion else "poisson")


def _start(counts: Floats, design: Floats, offsets: Floats) -> Floats:
    """Return the least-squares fit to the log of the counts, half an episode added."""
    log_counts: Floats = np.log(counts + 0.5) - offsets
    return np.asarray(np.linalg.lstsq(design, log_counts, rcond=None)[0], dtype=float)[None]


def _newton(
    counts: Floats,
    designs: Floats,
    offsets: Floats,
    dispersion: float,
    known: NDArray[np.bool_],
    priors: Floats,
    begin: Floats,
) -> tuple[Floats, bool]:
    """Return the coefficients of each design by Newton's method, and whether all of them have settled."""
    beta, across = begin, designs.swapaxes(1, 2)
    log_rate = np.einsum("mnk,mk->mn", designs, beta) + offsets
    for _ in range(STEPS_MAX):
        mean = np.exp(log_rate)
        weight = known / (1 + dispersion * mean)
        score = (across @ (weight * (counts - mean))[..., None])[..., 0] - priors * beta
        curve = weight * mean * (1 + dispersion * counts) / (1 + dispersion * mean)
        information = across @ (curve[..., None] * designs) + np.diag(priors)
        try:
            step = np.linalg.solve(information, score[..., None])
        except np.linalg.LinAlgError:
            return beta, False
        change = (designs @ step)[..., 0]
        longest = np.abs(change).max(axis=1, keepdims=True)
        share = np.minimum(1.0, STEP_MAX / np.maximum(longest, SETTLED))
        beta, log_rate = beta + share * step[..., 0], log_rate + share * change
        if longest.max() < SETTLED:
            return beta, True
    return beta, False


def _dispersion(counts: Floats, mean: Floats, begin: float) -> float:
    """Return the dispersion of the largest likelihood for these means; 0 where chance alone varies as much."""
    squares = (counts - mean) ** 2 - counts
    if squares.sum() <= 0:
        return 0.0
    log_alpha = np.log(np.clip(begin or squares.sum() / (mean**2).sum(), DISPERSION_MIN, DISPERSION_MAX))
    for _ in range(STEPS_MAX):
        slope, curve = _dispersion_slope(counts, mean, float(np.exp(log_alpha)))
        step = np.clip(-slope / curve if curve < 0 else np.sign(slope), -1.0, 1.0)
        log_alpha = np.clip(log_alpha + step, np.log(DISPERSION_MIN), np.log(DISPERSION_MAX))
        if abs(step) < SETTLED:
            break
    return float(np.exp(log_alpha))


def _dispersion_slope(counts: Floats, mean: Floats, dispersion: float) -> tuple[float, float]:
    r"""Return the first and second derivative of the log-likelihood in :math:`\ln\alpha` ([1]_, section 3.3.1)."""
    from scipy.special import psi, zeta  # noqa: PLC0415  (0.3 s to import: only where used)

    size = 1 / dispersion
    both = size + mean
    first = psi(counts + size) - psi(size) - np.log1p(mean / size) + (mean - counts) / both
    second = zeta(2, counts + size) - zeta(2, size) + dispersion - 2 / both + (size + counts) / both**2
    return -size * float(first.sum()), size * float(first.sum()) + size**2 * float(second.sum())


def _information(counts: Floats, design: Floats, mean: Floats, dispersion: float, priors: Floats) -> Floats:
    """Return the observed information of the coefficients and, unless it is 0, of the dispersion."""
    spread = (1 + dispersion * mean) ** 2
    coefficients = design.T @ ((mean * (1 + dispersion * counts) / spread)[:, None] * design) + np.diag(priors)
    if not dispersion:
        return coefficients
    cross = design.T @ (mean * (counts - mean) / spread)
    _, curve = _dispersion_slope(counts, mean, dispersion)
    return np.block([[coefficients, cross[:, None]], [cross[None], np.array([[-curve / dispersion**2]])]])
