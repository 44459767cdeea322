"""The published description of the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework.test import APIClient

from api.v1.urls import urlpatterns


@pytest.fixture
def schema(as_ana: APIClient) -> Any:
    return as_ana.get("/api/v1/schema/", HTTP_ACCEPT="application/json").json()


class TestSchema:
    def test_is_valid_openapi_3_1(self, schema: Any) -> None:
        assert schema["openapi"] == "3.1.1"
        OpenAPIV31SpecValidator(schema).validate()

    def test_holds_every_address(self, schema: Any) -> None:
        addresses = {
            "/api/v1/" + str(pattern.pattern).replace("<str:", "{").replace(">", "}") for pattern in urlpatterns
        }

        assert set(schema["paths"]) | {"/api/v1/schema/"} == addresses

    def test_every_operation_says_how_it_refuses(self, schema: Any) -> None:
        for address, operations in schema["paths"].items():
            for verb, operation in operations.items():
                refusals = [status for status in operation["responses"] if status >= "400"]
                assert refusals, (address, verb)
                for status in refusals:
                    assert "application/problem+json" in operation["responses"][status]["content"]


class TestVocabulary:
    def test_is_public_and_answers_304(self, client: Client, db: None) -> None:
        first = client.get("/api/v1/vocabulary/")
        again = client.get("/api/v1/vocabulary/", HTTP_IF_NONE_MATCH=first["ETag"])

        assert first.status_code == 200
        assert len(first.json()["sites"]) == 37
        assert (again.status_code, again.content) == (304, b"")
