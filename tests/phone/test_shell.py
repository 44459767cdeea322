"""What the phone is handed: a shell without a word about anybody, and light enough for a weak network."""

from __future__ import annotations

import ast
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.test import Client

from people.models import User
from phone.files import kept_files, version_of

pytestmark = pytest.mark.either  # what either database answers alike

# Gzipped, hard bounds of the product: the shell with every script and style; of it, what the first screen needs; and
# what a person reads.
SHELL_BYTES_MAX = 60_000
FIRST_BYTES_MAX = 25_000
WORDS_BYTES_MAX = 40_000
ROOM = Path(apps.get_app_config("phone").path)
PAGES = ["/", "/sw.js", "/manifest.webmanifest"]


@pytest.fixture
def phone(ana: User) -> Client:
    """Ana's phone, signed in."""
    client = Client()
    client.force_login(ana)
    return client


def content_of(address: str) -> bytes:
    """Return the file behind a static address, as the finders see it."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    return Path(found).read_bytes()


def shell_of(phone: Client) -> str:
    return phone.get("/").content.decode()


class TestShell:
    def test_asks_to_sign_in_and_is_not_taken_for_a_shell_then(self) -> None:
        answer = Client().get("/")

        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/login/"
        assert "Twitch-Diary-Shell" not in answer

    def test_says_nothing_about_a_person(self, phone: Client, ana: User, eve: User) -> None:
        other = Client()
        other.force_login(eve)
        page = shell_of(phone)

        assert page == shell_of(other)
        assert not re.search(r"ana|Nov[aá]kov", page.replace("manage", ""), re.IGNORECASE)

    def test_brings_the_csrf_cookie_but_not_its_token(self, phone: Client) -> None:
        answer = phone.get("/")

        assert answer.cookies["csrftoken"].value
        assert "csrfmiddlewaretoken" not in answer.content.decode()

    def test_carries_the_mark_by_which_the_worker_knows_it(self, phone: Client) -> None:
        answer = phone.get("/")

        assert answer["Twitch-Diary-Shell"] == "1"
        assert "no-cache" in answer["Cache-Control"]

    def test_has_no_inline_script_or_style(self, phone: Client) -> None:
        page = shell_of(phone)

        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|data:", page)
        assert "unsafe" not in phone.get("/")["Content-Security-Policy"]

    def test_its_screens_write_no_inline_style_either(self) -> None:
        for path in (ROOM / "static").rglob("*.js"):
            assert not re.search(r"\sstyle=|\bon(click|load|error)=|data:(image|text)/", path.read_text()), path

    def test_asks_nobody_else_for_anything(self, phone: Client) -> None:
        texts = [
            shell_of(phone),
            *(content_of(address).decode() for address in kept_files() if not address.endswith(".png")),
        ]
        strangers = {host for text in texts for host in re.findall(r"https?://([\w.-]+)", text)}

        # a namespace, a comment of the vendored file, and a base for relative addresses that is never asked
        assert strangers <= {"www.w3.org", "github.com", "localhost"}

    def test_prints_what_it_is_for(self, phone: Client) -> None:
        page = content_of("/static/phone/texts/en.js").decode()

        assert "A private diary to record muscle twitches and related daily facts" in page
        assert "not watched by anyone, not for emergencies, not a medical device" in page

    def test_weighs_less_than_sixty_kilobytes(self, phone: Client, shipped_files: Path) -> None:
        pages = [phone.get(address).content for address in PAGES]
        ours = [address for address in kept_files() if re.search(r"\.(js|css)$", address) and "/texts/" not in address]

        assert len(ours) == 7  # two scripts, five styles
        assert sum(len(gzip.compress(each)) for each in [*pages, *map(content_of, ours)]) < SHELL_BYTES_MAX

    def test_its_first_screen_needs_less_than_twenty_five(self, phone: Client, shipped_files: Path) -> None:
        page = shell_of(phone)
        scripts = re.findall(r'<script type="module" src="([^"]+)"', page)
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"(?! class="behind")', page)

        assert len(scripts) == 1
        assert len(styles) == 3
        needed = [page.encode(), *map(content_of, scripts + styles)]
        assert sum(len(gzip.compress(each)) for each in needed) < FIRST_BYTES_MAX

    def test_its_words_weigh_less_than_forty_more(self, phone: Client, shipped_files: Path) -> None:
        vocabulary = phone.get("/api/v1/vocabulary/").content
        language = max(len(gzip.compress(content_of(address))) for address in kept_files() if "/texts/" in address)

        assert len(gzip.compress(vocabulary)) + language < WORDS_BYTES_MAX

    def test_loads_only_files_that_the_worker_keeps(self, phone: Client) -> None:
        kept = set(kept_files())
        linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', shell_of(phone)))

        assert linked
        assert linked <= kept


class TestModules:
    def test_every_one_that_is_asked_for_exists(self) -> None:
        for path in (ROOM / "static").rglob("*.js"):
            for asked in re.findall(r'from "(\.[^"]+)"', path.read_text()):
                assert (path.parent / asked).is_file(), f"{path.name} asks for {asked}"

    def test_come_with_the_licence_of_what_is_not_ours(self) -> None:
        vendor = ROOM / "static" / "phone" / "vendor"

        assert (vendor / "idb.js").read_text().startswith("/*! idb 8.0.4")
        assert "ISC" in (vendor / "idb.LICENSE.txt").read_text()

    def test_only_one_of_them_speaks_to_the_network(self) -> None:
        speaking = [path.name for path in (ROOM / "static").rglob("*.js") if re.search(r"\bfetch\(", path.read_text())]

        assert speaking == ["http.js"]


class TestServiceWorker:
    def test_may_rule_the_whole_site_and_is_never_stale(self) -> None:
        answer = Client().get("/sw.js")

        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/javascript")
        assert answer["Cache-Control"] == "no-cache"

    def test_keeps_every_file_of_the_client_and_the_manifest(self) -> None:
        worker = Client().get("/sw.js").content.decode()
        kept = json.loads(json.loads('"' + re.search(r'JSON\.parse\("(.*)"\)', worker)[1] + '"'))  # type: ignore[index]
        on_disk = {f"/static/{path.relative_to(ROOM / 'static').as_posix()}" for path in _files()}
        launcher = {name for name in on_disk if "/icon-" in name}  # asked for by the launcher, once
        shared = {"/static/house/base.css", "/static/house/dark.css", "/static/house/favicon.svg"}
        elsewhere = {"/static/phone/sign-out-page.js"}  # a page of the accounts
        assert launcher
        assert set(kept) == (on_disk - launcher - elsewhere) | shared | {"/manifest.webmanifest"}

    def test_never_keeps_an_answer_about_a_person(self) -> None:
        worker = Client().get("/sw.js").content.decode()

        assert "/api" not in re.sub(r"//.*", "", worker)
        assert "/accounts" not in worker

    def test_is_handed_out_without_the_lines_that_only_people_read(self) -> None:
        worker = Client().get("/sw.js").content.decode()
        written = (ROOM / "templates" / "phone" / "sw.js").read_text()
        code = [line for line in written.splitlines() if not re.match(r"\s*(//|/?\*)", line) and "{{" not in line]

        assert not re.search(r"^\s*(//|/?\*)", worker, re.MULTILINE)
        assert [line for line in code if line not in worker.splitlines()] == []

    def test_is_a_new_version_when_an_address_changes(self) -> None:
        assert version_of(["/static/a.js"]) != version_of(["/static/a.1234.js"])
        assert version_of(["/static/a.js"]) == version_of(["/static/a.js"])


class TestManifest:
    def test_can_be_installed(self) -> None:
        answer = Client().get("/manifest.webmanifest")
        manifest = answer.json()

        assert answer["Content-Type"] == "application/manifest+json"
        assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
        assert manifest["name"]
        assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        }

    @pytest.mark.parametrize(
        ("asked", "name"),
        [("", "Twitch Diary"), ("fr, zh-TW;q=0.8, en;q=0.5", "抽動日記"), ("en-GB, zh;q=0.9", "Twitch Diary")],
    )
    def test_speaks_the_language_of_the_browser(self, asked: str, name: str) -> None:
        manifest = Client().get("/manifest.webmanifest", headers={"Accept-Language": asked}).json()

        assert manifest["name"] == name
        assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/#now", "/#none"]

    def test_has_icons_of_the_size_it_says(self) -> None:
        for icon in Client().get("/manifest.webmanifest").json()["icons"]:
            assert _png_size(content_of(icon["src"])) == tuple(map(int, icon["sizes"].split("x")))

    def test_and_one_for_iphones(self, phone: Client) -> None:
        (address,) = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', shell_of(phone))

        assert _png_size(content_of(address)) == (180, 180)


class TestRoom:
    def test_knows_nothing_of_the_server(self) -> None:
        roots = {root for path in ROOM.rglob("*.py") for root in _imported(path)}

        assert roots <= {
            "__future__",
            "collections",
            "csp",
            "django",
            "functools",
            "hashlib",
            "json",
            "pathlib",
            "phone",
            "re",
        }

    @pytest.mark.parametrize("address", PAGES)
    def test_only_hands_out(self, phone: Client, address: str) -> None:
        assert phone.head(address).status_code == 200
        assert phone.post(address).status_code == 405


def _files() -> list[Path]:
    return [path for path in (ROOM / "static").rglob("*") if path.is_file() and path.suffix != ".txt"]


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def _png_size(content: bytes) -> tuple[Any, ...]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
