"""The panel: what it costs, its filters, how it is set, and the day's mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.tasks import mail_digest
from diary.models import Digest, PanelLine
from diary.services import checks, days, facts
from people.models import CareLink, Member, Practice, Threshold, User
from people.services import care_links, practices, thresholds
from reports import refresh
from reports.lanes.rules import BOUNDS
from tests import cast
from tests.cast import NOW

QUERIES_MAX = 8
USUAL = {"answered_percent": 70, "more_than": 1, "silent_days": 7, "answered_days": 14, "visit_margin_days": 0}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def patients(count: int, *, begin: int = 0, red: bool = False) -> list[User]:
    made = [cast.person(f"p{number}", f"Patient {number:03}") for number in range(begin, begin + count)]
    for user in made:
        if red:
            said = {"performed_at": NOW, "time_zone": "UTC", "answers": {"swallow_saliva": {"value": "yes"}}}
            facts.record(kind=checks.KIND, diary=user.diary, key=uuid4(), fields=said, by=user, now=NOW)
        cast.consent(user.diary)
    return made


def names(client: Client, address: str = "/clinic/") -> list[str]:
    return re.findall(r">(Patient \d+)</a>", client.get(address).content.decode())


def filtered(client: Client, **said: Any) -> list[str]:
    assert client.post("/clinic/", said).status_code == 302
    return names(client)


class TestCost:
    def test_the_first_page_takes_eight_queries_for_one_patient_and_for_sixty(self, as_dr_lin: Client) -> None:
        taken = []
        for begin, count in ((0, 1), (1, 59)):
            patients(count, begin=begin, red=True)
            as_dr_lin.get("/clinic/")
            with CaptureQueriesContext(connection) as queries:
                as_dr_lin.get("/clinic/")
            taken.append(len(queries))

        assert taken[0] == taken[1] <= QUERIES_MAX

    def test_a_batch_of_digests_asks_no_more_for_seven_diaries_than_for_one(self, dr_lin: User) -> None:
        """Of flags it asks for the numbers of what they rest on, diary by diary."""
        made, taken = patients(8), []
        for user in made:
            cast.twitch(user.diary)
        for some in (made[:1], made[1:]):
            with CaptureQueriesContext(connection) as queries:
                assert refresh.refresh_all([user.diary for user in some], now=NOW) == []
            taken.append(len(queries))

        assert taken[0] == taken[1]
        assert {one.change_counter for one in Digest.objects.all()} == {1}

    def test_shows_those_that_have_waited_longest_and_says_how_many_there_are(self, as_dr_lin: Client) -> None:
        everybody = patients(12, red=True)
        for number, user in enumerate(everybody):
            PanelLine.objects.filter(diary=user.diary).update(since=NOW.date() - timedelta(days=number))
        text = as_dr_lin.get("/clinic/").content.decode()

        assert names(as_dr_lin) == [f"Patient {number:03}" for number in range(11, 1, -1)]
        assert "Shown are the 10 that have waited longest." in text
        assert re.search(r'class="count">12<', text)


class TestFilters:
    def test_by_lane_name_tag_and_who_looks_after_them(self, as_dr_lin: Client, dr_lin: User) -> None:
        red, calm, other = patients(1, red=True)[0], *patients(2, begin=1)
        care_links.place(link=CareLink.objects.get(diary=calm.diary), assigned_to=dr_lin.pk, tags=["botox 100%"])

        assert set(names(as_dr_lin)) == {red.name, calm.name, other.name}
        assert filtered(as_dr_lin, lane="1") == [red.name]
        assert filtered(as_dr_lin, name="ient 002") == [other.name]
        assert filtered(as_dr_lin, tag="botox 100%") == [calm.name]
        assert filtered(as_dr_lin, tag="botox") == []
        assert filtered(as_dr_lin, assigned="me") == [calm.name]
        assert filtered(as_dr_lin, assigned=str(dr_lin.pk)) == [calm.name]
        assert filtered(as_dr_lin, assigned="nobody") == [red.name, other.name]

    def test_by_answered_share_and_by_how_long_they_have_waited(self, as_dr_lin: Client) -> None:
        first, second = patients(2, red=True)
        (calm,) = patients(1, begin=2)
        PanelLine.objects.filter(diary=first.diary).update(answered_percent=90, since=NOW.date() - timedelta(days=8))
        PanelLine.objects.filter(diary=calm.diary).update(since=NOW.date() - timedelta(days=90))  # nothing waits there

        assert filtered(as_dr_lin, answered_min="70") == [first.name]
        assert filtered(as_dr_lin, waits="week") == [first.name]
        assert filtered(as_dr_lin, waits="four_weeks") == []
        assert set(filtered(as_dr_lin, clear="1", waits="week")) == {first.name, second.name, calm.name}

    def test_stay_until_they_are_taken_away_and_stand_in_no_address(self, as_dr_lin: Client) -> None:
        patients(2)
        answer = as_dr_lin.post("/clinic/", {"name": "Patient 001"})

        assert "Patient" not in answer["Location"]
        assert names(as_dr_lin) == names(as_dr_lin) == ["Patient 001"]

    @pytest.mark.parametrize(
        "said",
        [
            {"lane": "8"},
            {"lane": "x"},
            {"assigned": "99999"},
            {"answered_min": "-1"},
            {"name": "x" * 101},
            {"name": "x" * 20_000},
            {"name": "a," * 3_000},
            {"tag": "x" * 20_000},
            {"waits": "?"},
        ],
    )  # fmt: skip
    def test_of_nonsense_filter_nothing(self, as_dr_lin: Client, said: dict[str, str]) -> None:
        patients(1)

        assert as_dr_lin.post("/clinic/", said).status_code == 400
        assert names(as_dr_lin) == ["Patient 000"]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("jiri", "Jiří Dvořák"), ("DVORAK", "Jiří Dvořák"), ("Jiří", "Jiří Dvořák"), ("oneill", "Siobhán O’Neill"),
            ("o'NEILL", "Siobhán O’Neill"), ("O’Neill", "Siobhán O’Neill"), ("lukasz", "Łukasz Đorđe"), ("djor", ""),
        ],
    )  # fmt: skip
    def test_a_name_is_found_without_its_accents_and_marks(self, as_dr_lin: Client, typed: str, found: str) -> None:
        people = ("Jiří Dvořák", "Siobhán O’Neill", "Łukasz Đorđe")
        for number, name in enumerate(people):
            cast.consent(cast.person(f"p{number}", name).diary)
        as_dr_lin.post("/clinic/", {"name": typed})
        text = as_dr_lin.get("/clinic/").content.decode()

        assert [name for name in people if f">{name}</a>" in text] == [found] * bool(found)

    @pytest.mark.parametrize("name", ["%", "_", "' OR 1=1 --", "\\", "(", "*"])
    def test_take_a_name_as_it_is_written(self, as_dr_lin: Client, name: str) -> None:
        patients(1)

        assert filtered(as_dr_lin, name=name) == []

    def test_say_that_others_may_wait_where_nobody_is_found(self, as_dr_lin: Client) -> None:
        patients(1)
        as_dr_lin.post("/clinic/", {"name": "nobody"})

        assert "Others may wait" in as_dr_lin.get("/clinic/").content.decode()

    def test_of_one_practice_filter_no_other(self, as_dr_lin: Client, dr_lin: User) -> None:
        other = practices.open_practice(name="Branch", by=dr_lin, now=NOW, code="BRANCH22")
        (user,) = patients(1)
        care_links.give(diary=user.diary, code="BRANCH22", scope="profile", until=None, by=user, now=NOW)
        refresh.refresh(user.diary, now=NOW)
        as_dr_lin.post("/clinic/", {"lane": "1"})

        assert names(as_dr_lin) == []
        assert names(as_dr_lin, f"/clinic/?practice={other.pk}") == ["Patient 000"]


class TestLimits:
    def quiet(self) -> User:
        """A patient who answered last eight days ago, with a visit to come."""
        (user,) = patients(1)
        for back in range(8, 30):
            on = (NOW - timedelta(days=back)).date()
            facts.record(kind=days.KIND, diary=user.diary, key=on, fields={"state": "none"}, by=user, now=NOW)
        from diary.services import events

        said = {"kind": "visit", "action": "planned", "on": NOW.date() + timedelta(days=9)}
        facts.record(kind=events.KIND, diary=user.diary, key=uuid4(), fields=said, by=user, now=NOW)
        refresh.refresh(user.diary, now=NOW)
        return user

    def test_move_a_diary_at_once(self, as_dr_lin: Client) -> None:
        self.quiet()
        assert PanelLine.objects.get().lane == 5
        answer = as_dr_lin.post("/clinic/limits/change/", USUAL | {"silent_days": 9})

        assert answer.status_code == 302
        assert PanelLine.objects.get().lane == 7
        assert "No answer for 9 days" in as_dr_lin.get("/clinic/").content.decode()

    def test_are_looked_at_before_they_are_set(self, as_dr_lin: Client) -> None:
        self.quiet()
        text = as_dr_lin.post("/clinic/limits/change/", USUAL | {"silent_days": 9, "preview": "1"}).content.decode()

        assert re.search(r"“Gone quiet” would have flagged <strong>0 of 1</strong>; as it is set, 1\.", text)
        assert not Threshold.objects.exists()

    def test_of_one_diary_hold_until_a_day_and_have_a_reason(self, as_dr_lin: Client) -> None:
        user = self.quiet()
        address = f"/clinic/diaries/{user.diary.reference}/limits/"
        told = USUAL | {"silent_days": 30, "reason": "On a long journey.", "until": "2026-12-24"}
        assert as_dr_lin.post(f"{address}change/", told).status_code == 302

        assert PanelLine.objects.get().lane == 7
        assert "On a long journey." in as_dr_lin.get(address).content.decode()
        with time_machine.travel(NOW + timedelta(days=35), tick=False):
            refresh.refresh(user.diary, now=NOW + timedelta(days=35))
        assert thresholds.in_force(practice=cast.practice(), diary=user.diary, on=NOW.date()) != {}
        assert thresholds.in_force(practice=cast.practice(), diary=user.diary, on=NOW.date() + timedelta(days=35)) == {}

    def test_of_one_diary_can_be_taken_away_and_stay_on_record(self, as_dr_lin: Client) -> None:
        user = self.quiet()
        address = f"/clinic/diaries/{user.diary.reference}/limits/change/"
        as_dr_lin.post(address, USUAL | {"silent_days": 30, "reason": "A journey.", "until": "2026-12-24"})
        as_dr_lin.post(address, {"take_away": "1"})

        assert PanelLine.objects.get().lane == 5
        assert Threshold.objects.filter(ended_at=None).count() == 0
        assert Threshold.objects.filter(reason="A journey.").count() == len(BOUNDS)

    @pytest.mark.parametrize(
        "told",
        [
            {"silent_days": 1}, {"silent_days": "nan"}, {"silent_days": "inf"}, {"more_than": 0.9},
            {"answered_percent": 101}, {"silent_days": ""}, {"silent_days": "1e309"}, {"silent_days": "٧٧٧"},
        ],
    )  # fmt: skip
    def test_of_nonsense_are_not_set(self, as_dr_lin: Client, told: dict[str, Any]) -> None:
        assert as_dr_lin.post("/clinic/limits/change/", USUAL | told).status_code == 400
        assert not Threshold.objects.exists()

    @pytest.mark.parametrize(
        "told",
        [{"reason": " "}, {"until": "2026-11-20"}, {"until": "2029-01-01"}, {"until": ""}, {"reason": "x" * 201}],
    )
    def test_of_one_diary_without_reason_or_end_are_not_set(self, as_dr_lin: Client, told: dict[str, str]) -> None:
        (user,) = patients(1)
        said = USUAL | {"reason": "A journey.", "until": "2026-12-24"} | told

        assert as_dr_lin.post(f"/clinic/diaries/{user.diary.reference}/limits/change/", said).status_code == 400
        assert not Threshold.objects.exists()

    def test_are_an_owners_to_set(self, as_dr_lin: Client) -> None:
        doctor = cast.clinician("wu")
        practices.join(practice=cast.practice(), user=doctor, now=NOW)
        client = cast.signed_in_to_work(doctor)

        assert client.post("/clinic/limits/change/", USUAL).status_code == 403
        assert client.post("/clinic/limits/mail/", {"time_zone": "UTC", "digest_hour": "8"}).status_code == 403
        assert not Threshold.objects.exists()


class TestMail:
    @pytest.fixture(autouse=True)
    def _mail(self, settings: Any, dr_lin: User) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        User.objects.filter(pk=dr_lin.pk).update(email="lin@example.org")
        Practice.objects.update(time_zone="Europe/Prague", digest_hour=13)  # now it is 13:00 there

    def send(self) -> str:
        told = StringIO()
        call_command("send_digests", stdout=told)
        return told.getvalue()

    def test_goes_out_once_a_day_at_its_hour_where_somebody_waits(self) -> None:
        patients(2, red=True)
        with time_machine.travel(NOW - timedelta(minutes=1), tick=False):
            assert self.send() == "Digests sent: 0.\n"
        assert [self.send(), self.send()] == ["Digests sent: 1.\n", "Digests sent: 0.\n"]
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            assert self.send() == "Digests sent: 1.\n"

        assert mail.outbox[0].to == ["lin@example.org"]
        assert "At Lin Neurology, 2 diaries wait in “Red flag, not reviewed” and 0 diaries wait" in mail.outbox[0].body

    def test_names_nobody_and_nothing_of_a_diary(self) -> None:
        (user,) = patients(1, red=True)
        self.send()
        (sent,) = mail.outbox
        told = f"{sent.subject}\n{sent.body}"

        assert user.name not in told
        assert not re.search(r"swallow|U7|emergency|" + str(user.diary.reference), told)

    def test_is_not_sent_where_lanes_one_and_two_are_empty(self) -> None:
        patients(1)

        assert self.send() == "Digests sent: 0.\n"
        assert mail.outbox == []

    def test_counts_no_diary_that_was_closed_since(self) -> None:
        (user,) = patients(1, red=True)
        care_links.revoke(diary=user.diary, id=CareLink.objects.get().pk, by=user, now=NOW)

        assert self.send() == "Digests sent: 0.\n"

    def test_goes_to_nobody_who_may_not_read_or_has_left(self, dr_lin: User) -> None:
        for name, role in (("assistant", Member.Role.ASSISTANT), ("gone", Member.Role.OWNER)):
            user = cast.clinician(name)
            User.objects.filter(pk=user.pk).update(email=f"{name}@example.org")
            practices.join(practice=cast.practice(), user=user, role=role, now=NOW - timedelta(days=1))
        practices.leave(practice=cast.practice(), user=User.objects.get(username="gone"), now=NOW)
        unproven = cast.person("unproven")  # a clinician without a second factor
        User.objects.filter(pk=unproven.pk).update(email="unproven@example.org")
        practices.join(practice=cast.practice(), user=unproven, now=NOW - timedelta(days=1))
        patients(1, red=True)
        self.send()

        assert [one.to for one in mail.outbox] == [["lin@example.org"]]

    def test_can_be_switched_off(self, as_dr_lin: Client) -> None:
        patients(1, red=True)
        as_dr_lin.post("/clinic/limits/mail/", {"time_zone": "Asia/Taipei", "digest_hour": ""})

        assert self.send() == "Digests sent: 0.\n"
        assert Practice.objects.get().time_zone == "Asia/Taipei"

    @pytest.mark.parametrize("told", [{"time_zone": "Nowhere/At_all"}, {"digest_hour": "24"}, {"digest_hour": "x"}])
    def test_of_nonsense_is_not_set(self, as_dr_lin: Client, told: dict[str, str]) -> None:
        answer = as_dr_lin.post("/clinic/limits/mail/", {"time_zone": "UTC", "digest_hour": "8"} | told)

        assert answer.status_code == 400
        assert Practice.objects.get().time_zone == "Europe/Prague"

    @pytest.mark.parametrize("kind", [OSError, ValueError])
    def test_that_cannot_be_sent_is_told_without_an_address(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: type[Exception]
    ) -> None:
        def fail(*args: Any, **named: Any) -> None:
            raise kind("lin@example.org refused")

        monkeypatch.setattr("clinic.tasks.send_mail", fail)
        patients(1, red=True)
        with pytest.raises(CommandError, match="1 could not be sent"):
            self.send()

        assert "example.org" not in caplog.text

    def test_that_a_killed_run_left_unsent_is_sent_by_the_next(self, monkeypatch: pytest.MonkeyPatch) -> None:
        colleague = cast.clinician("colleague")
        User.objects.filter(pk=colleague.pk).update(email="colleague@example.org")
        practices.join(practice=cast.practice(), user=colleague, now=NOW - timedelta(days=1))
        patients(1, red=True)
        as_it_is, sent = mail_digest.enqueue, list[int]()

        def enqueue(*keys: Any) -> Any:
            if sent:
                raise KeyboardInterrupt
            sent.append(1)
            return as_it_is(*keys)

        with monkeypatch.context() as killed:
            killed.setattr(type(mail_digest), "enqueue", lambda task, *keys: enqueue(*keys))
            with pytest.raises(KeyboardInterrupt):
                self.send()
        assert len(mail.outbox) == 1
        self.send()

        assert sorted(one.to[0] for one in mail.outbox) == ["colleague@example.org", "lin@example.org"]

    def test_of_a_day_that_is_over_is_not_sent(self, dr_lin: User) -> None:
        patients(1, red=True)
        member = Member.objects.get(user=dr_lin)
        with time_machine.travel(NOW + timedelta(hours=11), tick=False):  # past midnight in Prague
            assert mail_digest.call(member.pk, NOW.date().isoformat()) is False

        assert mail.outbox == []

    def test_says_so_where_no_mail_is_sent_at_all(self, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        patients(1, red=True)

        assert self.send() == "No mail is sent here: DIARY_EMAIL_URL is not set.\n"
        assert Practice.objects.get().digest_sent_on is None


class TestRefreshDigests:
    def run(self, *args: str) -> str:
        told = StringIO()
        call_command("refresh_digests", *args, stdout=told)
        return told.getvalue()

    def test_makes_what_is_old_and_takes_off_what_is_closed(self, dr_lin: User) -> None:
        first, second = patients(2)
        care_links.revoke(diary=second.diary, id=CareLink.objects.get(diary=second.diary).pk, by=second, now=NOW)
        cast.twitch(first.diary)

        assert self.run() == "Digests made: 1. Rows of closed diaries taken off: 1.\n"
        assert self.run() == "Digests made: 0. Rows of closed diaries taken off: 0.\n"
        assert self.run("--all") == "Digests made: 1. Rows of closed diaries taken off: 0.\n"
        assert Digest.objects.get().change_counter == 1

    @pytest.mark.parametrize("step", ["_made", "_line"])
    def test_one_that_cannot_be_read_keeps_no_other_from_the_panel(
        self, dr_lin: User, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        first, second = patients(2)
        cast.twitch(first.diary)
        cast.twitch(second.diary)
        as_it_is = getattr(refresh, step)

        def sometimes(of: Any, *more: Any) -> Any:
            if of.diary == first.diary:
                raise ValueError("a note")
            return as_it_is(of, *more)

        monkeypatch.setattr(refresh, step, sometimes)
        with pytest.raises(CommandError, match=r"could not be made: ValueError 1\."):
            self.run()

        assert Digest.objects.get(pk=first.diary.pk).change_counter == 0
        assert Digest.objects.get(pk=second.diary.pk).change_counter == 1
