"""
Copy of a SQLite database that is being written to, by SQLite's backup API, and the way back.

A plain copy of the file takes some pages from before a change and some from after it, and leaves out what stands in
the write-ahead log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]

from people.backups import files, handover
from people.backups.contents import (
    Columns,
    Contents,
    Damaged,
    NotADiary,
    Query,
    count,
    missing_migrations,
    read,
    refuse_a_stranger,
)
from people.backups.database import EraseAgain, Replaced, Show
from people.errors import Refusal

SUFFIX: Final = ".sqlite3"
MAGIC: Final = b"SQLite format 3\0"
PAGES_PER_STEP: Final = 1_000  # 4 MB: often enough for a progress bar
TIMEOUT_S: Final = 20.0
DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
WAITING: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
COLUMNS: Final = """
    SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
"""


class InMemory(Refusal):
    """The database is no file."""

    code = "in_memory"


class Busy(Refusal):
    """Somebody kept reading or writing for longer than the database waits."""

    code = "busy"


def copy(into: Path, show: Show, *, strict: bool) -> Contents:
    """
    Copy the live database, as it stands at one moment, to the new file `into`, and verify the copy.

    With a rollback journal writers wait while the pages are copied and counted, not while the copy is verified; with
    a write-ahead log nobody waits. `strict` also refuses rows that refer to rows which are not there.
    """
    files.create(into)
    with _opened(_live_path()) as source:
        source.execute("BEGIN")
        query = _query(source)
        columns = _columns(query)  # the first read: what is committed from here on is not in the copy
        refuse_a_stranger(columns, str(_live_path()))
        with _opened(into) as target:
            target.execute("PRAGMA synchronous=OFF")  # forced to the disk once, when it is published
            source.backup(target, pages=PAGES_PER_STEP, progress=lambda _, left, total: show(total - left, total))
        rows = count(query, columns)
    contents = _verified(into, strict=strict)
    if contents.rows != rows:
        raise Damaged("The copy has other numbers of rows than the database. The disk may be failing.")
    return contents


def standing() -> Contents | None:
    """Return what the live database holds, None where there is none yet. Refuses one that cannot be read."""
    path = _live_path()
    if not path.exists():
        return None
    with _opened(path) as database:
        columns = _columns(_query(database))
        if not columns:
            return None
        refuse_a_stranger(columns, str(path))
        return read(_query(database), columns)


def admit(file: Path, folder: Path) -> tuple[Path, Contents]:
    """Take a copy of the backup `file` into `folder`, and verify that copy; return it with what it holds."""
    _refuse_what_is_no_backup(file)
    admitted = folder / "restored.sqlite3"
    files.take_in(file, admitted)
    return admitted, _verified(admitted, strict=False)


def replace(
    prepared: Path, contents: Contents, *, now: datetime, keep: Callable[[], Path], erase_again: EraseAgain
) -> Replaced:
    """
    Make of `prepared`, which `admit` gave, the live database. A server may be running.

    All that can fail is done to `prepared` first. Then its pages are written over the live ones in one SQLite
    transaction: a reader, and a server cut off in the middle, finds the database from before or from after it. No
    transaction begins from before `keep` until after that; writers wait. A live database that is damaged is renamed.
    """
    _live_path().parent.mkdir(mode=files.PRIVATE_FOLDER, parents=True, exist_ok=True)
    missing = missing_migrations(contents.migrations)
    if missing:
        with _default_is(prepared):
            call_command("migrate", interactive=False, verbosity=0)
    live: Any = connection.copy()  # a second wrapper: the stubs do not know what ours adds
    with closing(live), live.writers_held_back():
        kept, left, is_damaged = _what_stands(keep)
        with _default_is(prepared), transaction.atomic():
            known = left or handover.Handover()
            _execute(handover.lock_up(connection.introspection.table_names()))
            handover.raise_epochs(known, now=now)
            handover.open_again(known, now=now)
            erased = handover.put_back_erasures(known)
            erase_again(erased)
        if is_damaged:
            kept = _set_aside(_live_path(), now)
        _put_in_place(prepared, live)
    connection.close()  # the next statement meets the restored database
    return Replaced(kept=kept, erased=erased, erasures_known=left is not None, migrations=len(missing))


def _live_path() -> Path:
    if connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's wrapper has it
        raise InMemory("The database is kept in memory: there is no file to copy.")
    return Path(str(connection.settings_dict["NAME"])).resolve()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file at `path`, which must exist. What SQLite calls corrupt is refused in plain words."""
    files.refuse_missing(path)
    try:
        address = f"{path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=TIMEOUT_S, isolation_level=None)) as database:
            register_functions(database)  # Django's own: constraints call them, and so does their check
            yield database
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE:  # the low byte: the rest says where
            raise Damaged(f"{path.name} is damaged: {error}.") from None
        raise


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _query(database: sqlite3.Connection) -> Query:
    return lambda statement: database.execute(statement).fetchall()


