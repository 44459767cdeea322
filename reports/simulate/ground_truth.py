"""What truly happened to somebody who was drawn, for whoever measures what the rules make of the diary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from diary.vocabulary import SITES
from reports.simulate.conditions import SPREADING
from reports.simulate.facts import SimulatedDiary
from reports.simulate.person import Person, Place

Zone = tuple[str, str]  # a zone of the face, or a region of the body, with its side


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTruth:
    """
    The condition, whether it is one that spreads over the face, and when the first and the second zone began.

    A zone begins when its condition does, which may be before the diary; its first episode follows. `second_zone_on`
    is None where the condition does not spread, or has not before the diary ends.
    """

    condition: str
    spreads: bool
    first_zone_on: date | None
    second_zone_on: date | None


def ground_truth(kept: SimulatedDiary) -> GroundTruth:
    """Return what this person has, whatever the diary tells of it."""
    person = kept.person
    spreads = person.condition in SPREADING
    begun = sorted(begun_in(kept).values()) if spreads else []
    return GroundTruth(
        condition=person.condition,
        spreads=spreads,
        first_zone_on=begun[0] if begun else None,
        second_zone_on=begun[1] if len(begun) > 1 else None,
    )


def begun_in(kept: SimulatedDiary) -> dict[Zone, date]:
    """Return the day on which each zone of the face joined, which may lie before the diary."""
    return {zone: kept.first_day + timedelta(days=day) for zone, day in _facial_zones(kept.person).items()}


def days_of_true_episode(kept: SimulatedDiary, number: int) -> dict[Zone, date]:
    """
    Return the local day of each zone's true episode with this number, 1 for the first of the diary's time.

    An episode at several places counts once in each of their zones. A zone with fewer episodes is left out.
    """
    counts: Counter[Zone] = Counter()
    days: dict[Zone, date] = {}
    for day in kept.truth:
        for episode in day.episodes:
            for zone in {zone_of(place) for place in episode.places}:
                counts[zone] += 1
                if counts[zone] == number:
                    days[zone] = day.day
    return dict(sorted(days.items()))


def zone_of(place: Place) -> Zone:
    """
    Return the zone of rule S1 that the place is in, or its region where it has none.

    Examples
    --------
    >>> zone_of(Place("lid_lower", "left")), zone_of(Place("calf", "right"))
    (('EYE', 'left'), ('lumbosacral', 'right'))
    """
    site = SITES[place.site]
    return (site.zone or site.region, place.side)


def _facial_zones(person: Person) -> dict[Zone, int]:
    """Return the day on which each zone of the face joined; those of body sites are left out."""
    begun: dict[Zone, int] = {}
    for strand in person.strands:
        for place in (place for sites, _ in strand.places for place in sites if SITES[place.site].zone):
            zone = zone_of(place)
            begun[zone] = min(begun.get(zone, strand.first_day), strand.first_day)
    return begun
