"""Whatever a file holds: every row is planned once, nothing is lost, and nothing but a refusal is raised."""

from __future__ import annotations

import csv
import io
import json
import time
import unicodedata
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from diary import vocabulary as v
from diary.imports.options import CHOICES
from diary.imports.plans import Plan, PlannedRow
from diary.imports.reading import read
from diary.imports.refusals import BadImport
from diary.imports.sentences import NEEDS
from diary.imports.targets import TARGETS, Resource
from diary.imports.telling import document
from tests.diary.imports.files import (
    NOW,
    planned,
)

# What the columns of a file may hold: mostly what fits, now and then anything.
FITTING = {
    "Date": "2026-05-01 2026-05-02 05/06/2026 31.5.26 46143 2099-01-01 115/05/01 1.5.2026",
    "Start": "2026-03-29T02:30 2026-10-25T02:30:00Z 2026-05-01T00:00 46143,5 2026-05-01T08:15+08:00",
    "Time": "8:15 23:59 8pm evening 0:00 soon",
    "End": "8:20 0:10 8:15 2026-05-02T00:10 2026-05-01",
    "duration": "30s 1:30 0:01:30 30 1.234",
    "duration (min)": "1,5 2.5 1.234 0 700000",
    "Sleep": "7 7,5 7:30 7h 450 1.234",
    "site": "chin cheek,chin eyelid 左下眼皮 both lid_lower:left chin;elbow",
    "side": "left R both unsure top",
    "notes": "one two",
    "x": "y z",
    "Stress": "3 11 6/10 high",
    "count": "3 0 3x 1.234",
    "intensity": "2 obvious 7",
    "recorded_at": "2026-05-02T08:00 2026-05-01T08:16Z 2025-01-01",
    "time zone": "Asia/Taipei home",
    "time_precision": "day exact part_of_day",
    "sensations": "pain pain,cramp itch",
    "state": "twitched no unknown",
    "burden": "few many",
    "drinks": "espresso=2 none tea=1",
    "fatigue": "3 4",
    "last_caffeine_at": "2026-05-01T08:00 2026-05-01T08:00Z",
    "caffeine mg": "95 1.234 1,5",
    "id": "7",
    "部位": "左下眼皮 眼皮",
    "a/b~c": "1",
}
ODD = [
    "",
    " ",
    "-",
    "0",
    "7",
    "yes",
    "'=1",
    "x" * 1_500,
    "[]",
    '[{"site":"chin","side":"left"}]',
    "½",
    "１２",
    "2026-05-01",
]
ANYTHING = st.sampled_from(ODD) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)
CELLS = {
    name: st.one_of(st.sampled_from([*cells.split(), ""]), st.sampled_from(cells.split()[:2]), ANYTHING)
    for name, cells in FITTING.items()
}
ZONES = ("Europe/Prague", "Asia/Taipei", "America/Sao_Paulo", "Africa/Monrovia")
ANSWERS = {name: CHOICES[name] for name in CHOICES if name not in ("encoding", "delimiter")}
CHOSEN = st.fixed_dictionaries(
    {"time_zone": st.sampled_from([*ZONES, None])},
    optional={name: st.sampled_from(choices) for name, choices in ANSWERS.items()},
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A file with a date and a few more columns, in any order."""
    others = st.lists(st.sampled_from([name for name in FITTING if name not in ("Date", "Start")]), max_size=7)
    dated = st.sampled_from([["Date"], ["Date"], ["Start"], ["Date", "Start"], []])
    header = draw(st.permutations(list(dict.fromkeys([*draw(dated), *draw(others)])) or ["x"]))
    rows = draw(st.lists(st.tuples(*(CELLS[name] for name in header)), max_size=8))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=draw(st.sampled_from(",;\t"))).writerows([header, *rows])
    return text.getvalue().encode("utf-8-sig")


def fact_of(plan_: Plan, row: PlannedRow) -> PlannedRow:
    carrier = row.merged_into or row.number
    return next(other for other in plan_.rows if other.number == carrier)


def is_told(name: str, text: str, target: str, resource: Resource, fact: PlannedRow) -> bool:
    """Return whether a cell stands in the note, or has become (part of) a field."""
    note = fact.fields.get("note", "")
    if unicodedata.normalize("NFC", f"{name}: {text}") in note or target == "ignore":
        return True
    if target in ("note", "keep"):
        return target == "note" and unicodedata.normalize("NFC", text) in note
    fields = {"date": "date" if resource == "days" else "started_at", "started_at": "started_at", "side": "sites"}
    fields |= {"time": "started_at", "ended_at": "duration_s", "site": "sites", "time_zone": "time_zone"}
    field = fields.get(target) or TARGETS[resource][target].field
    if target == "time" and fact.fields["time_precision"] == "day":
        return False
    return (fact.date if field == "date" else fact.fields.get(field)) is not None


class TestAnyFile:
    @settings(deadline=timedelta(seconds=2))
    @given(tables(), CHOSEN)
    @example(b"drinks;Date\n0=1;2026-05-01\n", {})
    def test_is_planned_whole(self, data, told):
        try:
            plan_ = planned(data, **told)
            table = read(data)
        except BadImport:
            return
        assert [row.number for row in plan_.rows] == [row.number for row in table.rows]
        assert sum(plan_.totals.values()) == len(table.rows)
        waits = {reason.code for row in plan_.rows for reason in row.reasons} & NEEDS.keys()
        assert waits <= {need.code for need in plan_.needs}
        for row, read_row in zip(plan_.rows, table.rows, strict=True):
            if row.status in ("kept", "guessed"):
                fact = fact_of(plan_, row)
                for column, cell in zip(plan_.columns, read_row.cells, strict=True):
                    meaning = column.meaning
                    assert not cell.strip() or is_told(
                        meaning.name, cell.strip(), meaning.target.name, plan_.resource, fact
                    ), (meaning, cell, fact)
        json.dumps(document(plan_))

    @settings(deadline=timedelta(seconds=2))
    @given(tables(), CHOSEN)
    def test_becomes_facts_that_a_diary_may_hold(self, data, told):
        try:
            plan_ = planned(data, **told)
        except BadImport:
            return
        for row in plan_.facts():
            assert len(row.fields.get("note", "")) <= v.NOTE_MAX
            for target in TARGETS[plan_.resource].values():
                value = row.fields.get(target.field)
                if isinstance(value, int) and target.reads in ("span", "whole"):
                    assert target.lowest <= value <= target.highest
            for moment in ("started_at", "recorded_at", "last_caffeine_at"):
                if moment in row.fields:
                    assert datetime(1900, 1, 1, tzinfo=UTC) <= row.fields[moment] <= NOW + timedelta(minutes=5)
            places = [tuple(place.values()) for place in row.fields.get("sites", [])]
            assert len(set(places)) == len(places) <= v.SITES_MAX

    @settings(deadline=timedelta(seconds=2))
    @given(st.binary(max_size=400), CHOSEN)
    @example(b"date\n2026-05-01\n\xff", {})
    def test_or_any_bytes_are_planned_or_refused(self, data, told):
        try:
            json.dumps(document(planned(data, **told)))
        except BadImport:
            return

    JSON = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=5,
    )
    WISHES = st.fixed_dictionaries(
        {},
        optional={
            "target": st.sampled_from([*TARGETS["episodes"], *TARGETS["days"]]) | JSON,
            "unit": st.sampled_from(["s", "min", "h", "hh:mm", "mm:ss", "mg"]) | JSON,
            "values": st.dictionaries(st.sampled_from(["7", "chin", "yes", " "]), JSON, max_size=2) | JSON,
        },
    )

    @settings(deadline=timedelta(seconds=2))
    @given(tables(), JSON | st.dictionaries(st.sampled_from(list(FITTING)), WISHES | JSON, max_size=4), CHOSEN)
    def test_with_any_mapping_is_planned_or_refused_with_a_pointer(self, data, mapping, told):
        try:
            json.dumps(document(planned(data, mapping, **told)))
        except BadImport as refusal:
            pointer = refusal.pointer
            assert pointer == "/file" or pointer.startswith("/mapping")

    def test_of_ten_thousand_rows_takes_a_second_or_two(self):
        start = datetime(2020, 1, 1, tzinfo=UTC)
        moments = [start + timedelta(minutes=61 * number) for number in range(10_000)]
        rows = [f"{at:%d.%m.%Y};{at:%H:%M};{at.minute} s;cheek;links;{at.hour % 5};7,5;note {at}" for at in moments]
        file = "\n".join(["Datum;Zeit;Dauer;Ort;Seite;Stärke;Schlaf;Notiz", *rows])
        begun = time.process_time()
        plan_ = planned(file, time_zone="Europe/Prague")

        assert plan_.totals["kept"] + plan_.totals["guessed"] == 10_000
        assert time.process_time() - begun < 5
