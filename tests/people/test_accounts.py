"""Signing up, in and out, by the pages and by a native client."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from rest_framework.test import APIClient

from config.settings import base
from people import second_factor
from people.models import Diary, User
from people.sessions import SessionStore
from tests.cast import PASSWORD
from tests.test_doors import all_rows

TARGETS = (
    "//evil.example", "///evil.example", "https:evil.example", "https:/evil.example", "https://evil.example",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "data:text/html,x",
    "//evil.example/%2e%2e",
    "/\t/evil.example", "\t//evil.example", "%0d%0aLocation:https://evil.example", "/x%0d%0aSet-Cookie:a=b",
    "/x\r\nLocation: https://evil.example", "http://testserver@evil.example/", "//testserver.evil.example",
)  # fmt: skip


def sign_up(client: Client, **fields: str) -> Any:
    return client.post("/accounts/signup/", {"username": "mei", "password1": PASSWORD, **fields})


def host_of(location: str) -> str:
    """Return where a browser goes: a backslash is a slash to it, and tabs and line ends are nothing."""
    told = location.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n")))
    return urlsplit(urljoin("http://testserver/accounts/login/", told)).netloc


class TestSignUp:
    def test_a_user_name_is_enough_and_opens_a_diary(self, client: Client, db: None) -> None:
        response = sign_up(client)

        assert (response.status_code, response["Location"]) == (302, "/")
        assert Diary.objects.get(owner__username="mei").change_counter == 0

    def test_the_name_for_the_doctor_is_kept(self, client: Client, db: None) -> None:
        sign_up(client, name="王小美")

        assert User.objects.get().shown_name == "王小美"

    def test_a_name_holds_nothing_that_nobody_sees(self, client: Client, db: None) -> None:
        sign_up(client, name=" Mei\n \u202eLin ")

        assert User.objects.get().name == "Mei Lin"

    @pytest.mark.parametrize(
        "password",
        ["lxqpvrzn", "correct horse battery staple", "左眼瞼痙攣的日記本子", "q" * 64 + "é", "7" * 128],
    )
    def test_a_password_may_be_anything_of_eight_characters_and_more(
        self, client: Client, db: None, password: str
    ) -> None:
        sign_up(client, password1=password)

        assert User.objects.get().check_password(password)

    @pytest.mark.parametrize(
        "password", ["lxqpvrz", "", "12345678", "qwertyuiop", "iloveyou", "mei-meimei", "MEI00000"]
    )
    def test_a_password_that_is_short_common_or_like_the_name_is_none(
        self, client: Client, db: None, password: str
    ) -> None:
        name = "mei-meimei" if "-" in password else "mei00000"

        assert sign_up(client, username=name, password1=password).status_code == 200
        assert not User.objects.exists()

    def test_a_password_is_kept_as_argon2(self, client: Client, db: None, settings: Any) -> None:
        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
        sign_up(client)
        stored = User.objects.get().password

        assert identify_hasher(stored).algorithm == "argon2"
        assert PASSWORD not in stored

    def test_an_older_hash_is_made_anew_at_the_next_sign_in(self, client: Client, ana: User, settings: Any) -> None:
        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS[::-1]
        ana.set_password(PASSWORD)
        ana.save()
        assert ana.password.startswith("pbkdf2_")
        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
        client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})

        assert User.objects.get(pk=ana.pk).password.startswith("argon2")

    def test_a_common_password_is_refused_in_words(self, client: Client, db: None) -> None:
        response = sign_up(client, password1="password123")

        assert response.status_code == 200
        assert "too common" in response.content.decode()
        assert not User.objects.exists()


class TestSignIn:
    def test_a_diarist_lands_on_the_phone(self, client: Client, ana: User) -> None:
        response = client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})

        assert (response.status_code, response["Location"]) == (302, "/")

    def test_a_clinician_lands_in_the_clinic(self, client: Client, dr_lin: User) -> None:
        response = client.post("/accounts/login/", {"login": "lin", "password": PASSWORD})
        assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/authenticate/")
        response = client.post(response["Location"], {"code": second_factor.digits(dr_lin)})

        assert (response.status_code, response["Location"]) == (302, "/clinic/")

    def test_a_clinician_who_began_at_the_root_lands_in_the_clinic_too(self, client: Client, dr_lin: User) -> None:
        client.post(client.get("/")["Location"], {"login": "lin", "password": PASSWORD})
        response = client.post("/accounts/2fa/authenticate/", {"code": second_factor.digits(dr_lin)})

        assert response["Location"] == "/clinic/"

    @pytest.mark.parametrize("target", TARGETS)
    def test_no_open_redirect(self, client: Client, ana: User, target: str) -> None:
        """Wherever `next` says where to go on: after signing in, out and up, and giving the password again."""
        forms = [
            ("/accounts/login/", {"login": "ana", "password": PASSWORD}),
            ("/accounts/reauthenticate/", {"password": PASSWORD}),
            ("/accounts/logout/", {}),
            ("/accounts/signup/", {"username": "mei", "password1": PASSWORD}),
        ]
        landed = [client.post(address, {**form, "next": target}) for address, form in forms]
        landed += [client.get(address, {"next": target}) for address in ("/accounts/login/", "/accounts/signup/")]

        assert {answer.status_code for answer in landed} == {302}
        assert {host_of(answer["Location"]) for answer in landed} == {"testserver"}
        assert not [answer for answer in landed if "Set-Cookie" in answer]

    def test_the_session_changes_its_name(self, client: Client, ana: User) -> None:
        client.get("/accounts/login/")
        before = client.session.session_key
        client.post("/accounts/login/", {"login": "ana", "password": PASSWORD})

        assert client.session.session_key != before

    def test_an_account_made_on_the_command_line_gets_its_diary(self, db: None) -> None:
        client = APIClient()
        client.force_login(User.objects.create_user("root", password=PASSWORD))

        assert client.get("/api/v1/account/").json()["username"] == "root"


class TestSignOut:
    def test_ends_the_session(self, as_ana: APIClient) -> None:
        as_ana.post("/accounts/logout/")

        assert as_ana.get("/api/v1/account/").status_code == 401


class TestNativeClient:
    def test_signs_in_for_a_session_token_that_opens_the_api(self, client: Client, ana: User) -> None:
        token, native = token_of_ana(client), APIClient()

        assert native.get("/api/v1/account/", HTTP_X_SESSION_TOKEN=token).json()["diary"] == str(ana.diary.reference)
        assert native.get("/api/v1/account/", HTTP_X_SESSION_TOKEN="x" + token).status_code == 401

    def test_is_signed_out_with_the_next_request_where_the_account_is_closed(self, client: Client, ana: User) -> None:
        token, native = token_of_ana(client), APIClient()
        ana.is_active = False
        ana.save()

        assert native.get("/api/v1/account/", HTTP_X_SESSION_TOKEN=token).status_code == 401

    def test_its_token_is_long_and_chance(self, ana: User) -> None:
        """A session's key is 32 letters and digits of 36: 165 bits."""
        tokens = {token_of_ana(Client()) for _ in range(20)}

        assert len(tokens) == 20
        assert {len(token) for token in tokens} == {32}
        assert all(SessionStore()._validate_session_key(token) for token in tokens)
        assert len(set("".join(tokens))) == 36

    def test_its_token_stands_in_no_table_no_address_and_no_log_line(
        self, ana: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            token = token_of_ana(Client())
            native = APIClient(HTTP_X_SESSION_TOKEN=token)
            answers = [
                native.get("/api/v1/account/"), native.get("/api/v1/nowhere/"), native.post("/api/v1/episodes/", {}),
                native.get("/_allauth/app/v1/auth/session"), native.get("/clinic/"),
            ]  # fmt: skip
        told = "".join(str(answer.headers) for answer in answers)

        assert answers[0].status_code == 200
        assert token not in str(all_rows())
        assert token not in told + caplog.text
        assert APIClient().get(f"/api/v1/account/?token={token}&X-Session-Token={token}").status_code == 401


def token_of_ana(client: Client) -> str:
    told = {"username": "ana", "password": PASSWORD}
    signed_in = client.post("/_allauth/app/v1/auth/login", told, content_type="application/json")
    return str(signed_in.json()["meta"]["session_token"])
