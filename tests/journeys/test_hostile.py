"""Words that would like to be a program, networks that lie, phones that break off: each in a real browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from diary.models import Episode, Version
from diary.services import baselines, checks, days, episodes, events, facts, questions
from people.models import User
from people.services import accounts, care_links, practices, shares
from tests import cast
from tests.journeys.conftest import at_work, until
from tests.journeys.test_bad_days import waiting
from tests.journeys.test_first_tap import open_screen, pdf_text, sent, sign_in, sign_up, works_offline
from tests.journeys.test_screens import tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS: Final = ("", "day", "check", "history", "trends", "treatments", "visit", "settings", "start")
SCRIPTS: Final = (
    '"><img src=x onerror=__xss=1><script>__xss=1</script>',
    "</textarea></title></style><svg/onload=__xss=1>",
    "'-__xss=1-'{{7*7}}${7*7}{% debug %}<%= 7*7 %>",
    "javascript:__xss=1",
    "<iframe srcdoc='<script>parent.__xss=1</script>'><math><mtext><table><mglyph><style><img src=x onerror=__xss=1>",
)  # fmt: skip
ZALGO: Final = "z" + "\u0301" * 100 + "a" + "\u0323" * 100
TURNED: Final = "\u202eabc\u2066 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2069"


def say_everything(words: tuple[str, ...]) -> User:
    """Let Ana write these words into every field that takes any; return her."""
    ana, now, word = cast.ana(), timezone.now(), words[0]
    accounts.rename(user=ana, name=" ".join(words)[:200])
    for number, note in enumerate(words):
        at = now - timedelta(hours=number + 1)
        cast.twitch(ana.diary, at, note=note, sites=[{"site": "cheek", "side": "left"}])
        told: Any = {"kind": "supplement", "action": "start", "name": note[:200], "unit": note[:20], "on": at.date()}
        facts.record(kind=events.KIND, diary=ana.diary, key=uuid4(), fields=told | {"note": note}, by=ana, now=now)
    at_once: tuple[tuple[Any, Any, Any], ...] = (
        (days.KIND, now.date(), {"state": "twitched", "note": word}),
        (checks.KIND, uuid4(), {"performed_at": now, "time_zone": "UTC", "note": word}),
        (baselines.KIND, ana.diary.pk, {"suspected_factors": [one[:100] for one in words]}),
        (questions.KIND, ana.diary.pk, {"questions": [one[:300] for one in words[:3]]}),
    )
    for kind, key, fields in at_once:
        facts.record(kind=kind, diary=ana.diary, key=key, fields=fields, by=ana, now=now)
    return ana


def ran(page: Page) -> list[str]:
    """Return what of the words became more than words on this page."""
    page.wait_for_load_state("networkidle")
    made = "img[onerror], svg[onload], iframe[srcdoc], mglyph, [href^='javascript:'], [src='x']"
    return [
        *(["__xss"] if page.evaluate("typeof globalThis.__xss !== 'undefined'") else []),
        *page.locator(made).evaluate_all("found => found.map((one) => one.outerHTML.slice(0, 80))"),
    ]


class TestWords:
    @pytest.mark.long
    def test_are_words_on_every_screen_of_the_phone(self, phone: Page) -> None:
        say_everything(SCRIPTS)
        cast.twitch(User.objects.get(username="ana").diary, timezone.now() - timedelta(days=1), note=SCRIPTS[0])
        sign_in(phone, "ana")
        sent(phone)
        for screen in SCREENS:
            phone.goto(f"/#{screen}")
            expect(phone.get_by_role("heading", level=1).locator("visible=true")).to_be_visible()
            phone.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert ran(phone) == [], screen
        phone.goto("/")
        phone.locator(".entries li button").first.click()
        assert ran(phone) == []
        phone.goto("/#visit")
        expect(phone.locator("#visit")).to_be_visible()
        told = pdf_text(phone, "/api/v1/reports/profile.pdf")
        assert "49" not in told.split("Twitch Profile")[1][:200]
        assert "<img src=x" in told.replace("\n", " ")

    def test_are_words_to_whoever_reads_the_diary(self, desk: Callable[[], Page]) -> None:
        doctor = cast.clinician("lin", SCRIPTS[0])
        practices.open_practice(name=SCRIPTS[1], by=doctor, now=timezone.now(), code="LINNEURO")
        ana, now = say_everything(SCRIPTS), timezone.now()
        care_links.give(diary=ana.diary, code="LINNEURO", scope="profile_and_log", until=None, by=ana, now=now)
        first, last = now.date() - timedelta(days=30), now.date()
        _, token = shares.give(
            diary=ana.diary, by=ana, now=now, scope="profile_and_log", label=SCRIPTS[0], first=first, last=last
        )
        reader, clinic = desk(), desk()
        reader.goto(f"/share/#{token}")
        expect(reader.get_by_role("heading", level=1)).to_contain_text("<img src=x")
        assert ran(reader) == []
        at_work(clinic, doctor)
        for address in ("/clinic/", f"/clinic/diaries/{ana.diary.reference}/", "/clinic/practice/", "/clinic/limits/",
                        f"/clinic/diaries/{ana.diary.reference}/limits/", "/clinic/join/", "/accounts/2fa/",
                        "/accounts/email/", "/accounts/logout/"):  # fmt: skip
            clinic.goto(address)
            assert ran(clinic) == [], address

    def test_in_an_address_are_words_too(self, desk: Callable[[], Page]) -> None:
        page, word = desk(), quote(SCRIPTS[0])
        for address in (f"/accounts/login/?next={word}", f"/nowhere/{word}", f"/share/#{word}", f"/share/{word}",
                        f"/clinic/join/#{word}", f"/?x={word}#{word}",
                        f"/accounts/password/reset/key/1-{word}/"):  # fmt: skip
            page.goto(address)
            assert ran(page) == [], address

    @pytest.mark.long
    def test_of_many_marks_or_turned_around_break_no_screen(self, phone: Page) -> None:
        ana = say_everything((ZALGO, TURNED, "W" * 200))
        phone.set_viewport_size({"width": 320, "height": 640})
        sign_in(phone, "ana")
        sent(phone)
        widths = {}
        for screen in SCREENS:
            phone.goto(f"/#{screen}")
            expect(phone.get_by_role("heading", level=1).locator("visible=true")).to_be_visible()
            phone.wait_for_timeout(150)
            widths[screen] = phone.evaluate("document.documentElement.scrollWidth")
            # Marks that are piled up stay on their line, and letters that turn around leave the next line alone.
            heading = phone.get_by_role("heading", level=1).locator("visible=true").bounding_box()
            assert heading is not None
            assert heading["height"] < 120

        assert {screen: width for screen, width in widths.items() if width > 320} == {}
        assert Episode.objects.of(ana.diary).filter(note=TURNED).exists()


def hotel(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Welcome to the hotel</title>Accept our terms.")


def to_sign_in(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/accounts/login/"})


def other_json(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body='{"results": [], "ok": true}')


def cut(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body='{"epoch": 1, "results": [{"status": "app')


class TestNetworksThatLie:
    @pytest.mark.parametrize("answer", [hotel, other_json, cut])
    def test_are_not_taken_for_the_server(self, phone: Page, answer: Callable[[Route], None]) -> None:
        phone.clock.install()
        self.tap_twice_in_vain(phone, answer)
        phone.context.unroute("**/api/**", answer)
        phone.clock.fast_forward("00:06:00")  # no wait between two tries is longer than five minutes
        self.both_arrive_once(phone)

    def test_that_lead_to_a_page_to_sign_in_are_asked_about(self, phone: Page) -> None:
        self.tap_twice_in_vain(phone, to_sign_in)
        expect(phone.get_by_text("You are signed out. Logging goes on")).to_be_visible()
        phone.context.unroute("**/api/**", to_sign_in)
        phone.get_by_role("link", name="Sign in again").click()  # which finds the session as it was
        expect(phone.locator(".tap")).to_be_visible()
        self.both_arrive_once(phone)

    def tap_twice_in_vain(self, phone: Page, answer: Callable[[Route], None]) -> None:
        sign_up(phone)
        works_offline(phone)
        phone.context.route("**/api/**", answer)
        tap(phone, 2)
        waiting(phone, 2)
        phone.reload()
        waiting(phone, 2)
        assert not Episode.objects.exists()

    def both_arrive_once(self, phone: Page) -> None:
        until(lambda: Episode.objects.count() == 2, "both entries on the server", seconds=60, page=phone)
        sent(phone)
        assert Version.objects.count() == 2


class TestPhonesThatBreakOff:
    def test_what_was_saved_is_there_after_the_browser_was_killed(
        self, playwright: Any, browser_type_launch_args: dict[str, Any], live_server: Any, tmp_path: Path
    ) -> None:
        def launched() -> Any:
            device = playwright.devices["Pixel 7"] | {"base_url": live_server.url}
            device.pop("default_browser_type")
            return playwright.chromium.launch_persistent_context(str(tmp_path), **browser_type_launch_args, **device)

        context = launched()
        phone = context.pages[0]
        sign_up(phone)
        works_offline(phone)
        context.set_offline(True)
        tap(phone, 2)
        expect(phone.get_by_role("status").filter(has_text="Saved on this phone")).to_be_visible()
        for process in processes_of(tmp_path):
            os.kill(process, signal.SIGKILL)
        until(lambda: not list(processes_of(tmp_path)), "the end of the browser")
        assert not Episode.objects.exists()

        context = launched()
        phone = context.pages[0]
        context.clear_cookies()  # the browser writes them down every half minute: they may be gone, or not
        phone.goto("/")
        expect(phone.locator(".entries li")).to_have_count(2)
        phone.get_by_role("link", name="Sign in again").click()
        sign_in(phone, "mei")
        until(lambda: Episode.objects.count() == 2, "both entries on the server", page=phone)
        context.close()

    @pytest.mark.parametrize(
        "blocked",
        [
            "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); }",
            "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
        ],
        ids=["refused", "not there"],
    )
    def test_without_a_memory_says_so_before_anything_is_typed(self, phone: Page, blocked: str) -> None:
        cast.ana()
        phone.add_init_script(blocked)
        sign_in(phone, "ana")
        expect(phone.get_by_role("alert")).to_contain_text("does not let the diary keep anything on this phone")
        for name in ("Twitch now", "No twitching today", "15 min ago"):
            expect(phone.get_by_role("button", name=name)).to_be_disabled()

    @pytest.mark.parametrize("clock_is", [timedelta(days=365), timedelta(days=-365)], ids=["ahead", "behind"])
    def test_a_clock_that_is_a_year_off_holds_up_nobody(self, phone: Page, clock_is: timedelta) -> None:
        """Ahead, the entry is refused and said to be; behind, it is stored as told, since nobody can tell."""
        phone.clock.install()
        sign_up(phone)
        tap(phone)
        until(Episode.objects.exists, "the first entry on the server", page=phone)
        phone.wait_for_timeout(350)  # a bounce is one tap
        phone.clock.set_system_time(timezone.now() + clock_is)
        phone.get_by_role("button", name="Twitch now").click()
        if clock_is > timedelta():
            expect(phone.locator(".entries .attention")).to_contain_text("Is the phone's clock right?")
        else:
            until(lambda: Episode.objects.count() == 2, "the second entry on the server", page=phone)
        phone.wait_for_timeout(350)
        phone.clock.set_system_time(timezone.now())
        phone.reload()
        phone.get_by_role("button", name="Twitch now").click()
        wanted = 2 if clock_is > timedelta() else 3
        until(lambda: Episode.objects.count() == wanted, "the entry behind it on the server", page=phone)
        seqs = list(Episode.objects.order_by("seq").values_list("seq", flat=True))

        assert seqs == list(range(1, wanted + 1))  # in the order in which they came, whatever the clock said


def processes_of(folder: Path) -> Iterator[int]:
    """Yield the processes of the browser whose profile lies in this folder, and of no other."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if f"--user-data-dir={folder}" in words:
            yield int(path.parent.name)


