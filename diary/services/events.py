"""What an event may say."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from diary import admission, documents
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.models import Event
from diary.services import history


class EventFields(TypedDict, total=False):
    """What a client may say of an event. A field that is absent was not touched."""

    kind: str
    action: str
    name: str
    on: date
    until: date | None
    side: str | None
    sites: list[dict[str, str]]
    dose: Decimal | None
    unit: str
    note: str


def _event(id: UUID, fields: EventFields, living: Event | None, now: datetime) -> Event:
    on, until = admission.past_or_planned(fields["on"], field="on"), fields.get("until")
    if until is not None and admission.past_or_planned(until, field="until") < on:
        raise InvalidValue("bad_period", "This ends before it begins.", field="until")
    given = dict(fields) | {
        "name": admission.text(fields.get("name") or "", longest=v.NAME_MAX, field="name"),
        "sites": admission.places(fields.get("sites") or [], field="sites"),
        "dose": admission.amount(fields.get("dose"), field="dose"),
        "unit": admission.text(fields.get("unit") or "", longest=v.UNIT_MAX, field="unit"),
        "note": admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
    }
    return Event(id=id, **given)


KIND = history.Kind(
    name="event",
    model=Event,
    key="id",
    build=_event,
    content=documents.event_content,
    fields=tuple(EventFields.__annotations__),
    required=("kind", "action", "on"),
    newest_first=("on", "id"),
    day="on",
)
