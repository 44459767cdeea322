"""Requests that a library would stumble over get an answer of ours."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from config.wsgi import application
from diary.services import erasure
from people.errors import NotOpen
from people.models import User
from people.services import accounts
from tests import cast

LOGIN = "/_allauth/app/v1/auth/login"
NASTY = [b'{"username": "\\ud800", "password": "x"}', b"[" * 100_000, b"9" * 5_000, b"{", b"\xff"]


class TestHeadlessAccounts:
    @pytest.mark.parametrize("body", NASTY)
    @pytest.mark.parametrize("address", [LOGIN, "/_allauth/app/v1/auth/signup"])
    def test_refuse_a_body_that_is_none(self, client: Client, db: None, address: str, body: bytes) -> None:
        response = client.post(address, body, content_type="application/json")

        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")

    def test_a_body_that_is_too_large(self, client: Client, db: None) -> None:
        response = client.post(LOGIN, b'"' + b"x" * 1_500_000 + b'"', content_type="application/json")

        assert (response.status_code, response.json()["code"]) == (413, "too_large")

    @pytest.mark.parametrize("verb", ["get", "put", "patch", "delete", "options"])
    def test_offer_no_telephone_number(self, client: Client, db: None, verb: str) -> None:
        assert getattr(client, verb)("/_allauth/app/v1/account/phone").status_code == 404


class TestStrangeRequests:
    @pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/share/open/"])
    def test_ten_thousand_fields_are_too_many(self, client: Client, db: None, address: str) -> None:
        fields = {f"field{number}": "x" for number in range(10_000)}

        assert client.post(address, fields).status_code == 400

    @pytest.mark.parametrize("key", ["\\000bcdefghijklmnop", "a" * 5_000, "é" * 32, "' OR 1=1 --------"])
    def test_a_key_that_is_none_is_no_session(self, client: Client, db: None, key: str) -> None:
        client.cookies["sessionid"] = key

        assert client.get("/api/v1/account/").status_code == 401
        assert client.get("/api/v1/account/", HTTP_X_SESSION_TOKEN=key).status_code == 401

    def test_a_content_type_that_cannot_be_read_counts_as_none(self, db: None) -> None:
        said: list[str] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "testserver", "SERVER_PORT": "80",
            "CONTENT_TYPE": "a/b; charset*=bogus'a'b", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        }  # fmt: skip
        application(environ, lambda line, headers, exc_info=None: said.append(line))

        assert said == ["200 OK"]

    def test_deep_nesting_in_a_field_that_is_passed_over(self, as_ana: APIClient) -> None:
        body = '{"started_at": "2026-11-20T10:00:00Z", "time_zone": "UTC", "id": ' + "[" * 100_000 + "}"
        response = as_ana.put(f"/api/v1/episodes/{uuid4()}/", body, content_type="application/json")

        assert (response.status_code, response.json()["code"]) == (400, "malformed_json")

    @pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "rot13", "undefined", "punycode", "hex", "\u20ac"])
    def test_a_charset_that_reads_nothing_counts_as_none(self, db: None, charset: str) -> None:
        environ = RequestFactory().get("/healthz?a=b").environ | {"CONTENT_TYPE": f"text/plain; charset={charset}"}
        told: list[str] = []
        application(environ, lambda status, headers, exc_info=None: told.append(status))

        assert told == ["200 OK"]

    def test_nobody_has_a_name_of_fifty_thousand_letters(self, db: None) -> None:
        said = {"username": "a" * 50_001, "password": "x"}
        response = APIClient().post("/_allauth/app/v1/auth/login", said, format="json")

        assert response.status_code == 400

    def test_an_account_that_was_erased_cannot_be_renamed(self, ana: User) -> None:
        known = User.objects.get(pk=ana.pk)
        erasure.erase(user=ana, by=ana, now=cast.NOW)

        with pytest.raises(NotOpen):
            accounts.rename(user=known, name="Ana")

    @pytest.mark.parametrize("address", ["/api/v1/reports/profile.pdf", "/api/v1/episodes/"])
    def test_options_are_not_offered(self, as_ana: APIClient, address: str) -> None:
        assert as_ana.options(address).status_code == 405

    def test_an_address_without_its_slash_is_no_redirect(self, as_ana: APIClient) -> None:
        response = as_ana.post("/api/v1/care-links", {"code": "LINNEURO"}, format="json")

        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")

    def test_a_busy_database_says_when_to_come_again(self, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
        def busy(**kwargs: object) -> None:
            raise OperationalError("database is locked")

        monkeypatch.setattr("diary.services.facts.withdraw", busy)
        client = APIClient(raise_request_exception=False)
        client.force_login(ana)
        response = client.delete(f"/api/v1/episodes/{uuid4()}/")

        assert (response.status_code, response["Retry-After"]) == (503, "2")


def test_static_files_are_for_this_origin(client: Client, db: None) -> None:
    response = client.get("/static/house/base.css")

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response
    assert "default-src 'none'" in response["Content-Security-Policy"]
    response.close()
