"""When it happened: dates and times in many hands, and the moments that they become."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from diary.imports.options import Options
from diary.imports.planning import plan
from tests.diary.imports.files import (
    DIARY,
    codes,
    planned,
    row_of,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestDatesAndTimes:
    @pytest.mark.parametrize(
        "cell",
        [
            "2026-05-01", "2026/5/1", "2026.05.01", "20260501", "1 May 2026", "May 1, 2026", "Fri, 1 May 2026",
            "1-May-26", "1st May 2026", "2026年5月1日", "2026/5/1 (五)", "民國115年5月1日", "115/05/01",
            "２０２６／０５／０１", "2026-05-01 00:00:00 nonsense",
        ],
    )  # fmt: skip
    def test_a_date_is_read_in_many_hands(self, cell):
        row = row_of(f"date\tx\n2026-05-03\t\n{cell}\t\n")

        assert row.fields["started_at"] == at("2026-05-01T12:00:00+02:00")
        assert row.fields["time_precision"] == "day"

    @pytest.mark.parametrize("cell", ["1.5.2026", "01/05/2026", "1. 5. 2026", "1-5-2026", "1.5.26", "01.05.26."])
    def test_a_date_in_an_order_is_read_once_the_order_is_told(self, cell):
        assert row_of(f"date\n{cell}\n", date_order="dmy").fields["started_at"].date() == date(2026, 5, 1)
        assert row_of(f"date\n{cell}\n", date_order="mdy").fields["started_at"].date() == date(2026, 1, 5)
        assert row_of(f"date\n{cell}\n").status == "waiting"

    @pytest.mark.parametrize(
        ("cell", "clock"),
        [
            ("8:15", "08:15"), ("08.15", "08:15"), ("8:15:30", "08:15"), ("8:15 PM", "20:15"), ("12:30 am", "00:30"),
            ("12:05 p.m.", "12:05"), ("8 pm", "20:00"), ("15h30", "15:30"), ("8.15 Uhr", "08:15"),
            ("下午3:05", "15:05"), ("下午3點半", "15:30"), ("上午9時5分", "09:05"), ("中午12:30", "12:30"),
            ("１５：０５", "15:05"), ("1899-12-30 08:15:00", "08:15"),
        ],
    )  # fmt: skip
    def test_a_time_is_read_in_many_hands(self, cell, clock):
        row = row_of(f"date\ttime\n2026-05-01\t7:00\n2026-05-01\t{cell}\n")

        assert row.fields["started_at"].strftime("%H:%M") == clock
        assert (row.status, row.fields["time_precision"]) == ("kept", "exact")

    @pytest.mark.parametrize("cell", ["25:00", "8:61", "13:00 AM", "晚上12:00", "night", "8", "soon"])
    def test_a_time_that_is_none_goes_into_the_note(self, cell):
        row = row_of(f"date\ttime\n2026-05-01\t7:00\n2026-05-01\t{cell}\n")

        assert codes(row) == ["unread_time", "no_time"]
        assert row.fields["note"] == f"time: {cell}"
        assert row.fields["time_precision"] == "day"

    def test_day_numbers_are_read_once_their_system_is_told(self):
        file = "start\n46143.34375\n"

        assert row_of(file).status == "waiting"
        assert row_of(file, serial_dates="1900").fields["started_at"] == at("2026-05-01T08:15:00+02:00")
        assert row_of("start\n44681,34375\n", serial_dates="1904").fields["started_at"] == at("2026-05-01T08:15+02:00")

    @pytest.mark.parametrize(
        ("cell", "started_at", "reasons"),
        [
            ("2026-03-29 02:30", "2026-03-29T03:30:00+02:00", ["dst_gap"]),  # skipped: by the offset before
            ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00", ["dst_overlap"]),  # twice: the earlier
            ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00", []),
            ("2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00", []),
            ("2026-10-25T08:30:00+08:00", "2026-10-25T02:30:00+02:00", ["other_offset"]),
            ("2026-10-25T08:30:00 GMT+8", "2026-10-25T02:30:00+02:00", ["other_offset"]),
        ],
    )
    def test_a_clock_time_becomes_a_moment(self, cell, started_at, reasons):
        row = row_of(f"start\n{cell}\n")

        assert row.fields["started_at"] == at(started_at)
        assert row.fields["started_at"].utcoffset() == at(started_at).utcoffset()
        assert codes(row) == reasons

    @pytest.mark.parametrize(
        ("file", "code"),
        [
            ("date,note\n,no date\n", "no_date"),
            ("date,note\n2026-05-01,\nyesterday,x\n", "no_date"),
            ("date,note\n2026-05-01,\n2026-02-30,x\n", "no_date"),
            ("date\n2026-11-24\n", "future"),
            ("start\n2026-11-22 13:06\n", "future"),
            ("start\n2062-05-01 08:00\n", "future"),
            ("date\n1899-12-31\n", "ancient"),
            ("date,x\n,\n", "empty_row"),
            ("date,x\n\n", "empty_row"),
        ],
    )
    def test_a_row_without_a_date_that_may_stand_is_dropped(self, file, code):
        row = row_of(file)

        assert (row.status, codes(row), row.id, row.fields) == ("dropped", [code], None, {})

    def test_a_phone_five_minutes_ahead_is_believed(self):
        assert row_of("start\n2026-11-22 13:05\n").status == "kept"

    @pytest.mark.parametrize(
        ("now", "cells", "started_at"),
        [
            ("2026-11-22T12:00:00+01:00", "2026-11-22,", "2026-11-22T12:00:00+01:00"),
            ("2026-11-22T11:59:00+01:00", "2026-11-22,", "2026-11-22T00:00:00+01:00"),
            ("2026-11-22T20:00:00+01:00", "2026-11-22,evening", "2026-11-22T18:00:00+01:00"),
            ("2026-11-22T21:00:00+01:00", "2026-11-22,evening", "2026-11-22T21:00:00+01:00"),
        ],
    )
    def test_a_day_or_a_part_of_it_never_stands_in_the_future(self, now, cells, started_at):
        made = plan(
            f"date,time\n2026-05-01,8:00\n{cells}\n".encode(),
            diary=DIARY, now=at(now), options=Options(time_zone="Europe/Prague"),
        )  # fmt: skip

        assert made.rows[-1].fields["started_at"] == at(started_at)

    def test_midnight_everywhere_is_no_time(self):
        file = "date\n2026-05-01 00:00:00\n2026-05-02 00:00:00\n"

        assert codes(row_of(file)) == ["no_time"]
        assert codes(row_of(file + "2026-05-03 08:15:00\n2026-05-04 00:00:00\n")) == []
        assert codes(row_of("date,time\n2026-05-01 00:00,8:15\n2026-05-02 00:00,8:20\n")) == []

    @pytest.mark.parametrize(
        ("cells", "duration_s", "reasons"),
        [
            ("2026-05-01,8:15,8:20,", 300, []),
            ("2026-05-01,23:50,0:10,", 1_200, ["past_midnight"]),
            ("2026-10-24,23:00,4:00,", 21_600, ["past_midnight"]),  # the night of the clock change has an hour more
            ("2026-03-28,23:00,4:00,", 14_400, ["past_midnight"]),  # and one less
            ("2026-05-01,8:15,2026-05-03 8:15,", 172_800, []),
            ("2026-05-01,8:15,8:15,", None, ["unread_end"]),
            ("2026-05-01,8:15:30,8:15,", None, ["unread_end"]),
            ("2026-05-01,8:15,2026-05-09 8:15,", None, ["unread_end"]),
            ("2026-05-01,8:15,2026-04-30 8:15,", None, ["unread_end"]),
            ("2026-05-01,,8:20,", None, ["no_time", "unread_end"]),
            ("2026-05-01,8:15,8:20,5 min", 300, []),
            ("2026-05-01,8:15,8:20,280 s", 280, []),
            ("2026-05-01,8:15,8:20,7 min", 420, ["end_disagrees"]),
        ],
    )
    def test_an_end_becomes_a_duration_by_instants(self, cells, duration_s, reasons):
        row = row_of(f"date,time,end,duration\n2026-05-01,8:15,8:16,\n{cells}\n")

        assert row.fields.get("duration_s") == duration_s
        assert sorted(codes(row)) == reasons
        assert ("end: " in row.fields.get("note", "")) == any("end" in reason for reason in reasons)

    def test_two_dates_or_times_that_differ_are_both_told(self):
        mapping = {"a": {"target": "started_at"}, "b": {"target": "date"}, "c": {"target": "time"}}
        same = row_of("a,b,c\n2026-05-01 8:15,2026-05-01,8:15\n", mapping)
        other = row_of("a,b,c\n2026-05-01 8:15,2026-05-02,9:15\n", mapping)

        assert same.status == "kept"
        assert codes(other) == ["date_disagrees", "time_disagrees"]
        assert other.fields["note"] == "b: 2026-05-02\nc: 9:15"

    def test_a_date_that_repeats_the_start_says_nothing_new(self):
        row = row_of("Date,Start\n2026-05-01,2026-05-01 8:15\n")

        assert (row.status, set(row.fields)) == ("kept", {"started_at", "time_zone", "time_precision"})

    @pytest.mark.parametrize("cells", ["2026-05-01 00:00:00\t2026-05-01 8:15\t", "2026-05-01 00:00:00\t\t8:15"])
    def test_a_date_with_an_idle_midnight_is_a_date(self, cells):
        mapping = {"a": {"target": "date"}, "b": {"target": "started_at"}, "c": {"target": "time"}}
        row = row_of(f"a\tb\tc\n{cells}\n", mapping)

        assert (row.status, row.fields["started_at"]) == ("kept", at("2026-05-01T08:15:00+02:00"))

    def test_a_moment_of_recording_lies_between_the_start_and_now(self):
        file = "start,recorded_at\n2026-05-01 08:15,2026-05-01 08:20\n2026-05-01 08:15,2026-05-01 08:05\n"
        kept, odd = planned(file, time_zone="Europe/Prague").rows

        assert kept.fields["recorded_at"] == at("2026-05-01T08:20:00+02:00")
        assert "recorded_at" not in odd.fields
        assert codes(odd) == ["unread"]

    def test_the_time_zone_of_a_row_goes_before_that_of_the_file(self):
        file = "start,time zone\n2026-05-01 08:15,Asia/Taipei\n2026-05-01 08:15,\n2026-05-01 08:15,home\n"
        first, second, third = planned(file, time_zone="Europe/Prague").rows

        assert first.fields["started_at"] == at("2026-05-01T08:15:00+08:00")
        assert second.fields["time_zone"] == third.fields["time_zone"] == "Europe/Prague"
        assert third.fields["note"] == "time zone: home"
        assert [row.status for row in planned(file).rows] == ["kept", "waiting", "waiting"]
