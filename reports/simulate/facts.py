"""What comes out: the facts of a diary as frozen values, their fields named as in the data contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from reports.simulate.person import Person, Place
from reports.simulate.truth import TrueDay


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedEpisode:
    """An entry. Its instants are in UTC, so that they sort in a repeated hour too; what was not touched is None."""

    id: UUID
    started_at: datetime
    time_zone: str
    time_precision: str
    duration_s: int | None
    count: int | None
    sites: tuple[Place, ...]
    rhythm: str | None
    intensity: int | None
    during: str | None
    movement: str | None
    suppressible: str | None
    urge: str | None
    observed_by: str | None
    sensations: tuple[str, ...]
    caffeine_mg: int | None
    sleep_min: int | None
    stress: int | None
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedDay:
    """The answers about one local day, given at `recorded_at`; what was not touched is None."""

    date: date
    state: str
    burden: str | None = None
    function: int | None = None
    drinks: tuple[tuple[str, int], ...] | None = None
    sleep_min: int | None = None
    sleep_quality: int | None = None
    stress: int | None = None
    fatigue: int | None = None
    screen_min: int | None = None
    alcohol_units: int | None = None
    wearing_off: bool | None = None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedEvent:
    """An event on the time axis. `dose` is a decimal number as text."""

    id: UUID
    kind: str
    action: str
    name: str
    on: date
    side: str | None
    sites: tuple[Place, ...]
    dose: str | None
    unit: str
    note: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedBaseline:
    """What was declared when the diary began."""

    sites: tuple[Place, ...]
    long_standing_weakness: tuple[Place, ...]
    suspected_factors: tuple[str, ...]
    birth_year: int | None
    country: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Grades:
    """How one task of a face check went on each side; None was not done."""

    task: str
    left: str | None
    right: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a face check."""

    code: str
    value: str
    side: str | None = None
    onset_at: datetime | None = None
    onset_speed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCheck:
    """A face check. Its instants are in UTC; a task that was left out has no grade on either side."""

    id: UUID
    performed_at: datetime
    time_zone: str
    tasks: tuple[Grades, ...]
    answers: tuple[Answer, ...]
    tasks_lost: tuple[str, ...]
    recorded_at: datetime


Fact = SimulatedEpisode | SimulatedDay | SimulatedEvent | SimulatedCheck | SimulatedBaseline


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedDiary:
    """
    A person's diary from `first_day` to `last_day`, both included, in the order of the days.

    `truth` is what happened, for whoever measures what a number makes of the telling; no diary knows it.
    """

    person: Person
    first_day: date
    last_day: date
    opened_at: datetime
    baseline: SimulatedBaseline
    events: tuple[SimulatedEvent, ...]
    episodes: tuple[SimulatedEpisode, ...]
    days: tuple[SimulatedDay, ...]
    checks: tuple[SimulatedCheck, ...]
    truth: tuple[TrueDay, ...]

    def in_order_of_writing(self) -> tuple[Fact, ...]:
        """Return every fact in the order in which the person wrote them."""
        facts: list[Fact] = [self.baseline, *self.events, *self.episodes, *self.days, *self.checks]
        return tuple(sorted(facts, key=lambda fact: fact.recorded_at))  # stable where two are of one moment

    def as_of(self, moment: datetime) -> SimulatedDiary:
        """Return the diary as it stood at `moment`: what was written later is not in it yet."""
        return replace(
            self,
            events=tuple(event for event in self.events if event.recorded_at <= moment),
            episodes=tuple(episode for episode in self.episodes if episode.recorded_at <= moment),
            days=tuple(day for day in self.days if day.recorded_at <= moment),
            checks=tuple(check for check in self.checks if check.recorded_at <= moment),
        )
