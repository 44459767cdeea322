"""What a face check may say, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from diary import admission, documents
from diary import vocabulary as v
from diary.models import Check
from diary.services import history


class CheckFields(TypedDict, total=False):
    """What a client may say of a check. A field that is absent was not touched."""

    performed_at: datetime
    time_zone: str
    tasks: dict[str, Any]
    answers: dict[str, Any]
    tasks_lost: list[str]
    note: str


def _check(id: UUID, fields: CheckFields, living: Check | None, now: datetime) -> Check:
    zone = admission.zone(fields["time_zone"], field="time_zone")
    performed_at = admission.past_instant(fields["performed_at"], now=now, field="performed_at")
    return Check(
        id=id,
        performed_at=performed_at,
        time_zone=fields["time_zone"],
        tasks=_tasks(fields.get("tasks") or {}),
        answers=_answers(fields.get("answers") or {}, now),
        tasks_lost=_in_order(v.codes(v.TASKS_LOST), fields.get("tasks_lost") or []),
        note=admission.text(fields.get("note") or "", longest=v.NOTE_MAX, field="note"),
        day=performed_at.astimezone(zone).date(),
    )


def _tasks(told: Mapping[str, Any]) -> dict[str, dict[str, str | None]]:
    """Return the graded tasks, each with both sides; one without a grade was not done, and is left out."""
    sides = {task: told[task] or {} for task in _in_order(v.codes(v.CHECK_TASKS), told)}
    graded = {task: {"left": of.get("left"), "right": of.get("right")} for task, of in sides.items()}
    return {task: of for task, of in graded.items() if any(of.values())}


def _answers(told: Mapping[str, Any], now: datetime) -> dict[str, dict[str, str | None]]:
    """Return the answers in the vocabulary's order; one without a value was not asked, and is left out."""
    full = {code: _answer(code, told[code], now) for code in _in_order(v.codes(v.CHECK_ANSWERS), told)}
    return {code: answer for code, answer in full.items() if answer["value"] is not None}


def _answer(code: str, told: Any, now: datetime) -> dict[str, str | None]:
    given = {"value": told} if told is None or isinstance(told, str) else told
    onset_at = given.get("onset_at")
    if isinstance(onset_at, str):  # as it is stored
        onset_at = datetime.fromisoformat(onset_at)
    if onset_at is not None:
        onset_at = admission.past_instant(onset_at, now=now, field=f"answers.{code}.onset_at").isoformat()
    return {
        "value": given.get("value"),
        "side": given.get("side"),
        "onset_at": onset_at,
        "onset_speed": given.get("onset_speed"),
    }


def _in_order(codes: Iterable[str], given: Iterable[str]) -> list[str]:
    named = set(given)
    return [code for code in codes if code in named]


KIND = history.Kind(
    name="check",
    model=Check,
    key="id",
    build=_check,
    content=documents.check_content,
    fields=tuple(CheckFields.__annotations__),
    required=("performed_at", "time_zone"),
    newest_first=("performed_at", "id"),
    day="day",
)
