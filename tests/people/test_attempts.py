"""Getting in by trying: limits for a name and for an address, alike for who is there and who is not."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client

from config.settings import base
from people import second_factor
from people.models import User
from tests import cast
from tests.together import together

pytestmark = pytest.mark.either
LOGIN, HEADLESS, RESET = "/accounts/login/", "/_allauth/app/v1/auth/login", "/accounts/password/reset/"
WRONG = "not-the-corner"
AWAY = "192.0.2.{}"


@pytest.fixture(autouse=True)
def as_in_production(settings: Any) -> Any:
    """Count attempts; the other tests are not counted."""
    settings.ACCOUNT_RATE_LIMITS = getattr(base, "ACCOUNT_RATE_LIMITS", {})
    return settings


def sign_in(name: str, password: str = WRONG, address: str = AWAY.format(1), **headers: str) -> Any:
    client = Client(REMOTE_ADDR=address, headers=headers or None)
    return client.post(LOGIN, {"login": name, "password": password})


def headless(name: str, password: str = WRONG, address: str = AWAY.format(1)) -> Any:
    return Client(REMOTE_ADDR=address).post(HEADLESS, {"username": name, "password": password}, "application/json")


def statuses(ask: Callable[[int], Any], times: int) -> list[int]:
    return [ask(number).status_code for number in range(times)]


class TestPassword:
    def test_the_eleventh_failure_of_an_address_is_told_to_wait(self, ana: User) -> None:
        told = statuses(lambda number: sign_in(f"somebody{number}"), 11)
        last = sign_in("ana", cast.PASSWORD)

        assert told == [200] * 10 + [429]
        assert (last.status_code, last["Retry-After"]) == (429, "300")
        assert "Too many failed login attempts" in last.content.decode()
        assert sign_in("ana", cast.PASSWORD, AWAY.format(2)).status_code == 302

    def test_the_sixth_failure_of_a_name_is_told_to_wait_wherever_it_comes_from(self, ana: User, eve: User) -> None:
        told = statuses(lambda number: sign_in("ana", address=AWAY.format(number)), 6)

        assert told == [200] * 5 + [429]
        assert sign_in("ANA ", cast.PASSWORD, AWAY.format(8)).status_code == 429
        assert sign_in("eve", cast.PASSWORD, AWAY.format(9)).status_code == 302

    def test_of_a_native_client_counts_with_the_others(self, ana: User) -> None:
        told = statuses(lambda number: headless("ana", address=AWAY.format(number)), 5)
        last = headless("ana", cast.PASSWORD, AWAY.format(7))

        assert told == [400] * 5
        assert (last.status_code, last["Retry-After"], last.json()) == (429, "300", {"status": 429})
        assert sign_in("ana", cast.PASSWORD, AWAY.format(8)).status_code == 429

    def test_of_thirty_attempts_a_minute_the_next_is_none_whatever_it_says(self, ana: User) -> None:
        told = statuses(lambda number: sign_in("ana", cast.PASSWORD), 31)
        last = sign_in("ana", cast.PASSWORD)

        assert told == [302] * 30 + [429]
        assert (last.status_code, last["Retry-After"]) == (429, "60")
        assert "This was tried too often" in last.content.decode()
        assert headless("ana", cast.PASSWORD)["Retry-After"] == "60"

    def test_a_made_up_way_of_proxies_hides_no_address(self, ana: User) -> None:
        told = statuses(lambda number: sign_in(f"n{number}", **{"X-Forwarded-For": AWAY.format(number)}), 11)

        assert told == [200] * 10 + [429]

    def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(self, ana: User, as_in_production: Any) -> None:
        as_in_production.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        way = "198.51.100.{}, 203.0.113.9"
        told = statuses(lambda number: sign_in(f"n{number}", **{"X-Forwarded-For": way.format(number)}), 11)

        assert told == [200] * 10 + [429]
        assert sign_in("ana", cast.PASSWORD, **{"X-Forwarded-For": "203.0.113.9, 203.0.113.8"}).status_code == 302

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(
        ("attempt", "limit"),
        [
            (lambda number: sign_in(f"somebody{number}"), 10),
            (lambda number: sign_in("ana", address=AWAY.format(number)), 5),
        ],
        ids=["of an address", "of a name"],
    )
    def test_fifty_at_once_are_no_more_than_one_after_the_other(
        self, attempt: Callable[[int], Any], limit: int
    ) -> None:
        cast.ana()
        told: list[int] = []
        together([lambda number=number: told.append(attempt(number).status_code) for number in range(50)])  # type: ignore[misc]

        assert sorted(set(told)) == [200, 429]
        assert told.count(200) <= limit + 1


class TestAgain:
    """Asked for the password or the code again, in a session that is open."""

    @pytest.mark.parametrize(
        ("address", "asked"),
        [("/accounts/reauthenticate/", {"password": WRONG}), ("/accounts/2fa/reauthenticate/", {"code": "000000"})],
    )
    def test_the_sixth_failure_is_told_to_wait(self, dr_lin: User, address: str, asked: dict[str, str]) -> None:
        client = Client()
        client.force_login(dr_lin)
        told = statuses(lambda number: client.post(address, asked), 6)

        assert told == [200] * 5 + [429]
        assert client.post(address, asked)["Retry-After"] == "300"

    def test_wrong_codes_shut_out_the_right_one_for_a_while(self, dr_lin: User) -> None:
        client = Client()
        client.post(LOGIN, {"login": "lin", "password": cast.PASSWORD})
        told = statuses(lambda number: client.post("/accounts/2fa/authenticate/", {"code": "000000"}), 5)
        right = client.post("/accounts/2fa/authenticate/", {"code": second_factor.digits(dr_lin)})

        assert told == [200] * 5
        assert right.status_code == 429
        assert client.get("/clinic/").status_code == 302

    def test_a_code_opens_one_session_only(self, dr_lin: User) -> None:
        code = second_factor.digits(dr_lin)
        landed = []
        for _ in range(2):
            client = Client()
            client.post(LOGIN, {"login": "lin", "password": cast.PASSWORD})
            client.post("/accounts/2fa/authenticate/", {"code": code})
            landed.append(client.get("/clinic/").status_code)

        assert landed == [200, 302]


class TestWhoIsNotThere:
    def test_gets_the_same_words(self, ana: User) -> None:
        pages = [sign_in(name).content.decode().replace(f'value="{name}"', "") for name in ("ana", "nobody")]
        answers = [headless(name).content for name in ("ana", "nobody")]

        assert re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", pages[0]) == re.sub(
            r'name="csrfmiddlewaretoken"[^>]*', "", pages[1]
        )
        assert answers[0] == answers[1]

    def test_costs_the_same_work(self, ana: User, settings: Any) -> None:
        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
        settings.ACCOUNT_RATE_LIMITS = False
        ana.set_password(cast.PASSWORD)
        ana.save()
        took: dict[str, list[float]] = {"ana": [], "nobody": []}
        for name in (*took, *list(took) * 7):  # the first two are not counted
            began = time.process_time()
            sign_in(name)
            took[name].append(time.process_time() - began)
        known, unknown = (statistics.median(seconds[1:]) for seconds in took.values())

        assert unknown == pytest.approx(known, rel=0.2)


class TestForgottenPassword:
    @pytest.fixture(autouse=True)
    def _address(self, ana: User) -> None:
        EmailAddress.objects.create(user=ana, email="ana@example.org", verified=True, primary=True)

    def link_in(self, mail: EmailMessage) -> str:
        found = re.search(r"https?://\S+/key/\S+", str(mail.body))
        assert found is not None
        return found[0]

    def ask(self, email: str, number: int = 1, headers: dict[str, str] | None = None) -> Any:
        return Client(REMOTE_ADDR=AWAY.format(number), headers=headers).post(RESET, {"email": email})

    def test_is_answered_alike_whoever_has_the_address(self) -> None:
        answers = [self.ask(email) for email in ("ana@example.org", "nobody@example.org")]

        assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1

    def test_its_link_works_once_and_ends_every_session(self, ana: User, mailoutbox: list[EmailMessage]) -> None:
        signed_in = Client()
        signed_in.force_login(ana)
        self.ask("ana@example.org")
        path = self.link_in(mailoutbox[0]).partition("testserver")[2]
        answers = []
        for password in ("another-corner", "a-third-corner"):
            client = Client()
            form = client.get(path, follow=True)
            answers.append(client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}))

        assert [one.status_code for one in answers] == [302, 200]
        assert User.objects.get(pk=ana.pk).check_password("another-corner")
        assert signed_in.get("/api/v1/account/").status_code == 401

    def test_its_link_names_this_house_whatever_the_request_says(self, mailoutbox: list[EmailMessage]) -> None:
        evil = self.ask("ana@example.org", headers={"Host": "evil.example"})
        self.ask("ana@example.org", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})

        assert evil.status_code == 400
        assert [self.link_in(mail).partition("/accounts/")[0] for mail in mailoutbox] == ["http://testserver"]

    def test_mail_is_asked_for_only_so_often(self) -> None:
        by_address = statuses(lambda number: self.ask(f"{number}@example.org"), 21)
        by_person = [self.ask("ana@example.org", number) for number in range(2, 8)]

        assert by_address == [302] * 20 + [429]
        assert [one.status_code for one in by_person] == [302] * 5 + [429]
        assert by_person[-1]["Retry-After"] == "60"


def test_nobody_makes_accounts_by_the_hundred(db: None) -> None:
    told = statuses(lambda number: Client().post("/accounts/signup/", {"username": f"n{number}", "password1": "x"}), 21)

    assert told == [200] * 20 + [429]
