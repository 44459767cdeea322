"""Where reminders go: browsers by web push, a calendar by a secret address."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from rest_framework.test import APIClient

from api.v1 import examples
from config.logs import WithoutContents
from people import webpush
from people.models import CalendarAddress, PushSubscription, User
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db
BROWSER = examples.REQUESTS["PushSubscription"]
PUSH = "/api/v1/push-subscriptions/"
CALENDAR = "/api/v1/calendar/"


@pytest.fixture
def ana() -> User:
    return cast.ana()


@pytest.fixture
def as_ana(ana: User) -> APIClient:
    client = APIClient()
    client.force_login(ana)
    return client


class TestPushSubscriptions:
    def test_a_browser_subscribes_and_says_it_again(self, as_ana: APIClient) -> None:
        first = as_ana.post(PUSH, BROWSER, format="json")
        again = as_ana.post(PUSH, BROWSER | {"time_zone": "Asia/Taipei"}, format="json")
        listed = as_ana.get(PUSH).json()

        assert (first.status_code, again.status_code) == (201, 200)
        assert listed["results"] == [again.json()]
        assert again.json()["time_zone"] == "Asia/Taipei"
        assert listed["application_server_key"] == webpush.public_key()

    def test_is_never_told_what_a_browser_gave(self, as_ana: APIClient) -> None:
        as_ana.post(PUSH, BROWSER, format="json")
        told = as_ana.get(PUSH).content.decode()

        assert BROWSER["endpoint"] not in told
        assert BROWSER["keys"]["auth"] not in told

    @pytest.mark.parametrize(
        ("change", "pointer", "code"),
        [
            ({"endpoint": "https://10.0.0.1/admin"}, "/endpoint", "unknown_push_service"),
            ({"keys": BROWSER["keys"] | {"p256dh": "x"}}, "/keys/p256dh", "invalid"),
            ({"keys": BROWSER["keys"] | {"auth": "x"}}, "/keys/auth", "invalid"),
            ({"keys": {}}, "/keys/p256dh", "required"),
            ({"time_zone": "Europe/Nowhere"}, "/time_zone", "unknown_zone"),
            ({"language": "x" * 21}, "/language", "too_long"),
            ({"expirationTime": None}, "/expirationTime", "unknown_field"),
        ],
    )
    def test_refuses_what_cannot_be_used(
        self, as_ana: APIClient, change: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = as_ana.post(PUSH, BROWSER | change, format="json")

        assert answer.status_code == 400
        assert (pointer, code) in [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
        assert not PushSubscription.objects.exists()

    def test_ends_by_its_id_and_for_its_person_only(self, as_ana: APIClient) -> None:
        at = f"{PUSH}{as_ana.post(PUSH, BROWSER, format='json').json()['id']}/"
        as_eve = APIClient()
        as_eve.force_login(cast.eve())

        assert as_eve.delete(at).status_code == as_ana.delete(f"{PUSH}{uuid4()}/").status_code == 404
        assert as_ana.delete(at).status_code == 204
        assert as_ana.delete(at).status_code == 404
        assert as_ana.get(PUSH).json()["results"] == []

    def test_ends_with_signing_out(self, as_ana: APIClient) -> None:
        as_ana.post(PUSH, BROWSER, format="json")
        as_ana.logout()

        assert not PushSubscription.objects.exists()


class TestCalendar:
    def make(self, as_ana: APIClient, **settings: Any) -> Calendar:
        as_ana.put("/api/v1/settings/", settings, format="json")
        address = as_ana.post(CALENDAR).json()["address"]
        answer = Client().get(address)  # a calendar is nobody

        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(answer.content)

    def test_has_the_reminder_every_day_on_the_clock_that_reads_it(self, as_ana: APIClient) -> None:
        with time_machine.travel(NOW, tick=False):
            [event] = self.make(as_ana, reminder_at="20:30").walk("VEVENT")

        assert event["dtstart"].to_ical() == b"20261120T203000"  # and no zone
        assert event["rrule"] == {"FREQ": ["DAILY"]}
        assert str(event["summary"]) == "Time for your diary."
        assert str(event["url"]) == "http://testserver/#day"
        assert event.walk("VALARM")[0].decoded("trigger") == timedelta()

    def test_stays_in_the_home_zone_of_who_keeps_days_there(self, as_ana: APIClient) -> None:
        home = {"time_zone_policy": "home", "home_time_zone": "Asia/Taipei", "reminder_at": "20:30"}
        calendar = self.make(as_ana, **home)
        [event] = calendar.walk("VEVENT")

        assert event["dtstart"].params["TZID"] == "Asia/Taipei"
        assert event.decoded("dtstart").astimezone(UTC).hour == 12
        assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Taipei"]

    def test_keeps_out_of_the_quiet_hours_and_speaks_her_language(self, as_ana: APIClient) -> None:
        quiet = {"quiet_from": "22:00", "quiet_until": "07:00", "language": "zh-Hant"}
        [event] = self.make(as_ana, reminder_at="23:00", **quiet).walk("VEVENT")

        assert (event.decoded("dtstart").hour, event.decoded("dtstart").minute) == (21, 30)
        assert str(event["summary"]) == "寫日記的時間到了。"

    def test_a_change_is_a_newer_version_of_the_same_event_and_no_reminder_cancels_it(self, as_ana: APIClient) -> None:
        as_ana.put("/api/v1/settings/", {"reminder_at": "20:30"}, format="json")
        address, told = as_ana.post(CALENDAR).json()["address"], []
        for reminder_at in ("20:30", "19:00", ""):
            as_ana.put("/api/v1/settings/", {"reminder_at": reminder_at}, format="json")
            [event] = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
            told.append((str(event["uid"]), int(str(event["sequence"])), str(event["status"])))

        assert len({uid for uid, _, _ in told}) == 1
        assert [number for _, number, _ in told] == sorted({number for _, number, _ in told})
        assert [status for _, _, status in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]

    def test_speaks_the_language_of_the_browser_that_asked_for_it(self, as_ana: APIClient) -> None:
        as_ana.put("/api/v1/settings/", {"reminder_at": "20:30"}, format="json")
        address = as_ana.post(CALENDAR, headers={"Accept-Language": "zh-TW,zh;q=0.9"}).json()["address"]
        [event] = Calendar.from_ical(Client().get(address).content).walk("VEVENT")

        assert str(event["summary"]) == "寫日記的時間到了。"

    def test_is_cancelled_from_the_start_where_nothing_was_set(self, as_ana: APIClient) -> None:
        address = as_ana.post(CALENDAR).json()["address"]
        [event] = Calendar.from_ical(Client().get(address).content).walk("VEVENT")

        assert str(event["status"]) == "CANCELLED"

    def test_says_nothing_of_the_diary(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary, note="pulsating corner", sites=[{"site": "cheek", "side": "left"}])
        told = self.make(as_ana, reminder_at="20:30").to_ical().decode().lower()

        assert not [word for word in ("pulsating", "cheek", "twitch now", "nov", "ana ") if word in told]

    def test_is_told_once_and_kept_as_a_hash(self, as_ana: APIClient) -> None:
        address = as_ana.post(CALENDAR).json()["address"]
        token = address.rpartition("/")[2].removesuffix(".ics")

        assert as_ana.get(CALENDAR).json().keys() == {"made_at"}
        assert token not in str(CalendarAddress.objects.values().get())
        assert len(token) >= 32

    def test_is_closed_at_once_by_closing_it_and_by_a_new_one(self, as_ana: APIClient) -> None:
        first, second = (as_ana.post(CALENDAR).json()["address"] for _ in range(2))
        assert [Client().get(one).status_code for one in (first, second)] == [404, 200]

        assert [as_ana.delete(CALENDAR).status_code for _ in range(2)] == [204, 204]
        assert as_ana.get(CALENDAR).json() == {"made_at": None}
        closed, unknown = (Client().get(one) for one in (second, "/api/v1/calendar/nobodys.ics"))
        assert (closed.status_code, closed.content) == (unknown.status_code, unknown.content) == (404, closed.content)

    def test_is_closed_with_the_account(self, as_ana: APIClient, ana: User) -> None:
        address = as_ana.post(CALENDAR).json()["address"]
        User.objects.filter(pk=ana.pk).update(is_active=False)

        assert Client().get(address).status_code == 404

    @pytest.mark.parametrize("tail", [".ics", ".ICS", "", "%2Eics", ".ics/", ".ics?x=1"])
    def test_its_secret_is_in_no_log_line(self, tail: str, caplog: pytest.LogCaptureFixture) -> None:
        Client().get(f"{CALENDAR}c3VwZXJzZWNyZXQ{tail}")
        lines = [WithoutContents().format(record) for record in caplog.records]

        assert lines
        assert "c3VwZXJz" not in "".join(lines)
