"""A real Chromium at the size of a phone, on a real server."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from people import second_factor
from people.models import User
from tests import cast

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _as_shipped(shipped_files: Path) -> None:
    """A browser is given the files that a phone is given."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Any:
    """Return a maker of browsers at the size of a desk: each a person of their own."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_desk() -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}))
        return watched(contexts[-1].new_page(), errors)

    yield open_desk
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def phone(browser: Browser, playwright: Any, live_server: Any) -> Any:
    """A page on a phone that keeps its errors, and fails the test if there were any."""
    context = browser.new_context(**{**playwright.devices["Pixel 7"], "base_url": live_server.url})
    errors: list[str] = []
    yield watched(context.new_page(), errors)
    context.close()
    assert errors == []


OWN = re.compile(r"https?://(localhost|127\.0\.0\.1)[:/]|(data|blob|about):|chrome-error://")


def watched(page: Page, errors: list[str]) -> Page:
    """
    Return the page. What goes wrong in its scripts, or against its policy, is put with the errors, and so is whatever
    any page, worker or frame of this browser asks of anybody but this house.
    """
    asks = lambda request: errors.append(f"asked {request.url}") if not OWN.match(request.url) else None  # noqa: E731
    page.context.on("request", asks)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None
    )
    return page


def until(holds: Callable[[], Any], what: str, *, seconds: float = 20, page: Page | None = None) -> Any:
    """Wait until `holds` is true, and return what it said. With `page` its routes run while we wait."""
    end = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < end, f"waited for: {what}"
        page.wait_for_timeout(50) if page else time.sleep(0.05)
    return value


def at_work(page: Page, user: User) -> None:
    """Sign in with password and digits, as somebody does who has done it before."""
    page.goto("/clinic/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(second_factor.digits(user))
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_text("This page is not watched in real time.")).to_be_visible()
    page.wait_for_function("!document.querySelector('[hx-get]:not([data-htmx-powered])')")  # what was drawn answers
