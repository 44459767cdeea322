"""The words: what was recorded, never what it means."""

from __future__ import annotations

import dataclasses
import random
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.vocabulary import SITES
from reports import wording
from reports.analysis.days import EFFECTS
from reports.records import Check, Day, Event, Place, Records
from reports.spoken import day, place
from reports.summary import Summary, summarise
from reports.wording.formats import event, percent, seconds, shortened
from tests.reports.people import CHEEK, LAST, entry, kept, year

FORBIDDEN = re.compile(
    r"\b(detect\w*|diagnos\w*|abnormal\w*|normal\w*|safe\w*|risk\w*|predict\w*|caus\w+ by|triggers?|healthy|fine|"
    r"reassur\w*|p\s*[<=])", re.IGNORECASE,
)  # fmt: skip


def told(records=None, *, days: int = 90) -> Summary:
    return summarise(records or year(), first=LAST - timedelta(days=days - 1), last=LAST)


def everything(summary: Summary) -> str:
    """Every word of the page."""
    boxes = wording.boxes(summary)
    parts = [*wording.header(summary)[1:], *wording.footer(summary), wording.STRAPLINE, wording.TITLE]
    for box in boxes:
        parts += [box.title, *box.sentences, *box.note, box.alt or ""]
        parts += [cell for row in box.table.rows for cell in row] if box.table else []
    return "\n".join(parts)


class TestTone:
    @settings(max_examples=15, deadline=None)
    @given(st.integers(1, 400), st.integers(0, 300), st.integers(0, 50))
    def test_no_word_judges_warns_or_promises(self, days, episodes, seed):
        summary = told(year(days=days, episodes=episodes, seed=seed), days=min(days, 200))

        assert not FORBIDDEN.search(everything(summary))

    def test_no_page_reads_like_an_all_clear(self):
        for summary in (told(kept()), told(dataclasses.replace(year(), episodes=()))):
            assert wording.boxes(summary)[1].sentences[0] == "No rule matched. This is not an all-clear."

    def test_flags_are_named_with_the_day_since_when_they_hold_and_those_left_out_are_counted(self):
        summary = told()
        box = wording.boxes(summary)[1]
        first, more = summary.flags[0], len(summary.flags) - wording.FLAGS_NAMED

        assert first.rule == "S1"
        assert box.sentences[0] == f"Soon: {first.title} (S1, since {day(first.first_true_on)})."
        assert (f"And {more} more." in box.sentences) == (more > 0)
        assert not box.waiting

    def test_a_flag_that_waits_for_days_only_says_so(self):
        summary = told()
        sooner = dataclasses.replace(summary.flags[0], urgency="within_days")
        box = wording.boxes(dataclasses.replace(summary, flags=(sooner,)))[1]

        assert box.sentences[0].startswith(f"Within days: {sooner.title} (S1")

    def test_the_footer_holds_the_purpose_and_what_the_page_was_made_from(self):
        purpose, made_from = wording.footer(told())

        for words in ("Self-reported", "association in one diary is not a cause", "not for emergencies",
                      "not a medical device", "not been evaluated clinically", "not watched"):  # fmt: skip
            assert words in purpose
        assert re.fullmatch(
            r"Rules \d+\.\d+, software \d+\.\d+\.\d+, data [0-9a-f]{12}, diary [0-9a-f]{8} up to 31 Oct 2026\. "
            r"Page 1 of 1\.", made_from,
        )  # fmt: skip


def with_coffee() -> Records:
    """A diary of half a year whose days say coffee and stress."""
    chance = random.Random(5)
    facts = year(days=180)
    days = tuple(
        dataclasses.replace(day, caffeine_mg=95 * chance.randrange(5), stress=chance.randrange(11))
        for day in facts.days
    )
    return dataclasses.replace(facts, days=days)


