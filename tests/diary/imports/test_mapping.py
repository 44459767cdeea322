"""What the columns of a file mean: suggested with a reason, overruled by the client, asked where it is open."""

from __future__ import annotations

import pytest

from diary.imports.options import options
from diary.imports.plans import PlannedColumn
from diary.imports.refusals import BadImport
from diary.imports.settling import Need
from diary.imports.targets import TARGETS
from tests.diary.imports.files import (
    CHINESE,
    CZECH,
    GERMAN_EXCEL,
    HEADACHE_DIARY,
    OWN_DAYS,
    OWN_EPISODES,
    PHONE_APP,
    planned,
    targets,
)


def column(header: str, cell: str, **told: str) -> PlannedColumn:
    """Return what a second column beside a date is taken for."""
    return planned(f"date\t{header}\n2026-05-01\t{cell}\n", **told).columns[1]


def needs(file: str, mapping: object = None, **told: str) -> dict[str, Need]:
    return {need.code: need for need in planned(file, mapping, **{"time_zone": "Asia/Taipei", **told}).needs}


def refused(mapping: object, file: str = "date,where,n\n2026-05-01,chin,3\n", **told: str) -> BadImport:
    with pytest.raises(BadImport) as caught:
        planned(file, mapping, **told)
    return caught.value


class TestWholeFiles:
    def test_a_phone_app(self):
        assert targets(planned(PHONE_APP)) == {
            "Date": "date", "Start": "time", "End": "ended_at", "Location": "site", "Severity": "intensity",
            "Stress (0-10)": "stress", "Sleep": "sleep", "Coffee": "keep", "Notes": "note",
        }  # fmt: skip

    def test_excel_in_german(self):
        plan = planned(GERMAN_EXCEL)

        assert targets(plan) == {
            "Datum": "date", "Uhrzeit": "time", "Dauer (min)": "duration", "Ort": "site", "Seite": "side",
            "Stärke": "intensity", "Schlaf (h)": "sleep", "Koffein (mg)": "caffeine_mg", "Notiz": "note",
        }  # fmt: skip
        assert [column.meaning.unit for column in plan.columns] == ["", "", "min", "", "", "", "h", "mg", ""]
        assert plan.encoding_is_guessed
        assert (plan.settled.date_orders, plan.settled.decimal) == (("dmy",), ",")

    def test_a_czech_table_once_its_code_page_is_told(self):
        assert list(targets(planned(CZECH, encoding="windows-1250")).values()) == [
            "date", "time", "duration", "site", "side", "sleep", "note",
        ]  # fmt: skip

    def test_a_table_in_traditional_chinese(self):
        assert targets(planned(CHINESE)) == {
            "日期": "date", "時間": "time", "部位": "site", "左右": "side", "持續時間(秒)": "duration",
            "強度": "intensity", "壓力": "stress", "睡眠時數": "sleep", "備註": "note",
        }  # fmt: skip

    def test_a_headache_diary_is_days(self):
        plan = planned(HEADACHE_DIARY)

        assert (plan.resource, plan.resource_certainty) == ("days", "sure")
        assert targets(plan) == {
            "Date": "date", "Twitched": "state", "Burden": "burden", "Sleep quality": "sleep_quality",
            "Sleep": "sleep", "Fatigue": "fatigue", "Pain (0-10)": "keep", "Comments": "note",
        }  # fmt: skip

    @pytest.mark.parametrize("file", [OWN_EPISODES, OWN_DAYS])
    def test_our_own_export_is_known_for_sure(self, file):
        plan = planned(file, time_zone="Asia/Taipei")

        assert {column.meaning.certainty for column in plan.columns} == {"sure"}
        assert "keep" not in targets(plan).values()
        assert not plan.needs