def _columns(query: Query) -> Columns:
    columns: dict[str, tuple[str, ...]] = {}
    for table, column in query(COLUMNS):
        columns[table] = (*columns.get(table, ()), column)
    return columns


def _verified(path: Path, *, strict: bool) -> Contents:
    """Make of `path` one plain file, check every page and index of it, and return what it holds."""
    with _opened(path) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # else the mark of a write-ahead log would go along
        query = _query(database)
        if (found := query("PRAGMA integrity_check(1)")[0][0]) != "ok":
            raise Damaged(f"{path.name} is damaged: {found}.")
        if strict and (broken := query("PRAGMA foreign_key_check")):
            raise Damaged(f"{len(broken)} rows refer to rows that are not there, the first in {broken[0][0]}.")
        columns = _columns(query)
        refuse_a_stranger(columns, path.name)
        return read(query, columns)


def _refuse_what_is_no_backup(file: Path) -> None:
    files.refuse_missing(file)
    if _live_path().exists() and file.samefile(_live_path()):
        raise NotADiary(f"{file} is the live database itself.")
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise NotADiary(f"{file} is no SQLite database.")
    for journal in (file.with_name(file.name + ending) for ending in ("-wal", "-journal")):
        if journal.exists() and journal.stat().st_size:
            raise Damaged(f"{journal.name} stands beside it: this is a plain copy of a database in use, not a backup.")


@contextmanager
def _default_is(path: Path) -> Iterator[None]:
    """Let this thread's default connection lead to `path`, so that models and migrations act there."""
    before = connections[DEFAULT_DB_ALIAS]
    stand_in = before.copy()
    stand_in.settings_dict["NAME"] = str(path)
    connections[DEFAULT_DB_ALIAS] = stand_in
    try:
        yield
    finally:
        stand_in.close()
        connections[DEFAULT_DB_ALIAS] = before


def _what_stands(keep: Callable[[], Path]) -> tuple[Path | None, handover.Handover | None, bool]:
    """Return where `keep` has put what stands, what that hands over, and whether it is damaged."""
    try:
        if standing() is None:
            return None, None, False
        return keep(), _handover(), False
    except Damaged:
        return None, _readable_handover(), True


def _handover() -> handover.Handover:
    with _opened(_live_path()) as database:
        return handover.collect(_query(database), _columns(_query(database)))


def _readable_handover() -> handover.Handover | None:
    """Return what a damaged database hands over, None if that part of it is what is damaged."""
    try:
        return _handover()
    except (Damaged, sqlite3.Error):
        return None


def _set_aside(path: Path, now: datetime) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    for ending in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _put_in_place(prepared: Path, live: Any) -> None:
    live.ensure_connection()  # sets the journal mode and durability that the settings demand; the copying keeps them
    with _opened(prepared) as source:
        source.backup(live.connection, pages=-1, progress=_refuse_to_wait)


def _refuse_to_wait(status: int, left: int, total: int) -> None:
    if status in WAITING:  # SQLite has waited for the connection's timeout; Python alone would ask again for ever
        raise Busy("Somebody kept using the database. Nothing was changed; stop the server and try again.")
