"""The words: what was recorded, never what it means."""

from __future__ import annotations

import dataclasses
import re
import string
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from diary.vocabulary import CHECK_TASKS, SITES, codes
from reports import wording
from reports.analysis import exposures
from reports.analysis.days import EFFECTS
from reports.figures.letters import printable
from reports.options import Options
from reports.records import Check, Day, Event, Place
from reports.spoken import day, place
from reports.summary import Summary, summarise
from reports.wording import LANGUAGES, factors
from reports.wording.formats import percent, shortened
from reports.wording.noticed import FLAGS_NAMED
from reports.wording.pages import definitions, further
from tests.reports.people import CHEEK, LAST, entry, kept, with_coffee, worse_and_magnesium, year

ROOT = Path(__file__).parents[2]
NOT_TOLD = "not told: close both eyes tight, pucker the lips, puff the cheeks"
FORBIDDEN = re.compile(
    r"\b(detect\w*|diagnos\w*|abnormal\w*|normal\w*|safe\w*|risk\w*|predict\w*|caus\w+ by|triggers?|healthy|fine|"
    r"reassur\w*|p\s*[<=])", re.IGNORECASE,
)  # fmt: skip


say = wording.say_in("en")


def told(records=None, *, days: int = 90) -> Summary:
    return summarise(records or year(), first=LAST - timedelta(days=days - 1), last=LAST)


def everything(summary: Summary) -> str:
    """Every word of the page."""
    boxes = wording.boxes(summary)
    parts = [*wording.header(summary)[1:], *wording.footer(summary), say("strapline"), say("title")]
    for box in boxes:
        parts += [box.title, *box.sentences, *box.note, *(alt for _, alt in box.alts)]
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

    def test_the_most_urgent_flags_are_told_in_a_clinicians_words_the_newest_first_and_the_others_named(self):
        summary = told()
        box = wording.boxes(summary)[1]
        first, more = summary.flags[0], summary.flags[FLAGS_NAMED:]
        days = [sentence.split(", ")[0] for sentence in box.sentences[: len(summary.flags) - len(more)]]

        assert first.rule == "S1"
        assert f"{day(first.newest_on)}, Soon, S1: {first.clinician}" in box.sentences
        assert days == [day(one) for one in sorted((f.newest_on for f in summary.flags[:FLAGS_NAMED]), reverse=True)]
        assert all(f"{one.rule} " in box.sentences[FLAGS_NAMED] for one in more)
        assert "No clinician has reviewed any of them yet." in box.sentences[min(len(summary.flags), FLAGS_NAMED)]
        assert not box.waiting

    def test_an_urgent_flag_is_never_left_out_for_a_newer_one(self):
        summary = told()
        old = dataclasses.replace(summary.flags[0], rule="U1", level="emergency", evidence=(), clinician="Long ago.")
        box = wording.boxes(dataclasses.replace(summary, flags=(old, *summary.flags)))[1]

        assert any("EMERGENCY, U1: Long ago." in sentence for sentence in box.sentences[:FLAGS_NAMED])

    def test_a_flag_that_waits_for_days_only_says_so(self):
        summary = told()
        sooner = dataclasses.replace(summary.flags[0], urgency="within_days")
        box = wording.boxes(dataclasses.replace(summary, flags=(sooner,)))[1]

        assert ", Within days, S1: " in box.sentences[0]

    def test_the_footer_holds_the_purpose_and_what_the_page_was_made_from(self):
        purpose, made_from = wording.footer(told())

        for words in ("Self-reported", "association in one diary is not a cause", "not for emergencies",
                      "not a medical device", "not been evaluated clinically", "not watched"):  # fmt: skip
            assert words in purpose
        assert re.fullmatch(
            r"Rules \d+\.\d+, software \d+\.\d+\.\d+, data [0-9a-f]{12}, diary [0-9a-f]{8} "
            r"up to 31 Oct 2026\.", made_from,
        )  # fmt: skip


