"""The doctor's page over the API."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from rest_framework.test import APIClient

from people.models import User
from tests import cast

ADDRESS = "/api/v1/reports/profile.pdf"


def text_of(response: Any) -> str:
    document = pypdfium2.PdfDocument(response.content)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range())


class TestProfile:
    def test_of_an_empty_diary_says_that_nothing_was_recorded(self, as_ana: APIClient) -> None:
        response = as_ana.get(ADDRESS)

        assert response["Content-Type"] == "application/pdf"
        assert "Ana Nováková" in text_of(response)
        assert "This is not an all-clear" in text_of(response)
        assert re.search(r"\b0\s+of 90 days answered", text_of(response))

    def test_holds_what_was_recorded(self, as_ana: APIClient, ana: User) -> None:
        for days in range(20):
            places = [{"site": "lid_lower", "side": "right"}]
            cast.twitch(ana.diary, cast.NOW - timedelta(days=days), sites=places)
        text = text_of(as_ana.get(ADDRESS, {"first": "2026-11-01", "last": "2026-11-20"}))

        assert re.search(r"20\s+of 20 days answered", text)
        assert "right lower eyelid 100%" in text

    def test_is_the_same_bytes_for_the_same_diary(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)

        assert as_ana.get(ADDRESS).content == as_ana.get(ADDRESS).content

    def test_is_asked_for_as_a_pdf_too(self, as_ana: APIClient) -> None:
        assert as_ana.get(ADDRESS, HTTP_ACCEPT="application/pdf").status_code == 200

    @pytest.mark.parametrize("notes", ["$\\frac{1}{$", "#panic(1)", "<script>", "\N{GRINNING FACE}", "\u202e"])
    def test_no_text_of_a_person_breaks_it(self, as_ana: APIClient, ana: User, notes: str) -> None:
        ana.name = notes
        ana.save()
        cast.twitch(ana.diary, note=notes)

        assert as_ana.get(ADDRESS).status_code == 200

    def test_says_so_where_the_rules_are_switched_off(self, as_ana: APIClient, settings: Any) -> None:
        settings.DIARY_FLAGS_ENABLED = False

        assert "The rules are switched off" in text_of(as_ana.get(ADDRESS))


class TestBadInput:
    @pytest.mark.parametrize(
        "asked",
        [
            {"first": "2026-11-20"},
            {"first": "2026-11-20", "last": "2026-11-19"},
            {"first": "2020-01-01", "last": "2026-11-19"},
            {"first": "0001-01-01", "last": "0001-01-05"},
            {"first": "9999-12-01", "last": "9999-12-31"},
            {"first": "x", "last": "y"},
            {"paper": "a5"},
            {"lang": "tlh"},
        ],
    )
    def test_is_a_problem_that_names_the_parameter(self, as_ana: APIClient, asked: dict[str, str]) -> None:
        response = as_ana.get(ADDRESS, asked)

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"]
