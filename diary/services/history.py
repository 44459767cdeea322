"""
The one way in: every change of a fact takes a turn, and leaves a version.

A turn raises the diary's change counter under its row lock, in the transaction of the write; so numbers become
visible in order and without gaps, and a cursor over them misses nothing. A table-wide sequence or a time stamp would
let a later number be seen before an earlier one commits, and the earlier one be missed for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

from diary import documents, rows
from diary.errors import AlreadyThere, NoSuchFact, StaleRevision
from diary.models import Fact, Version
from diary.models.facts import FactQuerySet
from people.chain import FIRST_HASH, chained
from people.models import Diary, User
from people.transactions import whole

_GROWS: Final = "ongoing"  # an episode that goes on is told to its end: that is no correction
FactType = TypeVar("FactType", bound=Fact)
Fields = dict[str, Any]
Key = Any  # a UUID, a date, or the diary's own key


@dataclass(frozen=True, slots=True)
class Kind(Generic[FactType]):
    """
    How facts of one kind are found, made, told and named in the version table.

    `build` makes the fact from what was said and raises InvalidValue; `content` tells it as JSON. `fields` is what a
    client may say; `given` leaves out of them what followed from others, where anything does. `required` are
    the fields that a new fact needs. A `standing` fact can be amended before anybody answered it: a day, the baseline.
    `newest_first` are the columns that order a list of them, `day` the one that holds the local day.
    """

    name: str
    model: type[FactType]
    key: str
    build: Callable[[Key, Any, FactType | None, datetime], FactType]
    content: Callable[[FactType], documents.Content]
    fields: tuple[str, ...]
    given: Callable[[Fields], Fields] = dict
    required: tuple[str, ...] = ()
    standing: bool = False
    newest_first: tuple[str, ...] = ()
    day: str = ""

    @property
    def single(self) -> bool:
        """Whether a diary has one fact of this kind at most."""
        return self.key == "diary_id"

    def fact_id(self, key: Key) -> str:
        """Return how the version table and the sync call the fact: its id, its date, or the kind's own name."""
        return self.name if self.single else str(key)

    def parse(self, fact_id: str, diary: Diary) -> Key:
        """Return the key that `fact_id` names in this diary. Raises ValueError."""
        if self.single:
            return diary.pk
        return date.fromisoformat(fact_id) if self.key == "date" else UUID(fact_id)

    def rows(self, diary: Diary) -> FactQuerySet[FactType]:
        """Return the diary's facts of this kind, tombstones included."""
        return FactQuerySet(self.model).filter(diary=diary)


def heads(diary: Diary, places: Iterable[tuple[Kind[Any], Key]]) -> dict[tuple[str, Key], Fact]:
    """Return the diary's facts of these kinds and keys, tombstones included, by name of the kind and key."""
    keys: dict[str, set[Key]] = {}
    kinds: dict[str, Kind[Any]] = {}
    for kind, key in places:
        kinds[kind.name] = kind
        keys.setdefault(kind.name, set()).add(key)
    return {
        (name, getattr(fact, kind.key)): fact
        for name, kind in kinds.items()
        for fact in kind.rows(diary).filter(**{f"{kind.key}__in": keys[name]})
    }


@dataclass(frozen=True, slots=True)
class Written(Generic[FactType]):
    """What came of a write: the fact as it now stands, and whether it is new."""

    fact: FactType
    created: bool


