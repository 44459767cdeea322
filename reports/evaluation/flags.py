"""Spread, weakness and the other rules on drawn people, of whom the simulator knows what they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np

from reports.evaluation.measured import Measured, part, per_years
from reports.flags.answer_flags import context_of, document_of
from reports.flags.answers import evaluate
from reports.flags.history.timeline import Bools, Timeline
from reports.flags.raised import days_held, everything
from reports.flags.thresholds import BASELINE_DAYS
from reports.records import in_order
from reports.simulate.as_records import records_of
from reports.simulate.conditions import CONDITIONS, draw
from reports.simulate.diary import simulate
from reports.simulate.facts import SimulatedDiary
from reports.simulate.ground_truth import begun_in, days_of_true_episode

LAST_DAY: Final = date(2026, 10, 31)
YEAR_DAYS: Final = 365.25
SEEN: Final = ("same_day", "soon")  # what somebody is asked to be seen for
SPREAD: Final = ("S1", "S9")
STAYS_IN_PLACE: Final = ("benign_lid", "bfs", "tic")  # what must not be taken for spread
WEAK: Final = ("U3", "U4", "U5", "U12", "S10")
STRONG: Final = ("benign_lid", "hfs", "bfs", "tic", "noise")  # nobody of these has a weak face
ALONE: Final = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S17", "W6")
FLAGGED: Final = "flagged within a year"
DAYS_TO_FLAG: Final = 14
THIRD: Final = 3
NO_CLOCK: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What the rules made of one drawn person's diary.

    `flagged` are the rules that ever asked to be seen, `spreads` and `weaknesses` how often a flag of those began.
    `in_time`: the spread was flagged by the day on which it is due; None where none was due.
    """

    years: float
    flagged: frozenset[str]
    spreads: int
    weaknesses: int
    in_time: bool | None


def outcome(condition: str, number: int, *, seed: int) -> Outcome:
    """Draw one person who never gives the diary up, and follow the rules over a year of it."""
    person = draw(condition, number, seed=seed)
    kept = simulate(replace(person, writing=replace(person.writing, drop_out=0.0)), last_day=LAST_DAY, seed=seed)
    timeline = Timeline(in_order(records_of(kept)), last=LAST_DAY)
    held = _history(timeline) | _answers(timeline)
    spread = np.logical_or.reduce([held[rule] for rule in SPREAD])
    return Outcome(
        years=timeline.length / YEAR_DAYS,
        flagged=frozenset(rule for rule, days in held.items() if days.any()),
        spreads=_begins(spread),
        weaknesses=_begins(np.logical_or.reduce([held[rule] for rule in WEAK])),
        in_time=_in_time(kept, timeline, spread),
    )


def _history(timeline: Timeline) -> dict[str, Bools]:
    """Return the days on which each rule over the history asks to be seen."""
    return {
        rule.id: days_held([way for way in ways if way.case.level in SEEN], timeline.length)
        for rule, ways in everything(timeline)
    }


def _answers(timeline: Timeline) -> dict[str, Bools]:
    """Return the days on which a check fires each rule about a weak face."""
    context = context_of(timeline.records)
    days: dict[str, list[int]] = {rule: [] for rule in WEAK if rule.startswith("U")}
    for check in timeline.checks:
        for fired in evaluate(document_of(check), context=context, now=NO_CLOCK):
            if fired.rule in days:
                days[fired.rule].append(timeline.at(check.day))
    return {rule: timeline.on(on) for rule, on in days.items()}


def _begins(held: Bools) -> int:
    return int(held[0]) + int(np.count_nonzero(held[1:] & ~held[:-1]))


def _in_time(kept: SimulatedDiary, timeline: Timeline, spread: Bools) -> bool | None:
    due = _due(kept)
    if due is None or due > timeline.last:
        return None
    return bool(spread[: timeline.at(due) + 1].any())


def _due(kept: SimulatedDiary) -> date | None:
    """Return the day by which a spread is due; None where its second zone is of the baseline, or hardly twitched."""
    second = sorted(begun_in(kept).items(), key=lambda item: item[1])[1:2]
    third = days_of_true_episode(kept, THIRD)
    if not second or second[0][1] < kept.first_day + timedelta(days=BASELINE_DAYS.value) or second[0][0] not in third:
        return None
    return third[second[0][0]] + timedelta(days=DAYS_TO_FLAG)


def steps(people: int) -> int:
    """Return how often `done` will be called."""
    return len(CONDITIONS) * people


def measure(people: int, *, seed: int, done: Callable[[], object]) -> Iterator[Measured]:
    """Yield every figure about the rules; `done` is called after each person."""
    for condition in CONDITIONS:
        group = []
        for number in range(people):
            group.append(outcome(condition, number, seed=seed))
            done()
        yield from _figures(condition, group)


def _figures(condition: str, group: Sequence[Outcome]) -> Iterator[Measured]:
    if condition == "hfs":
        due = [one.in_time for one in group if one.in_time is not None]
        named = f"flagged within {DAYS_TO_FLAG} days of the second zone's third episode"
        yield part("spread (S1, S9)", condition, named, due, least=90)
    if condition in STAYS_IN_PLACE:
        yield _false("spread (S1, S9)", condition, group, sum(one.spreads for one in group), most=1)
    if condition in STRONG:
        yield _false("weak face (U3, U4, U5, U12, S10)", condition, group, sum(one.weaknesses for one in group))
    if condition == "bells":
        flagged = [bool(one.flagged & set(WEAK)) for one in group]
        yield part("weak face (U3, U4, U5, U12, S10)", condition, "people flagged", flagged)
    for rule in ALONE:
        yield part(rule, condition, FLAGGED, [rule in one.flagged for one in group])


def _false(method: str, condition: str, group: Sequence[Outcome], begun: int, *, most: float | None = None) -> Measured:
    value, error = per_years(begun, sum(one.years for one in group), per=10)
    return Measured(
        method=method, scenario=condition, measure="false flags per 10 patient-years", value=value, error=error,
        runs=len(group), most=most, unit="",
    )  # fmt: skip
