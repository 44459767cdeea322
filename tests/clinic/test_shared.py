"""The pages behind a share link: what a doctor without an account reads, and when nothing opens."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from rest_framework.throttling import SimpleRateThrottle

from config.logs import WithoutContents
from people.models import Opening, ShareLink, User
from people.services import shares
from tests import cast
from tests.cast import NOW
from tests.reports.printed import attached

pytestmark = pytest.mark.either  # what either database answers alike

FIRST, LAST = date(2026, 10, 22), date(2026, 11, 18)
PROFILE, PDF, WEEKS = "/share/profile/", "/share/profile.pdf", "/share/figures/weeks.svg"
PAGES = [PROFILE, PDF, WEEKS]
TAIWAN = {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"}
PIN = "2468"


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept(ana: User) -> User:
    """Ana, whose eyelid twitches every day; her calf did long before the link's days, her chin does after them."""
    cast.twitch(ana.diary, NOW - timedelta(days=200), sites=[{"site": "calf", "side": "left"}])
    for days in range(2, 33):
        cast.twitch(ana.diary, NOW - timedelta(days=days), sites=[{"site": "lid_lower", "side": "right"}])
    cast.twitch(ana.diary, NOW, sites=[{"site": "chin", "side": "left"}], note="after the funeral")
    return ana


def give(user: User, **said: Any) -> tuple[ShareLink, str]:
    return shares.give(diary=user.diary, by=user, now=NOW, first=FIRST, last=LAST, **said)


def post(client: Client, link: str, pin: str = "") -> Any:
    return client.post("/share/open/", {"link": link, "pin": pin})


def opened(token: str, pin: str = "") -> Client:
    """Return the browser of somebody who has opened the link."""
    browser = Client()
    assert post(browser, token, pin).status_code == 303
    return browser


def cookie_of(client: Client) -> str:
    return client.cookies[settings.SHARE_COOKIE_NAME].value


def with_cookie(value: str) -> Client:
    browser = Client()
    browser.cookies[settings.SHARE_COOKIE_NAME] = value
    return browser


def parts(page: Any) -> list[str]:
    """Return the addresses of figures and PDF that a page asks for, as a browser reads them."""
    found = re.findall(r'(?:src|srcset|href)="(/share/(?:figures|profile\.pdf)[^"]*)"', page.content.decode())
    return [address.replace("&amp;", "&") for address in found]


def weeks_on(page: Any) -> str:
    """Return the address of the figure of weeks, as this page asks for it."""
    return next(address for address in parts(page) if address.startswith(WEEKS))


class TestStart:
    def test_says_nothing_of_any_diary_not_even_to_who_has_one_open(self, kept: User) -> None:
        browser = opened(give(kept, label="Dr Müller")[1])
        page, of_nobody = browser.get("/share/"), Client().get("/share/")

        assert page.status_code == 200
        assert "Nováková" not in page.content.decode()
        assert without_token(page) == without_token(of_nobody)

    def test_takes_the_whole_link_as_well_as_its_end(self, kept: User) -> None:
        _, token = give(kept)

        assert post(Client(), f" https://diary.example.org/share/#{token}\n").status_code == 303
        assert post(Client(), token).status_code == 303

    def test_is_where_a_reload_of_the_question_for_a_pin_leads(self, kept: User) -> None:
        answer = Client().get("/share/open/")

        assert (answer.status_code, answer["Location"]) == (302, "/share/")


def without_token(page: Any) -> str:
    return re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode())


