"""Whatever somebody types stays words: on every page of phone, clinic, share link and account, and on paper."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from rest_framework.test import APIClient

from diary import vocabulary as v
from people.models import CareLink, Practice, User
from people.services import accounts, care_links, practices, thresholds
from reports import refresh
from reports.lanes.rules import BOUNDS
from tests import cast
from tests.journeys.conftest import at_work
from tests.journeys.test_first_tap import sent, sign_in

ROOT: Final = Path(__file__).resolve().parents[2]
PRODUCT: Final = "55433"  # 7919 * 7: where it stands, something was computed
MARKUP: Final = (
    "<script>window.__xss=1</script>",
    '"><img src=x onerror=window.__xss=1>',
    "'><img src=x onerror=window.__xss=1>",
    "<svg onload=__xss=1>",
    "javascript:window.__xss=1",
)
ENDS: Final = (
    "</title><script>window.__xss=1</script>",
    "</textarea><img src=x onerror=window.__xss=1>",
    "</script><svg onload=window.__xss=1>",
    "--><iframe srcdoc='<script>top.__xss=1</script>'>",
)
ATTRIBUTES: Final = (
    '" autofocus onfocus="window.__xss=1',
    "' onmouseover='window.__xss=1' x='",
    "<details open ontoggle=window.__xss=1>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
    "]]><x onclick=1>",
)
TEMPLATES: Final = (
    "{{7919*7}}", "${7919*7}", "#{7919*7}", "<%= 7919*7 %>", "{% debug %}", "{{ request.user.password }}",
    '#eval("7919*7")', "#panic()", "$ 7919 dot 7 $", "*_`raw`_*", "@label <label>", "\\u{41}", "[#](//)", "=1+1",
)  # fmt: skip
DIRECTIONS: Final = ("\u202egpj.exe\u202c", "\u2028window.__xss=1//", "\u2067<x>\u2069", "\ufeffx\u200by", "\u200f<x>")
CORPUS: Final = (MARKUP, ENDS, ATTRIBUTES, TEMPLATES, DIRECTIONS)

# Every text that the API takes: those that hold any words, and those that hold only what has a form of its own.
FREE: Final = {
    "account.name", "baseline.suspected_factors[]", "checks.note", "days.note", "episodes.note", "events.name",
    "events.note", "events.unit", "questions.questions[]", "shares.label", "sync/push.device_id",
}  # fmt: skip
FORMED: Final = {
    "account/erase.password", "baseline.country", "care-links.code", "push-subscriptions.endpoint",
    "push-subscriptions.keys.auth", "push-subscriptions.keys.p256dh", "push-subscriptions.language",
    "push-subscriptions.time_zone", "settings.emergency_number", "settings.home_time_zone", "settings.quiet_from",
    "settings.quiet_until", "settings.reminder_at", "shares.pin", "shares/profile.pdf.token",
    "sync/push.ops[].base_rev", "sync/push.ops[].id",
}  # fmt: skip
HARM: Final = """() => [...document.querySelectorAll("*")].filter((el) =>
  el.getAttributeNames().some((name) => name.startsWith("on")) ||
  el.matches("iframe, img[src='x'], x") ||
  ["href", "src", "action", "formaction"].some((name) => /^\\s*javascript:/i.test(el.getAttribute(name) ?? "")))
  .map((el) => el.outerHTML.slice(0, 200))"""
WORDS: Final = """() => [document.documentElement.textContent,
  ...[...document.querySelectorAll("input, textarea")].map((field) => field.value)].join(" ")"""
UNSEEN: Final = ("Cf", "Cc", "Zs", "Zl")
OPEN_ALL: Final = "document.querySelectorAll('details').forEach((one) => { one.open = true })"


def texts(schema: Any, components: Any, path: str) -> Iterator[str]:
    """Return the paths of the strings in a schema that are neither codes nor of a known format."""
    while "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    if schema.get("readOnly"):
        return
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from texts(part, components, path)
    if "string" in (schema.get("type") or ()) and not {"enum", "format", "const"} & schema.keys():
        yield path
    for name, part in schema.get("properties", {}).items():
        yield from texts(part, components, f"{path}.{name}")
    if "items" in schema:
        yield from texts(schema["items"], components, f"{path}[]")


@pytest.mark.either
def test_every_text_of_the_api_is_tried() -> None:
    told = json.loads((ROOT / "docs/openapi.json").read_text())
    found = {
        text
        for address, methods in told["paths"].items()
        if address != "/api/v1/imports/"  # the facts again, in a file
        for method in methods.values()
        for body in method.get("requestBody", {}).get("content", {}).values()
        for text in texts(body["schema"], told["components"]["schemas"], _short(address))
    }

    assert found == FREE | FORMED


def _short(address: str) -> str:
    return address.removeprefix("/api/v1/").replace("{id}/", "").strip("/")


def plain(words: str) -> str:
    """Return words without what nobody sees, and without spaces: a page breaks its lines where it likes."""
    shown = (one for one in unicodedata.normalize("NFC", words) if unicodedata.category(one) not in UNSEEN)
    return "".join(shown)


@dataclass(frozen=True)
class Written:
    """A house in which everybody wrote the same."""

    told: tuple[str, ...]
    ana: User
    doctor: User
    first: date
    last: date
    episode: str
    event: str
    token: str

    @property
    def words(self) -> str:
        return " ".join(self.told)


def written(told: tuple[str, ...]) -> Written:
    """Let Ana write these words wherever the API takes words, and Dr Lin wherever the clinic does."""
    words, ana, doctor, now = " ".join(told), cast.person("ana"), cast.dr_lin(), timezone.now()
    phone = APIClient()
    phone.force_login(ana)
    by_hand: dict[str, Any] = {"time_zone": "UTC"}
    last, at = (now - timedelta(days=1)).date(), now - timedelta(days=1, hours=1)
    episode, event = str(uuid4()), str(uuid4())

    def say(method: str, address: str, body: Any) -> Any:
        answer = getattr(phone, method)(f"/api/v1/{address}", body, format="json")
        assert answer.status_code in (200, 201), (address, answer.content)
        return answer.json()

    say("patch", "account/", {"name": words})
    say("put", "questions/", {"questions": [words]})
    say("put", "baseline/", {"suspected_factors": list(told)})
    said = say("put", f"episodes/{episode}/", by_hand | {"started_at": at.isoformat(), "note": words})
    for number, one in enumerate(told):
        before = (at - timedelta(days=1 + number)).isoformat()
        say("put", f"episodes/{uuid4()}/", by_hand | {"started_at": before, "note": one})
    say("patch", f"episodes/{episode}/", {"note": f"{words} again"})
    for one in told:  # as many phones, which knew only the first version
        operation = {"op_id": str(uuid4()), "kind": "episode", "id": episode, "base_rev": said["revision"]}
        ops = [operation | {"fields": {"note": f"{words} {one}"}}]
        say("post", "sync/push/", {"device_id": one, "epoch": 1, "schema_version": 1, "ops": ops})
    say("put", f"days/{last}/", {"state": "twitched", "note": words})
    check = {"performed_at": at.isoformat(), "answers": {"swallow_saliva": "yes"}, "note": words}
    say("put", f"checks/{uuid4()}/", by_hand | check)
    units = [one for one in told if len(one) <= v.UNIT_MAX] or ["mg"]
    treatment = {"kind": "medication", "action": "start", "on": str(last - timedelta(days=9)), "note": words, "dose": 5}
    say("put", f"events/{event}/", treatment | {"name": words, "unit": units[0]})
    for one, unit in zip(told, units * len(told), strict=False):
        say("put", f"events/{uuid4()}/", treatment | {"name": one, "unit": unit})
    say("put", f"events/{uuid4()}/", {"kind": "toxin", "action": "single", "on": treatment["on"], "name": words})
    first = last - timedelta(days=27)
    asked = {"first": str(first), "last": str(last), "scope": "profile_and_log"}
    tokens = [say("post", "shares/", asked | {"label": one})["token"] for one in told]
    _at_the_practice(words, told, ana, doctor)
    return Written(told, ana, doctor, first, last, episode, event, tokens[0])


def _at_the_practice(words: str, told: tuple[str, ...], ana: User, doctor: User) -> None:
    now = timezone.now()
    for one in told:  # each device is called as its browser calls itself
        if one.isascii():
            Client(headers={"user-agent": one}).post("/accounts/login/", {"login": "ana", "password": cast.PASSWORD})
    practice = cast.practice()
    Practice.objects.update(name=words)
    accounts.rename(user=doctor, name=words)
    scope = CareLink.Scope.PROFILE_AND_LOG
    link, _ = care_links.give(diary=ana.diary, code=practice.code, scope=scope, until=None, by=ana, now=now)
    tags = [one for one in told if len(one) <= care_links.TAG_MAX][: care_links.TAGS_MAX]
    care_links.place(link=link, assigned_to=doctor.pk, tags=tags)
    for one in told:
        practices.invite(practice=practice, role="clinician", label=one, by=doctor, now=now)
    limits: dict[str, Any] = {"values": {"silent_days": 20}, "bounds": BOUNDS, "reason": words}
    until = (now + timedelta(days=9)).date()
    thresholds.put(practice=practice, diary=ana.diary, until=until, by=doctor, now=now, **limits)
    refresh.refresh(ana.diary, now=now)


class Reader:
    """Opens pages, and looks that what was written did nothing there."""

    def __init__(self, page: Page, house: Written) -> None:
        self.page, self.house, self.dialogs = page, house, list[str]()
        page.on("dialog", self._refuse)

    def _refuse(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def goes_to(self, address: str, *, reads: str = "") -> None:
        """Open a page; `reads` stands there, letter by letter."""
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        self.looks(address, reads=reads)

    def looks(self, where: str, *, reads: str = "") -> None:
        self.page.evaluate(OPEN_ALL)
        if reads:
            wanted = plain(reads)
            self.page.wait_for_function(f"wanted => ({PLAIN_WORDS})().includes(wanted)", arg=wanted, timeout=10_000)
        self.page.wait_for_timeout(100)
        assert self.page.evaluate("typeof window.__xss") == "undefined", where
        assert self.page.evaluate(HARM) == [], where
        assert PRODUCT not in self.page.evaluate(WORDS), where
        assert self.dialogs == [], where


PLAIN_WORDS: Final = f"() => ({WORDS})().normalize('NFC').replace(/[\\p{{Cf}}\\p{{Cc}}\\p{{Zs}}\\u2028]/gu, '')"


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("told", CORPUS, ids=["markup", "ends", "attributes", "templates", "directions"])
class TestWords:
    def test_on_the_phone(self, phone: Page, told: tuple[str, ...]) -> None:
        house = written(told)
        reader, words = Reader(phone, house), house.words
        phone.goto("/accounts/login/?next=javascript:window.__xss=1")
        phone.get_by_label("User name").fill("ana")
        phone.get_by_label("Password").fill(cast.PASSWORD)
        phone.get_by_role("button", name="Sign in").click()
        sent(phone)
        reader.looks("home")
        for address in ("start", "trends", "check", f"day={house.last}", f"where={house.episode}"):
            reader.goes_to(f"/#{address}")
        reader.goes_to("/#history", reads=words)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 412  # whatever long word a version holds
        phone.locator(f"[data-day='{house.last}']").click()
        reader.looks("a day of the history")
        reader.goes_to(f"/#details={house.episode}", reads=words)
        reader.goes_to(f"/#where=event:{house.event}")
        reader.goes_to("/#treatments", reads=words)
        reader.goes_to("/#visit", reads=words)
        reader.looks("open links", reads=told[-1])
        reader.goes_to("/#settings", reads=words)
        self._on_account_pages(reader)

    def _on_account_pages(self, reader: Reader) -> None:
        page, name = reader.page, reader.house.told[0]
        for address in ("email", "password/change", "reauthenticate", "2fa", "logout"):
            reader.goes_to(f"/accounts/{address}/")
        for address in ("/{}", "/share/{}", "/clinic/{}/", "/api/v1/checks/?cursor={}"):
            for one in reader.house.told:
                reader.goes_to(address.format(quote(one, safe="")))
        reader.goes_to("/api/v1/docs/")
        page.context.clear_cookies()
        for one in reader.house.told:
            reader.goes_to(f"/accounts/signup/?next={quote(one, safe='')}")
        for address, button in (("login", "Sign in"), ("signup", "Start my diary")):
            page.goto(f"/accounts/{address}/")
            page.get_by_label("User name").fill(name)
            page.get_by_label("Password").fill("1234")
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("alert").first).to_be_visible()
            reader.looks(f"{address}, refused", reads=name)

    def test_in_the_clinic(self, desk: Callable[[], Page], told: tuple[str, ...]) -> None:
        house = written(told)
        page = desk()
        reader, words, mine = Reader(page, house), house.words, f"/clinic/diaries/{house.ana.diary.reference}/"
        at_work(page, house.doctor)
        reader.looks("panel", reads=words)
        page.locator("[data-row] a").click()
        page.get_by_label("Note, or why it is not actionable").fill(words)
        page.get_by_role("button", name="Write the note").click()
        expect(page.locator(".signed")).to_be_visible()
        reader.looks("drawer", reads=words)
        page.keyboard.press("Escape")
        page.goto("/clinic/")
        page.locator(".filters summary").click()
        page.get_by_label("Name", exact=True).fill(words[:100])
        page.get_by_role("button", name="Show", exact=True).click()
        reader.looks("panel, filtered")
        for address in (mine, f"{mine}limits/", "/clinic/practice/"):
            reader.goes_to(address, reads=words)
        for address in (f"{mine}drawer/", f"{mine}?treatment={house.event}&days=30", "/clinic/limits/"):
            reader.goes_to(address)
        for address in ("/clinic/join/", "/clinic/second-factor/", "/accounts/2fa/"):
            reader.goes_to(address)
        printed = page.request.get(f"{mine}profile.pdf").body()
        assert plain(told[0]) in plain(_words_of(printed))

    def test_by_a_share_link_and_on_paper(self, desk: Callable[[], Page], told: tuple[str, ...]) -> None:
        house = written(told)
        page = desk()
        reader, words = Reader(page, house), house.words
        page.goto(f"/share/#{house.token}")
        expect(page.get_by_role("link", name="Open the PDF")).to_be_visible()
        page.wait_for_load_state("networkidle")
        reader.looks("share", reads=words)
        printed = page.request.get(str(page.get_by_role("link", name="Open the PDF").get_attribute("href")))
        figures = page.eval_on_selector_all("figure img", "all => all.map((one) => one.src)")
        assert figures
        for address in figures:
            assert _harm_in_a_figure(page.request.get(address).text()) == [], address
        page.goto("/share/")
        page.get_by_label("Link, or the code at its end").fill(words)
        page.get_by_role("button", name="Open the page").click()
        reader.looks("share, nothing")
        self._is_printed(house, printed.body())
        sign_in(page, "ana")
        sent(page)
        period = f"first={house.first}&last={house.last}"
        asked = page.request.get(f"/api/v1/reports/profile.pdf?{period}&log=true&checks=true&figures=true")
        self._is_printed(house, asked.body())
        text = page.request.get(f"/api/v1/reports/profile.txt?{period}").text()
        assert plain(house.words) in plain(text)
        assert PRODUCT not in text

    def _is_printed(self, house: Written, document: bytes) -> None:
        """Every word of them stands on the page, and nothing was computed."""
        found = plain(_words_of(document))
        assert [one for one in house.told if plain(one) not in found] == []
        assert PRODUCT not in found


def _harm_in_a_figure(text: str) -> list[str]:
    tags = [one.tag.rpartition("}")[2] for one in ET.fromstring(text).iter()]
    names = [name for one in ET.fromstring(text).iter() for name in one.keys()]  # noqa: SIM118  (an element is no dict)
    return [one for one in tags if one in ("script", "x", "iframe")] + [one for one in names if one.startswith("on")]


def _words_of(document: bytes) -> str:
    return "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(document))
