"""What the clinic's page of one diary says beyond the Profile."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from reports.flags.past import past_flags
from reports.follow_up.around import (
    FEW_DAYS_AFTER,
    FIRST_DAY,
    LENGTHS,
    MAY_BE_BAD,
    NO_DAYS_BEFORE,
    NOT_A_CAUSE,
    TOXIN,
    TOXIN_IN_BOX_7,
    around,
    called,
    treatments,
)
from reports.follow_up.flags import flags_table
from reports.follow_up.points import week_points
from reports.follow_up.since import new_places
from reports.follow_up.timeline import SILENT, Stretch, timeline
from reports.records import Day, Episode, Place, Records, Reviewed, in_order
from reports.summary import summarise
from tests.reports.flags.diaries import check, entries, entry, event, face, kept, left, on, quiet
from tests.reports.flags.test_history import DAYS, SEEDS, diary

LAST = f"{FIRST_DAY} {NOT_A_CAUSE}"
BETTER = [*entries(range(40)), *quiet(range(40, 80))]  # a twitch on each of forty days, then none


class TestNewPlaces:
    def test_are_those_that_were_never_there_before(self) -> None:
        records = Records(
            reference="", name="", baseline=(Place("chin", "left"),),
            episodes=(
                Episode(id="1", day=on(1), places=(Place("cheek", "left"),)),
                Episode(id="2", day=on(9), places=(Place("cheek", "both_together"), Place("chin", "left"))),
                Episode(id="3", day=on(8), places=(Place("lid_lower", "left"),)),
            ),
        )  # fmt: skip

        assert new_places(records, after=on(1)) == [Place("lid_lower", "left"), Place("cheek", "right")]


class TestAround:
    def test_compares_as_many_days_before_as_were_asked_for_after(self) -> None:
        toxin = event(40, "toxin")
        told = around(in_order(kept(BETTER, toxin)), toxin, days=28, today=on(79))

        assert told.before is not None
        assert (told.before.first, told.before.last) == (on(12), on(39))
        assert (told.after.first, told.after.last) == (on(40), on(67))
        days, before, after, change = told.table.rows[0]
        assert (days, before[:6], after[:5]) == ("Twitch days", "28/28 ", "0/28 ")
        assert change.startswith("−100 points")
        assert change.endswith("clear")
        assert told.table.header[1:3] == ("13 Mar 2026 to 9 Apr 2026", "10 Apr 2026 to 7 May 2026")

    def test_compares_no_more_days_than_have_come(self) -> None:
        toxin = event(40, "toxin")
        told = around(in_order(kept(BETTER, toxin)), toxin, days=84, today=on(59))

        assert told.before is not None
        assert (told.before.length, told.after.length, told.after.last) == (20, 20, on(59))

    def test_says_what_a_reader_has_to_know_beside_the_numbers(self) -> None:
        toxin, pills = event(40, "toxin"), event(50, "medication", "start")
        said = around(in_order(kept(BETTER, toxin, pills, event(45, "visit", "planned"))), toxin, days=28, today=on(79))

        assert said.sentences == (
            MAY_BE_BAD, "Also in these days: start medication, 20 Apr 2026.", f"{TOXIN} {TOXIN_IN_BOX_7}", LAST,
        )  # fmt: skip

    def test_of_an_older_injection_leaves_box_7_out_which_is_about_the_newest(self) -> None:
        first, second = event(40, "toxin"), event(70, "toxin")
        told = around(in_order(kept(BETTER, first, second)), first, days=28, today=on(79))

        assert TOXIN in told.sentences

    @pytest.mark.parametrize(
        ("facts", "start", "today", "why"),
        [
            (entries(range(40)), 20, 25, "Only 6 days have come since; 14 are needed to compare."),
            (entries(range(40)), 20, 20, "Only 1 day has come since; 14 are needed to compare."),
            (entries(range(40)), 3, 39, NO_DAYS_BEFORE),
            (entries((*range(30), 40, 57)), 30, 57, FEW_DAYS_AFTER),
        ],
    )
    def test_says_why_there_is_nothing_to_compare(self, facts: list[Any], start: int, today: int, why: str) -> None:
        pills = event(start, "medication", "start")
        told = around(in_order(kept(facts, pills)), pills, days=28, today=on(today))

        assert told.sentences[0] == why
        assert not told.table.marked

    def test_warns_of_bad_days_before_it_whatever_else_began_later(self) -> None:
        calm, bad = entries(range(0, 100, 2)), entries(range(86, 100), key="") + entries(range(86, 100), *left("cheek"))
        pills = event(100, "medication", "start")
        later = [event(100 + 5 * n, "therapy", "single") for n in range(1, 6)]
        told = around(
            in_order(kept(calm, bad, entries(range(100, 156, 2)), pills, later)), pills, days=56, today=on(155)
        )

        assert "begun after bad days" in told.sentences[0]

    def test_has_the_whole_name_of_a_treatment(self) -> None:
        assert called(event(1, "toxin")) == "botulinum toxin injection, 2 Mar 2026"

    def test_is_there_for_what_began_within_the_diary_the_newest_first(self) -> None:
        told = [event(n, "medication", action) for n, action in
                ((-5, "start"), (3, "start"), (9, "stop"), (12, "change"), (20, "planned"), (90, "start"))]  # fmt: skip
        records = in_order(kept(entries(range(40)), told))

        assert [one.on for one in treatments(records, today=on(39))] == [on(12), on(3)]
        assert treatments(in_order(kept(told)), today=on(39)) == ()

    @settings(max_examples=20, deadline=None)
    @given(SEEDS)
    def test_both_sides_are_as_long_as_each_other_or_the_diary_is_young(self, seed: int) -> None:
        records = in_order(diary(seed))
        for one in treatments(records, today=on(DAYS)):
            for days in LENGTHS:
                told = around(records, one, days=days, today=on(DAYS))
                assert told.after.length <= days
                assert told.before is None or told.before.length <= told.after.length
                assert told.before is None or told.before.last + timedelta(days=1) == one.on == told.after.first


def told_of(records: Records, *, last: int, with_entries: bool = False, first: int = 0) -> tuple[Stretch, ...]:
    ordered = in_order(records)
    summary = summarise(ordered, first=on(first), last=on(last))
    return timeline(summary, past_flags(ordered, as_of=on(last)), practice="Lin", with_entries=with_entries)


class TestTimeline:
    def test_has_everything_of_a_week_the_newest_first(self) -> None:
        signed = Reviewed(rule="U7", level="emergency", on=on(69), by="Dr Wu", practice="Lin")
        records = kept(
            entries(range(70)), entry(67, *left("cheek"), key="new"), event(66, "medication", "start"),
            check(68, "swallow_saliva"), reviewed=(signed,),
        )  # fmt: skip
        newest = told_of(records, last=69)[0]

        assert [(one.kind, one.day) for one in newest.moments if one.kind != "flag"] == [
            ("seen", on(69)), ("check", on(68)), ("area", on(67)), ("event", on(66)),
        ]  # fmt: skip
        said = {one.kind: one.said for one in newest.moments}
        assert said["seen"] == "U7 was signed by Dr Wu"
        assert said["area"] == "left cheek, for the first time"
        assert said["event"] == "start medication"
        assert any(one.said.startswith("U7, EMERGENCY: ") for one in newest.moments if one.kind == "flag")
        assert newest.said == "7 of 7 days answered, twitching on 7; 8 episodes on 7 days that can be counted."

    def test_a_check_says_what_was_weaker_and_what_was_answered(self) -> None:
        records = kept(entries(range(20)), face(15, "clearly_weaker"), check(16, "swallow_saliva"))
        opened, page = (
            [one.said for week in told_of(records, last=19, with_entries=how) for one in week.moments
             if one.kind == "check"] for how in (True, False)
        )  # fmt: skip

        assert "clearly weaker" in opened[1]
        assert "clearly weaker" in page[1]
        assert "; answered: nothing with yes" in opened[1]
        assert opened[0] == "Face check: answered: cannot swallow saliva"
        assert page[0] == "Face check"

    def test_what_is_told_again_is_there_again(self) -> None:
        told = told_of(kept(entries(range(30)), check(2, "swallow_saliva"), check(25, "swallow_saliva")), last=29)

        assert [one.day for week in told for one in week.moments if one.kind == "flag" and "U7" in one.said] == [
            on(25), on(2),
        ]  # fmt: skip

    def test_who_signed_at_another_practice_is_not_named(self) -> None:
        signed = Reviewed(rule="U7", level="emergency", on=on(9), by="Dr Other", practice="Elsewhere")
        told = told_of(kept(entries(range(10)), check(8, "swallow_saliva"), reviewed=(signed,)), last=9)

        assert [one.said for week in told for one in week.moments if one.kind == "seen"] == [
            "U7 was signed by another practice"
        ]

    def test_a_week_of_a_check_alone_says_that_no_day_was_answered_not_that_nothing_is_known(self) -> None:
        told = told_of(kept(entries(range(7)), check(10, "swallow_saliva")), last=13)

        assert (told[0].said, [one.kind for one in told[0].moments]) == (SILENT, ["check", "flag"])
        assert "nothing" not in SILENT

    def test_days_on_and_off_are_not_counted_as_none(self) -> None:
        told = told_of(kept([Day(day=on(n), state="twitched", burden="on_and_off") for n in range(7)]), last=6)

        assert told[0].said == "7 of 7 days answered, twitching on 7; no day can be counted."

    def test_silent_weeks_in_a_row_are_one_and_are_not_called_calm(self) -> None:
        told = told_of(kept(entries(range(7)), entries(range(28, 35))), last=34)

        assert [(week.period.first, week.period.last) for week in told] == [
            (on(28), on(34)), (on(7), on(27)), (on(0), on(6)),
        ]  # fmt: skip
        assert told[1].said == SILENT

    def test_a_silent_week_with_an_event_stands_alone(self) -> None:
        told = told_of(kept(entries(range(7)), entries(range(28, 35)), event(17, "visit")), last=34)

        assert [week.period.length for week in told] == [7, 7, 7, 7, 7]
        assert [len(week.moments) for week in told if week.said == SILENT] == [0, 1, 0]

    def test_has_entries_only_where_they_are_open(self) -> None:
        records = kept(entries(range(20)))

        assert all(week.entries is None for week in told_of(records, last=19))
        opened = told_of(records, last=19, with_entries=True)
        assert [row[0] for row in opened[0].entries.rows][:2] == ["20 Mar 2026", "19 Mar 2026"]  # type: ignore[union-attr]

    @settings(max_examples=25, deadline=None)
    @given(SEEDS)
    def test_every_day_is_in_one_stretch_and_every_entry_in_its_own(self, seed: int) -> None:
        records = diary(seed)
        told = told_of(records, last=DAYS - 1, with_entries=True)
        ordered = in_order(records)
        summary = summarise(ordered, first=on(0), last=on(DAYS - 1))
        period = summary.now.period

        assert (told[-1].period.first, told[0].period.last) == (period.first, period.last)
        assert all(older.period.last + timedelta(days=1) == newer.period.first for newer, older in pairwise(told))
        assert sum(len(week.entries.rows) for week in told if week.entries) == len(summary.entries)
        assert all(one.day in week.period for week in told for one in week.moments)


class TestFlagsSoFar:
    def test_say_the_days_and_who_signed_and_what_was_told_again_since(self) -> None:
        mine, theirs = (
            Reviewed(rule="U7", level="emergency", on=on(n), by="Dr Wu", practice=practice)
            for n, practice in ((91, "Lin"), (1, "Elsewhere"))
        )
        told = kept([check(n, "swallow_saliva") for n in (0, 20, 90)], reviewed=(mine, theirs))
        rows = flags_table(past_flags(in_order(told), as_of=on(95)), practice="Lin").rows

        assert [row[1:] for row in rows] == [
            ("EMERGENCY", "30 May 2026 to now", "Dr Wu, 31 May 2026"),
            ("EMERGENCY", "1 Mar 2026 to 17 Apr 2026",
             "another practice, 2 Mar 2026; not since its newest evidence, 21 Mar 2026"),
        ]  # fmt: skip


class TestWeekPoints:
    def test_are_the_whole_diary_with_gaps_where_too_little_is_known(self) -> None:
        records = in_order(kept(entries(range(7)), entries(range(14, 21)), event(10, "visit")))
        told = week_points(records, today=on(20))

        assert told is not None
        assert told["share"]["value"] == [100.0, None, 100.0]
        assert told["rate"]["value"] == [1.0, None, 1.0]
        assert told["said"][1] == "8 Mar 2026 to 14 Mar 2026: 0 days answered"
        assert told["said"][2].endswith(": 7 days answered, twitching on 100 % of them, 1.0 episodes a day")
        assert [one["said"] for one in told["events"]] == ["visit"]
        assert told["at"][0] == datetime.combine(on(3), time(12), UTC).timestamp()

    def test_begin_where_the_diary_is_kept_and_not_with_one_entry_of_long_ago(self) -> None:
        told = week_points(in_order(kept(entry(-40_000), entries(range(14)))), today=on(13))

        assert told is not None
        assert len(told["at"]) == 2

    @pytest.mark.parametrize("days", [0, 7])
    def test_are_not_there_before_the_second_week(self, days: int) -> None:
        assert week_points(in_order(kept(entries(range(days)))), today=on(6)) is None

    @settings(max_examples=25, deadline=None)
    @given(SEEDS)
    def test_columns_are_as_long_as_each_other_and_an_interval_holds_its_value(self, seed: int) -> None:
        told = week_points(in_order(diary(seed)), today=on(DAYS))
        if told is None:
            return
        for name in ("share", "rate"):
            columns = told[name]
            assert {len(column) for column in columns.values()} == {len(told["at"])} == {len(told["said"])}
            rows = zip(columns["low"], columns["value"], columns["high"], strict=True)
            assert all(row == (None, None, None) or row[0] <= row[1] <= row[2] for row in rows)
