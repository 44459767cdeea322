"""On which devices one is signed in, and to whom the diary is open."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView, path_id, path_reference
from api.v1 import paging
from api.v1.serializers import people as shape
from api.v1.views.reports import PdfRenderer, pdf_answer
from diary.models import Review
from people.models import CareLink, Device, Opening, ShareLink
from people.services import care_links, devices, shares
from reports import prepare
from reports.options import Options


class DeviceList(DiaryView):
    """Where the person is signed in."""

    @extend_schema(operation_id="devices_list", responses=shape.Devices)
    def get(self, request: Request) -> HttpResponse:
        """Return the devices that are signed in, the last used first."""
        return Response({"results": told_devices(self, request)})


class DeviceView(DiaryView):
    """One device."""

    @extend_schema(operation_id="devices_sign_out", request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Sign that device out: its next request is refused. What it has not sent stays on it."""
        devices.sign_out(user=self.reader, reference=path_reference(id))
        return HttpResponse(status=204)


def told_devices(view: DiaryView, request: Request) -> list[dict[str, Any]]:
    """Return the devices of the person, as they are shown."""
    found = devices.signed_in(user=view.reader, now=timezone.now())
    return [_device(device, this_device(request)) for device in found]


def this_device(request: Request) -> Device:
    """Return the device that asks."""
    session: Any = request.auth or request._request.session  # noqa: SLF001  (the token's session, or the cookie's)
    device: Device = session.device
    return device


def _device(device: Device, this: Device | None) -> dict[str, Any]:
    return {
        "id": str(device.reference),
        "name": device.user_agent,
        "signed_in_at": device.signed_in_at,
        "last_used_on": device.last_used_on,
        "is_this": this is not None and device.pk == this.pk,
    }


class ShareList(DiaryView):
    """Links for doctors without an account."""

    @extend_schema(operation_id="shares_list", responses=shape.Shares)
    def get(self, request: Request) -> HttpResponse:
        """Return the links that are open."""
        return Response({"results": told_shares(self)})

    @extend_schema(operation_id="shares_give", request=shape.Share, responses={201: shape.Share})
    def post(self, request: Request) -> HttpResponse:
        """Make a link to the page of these days. Its address and token stand in this answer, and nowhere else."""
        said = shapes.read(request, shape.Share)
        said["days"] = said.pop("expires_in_days", shares.DAYS_USUAL)
        link, token = shares.give(diary=self.diary, by=self.reader, now=timezone.now(), **said)
        return Response(_share(link) | {"token": token, "address": _address(request, token)}, status=201)


