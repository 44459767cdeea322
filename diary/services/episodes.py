"""What an episode may say, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from diary import admission, documents
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.models import Episode
from diary.services import history


class EpisodeFields(TypedDict, total=False):
    """What a client may say of an episode. A field that is absent was not touched."""

    started_at: datetime
    time_zone: str
    time_precision: str
    duration_s: int | None
    ongoing: bool
    count: int | None
    sites: list[dict[str, str]]
    rhythm: str | None
    intensity: int | None
    during: str | None
    movement: str | None
    suppressible: str | None
    urge: str | None
    observed_by: str | None
    sensations: list[str]
    caffeine_mg: int | None
    sleep_min: int | None
    stress: int | None
    note: str
    recorded_at: datetime


def _episode(id: UUID, fields: EpisodeFields, living: Episode | None, now: datetime) -> Episode:
    given = dict(fields)
    zone = admission.zone(fields["time_zone"], field="time_zone")
    started_at = admission.past_instant(fields["started_at"], now=now, field="started_at")
    recorded_at = _recorded_at(fields.get("recorded_at"), living, started_at, now)
    local = started_at.astimezone(zone)
    given |= {
        "started_at": started_at,
        "recorded_at": recorded_at,
        "sites": admission.places(fields.get("sites") or [], field="sites"),
        "sensations": list(dict.fromkeys(fields.get("sensations") or [])),
        "note": admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
        "time_precision": fields.get("time_precision") or "exact",
        "ongoing": fields.get("ongoing") or False,
        "day": local.date(),
        "time_of_day": local.strftime("%H:%M"),
        "entry_mode": entry_mode(started_at, recorded_at, local.date(), recorded_at.astimezone(zone).date()),
    }
    return Episode(id=id, **given)


def _recorded_at(told: datetime | None, living: Episode | None, started_at: datetime, now: datetime) -> datetime:
    """
    Return when it was recorded, as the client tells it or as it stands; nobody records what has not begun.

    What stands is not questioned: a start that is moved later leaves the moment of recording as it was.
    """
    known = living.recorded_at if living is not None else None
    if told is None:
        return known or now
    recorded_at = admission.instant(told, field="recorded_at")
    if recorded_at == known:
        return recorded_at
    admission.past_instant(told, now=now, field="recorded_at")
    if recorded_at < started_at - admission.PHONE_CLOCK_AHEAD:
        raise InvalidValue("recorded_before_start", "This was recorded before it began.", field="recorded_at")
    return recorded_at


def entry_mode(started_at: datetime, recorded_at: datetime, day: date, recorded_on: date) -> str:
    """Return how the entry came about: live within 60 minutes, else on the same local day, else backfilled."""
    if recorded_at - started_at <= admission.LIVE_WITHIN:
        return "live"
    return "same_day" if recorded_on == day else "backfilled"


KIND = history.Kind(
    name="episode",
    model=Episode,
    key="id",
    build=_episode,
    content=documents.episode_content,
    fields=tuple(EpisodeFields.__annotations__),
    required=("started_at", "time_zone"),
    newest_first=("started_at", "id"),
    day="day",
)
