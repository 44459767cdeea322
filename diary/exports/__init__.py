"""
Everything a diary holds, on its way out: streams of bytes in constant memory. Nothing here stores or reads the clock.

`own_json` is everything, and can be imported again; `csv_zip` is for spreadsheets; `everything` is both, with
what else is kept about the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from diary.exports.own import own_file
from diary.exports.snapshot import Snapshot
from diary.exports.tables import table_files
from diary.exports.zips import ZIP64_FROM, zipped
from people.models import Diary


def own_json(diary: Diary, *, now: datetime) -> Iterator[bytes]:
    """Yield the diary's own file, a page of facts or versions at a time."""
    return own_file(Snapshot.now(diary), now=now)


def csv_zip(diary: Diary, *, now: datetime) -> Iterator[bytes]:
    """Yield a zip of README.txt and one CSV file for each resource, a page of facts at a time."""
    snapshot = Snapshot.now(diary)
    return _zip(snapshot, table_files(snapshot), now)


def everything(diary: Diary, *, more: Iterable[tuple[str, Iterable[bytes]]], now: datetime) -> Iterator[bytes]:
    """Yield a zip of the diary as JSON and as tables, all of one moment, and of `more` files by their names."""
    snapshot = Snapshot.now(diary)
    return _zip(snapshot, [*more, ("twitch-diary.json", own_file(snapshot, now=now)), *table_files(snapshot)], now)


def _zip(snapshot: Snapshot, files: Iterable[tuple[str, Iterable[bytes]]], now: datetime) -> Iterator[bytes]:
    return zipped(files, now=now, is_large=snapshot.number >= ZIP64_FROM)
