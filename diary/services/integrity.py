"""
What should hold between the tables of a diary, and does not.

Checked are facts against their versions and their own columns; versions, operations, conflicts and imports against
what they point to; and, over the whole database, rows whose diary or person is gone, diaries that were erased and are
back, and what SQLite says of its own file. Named is where, never what anybody wrote.

Not checked: whether the versions themselves are as they were written (services.verification), and the column that no
document tells (`edited`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from diary import documents
from diary.models import Conflict, Fact, Import, Operation, Version
from diary.services.erasure import reference_hash
from diary.services.history import Kind
from diary.services.kinds import KINDS
from diary.tables import Table, tables
from diary.walks import PAGE, Step, pages, unseen
from people.models import Diary, Erasure, User

# What comes of a value that its column should never hold.
UNTELLABLE: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, msgspec.MsgspecError)


class What(StrEnum):
    """What does not hold. `WITHOUT_FACT_APPLIED` alone may be in order."""

    DOCUMENT = "fact whose document differs from its last accepted version"
    COLUMNS = "fact whose columns differ from its document"
    REVISION = "fact whose revision differs from its document's"
    NUMBER = "fact whose number is not that of its last accepted version"
    NUMBER_TWICE = "number that stands on two facts"
    NUMBER_TOO_HIGH = "fact whose number is beyond the diary's count"
    TOMBSTONE = "fact that is deleted where its last version is not, or the other way round"
    UNTELLABLE = "fact that cannot be told at all"
    WITHOUT_VERSION = "fact without a version"
    WITHOUT_FACT = "version without a fact"
    UNKNOWN_KIND = "version of an unknown kind"
    OPERATION = "operation that met a fact, of a fact that never was"
    CONFLICT = "conflict whose versions are missing, or of another fact"
    IMPORT = "import of versions beyond the diary's count"
    ORPHAN = "rows of a diary that is gone"
    NOBODYS = "rows of an account that is gone"
    BACK = "diary that was erased and is back"
    FILE = "SQLite's integrity check"
    FOREIGN_KEY = "rows that refer to rows which are not there"
    WITHOUT_FACT_APPLIED = "applied, of a fact that never was: right for what was deleted before it came"

    @property
    def is_fault(self) -> bool:
        """Whether it is wrong for certain."""
        return self is not What.WITHOUT_FACT_APPLIED


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, and where."""

    what: What
    where: str


def facts_of(reference: UUID | None = None) -> int:
    """Return how many facts there are to check, of all diaries or of one; tombstones are among them."""
    of_diary = Q() if reference is None else Q(diary__reference=reference)
    return sum(QuerySet(kind.model).filter(of_diary).count() for kind in KINDS.values())


def check(*, diary: Diary, show: Step = unseen) -> Iterator[Fault]:
    """
    Yield what does not hold in `diary`. Costs about 200 microseconds a fact.

    The diary may be written to meanwhile: only what it had counted at the beginning is compared. One that is erased
    meanwhile has no faults.
    """
    counted = Diary.objects.values_list("change_counter", flat=True).filter(pk=diary.pk).first() or 0
    for what, where in _within(diary, counted, show):
        if not Diary.objects.filter(pk=diary.pk).exists():
            return
        yield Fault(what, f"diary {diary.reference}, {where}")


def check_database() -> Iterator[Fault]:
    """Yield what does not hold in the database as a whole. Costs a pass over every table."""
    yield from _erased_and_back()
    for table in tables():
        yield from _orphans(table, What.ORPHAN, "diary", Diary._meta.db_table, table.diaries)
        yield from _orphans(table, What.NOBODYS, "account", User._meta.db_table, table.persons)
    if connection.vendor == "sqlite":
        yield from _sqlite()


Found = Iterator[tuple[What, str]]


