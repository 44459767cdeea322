"""What goes wrong between the person and the diary: the other side is ticked, the phone's clock is off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from reports.simulate.facts import SimulatedEpisode
from reports.simulate.person import Place, Writing

OTHER_SIDE: Final = {"left": "right", "right": "left"}


def mishandled(
    episodes: tuple[SimulatedEpisode, ...], writing: Writing, chance: Random
) -> tuple[SimulatedEpisode, ...]:
    """Return the entries with the faults of this way of writing, in their order."""
    if not writing.wrong_side and not writing.clock_ahead_min:
        return episodes
    return tuple(_mishandled(episodes, writing, chance))


def _mishandled(episodes: tuple[SimulatedEpisode, ...], writing: Writing, chance: Random) -> Iterator[SimulatedEpisode]:
    ahead = timedelta(seconds=round(60 * writing.clock_ahead_min))
    for entry in episodes:
        sites = tuple(map(_mirrored, entry.sites)) if chance.random() < writing.wrong_side else entry.sites
        recorded_at = max(entry.started_at, entry.recorded_at + ahead)  # one phone tells both: never before it began
        yield replace(entry, sites=sites, recorded_at=recorded_at)


def _mirrored(place: Place) -> Place:
    return Place(place.site, OTHER_SIDE.get(place.side, place.side))
