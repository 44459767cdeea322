"""
Metrics for Prometheus: how many requests each door answered, how, and after how long. Nothing of who asked for what.

gunicorn's first process serves them on a port of 127.0.0.1 of their own, so no visitor of the diary can reach them,
and sums over its workers, which write into a folder that ends with it (`PROMETHEUS_MULTIPROC_DIR`). Where
DIARY_METRICS_PORT names no port, nothing is counted.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prometheus_client import Histogram

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name, read when it is imported
BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.0, 2.5, 5.0, 10.0)
METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


@cache
def _requests() -> Histogram:
    from prometheus_client import Histogram  # noqa: PLC0415  (imported before the folder is named, it counts alone)

    return Histogram("diary_request_seconds", "Requests by door", ("method", "route", "status"), buckets=BUCKETS_S)


def count(*, method: str, route: str, status: int, took_s: float) -> None:
    """Count an answered request, where somebody counts. Methods that do not exist are one: anybody may invent them."""
    if FOLDER in os.environ:
        _requests().labels(method if method in METHODS else "other", route, status).observe(took_s)


def serve(port: int) -> None:
    """Serve the sum over all workers on 127.0.0.1."""
    from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415  (as above)
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own
    start_http_server(port, addr="127.0.0.1", registry=registry)


def forget(process: int) -> None:
    """Take a worker that has ended out of what is measured at this moment; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  (as above)

    mark_process_dead(process)  # type: ignore[no-untyped-call]  # the library's own
