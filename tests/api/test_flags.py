"""Flags as a client sees them: they come with entries, go with them, and are each person's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from people.models import User
from tests import cast

ADDRESS = "/api/v1/flags/"
LID, CHEEK = {"site": "lid_lower", "side": "right"}, {"site": "cheek", "side": "right"}


@pytest.fixture
def spread(ana: User) -> list[Any]:
    """Let Ana's lid twitch for a month, and her cheek on two days of the last week; return those two."""
    for days in range(30):
        cast.twitch(ana.diary, cast.NOW - timedelta(days=days), sites=[LID])
    return [cast.twitch(ana.diary, cast.NOW - timedelta(days=days), sites=[CHEEK]) for days in (5, 2)]


def flags(client: APIClient, **asked: str) -> dict[str, Any]:
    response = client.get(ADDRESS, {"as_of": cast.NOW.date().isoformat(), **asked})
    assert response.status_code == 200, response.content
    return {flag["rule"]: flag for flag in response.json()["results"]}


def test_a_spread_is_flagged_with_what_it_rests_on(as_ana: APIClient, spread: list[Any]) -> None:
    flag = flags(as_ana)["S1"]

    assert (flag["level"], flag["urgency"], flag["basis"]) == ("soon", "within_days", "unreviewed")
    assert {str(entry.id) for entry in spread} <= {one["id"] for one in flag["evidence"]}
    assert {one["kind"] for one in flag["evidence"]} == {"episode"}
    assert flag["first_true_on"] == (cast.NOW - timedelta(days=2)).date().isoformat()
    assert "right cheek" in flag["text"]


def test_it_is_told_in_chinese_too(as_ana: APIClient, spread: list[Any]) -> None:
    assert "右側臉頰" in flags(as_ana, lang="zh-Hant")["S1"]["text"]


def test_it_was_not_there_the_day_before(as_ana: APIClient, spread: list[Any]) -> None:
    assert "S1" not in flags(as_ana, as_of=(cast.NOW - timedelta(days=3)).date().isoformat())


def test_deleting_an_entry_that_it_rests_on_takes_it_back(as_ana: APIClient, spread: list[Any]) -> None:
    assert as_ana.delete(f"/api/v1/episodes/{spread[1].id}/").status_code == 204

    assert "S1" not in flags(as_ana)
    assert "W1" in flags(as_ana)  # seen once


def test_correcting_the_side_takes_it_back(as_ana: APIClient, spread: list[Any]) -> None:
    other = [{"site": "cheek", "side": "left"}]
    assert as_ana.patch(f"/api/v1/episodes/{spread[0].id}/", {"sites": other}, format="json").status_code == 200

    assert "S1" not in flags(as_ana)


def test_declaring_that_it_was_there_before_takes_it_back(as_ana: APIClient, spread: list[Any]) -> None:
    assert as_ana.put("/api/v1/baseline/", {"sites": [LID, CHEEK]}, format="json").status_code in (200, 201)

    assert "S1" not in flags(as_ana)


def test_the_page_says_the_same(as_ana: APIClient, spread: list[Any]) -> None:
    asked = {"first": "2026-10-22", "last": cast.NOW.date().isoformat()}
    box = as_ana.get("/api/v1/reports/summary/", asked).json()["boxes"][1]

    assert ", Within days, S1: Ipsilateral spread" in box["sentences"][0]
    assert flags(as_ana)["S1"]["urgency"] == "within_days"


def test_somebody_else_has_none_of_it(as_eve: APIClient, spread: list[Any]) -> None:
    assert flags(as_eve) == {}
