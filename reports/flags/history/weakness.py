"""Weakness against the person's own usual, felt or plain: W7, and what other rules ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from diary.vocabulary import SITES
from reports.analysis.days import sided
from reports.flags import thresholds as t
from reports.flags.history.rule import Case, Fact, Found, Said, watch
from reports.flags.history.said import checks_from, days_of, says, weak
from reports.flags.history.timeline import SIDES, Bools, Timeline, confirmed
from reports.records import Event, Place

W7, W7_INJECTED = watch("W7"), Case(key="W7.injected", level="info")
W7_BEFORE: Final = Case(key="W7.before", level="info")
CANNOT: Final = ("cannot",)


def clearly_weak_days(timeline: Timeline, side: str) -> Bools:
    """Return the days of the checks that found one side of the face clearly weaker, or told that it droops."""
    return days_of(timeline, weak(side=side)) | days_of(timeline, says("face_droop", "eye_not_closing", side=side))


def felt_weaker(timeline: Timeline) -> Iterator[Found]:
    """W7: the same side weaker than usual in two checks on two days."""
    for side in SIDES:
        tells = weak(grades=t.ANY_WEAKER.value, side=side)
        sure = confirmed(days_of(timeline, tells))
        if any(place.side == side for place in _of_the_face(timeline.records.long_standing_weakness)):
            yield _found(timeline, W7_BEFORE, side, timeline.stands(sure))
            continue
        injected = injected_days(timeline, side)
        yield _found(timeline, W7, side, timeline.stands(sure & ~injected))
        yield _found(timeline, W7_INJECTED, side, timeline.stands(sure & injected))


def _found(timeline: Timeline, case: Case, side: str, holds: Bools) -> Found:
    felt, cannot = weak(grades=t.ANY_WEAKER.value, side=side), weak(grades=CANNOT, side=side)

    def newest(day: int) -> Sequence[Fact]:
        return checks_from(timeline, felt, 0, day)[-t.CONFIRMED_DAYS.value :]

    def said(day: int) -> dict[str, Said]:
        found = checks_from(timeline, felt, 0, day)[-t.CONFIRMED_DAYS.value :]
        return {"side": side, "checks": len(found), "cannot": sum(map(cannot, found))}

    return Found(case=case, holds=holds, evidence=newest, said=said)


def injected_days(timeline: Timeline, side: str) -> Bools:
    """Return the days within the window of an injection on this side of the face, or where the side was not said."""
    days = np.zeros(timeline.length, np.bool_)
    first, last = t.TOXIN_NEARBY_DAYS.value
    for event in timeline.events("toxin"):
        if side in _sides(event):
            on = timeline.at(event.on)
            days[max(0, on + first) : max(0, on + last + 1)] = True
    return days


def _sides(event: Event) -> frozenset[str]:
    """Return on which sides of the face it was; both where nothing was said, none where it was of the body."""
    if event.places and not _of_the_face(event.places):
        return frozenset()
    told = {place.side for place in _of_the_face(event.places)} or {str(event.side)}
    return frozenset(SIDES) & told or frozenset(SIDES)


def _of_the_face(places: Sequence[Place]) -> list[Place]:
    return [one for place in places if place.site in SITES and SITES[place.site].part == "face" for one in sided(place)]
