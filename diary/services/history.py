"""
The one way in: every change of a fact takes a turn, and leaves a version.

A turn raises the diary's change counter under its row lock, in the transaction of the write; so numbers become
visible in order and without gaps, and a cursor over them misses nothing. A table-wide sequence or a time stamp would
let a later number be seen before an earlier one commits, and the earlier one be missed for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from diary import documents
from diary.errors import AlreadyThere, NoSuchFact, StaleRevision
from diary.models import Fact, Version
from diary.models.facts import FactQuerySet
from people.chain import FIRST_HASH, chained
from people.models import Diary, User

_NOT_GIVEN: tuple[object, ...] = (None, "", [], False, "unknown")  # what a field holds before anybody said anything
FactType = TypeVar("FactType", bound=Fact)


@dataclass(frozen=True, slots=True)
class Kind(Generic[FactType]):
    """How facts of one kind are found, told and named in the version table."""

    name: str
    model: type[FactType]
    key: str
    content: Callable[[FactType], documents.Content]


@dataclass(frozen=True, slots=True)
class Turn(Generic[FactType]):
    """A place in the order of changes: the number it got, the chain's end, and the fact as it stands."""

    diary: Diary
    number: int
    previous_hash: str
    head: FactType | None

    @property
    def living(self) -> FactType | None:
        """The fact as it stands, None where it is missing or deleted."""
        return self.head if self.head is not None and self.head.deleted_at is None else None


@dataclass(frozen=True, slots=True)
class Written(Generic[FactType]):
    """What came of a write: the fact as it now stands, and whether it is new."""

    fact: FactType
    created: bool


class _NothingToChange(Exception):
    """Rolls the turn back: the fact says this already."""


def write(
    *,
    kind: Kind[FactType],
    diary: Diary,
    key: Any,
    by: User,
    now: datetime,
    if_match: str | None,
    change: Callable[[FactType | None], FactType],
    create_only: bool = False,
) -> Written[FactType]:
    """
    Store what `change` makes of the living fact, with its version, in one transaction.

    A fact that says the same already is left as it is: no number, no version. `if_match` is the revision that the
    client saw, "*" for any, None where it does not care; raises StaleRevision where it does not hold. With
    `create_only` a fact that stands there saying something else, or stood there, raises AlreadyThere.
    """
    try:
        with transaction.atomic():
            turn = _take_turn(kind, diary, key)
            _compare(turn.living, if_match)
            fact = change(turn.living)
            if create_only:
                _only_create(kind, turn, fact)
            return _keep(kind, turn, fact, key, by, now)
    except _NothingToChange:
        return Written(_rows(kind, diary, key).get(), created=False)


def withdraw(*, kind: Kind[FactType], diary: Diary, key: Any, by: User, now: datetime, if_match: str | None) -> None:
    """Make a tombstone of the fact. Deleting twice is the same as once. Raises NoSuchFact, StaleRevision."""
    try:
        with transaction.atomic():
            turn = _take_turn(kind, diary, key)
            if turn.head is None:
                raise NoSuchFact("There is no such entry in this diary.")
            if turn.living is None:
                raise _NothingToChange
            _compare(turn.living, if_match)
            _bury(kind, turn, turn.living, key, by, now)
    except _NothingToChange:
        return


def entry_hash(previous: str, version: Version) -> str:
    """Return the SHA-256 that chains `version` to the one before it."""
    return chained(
        previous,
        version.diary_id,
        version.number,
        version.kind,
        version.fact_id,
        version.act,
        version.by_id,
        version.at.isoformat(),
        version.document,
    )


_RAISE = "UPDATE people_diary SET change_counter = change_counter + 1 WHERE id = %s"
_LAST = """
SELECT number, entry_hash, EXISTS (SELECT 1 FROM {table} WHERE diary_id = %s AND {key} = %s)
FROM diary_version WHERE diary_id = %s ORDER BY number DESC LIMIT 1
"""


def _take_turn(kind: Kind[FactType], diary: Diary, key: Any) -> Turn[FactType]:
    """
    Raise the counter, which locks the diary's row, and see what stands there now.

    In SQL, since every write passes here: building these two queries anew costs more than running them (bench/api).
    """
    column: Any = kind.model._meta.get_field(kind.key)
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [diary.pk])
        last = _LAST.format(table=kind.model._meta.db_table, key=column.column)
        cursor.execute(last, [diary.pk, column.get_db_prep_value(key, connection), diary.pk])
        row = cursor.fetchone()
    if row is None:
        return Turn(diary, 1, FIRST_HASH, None)
    number, previous_hash, known = row
    return Turn(diary, number + 1, previous_hash, _rows(kind, diary, key).get() if known else None)


def _rows(kind: Kind[FactType], diary: Diary, key: Any) -> FactQuerySet[FactType]:
    return FactQuerySet(kind.model).filter(diary=diary, **{kind.key: key})


def _compare(living: Fact | None, if_match: str | None) -> None:
    if if_match is None:
        return
    if living is None or if_match not in ("*", living.revision):
        raise StaleRevision("This entry has changed since you last saw it. Fetch it again, then decide.")


def _only_create(kind: Kind[FactType], turn: Turn[FactType], fact: FactType) -> None:
    if turn.head is None or (turn.living is not None and kind.content(turn.living) == kind.content(fact)):
        return
    raise AlreadyThere("This entry is there already, and has changed since. Fetch it, then decide.")


def _keep(
    kind: Kind[FactType], turn: Turn[FactType], fact: FactType, key: Any, by: User, now: datetime
) -> Written[FactType]:
    content = kind.content(fact)
    if turn.living is not None:
        before = kind.content(turn.living)
        if before == content:
            raise _NothingToChange
        fact.edited = turn.living.edited or _changes_a_given_value(before, content)
    _stamp(fact, turn, now)
    fact.document = documents.document(content, fact)
    fact.save(force_insert=turn.head is None, force_update=turn.head is not None)
    act = Version.Act.RECORDED if turn.living is None else Version.Act.AMENDED
    _append(kind, turn, act, key, by, now, fact.document)
    return Written(fact, created=turn.living is None)


def _bury(kind: Kind[FactType], turn: Turn[FactType], fact: FactType, key: Any, by: User, now: datetime) -> None:
    _stamp(fact, turn, now)
    fact.deleted_at = now
    fact.save(force_update=True, update_fields=["epoch", "seq", "updated_at", "deleted_at"])
    _append(kind, turn, Version.Act.WITHDRAWN, key, by, now, fact.document)


def _stamp(fact: Fact, turn: Turn[Any], now: datetime) -> None:
    fact.diary = turn.diary
    fact.epoch = turn.diary.epoch
    fact.seq = turn.number
    fact.updated_at = now


def _append(
    kind: Kind[Any], turn: Turn[Any], act: Version.Act, key: Any, by: User, now: datetime, document: str
) -> None:
    version = Version(
        diary=turn.diary,
        number=turn.number,
        kind=kind.name,
        fact_id=str(key),
        act=act,
        by=by,
        at=now,
        document=document,
    )
    version.entry_hash = entry_hash(turn.previous_hash, version)
    version.save(force_insert=True)


def _changes_a_given_value(before: documents.Content, after: documents.Content) -> bool:
    return any(value not in _NOT_GIVEN and not _is_kept(value, after[name]) for name, value in before.items())


def _is_kept(value: Any, later: Any) -> bool:
    """Say whether the value still stands; a list may have grown at its end."""
    return bool(later[: len(value)] == value if isinstance(value, list) and later else later == value)
