"""The phone client's own store and exchange, in Node.js, as phones of the sync machine."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from tests.sync.phone import ROUNDS_MAX, Attention, Fields, Known, Operation, Place
from tests.sync.transport import Reply, Request, Transport

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("shipped.js")
_names = count()


def is_at_hand() -> bool:
    """Whether there is Node.js, and what its tests need."""
    return shutil.which("node") is not None and (ROOT / "node_modules" / "fake-indexeddb").exists()


class Node:
    """One process, in which all these phones live."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, act: str, **more: Any) -> Any:
        """Do one thing, and return what is told of it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"act": act, **more}) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        assert "failed" not in told, told["failed"]
        return told


node = cache(Node)


class ShippedPhone:
    """One phone of one person; what `tests.sync.phone.Phone` is in the model."""

    def __init__(self, diary: str, name: str, *, ops_at_once: int = 500, facts_at_once: int = 500) -> None:
        self.diary = diary
        self.name = f"{name}-{next(_names)}"
        node().do("open", name=self.name, diary=diary, most=ops_at_once, factsAtOnce=facts_at_once)
        self._waiting: Request | None = None
        self._batch: list[str] = []
        self._outcome = ""
        self._look()

    def close(self) -> None:
        """Throw the phone away."""
        node().do("close", name=self.name)

    def _do(self, act: str, **more: Any) -> Any:
        return node().do(act, phone=self.name, **more)

    def _look(self) -> None:
        told = self._do("state")
        self.known: dict[Place, Known] = {
            (one["kind"], one["id"]): Known(one["revision"], one["deleted"], one["document"]) for one in told["facts"]
        }
        self._views = {(one["kind"], one["id"]): one["shown"] for one in told["views"]}
        operations = [_operation(one) for one in told["operations"]]
        pairs = list(zip(operations, told["operations"], strict=True))
        self.attention = [Attention(one, raw["problem"]) for one, raw in pairs if raw["problem"]]
        self.offers = [one for one, raw in pairs if one.offer and not raw["problem"]]
        self.outbox = [one for one, raw in pairs if not one.offer and not raw["problem"]]

    # What a person does.

    def view(self, place: Place) -> Fields | None:
        """Return what the screen shows of a fact; None where there is none, or it was deleted."""
        shown: Fields | None = self._views.get(place)
        return shown

    def places(self) -> Iterator[Place]:
        """Yield every fact that the phone has heard of."""
        yield from self._views

    def certain(self) -> tuple[dict[Place, Known], list[Operation]]:
        """Return what is known and what is to be sent, apart from what a reply that is under way may still change."""
        pending = [*self.offers, *self.outbox]
        if self._waiting is None:
            return self.known, pending
        sent = [one for one in pending if one.op_id in self._batch]
        asked = {one.place for one in sent} if sent else self.known.keys()
        known = {place: known for place, known in self.known.items() if place not in asked}
        return known, [one for one in pending if one not in sent]

    def make(self, kind: str, fields: Fields, id: str | None = None) -> Place:
        """Write down something new, under an id of the phone's own making."""
        place = (kind, id or str(uuid4()))
        self.write(place, fields)
        return place

    def write(self, place: Place, fields: Fields) -> list[Fields]:
        """Change fields of what the screen shows; return what was typed before, never arrived, and is replaced."""
        return self._wish(place, fields)

    def delete(self, place: Place) -> list[Fields]:
        """Delete what the screen shows; return what never left the phone."""
        return self._wish(place, {}, deleted=True)

    def undo(self, place: Place) -> None:
        """Bring back what was deleted, as it was."""
        self._wish(place, {})

    def see_to(self, place: Place, corrected: Fields) -> list[Fields]:
        """Say again what was refused, corrected; return what was typed and is replaced by that."""
        return self._wish(place, corrected)

    def _wish(self, place: Place, fields: Fields, *, deleted: bool = False) -> list[Fields]:
        wish = {"kind": place[0], "id": place[1], "fields": fields, "deleted": deleted}
        replaced: list[Fields] = self._do("write", wish=wish)["replaced"]
        self._look()
        return replaced

    # What it sends and hears.

    def sync(self, transport: Transport) -> None:
        """Send and fetch until nothing is left to do; what the server asked for again later is sent once more."""
        self._do("unpark")
        for _ in range(ROUNDS_MAX):
            self.receive(transport.carry(self.next_request()))
            if self._outcome == "done":
                return
        raise AssertionError(f"{self.name} does not come to rest")

    def exchange(self, transport: Transport) -> None:
        """Send one request, and receive its reply."""
        self.receive(transport.carry(self.next_request()))

    def next_request(self) -> Request:
        """Return what to send now: operations while there are any, then a question for what has changed."""
        told = self._do("next")["request"]
        address = urlsplit(told["path"])
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        headers = {"Twitch-Diary": told["diary"]}
        self._waiting = Request(told["method"], address.path, query, told.get("body"), headers)
        self._batch = [one["op_id"] for one in (told.get("body") or {}).get("ops", ())]
        self._look()
        return self._waiting

    def receive(self, reply: Reply | None) -> None:
        """Take in the reply to what was sent last. One that is no answer to it changes nothing."""
        if self._waiting is None:
            return
        told = reply and {
            "status": reply.status,
            "headers": dict(reply.headers),
            "content": base64.b64encode(reply.content).decode(),
        }
        self._outcome = self._do("hear", reply=told, name=self._waiting.id)["outcome"]
        self._waiting, self._batch = None, []
        self._look()

    def crash(self) -> None:
        """Forget what was under way; what is on the disk stays."""
        self._waiting, self._batch = None, []


def _operation(raw: dict[str, Any]) -> Operation:
    offer = raw["offer"] and Known(raw["offer"]["revision"], raw["offer"]["deleted"], raw["offer"]["document"])
    place = (raw["kind"], raw["id"])
    return Operation(place, raw["fields"], deleted=raw["deleted"], offer=offer, op_id=raw["op_id"])
