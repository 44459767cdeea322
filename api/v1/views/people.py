"""Who is signed in, on which devices, and to whom the diary is open."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView, path_id
from api.v1.serializers import people as shape
from people.models import CareLink, Member, Opening
from people.services import care_links

OPENINGS_SHOWN = 100


class AccountView(DiaryView):
    """Who is signed in."""

    @extend_schema(operation_id="account_read", responses=shape.Account)
    def get(self, request: Request) -> HttpResponse:
        """Return the signed-in person and the name of their diary."""
        return Response(
            {
                "username": self.reader.username,
                "name": self.reader.name,
                "diary": str(self.diary.reference),
                "epoch": self.diary.epoch,
                "is_clinician": Member.objects.filter(user=self.reader, left_at=None).exists(),
            }
        )


class CareLinkList(DiaryView):
    """Who may read this diary."""

    @extend_schema(operation_id="care_links_list", responses=shape.CareLink(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Return the consents that were not revoked and have not run out; a paused one opens nothing."""
        links = CareLink.objects.standing(timezone.now()).filter(diary=self.diary).select_related("practice")
        return Response({"results": [_care_link(link) for link in links.order_by("given_at", "pk")]})

    @extend_schema(operation_id="care_links_give", request=shape.CareLink, responses={201: shape.CareLink})
    def post(self, request: Request) -> HttpResponse:
        """Open the diary to the practice whose code this is. Giving again changes scope and end."""
        said = {"scope": CareLink.Scope.PROFILE, "until": None} | shapes.read(request, shape.CareLink)
        return Response(
            _care_link(care_links.give(diary=self.diary, by=self.reader, now=timezone.now(), **said)), status=201
        )


class CareLinkView(DiaryView):
    """One consent."""

    @extend_schema(operation_id="care_links_change", request=shape.CareLinkChange, responses=shape.CareLink)
    def patch(self, request: Request, id: str) -> HttpResponse:
        """Change scope or end, pause the consent or lift the pause. A pause closes the diary at once."""
        said = shapes.read(request, shape.CareLinkChange)
        link = care_links.change(diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now(), fields=said)
        return Response(_care_link(link))

    @extend_schema(operation_id="care_links_revoke", request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Close the diary to that practice, at once."""
        care_links.revoke(diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now())
        return HttpResponse(status=204)


def _care_link(link: CareLink) -> dict[str, Any]:
    return {
        "id": str(link.pk),
        "practice": link.practice.name,
        "scope": link.scope,
        "given_at": link.given_at,
        "until": link.until,
        "paused": link.paused_at is not None,
    }


class OpeningList(DiaryView):
    """Who opened this diary."""

    @extend_schema(operation_id="openings_list", responses=shape.Opening(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Return the last hundred openings, newest first."""
        lines = Opening.objects.filter(diary=self.diary).select_related("reader", "practice").order_by("-number")
        return Response({"results": [_opening(line) for line in lines[:OPENINGS_SHOWN]]})


def _opening(line: Opening) -> dict[str, Any]:
    return {
        "reader": line.reader.shown_name if line.reader else "",
        "practice": line.practice.name if line.practice else None,
        "what": line.what,
        "opened_at": line.opened_at,
    }