CHECKS: tuple[tuple[Any, str], ...] = (
    ({}, "no movement told"),
    ({name: {"left": "same", "right": "same"} for name in codes(CHECK_TASKS)}, "all 5 as usual, right and left"),
    (
        {"smile": {"left": "clearly_weaker", "right": "same"}, "brow": {"left": "same", "right": None}},
        f"smile with teeth: left clearly weaker; told of one side only: raise both brows (left as usual); {NOT_TOLD}",
    ),
    (
        {name: {"right": "same", "left": None} for name in codes(CHECK_TASKS)},
        (
            "told of one side only: raise both brows (right as usual), close both eyes tight (right as usual), smile "
            "with teeth (right as usual), pucker the lips (right as usual), puff the cheeks (right as usual)"
        ),
    ),
    (
        {name: {"left": "same", "right": "cannot" if name == "brow" else "same"} for name in codes(CHECK_TASKS)},
        "raise both brows: right cannot; the others as usual",
    ),
)


class TestBoxes:
    def test_are_ten_in_their_order_for_every_diary(self):
        for summary in (told(kept()), told(), told(year(days=20, episodes=10))):
            boxes = wording.boxes(summary)

            assert [box.number for box in boxes] == list(range(1, 11))
            assert [box.title for box in boxes] == [say(f"box_{n}") for n in range(1, 11)]
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

    def test_a_change_of_one_point_is_said_as_one(self):
        change = {"low": "−2", "high": "+4", "word": "can't tell"}

        assert say("points", value="+1", **change) == "+1 point (−2 to +4), can't tell"
        assert say("points", value="−11", **change) == "−11 points (−2 to +4), can't tell"

    def test_ten_says_what_a_comparison_of_factors_would_need(self):
        box = wording.boxes(told())[9]

        assert box.waiting
        assert (factors.PAIRS_MIN, factors.EPISODES_MIN) == (exposures.PAIRS_MIN, exposures.EPISODES_MIN)
        assert "needs 60 days of which both the factor and the twitching are known, and 24 episodes" in box.sentences[0]

    def test_ten_says_of_each_factor_how_many_days_there_are(self):
        days = [Day(day=LAST - timedelta(days=n), caffeine_mg=90 * (n % 3)) for n in range(20)]
        facts = [entry(LAST - timedelta(days=n)) for n in range(30)]
        records = dataclasses.replace(kept(*facts, *days), suspected_factors=("caffeine",))
        box = wording.boxes(told(records, days=40))[9]

        assert box.waiting
        assert box.sentences[1] == "Days so far: caffeine 19; caffeine, more than the day before 18."

    def test_ten_names_every_factor_the_declared_ones_first_and_ranks_none(self):
        records = dataclasses.replace(with_coffee(), suspected_factors=("stress", "alcohol"))
        box = wording.boxes(told(records, days=180))[9]
        declared, others, left, told_of = box.sentences

        assert declared.startswith("Declared before looking: stress, per point: ")
        assert others.startswith("Also looked at: caffeine, per 100 mg: ")
        assert left == "Too few days, or always the same: alcohol, sleep, sleep of three nights, tiredness, screens."
        assert [name for name, _ in box.alts] == ["factors"]
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

    @pytest.mark.parametrize(("tasks", "said"), CHECKS)
    def test_two_tells_the_last_check_movement_by_movement_against_the_usual(self, tasks, said):
        earlier = Check(day=LAST - timedelta(days=3), tasks={"brow": {"left": "cannot", "right": "cannot"}})
        box = wording.boxes(told(kept(earlier, Check(day=LAST, tasks=tasks))))[1]

        assert box.sentences[-1] == f"Last face check, 31 Oct 2026, against the usual: {said}."

    def test_eight_names_the_days_of_checks_with_something_weaker(self):
        weak = Check(day=LAST - timedelta(days=3), tasks={"brow": {"left": "cannot", "right": "same"}})
        box = wording.boxes(told(kept(weak, Check(day=LAST, tasks={"brow": {"left": "same"}}))))[7]

        assert box.sentences[-1] == "Face checks with something weaker than usual: 28 Oct 2026."

    def test_seven_tells_of_the_weeks_since_an_injection(self):
        given = Event(kind="toxin", action="single", name="", on=LAST - timedelta(days=60))
        many = [
            entry(LAST - timedelta(days=n), f"{hour:02d}:00")
            for n in range(120)
            for hour in range(8, 16 if n > 60 else 10)
        ]
        summary = told(kept(*many, given))
        box = wording.boxes(summary)[6]

        assert [name for name, _ in box.alts] == ["weeks", "cycles"]
        assert box.sentences[-1].startswith("Since the injection of 1 Sep 2026, by week 9: days 4 to 28 at 0.25 times")
        assert wording.boxes(told(kept(*many)))[6].alts[-1][0] == "weeks"

    def test_seven_says_what_there_was_before_and_still_is(self):
        begun = LAST - timedelta(days=100)
        kinds = (
            Event(kind="palsy", action="single", name="", side="right", on=LAST - timedelta(days=1_000)),
            Event(kind="medication", action="start", name="Clonazepam", on=begun),
            Event(kind="supplement", action="start", name="Magnesium", on=begun),
            Event(kind="supplement", action="stop", name="magnesium ", on=begun + timedelta(days=5)),
            Event(kind="therapy", action="start", name="Yoga", on=begun, until=begun + timedelta(days=5)),
            Event(kind="medication", action="planned", name="Baclofen", on=begun),
        )
        facts = [entry(LAST - timedelta(days=n)) for n in range(90)]
        box = wording.boxes(told(kept(*facts, *kinds)))[6]

        assert box.sentences[-1] == (
            f"Since before these days: facial palsy, right, {day(kinds[0].on, 'en')}; Clonazepam, {day(begun, 'en')}."
        )
        assert box.note == box.sentences[-1:]

    def test_six_says_nothing_of_before_where_no_place_was_told(self):
        earlier = [structs.replace(entry(LAST - timedelta(days=n)), places=()) for n in range(30, 60)]
        box = wording.boxes(told(kept(*earlier, *(entry(LAST - timedelta(days=n)) for n in range(30))), days=30))[5]

        assert "before" not in box.sentences[0]

    def test_six_names_what_was_there_before_and_is_no_more(self):
        earlier = [entry(LAST - timedelta(days=n), "10:00", CHEEK) for n in range(30, 60)]
        box = wording.boxes(told(kept(*earlier, *(entry(LAST - timedelta(days=n)) for n in range(30))), days=30))[5]

        assert box.sentences[-1] == "Before, not in these days: left cheek 100%."

    def test_the_checks_say_the_side_the_onset_and_what_is_not_sure(self):
        answers = {
            "face_droop": {"value": "yes", "side": "right", "onset": "sudden"},
            "arm_weak": "unsure",
            "nausea": "no",
        }
        check = Check(day=LAST, tasks={}, answers=answers)
        (section,) = further(told(kept(entry(LAST), check)), Options(checks=True))
        assert section.table is not None

        assert section.table.rows[0][1:3] == (
            "no movement told",
            "face drooping or uneven (right, within seconds or minutes); arm weak (not sure)",
        )

    def test_seven_and_the_back_tell_of_a_treatment_that_began_after_bad_days(self):
        summary = told(worse_and_magnesium())
        (said,) = wording.charts.bad_starts(summary, say)

        assert said.startswith(
            "start Magnesium, 11 Oct 2026: begun after bad days, 6.0 episodes a day in the 14 days before, 2.6 in "
            "all days until then (at most a year). Without any effect 0."
        )
        assert said in wording.boxes(summary)[6].sentences[0]
        assert said in [text for section in definitions(summary, language="en") for text in section.paragraphs]

    def test_nothing_is_told_of_a_treatment_that_began_after_usual_days(self):
        summary = told(worse_and_magnesium(worse=2))

        assert summary.bad_starts == ()
        assert "bad days" not in everything(summary)


