"""When did the rate change? Changes claimed where there are none, how near the day is, and what its limits hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from reports.analysis.change_point import ChangePoint, NoChange, change_point
from reports.analysis.refusals import TooFew
from reports.evaluation.measured import Measured, part
from reports.simulate.series import Counting, counts, generator

METHOD: Final = "change point"
FALSE_MOST: Final = 6
NEAR_DAYS: Final = 10
NEAR_LEAST: Final = 80
COVERAGE: Final = (92, 97)
USUAL: Final = Counting(days=0, mean=2.0, memory=0.5, missing=0.2)
CALM: Final = Counting(days=0, mean=2.5, size=20.0, spread=0.2)


@dataclass(frozen=True, slots=True)
class Cell:
    """A diary of so many days whose rate is multiplied in the middle; 1 is no change."""

    named: str
    of: Counting
    times: float

    @property
    def scenario(self) -> str:
        """The scenario in words."""
        change = f"the rate times {self.times:g} in the middle" if self.times != 1 else "no change"
        return f"{change}, {self.of.days} days, {self.named}"


def _usual(memory: float, days: int, times: float) -> Cell:
    named = f"{USUAL.mean:g} a day, mood memory {memory:g}, 20 % of the days missing"
    return Cell(named, replace(USUAL, memory=memory, days=days), times)


CELLS: Final = (
    *(_usual(memory, days, 1.0) for memory in (0.0, 0.5, 0.8) for days in (60, 180, 365)),
    *(_usual(0.5, days, times) for times in (2.0, 0.5) for days in (90, 180, 365)),
    *(
        Cell("2.5 a day, calm days, none missing", replace(CALM, days=days), times)
        for times in (2.0, 0.5)
        for days in (90, 180)
    ),
)


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(CELLS) * runs


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about the day of a change; `done` is called after each diary."""
    for cell in CELLS:
        chance = generator("change point", seed, cell.scenario)
        effect = np.where(np.arange(cell.of.days) < cell.of.days // 2, 0.0, log(cell.times))
        told: list[ChangePoint | NoChange | TooFew] = []
        for counted in counts(chance, runs, cell.of, log_effect=effect):
            told.append(change_point(counted))
            done()
        yield from _figures(cell, told)


def _figures(cell: Cell, told: Sequence[ChangePoint | NoChange | TooFew]) -> Iterator[Measured]:
    answered = [one for one in told if not isinstance(one, TooFew)]
    found = [one for one in answered if isinstance(one, ChangePoint)]
    claimed = [isinstance(one, ChangePoint) for one in answered]
    yield part(METHOD, cell.scenario, "a change is claimed", claimed, most=FALSE_MOST if cell.times == 1 else None)
    if cell.times != 1:
        day, (low, high) = cell.of.days // 2, COVERAGE
        near = [abs(one.day - day) <= NEAR_DAYS for one in found]
        held = [one.earliest <= day <= one.latest for one in found]
        yield part(METHOD, cell.scenario, f"within {NEAR_DAYS} days where claimed", near, least=NEAR_LEAST)
        yield part(METHOD, cell.scenario, "limits hold the day where claimed", held, least=low, most=high)
