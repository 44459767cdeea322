"""Doors that are broken on purpose: the table has to notice, and whatever fails behind a door stays behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import connection

from api.errors import PROBLEM_JSON
from people.models import CareLink, Diary
from tests import guarded
from tests.doors import API, BY_LINK, PAGES, TABLE, Door, House
from tests.tampering import undone
from tests.test_doors import BUT_ANA, Answer, ask, complaints, walk

pytestmark = pytest.mark.either  # what either database answers alike


def anas_link(**asked: Any) -> CareLink:
    return CareLink.objects.select_related("practice", "diary__owner").get(
        diary__reference=asked["reference"], practice__code="LINNEURO"
    )


# What a door might forget to ask, how it looks then, and who comes in.
FORGOTTEN: Final[dict[str, tuple[str, Callable[..., Any], str]]] = {
    "whose diary it is": (
        "api.door._own_diary", lambda user: Diary.objects.get(owner__username__startswith="ana"), "Eve",
    ),
    "whose history it is": ("diary.models.versions.VersionQuerySet.of", lambda rows, diary: rows.all(), "Eve"),
    "whether there is a consent": ("people.access.open_to_practice", anas_link, "a doctor without consent"),
    "whether the consent still holds": (
        "people.models.care_links.CareLinkQuerySet.in_force", lambda rows, at: rows.all(),
        "a doctor whose consent is revoked",
    ),
    "whether the consent is paused": (
        "people.models.care_links.CareLinkQuerySet.in_force", lambda rows, at: rows.standing(at),
        "a doctor whose consent is paused",
    ),
    "who left": (
        "people.models.practices.MemberQuerySet.of", lambda rows, user: rows.filter(user=user),
        "a doctor who left the practice",
    ),
    "what an assistant may": ("people.models.practices.MemberQuerySet.that_read", lambda rows: rows, "an assistant"),
    "for the second factor": ("clinic.doors._what_to_prove", lambda request: "", "a doctor who gave only the password"),
    "whether the password is still the same": (
        "people.sessions.constant_time_compare", lambda one, other: True, "Ana with an old password",
    ),
}  # fmt: skip


LETS_IN: Final = ("answers 2", "tells ", "changes Ana's ")


class TestForgotten:
    @pytest.mark.parametrize("what", FORGOTTEN)
    def test_is_noticed(self, house: House, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
        place, careless, name = FORGOTTEN[what]
        doors = API if name in ("Eve", "Ana with an old password") else PAGES
        monkeypatch.setattr(place, careless)

        steps = list(walk(house, name, doors))
        said = [complaint for step in steps for complaint in complaints(house, step)]

        assert [step.door for step in steps if step.answer.status >= 500] == []
        assert [one for one in said if one.startswith(LETS_IN)]


SECRET: Final = 'relation "people_diary" does not exist: SELECT note FROM diary_episode, /srv/diary/people/models.py'
INNARDS: Final = re.compile(r"Traceback|people_|diary_|SELECT|/srv/|site-packages|\.py\b|RuntimeError|django|psycopg")
FAILS_AT: Final = (0, 3)  # the statement that fails: the one that finds the session, and one of a view
WHOSE: Final = {  # and how many failures at least
    "Ana": ("api/", 90),
    "Dr Lin": ("clinic/", 40),
    "a share link that was opened": ("share/", 4),
    "Eve": ("accounts/", 10),
    "Ana by session token": ("_allauth/", 10),
}


class TestFailing:
    """Whatever fails in a view, nobody reads what it was."""

    @pytest.mark.parametrize("name", WHOSE)
    def test_says_nothing_of_what_is_inside(self, house: House, name: str) -> None:
        (where, least), wrong, failures = WHOSE[name], [], 0
        for door in (door for door in TABLE if door.address.startswith(where)):
            for number in FAILS_AT:
                answer = asked_while_failing(house, name, door, number)
                failures += answer.status == 500
                wrong += [f"{door} at {number}: {what}" for what in told(house, door, answer)]

        assert failures >= least
        assert not wrong, "\n".join(wrong)


def asked_while_failing(house: House, name: str, door: Door, number: int) -> Answer:
    """Return the answer; what is streamed has begun to be answered, and is broken off without another word."""
    with undone(), failing_at(number):
        try:
            return ask(house.principals[name], door.method, house.path(door), door.body)
        except RuntimeError:
            assert "export" in door.address
            return Answer(200, {}, "")


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """Let the statement of this number fail, and each after it."""
    said = iter(range(1_000))

    def fail(execute: Any, statement: str, *rest: Any) -> Any:
        if "SAVEPOINT" not in statement and next(said) >= number:
            raise RuntimeError(SECRET)
        return execute(statement, *rest)

    with connection.execute_wrapper(fail):
        yield


def told(house: House, door: Door, answer: Answer) -> Iterator[str]:
    """Yield what this answer tells that it may not, if it is one of a failure."""
    if answer.status < 500:
        return
    yield from (f"tells {found}" for found in INNARDS.findall(answer.body))
    yield from guarded.faults(house.path(door), answer.headers)
    if "no-store" not in answer.headers["Cache-Control"]:
        yield "may be kept"
    if door in API and answer.headers["Content-Type"] != PROBLEM_JSON:
        yield f"is {answer.headers['Content-Type']}"
    if not answer.headers.get("Twitch-Request"):
        yield "has no name"


STATIC: Final = ("/static/house/base.css", "/static/phone/app.js")
NO_FILES: Final = (
    "/static/", "/static/nothing.css", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static//etc/passwd",
    "/static/house/../../config/settings/base.py", "/static/house/base.css/x", "/.data/diary.sqlite3", "/media/x",
)  # fmt: skip


class TestFiles:
    """Static files stand before every door: the same for everybody, and nothing else with them."""

    @pytest.mark.parametrize("path", STATIC)
    def test_are_the_same_for_everybody(self, house: House, path: str) -> None:
        answers = {name: ask(house.principals[name], "GET", path) for name in ("Ana", *BUT_ANA)}
        heads = {ask(house.principals[name], "HEAD", path).status for name in ("Ana", "nobody")}

        assert {answer.status for answer in answers.values()} | heads == {200}
        assert len({answer.body for answer in answers.values()}) == 1
        assert not [name for name, answer in answers.items() if "Set-Cookie" in answer.headers]
        assert not [fault for answer in answers.values() for fault in guarded.faults(path, answer.headers)]

    @pytest.mark.parametrize("path", NO_FILES)
    def test_of_no_other_name_are_there(self, house: House, path: str) -> None:
        for name in ("Ana", "nobody"):
            answer = ask(house.principals[name], "GET", path)

            assert answer.status == 404
            assert not INNARDS.search(answer.body)

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
    def test_are_only_looked_at(self, house: House, method: str) -> None:
        assert ask(house.principals["Ana"], method, STATIC[0]).status in (404, 405)


class TestNoOtherDoors:
    """What this house does not have, so that nobody has to guard it."""

    @pytest.mark.parametrize("path", ["admin/", "admin/login/", "accounts/admin/", "django-admin/", "api/v1/admin/"])
    def test_there_is_no_admin(self, house: House, path: str) -> None:
        answers = [ask(house.principals[name], "GET", f"/{path}") for name in ("the operator", "nobody")]

        assert [answer.status for answer in answers] == [404, 404]
        assert "django.contrib.admin" not in settings.INSTALLED_APPS

    def test_a_share_link_opens_no_door_that_does_not_say_so(self, house: House) -> None:
        opened = {door.address for door in TABLE if door.by_link}

        assert opened == {"share/profile/", "share/profile.pdf"}
        assert house.principals["a share link that was opened"].at(TABLE[0]) != BY_LINK
