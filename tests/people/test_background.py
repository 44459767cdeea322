"""Work that nobody waits for: once at least, again where it fails, parked at last, and silent about diaries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from rest_framework.test import APIClient

from diary.models import Digest, PanelLine
from diary.services import erasure
from people import background
from people.models import User
from reports.tasks import bring_to_the_clinic
from tests import cast
from tests.cast import NOW

CONTENTS = "Ana's left eyelid"
done: list[int] = []
broken: set[int] = set()


@background.background
def count(number: int) -> None:
    """Count, unless it is broken; the words of the error are a piece of a diary."""
    if number in broken:
        raise ValueError(CONTENTS)
    done.append(number)


@pytest.fixture(autouse=True)
def _nothing_is_done() -> Iterator[None]:
    done.clear()
    broken.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def _queue(settings: Any) -> None:
    """Leave work to a worker, as a server does whose settings say so."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def opened(ana: User, dr_lin: User) -> User:
    """Ana, whose diary is open to Dr Lin's practice."""
    cast.consent(ana.diary)
    return ana


def work_for(span: timedelta = timedelta()) -> None:
    """Let the worker do what is due after `span`."""
    with time_machine.travel(NOW + span, tick=False):
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def write(phone: APIClient) -> None:
    """Let a phone tell of an episode."""
    said = {"started_at": NOW.isoformat(), "time_zone": "UTC"}
    assert phone.put(f"/api/v1/episodes/{uuid4()}/", said, format="json").status_code == 201


def told(*arguments: str) -> str:
    words = StringIO()
    call_command("background", *arguments, stdout=words)
    return words.getvalue()


