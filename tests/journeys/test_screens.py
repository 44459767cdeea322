"""The other screens of the phone: each thing that is touched is stored, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from diary.models import Baseline, Conflict, Day, Episode, Event, Questions, Settings, Version
from diary.services import days, episodes, facts, settings
from people.models import Device, User
from tests import cast
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import open_screen, sent, sign_in, sign_up, works_offline

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IS_KEPT = """(name) => new Promise((done) => {
  indexedDB.open("twitch-diary").onsuccess = ({ target: { result: db } }) => {
    db.transaction("kept").objectStore("kept").get(name).onsuccess = ({ target: { result } }) => {
      db.close();
      done(result !== undefined);
    };
  };
})"""


def tap(phone: Page, times: int = 1) -> None:
    for number in range(times):
        if number:
            phone.wait_for_timeout(350)  # a bounce is one tap
        phone.get_by_role("button", name="Twitch now").click()
    expect(phone.locator(".entries li")).to_have_count(times)


def pressed(phone: Page, name: str) -> None:
    """Tap a chip and see that it stays pressed."""
    chip = phone.get_by_role("button", name=name, exact=True).locator("visible=true")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")


class TestDetails:
    def test_of_a_twitch_are_all_optional_and_stored_one_by_one(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        phone.get_by_role("button", name="Details").click()
        pressed(phone, "3 to 10 s")
        pressed(phone, "a ripple under the skin")
        pressed(phone, "tightness")
        pressed(phone, "cramp")
        until(lambda: Episode.objects.filter(sensations=["tightness", "cramp"]).exists(), "the details on the server")
        phone.get_by_label("Note").fill("while reading")
        phone.get_by_label("Caffeine so far").fill("120")
        phone.get_by_label("Caffeine so far").blur()
        until(lambda: Episode.objects.filter(note="while reading", caffeine_mg=120).exists(), "the note on the server")
        entry = Episode.objects.get()

        assert (entry.duration_s, entry.rhythm) == (5, "ripple")
        assert (entry.intensity, entry.during, entry.suppressible, entry.stress, entry.sites) == (None,) * 4 + ([],)

    def test_the_same_length_again_takes_it_back_and_all_day_is_a_state_of_the_day(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        phone.get_by_role("button", name="Details").click()
        pressed(phone, "1 to 3 s")
        until(lambda: Episode.objects.filter(duration_s=2).exists(), "the length on the server")
        phone.get_by_role("button", name="1 to 3 s").click()
        until(lambda: Episode.objects.filter(duration_s=None).exists(), "no length on the server")
        pressed(phone, "All day")
        until(lambda: Day.objects.filter(state="twitched", burden="continuous").exists(), "the day on the server")

        assert Episode.objects.get().duration_s is None

    def test_another_time_is_kept_and_one_that_has_not_come_is_not(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        until(Episode.objects.exists, "the entry on the server")
        before = Episode.objects.get().started_at
        phone.get_by_role("button", name="Details").click()
        when = phone.get_by_label("When", exact=True)
        expect(when).not_to_have_value("")
        shown = datetime.fromisoformat(when.input_value())
        when.fill((shown + timedelta(days=1)).isoformat(timespec="minutes"))
        when.blur()
        expect(when).to_have_value(shown.isoformat(timespec="minutes"))
        when.fill((shown - timedelta(hours=3)).isoformat(timespec="minutes"))
        when.blur()
        until(lambda: Episode.objects.get().started_at < before - timedelta(hours=2), "the other time on the server")

        assert Episode.objects.get().entry_mode != "live"

    def test_a_note_is_kept_while_it_is_typed(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        phone.get_by_role("button", name="Details").click()
        phone.get_by_label("Note").click()  # waits until it is there; typing alone does not
        phone.get_by_label("Note").press_sequentially("at the screen")
        expect(phone.get_by_label("Note")).to_have_value("at the screen")
        until(lambda: Episode.objects.filter(note="at the screen").exists(), "the note, without leaving the field")
        expect(phone.get_by_label("Note")).to_be_focused()

    def test_a_note_that_is_too_long_says_so_and_is_not_cut(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        phone.get_by_role("button", name="Details").click()
        phone.get_by_label("Note").fill("a" * 2_001)
        expect(phone.get_by_text("1 characters too many: not saved")).to_be_visible()
        phone.get_by_label("Note").blur()
        expect(phone.get_by_label("Note")).to_have_value("a" * 2_001)
        phone.get_by_label("Note").fill("😀" * 2_000)
        phone.get_by_label("Note").blur()
        until(lambda: Episode.objects.filter(note="😀" * 2_000).exists(), "two thousand emoji on the server")


class TestPlaces:
    def test_one_tap_gives_the_usual_place_to_all_that_have_none(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone, 3)
        expect(phone.locator(".unplaced")).to_be_hidden()  # nobody knows yet what is usual
        phone.get_by_role("button", name="Say where").first.click()
        phone.get_by_label("lower eyelid, your right").click()
        phone.get_by_role("button", name="Done").click()
        expect(phone.get_by_text("2 need a place.")).to_be_visible()
        phone.get_by_role("button", name="All as usual: lower eyelid, your right").click()
        expect(phone.locator(".unplaced")).to_be_hidden()
        place = [{"site": "lid_lower", "side": "right"}]
        until(lambda: Episode.objects.filter(sites=place).count() == 3, "three places on the server")
        phone.get_by_role("button", name="Undo").click()
        until(lambda: Episode.objects.filter(sites=[]).count() == 2, "two without a place again")


class TestHistory:
    def test_shows_the_three_states_of_days(self, phone: Page) -> None:
        ana = cast.ana()
        now = timezone.now().astimezone(ZoneInfo(cast.ZONE))  # late in the evening UTC has another day
        cast.twitch(ana.diary, now - timedelta(days=2))
        yesterday = (now - timedelta(days=1)).date()
        facts.record(kind=days.KIND, diary=ana.diary, key=yesterday, fields={"state": "none"}, by=ana, now=now)
        sign_in(phone, "ana")
        sent(phone)
        open_screen(phone, "History")
        day = lambda back: phone.locator(f"[data-day='{(now - timedelta(days=back)).date()}']")  # noqa: E731
        if not day(2).count():
            phone.get_by_role("button", name="The month before").click()
        expect(day(2)).to_have_attribute("aria-label", re.compile(": twitched, 1 logged"))
        if day(1).count():
            expect(day(1)).to_have_attribute("aria-label", re.compile(": no twitching"))
        if day(4).count():
            expect(day(4)).to_have_attribute("aria-label", re.compile(": not answered"))

    def test_a_twitch_can_be_added_deleted_and_brought_back(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "History")
        phone.get_by_role("button", name="The month before").click()
        phone.locator(".cell").nth(9).click()
        phone.get_by_role("button", name="Add a twitch on this day").click()
        expect(phone.get_by_role("heading", name="About this twitch")).to_be_visible()
        until(lambda: Episode.objects.filter(time_precision="day").exists(), "the entry on the server")
        sent(phone)
        phone.get_by_role("button", name="Back").locator("visible=true").click()
        row = phone.locator(".listed li")
        expect(row).to_have_text(re.compile("at some time"))
        row.get_by_role("button", name="Delete").click()
        expect(row).to_have_count(0)
        until(lambda: Episode.objects.filter(deleted_at=None).count() == 0, "the tombstone")
        expect(phone.get_by_text("Deleted in the last 30 days")).to_be_visible()
        phone.get_by_role("button", name="Bring back").click()
        expect(row).to_have_count(1)
        until(lambda: Episode.objects.filter(deleted_at=None).count() == 1, "the entry again")

        assert Episode.objects.get().started_at.day == 10

    def test_says_what_waits(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.set_offline(True)
        tap(phone)
        open_screen(phone, "History")

        expect(phone.locator(".unsent li")).to_have_text("A twitch: waits on this phone")

    @pytest.mark.parametrize(
        ("button", "kept"),
        [
            ("Keep both", ["mine", "theirs"]),
            pytest.param("Keep the last", ["mine"], marks=pytest.mark.long),
            pytest.param("Keep the one before", ["theirs"], marks=pytest.mark.long),
        ],
    )
    def test_two_phones_that_differ_are_shown_side_by_side(self, phone: Page, button: str, kept: list[str]) -> None:
        sign_up(phone)
        works_offline(phone)
        tap(phone)
        until(Episode.objects.exists, "the entry on the server")
        sent(phone)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Details").click()
        phone.get_by_label("Note").fill("mine")
        phone.get_by_label("Note").blur()
        expect(phone.locator("#details .sheet-said")).to_have_text("Saved on this phone.")
        mei = User.objects.get(username="mei")
        entry, theirs = Episode.objects.get(), {"note": "theirs"}
        facts.amend(kind=episodes.KIND, diary=mei.diary, key=entry.id, fields=theirs, by=mei, now=timezone.now())
        phone.context.set_offline(False)
        until(Conflict.objects.exists, "the conflict", page=phone)
        phone.goto("/#history")
        expect(phone.locator(".conflict td")).to_have_text(["mine", "theirs"])
        phone.get_by_role("button", name=button, exact=True).click()
        expect(phone.locator(".conflict")).to_have_count(0)
        expect(phone.get_by_text("Settled. Nothing was lost")).to_be_visible()

        assert sorted(Episode.objects.filter(deleted_at=None).values_list("note", flat=True)) == kept
        assert {version.document.count("theirs") for version in Version.objects.all()} >= {1}


class TestTrends:
    def test_are_drawn_told_and_kept_for_days_without_a_network(self, phone: Page) -> None:
        ana = cast.ana()
        now = timezone.now()
        for days_ago in range(30):
            cast.twitch(ana.diary, now - timedelta(days=days_ago, minutes=5))
        sign_in(phone, "ana")
        sent(phone)
        works_offline(phone)
        open_screen(phone, "Trends")
        pictures = phone.locator(".figure img")
        expect(pictures).to_have_count(5, timeout=15_000)  # the first of a server's drawings imports what draws them
        seen = "(images) => images.every((image) => image.complete && image.naturalWidth > 0)"
        until(lambda: pictures.evaluate_all(seen), "the drawings", page=phone)
        expect(phone.locator(".figure figcaption").first).to_contain_text("weeks with at least 4 answered days")
        phone.locator(".figure summary").first.click()
        expect(phone.locator(".figure tbody tr").first).to_be_visible()
        phone.context.set_offline(True)
        phone.reload()
        expect(pictures).to_have_count(5)
        until(lambda: pictures.evaluate_all(seen), "the drawings that were kept", page=phone)

    def test_are_whatever_the_server_draws(self, phone: Page) -> None:
        names = ["weeks", "cycles", "factors", "effects", "one of a later version"]
        figure = {"sentence": "What it shows.", "header": ["Week", "Days"], "rows": [["1", "2"]]}
        svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 2'><path d='M0 0h4'/></svg>"

        def add_figures(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(
                response=answer,
                json=answer.json() | {"figures": [figure | {"name": one, "title": one} for one in names]},
            )

        phone.route("**/api/v1/reports/summary/*", add_figures)
        phone.route("**/reports/figures/*", lambda route: route.fulfill(content_type="image/svg+xml", body=svg))
        sign_up(phone)
        works_offline(phone)
        open_screen(phone, "Trends")
        expect(phone.locator(".figure h2")).to_have_text(names)
        phone.unroute_all()
        phone.context.set_offline(True)
        phone.reload()
        expect(phone.locator(".figure h2")).to_have_text(names)

    def test_need_the_network_once(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.set_offline(True)
        open_screen(phone, "Trends")
        expect(phone.get_by_text("this needs a connection once")).to_be_visible()


class TestTreatments:
    def test_an_injection_is_written_down_with_its_places(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Treatments")
        pressed(phone, "botulinum toxin injection")
        phone.get_by_label("On", exact=True).fill("2026-05-04")
        phone.get_by_label("Dose").fill("12.5")
        phone.get_by_label("Unit").fill("U")
        phone.get_by_role("button", name="Save").click()
        until(Event.objects.exists, "the event on the server")
        phone.get_by_role("button", name="Say where").locator("visible=true").click()
        expect(phone.get_by_role("heading", name="Where was it done?")).to_be_visible()
        phone.get_by_label("lower eyelid, your left").click()
        place = [{"site": "lid_lower", "side": "left"}]
        until(lambda: Event.objects.filter(sites=place).exists(), "the place on the server")
        event = Event.objects.get()

        assert (event.kind, event.action, str(event.on)) == ("toxin", "single", "2026-05-04")
        assert (event.dose, event.unit) == (Decimal("12.5"), "U")

    def test_an_untouched_form_or_a_trembling_finger_stores_nothing(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Treatments")
        phone.get_by_role("button", name="Save").click()
        expect(phone.get_by_role("alert").locator("visible=true")).to_have_text("Please say first what it was.")
        pressed(phone, "medication")
        phone.get_by_label("Dose").fill("5")
        pressed(phone, "supplement")
        pressed(phone, "visit")
        phone.get_by_role("button", name="Save").dblclick()
        until(Event.objects.exists, "the event on the server")
        sent(phone)
        event = Event.objects.get()

        assert (event.kind, event.dose, event.unit) == ("visit", None, "")

    def test_a_deleted_one_comes_back(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Treatments")
        pressed(phone, "visit")
        phone.get_by_role("button", name="Save").click()
        expect(phone.locator(".events li")).to_have_count(1)
        phone.get_by_role("button", name="Delete").click()
        expect(phone.locator(".events li")).to_have_count(0)
        phone.get_by_role("button", name="Undo").locator("visible=true").click()
        expect(phone.locator(".events li")).to_have_count(1)

    def test_what_is_wrong_is_said_before_anything_is_stored(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Treatments")
        pressed(phone, "therapy")
        phone.get_by_label("On", exact=True).fill("2026-05-04")
        phone.get_by_label("Until").fill("2026-05-01")
        phone.get_by_label("Name, or what for").fill("physiotherapy")
        phone.get_by_role("button", name="Save").click()
        expect(phone.get_by_role("alert").locator("visible=true")).to_contain_text("an end after its beginning")
        expect(phone.get_by_label("Name, or what for")).to_have_value("physiotherapy")
        phone.get_by_label("Until").fill("2026-06-01")
        phone.get_by_role("button", name="Save").click()
        until(lambda: Event.objects.filter(name="physiotherapy", action="start").exists(), "the event on the server")
        phone.get_by_role("button", name="Change").click()
        phone.get_by_label("Name, or what for").fill("speech therapy")
        phone.wait_for_timeout(350)  # a bounce is one tap
        phone.get_by_role("button", name="Save").click()
        until(lambda: Event.objects.filter(name="speech therapy").exists(), "the change on the server")

        assert Event.objects.count() == 1


class TestVisit:
    def test_questions_are_kept_and_the_page_shows_the_period(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_label("Question 1").fill("Should I drink less coffee?")
        phone.get_by_label("Question 2").fill("Is it the old palsy?")
        phone.get_by_label("Question 2").blur()
        asked = ["Should I drink less coffee?", "Is it the old palsy?"]
        until(lambda: Questions.objects.filter(questions=asked).exists(), "the questions on the server")
        pressed(phone, "30 days")
        page = phone.get_by_role("link", name="Look at the page")
        expect(page).to_have_attribute("href", re.compile(r"first=\d{4}-\d\d-\d\d&last=\d{4}-\d\d-\d\d"))
        answer = phone.request.get(str(page.get_attribute("href")))

        assert answer.headers["content-type"] == "application/pdf"
        phone.context.set_offline(True)
        expect(phone.get_by_text("Making the page needs a connection.")).to_be_visible()
        expect(page).to_be_hidden()


class TestNoticed:
    """What the rules over the weeks noticed stands before the questions for the doctor."""

    def spread(self) -> None:
        """Ana's eyelid twitches, and for three days the cheek."""
        ana, now = cast.ana(), timezone.now()
        for days_ago, site in ((20, "lid_lower"), (16, "lid_lower"), (12, "lid_lower"), (3, "cheek"), (1, "cheek")):
            at = now - timedelta(days=days_ago)
            cast.twitch(ana.diary, at, sites=[{"site": site, "side": "right"}])

    def test_is_told_with_what_it_rests_on_and_kept_for_days_without_a_network(self, phone: Page) -> None:
        self.spread()
        sign_in(phone, "ana")
        doctor = phone.locator(".row-link", has_text="For my doctor")
        expect(doctor).to_contain_text("One thing that a doctor should see")
        open_screen(phone, "For my doctor")
        flag = phone.locator(".flag", has_text="The twitching reached another part of the face")
        flag.locator("summary").click()
        expect(flag).to_contain_text("also here: right cheek")
        expect(flag).to_contain_text("Book a doctor within days")
        expect(flag).to_contain_text("It rests on what was recorded on")
        expect(flag).to_contain_text("General published advice, not a diagnosis.")

        works_offline(phone)
        phone.context.set_offline(True)
        phone.reload()
        expect(phone.locator(".flag", has_text="The twitching reached another part of the face")).to_be_visible()
        expect(phone.locator(".noticed")).to_contain_text("As of ")

    def test_of_a_diary_without_any_is_no_all_clear(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "For my doctor")

        expect(phone.locator(".noticed")).to_contain_text("No rule matched. This is not an all-clear.")

    def test_needs_the_network_once(self, phone: Page) -> None:
        sign_up(phone)
        works_offline(phone)
        until(lambda: phone.evaluate(IS_KEPT, "noticed"), "what was noticed", page=phone)  # no answer is on its way
        phone.route("**/api/v1/flags/**", lambda route: route.abort())
        phone.evaluate(
            """() => new Promise((done) => {
                 indexedDB.open("twitch-diary").onsuccess = ({ target: { result: db } }) => {
                   const act = db.transaction("kept", "readwrite");
                   act.objectStore("kept").delete("noticed");
                   act.oncomplete = () => (db.close(), done());
                 };
               })"""
        )
        phone.reload()
        open_screen(phone, "For my doctor")

        expect(phone.locator(".noticed")).to_contain_text("It is looked at when there is a connection.")

    def test_is_not_looked_for_where_the_person_switched_it_off(self, phone: Page) -> None:
        self.spread()
        ana = User.objects.get(username="ana")
        off = {"flags_enabled": False}
        facts.record(kind=settings.KIND, diary=ana.diary, key=ana.diary.pk, fields=off, by=ana, now=timezone.now())
        sign_in(phone, "ana")
        open_screen(phone, "For my doctor")

        expect(phone.locator(".noticed")).to_contain_text("Advice is switched off. This is not an all-clear.")
        expect(phone.locator(".flag")).to_have_count(0)


