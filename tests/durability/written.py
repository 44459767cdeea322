"""
What the house writes: every statement that it sends to SQLite while Ana's phone writes through the API.

The statements are taken where Python's sqlite3 hands them to SQLite, with their values: Django's own PRAGMAs and those
of the settings, BEGIN, savepoints and COMMIT are among them. So they can be said again to the same file (`again`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import connection
from rest_framework.test import APIClient

from people.backups import sqlite
from tests import cast
from tests.durability.again import PRAGMA, content, opened, say_again
from tests.sync.transport import PUSH

# How many entries each batch has, connection by connection. The second one fills the write-ahead log, and begins anew.
BATCHES: Final = ((20,), (200, 20, 20, 20, 20, 20))
AMENDED: Final = 20
AT: Final = "2026-11-10T08:00:00+01:00"


@dataclass(frozen=True)
class Written:
    """
    The database file before, the requests that were answered, and what each connection was told for them.

    `states` are hashes of what the tables held before, and after each transaction.
    """

    before: bytes
    requests: int
    connections: list[list[str]]
    states: list[str]


def write(file: Path) -> Written:
    """Let Ana write into `file`, a database of the house without people in it."""
    with sqlite._default_is(file):
        phone = Phone()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one plain file to begin with
    before = file.read_bytes()
    connections: list[list[str]] = []
    for batches in BATCHES:
        with sqlite._default_is(file):
            connection.settings_dict["OPTIONS"]["factory"] = _writing_down(connections)
            for batch in batches:
                phone.write(batch)
    assert all(len(PRAGMA.findall("\n".join(statements))) == 2 for statements in connections)
    return Written(before, phone.requests, connections, _states(before, connections, file))


def _writing_down(connections: list[list[str]]) -> Callable[..., sqlite3.Connection]:
    def connect(*args: Any, **options: Any) -> sqlite3.Connection:
        opened = sqlite3.Connection(*args, **options)
        statements: list[str] = []
        connections.append(statements)

        def write_down(statement: str) -> None:
            if statements[-1:] != [statement]:  # each trigger that it sets off tells it again
                statements.append(statement)

        opened.set_trace_callback(write_down)
        return opened

    return connect


class Phone:
    """Ana's, signed in."""

    def __init__(self) -> None:
        self._client = APIClient(HTTP_HOST="127.0.0.1")
        self._client.force_login(cast.ana())
        self.requests = 0
        self._random = Random(1)
        self._days = (f"2026-10-{day:02}" for day in range(1, 32))

    def write(self, batch: int) -> None:
        """Record, amend and withdraw, one by one and in batches."""
        alone = [f"/api/v1/episodes/{self._id()}/" for _ in range(4)]
        for address in alone:
            self._send("PUT", address, _said(note="alone"))
        self._send("PATCH", alone[0], {"note": "said better", "stress": 3})
        self._send("DELETE", alone[0])
        self._send("POST", f"{alone[0]}restore/")
        self._send("PATCH", f"/api/v1/days/{next(self._days)}/", {"stress": 2})
        seen = self._push({self._id(): None for _ in range(batch)}, fields=_said(note="in a batch", intensity=2))
        some = self._push(dict(islice(seen.items(), AMENDED)), fields={"note": "said better", "intensity": 3})
        self._push(some, deleted=True, fields={})

    def _push(self, seen: Mapping[str, str | None], **said: Any) -> dict[str, str | None]:
        """Do the same to all of these entries, of which these revisions were seen; return those of afterwards."""
        operations = [
            {"op_id": self._id(), "kind": "episode", "id": id, "base_rev": revision, **said}
            for id, revision in seen.items()
        ]
        body = {"device_id": "anas", "epoch": 1, "schema_version": 1, "ops": operations}
        results = self._send("POST", PUSH, body).json()["results"]
        assert {result["status"] for result in results} == {"applied"}, results
        return {id: result["document"]["revision"] for id, result in zip(seen, results, strict=True)}

    def _id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._client.generic(method, path, json.dumps(body or {}), content_type="application/json")
        assert answer.status_code < 300, answer.content
        self.requests += 1
        return answer


def _said(**more: Any) -> dict[str, Any]:
    sites = [{"site": "lid_lower", "side": "left"}]
    return {"started_at": AT, "recorded_at": AT, "time_zone": cast.ZONE, "sites": sites, **more}


def _states(before: bytes, connections: list[list[str]], file: Path) -> list[str]:
    """Return what the tables hold, transaction by transaction: all differ, and the last is what the house left."""
    again = file.with_name("again.sqlite3")
    again.write_bytes(before)
    with closing(opened(again)) as database:
        states = [content(database)]
    states += [content(database) for database in say_again(connections, again, settings={})]
    with closing(opened(file)) as database:
        assert states[-1] == content(database)
    assert len(set(states)) == len(states)
    return states
