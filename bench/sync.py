"""
What the sync costs: a phone that comes back with ten thousand entries, and one that begins with two thousand.

Run: python -m bench.sync [ENTRIES]. Pushes ENTRIES (10,000) in batches of 500 through the whole WSGI stack into a
SQLite file with the settings of an installation, then pulls 2,000 changes in one page. Prints entries per second and
the CPU time of the pull.
"""

from __future__ import annotations

import statistics
import sys
import time
from uuid import uuid4

from bench.api import call, house, said, signed_in

BATCH = 500
FIRST_SYNC = 2_000
REPEATS = 15


def main() -> None:
    """Measure, and print."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with house() as application:
        cookies = signed_in("phone")
        batches = [_batch() for _ in range(entries // BATCH)]
        started = time.perf_counter()
        for batch in batches:
            call(application, cookies, "POST", "/api/v1/sync/push/", batch)
        seconds = time.perf_counter() - started
        pulls = [_pull(application) for _ in range(REPEATS)]
    print(f"push {entries:,} entries in batches of {BATCH}: {entries / seconds:,.0f} entries/s")
    print(f"first sync of {FIRST_SYNC:,} episodes: {statistics.median(pulls) * 1000:.1f} ms of CPU")


def _batch() -> dict[str, object]:
    operations = [
        {"op_id": str(uuid4()), "kind": "episode", "id": str(uuid4()), "base_rev": None, "fields": said()}
        for _ in range(BATCH)
    ]
    return {"device_id": "bench", "epoch": 1, "schema_version": 1, "ops": operations}


def _pull(application: object) -> float:
    """Return the CPU seconds of pulling two thousand episodes, in pages of a thousand."""
    import json

    cookies = signed_in("phone")
    started, cursor = time.process_time(), ""
    for _ in range(FIRST_SYNC // 1000):
        page = call(application, cookies, "GET", f"/api/v1/sync/changes/?limit=1000&cursor={cursor}")
        spent = time.process_time()
        cursor = json.loads(page)["next_cursor"]
        started += time.process_time() - spent  # reading it is the phone's work
    return time.process_time() - started


if __name__ == "__main__":
    main()
