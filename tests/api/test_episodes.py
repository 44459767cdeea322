"""Episodes over the API, as Ana's phone sees them."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from diary.models import Episode, Version
from people.models import Diary, User
from tests import cast

SOME_ID = "0192f3a4-5b6c-7d8e-9f01-23456789abcd"


def body(**fields: Any) -> dict[str, Any]:
    started_at = "2026-11-20T12:59:00+01:00"
    return {"started_at": started_at, "time_zone": "Europe/Prague", "recorded_at": started_at, **fields}


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def put(client: APIClient, said: Any, id: Any = None, **extra: Any) -> Any:
    return client.put(f"/api/v1/episodes/{id or uuid4()}/", said, format="json", **extra)


def codes(response: Any) -> set[tuple[str, str]]:
    return {(error["pointer"], error["code"]) for error in response.json()["errors"]}


class TestPut:
    def test_creates_then_replaces(self, as_ana: APIClient) -> None:
        id = uuid4()
        first = put(as_ana, body(stress=3), id)
        second = put(as_ana, body(stress=4), id)

        assert (first.status_code, second.status_code) == (201, 200)
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == 4
        assert second["ETag"] == f'"{second.json()["revision"]}"'

    def test_same_body_twice_changes_nothing(self, as_ana: APIClient, ana: User) -> None:
        id, said = uuid4(), body(sites=[{"site": "lid_lower", "side": "right"}])
        first = put(as_ana, said, id)
        again = put(as_ana, said, id)

        assert again.status_code == 200
        assert again.json() == first.json()
        assert Version.objects.of(ana.diary).count() == 1
        assert Diary.objects.get(owner=ana).change_counter == 1

    def test_nanoseconds_sent_again_change_nothing_either(self, as_ana: APIClient, ana: User) -> None:
        id, said = uuid4(), body(started_at="2026-11-20T10:00:00.123456789+01:00")
        first, again = put(as_ana, said, id), put(as_ana, said, id)
        told = put(as_ana, body(started_at=first.json()["started_at"]), id)

        assert (again.status_code, again.json()) == (200, first.json())
        assert (told.status_code, told.json()) == (200, first.json())
        assert Version.objects.of(ana.diary).count() == 1

    def test_what_was_not_said_stays_null(self, as_ana: APIClient) -> None:
        document = put(as_ana, body()).json()

        assert document["sites"] == []
        assert {document[name] for name in ("duration_s", "count", "stress", "sleep_min", "caffeine_mg")} == {None}

    def test_local_day_and_time_are_those_of_the_entry(self, as_ana: APIClient) -> None:
        said = body(started_at="2026-03-29T23:30:00+02:00", recorded_at="2026-03-29T23:31:00+02:00")
        document = put(as_ana, said).json()

        assert (document["day"], document["time_of_day"]) == ("2026-03-29", "23:30")
        assert document["started_at"] == "2026-03-29T23:30:00+02:00"

    def test_read_only_fields_sent_back_are_passed_over(self, as_ana: APIClient) -> None:
        said = body(day="1999-01-01", revision="9.9", entry_mode="backfilled", updated_at="x", time_of_day=5)
        document = put(as_ana, said).json()

        assert document["entry_mode"] == "live"
        assert document["revision"] == "1.1"

    def test_stale_if_match_is_refused(self, as_ana: APIClient) -> None:
        id = uuid4()
        etag = put(as_ana, body(stress=1), id)["ETag"]
        put(as_ana, body(stress=2), id)
        late = put(as_ana, body(stress=9), id, HTTP_IF_MATCH=etag)

        assert late.status_code == 412
        assert late.json()["code"] == "stale_revision"
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == 2

    def test_two_thousand_emoji_fit_and_one_more_does_not(self, as_ana: APIClient) -> None:
        assert put(as_ana, body(note="\N{GRINNING FACE}" * 2000)).status_code == 201
        refused = put(as_ana, body(note="\N{GRINNING FACE}" * 2001))

        assert refused.status_code == 400
        assert codes(refused) == {("/note", "too_long")}

    def test_note_is_kept_composed(self, as_ana: APIClient) -> None:
        assert (
            put(as_ana, body(note="e\N{COMBINING ACUTE ACCENT}")).json()["note"]
            == "\N{LATIN SMALL LETTER E WITH ACUTE}"
        )


BAD_BODIES = {
    "unknown site": (body(sites=[{"site": "knee_cap", "side": "left"}]), ("/sites/0/site", "invalid_choice")),
    "unknown side": (body(sites=[{"site": "chin", "side": "port"}]), ("/sites/0/side", "invalid_choice")),
    "no side": (body(sites=[{"site": "chin"}]), ("/sites/0/side", "required")),
    "same place twice": (body(sites=[{"site": "chin", "side": "left"}] * 2), ("/sites", "repeated_site")),
    "too many places": (body(sites=[{"site": "chin", "side": "left"}] * 21), ("/sites", "max_length")),
    "future": (body(started_at="2100-01-01T00:00:00Z"), ("/started_at", "future_time")),
    "ancient": (body(started_at="1899-12-31T23:00:00Z"), ("/started_at", "ancient_time")),
    "year one": (body(started_at="0001-01-01T00:00:00+14:00"), ("/started_at", "ancient_time")),
    "naive": (body(started_at="2026-05-01T10:00:00"), ("/started_at", "offset_required")),
    "no such day": (body(started_at="2026-02-29T10:00:00Z"), ("/started_at", "invalid")),
    "no such offset": (body(started_at="2026-05-01T10:00:00+23:59"), ("/started_at", "bad_offset")),
    "a number for a time": (body(started_at=1_700_000_000), ("/started_at", "invalid")),
    "recorded before it began": (body(recorded_at="1999-01-01T00:00:00Z"), ("/recorded_at", "recorded_before_start")),
    "recorded in the future": (body(recorded_at="2400-01-01T00:00:00Z"), ("/recorded_at", "future_time")),
    "unknown zone": (body(time_zone="Mars/Olympus"), ("/time_zone", "unknown_zone")),
    "a path for a zone": (body(time_zone="../../etc/passwd"), ("/time_zone", "unknown_zone")),
    "negative": (body(duration_s=-1), ("/duration_s", "min_value")),
    "huge": (body(duration_s=604_801), ("/duration_s", "max_value")),
    "enormous": (body(count=10**40), ("/count", "max_value")),
    "true for a number": (body(stress=True), ("/stress", "not_a_number")),
    "a fraction": (body(stress=1.5), ("/stress", "not_a_number")),
    "a text for a number": (body(stress="3"), ("/stress", "not_a_number")),
    "full-width digits": (body(stress="\N{FULLWIDTH DIGIT THREE}"), ("/stress", "not_a_number")),
    "a number for a text": (body(note=5), ("/note", "invalid")),
    "a list for a text": (body(note=["a"]), ("/note", "invalid")),
    "NUL": (body(note="a\0b"), ("/note", "bad_text")),
    "one for true": (body(ongoing=1), ("/ongoing", "invalid")),
    "an unknown field": (body(is_staff=True), ("/is_staff", "unknown_field")),
    "nothing required": ({}, ("/started_at", "required")),
}  # fmt: skip


class TestBadInput:
    @pytest.mark.parametrize("case", BAD_BODIES)
    def test_is_a_problem_that_names_the_field(self, as_ana: APIClient, case: str) -> None:
        said, wrong = BAD_BODIES[case]
        response = put(as_ana, said)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert wrong in codes(response)
        assert Episode.objects.count() == 0

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"", "empty_body"),
            (b"{", "malformed_json"),
            (b'{"stress": NaN}', "malformed_json"),
            (b'{"stress": Infinity}', "malformed_json"),
            (b'{"a": 1} x', "malformed_json"),
            (b"\xef\xbb\xbf{}", "malformed_json"),
            (b"\xff\xfe", "malformed_json"),
            (b'{"stress": ' + b"9" * 5000 + b"}", "malformed_json"),
            (b"[" * 100_000, "malformed_json"),
            (b"[]", "not_an_object"),
            (b'"text"', "not_an_object"),
        ],
    )
    def test_unreadable_bodies(self, as_ana: APIClient, raw: bytes, code: str) -> None:
        response = as_ana.put(f"/api/v1/episodes/{uuid4()}/", raw, content_type="application/json")

        assert (response.status_code, response.json()["code"]) == (400, code)
        assert Episode.objects.count() == 0

    def test_lone_surrogate_in_a_note(self, as_ana: APIClient) -> None:
        raw = json.dumps(body(note="x")).replace('"x"', '"\\ud800"')
        response = as_ana.put(f"/api/v1/episodes/{uuid4()}/", raw, content_type="application/json")

        assert response.status_code == 400
        assert Episode.objects.count() == 0

    @pytest.mark.parametrize(
        "content_type",
        ["text/plain", "", "multipart/form-data; boundary=x", "application/json; charset=utf-7", "application/xml"],
    )
    def test_wrong_content_type(self, as_ana: APIClient, content_type: str) -> None:
        raw = json.dumps(body())
        response = as_ana.generic("PUT", f"/api/v1/episodes/{uuid4()}/", raw, content_type=content_type)

        assert response.status_code == 415
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "id",
        [
            "1",
            "zzz",
            "0" * 32,
            "00000000-0000-0000-0000-000000000000",
            "{" + SOME_ID + "}",
            "urn:uuid:" + SOME_ID,
        ],
    )
    def test_ids_have_one_spelling(self, as_ana: APIClient, id: str) -> None:
        response = put(as_ana, body(), id)

        assert response.status_code == 400
        assert codes(response) == {("/id", "invalid_id")}

    def test_an_id_in_capitals_is_the_same_id(self, as_ana: APIClient) -> None:
        id = uuid4()
        put(as_ana, body(), str(id).upper())

        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["id"] == str(id)

    def test_too_large_a_body(self, as_ana: APIClient) -> None:
        response = put(as_ana, body(note="x" * 1_100_000))

        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_a_form_nobody_speaks(self, as_ana: APIClient) -> None:
        assert as_ana.get("/api/v1/episodes/", HTTP_ACCEPT="application/xml").status_code == 406

    def test_an_act_nobody_offers(self, as_ana: APIClient) -> None:
        assert as_ana.put("/api/v1/episodes/", {}, format="json").status_code == 405


class TestPatch:
    def test_changes_what_is_given_and_nothing_else(self, as_ana: APIClient) -> None:
        id = put(as_ana, body(stress=3, note="kept")).json()["id"]
        places = [{"site": "chin", "side": "left"}]
        changed = as_ana.patch(f"/api/v1/episodes/{id}/", {"sites": places}, format="json").json()

        assert (changed["sites"], changed["stress"], changed["note"]) == (places, 3, "kept")

    def test_a_start_moved_later_leaves_when_it_was_recorded(self, as_ana: APIClient) -> None:
        document = put(as_ana, body()).json()
        later = "2026-11-20T18:30:00+01:00"
        moved = as_ana.patch(f"/api/v1/episodes/{document['id']}/", {"started_at": later}, format="json")

        assert (moved.status_code, moved.json()["started_at"]) == (200, later)
        assert moved.json()["recorded_at"] == document["recorded_at"]
        assert put(as_ana, {"started_at": later, "time_zone": "Europe/Prague"}, document["id"]).status_code == 200

    def test_of_nothing_is_not_found(self, as_ana: APIClient) -> None:
        assert as_ana.patch(f"/api/v1/episodes/{uuid4()}/", {"stress": 1}, format="json").status_code == 404


class TestCreateOnly:
    def test_a_repeated_create_never_overwrites_a_later_edit(self, as_ana: APIClient) -> None:
        id, first = uuid4(), body()
        put(as_ana, first, id, HTTP_IF_NONE_MATCH="*")
        as_ana.patch(f"/api/v1/episodes/{id}/", {"stress": 7}, format="json")  # on another phone
        again = put(as_ana, first, id, HTTP_IF_NONE_MATCH="*")  # the first answer was lost

        assert (again.status_code, again.json()["code"]) == (412, "exists")
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == 7

    def test_a_repeated_create_of_the_same_is_answered_alike(self, as_ana: APIClient) -> None:
        id, first = uuid4(), body()
        put(as_ana, first, id, HTTP_IF_NONE_MATCH="*")

        assert put(as_ana, first, id, HTTP_IF_NONE_MATCH="*").status_code == 200

    def test_a_repeated_create_does_not_undo_a_delete(self, as_ana: APIClient) -> None:
        id, first = uuid4(), body()
        put(as_ana, first, id, HTTP_IF_NONE_MATCH="*")
        as_ana.delete(f"/api/v1/episodes/{id}/")

        assert put(as_ana, first, id, HTTP_IF_NONE_MATCH="*").status_code == 412
        assert as_ana.get(f"/api/v1/episodes/{id}/").status_code == 404


class TestDelete:
    def test_hides_the_episode_and_keeps_its_history(self, as_ana: APIClient, ana: User) -> None:
        id = put(as_ana, body()).json()["id"]

        assert as_ana.delete(f"/api/v1/episodes/{id}/").status_code == 204
        assert as_ana.get(f"/api/v1/episodes/{id}/").status_code == 404
        assert as_ana.get("/api/v1/episodes/").json()["results"] == []
        assert list(Version.objects.of(ana.diary).order_by("number").values_list("act", flat=True)) == [
            "recorded",
            "withdrawn",
        ]

    def test_twice_is_as_once(self, as_ana: APIClient, ana: User) -> None:
        id = put(as_ana, body()).json()["id"]
        as_ana.delete(f"/api/v1/episodes/{id}/")

        assert as_ana.delete(f"/api/v1/episodes/{id}/").status_code == 204
        assert Version.objects.of(ana.diary).count() == 2

    def test_an_edit_brings_it_back(self, as_ana: APIClient) -> None:
        id = put(as_ana, body()).json()["id"]
        as_ana.delete(f"/api/v1/episodes/{id}/")

        assert put(as_ana, body(stress=2), id).status_code == 201
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == 2

    def test_of_nothing_is_not_found(self, as_ana: APIClient) -> None:
        assert as_ana.delete(f"/api/v1/episodes/{uuid4()}/").status_code == 404


class TestList:
    def test_pages_through_everything_once_newest_first(self, as_ana: APIClient, ana: User) -> None:
        made = [cast.twitch(ana.diary, cast.NOW - timedelta(hours=hours // 3)) for hours in range(25)]
        seen: list[dict[str, Any]] = []
        address = "/api/v1/episodes/?page_size=10"
        while address:
            page = as_ana.get(address).json()
            seen += page["results"]
            address = page["next"]

        assert sorted(item["id"] for item in seen) == sorted(str(episode.id) for episode in made)
        assert [item["started_at"] for item in seen] == sorted((item["started_at"] for item in seen), reverse=True)

    def test_pages_through_entries_of_one_moment(self, as_ana: APIClient, ana: User) -> None:
        made = {str(cast.twitch(ana.diary).id) for _ in range(7)}
        seen: list[str] = []
        address = "/api/v1/episodes/?page_size=3"
        while address:
            page = as_ana.get(address).json()
            seen += [item["id"] for item in page["results"]]
            address = page["next"]

        assert len(seen) == len(made)
        assert set(seen) == made

    def test_keeps_to_the_days_asked_for(self, as_ana: APIClient, ana: User) -> None:
        for days in range(5):
            cast.twitch(ana.diary, cast.NOW - timedelta(days=days))
        page = as_ana.get("/api/v1/episodes/?first=2026-11-17&last=2026-11-18").json()

        assert {item["day"] for item in page["results"]} == {"2026-11-17", "2026-11-18"}

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Prague"])
    def test_finds_the_day_of_the_place_where_it_was(self, as_ana: APIClient, ana: User, zone: str) -> None:
        for hours in range(0, 72, 3):
            cast.twitch(ana.diary, cast.NOW - timedelta(hours=hours), time_zone=zone)
        day = "2026-11-19"
        everything = as_ana.get("/api/v1/episodes/").json()["results"]
        found = as_ana.get("/api/v1/episodes/", {"first": day, "last": day}).json()["results"]

        assert found == [item for item in everything if item["day"] == day]
        assert len(found) == 8

    def test_finds_everything_between_the_ends_of_time(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        asked = {"first": "0001-01-01", "last": "9999-12-31"}

        assert len(as_ana.get("/api/v1/episodes/", asked).json()["results"]) == 1

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"site": "chin"}, {"chin left", "both"}),
            ({"side": "left"}, {"chin left"}),
            ({"site": "chin", "side": "right"}, {"both"}),
            ({"site": "brow", "side": "left"}, set()),
        ],
    )
    def test_keeps_to_the_place_asked_for(
        self, as_ana: APIClient, ana: User, asked: dict[str, str], found: set[str]
    ) -> None:
        cast.twitch(ana.diary, note="chin left", sites=[{"site": "chin", "side": "left"}])
        both = [{"site": "lid_lower", "side": "right"}, {"site": "chin", "side": "right"}]
        cast.twitch(ana.diary, note="both", sites=both)
        cast.twitch(ana.diary, note='"site":"chin","side":"left"')  # says it, is not there
        page = as_ana.get("/api/v1/episodes/", asked).json()

        assert {item["note"] for item in page["results"]} == found

    def test_refuses_a_place_that_is_none(self, as_ana: APIClient) -> None:
        assert as_ana.get("/api/v1/episodes/", {"site": "knee_cap"}).status_code == 400

    def test_refuses_a_thousand_parameters(self, as_ana: APIClient) -> None:
        assert as_ana.get("/api/v1/episodes/", {f"p{n}": "1" for n in range(1000)}).status_code == 400

    @pytest.mark.parametrize("size", ["0", "-1", "1001", "9" * 24, "ten", "\N{FULLWIDTH DIGIT THREE}", ""])
    def test_refuses_page_sizes_out_of_range(self, as_ana: APIClient, size: str) -> None:
        response = as_ana.get("/api/v1/episodes/", {"page_size": size})

        assert (response.status_code, response.json()["code"]) == (400, "out_of_range")

    @pytest.mark.parametrize(
        "cursor",
        [
            "garbage",
            "AAAA",
            "cD0yMDI2",
            "x" * 10_000,
            "\N{BULLET}",
            b64("p=2026-11-20"),
            b64("p=0001-01-01T00:00:00+14:00"),
        ],
    )
    def test_refuses_cursors_it_did_not_make(self, as_ana: APIClient, ana: User, cursor: str) -> None:
        cast.twitch(ana.diary)
        response = as_ana.get("/api/v1/episodes/", {"cursor": cursor})

        assert (response.status_code, response.json()["code"]) == (400, "bad_cursor")

    @pytest.mark.parametrize("first", ["today", "2026-02-30", "20260101", "0000-00-00"])
    def test_refuses_days_that_are_none(self, as_ana: APIClient, first: str) -> None:
        assert as_ana.get("/api/v1/episodes/", {"first": first}).status_code == 400


# PostgreSQL takes the row lock by a statement of its own, SQLite by BEGIN IMMEDIATE.
LOCK = int(connection.vendor == "postgresql")


class TestCost:
    def test_a_put_takes_at_most_six_statements_with_begin_and_commit_and_one_when_answered(
        self, as_ana: APIClient, django_assert_max_num_queries: Any
    ) -> None:
        put(as_ana, body())
        with django_assert_max_num_queries(LOCK + 7) as statements:
            assert put(as_ana, body()).status_code == 201

        of_the_clinic = ["people_carelink" in query["sql"] for query in statements.captured_queries]
        assert of_the_clinic.index(True) == len(of_the_clinic) - 1  # nobody reads this diary: that is all it costs

    @pytest.mark.django_db(transaction=True)
    def test_also_where_begin_and_commit_are_real(self, django_assert_max_num_queries: Any) -> None:
        phone = APIClient()
        phone.force_login(cast.ana())
        put(phone, body())
        with django_assert_max_num_queries(LOCK + 7) as statements:
            assert put(phone, body()).status_code == 201

        assert {query["sql"].split()[0] for query in statements.captured_queries} >= {"UPDATE", "INSERT", "COMMIT"}

    @pytest.mark.parametrize("count", [1, 150])
    def test_a_list_takes_two_statements_whatever_the_data(
        self, as_ana: APIClient, ana: User, count: int, django_assert_num_queries: Any
    ) -> None:
        for minutes in range(count):
            cast.twitch(ana.diary, cast.NOW - timedelta(minutes=minutes))
        with django_assert_num_queries(2):
            as_ana.get("/api/v1/episodes/")


class TestStrangers:
    def test_learn_nothing_from_an_id(self, as_ana: APIClient, as_eve: APIClient) -> None:
        id = put(as_ana, body()).json()["id"]
        foreign, unknown = as_eve.get(f"/api/v1/episodes/{id}/"), as_eve.get(f"/api/v1/episodes/{uuid4()}/")

        assert (foreign.status_code, foreign.json()) == (unknown.status_code, unknown.json())
        assert foreign.status_code == 404
        assert as_eve.delete(f"/api/v1/episodes/{id}/").status_code == 404

    def test_writing_to_a_foreign_id_makes_their_own_row(self, as_ana: APIClient, as_eve: APIClient) -> None:
        id = put(as_ana, body(note="mine")).json()["id"]

        assert put(as_eve, body(note="eve's"), id).status_code == 201
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["note"] == "mine"

    def test_signed_out_is_401_with_a_challenge(self, client: Any, db: None) -> None:
        response = client.get("/api/v1/episodes/")

        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Session"
        assert response.json()["code"] == "not_authenticated"

    def test_a_queue_of_another_person_is_refused(self, as_ana: APIClient, as_eve: APIClient, ana: User) -> None:
        response = put(as_eve, body(), HTTP_TWITCH_DIARY=str(ana.diary.reference))

        assert (response.status_code, response.json()["code"]) == (409, "other_diary")
        assert Episode.objects.count() == 0

    def test_a_page_of_another_origin_cannot_write(self, ana: User) -> None:
        phone = APIClient(enforce_csrf_checks=True)
        phone.force_login(ana)

        assert put(phone, body()).status_code == 403
        assert Episode.objects.count() == 0
