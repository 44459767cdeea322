"""The only door to the tables: rows of one diary become records. Nine queries at most, however long the diary is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import Max, Min, Q, TextField
from django.db.models.functions import Cast

from diary import models
from diary.exports.snapshot import Snapshot
from diary.services import reviews
from diary.services.kinds import KINDS
from people.models import Diary
from reports.records import Check, Day, Episode, Event, Place, Records, Reviewed


def load(diary: Diary, *, until: date, since: date = date.min) -> Records:
    """Return what the diary holds from `since` up to the local day `until`; deleted entries are left out."""
    period = (since, until)
    return replace(
        _declared(diary),
        name=diary.owner.shown_name,
        episodes=_episodes(diary, period),
        days=tuple(_day(row) for row in _rows(models.Day, diary, _DAY).filter(date__range=period)),
        events=tuple(_event(row) for row in _rows(models.Event, diary, _EVENT).filter(on__range=period)),
        checks=tuple(_check(row) for row in _rows(models.Check, diary, _CHECK).filter(day__range=period)),
        questions=tuple(models.Questions.objects.of(diary).values_list("questions", flat=True).first() or ()),
        reviewed=tuple(_reviewed(diary)),
    )


_EPISODE = (
    "key", "local_day", "time_of_day", "time_precision", "duration_s", "goes_on", "count", "places", "intensity",
    "during", "entry_mode", "suppressible", "was_edited", "rhythm", "movement", "urge", "felt", "caffeine_mg",
    "sleep_min", "stress",
)  # fmt: skip
TRUE = ("1", "true")  # as SQLite and PostgreSQL write it
# Columns whose values Django would make anew for each row: they come as text, and each text is read once.
_READ_ONCE = {
    "key": Cast("id", TextField()),
    "local_day": Cast("day", TextField()),
    "goes_on": Cast("ongoing", TextField()),
    "was_edited": Cast("edited", TextField()),
    "places": Cast("sites", TextField()),
    "felt": Cast("sensations", TextField()),
}
_DAY = (
    "date", "state", "burden", "function", "caffeine_mg", "sleep_min", "stress", "fatigue", "screen_min",
    "alcohol_units", "wearing_off",
)  # fmt: skip
_EVENT = ("id", "kind", "action", "name", "on", "until", "side", "sites")
_CHECK = ("id", "day", "performed_at", "time_zone", "tasks", "answers", "tasks_lost")
_BASELINE = ("sites", "long_standing_weakness", "suspected_factors", "birth_year")


def _rows(model: Any, diary: Diary, columns: tuple[str, ...]) -> Any:
    return model.objects.of(diary).order_by().values_list(*columns)


def _episodes(diary: Diary, period: tuple[date, date]) -> tuple[Episode, ...]:
    """
    Return the entries of these days.

    Twenty thousand of them have few different days and lists of sites. The two moments of an entry are only asked for
    where they lie apart.
    """
    rows = models.Episode.objects.of(diary).order_by().filter(day__range=period)
    late = rows.exclude(entry_mode="live").values_list("id", "started_at", "recorded_at")
    delays_min = {str(key): _delay_min(started, recorded) for key, started, recorded in late}
    return tuple(_episode(row, delays_min) for row in rows.annotate(**_READ_ONCE).values_list(*_EPISODE).iterator())


def _episode(row: tuple[Any, ...], delays_min: Mapping[str, int]) -> Episode:
    (told_key, day, clock, precision, duration_s, ongoing, count, sites, intensity, during, mode, suppressible, edited,
     rhythm, movement, urge, sensations, caffeine_mg, sleep_min, stress) = row  # fmt: skip
    key = _dashed(told_key)
    return Episode(
        id=key,
        day=_date_in(day),
        minute=_minute(clock) if precision == "exact" else None,
        duration_s=duration_s,
        ongoing=ongoing in TRUE,
        count=count,
        places=_places_in(sites),
        intensity=intensity,
        during=during,
        entry_mode=mode,
        delay_min=delays_min.get(key, 0),
        suppressible=suppressible,
        edited=edited in TRUE,
        rhythm=rhythm,
        movement=movement,
        urge=urge,
        sensations=_sorted_in(sensations),
        caffeine_mg=caffeine_mg,
        sleep_min=sleep_min,
        stress=stress,
    )


def _day(row: tuple[Any, ...]) -> Day:
    day, state, *told = row
    return Day(day=day, state=state or "unknown", **dict(zip(_DAY[2:], told, strict=True)))


def _event(row: tuple[Any, ...]) -> Event:
    key, kind, action, name, on, until, side, sites = row
    return Event(id=str(key), kind=kind, action=action, name=name, on=on, until=until, side=side, places=_places(sites))


def _check(row: tuple[Any, ...]) -> Check:
    key, day, performed_at, zone, tasks, answers, lost = row
    return Check(
        id=str(key),
        day=day,
        performed_at=performed_at,
        time_zone=zone,
        tasks=_in_one_order(tasks),
        answers=_in_one_order(answers),
        tasks_lost=tuple(sorted(lost)),
    )


def _reviewed(diary: Diary) -> Iterator[Reviewed]:
    """Return every rule that a practice has signed and not taken back."""
    for review in reviews.standing(reviews.history(diary)):
        if review.kind in models.Review.SIGNATURES:
            by = review.by.shown_name if review.by else ""
            practice = review.practice.name if review.practice else ""
            for flag in review.flags:
                yield Reviewed(rule=flag["rule"], level=flag["level"], on=review.on, by=by, practice=practice)


def _declared(diary: Diary) -> Records:
    """Return a diary of nothing but what was declared when it began."""
    empty = Records(reference=str(diary.reference), name="")
    for sites, weak, factors, birth_year in _rows(models.Baseline, diary, _BASELINE):
        return replace(
            empty,
            baseline=_places(sites),
            long_standing_weakness=_places(weak),
            suspected_factors=tuple(factors),
            birth_year=birth_year,
        )
    return empty


def _in_one_order(value: Any) -> Any:
    """Return JSON with its names sorted: the databases keep different orders, which no fingerprint may see."""
    return {name: _in_one_order(value[name]) for name in sorted(value)} if isinstance(value, dict) else value


@lru_cache(maxsize=4_096)
def _places_in(text: str | None) -> tuple[Place, ...]:
    return _places(msgspec.json.decode(text)) if text else ()


@lru_cache(maxsize=8_192)
def _date_in(text: str) -> date:
    return date.fromisoformat(text)


def _dashed(key: str) -> str:
    """Return how a UUID is written; SQLite keeps it without hyphens."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


