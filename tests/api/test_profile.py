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
from tests.reports.printed import attached

ADDRESS = "/api/v1/reports/profile.pdf"


def text_of(response: Any) -> str:
    document = pypdfium2.PdfDocument(response.content)
    assert len(document) == 2
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

    @pytest.mark.parametrize(("spelt", "pages"), [("1", 4), ("true", 4), ("0", 2), ("false", 2)])
    def test_a_switch_is_said_in_either_way(self, as_ana: APIClient, spelt: str, pages: int) -> None:
        response = as_ana.get(ADDRESS, {"large": spelt})

        assert len(pypdfium2.PdfDocument(response.content)) == pages

    @pytest.mark.parametrize("spelt", ["2", "yes", "True", ""])
    def test_a_switch_is_said_in_no_other_way(self, as_ana: APIClient, spelt: str) -> None:
        response = as_ana.get(ADDRESS, {"large": spelt})

        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/large")

    def test_a_switch_in_a_body_is_json(self, as_ana: APIClient) -> None:
        assert as_ana.post(ADDRESS, {"large": 1}, format="json").status_code == 400

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


class TestOptions:
    def test_in_chinese_is_a_page_in_chinese(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)

        assert "臉部檢查" in text_of(as_ana.get(ADDRESS, {"lang": "zh-Hant"}))

    def test_adds_what_is_asked_for_and_nothing_else(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, sites=[{"site": "cheek", "side": "left"}])
        usual, more = (
            pypdfium2.PdfDocument(as_ana.get(ADDRESS, asked).content)
            for asked in ({}, {"log": "true", "checks": "true", "figures": "true"})
        )
        words = "".join(page.get_textpage().get_text_range() for page in more)

        assert len(usual) == 2
        assert all(
            title in words for title in ("Every entry of these days", "No face check in these days", "Every day")
        )

    def test_attaches_the_numbers_and_the_entries_only_with_the_log(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        files = [set(attached(as_ana.get(ADDRESS, asked).content)) for asked in ({}, {"log": "true"})]

        assert files == [{"twitch-profile.json"}, {"twitch-profile.json", "twitch-log.json"}]

    def test_posted_is_the_same_page_with_its_days_in_no_address(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        asked = {"first": "2026-11-01", "last": "2026-11-20", "paper": "letter"}

        assert as_ana.post(ADDRESS, asked, format="json").content == as_ana.get(ADDRESS, asked).content
        large = as_ana.post(ADDRESS, asked | {"large": True}, format="json")
        assert len(pypdfium2.PdfDocument(large.content)) == 4

    def test_as_text_fits_into_a_record(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        response = as_ana.get("/api/v1/reports/profile.txt")

        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode().splitlines()[0].startswith("Twitch Profile. Ana Nováková.")
        assert len(response.content.decode().splitlines()) <= 20


class TestUnchanged:
    @pytest.mark.parametrize("name", ["profile.pdf", "profile.txt", "summary/", "figures/days.svg", "figures/days.png"])
    def test_is_not_sent_again_until_the_diary_changes(self, as_ana: APIClient, ana: User, name: str) -> None:
        cast.twitch(ana.diary)
        address = f"/api/v1/reports/{name}"
        tag = as_ana.get(address)["ETag"]
        again = as_ana.get(address, HTTP_IF_NONE_MATCH=tag)
        other = as_ana.get(address, {"lang": "zh-Hant"}, HTTP_IF_NONE_MATCH=tag)
        cast.twitch(ana.diary, cast.NOW - timedelta(hours=2))
        changed = as_ana.get(address, HTTP_IF_NONE_MATCH=tag)

        assert (again.status_code, again.content) == (304, b"")
        assert (other.status_code, changed.status_code) == (200, 200)

    def test_is_not_a_namesakes(self, as_ana: APIClient, as_eve: APIClient, ana: User, eve: User) -> None:
        eve.name = ana.name
        eve.save()
        as_ana.put("/api/v1/questions/", {"questions": ["Is it the coffee?"]}, format="json")
        as_eve.put("/api/v1/questions/", {"questions": ["Is it the tea?"]}, format="json")
        hers, namesakes = as_ana.get(ADDRESS), as_eve.get(ADDRESS)

        assert ("coffee?" in text_of(hers), "coffee?" in text_of(namesakes)) == (True, False)
        assert hers["ETag"] != namesakes["ETag"]

    def test_asks_the_database_for_little(self, as_ana: APIClient, ana: User, django_assert_max_num_queries) -> None:
        cast.twitch(ana.diary)
        tag = as_ana.get(ADDRESS)["ETag"]

        with django_assert_max_num_queries(7):
            as_ana.get(ADDRESS, HTTP_IF_NONE_MATCH=tag)
        with django_assert_max_num_queries(9):  # the page is kept in this process
            as_ana.get(ADDRESS)


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
            {"large": "very"},
            {"log": ""},
        ],
    )
    def test_is_a_problem_that_names_the_parameter(self, as_ana: APIClient, asked: dict[str, str]) -> None:
        response = as_ana.get(ADDRESS, asked)

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"]

    @pytest.mark.parametrize(
        "asked",
        [
            {"first": "2026-11-20"},
            {"first": "2026-11-20", "last": "2026-11-19"},
            {"first": "2020-01-01", "last": "2026-11-19"},
            {"paper": 4},
            {"lang": None},
            {"large": "true"},
            {"log": [True]},
        ],
    )
    def test_in_a_body_is_a_problem_too(self, as_ana: APIClient, asked: dict[str, Any]) -> None:
        response = as_ana.post(ADDRESS, asked, format="json")

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"]
