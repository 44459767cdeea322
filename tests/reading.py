"""Everybody who reads a diary: after whatever was written into it, each of them still gets an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.test import Client
from rest_framework.test import APIClient

from people.models import CareLink, User
from people.services import care_links, shares
from reports import refresh
from tests import cast
from tests.cast import NOW

LISTS: Final = (
    "episodes/", "checks/", "events/", "days/", "baseline/", "settings/", "questions/", "account/", "shares/",
    "care-links/", "devices/", "openings/", "reviews/", "conflicts/", "imports/", "flags/", "sync/changes/",
    "baseline/history/", "calendar/", "push-subscriptions/",
)  # fmt: skip
PRINTED: Final = ("reports/profile.pdf?log=true&checks=true&figures=true&large=true",)
DRAWN: Final = ("reports/summary/", "reports/profile.txt?lang=zh-Hant", "reports/figures/days.svg")
TAKEN_ALONG: Final = ("exports/json/", "exports/csv/", "exports/fhir/", "account/export/")
AT_WORK: Final = ("", "drawer/", "profile.pdf", "figures/days.svg", "limits/")
BY_LINK: Final = ("/share/profile/", "/share/profile.pdf")


class Readers:
    """Ana on her phone, Dr Lin at work with the panel and the page, and a doctor with a share link."""

    def __init__(self, ana: User, dr_lin: User, phone: APIClient) -> None:
        self._ana, self._phone, self._lin, self._doctor = ana, phone, cast.signed_in_to_work(dr_lin), Client()
        care_links.give(
            diary=ana.diary, code="LINNEURO", scope=CareLink.Scope.PROFILE_AND_LOG, until=None, by=ana, now=NOW
        )
        _, token = shares.give(
            diary=ana.diary, by=ana, now=NOW, first=NOW.date() - timedelta(days=89), last=NOW.date(),
            scope=CareLink.Scope.PROFILE_AND_LOG,
        )  # fmt: skip
        self._doctor.post("/share/open/", {"link": token})

    def complaints(self) -> list[str]:
        """Ask for everything, list, dashboard, page, PDF and export; return what does not answer as it should."""
        refresh.refresh(self._ana.diary, now=NOW)
        work = f"/clinic/diaries/{self._ana.diary.reference}/"
        asked = [
            *((self._phone, f"/api/v1/{address}") for address in (*LISTS, *DRAWN, *PRINTED, *TAKEN_ALONG)),
            (self._lin, "/clinic/"),
            *((self._lin, work + part) for part in AT_WORK),
            *((self._doctor, address) for address in BY_LINK),
        ]
        return [f"{address}: {what}" for client, address in asked if (what := _trouble(client, address))]

    def still_prints(self) -> list[str]:
        """Ask for what is printed and shown of who somebody is and what they ask: page, PDF and dashboard."""
        asked = [
            (self._phone, "/api/v1/reports/profile.pdf"),
            (self._phone, "/api/v1/exports/json/"),
            (self._lin, f"/clinic/diaries/{self._ana.diary.reference}/"),
            (self._lin, "/clinic/"),
        ]
        return [f"{address}: {what}" for client, address in asked if (what := _trouble(client, address))]


def _trouble(client: Any, address: str) -> str:
    answer = client.get(address)
    content = answer.getvalue()
    return "" if answer.status_code == 200 and content else f"{answer.status_code} {content[:200]!r}"
