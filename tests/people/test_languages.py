"""The account pages in the browser's language, and nothing else of the server's."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db
ROOM = Path(__file__).parents[2] / "people"
CATALOGUE = ROOM / "locale/zh_Hant/LC_MESSAGES"
TAIWAN = {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def said_in_templates() -> set[str]:
    texts = [path.read_text() for path in (ROOM / "templates").rglob("*.html")]
    return {found for text in texts for found in re.findall(r'{% translate "([^"]+)"', text)}


def test_every_sentence_of_ours_is_in_the_catalogue_and_translated() -> None:
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE / "django.po"))}
    forms = set(re.findall(r'_\("([^"]+)"\)', (ROOM / "forms.py").read_text()))

    assert known.keys() == said_in_templates() | forms
    assert all(HAN.search(words) for words in known.values())


def test_no_sentence_stands_in_a_template_untranslated() -> None:
    for path in (ROOM / "templates").rglob("*.html"):
        text = re.sub(r"{% block body_class %}\w*|{%.*?%}|{{.*?}}|<[^>]*>", "\n", path.read_text(), flags=re.DOTALL)

        assert not re.findall(r"[A-Za-z]{3,}", text), path.name


def test_what_is_loaded_is_what_is_written() -> None:
    written, loaded = polib.pofile(str(CATALOGUE / "django.po")), polib.mofile(str(CATALOGUE / "django.mo"))

    assert {one.msgid: one.msgstr for one in written} == {one.msgid: one.msgstr for one in loaded}


@pytest.mark.parametrize(
    ("page", "words"),
    [("login", "登入"), ("signup", "開始一本日記"), ("password/reset", "密碼"), ("logout", "要登出嗎")],
)
def test_pages_speak_the_browsers_language(page: str, words: str) -> None:
    client = Client()
    if page == "logout":
        client.force_login(cast.ana())
    chinese = client.get(f"/accounts/{page}/", headers=TAIWAN)
    english = client.get(f"/accounts/{page}/", headers={"Accept-Language": "de"})

    assert words in chinese.content.decode()
    assert '<html lang="zh-hant">' in chinese.content.decode()
    assert (chinese["Content-Language"], english["Content-Language"]) == ("zh-hant", "en")
    assert "Accept-Language" in chinese["Vary"]
    assert not HAN.search(english.content.decode())


def test_what_is_wrong_is_said_in_it_too() -> None:
    said = {"username": "mei", "password1": "1234"}
    answer = Client().post("/accounts/signup/", said, headers=TAIWAN).content.decode()
    errors = re.findall(r'role="alert"[^>]*>([^<]*)', answer)

    assert errors
    assert all(HAN.search(error) for error in errors)


def test_nothing_of_it_stays_for_the_next_request() -> None:
    client = Client()
    client.get("/accounts/login/", headers=TAIWAN)
    problem = client.get("/api/v1/episodes/", headers=TAIWAN)
    page = client.get("/nowhere", headers=TAIWAN)

    assert not HAN.search(problem.content.decode())
    assert not HAN.search(page.content.decode())
