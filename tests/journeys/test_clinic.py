"""The clinic in a real browser: from an invitation to "seen" on the phone, by keyboard alone, and what ends at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.models import PanelLine, Review
from diary.services import checks, events, facts, questions
from people import second_factor
from people.models import CareLink, Member, User
from people.services import care_links, practices
from reports import refresh
from tests import cast
from tests.journeys.conftest import at_work, until
from tests.journeys.test_accessibility import complaints
from tests.journeys.test_first_tap import open_screen, sign_in, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


SCRIPT: Final = "</script><img src=x onerror=t=1>"
RED: Final = {"swallow_saliva": {"value": "yes"}}  # a rule calls it an emergency


def patient(name: str, *, red: bool = True) -> User:
    """Return a diarist of Dr Lin's practice, with a check that a rule calls an emergency."""
    user, now = cast.person(name.lower(), name), timezone.now()
    if red:
        said = {
            "performed_at": now - timedelta(hours=1),
            "time_zone": "UTC",
            "answers": {"swallow_saliva": {"value": "yes"}},
        }
        facts.record(kind=checks.KIND, diary=user.diary, key=uuid4(), fields=said, by=user, now=now)
    cast.consent(user.diary, now=now)
    return user


def treated(user: User, name: str) -> None:
    now = timezone.now()
    told = {"kind": "medication", "action": "start", "name": name, "on": now.date() - timedelta(days=9)}
    facts.record(kind=events.KIND, diary=user.diary, key=uuid4(), fields=told, by=user, now=now)


def lane(page: Page, number: int) -> Any:
    return page.locator(f".lane-{number}").first


class TestFromInvitationToSeen:
    def test_the_diarist_reads_who_has_seen_it(self, phone: Page, desk: Callable[[], Page]) -> None:
        owner = cast.dr_lin()
        lin, wu = desk(), desk()
        at_work(lin, owner)
        lin.get_by_role("link", name="Lin Neurology").first.click()
        lin.get_by_label("For whom").fill("Dr Wu")
        lin.get_by_role("button", name="Make a link").click()
        link = lin.get_by_label("Link").input_value()

        self.joins(wu, link)
        sign_up(phone)
        self.consents(phone)
        mei = User.objects.get(username="mei")
        said = {"performed_at": timezone.now(), "time_zone": "UTC", "answers": RED}
        facts.record(kind=checks.KIND, diary=mei.diary, key=uuid4(), fields=said, by=mei, now=timezone.now())
        refresh.refresh(mei.diary, now=timezone.now())
        wu.goto("/clinic/")
        expect(lane(wu, 1)).to_contain_text("mei")
        wu.get_by_role("link", name="mei").click()
        wu.get_by_role("button", name="Reviewed").click()
        expect(wu.locator("#drawer")).to_contain_text("Undo")

        phone.goto("/")
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()
        expect(phone.locator("#sharing .openings li").first).to_contain_text("Dr Wu, Lin Neurology: seen,")
        wu.get_by_role("button", name="Ask for a face check").click()
        expect(wu.get_by_text("Signed: asked for a face check.")).to_be_visible()
        phone.goto("/")
        expect(phone.get_by_role("link", name="Face check")).to_contain_text("Dr Wu asks for a face check")
        open_screen(phone, "For my doctor")
        phone.locator(".noticed summary").first.click()
        expect(phone.locator(".noticed .flag").first).to_contain_text("Seen by Dr Wu on")

    def joins(self, page: Page, link: str) -> None:
        """Make an account, join by the link, and set up an app as second factor on the way."""
        cast.person("wu", "Dr Wu")
        page.goto(link)
        expect(page.get_by_label("Your invitation")).not_to_have_value("")
        assert "#" not in page.url
        page.get_by_role("button", name="Join").click()
        page.get_by_label("User name").fill("wu")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_label("Your invitation")).not_to_have_value("")  # kept while signing in
        page.get_by_role("button", name="Join").click()
        page.get_by_role("link", name="Set up an app").click()
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        secret = page.get_by_label("Authenticator secret").input_value()
        expect(page.locator("img.qr")).to_be_visible()
        page.get_by_label("Authenticator code").fill(second_factor.digits_of(secret))
        page.get_by_role("button", name="Activate").click()
        expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()

    def consents(self, page: Page) -> None:
        open_screen(page, "Settings")
        page.get_by_text("Who may read my diary").click()
        page.get_by_label("Code of the practice").fill("LINNEURO")
        page.get_by_label("What it shows").first.select_option("profile_and_log")
        page.locator("select[name=days]").select_option("90")
        page.get_by_role("button", name="Open my diary to this practice").click()
        expect(page.get_by_text("Your diary is open to Lin Neurology.")).to_be_visible()
        link = CareLink.objects.get()
        assert link.scope == "profile_and_log"
        assert link.until is not None
        assert abs(link.until - timezone.now() - timedelta(days=90)) < timedelta(minutes=5)