@pytest.mark.django_db
class TestAfterTheAnswer:
    def test_work_of_no_request_is_done_at_once(self) -> None:
        count.enqueue(7)
        assert done == [7]

    def test_a_write_is_answered_before_the_clinic_learns_of_it(
        self, as_ana: APIClient, opened: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        order: list[str] = []
        monkeypatch.setattr("reports.refresh.refresh", lambda *_, **__: order.append("the clinic"))
        monkeypatch.setattr("config.middleware._note", lambda *_, **__: order.append("the answer"))
        write(as_ana)
        assert order == ["the answer", "the clinic"]

    def test_what_fails_is_told_without_contents(self, caplog: pytest.LogCaptureFixture) -> None:
        broken.add(7)
        count.enqueue(7)
        assert "ValueError in count" in caplog.text
        assert CONTENTS not in caplog.text


@pytest.mark.django_db(transaction=True)  # the worker gives its connection back
@pytest.mark.usefixtures("_queue")
class TestQueue:
    def test_holds_what_a_write_leaves_for_the_clinic_until_the_worker_comes(
        self, as_ana: APIClient, opened: User
    ) -> None:
        write(as_ana)
        assert told().startswith("waiting: 1, running: 0, parked: 0")
        assert Digest.objects.get().change_counter == 0

        work_for()
        assert told().startswith("waiting: 0, running: 0, parked: 0")
        assert Digest.objects.get().change_counter == 1

    def test_names_its_diary_by_a_key_and_holds_nothing_of_it(self, as_ana: APIClient, opened: User) -> None:
        write(as_ana)
        assert DBTaskResult.objects.get().args_kwargs == {"args": [opened.diary.pk], "kwargs": {}}

    def test_a_write_of_nobodys_patient_leaves_nothing(self, as_ana: APIClient) -> None:
        write(as_ana)
        assert not DBTaskResult.objects.exists()

    def test_work_about_an_erased_diary_is_done_by_doing_nothing(self, ana: User) -> None:
        bring_to_the_clinic.enqueue(ana.diary.pk)
        erasure.erase(user=ana, by=ana, now=NOW)
        work_for()
        assert told().startswith("waiting: 0, running: 0, parked: 0")

    def test_what_fails_is_tried_again_after_growing_pauses_and_then_parked(self) -> None:
        broken.add(7)
        with time_machine.travel(NOW, tick=False):
            count.enqueue(7)
        passed, attempts = timedelta(), 0
        for pause in (timedelta(), *background.PAUSES):
            passed += pause
            if pause:
                work_for(passed - timedelta(seconds=1))
                assert DBTaskResult.objects.count() == attempts + 1
            attempts += 1
            work_for(passed)

        assert told().startswith("waiting: 0, running: 0, parked: 1")
        assert attempts == DBTaskResult.objects.count() == len(background.PAUSES) + 1

    def test_what_is_parked_says_where_it_failed_and_nothing_of_a_diary(self) -> None:
        broken.add(7)
        self.park(7)
        (one,) = background.parked()
        assert "ValueError in count" in told()
        assert CONTENTS not in f"{one.traceback}{one.exception_class_path}{one.args_kwargs}"

    def test_poison_holds_up_nothing_else(self) -> None:
        broken.add(7)
        for number in (7, 8):
            count.enqueue(number)
        work_for(timedelta(days=1))
        assert done == [8]

    def test_what_is_parked_gets_all_its_attempts_again_when_somebody_says_so(self) -> None:
        broken.add(7)
        self.park(7)
        broken.clear()
        assert "Taken up again: 1." in told("--again")
        work_for(timedelta(days=9))
        assert done == [7]
        assert told().startswith("waiting: 0, running: 0, parked: 0")

    def test_what_is_parked_is_forgotten_when_somebody_says_so(self) -> None:
        broken.add(7)
        self.park(7)

        assert told("--forget").endswith("Forgotten: 1.\n")
        assert told().startswith("waiting: 0, running: 0, parked: 0")

    def test_what_a_killed_worker_had_begun_is_taken_up_again(self) -> None:
        count.enqueue(7)
        with time_machine.travel(NOW, tick=False):
            DBTaskResult.objects.get().claim("a worker that is gone")
            assert background.tidy(now=NOW + background.LONGEST) == 0
            assert background.tidy(now=NOW + background.LONGEST + timedelta(seconds=1)) == 1
        work_for(timedelta(hours=1))
        assert done == [7]

    def test_what_kills_every_worker_is_parked(self) -> None:
        count.enqueue(7)
        for number in range(len(background.PAUSES)):
            self.die(number)
            assert background.tidy(now=NOW + timedelta(hours=1)) == 1
        self.die(len(background.PAUSES))

        assert background.tidy(now=NOW + timedelta(hours=1)) == 0
        assert background.counts() == {"waiting": 0, "running": 0, "parked": 1}
        assert told().startswith("waiting: 0, running: 0, parked: 1\nparked ")

    @staticmethod
    def die(number: int) -> None:
        """Let a worker take up what there is, and be heard of no more."""
        with time_machine.travel(NOW, tick=False):
            DBTaskResult.objects.get().claim(f"worker {number}")

    def test_what_is_done_is_forgotten_after_a_day(self) -> None:
        with time_machine.travel(NOW, tick=False):
            count.enqueue(7)
        work_for()
        background.tidy(now=NOW + timedelta(hours=23))
        assert DBTaskResult.objects.exists()
        background.tidy(now=NOW + timedelta(days=1, seconds=1))
        assert not DBTaskResult.objects.exists()

    def test_the_clinic_sees_a_consent_at_once_all_the_same(self, as_ana: APIClient, dr_lin: User) -> None:
        as_ana.post("/api/v1/care-links/", {"code": cast.practice().code, "scope": "profile"}, format="json")
        assert PanelLine.objects.exists()
        assert not DBTaskResult.objects.exists()

    @staticmethod
    def park(number: int) -> None:
        with time_machine.travel(NOW, tick=False):
            count.enqueue(number)
        for days in range(1, len(background.PAUSES) + 2):
            work_for(timedelta(days=days))
