"""Areas that nobody declared, each a site and a side, and those of them that were seen once: W1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from diary.vocabulary import SITES
from reports.flags import thresholds as t
from reports.flags.history.rule import Fact, Found, watch
from reports.flags.history.timeline import Bools, Timeline, confirmed, ever, first_of, within
from reports.records import Place

W1 = watch("W1")


@dataclass(frozen=True, slots=True)
class Area:
    """An area that was not declared, with its sightings, their days, and the first of these."""

    place: Place
    sightings: Bools
    on: Bools
    first: int


def undeclared(timeline: Timeline) -> Iterator[Area]:
    """
    Yield every area that was seen and not declared; without a side, only where its site was not known before.

    A site that was declared without a side was declared.
    """
    for place in timeline.places_of(timeline.seen(SITES), timeline.length):
        if timeline.baseline & {place, Place(place.site, "unsure")}:
            continue
        sightings = timeline.seen((place.site,), place.side)
        on = timeline.days_of(sightings)
        area = Area(place, sightings, on, first_of(on))
        if place.side != "unsure" or not _is_known(timeline, area):
            yield area


def _is_known(timeline: Timeline, area: Area) -> bool:
    """Tell whether its site was declared, or seen by then, on a side that was told."""
    declared = any(place.site == area.place.site for place in timeline.baseline)
    return declared or first_of(_elsewhere(timeline, area)) <= area.first


def _elsewhere(timeline: Timeline, area: Area) -> Bools:
    """Return the days on which its site was seen on another side."""
    return timeline.days_of(timeline.seen((area.place.site,)) & ~area.sightings)


def seen_once(timeline: Timeline) -> Iterator[Found]:
    """W1: new areas that nothing has confirmed yet."""
    new = [(area, _lone(timeline, area)) for area in undeclared(timeline) if area.first >= timeline.new_from]

    def lone(day: int) -> list[Area]:
        return [area for area, on in new if on[day]]

    def evidence(day: int) -> Sequence[Fact]:
        sightings: Bools = np.logical_or.reduce([area.sightings for area in lone(day)])
        return timeline.evidence(sightings, day - t.SEEN_ONCE_DAYS.value + 1, day)

    if new:
        yield Found(
            case=W1,
            holds=np.logical_or.reduce([on for _, on in new]),
            evidence=evidence,
            said=lambda day: {"places": [area.place for area in lone(day)]},
        )


def _lone(timeline: Timeline, area: Area) -> Bools:
    """Return the days on which it was seen lately, and never confirmed; without a side, until one is told."""
    lone = (within(area.on, t.SEEN_ONCE_DAYS.value) > 0) & ~ever(confirmed(area.on))
    return lone & ~ever(_elsewhere(timeline, area)) if area.place.side == "unsure" else lone
