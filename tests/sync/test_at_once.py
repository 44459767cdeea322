"""Many at the same moment, each on a connection of its own: once is once, and whoever reads misses nothing."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import Conflict, Episode, Operation, Version
from people.models import Diary, User
from tests import cast
from tests.sync.phone import Fields, Phone
from tests.sync.transport import Reply, Request, Server
from tests.sync.witness import facts_of
from tests.together import together

DAY = ("day", "2026-11-09")


def entry(**said: Any) -> Fields:
    return {"started_at": "2026-11-10T08:00:00+01:00", "time_zone": cast.ZONE, **said}


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_sixteen_identical_puts_make_one_row_and_one_version(self) -> None:
        ana = cast.ana()
        request = Request("PUT", f"/api/v1/episodes/{uuid4()}/", body=entry(note="once"))
        replies = at_once([request] * 16, ana)

        assert sorted(reply.status for reply in replies) == [200] * 15 + [201]
        assert len({reply.content for reply in replies}) == 1
        assert (Episode.objects.of(ana.diary).count(), Version.objects.of(ana.diary).count()) == (1, 1)
        assert Diary.objects.get(pk=ana.diary.pk).change_counter == 1

    def test_sixteen_identical_pushes_take_effect_once(self) -> None:
        ana = cast.ana()
        phone = Phone(str(ana.diary.reference), "A")
        phone.exchange(Server(signed_in(ana)))
        for kind in (phone.make("episode", entry()), phone.make("episode", entry()), DAY):
            phone.write(kind, {"stress": 3})
        told = [reply.told()["results"] for reply in at_once([phone.next_request()] * 16, ana)]

        for number in range(3):
            assert sorted(results[number]["status"] for results in told) == ["applied"] + ["duplicate"] * 15
        assert (Version.objects.of(ana.diary).count(), Operation.objects.count()) == (3, 3)
        assert Conflict.objects.count() == 0

    def test_a_phone_that_fetches_while_eight_write_misses_nothing(self) -> None:
        ana = cast.ana()
        reader, server, done = Phone(str(ana.diary.reference), "reader"), Server(signed_in(ana)), threading.Event()

        def write_ten() -> None:
            writer, way = Phone(str(ana.diary.reference), "writer"), Server(signed_in(ana))
            writer.exchange(way)
            for number in range(10):
                writer.make("episode", entry(duration_s=number))
                writer.exchange(way)

        def read() -> None:
            while not done.is_set():
                reader.exchange(server)

        def write_all() -> None:
            try:
                together([write_ten] * 8)
            finally:
                done.set()

        together([read, write_all])
        reader.sync(server)

        assert reader.known == facts_of(ana.diary)
        assert len(reader.known) == 80


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def at_once(requests: list[Request], user: User) -> list[Reply]:
    """Return the replies to requests that are sent at the same moment."""
    servers = [Server(signed_in(user)) for _ in requests]
    replies: list[Reply] = []

    def send(server: Server, request: Request) -> None:
        replies.append(server.carry(request))

    together([partial(send, *pair) for pair in zip(servers, requests, strict=True)])
    return replies
