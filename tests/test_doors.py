"""Every door of the house, tried by everybody: each gets the answer of the table, and nothing of Ana's besides."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

import pypdfium2
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver

from api.errors import PROBLEM_JSON
from people.models import Diary, User
from tests import guarded
from tests.doors import (
    API,
    ASSISTANT,
    BY_LINK,
    CHECK,
    DAY,
    EPISODE,
    EVENT,
    IN_PRIVATE,
    LIBRARY,
    METHODS,
    NOTHING,
    OWN_FILE,
    PAGES,
    PUBLIC,
    PUSH,
    SAFE,
    TABLE,
    UNKNOWN,
    UNKNOWN_DAY,
    UNPROVEN,
    WORDS,
    Door,
    House,
    Principal,
)
from tests.tampering import undone

EVERYBODY: Final = (
    "Ana", "Ana by session token", "Dr Lin", "Eve", "a doctor without consent", "a doctor whose consent is paused",
    "a doctor whose consent is revoked", "a doctor whose consent has run out", "a doctor who left the practice",
    "an assistant", "a doctor without a second factor", "a doctor who gave only the password",
    "the operator", "a colleague whose account was closed", "Ana with an old password", "Ana's session that ran out",
    "Ana's token that ran out", "Ana's token as parameter", "Ana on a phone that was signed out",
    "a share link as session token", "a share link as cookie", "a share link as parameter",
    "a share link that was opened", "nobody",
)  # fmt: skip
# Of those who hold what opens nothing, one sort each is tried at every run; the others by `./test --long`.
OF_A_KIND: Final = (
    "Ana's token that ran out", "Ana's token as parameter", "Ana on a phone that was signed out",
    "a share link as session token", "a share link as parameter",
)  # fmt: skip
BUT_ANA: Final = EVERYBODY[2:]
ASK_FOR_HEADS: Final = ("Ana", "Dr Lin", "Eve", "a share link that was opened", "nobody")  # one of each column
CLIENTS: Final = [Client(enforce_csrf_checks=is_careful, raise_request_exception=False) for is_careful in (False, True)]
OF_NOBODY: Final = (PUBLIC, NOTHING)  # nobody is asked there who they are
UNCOUNTED: Final = ("auth_permission", "django_content_type", "django_migrations")
ONLY_READS: Final = re.compile("SELECT|SAVEPOINT|RELEASE SAVEPOINT")
_CSRF_TOKEN: Final = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Answer:
    """What came back. Of a PDF the body is its words, of a zip its files."""

    status: int
    headers: dict[str, str]
    body: str

    def without(self, ids: Iterable[str]) -> Answer:
        """Return the same without these ids, to be compared with the answer for others."""
        any_of = re.compile("|".join(map(re.escape, ids)) or "(?!)")
        headers = {name: any_of.sub("<id>", value) for name, value in self.headers.items()}
        return Answer(self.status, headers, any_of.sub("<id>", self.body))

    @property
    def steady(self) -> Answer:
        """The same without the CSRF token, which is another one every time."""
        headers = {name: value for name, value in self.headers.items() if name != "Set-Cookie"}
        return Answer(self.status, headers, _CSRF_TOKEN.sub("", self.body))


def ask(
    who: Principal, method: str, path: str, said: Any = None, *, headers: Any = None, is_careful: bool = False
) -> Answer:
    """Knock once, as somebody; with `is_careful` CSRF is looked at, as it is in life."""
    client, headers = CLIENTS[is_careful], {"Twitch-Request": "knock"} | dict(headers or {})
    if method in SAFE:
        headers |= {"Origin": "https://evil.example"}  # a page that would like to read what it makes a browser ask for
    client.cookies.clear()
    if who.cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie
    if who.share:
        client.cookies[settings.SHARE_COOKIE_NAME] = who.share
    if who.token:
        headers["X-Session-Token"] = who.token
    body, kind = b"" if said is None else json.dumps(said).encode(), "application/json"
    if said is not None and path.startswith("/clinic/"):
        body, kind = urlencode(said).encode(), "application/x-www-form-urlencoded"
    response: Any = client.generic(method, path, body, kind, headers=headers)
    content = response.getvalue()
    return Answer(response.status_code, dict(response.headers), _words(content))


def _words(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        return str(document.get_metadata_dict()) + "".join(one.get_textpage().get_text_range() for one in document)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            return "".join(name + _words(files.read(name)) for name in files.namelist())
    return content.decode("utf-8", "replace")


def all_rows() -> Rows:
    """Return every row of every table."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows[table] = sorted((dict(zip(names, row, strict=True)) for row in cursor.fetchall()), key=repr)
    return rows


