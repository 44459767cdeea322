"""Twitching that began after a medicine was started or changed: S14."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reports.flags import thresholds as t
from reports.flags.history.areas import Area, undeclared
from reports.flags.history.rule import Fact, Found, Said, soon
from reports.flags.history.timeline import Timeline
from reports.records import Event

S14 = soon("S14")


def after_a_medicine(timeline: Timeline) -> Iterator[Found]:
    """S14: an area that first twitched within weeks of a start or a change, on three days."""
    started = timeline.events("medication", actions=("start", "change"))
    for area in undeclared(timeline) if started else ():
        for event in started:
            if 0 < area.first - timeline.at(event.on) <= t.DRUG_DAYS.value:
                yield _found(timeline, event, area)


def _found(timeline: Timeline, event: Event, area: Area) -> Found:
    days = np.flatnonzero(area.on)[: t.DRUG_TWITCH_DAYS.value]

    def evidence(_: int) -> Sequence[Fact]:
        firsts = (timeline.evidence(area.sightings, day, day)[0] for day in days.tolist())
        return [event, *firsts]

    def said(_: int) -> dict[str, Said]:
        return {"place": area.place, "since": timeline.day(area.first), "started": event.on}

    often = np.cumsum(area.on) >= t.DRUG_TWITCH_DAYS.value
    return Found(case=S14, holds=timeline.stands(area.on & often), evidence=evidence, said=said)
