"""The sync, operation by operation, as two phones of Ana's see it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from rest_framework.test import APIClient

from diary.models import Conflict, Day, Episode, Operation, Version
from people.models import Diary, User
from tests import cast

AT = "2026-11-20T12:59:00+01:00"
READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": ("SAVEPOINT before; SET LOCAL transaction_read_only = on", "ROLLBACK TO SAVEPOINT before"),
}
PLACES = [{"site": "lid_lower", "side": "right"}]


def fields(**said: Any) -> dict[str, Any]:
    return {"started_at": AT, "time_zone": "Europe/Prague", "recorded_at": AT, **said}


def op(id: Any = None, *, kind: str = "episode", base: str | None = None, **said: Any) -> dict[str, Any]:
    key = str(id or uuid4())
    return {"op_id": str(uuid4()), "kind": kind, "id": key, "base_rev": base, "fields": fields(), **said}


def push(phone: APIClient, *operations: Any, epoch: int = 1, version: int = 1) -> Any:
    body = {"device_id": "phone", "epoch": epoch, "schema_version": version, "ops": list(operations)}
    return phone.post("/api/v1/sync/push/", body, format="json")


def pushed(phone: APIClient, *operations: Any, **said: Any) -> list[dict[str, Any]]:
    response = push(phone, *operations, **said)
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def statuses(phone: APIClient, *operations: Any, **said: Any) -> list[str]:
    return [result["status"] for result in pushed(phone, *operations, **said)]


def revision(phone: APIClient, *operations: Any) -> str:
    """Return the revision of the fact after these operations."""
    result: str = pushed(phone, *operations)[-1]["document"]["revision"]
    return result


def pulled(phone: APIClient, limit: int = 500) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = phone.get("/api/v1/sync/changes/", {"cursor": cursor, "limit": str(limit)}).json()
        seen += page["changes"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return seen


class TestPush:
    def test_applies_each_kind(self, as_ana: APIClient) -> None:
        results = pushed(
            as_ana,
            op(),
            op("2026-11-20", kind="day", fields={"state": "none"}),
            op(
                kind="check", fields={"performed_at": AT, "time_zone": "Europe/Prague", "answers": {"face_droop": "no"}}
            ),
            op(kind="event", fields={"kind": "toxin", "action": "single", "on": "2026-11-02", "dose": 2.5}),
            op("baseline", kind="baseline", fields={"sites": PLACES, "country": "cz"}),
            op("settings", kind="settings", fields={"theme": "dark"}),
            {**op(kind="questions", fields={"questions": ["Is it the coffee?"]}), "id": None},
        )

        assert [result["status"] for result in results] == ["applied"] * 7
        assert results[2]["document"]["answers"] == {
            "face_droop": {"value": "no", "side": None, "onset_at": None, "onset_speed": None}
        }
        assert [change["id"] for change in pulled(as_ana)[-3:]] == ["baseline", "settings", "questions"]

    def test_the_same_operation_twice_is_applied_once(self, as_ana: APIClient, ana: User) -> None:
        one = op()

        assert statuses(as_ana, one, one) == ["applied", "duplicate"]
        assert pushed(as_ana, one)[0]["status"] == "duplicate"
        assert Version.objects.of(ana.diary).count() == 1
        assert Diary.objects.get(owner=ana).change_counter == 1

    def test_three_twitches_a_second_apart_are_three(self, as_ana: APIClient) -> None:
        operations = [op(fields=fields(started_at=f"2026-11-20T12:59:0{second}+01:00")) for second in range(3)]

        assert statuses(as_ana, *operations) == ["applied"] * 3
        assert Episode.objects.count() == 3

    def test_a_bad_one_does_not_hold_up_the_others(self, as_ana: APIClient) -> None:
        operations = [op() for _ in range(500)]
        operations[249]["fields"]["stress"] = 99
        results = pushed(as_ana, *operations)

        assert [result["status"] for result in results].count("applied") == 499
        assert results[249]["problem"]["errors"] == [
            {"pointer": "/fields/stress", "code": "max_value", "detail": results[249]["problem"]["detail"]}
        ]
        assert Episode.objects.count() == 499

    def test_what_was_refused_may_be_sent_again(self, as_ana: APIClient) -> None:
        one = op(fields={"stress": 1})
        first = pushed(as_ana, one)[0]
        one["fields"] = fields(stress=1)

        assert (first["status"], first["problem"]["errors"][0]["pointer"]) == ("rejected", "/fields/started_at")
        assert statuses(as_ana, one) == ["applied"]

    def test_an_operation_on_the_head_changes_only_what_it_names(self, as_ana: APIClient) -> None:
        id = uuid4()
        head = revision(as_ana, op(id, fields=fields(stress=3, note="kept")))
        document = pushed(as_ana, op(id, base=head, fields={"sites": PLACES}))[0]["document"]

        assert (document["sites"], document["stress"], document["note"]) == (PLACES, 3, "kept")

    def test_saying_the_same_takes_no_number(self, as_ana: APIClient, ana: User) -> None:
        id = uuid4()
        head = revision(as_ana, op(id))

        assert revision(as_ana, op(id, base=head)) == head
        assert Diary.objects.get(owner=ana).change_counter == 1

    def test_deletes_and_an_edit_on_the_tombstone_brings_back(self, as_ana: APIClient) -> None:
        id = uuid4()
        head = revision(as_ana, op(id, fields=fields(note="kept")))
        gone = pushed(as_ana, op(id, base=head, deleted=True, fields={}))[0]
        back = pushed(as_ana, op(id, base=gone["document"]["revision"], fields={"stress": 4}))[0]

        assert (gone["status"], gone["deleted"]) == ("applied", True)
        assert (back["status"], back["deleted"], back["document"]["note"]) == ("applied", False, "kept")

    def test_deleting_what_never_was_is_done_already(self, as_ana: APIClient) -> None:
        assert statuses(as_ana, op(deleted=True, fields={})) == ["applied"]


class TestConflicts:
    def test_a_create_sent_again_never_overwrites_a_later_edit(self, as_ana: APIClient) -> None:
        id = uuid4()
        created = op(id)
        head = revision(as_ana, created)
        pushed(as_ana, op(id, base=head, fields={"stress": 7}))
        again = pushed(as_ana, {**created, "op_id": str(uuid4())})[0]

        assert (again["status"], again["document"]["stress"]) == ("stale", 7)
        assert Conflict.objects.count() == 0

    def test_an_edit_on_an_old_revision_gets_the_head_and_is_kept(self, as_ana: APIClient, ana: User) -> None:
        id = uuid4()
        base = revision(as_ana, op(id, fields=fields(stress=1, note="x")))
        pushed(as_ana, op(id, base=base, fields={"stress": 2}))
        late = op(id, base=base, fields={"stress": 3})
        result = pushed(as_ana, late)[0]

        assert (result["status"], result["document"]["stress"]) == ("conflict", 2)
        assert json.loads(Version.objects.of(ana.diary).get(act="lost").document)["stress"] == 3
        assert statuses(as_ana, late) == ["conflict"]
        assert Version.objects.of(ana.diary).filter(act="lost").count() == 1

    def test_merged_on_the_head_the_arriving_value_wins_and_the_other_is_listed(self, as_ana: APIClient) -> None:
        id = uuid4()
        base = revision(as_ana, op(id, fields=fields(stress=1)))
        pushed(as_ana, op(id, base=base, fields={"stress": 2}))
        head = pushed(as_ana, op(id, base=base, fields={"stress": 3}))[0]["document"]["revision"]
        merged = pushed(as_ana, op(id, base=head, fields={"stress": 3}))[0]
        listed = as_ana.get("/api/v1/conflicts/").json()["results"]

        assert (merged["status"], merged["document"]["stress"]) == ("applied", 3)
        assert [(one["fields"], one["mine"]["stress"], one["theirs"]["stress"]) for one in listed] == [
            (["stress"], 3, 2)
        ]

    def test_different_fields_are_no_conflict_for_a_person(self, as_ana: APIClient) -> None:
        id = uuid4()
        base = revision(as_ana, op(id))
        pushed(as_ana, op(id, base=base, fields={"stress": 2}))

        assert statuses(as_ana, op(id, base=base, fields={"note": "funeral"})) == ["conflict"]
        assert as_ana.get("/api/v1/conflicts/").json() == {"results": []}

    def test_an_edit_beats_a_delete_whichever_comes_first(self, as_ana: APIClient) -> None:
        edited_first, deleted_first = uuid4(), uuid4()
        for id in (edited_first, deleted_first):
            pushed(as_ana, op(id, fields=fields(note="n")))
        bases = {id: as_ana.get(f"/api/v1/episodes/{id}/").json()["revision"] for id in (edited_first, deleted_first)}
        edits = {id: op(id, base=base, fields={"stress": 5}) for id, base in bases.items()}
        deletes = {id: op(id, base=base, deleted=True, fields={}) for id, base in bases.items()}

        assert statuses(as_ana, edits[edited_first], deletes[edited_first]) == ["applied", "conflict"]
        assert statuses(as_ana, deletes[deleted_first], edits[deleted_first]) == ["applied", "applied"]
        for id in (edited_first, deleted_first):
            document = as_ana.get(f"/api/v1/episodes/{id}/").json()
            assert (document["stress"], document["note"]) == (5, "n")

    def test_two_phones_answer_a_day_and_both_answers_are_merged(self, as_ana: APIClient) -> None:
        day = "2026-11-20"
        pushed(as_ana, op(day, kind="day", fields={"state": "twitched", "sleep_min": 400}))
        second = pushed(as_ana, op(day, kind="day", fields={"stress": 4, "sleep_min": 420}))[0]
        listed = as_ana.get("/api/v1/conflicts/").json()["results"]

        assert second["status"] == "applied"
        assert {name: second["document"][name] for name in ("state", "sleep_min", "stress")} == {
            "state": "twitched", "sleep_min": 420, "stress": 4,
        }  # fmt: skip
        assert [(one["fields"], one["theirs"]["sleep_min"]) for one in listed] == [(["sleep_min"], 400)]

    def test_nought_and_no_are_answers_too(self, as_ana: APIClient) -> None:
        day = "2026-11-20"
        pushed(as_ana, op(day, kind="day", fields={"stress": 0, "function": 0, "wearing_off": False}))
        pushed(as_ana, op(day, kind="day", fields={"stress": 8, "function": 3, "wearing_off": True}))
        (listed,) = as_ana.get("/api/v1/conflicts/").json()["results"]

        assert set(listed["fields"]) == {"stress", "function", "wearing_off"}
        assert Day.objects.get().edited

    @pytest.mark.parametrize(("keep", "stress", "entries"), [("mine", 3, 1), ("theirs", 2, 1), ("both", 3, 2)])
    def test_is_settled_by_a_person(self, as_ana: APIClient, keep: str, stress: int, entries: int) -> None:
        id = uuid4()
        base = revision(as_ana, op(id, fields=fields(stress=1)))
        pushed(as_ana, op(id, base=base, fields={"stress": 2}))
        pushed(as_ana, op(id, base=base, fields={"stress": 3}))
        conflict = as_ana.get("/api/v1/conflicts/").json()["results"][0]
        address = f"/api/v1/conflicts/{conflict['id']}/resolve/"

        assert as_ana.post(address, {"keep": keep}, format="json").status_code == 200
        assert as_ana.post(address, {"keep": keep}, format="json").status_code == 200
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == stress
        assert len(as_ana.get("/api/v1/episodes/").json()["results"]) == entries
        assert as_ana.get("/api/v1/conflicts/").json() == {"results": []}

    def test_a_day_cannot_be_two(self, as_ana: APIClient) -> None:
        pushed(as_ana, op("2026-11-20", kind="day", fields={"stress": 1}))
        pushed(as_ana, op("2026-11-20", kind="day", fields={"stress": 2}))
        conflict = as_ana.get("/api/v1/conflicts/").json()["results"][0]
        refused = as_ana.post(f"/api/v1/conflicts/{conflict['id']}/resolve/", {"keep": "both"}, format="json")

        assert (refused.status_code, refused.json()["code"]) == (409, "only_one")

    def test_is_nobody_elses(self, as_ana: APIClient, as_eve: APIClient) -> None:
        pushed(as_ana, op("2026-11-20", kind="day", fields={"stress": 1}))
        pushed(as_ana, op("2026-11-20", kind="day", fields={"stress": 2}))
        conflict = as_ana.get("/api/v1/conflicts/").json()["results"][0]
        address = f"/api/v1/conflicts/{conflict['id']}/resolve/"

        assert as_eve.post(address, {"keep": "theirs"}, format="json").status_code == 404
        assert as_eve.get("/api/v1/conflicts/").json() == {"results": []}

    def test_nobody_elses_version_is_taken_for_the_one_that_was_seen(
        self, as_ana: APIClient, as_eve: APIClient
    ) -> None:
        id = uuid4()
        pushed(as_ana, op(id, fields=fields(note="hers")))
        seen = revision(as_ana, op(id, base="1.1", fields={"note": "Ana's alone"}))
        pushed(as_eve, op(id, fields=fields(note="Eve's")), op("2026-11-19", kind="day", fields={"stress": 1}))
        as_eve.patch(f"/api/v1/episodes/{id}/", {"stress": 3}, format="json")
        (result,) = pushed(as_eve, op(id, base=seen, fields={"stress": 5}))

        assert (seen, result["status"]) == ("1.2", "conflict")
        assert "Ana's alone" not in as_eve.get(f"/api/v1/episodes/{id}/history/").content.decode()


class TestRestored:
    """After a restore from a backup the diary lives a new epoch, and phones offer what they know."""

    def restored(self, diary: Diary) -> None:
        Diary.objects.filter(pk=diary.pk).update(epoch=2)

    def test_an_old_epoch_has_to_begin_anew(self, as_ana: APIClient, ana: User) -> None:
        cursor = as_ana.get("/api/v1/sync/changes/").json()["next_cursor"]
        self.restored(ana.diary)
        late, pull = push(as_ana, op()), as_ana.get("/api/v1/sync/changes/", {"cursor": cursor})

        assert (late.status_code, late.json()["code"]) == (410, "resync_required")
        assert (pull.status_code, pull.json()["code"]) == (410, "resync_required")
        assert Episode.objects.count() == 0

    def test_what_is_missing_is_filled_under_its_revision(self, as_ana: APIClient, ana: User) -> None:
        self.restored(ana.diary)
        result = pushed(as_ana, op(base="1.57", ensure=True), epoch=2)[0]

        assert (result["status"], result["document"]["revision"]) == ("applied", "1.57")
        assert [change["revision"] for change in pulled(as_ana)] == ["1.57"]

    def test_an_older_copy_offered_later_does_not_outrank(self, as_ana: APIClient, ana: User) -> None:
        id = uuid4()
        self.restored(ana.diary)
        newer = op(id, base="1.57", ensure=True, fields=fields(stress=5))
        older = op(id, base="1.12", ensure=True, fields=fields(stress=1))

        assert statuses(as_ana, newer, older, epoch=2) == ["applied", "stale"]
        assert as_ana.get(f"/api/v1/episodes/{id}/").json()["stress"] == 5

    def test_a_tombstone_is_filled_too(self, as_ana: APIClient, ana: User) -> None:
        id = uuid4()
        self.restored(ana.diary)
        buried = op(id, base="1.9", ensure=True, deleted=True)
        living = op(id, base="1.5", ensure=True)

        assert statuses(as_ana, buried, living, epoch=2) == ["applied", "stale"]
        assert as_ana.get(f"/api/v1/episodes/{id}/").status_code == 404

    @pytest.mark.parametrize("base", ["9.1", "0.7", "1.1", "1.999999999999999999"])
    def test_nobody_offers_what_was_never_given(self, as_ana: APIClient, base: str) -> None:
        assert statuses(as_ana, op(base=base, ensure=True)) == ["rejected"]


class TestWholeRequests:
    def test_an_old_schema_gets_a_clear_answer(self, as_ana: APIClient) -> None:
        response = push(as_ana, op(), version=0)

        assert (response.status_code, response.json()["code"]) == (426, "schema_too_old")

    def test_a_newer_schema_keeps_what_is_not_known_here_yet(self, as_ana: APIClient) -> None:
        assert statuses(as_ana, op(), op(fields=fields(mood=3)), version=2) == ["applied", "retry"]

    def test_a_database_that_takes_nothing_refuses_no_entry(self, as_ana: APIClient) -> None:
        read_only, again = READ_ONLY[connection.vendor]
        as_ana.raise_request_exception = False
        with connection.cursor() as cursor:
            cursor.execute(read_only)
            try:
                answer = push(as_ana, op(), op())
            finally:
                cursor.execute(again)

        assert (answer.status_code, answer["Retry-After"]) == (503, "2")

    def test_one_operation_too_many(self, as_ana: APIClient) -> None:
        response = push(as_ana, *(op(deleted=True, fields={}) for _ in range(501)))

        assert (response.status_code, response.json()["code"]) == (413, "too_many_operations")
        assert Operation.objects.count() == 0

    def test_more_than_eight_million_bytes(self, as_ana: APIClient) -> None:
        response = push(as_ana, *(op(fields=fields(note="x" * 20_000)) for _ in range(401)))

        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    def test_a_megabyte_and_more_of_notes_fits(self, as_ana: APIClient) -> None:
        operations = [op(fields=fields(note="\N{GRINNING FACE}" * 2000)) for _ in range(150)]

        assert set(statuses(as_ana, *operations)) == {"applied"}

    def test_fits_by_cookie_too(self, ana: User) -> None:
        browser = APIClient(enforce_csrf_checks=True, headers={"X-CSRFToken": "a" * 32})
        browser.force_login(ana)
        browser.cookies["csrftoken"] = "a" * 32
        operations = [op(fields=fields(note="\N{GRINNING FACE}" * 2000)) for _ in range(150)]

        assert set(statuses(browser, *operations)) == {"applied"}

    @pytest.mark.parametrize(
        ("wrong", "pointer", "code"),
        [
            ({"op_id": "1"}, "/op_id", "invalid_id"),
            ({"op_id": None}, "/op_id", "null"),
            ({"kind": "mood"}, "/kind", "invalid_choice"),
            ({"id": "zzz"}, "/id", "invalid_id"),
            ({"id": None}, "/id", "invalid_id"),
            ({"base_rev": "newest"}, "/base_rev", "bad_revision"),
            ({"base_rev": "1." + "9" * 30}, "/base_rev", "bad_revision"),
            ({"deleted": "yes"}, "/deleted", "invalid"),
            ({"fields": []}, "/fields", "not_an_object"),
            ({"fields": {"note": 5}}, "/fields/note", "invalid"),
            ({"patient": 7}, "/patient", "unknown_field"),
        ],
    )
    def test_a_bad_operation_says_what_is_wrong(
        self, as_ana: APIClient, wrong: dict[str, Any], pointer: str, code: str
    ) -> None:
        bad, good = pushed(as_ana, {**op(), **wrong}, op())

        assert (bad["status"], good["status"]) == ("rejected", "applied")
        assert (pointer, code) in {(error["pointer"], error["code"]) for error in bad["problem"]["errors"]}

    @pytest.mark.parametrize(
        "wrong",
        [
            '"fields": {"stress": %s}' % ("9" * 5_000),
            '"fields": {}, "mood": %s' % ("9" * 5_000),
            '"fields": {"note": "\\ud800"}',
            '"fields": {"note": %s}' % ("[" * 400 + "]" * 400),
        ],
    )
    def test_one_that_cannot_be_read_does_not_hold_up_the_others(self, as_ana: APIClient, wrong: str) -> None:
        first, good = str(uuid4()), op()
        bad = f'{{"op_id": "{first}", "kind": "day", "id": "2026-11-19", {wrong}}}'
        head = '{"device_id": "phone", "epoch": 1, "schema_version": 1, "ops": [%s, %s]}'
        answer = as_ana.generic("POST", "/api/v1/sync/push/", head % (bad, json.dumps(good)), "application/json")

        assert answer.status_code == 200, answer.content
        assert [(one["op_id"], one["status"]) for one in answer.json()["results"]] == [
            (first, "rejected"),
            (good["op_id"], "applied"),
        ]

    @pytest.mark.parametrize("ops", [None, {}, "x", [1], [[]], [None]])
    def test_bodies_that_are_no_batch(self, as_ana: APIClient, ops: Any) -> None:
        body = {"device_id": "phone", "epoch": 1, "schema_version": 1, "ops": ops}
        response = as_ana.post("/api/v1/sync/push/", body, format="json")

        assert response.status_code in (200, 400)
        if response.status_code == 200:
            assert [result["status"] for result in response.json()["results"]] == ["rejected"]

    def test_an_id_used_for_something_else_loses_nothing_in_silence(self, as_ana: APIClient) -> None:
        one = op()
        other = {**op(), "op_id": one["op_id"]}

        assert statuses(as_ana, one, other) == ["applied", "rejected"]


class TestChanges:
    def test_every_fact_once_with_its_last_version(self, as_ana: APIClient, ana: User) -> None:
        kept, gone = cast.twitch(ana.diary), cast.twitch(ana.diary)
        as_ana.patch(f"/api/v1/episodes/{kept.id}/", {"stress": 2}, format="json")
        as_ana.delete(f"/api/v1/episodes/{gone.id}/")
        seen = pulled(as_ana, limit=1)

        assert [(change["id"], change["deleted"]) for change in seen] == [(str(kept.id), False), (str(gone.id), True)]
        assert seen[0]["document"]["stress"] == 2
        assert [change["revision"] for change in seen] == ["1.3", "1.4"]

    def test_nothing_new_is_a_304(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)
        first = as_ana.get("/api/v1/sync/changes/")
        again = as_ana.get("/api/v1/sync/changes/", HTTP_IF_NONE_MATCH=first["ETag"])

        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("cursor", ["garbage", "AAAA", "\N{BULLET}", "x" * 10_000])
    def test_refuses_cursors_it_did_not_make(self, as_ana: APIClient, cursor: str) -> None:
        response = as_ana.get("/api/v1/sync/changes/", {"cursor": cursor})

        assert (response.status_code, response.json()["code"]) == (400, "bad_cursor")

    def test_refuses_the_cursor_of_another_person(self, as_ana: APIClient, as_eve: APIClient) -> None:
        cursor = as_eve.get("/api/v1/sync/changes/").json()["next_cursor"]

        assert as_ana.get("/api/v1/sync/changes/", {"cursor": cursor}).json()["code"] == "bad_cursor"

    def test_refuses_a_cursor_beyond_what_there_is(self, as_ana: APIClient, ana: User) -> None:
        """Somebody put an old file back by hand, and no epoch tells of it."""
        cast.twitch(ana.diary)
        cursor = as_ana.get("/api/v1/sync/changes/").json()["next_cursor"]
        Diary.objects.update(change_counter=0)
        response = as_ana.get("/api/v1/sync/changes/", {"cursor": cursor})

        assert (response.status_code, response.json()["code"]) == (410, "resync_required")

    @pytest.mark.parametrize("limit", ["0", "-1", "1001", "ten", "9" * 24, ""])
    def test_refuses_limits_out_of_range(self, as_ana: APIClient, limit: str) -> None:
        response = as_ana.get("/api/v1/sync/changes/", {"limit": limit})

        assert (response.status_code, response.json()["code"]) == (400, "out_of_range")
