"""A simulated diary as the study would load it: the records of a diary that holds these facts, without a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from diary.vocabulary import DRINKS
from reports.records import Check, Day, Episode, Event, Place, Records
from reports.simulate import person as simulated
from reports.simulate.facts import (
    Answer,
    SimulatedCheck,
    SimulatedDay,
    SimulatedDiary,
    SimulatedEpisode,
    SimulatedEvent,
)

# As the diary has it (diary.admission, diary.services.episodes), whose rooms the simulator may not enter.
LIVE_WITHIN: Final = timedelta(minutes=60)
MINUTE: Final = timedelta(minutes=1)


def records_of(kept: SimulatedDiary) -> Records:
    """
    Return what `reports.loading` would load of this diary once all of it was sent, under a reference of its own.

    Examples
    --------
    >>> from datetime import date
    >>> from reports.simulate.conditions import draw
    >>> from reports.simulate.diary import simulate
    >>> kept = simulate(draw("benign_lid", 1, seed=1, weeks=4), last_day=date(2026, 11, 20))
    >>> len(records_of(kept).episodes) == len(kept.episodes)
    True
    """
    return Records(
        reference=kept.person.username,
        name=kept.person.name,
        episodes=tuple(map(_episode, kept.episodes)),
        days=tuple(map(_day, kept.days)),
        events=tuple(map(_event, kept.events)),
        checks=tuple(map(_check, kept.checks)),
        baseline=_places(kept.baseline.sites),
        long_standing_weakness=_places(kept.baseline.long_standing_weakness),
        suspected_factors=kept.baseline.suspected_factors,
        birth_year=kept.baseline.birth_year,
    )


def _episode(entry: SimulatedEpisode) -> Episode:
    local = entry.started_at.astimezone(ZoneInfo(entry.time_zone))
    return Episode(
        id=str(entry.id),
        day=local.date(),
        minute=60 * local.hour + local.minute if entry.time_precision == "exact" else None,
        duration_s=entry.duration_s,
        count=entry.count,
        places=_places(entry.sites),
        intensity=entry.intensity,
        during=entry.during,
        entry_mode=_entry_mode(entry),
        delay_min=_delay_min(entry),
        suppressible=entry.suppressible,
        rhythm=entry.rhythm,
        movement=entry.movement,
        urge=entry.urge,
        sensations=tuple(sorted(entry.sensations)),
        caffeine_mg=entry.caffeine_mg,
        sleep_min=entry.sleep_min,
        stress=entry.stress,
    )


def _delay_min(entry: SimulatedEpisode) -> int:
    """Return the minutes from the start to the telling, as the diary loads them: 0 where it was told as it happened."""
    return 0 if _entry_mode(entry) == "live" else (entry.recorded_at - entry.started_at) // MINUTE


def _entry_mode(entry: SimulatedEpisode) -> str:
    if entry.recorded_at - entry.started_at <= LIVE_WITHIN:
        return "live"
    zone = ZoneInfo(entry.time_zone)
    is_same_day = entry.recorded_at.astimezone(zone).date() == entry.started_at.astimezone(zone).date()
    return "same_day" if is_same_day else "backfilled"


def _day(told: SimulatedDay) -> Day:
    drinks = told.drinks
    return Day(
        day=told.date,
        state=told.state,
        burden=told.burden,
        function=told.function,
        caffeine_mg=None if drinks is None else sum(DRINKS[kind].caffeine_mg * count for kind, count in drinks),
        sleep_min=told.sleep_min,
        stress=told.stress,
        fatigue=told.fatigue,
        screen_min=told.screen_min,
        alcohol_units=told.alcohol_units,
        wearing_off=told.wearing_off,
    )


def _event(told: SimulatedEvent) -> Event:
    return Event(
        id=str(told.id),
        kind=told.kind,
        action=told.action,
        name=told.name,
        on=told.on,
        side=told.side,
        places=_places(told.sites),
        dose=None if told.dose is None else Decimal(told.dose),
        unit=told.unit,
    )


def _check(told: SimulatedCheck) -> Check:
    """Return the check as it is stored: without the tasks that were left out, every name in one order."""
    graded = [one for one in told.tasks if one.left or one.right]
    return Check(
        id=str(told.id),
        day=told.performed_at.astimezone(ZoneInfo(told.time_zone)).date(),
        performed_at=told.performed_at,
        time_zone=told.time_zone,
        tasks={one.task: {"left": one.left, "right": one.right} for one in sorted(graded, key=lambda one: one.task)},
        answers={one.code: _answer(one) for one in sorted(told.answers, key=lambda one: one.code)},
        tasks_lost=tuple(sorted(told.tasks_lost)),
    )


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "onset_at": one.onset_at.isoformat() if one.onset_at else None,
        "onset_speed": one.onset_speed,
        "side": one.side,
        "value": one.value,
    }


def _places(places: Iterable[simulated.Place]) -> tuple[Place, ...]:
    return tuple(Place(one.site, one.side) for one in places)
