"""
Copy of a PostgreSQL database by pg_dump, read back by pg_restore, and the way back through psql.

The three programs come with PostgreSQL's client; they must not be older than the server. What they need to connect
goes to them in their environment, never on the command line, which everybody on the machine can read.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from people.backups import files, handover
from people.backups.archive import read_back
from people.backups.contents import (
    DIARIES,
    ERASURES,
    Columns,
    Contents,
    Damaged,
    NotADiary,
    count,
    missing_migrations,
    read,
    refuse_a_stranger,
)
from people.backups.database import EraseAgain, Replaced, Show, Unfinished
from people.backups.epochs import next_epoch
from people.backups.programs import program
from people.errors import Refusal

SUFFIX: Final = ".pgdump"
MAGIC: Final = b"PGDMP"
AS_SQL: Final = ("--clean", "--if-exists", "--no-owner", "--file=-")
COLUMNS: Final = """
    SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
    USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
"""
OTHERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
# What the archive does not hold would stand in its way: tables and triggers' functions of later migrations.
CLEAR: Final = """
DO $$ DECLARE statement text; BEGIN
FOR statement IN
    SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema()
    UNION ALL
    SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
LOOP EXECUTE statement; END LOOP; END $$;
"""
KEEP_ERASURES: Final = f"CREATE TEMP TABLE kept AS SELECT reference_hash, erased_at FROM {ERASURES};\n"  # noqa: S608  (a constant)
PUT_BACK_ERASURES: Final = f"""
INSERT INTO {ERASURES} (reference_hash, erased_at) SELECT reference_hash, erased_at FROM kept ON CONFLICT DO NOTHING;
"""  # noqa: S608  (a constant)


class InUse(Refusal):
    """The server, or somebody else with its account, is connected."""

    code = "in_use"


def copy(into: Path, show: Show, *, strict: bool) -> Contents:
    """
    Dump the live database, as it stands at one moment, to the new file `into`; read the dump back and compare it.

    Nobody waits. Compared is how many rows each table has at the moment of the dump. PostgreSQL itself keeps rows
    from referring to what is not there, `strict` or not. No progress is shown: pg_dump tells none.
    """
    files.create(into)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
        columns = _columns()
        refuse_a_stranger(columns, "This")
        snapshot = _query("SELECT pg_export_snapshot()")[0][0]
        with program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={into}") as dump:
            dump.wait()
        rows = count(_query, columns)
    contents = read_back(into)
    if contents.rows != rows:
        raise Damaged("The dump has other numbers of rows than the database.")
    return contents


def standing() -> Contents | None:
    """Return what the live database holds, None where there is none yet."""
    columns = _columns()
    if not columns:
        return None
    refuse_a_stranger(columns, "This")
    return read(_query, columns)


def admit(file: Path, folder: Path) -> tuple[Path, Contents]:
    """Take a copy of the backup `file` into `folder`, and read that copy from end to end."""
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise NotADiary(f"{file} is no archive of pg_dump --format=custom, which this server's PostgreSQL needs.")
    admitted = folder / "restored.pgdump"
    files.take_in(file, admitted)
    return admitted, read_back(admitted)


def replace(
    prepared: Path, contents: Contents, *, now: datetime, keep: Callable[[], Path], erase_again: EraseAgain
) -> Replaced:
    """
    Make of the archive `prepared` the live database. Refuses while others are connected: the server must be stopped.

    Clearing, the archive, epochs, closed doors and erasures are one transaction: a failure changes nothing. An older
    archive is migrated after it; what stood open opens and what is to be erased again is erased after it. A failure
    then is Unfinished, and leaves every door closed.
    """
    _refuse_company()
    kept = keep() if standing() else None
    columns = _columns()
    left = handover.collect(_query, columns)
    connection.close()  # a session of ours must not stand in the way
    _pour(prepared, *_around(left, contents, now, have_erasures=ERASURES in columns))
    missing = missing_migrations(contents.migrations)
    try:
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():
            handover.open_again(left, now=now)
            erased = handover.put_back_erasures(left)
            erase_again(erased)
    except (Refusal, DatabaseError, CommandError) as error:
        raise Unfinished(
            f"The backup is in place, but what follows failed: {error} What stood is in {kept}."
        ) from error
    return Replaced(kept=kept, erased=erased, erasures_known=kept is not None, migrations=len(missing))


def _query(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _columns() -> Columns:
    columns: dict[str, tuple[str, ...]] = {}
    for table, column in _query(COLUMNS):
        columns[table] = (*columns.get(table, ()), column)
    return columns


def _refuse_company() -> None:
    if others := _query(OTHERS)[0][0]:
        raise InUse(f"{others} other connections are open to this database. Stop the server, then restore.")


def _around(left: handover.Handover, contents: Contents, now: datetime, *, have_erasures: bool) -> tuple[str, str]:
    """Return what stands before the archive and after it, in one transaction with it."""
    epochs = {
        reference: next_epoch(in_backup=epoch, in_live=left.epochs.get(reference), now=now)
        for reference, epoch in contents.epochs.items()
    }
    updates = [f"UPDATE {DIARIES} SET epoch = {new} WHERE reference = '{one}';\n" for one, new in epochs.items()]  # noqa: S608  (a UUID and an int)
    put_back = [PUT_BACK_ERASURES] if have_erasures and ERASURES in contents.rows else []
    before = ["BEGIN;\n", *([KEEP_ERASURES] if have_erasures else []), CLEAR]
    locks = [f"{statement};\n" for statement in handover.lock_up(contents.rows)]
    # An archive leaves the search_path empty. COMMIT is said, not left to psql: a script cut short has none.
    return "".join(before), "".join(["RESET search_path;\n", *updates, *locks, *put_back, "COMMIT;\n"])


def _pour(archive: Path, before: str, after: str) -> None:
    """Let psql do `before`, what is in `archive`, and `after`. Whatever fails, COMMIT is not reached."""
    with program("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", stdin=subprocess.PIPE) as psql:
        with suppress(BrokenPipeError), psql.input as script:  # psql has given up: wait() says why
            script.write(before.encode())
            with program("pg_restore", *AS_SQL, str(archive), stdout=subprocess.PIPE) as reader:
                shutil.copyfileobj(reader.output, script)
                reader.wait()
            script.write(after.encode())
        psql.wait()
