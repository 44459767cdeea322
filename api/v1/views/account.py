"""Who is signed in: read, rename, take everything along, erase everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from allauth.account.models import EmailAddress
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView
from api.v1.serializers import people as shape
from api.v1.views.exports import ZIP, ZipRenderer, file_answer
from api.v1.views.imports import told_imports
from api.v1.views.people import every_care_link, every_share, told_devices, told_openings, told_reviews
from api.v1.views.reminders import told_calendar, told_subscriptions
from api.v1.views.sync import every_conflict
from diary import exports
from diary.services import erasure
from people.models import Member
from people.services import accounts
from reports import prepare


class AccountView(DiaryView):
    """Who is signed in."""

    @extend_schema(operation_id="account_read", responses=shape.Account)
    def get(self, request: Request) -> HttpResponse:
        """Return the signed-in person and the name of their diary."""
        return Response(_account(self))

    @extend_schema(operation_id="account_rename", request=shape.AccountChange, responses=shape.Account)
    def patch(self, request: Request) -> HttpResponse:
        """Change the name that a doctor reads on the page."""
        accounts.rename(user=self.reader, name=shapes.read(request, shape.AccountChange)["name"])
        return Response(_account(self))


def _account(view: DiaryView) -> dict[str, Any]:
    return {
        "username": view.reader.username,
        "name": view.reader.name,
        "diary": str(view.diary.reference),
        "epoch": view.diary.epoch,
        "is_clinician": Member.objects.filter(user=view.reader, left_at=None).exists(),
    }


class AccountExport(DiaryView):
    """Everything that is kept about the person."""

    renderer_classes = [ZipRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(operation_id="account_export", responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return a zip: the diary as JSON and as tables, the page for the doctor, the account with who may read it."""
        now = timezone.now()
        more = [("account.json", _everything(self, request)), ("twitch-profile.pdf", _profile(self, now))]
        return file_answer(exports.everything(self.diary, more=more, now=now), ZIP, "twitch-diary-account.zip")


def _everything(view: DiaryView, request: Request) -> Iterator[bytes]:
    told = _account(view) | {
        "email": view.reader.email,
        "joined_at": view.reader.date_joined,
        "devices": told_devices(view, request),
        "emails": list(EmailAddress.objects.filter(user=view.reader).values_list("email", flat=True)),
        "practices": list(view.reader.memberships.values("practice__name", "role", "joined_at", "left_at")),
        "care_links": every_care_link(view),
        "shares": every_share(view),
        "push_subscriptions": told_subscriptions(view, request),
        "calendar": told_calendar(view),
        "openings": told_openings(view),
        "reviews": told_reviews(view),
        "imports": told_imports(view),
        "conflicts": every_conflict(view.diary),
    }
    yield msgspec.json.format(msgspec.json.encode(told))


def _profile(view: DiaryView, now: datetime) -> Iterator[bytes]:
    first, last = prepare.usual_period(view.diary, today=prepare.local_today(view.diary, now=now))
    yield prepare.profile_pdf(view.diary, first=first, last=last, now=now)


class AccountErase(DiaryView):
    """The end of the account."""

    throttle_scope = "password"

    @extend_schema(operation_id="account_erase", request=shape.Password, responses={204: None})
    def post(self, request: Request) -> HttpResponse:
        """
        Erase the account and the diary, with its history, at once and for ever.

        Asks for the password again. Nothing is left but a record that something was erased, without content.
        """
        accounts.confirm(user=self.reader, password=shapes.read(request, shape.Password)["password"])
        erasure.erase(user=self.reader, by=self.reader, now=timezone.now())
        request._request.session.flush()  # noqa: SLF001  (the session that Django keeps is that of the plain request)
        return HttpResponse(status=204)
