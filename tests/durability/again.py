"""
What the house wrote, written again: the same statements to the same file, with other settings, over any VFS.

The SQLite is the one within apsw, which lets us in beneath it; the house's is the one within Python.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import apsw
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

PRAGMA: Final = re.compile(r"PRAGMA (journal_mode|synchronous)\s*=\s*(\w+)")

Settings = Mapping[str, str]  # journal_mode, synchronous: what is not named stays as the house has it


def say_again(
    connections: Sequence[Sequence[str]], file: Path, *, settings: Settings, vfs: str = ""
) -> Iterator[apsw.Connection]:
    """Say all of it to `file`, as it was before, with other `settings`; yield after each transaction."""
    for statements in connections:
        with closing(opened(file, vfs)) as database:
            changes = 0
            for statement in statements:
                database.execute(_set(statement, settings)).fetchall()
                if not database.in_transaction and database.total_changes() > changes:
                    changes = database.total_changes()
                    yield database


def _set(statement: str, settings: Settings) -> str:
    return PRAGMA.sub(lambda found: f"PRAGMA {found[1]}={settings.get(found[1], found[2])}", statement)


def opened(file: Path, vfs: str = "") -> apsw.Connection:
    """Open `file` with Django's own functions: constraints call them, and so does their check."""
    database = apsw.Connection(str(file), vfs=vfs or None)

    def create_function(name: str, arguments: int, function: Any, deterministic: bool = False) -> None:
        database.create_scalar_function(name, function, arguments, deterministic=deterministic)

    ours = {"create_function": create_function, "create_aggregate": lambda *_: None, "execute": database.execute}
    register(SimpleNamespace(**ours))
    return database


def content(database: apsw.Connection) -> str:
    """Return a hash of every row of every table."""
    told = hashlib.sha256()
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in (("sqlite_master",), *tables):
        for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
            told.update(repr((table, row)).encode())
    return told.hexdigest()