@cache
def _tables() -> list[str]:
    return [table for table in connection.introspection.table_names() if table not in UNCOUNTED]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is said to the database in the block."""
    said: list[str] = []

    def listen(execute: Any, statement: str, *rest: Any) -> Any:
        said.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(listen):
        yield said


@dataclass(frozen=True)
class Step:
    """What came of knocking at one door, and every row of the database before and after."""

    door: Door
    name: str
    column: str
    asked: str
    answer: Answer
    before: Rows
    after: Rows

    @property
    def is_refused(self) -> bool:
        return self.answer.status >= 400

    @property
    def changed(self) -> set[str]:
        """The tables that are not as they were."""
        tables = self.before.keys() | self.after.keys()
        return {table for table in tables if self.before.get(table) != self.after.get(table)}

    def lost(self, table: str, is_meant: Callable[[str, Row], bool]) -> bool:
        """Say whether one of the rows that are meant is not as it was."""
        return any(is_meant(table, row) and row not in self.after[table] for row in self.before[table])


def walk(house: House, name: str, doors: Iterable[Door] = TABLE) -> Iterator[Step]:
    """Knock at every door of the table as somebody, and take back what came of it."""
    who, before = house.principals[name], all_rows()
    for door in doors:
        for method in (door.method, "HEAD") if door.method == "GET" and name in ASK_FOR_HEADS else (door.method,):
            asked = who.asks(house.path(door))
            with undone():
                with statements() as said:
                    answer = ask(who, method, asked, door.body, is_careful=bool(who.token) and door in API)
                after = before if all(map(ONLY_READS.match, said)) else all_rows()
                yield Step(replace(door, method=method), name, who.at(door), asked, answer, before, after)


class TestTable:
    def test_names_every_address_of_the_house(self) -> None:
        assert {door.address for door in TABLE} == set(addresses(get_resolver()))

    @pytest.mark.parametrize("name", ["Ana", "Eve", "nobody"])
    def test_names_every_method_that_is_offered(self, house: House, name: str) -> None:
        offered = {(door.address, door.method) for door in TABLE}
        who, wrong = house.principals[name], []
        for address, door in {door.address: door for door in TABLE if not door.address.startswith(LIBRARY)}.items():
            refusal = 401 if door in API and who.at(door) == "nobody" and door.answers not in OF_NOBODY else 405
            for method in METHODS:
                if (address, "GET" if method == "HEAD" else method) not in offered:
                    with undone():
                        status = ask(who, method, house.path(door)).status
                    wrong += [f"{method} /{address}: {status}, not {refusal}"] if status != refusal else []

        assert not wrong, "\n".join(wrong)


def addresses(resolver: Any, before: str = "") -> Iterator[str]:
    """Yield every address that the resolver knows, as it is spelled."""
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        yield from [here] if isinstance(one, URLPattern) else addresses(one, here)


@pytest.mark.either
class TestEverybody:
    @pytest.mark.parametrize(
        "name", [pytest.param(name, marks=pytest.mark.long) if name in OF_A_KIND else name for name in EVERYBODY]
    )
    def test_gets_the_answer_of_the_table_and_nothing_besides(self, house: House, name: str) -> None:
        wrong = [f"{step.door}: {what}" for step in walk(house, name) for what in complaints(house, step)]

        assert not wrong, "\n".join(wrong)


def complaints(house: House, step: Step) -> Iterator[str]:
    """Yield what is wrong with a step."""
    answer, wanted = step.answer, step.door.answer_to(step.column)
    if answer.status != wanted and not _is_librarys_own(step):
        yield f"answers {answer.status}, not {wanted}"
    if step.door.method == "HEAD" and answer.body:
        yield "has a body"
    kept = set(answer.headers["Cache-Control"].split(", "))
    if not kept >= set(filter(None, (step.door.keeps if answer.status == 200 else IN_PRIVATE).split(", "))):
        yield f"may be kept: {kept}"
    if step.is_refused and step.asked.startswith("/api/") and answer.headers["Content-Type"] != PROBLEM_JSON:
        yield f"refuses with {answer.headers['Content-Type']}"
    if step.door.is_safe or step.is_refused:
        yield from (f"changes {table}" for table in step.changed - _may_change(step))
    if step.column != "Ana":
        tables = step.before.keys() - _may_change(step)
        yield from (f"changes Ana's {table}" for table in tables if step.lost(table, house.is_anas))
    yield from (f"tells {secret}" for secret in _secrets(house, step))
    yield from guarded.faults(step.asked, answer.headers)


def _is_librarys_own(step: Step) -> bool:
    """Say whether allauth has an answer of its own: to HEAD, to a token that is none (410), without a factor."""
    is_own = step.door.method == "HEAD" or step.answer.status == 410 or step.column == UNPROVEN
    return step.door.address.startswith(LIBRARY) and is_own


def _may_change(step: Step) -> set[str]:
    if step.door.address.startswith(LIBRARY) or step.name == "Ana with an old password":
        return {"people_device"}  # allauth notes in the session what was asked for; Django ends one of an old password
    if step.door.address == "api/v1/account/erase/" and step.name == "a doctor whose consent is paused":
        return {"people_carelink"}  # nobody is left at that practice who could read there: the consents to it end
    logged = {"people_opening"} if step.door.logs and step.column in ("Dr Lin", BY_LINK) else set()
    return logged | ({"people_device"} if step.door.is_clinics else set())  # that somebody was there, for the half hour


def _secrets(house: House, step: Step) -> Iterator[str]:
    """Yield what of Ana's the answer tells, though it may not: to others her words and ids, to nobody her tokens."""
    answer = step.answer
    told = "\n".join([*map(": ".join, answer.headers.items()), answer.body]).lower()
    yield from (token for token in house.tokens if token.lower() in told and token not in step.asked)
    yield from (f"{word} in a header" for word in WORDS if word in str(answer.headers).lower())
    if step.column in ("Ana", BY_LINK) or (step.column == "Dr Lin" and step.door.address.startswith("clinic/")):
        return
    asked = step.asked.partition("?")[0]
    if step.column == ASSISTANT and step.door.address == "clinic/":
        told = told.replace(house.ana.shown_name.lower(), "")  # names are what an assistant sees
    yield from (word for word in (*WORDS, *house.ids.values()) if word != DAY and word not in asked and word in told)


