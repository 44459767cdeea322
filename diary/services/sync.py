"""
The sync: operations of phones that were offline, applied once each, and what has changed since.

An operation says what a phone did to one fact, and which revision of it the phone had seen. Ids of operations are
kept for ever: one sent again is answered again, and applied once. Nothing here looks at a clock to find an order.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from diary import documents, rows
from diary.errors import InvalidValue, ResyncRequired
from diary.models import Conflict, Fact, Operation, Version
from diary.services import facts, history
from diary.services.history import Key, Kind, Turns, alive
from people.errors import Refusal
from people.models import Diary, User
from people.transactions import whole

OPERATIONS_MAX: Final = 500
Outcome = Operation.Outcome
_BAD_VALUES: Final = (DataError, IntegrityError)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One operation, as a phone asks for it.

    `base` is the revision (epoch, n) that the phone had seen, None for none. `ensure` offers what the phone knows,
    after a restore: it fills what is missing and overwrites nothing newer.
    """

    op_id: UUID
    kind: Kind[Any]
    key: Key
    base: tuple[int, int] | None
    fields: dict[str, Any]
    deleted: bool = False
    ensure: bool = False

    @property
    def place(self) -> tuple[str, Key]:
        """Which fact it is about."""
        return self.kind.name, self.key


@dataclass(frozen=True, slots=True)
class Decided:
    """
    What came of an operation: its status, the fact as it then stood, and why it was refused if it was.

    `again` is the version that the phone was told at first, where the operation was sent again.
    """

    status: str
    fact: Fact | None = None
    refusal: Refusal | None = None
    again: Version | None = None

    @property
    def document(self) -> str | None:
        """What the phone is told of the fact, if there is one."""
        told = self.again or self.fact
        return told.document if told else None

    @property
    def deleted(self) -> bool:
        """Whether that is the document of a tombstone."""
        if self.again is not None:
            return self.again.act == Version.Act.WITHDRAWN
        return self.fact is not None and self.fact.deleted_at is not None


class Failed(Refusal):
    """The server could not store this one operation, through no fault of the others."""

    code = "not_stored"


class OperationReused(Refusal):
    """The id of the operation belongs to another one."""

    code = "op_id_reused"


def push(
    *, diary: Diary, epoch: int, operations: Sequence[Asked], by: User, now: datetime, device: str = ""
) -> list[Decided]:
    """
    Apply the operations in their order, in one transaction; return what came of each.

    Each stands for itself: one that is refused, or whose values the database refuses, does not hold up the others.
    `device` is how the phone calls itself. A database that is busy, gone or read-only refuses the whole request:
    nothing was stored, the phone keeps all of it. Raises ResyncRequired where the diary has begun another epoch than
    the one the phone knows.
    """
    try:
        return _together(diary, epoch, operations, by, now, device)
    except _BAD_VALUES:
        log.exception("A batch of %d operations was refused by the database; each is tried alone", len(operations))
        return _one_by_one(diary, epoch, operations, by, now, device)


@whole
def _together(
    diary: Diary, epoch: int, operations: Sequence[Asked], by: User, now: datetime, device: str
) -> list[Decided]:
    return _Batch(diary, epoch, operations, by, now, device).decide()


@whole
def _one_by_one(
    diary: Diary, epoch: int, operations: Sequence[Asked], by: User, now: datetime, device: str
) -> list[Decided]:
    """Give each operation a savepoint of its own."""
    decided: list[Decided] = []
    for operation in operations:
        try:
            with transaction.atomic():
                decided += _Batch(diary, epoch, [operation], by, now, device).decide()
        except _BAD_VALUES:
            decided.append(Decided("rejected", refusal=Failed("The database refused this entry.")))
    return decided