class Turns:
    """
    Places in the order of a diary's changes, within one transaction.

    Taking them locks the diary's row until the commit. What is accepted is stored by `store`, which also gives back
    the places that were not needed.
    """

    def __init__(self, diary: Diary, *, by: User, now: datetime, count: int = 1) -> None:
        self.diary = diary
        self._by = by
        self._now = now
        self._count = count
        self._facts: dict[tuple[str, Key], tuple[Fact, bool]] = {}
        self._versions: list[Version] = []
        self.number = self.first = 0  # the diary's counter now, and before these turns

    def take(self, kind: Kind[Any] | None = None, key: Key = None) -> bool:
        """
        Lock the diary and take the places; say whether a fact of that kind and key is there.

        In SQL, since every write passes here: building the query anew costs more than running it (bench/api).
        """
        known, known_values = _probe(kind, self.diary, key)
        with connection.cursor() as cursor:
            if connection.features.has_select_for_update:  # else BEGIN IMMEDIATE is the lock
                cursor.execute(_LOCK, [self.diary.pk])
            cursor.execute(_TAKE.format(known=known), [self._count, self.diary.pk, self.diary.pk, *known_values])
            taken = cursor.fetchall()
        if not taken:
            raise NoSuchFact("There is no such diary any more.")
        self.diary.epoch, self._last, last_hash, is_known = taken[0]
        self.number = self.first = self._last - self._count
        self._hash = last_hash or FIRST_HASH
        return bool(is_known)

    def accept(
        self,
        kind: Kind[FactType],
        key: Key,
        fact: FactType,
        act: Version.Act,
        *,
        is_new: bool,
        revision: tuple[int, int] | None = None,
    ) -> FactType:
        """Give the fact the next number, and a version. A given `revision` is kept instead of a new one."""
        number = self.number + 1
        fact.diary_id, fact.seq, fact.updated_at = self.diary.pk, number, self._now
        fact.epoch, fact.rev = revision or (self.diary.epoch, number)
        fact.document = documents.document(kind.content(fact), fact)
        waiting = self._facts.get((kind.name, key))
        self._facts[kind.name, key] = (fact, waiting[1] if waiting else is_new)
        self._append(kind, key, act, fact.document)
        return fact

    def keep_lost(self, kind: Kind[FactType], key: Key, fact: FactType) -> int:
        """Keep a version that was overtaken; return its number. Nothing else changes."""
        fact.diary_id, fact.updated_at = self.diary.pk, self._now
        fact.epoch, fact.rev = self.diary.epoch, self.number + 1
        self._append(kind, key, Version.Act.LOST, documents.document(kind.content(fact), fact))
        return self.number

    def store(self) -> None:
        """Write what was accepted, and give back the places that were not needed."""
        stored: dict[tuple[type[models.Model], bool], list[Fact]] = {}
        for fact, is_new in self._facts.values():
            stored.setdefault((type(fact), is_new), []).append(fact)
        for (_, is_new), facts in stored.items():
            (rows.insert if is_new else rows.update)(facts)
        rows.insert(self._versions)
        if self.number < self._last:
            Diary.objects.filter(pk=self.diary.pk).update(change_counter=self.number)

    def _append(self, kind: Kind[Any], key: Key, act: Version.Act, document: str) -> None:
        self.number += 1
        version = Version(
            diary_id=self.diary.pk,
            number=self.number,
            kind=kind.name,
            fact_id=kind.fact_id(key),
            act=act,
            by_id=self._by.pk,
            at=self._now,
            document=document,
        )
        version.entry_hash = self._hash = entry_hash(self._hash, version)
        self._versions.append(version)


_LOCK = "SELECT 1 FROM people_diary WHERE id = %s FOR UPDATE"
_TAKE = """
UPDATE people_diary SET change_counter = change_counter + %s WHERE id = %s
RETURNING epoch, change_counter,
(SELECT entry_hash FROM diary_version WHERE diary_id = %s ORDER BY number DESC LIMIT 1), {known}
"""
_KNOWN = "EXISTS (SELECT 1 FROM {table} WHERE diary_id = %s AND {column} = %s)"


def _probe(kind: Kind[Any] | None, diary: Diary, key: Key) -> tuple[str, list[Any]]:
    if kind is None:
        return "NULL", []
    column: Any = kind.model._meta.get_field(kind.key)
    known = _KNOWN.format(table=kind.model._meta.db_table, column=column.column)
    return known, [diary.pk, column.get_db_prep_value(key, connection)]


def write(
    *,
    kind: Kind[FactType],
    diary: Diary,
    key: Key,
    by: User,
    now: datetime,
    if_match: Collection[str] | None,
    change: Callable[[FactType | None], FactType],
    create_only: bool = False,
) -> Written[FactType]:
    """
    Store what `change` makes of the living fact, with its version, in one transaction.

    A fact that says the same already is left as it is: no number, no version. `if_match` are revisions that the
    client saw, "*" among them for any, None where it does not care; raises StaleRevision where it does not hold. With
    `create_only` a fact that stands there saying something else, or stood there, raises AlreadyThere.
    """

    def accept(turns: Turns, head: FactType | None) -> Written[FactType]:
        living = alive(head)
        fact = change(living)
        _compare(living, if_match)
        is_same = living is not None and says_the_same(kind, living, fact)
        if create_only and head is not None and not is_same:
            raise AlreadyThere("This entry is there already, and has changed since. Fetch it, then decide.")
        if is_same:
            raise _NothingToChange(living)
        return Written(revise(turns, kind, key, fact, head), created=living is None)

    return _in_turn(kind, diary, key, by, now, accept)


