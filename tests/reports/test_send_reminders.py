"""`manage.py send_reminders`: who is reminded when, once, and with what words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diary.models import Reminder
from diary.services import checks, days, facts
from diary.services import settings as choices
from people.models import Device, PushSubscription, User
from people.webpush import Outcome
from reports.management.commands.send_reminders import remind
from tests import cast
from tests.push import PushService, push_service
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.either]
# Ana lives in Prague (cast.ZONE): 20:30 there is 19:30 UTC in November.
HALF_PAST_EIGHT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _at_eight() -> Iterator[None]:
    with time_machine.travel(HALF_PAST_EIGHT, tick=False):
        yield


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as service:
        settings.DIARY_PUSH_SERVICES = [service.origin]
        yield service


def say(person: User, kind: Any, key: Any, **fields: Any) -> None:
    facts.record(kind=kind, diary=person.diary, key=key, fields=fields, by=person, now=datetime.now(UTC))


def choose(person: User, **fields: Any) -> None:
    say(person, choices.KIND, person.diary.pk, **fields)


def device_of(person: User) -> Device:
    """Sign in on one more device, which stays signed in for as long as any test looks."""
    before = list(Device.objects.values_list("pk", flat=True))
    Client().force_login(person)
    Device.objects.exclude(pk__in=before).update(expire_date=at(days=500))
    return Device.objects.exclude(pk__in=before).get()


@pytest.fixture
def ana(service: PushService) -> User:
    """Return Ana, who wants to be reminded at half past eight."""
    ana = cast.ana()
    choose(ana, reminder_at="20:30", quiet_from="22:00", quiet_until="07:00")
    service.subscribe(device_of(ana))
    return ana


def at(**later: int) -> datetime:
    return HALF_PAST_EIGHT + timedelta(**later)


def sent(now: datetime = HALF_PAST_EIGHT) -> int:
    return remind(clock=lambda: now)[Outcome.TAKEN]


class TestOnce:
    def test_reminds_of_a_day_that_nobody_answered_in_words_that_say_nothing(
        self, ana: User, service: PushService
    ) -> None:
        assert sent() == 1
        assert service.read == [{"title": "Diary", "body": "Time for your diary.", "to": "day"}]

    def test_reminds_once_a_day_however_often_it_runs(self, ana: User) -> None:
        assert [sent(at(minutes=minutes)) for minutes in (-10, 0, 0, 10, 60, 120)] == [0, 1, 0, 0, 0, 0]
        assert sent(at(days=1)) == 1

    def test_reminds_every_browser_that_asked(self, ana: User, service: PushService) -> None:
        service.subscribe(device_of(ana), "her-tablet", language="zh-TW")

        assert sent() == 2
        assert {path for path, _, _ in service.taken} == {"/anas", "/her-tablet"}

    def test_says_how_much_was_done(self, ana: User, service: PushService) -> None:
        told = StringIO()
        for status in (500, 201, 201):
            service.status = status
            call_command("send_reminders", stdout=told)

        assert told.getvalue().splitlines() == [
            "Reminders: 1 not taken by the push service.",
            "Reminders: 1 sent.",
            "Reminders: none due.",
        ]


class TestNobody:
    def test_who_has_answered_or_logged(self, ana: User) -> None:
        say(ana, days.KIND, TODAY, state="none")
        assert sent() == 0
        cast.twitch(ana.diary, at(days=1, hours=-3))
        assert sent(at(days=1)) == 0
        assert sent(at(days=2)) == 1

    def test_whose_answer_says_only_how_they_slept_is_reminded(self, ana: User) -> None:
        say(ana, days.KIND, TODAY, sleep_min=400)

        assert sent() == 1

    def test_who_wants_none(self, ana: User) -> None:
        choose(ana, reminder_at="")

        assert sent() == 0

    def test_who_signed_out_or_whose_session_ran_out(self, ana: User) -> None:
        Device.objects.filter(user=ana).update(expire_date=HALF_PAST_EIGHT)
        assert sent() == 0
        Device.objects.filter(user=ana).delete()
        assert sent(at(days=1)) == 0
        assert not PushSubscription.objects.exists()

    def test_whose_account_was_closed(self, ana: User) -> None:
        User.objects.filter(pk=ana.pk).update(is_active=False)

        assert sent() == 0

    def test_in_quiet_hours_but_half_an_hour_before_them(self, ana: User, service: PushService) -> None:
        choose(ana, reminder_at="23:00", quiet_from="22:00", quiet_until="07:00")

        assert [sent(at(minutes=minutes)) for minutes in (50, 90, 120, 240, 360, 600, 660)] == [0] * 7
        assert sent(at(hours=24, minutes=60)) == 1  # at half past nine on the next day
        assert service.taken[0][1]["ttl"] == "1800"  # a phone that was off hears nothing after ten


class TestZone:
    def test_is_that_of_the_browser(self, ana: User, service: PushService) -> None:
        PushSubscription.objects.update(time_zone="Asia/Taipei")  # 03:30 there

        assert sent() == 0
        assert sent(at(hours=-7)) == 1

    def test_is_home_for_who_keeps_days_there(self, ana: User, service: PushService) -> None:
        PushSubscription.objects.update(time_zone="Asia/Taipei")
        choose(ana, reminder_at="20:30", time_zone_policy="home", home_time_zone="Europe/Prague")

        assert sent() == 1

    def test_moves_with_the_summer(self, ana: User) -> None:
        summer = datetime(2027, 7, 1, 18, 30, tzinfo=UTC)

        assert [sent(summer - timedelta(minutes=1)), sent(summer)] == [0, 1]

    def test_an_hour_that_the_clock_skips_or_repeats_reminds_once(self, ana: User) -> None:
        choose(ana, reminder_at="02:30")
        spring, autumn = datetime(2027, 3, 28, 0, 0, tzinfo=UTC), datetime(2027, 10, 31, 0, 0, tzinfo=UTC)

        for night in (spring, autumn):
            assert sum(sent(night + timedelta(minutes=minutes)) for minutes in range(0, 180, 10)) == 1


class TestBackingOff:
    def test_goes_from_daily_to_weekly_and_back_with_the_first_word(self, ana: User) -> None:
        ignored = [number for number in range(40) if sent(at(days=number))]
        assert ignored == [0, 1, 2, 5, 8, 11, 18, 25, 32, 39]

        say(ana, days.KIND, TODAY, stress=3)
        assert [sent(at(days=number)) for number in (40, 41, 42)] == [1, 1, 1]

    def test_asks_daily_about_a_weak_face_all_the_same(self, ana: User, service: PushService) -> None:
        told = {"performed_at": at(), "time_zone": cast.ZONE, "tasks": {"smile": {"left": "cannot"}}}
        say(ana, checks.KIND, uuid4(), **told)
        Reminder.objects.create(diary=ana.diary, sent_on=TODAY, change_counter=ana.diary.change_counter, ignored=30)
        reminded = [sent(at(days=number)) for number in range(9)]

        assert reminded == [0, 1, 1, 1, 1, 1, 1, 1, 0]
        with time_machine.travel(at(days=10), tick=False):
            say(ana, checks.KIND, uuid4(), **told | {"performed_at": at(days=9)})  # still weak: asked about no more
            say(ana, days.KIND, TODAY + timedelta(days=10), state="none")
        assert sent(at(days=10)) == 0
        assert {one["to"] for one in service.read} == {"check"}

    def test_asks_once_about_three_months_of_an_eyelid_though_every_day_was_answered(
        self, ana: User, service: PushService
    ) -> None:
        for number in range(118):
            with time_machine.travel(at(days=number), tick=False):
                cast.twitch(ana.diary, at(days=number, hours=-1), sites=[{"site": "lid_lower", "side": "right"}])

        assert [number for number in range(85, 118) if sent(at(days=number))] == [90]
        assert [one["to"] for one in service.read] == [""]

    def test_asks_nothing_again_where_the_rules_are_switched_off(self, ana: User) -> None:
        choose(ana, reminder_at="20:30", flags_enabled=False)
        told = {"performed_at": at(), "time_zone": cast.ZONE, "tasks": {"smile": {"left": "cannot"}}}
        say(ana, checks.KIND, uuid4(), **told)
        say(ana, days.KIND, TODAY + timedelta(days=1), state="none")

        assert sent(at(days=1)) == 0


class TestFailing:
    def test_a_browser_that_takes_none_any_more_is_forgotten(self, ana: User, service: PushService) -> None:
        service.status = 410

        assert remind(clock=lambda: HALF_PAST_EIGHT) == {Outcome.GONE: 1}
        assert not PushSubscription.objects.exists()

    def test_a_service_that_is_down_is_asked_again_while_the_time_lasts(self, ana: User, service: PushService) -> None:
        service.status = 503
        assert sent() == 0
        service.status = 201
        assert [sent(at(minutes=10)), sent(at(minutes=20))] == [1, 0]
        assert Reminder.objects.get().ignored == 1

    def test_a_zone_that_is_not_known_here_stops_nobody_else(self, ana: User, service: PushService) -> None:
        PushSubscription.objects.update(time_zone="Mars/Olympus")
        eve = cast.eve()
        choose(eve, reminder_at="20:30")
        service.subscribe(device_of(eve), "eves")
        said = StringIO()
        with pytest.raises(CommandError, match="1 could not be looked at"):
            call_command("send_reminders", stdout=said)

        assert said.getvalue() == "Reminders: 1 sent.\n"

    def test_what_fails_here_gives_the_day_back(self, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
        say(ana, days.KIND, TODAY - timedelta(days=1), stress=3)
        Reminder.objects.create(diary=ana.diary, sent_on=TODAY - timedelta(days=1), change_counter=0, ignored=2)
        before = Reminder.objects.values().get()
        monkeypatch.setattr("people.webpush.send", lambda *_, **__: 1 / 0)
        done = remind(clock=lambda: HALF_PAST_EIGHT)

        assert (done["broken"], Reminder.objects.values().get()) == (1, before)
        monkeypatch.undo()
        assert sent(at(minutes=10)) == 1

    def test_one_that_fails_does_not_stop_the_others(self, ana: User, service: PushService, settings: Any) -> None:
        eve = cast.eve()
        choose(eve, reminder_at="20:30")
        with push_service() as gone:
            settings.DIARY_PUSH_SERVICES = [service.origin, gone.origin]
            gone.subscribe(device_of(eve), "eves")

        assert remind(clock=lambda: HALF_PAST_EIGHT) == {Outcome.TAKEN: 1, Outcome.FAILED: 1}


def test_costs_the_same_two_queries_however_many_are_not_due(ana: User, service: PushService) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert remind(clock=lambda: at(hours=-5)).total() == 0
        return len(asked)

    before = queries()
    for number in range(5):
        other = cast.person(f"other{number}")
        choose(other, reminder_at="20:30")
        service.subscribe(device_of(other), f"others-{number}")

    assert queries() == before == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_remind_nobody_twice(ana: User, service: PushService) -> None:
    together([sent] * 4)

    assert len(service.taken) == 1
