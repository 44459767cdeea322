"""Is it rising? False alarms of a year in which nothing happens, and how soon a rise is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, log
from typing import Final

import numpy as np

from reports.analysis.cusum import Point, second_opinion
from reports.analysis.refusals import TooFew
from reports.analysis.rising import FORTNIGHT, WEEK, WEEK_DAYS, Look, looks
from reports.evaluation.measured import Measured, average, middle, part, some
from reports.simulate.series import Counting, Floats, counts, generator

ONE_IN: Final = 2  # of the runs: half of 4,000 tell a rate of two a year to one part in fifty
BEFORE_WEEKS: Final = 12
NOTHING_WEEKS: Final = 52
RISEN_WEEKS: Final = 16
SOON_WEEKS: Final = 8
YEAR_WEEKS: Final = 365.25 / 7
FORTNIGHT_NAMED: Final = "the last two weeks (shipped)"

Answers = Sequence[Look | Point | TooFew]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is counted, and what the shipped rule must hold there: the figures of our first simulations."""

    named: str
    of: Counting
    a_year_most: float


USUAL: Final = Counting(days=0, mean=2.0, size=1.0, memory=0.5, missing=0.2)
SCENARIOS: Final = (
    Scenario("2 a day, mood memory 0.5, 20 % of the days missing", USUAL, 2.0),
    Scenario("2 a day, mood memory 0.8, 20 % of the days missing", replace(USUAL, memory=0.8), 2.2),
    Scenario("0.6 a day, mood memory 0.5, 20 % of the days missing", replace(USUAL, mean=0.6), 1.8),
    Scenario("2 a day, mood memory 0.5, 50 % of the days missing", replace(USUAL, missing=0.5), 2.1),
)
RISES: Final = {1.5: 64, 2.0: 86, 3.0: 98}  # how often the shipped rule must find each: of our first simulations
RULES: Final[dict[str, Callable[[Floats], Answers]]] = {
    FORTNIGHT_NAMED: lambda counted: looks(counted, rule=FORTNIGHT),
    "the last week": lambda counted: looks(counted, rule=WEEK),
    "NB-CUSUM, height 3 (second opinion)": second_opinion,
}


def steps(runs: int) -> int:
    """Return how often `done` will be called."""
    return (len(SCENARIOS) + len(RISES)) * some(runs, one_in=ONE_IN)


def measure(runs: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about rises; `done` is called after each diary."""
    used = some(runs, one_in=ONE_IN)
    for scenario in SCENARIOS:
        told = _alarms(scenario, 1.0, NOTHING_WEEKS, runs=used, seed=seed, done=done)
        for rule, diaries in told.items():
            most = scenario.a_year_most if rule == FORTNIGHT_NAMED else None
            a_year = [len(weeks) / NOTHING_WEEKS * YEAR_WEEKS for weeks in diaries]
            yield average(rule, f"nothing happens, {scenario.named}", "false alarms a patient-year", a_year, most=most)
    for times, least in RISES.items():
        told = _alarms(SCENARIOS[0], times, RISEN_WEEKS, runs=used, seed=seed, done=done)
        for rule, diaries in told.items():
            yield from _found(rule, times, diaries, least=least if rule == FORTNIGHT_NAMED else None)


def _alarms(
    scenario: Scenario, times: float, weeks: int, *, runs: int, seed: int, done: Callable[[], object]
) -> dict[str, list[list[int]]]:
    """Return the weeks with an alarm, by rule and diary; the week in which the rate begins to differ is 1."""
    days = WEEK_DAYS * (BEFORE_WEEKS + weeks)
    effect = np.where(np.arange(days) < WEEK_DAYS * BEFORE_WEEKS, 0.0, log(times))
    chance = generator("rising", seed, scenario.named, str(times))
    told: dict[str, list[list[int]]] = {rule: [] for rule in RULES}
    for counted in counts(chance, runs, replace(scenario.of, days=days), log_effect=effect):
        for rule, ask in RULES.items():
            told[rule].append(_weeks(ask(counted)[BEFORE_WEEKS:]))
        done()
    return told


def _weeks(answers: Answers) -> list[int]:
    return [week for week, one in enumerate(answers, 1) if not isinstance(one, TooFew) and one.alarm]


def _found(rule: str, times: float, diaries: Sequence[Sequence[int]], *, least: float | None) -> Iterator[Measured]:
    scenario = f"the rate times {times:g}, {SCENARIOS[0].named}"
    soon = [any(week <= SOON_WEEKS for week in weeks) for weeks in diaries]
    yield part(rule, scenario, f"found within {SOON_WEEKS} weeks", soon, least=least)
    first = [float(min(weeks, default=inf)) for weeks in diaries]
    yield middle(rule, scenario, "median delay", first, unit="weeks")
