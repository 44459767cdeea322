"""A doctor without an account opens a link: the address bar stays clean, the page is read, and closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import CareLink, Opening, ShareLink, User
from people.services import openings, shares
from tests import cast
from tests.journeys.test_accessibility import complaints
from tests.journeys.test_first_tap import open_screen, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIN = "2468"


@pytest.fixture
def given() -> tuple[User, ShareLink, str]:
    """Ana, whose eyelid twitches every day, with her link for Dr Müller and its token."""
    ana, now = cast.ana(), timezone.now()
    for days in range(40):
        at = now - timedelta(days=days, hours=1)
        cast.twitch(ana.diary, at, sites=[{"site": "lid_lower", "side": "right"}], recorded_at=at)
    last = (now - timedelta(days=1)).date()
    link, token = shares.give(
        diary=ana.diary, by=ana, now=now, first=last - timedelta(days=27), last=last, pin=PIN, label="Dr Müller"
    )
    return ana, link, token


def asked_for(page: Page) -> list[str]:
    """Return every address that the page will have asked for, as they are sent, with the referrers."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.headers.get('referer', '')}"))
    return sent


def see_the_figures(page: Page) -> None:
    pictures = page.locator("figure img")
    expect(pictures).to_have_count(5)
    for number in range(4):
        expect(pictures.nth(number)).to_have_js_property("complete", value=True)
        assert pictures.nth(number).evaluate("img => img.naturalWidth") > 0


def type_the_pin(page: Page, pin: str) -> None:
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Open the page").click()


def test_from_the_link_to_the_page_until_it_is_closed(phone: Page, given: Any) -> None:
    ana, link, token = given
    sent = asked_for(phone)
    phone.goto(f"/share/#{token}")
    expect(phone.get_by_role("heading", name="This page asks for a PIN")).to_be_visible()
    assert urlsplit(phone.url).fragment == ""
    assert complaints(phone) == []
    type_the_pin(phone, "0000")
    expect(phone.get_by_role("alert")).to_contain_text("This PIN is not right")
    assert complaints(phone) == []

    type_the_pin(phone, PIN)
    expect(phone.get_by_role("heading", name="Ana Nováková", level=1)).to_be_visible()
    assert urlsplit(phone.url)[2:] == ("/share/profile/", "", "")
    expect(phone.get_by_text("28 of 28 days answered")).to_be_visible()
    see_the_figures(phone)
    phone.get_by_text("The numbers: Weeks").click()
    expect(phone.get_by_role("rowheader").filter(has_text=" to ").first).to_be_visible()
    assert complaints(phone) == []

    printed = phone.request.get(str(phone.get_by_role("link", name="Open the PDF").get_attribute("href")))
    assert printed.headers["content-type"] == "application/pdf"
    assert "Ana" in pypdfium2.PdfDocument(printed.body())[0].get_textpage().get_text_range()
    lines = Opening.objects.order_by("number")
    assert [(line.what, line.share_link) for line in lines] == [("profile", link), ("profile_pdf", link)]

    shares.revoke(diary=ana.diary, id=link.pk, by=ana, now=timezone.now())
    answer = phone.reload()
    assert answer is not None
    assert answer.status == 404
    expect(phone.get_by_role("heading", name="There is nothing here")).to_be_visible()
    assert complaints(phone) == []
    assert not [one for one in sent if token in one]
    assert phone.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])") == "[[],[]]"


def test_a_page_that_back_brings_from_memory_looks_again(phone: Page, given: Any) -> None:
    ana, link, token = given
    phone.goto(f"/share/#{token}")
    type_the_pin(phone, PIN)
    expect(phone.get_by_role("heading", name="Ana Nováková", level=1)).to_be_visible()
    shares.revoke(diary=ana.diary, id=link.pk, by=ana, now=timezone.now())
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert phone.locator("body").is_hidden()
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    expect(phone.get_by_role("heading", name="There is nothing here")).to_be_visible()
    expect(phone.get_by_text("Ana")).to_have_count(0)


