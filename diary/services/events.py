"""Acts on events: record one."""

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
from people.models import Diary, User

KIND = history.Kind("event", Event, "id", documents.event_content)
UNIT_MAX = 20


class EventFields(TypedDict, total=False):
    """What a client may say of an event."""

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


def record(
    *, diary: Diary, id: UUID, fields: EventFields, by: User, now: datetime, if_match: str | None = None
) -> history.Written[Event]:
    """Store the event, replacing what stood under this id. Raises InvalidValue, StaleRevision."""
    return history.write(
        kind=KIND,
        diary=diary,
        key=id,
        by=by,
        now=now,
        if_match=if_match,
        change=lambda living: _event(id, fields),
    )


def _event(id: UUID, fields: EventFields) -> Event:
    on, until = fields["on"], fields.get("until")
    if until is not None and until < on:
        raise InvalidValue("bad_period", "This ends before it begins.", field="until")
    given = dict(fields) | {
        "name": admission.text(fields.get("name") or "", longest=v.NAME_MAX, field="name"),
        "sites": admission.places(fields.get("sites") or [], field="sites"),
        "unit": admission.text(fields.get("unit") or "", longest=UNIT_MAX, field="unit"),
        "note": admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
    }
    return Event(id=id, **given)
