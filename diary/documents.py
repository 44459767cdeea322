"""
A fact as JSON: the names and forms of the data contract, version 1.

`content` is what a fact says; `document` adds the revision. Both keep one order of fields, so that the same fact is
always the same text. An unknown value is null, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from diary.models import Baseline, Check, Day, Episode, Event, Fact, Questions, Settings

Content = dict[str, Any]


def episode_content(episode: Episode) -> Content:
    """Return what `episode` says, its times with the offset of its own zone."""
    zone = ZoneInfo(episode.time_zone)
    return {
        "id": str(episode.id),
        "started_at": _time(episode.started_at, zone),
        "time_zone": episode.time_zone,
        "time_precision": episode.time_precision,
        "duration_s": episode.duration_s,
        "ongoing": episode.ongoing,
        "count": episode.count,
        "sites": episode.sites,
        "rhythm": episode.rhythm,
        "intensity": episode.intensity,
        "during": episode.during,
        "movement": episode.movement,
        "suppressible": episode.suppressible,
        "urge": episode.urge,
        "observed_by": episode.observed_by,
        "sensations": episode.sensations,
        "caffeine_mg": episode.caffeine_mg,
        "sleep_min": episode.sleep_min,
        "stress": episode.stress,
        "note": episode.note,
        "recorded_at": _time(episode.recorded_at, zone),
        "day": episode.day.isoformat(),
        "time_of_day": episode.time_of_day,
        "entry_mode": episode.entry_mode,
    }


def day_content(day: Day) -> Content:
    """Return what was said of `day`."""
    return {
        "date": day.date.isoformat(),
        "state": day.state,
        "burden": day.burden,
        "function": day.function,
        "drinks": day.drinks,
        "caffeine_mg": day.caffeine_mg,
        "last_caffeine_at": day.last_caffeine_at and day.last_caffeine_at.isoformat(),
        "sleep_min": day.sleep_min,
        "sleep_quality": day.sleep_quality,
        "stress": day.stress,
        "fatigue": day.fatigue,
        "screen_min": day.screen_min,
        "alcohol_units": day.alcohol_units,
        "wearing_off": day.wearing_off,
        "note": day.note,
    }


def check_content(check: Check) -> Content:
    """Return what `check` says, its time with the offset of its own zone."""
    return {
        "id": str(check.id),
        "performed_at": _time(check.performed_at, ZoneInfo(check.time_zone)),
        "time_zone": check.time_zone,
        "tasks": check.tasks,
        "answers": check.answers,
        "tasks_lost": check.tasks_lost,
        "note": check.note,
        "day": check.day.isoformat(),
    }


def event_content(event: Event) -> Content:
    """Return what `event` says."""
    return {
        "id": str(event.id),
        "kind": event.kind,
        "action": event.action,
        "name": event.name,
        "on": event.on.isoformat(),
        "until": event.until and event.until.isoformat(),
        "side": event.side,
        "sites": event.sites,
        "dose": None if event.dose is None else float(event.dose),
        "unit": event.unit,
        "note": event.note,
    }


def baseline_content(baseline: Baseline) -> Content:
    """Return what was declared at the beginning."""
    return {
        "sites": baseline.sites,
        "long_standing_weakness": baseline.long_standing_weakness,
        "suspected_factors": baseline.suspected_factors,
        "birth_year": baseline.birth_year,
        "country": baseline.country,
    }


def settings_content(settings: Settings) -> Content:
    """Return what was set."""
    return {
        "language": settings.language,
        "time_zone_policy": settings.time_zone_policy,
        "home_time_zone": settings.home_time_zone,
        "reminder_at": settings.reminder_at,
        "quiet_from": settings.quiet_from,
        "quiet_until": settings.quiet_until,
        "emergency_number": settings.emergency_number,
        "theme": settings.theme,
        "text_size": settings.text_size,
        "spoken_reply": settings.spoken_reply,
        "flags_enabled": settings.flags_enabled,
    }


def questions_content(questions: Questions) -> Content:
    """Return what the person wants to ask."""
    return {"questions": questions.questions}


def document(content: Content, fact: Fact) -> str:
    """Return the canonical JSON of `fact`: its content, its revision, and when it last changed."""
    return encode(content | {"revision": fact.revision, "updated_at": fact.updated_at.isoformat()})


def said(document: str, fields: Iterable[str]) -> Content:
    """Return what a stored document says in these fields, its times and days as values."""
    told = msgspec.json.decode(document)
    return {name: _VALUES.get(name, _as_it_is)(told[name]) for name in fields}


def content_of(document: str) -> Content:
    """Return the content of a stored document: all but its revision and when it changed."""
    told: Content = msgspec.json.decode(document)
    return {name: value for name, value in told.items() if name not in ("revision", "updated_at")}


def revision(document: str) -> str:
    """Return the revision that a stored document carries."""
    return _REVISION.decode(document).revision


class _Revision(msgspec.Struct):
    revision: str


_REVISION = msgspec.json.Decoder(_Revision)


def encode(content: Content) -> str:
    """Return `content` as compact JSON in its own order."""
    return msgspec.json.encode(content).decode()


def _as_it_is(value: Any) -> Any:
    return value


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_VALUES: dict[str, Callable[[Any], Any]] = {
    "started_at": _instant,
    "recorded_at": _instant,
    "performed_at": _instant,
    "last_caffeine_at": _instant,
    "on": _day,
    "until": _day,
}


def _time(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    offset = local.utcoffset()
    whole_minutes = offset is not None and offset.seconds % 60 == 0
    return (local if whole_minutes else at.astimezone(UTC)).isoformat()  # RFC 3339 knows no seconds of an offset