class TestAtOnce:
    def test_a_pause_closes_the_page_that_is_open(self, phone: Page, desk: Callable[[], Page]) -> None:
        doctor = cast.dr_lin()
        patient("Ana")
        page = desk()
        at_work(page, doctor)
        page.get_by_role("link", name="Ana").click()
        expect(page.get_by_role("button", name="Reviewed")).to_be_visible()

        sign_in(phone, "ana")
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()
        phone.get_by_role("button", name="Pause").click()
        expect(phone.get_by_text("Paused: Lin Neurology cannot read it.")).to_be_visible()

        with page.expect_response(re.compile("/reviews/")) as answer:
            page.get_by_role("button", name="Reviewed").click()
        assert answer.value.status == 404
        assert not Review.objects.exists()
        page.goto("/clinic/")
        expect(page.get_by_text("No diary is open to this practice.")).to_be_visible()

        phone.get_by_role("button", name="Open it again").click()
        expect(phone.get_by_text("Lin Neurology may read it since")).to_be_visible()
        page.reload()
        expect(page.get_by_role("link", name="Ana")).to_be_visible()

    def test_revoking_empties_a_page_that_comes_back(self, desk: Callable[[], Page]) -> None:
        doctor, ana = cast.dr_lin(), patient("Ana")
        page = desk()
        at_work(page, doctor)
        page.goto(f"/clinic/diaries/{ana.diary.reference}/")
        expect(page.get_by_role("heading", name="Ana", exact=True)).to_be_visible()
        care_links.revoke(diary=ana.diary, id=CareLink.objects.get().pk, by=ana, now=timezone.now())
        page.goto("/clinic/")
        page.go_back()

        expect(page.get_by_text("Nothing is open here")).to_be_visible()
        expect(page.get_by_text("Ana")).to_have_count(0)


class TestTwoClinicians:
    def test_the_second_is_told_and_nothing_is_overwritten(self, desk: Callable[[], Page]) -> None:
        first, ana = cast.dr_lin(), patient("Ana")
        second = cast.clinician("wu", "Dr Wu")
        practices.join(practice=cast.practice(), user=second, role=Member.Role.CLINICIAN, now=timezone.now())
        pages = [desk(), desk()]
        for page, user in zip(pages, (first, second), strict=True):
            at_work(page, user)
            page.get_by_role("link", name="Ana").click()
            expect(page.get_by_role("button", name="Reviewed")).to_be_visible()
        pages[0].get_by_role("button", name="Reviewed").click()
        expect(pages[0].locator("#drawer")).to_contain_text("Undo")
        pages[1].get_by_role("button", name="Reviewed").click()

        expect(pages[1].get_by_role("alert")).to_contain_text("signed")
        assert [one.by for one in Review.objects.filter(diary=ana.diary)] == [first]


