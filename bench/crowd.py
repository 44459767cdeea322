"""
Whether a diary is looked at as quickly among a million entries of others as among ten thousand.

Run: python -m bench.crowd [EPISODES]. One diary of ordinary size, a hundred entries of one year, stands in a database
of 10,000 entries in 100 diaries, and in a copy of it that is filled on to EPISODES (1,000,000) with diaries of a
hundred entries in the mean. The same requests go to both databases in turn, through the whole WSGI stack.

Promise: none takes more than 1.3 times as long.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bench import databases, fill
from bench.api import call, house, signed_in
from bench.rows import Row, median_and_p95, ratio, tell, timed_ms

SMALL = 10_000
LARGE = 1_000_000
ORDINARY = 100
ROUNDS = 40
REPEATS = 3
GROWTH_MAX = 1.3
SUMMARY_DAYS = 90


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(large: int = LARGE) -> list[Row]:
    """Ask one diary in a small database and in one of so many entries, in turn."""
    with house() as application:
        now = datetime.now(UTC).replace(microsecond=0)
        cookies = signed_in("ordinary")
        _keep_a_diary(now)
        fill.fill(fill.sizes(SMALL - ORDINARY, SMALL // ORDINARY - 1), now=now)
        small = databases.copied("small")
        fill.fill(fill.sizes(large - SMALL, (large - SMALL) // ORDINARY), now=now)
        times = {name: defaultdict[str, list[float]](list) for name in (small, databases.name())}
        asked = _asked(application, cookies, now)
        for _ in range(ROUNDS):
            for name, told in times.items():
                databases.use(name)
                _measure(asked, told)
    few, many = times.values()
    return [
        ratio(
            f"a diary of {ORDINARY} among {large:,} episodes, against {SMALL:,}: {act}",
            many[act], few[act], at_most=GROWTH_MAX, figure=median_and_p95(many[act]),
        )
        for act in asked
    ]  # fmt: skip


def _keep_a_diary(now: datetime) -> None:
    """Write the diary that is asked, an entry every few days until today."""
    from diary import rows
    from people.models import Diary

    chance, diary = random.Random(1), Diary.objects.get(owner__username="ordinary")
    days = sorted((chance.uniform(0, fill.DAYS) for _ in range(ORDINARY)), reverse=True)
    entries = [
        fill.episode(
            UUID(int=chance.getrandbits(128), version=4), diary.pk, number, now - timedelta(days=day), stress=3
        )
        for number, day in enumerate(days, 1)
    ]
    rows.insert(entries)
    rows.insert([fill.version(entry, by=diary.owner_id) for entry in entries])
    Diary.objects.filter(pk=diary.pk).update(change_counter=ORDINARY)


def _asked(application: Any, cookies: str, now: datetime) -> dict[str, Callable[[], bytes]]:
    """Return the requests; the day is one that has an entry, the changes are those since the middle."""
    get = partial(call, application, cookies, "GET")
    day = json.loads(get("/api/v1/episodes/?page_size=1"))["results"][0]["day"]
    cursor = json.loads(get(f"/api/v1/sync/changes/?limit={ORDINARY // 2}"))["next_cursor"]
    first = (now - timedelta(days=SUMMARY_DAYS - 1)).date()
    return {
        "first page": partial(get, "/api/v1/episodes/"),
        "one day": partial(get, f"/api/v1/episodes/?first={day}&last={day}"),
        "changes": partial(get, f"/api/v1/sync/changes/?cursor={cursor}"),
        f"summary of {SUMMARY_DAYS} days": partial(get, f"/api/v1/reports/summary/?first={first}&last={now.date()}"),
    }


def _measure(asked: dict[str, Callable[[], bytes]], times: dict[str, list[float]]) -> None:
    for act, ask in asked.items():
        ask()  # the first one opens the database
        times[act] += [timed_ms(ask) for _ in range(REPEATS)]


if __name__ == "__main__":
    sys.exit(main())
