"""Whole diaries: generated ones of every kind of fact, and long ones made quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import connection, transaction
from hypothesis import strategies as st

from diary import vocabulary as v
from diary.admission import EARLIEST, LATEST_PLAN
from diary.errors import InvalidValue
from diary.services import facts
from diary.services.history import Fields, Key, Kind
from diary.services.kinds import KINDS
from people.models import Diary, User
from tests import cast
from tests.cast import NOW

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
# The hour that is repeated, the hour that is missing, half hours, whole days that never were, old offsets with seconds.
ODD_MOMENTS = [
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Prague"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Prague"),
    (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/Prague"),
    (datetime(2026, 4, 4, 15, 15, tzinfo=UTC), "Australia/Lord_Howe"),
    (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia"),
    (datetime(1901, 1, 1, 0, 0, 0, 1, tzinfo=UTC), "Europe/Amsterdam"),
    (datetime(1925, 6, 1, 12, 0, tzinfo=UTC), "Africa/Monrovia"),
    (datetime(2026, 11, 20, 11, 59, 59, 999_999, tzinfo=UTC), "Asia/Kathmandu"),
]
ODD_TEXTS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1", "  =1", "\ufeff=1", "'=1", "''=1", "\uff1d1",
    "-5", "'", '"', "a,b;c\nd", " ", "\x01\x7f", "e\u0301", "\U0001f600" * 3, "\u05e9\u05dc\u05d5\u05dd", "\u202eabc",
    "\u2028", "\\ud800", "</script>", "null",
]  # fmt: skip


def texts(longest: int = 60) -> st.SearchStrategy[str]:
    """Return texts that a diary takes, odd ones among them."""
    any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=longest)
    return any_text | st.sampled_from([text for text in ODD_TEXTS if len(text) <= longest])


def codes(terms: Any) -> st.SearchStrategy[str]:
    """Return codes of these terms."""
    return st.sampled_from([term.code for term in (terms.values() if hasattr(terms, "values") else terms)])


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _up_to(highest: int) -> st.SearchStrategy[Any]:
    return _maybe(st.integers(0, highest))


def _some(values: st.SearchStrategy[Any], longest: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, max_size=longest, unique_by=repr)


PLACES = _some(st.fixed_dictionaries({"site": codes(v.SITES), "side": codes(v.SIDES)}))
MOMENTS = st.sampled_from(ODD_MOMENTS) | st.tuples(
    st.datetimes(EARLIEST.replace(tzinfo=None), NOW.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=UTC)),
    st.sampled_from(ZONES),
)
INSTANTS = MOMENTS.map(lambda moment: moment[0])
DATES = st.dates(EARLIEST.date(), NOW.date())
TIMES_OF_DAY = st.sampled_from(["", "00:00", "07:30", "23:59"])


@st.composite
def episodes(draw: st.DrawFn) -> Fields:
    """Return what may be said of an episode."""
    started_at, zone = draw(MOMENTS)
    recorded_at = min(NOW, started_at + draw(st.timedeltas(timedelta(0), timedelta(days=3))))
    said = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "time_precision": codes(v.TIME_PRECISIONS),
                "duration_s": _up_to(v.DURATION_S_MAX),
                "ongoing": st.booleans(),
                "count": _maybe(st.integers(v.COUNT_MIN, v.COUNT_MAX)),
                "sites": PLACES,
                "rhythm": _maybe(codes(v.RHYTHMS)),
                "intensity": _up_to(v.INTENSITY_MAX),
                "during": _maybe(codes(v.CONTEXTS)),
                "movement": _maybe(codes(v.MOVEMENTS)),
                "suppressible": _maybe(codes(v.ANSWERS)),
                "urge": _maybe(codes(v.ANSWERS)),
                "observed_by": _maybe(codes(v.OBSERVERS)),
                "sensations": _some(codes(v.SENSATIONS)),
                "caffeine_mg": _up_to(v.CAFFEINE_MG_MAX),
                "sleep_min": _up_to(v.SLEEP_MIN_MAX),
                "stress": _up_to(v.STRESS_MAX),
                "note": texts(),
                "recorded_at": st.just(recorded_at),
            },
        )
    )
    return {"started_at": started_at, "time_zone": zone, **said}


def days() -> st.SearchStrategy[Fields]:
    """Return what may be said of a day."""
    drinks = st.lists(
        st.fixed_dictionaries({"kind": codes(v.DRINKS), "count": st.integers(1, 5)}), max_size=3, unique_by=repr
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "state": codes(v.DAY_STATES),
            "burden": _maybe(codes(v.BURDENS)),
            "function": _up_to(v.FUNCTION_MAX),
            "drinks": _maybe(drinks),
            "caffeine_mg": _up_to(v.CAFFEINE_MG_MAX),
            "last_caffeine_at": _maybe(INSTANTS),
            "sleep_min": _up_to(v.SLEEP_MIN_MAX),
            "sleep_quality": _up_to(v.STRESS_MAX),
            "stress": _up_to(v.STRESS_MAX),
            "fatigue": _up_to(v.STRESS_MAX),
            "screen_min": _up_to(v.SCREEN_MIN_MAX),
            "alcohol_units": _up_to(v.ALCOHOL_UNITS_MAX),
            "wearing_off": _maybe(st.booleans()),
            "note": texts(),
        },
    )


@st.composite
def checks(draw: st.DrawFn) -> Fields:
    """Return what may be said of a check."""
    performed_at, zone = draw(MOMENTS)
    grade = _maybe(codes(v.TASK_GRADES))
    answer = st.fixed_dictionaries(
        {
            "value": _maybe(codes(v.ANSWERS)),
            "side": _maybe(codes(v.SIDES)),
            "onset_at": _maybe(INSTANTS),
            "onset_speed": _maybe(codes(v.ONSET_SPEEDS)),
        }
    )
    return {
        "performed_at": performed_at,
        "time_zone": zone,
        "tasks": draw(
            st.dictionaries(codes(v.CHECK_TASKS), st.fixed_dictionaries({"left": grade, "right": grade}), max_size=5)
        ),
        "answers": draw(st.dictionaries(codes(v.CHECK_ANSWERS), answer | codes(v.ANSWERS), max_size=4)),
        "tasks_lost": draw(_some(codes(v.TASKS_LOST))),
        "note": draw(texts()),
    }


@st.composite
def events(draw: st.DrawFn) -> Fields:
    """Return what may be said of an event."""
    on = draw(DATES)
    return {
        "kind": draw(codes(v.EVENT_KINDS)),
        "action": draw(codes(v.EVENT_ACTIONS)),
        "name": draw(texts(v.NAME_MAX)),
        "on": on,
        "until": draw(_maybe(st.dates(on, LATEST_PLAN))),
        "side": draw(_maybe(codes(v.SIDES))),
        "sites": draw(PLACES),
        "dose": draw(_maybe(st.decimals(0, v.DOSE_MAX, places=3))),
        "unit": draw(texts(v.UNIT_MAX)),
        "note": draw(texts()),
    }


SINGLES: dict[str, st.SearchStrategy[Fields]] = {
    "baseline": st.fixed_dictionaries(
        {},
        optional={
            "sites": PLACES,
            "long_standing_weakness": PLACES,
            "suspected_factors": st.lists(texts(v.FACTOR_MAX), max_size=4),
            "birth_year": _maybe(st.integers(v.BIRTH_YEAR_MIN, NOW.year)),
            "country": st.sampled_from(["", "TW", "cz"]),
        },
    ),
    "settings": st.fixed_dictionaries(
        {},
        optional={
            "language": _maybe(st.sampled_from(v.LANGUAGES)),
            "time_zone_policy": _maybe(codes(v.TIME_ZONE_POLICIES)),
            "home_time_zone": st.sampled_from(["", *ZONES]),
            "reminder_at": TIMES_OF_DAY,
            "quiet_from": TIMES_OF_DAY,
            "quiet_until": TIMES_OF_DAY,
            "emergency_number": st.sampled_from(["", "112", "+420 155"]),
            "theme": _maybe(codes(v.THEMES)),
            "text_size": _maybe(codes(v.TEXT_SIZES)),
            "spoken_reply": _maybe(st.booleans()),
            "flags_enabled": _maybe(st.booleans()),
        },
    ),
    "questions": st.fixed_dictionaries({}, optional={"questions": st.lists(texts(60), max_size=v.QUESTIONS_MAX)}),
}


@dataclass(frozen=True)
class Act:
    """What somebody does in a diary: says something of a fact, then perhaps more, then perhaps deletes it."""

    kind: str
    key: Any
    said: Fields
    more: Fields
    is_deleted: bool


def _acts(kind: str, key: st.SearchStrategy[Any], said: Callable[[], st.SearchStrategy[Fields]]) -> Any:
    return st.builds(Act, st.just(kind), key, said(), st.just({}) | said(), st.sampled_from([False, False, True]))


def acts() -> st.SearchStrategy[list[Act]]:
    """Return what makes a diary, of every kind of fact."""
    id = st.uuids(version=4) | st.just(UUID("0192f3a4-5b6c-7d8e-9f01-23456789abcd"))
    singles = [_acts(kind, st.none(), lambda said=said: said) for kind, said in SINGLES.items()]  # type: ignore[misc]  # a default binds it
    return st.lists(
        st.one_of(
            _acts("episode", id, episodes),
            _acts("day", DATES, days),
            _acts("check", id, checks),
            _acts("event", id, events),
            *singles,
        ),
        max_size=12,
    )


def live(person: User, told: list[Act]) -> Diary:
    """Return the diary of a person who did all that; what no diary takes was refused."""
    for act in told:
        kind: Kind[Any] = KINDS[act.kind]
        where: Any = {"kind": kind, "diary": person.diary, "by": person, "now": NOW}
        where["key"] = person.diary.pk if kind.single else act.key
        try:
            facts.record(**where, fields=act.said)
            facts.amend(**where, fields=act.more)
        except InvalidValue:
            continue
        if act.is_deleted:
            facts.withdraw(**where)
    return person.diary


def contents(diary: Diary) -> dict[tuple[str, Key], Any]:
    """Return what every living fact says, by kind and key."""
    return {
        (kind.name, None if kind.single else getattr(fact, kind.key)): kind.content(fact)
        for kind in KINDS.values()
        for fact in kind.rows(diary).filter(deleted_at=None)
    }


def many(diary: Diary, count: int, *, note: str = "at the screen") -> None:
    """Fill an empty diary with so many episodes, each with its version; all of them like the first one."""
    first = cast.twitch(diary, note=note, sites=[{"site": "lid_lower", "side": "right"}], stress=3)
    ids = [UUID(int=number << 80, version=4) for number in range(2, count + 1)]
    episode, version = _row("diary_episode", diary), _row("diary_version", diary)
    with transaction.atomic():
        _insert("diary_episode", (_episode(episode, first.id, id, number) for number, id in enumerate(ids, 2)))
        _insert("diary_version", (_version(version, first.id, id, number) for number, id in enumerate(ids, 2)))
        Diary.objects.filter(pk=diary.pk).update(change_counter=count)


def _episode(row: Fields, first: UUID, id: UUID, number: int) -> Fields:
    stored_id = id.hex if isinstance(row["id"], str) else id
    return row | {"id": stored_id, "seq": number, "rev": number, "document": _document(row, first, id, number)}


def _version(row: Fields, first: UUID, id: UUID, number: int) -> Fields:
    return row | {"fact_id": str(id), "number": number, "document": _document(row, first, id, number)}


def _document(row: Fields, first: UUID, id: UUID, number: int) -> str:
    document: str = row["document"]
    return document.replace(str(first), str(id)).replace('"1.1"', f'"1.{number}"')


def _row(table: str, diary: Diary) -> Fields:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE diary_id = %s", [diary.pk])
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _insert(table: str, rows: Iterable[Fields]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, 1_000)):
        names = ", ".join(f'"{name}"' for name in some[0])
        marks = ", ".join("%s" for _ in some[0])
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(row.values()) for row in some])
