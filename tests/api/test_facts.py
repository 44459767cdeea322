"""Checks, events, days, baseline, settings and questions: the same verbs as episodes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from rest_framework.test import APIClient

from api.v1.resources import RESOURCES
from diary.models import Episode
from people.models import User
from tests import cast
from tests.cast import NOW
from tests.test_doors import all_rows

AT = "2026-11-20T12:59:00+01:00"
BODIES: dict[str, dict[str, Any]] = {
    "episodes": {"started_at": AT, "time_zone": "Europe/Prague"},
    "checks": {"performed_at": AT, "time_zone": "Europe/Prague"},
    "events": {"kind": "toxin", "action": "single", "on": "2026-11-20"},
}
SINGLES: dict[str, dict[str, Any]] = {
    "baseline": {"birth_year": 1980},
    "settings": {"theme": "dark"},
    "questions": {"questions": ["Is it the coffee?"]},
}


# What nobody may write: columns of ours, and what somebody might hope for.
HOPED_FOR = (
    "is_staff", "is_superuser", "patient", "owner", "user", "user_id", "diary_id", "created_by", "reviewed_by", "by",
    "deleted", "deleted_by", "flags", "_method", "__class__", "password", "epoch", "rev", "seq", "change_counter",
)  # fmt: skip
NAMED = {one.name: one for one in RESOURCES.values()}


class TestWhatNobodyWrites:
    @pytest.mark.parametrize("name", NAMED)
    def test_stays_as_it_is_whatever_is_sent(self, as_ana: APIClient, ana: User, eve: User, name: str) -> None:
        """Each column and each wish, with PUT and PATCH: refused or passed over, and not a row of any table changes."""
        with time_machine.travel(NOW, tick=False):
            body = BODIES.get(name) or SINGLES.get(name) or {"state": "none"}
            address = f"/api/v1/{name}/"
            address += "2026-11-20/" if name == "days" else f"{uuid4()}/" if name in BODIES else ""
            assert as_ana.put(address, body, format="json").status_code in (200, 201)
            before, wrong = all_rows(), []
            for wish in sorted(wishes(name)):
                for told in (9, str(eve.diary.reference)):
                    answers = (
                        as_ana.put(address, body | {wish: told}, format="json"),
                        as_ana.patch(address, {wish: told}, format="json"),
                    )
                    is_fine = {one.status_code for one in answers} <= {200, 400} and all_rows() == before
                    wrong += [] if is_fine else [f"{wish}={told}: {[one.status_code for one in answers]}"]

        assert wrong == []
        assert len(wishes(name)) > len(HOPED_FOR)


def wishes(name: str) -> set[str]:
    """Return the columns that no client writes, and what else somebody might hope for."""
    shape = NAMED[name].shape()
    writable = {one for one, field in shape.fields.items() if not field.read_only}
    columns = {
        column for field in NAMED[name].kind.model._meta.concrete_fields for column in (field.name, field.attname)
    }
    read_only = set(shape.fields) - writable
    return (columns | read_only | set(HOPED_FOR)) - writable


class TestVerbs:
    @pytest.mark.parametrize("name", BODIES)
    def test_put_get_patch_delete_restore(self, as_ana: APIClient, name: str) -> None:
        address = f"/api/v1/{name}/{uuid4()}/"

        assert as_ana.put(address, BODIES[name], format="json").status_code == 201
        assert as_ana.put(address, BODIES[name], format="json").status_code == 200
        assert as_ana.patch(address, {"note": "later"}, format="json").json()["note"] == "later"
        assert as_ana.delete(address).status_code == 204
        assert as_ana.get(address).status_code == 404
        assert as_ana.post(address + "restore/").json()["note"] == "later"
        assert as_ana.get(address).json()["note"] == "later"

    @pytest.mark.parametrize("name", BODIES)
    def test_history_tells_who_did_what(self, as_ana: APIClient, as_eve: APIClient, name: str) -> None:
        address = f"/api/v1/{name}/{uuid4()}/"
        as_ana.put(address, BODIES[name], format="json")
        as_ana.patch(address, {"note": "x"}, format="json")
        as_ana.delete(address)
        as_ana.post(address + "restore/")
        versions = as_ana.get(address + "history/").json()["results"]

        assert [(one["number"], one["act"]) for one in versions] == [
            (4, "restored"), (3, "withdrawn"), (2, "amended"), (1, "recorded"),
        ]  # fmt: skip
        assert {one["by"] for one in versions} == {"Ana Nováková"}
        assert [one["document"]["note"] for one in versions] == ["x", "x", "x", ""]
        assert as_eve.get(address + "history/").status_code == 404

    def test_history_comes_in_pages(self, as_ana: APIClient) -> None:
        address = f"/api/v1/episodes/{uuid4()}/"
        as_ana.put(address, BODIES["episodes"], format="json")
        for stress in range(5):
            as_ana.patch(address, {"stress": stress}, format="json")
        numbers, page = [], f"{address}history/?page_size=4"
        while page:
            answer = as_ana.get(page).json()
            numbers += [one["number"] for one in answer["results"]]
            page = answer["next"]

        assert numbers == [6, 5, 4, 3, 2, 1]

    @pytest.mark.parametrize("name", BODIES)
    def test_post_makes_an_id_or_takes_one(self, as_ana: APIClient, name: str) -> None:
        id = str(uuid4())
        made = as_ana.post(f"/api/v1/{name}/", BODIES[name], format="json")
        given = as_ana.post(f"/api/v1/{name}/", BODIES[name] | {"id": id.upper()}, format="json")

        assert (made.status_code, given.status_code, given.json()["id"]) == (201, 201, id)
        assert as_ana.get(made["Location"]).json() == made.json()

    def test_post_of_the_same_is_answered_alike_and_of_another_refused(self, as_ana: APIClient) -> None:
        said = BODIES["episodes"] | {"id": str(uuid4()), "recorded_at": AT}
        first, again = (as_ana.post("/api/v1/episodes/", said, format="json") for _ in range(2))
        other = as_ana.post("/api/v1/episodes/", said | {"stress": 3}, format="json")

        assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
        assert (other.status_code, other.json()["code"]) == (409, "exists")

    def test_an_answer_in_short_is_an_answer_in_full(self, as_ana: APIClient) -> None:
        said = BODIES["checks"] | {
            "answers": {"face_droop": "yes", "arm_weak": {"value": "no", "side": "left"}, "fever": None},
            "tasks": {"smile": {"left": "cannot"}, "brow": {}},
            "tasks_lost": ["whistle", "open_jar", "whistle"],
        }
        document = as_ana.post("/api/v1/checks/", said, format="json").json()

        assert document["answers"] == {
            "face_droop": {"value": "yes", "side": None, "onset_at": None, "onset_speed": None},
            "arm_weak": {"value": "no", "side": "left", "onset_at": None, "onset_speed": None},
        }
        assert document["tasks"] == {"smile": {"left": "cannot", "right": None}}
        assert document["tasks_lost"] == ["open_jar", "whistle"]
        assert document["day"] == "2026-11-20"


class TestDays:
    def test_are_listed_newest_first(self, as_ana: APIClient) -> None:
        for day in ("2026-11-18", "2026-11-20", "2026-11-19"):
            as_ana.put(f"/api/v1/days/{day}/", {"state": "none"}, format="json")
        page = as_ana.get("/api/v1/days/", {"first": "2026-11-19"}).json()

        assert [one["date"] for one in page["results"]] == ["2026-11-20", "2026-11-19"]

    def test_an_answer_can_be_taken_back_and_restored(self, as_ana: APIClient) -> None:
        address = "/api/v1/days/2026-11-20/"
        as_ana.put(address, {"state": "none", "sleep_min": 400}, format="json")
        as_ana.delete(address)

        assert as_ana.get(address).json()["state"] == "unknown"
        assert as_ana.post(address + "restore/").json()["sleep_min"] == 400


class TestSingles:
    @pytest.mark.parametrize("name", SINGLES)
    def test_are_empty_until_something_is_said(self, as_ana: APIClient, name: str) -> None:
        document = as_ana.get(f"/api/v1/{name}/").json()

        assert (document["revision"], document["updated_at"]) == (None, None)
        assert not any(value for value in document.values())

    @pytest.mark.parametrize("name", SINGLES)
    def test_put_patch_and_history(self, as_ana: APIClient, as_eve: APIClient, name: str) -> None:
        address = f"/api/v1/{name}/"
        ((field, value),) = SINGLES[name].items()

        assert as_ana.patch(address, SINGLES[name], format="json").json()[field] == value
        assert as_ana.put(address, {}, format="json").json()[field] in (None, [])
        assert [one["act"] for one in as_ana.get(address + "history/").json()["results"]] == ["amended", "recorded"]
        assert as_eve.get(address + "history/").json()["results"] == []
        assert as_ana.delete(address).status_code == 405

    @pytest.mark.parametrize(
        ("name", "said", "pointer"),
        [
            ("settings", {"reminder_at": "25:00"}, "/reminder_at"),
            ("settings", {"quiet_from": "7:30"}, "/quiet_from"),
            ("settings", {"emergency_number": "call me"}, "/emergency_number"),
            ("settings", {"home_time_zone": "Mars/Olympus"}, "/home_time_zone"),
            ("settings", {"language": "cs"}, "/language"),
            ("settings", {"theme": "pink"}, "/theme"),
            ("questions", {"questions": ["a", "b", "c", "d"]}, "/questions"),
            ("questions", {"questions": ["x" * 301]}, "/questions/0"),
            ("questions", {"questions": [5]}, "/questions/0"),
            ("baseline", {"birth_year": 2099}, "/birth_year"),
            ("baseline", {"birth_year": 1800}, "/birth_year"),
            ("baseline", {"country": "Taiwan"}, "/country"),
            ("baseline", {"suspected_factors": ["x" * 101]}, "/suspected_factors/0"),
            ("baseline", {"sites": [{"site": "lid_lower", "side": "right"}] * 2}, "/sites"),
        ],
    )
    def test_names_what_is_wrong(self, as_ana: APIClient, name: str, said: dict[str, Any], pointer: str) -> None:
        response = as_ana.patch(f"/api/v1/{name}/", said, format="json")

        assert response.status_code == 400
        assert pointer in {error["pointer"] for error in response.json()["errors"]}


class TestRestore:
    def test_is_possible_for_thirty_days(self, ana: User) -> None:
        phone = APIClient()
        with time_machine.travel(NOW, tick=False):
            phone.force_login(ana)
            episodes = [cast.twitch(ana.diary).id for _ in range(2)]
            for id in episodes:
                phone.delete(f"/api/v1/episodes/{id}/")
        with time_machine.travel(NOW + timedelta(days=30), tick=False):
            assert phone.post(f"/api/v1/episodes/{episodes[0]}/restore/").status_code == 200
        with time_machine.travel(NOW + timedelta(days=30, seconds=1), tick=False):
            late = phone.post(f"/api/v1/episodes/{episodes[1]}/restore/")

        assert (late.status_code, late.json()["code"]) == (409, "too_late")

    def test_of_what_is_there_changes_nothing(self, as_ana: APIClient, ana: User) -> None:
        episode = cast.twitch(ana.diary)

        assert as_ana.post(f"/api/v1/episodes/{episode.id}/restore/").json()["revision"] == "1.1"

    def test_of_nothing_or_of_somebody_elses_is_not_found(
        self, as_ana: APIClient, as_eve: APIClient, ana: User
    ) -> None:
        episode = cast.twitch(ana.diary)
        as_ana.delete(f"/api/v1/episodes/{episode.id}/")

        assert as_eve.post(f"/api/v1/episodes/{episode.id}/restore/").status_code == 404
        assert as_eve.post(f"/api/v1/episodes/{uuid4()}/restore/").status_code == 404
        assert Episode.objects.of(ana.diary).count() == 0


class TestNotModified:
    @pytest.mark.parametrize("name", ["episodes", "checks", "events", "days"])
    def test_lists_answer_304_until_something_changes(self, as_ana: APIClient, ana: User, name: str) -> None:
        first = as_ana.get(f"/api/v1/{name}/")
        again = as_ana.get(f"/api/v1/{name}/", HTTP_IF_NONE_MATCH=first["ETag"])
        cast.twitch(ana.diary)

        assert (again.status_code, again.content) == (304, b"")
        assert as_ana.get(f"/api/v1/{name}/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200

    def test_the_tag_of_one_person_says_nothing_to_another(self, as_ana: APIClient, as_eve: APIClient) -> None:
        tag = as_ana.get("/api/v1/episodes/")["ETag"]

        assert as_eve.get("/api/v1/episodes/", HTTP_IF_NONE_MATCH=tag).status_code == 200

    def test_an_entry_answers_304_by_its_revision(self, as_ana: APIClient, ana: User) -> None:
        episode = cast.twitch(ana.diary)
        address = f"/api/v1/episodes/{episode.id}/"

        assert as_ana.get(address, HTTP_IF_NONE_MATCH=f'"{episode.revision}"').status_code == 304
        as_ana.patch(address, {"stress": 1}, format="json")
        assert as_ana.get(address, HTTP_IF_NONE_MATCH=f'"{episode.revision}"').status_code == 200


class TestFlags:
    def test_one_answer_is_enough(self, as_ana: APIClient) -> None:
        said = BODIES["checks"] | {"answers": {"face_droop": {"value": "yes", "onset_speed": "sudden"}}}
        check = as_ana.post("/api/v1/checks/", said, format="json").json()
        told = as_ana.get("/api/v1/flags/", {"as_of": "2026-11-20"}).json()

        assert [(flag["rule"], flag["level"]) for flag in told["results"]] == [("U1", "emergency")]
        assert told["results"][0]["evidence"] == [{"kind": "check", "id": check["id"], "day": "2026-11-20"}]
        assert as_ana.get("/api/v1/flags/", {"as_of": "2026-11-19"}).json()["results"] == []

    def test_none_is_not_an_all_clear(self, as_ana: APIClient) -> None:
        assert as_ana.get("/api/v1/flags/").json()["remark"] == "No rule matched. This is not an all-clear."

    def test_says_how_many_answers_no_rule_used(self, as_ana: APIClient) -> None:
        answers = dict.fromkeys(("face_droop", "arm_weak", "fever"), "unsure")
        as_ana.post("/api/v1/checks/", BODIES["checks"] | {"answers": answers}, format="json")
        told = as_ana.get("/api/v1/flags/", {"as_of": "2026-11-20"}).json()

        assert told["results"] == []
        assert "This is not an all-clear. Answers given as “not sure”: 3." in told["remark"]

    def test_a_corrected_answer_takes_the_flag_back(self, as_ana: APIClient) -> None:
        said = BODIES["checks"] | {"answers": {"swallow_saliva": "yes"}}
        check = as_ana.post("/api/v1/checks/", said, format="json").json()
        as_ana.patch(f"/api/v1/checks/{check['id']}/", {"answers": {"swallow_saliva": "no"}}, format="json")

        assert as_ana.get("/api/v1/flags/", {"as_of": "2026-11-20"}).json()["results"] == []

    def test_a_person_can_switch_the_rules_off(self, as_ana: APIClient) -> None:
        said = BODIES["checks"] | {"answers": {"swallow_saliva": "yes"}}
        as_ana.post("/api/v1/checks/", said, format="json")
        as_ana.patch("/api/v1/settings/", {"flags_enabled": False}, format="json")
        told = as_ana.get("/api/v1/flags/", {"as_of": "2026-11-20"}).json()

        assert (told["enabled"], told["results"], told["remark"]) == (
            False,
            [],
            "The rules are switched off. This is not an all-clear.",
        )

    @pytest.mark.parametrize("as_of", ["today", "2026-02-30", "1899-12-31", "9999-12-31"])
    def test_refuses_days_that_are_none(self, as_ana: APIClient, as_of: str) -> None:
        assert as_ana.get("/api/v1/flags/", {"as_of": as_of}).status_code == 400

    def test_another_person_sees_nothing_of_it(self, as_ana: APIClient, as_eve: APIClient) -> None:
        as_ana.post("/api/v1/checks/", BODIES["checks"] | {"answers": {"fever": "yes"}}, format="json")

        assert as_eve.get("/api/v1/flags/").json()["results"] == []