class TestSettings:
    def test_are_seen_at_once_and_are_there_at_the_next_start(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Settings")
        paper = lambda: phone.evaluate("getComputedStyle(document.body).backgroundColor")  # noqa: E731
        light = paper()
        pressed(phone, "dark")
        assert paper() != light
        pressed(phone, "largest")
        phone.get_by_label("Less motion").check()
        phone.get_by_label("Emergency number").fill("119")
        phone.get_by_label("Emergency number").blur()
        until(
            lambda: Settings.objects.filter(theme="dark", emergency_number="119").exists(), "the settings on the server"
        )
        phone.goto("/")
        expect(phone.locator("html")).to_have_attribute("data-text", "largest")
        expect(phone.locator("html")).to_have_attribute("data-motion", "less")

        assert paper() != light

    def test_the_language_goes_with_the_person(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Settings")
        phone.get_by_role("button", name="繁體中文").click()
        expect(phone.get_by_role("heading", name="設定")).to_be_visible()
        until(lambda: Settings.objects.filter(language="zh-Hant").exists(), "the language on the server")

    def test_a_reply_is_spoken_where_it_was_switched_on(self, phone: Page) -> None:
        phone.add_init_script(
            "window.spoken = []; speechSynthesis.speak = (said) => window.spoken.push([said.text, said.lang])"
        )
        sign_up(phone)
        tap(phone)
        open_screen(phone, "Settings")
        phone.get_by_label("Say aloud that it was saved").click()
        until(lambda: Settings.objects.filter(spoken_reply=True).exists(), "the choice on the server")
        phone.get_by_role("button", name="Back").locator("visible=true").click()
        phone.get_by_role("button", name="Twitch now").click()
        expect(phone.locator(".entries li")).to_have_count(2)

        assert phone.evaluate("window.spoken.at(-1)") == ["Saved on this phone. Second today.", "en"]

    def test_another_device_can_be_signed_out(self, phone: Page, desk: Any) -> None:
        sign_up(phone)
        other = desk()
        sign_in(other, "mei")
        sent(other)
        open_screen(phone, "Settings")
        expect(phone.locator(".devices li")).to_have_count(2)
        phone.locator(".devices").get_by_role("button", name="Sign out").click()
        expect(phone.get_by_text("It is signed out.")).to_be_visible()
        expect(phone.locator(".devices li")).to_have_count(1)

        assert Device.objects.exclude(user=None).count() == 1

    def test_everything_can_be_erased_with_the_password_only(self, phone: Page) -> None:
        sign_up(phone)
        tap(phone)
        until(Episode.objects.exists, "the entry on the server")
        open_screen(phone, "Settings")
        phone.get_by_role("button", name="Erase everything").click()
        phone.get_by_label("Password").fill("not it")
        phone.get_by_role("button", name="Erase everything now").click()
        expect(phone.get_by_role("dialog")).to_contain_text("This is not the password")
        assert Episode.objects.exists()
        phone.get_by_label("Password").fill(cast.PASSWORD)
        phone.get_by_role("button", name="Erase everything now").click()
        expect(phone.get_by_role("button", name="Sign in")).to_be_visible()

        assert not Episode.objects.exists()
        assert not User.objects.filter(username="mei").exists()
        assert phone.evaluate("caches.keys()") == []


class TestLock:
    def passkeys(self, phone: Page) -> None:
        """Give this phone a lock of its own, as its finger or face would open it."""
        browser = phone.context.new_cdp_session(phone)
        browser.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def test_hides_what_was_written_and_never_stands_before_a_tap(self, phone: Page) -> None:
        self.passkeys(phone)
        sign_up(phone)
        tap(phone)
        open_screen(phone, "Settings")
        lock = phone.get_by_label("Lock what I wrote")
        lock.click()
        expect(lock).to_be_checked()
        phone.reload()
        expect(phone.get_by_role("alert")).to_contain_text("Locked.")
        expect(phone.locator("#settings")).to_be_hidden()
        expect(phone.locator(".entries li").locator("visible=true")).to_have_count(0)
        expect(phone.get_by_text("1 today")).to_have_count(0)
        phone.get_by_role("button", name="Twitch now").click()
        expect(phone.get_by_role("status").filter(has_text="Saved on this phone.")).to_have_text("Saved on this phone.")
        until(lambda: Episode.objects.count() == 2, "the entry on the server")
        phone.get_by_role("button", name="Unlock").click()
        expect(phone.get_by_role("heading", name="Settings")).to_be_visible()
        phone.get_by_role("button", name="Back").locator("visible=true").click()
        expect(phone.locator(".entries li").locator("visible=true")).to_have_count(2)

    def test_is_not_offered_where_the_phone_has_none(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "Settings")

        expect(phone.get_by_label("Less motion")).to_be_visible()
        expect(phone.get_by_label("Lock what I wrote")).to_be_hidden()

    def test_stays_closed_when_it_is_not_the_person(self, phone: Page) -> None:
        self.passkeys(phone)
        sign_up(phone)
        open_screen(phone, "Settings")
        phone.get_by_label("Lock what I wrote").click()
        expect(phone.get_by_label("Lock what I wrote")).to_be_checked()
        phone.add_init_script(
            "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
        )
        phone.reload()
        phone.get_by_role("button", name="Unlock").click()
        phone.wait_for_timeout(300)

        expect(phone.get_by_role("alert")).to_contain_text("Locked.")


class TestStart:
    def test_declares_what_is_there_before_any_number_is_seen(self, phone: Page) -> None:
        sign_up(phone)
        open_screen_begin(phone)
        phone.locator("#start .places").click()
        expect(phone.get_by_role("heading", name="What twitches already?")).to_be_visible()
        phone.get_by_label("upper lip, your left").click()
        phone.get_by_role("button", name="Done").locator("visible=true").click()
        pressed(phone, "Coffee or tea")
        phone.get_by_label("Something else").fill("cold wind")
        phone.get_by_label("Something else").blur()
        expect(phone.get_by_role("button", name="cold wind")).to_have_attribute("aria-pressed", "true")
        phone.get_by_role("button", name="Yes, my left").click()
        phone.get_by_label("About when").fill("2019-03-01")
        phone.get_by_role("button", name="Save").locator("visible=true").click()
        until(lambda: Event.objects.filter(kind="palsy", side="left").exists(), "the palsy on the server")
        until(
            lambda: Baseline.objects.filter(suspected_factors=["caffeine", "cold wind"]).exists(),
            "the factors on the server",
        )
        phone.get_by_role("button", name="Start my diary").click()
        expect(phone.get_by_role("button", name="Twitch now")).to_be_visible()

        assert Baseline.objects.get().sites == [{"site": "lip_upper", "side": "left"}]
        expect(phone.get_by_role("link", name="Begin here")).to_be_hidden()

    def test_a_palsy_with_its_date_is_kept_without_a_save_of_its_own(self, phone: Page) -> None:
        sign_up(phone)
        open_screen_begin(phone)
        phone.get_by_role("button", name="Yes, my left").click()
        phone.get_by_label("About when").fill("2019-03-01")
        phone.get_by_role("button", name="Start my diary").click()

        until(lambda: Event.objects.filter(kind="palsy", side="left").exists(), "the palsy on the server")

    def test_a_word_and_the_factor_that_is_tapped_right_after_it_are_both_kept(self, phone: Page) -> None:
        sign_up(phone)
        open_screen_begin(phone)
        phone.get_by_label("Something else").fill("cold wind")
        phone.evaluate(
            """() => {
              document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
              document.querySelector("[data-factor=stress]").click();
            }"""
        )

        until(lambda: Baseline.objects.filter(suspected_factors=["cold wind", "stress"]).exists(), "both on the server")

    def test_a_side_without_a_date_stores_nothing(self, phone: Page) -> None:
        sign_up(phone)
        open_screen_begin(phone)
        phone.get_by_role("button", name="Yes, my left").click()
        phone.get_by_role("button", name="Start my diary").click()
        sent(phone)

        assert not Event.objects.exists()


def open_screen_begin(phone: Page) -> None:
    phone.get_by_role("link", name="Begin here").click()
    expect(phone.get_by_role("heading", name="Before you begin")).to_be_visible()
