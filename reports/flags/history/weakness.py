"""Weakness against the person's own usual, felt or plain: W7, and what other rules ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from diary.vocabulary import SITES
from reports.analysis.days import sided
from reports.flags import thresholds as t
from reports.flags.history.rule import Case, Fact, Found, Said, watch
from reports.flags.history.said import Tells, checks_from, days_of, says, weak
from reports.flags.history.timeline import SIDES, Bools, Timeline, confirmed, latest
from reports.records import Check, Event, Place

W7, W7_INJECTED = watch("W7"), Case(key="W7.injected", level="info")
W7_BEFORE: Final = Case(key="W7.before", level="info")
CANNOT: Final = ("cannot",)


def clearly_weak_days(timeline: Timeline, side: str) -> Bools:
    """Return the days of the checks that found one side of the face clearly weaker, or told that it droops."""
    return days_of(timeline, _clearly_weak(side))


def clearly_weak_checks(timeline: Timeline, side: str, first: int, last: int) -> Sequence[Check]:
    """Return those checks from one day to another, the oldest first."""
    return checks_from(timeline, _clearly_weak(side), first, last)


def _clearly_weak(side: str) -> Tells:
    graded, told = weak(side=side), says("face_droop", "eye_not_closing", side=side)
    return lambda check: graded(check) or told(check)


def felt_weaker(timeline: Timeline) -> Iterator[Found]:
    """W7: the same side weaker than usual in two checks on two days."""
    for side in SIDES:
        tells = weak(grades=t.ANY_WEAKER.value, side=side)
        sure = confirmed(days_of(timeline, tells))
        injected = injected_days(timeline, side)
        if was_weak_before(timeline, side):
            yield _found(timeline, W7_BEFORE, side, sure)
        else:
            yield _found(timeline, W7, side, sure & ~injected)
            yield _found(timeline, W7_INJECTED, side, sure & injected)


def _found(timeline: Timeline, case: Case, side: str, on: Bools) -> Found:
    felt, cannot = weak(grades=t.ANY_WEAKER.value, side=side), weak(grades=CANNOT, side=side)

    def newest(day: int) -> Sequence[Check]:
        last = int(latest(on)[day])
        return checks_from(timeline, felt, last - t.CONFIRMED_WITHIN_DAYS.value + 1, last)

    def said(day: int) -> dict[str, Said]:
        found = newest(day)
        return {"side": side, "checks": len(found), "cannot": sum(map(cannot, found))}

    def evidence(day: int) -> Sequence[Fact]:
        injected = injected_by(timeline, side, int(latest(on)[day])) if case is W7_INJECTED else []
        return [*injected, *newest(day)]

    return Found(case=case, holds=timeline.stands(on), evidence=evidence, said=said)


def was_weak_before(timeline: Timeline, side: str) -> bool:
    """Tell whether a side of the face was told to be weak since before the diary."""
    return any(place.side == side for place in _of_the_face(timeline.records.long_standing_weakness))


def injected_days(timeline: Timeline, side: str) -> Bools:
    """Return the days within the window of an injection on this side of the face, or where the side was not said."""
    days = np.zeros(timeline.length, np.bool_)
    for event in _injections(timeline, side):
        days[_window(timeline, event)] = True
    return days


def injected_by(timeline: Timeline, side: str, day: int) -> list[Event]:
    """Return the injections in whose window a day lies."""
    windows = ((event, _window(timeline, event)) for event in _injections(timeline, side))
    return [event for event, window in windows if window.start <= day < window.stop]


def _injections(timeline: Timeline, side: str) -> list[Event]:
    return [event for event in timeline.events("toxin") if side in _sides(event)]


def _window(timeline: Timeline, event: Event) -> slice:
    first, last = t.TOXIN_NEARBY_DAYS.value
    on = timeline.at(event.on)
    return slice(max(0, on + first), max(0, on + last + 1))


def _sides(event: Event) -> frozenset[str]:
    """Return on which sides of the face it was; both where nothing was said, none where it was of the body."""
    if event.places and not _of_the_face(event.places):
        return frozenset()
    told = {place.side for place in _of_the_face(event.places)} or {str(event.side)}
    return frozenset(SIDES) & told or frozenset(SIDES)


def _of_the_face(places: Sequence[Place]) -> list[Place]:
    return [one for place in places if place.site in SITES and SITES[place.site].part == "face" for one in sided(place)]
