"""Cycles of botulinum toxin: what the limits of each window hold, and how near the wearing-off is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np

from reports.analysis.cycles import Treatment, treatments
from reports.analysis.intervals import Interval
from reports.analysis.refusals import TooFew
from reports.analysis.wearing_off import FULL_UNTIL_DAY, WearingOff
from reports.analysis.windows import WINDOWS, Window
from reports.evaluation.diaries import after, days_of
from reports.evaluation.measured import Measured, part, some
from reports.records import Event
from reports.simulate.series import Counting, Floats, counts, generator
from reports.simulate.truth import Cycle

ONE_IN: Final = 2  # of the runs
COVERAGE: Final = (92, 97)
NEAR_DAYS: Final = 14
INJECTED_ON: Final = 84
DAYS: Final = 224
STEADY: Final = Cycle(latency=4, depth=0.8, gone=84)
TOXIN: Final = Event(kind="toxin", action="single", name="Botulinum toxin", on=after(INJECTED_ON))
METHOD: Final = "wearing-off"


@dataclass(frozen=True, slots=True)
class Cell:
    """Episodes a day when untreated, and whether each person's course is drawn or all are the same."""

    mean: float
    drawn: bool

    @property
    def scenario(self) -> str:
        """The scenario in words."""
        return f"{self.mean:g} a day, {'drawn courses' if self.drawn else 'one course'}, 20 % of the days missing"


CELLS: Final = (Cell(6.0, drawn=False), Cell(6.0, drawn=True), Cell(2.0, drawn=True))


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one cycle: the windows that hold the truth, by name, and the wearing-off beside the true day."""

    held: dict[str, bool]
    wore_off: Interval | None
    half_day: float


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(CELLS) * some(runs, one_in=ONE_IN)


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about cycles; `done` is called after each diary."""
    used = some(runs, one_in=ONE_IN)
    for cell in CELLS:
        drawing = Random(f"{seed} {cell.scenario}")  # noqa: S311  (a simulation, not a secret)
        cycles = [Cycle.drawn(drawing) if cell.drawn else STEADY for _ in range(used)]
        left = np.array([_course(cycle) for cycle in cycles])
        chance = generator("cycles", seed, cell.scenario)
        of = Counting(days=DAYS, mean=cell.mean, missing=0.2)
        told = []
        for number, counted in enumerate(counts(chance, used, of, log_effect=np.log(left))):
            told.append(_told(counted, left[number], cycles[number]))
            done()
        yield from _figures(cell, told)


def _course(cycle: Cycle) -> Floats:
    """Return the share of the rate that is left on each day."""
    return np.array([cycle.factor(day - INJECTED_ON) for day in range(DAYS)])


def _told(counted: Floats, left: Floats, cycle: Cycle) -> Told:
    answer = treatments(days_of(counted), [TOXIN], [])
    half_day = (FULL_UNTIL_DAY + cycle.gone) / 2
    if isinstance(answer, TooFew):
        return Told({}, None, half_day)
    (treatment,) = answer
    wore_off = treatment.wore_off.day if isinstance(treatment.wore_off, WearingOff) else None
    return Told(_held(treatment, counted, left), wore_off, half_day)


def _held(treatment: Treatment, counted: Floats, left: Floats) -> dict[str, bool]:
    held = {}
    for one in treatment.windows:
        if not isinstance(one.against_before, TooFew):
            limits, truth = one.against_before.interval, _true_ratio(one.window, counted, left)
            held[one.window.name] = limits.low <= truth <= limits.high
    return held


def _true_ratio(window: Window, counted: Floats, left: Floats) -> float:
    """Return the mean share that was left on the answered days of a window."""
    days = slice(INJECTED_ON + window.first, None if window.last is None else INJECTED_ON + window.last + 1)
    return float(left[days][~np.isnan(counted[days])].mean())


def _figures(cell: Cell, told: Sequence[Told]) -> Iterator[Measured]:
    low, high = COVERAGE
    for window in WINDOWS:
        held = [one.held[window.name] for one in told if window.name in one.held]
        named = f"window {window.name.replace('_', ' ')}"
        yield part(named, cell.scenario, "limits hold the true ratio", held, least=low, most=high)
    days = [(one.wore_off, one.half_day) for one in told if one.wore_off is not None]
    yield part(METHOD, cell.scenario, "a day is told", [one.wore_off is not None for one in told])
    near = [abs(day.value - truth) <= NEAR_DAYS for day, truth in days]
    yield part(METHOD, cell.scenario, f"within {NEAR_DAYS} days where told", near)
    held = [day.low <= truth <= day.high for day, truth in days]
    yield part(METHOD, cell.scenario, "limits hold the day where told", held, least=low, most=high)
