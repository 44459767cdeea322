"""Pages of one diary. Each opens it through the one lock, and logs that it did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import doors
from clinic.forms import Weeks
from people import access
from people.errors import NotOpen
from people.models import CareLink, Diary, Opening
from people.services import openings
from reports import prepare

# A page carries its picture's address; fetched within this time it is part of the same opening.
SAME_OPENING_S = 300


@require_safe
@doors.signed_in
def patient(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one diary's Profile: the page as it is printed, and its ten boxes in words."""
    now = timezone.now()
    link = _open(request, reference, now)
    diary = link.diary
    _log(request, link, Opening.What.PROFILE, now)
    first, last = _period(request, diary, now)
    boxes = prepare.profile_lines(diary, first=first, last=last, now=now)
    form = Weeks(request.GET)
    weeks = {"weeks": form.data["weeks"]} if form.is_valid() and form.data.get("weeks") else {}
    page = {"page": signing.dumps(_page(request, diary))}
    context = {
        "owner": diary.owner,
        "boxes": boxes,
        "first": first,
        "last": last,
        "frame": prepare.profile_frame(diary, first=first, last=last, now=now),
        "form": form,
        "picture": reverse("clinic:profile-png", args=[reference]) + "?" + urlencode(weeks | page),
        "pdf": reverse("clinic:profile-pdf", args=[reference]) + "?" + urlencode(weeks),
    }
    return render(request, "clinic/patient.html", context)


@require_safe
@doors.signed_in
def profile_png(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the printed page as a picture; it belongs to the opening of the page that shows it."""
    now = timezone.now()
    link = _open(request, reference, now)
    diary = link.diary
    if not _belongs_to_an_opening(request, diary):
        _log(request, link, Opening.What.PROFILE, now)
    first, last = _period(request, diary, now)
    return HttpResponse(prepare.profile_png(diary, first=first, last=last, now=now), content_type="image/png")


@require_safe
@doors.signed_in
def profile_pdf(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the Profile as PDF, the same as the patient's own."""
    now = timezone.now()
    link = _open(request, reference, now)
    diary = link.diary
    _log(request, link, Opening.What.PROFILE_PDF, now)
    first, last = _period(request, diary, now)
    response = HttpResponse(prepare.profile_pdf(diary, first=first, last=last, now=now), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
    return response


def _open(request: HttpRequest, reference: UUID, now: datetime) -> CareLink:
    try:
        return access.open_to_practice(reader=doors.person(request), reference=reference, at=now)
    except NotOpen:
        raise Http404 from None


def _log(request: HttpRequest, link: CareLink, what: Opening.What, now: datetime) -> None:
    openings.log(diary=link.diary, by=doors.person(request), practice=link.practice, what=what, now=now)


def _page(request: HttpRequest, diary: Diary) -> list[Any]:
    return [str(diary.reference), doors.person(request).pk]


def _belongs_to_an_opening(request: HttpRequest, diary: Diary) -> bool:
    try:
        page = signing.loads(request.GET.get("page", ""), max_age=SAME_OPENING_S)
    except signing.BadSignature:
        return False
    return bool(page == _page(request, diary))


def _period(request: HttpRequest, diary: Diary, now: datetime) -> tuple[date, date]:
    last = prepare.local_today(diary, now=now)
    form = Weeks(request.GET)
    weeks = form.cleaned_data["weeks"] if form.is_valid() else None
    return prepare.usual_period(diary, today=last, **({"days": 7 * weeks} if weeks else {}))