class TestKeyboard:
    def test_ten_patients_are_reviewed_without_a_mouse(self, desk: Callable[[], Page]) -> None:
        doctor = cast.dr_lin()
        for number in range(10):
            patient(f"Patient{number}")
        page = desk()
        at_work(page, doctor)
        for number in range(10):
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            expect(page.locator("#drawer h2")).to_be_focused()
            page.keyboard.press("r")
            until(lambda wanted=number + 1: Review.objects.count() == wanted, "the signature", page=page)  # type: ignore[misc]
            expect(page.locator("tr.done")).to_have_count(number + 1)
            page.keyboard.press("Escape")
            expect(page.locator("tr.chosen a")).to_be_focused()
        page.reload()

        expect(lane(page, 1)).to_contain_text("Nobody now.")
        assert {line.lane for line in PanelLine.objects.all()} == {6}

    def test_u_takes_it_back_and_slash_searches(self, desk: Callable[[], Page]) -> None:
        doctor = cast.dr_lin()
        patient("Ana")
        patient("Boris")
        page = desk()
        at_work(page, doctor)
        page.keyboard.press("j")
        page.keyboard.press("r")  # opens it first: nobody signs what was not shown
        expect(page.get_by_role("button", name="Reviewed")).to_be_visible()
        assert not Review.objects.exists()
        page.keyboard.press("r")
        expect(page.locator("#drawer")).to_contain_text("Undo")
        page.keyboard.press("u")
        expect(page.locator("#drawer")).to_contain_text("taken back")
        expect(page.locator("tr.done")).to_have_count(0)
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("bor")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Boris")).to_be_visible()
        expect(page.get_by_role("link", name="Ana")).to_have_count(0)
        assert "bor" not in page.url
        page.reload()
        expect(page.get_by_role("link", name="Ana")).to_have_count(0)  # a filter stays until it is taken away
        page.get_by_role("button", name="Show all").click()
        expect(page.get_by_role("link", name="Ana")).to_be_visible()

    def test_r_signs_what_the_chosen_row_shows_or_nothing(self, desk: Callable[[], Page]) -> None:
        doctor = cast.dr_lin()
        people = {name: patient(name) for name in ("Ana", "Boris")}
        page = desk()
        at_work(page, doctor)
        first, second = page.locator("tr[data-row] a").all_inner_texts()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.locator("#drawer h2")).to_have_text(first)
        page.keyboard.press("j")
        expect(page.locator("#drawer")).to_be_hidden()  # it showed another diary than the row that is chosen now
        expect(page.get_by_role("link", name=second)).to_be_focused()
        page.keyboard.press("r")
        expect(page.locator("#drawer h2")).to_have_text(second)
        page.keyboard.press("r")
        expect(page.get_by_text("Signed: reviewed.")).to_be_visible()
        expect(page.locator("tr.done .why")).not_to_contain_text("U7")

        assert Review.objects.get().diary == people[second].diary