@lru_cache(maxsize=1_024)
def _sorted_in(text: str | None) -> tuple[str, ...]:
    return tuple(sorted(msgspec.json.decode(text))) if text else ()


def _places(sites: Iterable[dict[str, str]] | None) -> tuple[Place, ...]:
    return tuple(Place(one["site"], one.get("side") or "unsure") for one in sites or ())


@lru_cache(maxsize=1_440)
def _minute(clock: str) -> int:
    return 60 * int(clock[:2]) + int(clock[3:5])


def _delay_min(started: datetime, told: datetime | None) -> int:
    return max(0, int((told - started).total_seconds() // 60)) if told else 0


def change_numbers(diary: Diary, facts: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the place of each of these facts, by kind and id, in the diary's own count of changes. A query a kind."""
    found: dict[tuple[str, str], int] = {}
    for name in {kind for kind, _ in facts}:
        kind = KINDS[name]
        keys = [kind.parse(fact_id, diary) for one, fact_id in facts if one == name]
        rows = kind.rows(diary).filter(**{f"{kind.key}__in": keys}).values_list(kind.key, "seq")
        found |= {(name, kind.fact_id(key)): seq for key, seq in rows}
    return found


def wants_flags(diary: Diary) -> bool:
    """Return whether the person lets the rules look at the diary; who never said anything does."""
    said = models.Settings.objects.of(diary).values_list("flags_enabled", flat=True).first()
    return said is not False


def first_day(diary: Diary, *, until: date) -> date | None:
    """Return the first local day up to `until` on which the diary says anything; None in a diary without."""
    told = Q(state__in=("twitched", "none")) | Q(burden__isnull=False)
    firsts = (
        models.Episode.objects.of(diary).filter(day__lte=until).aggregate(day=Min("day"))["day"],
        models.Day.objects.of(diary).filter(told, date__lte=until).aggregate(day=Min("date"))["day"],
    )
    return min((day for day in firsts if day is not None), default=None)


def last_day(diary: Diary, *, until: date) -> date | None:
    """Return the newest local day up to `until` that an entry or a check is of; None in a diary without."""
    kept = (model.objects.of(diary).filter(day__lte=until) for model in (models.Episode, models.Check))
    newest = (rows.aggregate(day=Max("day"))["day"] for rows in kept)
    return max((day for day in newest if day is not None), default=None)


def next_visit(diary: Diary, *, today: date) -> date | None:
    """Return the day of the next planned visit, today's included; None without one."""
    planned = models.Event.objects.of(diary).filter(kind="visit", action="planned", on__gte=today)
    return planned.order_by("on").values_list("on", flat=True).first()


def last_zone(diary: Diary) -> ZoneInfo:
    """Return the time zone of the diary's newest episode, UTC where there is none."""
    newest = models.Episode.objects.of(diary).order_by("-started_at", "-id").values_list("time_zone", flat=True).first()
    return ZoneInfo(newest or "UTC")


def documents(diary: Diary) -> Callable[[str], Iterator[dict[str, Any]]]:
    """
    Return what walks over the facts of a kind, as their documents, by key.

    However often and however slowly it walks, it tells of the diary as it stands now, and holds a page of it at most.
    """
    snapshot = Snapshot.now(diary)

    def walk(kind: str) -> Iterator[dict[str, Any]]:
        return (msgspec.json.decode(text) for page in snapshot.documents(KINDS[kind]) for text in page)

    return walk
