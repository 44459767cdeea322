"""Days on which something goes wrong, each in a real browser: nothing that was tapped is lost, doubled or mixed up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from diary.models import Episode, Version
from people.models import Device
from tests import cast
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import sent, sign_in, sign_up, works_offline
from tests.journeys.test_screens import tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAPS = """(count) => {
  for (let n = 0; n < count; n++)
    document.dispatchEvent(new CustomEvent("log-episode", { detail: { tapMs: n * 1000 } }));
}"""

# What a browser does when its storage is full: the write fails, and takes its transaction with it.
FULL = """{
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...told) {
    if (!globalThis.full) return put.apply(this, told);
    this.transaction.abort();
    throw new DOMException("", "QuotaExceededError");
  };
}"""


def server_is_down(route: Route) -> None:
    route.fulfill(status=503, content_type="text/html", body="<h1>Service Unavailable</h1>")


def waiting(phone: Page, count: int) -> None:
    words = f"{count} waits on this phone" if count == 1 else f"{count} wait on this phone"
    expect(phone.locator("#sending")).to_have_text(words, timeout=60_000)


def test_the_server_is_down_for_a_day(phone: Page) -> None:
    phone.clock.install()
    sign_up(phone)
    phone.context.route("**/api/**", server_is_down)
    tap(phone, 2)
    waiting(phone, 2)
    phone.clock.fast_forward("24:00:00")
    waiting(phone, 2)
    phone.context.unroute("**/api/**", server_is_down)
    phone.clock.fast_forward("00:06:00")  # no wait between two tries is longer than five minutes
    until(lambda: Episode.objects.count() == 2, "both entries on the server", page=phone)
    sent(phone)

    assert Version.objects.count() == 2


@pytest.mark.parametrize("count", [120, pytest.param(500, marks=pytest.mark.long)])
def test_hundreds_of_entries_wait_and_are_sent(phone: Page, count: int) -> None:
    sign_up(phone)
    works_offline(phone)
    phone.context.set_offline(True)
    phone.evaluate(TAPS, count)
    waiting(phone, count)
    phone.reload()
    waiting(phone, count)
    phone.context.set_offline(False)
    until(lambda: Episode.objects.count() == count, "all of them on the server", seconds=60, page=phone)
    sent(phone)

    assert Version.objects.count() == count
    expect(phone.locator(".entries li")).to_have_count(count)


def test_the_storage_is_full(phone: Page) -> None:
    phone.add_init_script(FULL)
    sign_up(phone)
    tap(phone)
    until(Episode.objects.exists, "the first entry on the server")
    sent(phone)
    phone.wait_for_timeout(350)  # a bounce is one tap
    phone.evaluate("globalThis.full = true")
    phone.get_by_role("button", name="Twitch now").click()
    expect(phone.get_by_role("alert")).to_contain_text("could not be saved: this phone's storage may be full")
    expect(phone.locator(".entries li")).to_have_count(1)
    phone.evaluate("globalThis.full = false")
    phone.get_by_role("button", name="Twitch now").click()
    expect(phone.locator(".entries li")).to_have_count(2)
    expect(phone.get_by_role("alert")).to_be_hidden()
    until(lambda: Episode.objects.count() == 2, "the second entry on the server")


def test_the_session_ends_while_entries_wait(phone: Page) -> None:
    sign_up(phone)
    works_offline(phone)
    phone.context.set_offline(True)
    tap(phone, 3)
    Device.objects.all().delete()
    phone.context.set_offline(False)
    expect(phone.get_by_text("You are signed out. Logging goes on")).to_be_visible()
    phone.wait_for_timeout(350)  # a bounce is one tap
    phone.get_by_role("button", name="Twitch now").click()
    expect(phone.locator(".entries li")).to_have_count(4)
    phone.get_by_role("link", name="Sign in again").click()
    sign_in(phone, "mei")
    until(lambda: Episode.objects.count() == 4, "all four on the server", page=phone)
    sent(phone)
    expect(phone.locator(".entries li")).to_have_count(4)


def test_two_tabs_are_one_diary(phone: Page) -> None:
    sign_up(phone)
    other = phone.context.new_page()
    other.goto("/")
    expect(other.get_by_role("button", name="Twitch now")).to_be_enabled()
    for number in range(3):
        phone.get_by_role("button", name="Twitch now").click()
        other.get_by_role("button", name="Twitch now").click()
        phone.wait_for_timeout(350)  # a bounce is one tap
        expect(phone.locator(".entries li")).to_have_count(2 * number + 2)
        expect(other.locator(".entries li")).to_have_count(2 * number + 2)
    until(lambda: Episode.objects.count() == 6, "each entry once on the server")
    sent(phone)
    sent(other)

    assert Version.objects.count() == 6


def test_the_app_is_updated_while_entries_wait(phone: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(phone)
    works_offline(phone)
    phone.context.route("**/api/v1/sync/**", server_is_down)
    tap(phone, 2)
    monkeypatch.setattr("phone.views.version_of", lambda files: "newer")
    phone.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    newest = "caches.keys().then((names) => names.length === 1 && names[0] === 'twitch-diary-newer')"
    until(lambda: phone.evaluate(newest), "the newer version in charge", page=phone)
    phone.reload()
    expect(phone.locator(".entries li")).to_have_count(2)
    phone.goto("/#settings")  # a screen that the older version had not opened
    expect(phone.get_by_role("heading", name="Settings")).to_be_visible()
    phone.context.unroute("**/api/v1/sync/**", server_is_down)
    phone.goto("/")
    until(lambda: Episode.objects.count() == 2, "both entries on the server", page=phone)


def test_the_clock_is_wrong_by_a_day_and_what_is_refused_blocks_nobody(phone: Page) -> None:
    phone.clock.install()
    sign_up(phone)
    phone.clock.set_system_time(timezone.now() + timedelta(days=1))
    phone.get_by_role("button", name="Twitch now").click()
    expect(phone.locator(".entries .attention")).to_contain_text(
        "This time has not come yet. Is the phone's clock right?"
    )
    assert not Episode.objects.exists()
    phone.clock.set_system_time(timezone.now())
    phone.reload()
    phone.get_by_role("button", name="Twitch now").click()
    until(Episode.objects.exists, "the entry behind it on the server", page=phone)
    expect(phone.locator("#sending")).to_have_text("1 needs attention")
    phone.goto("/#history")
    expect(phone.locator(".unsent li")).to_contain_text("This time has not come yet")

    assert Episode.objects.get().started_at <= timezone.now()


def test_another_person_signs_in_while_entries_wait(phone: Page) -> None:
    cast.eve()
    sign_up(phone)
    works_offline(phone)
    phone.context.set_offline(True)
    tap(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    sign_in(phone, "eve")
    expect(phone.get_by_role("button", name="Sign in as mei")).to_be_visible()
    for screen in ("", "day", "check", "history", "trends", "treatments", "visit", "settings", "start"):
        phone.goto(f"/#{screen}")
        expect(phone.get_by_role("button", name="Sign in as mei")).to_be_visible()
        expect(phone.locator(".entries li").locator("visible=true")).to_have_count(0)
    phone.goto("/")
    expect(phone.get_by_role("button", name="Sign in as mei")).to_be_visible()
    phone.get_by_role("button", name="Sign in as mei").click()
    phone.wait_for_url("**/accounts/login/")
    sign_in(phone, "mei")
    until(Episode.objects.exists, "the entry of the first person", page=phone)

    assert Episode.objects.get().diary.owner.username == "mei"
