"""Files that are taken over through the API: the diary's own, and tables."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from rest_framework.test import APIClient

from api.v1 import own_file
from api.v1.own_file import OwnFile
from diary import exports
from diary.models import Episode, Import, Version
from diary.services import imports
from people.models import Diary, User
from tests import cast
from tests.cast import NOW
from tests.diary.diaries import Act, acts, contents, live, many

ADDRESS = "/api/v1/imports/"
PLACES = [{"site": "lid_lower", "side": "right"}]
TABLE = "date,time,site,side,note\n2026-11-18,08:30,lower eyelid,right,=1+1\n2026-11-19,21:05,chin,left,\n"


def exported(diary: Diary) -> bytes:
    return b"".join(exports.own_json(diary, now=NOW))


def episode(number: int = 0, **fields: Any) -> dict[str, Any]:
    at = f"2026-11-20T08:{number % 60:02}:00+01:00"
    return {"id": str(uuid4()), "started_at": at, "time_zone": "Europe/Prague", "recorded_at": at, **fields}


def file(**members: Any) -> dict[str, Any]:
    """Return the least that an own file holds, and these members."""
    return {"format": "twitch-diary", "format_version": 1, **members, "complete": True}


def send(client: APIClient, said: Any, query: str = "", content_type: str = "application/json") -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.generic("POST", f"{ADDRESS}?source=own{query}", body, content_type=content_type)  # type: ignore[arg-type]  # bytes are meant


def send_table(client: APIClient, table: str | bytes = TABLE, query: str = "", content_type: str = "text/csv") -> Any:
    body = table if isinstance(table, bytes) else table.encode()
    return client.generic("POST", f"{ADDRESS}?source=csv{query}", body, content_type=content_type)  # type: ignore[arg-type]  # bytes are meant


def errors(response: Any) -> list[tuple[str, str]]:
    assert response["Content-Type"] == "application/problem+json", response.content
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]


def facts_of(whole: bytes) -> dict[str, Any]:
    """Return what a file says, without what is the diary's own: numbers, times of change, history."""
    told = json.loads(whole)
    return {
        name: sorted(
            json.dumps({key: one[key] for key in one if key not in ("revision", "updated_at")}, sort_keys=True)
            for one in listed
        )
        for name, listed in told.items()
        if isinstance(listed, list) and name != "history"
    }


