"""What leaves a diary: all of it, as it stood, in constant memory."""

from __future__ import annotations

import csv
import io
import json
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from diary import exports
from diary.exports import tables
from diary.exports.snapshot import RESOURCES
from diary.imports.apostrophe import FORMULA_STARTS, unguarded
from diary.services import facts
from diary.services.kinds import KINDS
from people.models import Diary, User
from tests import cast
from tests.cast import NOW
from tests.diary.diaries import ODD_TEXTS, many

EPISODE = KINDS["episode"]
FEW, MANY = 2_000, 8_000


def said(name: str, person: User, key: Any = None, /, **fields: Any) -> Any:
    """Record a fact of any kind, and return it."""
    made = KINDS[name]
    where = person.diary.pk if made.single else key or uuid4()
    return facts.record(kind=made, diary=person.diary, key=where, fields=fields, by=person, now=NOW).fact


def told(diary: Diary) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(b"".join(exports.own_json(diary, now=NOW)))
    return whole


def unzipped(diary: Diary) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(exports.csv_zip(diary, now=NOW))))


def rows(diary: Diary, name: str) -> list[dict[str, str]]:
    text = unzipped(diary).read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def peak(pieces: Iterator[bytes]) -> int:
    """Return the bytes of memory that were needed at most while the pieces went by."""
    tracemalloc.start()
    try:
        for _ in pieces:
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class TestOwnFile:
    def test_says_what_it_is_and_ends_with_complete(self, ana: User) -> None:
        cast.twitch(ana.diary)
        text = b"".join(exports.own_json(ana.diary, now=NOW)).decode()
        whole = json.loads(text)

        assert {name: whole[name] for name in list(whole)[:7]} == {
            "format": "twitch-diary",
            "format_version": 1,
            "vocabulary_version": 1,
            "exported_at": "2026-11-20T12:00:00+00:00",
            "diary": str(ana.diary.reference),
            "epoch": 1,
            "change_counter": 1,
        }
        assert list(whole)[7:] == [*RESOURCES, "history", "complete"]
        assert text.endswith('"complete":true}\n')

    def test_of_an_empty_diary_is_whole(self, ana: User) -> None:
        whole = told(ana.diary)

        assert [whole[name] for name in (*RESOURCES, "history")] == [[]] * 8
        assert whole["complete"] is True

    def test_holds_the_documents_as_they_are_stored(self, ana: User) -> None:
        episode = cast.twitch(ana.diary, note="“é” \N{GRINNING FACE}\u2028\\ud800")
        said("baseline", ana, country="tw")
        text = b"".join(exports.own_json(ana.diary, now=NOW)).decode()

        assert text.count(episode.document) == 2  # the fact, and its version
        assert told(ana.diary)["baseline"][0]["country"] == "TW"

    def test_keeps_of_what_was_deleted_its_history_only(self, ana: User) -> None:
        episode = cast.twitch(ana.diary, note="gone")
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=episode.id, by=ana, now=NOW)
        whole = told(ana.diary)

        assert whole["episodes"] == []
        assert [
            (one["number"], one["kind"], one["id"], one["act"], one["by"], one["document"]["note"])
            for one in whole["history"]
        ] == [
            (1, "episode", str(episode.id), "recorded", "Ana Nováková", "gone"),
            (2, "episode", str(episode.id), "withdrawn", "Ana Nováková", "gone"),
        ]

    def test_names_nobody_whose_account_is_gone(self, ana: User, eve: User) -> None:
        facts.record(
            kind=EPISODE, diary=ana.diary, key=uuid4(), fields={"started_at": NOW, "time_zone": "UTC"}, by=eve, now=NOW
        )
        User.objects.filter(pk=eve.pk).update(username='a"\\\u2028b')
        before = told(ana.diary)["history"][0]["by"]
        eve.diary.delete()
        eve.delete()

        assert (before, told(ana.diary)["history"][0]["by"]) == ('a"\\\u2028b', "")

    def test_is_one_persons_only(self, ana: User, eve: User) -> None:
        cast.twitch(eve.diary, note="secret")

        assert b"secret" not in b"".join(exports.own_json(ana.diary, now=NOW))
        assert b"secret" not in b"".join(exports.csv_zip(ana.diary, now=NOW))


