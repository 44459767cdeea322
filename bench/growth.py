"""
Whether a long diary stays as quick as a young one: PUT, first page, a page in its middle, and one day.

Run: python -m bench.growth [EPISODES]. Fills one diary in a SQLite file to 1,000 entries with their versions, and in a
copy of the file to EPISODES (1,000,000). The same requests go to both in turn, through the whole WSGI stack, so that a
disk that is slow for a while is slow for both. Prints medians and ratios. A million entries take some minutes and two
gigabytes to fill.
"""

from __future__ import annotations

import base64
import json
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bench.api import call, house, said, signed_in

SMALL = 1_000
LARGE = 1_000_000
CHUNK = 20_000
ROUNDS = 12
REPEATS = 10
SPACING = timedelta(minutes=11)
NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)


def main() -> None:
    """Measure, and print."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    with house() as application:
        cookies = signed_in("long")
        _fill(0, SMALL)
        small = _copied("small.sqlite3")
        _fill(SMALL, large)
        files = {SMALL: small, large: _name()}
        times = {count: defaultdict[str, list[float]](list) for count in files}
        for _ in range(ROUNDS):
            for count, file in files.items():
                _use(file)
                _measure(application, cookies, count, times[count])
    _print(times, large)


def _print(times: Mapping[int, Mapping[str, list[float]]], large: int) -> None:
    print(f"{'':24}{SMALL:>12,} episodes {large:>12,} episodes   ratio")
    for name in times[SMALL]:
        young, old = statistics.median(times[SMALL][name]), statistics.median(times[large][name])
        print(f"{name:24}{young:>18.2f} ms {old:>18.2f} ms {old / young:>7.2f}")


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def _copied(name: str) -> str:
    from django.db import connection

    connection.close()
    target = Path(_name()).with_name(name)
    shutil.copyfile(_name(), target)
    return str(target)


def _use(file: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = file


def _measure(application: Any, cookies: str, count: int, times: dict[str, list[float]]) -> None:
    day = (NEWEST - SPACING * (count // 2)).date()
    address = "/api/v1/episodes/"
    requests: dict[str, Callable[[], object]] = {
        "PUT one episode": lambda: call(application, cookies, "PUT", f"{address}{uuid4()}/", said()),
        "first page of 100": lambda: call(application, cookies, "GET", address),
        "page in the middle": lambda: call(application, cookies, "GET", _deep(count)),
        "one day": lambda: call(application, cookies, "GET", f"{address}?first={day}&last={day}"),
    }
    for name, ask in requests.items():
        ask()  # the first one opens the file
        for _ in range(REPEATS):
            started = time.perf_counter()
            ask()
            times[name].append((time.perf_counter() - started) * 1_000)


def _deep(count: int) -> str:
    """Return the address of a page in the middle: that of a cursor whose place we know."""
    at = (NEWEST - SPACING * (count // 2)).isoformat()
    place = base64.urlsafe_b64encode(json.dumps(["older_than", at, str(UUID(int=0))]).encode()).decode().rstrip("=")
    return f"/api/v1/episodes/?cursor={place}"


def _fill(begin: int, end: int) -> None:
    from django.db import transaction

    from diary import rows
    from people.models import Diary

    diary = Diary.objects.get(owner__username="long")
    known = diary.change_counter
    for chunk in range(begin, end, CHUNK):
        episodes, versions = zip(*_entries(diary, chunk, min(chunk + CHUNK, end), known - begin), strict=True)
        with transaction.atomic():
            rows.insert(episodes)
            rows.insert(versions)
            Diary.objects.filter(pk=diary.pk).update(change_counter=versions[-1].number)


def _entries(diary: Any, begin: int, end: int, shift: int) -> Iterator[tuple[Any, Any]]:
    from diary import documents
    from diary.models import Version
    from diary.services.episodes import KIND

    template = None
    for number in range(begin, end):
        at = NEWEST - SPACING * number
        episode = KIND.build(uuid4(), {"started_at": at, "time_zone": "UTC", "recorded_at": at, "stress": 3}, None, at)
        episode.diary_id, episode.epoch, episode.rev = diary.pk, 1, number + 1 + shift
        episode.seq, episode.updated_at = episode.rev, at
        if template is None:
            template = documents.document(KIND.content(episode), episode)
            first_id = str(episode.id)
        episode.document = template.replace(first_id, str(episode.id))
        version = Version(
            diary_id=diary.pk, number=episode.seq, kind="episode", fact_id=str(episode.id), act="recorded",
            by_id=diary.owner_id, at=at, document=episode.document, entry_hash="0" * 64,
        )  # fmt: skip
        yield episode, version


if __name__ == "__main__":
    main()
