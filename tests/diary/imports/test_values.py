"""Numbers, codes and places in many hands; what is not understood stays in the note."""

from __future__ import annotations

import pytest

from diary import vocabulary as v
from tests.diary.imports.files import (
    codes,
    planned,
    row_of,
)


class TestValues:
    @pytest.mark.parametrize(
        ("header", "cell", "field", "value"),
        [
            ("duration", "30 s", "duration_s", 30),
            ("duration (min)", "1,5", "duration_s", 90),
            ("duration (h)", "1:30", "duration_s", 5_400),
            ("duration (min)", "1:30", "duration_s", 90),
            ("duration", "00:01:30", "duration_s", 90),
            ("duration", "1 h 20 min", "duration_s", 4_800),
            ("duration", "2分鐘30秒", "duration_s", 150),
            ("duration (s)", "604800", "duration_s", 604_800),
            ("sleep (h)", "7,5", "sleep_min", 450),
            ("sleep (h)", "7.33", "sleep_min", 440),  # 439.8
            ("sleep (min)", "7:30", "sleep_min", 450),
            ("sleep", "7:30 h", "sleep_min", 450),
            ("sleep (min)", "1 200", "sleep_min", 1_200),
            ("caffeine (mg)", "95 mg", "caffeine_mg", 95),
            ("count", "3x", "count", 3),
            ("count", "3,0", "count", 3),
            ("次數", "３次", "count", 3),
            ("stress (0-10)", "6/10", "stress", 6),
            ("stress (0-10)", "0", "stress", 0),
            ("ongoing", "是", "ongoing", True),
            ("rhythm", "A ripple under the skin", "rhythm", "ripple"),
            ("during", "看螢幕時", "during", "screen"),
            ("sensations", "pain, 緊繃", "sensations", ["pain", "tightness"]),
            ("seen by", "me", "observed_by", "self"),
        ],
    )
    def test_are_read_in_many_hands(self, header, cell, field, value):
        row = row_of(f"date\tsite\t{header}\n2026-05-01\t\t{cell}\n")

        assert row.fields[field] == value
        assert codes(row) == ["no_time"]

    @pytest.mark.parametrize(
        ("header", "cell"),
        [
            ("duration (s)", "604801"), ("duration (s)", "-5"), ("duration (s)", "9" * 5_000), ("duration", "2 weeks"),
            ("sleep (h)", "25"), ("sleep (h)", "7 or 8"), ("sleep (h)", "1e3"), ("sleep (h)", "nan"),
            ("count", "0"), ("count", "1000"), ("count", "a few"), ("count", "2.5"), ("count", "٣"),
            ("stress (0-10)", "3.5"), ("stress (0-10)", "high"), ("stress (0-10)", "-"), ("stress (0-10)", "7/11"),
            ("caffeine (mg)", "5001"), ("rhythm", "fluttery"), ("ongoing", "maybe"), ("sensations", "pain, itch"),
        ],
    )  # fmt: skip
    def test_that_are_not_understood_are_kept_in_the_note(self, header, cell):
        row = row_of(f"date\t{header}\n2026-05-01\t{cell}\n", {header: {}})

        if len(cell) > v.NOTE_MAX:
            assert (row.status, codes(row)) == ("dropped", ["note_too_long"])
        else:
            assert codes(row) == ["unread", "no_time"]
            assert row.fields["note"] == f"{header}: {cell}"
            assert set(row.fields) == {"started_at", "time_zone", "time_precision", "note"}

    def test_silence_is_never_zero(self):
        row = row_of("date,count,stress,sleep (h),caffeine mg,note,site,ongoing\n2026-05-01,,,,,,,\n")

        assert set(row.fields) == {"started_at", "time_zone", "time_precision"}

    @pytest.mark.parametrize(
        ("site", "side", "sites", "reasons"),
        [
            ("left lower eyelid", "", [("lid_lower", "left")], []),
            ("lower eyelid", "right", [("lid_lower", "right")], []),
            ("Lower left eyelid", "left", [("lid_lower", "left")], []),
            ("L brow + R cheek", "", [("brow", "left"), ("cheek", "right")], []),
            ("左下眼皮、右嘴角", "", [("lid_lower", "left"), ("mouth_corner", "right")], []),
            ("chin, chin", "left", [("chin", "left")], []),
            ("between the brows", "", [("glabella", "middle")], []),
            ("chin", "", [("chin", "unsure")], ["no_side"]),
            ("chin", "not sure", [("chin", "unsure")], []),
            ("cheek", "both", [("cheek", "unsure")], ["both_sides"]),
            ("both cheeks", "", [("cheek", "unsure")], ["both_sides"]),
            ("cheek", "both, at the same moment", [("cheek", "both_together")], []),
            ("eyelid", "left", None, ["unknown_site", "side_without_site"]),
            ("chin, elbow", "left", [("chin", "left")], ["unknown_site"]),
            ("left chin", "right", [("chin", "left")], ["side_disagrees"]),
            ("", "left", None, ["side_without_site"]),
            ("chin", "top", [("chin", "unsure")], ["unread", "no_side"]),
        ],
    )
    def test_of_places_keep_their_words_where_they_are_not_understood(self, site, side, sites, reasons):
        mapping = {"site": {"target": "site"}, "side": {"target": "side"}}
        row = row_of(f"date\tsite\tside\n2026-05-01 8:15\t{site}\t{side}\n", mapping)

        told = sites and [{"site": code, "side": where} for code, where in sites]
        assert row.fields.get("sites") == told
        assert codes(row) == reasons
        words = {
            "unknown_site": f"site: {site}",
            "side_without_site": f"side: {side}",
            "side_disagrees": f"side: {side}",
        }
        assert all(words.get(reason, "") in row.fields.get("note", "") for reason in reasons)

    def test_of_a_side_can_be_told_for_the_whole_file(self):
        file = "date,site\n2026-05-01 8:15,chin\n2026-05-01 8:15,right cheek\n"
        first, second = planned(file, time_zone="Asia/Taipei", default_side="left").rows

        assert (first.fields["sites"][0]["side"], first.status) == ("left", "kept")
        assert second.fields["sites"][0]["side"] == "right"
