"""
What is revoked is closed with the very next request: whatever opened a door, and whatever was made or kept before.

Each story first opens the doors, the printed page among them, which this process then keeps. The second knock brings
the tags of what was seen: nobody learns from a 304 that it is still the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from diary.services import erasure
from people.models import CareLink, Device, Member, User
from people.services import calendars, care_links, practices, shares
from people.sessions import hashed
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.either  # what either database answers alike

PRINTED: Final = "/api/v1/reports/profile.pdf"
HERS: Final = (PRINTED, "/api/v1/episodes/", "/api/v1/sync/changes/", "/api/v1/exports/json/")
PAGES: Final = ("", "profile.pdf", "profile.png", "drawer/", "limits/")
SHARED: Final = ("/share/profile/", "/share/profile.pdf")
Act = Callable[..., object]


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _kept(ana: User) -> None:
    cast.twitch(ana.diary, note="on the tram")


def knock(client: Client, addresses: tuple[str, ...], tags: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the answer at each address; with `tags` as one asks who has seen what is there."""
    told = {
        address: client.get(address, headers={"If-None-Match": (tags or {}).get(address, "")}) for address in addresses
    }
    for answer in told.values():
        answer.getvalue()
    return told


def after(client: Client, addresses: tuple[str, ...], act: Act, **given: Any) -> set[int]:
    """Open every door, let somebody act, knock again; return what is said then."""
    seen = knock(client, addresses)
    assert {answer.status_code for answer in seen.values()} == {200}
    act(**given)
    tags = {address: answer.headers.get("ETag", "") for address, answer in seen.items()}
    return {answer.status_code for answer in knock(client, addresses, tags).values()}


def signed_in_on_a_page(ana: User) -> tuple[Client, str]:
    client = Client()
    client.post("/accounts/login/", {"login": "ana", "password": cast.PASSWORD})
    return client, client.cookies["sessionid"].value


def signed_in_natively(ana: User) -> tuple[Client, str]:
    said = {"username": "ana", "password": cast.PASSWORD}
    told = Client().post("/_allauth/app/v1/auth/login", said, "application/json").json()
    token = told["meta"]["session_token"]
    return Client(headers={"X-Session-Token": token}), token


def elsewhere(ana: User) -> Client:
    """Return another device of hers."""
    client = Client()
    client.force_login(ana)
    return client


def sign_out_from_afar(ana: User, key: str, **_: Any) -> None:
    here = Device.objects.get(session_key=hashed(key))
    assert elsewhere(ana).delete(f"/api/v1/devices/{here.reference}/").status_code == 204


def change_the_password(ana: User, **_: Any) -> None:
    words = {"oldpassword": cast.PASSWORD, "password1": "another-corner", "password2": "another-corner"}
    answer = elsewhere(ana).post("/accounts/password/change/", words)
    assert answer.status_code == 302
    assert User.objects.get(pk=ana.pk).check_password("another-corner")


def close_the_account(ana: User, **_: Any) -> None:
    User.objects.filter(pk=ana.pk).update(is_active=False)


def erase_everything(ana: User, **_: Any) -> None:
    erasure.erase(user=User.objects.get(pk=ana.pk), by=ana, now=NOW)


def wait_sixty_days(clock: Any, **_: Any) -> None:
    clock.shift(timedelta(days=60, seconds=1))


class TestSession:
    @pytest.mark.parametrize(
        "act", [sign_out_from_afar, change_the_password, close_the_account, erase_everything, wait_sixty_days]
    )
    @pytest.mark.parametrize("sign_in", [signed_in_on_a_page, signed_in_natively])
    def test_opens_nothing_more(self, ana: User, clock: Any, sign_in: Callable[..., Any], act: Act) -> None:
        client, key = sign_in(ana)

        assert after(client, HERS, act, ana=ana, key=key, clock=clock) == {401}

    def test_that_signed_itself_out_opens_nothing_more(self, ana: User) -> None:
        browser, _ = signed_in_on_a_page(ana)
        native, _ = signed_in_natively(ana)
        cookie = browser.cookies["sessionid"].value

        def leave() -> None:
            browser.post("/accounts/logout/")
            browser.cookies["sessionid"] = cookie

        assert after(browser, HERS, leave) == {401}
        assert after(native, HERS, lambda: native.delete("/_allauth/app/v1/auth/session")) == {401}

    def test_however_often_it_is_used_ends_sixty_days_after_the_password(self, ana: User, clock: Any) -> None:
        client = signed_in_on_a_page(ana)[0]
        told = []
        for _ in range(7):
            clock.shift(timedelta(days=10))
            told.append(client.get("/api/v1/account/").status_code)

        assert told == [200] * 5 + [401] * 2


