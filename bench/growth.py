"""
Whether a long diary stays as quick as a young one: PUT, first page, a page in its middle, and one day.

Run: python -m bench.growth [EPISODES]. Fills one diary to 1,000 entries with their versions, copies the database, and
fills on to EPISODES (1,000,000). The same requests go to both databases in turn, through the whole WSGI stack. A
million entries take some minutes and two gigabytes to fill.

Promise: none takes more than 1.3 times as long.
"""

from __future__ import annotations

import base64
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bench import databases
from bench.api import call, house, said, signed_in
from bench.fill import version
from bench.rows import Row, median_and_p95, ratio, tell, timed_ms

SMALL = 1_000
LARGE = 1_000_000
CHUNK = 20_000
ROUNDS = 40
GROWTH_MAX = 1.3
REPEATS = 3
SPACING = timedelta(minutes=11)
NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(large: int = LARGE) -> list[Row]:
    """Ask a diary of a thousand entries and one of so many in turn."""
    with house() as application:
        cookies = signed_in("long")
        _fill(0, SMALL)
        small = databases.copied("small")
        _fill(SMALL, large)
        databases.settle()
        names = {SMALL: small, large: databases.name()}
        times = {count: defaultdict[str, list[float]](list) for count in names}
        for _ in range(ROUNDS):
            for count, name in names.items():
                databases.use(name)
                _measure(application, cookies, count, times[count])
    return [
        ratio(
            f"a diary of {large:,} episodes, against one of {SMALL:,}: {act}",
            times[large][act], times[SMALL][act], at_most=GROWTH_MAX, figure=median_and_p95(times[large][act]),
        )
        for act in times[SMALL]
    ]  # fmt: skip


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
        times[name] += [timed_ms(ask) for _ in range(REPEATS)]


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
        yield episode, version(episode, by=diary.owner_id)


if __name__ == "__main__":
    sys.exit(main())
