"""The only door to the tables: rows of diaries become records. Nine queries, however long and however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.db.models import Max, Min, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from diary import models
from diary.exports.snapshot import Snapshot
from diary.services import reviews
from diary.services.kinds import KINDS
from people.models import Diary
from people.standby import leave_alone, where_to_read
from reports.records import Check, Day, Episode, Event, Place, Records, Reviewed


def load(diary: Diary, *, until: date, since: date = date.min, database: str = DEFAULT_DB_ALIAS) -> Records:
    """Return what the diary holds from `since` up to the local day `until`; deleted entries are left out."""
    return load_all([diary], until=until, since=since, database=database)[diary.pk]


def load_all(
    diaries: Sequence[Diary], *, until: date, since: date = date.min, database: str = DEFAULT_DB_ALIAS
) -> dict[int, Records]:
    """
    Return the same of some diaries, by their keys; it takes no more queries than one does.

    The facts are read from `database` (people.standby), what was signed is read from the original.
    """
    keys, period = [diary.pk for diary in diaries], (since, until)
    rows = partial(_rows, database, keys)
    declared = {key: _declared(row) for key, *row in rows(models.Baseline, _BASELINE)}
    episodes = _episodes(database, diaries, period)
    days = _by_diary(rows(models.Day, _DAY).filter(date__range=period), _day)
    events = _by_diary(rows(models.Event, _EVENT).filter(on__range=period), _event)
    checks = _by_diary(rows(models.Check, _CHECK).filter(day__range=period), _check)
    questions = dict(rows(models.Questions, ("questions",)))
    reviewed = _reviewed(keys)
    return {
        diary.pk: Records(
            reference=str(diary.reference),
            name=diary.owner.shown_name,
            episodes=tuple(episodes.get(diary.pk, ())),
            days=tuple(days.get(diary.pk, ())),
            events=tuple(events.get(diary.pk, ())),
            checks=tuple(checks.get(diary.pk, ())),
            questions=tuple(questions.get(diary.pk) or ()),
            reviewed=tuple(reviewed.get(diary.pk, ())),
            **declared.get(diary.pk, {}),
        )
        for diary in diaries
    }


def load_for_others(diaries: Sequence[Diary], *, until: date) -> dict[int, Records]:
    """Return the same as somebody else reads it: from the standby, where that has all of it and does not fail."""
    database = where_to_read(diaries)
    try:
        return load_all(diaries, until=until, database=database)
    except DatabaseError:
        if database == DEFAULT_DB_ALIAS:
            raise
        leave_alone()
        return load_all(diaries, until=until)


PAGE: Final = 4_000  # numbers of changes
NO_END: Final = 2**62  # beyond every number; a range with two ends is what the databases take the numbers' index for
_EPISODE = (
    "key", "local_day", "time_of_day", "time_precision", "duration_s", "goes_on", "count", "places", "intensity",
    "during", "entry_mode", "suppressible", "was_edited", "rhythm", "movement", "urge", "felt", "caffeine_mg",
    "sleep_min", "stress",
)  # fmt: skip
Made = TypeVar("Made")
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
_EVENT = ("id", "kind", "action", "name", "on", "until", "side", "sites", "dose", "unit")
_CHECK = ("id", "day", "performed_at", "time_zone", "tasks", "answers", "tasks_lost")
_BASELINE = ("sites", "long_standing_weakness", "suspected_factors", "birth_year")


def _rows(database: str, keys: Sequence[int], model: Any, columns: tuple[str, ...]) -> Any:
    return model.objects.using(database).of_all(keys).order_by().values_list("diary_id", *columns)


def _by_diary(rows: Iterable[tuple[Any, ...]], make: Callable[[list[Any]], Made]) -> dict[int, list[Made]]:
    """Return what `make` makes of each row, by the diary that it begins with."""
    found: dict[int, list[Made]] = defaultdict(list)
    for key, *row in rows:
        found[key].append(make(row))
    return found


def _episodes(database: str, diaries: Sequence[Diary], period: tuple[date, date]) -> dict[int, Iterable[Episode]]:
    """
    Return the entries of these days.

    Twenty thousand of them have few different days and lists of sites. The two moments of an entry are only asked for
    where they lie apart.
    """
    rows = models.Episode.objects.using(database).of_all([diary.pk for diary in diaries]).order_by()
    since, until = period
    rows = rows.filter(day__lte=until) if since == date.min else rows.filter(day__range=period)
    found: dict[int, dict[str, Episode]] = defaultdict(dict)
    for page in _pages(rows, diaries):
        late = page.exclude(entry_mode="live").values_list("diary_id", "id", "started_at", "recorded_at")
        delays_min = {(diary, str(key)): _delay_min(started, recorded) for diary, key, started, recorded in late}
        for row in page.annotate(**_READ_ONCE).values_list("diary_id", *_EPISODE):
            episode = _episode(row, delays_min)
            found[row[0]][episode.id] = episode
    return {diary: entries.values() for diary, entries in found.items()}


def _pages(rows: Any, diaries: Sequence[Diary]) -> Iterator[Any]:
    """
    Yield the rows in pieces: while one statement reads SQLite's file, nobody can write to it.

    Whatever is written meanwhile has a number above the last known one, and so is in the last piece, perhaps once more.
    """
    last, size = max((diary.change_counter for diary in diaries), default=0), PAGE // max(len(diaries), 1)
    for first in range(1, max(last, 1) + 1, size):
        end = first + size - 1
        yield rows.filter(seq__range=(first, end if end < last else NO_END))


def _episode(row: tuple[Any, ...], delays_min: Mapping[tuple[int, str], int]) -> Episode:
    (diary, told_key, day, clock, precision, duration_s, ongoing, count, sites, intensity, during, mode, suppressible,
     edited, rhythm, movement, urge, sensations, caffeine_mg, sleep_min, stress) = row  # fmt: skip
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
        delay_min=delays_min.get((diary, key), 0),
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


def _day(row: list[Any]) -> Day:
    day, state, *told = row
    return Day(day=day, state=state or "unknown", **dict(zip(_DAY[2:], told, strict=True)))


def _event(row: list[Any]) -> Event:
    key, kind, action, name, on, until, side, sites, dose, unit = row
    return Event(
        id=str(key),
        kind=kind,
        action=action,
        name=name,
        on=on,
        until=until,
        side=side,
        places=_places(sites),
        dose=dose,
        unit=unit,
    )


def _check(row: list[Any]) -> Check:
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


def _reviewed(keys: Sequence[int]) -> dict[int, list[Reviewed]]:
    """Return every rule that a practice has signed and not taken back."""
    found: dict[int, list[Reviewed]] = defaultdict(list)
    for (diary, _), history in reviews.histories(keys).items():
        found[diary] += [told for review in reviews.standing(history) for told in _signed(review)]
    return found


def _signed(review: models.Review) -> Iterator[Reviewed]:
    if review.kind in models.Review.SIGNATURES:
        by = review.by.shown_name if review.by else ""
        practice = review.practice.name if review.practice else ""
        for flag in review.flags:
            yield Reviewed(rule=flag["rule"], level=flag["level"], on=review.on, by=by, practice=practice)


def _declared(row: list[Any]) -> dict[str, Any]:
    """Return what was declared when the diary began."""
    sites, weak, factors, birth_year = row
    return {
        "baseline": _places(sites),
        "long_standing_weakness": _places(weak),
        "suspected_factors": tuple(factors),
        "birth_year": birth_year,
    }


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


def without_flags(keys: Iterable[int]) -> set[int]:
    """Return the diaries whose owner does not let the rules look at them; who never said anything does."""
    said = models.Settings.objects.of_all(keys).filter(flags_enabled=False)
    return set(said.values_list("diary_id", flat=True))


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


def planned_visits(keys: Iterable[int], *, since: date) -> dict[int, list[date]]:
    """Return the days of the visits and injections that are planned for `since` or later, in their order."""
    planned = models.Event.objects.of_all(keys).filter(kind__in=("visit", "toxin"), action="planned", on__gte=since)
    found: dict[int, list[date]] = defaultdict(list)
    for diary, on in planned.order_by("on").values_list("diary_id", "on"):
        found[diary].append(on)
    return found


def last_zones(keys: Iterable[int]) -> dict[int, ZoneInfo]:
    """Return the time zone of each diary's newest episode, UTC where there is none."""
    newest = models.Episode.objects.filter(diary=OuterRef("pk"), deleted_at=None).order_by("-started_at", "-id")
    rows = Diary.objects.filter(pk__in=keys).annotate(zone=Subquery(newest.values("time_zone")[:1]))
    return {key: ZoneInfo(zone or "UTC") for key, zone in rows.values_list("pk", "zone")}


def documents(diary: Diary) -> Callable[[str], Iterator[dict[str, Any]]]:
    """
    Return what walks over the facts of a kind, as their documents, by key.

    However often and however slowly it walks, it tells of the diary as it stands now, and holds a page of it at most.
    """
    snapshot = Snapshot.now(diary)

    def walk(kind: str) -> Iterator[dict[str, Any]]:
        return (msgspec.json.decode(text) for page in snapshot.documents(KINDS[kind]) for text in page)

    return walk