class ShareView(DiaryView):
    """One link."""

    @extend_schema(operation_id="shares_revoke", request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Close the link, at once."""
        shares.revoke(diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now())
        return HttpResponse(status=204)


class SharePdf(DiaryView):
    """The page that a link opens, with the link's own QR code on it."""

    renderer_classes = [PdfRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(
        operation_id="shares_profile_pdf",
        request=shape.SharePage,
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request, id: str) -> HttpResponse:
        """Return the page of the link's days with its QR code, to whoever still holds the token: it was told once."""
        said, now = shape.SharePage.usual() | shapes.read(request, shape.SharePage), timezone.now()
        link = shares.just_made(diary=self.diary, id=path_id(id), token=said["token"], by=self.reader, now=now)
        options = Options(
            language=said["lang"],
            paper=said["paper"],
            large=said["large"],
            log=link.scope == CareLink.Scope.PROFILE_AND_LOG,
            address=_address(request, said["token"]),
        )
        return pdf_answer(prepare.profile_pdf(self.diary, first=link.first, last=link.last, now=now, options=options))


def _address(request: Request, token: str) -> str:
    return f"{request.build_absolute_uri(reverse('shared:start'))}#{token}"


def told_shares(view: DiaryView) -> list[dict[str, Any]]:
    """Return the open links of the diary, and those that wrong PINs have closed, as they are shown."""
    links = ShareLink.objects.ended_by_nobody(timezone.now()).filter(diary=view.diary)
    return [_share(link) for link in links.order_by("made_at", "pk")]


def every_share(view: DiaryView) -> list[dict[str, Any]]:
    """Return the links of the diary, also those that are closed."""
    links = ShareLink.objects.filter(diary=view.diary).order_by("made_at", "pk")
    return [_share(link) | {"revoked_at": link.revoked_at} for link in links]


def _share(link: ShareLink) -> dict[str, Any]:
    return {
        "id": str(link.pk),
        "scope": link.scope,
        "first": link.first,
        "last": link.last,
        "label": link.label,
        "has_pin": bool(link.pin_hash),
        "is_closed": link.is_closed,
        "made_at": link.made_at,
        "expires_at": link.expires_at,
    }


class CareLinkList(DiaryView):
    """Who may read this diary."""

    tells_the_clinic_first = True

    @property
    def throttle_scope(self) -> str:
        """Return the limit of who tries codes: none is found by trying them all."""
        return "code" if self.request.method == "POST" else ""

    @extend_schema(operation_id="care_links_list", responses=shape.CareLinks)
    def get(self, request: Request) -> HttpResponse:
        """Return the consents that were not revoked and have not run out; a paused one opens nothing."""
        return Response({"results": told_care_links(self)})

    @extend_schema(
        operation_id="care_links_give", request=shape.CareLink, responses={200: shape.CareLink, 201: shape.CareLink}
    )
    def post(self, request: Request) -> HttpResponse:
        """Open the diary to the practice whose code this is (201). Giving again changes scope and end (200)."""
        said = {"scope": CareLink.Scope.PROFILE, "until": None} | shapes.read(request, shape.CareLink)
        link, is_new = care_links.give(diary=self.diary, by=self.reader, now=timezone.now(), **said)
        return Response(_care_link(link), status=201 if is_new else 200)


class CareLinkView(DiaryView):
    """One consent."""

    tells_the_clinic_first = True

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


def told_care_links(view: DiaryView) -> list[dict[str, Any]]:
    """Return the consents of the diary, as they are shown."""
    links = CareLink.objects.standing(timezone.now()).filter(diary=view.diary).select_related("practice")
    return [_care_link(link) for link in links.order_by("given_at", "pk")]


def every_care_link(view: DiaryView) -> list[dict[str, Any]]:
    """Return the consents of the diary, also those that have ended."""
    links = CareLink.objects.filter(diary=view.diary).select_related("practice").order_by("given_at", "pk")
    return [_care_link(link) | {"revoked_at": link.revoked_at} for link in links]


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

    @extend_schema(operation_id="openings_list", parameters=paging.PAGE, responses=shape.Openings)
    def get(self, request: Request) -> HttpResponse:
        """Return a page of the access log, the last opening first."""
        return paging.numbered(request, _openings(self), _opening)


class ReviewList(DiaryView):
    """What practices have signed in the margin of this diary."""

    @extend_schema(operation_id="reviews_list", parameters=paging.PAGE, responses=shape.Reviews)
    def get(self, request: Request) -> HttpResponse:
        """Return a page of what was signed, the last first. What was taken back stays, and says so."""
        return paging.numbered(request, _reviews(self), _review)


def told_reviews(view: DiaryView) -> list[dict[str, Any]]:
    """Return everything that was signed, the last first, as it is shown."""
    return [_review(one) for one in _reviews(view).order_by("-number")]


def _reviews(view: DiaryView) -> QuerySet[Review]:
    taken_back = Review.objects.filter(diary=view.diary, undoes=OuterRef("number"))
    found = Review.objects.of(view.diary).annotate(undone=Exists(taken_back))
    return found.select_related("by", "practice")


def _review(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "by": one.by.shown_name if one.by else "",
        "practice": one.practice.name if one.practice else "",
        "kind": one.kind,
        "text": one.text,
        "rules": [flag["rule"] for flag in one.flags],
        "rules_version": one.rules_version,
        "event": one.event_id,
        "undoes": one.undoes,
        "undone": one.undone,
        "on": one.on,
        "signed_at": one.signed_at,
    }


def told_openings(view: DiaryView) -> list[dict[str, Any]]:
    """Return the whole access log, the last opening first, as it is shown."""
    return [_opening(line) for line in _openings(view).order_by("-number")]


def _openings(view: DiaryView) -> QuerySet[Opening]:
    return Opening.objects.filter(diary=view.diary).select_related("reader", "practice", "share_link")


def _opening(line: Opening) -> dict[str, Any]:
    return {
        "reader": line.reader.shown_name if line.reader else "",
        "practice": line.practice.name if line.practice else None,
        "share": _label(line),
        "what": line.what,
        "opened_at": line.opened_at,
    }


def _label(line: Opening) -> str | None:
    """Return how the diarist named the link that was opened, None where it was not by a link."""
    if line.share_link_id is None:
        return None
    return line.share_link.label if line.share_link else ""
