"""Acts on the whole database: taking a backup, putting one back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django.db
from django.conf import settings
from django.db import connection

from people.backups import files, postgresql, sqlite
from people.backups.contents import Contents, Damaged, missing_migrations
from people.backups.database import Database, EraseAgain, Replaced, Show
from people.errors import Refusal


class NoKnownDatabase(Refusal):
    """Neither SQLite nor PostgreSQL."""

    code = "no_known_database"


class NotDone(Refusal):
    """The machine, the disk or the database did not let it be done."""

    code = "not_done"


@dataclass(frozen=True)
class Backup:
    """A backup that is on the disk, verified."""

    path: Path
    sha256: str
    contents: Contents


@dataclass(frozen=True)
class Candidate:
    """A verified backup, ready to be restored; `standing` is what it would replace, None if that cannot be read."""

    prepared: Path
    contents: Contents
    standing: Contents | None
    missing_migrations: int


def unshown(done: int, total: int) -> None:
    """Show no progress."""


def take(*, to: Path, now: datetime, show: Show = unshown) -> Backup:
    """
    Write a verified backup of the live database to `to`: a file, or a folder in which it is named by `now`.

    A folder is one that exists, or a name without an ending; it is made if need be. The server may be writing.
    Refuses to replace a file; after any refusal nothing is left behind.
    """
    kind = _kind()
    is_folder = to.is_dir() or not to.suffix
    with _refusals():
        return _take(kind, to / f"diary-{_stamp(now)}{kind.SUFFIX}" if is_folder else to, show, strict=True)


@contextmanager
def examined(*, file: Path) -> Iterator[Candidate]:
    """
    Verify `file` and hold a copy ready for `restore` while the block runs. Changes nothing.

    Refuses what is damaged, no Twitch Diary database, or from a newer version of this code.
    """
    kind = _kind()
    with _refusals():
        files.refuse_missing(file)
        with files.workshop(Path(settings.DATA_DIR)) as folder:
            prepared, contents = kind.admit(file.resolve(), folder)
            missing = missing_migrations(contents.migrations)
            yield Candidate(prepared, contents, _standing(kind), len(missing))


def restore(
    *, candidate: Candidate, safety_in: Path, now: datetime, erase_again: EraseAgain = lambda hashes: None
) -> Replaced:
    """
    Make `candidate` the live database, with what stood there kept as a backup in the folder `safety_in`.

    Every diary gets a new epoch, missing migrations are run, and the live database's erasures stay recorded.
    `erase_again` is given the SHA-256 of every erased reference while the default connection leads to the restored
    database; on SQLite that is before anybody else sees it. After a refusal the live database is as it was.
    """
    kind = _kind()
    kept = safety_in / f"before-restore-{_stamp(now)}{kind.SUFFIX}"
    with _refusals():
        return kind.replace(
            candidate.prepared,
            candidate.contents,
            now=now,
            keep=lambda: _take(kind, kept, unshown, strict=False).path,
            erase_again=erase_again,
        )


def _kind() -> Database:
    kinds: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgresql}
    if connection.vendor not in kinds:
        raise NoKnownDatabase(f"Backups are for SQLite and PostgreSQL; this database is {connection.vendor}.")
    return kinds[connection.vendor]


def _take(kind: Database, target: Path, show: Show, *, strict: bool) -> Backup:
    if target.exists():  # said before the work; publish() sees to it
        raise files.AlreadyThere(f"{target} exists already. Nothing was written.")
    with files.workshop(target.parent) as folder:
        unfinished = folder / target.name
        contents = kind.copy(unfinished, show, strict=strict)
        return Backup(target, files.publish(unfinished, target), contents)


def _standing(kind: Database) -> Contents | None:
    try:
        return kind.standing()
    except Damaged:
        return None


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what the machine refuses as this room says it."""
    try:
        yield
    except (OSError, sqlite3.Error, django.db.Error) as error:
        raise NotDone(f"{error}") from error
