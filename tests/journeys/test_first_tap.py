"""One tap reaches the doctor's page: the whole house, crossed once in a real browser."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from diary.models import Day, Episode, Version
from people.models import Opening, User
from tests import cast
from tests.journeys.conftest import at_work, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_up(page: Page, username: str = "mei") -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Start my diary").click()
    expect(page.locator(".tap")).to_be_visible()
    sent(page)


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sent(page: Page) -> None:
    expect(page.locator("#sending")).to_have_text(re.compile("All sent|全部已傳送"), timeout=20_000)


def open_screen(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def works_offline(page: Page) -> None:
    """Wait until the service worker keeps the shell and stands before the page."""
    until(
        lambda: page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"),
        "a service worker in charge",
    )


def pdf_text(page: Page, address: str) -> str:
    response = page.request.get(address)
    assert response.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.body())
    assert len(document) == 2  # the page and its back
    return str(document[0].get_textpage().get_text_range())


class TestOneTap:
    def test_offline_reload_online_reaches_the_doctors_page_once(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Twitch now").click()
        expect(phone.get_by_role("status").filter(has_text="Saved on this phone")).to_be_visible()
        phone.reload()
        expect(phone.locator(".entries li")).to_have_count(1)
        assert Episode.objects.count() == 0

        phone.context.set_offline(False)
        until(Episode.objects.exists, "the entry on the server")
        sent(phone)
        phone.reload()
        sent(phone)
        entry = Episode.objects.get()
        assert (entry.sites, entry.entry_mode, Version.objects.count()) == ([], "live", 1)

        phone.get_by_role("button", name="Say where").click()
        phone.get_by_label("lower eyelid, your right").click()
        phone.get_by_role("button", name=re.compile("^Done")).click()
        until(lambda: Episode.objects.get().sites, "the place on the server")
        assert Episode.objects.get().sites == [{"site": "lid_lower", "side": "right"}]

        open_screen(phone, "For my doctor")
        text = pdf_text(phone, str(phone.get_by_role("link", name="Look at the page").get_attribute("href")))
        assert "Twitch Profile" in text
        assert re.search(r"1\s+of 1 days? answered", text)
        assert "mei" in text

    def test_no_twitching_today_is_an_answer_and_can_be_taken_back(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="No twitching today").click()
        until(lambda: Day.objects.filter(state="none").exists(), "the answer on the server")
        phone.get_by_role("button", name="Undo").click()
        until(lambda: Day.objects.filter(state="unknown").exists(), "the answer taken back")

    def test_an_undone_tap_is_gone(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="Twitch now").click()
        until(Episode.objects.exists, "the entry on the server")
        sent(phone)
        phone.get_by_role("button", name="Undo").click()
        until(lambda: Episode.objects.filter(deleted_at=None).count() == 0, "the tombstone")

    def test_a_lost_answer_makes_no_second_entry(self, phone: Page) -> None:
        sign_up(phone)
        lost: list[int] = []

        def lose_the_first(route: Any) -> None:
            if not lost:
                lost.append(route.fetch().status)
                route.abort("connectionreset")
            else:
                route.continue_()

        phone.context.route("**/api/v1/sync/push/", lose_the_first)
        phone.get_by_role("button", name="Twitch now").click()
        until(lambda: lost, "the first answer lost", page=phone)
        sent(phone)

        assert lost == [200]
        assert Episode.objects.count() == 1
        assert Version.objects.count() == 1


class TestOtherTaps:
    def test_a_long_press_says_that_the_eye_was_forced_shut(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="Twitch now").click(delay=900)
        expect(phone.get_by_text("Eye forced shut. Saved on this phone. First today.")).to_be_visible()
        until(lambda: Episode.objects.filter(intensity=3).exists(), "the entry on the server")

        assert Episode.objects.count() == 1

    def test_a_quarter_of_an_hour_ago_is_one_tap(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="15 min ago").click()
        until(Episode.objects.exists, "the entry on the server")
        episode = Episode.objects.get()

        assert timedelta(minutes=14) < episode.recorded_at - episode.started_at < timedelta(minutes=16)
        assert episode.entry_mode == "live"

    def test_it_stopped_says_how_long_it_was(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="Twitch now").click()
        phone.wait_for_timeout(1_200)
        phone.get_by_role("button", name="It stopped").click()
        until(lambda: Episode.objects.filter(duration_s__in=(1, 2, 3)).exists(), "the length on the server")
        expect(phone.get_by_role("button", name="It stopped")).to_be_hidden()

    def test_on_and_off_all_day_is_a_state_of_the_day(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="On and off all day").click()
        until(lambda: Day.objects.filter(state="twitched", burden="on_and_off").exists(), "the day on the server")

        assert not Episode.objects.exists()
        phone.get_by_role("button", name="Undo").click()
        until(lambda: Day.objects.filter(state="unknown", burden=None).exists(), "the day as it was")


def installed(phone: Page) -> None:
    """Let the page believe that it was opened from the home screen."""
    phone.add_init_script(
        "const asked = matchMedia; matchMedia = (query) => /standalone/.test(query) ? { matches: true } : asked(query)"
    )


class TestShortcuts:
    def test_twitch_now_logs_once_and_not_again_when_the_page_is_loaded_anew(self, phone: Page) -> None:
        sign_up(phone)
        installed(phone)
        phone.goto("about:blank")
        phone.goto("/#now")
        expect(phone.locator(".entries li")).to_have_count(1)
        assert phone.url.endswith("/")
        phone.reload()
        until(Episode.objects.exists, "the entry on the server")
        sent(phone)
        expect(phone.locator(".entries li")).to_have_count(1)

        assert Episode.objects.count() == 1

    def test_none_today_answers_the_day(self, phone: Page) -> None:
        sign_up(phone)
        installed(phone)
        phone.goto("about:blank")
        phone.goto("/#none")
        until(lambda: Day.objects.filter(state="none").exists(), "the answer on the server")

    def test_a_link_in_a_browser_writes_nothing(self, phone: Page) -> None:
        sign_up(phone)
        for asked in ("/#now", "/#none"):
            phone.goto("about:blank")
            phone.goto(asked)
            expect(phone.get_by_role("button", name="Twitch now")).to_be_enabled()
            phone.wait_for_timeout(500)

        assert not Episode.objects.exists()
        assert not Day.objects.exists()


class TestConsent:
    @pytest.mark.long
    def test_opens_the_same_page_to_the_clinic_and_closes_it_at_once(self, phone: Page, desk: Any) -> None:
        doctor = cast.dr_lin()
        sign_up(phone)
        phone.get_by_role("button", name="Twitch now").click()
        until(Episode.objects.exists, "the entry on the server")
        mei = User.objects.get(username="mei")
        address = f"/clinic/diaries/{mei.diary.reference}/"
        clinic = desk()
        at_work(clinic, doctor)
        expect(clinic.get_by_text("No diary is open to this practice")).to_be_visible()
        assert clinic.goto(address).status == 404

        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()
        phone.get_by_label("Code of the practice").fill("linn euro")
        phone.get_by_role("button", name="Open my diary to this practice").click()
        expect(phone.get_by_text("Your diary is open to Lin Neurology.")).to_be_visible()

        clinic.goto("/clinic/")
        clinic.get_by_role("link", name="mei").click()
        clinic.get_by_role("link", name="The whole page").click()
        expect(clinic.get_by_role("heading", name="mei", exact=True)).to_be_visible()
        clinic.get_by_text("As it is printed").click()
        picture = clinic.locator("img.sheet")
        until(lambda: picture.evaluate("img => img.complete && img.naturalWidth > 0"), "the page as a picture")
        theirs = clinic.request.get(str(clinic.get_by_role("link", name="Open the PDF").get_attribute("href"))).body()
        assert theirs == phone.request.get("/api/v1/reports/profile.pdf").body()
        assert [line.what for line in Opening.objects.order_by("number")] == ["profile", "profile", "profile_pdf"]

        phone.reload()
        phone.get_by_text("Who may read my diary").click()
        expect(phone.get_by_text("Dr Lin, Lin Neurology: the PDF")).to_be_visible()
        phone.get_by_role("button", name="Close it to Lin Neurology").click()
        expect(phone.get_by_text("Your diary is closed to Lin Neurology.")).to_be_visible()
        assert clinic.reload().status == 404
        assert clinic.request.get(address + "profile.pdf").status == 404

    def test_a_code_of_nobody_is_said_in_words(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()
        phone.get_by_label("Code of the practice").fill("NOBODY22")
        phone.get_by_role("button", name="Open my diary to this practice").click()

        expect(phone.get_by_text("No practice has this code")).to_be_visible()
        expect(phone.get_by_label("Code of the practice")).to_have_value("NOBODY22")


class TestTheSamePhone:
    def test_a_second_person_never_gets_the_first_ones_queue(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Twitch now").click()
        expect(phone.locator("#sending")).not_to_have_text("All sent")
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        cast.eve()
        sign_in(phone, "eve")
        expect(phone.get_by_text("mei").first).to_be_visible()

        assert Episode.objects.count() == 0
        for screen in ("day", "check"):
            phone.goto(f"/#{screen}")
            expect(phone.get_by_role("button", name="Sign in as mei")).to_be_visible()
            expect(phone.locator(f"#{screen}")).to_be_hidden()

    def test_signing_out_by_the_page_clears_the_phone_too_and_warns_first(self, phone: Page) -> None:
        sign_up(phone)
        phone.context.route("**/api/v1/sync/push/", lambda route: route.abort())
        phone.get_by_role("button", name="Twitch now").click()
        expect(phone.get_by_text("1 waits on this phone")).to_be_visible()
        phone.goto("/accounts/logout/")
        phone.get_by_role("button", name="Sign out").click()
        expect(phone.get_by_text("1 entry waits on this phone and would be lost.")).to_be_visible()
        phone.get_by_role("button", name="Sign out anyway").click()
        expect(phone.get_by_label("Password")).to_be_visible()
        left = phone.evaluate("indexedDB.databases().then((all) => all.length) && caches.keys()")

        assert left == []

    def test_signing_out_where_the_diary_cannot_be_read_says_that_it_would_stay(self, phone: Page) -> None:
        sign_up(phone)
        phone.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('broken', 'UnknownError'); }")
        phone.goto("/accounts/logout/")
        phone.get_by_role("button", name="Sign out").click()
        expect(phone.get_by_text("cannot be read just now. Signing out would leave it here.")).to_be_visible()
        phone.get_by_role("button", name="Sign out anyway").click()

        expect(phone.get_by_label("Password")).to_be_visible()

    def test_nobody_is_signed_out_before_the_page_can_look_at_the_phone(self, phone: Page) -> None:
        sign_up(phone)
        phone.context.route("**/phone/leaving*.js", lambda route: route.abort())
        phone.goto("/accounts/logout/")

        expect(phone.get_by_role("button", name="Sign out")).to_be_disabled()

    def test_another_tab_forgets_whom_the_first_one_trusted(self, phone: Page) -> None:
        cast.dr_lin()
        cast.eve()
        sign_up(phone)
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()
        phone.get_by_label("Code of the practice").fill("LINNEURO")
        phone.get_by_role("button", name="Open my diary to this practice").click()
        expect(phone.get_by_text("Lin Neurology may read it")).to_be_visible()
        other = phone.context.new_page()
        other.goto("/")
        sent(other)
        open_screen(other, "Settings")
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_label("Password")).to_be_visible()
        expect(phone.get_by_text("Lin Neurology")).to_have_count(0)
        sign_in(other, "eve")
        sent(other)
        phone.bring_to_front()
        phone.goto("/")
        open_screen(phone, "Settings")
        expect(phone.get_by_text("Diary of eve")).to_be_visible()

        expect(phone.get_by_text("Lin Neurology")).to_have_count(0)


def test_a_delete_far_down_the_list_shows_its_undo_there(phone: Page) -> None:
    sign_up(phone)
    for _ in range(8):
        phone.get_by_role("button", name="Twitch now").click()
        phone.wait_for_timeout(350)  # a bounce is one tap
    expect(phone.locator(".entries li")).to_have_count(8)
    phone.locator(".bin").last.click()
    expect(phone.locator(".entries li")).to_have_count(7)
    undo = phone.get_by_role("button", name="Undo")

    expect(undo).to_be_in_viewport()
    undo.click()
    expect(phone.locator(".entries li")).to_have_count(8)


def test_nothing_is_asked_of_anybody_else(phone: Page, live_server: Any) -> None:
    asked: set[str] = set()
    phone.context.on("request", lambda request: asked.add(request.url))
    sign_up(phone)
    phone.get_by_role("button", name="Twitch now").click()
    phone.get_by_role("button", name="Say where").click()
    phone.wait_for_timeout(500)

    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    assert json.dumps(sorted(asked)).count("lid_lower") == 0  # nothing of the diary in an address