class TestSnapshot:
    def test_what_changes_while_it_is_read_is_told_as_it_stood(self, ana: User) -> None:
        edited, deleted, restored, untouched = (cast.twitch(ana.diary, note=str(n)) for n in range(4))
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=restored.id, by=ana, now=NOW)
        before = told(ana.diary)
        pieces = exports.own_json(ana.diary, now=NOW)
        head = next(pieces)
        facts.amend(kind=EPISODE, diary=ana.diary, key=edited.id, fields={"note": "later"}, by=ana, now=NOW)
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=deleted.id, by=ana, now=NOW)
        facts.restore(kind=EPISODE, diary=ana.diary, key=restored.id, by=ana, now=NOW)
        cast.twitch(ana.diary, note="new")

        assert json.loads(head + b"".join(pieces)) == before
        assert {one["id"] for one in before["episodes"]} == {str(one.id) for one in (edited, deleted, untouched)}

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("export", [exports.own_json, exports.csv_zip])
    def test_a_client_that_drinks_slowly_holds_up_nobody(self, export: Callable[..., Iterator[bytes]]) -> None:
        ana = cast.ana()
        many(ana.diary, 2_500)
        pieces = export(ana.diary, now=NOW)
        seen = [next(pieces) for _ in range(3)]

        def write() -> None:
            cast.twitch(Diary.objects.get(pk=ana.diary.pk), note="meanwhile")
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        writer.join(timeout=10)

        assert not writer.is_alive()
        assert seen
        assert not connection.in_atomic_block
        assert b"".join(pieces)
        assert Diary.objects.get(pk=ana.diary.pk).change_counter == 2_501

    def test_pages_meet_without_a_gap(self, ana: User) -> None:
        many(ana.diary, 2_001)
        whole = told(ana.diary)

        assert len({one["id"] for one in whole["episodes"]}) == 2_001
        assert [one["number"] for one in whole["history"]] == list(range(1, 2_002))
        assert len(rows(ana.diary, "episodes")) == 2_001


@pytest.mark.either
class TestMemory:
    @pytest.mark.parametrize("export", [exports.own_json, exports.csv_zip])
    def test_does_not_grow_with_the_diary(self, ana: User, eve: User, export: Callable[..., Iterator[bytes]]) -> None:
        many(ana.diary, FEW)
        many(eve.diary, MANY)
        peak(export(ana.diary, now=NOW))  # what is loaded once
        few, more = peak(export(ana.diary, now=NOW)), peak(export(eve.diary, now=NOW))

        assert more < 1.3 * few
        assert more < 10_000_000


