"""Everything a diary holds, to take along over the API."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from people.models import User
from tests import cast
from tests.cast import NOW

ADDRESSES = ["/api/v1/exports/json/", "/api/v1/exports/csv/", "/api/v1/exports/fhir/"]


def fetched(client: APIClient, address: str, **headers: Any) -> Any:
    response: Any = client.get(address, **headers)
    response.whole = b"".join(response.streaming_content) if response.streaming else response.content
    return response


class TestJson:
    def test_is_streamed_under_a_fixed_name(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="left eye")
        response = fetched(as_ana, ADDRESSES[0])

        assert (response.status_code, response.streaming) == (200, True)
        assert response["Content-Type"] == "application/json"
        assert response["Content-Disposition"] == 'attachment; filename="twitch-diary.json"'
        assert response["Cache-Control"] == "private, no-store"
        assert json.loads(response.whole)["episodes"][0]["note"] == "left eye"


class TestCsv:
    def test_is_streamed_under_a_fixed_name(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="=1+1")
        response = fetched(as_ana, ADDRESSES[1])

        assert (response.status_code, response.streaming) == (200, True)
        assert response["Content-Type"] == "application/zip"
        assert response["Content-Disposition"] == 'attachment; filename="twitch-diary-csv.zip"'
        assert "'=1+1" in zipfile.ZipFile(io.BytesIO(response.whole)).read("episodes.csv").decode("utf-8-sig")

    @pytest.mark.parametrize(("accept", "status"), [("application/zip", 200), ("*/*", 200), ("text/xml", 406)])
    def test_is_offered_as_zip(self, as_ana: APIClient, accept: str, status: int) -> None:
        assert fetched(as_ana, ADDRESSES[1], HTTP_ACCEPT=accept).status_code == status


class TestFhir:
    def test_is_streamed_under_a_fixed_name(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="left eye")
        response = fetched(as_ana, ADDRESSES[2])
        whole = json.loads(response.whole)

        assert (response.status_code, response.streaming) == (200, True)
        assert response["Content-Type"] == "application/fhir+json"
        assert response["Content-Disposition"] == 'attachment; filename="twitch-diary-fhir.json"'
        assert response["Cache-Control"] == "private, no-store"
        assert (whole["resourceType"], whole["type"]) == ("Bundle", "document")
        assert "left eye" in response.whole.decode()

    @pytest.mark.parametrize(("accept", "status"), [("application/fhir+json", 200), ("*/*", 200), ("text/xml", 406)])
    def test_is_offered_as_fhir(self, as_ana: APIClient, accept: str, status: int) -> None:
        assert fetched(as_ana, ADDRESSES[2], HTTP_ACCEPT=accept).status_code == status

    def test_is_of_the_days_that_are_asked_for_in_a_language(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="on this day")
        cast.twitch(ana.diary, NOW - timedelta(days=1), note="the day before")
        response = fetched(as_ana, f"{ADDRESSES[2]}?first=2026-11-20&last=2026-11-20&lang=zh-Hant")

        assert "on this day" in response.whole.decode()
        assert "the day before" not in response.whole.decode()
        assert json.loads(response.whole)["language"] == "zh-Hant"

    @pytest.mark.parametrize(
        ("asked", "pointer"),
        [
            ("first=2026-11-20", "/last"),
            ("last=2026-11-20", "/first"),
            ("first=2026-11-20&last=2026-11-19", "/last"),
            ("first=2020-01-01&last=2026-11-19", "/last"),
            ("first=0001-01-01&last=0001-01-02", "/first"),
            ("first=soon&last=2026-11-19", "/first"),
            ("lang=cs", "/lang"),
        ],
    )
    def test_other_days_and_languages_are_refused_by_name(self, as_ana: APIClient, asked: str, pointer: str) -> None:
        response = as_ana.get(f"{ADDRESSES[2]}?{asked}")

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


class TestWho:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_a_stranger_gets_nothing(self, db: None, client: Client, address: str) -> None:
        assert client.get(address).status_code == 401

    def test_everybody_gets_their_own_diary(self, as_eve: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="Ana's own")

        assert json.loads(fetched(as_eve, ADDRESSES[0]).whole)["episodes"] == []
        assert b"Ana's own" not in fetched(as_eve, ADDRESSES[2]).whole

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_not_for_another_diary(self, as_ana: APIClient, eve: User, address: str) -> None:
        response = as_ana.get(address, HTTP_TWITCH_DIARY=str(eve.diary.reference))

        assert (response.status_code, response.json()["code"]) == (409, "other_diary")
