"""After a facial palsy: its course, another one, and muscles that move together: S10, S11 and S12."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from reports.analysis.days import sided
from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, soon
from reports.flags.history.said import SLOWLY, Tells, checks_from, days_of, grades, says
from reports.flags.history.timeline import SIDES, Bools, Timeline, latest
from reports.flags.history.weakness import injected_by, injected_days
from reports.flags.sites import LOWER, UPPER, ZONES
from reports.records import Check, Event

S10, S10_SLOW, S10_WORSE = soon("S10"), soon("S10.slow"), Case(key="S10.worse", level="same_day")
S11 = soon("S11", WITHIN_DAYS)
S12, S12_SOON = Case(key="S12", level="info"), Case(key="S12.soon", level="soon")
LOWER_MOVES: Final = ("smile", "speak", "eat", "pucker")
UPPER_MOVES: Final = ("blink", "raise_brow")
UPPER_SITES: Final = tuple(code for zone in UPPER for code in ZONES[zone])
LOWER_SITES: Final = tuple(code for zone in ("MID", *LOWER) for code in ZONES[zone])


def palsies(timeline: Timeline) -> list[Event]:
    """Return the palsies that were recorded, the oldest first; of two of a side close together the first."""
    found: list[Event] = []
    for event in timeline.events("palsy", actions=("single", "start")):
        if not any(_is_same(event, one) for one in found):
            found.append(event)
    return found


def _is_same(event: Event, known: Event) -> bool:
    return bool(set(_side(event)) & set(_side(known))) and (event.on - known.on).days < t.ANOTHER_PALSY_DAYS.value


def _side(event: Event) -> tuple[str, ...]:
    told = {event.side} | {place.side for one in event.places for place in sided(one)}
    return tuple(side for side in SIDES if side in told) or SIDES


def course(timeline: Timeline) -> Iterator[Found]:
    """S10: no better, incomplete, worse again, or slow from the beginning."""
    yield _found(timeline, S10_SLOW, says("face_droop", "bilateral_face_weak", speeds=SLOWLY))
    for event in palsies(timeline):
        for side in _side(event):
            graded = _graded(timeline, event, side)
            for is_so in (_no_better, _incomplete):
                on = _days(timeline, [one for one in graded if is_so(one, graded, event, side)])
                yield _course(timeline, S10, (event, graded), on, timeline.stands(on))
            yield from _worsening(timeline, event, graded, side)


def _graded(timeline: Timeline, event: Event, side: str) -> list[Check]:
    last = t.PALSY_INCOMPLETE_DAYS.value[1]
    return [check for check in timeline.checks if 0 <= (check.day - event.on).days <= last and grades(check, side)]


def _weaker(check: Check, than: Check, side: str) -> int | None:
    """Return by how much a side is weaker over the tasks that both checks graded; None where they share none."""
    now, before = grades(check, side), grades(than, side)
    shared = now.keys() & before.keys()
    return sum(now[task] - before[task] for task in shared) if shared else None


def _no_better(check: Check, graded: Sequence[Check], event: Event, side: str) -> bool:
    """Tell whether three weeks have passed and nothing is better than in the first check."""
    passed = (check.day - event.on).days >= t.PALSY_NO_BETTER_DAYS.value
    weaker = _weaker(check, graded[0], side)
    return (
        passed and graded[0] is not check and any(grades(check, side).values()) and weaker is not None and weaker >= 0
    )


def _incomplete(check: Check, _: Sequence[Check], event: Event, side: str) -> bool:
    passed = (check.day - event.on).days >= t.PALSY_INCOMPLETE_DAYS.value[0]
    return passed and any(grades(check, side).values())


def _worsening(timeline: Timeline, event: Event, graded: Sequence[Check], side: str) -> Iterator[Found]:
    """Yield the days on which the newest check is worse than an earlier one; calmer in the window of an injection."""
    on = _days(timeline, [one for one in graded if _worse(one, graded, event, side)])
    newest = latest(_days(timeline, graded))
    still = on[newest] & (newest >= 0) & timeline.stands(on)
    injected = injected_days(timeline, side)
    yield _course(timeline, S10_WORSE, (event, graded), on, still & ~injected)
    lowered = _course(timeline, S10, (event, graded), on, still & injected)
    yield replace(lowered, evidence=lambda day: [*injected_by(timeline, side, day), *lowered.evidence(day)])


def _days(timeline: Timeline, checks: Sequence[Check]) -> Bools:
    return timeline.on([timeline.at(check.day) for check in checks])


def _worse(check: Check, graded: Sequence[Check], event: Event, side: str) -> bool:
    """Tell whether it is worse than it had been before, once it was at its worst and should have begun to recover."""
    if (check.day - event.on).days <= t.PALSY_WORSE_DAYS.value:
        return False
    before = [one for one in graded[: graded.index(check)] if (one.day - event.on).days >= t.PALSY_NADIR_DAYS.value]
    return any((_weaker(check, one, side) or 0) > 0 for one in before)


def _course(timeline: Timeline, case: Case, known: tuple[Event, Sequence[Check]], on: Bools, holds: Bools) -> Found:
    """Return a finding with the palsy, and every graded check of its course up to the one that found it."""
    palsy, graded = known

    def evidence(day: int) -> Sequence[Fact]:
        return [palsy, *(check for check in graded if timeline.at(check.day) <= latest(on)[day])]

    return Found(case=case, holds=holds, evidence=evidence)


def _found(timeline: Timeline, case: Case, tells: Tells) -> Found:
    return Found(
        case=case,
        holds=timeline.stands(days_of(timeline, tells)),
        evidence=lambda day: checks_from(timeline, tells, 0, day)[-1:],
    )


def another_palsy(timeline: Timeline) -> Iterator[Found]:
    """S11: a second palsy, of either side, since the diary began."""
    known = palsies(timeline)
    since = [timeline.at(event.on) for event in known[1:] if timeline.at(event.on) >= 0]
    later = [check for check in timeline.checks if _is_another(check, known, timeline.checks)]

    def evidence(day: int) -> Sequence[Fact]:
        return [*known, *(check for check in later if timeline.at(check.day) <= day)]

    on = timeline.on([*since, *(timeline.at(one.day) for one in later)])
    yield Found(case=S11, holds=timeline.stands(on), evidence=evidence)


DROOP: Final = says("face_droop", "bilateral_face_weak", speeds=("sudden", "hours_to_3_days"))


def _is_another(check: Check, known: Sequence[Event], checks: Sequence[Check]) -> bool:
    """Tell whether a droop began after a palsy that was known by then, and none of them, nor a droop, was recent."""
    if not DROOP(check):
        return False
    recent = t.ANOTHER_PALSY_DAYS.value
    goes_on = any(0 < (check.day - one.day).days < recent and DROOP(one) for one in checks)
    since = [(check.day - event.on).days for event in known if event.on <= check.day]
    return bool(since) and min(since) >= recent and not goes_on


def moving_together(timeline: Timeline) -> Iterator[Found]:
    """S12: weeks after a palsy, the eye moves with the mouth, or the mouth with the eye."""
    for side in SIDES:
        for event in [one for one in palsies(timeline) if side in _side(one)][:1]:
            bound = _bound(timeline, side) & (timeline.entry_day >= timeline.at(event.on) + t.SYNKINESIS_DAYS.value)
            enough = np.cumsum(timeline.per_day(bound)) >= t.SYNKINESIS_EPISODES.value
            stands = timeline.stands(timeline.days_with(bound) & enough)
            late = np.arange(timeline.length) >= timeline.at(event.on) + t.SYNKINESIS_SOON_DAYS.value
            yield _moving(timeline, S12, (event, bound), stands & ~late, side)
            yield _moving(timeline, S12_SOON, (event, bound), stands & late, side)


def _bound(timeline: Timeline, side: str) -> Bools:
    """Return the entries of one part of a side that came with a movement of the other part."""
    upper = timeline.seen(UPPER_SITES, side, among=timeline.entries("movement", *LOWER_MOVES))
    lower = timeline.seen(LOWER_SITES, side, among=timeline.entries("movement", *UPPER_MOVES))
    return timeline.entries_of(upper | lower)


def _moving(timeline: Timeline, case: Case, known: tuple[Event, Bools], holds: Bools, side: str) -> Found:
    palsy, bound = known

    def evidence(day: int) -> Sequence[Fact]:
        return [palsy, *timeline.among(bound, 0, day)[-t.SYNKINESIS_EPISODES.value :]]

    return Found(case=case, holds=holds, evidence=evidence, said=lambda _: {"side": side})