class TestOpening:
    def test_leads_to_the_page_by_a_cookie_that_only_its_pages_are_sent(self, kept: User) -> None:
        _, token = give(kept)
        browser = Client()
        answer = post(browser, token)
        cookie = browser.cookies[settings.SHARE_COOKIE_NAME]

        assert (answer.status_code, answer["Location"]) == (303, PROFILE)
        assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/share/", "Strict", True)
        assert (cookie["max-age"], cookie["secure"]) == (3600, "")
        assert token not in cookie.value

    def test_sends_its_cookie_over_https_only_as_the_session_is(self, kept: User, settings: Any) -> None:
        settings.SESSION_COOKIE_SECURE = True
        browser = opened(give(kept)[1])

        assert browser.cookies[settings.SHARE_COOKIE_NAME]["secure"] is True

    def test_lasts_an_hour(self, kept: User, clock: Any) -> None:
        browser = opened(give(kept)[1])
        clock.shift(timedelta(minutes=59))
        assert browser.get(PROFILE).status_code == 200
        clock.shift(timedelta(minutes=2))

        closed = browser.get(PROFILE)
        assert closed.status_code == 404
        assert "it stays open for an hour, or until the link is closed." in closed.content.decode()
        assert "頁面開啟一小時後，或連結被關閉時" in browser.get(PROFILE, headers=TAIWAN).content.decode()

    def test_is_refused_to_a_form_of_another_site(self, kept: User) -> None:
        _, token = give(kept)
        browser = Client(enforce_csrf_checks=True)
        form = {"link": token, "csrfmiddlewaretoken": csrf_token(browser.get("/share/"))}
        answers = [
            browser.post("/share/open/", {"link": token}),
            browser.post("/share/open/", form, headers={"Origin": "https://evil.example"}),
            browser.post("/share/open/", form, headers={"Origin": "null"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert settings.SHARE_COOKIE_NAME not in browser.cookies
        assert browser.post("/share/open/", form, headers={"Origin": "http://testserver"}).status_code == 303


def csrf_token(page: Any) -> str:
    return str(page.context["csrf_token"])


class TestPin:
    def test_is_asked_for_without_counting_as_an_attempt(self, kept: User) -> None:
        link, token = give(kept, pin=PIN)
        for _ in range(6):
            page = post(Client(), token)
        link.refresh_from_db()

        assert (page.status_code, link.pin_failures) == (200, 0)
        assert "This page asks for a PIN" in page.content.decode()
        assert f'<input type="hidden" name="link" value="{token}">' in page.content.decode()

    def test_opens_the_page(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)

        assert opened(token, PIN).get(PROFILE).status_code == 200

    def test_may_be_typed_on_a_chinese_keyboard(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)

        assert opened(token, " ２４６８").get(PROFILE).status_code == 200

    def test_wrong_is_said_kindly_and_six_times_closes_the_link_for_good(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)
        wrong = [post(Client(), token, "0000") for _ in range(6)]

        assert [answer.status_code for answer in wrong] == [403] * 5 + [404]
        assert "This PIN is not right" in wrong[0].content.decode()
        assert "after five wrong ones in all the link is closed for good" in wrong[0].content.decode()
        assert post(Client(), token, PIN).status_code == 404

    def test_failures_close_a_page_that_is_open(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)
        browser = opened(token, PIN)
        for _ in range(5):
            post(Client(), token, "0000")

        assert browser.get(PROFILE).status_code == 404

    def test_of_a_million_digits_is_wrong(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)

        assert post(Client(), token, "1" * 900_000).status_code == 403


class TestLimits:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"share": "3/min", "pages": "4/min"})
        cache.clear()
        yield
        cache.clear()

    def test_an_address_may_try_only_so_often(self, kept: User) -> None:
        _, token = give(kept)
        guesses = [post(Client(), token + more) for more in "-_."]  # any of them may end a right one
        answer = post(Client(), token)
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")

        assert [guess.status_code for guess in guesses] == [404, 404, 404]
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 60
        assert post(elsewhere, token).status_code == 303

    def test_nobody_can_pretend_another_address(self, kept: User) -> None:
        _, token = give(kept)
        answers = [
            Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}).post("/share/open/", {"link": token}) for n in range(4)
        ]

        assert [answer.status_code for answer in answers] == [303, 303, 303, 429]

    def test_a_link_is_read_only_so_often_and_another_one_still(self, kept: User) -> None:
        browser, other = (opened(give(kept)[1]) for _ in range(2))
        answers = [browser.get(PROFILE).status_code for _ in range(5)]

        assert answers == [200, 200, 200, 200, 429]
        assert other.get(PROFILE).status_code == 200

    def test_who_asks_too_often_keeps_no_other_reader_out(self, kept: User) -> None:
        _, token = give(kept)
        busy, other = opened(token), opened(token)
        other.defaults["REMOTE_ADDR"] = "192.0.2.7"
        for _ in range(5):
            answer = busy.get(PROFILE)

        assert answer.status_code == 429
        assert other.get(PROFILE).status_code == 200


