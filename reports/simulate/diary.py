"""One call: a person, a seed and a last day become a diary."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from reports.simulate import chance as law
from reports.simulate.checks import examine
from reports.simulate.facts import SimulatedBaseline, SimulatedDiary, SimulatedEvent
from reports.simulate.faults import mishandled
from reports.simulate.person import Person, StoryEvent
from reports.simulate.telling import presence, tell
from reports.simulate.truth import at, live

OPENED_MIN, DECLARED_MIN = 20 * 60, 20 * 60 + 5  # minutes after midnight, on the evening before the first day
EVENTS_TOLD_MIN = 20 * 60
EVENING_BEFORE = timedelta(days=-1)


def simulate(person: Person, *, last_day: date, seed: int = 1) -> SimulatedDiary:
    """
    Return the diary that `person` keeps until the local day `last_day`, included.

    What the person wrote on a later day (an entry of the last evening, told the morning after) is there too; ask
    `as_of` for the diary as it stood at a moment. Takes about 20 ms for half a year.

    Examples
    --------
    >>> from reports.simulate.questions import ALL
    >>> kept = simulate(ALL[1], last_day=date(2026, 11, 20), seed=7)
    >>> (kept.last_day - kept.first_day).days + 1, kept == simulate(ALL[1], last_day=date(2026, 11, 20), seed=7)
    (56, True)
    """
    first = last_day - timedelta(days=person.days - 1)
    truth = live(person, first=first, seed=seed)
    episodes, days = tell(person, truth, law.stream(seed, person.letter, "telling"))
    present = presence(person, law.stream(seed, person.letter, "telling"))  # the days on which `tell` let them write
    return SimulatedDiary(
        person=person,
        first_day=first,
        last_day=last_day,
        opened_at=at(first + EVENING_BEFORE, OPENED_MIN, person.zone),
        baseline=_baseline(person, first),
        events=_events(person, first, law.stream(seed, person.letter, "events")),
        episodes=mishandled(episodes, person.writing, law.stream(seed, person.letter, "faults")),
        days=days,
        checks=examine(person, first, present, law.stream(seed, person.letter, "checks")),
        truth=truth,
    )


def _baseline(person: Person, first: date) -> SimulatedBaseline:
    declared = person.declared
    return SimulatedBaseline(
        sites=declared.sites,
        long_standing_weakness=declared.long_standing_weakness,
        suspected_factors=declared.suspected_factors,
        birth_year=declared.birth_year,
        country=declared.country,
        recorded_at=at(first + EVENING_BEFORE, DECLARED_MIN, person.zone),
    )


def _events(person: Person, first: date, chance: Random) -> tuple[SimulatedEvent, ...]:
    return tuple(_event(person, event, first, chance) for event in person.events)


def _event(person: Person, event: StoryEvent, first: date, chance: Random) -> SimulatedEvent:
    told_on = max(0, event.day if event.told_on is None else event.told_on)
    return SimulatedEvent(
        id=UUID(int=chance.getrandbits(128), version=4),
        kind=event.kind,
        action=event.action,
        name=event.name,
        on=first + timedelta(days=event.day),
        side=event.side,
        sites=event.places,
        dose=event.dose,
        unit=event.unit,
        note=event.note,
        recorded_at=at(first + timedelta(days=told_on), EVENTS_TOLD_MIN, person.zone_on(told_on)),
    )