class TestThereAndBack:
    """An exported diary, imported into an empty one, is the same diary."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(told=acts())
    def test_whatever_it_holds(self, db: None, told: list[Act]) -> None:
        before = live(cast.person(f"a{uuid4().hex}"), told)
        owner = cast.person(f"b{uuid4().hex}")
        after = owner.diary
        whole = exported(before)
        for kept in (len(contents(before)), 0):
            with OwnFile(io.BytesIO(whole), diary=after, folder=django_settings.DATA_DIR) as rows:
                taken = imports.take_over(diary=after, rows=rows, source="own", by=owner, now=NOW)
            assert (taken.kept, taken.already_there, taken.exists) == (kept, len(contents(before)) - kept, 0)

        assert contents(after) == contents(before)
        assert facts_of(exported(after)) == facts_of(whole)

    def test_over_the_api(self, as_ana: APIClient, as_eve: APIClient, ana: User, eve: User) -> None:
        for number in range(3):
            cast.twitch(ana.diary, note=f"\N{GRINNING FACE} {number}", sites=PLACES)
        as_ana.put("/api/v1/days/2026-11-20/", {"state": "none", "drinks": []}, format="json")
        as_ana.put("/api/v1/settings/", {"theme": "dark"}, format="json")
        response: Any = as_ana.get("/api/v1/exports/json/")
        whole = b"".join(response.streaming_content)
        first, again = send(as_eve, whole), send(as_eve, whole)

        assert (first.status_code, again.status_code) == (201, 201)
        assert (first.json()["kept"], again.json()["kept"], again.json()["already_there"]) == (5, 0, 5)
        assert contents(eve.diary) == contents(ana.diary)
        assert {version.by for version in Version.objects.of(eve.diary)} == {eve}


class TestOwn:
    def test_answers_with_the_import_and_what_stayed(self, as_ana: APIClient, ana: User) -> None:
        one, other = episode(), episode(1)
        send(as_ana, file(episodes=[one]))
        response = send(as_ana, file(episodes=[one | {"stress": 3}, other], days=[{"date": "2026-11-20"}]))
        record = Import.objects.order_by("-at").first()

        assert response.status_code == 201
        assert record is not None
        assert response.json() == {
            "id": str(record.pk), "source": "own", "kept": 2, "already_there": 0, "dropped": 1,
            "at": response.json()["at"], "undone_at": None,
            "exists": {"total": 1, "rows": [{"pointer": "/episodes/0", "kind": "episode", "id": one["id"]}]},
        }  # fmt: skip

    def test_a_dry_run_tells_and_stores_nothing(self, as_ana: APIClient) -> None:
        response = send(as_ana, file(episodes=[episode()]), "&dry_run=1")

        assert response.status_code == 200
        assert response.json() == {
            "kept": 1, "already_there": 0, "dropped": 0, "exists": {"total": 0, "rows": []},
        }  # fmt: skip
        assert Episode.objects.count() == Import.objects.count() == 0

    def test_the_order_of_the_members_does_not_matter(self, as_ana: APIClient) -> None:
        said = file(episodes=[episode()], history=[{"anything": [[]]}], epoch=1)

        assert send(as_ana, dict(sorted(said.items()))).status_code == 201
        assert send(as_ana, json.dumps(file(episodes=[episode()]), indent=8).encode()).status_code == 201
        assert Episode.objects.count() == 2

    def test_row_57_is_bad_and_nothing_is_stored(self, as_ana: APIClient) -> None:
        listed = [episode(number) for number in range(100)]
        listed[56] |= {"stress": 11, "note": 5}
        response = send(as_ana, file(episodes=listed))

        assert response.status_code == 400
        assert sorted(errors(response)) == [("/episodes/56/note", "invalid"), ("/episodes/56/stress", "max_value")]
        assert (response.json()["code"], response.json()["total"]) == ("bad_rows", 1)
        assert Episode.objects.count() == Version.objects.count() == Import.objects.count() == 0

    def test_of_many_bad_rows_the_first_hundred_are_told(self, as_ana: APIClient) -> None:
        response = send(as_ana, file(days=[{"date": "2026-11-20", "stress": 99}] * 130), "&dry_run=1")

        assert (response.status_code, response.json()["total"], len(errors(response))) == (400, 130, 100)

    def test_owners_and_other_diaries_in_the_file_mean_nothing(self, as_ana: APIClient, ana: User, eve: User) -> None:
        theirs = cast.twitch(eve.diary, note="Eve's own")
        said = file(diary=str(eve.diary.reference), episodes=[episode() | {"id": str(theirs.id)}], epoch=7)

        assert send(as_ana, said).status_code == 201
        assert Episode.objects.of(eve.diary).get().note == "Eve's own"
        assert Diary.objects.get(owner=ana).epoch == 1

    def test_leaves_no_file_behind(self, as_ana: APIClient) -> None:
        before = set(Path(django_settings.DATA_DIR).iterdir())
        send(as_ana, file(episodes=[episode()]))
        send(as_ana, file(episodes=[episode()])["episodes"])
        send(as_ana, b'{"format": "twitch-diary", "episodes": [{"id"')

        assert set(Path(django_settings.DATA_DIR).iterdir()) == before


def _deep(levels: int) -> Any:
    return json.loads("[" * levels + "]" * levels)


BAD_FILES: dict[str, tuple[Any, tuple[str, str]]] = {
    "no object": ([1], ("", "not_an_object")),
    "a number": (b"5", ("", "not_an_object")),
    "another format": (file() | {"format": "gpx"}, ("/format", "other_format")),
    "no format": ({"complete": True}, ("/format", "other_format")),
    "a newer format": (file() | {"format_version": 2, "moods": []}, ("/format_version", "newer_format")),
    "a version that is none": (file() | {"format_version": True}, ("/format_version", "not_a_number")),
    "not complete": (file() | {"complete": False}, ("/complete", "not_complete")),
    "without its end": ({"format": "twitch-diary", "format_version": 1}, ("/complete", "not_complete")),
    "an unknown member": (file(moods=[]), ("/moods", "unknown_field")),
    "an object for a value": (file(diary={}), ("/diary", "invalid")),
    "no list": (file(episodes={}), ("/episodes", "not_a_list")),
    "null for a list": (file(days=None), ("/days", "not_a_list")),
    "history that is no list": (file(history=5), ("/history", "not_a_list")),
    "no objects": (file(episodes=[1]), ("/episodes/0", "not_an_object")),
    "a list in a list": (file(checks=[[]]), ("/checks/0", "not_an_object")),
    "without an id": (file(episodes=[episode() | {"id": None}]), ("/episodes/0/id", "invalid_id")),
    "with a bad id": (file(events=[{"kind": "visit", "action": "single", "on": "2026-11-20", "id": "1"}]),
                      ("/events/0/id", "invalid_id")),
    "a day without a date": (file(days=[{"stress": 1}]), ("/days/0/date", "invalid")),
    "a day to come": (file(days=[{"date": "2199-01-01"}]), ("/days/0/date", "future_time")),
    "an unknown field": (file(episodes=[episode(mood=1)]), ("/episodes/0/mood", "unknown_field")),
    "a text for a number": (file(episodes=[episode(stress="3")]), ("/episodes/0/stress", "not_a_number")),
    "a time without offset": (file(episodes=[episode(started_at="2026-11-20T08:00:00")]),
                              ("/episodes/0/started_at", "offset_required")),
    "a NUL": (file(episodes=[episode(note="\0")]), ("/episodes/0/note", "bad_text")),
    "too long a note": (file(episodes=[episode(note="x" * 2_001)]), ("/episodes/0/note", "too_long")),
    "the same entry twice": (file(days=[{"date": "2026-11-20"}] * 2), ("/days/1", "repeated_entry")),
    "two baselines": (file(baseline=[{}, {}]), ("/baseline/1", "repeated_entry")),
    "too deep": (file(episodes=[episode(sites=_deep(50))]), ("/episodes/0", "too_deep")),
}  # fmt: skip

BAD_BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty_body"),
    "blank": (b"  \n", "cut_off"),
    "cut off": (b'{"format": "twitch-diary", "episodes": [{"id": "', "cut_off"),
    "garbage": (b"PK\x03\x04", "malformed_json"),
    "garbage after it": (json.dumps(file()).encode() + b" x", "malformed_json"),
    "two of them": (json.dumps(file()).encode() * 2, "malformed_json"),
    "a byte order mark": (b"\xef\xbb\xbf" + json.dumps(file()).encode(), "malformed_json"),
    "UTF-16": (json.dumps(file()).encode("utf-16"), "malformed_json"),
    "no UTF-8": (b'{"format": "\xff"}', "malformed_json"),
    "NaN": (b'{"episodes": [NaN]}', "malformed_json"),
    "an enormous number": (b'{"episodes": [{"stress": 1e999}]}', "malformed_json"),
    "a digit too many": (b'{"episodes": [{"stress": 99999999999999999999999}]}', "malformed_json"),
    "half a character": (b'{"episodes": [{"note": "\\ud800"}]}', "bad_text"),
    "the other half": (b'{"episodes": [{"note": "\\udc00"}]}', "bad_text"),
    "half a character at the very end": (b'{"format": "\\ud800"}', "bad_text"),
    "something very long": (b'{"episodes": [{"note": "' + b"x" * 400_000 + b'"}]}', "too_long"),
    "something very deep": (b'{"history": [' + b"[" * 400_000, "too_long"),
}


class TestBadFiles:
    @pytest.mark.parametrize("case", BAD_FILES)
    def test_are_refused_with_the_place(self, as_ana: APIClient, case: str) -> None:
        said, wrong = BAD_FILES[case]
        response = send(as_ana, said)
        problem = response.json()

        assert response.status_code == 400
        assert wrong in [*errors(response), ("", problem["code"])]
        assert Version.objects.count() == Import.objects.count() == 0

    @pytest.mark.parametrize("case", BAD_BYTES)
    def test_that_are_no_json_are_refused(self, as_ana: APIClient, case: str) -> None:
        raw, code = BAD_BYTES[case]
        response = send(as_ana, raw)

        assert (response.status_code, response.json()["code"]) == (400, code)

    def test_cut_off_anywhere_is_refused(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="\N{GRINNING FACE}")
        whole = exported(ana.diary).rstrip()
        as_ana.delete(f"/api/v1/episodes/{Episode.objects.get().id}/")
        for end in range(1, len(whole), 7):
            assert send(as_ana, whole[:end]).status_code == 400

        assert Import.objects.count() == 0

    @pytest.mark.parametrize("before", range(65_500, 65_540))
    def test_half_a_character_is_seen_wherever_the_pieces_are_cut(self, before: int) -> None:
        good = b'{"episodes":["' + b"x" * (before - 14) + rb"\\ud800 \ud83d\ude00"
        for tail, is_bad in ((b'"]', False), (rb'\ud83d"]', True), (rb'\\\ud83d"]', True), (rb'\\ud83d"]', False)):
            assert self.has_half_a_character(good + tail) == is_bad

    def has_half_a_character(self, raw: bytes) -> bool:
        body = own_file._Body(io.BytesIO(raw))
        try:
            while body.read():
                pass
        except Exception as error:
            return "half a character" in str(error)
        return False


@pytest.mark.either
class TestLimits:
    @pytest.mark.parametrize(
        ("source", "content_type", "length"),
        [
            ("own", "application/json", "200000001"),
            ("csv", "text/csv", "11000001"),
            ("csv", "multipart/form-data; boundary=x", "11000001"),
        ],
    )
    def test_what_says_it_is_too_large_is_not_read(
        self, as_ana: APIClient, source: str, content_type: str, length: str
    ) -> None:
        response = as_ana.post(f"{ADDRESS}?source={source}", b"{}", content_type=content_type, CONTENT_LENGTH=length)

        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_what_turns_out_too_large_is_left(self, as_ana: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(own_file, "BYTES_MAX", 100_000)
        response = send(as_ana, file(history=[{"note": "x" * 90} for _ in range(2_000)]))

        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_too_many_entries(self, as_ana: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(imports, "ENTRIES_MAX", 2)
        response = send(as_ana, file(episodes=[episode(number) for number in range(3)]))

        assert (response.status_code, response.json()["code"]) == (413, "too_many_entries")

    @pytest.mark.either
    def test_memory_does_not_grow_with_the_file(self, ana: User, eve: User) -> None:
        many(ana.diary, 1_000)
        many(eve.diary, 8_000)
        few, more = (self.peak(exported(person.diary), person.diary) for person in (ana, eve))

        assert more < 1.3 * few
        assert more < 10_000_000

    def peak(self, whole: bytes, diary: Diary) -> int:
        """Return the bytes of memory that reading the file needs at most."""
        source = io.BytesIO(whole)
        tracemalloc.start()
        try:
            with OwnFile(source, diary=diary, folder=django_settings.DATA_DIR) as rows:
                assert sum(1 for _ in rows) >= 1_000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


class TestCsv:
    QUERY = "&time_zone=Europe/Prague"

    def test_a_dry_run_tells_row_by_row(self, as_ana: APIClient) -> None:
        response = send_table(as_ana, query="&dry_run=1" + self.QUERY)
        told = response.json()

        assert response.status_code == 200
        assert (told["kept"], told["exists"]["total"], told["plan"]["needs"]) == (2, 0, [])
        assert [(row["row"], row["fields"].get("note")) for row in told["plan"]["rows"]] == [(2, "=1+1"), (3, None)]
        assert Episode.objects.count() == 0

    def test_what_is_open_is_asked(self, as_ana: APIClient) -> None:
        asked, dry = send_table(as_ana), send_table(as_ana, query="&dry_run=1")

        assert (asked.status_code, asked.json()["code"]) == (409, "needs_answers")
        assert [need["code"] for need in asked.json()["needs"]] == ["time_zone"]
        assert dry.json()["plan"]["needs"] == asked.json()["needs"]
        assert Episode.objects.count() == 0

    def test_is_taken_over_once(self, as_ana: APIClient, ana: User) -> None:
        first, again = send_table(as_ana, query=self.QUERY), send_table(as_ana, query=self.QUERY)

        assert (first.status_code, first.json()["source"], first.json()["kept"]) == (201, "csv", 2)
        assert (again.status_code, again.json()["kept"], again.json()["already_there"]) == (201, 0, 2)
        (early, late) = Episode.objects.of(ana.diary).order_by("started_at")
        assert (early.sites, early.note) == ([{"site": "lid_lower", "side": "right"}], "=1+1")
        assert late.started_at.isoformat() == "2026-11-19T20:05:00+00:00"

    def test_rows_without_an_entry_are_dropped_and_told(self, as_ana: APIClient) -> None:
        response = send_table(as_ana, TABLE + "2199-01-01,08:00,chin,left,\n", self.QUERY)

        assert (response.json()["kept"], response.json()["dropped"]) == (2, 1)

    def test_days(self, as_ana: APIClient, ana: User) -> None:
        table = "date,state,stress\n2026-11-18,none,3\n2026-11-19,twitched,\n"
        response = send_table(as_ana, table, "&resource=days")

        assert (response.status_code, response.json()["kept"]) == (201, 2)
        assert as_ana.get("/api/v1/days/2026-11-18/").json()["stress"] == 3

    def test_a_form_says_the_same(self, as_ana: APIClient) -> None:
        form = {
            "file": SimpleUploadedFile("../../etc/passwd.csv", TABLE.replace("note", "What").encode()),
            "options": json.dumps({"time_zone": "Europe/Prague"}),
            "mapping": json.dumps({"What": {"target": "ignore"}}),
        }
        response = as_ana.post(f"{ADDRESS}?source=csv", form, format="multipart")

        assert (response.status_code, response.json()["kept"]) == (201, 2)
        assert set(Episode.objects.values_list("note", flat=True)) == {""}

    def test_our_own_table_brings_nothing_twice(self, as_ana: APIClient, ana: User) -> None:
        send_table(as_ana, query=self.QUERY)
        with zipfile.ZipFile(io.BytesIO(b"".join(exports.csv_zip(ana.diary, now=NOW)))) as tables:
            table = tables.read("episodes.csv")
        again = send_table(as_ana, table).json()

        assert (again["kept"], again["already_there"], again["dropped"]) == (0, 2, 0)
        assert Episode.objects.count() == 2

    def test_a_row_that_was_copied_in_our_own_table_is_another(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        with zipfile.ZipFile(io.BytesIO(b"".join(exports.csv_zip(ana.diary, now=NOW)))) as tables:
            head, row = tables.read("episodes.csv").decode().splitlines()
        again = send_table(as_ana, f"{head}\n{row}\n{row}\n").json()

        assert (again["kept"], again["already_there"]) == (1, 1)

    def test_rows_of_a_plan_come_a_thousand_at_a_time(self, as_ana: APIClient) -> None:
        table = "date,time,site,side\n" + "2026-11-18,08:30,chin,left\n" * 1_001
        first = send_table(as_ana, table, "&dry_run=1" + self.QUERY).json()["plan"]
        rest = send_table(as_ana, table, "&dry_run=1&rows_from=1000" + self.QUERY).json()["plan"]

        assert (len(first["rows"]), len(rest["rows"]), first["totals"]["facts"]) == (1_000, 1, 1_001)

    @pytest.mark.parametrize(
        ("table", "query", "status", "wrong"),
        [
            ("a,b\n1,2,3\n", "", 400, ("/file", "ragged_row")),
            ('date,note\n2026-11-18,"open\n', "", 400, ("/file", "unclosed_quote")),
            ("", "", 400, ("", "empty_body")),
            (b"PK\x03\x04", "", 400, ("/file", "not_a_table")),
            (TABLE, "&time_zone=Mars/Olympus", 400, ("/options/time_zone", "unknown_zone")),
            (TABLE, "&date_order=xyz", 400, ("/options/date_order", "invalid_choice")),
            (TABLE, "&colour=blue", 400, ("/options/colour", "unknown_option")),
            (TABLE, "&mapping={}", 400, ("/options/mapping", "unknown_option")),
            (TABLE, "&dry_run=1&rows_from=-1", 400, ("/rows_from", "out_of_range")),
            (TABLE, "&dry_run=yes", 400, ("/dry_run", "invalid_choice")),
            (b"x" * 10_000_001, "", 413, ("", "too_large")),
        ],
    )  # fmt: skip
    def test_bad_tables_and_options(
        self, as_ana: APIClient, table: Any, query: str, status: int, wrong: tuple[str, str]
    ) -> None:
        response = send_table(as_ana, table, query)

        assert response.status_code == status, response.content
        assert wrong in [*errors(response), ("", response.json()["code"])]
        assert Import.objects.count() == 0

    def test_names_the_line(self, as_ana: APIClient) -> None:
        problem = send_table(as_ana, "a,b\n1,2\n1,2,3\n").json()

        assert (problem["line"], problem["code"]) == (3, "ragged_row")

    @pytest.mark.parametrize(
        ("form", "wrong"),
        [
            ({}, ("/file", "required")),
            ({"file": "a text"}, ("/file", "required")),
            ({"file": SimpleUploadedFile("a.csv", TABLE.encode()), "options": "["}, ("/options", "malformed_json")),
            ({"file": SimpleUploadedFile("a.csv", TABLE.encode()), "options": "[]"}, ("/options", "bad_shape")),
            ({"file": SimpleUploadedFile("a.csv", TABLE.encode()), "mapping": "["}, ("/mapping", "malformed_json")),
            ({"file": SimpleUploadedFile("a.csv", TABLE.encode()), "mapping": "[]"}, ("/mapping", "bad_shape")),
            (
                {"file": SimpleUploadedFile("a.csv", TABLE.encode()), "mapping": '{"no":{}}'},
                ("/mapping/no", "unknown_column"),
            ),
        ],
    )
    def test_bad_forms(self, as_ana: APIClient, form: Any, wrong: tuple[str, str]) -> None:
        response = as_ana.post(f"{ADDRESS}?source=csv", form, format="multipart")

        assert response.status_code == 400
        assert wrong in errors(response)

    def test_a_form_that_is_none(self, as_ana: APIClient) -> None:
        response = send_table(as_ana, b"nothing", content_type="multipart/form-data")

        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


class TestBrowser:
    """A page of this origin: a cookie, and a CSRF token in the header."""

    @pytest.fixture
    def page(self, ana: User) -> APIClient:
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(ana)
        client.cookies[django_settings.CSRF_COOKIE_NAME] = "a" * 32
        return client

    @pytest.mark.parametrize(("token", "status"), [("a" * 32, 201), ("b" * 32, 403)])
    def test_sends_each_form_of_file(self, page: APIClient, token: str, status: int) -> None:
        large = file(history=[{"note": "x" * 90} for _ in range(15_000)], episodes=[episode()])
        form = {"file": SimpleUploadedFile("a.csv", TABLE.encode()), "options": '{"time_zone": "UTC"}'}
        headers: Any = {"HTTP_X_CSRFTOKEN": token}
        responses = [
            page.post(f"{ADDRESS}?source=own", json.dumps(large), content_type="application/json", **headers),
            page.post(f"{ADDRESS}?source=csv&time_zone=UTC", TABLE, content_type="text/csv", **headers),
            page.post(f"{ADDRESS}?source=csv", form, format="multipart", **headers),
        ]

        assert [response.status_code for response in responses] == [status] * 3

    def test_a_form_that_is_none(self, page: APIClient) -> None:
        response = page.post(
            f"{ADDRESS}?source=csv", "x", content_type="multipart/form-data", HTTP_X_CSRFTOKEN="a" * 32
        )

        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


class TestRequests:
    @pytest.mark.parametrize(
        ("query", "content_type", "status"),
        [
            ("", "application/json", 400),  # an own file, but not a whole one
            ("", "application/gzip", 415),
            ("?source=gpx", "application/json", 400),
            ("?source=own", "text/csv", 415),
            ("?source=own", "application/json; charset=utf-7", 415),
            ("?source=csv", "application/json", 415),
            ("?source=own&dry_run=maybe", "application/json", 400),
        ],
    )
    def test_say_what_they_bring(self, as_ana: APIClient, query: str, content_type: str, status: int) -> None:
        response = as_ana.generic("POST", ADDRESS + query, b"{}", content_type=content_type)  # type: ignore[arg-type]  # bytes are meant

        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"

    def test_a_stranger_gets_nothing(self, db: None, client: Client) -> None:
        assert client.get(ADDRESS).status_code == 401
        assert client.post(f"{ADDRESS}?source=own", b"{}", content_type="application/json").status_code == 401
        assert client.delete(f"{ADDRESS}{uuid4()}/").status_code == 401

    def test_for_another_diary_nothing_is_stored(self, as_ana: APIClient, eve: User) -> None:
        response = as_ana.generic(
            "POST", f"{ADDRESS}?source=own", json.dumps(file(episodes=[episode()])),
            content_type="application/json", HTTP_TWITCH_DIARY=str(eve.diary.reference),
        )  # fmt: skip

        assert response.status_code == 409
        assert Episode.objects.count() == 0


class TestUndo:
    @pytest.fixture
    def taken(self, as_ana: APIClient) -> dict[str, Any]:
        record: dict[str, Any] = send(as_ana, file(episodes=[episode(number) for number in range(3)])).json()
        return record

    def test_is_listed_and_undone(self, as_ana: APIClient, taken: dict[str, Any]) -> None:
        address = f"{ADDRESS}{taken['id']}/"
        kept = Episode.objects.order_by("started_at")[0]
        as_ana.patch(f"/api/v1/episodes/{kept.id}/", {"stress": 4}, format="json")
        first, again = as_ana.delete(address), as_ana.delete(address)
        listed = as_ana.get(ADDRESS).json()["results"]

        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json() == again.json()
        assert (first.json()["undone"], first.json()["edited_since"]) == (2, 1)
        assert [one["id"] for one in as_ana.get("/api/v1/episodes/").json()["results"]] == [str(kept.id)]
        assert [(one["id"], one["kept"], one["undone_at"]) for one in listed] == [
            (taken["id"], 3, first.json()["undone_at"])
        ]
        assert as_ana.get(address).json() == listed[0]

    def test_a_foreign_import_is_an_unknown_one(self, as_eve: APIClient, taken: dict[str, Any]) -> None:
        foreign = [getattr(as_eve, verb)(f"{ADDRESS}{taken['id']}/") for verb in ("get", "delete")]
        unknown = [getattr(as_eve, verb)(f"{ADDRESS}{uuid4()}/") for verb in ("get", "delete")]

        assert [one.status_code for one in (*foreign, *unknown)] == [404] * 4
        assert [one.content for one in foreign] == [one.content for one in unknown]
        assert as_eve.get(ADDRESS).json() == {"results": []}
        assert Episode.objects.filter(deleted_at=None).count() == 3

    @pytest.mark.parametrize("id", ["1", "zzz", "urn:uuid:1"])
    def test_bad_ids(self, as_ana: APIClient, id: str) -> None:
        assert as_ana.delete(f"{ADDRESS}{id}/").status_code == 400