class TestProfile:
    def test_says_whose_it_is_of_which_days_and_until_when(self, kept: User) -> None:
        page = opened(give(kept)[1]).get(PROFILE)
        text = page.content.decode()

        assert "Ana Nováková" in text
        assert "Days of 22 October 2026 to 18 November 2026" in text
        assert "open until 27 November 2026, 12:00 UTC" in text
        assert "Self-reported" in text
        assert "not a diagnosis" in text
        assert re.findall(r'<h2 id="box-(\d+)"', text) == [str(number) for number in range(1, 11)]
        assert "28 of 28 days answered" in text

    def test_says_with_which_days_it_compares_what_its_words_mean_and_what_it_was_made_from(self, kept: User) -> None:
        for days in range(33, 50):
            cast.twitch(kept.diary, NOW - timedelta(days=days))
        browser = opened(give(kept)[1])
        text = browser.get(PROFILE).content.decode()
        chinese = browser.get(PROFILE, headers=TAIWAN).content.decode()

        assert re.findall("<br>(.*?)</p>", text) == ["Compared with 24 Sep 2026 to 21 Oct 2026"]
        assert "An association in one diary is not a cause." in text
        assert re.search(r"Rules \S+, software \S+, data \S+, diary \w{8} up to 18 Nov 2026\.", text)
        assert re.findall(r"<details>\s+<summary>([^<]+)</summary>\s+<p>", text) == [
            "What the words mean",
            "How the numbers are made",
            "Sources",
        ]
        assert "<p><strong>New area</strong> Neither declared" in text
        assert "與 2026年" in chinese
        assert "<strong>New area</strong>" not in chinese

    def test_shows_the_entries_only_where_the_log_was_given_too(self, kept: User) -> None:
        pages = {
            scope: opened(give(kept, scope=scope)[1]).get(PROFILE).content.decode()
            for scope in ("profile", "profile_and_log")
        }

        assert "Every entry of these days" not in pages["profile"]
        assert "Every entry of these days" in pages["profile_and_log"]
        assert "as it happened</td>" in pages["profile_and_log"]

    def test_prints_the_entries_only_where_the_log_was_given_too(self, kept: User) -> None:
        usual, more = (opened(give(kept, scope=scope)[1]).get(PDF).content for scope in ("profile", "profile_and_log"))

        assert set(attached(usual)) == {"twitch-profile.json"}
        assert set(attached(more)) == {"twitch-profile.json", "twitch-log.json"}
        assert b"funeral" not in b"".join(attached(more).values())  # of the day after the link's last

    def test_speaks_chinese_to_a_browser_that_does(self, kept: User) -> None:
        page = opened(give(kept)[1]).get(PROFILE, headers=TAIWAN).content.decode()

        assert "完整程度" in page
        assert "How complete" not in page

    def test_shows_each_figure_with_its_sentence_its_rows_and_one_for_the_night(self, kept: User) -> None:
        browser = opened(give(kept)[1])
        page = browser.get(PROFILE)
        text = page.content.decode()

        assert text.count("<figure>") == 5
        assert 'alt="4 weeks with at least 4 answered days' in text
        assert '<th scope="row" role="rowheader">18 Nov 2026</th>' in text
        for address in parts(page):
            assert browser.get(address).status_code == 200, address
        assert len([address for address in parts(page) if address.endswith("theme=dark")]) == 5

    def test_holds_no_entry_from_outside_its_days(self, kept: User) -> None:
        browser = opened(give(kept)[1])
        page = browser.get(PROFILE)
        pdf = pypdfium2.PdfDocument(browser.get(PDF).content)
        told = [page.content, *(browser.get(one).content for one in parts(page) if "figures" in one)]
        said = " ".join(one.decode() for one in told) + pdf[0].get_textpage().get_text_range()

        assert "right lower eyelid" in said
        for word in ("calf", "of the chin", "funeral", "20 Nov"):
            assert word not in said + str(pdf.get_metadata_dict()), word

    def test_is_of_no_other_days_whatever_is_asked(self, kept: User) -> None:
        browser = opened(give(kept)[1])
        asked = "first=2026-01-01&last=2026-11-20"
        weeks = weeks_on(browser.get(PROFILE))

        assert browser.get(f"{PDF}?{asked}").content == browser.get(PDF).content
        assert browser.get(f"{weeks}&{asked}").content == browser.get(weeks).content

    def test_speaks_the_browsers_language(self, kept: User) -> None:
        browser = opened(give(kept)[1])
        shown = browser.get(PROFILE, headers=TAIWAN)
        page = shown.content.decode()
        english = browser.get(PROFILE, headers={"Accept-Language": "de"}).content.decode()

        assert '<html lang="zh-hant">' in page
        assert "2026年10月22日 到 2026年11月18日" in page
        assert 'alt="4 週至少回答了 4 天' in page
        assert "抽動的日子" in browser.get(weeks_on(shown), headers=TAIWAN).content.decode()
        assert not re.search(r"[\u4e00-\u9fff]", english)

    def test_of_an_empty_diary_keeps_its_boxes(self, eve: User) -> None:
        page = opened(give(eve)[1]).get(PROFILE)

        assert page.content.decode().count('<section class="box"') == 10
        assert page.context["name"] == "eve"

    def test_prints_what_was_typed_as_it_was_typed(self, kept: User) -> None:
        User.objects.filter(pk=kept.pk).update(name="<script>alert(1)</script>")
        text = opened(give(kept)[1]).get(PROFILE).content.decode()

        assert "&lt;script&gt;alert(1)" in text
        assert "<script>" not in text


