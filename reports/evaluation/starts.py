"""Treatments that do nothing, begun on any day: how often the start is called a bad one, and what follows by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reports.analysis.before_treatment import NEXT_DAYS, BeforeStart, before_start
from reports.analysis.intervals import Interval
from reports.analysis.refusals import TooFew
from reports.evaluation.diaries import after, days_of
from reports.evaluation.measured import Measured, average, part
from reports.simulate.series import Counting, Floats, counts, generator

METHOD: Final = "start of a treatment"
LATER_DAYS: Final = 60  # with a fifth of them missing, 28 countable days are among them
USUAL: Final = Counting(days=84, mean=3.0, missing=0.2)
SCENARIOS: Final = (
    replace(USUAL, memory=0.0),
    replace(USUAL, memory=0.5),
    replace(USUAL, memory=0.5, days=180),
    replace(USUAL, memory=0.8),
)
COVERAGE: Final = (92, 97)


@dataclass(frozen=True, slots=True)
class Flagged:
    """What was said of a bad start, and what the next 28 countable days were: rates over the recent one."""

    said: Interval
    true: float


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(SCENARIOS) * runs


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about starts; `done` is called after each diary."""
    for of in SCENARIOS:
        chance, told = generator("starts", seed, str(of.memory), of.days), []
        for counted in counts(chance, runs, replace(of, days=of.days + LATER_DAYS)):
            told.append((before_start(days_of(counted), after(of.days)), _later(counted[of.days :])))
            done()
        scenario = f"mood memory {of.memory:g}, {of.days} days before, {of.mean:g} a day, 20 % of the days missing"
        yield from _figures(scenario, told)


def _later(counted: Floats) -> float:
    return float(counted[~np.isnan(counted)][:NEXT_DAYS].mean())


def _figures(scenario: str, told: Sequence[tuple[BeforeStart | TooFew, float]]) -> Iterator[Measured]:
    answered = [(one, later) for one, later in told if isinstance(one, BeforeStart)]
    yield part(METHOD, scenario, "called a bad fortnight by chance", [one.worst_tenth for one, _ in answered])
    flagged = [
        Flagged(one.by_itself, later / one.recent)
        for one, later in answered
        if one.worst_tenth and one.by_itself is not None
    ]
    said = [100 * (1 - one.said.value) for one in flagged]
    fell = [100 * (1 - one.true) for one in flagged]
    yield average(METHOD, scenario, "of these, the fall that was said", said, unit="%")
    yield average(METHOD, scenario, "of these, the fall that came", fell, unit="%")
    held = [one.said.low <= one.true <= one.said.high for one in flagged]
    low, high = COVERAGE
    yield part(METHOD, scenario, "of these, limits hold the fall that came", held, least=low, most=high)