def _within(diary: Diary, counted: int, show: Step) -> Found:
    for kind in KINDS.values():
        yield from _facts(diary, kind, counted, show)
        yield from _versions(diary, kind, counted)
        too_high = kind.rows(diary).filter(seq__gt=F("diary__change_counter")).values_list(kind.key, flat=True)
        yield from ((What.NUMBER_TOO_HIGH, _name(kind, kind.fact_id(key))) for key in too_high.iterator())
    yield from _numbers_twice(diary)
    yield from _strangers(diary)
    yield from _operations(diary)
    yield from _conflicts(diary)
    beyond = Import.objects.filter(diary=diary, last_number__gt=F("diary__change_counter"))
    yield from ((What.IMPORT, f"import {key}") for key in beyond.values_list("pk", flat=True))


def _facts(diary: Diary, kind: Kind[Any], counted: int, show: Step) -> Found:
    try:
        for page in pages(kind.rows(diary).filter(seq__lte=counted), by=kind.key):
            heads = _heads(diary, kind, [_fact_id(kind, fact) for fact in page], counted)
            for fact in page:
                name = _name(kind, _fact_id(kind, fact))
                yield from ((what, name) for what in _compare(kind, fact, heads.get(_fact_id(kind, fact))))
            show(len(page))
    except UNTELLABLE:
        yield What.UNTELLABLE, f"{kind.name}, one among {PAGE}"


def _heads(diary: Diary, kind: Kind[Any], fact_ids: Sequence[str], counted: int) -> dict[str, Version]:
    """Return the last accepted version of each of these facts."""
    versions = Version.objects.of(diary)
    accepted = versions.filter(kind=kind.name, fact_id__in=fact_ids, number__lte=counted).exclude(act=Version.Act.LOST)
    last = accepted.values("fact_id").annotate(last=Max("number")).values_list("last", flat=True)
    return {version.fact_id: version for version in versions.filter(number__in=list(last))}


def _compare(kind: Kind[Any], fact: Any, head: Version | None) -> Iterator[What]:
    if head is None:
        yield What.WITHOUT_VERSION
    else:
        if fact.seq != head.number:
            yield What.NUMBER
        if fact.document != head.document:
            yield What.DOCUMENT
        if (fact.deleted_at is not None) != (head.act == Version.Act.WITHDRAWN):
            yield What.TOMBSTONE
    try:
        yield from _compare_columns(kind, fact)
    except UNTELLABLE:
        yield What.COLUMNS


def _compare_columns(kind: Kind[Any], fact: Any) -> Iterator[What]:
    if documents.revision(fact.document) != fact.revision:
        yield What.REVISION
    columns = documents.document(kind.content(fact), fact)
    if _values(columns) != _values(fact.document):
        yield What.COLUMNS


def _values(document: str) -> dict[str, Any]:
    """Return what a document says; two spellings of one moment are the same."""
    content = documents.content_of(document)
    return documents.said(document, content) | {"updated_at": _updated_at(document)}


def _updated_at(document: str) -> datetime:
    return datetime.fromisoformat(msgspec.json.decode(document)["updated_at"])


def _versions(diary: Diary, kind: Kind[Any], counted: int) -> Found:
    """Find versions of facts that are not there; a fact that was deleted is there as a tombstone."""
    named = Version.objects.of(diary).filter(kind=kind.name, number__lte=counted)
    for fact_ids in _distinct(named):
        there = kind.rows(diary).filter(**{f"{kind.key}__in": list(_keys(kind, diary, fact_ids))})
        known = {kind.fact_id(key) for key in there.values_list(kind.key, flat=True)}
        yield from ((What.WITHOUT_FACT, _name(kind, one)) for one in fact_ids if one not in known)


def _distinct(versions: QuerySet[Version]) -> Iterator[list[str]]:
    """Return the ids of the facts that `versions` are of, in pages."""
    ordered = versions.order_by("fact_id").values_list("fact_id", flat=True).distinct()
    page = list(ordered[:PAGE])
    while page:
        yield page
        page = list(ordered.filter(fact_id__gt=page[-1])[:PAGE])


def _keys(kind: Kind[Any], diary: Diary, fact_ids: Iterable[str]) -> Iterator[Any]:
    for fact_id in fact_ids:
        try:
            yield kind.parse(fact_id, diary)
        except ValueError:  # no fact can have this id, so it is found missing
            continue


