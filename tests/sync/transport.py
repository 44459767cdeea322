"""
The way between a phone and the server, and all that happens to a message on it.

A `Transport` carries one request and gives its reply, or None where no answer came. `Server` is Django itself, in
this process; a `Line` stands before it and does to the next request what it was told: the faults of a network, of a
proxy, of a hotel's sign-in page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from django.db import transaction
from rest_framework.test import APIClient

JSON = "application/json"
PUSH = "/api/v1/sync/push/"
CHANGES = "/api/v1/sync/changes/"
REQUEST_ID = "Twitch-Request"  # a name of our own: proxies rewrite X-Request-ID
SIGN_IN_PAGE = b"<!doctype html><title>Welcome to the hotel</title><p>Please accept our terms."


@dataclass(frozen=True)
class Request:
    """What is sent. The id in its header is its own."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def is_push(self) -> bool:
        """Whether it sends operations."""
        return self.path == PUSH


@dataclass(frozen=True)
class Reply:
    """What comes back."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> Any:
        """Return the JSON; None where it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None

    def answers(self, request: Request) -> bool:
        """Whether nothing in it says that it answers another request."""
        return self.headers.get(REQUEST_ID, request.id) == request.id


class Transport(Protocol):
    """Carries one request, and gives its reply; None where no answer came."""

    def carry(self, request: Request) -> Reply | None: ...


class Server:
    """Django itself, as one person's session sees it."""

    def __init__(self, client: APIClient) -> None:
        self.client = client

    def carry(self, request: Request) -> Reply:
        """Answer at once."""
        response = self.client.generic(
            request.method,
            f"{request.path}?{urlencode(request.query)}" if request.query else request.path,
            "" if request.body is None else json.dumps(request.body),
            JSON,
            headers={REQUEST_ID: request.id, **request.headers},
        )
        return Reply(response.status_code, response.content, dict(response.items()))


class Fault(Enum):
    """What happens to one request, or to its reply."""

    NONE = "arrives, and so does the reply"
    LOST = "the request is lost"
    UNANSWERED = "the reply is lost: the server has done it"
    TWICE = "arrives twice; the first reply counts"
    TWICE_LATE = "arrives twice; the second reply counts"
    DELAYED = "no answer; it arrives later, after others, perhaps after a restore"
    CUT = "the reply ends in the middle"
    CRASHED = "the server falls over before it commits"
    BAD_GATEWAY = "502 from a proxy, the server has done it"
    TIMED_OUT = "504 from a proxy, the server has done it"
    UNAVAILABLE = "503 with Retry-After"
    TOO_MANY = "429 with Retry-After"
    TOO_OLD = "426: the server takes no client as old as this one"
    CAPTURED = "200 with the page of a hotel"
    MIXED_UP = "the reply of another request"
    OTHER_PERSON = "somebody else is signed in on this phone by now"
    SIGNED_OUT = "nobody is signed in on this phone any more"


REFUSED_ON_THE_WAY: Mapping[Fault, Reply] = {
    Fault.UNAVAILABLE: Reply(503, b'{"code": "busy"}', {"Retry-After": "2"}),
    Fault.TOO_MANY: Reply(429, b'{"code": "throttled"}', {"Retry-After": "60"}),
    Fault.TOO_OLD: Reply(426, b'{"code": "schema_too_old"}'),
    Fault.CAPTURED: Reply(200, SIGN_IN_PAGE, {"Content-Type": "text/html"}),
}
BROKEN_ON_THE_WAY_BACK: Mapping[Fault, Reply | None] = {
    Fault.UNANSWERED: None,
    Fault.BAD_GATEWAY: Reply(502, b"<h1>Bad Gateway</h1>"),
    Fault.TIMED_OUT: Reply(504, b"<h1>Gateway Time-out</h1>"),
}


@dataclass
class Network:
    """What is under way: requests that were held up, and the replies of the last ones."""

    held_up: list[tuple[Server, Request]] = field(default_factory=list)
    replies: list[tuple[Request, Reply]] = field(default_factory=list)

    def deliver(self, number: int) -> tuple[Request, Reply]:
        """Let a request that was held up arrive; nobody waits for its reply any more."""
        server, request = self.held_up.pop(number % len(self.held_up))
        return request, server.carry(request)

    def lose(self, number: int) -> None:
        """Let a request that was held up never arrive."""
        self.held_up.pop(number % len(self.held_up))

    def note(self, request: Request, reply: Reply) -> None:
        """Remember the reply, to be mixed up with another."""
        self.replies = [*self.replies[-7:], (request, reply)]

    def another(self, request: Request, reply: Reply) -> Reply:
        """
        Return the reply of another request.

        A page of changes says of itself what it answers only by the request's id: where the server does not give that
        back, no phone can tell one page from another, and pages are not exchanged here.
        """
        is_told_apart = REQUEST_ID in reply.headers
        others = [
            other
            for asked, other in self.replies
            if asked.id != request.id and (is_told_apart or asked.is_push or request.is_push)
        ]
        return others[-1] if others else Reply(200, b"{}")


class Line:
    """One phone's way to the server. `fault` is what happens to the next request, and to that one only."""

    def __init__(self, network: Network, server: Server, *, others: Sequence[Server] = ()) -> None:
        self.network = network
        self.server = server
        self.others = {Fault.OTHER_PERSON: others[0], Fault.SIGNED_OUT: others[1]} if others else {}
        self.fault = Fault.NONE

    def carry(self, request: Request) -> Reply | None:
        """Carry the request, with its fault."""
        fault, self.fault = self.fault, Fault.NONE
        if fault is Fault.LOST:
            return None
        if fault is Fault.DELAYED:
            self.network.held_up.append((self.server, request))
            return None
        if fault in REFUSED_ON_THE_WAY:
            return REFUSED_ON_THE_WAY[fault]
        if fault is Fault.CRASHED:
            self._fall_over(request)
            return None
        reply = self.others.get(fault, self.server).carry(request)
        self.network.note(request, reply)
        return self._way_back(fault, request, reply)

    def _way_back(self, fault: Fault, request: Request, reply: Reply) -> Reply | None:
        if fault in BROKEN_ON_THE_WAY_BACK:
            return BROKEN_ON_THE_WAY_BACK[fault]
        if fault is Fault.CUT:
            return replace(reply, content=reply.content[: len(reply.content) // 2])
        if fault is Fault.MIXED_UP:
            return self.network.another(request, reply)
        if fault in (Fault.TWICE, Fault.TWICE_LATE):
            second = self.server.carry(request)
            return second if fault is Fault.TWICE_LATE else reply
        return reply

    def _fall_over(self, request: Request) -> None:
        """Let the server come as far as its answer, and nothing of it be stored."""
        with transaction.atomic():
            Server(self.server.client).carry(request)
            transaction.set_rollback(True)
