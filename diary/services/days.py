"""What may be said of a day, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from diary import admission, documents
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.models import Day
from diary.services import history


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


def _given(told: history.Fields) -> history.Fields:
    """Leave out the caffeine that was summed from the drinks: it follows them."""
    drinks = told["drinks"]
    is_summed = drinks is not None and told["caffeine_mg"] == caffeine_of(drinks)
    return {name: value for name, value in told.items() if not (is_summed and name == "caffeine_mg")}


def _day(date: date, fields: DayFields, living: Day | None, now: datetime) -> Day:
    given = dict(fields)
    last_caffeine_at = fields.get("last_caffeine_at")
    drinks, caffeine_mg = fields.get("drinks"), fields.get("caffeine_mg")
    summed_mg = caffeine_of(drinks) if drinks is not None else None
    is_summed = summed_mg is not None and caffeine_mg in (None, summed_mg)
    given |= {
        "date": admission.past_date(date, now=now, field="date"),
        "state": fields.get("state") or "unknown",
        "last_caffeine_at": last_caffeine_at
        and admission.past_instant(last_caffeine_at, now=now, field="last_caffeine_at"),
        "caffeine_mg": summed_mg if is_summed else caffeine_mg,
        "note": admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
    }
    return Day(**given)


def caffeine_of(drinks: list[dict[str, int | str]]) -> int:
    """Return the caffeine in mg of these drinks, after the table of the vocabulary. Raises InvalidValue."""
    total_mg = sum(v.DRINKS[str(drink["kind"])].caffeine_mg * int(drink["count"]) for drink in drinks)
    if total_mg > v.CAFFEINE_MG_MAX:
        raise InvalidValue("too_large", "These drinks hold more caffeine than a day can.", field="drinks")
    return total_mg


KIND = history.Kind(
    name="day",
    model=Day,
    key="date",
    build=_day,
    content=documents.day_content,
    fields=tuple(DayFields.__annotations__),
    given=_given,
    standing=True,
    newest_first=("date",),
    day="date",
)