class TestSuggestion:
    @pytest.mark.parametrize(
        ("header", "cell", "target", "unit", "certainty", "why"),
        [
            ("duration_s", "30", "duration", "s", "sure", "name"),
            ("Duration (min)", "30", "duration", "min", "sure", "name"),
            ("Length [hh:mm:ss]", "0:01:30", "duration", "hh:mm:ss", "sure", "name"),
            ("持續(分鐘)", "3", "duration", "min", "sure", "name"),
            ("Hours slept", "7", "sleep", "h", "sure", "name"),
            ("sleep_min", "420", "sleep", "min", "sure", "name"),
            ("Sleep", "7.5", "sleep", "h", "guessed", "unit_by_size"),
            ("Sleep", "450", "sleep", "min", "guessed", "unit_by_size"),
            ("Sleep", "7:30", "sleep", "", "sure", "name"),
            ("My sleep last night", "7 h", "sleep", "", "guessed", "part_of_name"),
            ("Stress", "4", "stress", "", "guessed", "scale_or_unit_assumed"),
            ("Stress (0-10)", "4", "stress", "", "sure", "name"),
            ("Stress (0-100)", "40", "keep", "", "guessed", "other_scale"),
            ("Stress", "40", "keep", "", "guessed", "other_scale"),
            ("Intensity (0-10)", "2", "keep", "", "guessed", "other_scale"),
            ("Intensity", "obvious", "intensity", "", "sure", "name"),
            ("Severity", "mild", "intensity", "", "guessed", "few_understood"),
            ("Caffeine", "2", "keep", "", "guessed", "unit_unknown"),
            ("Caffeine", "190", "caffeine_mg", "", "guessed", "scale_or_unit_assumed"),
            ("Caffeine (mg)", "2", "caffeine_mg", "mg", "sure", "name"),
            ("Where on the body", "Unterlid", "keep", "", "guessed", "cells_differ"),
            ("Where", "Unterlid", "site", "", "guessed", "few_understood"),
            ("?", "left lower eyelid", "site", "", "guessed", "cells"),
            ("?", "左", "side", "", "guessed", "cells"),
            ("?", "8:15 PM", "time", "", "guessed", "cells"),
            ("Reaction time", "fast", "keep", "", "guessed", "cells_differ"),
            ("Weather", "sunny", "keep", "", "guessed", "unknown"),
            ("Weather", "", "keep", "", "guessed", "empty"),
            ("id", "7", "ignore", "", "guessed", "made_here"),
            ("while", "screen", "during", "", "sure", "name"),
            ("Rhythm", "波紋", "rhythm", "", "sure", "name"),
            ("Can be held back", "yes", "suppressible", "", "sure", "name"),
        ],
    )
    def test_says_what_how_sure_and_why(self, header, cell, target, unit, certainty, why):
        meaning = column(header, cell, resource="episodes").meaning

        assert (meaning.target.name, meaning.unit) == (target, unit)
        assert (meaning.certainty, meaning.why) == (certainty, why)

    @pytest.mark.parametrize(
        ("header", "cells", "target"),
        [
            ("Start", "2026-05-01 08:15", "started_at"),
            ("Date", "2026-05-01T08:15:00Z", "started_at"),
            ("Time", "5/13/2026 8:15 AM", "started_at"),
            ("Timestamp", "2026-05-01", "date"),
            ("Started", "46143.34375", "started_at"),
            ("Day", "46143", "date"),
            ("?", "1. května 2026", "keep"),
            ("?", "1 May 2026", "date"),
        ],
    )
    def test_of_dates_and_times_goes_by_the_cells(self, header, cells, target):
        assert targets(planned(f"{header}\tx\n{cells}\t\n"))[header] == target

    def test_gives_each_target_to_one_column_the_surer_one(self):
        file = "When did it happen,Date,Datum,Time\n2026-05-01,2026-05-02,2026-05-03,8:15\n"

        assert list(targets(planned(file)).values()) == ["keep", "date", "keep", "time"]
        assert planned(file).columns[0].meaning.why == "told_elsewhere"

    def test_of_a_start_and_a_date_side_by_side_holds_unless_one_is_guessed(self):
        assert targets(planned("Date,Start\n2026-05-01,2026-05-01 8:15\n")) == {"Date": "date", "Start": "started_at"}
        assert targets(planned("Date,?\n2026-05-01,2026-05-01 8:15\n")) == {"Date": "date", "?": "keep"}

    def test_shows_examples_and_what_is_not_understood(self):
        file = "date,site\n2026-05-01,eyelid\n2026-05-02,chin\n2026-05-03,eyelid\n2026-05-04,\n"
        sites = planned(file, time_zone="Asia/Taipei").columns[1]

        assert (sites.filled, sites.examples, sites.unread) == (3, ("eyelid", "chin"), (("eyelid", 2),))

    @pytest.mark.parametrize(
        ("header", "resource", "certainty"),
        [
            ("date,site,duration", "episodes", "sure"),
            ("date,state,fatigue", "days", "sure"),
            ("date,stress", "episodes", "guessed"),
            ("date,site,fatigue,state", "days", "guessed"),
        ],
    )
    def test_of_the_resource_goes_by_the_names(self, header, resource, certainty):
        plan = planned(f"{header}\n")

        assert (plan.resource, plan.resource_certainty) == (resource, certainty)
        assert planned(f"{header}\n", resource="days").resource_certainty == "told"


