"""What somebody could do who has the database itself: the guards lifted, rows changed, the guards put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction

from people.append_only import guard, unguard


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Let rows of append-only tables be changed in the block."""
    _each(unguard, tables)
    yield
    _each(guard, tables)


@contextmanager
def undone() -> Iterator[None]:
    """Take back at the end what the block did to the database: it could not be committed."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def change(statement: str, *values: Any, table: str = "diary_version") -> None:
    """Change an append-only table."""
    with unguarded(table):
        execute(statement, *values)


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _each(step: Any, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which changes no table that a constraint still waits for
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        for table in tables:
            step(table)(None, editor)


def file_name() -> str:
    """Return how the file of the database is called; each process of the tests has its own."""
    return Path(str(connection.settings_dict["NAME"])).name