class TestClosed:
    def test_whatever_opens_nothing_gets_the_same_answer(self, kept: User, clock: Any) -> None:
        link, token = give(kept)
        over, over_token = give(kept, days=1)
        browser = opened(token)
        cookie = cookie_of(browser)
        was_open = [opened(over_token)]
        clock.shift(timedelta(days=1))
        revoked, revoked_token = give(kept)
        was_open.append(opened(revoked_token))
        shares.revoke(diary=kept.diary, id=revoked.pk, by=kept, now=NOW)
        answers = [
            *(post(Client(), wrong) for wrong in ("", "x", "#", "\0", token[:-1], token.swapcase(), token + "A")),
            *(post(Client(), gone) for gone in (over_token, revoked_token)),
            *(one.get(page) for one in was_open for page in PAGES),
            *(Client().get(page) for page in PAGES),
            *(with_cookie(wrong).get(PROFILE) for wrong in tampered(cookie, link, over)),
            *(Client().get(f"/share/{wrong}") for wrong in ("x/", f"{token}/", "x/../admin", "profile", "figures/")),
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        told = [{name: value for name, value in one.headers.items() if name != "Twitch-Request"} for one in answers]
        assert all(headers == told[0] for headers in told)  # but for the name that each request is given
        assert Opening.objects.count() == 0

    def test_a_page_that_is_open_is_closed_with_the_next_request(self, kept: User) -> None:
        link, token = give(kept)
        browser = opened(token)
        page = browser.get(PROFILE)
        shares.revoke(diary=kept.diary, id=link.pk, by=kept, now=NOW)

        assert {browser.get(address).status_code for address in [PROFILE, *parts(page)]} == {404}
        assert Opening.objects.count() == 1

    def test_a_closed_account_closes_its_links(self, kept: User) -> None:
        browser = opened(give(kept)[1])
        User.objects.filter(pk=kept.pk).update(is_active=False)

        assert browser.get(PROFILE).status_code == 404

    def test_a_figure_without_enough_days_or_of_an_unknown_name_is_not_there(self, eve: User) -> None:
        browser = opened(give(eve)[1])
        page = parts(browser.get(PROFILE))[0].partition("?")[2]
        addresses = ("weeks.svg?", "where.svg?", "face.svg?", "days.svg?theme=pink&")

        assert [browser.get(f"/share/figures/{address}{page}").status_code for address in addresses] == [404] * 4
        assert browser.get(f"/share/figures/days.svg?{page}").status_code == 200
        assert Opening.objects.count() == 1

    def test_a_figure_that_no_page_asks_for_is_not_there(self, kept: User) -> None:
        browser = opened(give(kept)[1])

        assert [browser.get(WEEKS + asked).status_code for asked in ("", "?page=", "?page=made-up")] == [404] * 3
        assert Opening.objects.count() == 0

    @pytest.mark.parametrize("address", ["/share/", *PAGES])
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_pages_are_only_looked_at(self, kept: User, address: str, method: str) -> None:
        assert getattr(opened(give(kept)[1]), method)(address).status_code == 405

    @pytest.mark.parametrize("address", ["/share/", PROFILE, PDF])
    def test_a_look_at_the_head_alone_is_answered_alike(self, kept: User, address: str) -> None:
        answer = opened(give(kept)[1]).head(address)

        assert (answer.status_code, answer.content) == (200, b"")


def tampered(cookie: str, link: ShareLink, other: ShareLink) -> list[str]:
    """Return the cookie of `link` as somebody might try to change it."""
    _, _, signed = cookie.partition(":")
    return ["", "x", str(link.pk), cookie[:-1], cookie.swapcase(), f"{other.pk}:{signed}", f"{cookie}:{signed}"]


class TestTwoLinks:
    def test_in_two_tabs_never_mix_two_peoples_pages(self, kept: User, eve: User) -> None:
        """The doctor's browser holds one cookie: the older page asks for its parts, and gets nothing of the other."""
        browser = opened(give(kept)[1])
        anas = browser.get(PROFILE)
        assert post(browser, give(eve)[1]).status_code == 303
        eves = browser.get(PROFILE)

        assert "Ana Nováková" not in eves.content.decode()
        assert {browser.get(address).status_code for address in parts(anas)} == {404}
        assert {browser.get(address).status_code for address in parts(eves)} == {200}

    def test_a_pages_own_name_opens_nothing_without_the_cookie(self, kept: User) -> None:
        page = opened(give(kept)[1]).get(PROFILE)

        assert {Client().get(address).status_code for address in parts(page)} == {404}


class TestHeaders:
    def test_every_answer_is_guarded(self, kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
        _, token = give(kept, pin=PIN)
        browser, strict = opened(token, PIN), Client(enforce_csrf_checks=True)
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"share": "6/min", "pages": "9/min"})
        cache.clear()
        answers = [
            *(browser.get(address) for address in ("/share/", "/share/open/", "/share/x/../admin", *PAGES)),
            browser.post(PROFILE),
            Client().get(PROFILE),
            strict.post("/share/open/"),
            Client(headers={"host": "evil.example"}).get(PROFILE),
            *(post(browser, one, pin) for one, pin in ((token, ""), (token, "0000"), ("x", ""), (token, PIN))),
            *(post(browser, "x") for _ in range(3)),
        ]
        cache.clear()

        assert {answer.status_code for answer in answers} == {200, 302, 303, 400, 403, 404, 405, 429}
        for answer in answers:
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert "no-store" in answer["Cache-Control"]
            assert "default-src 'none'" in answer["Content-Security-Policy"]

    def test_pages_say_it_to_robots_too(self, kept: User) -> None:
        for page in (Client().get("/share/"), opened(give(kept)[1]).get(PROFILE), Client().get(PROFILE)):
            assert '<meta name="robots" content="noindex">' in page.content.decode()

    def test_the_token_stands_in_no_address_and_no_log_line(self, kept: User, caplog: pytest.LogCaptureFixture) -> None:
        _, token = give(kept, pin=PIN)
        browser = Client()
        with caplog.at_level(logging.DEBUG):
            asked = post(browser, token)
            answers = [asked, post(browser, token, "0000"), post(browser, token, PIN), browser.get(PROFILE)]
            post(browser, token[:-1])
            logged = caplog.text
            browser.get(f"/share/{token}")
            browser.get(f"/share/%23{token}/")
        lines = [WithoutContents("{message}", style="{").format(record) for record in caplog.records]

        assert token not in logged
        assert token[:-1] not in logged
        assert len(lines) > 2
        assert not [line for line in lines if token[1:] in line]
        assert not [answer for answer in answers if token in str(answer.headers)]
        assert token not in answers[-1].content.decode()
        assert 'action="/share/open/"' in asked.content.decode()


class TestLog:
    def test_an_opening_is_written_once_with_its_figures_and_the_pdf_by_itself(self, kept: User) -> None:
        link, token = give(kept)
        browser = opened(token)
        page = browser.get(PROFILE)
        for address in parts(page):
            browser.get(address)
        lines = Opening.objects.order_by("number")

        assert [(line.what, line.share_link, line.reader) for line in lines] == [
            ("profile", link, None),
            ("profile_pdf", link, None),
        ]

    def test_a_figure_belongs_to_its_page_for_five_minutes(self, kept: User, clock: Any) -> None:
        browser = opened(give(kept)[1])
        figure = parts(browser.get(PROFILE))[-1]
        clock.shift(timedelta(seconds=299))
        browser.get(figure)
        assert Opening.objects.count() == 1
        clock.shift(timedelta(seconds=1))
        browser.get(figure)

        assert Opening.objects.count() == 2

    def test_who_only_tried_is_not_written_down(self, kept: User) -> None:
        _, token = give(kept, pin=PIN)
        post(Client(), token, "0000")
        Client().get(PROFILE)

        assert Opening.objects.count() == 0