class TestClientsMapping:
    def test_overrules_single_columns(self):
        file = "date,a,b\n2026-05-01,x,7\n2026-05-02,y,8\n"
        mapping = {
            "a": {"target": "site", "values": {"x": "chin:left", "y": None}},
            "b": {"target": "sleep", "unit": "h"},
        }
        plan = planned(file, mapping, time_zone="Asia/Taipei")

        assert [row.fields.get("sites") for row in plan.rows] == [[{"site": "chin", "side": "left"}], None]
        assert [row.fields["sleep_min"] for row in plan.rows] == [420, 480]
        assert [column.meaning.certainty for column in plan.columns] == ["sure", "told", "told"]

    def test_takes_a_target_away_from_a_suggestion(self):
        file = "Date,Seen\n2026-05-01,2026-05-02\n"

        assert targets(planned(file, {"Seen": {"target": "date"}})) == {"Date": "keep", "Seen": "date"}

    def test_may_put_many_columns_into_the_note_or_leave_them_out(self):
        file = "date,a,b,c\n2026-05-01,one,two,three\n"
        mapping = {"a": {"target": "note"}, "b": {"target": "note"}, "c": {"target": "ignore"}}

        assert planned(file, mapping, time_zone="Asia/Taipei").rows[0].fields["note"] == "one\ntwo"

    @pytest.mark.parametrize(
        ("target", "value", "field", "stored"),
        [
            ("intensity", 3, "intensity", 3),
            ("intensity", "3", "intensity", 3),
            ("stress", 10, "stress", 10),
            ("rhythm", "ripple", "rhythm", "ripple"),
            ("sensations", "pain", "sensations", ["pain"]),
            ("ongoing", True, "ongoing", True),
            ("suppressible", "unsure", "suppressible", "unsure"),
            ("site", "glabella", "sites", [{"site": "glabella", "side": "middle"}]),
        ],
    )
    def test_may_say_what_a_cell_means(self, target, value, field, stored):
        mapping = {"c": {"target": target, "values": {"some word": value}}}
        plan = planned("date,c\n2026-05-01, some word \n", mapping, time_zone="Asia/Taipei")

        assert plan.rows[0].fields[field] == stored
        assert plan.rows[0].reasons == (("no_time", ""),)

    @pytest.mark.parametrize(
        ("mapping", "code", "pointer"),
        [
            ([], "bad_shape", "/mapping"),
            ("x", "bad_shape", "/mapping"),
            ({"nobody": {}}, "unknown_column", "/mapping/nobody"),
            ({"a/b~c": {}}, "unknown_column", "/mapping/a~1b~0c"),
            ({"where": None}, "bad_shape", "/mapping/where"),
            ({"where": "site"}, "bad_shape", "/mapping/where"),
            ({"where": {"taget": "site"}}, "bad_shape", "/mapping/where/taget"),
            ({"where": {"target": "place"}}, "unknown_target", "/mapping/where/target"),
            ({"where": {"target": 3}}, "unknown_target", "/mapping/where/target"),
            ({"where": {"target": "state"}}, "unknown_target", "/mapping/where/target"),  # a day's, not an episode's
            ({"n": {"target": "duration", "unit": "days"}}, "unknown_unit", "/mapping/n/unit"),
            ({"n": {"target": "duration", "unit": 1}}, "unknown_unit", "/mapping/n/unit"),
            ({"n": {"target": "count", "unit": "s"}}, "unknown_unit", "/mapping/n/unit"),
            ({"where": {"values": []}}, "bad_shape", "/mapping/where/values"),
            ({"n": {"target": "duration", "values": {"3": 4}}}, "values_not_used", "/mapping/n/values"),
            ({"where": {"values": {"chin": "face"}}}, "unknown_value", "/mapping/where/values/chin"),
            ({"where": {"values": {"chin": "chin:up"}}}, "unknown_value", "/mapping/where/values/chin"),
            ({"where": {"values": {"chin": 3}}}, "unknown_value", "/mapping/where/values/chin"),
            ({"where": {"values": {" ": "chin"}}}, "empty_cell", "/mapping/where/values/ "),
            ({"n": {"target": "stress", "values": {"3": 11}}}, "unknown_value", "/mapping/n/values/3"),
            ({"n": {"target": "stress", "values": {"3": True}}}, "unknown_value", "/mapping/n/values/3"),
            ({"n": {"target": "stress", "values": {"3": 1.5}}}, "unknown_value", "/mapping/n/values/3"),
            ({"n": {"target": "side", "values": {"3": "both"}}}, "unknown_value", "/mapping/n/values/3"),
            ({"where": {"target": "count"}, "n": {"target": "count"}}, "told_twice", "/mapping/n/target"),
        ],
    )
    def test_that_is_wrong_is_refused_with_its_pointer(self, mapping, code, pointer):
        refusal = refused(mapping, resource="episodes")

        assert (refusal.code, refusal.pointer, refusal.field) == (code, pointer, "mapping")

    def test_needs_a_row_of_names(self):
        assert refused(None, "2026-05-01,chin\n2026-05-02,cheek\n").code == "no_header"
        assert refused(None, "8:15,chin\n8:20,cheek\n").code == "no_header"