def _numbers_twice(diary: Diary) -> Found:
    """Each kind's table refuses a number twice; between kinds nothing does."""
    tables_of_facts = [connection.ops.quote_name(kind.model._meta.db_table) for kind in KINDS.values()]
    every = " UNION ALL ".join(f"SELECT seq FROM {table} WHERE diary_id = %s" for table in tables_of_facts)  # noqa: S608  (names of tables)
    with connection.cursor() as cursor:
        statement = f"SELECT seq FROM ({every}) AS facts GROUP BY seq HAVING count(*) > 1 ORDER BY seq"  # noqa: S608  (as above)
        cursor.execute(statement, [diary.pk] * len(tables_of_facts))
        rows = cursor.fetchall()
    yield from ((What.NUMBER_TWICE, f"number {seq}") for (seq,) in rows)


def _strangers(diary: Diary) -> Found:
    strange = Version.objects.of(diary).exclude(kind__in=KINDS).order_by("number").values_list("number", flat=True)
    yield from ((What.UNKNOWN_KIND, f"version {number}") for number in strange.iterator())


def _operations(diary: Diary) -> Found:
    known = Version.objects.filter(diary=OuterRef("diary"), kind=OuterRef("kind"), fact_id=OuterRef("fact_id"))
    without = Operation.objects.filter(~Exists(known), diary=diary).order_by("op_id").values_list("op_id", "outcome")
    for op_id, outcome in without.iterator():
        is_applied = outcome == Operation.Outcome.APPLIED
        yield What.WITHOUT_FACT_APPLIED if is_applied else What.OPERATION, f"operation {op_id}"


def _conflicts(diary: Diary) -> Found:
    about = Version.objects.filter(diary=OuterRef("diary"), kind=OuterRef("kind"), fact_id=OuterRef("fact_id"))
    mine, theirs = about.filter(number=OuterRef("mine")), about.filter(number=OuterRef("theirs"))
    broken = Conflict.objects.filter(~Exists(mine) | ~Exists(theirs), diary=diary).order_by("pk")
    yield from ((What.CONFLICT, f"conflict {key}") for key in broken.values_list("pk", flat=True))


def _name(kind: Kind[Any], fact_id: str) -> str:
    return kind.name if kind.single else f"{kind.name} {fact_id}"


def _fact_id(kind: Kind[Any], fact: Fact) -> str:
    return kind.fact_id(getattr(fact, kind.key))


def _erased_and_back() -> Iterator[Fault]:
    erased = frozenset(Erasure.objects.values_list("reference_hash", flat=True))
    for reference in Diary.objects.values_list("reference", flat=True).iterator() if erased else ():
        if reference_hash(reference) in erased:
            yield Fault(What.BACK, f"diary {reference}")


def _orphans(table: Table, what: What, owner: str, owners: str, columns: Iterable[str]) -> Iterator[Fault]:
    quote = connection.ops.quote_name
    for column in columns if table.name != owners else ():
        there = f"EXISTS (SELECT 1 FROM {owners} WHERE {owners}.id = {quote(table.name)}.{quote(column)})"  # noqa: S608  (names of tables and columns)
        statement = (
            f"SELECT {quote(column)}, count(*) FROM {quote(table.name)} "  # noqa: S608  (as above)
            f"WHERE {quote(column)} IS NOT NULL AND NOT {there} GROUP BY 1 ORDER BY 1"
        )
        for number, rows in _ask(statement):
            yield Fault(what, f"{table.name}: {rows} of {owner} number {number}")


def _sqlite() -> Iterator[Fault]:
    yield from (Fault(What.FILE, said) for (said,) in _ask("PRAGMA integrity_check") if said != "ok")
    refer: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in _ask("PRAGMA foreign_key_check"):
        refer[table, parent] = refer.get((table, parent), 0) + 1
    for (table, parent), rows in sorted(refer.items()):
        yield Fault(What.FOREIGN_KEY, f"{table}: {rows} to {parent}")


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
