"""The page as data: in the published shape, without a name, and nothing in it that the page does not say."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest

from reports import published
from reports.records import Check, Day, Episode, Event, Place, Records
from reports.summary import Summary, summarise
from tests.reports import on_the_page
from tests.reports.people import CHEEK, CORNER, LAST, LID, entry, kept, with_coffee, worse_and_magnesium, year
from tests.reports.printed import attached, printed, words_of

SCHEMA = Path(__file__).parents[2] / "docs" / "profile.schema.json"


def full() -> Records:
    """A diary that fills every box, and whose list of entries is printed whole."""
    facts = with_coffee(days=400, episodes=1_200)
    check = Check(day=LAST - timedelta(days=4), tasks={"smile": {"left": "clearly_weaker", "right": "same"}})
    given = [Event(kind="toxin", action="single", name="", on=LAST - timedelta(days=n)) for n in (60, 160, 260)]
    return dataclasses.replace(
        facts, checks=(check,), events=(*facts.events, *given), questions=("Is it the coffee?",),
        suspected_factors=("caffeine",),
    )  # fmt: skip


def injected() -> Records:
    """A diary of 240 days: six episodes a day, one after an injection, six again; and what is rare."""
    given = LAST - timedelta(days=100)
    counts = {LAST - timedelta(days=n): _since(100 - n) for n in range(240)}
    entries = [_numbered(day, n) for day, count in counts.items() for n in range(count)]
    late = entry(LAST, "20:00", entry_mode="same_day", delay_min=95, intensity=4, edited=True)
    pills = Event(kind="medication", action="start", name="Magnesium", on=given, until=LAST - timedelta(days=30))
    toxin = Event(kind="toxin", action="single", name="", on=given)
    return kept(*entries, late, toxin, pills, *(Day(day=day, state="none") for day in counts if day.day == 3))


def _numbered(day: date, n: int) -> Episode:
    """Return the entry of a day that has so many before it, each longer than the one before."""
    places = (LID, Place("throat", "middle")) if n else (CHEEK,)
    return entry(day, f"{8 + n:02d}:{n:02d}", *places, duration_s=30 * n + 1, intensity=1)


def _since(days: int) -> int:
    """Return the episodes of a day so long after an injection: half of the effect is lost on day 56."""
    return 6 if days < 0 or days > 84 else 1 if days <= 28 else 1 + 5 * (days - 28) // 56


def page_of(records: Records, *, days: int = 180) -> Summary:
    return summarise(records, first=LAST - timedelta(days=days - 1), last=LAST)


def numbers(records: Records, *, days: int = 180) -> Any:
    return json.loads(published.as_text(published.numbers(page_of(records, days=days))))


class TestShape:
    def test_is_published_as_it_is(self) -> None:
        assert json.loads(SCHEMA.read_text()) == published.schema()

    @pytest.mark.parametrize("records", [kept(), year(days=20, episodes=9), year(), full()])
    def test_holds_for_every_diary(self, records: Records) -> None:
        jsonschema_rs.validate(published.schema(), numbers(records))

    def test_holds_no_name(self) -> None:
        assert "Lindqvist" not in json.dumps(numbers(year()))

    def test_is_within_the_pdf(self) -> None:
        summary = page_of(full())
        told = attached(printed(summary))["twitch-profile.json"]

        assert told.decode() == published.as_text(published.numbers(summary))

    def test_of_the_log_holds_the_entries_of_the_period_and_no_other(self) -> None:
        facts = year(days=60, episodes=100)
        told = json.loads(published.as_text(published.log(page_of(facts, days=30))))
        first = LAST - timedelta(days=29)

        assert [one["id"] for one in told["entries"]] == [one.id for one in page_of(facts, days=30).entries]
        assert {date.fromisoformat(one["day"]) >= first for one in told["entries"]} == {True}
        assert len(told["entries"]) < 100


def waiting() -> Records:
    """Return a diary of which too few days are answered."""
    visit = Event(kind="visit", action="single", name="Dr Lin", on=LAST - timedelta(days=10))
    return kept(*(entry(LAST - timedelta(days=3 * n)) for n in range(40)), visit)


DIARIES: Final = {full: 180, injected: 180, worse_and_magnesium: 90, waiting: 180}  # and the days of the page


@pytest.fixture(scope="module", params=DIARIES, ids=lambda diary: diary.__name__)
def both(request) -> tuple[Any, str]:
    """Return the data of a diary, and the text of all pages that can be asked for."""
    records, days = request.param(), DIARIES[request.param]
    page = page_of(records, days=days)
    return numbers(records, days=days), words_of(printed(page, figures=True, checks=True, log=True))


class TestReader:
    def test_finds_every_number_of_the_data_where_the_page_prints_it(self, both: tuple[Any, str]) -> None:
        assert on_the_page.not_found(*both) == []

    def test_finds_no_number_in_the_tables_that_is_not_of_the_data(self, both: tuple[Any, str]) -> None:
        assert on_the_page.left_over(*both) == {}

    def test_misses_only_what_no_page_prints(self) -> None:
        missed = set().union(*(on_the_page.not_printed(numbers(diary(), days=days)) for diary, days in DIARIES.items()))

        assert missed == set(on_the_page.NOT_PRINTED)


class TestNumbers:
    def test_of_the_delay_are_of_what_was_written_down_on_a_later_day(self) -> None:
        """3000 minutes; neither those of the same day, nor the ten of the moment, nor the one of the period before."""
        late = [
            entry(LAST, f"2{n}:00", entry_mode=mode, delay_min=delay)
            for n, (mode, delay) in enumerate((("same_day", 95), ("backfilled", 3_000), ("same_day", 180)))
        ]
        live = [entry(LAST, f"1{n}:00", delay_min=5) for n in range(10)]
        before = entry(LAST - timedelta(days=30), entry_mode="backfilled", delay_min=9_000)
        told = numbers(kept(*live, *late, before), days=30)["completeness"]

        assert told["median_delay_min"] == 3_000
        assert (told["live"], told["same_day"], told["backfilled"]) == (10, 2, 1)
        assert numbers(kept(*live), days=30)["completeness"]["median_delay_min"] is None

    def test_of_the_lengths_are_of_their_own_period(self) -> None:
        told = numbers(two_months(), days=30)

        assert told["now"]["numbers"]["lengths"] == {
            "median_s": 8, "lower_quarter_s": 8, "upper_quarter_s": 8, "longest_s": 600,
        }  # fmt: skip
        assert told["before"]["numbers"]["lengths"]["longest_s"] == 4

    def test_of_the_days_before_are_not_those_of_now(self) -> None:
        told = numbers(two_months(), days=30)

        assert told["compared_with"] == told["before"]["days"] == {"first": "2026-09-02", "last": "2026-10-01"}
        # Wilson's limits of 30 of 30, and exp(± 2.045 / √30) with Student's t of 29 degrees
        assert told["before"]["numbers"] == {
            "answered": 30, "twitch_days": 30, "twitch_share": {"value": 1.0, "low": 0.8865, "high": 1.0},
            "episodes_per_day": {"value": 1.0, "low": 0.6884, "high": 1.4527}, "uncounted_days": 0,
            "lengths": {"median_s": 4, "lower_quarter_s": 4, "upper_quarter_s": 4, "longest_s": 4},
            "eye_shut_days": 30, "eye_shut_known": 30, "night_days": 0, "night_known": 30,
            "areas_right": 1, "areas_left": 0, "areas_middle": 0,
        }  # fmt: skip
        assert [(one["side"], one["days"]) for one in told["before"]["areas"]] == [("right", 30)]
        assert told["now"]["numbers"]["eye_shut_days"] == 0
        assert told["now"]["numbers"]["night_days"] == 30
        assert [(one["side"], one["days"]) for one in told["now"]["areas"]] == [("left", 30), ("left", 30)]


def two_months() -> Records:
    """Return thirty days with a right eye forced shut each noon for 4 s, then thirty with a left cheek each night."""
    days = [LAST - timedelta(days=n) for n in range(60)]
    then = [entry(day, "12:00", Place("lid_upper", "right"), duration_s=4, intensity=3) for day in days[30:]]
    now = [entry(day, "23:00", CHEEK, CORNER, duration_s=8, intensity=1) for day in days[1:30]]
    return kept(*then, *now, entry(LAST, "23:00", CHEEK, CORNER, duration_s=600, intensity=1))