class TestOptions:
    @pytest.mark.parametrize(
        ("told", "code", "pointer"),
        [
            ([], "bad_shape", "/options"),
            ({"zone": "Asia/Taipei"}, "unknown_option", "/options/zone"),
            ({"time_zone": "Mars/Olympus"}, "unknown_zone", "/options/time_zone"),
            ({"time_zone": 8}, "bad_shape", "/options/time_zone"),
            ({"date_order": "ydm"}, "invalid_choice", "/options/date_order"),
            ({"decimal": ";"}, "invalid_choice", "/options/decimal"),
            ({"serial_dates": 1900}, "bad_shape", "/options/serial_dates"),
            ({"encoding": "utf-7"}, "invalid_choice", "/options/encoding"),
            ({"delimiter": " "}, "invalid_choice", "/options/delimiter"),
            ({"default_side": "up"}, "invalid_choice", "/options/default_side"),
            ({"resource": "checks"}, "invalid_choice", "/options/resource"),
        ],
    )
    def test_that_are_wrong_are_refused_with_their_pointer(self, told, code, pointer):
        with pytest.raises(BadImport) as caught:
            options(told)

        assert (caught.value.code, caught.value.pointer) == (code, pointer)

    def test_may_be_left_open(self):
        assert options({}) == options({"time_zone": None, "decimal": None})


