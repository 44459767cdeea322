"""
kill -9 of the real server in the middle of writes: what was acknowledged is there, and the rest can be sent again.

The server is gunicorn as ./run starts it, on a database of its own in a temporary folder. Each person writes with
three threads; one of them pushes batches, which have to be stored whole or not at all.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from config.bootstrap import postgresql
from tests.sync.transport import CHANGES, PUSH

ROOT = Path(__file__).parents[2]
READY_S = 60.0
ANSWER_S = 30.0
ACKNOWLEDGED = 10  # entries at least before the server is killed
MORE_S = 0.3  # and then at most
IN_A_BATCH = 3
WRITERS = ("alone", "alone", "batch")  # of each person
SET_UP = """
import sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from people.services import accounts
call_command("migrate", verbosity=0)
for name in ("ana", "eve"):
    client = Client()
    client.force_login(accounts.register(username=name, password="x" * 20, now=timezone.now()))
    print(client.cookies["sessionid"].value)
"""


# As ./run serves, but without importing at every start what only reports need: that is seconds, and writes nothing.
SERVE = """
from config.gunicorn import *
def post_worker_init(worker):
    pass
"""


@dataclass
class Sent:
    """One request, under the ids it will have for ever, and whether it was acknowledged."""

    method: str
    path: str
    body: dict[str, Any]
    entries: list[str]
    acknowledged: bool = False


@dataclass
class Person:
    """Somebody who is signed in, and all that they ever sent."""

    session: str
    sent: list[Sent] = field(default_factory=list)

    def one(self, kind: str) -> Sent:
        """Return something new to send."""
        entry = {"started_at": "2026-11-10T08:00:00+01:00", "time_zone": "Europe/Prague"}
        if kind == "alone":
            id = str(uuid4())
            sent = Sent("PUT", f"/api/v1/episodes/{id}/", entry, [id])
        else:
            ids = [str(uuid4()) for _ in range(IN_A_BATCH)]
            ops = [{"op_id": str(uuid4()), "kind": "episode", "id": id, "fields": entry} for id in ids]
            sent = Sent("POST", PUSH, {"device_id": "x", "epoch": 1, "schema_version": 1, "ops": ops}, ids)
        self.sent.append(sent)
        return sent


class House:
    """The server, its folder, and its database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url, self.file = url, folder / "diary.sqlite3"
        self.port = postgresql.free_port()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("DIARY_", "PYTEST"))} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DIARY_DATA_DIR": str(folder),
            "DIARY_LOG_LEVEL": "ERROR",
            "DIARY_RATE_PERSON": "1000000/min",
            "DATABASE_URL": url,
        }
        self.settings = folder / "serve.py"
        self.settings.write_text(SERVE)
        self.log = (folder / "server.log").open("ab")
        done = subprocess.run(
            [sys.executable, "-c", SET_UP], env=self.env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        self.people = [Person(session) for session in done.stdout.split()]

    @contextmanager
    def serving(self) -> Iterator[Callable[[], None]]:
        """Serve while the block runs; give what kills the server and all its workers at once, in mid-sentence."""
        options = ["--config", str(self.settings), "--log-level", "warning", "--bind", f"127.0.0.1:{self.port}"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi:application", *options],
            env=self.env, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip

        def kill() -> None:
            os.killpg(server.pid, signal.SIGKILL)  # a group of its own: nobody else is in it

        try:
            self._wait_until_ready(server)
            yield kill
        finally:
            if server.poll() is None:
                kill()
            server.wait()

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        last_moment = time.monotonic() + READY_S
        while time.monotonic() < last_moment and server.poll() is None:
            try:
                if self.ask(self.people[0], "GET", CHANGES)[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise AssertionError(f"the server did not start: {Path(self.log.name).read_text()[-2_000:]}")

    def ask(self, person: Person, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send one request on a connection of its own; return the status and the JSON."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_S)) as connection:
            return _ask(connection, person, method, path, body)

    def entries(self, person: Person) -> list[str]:
        """Return the ids of what a fresh phone fetches."""
        found: list[str] = []
        cursor, has_more = "", True
        while has_more:
            status, page = self.ask(person, "GET", f"{CHANGES}?cursor={cursor}&limit=1000")
            assert status == 200, page
            found += [change["id"] for change in page["changes"]]
            cursor, has_more = page["next_cursor"], page["has_more"]
        return found

    def rows(self, query: str) -> list[Any]:
        """Ask the database itself."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.file)) as file:
            register(file)  # Django's own functions: constraints call them, and so does their check
            return file.execute(query).fetchall()


def _ask(connection: http.client.HTTPConnection, person: Person, method: str, path: str, body: Any) -> tuple[int, Any]:
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={person.session}; csrftoken={'a' * 32}",
        "X-CSRFToken": "a" * 32,
    }
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def _is_done(sent: Sent, status: int, told: Any) -> bool:
    if status not in (200, 201):
        return False
    return sent.method == "PUT" or all(one["status"] in ("applied", "duplicate") for one in told["results"])


def live_through_kills(house: House, rounds: int) -> None:
    """Kill the server, and start it again, so many times."""
    for round in range(rounds + 1):
        with house.serving() as kill:
            nothing_acknowledged_is_lost(house)
            send_the_rest_again(house)
            everything_is_there_once(house)
            if round < rounds:
                write_until_killed(house, kill)


def write_until_killed(house: House, kill: Callable[[], None]) -> None:
    """Let everybody write, and kill the server while they do."""
    writing = [
        threading.Thread(target=_write, args=(house, person, kind)) for person in house.people for kind in WRITERS
    ]
    for thread in writing:
        thread.start()
    _wait_for_acknowledged(house, _acknowledged(house) + ACKNOWLEDGED)
    time.sleep(random.uniform(0, MORE_S))
    kill()
    for thread in writing:
        thread.join()


def _acknowledged(house: House) -> int:
    return sum(sent.acknowledged for person in house.people for sent in person.sent)


def _wait_for_acknowledged(house: House, count: int) -> None:
    last_moment = time.monotonic() + READY_S
    while _acknowledged(house) < count:
        assert time.monotonic() < last_moment, "nobody could write"
        time.sleep(0.01)


def _write(house: House, person: Person, kind: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", house.port, timeout=ANSWER_S)) as connection:
        while True:
            sent = person.one(kind)
            try:
                status, told = _ask(connection, person, sent.method, sent.path, sent.body)
            except (OSError, http.client.HTTPException, ValueError):
                return
            sent.acknowledged = _is_done(sent, status, told)


def nothing_acknowledged_is_lost(house: House) -> None:
    """Look for every acknowledged entry; a batch is there as a whole, or not at all."""
    for person in house.people:
        there = set(house.entries(person))
        for sent in person.sent:
            found = there.intersection(sent.entries)
            assert len(found) in ((len(sent.entries),) if sent.acknowledged else (0, len(sent.entries)))


def send_the_rest_again(house: House) -> None:
    """Send what was not acknowledged again, under the same ids."""
    for person in house.people:
        for sent in person.sent:
            if not sent.acknowledged:
                status, told = house.ask(person, sent.method, sent.path, sent.body)
                assert _is_done(sent, status, told), told
                sent.acknowledged = True
        assert sorted(house.entries(person)) == sorted(id for sent in person.sent for id in sent.entries)


def everything_is_there_once(house: House) -> None:
    """Ask the tables: one version an entry, numbered without gaps."""
    counters = house.rows("SELECT id, change_counter FROM people_diary ORDER BY id")
    versions = house.rows(
        "SELECT diary_id, count(*), max(number), count(DISTINCT fact_id) FROM diary_version "
        "GROUP BY diary_id ORDER BY diary_id"
    )
    wanted = [sum(len(sent.entries) for sent in person.sent) for person in house.people]
    assert [counter for _, counter in counters] == wanted
    assert [tuple(row[1:]) for row in versions] == [(count, count, count) for count in wanted if count]
    operations = sum(len(one.entries) for person in house.people for one in person.sent if one.method == "POST")
    assert house.rows("SELECT count(*) FROM diary_operation") == [(operations,)]
    if not house.url:
        assert house.rows("PRAGMA integrity_check") == [("ok",)]
        assert house.rows("PRAGMA foreign_key_check") == []


@pytest.fixture
def url() -> str:
    """An empty one means the SQLite file."""
    return ""


@pytest.fixture
def house(tmp_path: Path, url: str) -> Iterator[House]:
    house = House(tmp_path, url)
    yield house
    house.log.close()


@pytest.mark.sqlite
class TestOnSQLite:
    def test_two_kills_lose_nothing(self, house: House) -> None:
        live_through_kills(house, 2)

    @pytest.mark.long
    @pytest.mark.parametrize("time", range(5))  # 200 kills in all
    def test_forty_kills_lose_nothing(self, house: House, time: int) -> None:
        live_through_kills(house, 40)


@pytest.mark.postgresql
class TestOnPostgreSQL:
    @pytest.fixture
    def url(self) -> Iterator[str]:
        with postgresql.cluster() as url:
            yield url

    def test_one_kill_loses_nothing(self, house: House) -> None:
        live_through_kills(house, 1)

    @pytest.mark.long
    @pytest.mark.parametrize("time", range(5))  # 200 kills in all
    def test_forty_kills_lose_nothing(self, house: House, time: int) -> None:
        live_through_kills(house, 40)
