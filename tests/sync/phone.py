"""
A phone as the sync expects it to behave: the client half of the protocol to the letter, without a screen.

What it holds is what it would keep on its disk. `next_request` and `receive` are the two ends of one exchange; a phone
that crashes in between has received nothing. Between them a person may go on writing.

An operation names only the fields that were touched; so the merge of three versions (what was there, mine, theirs) is
to say my fields again on top of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.sync.transport import CHANGES, PUSH, Reply, Request, Transport

Place = tuple[str, str]  # kind and id
Fields = dict[str, Any]
SINGLES = ("baseline", "settings", "questions")
STANDING = ("day", *SINGLES)  # can be answered without having been made
NOT_SAID = ("revision", "updated_at")
ROUNDS_MAX = 200


@dataclass(frozen=True)
class Known:
    """The server's last word on a fact. A deleted one keeps what it said."""

    revision: str
    deleted: bool
    document: Fields

    @property
    def number(self) -> tuple[int, int]:
        """The revision as (epoch, n), to be compared."""
        epoch, _, number = self.revision.partition(".")
        return int(epoch), int(number)

    @property
    def content(self) -> Fields:
        """What the fact says, without its revision."""
        return {name: value for name, value in self.document.items() if name not in NOT_SAID}


@dataclass
class Operation:
    """
    What a person did to one fact.

    `base` is what the phone knew of it when the operation was first sent; from then on it is `frozen`. An `offer`
    says after a restore what the phone knows. An answer that is `anew` follows a deleted one, and builds on nothing.
    """

    place: Place
    fields: Fields
    deleted: bool = False
    anew: bool = False
    offer: Known | None = None
    base: Known | None = None
    frozen: bool = False
    parked: bool = False  # the server asked for it again later
    op_id: str = field(default_factory=lambda: str(uuid4()))

    def freeze(self, known: Known | None) -> None:
        """Fix it for ever, as it is sent for the first time."""
        if not self.frozen:
            self.base, self.frozen = None if self.anew else self.offer or known, True

    def told(self) -> dict[str, Any]:
        """Return it as it is sent."""
        kind, id = self.place
        told = {"op_id": self.op_id, "kind": kind, "id": id, "base_rev": self.base.revision if self.base else None}
        return {**told, "deleted": self.deleted, "ensure": self.offer is not None, "fields": self.fields}

    def merged_on(self, head: Known) -> Operation | None:
        """
        Return it again for the head that overtook it; None where nothing is left to say.

        What only one side changed is kept; where both did, mine counts. An edit beats a delete.
        """
        if self.deleted:
            return None
        before = self.base.document if self.base else {}
        mine = {name: value for name, value in self.fields.items() if value != before.get(name, ...)}
        wanted = {name: value for name, value in mine.items() if head.deleted or value != head.document.get(name, ...)}
        return Operation(self.place, wanted) if wanted else None


@dataclass
class Attention:
    """An operation that was refused: a person has to look at it. Its words stay as they were typed."""

    operation: Operation
    problem: dict[str, Any]


