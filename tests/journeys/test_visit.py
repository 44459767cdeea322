"""Sharing the doctor's page: how it looks, as a file and as text, and by links that are made, seen and closed."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from fnmatch import fnmatch
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, Route, expect

from people import tokens
from people.models import CareLink, Opening, ShareLink, User
from people.services import openings, shares
from tests import cast
from tests.journeys.conftest import until
from tests.journeys.test_first_tap import open_screen, sign_in, sign_up
from tests.reports.printed import qr_codes, words_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "**/api/v1/reports/profile.pdf"
WITH_CODE = "**/api/v1/shares/*/profile.pdf"


def asked_of(page: Page, address: str) -> list[Request]:
    """Return the requests to this address as they come; the server answers them."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if fnmatch(request.url, address) else None)
    return asked


def answered(page: Page, address: str, **answer: Any) -> list[Request]:
    """Answer what is asked of this address, and return the requests as they come."""
    asked: list[Request] = []

    def answer_it(route: Route) -> None:
        asked.append(route.request)
        name = route.request.headers.get("twitch-request", "")  # comes back with the answer, as from our server
        route.fulfill(**{"headers": {"Twitch-Request": name}, **answer})

    page.route(address, answer_it)
    return asked


# A slow network: links are asked for before it is known whose diary this is, and answered after.
LATE_TO_KNOW = """{
  const asked = globalThis.fetch;
  globalThis.fetch = async (...told) => {
    const { pathname } = new URL(told[0], location.href);
    const lateMs = { "/api/v1/account/": 1_500, "/api/v1/openings/": 1_500 }[pathname] ?? 0;
    await new Promise((later) => setTimeout(later, lateMs));
    return asked(...told);
  };
}"""


def open_links(page: Page) -> None:
    open_screen(page, "For my doctor")
    page.locator("#shares summary").click()
    expect(page.get_by_role("button", name="Make the link")).to_be_visible()


def make_link(page: Page, label: str = "Dr Müller") -> str:
    """Make a link and return the address that is shown."""
    page.get_by_label("Whom it is for").fill(label)
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("Here is the link.")).to_be_visible()
    return page.get_by_label("Shown only now").input_value()


def days_shown(page: Page) -> int:
    """Return how many days stand between From and To, both included."""
    first, last = (page.get_by_label(name, exact=True).input_value() for name in ("From", "To"))
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def ana_with_link(label: str = "Dr Müller") -> ShareLink:
    ana, now = User.objects.filter(username="ana").first() or cast.ana(), timezone.now()
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    return shares.give(diary=ana.diary, first=first, last=last, by=ana, now=now, label=label)[0]


