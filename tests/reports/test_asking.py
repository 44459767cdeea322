"""What a diary leaves open: against the vectors that the phone is held to as well."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.flags.asking import DAYS_READ, LID_THREE_MONTHS, open_questions
from reports.records import Check, Episode, Place, Records

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/asking.json").read_text())
TODAY = date(2026, 11, 22)
PLACES = st.sampled_from(["lid_lower", "lid_upper", "cheek", "chin", "foot", "jaw_muscle"]).map(
    lambda one: Place(one, "left")
)


def places(told: Any) -> tuple[Place, ...]:
    return tuple(Place(one["site"], one["side"]) for one in told or ())


def episode(told: dict[str, Any]) -> Episode:
    day = date.fromisoformat(told["day"])
    return Episode(id=told["id"], day=day, places=places(told["sites"]), suppressible=told.get("suppressible"))


def check(told: dict[str, Any]) -> Check:
    return Check(
        id=told["id"],
        day=date.fromisoformat(told["day"]),
        performed_at=datetime.fromisoformat(told["performed_at"]),
        time_zone=told["time_zone"],
        tasks=told.get("tasks", {}),
        answers=told.get("answers", {}),
        tasks_lost=tuple(told.get("tasks_lost", ())),
    )


def records(case: dict[str, Any]) -> Records:
    return Records(
        reference="",
        name="",
        episodes=tuple(map(episode, case["episodes"])),
        checks=tuple(map(check, case["checks"])),
        baseline=places(case["baseline"].get("sites")),
        long_standing_weakness=places(case["baseline"].get("long_standing_weakness")),
    )


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_asks_what_the_vectors_say(case: dict[str, Any]) -> None:
    found = open_questions(records(case), today=date.fromisoformat(case["today"]))

    assert list(map(asdict, found)) == case["expected"]


EPISODES = st.lists(
    st.builds(
        lambda days, where, said: Episode(
            id=f"{days}", day=TODAY - timedelta(days=days), places=tuple(where), suppressible=said
        ),
        st.integers(0, 2 * DAYS_READ),
        st.lists(PLACES, max_size=2, unique=True),
        st.sampled_from([None, None, None, "no"]),
    ),
    max_size=30,
)


@given(EPISODES)
def test_what_is_older_than_the_days_it_reads_only_takes_back_the_three_months(episodes: list[Episode]) -> None:
    whole = Records(reference="", name="", episodes=tuple(episodes))
    oldest = TODAY - timedelta(days=DAYS_READ - 1)
    cut = replace(whole, episodes=tuple(one for one in episodes if one.day >= oldest))
    of_cut, of_whole = (set(open_questions(one, today=TODAY)) for one in (cut, whole))

    assert of_whole <= of_cut
    assert {one.code for one in of_cut - of_whole} <= {LID_THREE_MONTHS}


@given(st.randoms(use_true_random=False), EPISODES)
def test_the_order_of_entry_changes_nothing(random: Any, episodes: list[Episode]) -> None:
    shuffled = random.sample(episodes, len(episodes))
    one, other = (Records(reference="", name="", episodes=tuple(entries)) for entries in (episodes, shuffled))

    assert open_questions(one, today=TODAY) == open_questions(other, today=TODAY)
