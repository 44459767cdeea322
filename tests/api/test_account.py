"""Taking everything along, and erasing everything."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Episode, Version
from people.models import Device, Erasure, User
from tests import cast

EXPORT = "/api/v1/account/export/"
ERASE = "/api/v1/account/erase/"


def erased(client: APIClient, password: str = cast.PASSWORD) -> Any:
    return client.post(ERASE, {"password": password}, format="json")


class TestExport:
    def test_holds_all_that_is_kept(self, as_ana: APIClient, ana: User, dr_lin: User) -> None:
        cast.twitch(ana.diary, note="at the funeral")
        cast.consent(ana.diary)
        as_ana.post(
            "/api/v1/shares/", {"first": "2026-11-01", "last": "2026-11-20", "label": "Dr Müller"}, format="json"
        )
        answer = as_ana.get(EXPORT)
        archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
        account = json.loads(archive.read("account.json"))

        assert answer["Content-Type"] == "application/zip"
        assert archive.testzip() is None
        assert (account["username"], account["care_links"][0]["practice"]) == ("ana", "Lin Neurology")
        assert len(account["devices"]) == 1
        assert json.loads(archive.read("twitch-diary.json"))["episodes"][0]["note"] == "at the funeral"
        assert b"at the funeral" in archive.read("episodes.csv")
        assert archive.read("twitch-profile.pdf").startswith(b"%PDF")

    def test_holds_nothing_of_anybody_else(self, as_ana: APIClient, eve: User) -> None:
        cast.twitch(eve.diary, note="eve's own words")
        archive = zipfile.ZipFile(io.BytesIO(as_ana.get(EXPORT).getvalue()))

        assert all(b"eve's own words" not in archive.read(name) for name in archive.namelist())


class TestErase:
    def test_leaves_nothing_and_signs_out(self, as_ana: APIClient, ana: User) -> None:
        cast.twitch(ana.diary)

        assert erased(as_ana).status_code == 204
        assert not User.objects.filter(username="ana").exists()
        assert (Episode.objects.count(), Version.objects.count(), Device.objects.count()) == (0, 0, 0)
        assert Erasure.objects.count() == 1
        assert as_ana.get("/api/v1/account/").status_code == 401

    @pytest.mark.parametrize("password", ["", "wrong", cast.PASSWORD + " "])
    def test_asks_for_the_password_again(self, as_ana: APIClient, ana: User, password: str) -> None:
        refused = erased(as_ana, password)

        assert (refused.status_code, refused.json()["code"]) == (403, "wrong_password")
        assert User.objects.filter(pk=ana.pk).exists()

    def test_leaves_everybody_else_as_they_are(self, as_ana: APIClient, as_eve: APIClient, eve: User) -> None:
        cast.twitch(eve.diary, note="eve's own words")
        erased(as_ana)

        assert as_eve.get("/api/v1/episodes/").json()["results"][0]["note"] == "eve's own words"
