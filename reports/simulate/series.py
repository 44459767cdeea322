"""
Daily counts with nothing, or with a known something, behind them: the material on which methods are measured. Pure.

Arrays are of shape (runs, days). A day that nobody wrote down is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.simulate.profiles import COUNTS_PAPERS, Number

Floats = NDArray[np.float64]

EXPOSURE_MEMORY = Number(0.4, "assumption: the exposure of our own simulations, AR(.4)")
MOOD_SPREAD = Number(0.47, "assumption; with `COUNT_SIZE` a Poisson model errs as often as in our first simulations")
COUNT_SIZE = Number(2.0, COUNTS_PAPERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """
    How many episodes a day: negative binomial around a mood that remembers yesterday.

    `mean` per day and over all moods, `size` of the negative binomial, `memory` the lag-1 correlation of the mood,
    `spread` its standard deviation in log rate, `missing` the share of days that nobody wrote down.
    """

    days: int
    mean: float = 3.0
    size: float = COUNT_SIZE.value
    memory: float = 0.5
    spread: float = MOOD_SPREAD.value
    missing: float = 0.0


def generator(*names: int | str) -> np.random.Generator:
    """
    Return a generator of its own for these names.

    Examples
    --------
    >>> bool(generator("rates", 1).random() == generator("rates", 1).random())
    True
    """
    return np.random.default_rng(list("/".join(map(str, names)).encode()))


def remembering(chance: np.random.Generator, runs: int, days: int, memory: float) -> Floats:
    """Return stationary AR(1) series with mean 0, variance 1 and lag-1 correlation `memory`, below 1 in size."""
    series = chance.standard_normal((runs, days))
    for day in range(1, days):
        series[:, day] = memory * series[:, day - 1] + np.sqrt(1 - memory**2) * series[:, day]
    return series


def counts(chance: np.random.Generator, runs: int, of: Counting, *, log_effect: Floats | float = 0.0) -> Floats:
    """
    Return daily counts, NaN where missing.

    `log_effect`, shape (days,) or (runs, days), is added to the log rate: what one looks for.
    """
    mood = of.spread * remembering(chance, runs, of.days, of.memory) - of.spread**2 / 2
    rate = of.mean * np.exp(mood + log_effect)
    told = chance.poisson(rate * chance.gamma(of.size, 1 / of.size, size=rate.shape)).astype(float)
    told[chance.random(rate.shape) < of.missing] = np.nan
    return told
