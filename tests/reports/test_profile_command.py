"""`manage.py profile` writes the page that the API gives, or says why not and leaves what stood there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from people.models import User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    person = cast.ana()
    for days_ago in range(40):
        cast.twitch(person.diary, timezone.now() - timedelta(days=days_ago, minutes=1))
    return person


def test_is_the_page_of_the_api(ana: User, tmp_path: Path) -> None:
    browser = APIClient()
    browser.force_login(ana)
    today = timezone.now().date()
    period = {"first": (today - timedelta(days=20)).isoformat(), "last": (today - timedelta(days=1)).isoformat()}
    page = browser.get("/api/v1/reports/profile.pdf", period | {"paper": "letter"})

    days = ("--first", period["first"], "--last", period["last"])
    call_command("profile", "ana", *days, "--paper", "letter", "-o", str(tmp_path / "page.pdf"))

    assert (tmp_path / "page.pdf").read_bytes() == page.content


def test_shows_ninety_days_or_as_many_as_there_are(ana: User, tmp_path: Path) -> None:
    call_command("profile", "ana", "-o", str(tmp_path / "page.pdf"))

    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as page:
        assert "of 40 days answered" in page[0].get_textpage().get_text_range()


def test_is_printed_as_it_was_asked_for(ana: User, tmp_path: Path) -> None:
    options = ("--language", "zh-Hant", "--large", "--checks", "--log", "--figures")
    call_command("profile", "ana", *options, "-o", str(tmp_path / "page.pdf"))

    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as page:
        words = "".join(one.get_textpage().get_text_range() for one in page)
    assert all(title in words for title in ("完整程度", "這段期間沒有臉部檢查", "這段期間的每一筆紀錄"))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("nobody",), "Nobody with this user name keeps a diary"),
        (("ana", "--first", "2026-05-02", "--last", "2026-05-01"), "2026-05-01"),
        (("ana", "--first", "1026-05-02"), "from 1900 to 2199"),
        (("ana", "--first", "yesterday"), "yesterday is not a day such as 2026-05-01"),
        (("ana", "--paper", "a5"), "a5"),
        (("ana", "--language", "tlh"), "tlh"),
    ],
)
def test_says_what_is_wrong_and_keeps_what_stood_there(
    ana: User, tmp_path: Path, asked: tuple[str, ...], answer: str
) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(b"kept")
    with pytest.raises(CommandError, match=answer):
        call_command("profile", *asked, "-o", str(file))

    assert file.read_bytes() == b"kept"
    assert list(tmp_path.iterdir()) == [file]
