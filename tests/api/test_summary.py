"""The page in words, and its figures one by one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from rest_framework.test import APIClient

from people.models import User
from tests import cast

ROOT = Path(__file__).parents[2]
SUMMARY = "/api/v1/reports/summary/"
FIGURE = "/api/v1/reports/figures/{}.svg"
PERIOD = {"first": "2026-10-22", "last": "2026-11-20"}


@pytest.fixture
def kept(ana: User) -> None:
    """Let Ana twitch on thirty days, every second one at the lower lid."""
    for days in range(30):
        places = [{"site": "lid_lower", "side": "right"}] if days % 2 else []
        cast.twitch(ana.diary, cast.NOW - timedelta(days=days), sites=places)


def told(response: Any) -> Any:
    assert response.status_code == 200, response.content
    return response.json()


class TestSummary:
    def test_says_in_words_what_the_page_says(self, as_ana: APIClient, kept: None) -> None:
        summary = told(as_ana.get(SUMMARY, PERIOD))

        assert [box["number"] for box in summary["boxes"]] == list(range(1, 11))
        assert summary["boxes"][0]["sentences"][0] == "30 of 30 days answered (100%); 0 not known."
        assert (summary["first"], summary["last"], summary["schema_version"]) == ("2026-10-22", "2026-11-20", 2)

    def test_gives_each_figure_its_sentence_and_its_rows(self, as_ana: APIClient, kept: None) -> None:
        figures = {one["name"]: one for one in told(as_ana.get(SUMMARY, PERIOD))["figures"]}

        assert list(figures) == ["weeks", "where", "hours", "days", "effects"]
        assert figures["where"]["rows"] == [["right lower eyelid", "15 (50%)", "–"]]
        assert figures["weeks"]["rows"][-1][:2] == ["14 Nov 2026 to 20 Nov 2026", "7"]
        assert figures["weeks"]["rows"][-1][3].startswith("1.0 (")
        assert len(figures["days"]["rows"]) == 30
        for one in figures.values():
            assert one["sentence"]
            assert {len(row) for row in one["rows"]} == {len(one["header"])}

    def test_of_a_young_diary_draws_nothing_that_needs_more_days(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)

        assert [one["name"] for one in told(as_ana.get(SUMMARY, PERIOD))["figures"]] == ["days"]

    def test_never_says_that_a_silent_day_was_a_good_one(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        cast.twitch(ana.diary, cast.NOW - timedelta(days=29))
        (days,) = told(as_ana.get(SUMMARY, PERIOD))["figures"]

        assert days["rows"][-1] == ["20 Nov 2026", "yes", "1"]
        assert days["rows"][0] == ["22 Oct 2026", "yes", "1"]
        assert days["rows"][1] == ["23 Oct 2026", "not known", "–"]


class TestNumbers:
    def test_are_what_the_published_schema_describes(self, as_ana: APIClient, kept: None) -> None:
        profile = told(as_ana.get(SUMMARY, PERIOD))["profile"]
        schema = json.loads((ROOT / "docs" / "profile.schema.json").read_text())

        jsonschema_rs.validate(schema, profile)
        assert (profile["completeness"]["answered"], profile["now"]["numbers"]["twitch_days"]) == (30, 30)

    def test_of_a_young_diary_are_null_where_the_page_shows_none(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        profile = told(as_ana.get(SUMMARY, PERIOD))["profile"]

        assert (profile["now"], profile["changes"], profile["weeks"]) == (None, None, [])
        assert profile["completeness"]["enough"] is False


class TestFigure:
    @pytest.mark.parametrize("name", ["weeks", "where", "hours", "days", "effects"])
    def test_is_a_drawing_by_day_and_by_night(self, as_ana: APIClient, kept: None, name: str) -> None:
        drawings = [as_ana.get(FIGURE.format(name), PERIOD | {"theme": theme}) for theme in ("light", "dark")]

        assert {drawing["Content-Type"] for drawing in drawings} == {"image/svg+xml"}
        for drawing in drawings:
            assert ET.fromstring(drawing.content).tag == "{http://www.w3.org/2000/svg}svg"  # our own
        light, dark = (drawing.content.decode() for drawing in drawings)
        assert "#17262d" in light
        assert "#17262d" not in dark  # ink would not be seen

    def test_is_a_picture_too(self, as_ana: APIClient, kept: None) -> None:
        response = as_ana.get(FIGURE.format("weeks").replace("svg", "png"), PERIOD)

        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")

    def test_is_the_same_bytes_for_the_same_diary(self, as_ana: APIClient, kept: None) -> None:
        assert as_ana.get(FIGURE.format("weeks"), PERIOD).content == as_ana.get(FIGURE.format("weeks"), PERIOD).content

    @pytest.mark.parametrize("name", ["nothing", "summary", "../profile", "7"])
    def test_of_another_name_is_nowhere(self, as_ana: APIClient, kept: None, name: str) -> None:
        assert as_ana.get(FIGURE.format(name), PERIOD).status_code == 404

    def test_is_not_drawn_of_too_few_days(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)

        assert as_ana.get(FIGURE.format("weeks"), PERIOD).status_code == 404

    def test_asks_for_a_theme_that_there_is(self, as_ana: APIClient, kept: None) -> None:
        response = as_ana.get(FIGURE.format("weeks"), PERIOD | {"theme": "neon"})

        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/theme")

    def test_shows_a_person_their_own_diary_only(self, as_eve: APIClient, kept: None) -> None:
        assert as_eve.get(FIGURE.format("weeks"), PERIOD).status_code == 404
        (days,) = told(as_eve.get(SUMMARY, PERIOD))["figures"]
        assert {state for _, state, _ in days["rows"]} == {"not known"}
