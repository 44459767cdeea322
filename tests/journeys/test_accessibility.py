"""Every screen, held against WCAG 2.2 AA by axe-core, in light and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import cast
from tests.journeys.test_first_tap import open_screen, sent, sign_in, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What is left to ask in the dark: the same page in other colours.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def complaints(page: Page) -> list[str]:
    """Return what axe finds wrong on this screen, light and dark."""
    found = []
    asked: list[tuple[Literal["light", "dark"], Any]] = [("light", STANDARD), ("dark", COLOURS)]
    for scheme, options in asked:
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"] for node in violation["nodes"]]
            found.append(f"{scheme} {violation['id']}: {nodes[:3]}")
    return found


def log_and_place(page: Page) -> None:
    sign_up(page)
    page.locator(".tap").click()
    page.locator(".say-where").click()
    expect(page.locator("#where .done")).to_be_visible()


def read_who_may_read(page: Page) -> None:
    sign_up(page)
    open_screen(page, "Settings")
    page.get_by_text("Who may read my diary").click()
    expect(page.get_by_label("Code of the practice")).to_be_visible()


def make_a_link(page: Page) -> None:
    sign_up(page)
    open_screen(page, "For my doctor")
    page.get_by_text("How the page looks").click()
    page.locator("#shares summary").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_label("Shown only now")).to_be_visible()
    expect(page.get_by_role("button", name="Close this link")).to_be_visible()


def make_a_calendar(page: Page) -> None:
    sign_up(page)
    open_screen(page, "Settings")
    page.locator("#reminders summary").click()
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_label("Shown only now")).to_be_visible()


def be_asked_again(page: Page) -> None:
    ana = cast.ana()
    for days_ago in (20, 5, 2):
        at = timezone.now() - timedelta(days=days_ago)
        cast.twitch(ana.diary, at, sites=[{"site": "cheek", "side": "right"}])
    sign_in(page, "ana")
    expect(page.get_by_role("region", name="Asked again")).to_be_visible()


def get_sign_up_wrong(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("User name").fill("mei")
    page.get_by_label("Password").fill("1234")
    page.get_by_role("button", name="Start my diary").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def check(page: Page) -> None:
    sign_up(page)
    page.get_by_role("link", name="Face check").click()
    page.get_by_role("button", name="arm weak").click()


def be_advised(page: Page) -> None:
    check(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def read_advice(page: Page) -> None:
    be_advised(page)
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator("[data-question=arm_weak]").get_by_label("How it began")).to_be_visible()


def say_how_the_day_was(page: Page) -> None:
    sign_up(page)
    page.get_by_role("link", name="How was the day?").click()
    page.get_by_role("button", name="One more: espresso").click()


SCREENS: dict[str, Callable[[Page], Any]] = {
    "sign in": lambda page: page.goto("/accounts/login/"),
    "sign up": lambda page: page.goto("/accounts/signup/"),
    "sign up, refused": get_sign_up_wrong,
    "nothing here": lambda page: page.goto("/nowhere"),
    "now and today": sign_up,
    "where": log_and_place,
    "sharing": read_who_may_read,
    "a link for a doctor": make_a_link,
    "reminders": make_a_calendar,
    "asked again": be_asked_again,
    "advice": be_advised,
    "check": read_advice,
    "day": say_how_the_day_was,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_phone(phone: Page, screen: str) -> None:
    SCREENS[screen](phone)

    assert complaints(phone) == []


def every_screen(page: Page) -> Iterator[str]:
    """Open each screen of the phone in turn, with a twitch and a treatment to show."""
    log_and_place(page)
    where = page.url
    page.goto("/#treatments")
    page.get_by_role("button", name=re.compile("^(Save|儲存)$")).click()
    screens = ("day", "check", "history", "trends", "treatments", "visit", "settings", "start")
    for address in (where, where.replace("where", "details"), "/#", *(f"/#{screen}" for screen in screens)):
        page.goto(address)
        expect(page.get_by_role("heading", level=1).locator("visible=true")).to_be_visible()
        page.wait_for_timeout(300)
        yield address


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_screen_of_the_phone_in_both_languages(phone: Page, language: str) -> None:
    phone.add_init_script(f"localStorage.setItem('language', '{language}')")

    assert {address: found for address in every_screen(phone) if (found := complaints(phone))} == {}


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        pytest.param("zh-Hant", "ltr", marks=pytest.mark.long),
        pytest.param("en", "rtl", marks=pytest.mark.long),
    ],
)
def test_no_screen_scrolls_sideways_at_320_pixels_and_double_letters(
    phone: Page, language: str, direction: str
) -> None:
    phone.add_init_script(f"localStorage.setItem('language', '{language}')")
    phone.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for address in every_screen(phone):
        phone.evaluate(f"Object.assign(document.documentElement, {{ dir: '{direction}' }}).style.fontSize = '200%'")
        widths[address] = phone.evaluate("document.documentElement.scrollWidth")
        phone.evaluate("document.documentElement.style.fontSize = ''")

    assert {address: width for address, width in widths.items() if width > 320} == {}


def test_the_undo_of_a_delete_stays_on_a_small_screen_and_moves_nothing(phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    sign_up(phone)
    for _ in range(3):
        phone.get_by_role("button", name="Twitch now").click()
        phone.wait_for_timeout(350)  # a bounce is one tap
    sent(phone)
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    top = phone.locator(".entries").evaluate("list => list.getBoundingClientRect().top + scrollY")
    phone.locator(".bin").last.click()
    expect(phone.locator(".bar.floating")).to_be_visible()
    sent(phone)
    box = phone.get_by_role("button", name="Undo").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert abs(phone.locator(".entries").evaluate("list => list.getBoundingClientRect().top + scrollY") - top) < 4
