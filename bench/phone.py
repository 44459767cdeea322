"""
How quick the phone client is in a real Chromium, at the size of a phone.

Run: python -m bench.phone [TAPS]. Starts the house on a free port with an empty diary, served as it is shipped, and
signs somebody up. Prints the time from a tap until it is stored, and until the page shows it (median and 95th
percentile of TAPS, 60), with the processor slowed down four times; and the time until the button can be tapped: of a
first visit (nothing cached, slowed down four times), and of a start without a network. Needs Chromium (or CHROMIUM
with its path) and the packages of requirements-dev.lock.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.rows import Row, figure, median_and_p95, tell

TAPS = 60
SLOWER = 4  # times
STARTS = 7
BOUNCE_MS = 350  # taps that are closer are one
PASSWORD = "corner-of-the-mouth"  # of somebody who lives for a minute

# When the button could be tapped, in ms since the page was asked for.
READY = """{
  const look = () => {
    const tap = document.querySelector(".tap");
    if (tap && !tap.disabled) globalThis.readyMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# When the browser last said that something was written.
STORED = """{
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...asked) {
    const act = open.apply(this, asked);
    if (asked[1] === "readwrite") act.addEventListener("complete", () => globalThis.stored?.(performance.now()));
    return act;
  };
}"""
# One tap, until it is stored, and until the page shows it.
TAP = """() => new Promise((told) => {
  const count = document.querySelectorAll(".entries li").length;
  const from = performance.now();
  let storedMs = null;
  globalThis.stored = (atMs) => (storedMs ??= atMs - from);
  const watch = new MutationObserver(() => {
    if (document.querySelectorAll(".entries li").length === count) return;
    watch.disconnect();
    told([storedMs, performance.now() - from]);
  });
  watch.observe(document.body, { subtree: true, childList: true });
  document.querySelector(".tap").click();
})"""


def main() -> int:
    """Measure, and print."""
    return tell(rows(*map(int, sys.argv[1:])))


def rows(taps: int = TAPS) -> list[Row]:
    """Tap so often, and start anew."""
    with _house() as address, sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(**{**playwright.devices["Pixel 7"], "base_url": address})
        page = context.new_page()
        page.add_init_script(STORED)
        _sign_up(page)
        stored, shown = map(list, zip(*_taps(page, taps), strict=True))
        first_ms, offline_ms = _first_visit(context), _offline(context, page)
        browser.close()
    return [
        figure(f"a tap until it is stored, processor {SLOWER} times slower", median_and_p95(stored)),
        figure("the same until it is shown", median_and_p95(shown)),
        figure(f"first visit until it can be tapped, processor {SLOWER} times slower", f"{first_ms:.0f} ms"),
        figure("start without a network until it can be tapped", f"{offline_ms:.0f} ms"),
    ]


def _sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("User name").fill(f"bench-{secrets.token_hex(4)}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start my diary").click()
    page.locator(".tap:enabled").wait_for()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_timeout(2_000)  # until everything behind the first screen has come


def _taps(page: Page, count: int) -> Iterator[list[float]]:
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for _ in range(count):
        yield page.evaluate(TAP)
        page.wait_for_timeout(BOUNCE_MS)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _first_visit(context: BrowserContext) -> float:
    """Return the median over fresh browsers that only keep the session."""
    times = []
    for _ in range(STARTS):
        fresh = context.browser.new_context(base_url=_address_of(context), **_PHONE)  # type: ignore[union-attr]
        fresh.add_cookies(context.cookies())  # type: ignore[arg-type]  # what it told is what it takes
        page = fresh.new_page()
        page.add_init_script(READY)
        fresh.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto("/")
        times.append(_ready(page))
        fresh.close()
    return statistics.median(times)


def _offline(context: BrowserContext, page: Page) -> float:
    page.add_init_script(READY)
    context.set_offline(True)
    times = []
    for _ in range(STARTS):
        page.reload()
        times.append(_ready(page))
    return statistics.median(times)


def _ready(page: Page) -> float:
    while (value := page.evaluate("globalThis.readyMs")) is None:
        page.wait_for_timeout(20)
    return float(value)


_PHONE: dict[str, Any] = {"viewport": {"width": 412, "height": 839}, "has_touch": True, "is_mobile": True}


def _address_of(context: BrowserContext) -> str:
    return context.pages[0].url.partition("#")[0]


@contextmanager
def _house() -> Iterator[str]:
    """Serve an empty diary as ./run does, on a free port of this machine."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "DIARY_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn",
             "--bind", f"127.0.0.1:{port}"], env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz")
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main())
