"""A transaction that the database breaks off in favour of another is run again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from people import transactions
from people.models import CareLink, Diary, User
from people.transactions import whole
from tests import cast
from tests.cast import NOW

WAITS = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"


class BrokenOff(Exception):
    """What PostgreSQL's driver says of a deadlock."""

    sqlstate = "40P01"


def broken_off() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = BrokenOff()
    return error


@pytest.mark.django_db(transaction=True)
class TestWhole:
    def test_stores_nothing_of_a_run_that_was_broken_off(self) -> None:
        runs: list[int] = []

        @whole
        def register() -> None:
            runs.append(len(runs))
            cast.person(f"run{len(runs)}")
            if len(runs) < transactions.TRIES:
                raise broken_off()

        register()

        assert list(User.objects.values_list("username", flat=True)) == [f"run{transactions.TRIES}"]

    def test_gives_up_after_the_third(self) -> None:
        runs: list[int] = []

        @whole
        def fail() -> None:
            runs.append(1)
            raise broken_off()

        with pytest.raises(OperationalError):
            fail()
        assert len(runs) == transactions.TRIES

    def test_repeats_no_other_failure_and_nothing_within_another_transaction(self) -> None:
        runs: list[int] = []

        @whole
        def fail(error: Exception) -> None:
            runs.append(1)
            raise error

        with pytest.raises(OperationalError):
            fail(OperationalError("the disk is full"))
        with pytest.raises(OperationalError), transaction.atomic():
            fail(broken_off())
        assert len(runs) == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestDeadlock:
    @pytest.fixture
    def other(self) -> Iterator[psycopg.Connection[Any]]:
        """Another session, which waits so long that the one under test finds the deadlock."""
        with closing(psycopg.connect(**connection.get_connection_params())) as opened:
            opened.execute("SET deadlock_timeout = '60s'")
            opened.commit()
            yield opened

    def test_two_who_wait_for_each_other_both_come_through(self, other: psycopg.Connection[Any]) -> None:
        cast.dr_lin()
        link, runs = cast.consent(cast.ana().diary, now=NOW), []

        @whole
        def take_both() -> None:
            runs.append(connection.connection.info.backend_pid)
            Diary.objects.select_for_update().get(pk=link.diary_id)
            CareLink.objects.select_for_update(of=("self",)).get(pk=link.pk)

        def take_both_the_other_way_round() -> None:
            last_moment = time.monotonic() + 30
            while not runs or not other.execute(WAITS, runs[:1]).fetchone():
                if time.monotonic() > last_moment:
                    return
                time.sleep(0.01)
            other.execute("SELECT 1 FROM people_diary WHERE id = %s FOR UPDATE", [link.diary_id])
            other.commit()

        other.execute("SELECT 1 FROM people_carelink WHERE id = %s FOR UPDATE", [link.pk])
        thread = threading.Thread(target=take_both_the_other_way_round, daemon=True)
        thread.start()
        take_both()
        thread.join(timeout=60)

        assert len(runs) == 2
