"""Signing up, in and out, by the pages and by a native client."""

from __future__ import annotations

from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from people import second_factor
from people.models import Diary, User
from tests.cast import PASSWORD


def sign_up(client: Client, **fields: str) -> Any:
    return client.post("/accounts/signup/", {"username": "mei", "password1": PASSWORD, **fields})


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

    def test_no_open_redirect(self, client: Client, ana: User) -> None:
        for target in ("//evil.example", "https:evil.example", "\\\\evil.example", "javascript:alert(1)"):
            response = client.post("/accounts/login/", {"login": "ana", "password": PASSWORD, "next": target})
            assert response["Location"] == "/"
            client.logout()

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


def token_of_ana(client: Client) -> str:
    told = {"username": "ana", "password": PASSWORD}
    signed_in = client.post("/_allauth/app/v1/auth/login", told, content_type="application/json")
    return str(signed_in.json()["meta"]["session_token"])