class TestTables:
    def test_has_a_file_for_each_resource_and_says_how_to_read_it(self, ana: User) -> None:
        archive = unzipped(ana.diary)

        assert archive.testzip() is None
        assert archive.namelist() == ["README.txt", *(f"{name}.csv" for name in RESOURCES)]
        readme = archive.read("README.txt").decode("ascii")
        assert "twitch-diary.json" in readme
        assert "apostrophe" in readme
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 20, 12, 0, 0)}

    def test_columns_are_those_of_the_documents(self, ana: User) -> None:
        cast.twitch(ana.diary)
        said("day", ana, NOW.date(), stress=1)
        said("check", ana, performed_at=NOW, time_zone="UTC")
        said("event", ana, kind="visit", action="single", on=NOW.date())
        for single in ("baseline", "settings", "questions"):
            said(single, ana)
        whole = told(ana.diary)

        for name, kind in RESOURCES.items():
            (document,) = whole[name]
            assert tables.columns_of(kind) == tuple(column for column in document if column != "revision")

    def test_begin_with_a_mark_and_a_header_even_if_empty(self, ana: User) -> None:
        raw = unzipped(ana.diary).read("questions.csv")

        assert raw == b"\xef\xbb\xbfquestions,updated_at\r\n"

    def test_lists_stand_in_one_cell(self, ana: User) -> None:
        places = [{"site": "lid_lower", "side": "right"}, {"site": "lip_upper", "side": "right"}]
        cast.twitch(ana.diary, sites=places, sensations=["pain", "cramp"], duration_s=5, ongoing=True)
        said("day", ana, NOW.date(), drinks=[{"kind": "espresso", "count": 2}, {"kind": "cola", "count": 1}])
        said("day", ana, NOW.date() - timedelta(days=1), drinks=[])
        said("day", ana, NOW.date() - timedelta(days=2), stress=0)
        said(
            "check", ana, performed_at=NOW, time_zone="UTC", tasks_lost=["whistle"],
            tasks={"smile": {"left": "same", "right": "cannot"}, "brow": {"left": "same", "right": None}},
            answers={"arm_weak": "no", "face_droop": {"value": "yes", "side": "left", "onset_at": NOW}},
        )  # fmt: skip
        said("questions", ana, questions=["Is it the coffee?", "Is it the screen?"])
        (episode,), (check,), (questions,) = (rows(ana.diary, name) for name in ("episodes", "checks", "questions"))
        days = {row["date"]: row for row in rows(ana.diary, "days")}

        assert episode["sites"] == "lid_lower:right lip_upper:right"
        assert (episode["sensations"], episode["duration_s"], episode["ongoing"]) == ("pain cramp", "5", "true")
        assert (episode["stress"], episode["started_at"]) == ("", "2026-11-20T13:00:00+01:00")
        assert [(days[day]["drinks"], days[day]["caffeine_mg"], days[day]["stress"]) for day in sorted(days)] == [
            ("", "", "0"), ("none", "0", ""), ("espresso=2 cola=1", "159", ""),
        ]  # fmt: skip
        assert check["tasks"] == "brow:left=same smile:left=same smile:right=cannot"
        assert check["answers"] == "face_droop=yes side=left onset_at=2026-11-20T12:00:00+00:00; arm_weak=no"
        assert check["tasks_lost"] == "whistle"
        assert questions["questions"] == "Is it the coffee?\nIs it the screen?"


class TestCells:
    @pytest.mark.parametrize("text", ODD_TEXTS)
    def test_no_text_is_a_formula(self, ana: User, text: str) -> None:
        note = cast.twitch(ana.diary, note=text).note
        (row,) = rows(ana.diary, "episodes")

        assert row["note"] in (note, "'" + note)
        assert not begins_a_formula(row["note"])

    @given(st.text())
    @example("\0=1")
    @example(" \t\ufeff+1")
    @example("\uff20SUM(A1)")
    @example("''=1")
    def test_is_the_text_or_the_text_after_one_apostrophe(self, text: str) -> None:
        cell = tables.cell(text)

        assert cell in (text, "'" + text)
        assert not begins_a_formula(cell)
        assert unguarded(cell) == text

    @pytest.mark.parametrize(
        ("number", "cell"),
        [
            (-5, "-5"),
            (0, "0"),
            (2.5, "2.5"),
            (100.0, "100"),
            (0.001, "0.001"),
            (9_999_999.0, "9999999"),
            (-0.5, "-0.5"),
        ],
    )
    def test_numbers_stay_numbers(self, number: float, cell: str) -> None:
        assert tables.cell(number) == cell

    def test_a_dose_is_a_number(self, ana: User) -> None:
        said("event", ana, kind="toxin", action="single", on=NOW.date(), dose=2.5, name="-5", unit="+")
        (row,) = rows(ana.diary, "events")

        assert (row["dose"], row["name"], row["unit"]) == ("2.5", "'-5", "'+")


def begins_a_formula(cell: str) -> bool:
    """Say whether a spreadsheet may run the cell: what it shows begins with one of these."""
    return cell.lstrip(" \n\v\f\0\ufeff")[:1] in tuple(FORMULA_STARTS)