class TestThePageOfADiary:
    def test_its_chart_moves_by_keyboard_and_says_where_it_is(self, desk: Callable[[], Page]) -> None:
        doctor, ana = cast.dr_lin(), patient("Ana", red=False)
        for days in range(0, 120, 2):
            cast.twitch(ana.diary, timezone.now() - timedelta(days=days, hours=1))
        page = desk()
        at_work(page, doctor)
        page.goto(f"/clinic/diaries/{ana.diary.reference}/")
        shown, charts = page.locator("[data-shown]"), page.locator("[data-chart] canvas")
        expect(charts).to_have_count(2)
        whole, drawn = shown.inner_text(), charts.first.screenshot()
        page.get_by_role("button", name="Closer").focus()
        page.keyboard.press("Enter")
        expect(shown).not_to_have_text(whole)
        assert charts.first.screenshot() != drawn
        page.get_by_role("button", name="Earlier").click()
        page.get_by_role("button", name="All").click()
        expect(shown).to_have_text(whole)

        box = charts.last.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 200, box["y"] + 60)
        expect(shown).to_contain_text("days answered")
        page.mouse.down()
        page.mouse.move(box["x"] + 500, box["y"] + 60)
        page.mouse.up()
        expect(shown).to_contain_text(" to ")
        assert shown.inner_text() != whole

    def test_names_and_words_of_any_kind_stay_words(self, desk: Callable[[], Page]) -> None:
        doctor = cast.dr_lin()
        ana = patient(SCRIPT)
        treated(ana, SCRIPT)
        for days in range(30):
            cast.twitch(ana.diary, timezone.now() - timedelta(days=days, hours=1))
        asked = {"questions": [SCRIPT]}
        facts.record(kind=questions.KIND, diary=ana.diary, key=ana.diary.pk, fields=asked, by=ana, now=timezone.now())
        page = desk()
        at_work(page, doctor)
        page.locator("[data-row] a").click()
        note = page.get_by_label("Note, or why it is not actionable")
        note.fill(SCRIPT)
        page.get_by_role("button", name="Write the note").click()
        expect(page.locator(".signed")).to_contain_text(SCRIPT)
        page.get_by_text("Looked after by, tags").click()
        page.get_by_label("Tags").fill("<svg onload=t=1>")
        page.get_by_role("button", name="Keep").click()
        expect(page.get_by_label("Tags")).to_have_value("<svg onload=t=1>")
        for address in ("/clinic/", f"/clinic/diaries/{ana.diary.reference}/", "/clinic/practice/"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("typeof t") == "undefined", address
            assert page.locator("main svg[onload], main img[onerror]").count() == 0, address


class TestPasskey:
    def test_is_a_second_factor_at_set_up_and_at_the_next_sign_in(self, desk: Callable[[], Page]) -> None:
        cast.dr_lin()
        practices.join(practice=cast.practice(), user=cast.person("new"), now=timezone.now())
        patient("Ana")
        page = desk()
        keys = page.context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        a_key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        a_key |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": a_key})
        sign_in(page, "new")
        page.get_by_role("link", name="Set up a passkey").click()
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        assert complaints(page) == []
        page.get_by_label("Name").fill("This desk")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
        page.goto("/clinic/")
        expect(page.get_by_role("link", name="Ana")).to_be_visible()

        page.context.clear_cookies()
        sign_in(page, "new")
        page.get_by_role("button", name="Use a security key").click()
        expect(page.get_by_role("link", name="Ana")).to_be_visible()
        page.get_by_role("link", name="Ana").click()
        expect(page.get_by_role("button", name="Reviewed")).to_be_visible()


class TestAccessible:
    def test_by_axe_in_light_and_dark(self, desk: Callable[[], Page]) -> None:
        doctor, ana = cast.dr_lin(), patient("Ana")
        patient("Boris", red=False)
        for days in range(40):
            cast.twitch(ana.diary, timezone.now() - timedelta(days=days, hours=1))
        treated(ana, "Clonazepam")
        page = desk()
        at_work(page, doctor)
        assert complaints(page) == []
        page.get_by_role("link", name="Ana").click()
        expect(page.get_by_role("button", name="Reviewed")).to_be_visible()
        page.get_by_label("Note, or why it is not actionable").fill("Rang.")
        page.get_by_role("button", name="Write the note").click()
        expect(page.locator(".signed")).to_contain_text("Rang.")
        assert complaints(page) == []
        for address in (f"/clinic/diaries/{ana.diary.reference}/", "/clinic/practice/", "/clinic/join/"):
            page.goto(address)
            assert complaints(page) == []
        page.goto(f"/clinic/diaries/{ana.diary.reference}/")
        expect(page.get_by_role("heading", name="All weeks")).to_be_visible()
        expect(page.get_by_role("heading", name="Before and after a treatment")).to_be_visible()

    def test_by_axe_on_the_pages_of_the_second_factor(self, desk: Callable[[], Page]) -> None:
        cast.dr_lin()
        newcomer = cast.person("new")
        practices.join(practice=cast.practice(), user=newcomer, now=timezone.now())
        page = desk()
        sign_in(page, "new")
        expect(page.get_by_role("heading", name="One more thing before a diary opens")).to_be_visible()
        assert complaints(page) == []
        page.get_by_role("link", name="Set up an app").click()
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        expect(page.locator("img.qr")).to_be_visible()
        assert complaints(page) == []

    @pytest.mark.parametrize("width", [320, *(pytest.param(width, marks=pytest.mark.long) for width in (412, 834))])
    def test_nothing_is_cut_at_twice_the_size_of_letters(self, desk: Callable[[], Page], width: int) -> None:
        doctor = cast.dr_lin()
        patient("Ana-Katharina Wolkenstein-Trostburg")
        page = desk()
        at_work(page, doctor)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="Ana-Katharina").click()
        expect(page.get_by_role("button", name="Reviewed")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("#drawer").evaluate("drawer => drawer.scrollWidth <= drawer.clientWidth")
