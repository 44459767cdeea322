"""Files that appear whole or not at all: made in a private folder, forced to the disk, then given their name."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from people.backups.contents import Damaged
from people.errors import Refusal

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700


class AlreadyThere(Refusal):
    """A file of this name exists; no backup ever replaces one."""

    code = "already_there"


class NoSuchFile(Refusal):
    """There is no file of this name."""

    code = "no_such_file"


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """
    Give a private folder inside `folder`, which is made if need be; at the end it is gone with all that is in it.

    The end may be an error, Ctrl-C or SIGTERM. Only kill -9 leaves it behind, under a name that begins with a dot.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with _ended_in_order(), tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as inside:
        yield Path(inside)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let SIGTERM end the block as an exception, so that every `finally` runs. Only a main thread can say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def create(path: Path) -> None:
    """Make an empty file that only its owner can open."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def publish(finished: Path, target: Path) -> str:
    """
    Give `finished` the name `target`, with its checksum beside it, both forced to the disk; return the SHA-256.

    Both must be on one file system. Refuses to replace a file.
    """
    digest = sha256(finished)
    listed = finished.with_name(f"{finished.name}.sha256")
    create(listed)
    listed.write_text(f"{digest}  {target.name}\n")  # as sha256sum writes it, and `sha256sum -c` reads it
    for path in (finished, listed):
        _force(path)
    _name(finished, target)
    try:
        _name(listed, _checksum_file(target))
        _force(target.parent)
    except BaseException:
        target.unlink()
        raise
    return digest


def _name(finished: Path, target: Path) -> None:
    try:
        os.link(finished, target)  # unlike rename(), it refuses an existing name in the same step
    except FileExistsError:
        raise AlreadyThere(f"{target} exists already. Nothing was written.") from None
    except OSError:  # exFAT and its like know no second name
        if target.exists():
            raise AlreadyThere(f"{target} exists already. Nothing was written.") from None
        finished.rename(target)


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """Return the SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_in(file: Path, into: Path) -> None:
    """Copy `file` to `into`, and refuse the copy if the checksum beside `file` says otherwise."""
    create(into)
    shutil.copyfile(file, into)
    listed = _checksum_file(file)
    if listed.exists() and listed.read_text(errors="replace").split()[:1] != [sha256(into)]:
        raise Damaged(f"{file.name} does not match its checksum in {listed.name}: one of the two was changed.")


def refuse_missing(file: Path) -> None:
    """Refuse what is no file."""
    if not file.is_file():
        raise NoSuchFile(f"There is no file {file}.")


def _checksum_file(target: Path) -> Path:
    return target.with_name(f"{target.name}.sha256")
