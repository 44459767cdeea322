"""
Whether a long diary stays as quick as a young one: PUT, first page, a page in its middle, and one day.

Run: python -m bench.growth [EPISODES]. Fills one diary in one SQLite file to 1,000 and then to EPISODES (1,000,000)
entries with their versions, and measures the same requests at both sizes through the whole WSGI stack, in the same
run. Prints the medians and their ratios. A million entries take some minutes and two gigabytes to fill.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from bench.api import call, house, said, signed_in

SMALL = 1_000
LARGE = 1_000_000
CHUNK = 20_000
REPEATS = 60
SPACING = timedelta(minutes=11)
NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)


def main() -> None:
    """Measure, and print."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    with house() as application:
        cookies = signed_in("long")
        _fill(0, SMALL)
        small = _measured(application, cookies, SMALL)
        _fill(SMALL, large)
        grown = _measured(application, cookies, large)
    print(f"{'':24}{SMALL:>12,} episodes {large:>12,} episodes   ratio")
    for name in small:
        print(f"{name:24}{small[name]:>18.2f} ms {grown[name]:>18.2f} ms {grown[name] / small[name]:>7.2f}")


def _measured(application: Any, cookies: str, count: int) -> dict[str, float]:
    deep = _deep(application, cookies, count)
    day = (NEWEST - SPACING * (count // 2)).date()
    address = "/api/v1/episodes/"
    return {
        "PUT one episode": _median(lambda: call(application, cookies, "PUT", f"{address}{uuid4()}/", said())),
        "first page of 100": _median(lambda: call(application, cookies, "GET", address)),
        "page in the middle": _median(lambda: call(application, cookies, "GET", deep)),
        "one day": _median(lambda: call(application, cookies, "GET", f"{address}?first={day}&last={day}")),
    }


def _median(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS + 5):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1_000)
    return statistics.median(times[5:])


def _deep(application: Any, cookies: str, count: int) -> str:
    """Return the address of a page in the middle: that of a cursor whose place we know."""
    import base64

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
