"""The database that a bench asks: which one, a copy of it beside it, and how large it is."""

from __future__ import annotations

import shutil
from pathlib import Path


def name() -> str:
    """Return what the open database is called: the path of SQLite's file, or PostgreSQL's own name."""
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def use(wanted: str) -> None:
    """Ask this database from now on."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = wanted


def copied(suffix: str) -> str:
    """Copy the open database as it is now; return what the copy is called."""
    from django.db import connection

    connection.close()
    if connection.vendor == "sqlite":
        target = str(Path(name()).with_name(f"{suffix}.sqlite3"))
        shutil.copyfile(name(), target)
        return target
    target = f"{name()}_{suffix}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{name()}"')
    return target


def settle() -> None:
    """Let PostgreSQL do now what its autovacuum does within minutes of so many rows; SQLite has no such thing."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")


def size_mb() -> float:
    """Return how much room the open database takes, in MB."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return Path(name()).stat().st_size / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]) / 1e6
