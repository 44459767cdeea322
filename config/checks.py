"""System checks: is the database really set as durably as the settings say? A server asks before its first request."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.core.checks import ERROR, CheckMessage, Error, Tags, register, run_checks
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from config.settings.databases import JOURNAL_MODE

logger = logging.getLogger(__name__)

# PRAGMA synchronous answers with a number; 2 is FULL.
SYNCHRONOUS_FULL = 2
SQLITE_NEEDED: Final = (3, 35, 0)  # the first with RETURNING
# Their locks are not to be relied on, and SQLite's own documentation says so (sqlite.org/howtocorrupt.html, 2.1).
NETWORK_FILE_SYSTEMS: Final = {
    *("9p", "afs", "beegfs", "ceph", "ceph-fuse", "cifs", "coda", "glusterfs", "gpfs", "lustre", "mfs", "nfs", "nfs4"),
    *("rclone", "s3fs", "smb3", "smbfs", "sshfs", "vboxsf", "virtiofs"),
}
MOUNTS: Final = Path("/proc/self/mountinfo")  # of Linux; elsewhere nothing is said about the file system
# What PostgreSQL must be set to, so that what it has confirmed survives a power cut.
POSTGRESQL_SOUND: Final = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),  # each waits for its own disk
    "server_encoding": ("UTF8",),
}


@register(Tags.database)
def check_sqlite(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Compare each SQLite connection's effective settings with what durability needs."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            found += _version() + _file_mode(alias) + _file_system(alias)  # these ask nobody
            found += _pragmas(alias) if not found else []
    return found


@register(Tags.database)
def check_postgresql(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Compare each PostgreSQL server's effective settings with what durability needs."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "postgresql":
            found += _server_settings(alias)
    return found


def refuse_unsafe() -> bool:
    """
    Return whether the database could be asked how it is set; ask again where it could not.

    Raises ImproperlyConfigured where it could lose what it has confirmed.
    """
    try:
        found = run_checks(tags=[Tags.database], databases=["default"])
    except DatabaseError as error:
        logger.warning("The database could not be asked how it is set: %s", type(error).__name__)
        return False
    finally:
        connections.close_all()
    unsafe = [one for one in found if one.level >= ERROR and not one.is_silenced()]
    if unsafe:
        raise ImproperlyConfigured("\n".join(f"{one.id}: {one.msg} {one.hint}" for one in unsafe))
    return True


def _server_settings(alias: str) -> list[CheckMessage]:
    """Ask the server; a standby that is promoted is asked by the next start."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*POSTGRESQL_SOUND, "data_checksums"]]
        )
        effective = dict(cursor.fetchall())
    found: list[CheckMessage] = [
        Error(
            f"PostgreSQL's {name} is {effective.get(name)}: an acknowledged entry could be lost or spoiled.",
            hint=f"Only a new database has another: {sound[0]}."
            if name == "server_encoding"
            else f"Set it to {sound[0]}.",
            id=f"diary.E01{number}",
        )
        for number, (name, sound) in enumerate(POSTGRESQL_SOUND.items(), start=1)
        if effective.get(name) not in sound
    ]
    if effective.get("data_checksums") != "on":
        found.append(
            Caution(
                "PostgreSQL keeps no checksums of its pages: a disk that spoils some is not noticed.",
                hint="pg_checksums --enable, while the server is stopped; or initdb --data-checksums.",
                id="diary.W015",
            )
        )
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


def _version() -> list[CheckMessage]:
    if sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return []
    needed = ".".join(map(str, SQLITE_NEEDED))
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} is too old.",
            hint=f"Use a Python that comes with SQLite {needed} or newer, or PostgreSQL.",
            id="diary.E007",
        )
    ]


def _file_system(alias: str) -> list[CheckMessage]:
    kind = file_system_of(Path(connections[alias].settings_dict["NAME"]))
    if kind.removeprefix("fuse.") not in NETWORK_FILE_SYSTEMS:
        return []
    return [
        Error(
            f"The diary's database file lies on a network file system ({kind}): two writers could spoil it.",
            hint="Set DIARY_DATA_DIR to a disk of this machine, or DATABASE_URL to a PostgreSQL server.",
            id="diary.E008",
        )
    ]


def file_system_of(path: Path) -> str:
    """Return the kind of file system on which this file is, or would be; empty where this machine does not say."""
    if not MOUNTS.exists():
        return ""
    mounted = {}
    for line in MOUNTS.read_text(errors="surrogateescape").splitlines():
        before, _, after = line.partition(" - ")  # proc(5): the fifth field, and the first after it
        point = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), before.split()[4])  # a space is written so
        mounted[Path(point)] = after.split()[0]
    real = path.resolve()
    return next((mounted[folder] for folder in (real, *real.parents) if folder in mounted), "")


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