def test_going_back_leads_to_an_empty_field(phone: Page, given: Any) -> None:
    ana, link, _ = given
    _, token = shares.give(diary=ana.diary, by=ana, now=timezone.now(), first=link.first, last=link.last)
    phone.goto("/share/")
    phone.get_by_label("Link, or the code at its end").fill(token)
    phone.get_by_role("button", name="Open the page").click()
    expect(phone.get_by_role("heading", name="Ana Nováková")).to_be_visible()
    phone.go_back()

    expect(phone.get_by_label("Link, or the code at its end")).to_be_visible()
    assert phone.get_by_label("Link, or the code at its end").input_value() == ""


def test_a_link_pasted_over_the_address_opens_and_stays_in_no_history(phone: Page, given: Any) -> None:
    _, _, token = given
    phone.goto("/share/")
    assert complaints(phone) == []
    phone.evaluate("token => { location.hash = token }", token)
    expect(phone.get_by_role("heading", name="This page asks for a PIN")).to_be_visible()
    phone.go_back()

    expect(phone.get_by_label("Link, or the code at its end")).to_be_visible()
    assert urlsplit(phone.url).fragment == ""


def test_without_scripts_the_link_is_pasted(browser: Any, live_server: Any, given: Any) -> None:
    _, _, token = given
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/share/")
    page.get_by_label("Link, or the code at its end").fill(f"{live_server.url}/share/#{token}")
    page.get_by_role("button", name="Open the page").click()
    type_the_pin(page, PIN)

    expect(page.get_by_role("heading", name="Ana Nováková")).to_be_visible()
    context.close()


@pytest.mark.long
def test_read_at_a_desk_in_chinese(browser: Any, live_server: Any, given: Any) -> None:
    _, _, token = given
    context = browser.new_context(
        base_url=live_server.url, locale="zh-TW", viewport={"width": 1280, "height": 900}, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(f"/share/#{token}")
    page.get_by_label("PIN 碼").fill(PIN)
    page.get_by_role("button", name="開啟頁面").click()

    expect(page.get_by_role("link", name="開啟 PDF")).to_be_visible()
    see_the_figures(page)
    assert complaints(page) == []
    context.close()


@pytest.mark.parametrize("letters", ["100%", "200%"])
def test_nothing_scrolls_sideways_at_320_pixels(phone: Page, given: Any, letters: str) -> None:
    _, _, token = given
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(f"/share/#{token}")
    type_the_pin(phone, PIN)
    see_the_figures(phone)
    phone.evaluate("letters => { document.documentElement.style.fontSize = letters }", letters)
    phone.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_entries_are_read_whole_on_a_phone(phone: Page, given: Any) -> None:
    ana, link, _ = given
    scope, days = CareLink.Scope.PROFILE_AND_LOG, {"first": link.first, "last": link.last}
    _, token = shares.give(diary=ana.diary, by=ana, now=timezone.now(), scope=scope, **days)
    phone.goto(f"/share/#{token}")
    phone.get_by_text("The entries").click()
    expect(phone.get_by_role("cell", name="as it happened").first).to_be_in_viewport(ratio=1)

    assert phone.locator("table.six").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    assert complaints(phone) == []


def test_the_diarist_reads_on_the_phone_by_which_link_it_was_opened(phone: Page, given: Any) -> None:
    ana, link, _ = given
    openings.log(diary=ana.diary, by=link, what=Opening.What.PROFILE, now=timezone.now())
    sign_in(phone, "ana")
    open_screen(phone, "Settings")
    phone.get_by_text("Who may read my diary").click()

    expect(phone.get_by_text("By the link “Dr Müller”: the page")).to_be_visible()


def test_another_sites_form_opens_nothing(desk: Callable[[], Page], given: Any, live_server: Any) -> None:
    _, _, token = given
    page = desk()
    page.goto("/share/")  # so that there is a cookie to be sent
    form = f'<form method="post" action="{live_server.url}/share/open/"><input name="link" value="{token}"></form>'
    page.goto(f"data:text/html,{form}<script>document.forms[0].submit()</script>".replace("#", "%23"))

    expect(page.get_by_role("heading", name="This is not allowed")).to_be_visible()
    assert Opening.objects.count() == 0
