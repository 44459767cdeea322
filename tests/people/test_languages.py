"""The pages of accounts and share links in the browser's language, and nothing else of the server's."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
CATALOGUE = "locale/zh_Hant/LC_MESSAGES"
TEMPLATES = {"people": "templates", "clinic": "templates/clinic/shared"}  # of each room, those that are translated
FORMS = {"people": "forms.py"}
TAIWAN = {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"}
HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r'{% translate "([^"]+)"')
WITH_VALUES = re.compile(r"{% blocktranslate trimmed[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)


def pages(room: str) -> list[Path]:
    return sorted((ROOT / room / TEMPLATES[room]).rglob("*.html"))


def said_in_templates(room: str) -> set[str]:
    texts = [path.read_text() for path in pages(room)]
    plain = {found for text in texts for found in SENTENCE.findall(text)}
    return plain | {
        re.sub(r"{{ (\w+) }}", r"%(\1)s", found.strip()) for text in texts for found in WITH_VALUES.findall(text)
    }


def said_in_forms(room: str) -> set[str]:
    return set(re.findall(r'_\("([^"]+)"\)', (ROOT / room / FORMS[room]).read_text())) if room in FORMS else set()


@pytest.mark.parametrize("room", TEMPLATES)
def test_every_sentence_of_ours_is_in_the_catalogue_and_translated(room: str) -> None:
    entries = polib.pofile(str(ROOT / room / CATALOGUE / "django.po"))
    known = {entry.msgid: entry.msgstr for entry in entries}

    assert known.keys() == said_in_templates(room) | said_in_forms(room)
    assert all(HAN.search(words) for words in known.values())
    for sentence, words in known.items():
        assert sorted(re.findall(r"%\(\w+\)s", sentence)) == sorted(re.findall(r"%\(\w+\)s", words)), sentence


@pytest.mark.parametrize("room", TEMPLATES)
def test_no_sentence_stands_in_a_template_untranslated(room: str) -> None:
    for path in pages(room):
        text = WITH_VALUES.sub("", path.read_text())
        text = re.sub(r"{#.*?#}|{% block body_class %}\w*|{%.*?%}|{{.*?}}|<[^>]*>", "\n", text, flags=re.DOTALL)

        assert not re.findall(r"[A-Za-z]{3,}", text), path.name


@pytest.mark.parametrize("room", TEMPLATES)
def test_what_is_loaded_is_what_is_written(room: str) -> None:
    files = ROOT / room / CATALOGUE
    written, loaded = polib.pofile(str(files / "django.po")), polib.mofile(str(files / "django.mo"))

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


@pytest.mark.parametrize("page", ["", "profile/"])
def test_a_share_links_pages_speak_it_too(page: str) -> None:
    chinese = Client().get(f"/share/{page}", headers=TAIWAN)

    assert HAN.search(chinese.content.decode())
    assert '<html lang="zh-hant">' in chinese.content.decode()
    assert not HAN.search(Client().get(f"/share/{page}").content.decode())