@pytest.mark.either
class TestStrangers:
    def test_learn_nothing_from_an_id(self, house: House) -> None:
        """For an id of Ana's everybody gets, letter by letter, what they get for one that nobody has."""
        wrong = []
        for name, who in ((name, house.principals[name]) for name in BUT_ANA):
            is_open = name == "Dr Lin"
            for door in (door for door in TABLE if door.thing and not (is_open and door in PAGES)):
                unknown = UNKNOWN_DAY if door.thing == "days" else UNKNOWN
                hers, none = (knock(who, door, house, id) for id in (house.ids[door.thing], unknown))
                wrong += [f"{door} by {name}: {hers}, not {none}"] if hers != none else []

        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("name", ["Eve", "Dr Lin"])
    def test_learn_nothing_from_an_id_in_a_body(self, house: House, name: str) -> None:
        nobodys = dict.fromkeys(house.ids, UNKNOWN) | {"days": UNKNOWN_DAY}
        for (path, said), (_, unknown) in zip(naming(house.ids), naming(nobodys), strict=True):
            with undone():
                hers = ask(house.principals[name], "POST", path, said).without(house.ids.values())
            with undone():
                none = ask(house.principals[name], "POST", path, unknown).without(nobodys.values())

            assert hers == none, (path, said)

    @pytest.mark.parametrize("header", ["Twitch-Diary", "If-None-Match", "If-Match"])
    def test_learn_nothing_from_a_header(self, house: House, header: str) -> None:
        """The name of Ana's diary, and the tags of what she has seen, are worth what made-up ones are."""
        ana, eve, wrong = house.principals["Ana"], house.principals["Eve"], []
        counter = Diary.objects.get(owner=house.ana).change_counter
        Diary.objects.exclude(owner=house.ana).update(change_counter=counter)  # as if everybody had said as much as she
        # What is public has the same tag for everybody, and POST makes new ids.
        private = (door for door in API if door.answers != PUBLIC)
        for door in (door for door in private if door.method != "POST" or header == "Twitch-Diary"):
            hers = house.ids["clinic"] if header == "Twitch-Diary" else knock(ana, door, house).headers.get("ETag", "")
            made_up = UNKNOWN if header == "Twitch-Diary" else '"7.77"'
            answers = [knock(eve, door, house, headers={header: told}) for told in (hers or made_up, made_up)]
            wrong += [str(door)] if answers[0] != answers[1] else []

        assert wrong == []


def knock(who: Principal, door: Door, house: House, id: str = "", **more: Any) -> Answer:
    """Return the answer at a door, without the id that stands in its address; take back what came of it."""
    with undone():
        answer = ask(who, door.method, house.path(door, id), door.body, **more)
    return answer.without([id or house.ids[door.thing]] if door.thing else [])


