"""The clinic's pages. Each opens a diary through the one lock, and logs that it did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.forms import Weeks
from people import access
from people.errors import NotOpen
from people.models import Diary, Member, Opening, User
from people.services import openings
from reports import prepare

# A page carries its picture's address; fetched within this time it is part of the same opening.
SAME_OPENING_S = 300


@require_safe
@login_required
def panel(request: HttpRequest) -> HttpResponse:
    """List the diaries that are open to the reader's practice."""
    reader, now = _reader(request), timezone.now()
    diaries = (
        Diary.objects.visible_to(reader, now)
        .exclude(owner=reader)
        .select_related("owner")
        .annotate(last_opened_at=Max("openings__opened_at", filter=Q(openings__reader=reader)))
        .order_by("owner__name", "owner__username", "pk")
    )
    memberships = Member.objects.filter(user=reader, left_at=None).select_related("practice")
    context = {"diaries": diaries, "practices": [member.practice for member in memberships.order_by("pk")]}
    return render(request, "clinic/panel.html", context)


@require_safe
@login_required
def patient(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one diary's Profile: the page as it is printed, and its ten boxes in words."""
    now = timezone.now()
    diary = _open(request, reference, now)
    _log(request, diary, Opening.What.PROFILE, now)
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
@login_required
def profile_png(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the printed page as a picture; it belongs to the opening of the page that shows it."""
    now = timezone.now()
    diary = _open(request, reference, now)
    if not _belongs_to_an_opening(request, diary):
        _log(request, diary, Opening.What.PROFILE, now)
    first, last = _period(request, diary, now)
    return HttpResponse(prepare.profile_png(diary, first=first, last=last, now=now), content_type="image/png")


@require_safe
@login_required
def profile_pdf(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the Profile as PDF, the same as the patient's own."""
    now = timezone.now()
    diary = _open(request, reference, now)
    _log(request, diary, Opening.What.PROFILE_PDF, now)
    first, last = _period(request, diary, now)
    response = HttpResponse(prepare.profile_pdf(diary, first=first, last=last, now=now), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
    return response


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required has seen to it
    return request.user


def _open(request: HttpRequest, reference: UUID, now: datetime) -> Diary:
    try:
        return access.open_diary(reader=_reader(request), reference=reference, at=now)
    except NotOpen:
        raise Http404 from None


def _log(request: HttpRequest, diary: Diary, what: Opening.What, now: datetime) -> None:
    reader = _reader(request)
    if diary.owner_id == reader.pk:
        return  # one's own diary
    link = access.care_link_of(reader=reader, diary=diary, at=now)
    openings.log(diary=diary, by=reader, practice=link.practice if link else None, what=what, now=now)


def _page(request: HttpRequest, diary: Diary) -> list[Any]:
    return [str(diary.reference), _reader(request).pk]


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