class Phone:
    """One phone of one person. `diary` is the reference of the diary that its queue is for."""

    def __init__(self, diary: str, name: str, *, ops_at_once: int = 500, facts_at_once: int = 500) -> None:
        self.diary = diary
        self.name = name
        self.schema_version = 1
        self.ops_at_once = ops_at_once
        self.facts_at_once = facts_at_once
        self.epoch: int | None = None
        self.cursor = ""
        self.known: dict[Place, Known] = {}
        self.offers: list[Operation] = []
        self.outbox: list[Operation] = []
        self.attention: list[Attention] = []
        self.not_seen_again: set[Place] = set()  # during a full reload: what it has not brought yet
        self.is_up_to_date = False
        self._waiting: tuple[Request, list[Operation]] | None = None

    # What a person does.

    def view(self, place: Place) -> Fields | None:
        """Return what the screen shows of a fact; None where there is none, or it was deleted."""
        known = self.known.get(place)
        shown: Fields | None = dict(known.content) if known and not known.deleted else None
        buried: Fields = dict(known.content) if known and known.deleted else {}
        for operation in self._about(place):
            if operation.deleted:
                buried = shown or buried
                shown = None
            elif operation.anew:
                shown = dict(operation.fields)
            else:
                shown = {**(buried if shown is None else shown), **operation.fields}
        return shown

    def places(self) -> Iterator[Place]:
        """Yield every fact that the phone has heard of."""
        yield from dict.fromkeys([*self.known, *(operation.place for operation in self.outbox)])

    def certain(self) -> tuple[dict[Place, Known], list[Operation]]:
        """Return what is known and what is to be sent, apart from what a reply that is under way may still change."""
        if self._waiting is None:
            return self.known, self._pending()
        _, batch = self._waiting
        asked = {operation.place for operation in batch} if batch else self.known.keys()
        known = {place: known for place, known in self.known.items() if place not in asked}
        return known, [operation for operation in self._pending() if operation not in batch]

    def make(self, kind: str, fields: Fields, id: str | None = None) -> Place:
        """Write down something new, under an id of the phone's own making."""
        place = (kind, id or str(uuid4()))
        self.outbox.append(Operation(place, dict(fields)))
        return place

    def close(self) -> None:
        """Throw the phone away."""

    def write(self, place: Place, fields: Fields) -> list[Fields]:
        """Change fields of what the screen shows; return what was typed before, never sent, and is replaced now."""
        waiting = self._about(place)
        last = waiting[-1] if waiting else None
        if last and not (last.frozen or last.deleted):
            replaced = {name: last.fields[name] for name in fields if name in last.fields}
            last.fields |= fields
            return [replaced]
        is_buried = last.deleted if last else place in self.known and self.known[place].deleted
        self.outbox.append(Operation(place, dict(fields), anew=is_buried and place[0] in STANDING))
        return []

    def delete(self, place: Place) -> list[Fields]:
        """Delete what the screen shows; return what goes with it and never left the phone."""
        self.outbox.append(Operation(place, {}, deleted=True))
        return []

    def undo(self, place: Place) -> None:
        """Bring back what was deleted, as it was."""
        self.outbox.append(Operation(place, {}))

    def see_to(self, place: Place, corrected: Fields) -> list[Fields]:
        """Say again what was refused, corrected; return what was typed and is replaced by that, or by later words."""
        refused = [one.operation.fields for one in self.attention if one.operation.place == place]
        self.attention = [one for one in self.attention if one.operation.place != place]
        later = [operation.fields for operation in self._about(place)]
        last_words = {name: value for fields in [*refused, corrected, *later] for name, value in fields.items()}
        named = {name for fields in [*refused, corrected] for name in fields}
        self.write(place, {name: last_words[name] for name in named})
        return [
            {name: value for name, value in fields.items() if value != last_words[name]}
            for fields in [*refused, *later]
        ]

    # What it sends.

    def sync(self, transport: Transport) -> None:
        """Send and fetch until nothing is left to do; what the server asked for again later is sent once more."""
        for operation in self._pending():
            operation.parked = False
        self.is_up_to_date = False
        for _ in range(ROUNDS_MAX):
            self.receive(transport.carry(self.next_request()))
            if self.is_up_to_date and not self._batch():
                return
        raise AssertionError(f"{self.name} does not come to rest")

    def exchange(self, transport: Transport) -> None:
        """Send one request, and receive its reply."""
        self.receive(transport.carry(self.next_request()))

    def next_request(self) -> Request:
        """Return what to send now: operations while there are any, then a question for what has changed."""
        batch = self._batch() if self.epoch is not None else []
        for operation in batch:
            operation.freeze(self.known.get(operation.place))
        request = self._push(batch) if batch else self._pull()
        self._waiting = (request, batch)
        return request

    def crash(self) -> None:
        """Forget what was under way; what is on the disk stays."""
        self._waiting = None

    def _push(self, batch: list[Operation]) -> Request:
        body = {"device_id": self.name, "epoch": self.epoch, "schema_version": self.schema_version}
        return Request("POST", PUSH, body={**body, "ops": [one.told() for one in batch]}, headers=self._headers)

    def _pull(self) -> Request:
        return Request("GET", CHANGES, {"cursor": self.cursor, "limit": self.facts_at_once}, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Twitch-Diary": self.diary}

    def _batch(self) -> list[Operation]:
        """Return what may be sent now: of each fact the oldest operation only, and none that waits behind another."""
        oldest: dict[Place, Operation] = {}
        for operation in self._pending():
            oldest.setdefault(operation.place, operation)
        return [operation for operation in oldest.values() if not operation.parked][: self.ops_at_once]

    def _pending(self) -> list[Operation]:
        return [*self.offers, *self.outbox]

    def _about(self, place: Place) -> list[Operation]:
        return [operation for operation in self.outbox if operation.place == place]

    # What it hears.

    def receive(self, reply: Reply | None) -> None:
        """Take in the reply to what was sent last. One that is no answer to it changes nothing."""
        if self._waiting is None:
            return
        (request, batch), self._waiting = self._waiting, None
        told = reply.told() if reply and reply.answers(request) else None
        if reply is None or not isinstance(told, dict):
            return
        if reply.status == 410 and told.get("code") == "resync_required":
            self._begin_anew()
        elif reply.status == 413 and batch:
            self.ops_at_once = max(1, len(batch) // 2)
        elif reply.status == 200 and request.is_push:
            self._hear_results(batch, told)
        elif reply.status == 200:
            self._hear_page(request, told)

    def _hear_results(self, batch: list[Operation], told: dict[str, Any]) -> None:
        results = told.get("results")
        if not isinstance(results, list) or [one.get("op_id") for one in results] != [one.op_id for one in batch]:
            return  # the answer of another request
        for operation, result in zip(batch, results, strict=True):
            self._hear(operation, result)

    def _hear(self, operation: Operation, result: dict[str, Any]) -> None:
        status, head = result["status"], _head(result)
        if head is not None and self._is_news(operation.place, head):
            self.known[operation.place] = head
        if status in ("applied", "duplicate", "stale"):
            self._replace(operation, None)
        elif status == "conflict" and head is not None:
            self._replace(operation, operation.merged_on(head))
        elif status == "rejected":
            self._replace(operation, None)
            self.attention.append(Attention(operation, result["problem"]))
        else:  # retry, and whatever a newer server may say: it stays
            operation.parked = True

    def _is_news(self, place: Place, head: Known) -> bool:
        """Say whether the phone knows nothing newer: an operation sent again is answered as it was at first."""
        return place not in self.known or self.known[place].number <= head.number

    def _replace(self, operation: Operation, by: Operation | None) -> None:
        for queue in (self.offers, self.outbox):
            for number, one in enumerate(queue):
                if one is operation:
                    queue[number : number + 1] = [by] if by else []
                    return

    def _hear_page(self, request: Request, page: dict[str, Any]) -> None:
        if not {"changes", "next_cursor", "has_more", "epoch"} <= page.keys():
            return
        if self.epoch not in (None, page["epoch"]):
            self._begin_anew()  # restored, and this phone had no cursor yet by which to be told so
            return
        self.epoch = page["epoch"]
        if self._batch() or request.query["cursor"] != self.cursor:
            return  # what is on its way may not be overlooked: asked again when it has arrived
        self._store(page)

    def _store(self, page: dict[str, Any]) -> None:
        """Store a page and its cursor together."""
        for change in page["changes"]:
            place = (change["kind"], change["id"])
            self.known[place] = Known(change["revision"], change["deleted"], change["document"])
            self.not_seen_again.discard(place)
        self.cursor, self.is_up_to_date = page["next_cursor"], not page["has_more"]
        if self.is_up_to_date:
            self._set_aside_what_is_gone()

    def _begin_anew(self) -> None:
        """Offer all that is known, and fetch all that there is; what is in the outbox stays there."""
        offered = {operation.place for operation in self.offers}
        self.offers += [_offer(place, known) for place, known in self.known.items() if place not in offered]
        self.epoch, self.cursor, self.not_seen_again = None, "", set(self.known)

    def _set_aside_what_is_gone(self) -> None:
        for place in self.not_seen_again:
            gone = _offer(place, self.known.pop(place))
            self.attention.append(Attention(gone, {"code": "gone", "detail": "The server does not know this."}))
        self.not_seen_again = set()


def _offer(place: Place, known: Known) -> Operation:
    return Operation(place, known.content, deleted=known.deleted, offer=known)


def _head(result: dict[str, Any]) -> Known | None:
    document = result.get("document")
    return None if document is None else Known(document["revision"], result["deleted"], document)
