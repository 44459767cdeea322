"""Records made without a table are those that the study loads once the diary was sent."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from io import StringIO

import pytest
from tqdm import tqdm

from people.services import accounts, practices
from reports import loading
from reports.management.commands import demo
from reports.records import Records, in_order
from reports.simulate.as_records import records_of
from reports.simulate.conditions import CONDITIONS, draw
from reports.simulate.diary import simulate
from reports.simulate.questions import ALL

LAST = date(2026, 11, 20)
PALSY = 0  # somebody who still wrote when it came
MOMENT = datetime.combine(LAST, time(23, 59, 59), tzinfo=UTC)


def stored(kept) -> Records:
    """Return what the study loads after every fact went through the services."""
    opened_at = datetime(2024, 1, 1, tzinfo=UTC)
    doctor = accounts.register(username="dr.lin", password=demo.PASSWORD, name="Dr Lin", now=opened_at)
    practices.open_practice(name=demo.PRACTICE, by=doctor, now=opened_at, code=demo.PRACTICE_CODE)
    diary = demo.write(kept, MOMENT, tqdm(disable=True, file=StringIO()))
    return loading.load(diary, until=date.max)


@pytest.mark.django_db
class TestRecords:
    @pytest.mark.parametrize(
        "kept",
        [
            simulate(ALL[3], last_day=LAST),  # a journey, and days caught up
            simulate(ALL[4], last_day=LAST),  # a repeated hour, an injection, another planned
            simulate(draw("bells", PALSY, seed=1, weeks=16), last_day=LAST),
            *(simulate(draw(condition, 5, seed=1, weeks=6), last_day=LAST) for condition in CONDITIONS),
        ],
        ids=["D", "E", "palsy", *CONDITIONS],
    )
    def test_are_the_same_in_every_field(self, kept):
        loaded, made = in_order(stored(kept)), in_order(records_of(kept))

        for one in fields(Records):
            if one.name != "reference":  # the database gives its own
                assert getattr(made, one.name) == getattr(loaded, one.name), one.name
        assert made == replace(loaded, reference=made.reference)


def test_a_palsy_and_its_checks_are_among_them():
    made = records_of(simulate(draw("bells", PALSY, seed=1, weeks=16), last_day=LAST))

    assert [event.kind for event in made.events] == ["palsy"]
    assert any(check.answers.get("face_droop", {}).get("value") == "yes" for check in made.checks)
    assert any(grades["left"] != grades["right"] for check in made.checks for grades in check.tasks.values())
