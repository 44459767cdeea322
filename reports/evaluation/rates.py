"""A rate and its change between two periods: false words, found changes, and what the limits hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from typing import Final

from reports.analysis.rates import Change, quasi_rate, rate_ratio, share_change
from reports.evaluation.diaries import known
from reports.evaluation.measured import Measured, part
from reports.simulate.series import Counting, Floats, counts, generator

MEAN: Final = 2.0
MISSING: Final = 0.2
CELLS: Final = tuple(product((0.0, 0.5, 0.8), (28, 60, 90)))
FALSE_MOST: Final = 6
COVERAGE: Final = (92, 97)
TIMES: Final = {"doubled": 2.0, "halved": 0.5}
RATIO: Final = "ratio of two periods"


@dataclass(frozen=True, slots=True)
class Told:
    """What one diary told: of its first period, and of the change to a second one that is the same, or another."""

    rate_held: bool
    share: Change | None
    same: Change | None
    changed: dict[str, Change | None]


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return len(CELLS) * runs


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about rates; `done` is called after each diary."""
    for memory, days in CELLS:
        of = Counting(days=days, mean=MEAN, memory=memory, missing=MISSING)
        chance = generator("rates", seed, str(memory), days)
        before, same = counts(chance, runs, of), counts(chance, runs, of)
        later = {named: counts(chance, runs, of, log_effect=log(times)) for named, times in TIMES.items()}
        told = []
        for number in range(runs):
            told.append(_told(before[number], same[number], {named: now[number] for named, now in later.items()}))
            done()
        scenario = f"mood memory {memory:g}, {days} days, {MEAN:g} a day, {100 * MISSING:.0f} % of the days missing"
        yield from _figures(scenario, told)


def _told(before: Floats, same: Floats, later: dict[str, Floats]) -> Told:
    old, now = known(before), known(same)
    limits = quasi_rate(old).per_day if old else None
    return Told(
        rate_held=limits is not None and limits.low <= MEAN <= limits.high,
        share=share_change([count > 0 for count in old], [count > 0 for count in now]),
        same=rate_ratio(old, now),
        changed={named: rate_ratio(old, known(counted)) for named, counted in later.items()},
    )


def _figures(scenario: str, told: Sequence[Told]) -> Iterator[Measured]:
    low, high = COVERAGE
    yield part("rate", scenario, "limits hold the true rate", [one.rate_held for one in told], least=low, most=high)
    yield _false("share of days with an episode", scenario, [one.share for one in told])
    yield _false(RATIO, scenario, [one.same for one in told])
    for named, times in TIMES.items():
        changes = [one.changed[named] for one in told]
        held = [one.interval.low <= times <= one.interval.high for one in changes if one is not None]
        found = [one is not None and one.marked and (one.interval.value > 1) == (times > 1) for one in changes]
        yield part(RATIO, f"{named}, {scenario}", "limits hold the true ratio", held, least=low, most=high)
        yield part(RATIO, f"{named}, {scenario}", "clear, and the right way", found)


def _false(method: str, scenario: str, told: Sequence[Change | None]) -> Measured:
    marked = [one.marked for one in told if one is not None]
    return part(method, scenario, "falsely clear", marked, most=FALSE_MOST)
