"""What goes with more episodes: how often a word is false, how often a true ratio is found, what the limits hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from typing import Final

import numpy as np

from reports.analysis.association import associate
from reports.analysis.compared import Association, NotCompared
from reports.analysis.exposures import Factor
from reports.evaluation.measured import Measured, part
from reports.simulate.series import EXPOSURE_MEMORY, Counting, Floats, counts, generator, remembering

FALSE_MOST: Final = 6
COVERAGE: Final = (92, 97)
FOUND_LEAST: Final = {  # the power of our first simulations, 200 runs a cell
    (60, 1.2): 18, (60, 1.35): 43, (60, 1.5): 63,
    (120, 1.2): 36, (120, 1.35): 80, (120, 1.5): 93,
    (180, 1.2): 56, (180, 1.35): 92, (180, 1.5): 100,
}  # fmt: skip
MEMORIES: Final = (0.0, 0.5, 0.8)
SIX: Final = tuple(product(MEMORIES, (60, 120)))
EFFECT_LAG: Final = 1

Answers = tuple[Association | NotCompared, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: `factors` with these lags, the first of them or all `declared`."""

    named: str
    factors: int
    lags: tuple[int, ...]
    declared: int


ONE_LAG: Final = Looked("1 declared factor, 1 lag", 1, (EFFECT_LAG,), 1)
THREE_LAGS: Final = Looked("1 declared factor, 3 lags", 1, (0, 1, 2), 1)
EIGHT: Final = Looked("8 declared factors, 3 lags", 8, (0, 1, 2), 8)
ONE_OF_EIGHT: Final = Looked("1 declared of 8 factors, 3 lags", 8, (0, 1, 2), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    Diaries with so many `pairs` of days at the longest lag, less the share whose counts are `missing`.

    `ratio` is that of the first factor for one standard deviation, on the next day.
    """

    looked: Looked
    memory: float
    pairs: int
    ratio: float = 1.0
    missing: float = 0.0

    @property
    def scenario(self) -> str:
        """The scenario in words."""
        days = (
            f"{self.pairs} days, {100 * self.missing:.0f} % missing" if self.missing else f"{self.pairs} pairs of days"
        )
        return f"true ratio {self.ratio:g}, mood memory {self.memory:g}, {days}"


CELLS: Final = (
    *(Cell(looked=ONE_LAG, memory=memory, pairs=pairs) for memory, pairs in SIX),
    *(
        Cell(looked=looked, memory=memory, pairs=pairs)
        for looked in (THREE_LAGS, EIGHT, ONE_OF_EIGHT)
        for memory, pairs in SIX
    ),
    *(
        Cell(looked=looked, memory=memory, pairs=120, missing=0.3)
        for looked in (THREE_LAGS, EIGHT)
        for memory in MEMORIES
    ),
    *(Cell(looked=ONE_LAG, memory=0.5, pairs=pairs, ratio=ratio) for pairs, ratio in FOUND_LEAST),
    *(Cell(looked=ONE_LAG, memory=memory, pairs=pairs, ratio=1.5) for memory, pairs in SIX if memory != 0.5),
)


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(CELLS) * runs


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about factors; `done` is called after each diary."""
    for cell in CELLS:
        answers = []
        for one in _answers(cell, runs, seed):
            answers.append(one)
            done()
        yield from _figures(cell, answers)


def _answers(cell: Cell, runs: int, seed: int) -> Iterator[Answers]:
    looked, days = cell.looked, cell.pairs + max(cell.looked.lags)
    chance = generator("association", seed, looked.named, cell.scenario)
    exposures = remembering(chance, runs * looked.factors, days, EXPOSURE_MEMORY.value)
    exposures = exposures.reshape(runs, looked.factors, days)
    effect = np.zeros((runs, days))
    effect[:, EFFECT_LAG:] = log(cell.ratio) * exposures[:, 0, :-EFFECT_LAG]
    told = counts(chance, runs, Counting(days=days, memory=cell.memory, missing=cell.missing), log_effect=effect)
    weekend = np.arange(days) % 7 > 4
    for counted, values in zip(told, exposures, strict=True):
        yield associate(counted, weekend, _factors(looked, values))


def _factors(looked: Looked, exposures: Floats) -> list[Factor]:
    return [
        Factor(code=str(number), values=values, unit=1.0, lags=looked.lags, declared=number < looked.declared)
        for number, values in enumerate(exposures)
    ]


def _figures(cell: Cell, answers: Sequence[Answers]) -> Iterator[Measured]:
    told = [[one for one in answer if isinstance(one, Association)] for answer in answers]
    named = cell.looked.named, cell.scenario
    if cell.ratio == 1:
        clear = [any(one.word != "no clear difference" for one in diary) for diary in told if diary]
        yield part(*named, "diaries with a false word", clear, most=FALSE_MOST)
    else:
        found = [diary[0].word == "more" for diary in told if diary]
        least = FOUND_LEAST[cell.pairs, cell.ratio] if cell.memory == 0.5 else None
        yield part(*named, "effect found", found, least=least)
    if cell.looked == ONE_LAG:
        limits = [diary[0].by_lag[0].ratio for diary in told if diary]
        held = [one.low <= cell.ratio <= one.high for one in limits]
        yield part(*named, "limits hold the true ratio", held, least=COVERAGE[0], most=COVERAGE[1])
