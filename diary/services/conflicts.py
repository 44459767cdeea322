"""Acts on conflicts: two phones changed the same fields, and a person says what shall count."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from diary import documents
from diary.errors import NoSuchFact, OnlyOne
from diary.models import Conflict, Version
from diary.services import facts
from diary.services.history import Key, Kind
from diary.services.kinds import KINDS
from people.errors import Refusal
from people.models import Diary, User

Keep = Conflict.Keep


class AlreadyResolved(Refusal):
    """Somebody settled this conflict in another way."""

    code = "already_resolved"


@transaction.atomic
def resolve(*, diary: Diary, id: UUID, keep: str, by: User, now: datetime) -> Conflict:
    """
    Settle the conflict: keep `mine` (what arrived), `theirs` (what stood there), or `both` as two entries.

    The same answer twice changes nothing. Raises NoSuchFact, AlreadyResolved, OnlyOne.
    """
    Diary.objects.select_for_update().get(pk=diary.pk)  # two phones at once settle it once
    conflict = Conflict.objects.filter(diary=diary, pk=id).first()
    if conflict is None:
        raise NoSuchFact("There is no such conflict in this diary.")
    if conflict.resolved_at is not None:
        return _as_before(conflict, keep)
    _apply(conflict, keep, by, now)
    conflict.resolved_at, conflict.kept = now, keep
    conflict.save(update_fields=["resolved_at", "kept"])
    return conflict


def version(conflict: Conflict, number: int) -> Version:
    """Return one of the two versions."""
    return Version.objects.get(diary=conflict.diary_id, number=number)


def _as_before(conflict: Conflict, keep: str) -> Conflict:
    if conflict.kept != keep:
        raise AlreadyResolved(f"This was settled before: {conflict.kept}.")
    return conflict


def _apply(conflict: Conflict, keep: str, by: User, now: datetime) -> None:
    kind = KINDS[conflict.kind]
    if keep == Keep.BOTH and kind.standing:
        raise OnlyOne("There can be only one of these. Keep mine, or theirs.")
    mine, theirs = version(conflict, conflict.mine), version(conflict, conflict.theirs)
    _let_stand(conflict, kind, theirs if keep == Keep.THEIRS else mine, by, now)
    if keep == Keep.BOTH:
        fields = facts.said(kind, theirs.document)
        facts.say_again(kind=kind, diary=conflict.diary, key=uuid4(), fields=fields, by=by, now=now)


def _let_stand(conflict: Conflict, kind: Kind[Any], chosen: Version, by: User, now: datetime) -> None:
    """Give the fact the chosen version's values in the fields that were in conflict."""
    diary, key = conflict.diary, _key(kind, conflict)
    if chosen.act == Version.Act.WITHDRAWN:
        facts.withdraw(kind=kind, diary=diary, key=key, by=by, now=now)
        return
    head = kind.rows(diary).filter(**{kind.key: key}).first()
    chosen_fields = documents.said(chosen.document, conflict.fields)
    facts.say_again(kind=kind, diary=diary, key=key, fields={**facts.told(kind, head), **chosen_fields}, by=by, now=now)


def _key(kind: Kind[Any], conflict: Conflict) -> Key:
    return kind.parse(conflict.fact_id, conflict.diary)
