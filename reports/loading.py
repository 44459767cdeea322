"""The only door to the tables: rows of one diary become records. Six queries at most, however long the diary is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from diary import models
from people.models import Diary
from reports.records import Check, Day, Episode, Event, Place, Records


def load(diary: Diary, *, until: date) -> Records:
    """Return what the diary holds up to the local day `until`; deleted entries are left out."""
    return Records(
        reference=str(diary.reference),
        name=diary.owner.shown_name,
        episodes=tuple(_episode(row) for row in _rows(models.Episode, diary, _EPISODE).filter(day__lte=until)),
        days=tuple(_day(row) for row in _rows(models.Day, diary, _DAY).filter(date__lte=until)),
        events=tuple(_event(row) for row in _rows(models.Event, diary, _EVENT).filter(on__lte=until)),
        checks=tuple(Check(day=day) for (day,) in _rows(models.Check, diary, ("day",)).filter(day__lte=until)),
        baseline=tuple(place for (sites,) in _rows(models.Baseline, diary, ("sites",)) for place in _places(sites)),
    )


_EPISODE = (
    "id", "day", "time_of_day", "time_precision", "duration_s", "ongoing", "count", "sites", "intensity", "during",
    "entry_mode", "started_at", "recorded_at", "edited",
)  # fmt: skip
_DAY = ("date", "state", "burden", "function")
_EVENT = ("kind", "action", "name", "on")


def _rows(model: Any, diary: Diary, columns: tuple[str, ...]) -> Any:
    return model.objects.of(diary).order_by().values_list(*columns)


def _episode(row: tuple[Any, ...]) -> Episode:
    key, day, clock, precision, duration_s, ongoing, count, sites, intensity, during, mode, started, told, edited = row
    return Episode(
        id=str(key),
        day=day,
        minute=_minute(clock) if precision == "exact" else None,
        duration_s=duration_s,
        ongoing=ongoing,
        count=count,
        places=_places(sites),
        intensity=intensity,
        during=during,
        entry_mode=mode,
        delay_min=_delay_min(started, told),
        edited=edited,
    )


def _day(row: tuple[Any, ...]) -> Day:
    day, state, burden, function = row
    return Day(day=day, state=state or "unknown", burden=burden, function=function)


def _event(row: tuple[Any, ...]) -> Event:
    kind, action, name, on = row
    return Event(kind=kind, action=action, name=name, on=on)


def _places(sites: Iterable[dict[str, str]] | None) -> tuple[Place, ...]:
    return tuple(Place(one["site"], one.get("side") or "unsure") for one in sites or ())


def _minute(clock: str) -> int:
    return 60 * int(clock[:2]) + int(clock[3:5])


def _delay_min(started: datetime, told: datetime | None) -> int:
    return max(0, int((told - started).total_seconds() // 60)) if told else 0


def last_zone(diary: Diary) -> ZoneInfo:
    """Return the time zone of the diary's newest episode, UTC where there is none."""
    newest = models.Episode.objects.of(diary).order_by("-started_at", "-id").values_list("time_zone", flat=True).first()
    return ZoneInfo(newest or "UTC")
