"""What a database or a backup of one holds, in numbers: enough to compare two, nothing that a person wrote."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db.migrations.loader import MigrationLoader

from people.errors import Refusal

Migration = tuple[str, str]
Columns = Mapping[str, tuple[str, ...]]  # of each table
Query = Callable[[str], list[tuple[Any, ...]]]

MIGRATIONS: Final = "django_migrations"
DIARIES: Final = "people_diary"
ERASURES: Final = "people_erasure"
CHANGED: Final = "updated_at"  # the column of every fact that says when the server last changed it


class Damaged(Refusal):
    """The file is cut short, or was changed after it was made."""

    code = "damaged"


class NotADiary(Refusal):
    """The file is something else than a Twitch Diary database."""

    code = "not_a_diary"


class TooNew(Refusal):
    """The database was written by a newer version of this program."""

    code = "too_new"


@dataclass(frozen=True)
class Contents:
    """Rows of each table, the epoch of each diary by its reference, migrations, and when a fact last changed."""

    rows: Mapping[str, int]
    epochs: Mapping[UUID, int]
    migrations: frozenset[Migration]
    newest_change: datetime | None

    def __str__(self) -> str:
        newest = f"{self.newest_change:%Y-%m-%d %H:%M} UTC" if self.newest_change else "none"
        diaries = "1 diary" if len(self.epochs) == 1 else f"{len(self.epochs)} diaries"
        return f"{diaries}, {sum(self.rows.values())} rows in {len(self.rows)} tables, newest change: {newest}"


def read(query: Query, columns: Columns) -> Contents:
    """Count what `query` reaches. Costs one pass over every table."""
    changes = [query(f'SELECT max({CHANGED}) FROM "{table}"')[0][0] for table in columns if CHANGED in columns[table]]  # noqa: S608  (names of tables, from the database itself)
    return Contents(
        rows=count(query, columns),
        epochs={UUID(str(reference)): epoch for reference, epoch in query(f"SELECT reference, epoch FROM {DIARIES}")},  # noqa: S608  (a constant)
        migrations=frozenset((app, name) for app, name in query(f"SELECT app, name FROM {MIGRATIONS}")),  # noqa: S608  (a constant)
        newest_change=newest(changes),
    )


def count(query: Query, tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows each of `tables` has."""
    return {table: query(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}  # noqa: S608  (names of tables, from the database itself)


def newest(moments: Iterable[str | datetime | None]) -> datetime | None:
    """Return the latest of `moments`, or None if there is none."""
    return max((moment(one) for one in moments if one is not None), default=None)


def moment(stored: str | datetime) -> datetime:
    """Return a stored moment in UTC; SQLite gives text without a zone."""
    told = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def refuse_a_stranger(tables: Collection[str], name: str) -> None:
    """Refuse a database that this program did not make."""
    if not {MIGRATIONS, DIARIES} <= set(tables):
        raise NotADiary(f"{name} is a database, but not one of Twitch Diary.")


def missing_migrations(applied: frozenset[Migration]) -> frozenset[Migration]:
    """
    Return the migrations that a database still needs. Refuses one that has some that this code does not know.

    Those of an app that is no longer installed are passed over: its tables lie unused.
    """
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations).union(*(migration.replaces for migration in loader.disk_migrations.values()))
    unknown = sorted(one for one in applied - known if one[0] in loader.migrated_apps)
    if unknown:
        raise TooNew(
            f"The backup is from a newer version of Twitch Diary: this one does not know {'.'.join(unknown[0])}. "
            "Install that version, then restore."
        )
    return frozenset(set(loader.disk_migrations) - applied)