class TestNeeds:
    def test_ask_for_the_order_of_dates_that_no_row_decides(self):
        need = needs("date\n05/06/2026\n11/11/2026\n")["date_order"]

        assert (need.column, need.row, need.example) == ("date", 2, "05/06/2026")
        assert need.readings == (("dmy", "2026-06-05"), ("mdy", "2026-05-06"))
        assert need.answer_at == "/options/date_order"

    @pytest.mark.parametrize(
        ("dates", "order"),
        [
            ("05/06/2026 25/06/2026", "dmy"),
            ("05/06/2026 06/25/2026", "mdy"),
            ("1.5.26 31.5.26", "dmy"),
            ("05/06/26 26/05/31", "ymd"),
            ("05/05/2026 06/06/2026", "dmy"),  # alike in every order
        ],
    )
    def test_do_not_ask_for_an_order_that_a_row_decides(self, dates, order):
        file = "date\n" + dates.replace(" ", "\n") + "\n"

        assert planned(file).settled.date_orders == (order,)
        assert "date_order" not in needs(file)

    @pytest.mark.parametrize("dates", ["1.5.26", "05/06/26", "25/06/2026 06/25/2026"])
    def test_ask_for_an_order_where_rows_leave_it_open_or_contradict_each_other(self, dates):
        plan = planned("date\n" + dates.replace(" ", "\n") + "\n", time_zone="Asia/Taipei")

        assert [need.code for need in plan.needs] == ["date_order"]
        assert {row.status for row in plan.rows} == {"waiting"}

    def test_ask_where_day_numbers_count_from(self):
        need = needs("date\n46143\n")["serial_dates"]

        assert need.readings == (("1900", "2026-05-01"), ("1904", "2030-05-02"))
        assert "serial_dates" not in needs("date\n46143\n", serial_dates="1900")
        assert "serial_dates" not in needs("date,count\n2026-05-01,46143\n")

    @pytest.mark.parametrize(
        ("cells", "decimal", "asks"),
        [
            ("7.5", ".", False),
            ("7,5", ",", False),
            ("7,5 1.234", ",", False),
            ("1.234,5", ",", False),
            ("1.234", "", True),
            ("7,5 7.5", "", False),  # each shows its own
            ("7,5 7.5 1.234", "", True),
            ("0.125", ".", False),  # no thousand begins with nought
            ("7 8", "", False),
        ],
    )
    def test_ask_what_a_sign_between_digits_is_only_where_no_cell_shows_it(self, cells, decimal, asks):
        file = "date;sleep (min)\n" + "".join(f"2026-05-01;{cell}\n" for cell in cells.split())

        assert planned(file).settled.decimal == decimal
        assert ("decimal" in needs(file)) == asks

    def test_show_both_readings_of_a_number(self):
        assert needs("date;caffeine mg\n2026-05-01;1.234\n")["decimal"].readings == ((".", "1.234"), (",", "1234"))

    @pytest.mark.parametrize(
        ("cell", "readings"),
        [
            ("30", (("s", "30 s"), ("min", "1800 s"), ("h", "108000 s"))),
            ("1:30", (("hh:mm", "5400 s"), ("mm:ss", "90 s"))),
        ],
    )
    def test_ask_for_the_unit_of_a_duration_that_says_none(self, cell, readings):
        need = needs(f"date,duration\n2026-05-01,{cell}\n")["unit"]

        assert (need.column, need.example, need.readings) == ("duration", cell, readings)
        assert need.answer_at == "/mapping/duration/unit"

    @pytest.mark.parametrize("cell", ["30 s", "1:02:03", "2 min", "1 h 20 min", "", "long"])
    def test_do_not_ask_for_a_unit_that_the_cells_say(self, cell):
        assert "unit" not in needs(f"date,duration\n2026-05-01,{cell}\n")

    def test_do_not_ask_for_a_unit_that_the_client_told(self):
        mapping = {"duration": {"target": "duration", "unit": "min"}}

        assert not needs("date,duration\n2026-05-01,30\n", mapping)

    def test_ask_for_a_time_zone_only_if_a_row_waits_for_it(self):
        assert [need.code for need in planned("date\n2026-05-01\n").needs] == ["time_zone"]
        assert not planned("date,time zone\n2026-05-01,Asia/Taipei\n").needs
        assert not planned("date,state\n2026-05-01,yes\n").needs
        assert (
            not planned("date\nno date\n").needs or planned("date\n2026-05-01\n", time_zone="Asia/Taipei").needs == ()
        )

    def test_ask_for_the_column_of_the_date(self):
        plan = planned("a,b\n1,2\n\n", time_zone="Asia/Taipei")

        assert [need.code for need in plan.needs] == ["date_column"]
        assert [row.status for row in plan.rows] == ["waiting", "dropped"]


class TestTargets:
    def test_are_fields_of_the_services(self):
        from diary.services.days import DayFields
        from diary.services.episodes import EpisodeFields

        for targets_, fields in ((TARGETS["episodes"], EpisodeFields), (TARGETS["days"], DayFields)):
            assert {target.field for target in targets_.values() if target.field} <= fields.__annotations__.keys()
