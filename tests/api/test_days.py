"""The one question of a day, over the API."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Day

TODAY = "2026-11-20"
ADDRESS = f"/api/v1/days/{TODAY}/"


def patch(client: APIClient, **said: Any) -> Any:
    return client.patch(ADDRESS, said, format="json")


class TestAnswer:
    def test_a_day_nobody_answered_is_unknown(self, as_ana: APIClient) -> None:
        document = as_ana.get(ADDRESS).json()

        assert (document["state"], document["revision"], document["sleep_min"]) == ("unknown", None, None)
        assert Day.objects.count() == 0

    def test_none_in_one_tap(self, as_ana: APIClient) -> None:
        response = patch(as_ana, state="none")

        assert (response.status_code, response.json()["state"]) == (201, "none")

    def test_amending_keeps_what_was_said(self, as_ana: APIClient) -> None:
        patch(as_ana, state="none", sleep_min=420)

        assert patch(as_ana, stress=0).json()["sleep_min"] == 420
        assert as_ana.get(ADDRESS).json()["stress"] == 0

    def test_putting_replaces_it(self, as_ana: APIClient) -> None:
        patch(as_ana, state="none", sleep_min=420)

        assert as_ana.put(ADDRESS, {"state": "twitched"}, format="json").json()["sleep_min"] is None

    def test_caffeine_is_summed_from_the_drinks(self, as_ana: APIClient) -> None:
        drinks = [{"kind": "espresso", "count": 2}, {"kind": "cola", "count": 1}]

        assert patch(as_ana, drinks=drinks).json()["caffeine_mg"] == 2 * 63 + 33
        assert patch(as_ana, drinks=[]).json()["caffeine_mg"] == 0

    def test_caffeine_that_was_given_beats_the_sum(self, as_ana: APIClient) -> None:
        patch(as_ana, caffeine_mg=500)

        assert patch(as_ana, drinks=[{"kind": "espresso", "count": 1}]).json()["caffeine_mg"] == 500


class TestCreateOnly:
    def test_does_not_replace_an_answer(self, as_ana: APIClient) -> None:
        patch(as_ana, state="twitched")
        late = as_ana.put(ADDRESS, {"state": "none"}, format="json", HTTP_IF_NONE_MATCH="*")

        assert (late.status_code, as_ana.get(ADDRESS).json()["state"]) == (412, "twitched")


class TestBadInput:
    @pytest.mark.parametrize(
        ("said", "pointer", "code"),
        [
            ({"state": "fine"}, "/state", "invalid_choice"),
            ({"sleep_min": 1441}, "/sleep_min", "max_value"),
            ({"sleep_min": 7.5}, "/sleep_min", "not_a_number"),
            ({"drinks": [{"kind": "beer", "count": 1}]}, "/drinks/0/kind", "invalid_choice"),
            ({"drinks": [{"kind": "energy_shot", "count": 50}]}, "/drinks", "too_large"),
            ({"wearing_off": "yes"}, "/wearing_off", "invalid"),
            ({"last_caffeine_at": "2100-01-01T00:00:00Z"}, "/last_caffeine_at", "future_time"),
            ({"date": TODAY, "mood": 5}, "/mood", "unknown_field"),
        ],
    )
    def test_names_the_field(self, as_ana: APIClient, said: dict[str, Any], pointer: str, code: str) -> None:
        response = patch(as_ana, **said)

        assert response.status_code == 400
        assert (pointer, code) in {(error["pointer"], error["code"]) for error in response.json()["errors"]}
        assert Day.objects.count() == 0

    @pytest.mark.parametrize("date", ["2100-01-01", "1899-12-31", "2026-02-30", "today", "2026-1-1", "99999-01-01"])
    def test_days_that_are_none_of_ours(self, as_ana: APIClient, date: str) -> None:
        assert as_ana.put(f"/api/v1/days/{date}/", {"state": "none"}, format="json").status_code == 400
        assert Day.objects.count() == 0
