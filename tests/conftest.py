"""What every test can ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from people.models import User
from tests import cast, discretion, shipped
from tests.cast import NOW
from tests.doors import House
from tests.tampering import undone

# Playwright's own loop runs in the thread of the test; Django's guard against that does not know it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _the_log_holds_nothing_of_a_diary() -> Iterator[None]:
    """Hold the log of each test against what was told in it."""
    discretion.listen()
    discretion.leaks()
    yield
    assert discretion.leaks() == []


@pytest.hookimpl(tryfirst=True)  # before the marks are asked for
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the database is not SQLite, leave out what is about SQLite itself, and what asks no database at all."""
    if connection.vendor == "sqlite":
        return
    for item in items:
        if item.get_closest_marker("either"):
            item.add_marker(pytest.mark.long)
    left_out = [item for item in items if item.get_closest_marker("sqlite") or _is_pure(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


PURE = (
    "reports/",
    "tests/reports/",
    "tests/phone/",
    "tests/diary/imports/",
    "tests/config/test_settings.py",
    "tests/config/test_staticfiles.py",
    "tests/bench/test_rows.py",
    "tests/test_house.py",
)


def _is_pure(item: pytest.Item) -> bool:
    """Tell whether a test is of a pure room and touches no table: another database can change nothing for it."""
    asks = {"db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    touches = asks or item.get_closest_marker("django_db") is not None
    return item.nodeid.startswith(PURE) and not touches


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the static files were collected, as they are shipped."""
    return shipped.collect(tmp_path_factory.mktemp("static"))


@pytest.fixture
def shipped_files(collected: Path) -> Iterator[Path]:
    """Let the house serve its static files as they are shipped."""
    with shipped.serving(collected):
        yield collected


@pytest.fixture
def ana(db: None) -> User:
    return cast.ana()


@pytest.fixture
def eve(db: None) -> User:
    return cast.eve()


@pytest.fixture
def dr_lin(db: None) -> User:
    return cast.dr_lin()


@pytest.fixture
def as_ana(ana: User) -> APIClient:
    """Ana's phone."""
    return _signed_in(ana)


@pytest.fixture
def as_eve(eve: User) -> APIClient:
    """Eve's phone."""
    return _signed_in(eve)


@pytest.fixture
def as_dr_lin(dr_lin: User) -> Client:
    """Dr Lin's browser."""
    return cast.signed_in_to_work(dr_lin)


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """One house for a module: to fill it takes a second, and each test takes back what it did."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), undone():
        house = House()
        house.fill()
        yield house


@pytest.fixture
def house(_filled: House, db: None) -> House:
    """Ana, who has said everything that can be said, and everybody who might want to read it."""
    return _filled


def _signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _diaries_go_before_their_history(request: pytest.FixtureRequest) -> Iterator[None]:
    """End a transactional test as erasing does: a history goes only with its diary."""
    marker = request.node.get_closest_marker("django_db")
    is_transactional = bool(marker and marker.kwargs.get("transaction")) or "live_server" in request.fixturenames
    if is_transactional:
        request.getfixturevalue("transactional_db")
    yield
    if is_transactional:
        _erase_everything()


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Pages made before, requests counted, codes used."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


def _erase_everything() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("people_diary", "diary_version", "diary_review", "people_opening"):
            _execute(cursor, f"DELETE FROM {table}")
        for table in (
            "episode",
            "day",
            "check",
            "event",
            "baseline",
            "settings",
            "questions",
            "operation",
            "conflict",
            "import",
            "reminder",
            "panelline",
            "digest",
        ):
            _execute(cursor, f"DELETE FROM diary_{table}")
        for table in ("carelink", "sharelink", "calendaraddress", "threshold"):
            _execute(cursor, f"DELETE FROM people_{table}")


def _execute(cursor: Any, statement: str) -> None:
    cursor.execute(statement)
