"""Who works at a practice: invitations, roles, leaving; and the second factor without which no diary opens."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from people import second_factor
from people.errors import NotOpen, Refusal
from people.models import Diary, Invitation, Member, User
from people.services import practices
from tests import cast

pytestmark = pytest.mark.either  # what either database answers alike

Role = Member.Role


def member(user: User) -> Member:
    return Member.objects.get(user=user, left_at=None)


def link_in(response: Any) -> str:
    found = re.search(r'id="made-link" readonly value="([^"]+)"', response.content.decode())
    assert found is not None
    return unescape(found[1])


def invited(as_owner: Client, role: str = Role.CLINICIAN) -> str:
    """Let the owner make an invitation; return its link."""
    return link_in(as_owner.post("/clinic/practice/invitations/", {"label": "Dr Wu", "role": role}))


def joined(as_owner: Client, role: str) -> tuple[User, Client]:
    colleague = cast.clinician(f"wu.{role}", "Dr Wu")
    client = cast.signed_in_to_work(colleague)
    assert client.post("/clinic/join/", {"link": invited(as_owner, role)}).status_code == 302
    return colleague, client


@pytest.fixture
def opened(ana: User, dr_lin: User) -> User:
    cast.consent(ana.diary, now=timezone.now())
    return ana


class TestInvitations:
    def test_let_one_person_in_once_in_the_role_that_was_given(self, as_dr_lin: Client, opened: User) -> None:
        colleague, client = joined(as_dr_lin, Role.CLINICIAN)
        again = cast.signed_in_to_work(cast.clinician("third")).post("/clinic/join/", {"link": "used already"})

        assert member(colleague).role == Role.CLINICIAN
        assert client.get(f"/clinic/diaries/{opened.diary.reference}/").status_code == 200
        assert again.status_code == 404

    def test_used_once_open_nothing_more(self, as_dr_lin: Client) -> None:
        link = invited(as_dr_lin)
        answers = [
            cast.signed_in_to_work(cast.person(name)).post("/clinic/join/", {"link": link}).status_code
            for name in ("first", "second")
        ]

        assert answers == [302, 404]
        assert Member.objects.filter(user__username="second").count() == 0

    def test_keep_only_a_hash_of_the_secret(self, as_dr_lin: Client) -> None:
        token = invited(as_dr_lin).partition("#")[2]
        row = Invitation.objects.values().get()

        assert len(token) >= 32
        assert token not in str(row)

    def test_run_out_and_can_be_taken_back(self, as_dr_lin: Client, eve: User, dr_lin: User) -> None:
        old, back = invited(as_dr_lin), invited(as_dr_lin)
        first, second = Invitation.objects.order_by("made_at")
        Invitation.objects.filter(pk=first.pk).update(
            made_at=timezone.now() - timedelta(days=8), expires_at=timezone.now() - timedelta(days=1)
        )
        as_dr_lin.post(f"/clinic/practice/invitations/{second.pk}/take-back/")
        client = cast.signed_in_to_work(eve)

        assert [client.post("/clinic/join/", {"link": one}).status_code for one in (old, back)] == [404, 404]

    def test_of_another_practice_are_not_taken_back(self, as_dr_lin: Client) -> None:
        stranger = cast.clinician("stranger")
        practices.open_practice(name="Elsewhere", by=stranger, now=timezone.now())
        invited(cast.signed_in_to_work(stranger))
        theirs = Invitation.objects.get()

        assert as_dr_lin.post(f"/clinic/practice/invitations/{theirs.pk}/take-back/").status_code == 404
        assert Invitation.objects.open(timezone.now()).get() == theirs

    def test_change_nothing_for_who_works_there_already(self, as_dr_lin: Client, dr_lin: User) -> None:
        as_dr_lin.post("/clinic/join/", {"link": invited(as_dr_lin, Role.ASSISTANT)})

        assert member(dr_lin).role == Role.OWNER

    def test_ask_a_stranger_to_sign_in_first(self, as_dr_lin: Client) -> None:
        response = Client().post("/clinic/join/", {"link": invited(as_dr_lin)})

        assert response["Location"] == "/accounts/login/?next=/clinic/join/"
        assert Invitation.objects.open(timezone.now()).count() == 1

    @pytest.mark.parametrize(
        ("label", "role"), [("", "clinician"), ("x" * 101, "clinician"), ("Wu", "king"), ("Wu\0", "owner"), ("Wu", "")]
    )
    def test_of_nonsense_are_not_made(self, as_dr_lin: Client, label: str, role: str) -> None:
        assert as_dr_lin.post("/clinic/practice/invitations/", {"label": label, "role": role}).status_code == 400
        assert not Invitation.objects.exists()

    def test_show_a_label_as_it_was_written(self, as_dr_lin: Client) -> None:
        text = as_dr_lin.post(
            "/clinic/practice/invitations/", {"label": "<script>alert(1)</script>", "role": "clinician"}
        ).content.decode()

        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text

    @pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ASSISTANT])
    def test_are_made_by_an_owner_only(self, as_dr_lin: Client, role: str) -> None:
        _, client = joined(as_dr_lin, role)
        response = client.post("/clinic/practice/invitations/", {"label": "A friend", "role": "owner"})

        assert response.status_code == 403
        assert not Invitation.objects.open(timezone.now()).exists()


class TestRoles:
    def test_an_assistant_sees_names_and_no_diary(self, as_dr_lin: Client, opened: User) -> None:
        _, client = joined(as_dr_lin, Role.ASSISTANT)
        panel = client.get("/clinic/").content.decode()

        assert "Ana Nováková" in panel
        assert str(opened.diary.reference) not in panel
        for part in ("", "profile.png", "profile.pdf"):
            assert client.get(f"/clinic/diaries/{opened.diary.reference}/{part}").status_code == 404

    def test_a_clinician_made_an_assistant_reads_no_more(self, as_dr_lin: Client, opened: User) -> None:
        colleague, client = joined(as_dr_lin, Role.CLINICIAN)
        address = f"/clinic/diaries/{opened.diary.reference}/"
        assert client.get(address).status_code == 200

        as_dr_lin.post(f"/clinic/practice/members/{member(colleague).pk}/role/", {"role": Role.ASSISTANT})

        assert client.get(address).status_code == 404

    def test_a_removed_colleague_is_out_with_the_next_request(self, as_dr_lin: Client, opened: User) -> None:
        colleague, client = joined(as_dr_lin, Role.CLINICIAN)
        as_dr_lin.post(f"/clinic/practice/members/{member(colleague).pk}/remove/")

        assert client.get(f"/clinic/diaries/{opened.diary.reference}/").status_code == 404
        assert "You work at no practice yet" in client.get("/clinic/").content.decode()

    @pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ASSISTANT])
    def test_nobody_but_an_owner_changes_them(self, as_dr_lin: Client, dr_lin: User, role: str) -> None:
        colleague, client = joined(as_dr_lin, role)
        own, owners = member(colleague).pk, member(dr_lin).pk
        answers = [
            client.post(f"/clinic/practice/members/{own}/role/", {"role": Role.OWNER}).status_code,
            client.post(f"/clinic/practice/members/{owners}/role/", {"role": Role.ASSISTANT}).status_code,
            client.post(f"/clinic/practice/members/{owners}/remove/").status_code,
        ]

        assert answers == [403, 403, 403]
        assert (member(colleague).role, member(dr_lin).role) == (role, Role.OWNER)

    def test_another_practices_member_is_nobody_here(self, as_dr_lin: Client) -> None:
        stranger = cast.clinician("stranger")
        practices.open_practice(name="Elsewhere", by=stranger, now=timezone.now())
        pk = member(stranger).pk
        answers = [
            as_dr_lin.post(f"/clinic/practice/members/{pk}/{act}/", {"role": "assistant"}).status_code
            for act in ("role", "remove")
        ]

        assert answers == [404, 404]
        assert member(stranger).role == Role.OWNER

    def test_the_last_owner_stays(self, as_dr_lin: Client, dr_lin: User) -> None:
        pk = member(dr_lin).pk
        answers = [
            as_dr_lin.post("/clinic/practice/leave/").status_code,
            as_dr_lin.post(f"/clinic/practice/members/{pk}/remove/").status_code,
            as_dr_lin.post(f"/clinic/practice/members/{pk}/role/", {"role": Role.ASSISTANT}).status_code,
        ]

        assert answers == [409, 409, 409]
        assert member(dr_lin).role == Role.OWNER

    def test_an_owner_leaves_once_there_is_another(self, as_dr_lin: Client, dr_lin: User, opened: User) -> None:
        joined(as_dr_lin, Role.OWNER)
        as_dr_lin.post("/clinic/practice/leave/")

        assert not Member.objects.of(dr_lin).exists()
        assert not Diary.objects.visible_to(dr_lin, timezone.now()).exclude(owner=dr_lin).exists()

    def test_two_practices_are_two(self, as_dr_lin: Client, dr_lin: User, opened: User) -> None:
        other = practices.open_practice(name="Branch", by=dr_lin, now=timezone.now())

        assert "Ana Nováková" in as_dr_lin.get("/clinic/").content.decode()
        assert "Ana Nováková" not in as_dr_lin.get(f"/clinic/?practice={other.pk}").content.decode()
        assert as_dr_lin.get("/clinic/practice/?practice=999999").status_code == 404


class TestSecondFactor:
    def test_without_one_no_diary_opens_not_even_past_the_page(self, opened: User) -> None:
        doctor = cast.person("half")
        practices.join(practice=cast.practice(), user=doctor, now=timezone.now())
        client = cast.signed_in_to_work(doctor)
        response = client.get(f"/clinic/diaries/{opened.diary.reference}/")

        assert response["Location"].startswith("/clinic/second-factor/?next=")
        assert "Set up an app" in client.get(response["Location"]).content.decode()
        assert not Diary.objects.visible_to(doctor, timezone.now()).filter(pk=opened.diary.pk).exists()

    def test_a_session_from_before_it_has_to_give_it(self, opened: User, dr_lin: User) -> None:
        client = Client()
        client.force_login(dr_lin)
        response = client.get("/clinic/")
        assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fclinic%2F"

        response = client.post(response["Location"], {"code": second_factor.digits(dr_lin), "next": "/clinic/"})

        assert response["Location"] == "/clinic/"
        assert client.get("/clinic/").status_code == 200

    def test_the_password_said_once_more_is_none(self, opened: User, dr_lin: User) -> None:
        client = Client()
        client.force_login(dr_lin)
        client.post("/accounts/reauthenticate/?next=/clinic/", {"password": cast.PASSWORD})

        assert client.get("/clinic/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fclinic%2F"

    def test_a_wrong_code_opens_nothing(self, opened: User, dr_lin: User) -> None:
        client = Client()
        client.force_login(dr_lin)
        client.post("/accounts/2fa/reauthenticate/?next=/clinic/", {"code": "000000"})

        assert client.get("/clinic/").status_code == 302

    def test_set_up_in_this_session_is_not_asked_for_again(self, db: None) -> None:
        doctor = cast.person("new")
        practices.open_practice(name="New", by=doctor, now=timezone.now())
        client = Client()
        client.post("/accounts/login/", {"login": "new", "password": cast.PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
        code = second_factor.digits_of(page.context["form"].secret)
        done = client.post("/accounts/2fa/totp/activate/", {"code": code})

        assert done["Location"] == "/accounts/2fa/recovery-codes/"
        assert "data:" in page["Content-Security-Policy"]
        codes = client.get("/accounts/2fa/recovery-codes/")
        assert len(codes.context["unused_codes"]) == 10
        assert all(code in codes.content.decode() for code in codes.context["unused_codes"])
        assert client.get("/clinic/").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_setting_one_up_ends_the_sessions_from_before(self) -> None:
        doctor = cast.person("new")
        practices.open_practice(name="New", by=doctor, now=timezone.now())
        before, client = Client(), Client()
        for browser in (before, client):
            browser.post("/accounts/login/", {"login": "new", "password": cast.PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": cast.PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
        code = second_factor.digits_of(page.context["form"].secret)
        client.post("/accounts/2fa/totp/activate/", {"code": code})

        assert before.get("/accounts/2fa/totp/deactivate/")["Location"].startswith("/accounts/login/")
        assert client.get("/clinic/").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_setting_one_up_without_a_page_ends_them_too(self) -> None:
        doctor = cast.person("new")
        practices.open_practice(name="New", by=doctor, now=timezone.now())
        before, app, api = Client(), Client(), "/_allauth/app/v1/"
        before.post("/accounts/login/", {"login": "new", "password": cast.PASSWORD})
        told = app.post(f"{api}auth/login", {"username": "new", "password": cast.PASSWORD}, "application/json").json()
        token = {"X-Session-Token": told["meta"]["session_token"]}
        app.post(f"{api}auth/reauthenticate", {"password": cast.PASSWORD}, "application/json", headers=token)
        secret = app.get(f"{api}account/authenticators/totp", headers=token).json()["meta"]["secret"]
        code = {"code": second_factor.digits_of(secret)}
        done = app.post(f"{api}account/authenticators/totp", code, "application/json", headers=token)

        assert done.status_code == 200
        assert before.get("/accounts/2fa/totp/deactivate/")["Location"].startswith("/accounts/login/")

    def test_a_working_day_asks_again_however_busy(self, as_dr_lin: Client) -> None:
        start, told = timezone.now(), []
        for step in range(1, 27):  # a page every 29 minutes
            with time_machine.travel(start + timedelta(minutes=29 * step), tick=False):
                told.append(as_dr_lin.get("/clinic/practice/").status_code)

        assert told == [200] * 24 + [302] * 2

    def test_an_idle_half_hour_asks_again(self, as_dr_lin: Client) -> None:
        assert as_dr_lin.get("/clinic/").status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
            assert as_dr_lin.get("/clinic/").status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=60), tick=False):
            response = as_dr_lin.get("/clinic/")

        assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fclinic%2F"

    def test_a_part_of_a_page_sends_the_whole_page_to_prove_it(self, dr_lin: User) -> None:
        client = Client()
        client.force_login(dr_lin)
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/clinic/?lane=2"}
        response = client.get("/clinic/practice/", headers=headers)

        assert response["HX-Redirect"] == "/accounts/2fa/reauthenticate/?next=%2Fclinic%2F%3Flane%3D2"

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_the_way_back_leads_nowhere_else(self, as_dr_lin: Client, target: str) -> None:
        page = as_dr_lin.get("/clinic/second-factor/", {"next": target})

        assert page.status_code == 200
        assert target not in unescape(page.content.decode())


class TestServices:
    def test_two_owners_who_leave_at_once_leave_one(self, dr_lin: User, eve: User) -> None:
        at = cast.practice()
        practices.join(practice=at, user=eve, role=Role.OWNER, now=timezone.now())
        practices.leave(practice=at, user=eve, now=timezone.now())

        with pytest.raises(practices.LastOwner):
            practices.leave(practice=at, user=dr_lin, now=timezone.now())

    def test_fifty_open_invitations_are_enough(self, dr_lin: User) -> None:
        asked: Any = {"practice": cast.practice(), "role": "assistant", "by": dr_lin, "now": timezone.now()}
        for number in range(practices.INVITATIONS_MAX):
            practices.invite(label=str(number), **asked)

        with pytest.raises(Refusal, match="50 invitations are open"):
            practices.invite(label="one more", **asked)

    @pytest.mark.parametrize("token", ["", "x" * 5_000, "\0", "\ud800"])
    def test_a_token_of_nobody_opens_nothing(self, eve: User, token: str) -> None:
        with pytest.raises(NotOpen):
            practices.accept(token=token, by=eve, now=timezone.now())
