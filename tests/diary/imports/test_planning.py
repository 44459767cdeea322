"""Rows become facts; what is guessed or dropped says so, and nothing that was typed is lost."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, datetime
from uuid import UUID

import pytest

from diary.imports.options import Options
from diary.imports.planning import plan
from diary.imports.telling import document
from tests.diary.imports.files import (
    CHINESE,
    CZECH,
    GERMAN_EXCEL,
    HEADACHE_DIARY,
    NOW,
    OWN_DAYS,
    OWN_EPISODES,
    PHONE_APP,
    codes,
    planned,
    row_of,
)

GERMAN_WORDS = {"Ort": {"values": {"Unterlid": "lid_lower", "Wange": "cheek"}}}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestWholeFiles:
    def test_a_phone_app(self):
        first, second, third = planned(PHONE_APP, time_zone="America/New_York").rows

        assert (first.status, first.reasons) == ("kept", ())
        assert first.fields == {
            "started_at": at("2026-05-01T08:15:00-04:00"), "time_zone": "America/New_York", "time_precision": "exact",
            "duration_s": 300, "sites": [{"site": "lid_lower", "side": "left"}], "intensity": 2, "stress": 4,
            "sleep_min": 450, "note": "after lunch\nCoffee: 2",
        }  # fmt: skip
        assert codes(second) == ["no_side", "past_midnight"]
        assert second.fields["duration_s"] == 1_200
        assert second.fields["sites"] == [{"site": "brow", "side": "right"}, {"site": "cheek", "side": "unsure"}]
        assert codes(third) == ["unread", "unknown_site", "no_time"]
        assert third.fields["note"] == "hello, world\nLocation: eyelid\nStress (0-10): x\nCoffee: 1"
        assert third.fields["time_precision"] == "day"
        assert "stress" not in third.fields

    def test_excel_in_german(self):
        first, second, third = planned(GERMAN_EXCEL, GERMAN_WORDS, time_zone="Europe/Berlin").rows

        assert first.fields == {
            "started_at": at("2026-05-01T08:15:00+02:00"), "time_zone": "Europe/Berlin", "time_precision": "exact",
            "duration_s": 90, "sites": [{"site": "lid_lower", "side": "left"}], "intensity": 2, "sleep_min": 450,
            "caffeine_mg": 95, "note": "nach dem Kaffee",
        }  # fmt: skip
        assert (second.fields["sleep_min"], codes(second)) == (375, ["no_time"])
        assert third.fields["started_at"] == at("2026-05-31T23:50:00+02:00")
        assert third.fields["note"] == 'Tag mit "Pause"; spät'
        assert third.fields["sites"] == [{"site": "chin", "side": "middle"}]

    def test_a_czech_table(self):
        first, second = planned(CZECH, time_zone="Europe/Prague", encoding="windows-1250").rows

        assert first.fields["started_at"] == at("2026-05-01T07:05:00+02:00")
        assert first.fields["sites"] == [{"site": "lid_lower", "side": "left"}]
        assert (first.fields["sleep_min"], second.fields["sleep_min"]) == (450, 360)

    def test_a_table_in_traditional_chinese(self):
        first, second, third = planned(CHINESE, time_zone="Asia/Taipei").rows

        assert first.fields == {
            "started_at": at("2026-05-01T15:05:00+08:00"), "time_zone": "Asia/Taipei", "time_precision": "exact",
            "duration_s": 30, "sites": [{"site": "lid_lower", "side": "left"}], "intensity": 2, "stress": 4,
            "sleep_min": 420, "note": "喝咖啡後",
        }  # fmt: skip
        assert (second.fields["time_precision"], codes(second)) == ("part_of_day", ["part_of_day"])
        assert codes(third) == ["unknown_site", "side_without_site", "roc_year", "no_time"]
        assert third.fields["note"] == "部位: 眼皮\n左右: 右"

    def test_a_headache_diary(self):
        plan_ = planned(HEADACHE_DIARY)

        assert [(row.date, row.fields) for row in plan_.facts()] == [
            (date(2026, 5, 1), {
                "state": "twitched", "burden": "many", "sleep_quality": 7, "sleep_min": 450, "fatigue": 3,
                "note": "long day\nPain (0-10): 6",
            }),
            (date(2026, 5, 2), {
                "state": "none", "sleep_quality": 8, "sleep_min": 480, "fatigue": 2, "note": "walked\nPain (0-10): 0",
            }),
            (date(2026, 5, 4), {
                "state": "unknown", "burden": "continuous", "sleep_min": 375, "note": "Pain (0-10): 2",
            }),
        ]  # fmt: skip
        assert plan_.totals == {"kept": 2, "guessed": 2, "waiting": 0, "dropped": 1}

    def test_our_own_export_comes_back_as_it_was(self):
        first, second = planned(OWN_EPISODES).rows

        assert (first.status, second.status) == ("kept", "kept")
        assert first.fields == {
            "started_at": at("2026-05-01T08:15:00+08:00"), "time_zone": "Asia/Taipei", "time_precision": "exact",
            "duration_s": 30, "ongoing": False, "count": 3,
            "sites": [{"site": "lid_lower", "side": "left"}, {"site": "cheek", "side": "left"}],
            "rhythm": "ripple", "intensity": 2, "during": "screen", "suppressible": "unsure", "urge": "no",
            "observed_by": "self", "sensations": ["tightness", "tingling"], "caffeine_mg": 95, "sleep_min": 450,
            "stress": 4, "note": "=not a formula", "recorded_at": at("2026-05-01T08:16:02.123000+08:00"),
        }  # fmt: skip
        assert second.fields["time_precision"] == "day"
        assert [row.fields for row in planned(OWN_DAYS).rows] == [
            {
                "state": "twitched", "burden": "few", "function": 1,
                "drinks": [{"kind": "espresso", "count": 2}, {"kind": "green_tea", "count": 1}], "caffeine_mg": 155,
                "last_caffeine_at": at("2026-05-01T06:30:00+00:00"), "sleep_min": 450, "sleep_quality": 7, "stress": 4,
                "fatigue": 3, "screen_min": 120, "alcohol_units": 1, "wearing_off": False, "note": "fine",
            },
            {"state": "none", "drinks": []},
        ]  # fmt: skip


class TestNotes:
    def test_of_two_thousand_code_points_fit_and_one_more_does_not(self):
        fits = row_of(f"date,note\n2026-05-01,{'😀' * 2_000}\n")
        mapped = row_of(f"date,note,x\n2026-05-01,{'a' * 1_995},y\n")

        assert fits.fields["note"] == "😀" * 2_000
        assert mapped.fields["note"] == "a" * 1_995 + "\nx: y"
        assert codes(row_of(f"date,note\n2026-05-01,{'a' * 2_001}\n")) == ["note_too_long"]

    def test_are_counted_as_they_are_stored(self):
        assert (
            row_of(f"date,note\n2026-05-01,{unicodedata.normalize('NFD', 'é') * 2_000}\n").fields["note"] == "é" * 2_000
        )

    def test_hold_columns_without_a_meaning_by_name(self):
        assert row_of("date,Weather,Mood\n2026-05-01,rain,\n").fields["note"] == "Weather: rain"


class TestDays:
    def test_rows_of_one_date_that_agree_become_one(self):
        plan_ = planned("date,state,stress,note\n2026-05-01,yes,,a\n2026-05-01,yes,4,b\n2026-05-01,,,a\n")
        first, second, third = plan_.rows

        assert [row.number for row in plan_.facts()] == [2]
        assert first.fields == {"state": "twitched", "stress": 4, "note": "a\nb"}
        assert (second.merged_into, third.merged_into) == (2, 2)
        assert (codes(first), codes(second)) == (["same_date"], ["same_date"])

    def test_rows_of_one_date_that_differ_are_both_told(self):
        first, second = planned("date,state,stress (0-10)\n2026-05-01,yes,4\n2026-05-01,no,4\n").rows

        assert first.fields == {"state": "twitched", "stress": 4, "note": "state: no"}
        assert (codes(second), second.merged_into, second.fields) == (["contradicts_row"], 2, {})

    def test_a_row_that_does_not_fit_beside_another_is_dropped(self):
        note = "x" * 1_000
        first, second, third = planned(
            f"date,state,note\n2026-05-01,yes,{note}\n2026-05-01,,{note}y\n2026-05-01,,{'z' * 999}\n"
        ).rows

        assert (second.status, codes(second), second.merged_into) == ("dropped", ["note_too_long"], None)
        assert first.fields["note"] == f"{note}\n{'z' * 999}"
        assert third.merged_into == 2

    @pytest.mark.parametrize(
        ("cells", "status", "code"),
        [
            ("2026-11-23,yes,", "kept", None),  # it is the 23rd already on Kiritimati
            ("2026-11-24,yes,", "dropped", "future"),
            ("1899-12-31,yes,", "dropped", "ancient"),
            ("2026-05-01,,", "dropped", "says_nothing"),
            ("2026-05-01,,x", "kept", None),
            ("2026-05-01 08:15,yes,", "guessed", "unread_time"),
            ("2026-05-01 00:00,yes,", "kept", None),
            (",yes,", "dropped", "no_date"),
        ],
    )
    def test_a_date_is_all_that_a_row_needs_beside_an_answer(self, cells, status, code):
        row = planned(f"date,state,note\n{cells}\n").rows[0]

        assert (row.status, codes(row)) == (status, [code] if code else [])

    def test_with_a_time_zone_tomorrow_is_tomorrow_there(self):
        assert planned("date,state\n2026-11-23,yes\n", time_zone="Europe/Prague").rows[0].status == "dropped"


class TestIds:
    FILE = "date,site,note\n2026-05-01,chin,a\n2026-05-01,chin,a\n2026-05-01,chin,a\n2026-05-01,cheek,\n"

    def ids(self, file: str = FILE, mapping: object = None, **told: str) -> list[UUID | None]:
        return [row.id for row in planned(file, mapping, **{"time_zone": "Asia/Taipei", **told}).rows]

    def test_three_rows_that_say_the_same_are_three(self):
        assert len(set(self.ids())) == 4
        assert {id.version for id in self.ids() if id} == {4}

    def test_the_same_file_twice_has_the_same_ids(self):
        assert self.ids() == self.ids()

    def test_of_what_the_rows_say_and_not_of_how_the_file_is_written(self):
        again = (
            "\ufeffnote;date;site\r\na;2026-05-01;chin\r\na;2026-05-01; chin\r\na;2026-05-01;chin\r\n;2026-05-01;cheek"
        )

        assert self.ids(again) == self.ids()
        assert self.ids(time_zone="Europe/Prague") == self.ids()
        assert self.ids(mapping={"site": {"target": "ignore"}}) == self.ids()

    def test_are_others_in_another_diary_or_as_days(self):
        other = plan(self.FILE.encode(), diary=UUID(int=7), now=NOW, options=Options(time_zone="Asia/Taipei"))

        assert not {row.id for row in other.rows} & set(self.ids())
        assert not set(self.ids(self.FILE, resource="days")) & set(self.ids())

    def test_are_these_for_ever(self):
        assert str(self.ids()[0]) == "372b7a3f-ad3b-4ff7-ab61-b918291a0c53"


class TestPlanAsJson:
    def test_tells_everything_in_plain_types(self):
        told = document(planned(PHONE_APP, time_zone="America/New_York"))

        assert json.loads(json.dumps(told)) == told
        assert told["totals"] == {"kept": 1, "guessed": 2, "waiting": 0, "dropped": 0, "facts": 3}
        assert told["rows"][0]["fields"]["started_at"] == "2026-05-01T08:15:00-04:00"
        assert told["columns"][6] == {
            "name": "Sleep", "letter": "G", "target": "sleep", "unit": "h", "units": ["min", "h", "hh:mm"],
            "certainty": "guessed", "filled": 3, "examples": ["7.5", "6", "7"], "unread": [],
            "why": {"code": "unit_by_size", "detail": "Its name says so; the unit is told by the size of its numbers."},
        }  # fmt: skip

    def test_may_tell_some_of_the_rows(self):
        told = document(planned(PHONE_APP, time_zone="America/New_York"), first=1, at_most=1)

        assert [row["row"] for row in told["rows"]] == [3]
        assert told["file"]["rows"] == 3
