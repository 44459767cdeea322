"""What every answer carries, and what an error does not tell."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from config.logs import WithoutContents, without_secrets
from config.settings import base
from people import tokens
from people.models import User
from people.services import shares
from tests import cast

ADDRESSES = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/api/v1/account/",
    "/api/v1/nowhere/",
    "/clinic/",
    "/nowhere",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(as_ana: APIClient, address: str) -> None:
    response = as_ana.get(address)
    policy = response["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "public" not in response["Cache-Control"]


def test_an_unknown_address_of_the_api_is_a_problem(client: Client, db: None) -> None:
    response = client.get("/api/v1/nowhere/")

    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"


def test_no_page_of_another_origin_is_let_in(client: Client, db: None) -> None:
    response = client.get("/api/v1/vocabulary/", HTTP_ORIGIN="https://evil.example")

    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_told(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 200


def test_a_failure_says_nothing_of_what_was_inside(
    ana: User, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError(" ".join(("left lower lid,", "twitched at the", "funeral".upper())))

    monkeypatch.setattr("diary.services.facts.withdraw", fail)
    client = APIClient(raise_request_exception=False)
    client.force_login(ana)
    response = client.delete("/api/v1/episodes/0192f3a4-5b6c-7d8e-9f01-23456789abcd/")

    assert response.status_code == 500
    assert response.json()["code"] == "error"
    assert "FUNERAL" not in response.content.decode()
    assert "FUNERAL" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "address",
    ["/share/{}", "/share/%23{}", "/share//{}", "/share/open/{}", "/share%23{}", "/Share/a/{}", "/share/?link={}"],
)
def test_a_log_line_holds_no_token_of_a_link_however_its_address_was_mangled(address: str) -> None:
    token = tokens.fresh()

    assert token not in without_secrets(f"GET {address.format(token)} 404")
    assert "/api/v1/shares/0192f3a4-5b6c-7d8e-9f01-23456789abcd/" in without_secrets(
        "DELETE /api/v1/shares/0192f3a4-5b6c-7d8e-9f01-23456789abcd/ 204"
    )


def test_a_log_line_names_the_class_of_an_error_not_its_message() -> None:
    try:
        raise ValueError("a note of " + "Ana".upper())
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, (ValueError, error, error.__traceback__))
    line = WithoutContents("{message}", style="{").format(record)

    assert "ValueError" in line
    assert "ANA" not in line


class TestInProduction:
    """The tests speak plain HTTP; here the settings are those of a server."""

    HTTPS_ONLY = "max-age=63072000; includeSubDomains; preload"

    @pytest.fixture(autouse=True)
    def _as_there(self, settings: Any) -> None:
        for name in dir(base):
            if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "SHARE_COOKIE_")):
                setattr(settings, name, getattr(base, name))

    def test_cookies_go_by_https_to_this_host_only(self, ana: User) -> None:
        browser = Client()
        browser.post("/accounts/login/", {"login": "ana", "password": cast.PASSWORD}, secure=True)
        told = {name: cookie.OutputString() for name, cookie in browser.cookies.items()}

        assert set(told) == {"__Host-sessionid", "__Host-csrftoken"}
        for name, cookie in told.items():
            parts = [part.strip().lower() for part in cookie.split(";")[1:]]
            assert {"secure", "samesite=lax", "path=/"} <= set(parts)
            assert not [part for part in parts if part.startswith("domain")]
            assert ("httponly" in parts) is (name == "__Host-sessionid")

    def test_the_cookie_of_a_link_goes_to_its_pages_only(self, ana: User) -> None:
        now = timezone.now()
        _, token = shares.give(diary=ana.diary, by=ana, now=now, first=now.date(), last=now.date())
        browser = Client()
        browser.post("/share/open/", {"link": token}, secure=True)
        cookie = browser.cookies["__Secure-share"]

        assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
            True, True, "Strict", "/share/",
        )  # fmt: skip

    @pytest.mark.parametrize("address", [*ADDRESSES, "/share/", "/static/house/base.css", "/healthz"])
    def test_every_answer_says_to_come_by_https_for_two_years(self, ana: User, address: str) -> None:
        answer = Client().get(address, secure=True)
        answer.close()

        assert answer["Strict-Transport-Security"] == self.HTTPS_ONLY

    @pytest.mark.parametrize("address", [*ADDRESSES, "/share/", "/static/house/base.css"])
    def test_plain_http_is_sent_to_https_and_told_nothing(self, as_ana: APIClient, address: str) -> None:
        answer = as_ana.get(address)

        assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{address}")
        assert answer.content == b""
