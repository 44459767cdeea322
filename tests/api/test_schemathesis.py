"""
The API against its own description: Schemathesis makes requests of every operation, good ones and bad ones.

Every check of the library is on. Each request is made in Ana's diary, which holds one of everything, and is taken back
afterwards. What is found is a fault of the description or of the API.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    use_after_free,
)

from api.errors import PROBLEM_JSON
from api.v1 import examples
from api.v1.views.words import description
from config.wsgi import application
from people.models import Opening
from people.services import openings
from tests import cast

Node = dict[str, Any]
pytestmark = [pytest.mark.django_db, pytest.mark.either]

# With which codes a good body may be refused for what it says. Any other would mean that its shape was refused.
RULES = {
    "ancient_time", "bad_end", "bad_period", "exists", "future_time", "out_of_range", "recorded_before_start",
    "resync_required", "stale_revision", "too_large", "too_precise", "unknown_zone",
}  # fmt: skip
RULES_OF_ONE = {
    "reports_profile_pdf": {"period_too_long", "required"},  # both days, or neither
    "reports_profile_pdf_make": {"period_too_long", "required"},
    "reports_profile_text": {"period_too_long", "required"},
    "exports_fhir": {"period_too_long", "required"},
    "reports_summary_read": {"period_too_long", "required"},
    "reports_figure_png": {"period_too_long", "required", "not_found"},
    "reports_figure_svg": {"period_too_long", "required", "not_found"},  # of too few days there is none
    "shares_give": {"period_too_long"},
    # what a table or a form holds is no matter of its shape
    "imports_add": {"bad_encoding", "bad_rows", "malformed_json", "needs_answers", "not_a_table"},
}
ALIKE = {"AnswersRequest": 2, "TasksRequest": 1}  # so many members stand for all
LISTS_OF_A_FILE = ("questions",)  # the others are read by their own operations, all by the same code
# What still answers once the thing is deleted: it keeps its history and comes back by an act; a day is then unknown; an
# import that was undone is listed so; and deleting twice is the same as once.
LIVES_ON = (
    "_history",
    "_restore",
    "_record",
    "_withdraw",
    "_revoke",
    "_undo",
    "days_read",
    "days_amend",
    "imports_read",
)
BRINGS_BACK = ("_restore", "_record")
FACTS = ("episodes", "checks", "events", "days", "baseline", "settings", "questions")

# Rules beyond shape that the description tells in words: the day has come, the offset and the zone exist.
_offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
_moments = st.integers(0, 125 * 365 * 86_400).map(
    lambda seconds: datetime(1901, 1, 2, tzinfo=UTC) + timedelta(0, seconds)
)
_told = st.builds(lambda at, zone: at.astimezone(zone).isoformat(), _moments, _offsets)
schemathesis.openapi.format("date-time", _told)
schemathesis.openapi.format("date", st.dates(date(1901, 1, 1), date(2025, 12, 31)).map(str))
schemathesis.openapi.format("iana-time-zone", st.sampled_from(["Asia/Taipei", "Europe/Prague", "UTC"]))
schemathesis.openapi.format("cursor", st.just(""))
schemathesis.openapi.media_type("text/csv", st.sampled_from([examples.CSV.encode(), b"date,site\n2026-11-18,chin\n"]))

SETTINGS = settings(suppress_health_check=list(HealthCheck), deadline=None)
SCENARIOS = settings(SETTINGS, max_examples=20, stateful_step_count=10, derandomize=True, phases=[Phase.generate])


def _config(examples: int, *, is_the_same_each_time: bool) -> schemathesis.Config:
    """Return how the library asks: so many made-up requests of an operation, beside those that its schema suggests."""
    return schemathesis.Config.from_dict(
        {
            **({"seed": 20261120} if is_the_same_each_time else {}),
            "generation": {
                "deterministic": is_the_same_each_time,
                "max-examples": examples,
                "database": "none",
                "with-security-parameters": False,  # Ana asks; the check of ignored sign-ins makes requests of its own
            },
            "operations": [
                # These take the bodies of PUT, which has every one of its members tried out.
                {
                    "include-operation-id": [f"{name}_{verb}" for name in FACTS for verb in ("add", "amend")],
                    "phases": {"coverage": {"enabled": False}},
                }
            ],
            "checks": {
                # A refusal for another reason, found first, is a refusal too.
                "negative_data_rejection": {
                    "expected-statuses": [400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 426]
                },
            },
        }
    )


def _described() -> Node:
    """Return the description with closed answers, shortened where many members of a request are alike."""
    told: Node = json.loads(description()[0])
    shapes = told["components"]["schemas"]
    for name, shape in shapes.items():
        if shape.get("type") == "object" and name != "Problem":  # an import's problem has members of its own
            shape.setdefault("additionalProperties", False)
    for name, kept in ALIKE.items():
        shapes[name]["properties"] = dict(list(shapes[name]["properties"].items())[:kept])
    file = shapes["SentFileRequest"]["properties"]
    for name in [name for name, member in file.items() if member.get("type") == "array"]:
        if name not in LISTS_OF_A_FILE:
            del file[name]
    return told


def _schema(config: schemathesis.Config) -> Any:
    schema = schemathesis.openapi.from_dict(_described(), config=config)
    schema.app = application
    return schema


schema = _schema(_config(6, is_the_same_each_time=True))
long_schema = _schema(_config(500, is_the_same_each_time=False))


@dataclass(frozen=True)
class World:
    """
    Who asks, of which diary, and the ids of what is there, by the first part of their addresses.

    `closed` are the operations that have refused who is not signed in: once is enough, as in the library's own runs.
    `brought_back` are the ids that were made again, or restored: once deleted, they are there again.
    """

    token: str
    diary: str
    known: dict[str, str]
    closed: set[str] = field(default_factory=set)
    brought_back: set[Any] = field(default_factory=set)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Ana's diary with one of everything, in one transaction that is taken back at the end."""
    with django_db_blocker.unblock(), taken_back():
        made = _made()
        with connection_stays_open():
            yield made


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def connection_stays_open() -> Iterator[None]:
    """Keep the connection between two requests, as Django's own client does: its transaction goes on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _made() -> World:
    lin, ana, client = cast.dr_lin(), cast.ana(), APIClient()
    client.force_login(ana)
    openings.log(diary=ana.diary, by=lin, practice=cast.practice(), what=Opening.What.PROFILE, now=cast.NOW)
    known = {"episodes": examples.EPISODE_ID, "checks": examples.CHECK_ID, "events": examples.EVENT_ID}
    known["days"] = "2026-11-18"
    day = examples.REQUESTS["Day"] | {"last_caffeine_at": None}
    _put(client, f"episodes/{examples.EPISODE_ID}/", examples.REQUESTS["Episode"])
    _put(client, f"checks/{examples.CHECK_ID}/", examples.REQUESTS["Check"])
    _put(client, f"events/{examples.EVENT_ID}/", examples.REQUESTS["Event"])
    _put(client, "days/2026-11-18/", day)
    for name in ("Baseline", "Settings", "Questions"):
        _put(client, f"{name.lower()}/", examples.REQUESTS[name])
    late = {"base_rev": None, "fields": examples.REQUESTS["Episode"] | {"stress": 9}}
    ops = [examples.REQUESTS["Push"]["ops"][0] | late]
    _post(client, "sync/push/", examples.REQUESTS["Push"] | {"ops": ops})
    known["care-links"] = _post(client, "care-links/", {"code": "LINNEURO"})["id"]
    known["shares"] = _post(client, "shares/", examples.REQUESTS["Share"])["id"]
    known["imports"] = _post(client, "imports/?source=own", examples.REQUESTS["SentFile"])["id"]
    for name in ("conflicts", "devices"):
        known[name] = client.get(f"/api/v1/{name}/").json()["results"][0]["id"]
    return World(str(client.session.session_key), str(ana.diary.reference), known)


def _put(client: APIClient, address: str, said: Node) -> None:
    assert client.put(f"/api/v1/{address}", said, format="json").status_code == 201


def _post(client: APIClient, address: str, said: Node) -> Node:
    answer = client.post(f"/api/v1/{address}", said, format="json")
    assert answer.status_code < 300, answer.content
    told: Node = answer.json()
    return told


def make_sensible(case: Any, world: World) -> None:
    """Let a request be about Ana's diary, and a good one about something that can be there."""
    if _is_uuid(case.headers.get("Twitch-Diary", "")):
        case.headers["Twitch-Diary"] = world.diary
    if case.method in ("PUT", "PATCH"):
        for name in ("If-Match", "If-None-Match"):
            case.headers.pop(name, None)  # a made-up one is stale, and hides what is wrong with the body
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    first = case.path.removeprefix("/api/v1/").partition("/")[0]
    if first in world.known and _is_heads(case.path_parameters.get("id", "1")):
        case.path_parameters["id"] = world.known[first]
    if "as_of" in case.query:
        case.query["as_of"] = examples.RESPONSES["Check"]["day"]  # when there is something to flag
    if case.media_type == "application/json":
        case.body = _sensible(case.body)
    if first == "imports" and case.query.get("source"):
        case.query["source"] = "own" if case.media_type == "application/json" else "csv"


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _is_heads(id: str) -> bool:
    return int(id[-1], 16) % 2 == 0


