"""
What the sync costs: a phone that comes back with thousands of entries, and one that begins with two thousand.

Run: python -m bench.sync [ENTRIES]. Pushes ENTRIES (10,000) in batches of 500 through the whole WSGI stack into a
database with the settings of an installation, after each batch as many single PUTs as tell what one costs, then pulls
2,000 changes in two pages.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from functools import partial
from typing import Any
from uuid import uuid4

from bench.api import call, house, said, signed_in
from bench.rows import MS, Row, figure, ratio, tell, timed_ms

ENTRIES = 10_000
BATCH = 500
SINGLES = 20  # PUTs beside each batch
FIRST_SYNC = 2_000
REPEATS = 15
BATCH_RATIO_MAX = 0.25


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(entries: int = ENTRIES) -> list[Row]:
    """Push so many entries in batches, and some one by one."""
    with house() as application:
        cookies = signed_in("phone")
        batched, single = [], []
        for _ in range(max(FIRST_SYNC, entries) // BATCH):
            push = partial(call, application, cookies, "POST", "/api/v1/sync/push/", _batch())
            batched.append(timed_ms(push) / BATCH)
            single.append(statistics.median(timed_ms(partial(_put, application, cookies)) for _ in range(SINGLES)))
        pulls = [_pull(application) for _ in range(REPEATS)]
    a_second = f"{MS / statistics.median(batched):,.0f} entries a second"
    return [
        ratio(
            f"an entry by sync, in batches of {BATCH}, against a PUT of its own",
            batched, single, at_most=BATCH_RATIO_MAX, figure=a_second,
        ),
        figure(f"first sync of {FIRST_SYNC:,} episodes", f"{MS * statistics.median(pulls):.1f} ms of processor time"),
    ]  # fmt: skip


def _put(application: Any, cookies: str) -> None:
    call(application, cookies, "PUT", f"/api/v1/episodes/{uuid4()}/", said())


def _batch() -> dict[str, object]:
    operations = [
        {"op_id": str(uuid4()), "kind": "episode", "id": str(uuid4()), "base_rev": None, "fields": said()}
        for _ in range(BATCH)
    ]
    return {"device_id": "bench", "epoch": 1, "schema_version": 1, "ops": operations}


def _pull(application: object) -> float:
    """Return the CPU seconds of pulling two thousand episodes, in pages of a thousand."""
    cookies = signed_in("phone")
    started, cursor = time.process_time(), ""
    for _ in range(FIRST_SYNC // 1000):
        page = call(application, cookies, "GET", f"/api/v1/sync/changes/?limit=1000&cursor={cursor}")
        spent = time.process_time()
        cursor = json.loads(page)["next_cursor"]
        started += time.process_time() - spent  # reading it is the phone's work
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
