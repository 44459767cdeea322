"""Flags over the history of any diary: no order, no clock, no later day changes them; taking back takes them back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from diary.vocabulary import CHECK_ANSWERS, codes
from reports.flags import raised
from reports.flags.history.timeline import Timeline, within
from reports.records import Check, Day, Episode, Event, Place, Records, in_order
from tests.reports.flags.diaries import FIRST, check, entries, entry, event, face, flags, kept, left, on, right

Fact = TypeVar("Fact")
DAYS = 130
SITES = ("lid_upper", "lid_lower", "brow", "cheek", "lip_upper", "chin", "jaw_muscle", "calf", "hand", "glabella")
SIDES = ("left", "right", "both_together", "both_apart", "unsure", "middle")
CODES = codes(CHECK_ANSWERS)
GRADES = ("same", "a_bit_weaker", "clearly_weaker", "cannot")
OTHER = {"left": "right", "right": "left"}


SEEDS = st.integers(0, 2**32)


def diary(seed: int) -> Records:
    """Return a diary that twitches often enough for most rules to hold now and then."""
    chance = random.Random(seed)
    favourite = chance.sample(SITES, 3)
    number = chance.choice((0, 1, 5, 40, 120))
    told = [an_entry(chance, n, favourite) for n in range(number)]
    answers = [Day(day=on(n), state=chance.choice(("none", "twitched", "unknown")),
                   burden=chance.choice((None, None, "few", "continuous"))) for n in range(DAYS)
               if chance.random() < 0.4]  # fmt: skip
    checks = [a_check(chance, n) for n in range(chance.randrange(13))]
    events = [
        Event(id=f"v{n}", kind=chance.choice(("palsy", "toxin", "medication")), name="",
              side=chance.choice((None, *SIDES)), action=chance.choice(("single", "start", "stop", "planned")),
              on=on(chance.randrange(-200, DAYS)))
        for n in range(chance.randrange(5))
    ]  # fmt: skip
    declared = tuple(Place(one, chance.choice(SIDES)) for one in chance.sample(favourite, chance.randrange(3)))
    return kept(told, answers, checks, events, baseline=declared, birth_year=chance.choice((None, 1950, 1984, 1999)))


def an_entry(chance: random.Random, number: int, favourite: list[str]) -> Episode:
    places = tuple(Place(chance.choice(favourite), chance.choice(SIDES)) for _ in range(chance.randrange(3)))
    return Episode(
        id=f"e{number:03d}", day=on(chance.randrange(DAYS)), minute=chance.randrange(1440), places=places,
        intensity=chance.choice((None, 1, 3, 4)), rhythm=chance.choice((None, "ripple", "sustained", "cluster")),
        duration_s=chance.choice((None, 5, 90_000)), during=chance.choice((None, "rest", "sleep", "driving")),
        suppressible=chance.choice((None, "yes", "no", "unsure")), urge=chance.choice((None, "yes", "no")),
        movement=chance.choice((None, "smile", "blink")), sensations=chance.choice(((), ("numbness",))),
    )  # fmt: skip


def a_check(chance: random.Random, number: int) -> Check:
    speeds = (None, "sudden", "hours_to_3_days", "days_to_4_weeks", "slower")
    told = check(
        chance.randrange(DAYS),
        key=f"c{number:03d}",
        lost=tuple(chance.sample(("open_jar", "climb_stairs", "whistle"), chance.randrange(3))),
        **{code: {"side": chance.choice((None, *SIDES)), "onset_speed": chance.choice(speeds)}
           for code in chance.sample(CODES, chance.randrange(4))},
    )  # fmt: skip
    return replace(told, tasks={"smile": {side: chance.choice((None, *GRADES)) for side in ("left", "right")}})


def history(records: Records, last: date) -> dict[str, list[bool]]:
    """Return for each rule the days on which it holds."""
    timeline = Timeline(in_order(records), last=last)
    return {rule.id: raised.days_held(ways, timeline.length).tolist() for rule, ways in raised.everything(timeline)}


def held(records: Records, last: date) -> dict[str, set[date]]:
    """Return the same as dates."""
    first = Timeline(in_order(records), last=last).first
    return {
        rule: {first + timedelta(days=n) for n, holds in enumerate(days) if holds}
        for rule, days in history(records, last).items()
    }


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, DAYS - 1))
def test_a_day_sees_itself_and_earlier_days_only(seed: int, number: int) -> None:
    records = diary(seed)
    whole, cut = held(records, on(DAYS - 1)), held(records, on(number))

    assert cut == {rule: {day for day in days if day <= on(number)} for rule, days in whole.items()}


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_writing_changes_nothing(seed: int, chance: random.Random) -> None:
    records = diary(seed)
    mixed = replace(
        records,
        episodes=shuffled(chance, records.episodes),
        days=shuffled(chance, records.days),
        events=shuffled(chance, records.events),
        checks=shuffled(chance, records.checks),
        baseline=shuffled(chance, records.baseline),
    )

    assert flags(mixed, DAYS - 1) == flags(records, DAYS - 1)


def shuffled(chance: random.Random, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(chance.sample(facts, len(facts)))


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([-800, -7, 1, 365, 4000]))
def test_another_year_changes_only_the_dates(seed: int, days: int) -> None:
    records = diary(seed)
    records = replace(records, birth_year=None)
    moved = moved_by(records, timedelta(days=days))
    last = on(DAYS - 1)

    assert history(moved, last + timedelta(days=days)) == history(records, last)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_left_and_right_are_alike(seed: int) -> None:
    records = diary(seed)
    assert history(mirrored(records), on(DAYS - 1)) == history(records, on(DAYS - 1))


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_an_entry_of_three_is_three_entries(seed: int) -> None:
    records = diary(seed)
    single = tuple(one if number % 5 else structs.replace(one, count=3) for number, one in enumerate(records.episodes))
    split = tuple(
        part for one in single
        for part in ([structs.replace(one, count=1, id=f"{one.id}-{n}") for n in range(3)] if one.count == 3 else [one])
    )  # fmt: skip

    whole, parts = (history(replace(records, episodes=told), on(DAYS - 1)) for told in (single, split))

    assert whole == parts


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_nothing_is_said_without_days_that_exist(seed: int) -> None:
    records = diary(seed)
    for flag in flags(records, DAYS - 1).values():
        told: list[Episode | Check | Event] = [*records.episodes, *records.checks, *records.events]
        ids = {one.id for one in told} | {one.day.isoformat() for one in records.days}
        assert flag.first_true_on <= on(DAYS - 1)
        assert {one.id for one in flag.evidence} <= ids
        assert flag.version >= 1
        assert flag.text.strip()


def moved_by(records: Records, by: timedelta) -> Records:
    return replace(
        records,
        episodes=tuple(structs.replace(one, day=one.day + by) for one in records.episodes),
        days=tuple(replace(one, day=one.day + by) for one in records.days),
        events=tuple(replace(one, on=one.on + by) for one in records.events),
        checks=tuple(replace(one, day=one.day + by) for one in records.checks),
    )


def mirrored(records: Records) -> Records:
    def other(place: Place) -> Place:
        return Place(place.site, OTHER.get(place.side, place.side))

    def turned(one: Check) -> Check:
        answers: dict[str, Any] = {
            code: told | {"side": OTHER.get(told.get("side"), told.get("side"))} for code, told in one.answers.items()
        }
        tasks = {task: {OTHER[side]: grade for side, grade in sides.items()} for task, sides in one.tasks.items()}
        return replace(one, answers=answers, tasks=tasks)

    return replace(
        records,
        episodes=tuple(structs.replace(one, places=tuple(map(other, one.places))) for one in records.episodes),
        events=tuple(replace(one, side=OTHER.get(one.side or "", one.side)) for one in records.events),
        checks=tuple(map(turned, records.checks)),
        baseline=tuple(map(other, records.baseline)),
    )


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_no_sentence_has_a_gap_and_nothing_rests_on_nothing(seed: int) -> None:
    timeline = Timeline(in_order(diary(seed)), last=on(DAYS - 1))
    for rule, ways in raised.everything(timeline):
        for way in ways:
            for day in np.flatnonzero(way.holds).tolist()[:: DAYS // 10]:
                assert all(told not in ([], ()) for told in way.said(day).values()), rule.id
                assert way.evidence(day) or rule.id == "W5"


class TestAsOfADay:
    LIDS = entries(range(0, 60, 2))
    SPREAD = kept(LIDS, entries((20, 23, 24, 30), *right("cheek")))

    def test_a_flag_says_since_when_it_holds_without_a_break(self) -> None:
        assert flags(self.SPREAD, 30)["S1"].first_true_on == on(23)
        assert flags(self.SPREAD, 59)["S1"].first_true_on == on(23)

    def test_an_entry_told_later_moves_the_day_on_which_it_would_have_held(self) -> None:
        completed = kept(*self.SPREAD.episodes, entry(19, *right("cheek"), entry_mode="backfilled"))

        assert flags(completed, 59)["S1"].first_true_on == on(20)

    def test_taking_the_confirming_entry_back_takes_the_flag_back(self) -> None:
        without = kept(self.LIDS, entry(20, *right("cheek")))

        assert "S1" not in flags(without, 59)

    def test_correcting_the_side_of_the_entries_takes_it_back(self) -> None:
        corrected = kept(self.LIDS, entries((20, 23, 24, 30), *left("cheek")))

        assert "S1" not in flags(corrected, 59)
        assert "W6" in flags(corrected, 30)

    def test_saying_that_it_was_there_before_takes_it_back(self) -> None:
        assert "S1" not in flags(replace(self.SPREAD, baseline=right("cheek")), 59)

    def test_silence_closes_nothing(self) -> None:
        assert "S1" in flags(self.SPREAD, 59 + 400)

    def test_of_two_steps_the_words_name_the_first(self) -> None:
        further = kept(*self.SPREAD.episodes, entries((40, 43), *right("chin")))

        assert flags(further, 59)["S1"].first_true_on == on(23)
        assert "Since 21 Mar 2026 also here: right cheek" in flags(further, 59)["S1"].text

    def test_what_it_rests_on_is_no_longer_than_a_reader_bears(self) -> None:
        asleep = kept([entry(n, key=f"{n}-{k}", during="sleep") for n in range(9) for k in range(9)])

        assert [one.day for one in flags(asleep, 8)["W4"].evidence] == sorted([on(6)] * 2 + [on(7)] * 9 + [on(8)] * 9)

    def test_an_unrelated_old_entry_changes_nothing(self) -> None:
        more = kept(*self.SPREAD.episodes, entry(1, *left("calf")))

        assert flags(more, 30)["S1"] == flags(self.SPREAD, 30)["S1"]


class TestSinceWhen:
    def test_is_the_day_from_which_somebody_was_to_be_seen(self) -> None:
        other = kept(entries(range(0, 60, 2)), entry(30, *left("lid_lower")), entry(35, *left("lid_lower")))

        assert flags(other, 30)["W6"].level == "watch"
        assert (flags(other, 35)["W6"].level, flags(other, 35)["W6"].first_true_on) == ("soon", on(35))

    def test_is_that_of_what_is_named_now_and_not_of_what_has_ended(self) -> None:
        chin = entries(range(0, 40, 2), *right("chin"), suppressible="no")
        lip = entries(range(30, 110, 2), *right("lip_upper"), suppressible="no")
        flag = flags(kept(chin, lip), 108)["S2"]

        assert "here: right upper lip." in flag.text
        assert flag.first_true_on == on(44)

    def test_the_more_urgent_of_two_soons_comes_first(self) -> None:
        lasting = entries(range(0, 22, 3), *right("cheek"), suppressible="no")
        ripple = entry(21, *right("chin"), rhythm="ripple", duration_s=90_000)

        assert [rule for rule in flags(kept(lasting, ripple), 21) if rule in ("S2", "S5")] == ["S5", "S2"]

    def test_a_flag_that_went_and_came_counts_from_its_return(self) -> None:
        again = kept(entries((3, 4), during="sleep"), entries((40, 41), during="sleep"))

        assert flags(again, 16)["W4"].first_true_on == on(4)
        assert "W4" not in flags(again, 17)
        assert flags(again, 42)["W4"].first_true_on == on(41)

    def test_being_seen_today_ends_with_a_check_that_is_no_worse(self) -> None:
        told = kept(event(0, "palsy", side="right"), face(5, "a_bit_weaker"), face(12, "cannot"), face(20, "same"))

        assert flags(told, 19)["S10"].level == "same_day"
        assert "S10" not in flags(told, 20)


class TestBadDiaries:
    @pytest.mark.parametrize("records", [
        kept(), kept(Day(day=FIRST)), kept(entry(0)), kept(entry(0, Place("of another version", "left"))),
        kept([entry(0, key=f"{n:05d}") for n in range(10_000)]),
        kept([entry(0, key="same") for _ in range(3)]),
        kept([Day(day=on(n), state="unknown") for n in range(200)]),
        kept(structs.replace(entry(0), day=date(1900, 1, 1)), entry(5)),
        kept(check(0)),
    ], ids=["empty", "unknown day", "one entry", "unknown site", "ten thousand in a day", "one id thrice",
            "all unknown", "1900", "a check alone"])  # fmt: skip
    def test_give_an_answer(self, records: Records) -> None:
        found = flags(records, 30)

        assert set(found) <= {"I1"}

    def test_the_day_asked_about_may_lie_before_the_diary(self) -> None:
        assert flags(kept(entries(range(5))), -40) == {}


class TestWithin:
    @given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 50))
    def test_counts_what_a_loop_counts(self, on_days: list[bool], days: int) -> None:
        slow = [sum(on_days[max(0, n - days + 1) : n + 1]) for n in range(len(on_days))]

        assert within(np.array(on_days), days).tolist() == slow
