"""The page as data: in the published shape, without a name, and nothing in it that the page does not say."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from reports import published
from reports.records import Check, Event, Records
from reports.summary import Summary, summarise
from tests.reports.people import LAST, kept, with_coffee, worse_and_magnesium, year
from tests.reports.printed import attached, printed, words_of

SCHEMA = Path(__file__).parents[2] / "docs" / "profile.schema.json"


def full() -> Records:
    """A diary that fills every box."""
    facts = with_coffee(days=400, episodes=1_500)
    check = Check(day=LAST - timedelta(days=4), tasks={"smile": {"left": "clearly_weaker", "right": "same"}})
    given = [Event(kind="toxin", action="single", name="", on=LAST - timedelta(days=n)) for n in (60, 160, 260)]
    return dataclasses.replace(
        facts, checks=(check,), events=(*facts.events, *given), questions=("Is it the coffee?",),
        suspected_factors=("caffeine",),
    )  # fmt: skip


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


class TestReader:
    def test_finds_every_number_of_the_data_in_the_text_of_the_pdf(self) -> None:
        document = printed(page_of(full()), figures=True, checks=True)
        told = set(re.findall(r"[\d.]+", words_of(document).replace("\u2212", "-")))
        missing = [f"{path} {value}" for path, value in leaves(numbers(full())) if not told & said(path, value)]

        assert missing == []

    def test_finds_those_of_a_treatment_that_began_after_bad_days(self) -> None:
        records = worse_and_magnesium()
        (start,) = numbers(records)["bad_starts"]
        told = set(re.findall(r"[\d.]+", words_of(printed(page_of(records)))))

        assert start["recent_per_day"] == 6
        assert [value for path, value in leaves(start) if not told & said(path, value)] == []


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number, but those that only say how the data are made, and the minutes of the strips."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in ("schema_version", "version", "minutes"):
                yield from leaves(one, f"{path}/{name}")
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from leaves(one, f"{path}/{n}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def said(path: str, value: float) -> set[str]:
    """Return the forms in which a page may print a number: whole, as a percentage, or in a person's units."""
    size = abs(value)
    forms = {f"{size:.{digits}f}" for digits in range(4)} | {f"{100 * size:.0f}", f"{100 * size:.1f}", f"{size:g}"}
    if path.endswith(("_s", "_min")):
        forms |= {f"{size / unit:.{digits}f}" for unit in (1, 60, 3600) for digits in (0, 1)}
    return {form.rstrip(".") for form in forms}
