"""The published description of the API: complete, with examples that hold, and committed as it is served."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework import serializers

from api import shapes
from api.v1 import examples, refusals, vocabulary
from api.v1.resources import COLLECTIONS, DAYS, SINGLES
from api.v1.serializers import people, sync
from api.v1.urls import urlpatterns
from api.v1.views.sync import CHANGES_MAX, CHANGES_USUAL
from api.v1.views.words import description

Node = dict[str, Any]
pytestmark = pytest.mark.either
ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "openapi.json"
VERBS = ("get", "put", "post", "patch", "delete")
PAGE = "/api/v1/docs/"  # for people: the description in a browser
DOCUMENT: Node = json.loads(description()[0])


def resolved(node: Node) -> Node:
    """Return what a reference leads to, or the node itself."""
    while "$ref" in node:
        found: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


class Content(NamedTuple):
    """One form of one body: where it stands, its media type, what is said of it."""

    at: str
    media_type: str
    told: Node


def operations() -> Iterator[tuple[str, Node]]:
    for address, verbs in DOCUMENT["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                yield f"{verb.upper()} {address}", verbs[verb]


def contents() -> Iterator[Content]:
    for at, operation in operations():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for name, body in bodies.items():
            for media_type, told in body.get("content", {}).items():
                yield Content(f"{at} {name}", media_type, told)


class TestForm:
    def test_is_valid_openapi_3_1(self) -> None:
        assert DOCUMENT["openapi"] == "3.1.1"
        OpenAPIV31SpecValidator(DOCUMENT).validate()

    def test_holds_every_address(self) -> None:
        addresses = {
            "/api/v1/" + str(pattern.pattern).replace("<str:", "{").replace(">", "}") for pattern in urlpatterns
        }

        assert set(DOCUMENT["paths"]) | {PAGE} == addresses

    def test_each_operation_has_a_name_words_and_a_tag_that_is_explained(self) -> None:
        tags = {tag["name"] for tag in DOCUMENT["tags"]}
        names = [operation["operationId"] for _, operation in operations()]

        assert len(set(names)) == len(names)
        for at, operation in operations():
            assert operation["summary"], at
            assert operation["description"], at
            assert set(operation["tags"]) <= tags, at
        assert tags == {tag for _, operation in operations() for tag in operation["tags"]}

    def test_only_words_and_the_calendar_feed_are_public(self) -> None:
        public = {at for at, operation in operations() if "security" not in operation}

        # A calendar cannot sign in: the token in its address opens its feed, and no diary.
        assert public == {"GET /api/v1/schema/", "GET /api/v1/vocabulary/", "GET /api/v1/calendar/{token}.ics"}
        assert {json.dumps(operation["security"]) for _, operation in operations() if "security" in operation} == {
            '[{"cookieSession": []}, {"sessionToken": []}]'
        }

    def test_the_bounds_of_a_page_of_changes_are_those_of_the_view(self) -> None:
        asked = {
            one["name"]: one for one in map(resolved, DOCUMENT["paths"]["/api/v1/sync/changes/"]["get"]["parameters"])
        }

        assert asked["limit"]["schema"]["maximum"] == CHANGES_MAX
        assert asked["limit"]["schema"]["default"] == CHANGES_USUAL


class TestAnswers:
    def test_each_operation_says_how_it_refuses(self) -> None:
        for at, operation in operations():
            told = {status for status in operation["responses"] if status >= "400"}
            signed_in = {"401", "406", "409", "429", "503"} if "security" in operation else {"406", "429"}
            assert told >= signed_in, at
            for status in told:
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]

    def test_what_is_read_again_may_be_304_with_its_etag(self) -> None:
        known = {at for at, operation in operations() if "304" in operation["responses"]}

        assert known >= {
            "GET /api/v1/episodes/", "GET /api/v1/episodes/{id}/", "GET /api/v1/days/{id}/", "GET /api/v1/settings/",
            "GET /api/v1/checks/{id}/history/", "GET /api/v1/sync/changes/", "GET /api/v1/vocabulary/",
        }  # fmt: skip
        for at, operation in operations():
            names = {resolved(parameter)["name"] for parameter in operation.get("parameters", [])}
            assert ("304" in operation["responses"]) <= ("If-None-Match" in names), at
            if "304" in operation["responses"]:
                assert "ETag" in operation["responses"]["304"]["headers"], at

    def test_who_is_told_to_wait_is_told_how_long(self) -> None:
        for at, operation in operations():
            for status in {"429", "503"} & set(operation["responses"]):
                assert "Retry-After" in operation["responses"][status]["headers"], at

    def test_what_changes_something_takes_the_csrf_token_and_names_its_diary(self) -> None:
        for at, operation in operations():
            names = {resolved(parameter)["name"] for parameter in operation.get("parameters", [])}
            assert ("X-CSRFToken" in names) == (not at.startswith("GET")), at
            assert ("Twitch-Diary" in names) == ("security" in operation), at

    def test_each_body_has_an_example_that_fits_its_schema(self) -> None:
        for content in contents():
            told = [resolved(example)["value"] for example in content.told.get("examples", {}).values()]
            validator = Draft202012Validator(
                {**content.told["schema"], "components": {"schemas": DOCUMENT["components"]["schemas"]}},
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )

            assert told, content.at
            for value in told:
                assert not [f"{content.at}: {error.message}" for error in validator.iter_errors(value)]

    def test_each_example_of_a_refusal_has_its_own_status_and_code(self) -> None:
        for at, operation in operations():
            for status, response in operation["responses"].items():
                if status >= "400":
                    (content,) = response["content"].values()
                    for code, example in content["examples"].items():
                        told = resolved(example)["value"]
                        assert (str(told["status"]), told["code"]) == (status, code), at

    def test_every_refusal_that_is_written_down_is_used(self) -> None:
        used = {name for name in DOCUMENT["components"]["examples"] if name.rpartition(".")[2].isdecimal()}
        written = {f"{code}.{status}" for status, codes in refusals._TOLD.items() for code in codes}

        assert used == written


def read_shapes() -> Iterator[type[serializers.Serializer[Any]]]:
    for one in (*COLLECTIONS, DAYS, *SINGLES):
        yield from dict.fromkeys(shape for shape in (one.shape, one.change, one.new) if shape is not None)
    yield from (people.AccountChange, people.Password, people.CareLink, people.CareLinkChange, people.Share)
    yield sync.Resolution


class TestExamples:
    @pytest.mark.parametrize("shape", read_shapes(), ids=lambda shape: shape.__name__)
    def test_of_requests_are_read(self, shape: type[serializers.Serializer[Any]]) -> None:
        assert shapes.decode(shape, json.dumps(examples.REQUESTS[shape.__name__]).encode())

    def test_of_a_push_are_read(self) -> None:
        sync.Push(data=examples.REQUESTS["Push"]).is_valid(raise_exception=True)  # the view reads it by itself

    @pytest.mark.parametrize("shape", read_shapes(), ids=lambda shape: shape.__name__)
    def test_what_was_answered_may_be_sent_back(self, shape: type[serializers.Serializer[Any]]) -> None:
        answered = examples.RESPONSES.get(shape.__name__)
        if answered is not None and shape not in (people.CareLink, people.Share, sync.Resolution):
            assert shapes.decode(shape, json.dumps(answered).encode())


class TestCommitted:
    def test_is_what_the_command_writes(self, tmp_path: Path) -> None:
        written = tmp_path / "openapi.json"
        call_command("spectacular", "--validate", "--fail-on-warn", format="openapi-json", file=str(written))

        assert written.read_text() == COMMITTED.read_text(), "run the command of CONTRIBUTING.md, 'An endpoint'"

    def test_is_what_is_served(self, client: Client, db: None) -> None:
        assert client.get("/api/v1/schema/").json() == json.loads(COMMITTED.read_text())


class TestVocabulary:
    def test_has_no_rules_where_they_are_switched_off(self, client: Client, settings: Any) -> None:
        assert "answer_rules" in client.get("/api/v1/vocabulary/").json()
        settings.DIARY_FLAGS_ENABLED = False
        vocabulary.document.cache_clear()
        try:
            told = client.get("/api/v1/vocabulary/").json()
        finally:
            settings.DIARY_FLAGS_ENABLED = True
            vocabulary.document.cache_clear()

        assert told["sites"]
        assert "answer_rules" not in told

    def test_is_public_and_answers_304(self, client: Client, db: None) -> None:
        first = client.get("/api/v1/vocabulary/")
        again = client.get("/api/v1/vocabulary/", HTTP_IF_NONE_MATCH=first["ETag"])

        assert first.status_code == 200
        assert len(first.json()["sites"]) == 37
        assert (again.status_code, again.content) == (304, b"")

    def test_travels_pressed_and_is_still_304(self, client: Client, db: None) -> None:
        pressed = client.get("/api/v1/vocabulary/", headers={"Accept-Encoding": "gzip"})
        headers = {"Accept-Encoding": "gzip", "If-None-Match": pressed["ETag"]}
        again = client.get("/api/v1/vocabulary/", headers=headers)

        assert pressed["Content-Encoding"] == "gzip"
        assert len(pressed.content) < 25_000
        assert gzip.decompress(pressed.content) == client.get("/api/v1/vocabulary/").content
        assert again.status_code == 304
