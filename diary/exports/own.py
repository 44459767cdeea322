"""
The diary's own file: one JSON object with every fact as it is stored, and every version of it.

The documents are joined as they are, one on a line. `complete` comes last: a file without it was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from diary import vocabulary
from diary.exports.snapshot import RESOURCES, Snapshot, Told
from people.models import User

FORMAT: Final = "twitch-diary"
FORMAT_VERSION: Final = 1


def own_file(snapshot: Snapshot, *, now: datetime) -> Iterator[bytes]:
    """Yield the diary's own file as of the snapshot, a page of facts or versions at a time."""
    yield _head(snapshot, now)
    for name, kind in RESOURCES.items():
        yield from _listed(name, snapshot.documents(kind))
    yield from _listed("history", _versions(snapshot))
    yield b',\n"complete":true}\n'


def _head(snapshot: Snapshot, now: datetime) -> bytes:
    told = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "vocabulary_version": vocabulary.VERSION,
        "exported_at": now.isoformat(),
        "diary": str(snapshot.diary.reference),
        "epoch": snapshot.epoch,
        "change_counter": snapshot.number,
    }
    return msgspec.json.encode(told)[:-1]


def _listed(name: str, pages: Iterable[list[str]]) -> Iterator[bytes]:
    yield f',\n"{name}":['.encode()
    between = "\n"
    for page in pages:
        if page:
            yield (between + ",\n".join(page)).encode()
            between = ",\n"
    yield b"]"


def _versions(snapshot: Snapshot) -> Iterator[list[str]]:
    names: dict[int | None, str] = {None: '""'}
    for page in snapshot.history():
        unknown = {version.by_id for version in page if version.by_id is not None} - names.keys()
        names |= dict.fromkeys(unknown, '""')  # an account that was erased has no name any more
        names |= {user.pk: _quoted(user.shown_name) for user in User.objects.filter(pk__in=unknown)}
        yield [_version(version, names[version.by_id]) for version in page]


def _version(version: Told, name: str) -> str:
    return (
        f'{{"number":{version.number},"kind":"{version.kind}","id":"{version.fact_id}","act":"{version.act}",'
        f'"at":"{version.at.isoformat()}","by":{name},"document":{version.document}}}'
    )


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()