class TestTaps:
    def test_twice_in_a_moment_is_one_and_back_and_forth_makes_none(self, phone: Page) -> None:
        sign_up(phone)
        phone.get_by_role("button", name="Twitch now").dblclick()
        expect(phone.locator(".entries li")).to_have_count(1)
        phone.get_by_role("button", name="Details").click()
        for _ in range(2):
            phone.go_back()
            phone.go_forward()
        phone.goto("/")
        phone.get_by_role("button", name="No twitching today").dblclick()
        phone.reload()
        sent(phone)

        assert Episode.objects.count() == 1
        assert Version.objects.filter(kind="episode").count() == 1


WORD: Final = "quiet-heron"
HELD: Final = """async () => {
  const held = [JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, fail) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = fail;
    });
    for (const store of db.objectStoreNames)
      held.push(await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(`${store} ${JSON.stringify(asked.result)}`);
      }));
    db.close();
  }
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      held.push(`${request.url} ${await (await (await caches.open(name)).match(request)).text()}`);
  return held;
}"""


class TestWhatThePhoneKeeps:
    def test_is_the_diary_in_one_place_and_nothing_of_it_after_signing_out(self, phone: Page) -> None:
        ana = cast.ana()
        cast.twitch(ana.diary, timezone.now() - timedelta(hours=1), note=WORD)
        facts.record(
            kind=episodes.KIND, diary=ana.diary, key=uuid4(), by=ana, now=timezone.now(),
            fields={"started_at": timezone.now(), "time_zone": "UTC", "note": WORD},
        )  # fmt: skip
        sign_in(phone, "ana")
        sent(phone)
        works_offline(phone)
        for screen in SCREENS:
            phone.goto(f"/#{screen}")
            phone.wait_for_load_state("networkidle")
        phone.evaluate("fetch('/api/v1/reports/profile.pdf').then((one) => one.blob())")
        kept = phone.evaluate(HELD)
        cached = [one.split(" ")[0] for one in kept if one.startswith("http")]
        assert [one.split(" ")[0] for one in kept if WORD in one] == ["facts"]
        assert cached
        assert not [url for url in cached if "/api/" in url or ".pdf" in url or "/clinic" in url or "/accounts" in url]

        phone.goto("/")
        open_screen(phone, "Settings")
        phone.get_by_role("button", name="Sign out").click()
        expect(phone.get_by_label("Password")).to_be_visible()
        left = phone.evaluate(HELD)

        for trace in (WORD, "Nová", str(ana.diary.reference), "started_at"):
            assert not [one for one in left if trace in one], trace
