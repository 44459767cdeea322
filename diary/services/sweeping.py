"""
After rows were deleted: what they held goes from the database's files too.

SQLite overwrites a deleted row (`secure_delete`), but not the copies that it left behind when it moved rows between
pages; of a diary with hundreds of notes some can still be read in the file. Only a rewritten file (VACUUM) has none.
With a write-ahead log the log is emptied as well.

PostgreSQL deletes nothing at once. VACUUM frees the rows and leaves about half of their bytes in the pages; VACUUM
FULL rewrites each table. Copies stay in the server's own write-ahead log (pg_wal) until it is recycled, in replicas
that lag behind, and on both databases in backups, in snapshots of the disk, and on blocks that the file system has
freed: none of that can be reached from here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import django.db
from django.db import connection, transaction

from people.errors import Refusal

log = logging.getLogger(__name__)


class NotSwept(Refusal):
    """The rows are gone, but what they held may still be read in the database's files."""

    code = "not_swept"


@contextmanager
def overwriting() -> Iterator[None]:
    """Let SQLite overwrite what this connection deletes in the block; it costs the writing of zeros."""
    if connection.vendor != "sqlite":
        yield
        return
    before = _ask("PRAGMA secure_delete")
    _ask("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        _ask(f"PRAGMA secure_delete={before}")


def sweep_after_commit() -> None:
    """
    Have SQLite's file rewritten once this transaction is committed; a failure is logged, since the rows are gone.

    On PostgreSQL rewriting keeps everybody waiting: whoever runs the server decides when (`manage.py sweep`).
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_sweep_or_log)


def sweep() -> None:
    """
    Rewrite the database's files without what was deleted. Raises NotSwept.

    Within a transaction it is refused. SQLite: writers wait, about a second for 100 MB, and the disk needs as much free
    space as the file has. PostgreSQL: each table in turn is closed to everybody while it is rewritten.
    """
    if connection.in_atomic_block:
        raise NotSwept("A database is not rewritten within a transaction.")
    try:
        _SWEEPS[connection.vendor]()
    except django.db.Error as error:
        raise NotSwept(f"The rows are gone, but the database was not rewritten without them: {error}.") from error


def _sweep_or_log() -> None:
    try:
        sweep()
    except NotSwept as refusal:
        log.error("%s Run manage.py sweep.", refusal.detail)  # noqa: TRY400  (the sentence says it all)


def _sqlite() -> None:
    wrapper: Any = connection  # the stubs do not know what ours adds
    with wrapper.writers_held_back():
        _ask("VACUUM")
        is_busy = _ask("PRAGMA wal_checkpoint(TRUNCATE)")
    if is_busy:
        raise NotSwept("The rows are gone, but somebody kept reading, and the write-ahead log was not emptied.")


def _postgresql() -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute(f"VACUUM (FULL) {names}")
        finally:
            cursor.execute("RESET statement_timeout")


_SWEEPS: Final[dict[str, Callable[[], None]]] = {"sqlite": _sqlite, "postgresql": _postgresql}


def _ask(statement: str) -> Any:
    """Return the first value that the database answers with, None where it says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row and row[0]
