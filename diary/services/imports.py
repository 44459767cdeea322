"""
Acts on whole files: take one over, look at what that would do, undo it.

A file is taken over in one transaction, all of it or nothing. It only adds: what the diary holds already stays as it
is. Its entries are a run of the diary's numbers, which is how it can be undone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import DatabaseError, OperationalError
from django.db.models import Exists, OuterRef

from diary import admission
from diary.errors import NoSuchFact
from diary.models import Episode, Fact, Import, Version
from diary.services import facts, history
from diary.services.history import Key, Kind, Turns, alive
from diary.services.kinds import KINDS
from people.errors import Refusal
from people.models import Diary, User
from people.transactions import whole

ENTRIES_MAX: Final = 300_000
ROWS_TOLD_MAX: Final = 100
ROWS_AT_ONCE: Final = 500
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a file."""

    pointer: str
    code: str
    detail: str


class Row(NamedTuple):
    """
    One entry of a file: the fact it is about, and what it says of it.

    `place` is where it stands in the file, a JSON pointer. `problems` are why the door could not read it.
    """

    kind: Kind[Any]
    key: Key
    fields: Mapping[str, Any]
    place: str = ""
    problems: tuple[Problem, ...] = ()


class BadRows(Refusal):
    """Rows that no diary may hold. `problems` are those of the first hundred; `total` counts the rows."""

    code = "bad_rows"

    def __init__(self, problems: Sequence[Problem], total: int) -> None:
        told = f" These are the first {ROWS_TOLD_MAX}." if total > ROWS_TOLD_MAX else ""
        super().__init__(f"Rows that cannot be stored: {total}. Nothing was imported.{told}")
        self.problems = problems
        self.total = total


class TooManyRows(Refusal):
    """The file holds more entries than are taken over at once."""

    code = "too_many_entries"


class NotStored(Refusal):
    """The database refused the file."""

    code = "not_stored"


@dataclass(slots=True)
class Taken:
    """
    What came of a file, or would come of it: counts of its rows.

    `kept` were new, `already_there` said what the diary says, `exists` are about something that says something else
    or was deleted, and stays so; `there` are the first hundred of these.
    """

    kept: int = 0
    already_there: int = 0
    exists: int = 0
    there: list[Row] = field(default_factory=list)
    record: Import | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of undoing: how many entries are withdrawn, and how many stay because they were edited since."""

    record: Import
    undone: int
    edited_since: int


def preview(*, diary: Diary, rows: Iterable[Row], source: str, now: datetime) -> Taken:
    """Return what `take_over` would do, storing nothing and locking nothing. Raises BadRows, TooManyRows."""
    check = _Check(source, now)
    file = _File(diary, source, now)
    for some in _some(check.passed(rows)):
        file.sort(some)
    check.refuse()
    return file.taken


def take_over(*, diary: Diary, rows: Iterable[Row], source: str, by: User, now: datetime, dropped: int = 0) -> Taken:
    """
    Store what `rows` say where the diary holds nothing yet; all of them, or nothing.

    `rows` are gone through twice: to find what is wrong before anybody is kept waiting, then to store. `dropped` rows
    were left out by the door. From an own file (`source`) an entry may have been moved to a start after its recording,
    as it may in the diary it comes from. Raises BadRows, TooManyRows, NotStored.
    """
    check = _Check(source, now)
    for _ in check.passed(rows):
        pass
    check.refuse()
    try:
        return _stored(diary, rows, source, by, now, dropped)
    except OperationalError:  # busy, or gone: nothing was stored
        raise
    except DatabaseError:
        log.exception("A file was refused by the database")
        raise NotStored("The database refused this file. Nothing was imported.") from None


@whole
def undo(*, diary: Diary, id: UUID, by: User, now: datetime) -> Undone:
    """
    Withdraw every entry of the import that nobody has edited since.

    Undoing twice is the same as once. An undone entry counts as never imported: the same file brings it back. Raises
    NoSuchFact.
    """
    Diary.objects.select_for_update().get(pk=diary.pk)
    record = Import.objects.filter(diary=diary, pk=id).first()
    if record is None:
        raise NoSuchFact("There is no such import in this diary.")
    if record.undone_at is None:
        for kind in KINDS.values():
            _withdraw(record, kind, by, now)
        record.undone_at = now
        record.save(update_fields=["undone_at"])
    undone = _withdrawn(record)
    return Undone(record, undone, record.kept - undone)


@whole
def _stored(diary: Diary, rows: Iterable[Row], source: str, by: User, now: datetime, dropped: int) -> Taken:
    turns = Turns(diary, by=by, now=now, count=0)
    turns.take()
    file = _File(diary, source, now)
    first_number = turns.number + 1
    for some in _some(rows):
        turns = Turns(diary, by=by, now=now, count=len(some))
        turns.take()
        for row, fact, head in file.sort(some):
            history.revise(turns, row.kind, row.key, fact, head)
        turns.store()
    taken = file.taken
    taken.record = Import.objects.create(
        diary=diary,
        source=source,
        first_number=first_number,
        last_number=turns.number,
        kept=taken.kept,
        already_there=taken.already_there,
        dropped=taken.exists + dropped,
        at=now,
    )
    return taken


def _some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        yield some


@dataclass(slots=True)
class _Check:
    """Goes through the rows of a file, and remembers what is wrong with them."""

    source: str
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    seen: set[int] = field(default_factory=set)

    def passed(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows that a diary may hold. Raises TooManyRows."""
        for number, row in enumerate(rows):
            if number >= ENTRIES_MAX:
                raise TooManyRows(f"At most {ENTRIES_MAX:,} entries are taken over at once.")
            problems = row.problems or tuple(self._wrong_with(row))
            if not problems:
                yield row
                continue
            if self.refused < ROWS_TOLD_MAX:
                self.problems += problems
            self.refused += 1

    def refuse(self) -> None:
        """Raise BadRows if anything was wrong."""
        if self.refused:
            raise BadRows(self.problems, self.refused)

    def _wrong_with(self, row: Row) -> Iterator[Problem]:
        place = hash((row.kind.name, row.key))
        if place in self.seen:
            yield Problem(row.place, "repeated_entry", "The file holds this entry twice. Which one counts?")
        self.seen.add(place)
        try:
            _fact(row, self.source, self.now)
        except Refusal as refusal:
            yield Problem(row.place + _pointer(refusal.field), refusal.code, refusal.detail)


