"""
A diary as it stood at one moment, read in pages.

Between two pages nothing is locked and no cursor is open, since a client may drink slowly and a reader of SQLite would
hold up every writer. What changes meanwhile is told as it was: the version table never forgets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from diary.models import Version
from diary.services.history import Kind
from diary.services.kinds import KINDS
from people.models import Diary

ROWS_A_QUERY: Final = 1_000

# By the name under which the outside knows the facts of a kind, in the order of a file.
RESOURCES: Final[MappingProxyType[str, Kind[Any]]] = MappingProxyType(
    {
        "episodes": KINDS["episode"],
        "days": KINDS["day"],
        "checks": KINDS["check"],
        "events": KINDS["event"],
        "baseline": KINDS["baseline"],
        "settings": KINDS["settings"],
        "questions": KINDS["questions"],
    }
)


class Told(NamedTuple):
    """One version of a fact; `by_id` is who made it, None for nobody."""

    number: int
    kind: str
    fact_id: str
    act: str
    at: datetime
    by_id: int | None
    document: str


class _Row(NamedTuple):
    key: Any
    seq: int
    deleted_at: datetime | None
    document: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The diary as it stood when its change counter was `number`."""

    diary: Diary
    epoch: int
    number: int

    @classmethod
    def now(cls, diary: Diary) -> Snapshot:
        """Return the diary as it stands."""
        epoch, number = Diary.objects.values_list("epoch", "change_counter").get(pk=diary.pk)
        return cls(diary, epoch, number)

    def documents(self, kind: Kind[Any]) -> Iterator[list[str]]:
        """Yield the documents of the facts of this kind that were not deleted, by key, some at a time."""
        rows = kind.rows(self.diary).order_by(kind.key).values_list(kind.key, "seq", "deleted_at", "document")
        after: dict[str, Any] = {}
        while page := [_Row(*row) for row in rows.filter(**after)[:ROWS_A_QUERY]]:
            yield list(self._as_they_stood(kind, page))
            after = {f"{kind.key}__gt": page[-1].key}

    def history(self) -> Iterator[list[Told]]:
        """Yield every version, oldest first, some at a time."""
        rows = Version.objects.of(self.diary).filter(number__lte=self.number).order_by("number")
        after = 0
        while page := [Told(*row) for row in rows.filter(number__gt=after).values_list(*Told._fields)[:ROWS_A_QUERY]]:
            yield page
            after = page[-1].number

    def _as_they_stood(self, kind: Kind[Any], page: Sequence[_Row]) -> Iterator[str]:
        changed = [kind.fact_id(row.key) for row in page if row.seq > self.number]
        before = self._versions(kind, changed) if changed else {}
        for row in page:
            if row.seq > self.number:
                act, document = before.get(kind.fact_id(row.key), (Version.Act.WITHDRAWN, ""))  # or not there yet
                if act != Version.Act.WITHDRAWN:
                    yield document
            elif row.deleted_at is None:
                yield row.document

    def _versions(self, kind: Kind[Any], fact_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return {fact_id: (act, document)} of the last version that each fact had by then."""
        versions = Version.objects.of(self.diary).filter(kind=kind.name, fact_id__in=fact_ids, number__lte=self.number)
        rows = versions.exclude(act=Version.Act.LOST).order_by("number")
        return {fact_id: (act, document) for fact_id, act, document in rows.values_list("fact_id", "act", "document")}
