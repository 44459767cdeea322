"""
A disk that loses power, under SQLite.

The machine sees what it wrote at once; the disk has it for certain once the file is synced. When the power goes, what
was not synced is there or not as chance has it:

- each 512-byte sector of a write, and each truncation, by itself and in no order;
- each creation and each deletion of a file, until the folder is synced: with the first sync of a journal that SQLite
  has opened, as its unix VFS does it, and with a deletion where SQLite asks for that.

`Watched` is a VFS that lets the real one do everything, and writes it down step by step. The steps are then done to a
`Disk`, up to the moment of the cut.

It shows whether SQLite, set as it is, asks the disk to keep what it must before it says that something is committed.
It does not show a disk that says it has synced and has not, a sector of which half was written, bytes lost beside
those that were written, or a fault of a file system. It is harder than most file systems, which keep the order of
creations, deletions and truncations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import apsw

SECTOR: Final = 512
ODDS: Final = (0.0, 0.5, 1.0)  # of a file, or of the folder: nothing of what was not synced, some of it, everything
JOURNALS: Final = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
KEPT: Final = apsw.SQLITE_OPEN_MAIN_DB | JOURNALS  # what else SQLite opens, nobody needs after a cut

Step = tuple[Any, ...]  # a method of Disk, and what it is told


class File:
    """What the disk has of a file for certain, and what was done to it since, in that order."""

    def __init__(self, content: bytes = b"") -> None:
        self._synced = bytearray(content)
        self._since: list[tuple[int, bytes | None]] = []  # where, and what; None: cut off there

    def write(self, offset: int, data: bytes) -> None:
        for begin in range(-(offset % SECTOR), len(data), SECTOR):
            start = max(0, begin)
            self._since.append((offset + start, data[start : begin + SECTOR]))

    def truncate(self, size: int) -> None:
        self._since.append((size, None))

    def sync(self) -> None:
        for change in self._since:
            _change(self._synced, *change)
        self._since.clear()

    def after_a_cut(self, random: Random) -> bytes:
        content, odds = bytearray(self._synced), random.choice(ODDS)
        for change in self._since:
            if random.random() < odds:
                _change(content, *change)
        return bytes(content)


def _change(content: bytearray, offset: int, data: bytes | None) -> None:
    content.extend(bytes(max(0, offset - len(content))))
    if data is None:
        del content[offset:]
    else:
        content[offset : offset + len(data)] = data


class Disk:
    """One folder of files."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._files = {name: File(content) for name, content in contents.items()}  # as the machine sees the folder
        self._synced = dict(self._files)
        self._since: list[tuple[str, File | None]] = []

    def create(self, name: str) -> None:
        self._files[name] = File()
        self._since.append((name, self._files[name]))

    def delete(self, name: str) -> None:
        del self._files[name]
        self._since.append((name, None))

    def sync_folder(self) -> None:
        self._synced = dict(self._files)
        self._since.clear()

    def write(self, name: str, offset: int, data: bytes) -> None:
        self._files[name].write(offset, data)

    def truncate(self, name: str, size: int) -> None:
        self._files[name].truncate(size)

    def sync(self, name: str) -> None:
        self._files[name].sync()

    def after_a_cut(self, random: Random) -> dict[str, bytes]:
        """Return what is found if the power goes now. The disk itself goes on."""
        files: dict[str, File | None] = {**self._synced}
        odds = random.choice(ODDS)
        files.update((name, file) for name, file in self._since if random.random() < odds)
        return {name: file.after_a_cut(random) for name, file in files.items() if file is not None}


class Watched(apsw.VFS):
    """The real VFS, which writes down in `steps` what it is told to do to the files that matter after a cut."""

    name: Final = "watched"

    def __init__(self) -> None:
        super().__init__(self.name, "")
        self.steps: list[Step] = []

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (SQLite's)
        if name is None or not flags[0] & KEPT:
            return super().xOpen(name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        return WatchedFile(path, flags, self.steps)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802  (SQLite's)
        super().xDelete(filename, syncdir)
        self.steps.append((Disk.delete, Path(filename).name))
        if syncdir:
            self.steps.append((Disk.sync_folder,))


class WatchedFile(apsw.VFSFile):
    """A database, its rollback journal or its write-ahead log."""

    def __init__(self, path: str, flags: list[int], steps: list[Step]) -> None:
        self._name = Path(path).name
        self._steps = steps
        may_create = bool(flags[0] & apsw.SQLITE_OPEN_CREATE)
        self._syncs_folder = may_create and bool(flags[0] & JOURNALS)
        if not Path(path).exists():
            steps.append((Disk.create, self._name))
        super().__init__("", path, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  (SQLite's)
        super().xWrite(data, offset)
        self._steps.append((Disk.write, self._name, offset, data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  (SQLite's)
        super().xTruncate(newsize)
        self._steps.append((Disk.truncate, self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802  (SQLite's)
        # The real disk need not be waited for: what it would hold is never asked.
        self._steps.append((Disk.sync, self._name))
        if self._syncs_folder:
            self._steps.append((Disk.sync_folder,))
            self._syncs_folder = False


def after_cuts(
    contents: Mapping[str, bytes], steps: Sequence[Step], moments: Sequence[int], random: Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Yield each moment, a number of steps done, with what is found if the power goes then; the earliest first."""
    disk, done = Disk(contents), 0
    for moment in sorted(moments):
        for act, *told in steps[done:moment]:
            act(disk, *told)
        done = moment
        yield moment, disk.after_a_cut(random)