class TestOptions:
    def test_stand_in_the_address_that_is_looked_at(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_text("How the page looks").click()
        expect(phone.get_by_label("Language of the page")).to_have_value("en")
        phone.get_by_label("Language of the page").select_option("繁體中文")
        phone.get_by_label("Paper").select_option("Letter (US)")
        phone.get_by_label("Large print").check()
        phone.get_by_label("Add every face check").check()
        look = phone.get_by_role("link", name="Look at the page")
        expect(look).to_have_attribute("href", re.compile("checks=true"))
        asked = parse_qs(urlsplit(str(look.get_attribute("href"))).query)

        assert asked == {"lang": ["zh-Hant"], "paper": ["letter"], "large": ["true"], "checks": ["true"]}

    def test_that_are_usual_give_the_usual_page(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "For my doctor")
        address = str(phone.get_by_role("link", name="Look at the page").get_attribute("href"))

        assert parse_qs(urlsplit(address).query) == {"lang": ["en"], "paper": ["a4"]}
        assert phone.request.get(address).headers["content-type"] == "application/pdf"


class TestDays:
    def test_are_shown_from_the_start_and_follow_the_chips(self, phone: Page) -> None:
        sign_up(phone)
        open_screen(phone, "For my doctor")
        assert days_shown(phone) == 90
        for days in (30, 180, 90):
            phone.get_by_role("button", name=f"{days} days").click()
            assert days_shown(phone) == days


class TestPage:
    def test_is_saved_by_a_request_whose_address_says_nothing(self, phone: Page) -> None:
        asked = asked_of(phone, PAGE)
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_role("button", name="30 days").click()
        phone.get_by_text("How the page looks").click()
        phone.get_by_label("Add the full log").check()
        with phone.expect_download() as download:
            phone.get_by_role("button", name="Save as PDF").click()
        expect(phone.get_by_text("The page is made.")).to_be_visible()
        body = json.loads(str(asked[0].post_data))

        assert "Every entry of these days" in words_of(download.value.path().read_bytes())
        assert re.fullmatch(r"twitch-profile-\d{4}-\d\d-\d\d\.pdf", download.value.suggested_filename)
        assert (date.fromisoformat(body["last"]) - date.fromisoformat(body["first"])).days == 29
        assert body | {"first": "", "last": ""} == {"first": "", "last": "", "lang": "en", "paper": "a4", "log": True}
        assert asked[0].headers["x-csrftoken"]

    def test_that_could_not_be_made_says_so(self, phone: Page) -> None:
        answered(phone, PAGE, status=503, content_type="application/problem+json", body="{}")
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_role("button", name="Save as PDF").click()

        expect(phone.get_by_text("The page could not be made just now.")).to_be_visible()

    def test_goes_as_a_file_to_whom_the_person_chooses(self, phone: Page) -> None:
        phone.add_init_script(
            """navigator.canShare = () => true;
            navigator.share = async ({ files: [file] }) => { window.sent = [file.name, file.size]; };"""
        )
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_role("button", name="Share it").click()
        name, size = until(lambda: phone.evaluate("window.sent"), "the file in other hands", page=phone)

        assert name.startswith("twitch-profile-")
        assert size > 10_000

    def test_is_copied_as_text(self, phone: Page) -> None:
        phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
        asked = asked_of(phone, "*/api/v1/reports/profile.txt[?]*")
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_role("button", name="Copy as text").click()
        expect(phone.get_by_text("The text is copied.")).to_be_visible()

        assert str(phone.evaluate("navigator.clipboard.readText()")).startswith("Twitch Profile. ")
        assert parse_qs(urlsplit(asked[0].url).query) == {"lang": ["en"]}

    def test_that_cannot_be_copied_says_so(self, phone: Page) -> None:
        answered(phone, "**/api/v1/reports/profile.txt?*", status=503, body="")
        sign_up(phone)
        open_screen(phone, "For my doctor")
        phone.get_by_role("button", name="Copy as text").click()

        expect(phone.get_by_text("The text could not be copied from here.")).to_be_visible()


class TestLink:
    def test_is_made_as_it_was_asked_for_and_opens_with_its_token_only(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        phone.get_by_label("What it shows").select_option("The page and the full log")
        phone.get_by_label("Days until it closes").fill("30")
        phone.get_by_label("PIN, if you want one").fill("2468")
        address = make_link(phone)
        link = ShareLink.objects.get()

        assert re.fullmatch(r"https?://[^/]+/share/#[\w-]{22,}", address)
        assert link.token_hash == tokens.hashed(address.partition("#")[2])
        assert (link.label, link.scope, bool(link.pin_hash)) == ("Dr Müller", CareLink.Scope.PROFILE_AND_LOG, True)
        assert link.expires_at - link.made_at == timedelta(days=30)
        assert (link.last - link.first).days == 89
        expect(phone.locator("#shares .links li")).to_contain_text(
            re.compile("Dr Müller · .* · The page and the full log · open until .* · with a PIN")
        )

    def test_shows_the_days_that_were_chosen_and_none_that_are_no_period(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        phone.get_by_label("From").fill("2026-03-01")
        phone.get_by_label("To", exact=True).fill("")
        expect(phone.locator("#shares form")).to_contain_text("Choose both days: the first before the last")
        phone.get_by_role("button", name="Make the link").click()
        expect(phone.locator("#shares .fold-said")).to_contain_text("Choose both days")
        expect(phone.locator("#shares .fold-said")).to_be_in_viewport()
        phone.get_by_label("To", exact=True).fill("2026-03-31")
        expect(phone.locator("#shares")).to_contain_text("A new link shows 1 Mar 2026 to 31 Mar 2026")
        expect(phone.locator("#shares .fold-said")).to_have_text("")
        make_link(phone)
        link = ShareLink.objects.get()

        assert (link.first, link.last) == (date(2026, 3, 1), date(2026, 3, 31))

    def test_that_may_not_have_been_made_says_so_in_sight(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        phone.route("**/api/v1/shares/", lambda route: route.abort())
        make = phone.get_by_role("button", name="Make the link")
        make.scroll_into_view_if_needed()
        make.click()

        expect(phone.get_by_text("No answer came: it is not known whether it was done.")).to_be_in_viewport(ratio=1)

    def test_is_not_made_with_a_pin_or_days_that_cannot_be(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        for field, wrong, right in (("PIN, if you want one", "12a", ""), ("Days until it closes", "91", "90")):
            phone.get_by_label(field).fill(wrong)
            phone.get_by_role("button", name="Make the link").click()
            assert phone.evaluate("document.activeElement.matches(':invalid')")
            phone.get_by_label(field).fill(right)
        assert not ShareLink.objects.exists()
        make_link(phone)

        assert ShareLink.objects.get().pin_hash == ""

    def test_is_copied_and_sent(self, phone: Page) -> None:
        phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
        phone.add_init_script("navigator.share = async ({ url }) => { window.sent = url; };")
        sign_up(phone)
        open_links(phone)
        address = make_link(phone)
        expect(phone.get_by_label("Shown only now")).to_be_focused()
        phone.get_by_role("button", name="Copy", exact=True).click()
        expect(phone.get_by_text("It is copied.")).to_be_visible()
        phone.get_by_role("button", name="Send it").click()

        assert phone.evaluate("navigator.clipboard.readText()") == address
        assert phone.evaluate("window.sent") == address

    def test_comes_as_a_code_on_the_page(self, phone: Page) -> None:
        asked = asked_of(phone, WITH_CODE)
        sign_up(phone)
        open_links(phone)
        address = make_link(phone)
        with phone.expect_download() as download:
            phone.get_by_role("button", name="Page with QR code").click()
        expect(phone.get_by_text("The page is made.")).to_be_visible()

        assert qr_codes(download.value.path().read_bytes()) == [address]
        assert asked[0].method == "POST"
        assert urlsplit(asked[0].url).path == f"/api/v1/shares/{ShareLink.objects.get().pk}/profile.pdf"
        assert asked[0].post_data_json == {"token": address.partition("#")[2], "lang": "en", "paper": "a4"}

    def test_on_the_page_is_in_large_print_too_and_its_file_is_named_by_the_days_of_the_link(self, phone: Page) -> None:
        asked = asked_of(phone, WITH_CODE)
        sign_up(phone)
        open_links(phone)
        phone.get_by_label("From").fill("2026-03-01")
        phone.get_by_label("To", exact=True).fill("2026-03-31")
        make_link(phone)
        phone.get_by_role("button", name="30 days").click()
        phone.get_by_text("How the page looks").click()
        phone.get_by_label("Large print").check()
        with phone.expect_download() as download:
            phone.get_by_role("button", name="Page with QR code").click()

        assert download.value.suggested_filename == "twitch-profile-2026-03-31.pdf"
        assert (asked[0].post_data_json or {}).get("large") is True

    def test_is_gone_when_the_screen_is_left_and_nothing_of_it_stays_on_the_phone(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        token = make_link(phone).partition("#")[2]
        phone.get_by_role("button", name="Back").locator("visible=true").click()
        expect(phone.get_by_role("button", name="Twitch now")).to_be_visible()
        expect(phone.locator("#shares .feed")).to_have_value("")
        open_links(phone)

        expect(phone.locator("#shares .links li")).to_have_count(1)
        expect(phone.get_by_label("Shown only now")).to_be_hidden()
        assert token not in phone.evaluate(EVERYTHING_KEPT)

    def test_is_gone_when_somebody_else_is_there(self, phone: Page) -> None:
        sign_up(phone)
        open_links(phone)
        make_link(phone)
        eve = {"diary": "0197a000-0000-7000-8000-00000000000e", "username": "eve", "name": "Eve", "epoch": 1}
        answered(phone, "**/api/v1/account/", json=eve)
        other = json.dumps({"code": "other_diary", "status": 409, "title": "", "detail": ""})
        answered(phone, "**/api/v1/sync/**", status=409, content_type="application/problem+json", body=other)
        phone.evaluate("document.dispatchEvent(new CustomEvent('log-episode', { detail: { tapMs: 1_000 } }))")
        expect(phone.get_by_role("alert")).to_contain_text("Nothing is mixed")

        expect(phone.locator("#shares .feed")).to_have_value("")

    def test_is_closed_at_once(self, phone: Page) -> None:
        link = ana_with_link()
        sign_in(phone, "ana")
        open_links(phone)
        expect(phone.locator("#shares .links li")).to_contain_text("Dr Müller · 1 Jan 2026 to 31 Jan 2026 · open until")
        phone.get_by_role("button", name="Close the link for Dr Müller").click()
        expect(phone.get_by_text("The link is closed.")).to_be_visible()
        expect(phone.locator("#shares .links li")).to_have_count(0)
        link.refresh_from_db()

        assert link.revoked_at is not None

    def test_needs_the_network_and_says_so(self, phone: Page) -> None:
        ana_with_link()
        sign_in(phone, "ana")
        open_links(phone)
        address = make_link(phone, "")
        phone.context.set_offline(True)

        expect(phone.get_by_text("Links need a connection")).to_be_visible()
        expect(phone.get_by_role("button", name="Make the link")).to_be_hidden()
        expect(phone.get_by_label("Shown only now")).to_have_value(address)

        phone.context.set_offline(False)
        expect(phone.get_by_role("button", name="Close this link")).to_be_visible()
        expect(phone.get_by_label("Shown only now")).to_have_value(address)

    def test_is_listed_however_late_the_phone_learns_whose_diary_it_is(self, phone: Page) -> None:
        ana_with_link()
        phone.add_init_script(LATE_TO_KNOW)
        sign_in(phone, "ana")
        open_links(phone)

        expect(phone.locator("#shares .links li")).to_contain_text("Dr Müller", timeout=15_000)

    def test_is_not_hidden_behind_nobody_but_you(self, phone: Page) -> None:
        ana_with_link()
        sign_in(phone, "ana")
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()

        expect(phone.get_by_text("No practice. 1 link is open, under “For my doctor”.")).to_be_visible()

    def test_is_told_beside_a_practice_that_may_read_too(self, phone: Page) -> None:
        link, closed = ana_with_link(), ana_with_link("Dr Wu")
        ShareLink.objects.filter(pk=closed.pk).update(pin_failures=ShareLink.PIN_FAILURES_MAX)
        cast.dr_lin()
        cast.consent(link.diary, now=timezone.now())
        sign_in(phone, "ana")
        open_screen(phone, "Settings")
        phone.get_by_text("Who may read my diary").click()

        expect(phone.locator("#sharing .links")).to_contain_text("Lin Neurology may read it since")
        expect(phone.locator("#sharing .fold-said")).to_have_text("1 link is open, under “For my doctor”.")


def test_who_opened_it_by_which_link_is_listed(phone: Page) -> None:
    named, nameless, now = ana_with_link(), ana_with_link(""), timezone.now()
    for link, what in ((nameless, Opening.What.PROFILE_PDF), (named, Opening.What.PROFILE)):
        openings.log(diary=link.diary, by=link, what=what, now=now)
    sign_in(phone, "ana")
    open_links(phone)
    opened = [
        re.compile(who) for who in ("^By the link “Dr Müller”: the page, ", "^By a link without a name: the PDF, ")
    ]

    expect(phone.locator("#shares .openings li")).to_have_text(opened)


# Everything that this browser keeps for the diary, as text.
EVERYTHING_KEPT = """async () => {
  const answer = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const kept = [{ ...localStorage }, { ...sessionStorage }, location.href, document.documentElement.outerHTML];
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name));
    for (const store of db.objectStoreNames) kept.push(await answer(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  for (const name of await caches.keys())
    kept.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
  return JSON.stringify(kept);
}"""