_PUSH = examples.REQUESTS["PushSubscription"]
_KNOWN = {
    "endpoint": _PUSH["endpoint"],
    "keys": _PUSH["keys"],
    "code": "LINNEURO",
    "password": cast.PASSWORD,
    "epoch": 1,
    "schema_version": 1,
    "format_version": 1,
}


def _sensible(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _KNOWN.get(name) or _sensible(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_sensible(one) for one in told]
    # JSON Schema takes 3.0 for a whole number, this API does not: it wants 3.
    return int(told) if isinstance(told, float) and told.is_integer() else told


def look_at(case: Any, response: Any, world: World, **more: Any) -> None:
    """Hold the answer against the description, by all checks of the library and by one of ours."""
    told, name = problem_of(response), name_of(case)
    assert told.get("code") in (None, *documented(case, response.status_code)), (told, case)
    excluded = [ignored_auth] if name in world.closed else []
    if told and {told["code"], *_codes_within(told)} <= RULES | RULES_OF_ONE.get(name, set()):
        excluded.append(positive_data_acceptance)
    if name == "sync_push" and response.status_code == 200:
        excluded.append(negative_data_rejection)  # each operation is refused by itself, in its result
    named = set((case.path_parameters or {}).values())
    if name.endswith(LIVES_ON) or named & world.brought_back:
        excluded.append(use_after_free)
    case.validate_response(response, excluded_checks=excluded, **more)
    if response.status_code < 300:
        world.closed.add(name)
        if name.endswith(BRINGS_BACK):
            world.brought_back.update(named)


def _codes_within(told: Node) -> Iterator[str]:
    if told["code"] != "bad_rows":  # what is wrong with a row was looked at by its own operation
        yield from (error["code"] for error in told["errors"])


def name_of(case: Any) -> str:
    return str(case.operation.definition.raw["operationId"])


def problem_of(response: Any) -> Node:
    is_problem = PROBLEM_JSON in response.headers.get("content-type", [])
    told: Node = json.loads(response.content) if is_problem else {}
    return told


def documented(case: Any, status: int) -> Any:
    """Return the codes that the description has for this status; 405 needs no words."""
    described = case.operation.definition.raw["responses"].get(str(status), {}).get("content", {})
    return ["method_not_allowed", *described.get(PROBLEM_JSON, {}).get("examples", {})]


@pytest.mark.either
@schema.parametrize()
@SETTINGS
def test_every_operation_keeps_its_word(case: Any, world: World) -> None:
    keeps_its_word(case, world)


@pytest.mark.long
@long_schema.parametrize()
@SETTINGS
def test_every_operation_keeps_its_word_hundreds_of_times(case: Any, world: World) -> None:
    keeps_its_word(case, world)


def keeps_its_word(case: Any, world: World) -> None:
    """Make one request, which is taken back, and hold its answer against the description."""
    make_sensible(case, world)
    headers = {"X-Session-Token": world.token, "Accept-Encoding": "identity"}  # nothing here unpacks an answer
    with taken_back():
        response = case.call(headers=headers)
        look_at(case, response, world, headers=headers, transport_kwargs={"headers": headers})


def test_what_was_deleted_is_gone_and_what_was_made_is_there(world: World) -> None:
    headers = {"X-Session-Token": world.token, "Accept-Encoding": "identity"}  # nothing here unpacks an answer

    class Scenario(schema.as_state_machine()):  # type: ignore[misc]  # made at run time
        def setup(self) -> None:
            self.context = taken_back()
            self.context.__enter__()

        def teardown(self) -> None:
            self.context.__exit__(None, None, None)

        def get_call_kwargs(self, case: Any) -> Node:
            make_sensible(case, world)
            return {"headers": headers}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            look_at(case, response, world, headers=headers, recorder=self.recorder, transport_kwargs=kwargs)

    run_state_machine_as_test(Scenario, settings=SCENARIOS)


class TestFound:
    """What was found once, by itself."""

    @pytest.mark.parametrize("address", ["reports/profile.pdf?paper=", "imports/?source=own&dry_run="])
    def test_an_empty_parameter_is_no_value(self, world: World, address: str) -> None:
        verb = "POST" if address.startswith("imports") else "GET"

        assert asked(world, verb, address, examples.REQUESTS["SentFile"]) == 400

    def test_a_version_beyond_the_documented_ones_is_refused(self, world: World) -> None:
        said = examples.REQUESTS["Push"] | {"schema_version": 10_001, "ops": []}

        assert asked(world, "POST", "sync/push/", said) == 400


def asked(world: World, verb: str, address: str, said: Node) -> int:
    body, headers = json.dumps(said), {"X-Session-Token": world.token}
    with taken_back():
        answer = APIClient().generic(verb, f"/api/v1/{address}", body, content_type="application/json", headers=headers)
    return int(answer.status_code)