class TestBoxes:
    def test_are_ten_in_their_order_for_every_diary(self):
        for summary in (told(kept()), told(), told(year(days=20, episodes=10))):
            boxes = wording.boxes(summary)

            assert [box.number for box in boxes] == list(range(1, 11))
            assert [box.title for box in boxes] == list(wording.TITLES)
            assert all(box.sentences and all(box.sentences) for box in boxes)

    def test_say_what_they_wait_for(self):
        four = kept(*(Day(day=LAST - timedelta(days=n), state="none") for n in range(4)))
        boxes = wording.boxes(told(four, days=14))

        assert {box.sentences for box in boxes[2:7]} == {("4 of 14 answered days needed.",)}
        assert all(box.waiting for box in boxes[2:7])

    def test_say_the_share_when_the_period_is_long(self):
        assert wording.boxes(told(kept(), days=100))[3].sentences == (
            "0 of 70 answered days needed (70% of 100 days).",
        )

    def test_of_an_empty_diary_say_that_nothing_was_recorded(self):
        first = wording.boxes(told(kept()))[0]

        assert "Nothing was recorded from 3 Aug 2026 to 31 Oct 2026." in first.sentences
        assert first.sentences[0] == "0 of 90 days answered (0%); 90 not known."

    def test_mark_only_a_clear_change(self):
        table = wording.boxes(told(days=180))[3].table

        assert table is not None
        for number, row in enumerate(table.rows):
            assert (number in table.marked) == row[-1].endswith(", clear")

    def test_name_a_new_area_with_its_date_and_how_often(self):
        facts = [entry(LAST - timedelta(days=n)) for n in range(20)]
        summary = told(kept(*facts, entry(LAST, "10:00", CHEEK)), days=20)

        assert "left cheek (31 Oct 2026, once)" in wording.boxes(summary)[1].sentences[-2]
        assert "left cheek" in wording.boxes(summary)[5].sentences[-1]

    def test_ten_says_what_a_comparison_of_factors_would_need(self):
        box = wording.boxes(told())[9]

        assert box.waiting
        assert "needs 60 days with an answer about it and 24 episodes" in box.sentences[0]

    def test_ten_names_every_factor_the_declared_ones_first_and_ranks_none(self):
        records = dataclasses.replace(with_coffee(), suspected_factors=("stress", "alcohol"))
        declared, others, left, told_of = wording.boxes(told(records, days=180))[9].sentences

        assert declared.startswith("Declared before looking: stress, per point: ")
        assert others.startswith("Also looked at: caffeine, per 100 mg: ")
        assert left == ("Too few days, or always the same: alcohol, sleep, sleep of three nights, tiredness, screens.")
        assert told_of == "Episodes for one step more; limits allow for all 4 together."

    def test_four_says_what_silent_days_could_hide_where_one_in_five_is_silent(self):
        some = kept(*(entry(LAST - timedelta(days=n)) for n in range(60) if n % 4))
        note = wording.boxes(told(some, days=60))[3].note[0]

        assert "Episodes a day if 15 silent days were quiet: 0.75; bad: 1.0." in note
        assert "silent days were" not in wording.boxes(told())[3].note[0]

    def test_name_the_contradiction(self):
        summary = told(kept(entry(LAST), Day(day=LAST, state="none")), days=14)

        assert (
            "1 day was answered “none” although it holds twitching: counted as twitched."
            in wording.boxes(summary)[0].note
        )

    def test_name_the_last_check(self):
        assert "Last face check: 31 Oct 2026." in wording.boxes(told(kept(Check(day=LAST))))[1].sentences[-1]


class TestFormats:
    def test_every_site_has_a_name_on_every_side(self):
        for site in SITES:
            for side in ("left", "right", "middle", "unsure"):
                assert SITES[site].en in place(Place(site, side))

    def test_a_site_from_a_later_version_still_prints(self):
        assert place(Place("elbow", "left")) == "left elbow"

    @given(st.text(), st.integers(1, 80))
    def test_a_shortened_text_is_one_line_and_within_its_limit(self, text, limit):
        assert len(shortened(text, limit)) <= limit
        assert "\n" not in shortened(text, limit)

    @pytest.mark.parametrize(("kind", "action", "name", "label"), [
        ("toxin", "single", "", "botulinum toxin…"), ("medication", "start", "Clonazepam", "start Clonazepam"),
    ])  # fmt: skip
    def test_an_event_is_named_by_its_name_or_kind(self, kind, action, name, label):
        told = event(Event(kind=kind, action=action, name=name, on=LAST))

        assert told.startswith(label.removesuffix("…"))
        assert len(told) <= 24

    def test_numbers_are_written_for_people(self):
        assert [seconds(s) for s in (0, 0.5, 119, 120, 7_200, 604_800)] == [
            "0 s",
            "0.5 s",
            "119 s",
            "2 min",
            "2 h",
            "168 h",
        ]
        assert (day(LAST), percent(0.045)) == ("31 Oct 2026", "4%")

    def test_every_effect_has_a_label(self):
        assert list(wording.EFFECT_LABELS) == list(EFFECTS)
