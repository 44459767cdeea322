"""What goes with more, or with fewer, episodes in one diary, and what chance alone does in the same diary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.compared import Association, LagRatio, NotCompared, Word
from reports.analysis.exposures import Exposure, Factor, cleared
from reports.analysis.intervals import CONFIDENCE, Interval
from reports.analysis.refusals import AlwaysTheSame
from reports.analysis.regression import coefficients_given
from reports.analysis.shifts import PRIOR_SD, Null, Shifted, all_shifts, null_model

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int_]

SHIFT_PAIRS_MIN: Final = 30  # a shift that leaves fewer pairs says little of what chance does to 60
DECLARED_SHARE: Final = 0.9  # of the error, for the declared factors, if others are looked at too
DECIMALS: Final = 9  # of a statistic, so that the rounding of a Fourier transform neither makes nor breaks a tie
NOTHING: Final = 10.0**-DECIMALS
LOG_RATIO_MAX: Final = 50.0  # beyond any diary, and a number that can be printed


def associate(counts: Floats, weekend: Bools, factors: Sequence[Factor]) -> tuple[Association | NotCompared, ...]:
    r"""
    Compare one diary's daily counts with everything that may go with them, all at once.

    Parameters
    ----------
    counts : ndarray of float, shape (n,)
        Episodes of consecutive local days; NaN where the number is not known.
    weekend : ndarray of bool, shape (n,)
        Whether the day is one of a weekend.
    factors : sequence of Factor
        What to compare, with the values of the same days.

    Returns
    -------
    tuple of Association or NotCompared
        One for each factor, in their order.

    Raises
    ------
    ValueError
        If the shapes differ, a count is negative, a number is infinite, or a factor's unit or lags make no sense.

    Notes
    -----
    Null hypothesis: no factor has anything to do with the counts, at any of its lags. Every circular shift of all
    factors together against the counts was then as likely as what happened. At each shift the largest statistic
    :math:`M_s = \max |z_s| / (\sigma f)` of all factors and lags is taken (Westfall and Young's max-T, [1]_);
    :math:`z` is the score of `shifts.all_shifts`, :math:`\sigma` its root mean square over the shifts, and
    :math:`f` shares the error between the declared factors (0.9) and the others (0.1), or gives all to the ones there
    are. A comparison's :math:`p` is the share of the shifts, the unshifted diary among them, whose :math:`M_s` is not
    below its own statistic; so the chance of any false word in the whole diary is 5 %. A true effect shows at its lag
    in as many shifts as its factor has lags: with 60 pairs more than three lags cannot become clear.

    The ratio is :math:`\exp(\hat\beta u)`, with :math:`\hat\beta` from NB2 regression on the factor, cleared of its
    own trend and weekend, beside :math:`\ln(1 + y_{t-1})`, the weekend and a trend, and :math:`u` the unit. Its limits
    are :math:`\exp(u \hat\beta (1 \pm c\,\sigma f / |z|))`, Miettinen's test-based interval ([2]_) with :math:`c` the
    5 % point of :math:`M`: they exclude 1 exactly where :math:`p \le 0.05`. Where the regression and the score point
    to different sides, both are next to nothing, and the score's first step :math:`z / \sqrt{I}` stands for
    :math:`\hat\beta`. The dispersion is that of the counts without any factor.

    Simulated with nothing to find (60 and 120 pairs, memory of the mood 0, 0.5 and 0.8), a word is false in 4 to 5.5 %
    of diaries, for one factor as for eight with three lags each, and the limits of a single comparison hold true
    ratios from 1 to 1.5 in 93 to 97 %; of several comparisons each holds more often. A true ratio of 1.35 for one
    standard deviation is found in 43, 77 and 91 % of diaries of 60, 120 and 180 pairs when one lag is looked at, and
    in 28, 61 and 82 % when three are. Seven factors that nobody declared cost a declared one 1 to 3 % of these.

    What goes together need not be the cause: a worse day also changes how one sleeps and what one drinks.

    References
    ----------
    .. [1] Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
    .. [2] Miettinen, O. (1976). Am. J. Epidemiol., 103(2), 226-235.

    Examples
    --------
    >>> day = np.arange(90)
    >>> short_sleep = (day * day % 11 < 4).astype(float)
    >>> counts = 2.0 + day % 3 + 4 * np.append(0.0, short_sleep[:-1])
    >>> sleep = Factor(code="short sleep", values=short_sleep, unit=1.0, lags=(1,), declared=True)
    >>> (told,) = associate(counts, day % 7 > 4, [sleep])
    >>> told.word, told.by_lag[told.strongest].pairs
    ('more', 89)
    """
    _check(counts, weekend, factors)
    days = _span(counts)
    counts, weekend = counts[days], weekend[days]
    told = [cleared(_during(factor, days), counts, weekend) for factor in factors]
    exposures = [one for one in told if isinstance(one, Exposure)]
    null = null_model(counts, weekend) if exposures else None
    found = iter(_compare(null, counts, exposures) if null else ())
    return tuple(
        next(found, NotCompared(factor.code, factor.declared, AlwaysTheSame("counts")))
        if isinstance(one, Exposure)
        else NotCompared(factor.code, factor.declared, one)
        for factor, one in zip(factors, told, strict=True)
    )


def _compare(null: Null, counts: Floats, exposures: Sequence[Exposure]) -> list[Association]:
    """Return what is told of each exposure, all of them and all their lags judged together."""
    rows, lags = np.array([(row, lag) for row, one in enumerate(exposures) for lag in one.factor.lags]).T
    values, known = np.stack([one.values for one in exposures]), np.stack([one.known for one in exposures])
    shifted = all_shifts(null, values, known, rows, lags)
    scale = _scale(shifted, exposures, rows)
    statistics = np.round(shifted.z / scale[:, None], DECIMALS)
    observed, largest = statistics[:, 0], _largest(statistics, shifted)
    step = scale / np.sqrt(shifted.information[:, 0])
    slopes = _slopes(null, counts, values, known, rows, lags)
    units = np.array([exposures[row].unit for row in rows])
    intervals = _intervals(slopes, observed * step, _critical(largest) * step, units)
    p = (largest >= np.abs(observed)[:, None]).mean(axis=1)
    by_comparison = zip(lags.tolist(), shifted.pairs[:, 0].tolist(), intervals, p.tolist(), strict=True)
    told = [LagRatio(*one) for one in by_comparison]
    return [
        _association(one.factor, told, np.abs(observed), np.flatnonzero(rows == row))
        for row, one in enumerate(exposures)
    ]


def _association(factor: Factor, told: Sequence[LagRatio], clearest: Floats, places: Integers) -> Association:
    by_lag, strongest = tuple(told[place] for place in places), int(np.argmax(clearest[places]))
    return Association(factor.code, factor.declared, _word(by_lag[strongest].ratio), strongest, by_lag)


def _word(ratio: Interval) -> Word:
    if not ratio.excludes(1.0):
        return "no clear difference"
    return "more" if ratio.value > 1 else "less"


def _scale(shifted: Shifted, exposures: Sequence[Exposure], rows: Integers) -> Floats:
    """
    Return what each comparison's score is divided by: its spread over the shifts, times its share of the error.

    The share is the normal quantile at which one of its family would be clear by Bonferroni's rule. Only the
    proportion of the two families matters: the largest of all decides in the end.
    """
    declared = np.array([exposures[row].factor.declared for row in rows])
    shares = np.where(declared, DECLARED_SHARE, 1 - DECLARED_SHARE) if len(set(declared)) == 2 else np.ones(len(rows))
    family = np.where(declared, declared.sum(), (~declared).sum())
    tails = (1 - CONFIDENCE) * shares / family / 2
    quantiles = np.array([NormalDist().inv_cdf(1 - tail) for tail in tails])
    scale: Floats = np.maximum(np.sqrt((shifted.z**2).mean(axis=1)), NOTHING) * quantiles
    return scale


def _largest(statistics: Floats, shifted: Shifted) -> Floats:
    """Return the largest statistic at each shift that leaves enough pairs of every comparison."""
    enough = shifted.pairs.min(axis=0) >= SHIFT_PAIRS_MIN
    largest: Floats = np.abs(statistics[:, enough]).max(axis=0)
    return largest


def _critical(largest: Floats) -> float:
    """Return what exactly those statistics exceed that at most 5 % of the shifts reach."""
    allowed = int(len(largest) * (1 - CONFIDENCE) + NOTHING)
    return float(np.sort(largest)[::-1][allowed]) + NOTHING / 2  # statistics are rounded to whole NOTHINGs


def _slopes(null: Null, counts: Floats, values: Floats, known: Bools, rows: Integers, lags: Integers) -> Floats:
    """Return the log rate ratio of each comparison for one standard deviation more, from NB2 regression."""
    days, columns = null.design.shape
    designs, there = np.zeros((len(rows), days, columns + 1)), np.zeros((len(rows), days), dtype=bool)
    designs[:, :, :columns] = null.design
    for place, (row, lag) in enumerate(zip(rows, lags, strict=True)):
        designs[place, lag:, columns] = values[row, : days - lag]
        there[place, lag:] = null.known[lag:] & known[row, : days - lag]
    start, penalty = np.append(null.coefficients, 0.0), np.append(null.penalty, PRIOR_SD**-2)
    told = np.where(null.known, counts, 0.0)
    return coefficients_given(told, designs, null.dispersion, known=there, start=start, penalty=penalty)[:, -1]


def _intervals(slopes: Floats, first_steps: Floats, half_steps: Floats, units: Floats) -> list[Interval]:
    """Return the ratios for one unit from the slopes, and from the score's estimate of them with its half-width."""
    agreed = np.where(slopes * first_steps > 0, slopes, first_steps)
    curving = np.divide(agreed, first_steps, out=np.ones_like(agreed), where=first_steps != 0)
    logs = np.stack([agreed, agreed - half_steps * curving, agreed + half_steps * curving], axis=1) * units[:, None]
    ratios = np.exp(np.clip(logs, -LOG_RATIO_MAX, LOG_RATIO_MAX))
    return [Interval(*ratio) for ratio in ratios.tolist()]


def _check(counts: Floats, weekend: Bools, factors: Sequence[Factor]) -> None:
    if counts.ndim != 1 or any(other.shape != counts.shape for other in (weekend, *(one.values for one in factors))):
        raise ValueError("counts, weekend and the values of each factor need one value for each day")
    if np.isinf(counts).any() or (counts < 0).any():
        raise ValueError("a count is 0 or more, or NaN where it is not known")
    for one in factors:
        if np.isinf(one.values).any() or not 0 < one.unit < math.inf:
            raise ValueError(f"{one.code}: values must be finite or NaN, and the unit finite and more than 0")
        if not one.lags or min(one.lags) < 0 or len(set(one.lags)) < len(one.lags):
            raise ValueError(f"{one.code}: a lag is a number of days, 0 or more, and each is named once")


def _span(counts: Floats) -> slice:
    """Return the days from the first known count to the last: blank shifts would look like quiet ones."""
    known = np.flatnonzero(np.isfinite(counts))
    return slice(int(known[0]), int(known[-1]) + 1) if len(known) else slice(0, 0)


def _during(factor: Factor, days: slice) -> Factor:
    return replace(factor, values=factor.values[days])