def revoke(ana: User, **_: Any) -> None:
    care_links.revoke(diary=ana.diary, id=CareLink.objects.get().pk, by=ana, now=NOW)


def pause(ana: User, **_: Any) -> None:
    care_links.change(diary=ana.diary, id=CareLink.objects.get().pk, fields={"paused": True}, by=ana, now=NOW)


def end(clock: Any, **_: Any) -> None:
    CareLink.objects.update(until=NOW + timedelta(seconds=1))
    clock.shift(timedelta(seconds=1))


def leave(wu: User, **_: Any) -> None:
    practices.leave(practice=cast.practice(), user=wu, now=NOW)


def lower(wu: User, dr_lin: User, **_: Any) -> None:
    member = Member.objects.get(user=wu, left_at=None)
    told = cast.signed_in_to_work(dr_lin).post(f"/clinic/practice/members/{member.pk}/role/", {"role": "assistant"})
    assert told.status_code == 302


def close_their_account(wu: User, **_: Any) -> None:
    close_the_account(wu)


def lose_the_second_factor(wu: User, **_: Any) -> None:
    Authenticator.objects.filter(user=wu).delete()


def sign_out_at_work(wu: User, **_: Any) -> None:
    Device.objects.filter(user=wu).delete()


class TestConsent:
    """Dr Wu, a colleague of Dr Lin's, has the page, the picture and the PDF open."""

    @pytest.mark.parametrize(
        ("act", "answer"),
        [
            (revoke, 404), (pause, 404), (end, 404), (erase_everything, 404), (leave, 404), (lower, 404),
            (close_their_account, 302), (lose_the_second_factor, 302), (sign_out_at_work, 302),
        ],
    )  # fmt: skip
    def test_opens_nothing_more(self, ana: User, dr_lin: User, clock: Any, act: Act, answer: int) -> None:
        wu = cast.clinician("wu", "Dr Wu")
        practices.join(practice=cast.practice(), user=wu, now=NOW - timedelta(days=20))
        cast.consent(ana.diary, now=NOW - timedelta(days=9))
        client = cast.signed_in_to_work(wu)
        pages = tuple(f"/clinic/diaries/{ana.diary.reference}/{part}" for part in PAGES)

        assert after(client, pages, act, ana=ana, wu=wu, dr_lin=dr_lin, clock=clock) == {answer}
        assert str(ana.diary.reference) not in client.get("/clinic/").content.decode()


def revoke_the_link(ana: User, link: Any, **_: Any) -> None:
    shares.revoke(diary=ana.diary, id=link.pk, by=ana, now=NOW)


def wait_a_week(clock: Any, **_: Any) -> None:
    clock.shift(timedelta(days=7))


def wait_an_hour(clock: Any, **_: Any) -> None:
    clock.shift(timedelta(hours=1, seconds=1))


def guess_the_pin(token: str, **_: Any) -> None:
    for pin in ("0000", "1111", "2222", "3333", "4444"):
        Client().post("/share/open/", {"link": token, "pin": pin})


class TestShareLink:
    @pytest.mark.parametrize(
        "act", [revoke_the_link, wait_a_week, wait_an_hour, guess_the_pin, close_the_account, erase_everything]
    )
    def test_opens_nothing_more(self, ana: User, clock: Any, act: Act) -> None:
        link, token = shares.give(
            diary=ana.diary, by=ana, now=NOW, first=NOW.date() - timedelta(days=9), last=NOW.date(), pin="2468"
        )
        browser = Client()
        browser.post("/share/open/", {"link": token, "pin": "2468"})

        assert after(browser, SHARED, act, ana=ana, link=link, token=token, clock=clock) == {404}


def close_the_address(ana: User, **_: Any) -> None:
    calendars.close(diary=ana.diary, by=ana, now=NOW)


def make_another(ana: User, **_: Any) -> None:
    calendars.make(diary=ana.diary, by=ana, now=NOW, language="en")


class TestCalendarAddress:
    @pytest.mark.parametrize("act", [close_the_address, make_another, close_the_account, erase_everything])
    def test_opens_nothing_more(self, ana: User, act: Act) -> None:
        _, token = calendars.make(diary=ana.diary, by=ana, now=NOW, language="en")

        assert after(Client(), (f"/api/v1/calendar/{token}.ics",), act, ana=ana) == {404}
