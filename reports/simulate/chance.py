"""Draws from laws, out of the standard library's generator; the same on every machine, whatever PYTHONHASHSEED."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def stream(*names: object) -> Random:
    """
    Return a generator of its own for these names (text and whole numbers).

    Examples
    --------
    >>> stream(1, "A", "truth").random() == stream(1, "A", "truth").random()
    True
    """
    return Random("/".join(map(str, names)))  # noqa: S311  (chance for stories, not for secrets); text is hashed by SHA-512


def pick(chance: Random, weighted: Sequence[tuple[Item, float]]) -> Item:
    """Return one item, with the odds of its weight."""
    return chance.choices([item for item, _ in weighted], [weight for _, weight in weighted])[0]


def gamma(chance: Random, mean: float, sd: float) -> float:
    """Return a gamma draw with this mean and standard deviation, both above 0."""
    return chance.gammavariate((mean / sd) ** 2, sd**2 / mean)


def lognormal(chance: Random, median: float, sigma: float) -> float:
    """Return a log-normal draw with this median (above 0) and this standard deviation of its logarithm."""
    return chance.lognormvariate(log(median), sigma)


def poisson(chance: Random, mean: float) -> int:
    """Return a Poisson count by Knuth's product of uniforms; takes time in proportion to `mean`, at most 500."""
    floor, product, count = exp(-min(mean, 500.0)), chance.random(), 0
    while product > floor:
        product *= chance.random()
        count += 1
    return count


def negative_binomial(chance: Random, mean: float, size: float) -> int:
    """Return a count with this mean and the variance mean + mean^2 / size: Poisson of a gamma rate."""
    return poisson(chance, chance.gammavariate(size, mean / size)) if mean > 0 else 0


def remembering(chance: Random, days: int, memory: float) -> tuple[float, ...]:
    """Return a stationary AR(1) series with mean 0, variance 1 and lag-1 correlation `memory`, below 1."""
    series = [chance.gauss(0, 1)]
    while len(series) < days:
        series.append(memory * series[-1] + sqrt(1 - memory**2) * chance.gauss(0, 1))
    return tuple(series[:days])


def runs(chance: Random, days: int, on: float, off: float, shape: float) -> tuple[bool, ...]:
    """Return days that alternate between runs on and off, gamma long with these means (days); begins on."""
    series: list[bool] = []
    while len(series) < days:
        is_on = not series or not series[-1]
        mean = on if is_on else off
        series += [is_on] * max(1, round(chance.gammavariate(shape, mean / shape)))
    return tuple(series[:days])


def within(value: float, lowest: float, highest: float) -> float:
    """Return `value`, or the bound that it passes."""
    return max(lowest, min(highest, value))
