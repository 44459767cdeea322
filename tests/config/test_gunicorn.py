"""gunicorn as we set it: what it writes into the log, and that it serves from no database that could lose an entry."""

from __future__ import annotations

import io
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]  # ships no types

from config.bootstrap import postgresql
from config.bootstrap.postgresql import free_port
from config.gunicorn import Discreet

ROOT: Final = Path(__file__).resolve().parents[2]
READY_S: Final = 60


@pytest.mark.sqlite
def test_a_request_that_cannot_be_read_is_not_quoted() -> None:
    log, written = Discreet(Config()), io.StringIO()
    log.error_log.addHandler(logging.StreamHandler(written))
    log.warning('Invalid request from ip=127.0.0.1: Invalid HTTP request line: \'note":"left eye"}\'')
    log.warning("Worker (pid:%s) was sent SIGKILL!", 7)

    assert written.getvalue() == "Invalid request from ip=127.0.0.1\nWorker (pid:7) was sent SIGKILL!\n"


@pytest.mark.sqlite
def test_an_exception_is_told_without_its_message() -> None:
    log, written = Discreet(Config()), io.StringIO()
    log.error_log.addHandler(logging.StreamHandler(written))
    try:
        raise ValueError("left eye")
    except ValueError:
        log.exception("Error handling request %s", "/")

    assert "ValueError" in written.getvalue()
    assert "left eye" not in written.getvalue().replace('raise ValueError("left eye")', "")


@pytest.mark.sqlite
def test_serves_nothing_from_a_file_that_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / "diary.sqlite3").touch()
    (tmp_path / "diary.sqlite3").chmod(0o644)
    with started(DIARY_DATA_DIR=str(tmp_path), DATABASE_URL="") as (server, _):
        _, said = server.communicate(timeout=READY_S)

    assert server.returncode != 0
    assert "diary.E006: Everybody on this machine can open the diary's database file." in said


@pytest.mark.sqlite
def test_waits_for_a_database_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql://nobody:x@127.0.0.1:{free_port()}/none"
    with started(DIARY_DATA_DIR=str(tmp_path), DATABASE_URL=url) as (_, port):
        assert answer(port, "/healthz") == 200
        assert answer(port, "/readyz") == 503


@pytest.mark.postgresql
def test_stops_where_a_database_that_answers_later_is_not_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setattr(postgresql, "free_port", lambda: port)
    monkeypatch.setattr("secrets.token_hex", lambda size: "known")
    url = f"postgresql://{postgresql.USER}:known@127.0.0.1:{port}/{postgresql.DATABASE}"
    with started(DIARY_DATA_DIR=str(tmp_path), DATABASE_URL=url) as (server, own):
        assert answer(own, "/healthz") == 200
        with postgresql.cluster():  # which is thrown away, and so forces nothing to the disk
            _, said = server.communicate(timeout=READY_S)

    assert "diary.E011: PostgreSQL's fsync is off: an acknowledged entry could be lost" in said


@pytest.mark.sqlite
def test_counts_requests_by_door_for_this_machine_alone(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "temporary"
    folder.mkdir()
    environment = {"DIARY_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "DIARY_METRICS_PORT": str(port)}
    with started(**environment, TMPDIR=str(folder)) as (server, own):
        for _ in range(20):  # both workers have some
            assert answer(own, "/healthz") == 200
        assert answer(own, "/api/v1/episodes/0192f3a4-5b6c-4d8e-9f01-000000000000/") == 401
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=READY_S) as told:
            said = told.read().decode()
        assert answer(own, "/metrics") != 200

        assert 'diary_request_seconds_count{method="GET",route="/healthz",status="200"} 20.0' in said
        assert 'route="/api/v1/episodes/<str:id>/",status="401"} 1.0' in said
        assert "0192f3a4" not in said
        server.terminate()
        server.communicate(timeout=READY_S)
    assert not list(folder.glob("diary-metrics-*"))


@pytest.mark.sqlite
def test_finishes_what_it_has_begun_before_it_ends(tmp_path: Path) -> None:
    body = b"not JSON, but told whole " * 2
    head = f"POST /_allauth/app/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    with started(DIARY_DATA_DIR=str(tmp_path), DATABASE_URL="") as (server, port):
        assert answer(port, "/healthz") == 200
        with socket.create_connection(("127.0.0.1", port), timeout=READY_S) as caller:
            caller.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + body[:20])
            time.sleep(0.5)
            server.terminate()
            time.sleep(0.5)
            assert server.poll() is None
            caller.sendall(body[20:])
            assert caller.recv(12) == b"HTTP/1.1 400"  # it is no JSON; what counts is that it was read and answered
        server.communicate(timeout=READY_S)
    assert server.returncode == 0


@contextmanager
def started(**environment: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the server as ./run does; yield it with its port, and end it."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.local"} | environment
    with subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            yield server, port
        finally:
            server.terminate()


def answer(port: int, path: str) -> int:
    """Return the status of this page, once anybody listens."""
    last_moment = time.monotonic() + READY_S
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=READY_S) as told:
                return int(told.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < last_moment, "nobody listens"
            time.sleep(0.1)
