"""Twitching that began after a medicine was started or changed: S14."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reports.flags import thresholds as t
from reports.flags.history.rule import Found, soon
from reports.flags.history.timeline import Bools, Timeline, first_of
from reports.records import Event, Place

S14 = soon("S14")


def after_a_medicine(timeline: Timeline) -> Iterator[Found]:
    """S14: a site that first twitched within weeks of a start or a change, on three days."""
    for place in timeline.sightings.places():
        sightings = timeline.seen((place.site,), place.side)
        on = timeline.days_of(sightings)
        first = first_of(on)
        if place in timeline.baseline or first < timeline.began + t.BASELINE_DAYS.value:
            continue
        for event in timeline.events("medication", actions=("start", "change")):
            if 0 < first - timeline.at(event.on) <= t.DRUG_DAYS.value:
                yield _found(timeline, event, place, sightings, on)


def _found(timeline: Timeline, event: Event, place: Place, sightings: Bools, on: Bools) -> Found:
    often = np.cumsum(on) >= t.DRUG_TWITCH_DAYS.value
    return Found(
        case=S14,
        holds=timeline.stands(on & often),
        evidence=lambda day: [event, *timeline.evidence(sightings, 0, day)[: t.DRUG_TWITCH_DAYS.value]],
        said=lambda _: {"place": place, "since": timeline.day(first_of(on)), "started": event.on},
    )
