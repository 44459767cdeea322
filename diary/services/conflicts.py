"""Acts on conflicts: two phones changed the same fields, and a person says what shall count."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from diary import documents
from diary.errors import NoSuchFact, OnlyOne
from diary.models import Conflict, Fact, Version
from diary.services import facts, history
from diary.services.history import Key, Kind
from diary.services.kinds import KINDS
from people.errors import Refusal
from people.models import Diary, User
from people.transactions import whole

Keep = Conflict.Keep


class AlreadyResolved(Refusal):
    """Somebody settled this conflict in another way."""

    code = "already_resolved"


@whole
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
    head = kind.rows(conflict.diary).get(**{kind.key: _key(kind, conflict)})
    is_theirs_deleted = theirs.act == Version.Act.WITHDRAWN
    if history.alive(head) is None and not is_theirs_deleted:
        return  # somebody deleted it since: it stays so
    _let_stand(conflict, head, mine if keep != Keep.THEIRS else theirs, (mine, theirs), by, now)
    if keep == Keep.BOTH and not is_theirs_deleted:
        fields = facts.said(kind, theirs.document)
        facts.say_again(kind=kind, diary=conflict.diary, key=uuid4(), fields=fields, by=by, now=now)


def _let_stand(
    conflict: Conflict, head: Fact, chosen: Version, both: tuple[Version, Version], by: User, now: datetime
) -> None:
    """
    Give the fact the chosen version's values in the fields that were in conflict, where one of the two still stands.

    What somebody typed since is newer than the question. A deletion that was chosen stands, or was taken back since.
    """
    if chosen.act == Version.Act.WITHDRAWN:
        return
    kind, there = KINDS[conflict.kind], documents.content_of(head.document)
    asked = [documents.content_of(one.document) for one in both]
    fields = [name for name in conflict.fields if any(there[name] == one[name] for one in asked)]
    said = {**facts.told(kind, head), **documents.said(chosen.document, fields)}
    facts.say_again(kind=kind, diary=conflict.diary, key=_key(kind, conflict), fields=said, by=by, now=now)


def _key(kind: Kind[Any], conflict: Conflict) -> Key:
    return kind.parse(conflict.fact_id, conflict.diary)
