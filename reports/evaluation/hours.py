"""The hours of the day: even hours that are called clear, how near a peak is found, and what its limits hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np

from reports.analysis.circular import MINUTES_A_DAY
from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import Concentration, concentration
from reports.evaluation.diaries import after
from reports.evaluation.measured import Measured, part, some
from reports.records import Episode
from reports.simulate.series import Counting, Floats, counts, generator

ONE_IN: Final = 2  # of the runs: a diary of entries takes ten times as long to simulate as one of counts
METHOD: Final = "hours of the day"
FALSE_MOST: Final = 6
COVERAGE: Final = (92, 97)
BOUT_SPREAD_H: Final = 0.7  # assumption: the entries of one bout
ASLEEP_WRITTEN: Final = 0.05  # assumption: of what happens asleep one in twenty is written down
NEAR_MIN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    Bouts of entries at any hour, or around a `peak`; hours after midnight.

    `of` counts bouts, each of about `in_a_bout` entries, `spread_h` is that of the bouts around the peak.
    """

    named: str
    of: Counting
    in_a_bout: float
    peak: float | None = None
    spread_h: float = 0.0
    awake: tuple[float, float] = (6.0, 22.0)


BOUTS: Final = Counting(days=90, mean=1.0, missing=0.2)
SINGLE: Final = Counting(days=60, mean=3.0, missing=0.2)
LATE: Final = Counting(days=90, mean=3.0)
AROUND: Final = Counting(days=120, mean=2.0, missing=0.2)
CELLS: Final = (
    Cell(named="any hour, bouts of 4 entries", of=BOUTS, in_a_bout=4.0),
    Cell(named="any hour, bouts of 10 entries", of=BOUTS, in_a_bout=10.0),
    Cell(named="any hour, single entries", of=SINGLE, in_a_bout=1.0),
    Cell(named="any hour, single entries, up from 8 to 23", of=LATE, in_a_bout=1.0, awake=(8.0, 23.0)),
    *(
        Cell(named=f"around {peak:g}:00 (SD {spread:g} h)", of=AROUND, in_a_bout=3.0, peak=peak, spread_h=spread)
        for peak, spread in ((8.0, 2.0), (14.0, 3.0), (20.0, 2.0), (8.0, 3.0))
    ),
)


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(CELLS) * some(runs, one_in=ONE_IN)


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about hours; `done` is called after each diary."""
    for cell in CELLS:
        chance, told = generator("hours", seed, cell.named), []
        for bouts in counts(chance, some(runs, one_in=ONE_IN), cell.of):
            told.append(concentration(list(_entries(cell, bouts, chance))))
            done()
        yield from _figures(cell, [one for one in told if not isinstance(one, TooFew)])


def _entries(cell: Cell, bouts: Floats, chance: np.random.Generator) -> Iterator[Episode]:
    for day, number in enumerate(bouts):
        for middle in _middles(cell, 0 if isnan(number) else int(number), chance):
            size = 1 + chance.poisson(cell.in_a_bout - 1)
            hours = (middle + BOUT_SPREAD_H * chance.standard_normal(size)) % 24
            awake = (cell.awake[0] <= hours) & (hours < cell.awake[1])
            for hour in hours[awake | (chance.random(size) < ASLEEP_WRITTEN)]:
                yield Episode(id="", day=after(day), minute=int(60 * hour) % MINUTES_A_DAY)


def _middles(cell: Cell, number: int, chance: np.random.Generator) -> Floats:
    return chance.uniform(0, 24, number) if cell.peak is None else chance.normal(cell.peak, cell.spread_h, number)


def _figures(cell: Cell, told: Sequence[Concentration]) -> Iterator[Measured]:
    clear = [one.word == "clear" for one in told]
    if cell.peak is None:
        yield part(METHOD, cell.named, "falsely clear", clear, most=FALSE_MOST)
        return
    yield part(METHOD, cell.named, "clear", clear)
    peak, (low, high) = 60 * cell.peak, COVERAGE
    near = [one.peak is not None and abs(_apart(one.peak.minute, peak)) <= NEAR_MIN for one in told]
    yield part(METHOD, cell.named, "peak within 1 h", near)
    peaks = [one.peak for one in told if one.peak is not None]
    held = [_apart(one.from_minute, peak) <= 0 <= _apart(one.until_minute, peak) for one in peaks]
    yield part(METHOD, cell.named, "limits hold the peak where told", held, least=low, most=high)


def _apart(minute: float, peak: float) -> float:
    """Return by how much a time of day is later than the peak, in minutes from -720 to below 720."""
    return (minute - peak + MINUTES_A_DAY / 2) % MINUTES_A_DAY - MINUTES_A_DAY / 2
