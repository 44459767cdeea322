"""Account, devices, consents and share links, over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from people.access import open_diary
from people.errors import NotOpen
from people.models import Device, Opening, ShareLink, User
from people.services import openings, shares
from tests import cast
from tests.cast import NOW
from tests.reports.printed import qr_codes

ADDRESS = "/api/v1/shares/"
PERIOD = {"first": "2026-09-01", "last": "2026-11-20"}


def share(client: APIClient, **said: Any) -> Any:
    return client.post(ADDRESS, PERIOD | said, format="json")


class TestAccount:
    def test_the_name_can_be_changed_and_is_tidied(self, as_ana: APIClient) -> None:
        changed = as_ana.patch("/api/v1/account/", {"name": " Ana\tNov\u200bá "}, format="json")

        assert (changed.status_code, changed.json()["name"]) == (200, "Ana Nová")

    def test_a_name_longer_than_a_line_is_refused(self, as_ana: APIClient) -> None:
        refused = as_ana.patch("/api/v1/account/", {"name": "a" * 201}, format="json")

        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/name")


class TestDevices:
    def test_are_listed_with_this_one_marked(self, as_ana: APIClient, ana: User) -> None:
        APIClient().force_login(ana)
        found = as_ana.get("/api/v1/devices/").json()["results"]

        assert sorted(device["is_this"] for device in found) == [False, True]

    def test_signed_out_from_afar_the_next_request_is_refused(self, as_ana: APIClient, ana: User) -> None:
        other = APIClient()
        other.force_login(ana)
        there = next(one for one in as_ana.get("/api/v1/devices/").json()["results"] if not one["is_this"])

        assert other.get("/api/v1/account/").status_code == 200
        assert as_ana.delete(f"/api/v1/devices/{there['id']}/").status_code == 204
        assert other.get("/api/v1/account/").status_code == 401
        assert as_ana.get("/api/v1/account/").status_code == 200

    def test_of_somebody_else_look_like_none(self, as_ana: APIClient, as_eve: APIClient) -> None:
        theirs = as_eve.get("/api/v1/devices/").json()["results"][0]["id"]

        assert as_ana.delete(f"/api/v1/devices/{theirs}/").status_code == 404
        assert as_ana.delete(f"/api/v1/devices/{uuid4()}/").status_code == 404
        assert as_eve.get("/api/v1/account/").status_code == 200

    def test_the_table_cannot_be_used_to_sign_in(self, as_ana: APIClient) -> None:
        stolen = Device.objects.get().session_key
        thief = APIClient()
        thief.cookies["sessionid"] = stolen

        assert thief.get("/api/v1/account/").status_code == 401
        assert thief.get("/api/v1/account/", HTTP_X_SESSION_TOKEN=stolen).status_code == 401

    def test_signing_in_on_the_page_says_which_device_it_is(self, ana: User) -> None:
        browser = Client(headers={"user-agent": "Phone of Ana"})
        browser.post("/accounts/login/", {"login": "ana", "password": cast.PASSWORD})
        found = browser.get("/api/v1/devices/").json()["results"]

        assert [(device["name"], device["is_this"]) for device in found] == [("Phone of Ana", True)]
        assert found[0]["signed_in_at"] is not None

    def test_a_changed_password_ends_every_session(self, as_ana: APIClient, ana: User) -> None:
        ana.set_password("another corner of the mouth")
        ana.save()

        assert as_ana.get("/api/v1/account/").status_code == 401

    def test_a_closed_account_is_signed_out(self, as_ana: APIClient, ana: User) -> None:
        ana.is_active = False
        ana.save()

        assert as_ana.get("/api/v1/account/").status_code == 401


class TestPause:
    def test_closes_the_diary_at_once_and_opens_it_again(self, as_ana: APIClient, ana: User, dr_lin: User) -> None:
        link = cast.consent(ana.diary)
        address = f"/api/v1/care-links/{link.pk}/"

        def reads() -> bool:
            try:
                open_diary(reader=dr_lin, reference=ana.diary.reference, at=NOW + timedelta(days=1))
            except NotOpen:
                return False
            return True

        assert as_ana.patch(address, {"paused": True}, format="json").json()["paused"] is True
        assert not reads()
        assert as_ana.get("/api/v1/care-links/").json()["results"][0]["paused"] is True
        assert as_ana.patch(address, {"paused": False}, format="json").json()["paused"] is False
        assert reads()

    def test_scope_and_end_may_change(self, as_ana: APIClient, ana: User, dr_lin: User) -> None:
        link = cast.consent(ana.diary)
        address = f"/api/v1/care-links/{link.pk}/"
        changed = as_ana.patch(address, {"scope": "profile_and_log"}, format="json").json()
        refused = as_ana.patch(address, {"until": "2001-01-01T00:00:00Z"}, format="json")

        assert changed["scope"] == "profile_and_log"
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_end")

    def test_is_the_diarists_only(self, as_eve: APIClient, ana: User, dr_lin: User) -> None:
        link = cast.consent(ana.diary)

        assert as_eve.patch(f"/api/v1/care-links/{link.pk}/", {"paused": True}, format="json").status_code == 404


class TestShares:
    def test_a_link_shows_its_token_once(self, as_ana: APIClient) -> None:
        made = share(as_ana, label="Dr Müller", pin="2468")
        listed = as_ana.get(ADDRESS).json()["results"]

        assert made.status_code == 201
        assert (listed[0]["label"], listed[0]["has_pin"]) == ("Dr Müller", True)
        assert listed[0].keys().isdisjoint({"token", "address"})
        assert made.json()["token"] not in str(ShareLink.objects.values())

    def test_a_link_tells_the_address_to_give_out_with_its_token_behind_the_hash_sign(self, as_ana: APIClient) -> None:
        made = share(as_ana).json()

        assert made["address"] == f"http://testserver/share/#{made['token']}"

    def test_lasts_seven_days_unless_told_otherwise(self, as_ana: APIClient, ana: User) -> None:
        share(as_ana)
        link = ShareLink.objects.get()

        assert link.expires_at - link.made_at == timedelta(days=7)

    def test_opens_with_its_token_until_it_is_revoked_or_has_run_out(self, ana: User) -> None:
        link, token = shares.give(diary=ana.diary, by=ana, now=NOW, first=NOW.date(), last=NOW.date())

        assert shares.find(token=token, now=NOW + timedelta(days=6)) == link
        for at, wrong in ((timedelta(days=7), token), (timedelta(), token[:-1]), (timedelta(), token.swapcase())):
            with pytest.raises(NotOpen):
                shares.find(token=wrong, now=NOW + at)
        shares.revoke(diary=ana.diary, id=link.pk, by=ana, now=NOW)
        with pytest.raises(NotOpen):
            shares.find(token=token, now=NOW)

    def test_five_wrong_pins_close_it_for_good(self, ana: User) -> None:
        _, token = shares.give(diary=ana.diary, by=ana, now=NOW, pin="2468", first=NOW.date(), last=NOW.date())
        for _ in range(6):  # to open the page and be asked is no attempt
            with pytest.raises(shares.WrongPin):
                shares.find(token=token, now=NOW)
        for _ in range(4):
            with pytest.raises(shares.WrongPin):
                shares.find(token=token, pin="0000", now=NOW)
        shares.find(token=token, pin="2468", now=NOW)  # which forgives nobody's wrong ones
        with pytest.raises(shares.WrongPin):
            shares.find(token=token, pin="0000", now=NOW)
        with pytest.raises(NotOpen):
            shares.find(token=token, pin="2468", now=NOW)

    def test_one_that_wrong_pins_closed_is_listed_as_closed_and_counts_no_more(self, as_ana: APIClient) -> None:
        made = share(as_ana, pin="2468").json()
        ShareLink.objects.update(pin_failures=ShareLink.PIN_FAILURES_MAX)
        (listed,) = as_ana.get(ADDRESS).json()["results"]

        assert (made["is_closed"], listed["is_closed"]) == (False, True)
        assert ShareLink.objects.in_force(timezone.now()).count() == 0
        assert as_ana.delete(f"{ADDRESS}{listed['id']}/").status_code == 204
        assert as_ana.get(ADDRESS).json()["results"] == []

    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"last": "2026-08-31"}, "/last"),
            ({"first": "2020-01-01"}, "/last"),
            ({"expires_in_days": 91}, "/expires_in_days"),
            ({"expires_in_days": 0}, "/expires_in_days"),
            ({"pin": "123"}, "/pin"),
            ({"pin": "\N{FULLWIDTH DIGIT ONE}234"}, "/pin"),
            ({"pin": "12345678901234"}, "/pin"),
            ({"label": "x" * 101}, "/label"),
            ({"scope": "everything"}, "/scope"),
            ({"token": "mine", "id": str(uuid4()), "owner": 1}, "/owner"),
        ],
    )
    def test_names_what_is_wrong(self, as_ana: APIClient, said: dict[str, Any], pointer: str) -> None:
        response = share(as_ana, **said)

        assert response.status_code == 400
        assert pointer in {error["pointer"] for error in response.json()["errors"]}
        assert ShareLink.objects.count() == 0

    def test_twenty_links_are_enough(self, as_ana: APIClient) -> None:
        assert {share(as_ana).status_code for _ in range(20)} == {201}
        assert share(as_ana).status_code == 409

    def test_is_revoked_by_its_owner_only(self, as_ana: APIClient, as_eve: APIClient) -> None:
        id = share(as_ana).json()["id"]

        assert as_eve.delete(f"{ADDRESS}{id}/").status_code == 404
        assert [as_ana.delete(f"{ADDRESS}{id}/").status_code for _ in range(2)] == [204, 204]
        assert as_ana.get(ADDRESS).json()["results"] == []


class TestPageOfALink:
    """The printed page with the QR code: only for who holds the token, and never kept."""

    def test_has_a_code_that_reads_as_its_address(self, as_ana: APIClient) -> None:
        made = share(as_ana).json()
        said = {"token": made["token"], "lang": "zh-Hant", "paper": "letter"}
        response = as_ana.post(f"{ADDRESS}{made['id']}/profile.pdf", said, format="json")

        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]
        assert made["address"] in qr_codes(response.content)
        assert made["token"].encode() not in response.content

    def test_of_the_usual_page_has_none(self, as_ana: APIClient) -> None:
        share(as_ana)

        assert qr_codes(as_ana.get("/api/v1/reports/profile.pdf").content) == []

    def test_is_nowhere_without_the_token_of_this_link(self, as_ana: APIClient, as_eve: APIClient) -> None:
        made, other = share(as_ana).json(), share(as_ana).json()
        address = f"{ADDRESS}{made['id']}/profile.pdf"
        wrong = [
            as_ana.post(address, {"token": token}, format="json").status_code
            for token in (other["token"], made["token"][:-1], made["token"].swapcase(), "")
        ]

        assert wrong == [404] * 4
        assert as_eve.post(address, {"token": made["token"]}, format="json").status_code == 404
        as_ana.delete(f"{ADDRESS}{made['id']}/")
        assert as_ana.post(address, {"token": made["token"]}, format="json").status_code == 404

    def test_asks_for_the_token(self, as_ana: APIClient) -> None:
        response = as_ana.post(f"{ADDRESS}{share(as_ana).json()['id']}/profile.pdf", {"lang": "en"}, format="json")

        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "/token")


class TestOpenings:
    def test_say_by_which_link_a_page_was_opened(self, as_ana: APIClient, ana: User, dr_lin: User) -> None:
        by_name, nameless = (share(as_ana, label=label).json()["token"] for label in ("Dr Müller", ""))
        openings.log(diary=ana.diary, by=dr_lin, practice=cast.practice(), what=Opening.What.PROFILE, now=NOW)
        for token in (by_name, nameless):
            browser = Client()
            browser.post("/share/open/", {"link": token})
            browser.get("/share/profile/")
        lines = as_ana.get("/api/v1/openings/").json()["results"]

        assert [(line["reader"], line["practice"], line["share"]) for line in lines] == [
            ("", None, ""),
            ("", None, "Dr Müller"),
            ("Dr Lin", "Lin Neurology", None),
        ]

    def test_of_another_diary_are_nobodys_to_read(self, as_eve: APIClient, ana: User, dr_lin: User) -> None:
        openings.log(diary=ana.diary, by=dr_lin, practice=cast.practice(), what=Opening.What.PROFILE, now=NOW)

        assert as_eve.get("/api/v1/openings/").json()["results"] == []