@dataclass(slots=True)
class _Batch:
    """Some operations of one diary, within one transaction."""

    diary: Diary
    epoch: int
    operations: Sequence[Asked]
    by: User
    now: datetime
    device: str
    turns: Turns = field(init=False)
    heads: dict[tuple[str, Key], Fact] = field(init=False)
    seen: dict[UUID, Operation] = field(init=False)
    told: dict[int, Version] = field(init=False)
    conflicts: list[Conflict] = field(init=False, default_factory=list)
    contents: dict[tuple[str, Key], set[str]] = field(init=False, default_factory=dict)

    def decide(self) -> list[Decided]:
        self.turns = Turns(self.diary, by=self.by, now=self.now, count=len(self.operations))
        self.turns.take()
        if self.diary.epoch != self.epoch:
            raise ResyncRequired("This diary was restored from a backup. Offer what you know, then fetch it anew.")
        self.heads = history.heads(self.diary, ((one.kind, one.key) for one in self.operations))
        ids = [operation.op_id for operation in self.operations]
        self.seen = {one.op_id: one for one in Operation.objects.filter(diary=self.diary, op_id__in=ids)}
        known = set(self.seen)
        self.told = self._told_before()
        decided = [self._one(operation) for operation in self.operations]
        self.turns.store()
        rows.insert([one for op_id, one in self.seen.items() if op_id not in known])
        rows.insert(self.conflicts)
        return decided

    def _one(self, asked: Asked) -> Decided:
        before = self.seen.get(asked.op_id)
        if before is not None:
            return self._again(asked, before)
        try:
            decided = self._decide(asked)
        except Refusal as refusal:
            return Decided("rejected", self.heads.get(asked.place), refusal)
        except DatabaseError:
            raise
        except Exception:  # a fault of ours in one operation must not hold up the others
            log.exception("An operation could not be decided")
            return Decided("retry", refusal=Failed("Something went wrong on our side. Please send it again."))
        self._remember(asked, decided)
        return decided

    def _again(self, asked: Asked, before: Operation) -> Decided:
        head = self.heads.get(asked.place)
        if (before.kind, before.fact_id) != (asked.kind.name, asked.kind.fact_id(asked.key)):
            return Decided("rejected", head, OperationReused("This id was used for another operation."))
        status = "duplicate" if before.outcome == Outcome.APPLIED else before.outcome
        return Decided(status, head, again=self.told.get(before.told or 0))

    def _told_before(self) -> dict[int, Version]:
        """
        Return what was told at first with the operations that are sent again, by number.

        Not the fact as it now stands: what another phone has said since would look like what this one had seen, and
        its next change would overwrite that without a word.
        """
        numbers = [one.told for one in self.seen.values() if one.told is not None]
        if not numbers:
            return {}
        return {one.number: one for one in Version.objects.of(self.diary).filter(number__in=numbers)}

    def _remember(self, asked: Asked, decided: Decided) -> None:
        if decided.fact is not None:
            self.heads[asked.place] = decided.fact
        self.seen[asked.op_id] = Operation(
            diary_id=self.diary.pk,
            op_id=asked.op_id,
            kind=asked.kind.name,
            fact_id=asked.kind.fact_id(asked.key),
            outcome=decided.status,
            told=decided.fact.seq if decided.fact is not None else None,
            device=self.device,
            at=self.now,
        )

    def _decide(self, asked: Asked) -> Decided:
        head = self.heads.get(asked.place)
        if asked.ensure:
            return self._ensure(asked, head)
        if head is None:
            return self._first(asked)
        if asked.base == (head.epoch, head.rev):
            return self._on_head(asked, head)
        if asked.deleted:  # an edit beats a delete
            return Decided(Outcome.APPLIED if alive(head) is None else Outcome.CONFLICT, head)
        if asked.base is None:
            return self._merge(asked, head) if asked.kind.standing else self._sent_again(asked, head)
        return self._on_another(asked, head)

    def _first(self, asked: Asked) -> Decided:
        if asked.deleted:
            return Decided(Outcome.APPLIED)
        return self._revise(asked, self._made(asked, asked.fields), None)

    def _on_head(self, asked: Asked, head: Fact) -> Decided:
        living = alive(head)
        if asked.deleted:
            gone = head if living is None else history.bury(self.turns, asked.kind, asked.key, head, self.now)
            return Decided(Outcome.APPLIED, gone)
        return self._revise(asked, self._made(asked, {**facts.told(asked.kind, head), **asked.fields}, head), head)

    def _merge(self, asked: Asked, head: Fact) -> Decided:
        """Merge an answer that was given without having seen the other one; where both differ, the later counts."""
        living = alive(head)
        fact = self._made(asked, {**facts.told(asked.kind, living), **asked.fields}, living)
        before = asked.kind.content(living) if living is not None else {}
        fields = [name for name in self._differing(asked, fact, before) if history.is_given(before.get(name))]
        theirs = head.seq
        decided = self._revise(asked, fact, head)
        if fields:
            self._list(asked, fields, mine=fact.seq, theirs=theirs)
        return decided

    def _sent_again(self, asked: Asked, head: Fact) -> Decided:
        """Answer a record that is there already: as it stands, it wins."""
        fact = self._made(asked, asked.fields, facts.seen(asked.kind, asked.fields))
        if alive(head) is not None and history.says_the_same(asked.kind, fact, head):
            return Decided(Outcome.APPLIED, head)
        self._keep_if_unknown(asked, fact, head)
        return Decided(Outcome.STALE, head)

    def _on_another(self, asked: Asked, head: Fact) -> Decided:
        """Decide what was changed on a revision that is no longer the head."""
        standing = self._made(asked, {**facts.told(asked.kind, head), **asked.fields}, head)
        if alive(head) is None:  # an edit beats a delete, and brings back what was said last
            return self._revise(asked, standing, head)
        if history.says_the_same(asked.kind, standing, head):
            return Decided(Outcome.APPLIED, head)
        base = self._version(asked)
        before = facts.said(asked.kind, base.document) if base else facts.told(asked.kind, head)
        fact = self._made(asked, {**before, **asked.fields}, facts.seen(asked.kind, before))
        seen = documents.content_of(base.document) if base else {}
        there = asked.kind.content(head)
        fields = [name for name in self._differing(asked, fact, there) if there[name] != seen.get(name, _UNSEEN)]
        mine = self.turns.keep_lost(asked.kind, asked.key, fact)
        if fields:
            self._list(asked, fields, mine=mine, theirs=head.seq)
        return Decided(Outcome.CONFLICT, head)

    def _ensure(self, asked: Asked, head: Fact | None) -> Decided:
        """Fill what a restore lost, under the revision it had; what is as new or newer stays."""
        if asked.base is None or not self._was_given(asked.base):
            raise InvalidValue("bad_revision", "Give the revision under which you know this.", field="base_rev")
        if head is None:
            return self._fill(asked, None)
        if (head.epoch, head.rev) < asked.base and asked.base[0] < self.epoch:
            return self._fill(asked, head)
        if not asked.deleted:
            return self._sent_again(asked, head)
        if asked.fields:
            self._keep_if_unknown(asked, self._made(asked, asked.fields, facts.seen(asked.kind, asked.fields)), None)
        return Decided(Outcome.APPLIED if alive(head) is None else Outcome.STALE, head)

    def _was_given(self, revision: tuple[int, int]) -> bool:
        """Say whether a phone can know this revision; those of an earlier epoch the restore may have lost."""
        epoch, number = revision
        return 1 <= epoch < self.epoch or (epoch == self.epoch and number <= self.turns.first)

    def _fill(self, asked: Asked, head: Fact | None) -> Decided:
        if asked.deleted and head is None and not asked.fields:
            return Decided(Outcome.APPLIED)  # nothing is there, and nothing is known of what was
        seen = facts.seen(asked.kind, asked.fields)
        fact = self._made(asked, asked.fields, seen) if asked.fields or head is None else head
        if asked.deleted:
            buried = history.bury(
                self.turns, asked.kind, asked.key, fact, self.now, is_new=head is None, revision=asked.base
            )
            return Decided(Outcome.APPLIED, buried)
        revised = history.revise(self.turns, asked.kind, asked.key, fact, head, revision=asked.base)
        return Decided(Outcome.APPLIED, revised)

    def _made(self, asked: Asked, fields: dict[str, Any], known: Fact | None = None) -> Any:
        return facts.made(asked.kind, asked.key, fields, known, self.now)

    def _revise(self, asked: Asked, fact: Any, head: Fact | None) -> Decided:
        living = alive(head) if head is not None else None
        if living is not None and history.says_the_same(asked.kind, living, fact):
            return Decided(Outcome.APPLIED, living)
        return Decided(Outcome.APPLIED, history.revise(self.turns, asked.kind, asked.key, fact, head))

    def _differing(self, asked: Asked, fact: Fact, there: dict[str, Any]) -> list[str]:
        """Return the fields that the operation names and that differ from what is there."""
        told = asked.kind.content(fact)
        return [name for name in asked.kind.fields if name in asked.fields and told[name] != there.get(name)]

    def _version(self, asked: Asked) -> Version | None:
        """Return the version of the fact that the phone had seen."""
        assert asked.base is not None  # _decide has seen to it
        versions = self._versions(asked).exclude(act=Version.Act.LOST)
        # A revision is its version's number, but for what was filled in after a restore.
        likely = versions.filter(number=asked.base[1])
        wanted = f"{asked.base[0]}.{asked.base[1]}"
        found = (one for some in (likely, versions.order_by("-number")) for one in some)
        return next((one for one in found if documents.revision(one.document) == wanted), None)

    def _versions(self, asked: Asked) -> QuerySet[Version]:
        return Version.objects.of(self.diary).about(asked.kind.name, asked.kind.fact_id(asked.key))

    def _keep_if_unknown(self, asked: Asked, fact: Fact, head: Fact | None) -> None:
        """Keep what the history has not seen yet: nothing typed is nowhere. List where it differs from `head`."""
        told = documents.encode(asked.kind.content(fact))
        if told in self._contents(asked):
            return
        self.contents[asked.place].add(told)
        mine = self.turns.keep_lost(asked.kind, asked.key, fact)
        fields = self._differing(asked, fact, asked.kind.content(head)) if head is not None else []
        if head is not None and fields:
            self._list(asked, fields, mine=mine, theirs=head.seq)

    def _contents(self, asked: Asked) -> set[str]:
        """Return what the versions of the fact say; read once, however many operations are about it."""
        if asked.place not in self.contents:
            documents_of = self._versions(asked).values_list("document", flat=True)
            self.contents[asked.place] = {documents.encode(documents.content_of(one)) for one in documents_of}
        return self.contents[asked.place]

    def _list(self, asked: Asked, fields: list[str], *, mine: int, theirs: int) -> None:
        self.conflicts.append(
            Conflict(
                diary=self.diary,
                kind=asked.kind.name,
                fact_id=asked.kind.fact_id(asked.key),
                fields=fields,
                mine=mine,
                theirs=theirs,
                at=self.now,
            )
        )


_UNSEEN: Final = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that has changed: its document as it now stands, or stood when it was deleted."""

    number: int
    kind: str
    fact_id: str
    deleted: bool
    document: str


def changes(*, diary: Diary, after: int, limit: int) -> list[Change]:
    """Return what has changed after that number, each fact once with its last version, in the order of changes."""
    accepted = Version.objects.exclude(act=Version.Act.LOST)
    later = accepted.filter(
        diary=OuterRef("diary"), kind=OuterRef("kind"), fact_id=OuterRef("fact_id"), number__gt=OuterRef("number")
    )
    found = accepted.filter(~Exists(later), diary=diary, number__gt=after).order_by("number")
    columns = found.values_list("number", "kind", "fact_id", "act", "document")[:limit]
    return [
        Change(number, kind, fact_id, act == Version.Act.WITHDRAWN, document)
        for number, kind, fact_id, act, document in columns
    ]