def withdraw(
    *, kind: Kind[FactType], diary: Diary, key: Key, by: User, now: datetime, if_match: Collection[str] | None
) -> None:
    """Make a tombstone of the fact. Deleting twice is the same as once. Raises NoSuchFact, StaleRevision."""

    def accept(turns: Turns, head: FactType | None) -> Written[FactType]:
        if head is None:
            raise NoSuchFact("There is no such entry in this diary.")
        if alive(head) is None:
            raise _NothingToChange(head)
        _compare(head, if_match)
        return Written(bury(turns, kind, key, head, now), created=False)

    _in_turn(kind, diary, key, by, now, accept)


def restore(
    *,
    kind: Kind[FactType],
    diary: Diary,
    key: Key,
    by: User,
    now: datetime,
    may: Callable[[FactType], None],
) -> Written[FactType]:
    """Bring a deleted fact back; one that is there is left as it is. `may` looks at the tombstone, and may refuse."""

    def accept(turns: Turns, head: FactType | None) -> Written[FactType]:
        if head is None:
            raise NoSuchFact("There is no such entry in this diary.")
        if alive(head) is not None:
            raise _NothingToChange(head)
        may(head)
        head.deleted_at = None
        return Written(turns.accept(kind, key, head, Version.Act.RESTORED, is_new=False), created=False)

    return _in_turn(kind, diary, key, by, now, accept)


def alive(head: FactType | None) -> FactType | None:
    """Return the fact as it stands, None where it is missing or deleted."""
    return head if head is not None and head.deleted_at is None else None


def says_the_same(kind: Kind[FactType], one: FactType, other: FactType) -> bool:
    """Say whether both facts have the same content."""
    return kind.content(one) == kind.content(other)


def revise(
    turns: Turns,
    kind: Kind[FactType],
    key: Key,
    fact: FactType,
    head: FactType | None,
    *,
    revision: tuple[int, int] | None = None,
) -> FactType:
    """Let `fact` take the place of `head`, whatever that was."""
    living = alive(head)
    if living is not None:
        fact.edited = living.edited or _changes_a_given_value(kind.content(living), kind.content(fact))
    act = Version.Act.RECORDED if living is None else Version.Act.AMENDED
    return turns.accept(kind, key, fact, act, is_new=head is None, revision=revision)


def bury(
    turns: Turns,
    kind: Kind[FactType],
    key: Key,
    fact: FactType,
    now: datetime,
    *,
    is_new: bool = False,
    revision: tuple[int, int] | None = None,
) -> FactType:
    """Make a tombstone of `fact`."""
    fact.deleted_at = now
    return turns.accept(kind, key, fact, Version.Act.WITHDRAWN, is_new=is_new, revision=revision)


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
        version.at.astimezone(UTC).isoformat(),
        version.document,
    )


class _NothingToChange(Exception):
    """Rolls the turn back: the fact says this already."""

    def __init__(self, fact: Any) -> None:
        super().__init__()
        self.fact = fact


def _in_turn(
    kind: Kind[FactType],
    diary: Diary,
    key: Key,
    by: User,
    now: datetime,
    accept: Callable[[Turns, FactType | None], Written[FactType]],
) -> Written[FactType]:
    @whole
    def taken() -> Written[FactType]:
        turns = Turns(diary, by=by, now=now)
        known = turns.take(kind, key)
        written = accept(turns, kind.rows(diary).get(**{kind.key: key}) if known else None)
        turns.store()
        return written

    try:
        return taken()
    except _NothingToChange as nothing:
        return Written(nothing.fact, created=False)


def _compare(living: Fact | None, if_match: Collection[str] | None) -> None:
    if if_match is None:
        return
    if living is None or not {"*", living.revision} & set(if_match):
        raise StaleRevision("This entry has changed since you last saw it. Fetch it again, then decide.")


def is_given(value: Any) -> bool:
    """Say whether a field holds anything that somebody said."""
    is_empty = isinstance(value, str | list | dict) and not value
    return not (value is None or value == "unknown" or is_empty)  # 0 and no are said


def _changes_a_given_value(before: documents.Content, after: documents.Content) -> bool:
    return any(is_given(value) and not _is_kept(value, after[name]) for name, value in before.items() if name != _GROWS)


def _is_kept(value: Any, later: Any) -> bool:
    """Say whether the value still stands; a list may have grown at its end."""
    return bool(later[: len(value)] == value if isinstance(value, list) and later else later == value)