def _pointer(field: str) -> str:
    return "/" + field.replace(".", "/") if field else ""


def _fact(row: Row, source: str, now: datetime, head: Fact | None = None) -> Fact:
    """Return the fact that a row tells, not stored; what it leaves open is as in `head`. Raises InvalidValue."""
    fact: Fact = facts.made(row.kind, row.key, row.fields, _recorded(row, source, now) or head, now)
    return fact


def _recorded(row: Row, source: str, now: datetime) -> Episode | None:
    """Return an episode with the moment of recording of an exported one whose start was moved past it later."""
    started_at, recorded_at = row.fields.get("started_at"), row.fields.get("recorded_at")
    if source != Import.Source.OWN or started_at is None or recorded_at is None or recorded_at >= started_at:
        return None
    return Episode(recorded_at=admission.past_instant(recorded_at, now=now, field="recorded_at"))


@dataclass(slots=True)
class _File:
    """A file on its way into a diary."""

    diary: Diary
    source: str
    now: datetime
    taken: Taken = field(default_factory=Taken)
    undone: set[datetime | None] = field(init=False)

    def __post_init__(self) -> None:
        undone = Import.objects.filter(diary=self.diary).exclude(undone_at=None)
        self.undone = set(undone.values_list("undone_at", flat=True))

    def sort(self, rows: Sequence[Row]) -> list[tuple[Row, Fact, Fact | None]]:
        """Count the rows; return those to store, each with its fact and with the tombstone whose place it takes."""
        heads = history.heads(self.diary, ((row.kind, row.key) for row in rows))
        told = ((row, heads.get((row.kind.name, row.key))) for row in rows)
        made = ((row, _fact(row, self.source, self.now, head and alive(head)), head) for row, head in told)
        return [(row, fact, head) for row, fact, head in made if self._is_new(row, fact, head)]

    def _is_new(self, row: Row, fact: Fact, head: Fact | None) -> bool:
        if head is None or head.deleted_at in self.undone:
            self.taken.kept += 1
            return True
        if alive(head) is not None and history.says_the_same(row.kind, fact, head):
            self.taken.already_there += 1
            return False
        self.taken.exists += 1
        if len(self.taken.there) < ROWS_TOLD_MAX:
            self.taken.there.append(row)
        return False


def _withdraw(record: Import, kind: Kind[Any], by: User, now: datetime) -> None:
    numbers = (record.first_number, record.last_number)
    untouched = kind.rows(record.diary).filter(seq__range=numbers).order_by("seq")
    while some := list(untouched[:ROWS_AT_ONCE]):  # a withdrawn one has a later number
        turns = Turns(record.diary, by=by, now=now, count=len(some))
        turns.take()
        for fact in some:
            history.bury(turns, kind, getattr(fact, kind.key), fact, now)
        turns.store()


def _withdrawn(record: Import) -> int:
    """Return how many entries of the import were withdrawn when it was undone."""
    assert record.undone_at is not None
    versions = Version.objects.of(record.diary)
    undoing = versions.filter(
        kind=OuterRef("kind"), fact_id=OuterRef("fact_id"), act=Version.Act.WITHDRAWN, at=record.undone_at
    )
    numbers = (record.first_number, record.last_number)
    return versions.filter(Exists(undoing), number__range=numbers).count()
