"""
Thirty-two writers at once on the default install: real gunicorn, real database, real HTTP.

Run: python -m bench.writers [WRITERS] [SECONDS]. Promises: no request fails, no acknowledged entry is
missing, and 99 of 100 are answered within a second.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

from bench import environment
from bench.rows import MS, Row, at_most, figure, median_and_p95, tell

environment.choose()

WRITERS = 32
SECONDS = 10
NO_ANSWER = 0
P99_MS_MAX = 1_000.0
BIN = Path(sys.executable).parent
WARM_S = 5.0  # the workers load what a page needs beside their first requests; not what is measured here


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(writers: int = WRITERS, seconds: int = SECONDS) -> list[Row]:
    """Start the server, let the writers loose, count."""
    with tempfile.TemporaryDirectory(prefix="twitch-diary-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DIARY_DATA_DIR"] = folder
        sessions = new_diaries(writers)
        port = free_port()
        server = serve(port)
        try:
            results = _all_at_once(port, sessions, seconds)
        finally:
            server.terminate()
            server.wait()
        return _rows(results, _stored(), writers, seconds)


def new_diaries(count: int) -> list[str]:
    """Make an empty house with so many diaries; return the session of each one's owner."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.test import Client
    from django.utils import timezone

    from people.services import accounts

    sessions = []
    for number in range(count):
        client = Client()
        client.force_login(accounts.register(username=f"writer{number}", password="x" * 20, now=timezone.now()))
        sessions.append(client.cookies["sessionid"].value)
    return sessions


def cookies(session: str) -> str:
    """Return what a signed-in browser sends with each request."""
    return f"sessionid={session}; csrftoken={'a' * 32}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start gunicorn as ./run does; return once it answers and its workers are warm."""
    options = ["--config", "python:config.gunicorn", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([BIN / "gunicorn", "config.wsgi:application", *options])
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(WARM_S)
            return server
    raise SystemExit("the server did not start")


def _all_at_once(port: int, sessions: list[str], seconds: float) -> list[tuple[int, float, str]]:
    results: list[tuple[int, float, str]] = []
    until = time.monotonic() + seconds

    def write(session: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            results.append(_put(connection, session))
        connection.close()

    threads = [threading.Thread(target=write, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _put(connection: http.client.HTTPConnection, session: str) -> tuple[int, float, str]:
    entry = str(uuid4())
    body = json.dumps({"started_at": "2026-11-20T08:30:00+01:00", "time_zone": "Europe/Prague"})
    headers = {"Content-Type": "application/json", "Cookie": cookies(session), "X-CSRFToken": "a" * 32}
    start = time.perf_counter()
    try:
        connection.request("PUT", f"/api/v1/episodes/{entry}/", body, headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        connection.close()  # the next request opens it again
        status = NO_ANSWER
    return status, (time.perf_counter() - start) * MS, entry


def _stored() -> set[str]:
    from diary.models import Episode

    return {str(entry) for entry in Episode.objects.values_list("id", flat=True)}


def _rows(results: list[tuple[int, float, str]], stored: set[str], writers: int, seconds: int) -> list[Row]:
    acknowledged = {entry for status, _, entry in results if status == 201}
    failed = [status for status, _, _ in results if status != 201]
    times = sorted(ms for _, ms, _ in results)
    return [
        at_most(f"{writers} writers at once for {seconds} s: requests that failed", len(failed), 0, "requests"),
        at_most("the same: acknowledged and missing", len(acknowledged - stored), 0, "entries"),
        at_most("the same: p99", times[int(len(times) * 0.99)], P99_MS_MAX, "ms"),
        figure("the same: answers", f"{len(acknowledged) / seconds:.0f} a second; {median_and_p95(times)}"),
    ]


if __name__ == "__main__":
    sys.exit(main())
