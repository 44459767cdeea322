"""
Everything a diary holds, on its way out: streams of bytes in constant memory. Nothing here stores or reads the clock.

`own_json` is the lossless form, which can be imported again; `csv_zip` is for spreadsheets; `everything` is both, with
what else is kept about the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from diary.exports.own import own_json
from diary.exports.snapshot import Snapshot
from diary.exports.tables import csv_zip, table_files
from diary.exports.zips import ZIP64_FROM, zipped
from people.models import Diary

__all__ = ["csv_zip", "everything", "own_json"]


def everything(diary: Diary, *, more: Iterable[tuple[str, Iterable[bytes]]], now: datetime) -> Iterator[bytes]:
    """Yield a zip of the diary as JSON and as tables, and of `more` files by their names."""
    snapshot = Snapshot.now(diary)
    files = [*more, ("twitch-diary.json", own_json(diary, now=now)), *table_files(snapshot)]
    return zipped(files, now=now, is_large=snapshot.number >= ZIP64_FROM)