class TestLanguages:
    def test_say_the_same_sentences_with_the_same_values(self):
        english, chinese = LANGUAGES["en"], LANGUAGES["zh-Hant"]

        assert english.keys() == chinese.keys()
        assert [key for key, text in chinese.items() if _values(text) != _values(english[key]) - {"flags"}] == []

    def test_have_no_sentence_that_nothing_says(self):
        made = (
            "box_",
            "effect_",
            "level_",
            "word_",
            "factor_",
            "short_",
            "lag_",
            "unit_",
            "mode_",
            "event_",
            "share_",
            "side_",
        )
        rooms = [path for path in (ROOT / "reports").rglob("*.py") if not path.name.startswith("words_")]
        said = "".join(path.read_text() for path in rooms)
        letters = {"right_letter", "left_letter"}

        assert [
            key for key in LANGUAGES["en"] if f'"{key}"' not in said and not key.startswith(made) and key not in letters
        ] == []

    def test_every_page_is_in_its_language_but_what_a_person_typed(self):
        records = dataclasses.replace(with_coffee(), suspected_factors=("stress",), events=())
        summary = summarise(records, first=LAST - timedelta(days=179), last=LAST, language="zh-Hant")
        boxes = wording.boxes(summary, language="zh-Hant")
        said = [*wording.header(summary, language="zh-Hant")[1:], *wording.footer(summary, language="zh-Hant")]
        said += [one for box in boxes for one in (box.title, *box.sentences, *box.note)]
        said += [cell for box in boxes if box.table for row in (box.table.header, *box.table.rows) for cell in row]
        english = re.compile(r"[A-Za-z]{3,}")

        assert [one for one in said if english.search(PUBLISHED.sub("", one))] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_printed_by_the_shipped_fonts(self, language):
        words = "".join(LANGUAGES[language].values()) + "".join(
            section.title + "".join((*section.terms, *section.paragraphs))
            for section in definitions(told(), language=language)
        )

        assert printable(words) == words

    def test_of_the_rules_and_the_vocabulary_are_printed_by_the_shipped_fonts(self):
        texts = [path.read_text() for path in (ROOT / "reports" / "flags").glob("*words_zh_hant.py")]
        texts.append((ROOT / "diary" / "vocabulary.py").read_text())

        assert {char for text in texts for char in text if ord(char) > 127 and printable(char) != char} == set()


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


