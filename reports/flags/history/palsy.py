"""After a facial palsy: its course, another one, and muscles that move together: S10, S11 and S12."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from reports.analysis.days import sided
from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, Said, soon
from reports.flags.history.said import Tells, checks_from, days_of, says, weakness
from reports.flags.history.spread import LOWER, UPPER, ZONES
from reports.flags.history.timeline import SIDES, Bools, Timeline
from reports.records import Check, Event

S10, S10_WORSE = soon("S10"), Case(key="S10.worse", level="same_day")
S11 = soon("S11", WITHIN_DAYS)
S12, S12_SOON = Case(key="S12", level="info"), soon("S12.soon")
LOWER_MOVES: Final = ("smile", "speak", "eat", "pucker")
UPPER_MOVES: Final = ("blink", "raise_brow")
UPPER_SITES: Final = tuple(code for zone in UPPER for code in ZONES[zone])
LOWER_SITES: Final = tuple(code for zone in ("MID", *LOWER) for code in ZONES[zone])


def palsies(timeline: Timeline) -> list[Event]:
    """Return the palsies that were recorded, the oldest first; of two close together the first."""
    found: list[Event] = []
    for event in timeline.events("palsy", actions=("single", "start")):
        if not found or (event.on - found[-1].on).days >= t.ANOTHER_PALSY_DAYS.value:
            found.append(event)
    return found


def _side(event: Event) -> tuple[str, ...]:
    told = {event.side} | {place.side for one in event.places for place in sided(one)}
    return tuple(side for side in SIDES if side in told) or SIDES


def course(timeline: Timeline) -> Iterator[Found]:
    """S10: no better, incomplete, worse again, or slow from the beginning."""
    slow = says("face_droop", "bilateral_face_weak", speeds=("slower",))
    yield _found(timeline, S10, days_of(timeline, slow), slow)
    for event in palsies(timeline):
        for side in _side(event):
            graded = _graded(timeline, event, side)
            yield _course(timeline, S10, [one for one in graded if _no_better(one, graded, event, side)])
            yield _course(timeline, S10, [one for one in graded if _incomplete(one, event, side)])
            yield _course(timeline, S10_WORSE, [one for one in graded if _worse(one, graded, event, side)])


def _graded(timeline: Timeline, event: Event, side: str) -> list[Check]:
    last = t.PALSY_INCOMPLETE_DAYS.value[1]
    return [
        check
        for check in timeline.checks
        if 0 <= (check.day - event.on).days <= last and weakness(check, side) is not None
    ]


def _grade(check: Check, side: str) -> int:
    return weakness(check, side) or 0


def _no_better(check: Check, graded: Sequence[Check], event: Event, side: str) -> bool:
    """Tell whether three weeks have passed and nothing is better than in the first check."""
    passed = (check.day - event.on).days >= t.PALSY_NO_BETTER_DAYS.value
    return passed and graded[0] is not check and 0 < _grade(graded[0], side) <= _grade(check, side)


def _incomplete(check: Check, event: Event, side: str) -> bool:
    return (check.day - event.on).days >= t.PALSY_INCOMPLETE_DAYS.value[0] and _grade(check, side) > 0


def _worse(check: Check, graded: Sequence[Check], event: Event, side: str) -> bool:
    """Tell whether it is worse than it had been before, once it should have begun to recover."""
    if (check.day - event.on).days <= t.PALSY_WORSE_DAYS.value:
        return False
    return any(_grade(one, side) < _grade(check, side) for one in graded[: graded.index(check)])


def _course(timeline: Timeline, case: Case, checks: Sequence[Check]) -> Found:
    def evidence(day: int) -> Sequence[Fact]:
        return [check for check in checks if timeline.at(check.day) <= day][-1:]

    on = timeline.on([timeline.at(check.day) for check in checks])
    return Found(case=case, holds=timeline.stands(on), evidence=evidence)


def _found(timeline: Timeline, case: Case, on: Bools, tells: Tells) -> Found:
    return Found(
        case=case,
        holds=timeline.stands(on),
        evidence=lambda day: checks_from(timeline, tells, 0, day)[-1:],
    )


def another_palsy(timeline: Timeline) -> Iterator[Found]:
    """S11: a second palsy, of either side."""
    known = palsies(timeline)
    droop = says("face_droop", "bilateral_face_weak", speeds=("sudden", "hours_to_3_days"))
    later = [check for check in timeline.checks if droop(check) and _is_another(check, known)]

    def evidence(day: int) -> Sequence[Fact]:
        return [*known, *(check for check in later if timeline.at(check.day) <= day)]

    days = timeline.on([max(0, timeline.at(one.on)) for one in known[1:]] + [timeline.at(one.day) for one in later])
    yield Found(case=S11, holds=timeline.stands(days), evidence=evidence)


def _is_another(check: Check, known: Sequence[Event]) -> bool:
    """Tell whether a palsy was known by then, and none of them was recent."""
    since = [(check.day - event.on).days for event in known if event.on <= check.day]
    return bool(since) and min(since) >= t.ANOTHER_PALSY_DAYS.value


def moving_together(timeline: Timeline) -> Iterator[Found]:
    """S12: weeks after a palsy, the eye moves with the mouth, or the mouth with the eye."""
    for event in palsies(timeline)[:1]:
        for side in _side(event):
            sightings = timeline.seen(UPPER_SITES, side, among=timeline.entries("movement", *LOWER_MOVES))
            sightings |= timeline.seen(LOWER_SITES, side, among=timeline.entries("movement", *UPPER_MOVES))
            since = np.arange(timeline.length) - timeline.at(event.on)
            counted = timeline.per_day(timeline.entries_of(sightings)) * (since >= t.SYNKINESIS_DAYS.value)
            enough = np.cumsum(counted) >= t.SYNKINESIS_EPISODES.value
            stands = timeline.stands((counted > 0) & enough)
            late = since >= t.SYNKINESIS_SOON_DAYS.value
            yield _moving(timeline, S12, sightings, stands & ~late, side)
            yield _moving(timeline, S12_SOON, sightings, stands & late, side)


def _moving(timeline: Timeline, case: Case, sightings: Bools, holds: Bools, side: str) -> Found:
    def said(_: int) -> dict[str, Said]:
        return {"side": side}

    return Found(
        case=case,
        holds=holds,
        evidence=lambda day: timeline.evidence(sightings, 0, day)[-t.SYNKINESIS_EPISODES.value :],
        said=said,
    )