def naming(ids: dict[str, str]) -> list[tuple[str, Any]]:
    """Return what can be sent that names a thing somewhere in its body."""
    operation = {"op_id": ids["operation"], "kind": "episode", "id": ids["episodes"], "base_rev": "1.1"}
    fact = {"id": ids["episodes"], **EPISODE}
    return [
        ("/api/v1/episodes/", fact),
        ("/api/v1/episodes/", fact | {"id": ids["deleted episode"]}),
        ("/api/v1/checks/", CHECK | {"id": ids["checks"]}),
        ("/api/v1/events/", EVENT | {"id": ids["events"]}),
        ("/api/v1/sync/push/", PUSH | {"ops": [operation | {"fields": EPISODE}]}),
        ("/api/v1/sync/push/", PUSH | {"ops": [operation | {"deleted": True, "base_rev": None}]}),
        ("/api/v1/sync/push/", PUSH | {"ops": [operation | {"ensure": True, "fields": EPISODE}]}),
        (
            "/api/v1/sync/push/",
            PUSH | {"ops": [operation | {"kind": "day", "id": ids["days"], "fields": {"stress": 1}}]},
        ),
        ("/api/v1/sync/push/", PUSH | {"device_id": ids["devices"]}),
        ("/api/v1/imports/?source=own&dry_run=1", OWN_FILE | {"diary": ids["clinic"], "episodes": [fact]}),
        ("/api/v1/imports/?source=own&dry_run=1", OWN_FILE | {"days": [{"date": ids["days"], "stress": 1}]}),
    ]


class TestCookies:
    """A page of another origin may make Ana's browser send her cookie, and nothing else of hers."""

    def test_alone_write_nothing(self, house: House) -> None:
        before, wrong = all_rows(), []
        forms = [replace(door, method="POST") for door in TABLE if door.address.startswith("accounts/")]
        written = {
            "Ana": [*(door for door in API if not door.is_safe), *forms],
            "Dr Lin": [door for door in PAGES if door.method == "POST"],
        }
        for name, door in ((name, door) for name, doors in written.items() for door in doors):
            answer = ask(house.principals[name], door.method, house.path(door), door.body, is_careful=True)
            wrong += [f"{door} by {name}: {answer.status}"] if answer.status != 403 or all_rows() != before else []

        assert wrong == []

    def test_write_with_the_token_of_their_own_page_and_from_no_other_origin(self, house: House) -> None:
        client = Client(enforce_csrf_checks=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = house.principals["Ana"].cookie
        client.get("/")
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        statuses = [
            client.patch(
                "/api/v1/account/", {"name": "Ana"}, "application/json",
                headers={"X-CSRFToken": sent, "Origin": origin},
            ).status_code
            for sent, origin in (
                (token, "http://testserver"), ("x" * 32, "http://testserver"), (token, "https://evil.example"),
                (token, "null"),
            )
        ]  # fmt: skip

        assert statuses == [200, 403, 403, 403]

    def test_are_nothing_to_the_headless_accounts(self, house: House) -> None:
        ana, nobody = house.principals["Ana"], house.principals["nobody"]
        for door in (door for door in TABLE if door.address.startswith("_allauth/")):
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                with undone():
                    hers = ask(ana, method, house.path(door), {"email": "eve@example.org"}, is_careful=True)
                with undone():
                    nobodys = ask(nobody, method, house.path(door), {"email": "eve@example.org"}, is_careful=True)

                assert hers == nobodys, (method, door.address)


class TestCaches:
    """What is public may be kept by anybody on the way; an error said in its place never."""

    @pytest.mark.parametrize("name", ["schema", "vocabulary"])
    @pytest.mark.parametrize(("method", "accept"), [("GET", "text/html"), ("DELETE", "*/*")])
    def test_never_keep_an_error(self, db: None, name: str, method: str, accept: str) -> None:
        answer = Client().generic(method, f"/api/v1/{name}/", headers={"Accept": accept})

        assert answer.status_code in (405, 406)
        assert "ETag" not in answer
        assert answer["Cache-Control"] == IN_PRIVATE

    @pytest.mark.parametrize("name", ["Eve", "Dr Lin", "nobody"])
    def test_of_this_process_give_what_was_made_for_one_to_nobody_else(self, house: House, name: str) -> None:
        User.objects.update(name="A namesake")
        Diary.objects.update(change_counter=Diary.objects.get(owner=house.ana).change_counter)
        days = "?first=2026-11-01&last=2026-11-20"
        pages = [door for door in API if "/reports/" in door.address and door.method == "GET"]
        for path in (house.path(door) + days for door in pages):
            caches["pages"].clear()
            alone = ask(house.principals[name], "GET", path)
            caches["pages"].clear()
            hers, after = (ask(house.principals[who], "GET", path) for who in ("Ana", name))

            assert hers.status == 200
            assert after.status == (401 if name == "nobody" else 200)
            assert after.steady == alone.steady
            assert not [word for word in WORDS if word in after.body]

    def test_keep_what_stands_under_the_name_of_its_content(self, db: None) -> None:
        answer = Client().get("/static/house/base.css")
        answer.close()

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer
