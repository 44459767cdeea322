"""What a server logs of a request: a line of JSON with its name and its door, and nothing that somebody wrote."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from rest_framework.test import APIClient

from config.logs import AsJSON, request_name
from people.models import User
from tests import cast, discretion


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(AsJSON().format(record)) for record in caplog.records if record.name == "config.answered"]


class TestLine:
    def test_is_one_object_whatever_is_in_it(self) -> None:
        record = logging.LogRecord("diary", logging.WARNING, "x", 1, "a\r\n%s", ('{"b": "\u2028"}',), None)
        held = request_name.set("abc")
        line = AsJSON().format(record)
        request_name.reset(held)

        assert line.splitlines() == [line]
        assert json.loads(line) | {"at": ""} == {
            "at": "", "level": "WARNING", "logger": "diary", "message": 'a\r\n{"b": "\u2028"}', "request": "abc",
        }  # fmt: skip

    def test_tells_of_an_error_where_it_was_and_not_what_it_says(self) -> None:
        try:
            raise ValueError("a note of " + "Ana".upper())
        except ValueError as error:
            info = (ValueError, error, error.__traceback__)
        told = json.loads(AsJSON().format(logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, info)))

        assert told["where"].endswith("ValueError")
        assert "ANA" not in str(told)


class TestRequest:
    def test_is_told_by_its_door_never_by_its_address(
        self, as_ana: APIClient, ana: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        entry = cast.twitch(ana.diary, note="like a moth")
        with caplog.at_level(logging.INFO, logger="config.answered"):
            answer = as_ana.get(f"/api/v1/episodes/{entry.id}/?site=chin", headers={"Twitch-Request": "mine.1"})
        (told,) = lines(caplog)

        assert answer["Twitch-Request"] == "mine.1"
        assert (told["method"], told["route"], told["status"]) == ("GET", "/api/v1/episodes/<str:id>/", 200)
        assert float(str(told["took_ms"])) > 0
        assert not any(word in str(told) for word in ("moth", "chin", str(entry.id)))

    def test_without_a_name_is_given_one_and_one_that_is_none_is_not_kept(self, client: Client) -> None:
        names = [
            client.get("/healthz", headers=headers)["Twitch-Request"]
            for headers in ({}, {}, {"Twitch-Request": "a b"}, {"Twitch-Request": "x" * 65})
        ]

        assert len(set(names)) == 4
        assert all(len(name) == 16 for name in names)

    def test_of_an_address_that_is_none_has_no_door(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, logger="config.answered"):
            client.get(f"/nowhere/{uuid4()}/")
            client.get("/healthz")

        assert [(told["route"], told["status"]) for told in lines(caplog)] == [("-", 404), ("/healthz", 200)]

    def test_that_is_sent_to_https_has_a_name_too(
        self, client: Client, caplog: pytest.LogCaptureFixture, settings: Any
    ) -> None:
        settings.SECURE_SSL_REDIRECT = True
        with caplog.at_level(logging.INFO, logger="config.answered"):
            answer = client.get("/clinic/?name=moth")
        (told,) = lines(caplog)

        assert (answer.status_code, told["status"], len(answer["Twitch-Request"])) == (301, 301, 16)
        assert "moth" not in str(told)


TOLD = {"login": "ana", "password": "the-left-lid"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MULTIPART_CONTENT, TOLD),
        ("application/x-www-form-urlencoded", urlencode(TOLD)),
        ("application/json", json.dumps(TOLD)),
    ],
)
def test_the_guard_of_the_suite_hears_a_secret_however_it_was_sent(db: None, kind: str, body: Any) -> None:
    Client().post("/accounts/login/", body, content_type=kind)
    logging.getLogger("config").warning("heard of the-left-lid")

    assert discretion.leaks() == ["the-left-lid"]
