"""Being reminded: from the switch in the settings to the notification that opens the entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import CDPSession, Page, expect

from diary.models import Settings
from people import webpush
from people.models import PushSubscription
from people.webpush import Outcome
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import open_screen, sent, sign_up, works_offline
from tests.push import PushService, push_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The maker's push service cannot be reached from a test: what Chromium asks of it is answered here; the rest is real.
SUBSCRIBING = """(told) => {
  let subscribed = null;
  const make = (options) => ({
    options, toJSON: () => ({ endpoint: told.endpoint, expirationTime: null, keys: told.keys }),
    unsubscribe: async () => { subscribed = null; return true; },
  });
  PushManager.prototype.getSubscription = async () => subscribed;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    window.askedWithKey = btoa(String.fromCharCode(...applicationServerKey));
    return (subscribed = make({ applicationServerKey: applicationServerKey.buffer }));
  };
  // In a browser without a window nobody can be asked: the answer is the one that the context was given.
  Notification.requestPermission = async () => Notification.permission;
}"""


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as service:
        settings.DIARY_PUSH_SERVICES = [service.origin]
        yield service


def open_reminders(phone: Page) -> None:
    open_screen(phone, "Settings")
    phone.locator("#reminders summary").click()
    expect(phone.get_by_role("button", name="Make the address")).to_be_visible()


def can_subscribe(phone: Page, service: PushService) -> None:
    browser = service.browser()
    told = {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}}
    phone.context.grant_permissions(["notifications"])
    phone.add_init_script(f"({SUBSCRIBING})({json.dumps(told)})")


class TestSwitch:
    def test_on_sends_here_and_off_sends_here_no_more(self, phone: Page, service: PushService) -> None:
        can_subscribe(phone, service)
        sign_up(phone)
        works_offline(phone)
        open_reminders(phone)
        expect(phone.get_by_text("No reminder.", exact=True)).to_be_visible()

        phone.get_by_role("button", name="Remind me on this phone").click()
        expect(phone.get_by_text("This phone will remind you.")).to_be_visible()
        expect(phone.get_by_text("Every day at 20:00, unless the day was answered.")).to_be_visible()
        one = PushSubscription.objects.get()
        key = phone.evaluate("askedWithKey").replace("+", "-").replace("/", "_").rstrip("=")
        assert key == webpush.public_key()
        assert webpush.send(one, {"title": "Diary", "body": "", "to": "day"}, lasts=timedelta(hours=1)) is Outcome.TAKEN
        until(lambda: Settings.objects.get().reminder_at == "20:00", "the time on the server")

        phone.get_by_role("button", name="No more reminders on this phone").click()
        expect(phone.get_by_text("This phone reminds you no more.")).to_be_visible()
        assert not PushSubscription.objects.exists()

    def test_is_brought_up_to_date_with_every_visit(self, phone: Page, service: PushService) -> None:
        can_subscribe(phone, service)
        sign_up(phone)
        works_offline(phone)
        open_reminders(phone)
        phone.get_by_role("button", name="Remind me on this phone").click()
        expect(phone.get_by_text("This phone will remind you.")).to_be_visible()
        PushSubscription.objects.all().delete()  # as after a restore of a backup

        phone.reload()

        until(PushSubscription.objects.exists, "the subscription again")

    def test_off_says_so_where_the_browser_was_told_no(self, phone: Page) -> None:
        sign_up(phone)
        phone.evaluate("Notification.requestPermission = async () => 'denied'")
        works_offline(phone)
        open_reminders(phone)
        phone.get_by_role("button", name="Remind me on this phone").click()

        expect(phone.get_by_text("Notifications are not allowed for this page.")).to_be_visible()

    def test_times_are_kept_without_a_network(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        open_reminders(phone)
        phone.context.set_offline(True)
        phone.get_by_label("Remind me at").fill("21:15")
        phone.get_by_label("Quiet from").fill("22:00")
        phone.get_by_label("until", exact=True).fill("07:30")
        expect(phone.get_by_text("At 21:15, once this phone")).to_be_visible()
        phone.context.set_offline(False)
        sent(phone)

        told = Settings.objects.get()
        assert (told.reminder_at, told.quiet_from, told.quiet_until) == ("21:15", "22:00", "07:30")


class TestNotification:
    def deliver(self, phone: Page, message: str) -> None:
        """Hand a message to the worker, as the browser does with what its push service brings."""
        browser = phone.context.new_cdp_session(phone)
        registration = self.registration(phone, browser)
        origin = phone.evaluate("location.origin")
        browser.send(
            "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": message}
        )

    def registration(self, phone: Page, browser: CDPSession) -> str:
        found: list[str] = []
        browser.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
        )
        browser.send("ServiceWorker.enable")
        return str(until(lambda: found, "the worker's registration", page=phone)[0])

    def shown(self, phone: Page) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = phone.evaluate(
            """async () => (await (await navigator.serviceWorker.ready).getNotifications())
                 .map(({ title, body, tag, data }) => ({ title, body, tag, to: data.to }))"""
        )
        return found

    def test_says_what_was_sent_and_one_takes_the_place_of_the_other(self, phone: Page) -> None:
        phone.context.grant_permissions(["notifications"])
        sign_up(phone)
        works_offline(phone)
        for to in ("check", "day"):
            self.deliver(phone, json.dumps({"title": "Diary", "body": "Time for your diary.", "to": to}))
        until(lambda: [one["to"] for one in self.shown(phone)] == ["day"], "one notification", page=phone)

        assert self.shown(phone) == [{"title": "Diary", "body": "Time for your diary.", "tag": "reminder", "to": "day"}]

    def test_of_what_cannot_be_read_says_only_who_it_is_from(self, phone: Page) -> None:
        phone.context.grant_permissions(["notifications"])
        sign_up(phone)
        works_offline(phone)
        self.deliver(phone, "<not ours>")

        until(lambda: [one["title"] for one in self.shown(phone)] == ["Diary"], "a notification", page=phone)

    @pytest.mark.parametrize(
        ("to", "screen"), [("day", "#day"), ("check", "#check"), ("https://example.org/", "#home")]
    )
    def test_opens_straight_at_the_entry_and_nowhere_else(self, phone: Page, to: str, screen: str) -> None:
        phone.context.grant_permissions(["notifications"])
        sign_up(phone)
        works_offline(phone)
        open_screen(phone, "Settings")
        [worker] = phone.context.service_workers
        worker.evaluate(
            """(to) => registration.showNotification("Diary", { data: { to } })
                 .then(() => registration.getNotifications())
                 .then(([notification]) => new NotificationEvent("notificationclick", { notification }))
                 .then((event) => dispatchEvent(event))""",
            to,
        )

        expect(phone.locator(screen)).to_be_visible()
        assert phone.url.startswith(phone.evaluate("location.origin"))


class TestCalendar:
    def test_fetches_the_address_that_is_shown_once(self, phone: Page) -> None:
        sign_up(phone)
        open_reminders(phone)
        phone.get_by_role("button", name="Make the address").click()
        address = phone.get_by_label("Shown only now")
        expect(address).to_be_visible()
        told = address.input_value()
        sent(phone)
        [event] = Calendar.from_ical(Client().get(told).content).walk("VEVENT")

        assert event.decoded("dtstart").hour == 20
        expect(phone.get_by_role("link", name="Add to my calendar")).to_have_attribute(
            "href", told.replace("http:", "webcal:")
        )

        phone.reload()
        phone.locator("#reminders summary").click()
        expect(phone.get_by_role("button", name="Make a new address")).to_be_visible()
        expect(address).to_be_hidden()
        phone.get_by_role("button", name="Close the address").click()
        expect(phone.get_by_text("The address is closed.")).to_be_visible()
        assert Client().get(told).status_code == 404
