"""Silent days: what the answered days tell of the true rate, and what it would be to take silence for nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from reports.analysis.completeness import Sensitivity, adherence_change, sensitivity
from reports.analysis.refusals import TooFew
from reports.evaluation.diaries import days_of
from reports.evaluation.measured import Measured, average, part, some
from reports.simulate.series import Counting, Floats, counts, generator

ONE_IN: Final = 4  # of the runs: a thousand diaries tell a mean of 3 a day to one part in two hundred
MEAN: Final = 3.0
DAYS: Final = 120
FADING_DAYS: Final = 90
ANSWERED, SILENT, AS_BAD = "answered days", "silence as none", "silence as a bad day"
AT_RANDOM: Final = "30 % of the days missing at random, 3 a day"
FADING: Final = "answers fade from 95 to 45 % over 90 days, 3 a day"
NOT_AT_RANDOM: Final = "days with an episode told in 90 %, quiet days in 40 %, 3 a day"


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return 3 * some(runs, one_in=ONE_IN)


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about silent days; `done` is called after each diary."""
    used, chance = some(runs, one_in=ONE_IN), generator("silence", seed)
    yield from _rates(AT_RANDOM, counts(chance, used, Counting(days=DAYS, mean=MEAN, missing=0.3)), done)
    happened = counts(chance, used, Counting(days=DAYS, mean=MEAN))
    yield from _rates(NOT_AT_RANDOM, _silenced(chance, happened, np.where(happened > 0, 0.9, 0.4)), done)
    happened = counts(chance, used, Counting(days=FADING_DAYS, mean=MEAN))
    yield from _trends(_silenced(chance, happened, np.linspace(0.95, 0.45, FADING_DAYS)), done)


def _silenced(chance: np.random.Generator, happened: Floats, answered: Floats) -> Floats:
    """Return the counts of the days that are answered with this chance, NaN on the others."""
    return np.where(chance.random(happened.shape) < answered, happened, np.nan)


def _rates(scenario: str, told: Floats, done: Callable[[], object]) -> Iterator[Measured]:
    found: list[Sensitivity] = []
    for counted in told:
        answer = sensitivity(days_of(counted))
        if not isinstance(answer, TooFew):
            found.append(answer)
        done()
    for method, rates in (
        (ANSWERED, [one.told.per_day.value for one in found]),
        (SILENT, [one.silent_as_none.value for one in found]),
        (AS_BAD, [one.silent_as_bad.value for one in found]),
    ):
        yield average(method, scenario, "episodes a day", rates)


def _trends(told: Floats, done: Callable[[], object]) -> Iterator[Measured]:
    falls = []
    for counted in told:
        change = adherence_change(days_of(counted))
        falls.append(not isinstance(change, TooFew) and change.interval.high < 0)
        done()
    third = FADING_DAYS // 3
    first, last = told[:, :third], told[:, -third:]
    named = "change of the rate from the first to the last third"
    yield _change(ANSWERED, named, _sums(first), _sums(last))
    everything = np.full(len(told), float(third))
    yield _change(SILENT, named, (np.nansum(first, axis=1), everything), (np.nansum(last, axis=1), everything))
    yield part("answering that fades", FADING, "is said", falls)


def _sums(told: Floats) -> tuple[Floats, Floats]:
    """Return episodes and answered days of each diary."""
    return np.nansum(told, axis=1), (~np.isnan(told)).sum(axis=1).astype(float)


def _change(method: str, named: str, first: tuple[Floats, Floats], last: tuple[Floats, Floats]) -> Measured:
    """Return the change of the rate over all diaries, with the error of a ratio of sums (the delta method)."""
    (early, early_days), (late, late_days) = first, last
    rates = early.sum() / early_days.sum(), late.sum() / late_days.sum()
    ratio = rates[1] / rates[0]
    of_each = ratio * (
        late / late.sum() - late_days / late_days.sum() - early / early.sum() + early_days / early_days.sum()
    )
    return Measured(
        method=method,
        scenario=FADING,
        measure=named,
        value=100 * (ratio - 1),
        error=100 * math.sqrt(float((of_each**2).sum())) if len(early) > 1 else None,
        runs=len(early),
    )