PUBLISHED = re.compile(r"Baugh|NG127|doi[:.\w/]*|PMC\d+|mdc3|Wilson|\b[SUWI]\d+\b|[0-9a-f]{8,12}|BE-FAST")


class TestText:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("records", [kept(), year(), with_coffee()], ids=["empty", "year", "coffee"])
    def test_has_at_most_twenty_lines_one_for_each_box(self, records, language):
        summary = summarise(records, first=LAST - timedelta(days=179), last=LAST, language=language)
        lines = wording.text(summary, language=language).splitlines()
        titles = [wording.say_in(language)(f"box_{n}") for n in range(1, 11)]

        assert len(lines) <= 20
        assert [line.split()[0] for line in lines[1:11]] == [str(n) for n in range(1, 11)]
        assert all(title in line for title, line in zip(titles, lines[1:11], strict=True))

    def test_keeps_a_question_of_several_lines_on_one(self):
        records = dataclasses.replace(year(days=20), questions=("One?\nTwo?\u2028Three?",))

        assert "1. One? Two? Three?" in wording.text(told(records))


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
        told = say.event(Event(kind=kind, action=action, name=name, on=LAST))

        assert told.startswith(label.removesuffix("…"))
        assert len(told) <= 24

    def test_numbers_are_written_for_people(self):
        assert [say.seconds(s) for s in (0, 0.5, 119, 120, 7_200, 604_800)] == [
            "0 s",
            "0.5 s",
            "119 s",
            "2 min",
            "2 h",
            "168 h",
        ]
        assert (day(LAST), percent(0.045)) == ("31 Oct 2026", "4%")

    def test_every_effect_has_a_label(self):
        assert all(say.has(f"effect_{effect}") for effect in EFFECTS)
