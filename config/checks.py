"""System checks: is the database really set as durably as the settings say?"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from config.settings.databases import JOURNAL_MODE

# PRAGMA synchronous answers with a number; 2 is FULL.
SYNCHRONOUS_FULL = 2


@register(Tags.database)
def check_sqlite(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Compare each SQLite connection's effective settings with what durability needs."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            found += _pragmas(alias) + _file_mode(alias)
    return found


def _pragmas(alias: str) -> list[CheckMessage]:
    connection: Any = connections[alias]  # the stubs do not know what SQLite's adds
    with connection.cursor() as cursor:
        effective = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    journal_mode = "memory" if connection.is_in_memory_db() else JOURNAL_MODE.lower()
    sound = {
        "journal_mode": effective["journal_mode"] == journal_mode,
        "synchronous": effective["synchronous"] >= SYNCHRONOUS_FULL,
        "foreign_keys": effective["foreign_keys"] == 1,
        "busy_timeout": effective["busy_timeout"] >= 1_000,
        "transaction_mode": connection.transaction_mode == "IMMEDIATE",
    }
    return [
        Error(
            f"SQLite's {name} is {effective.get(name, 'not IMMEDIATE')}: an acknowledged entry could be lost.",
            hint="Use the DATABASES that config.settings.databases makes.",
            id=f"diary.E00{number}",
        )
        for number, (name, is_sound) in enumerate(sound.items(), start=1)
        if not is_sound
    ]


def _file_mode(alias: str) -> list[CheckMessage]:
    path = Path(connections[alias].settings_dict["NAME"])
    if os.name != "posix" or not path.is_file() or not path.stat().st_mode & stat.S_IRWXO:
        return []
    return [
        Error(
            "Everybody on this machine can open the diary's database file.",
            hint=f"chmod 600 {path}",
            id="diary.E006",
        )
    ]
