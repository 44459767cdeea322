"""Acts on days: answer one, add to an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from diary import admission, documents
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.models import Day
from diary.services import history
from people.models import Diary, User

KIND = history.Kind("day", Day, "date", documents.day_content)


class DayFields(TypedDict, total=False):
    """What a client may say of a day. A field that is absent was not touched."""

    state: str
    burden: str | None
    function: int | None
    drinks: list[dict[str, int | str]] | None
    caffeine_mg: int | None
    last_caffeine_at: datetime | None
    sleep_min: int | None
    sleep_quality: int | None
    stress: int | None
    fatigue: int | None
    screen_min: int | None
    alcohol_units: int | None
    wearing_off: bool | None
    note: str


FIELD_NAMES = tuple(DayFields.__annotations__)


def answer(
    *,
    diary: Diary,
    date: date,
    fields: DayFields,
    by: User,
    now: datetime,
    if_match: str | None = None,
    create_only: bool = False,
) -> history.Written[Day]:
    """
    Store the day as `fields` tell it, replacing an earlier answer.

    Raises InvalidValue, StaleRevision; AlreadyThere with `create_only`.
    """
    return history.write(
        kind=KIND,
        diary=diary,
        key=date,
        by=by,
        now=now,
        if_match=if_match,
        change=lambda living: _day(date, fields, now),
        create_only=create_only,
    )


def amend(
    *, diary: Diary, date: date, fields: DayFields, by: User, now: datetime, if_match: str | None = None
) -> history.Written[Day]:
    """Change the given fields only; a day never answered starts empty. Raises InvalidValue, StaleRevision."""

    def merged(living: Day | None) -> Day:
        return _day(date, {**_told(living), **fields}, now)

    return history.write(kind=KIND, diary=diary, key=date, by=by, now=now, if_match=if_match, change=merged)


def unanswered(date: date) -> documents.Content:
    """Return what is known of a day that was never answered: nothing."""
    return documents.day_content(Day(date=date, state="unknown")) | {"revision": None, "updated_at": None}


def _told(day: Day | None) -> DayFields:
    if day is None:
        return {}
    told = {name: getattr(day, name) for name in FIELD_NAMES}
    if day.caffeine_is_summed:
        del told["caffeine_mg"]  # it follows the drinks
    return told  # type: ignore[return-value]  # names of the TypedDict itself


def _day(date: date, fields: DayFields, now: datetime) -> Day:
    given = dict(fields)
    last_caffeine_at = fields.get("last_caffeine_at")
    drinks, caffeine_mg = fields.get("drinks"), fields.get("caffeine_mg")
    is_summed = caffeine_mg is None and drinks is not None
    given |= {
        "date": admission.past_date(date, now=now, field="date"),
        "state": fields.get("state") or "unknown",
        "last_caffeine_at": last_caffeine_at
        and admission.past_instant(last_caffeine_at, now=now, field="last_caffeine_at"),
        "caffeine_mg": caffeine_of(drinks) if drinks is not None and is_summed else caffeine_mg,
        "caffeine_is_summed": is_summed,
        "note": admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
    }
    return Day(**given)


def caffeine_of(drinks: list[dict[str, int | str]]) -> int:
    """Return the caffeine in mg of these drinks, after the table of the vocabulary. Raises InvalidValue."""
    total_mg = sum(v.DRINKS[str(drink["kind"])].caffeine_mg * int(drink["count"]) for drink in drinks)
    if total_mg > v.CAFFEINE_MG_MAX:
        raise InvalidValue("too_large", "These drinks hold more caffeine than a day can.", field="drinks")
    return total_mg
