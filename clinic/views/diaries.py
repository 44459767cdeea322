"""Pages of one diary. Each opens it through the one lock, and logs that it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from clinic import doors
from clinic.forms import Asked, Place, Signature
from clinic.reading import Reading, colleagues
from diary.models import Review
from diary.services import reviews
from people.errors import NotOpen, Refusal
from people.models import CareLink, Opening
from people.services import care_links, openings
from reports import prepare, refresh
from reports.follow_up.around import Around
from reports.on_screen import Page

# A page carries its picture's address; fetched within this time it is part of the same opening.
SAME_OPENING_S = 300
CHANGED = "Something new came since you opened this page, so nothing was written. It is below; sign it if you agree."


@require_safe
@doors.signed_in
def patient(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one diary: what is new, the page as it is printed, its ten boxes in words, and what was signed."""
    reading = _opened(request, reference, Opening.What.PROFILE)
    return render(request, "clinic/patient.html", _patient(request, reading))


@require_safe
@doors.signed_in
def drawer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show the same beside the panel, without the printed page."""
    reading = _opened(request, reference, Opening.What.PROFILE)
    return render(request, "clinic/drawer.html", _told(reading))


@require_POST
@doors.signed_in
def sign(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Sign what the page showed; write nothing where something new has come, or a colleague was first."""
    link, form = doors.opened(request, reference), Signature(request.POST)
    reading = _reading(request, link, timezone.now())
    if not form.is_valid():
        return _answer(request, reading, refusal="This form was not complete. Nothing was written.", status=400)
    said = form.cleaned_data
    try:
        seen = reading.seen(said.pop("stamp"), said["kind"])
        if seen is None:
            return _answer(request, reading, refusal=CHANGED, kept=said, status=409)
        written = reviews.sign(link=link, seen=seen, by=reading.reader, now=reading.now, on=reading.today, **said)
    except NotOpen:  # a refusal that shows no page
        raise
    except reviews.AlreadySigned as refusal:
        return _answer(request, reading, refusal=refusal.detail, other=refusal.review, kept=said, status=409)
    except Refusal as refusal:
        return _answer(request, reading, refusal=refusal.detail, kept=said, status=400)
    return _done(request, reading, written=written)


@require_POST
@doors.signed_in
def undo(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Take back what one signed today."""
    link = doors.opened(request, reference)
    reading = _reading(request, link, timezone.now())
    try:
        written = reviews.undo(link=link, number=number, by=reading.reader, now=reading.now, on=reading.today)
    except NotOpen:  # a refusal that shows no page
        raise
    except Refusal as refusal:
        return _answer(request, reading, refusal=refusal.detail, status=409)
    return _done(request, reading, written=written)


@require_POST
@doors.signed_in
def place(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note who looks after the patient, and tags."""
    link = doors.opened(request, reference)
    reading = _reading(request, link, timezone.now())
    form = Place(request.POST, colleagues=colleagues(link.practice_id))
    if not form.is_valid():
        return _answer(request, reading, refusal="Choose a colleague, and at most five short tags.", status=400)
    who = form.cleaned_data["assigned_to"]
    try:
        care_links.place(link=link, assigned_to=int(who) if who else None, tags=form.cleaned_data["tags"].split(","))
    except Refusal as refusal:
        return _answer(request, reading, refusal=refusal.detail, status=400)
    return _done(request, reading)


@require_safe
@doors.signed_in
def profile_png(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the printed page as a picture; it belongs to the opening of the page that shows it."""
    link, now = doors.opened(request, reference), timezone.now()
    if not _belongs_to_an_opening(request, link, now):
        _log(request, link, Opening.What.PROFILE, now)
    png = prepare.profile_png(link.diary, **_period(request, link, now), now=now)
    return HttpResponse(png, content_type="image/png")


@require_safe
@doors.signed_in
def figure(request: HttpRequest, reference: UUID, name: str) -> HttpResponse:
    """Return one figure as SVG; it belongs to the opening of the page that shows it."""
    link, now = doors.opened(request, reference), timezone.now()
    theme = request.GET.get("theme", prepare.THEMES[0])
    if theme not in prepare.THEMES or name not in prepare.FIGURES:
        raise Http404
    if not _belongs_to_an_opening(request, link, now):
        _log(request, link, Opening.What.PROFILE, now)
    svg = prepare.figure_svg(link.diary, name=name, theme=theme, **_period(request, link, now), now=now)
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@doors.signed_in
def profile_pdf(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the Profile as PDF, the same as the patient's own."""
    link, now = doors.opened(request, reference), timezone.now()
    _log(request, link, Opening.What.PROFILE_PDF, now)
    pdf = prepare.profile_pdf(link.diary, **_period(request, link, now), now=now)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"twitch-profile-{str(reference)[:8]}-{now:%Y-%m-%d}.pdf"  # tells two diaries apart, and says no name
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _opened(request: HttpRequest, reference: UUID, what: Opening.What) -> Reading:
    link, now = doors.opened(request, reference), timezone.now()
    _log(request, link, what, now)
    return _reading(request, link, now)


def _log(request: HttpRequest, link: CareLink, what: Opening.What, now: datetime) -> None:
    openings.log(diary=link.diary, by=doors.person(request), practice=link.practice, what=what, now=now)


def _done(request: HttpRequest, reading: Reading, *, written: Review | None = None) -> HttpResponse:
    """Put the diary on the panels anew, and show the part or the page with what was done."""
    refresh.refresh(reading.link.diary, now=reading.now)
    anew = _reading(request, doors.opened(request, reading.link.diary.reference), reading.now)
    if HtmxDetails(request):
        _log_unless_open(request, anew)
        line = next((one for one in anew.lines if one["review"] == written), None)
        return render(request, "clinic/drawer.html", _told(anew) | {"is_done": True, "written": line})
    return redirect(doors.page_of(reading.link))


def _log_unless_open(request: HttpRequest, reading: Reading) -> None:
    """What comes back of a form shows the diary too: it belongs to an opening of the last minutes, or is one."""
    if reading.now - _opened_at(reading) >= timedelta(seconds=SAME_OPENING_S):
        _log(request, reading.link, Opening.What.PROFILE, reading.now)


def _opened_at(reading: Reading) -> datetime:
    """Return when the reader opened the diary last, at this practice."""
    own = Opening.objects.filter(diary=reading.link.diary, practice=reading.link.practice, reader=reading.reader)
    told = own.order_by("-number").values_list("opened_at", flat=True).first()
    return told or datetime.min.replace(tzinfo=UTC)


def _answer(request: HttpRequest, reading: Reading, *, status: int, **more: Any) -> HttpResponse:
    _log_unless_open(request, reading)
    if HtmxDetails(request):
        return render(request, "clinic/drawer.html", _told(reading) | more, status=status)
    return render(request, "clinic/patient.html", _patient(request, reading) | more, status=status)


def _told(reading: Reading) -> dict[str, Any]:
    """Return what the drawer and the page have in common."""
    staff = colleagues(reading.link.practice_id)
    placed = {"assigned_to": reading.link.assigned_to_id or "", "tags": ", ".join(reading.link.tag_list)}
    return {
        "reading": reading,
        "page": reading.page,
        "link": reading.link,
        "member": next((one for one in staff if one.user_id == reading.reader.pk), None),
        "owner": reading.link.diary.owner,
        "since": reading.since_review(),
        "place": Place(placed, colleagues=staff),
        "stamp": reading.stamp(),
        "text_max": Review.TEXT_MAX,
    }


def _patient(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    page, reference = reading.page, reading.link.diary.reference
    asked = {"practice": reading.link.practice_id} | ({"weeks": reading.weeks} if reading.weeks else {})
    named = urlencode(asked | {"page": _token(request, reading.link, _opened_at(reading))})
    return _told(reading) | {
        "boxes": with_figures(page, lambda name: f"{reverse('clinic:figure', args=[reference, name])}?{named}"),
        "timeline": page.timeline(with_entries=_with_entries(request, reading)),
        "points": page.weeks,
        "around": _around(page, _asked(request)),
        "form": Asked(request.GET),
        "picture": reverse("clinic:profile-png", args=[reference]) + "?" + named,
        "pdf": reverse("clinic:profile-pdf", args=[reference]) + "?" + urlencode(asked),
    }


def with_figures(page: Page, address: Callable[[str], str]) -> list[Any]:
    """Return each box with its words, and its figures with where each is to be had."""
    drawn = {one.name: (one, address(one.name)) for one in page.figures}
    return [
        (box, box.note if box.table else box.sentences, [drawn[name] for name, _ in box.alts if name in drawn])
        for box in page.boxes
    ]


def _around(page: Page, asked: dict[str, Any]) -> Around | None:
    """Return the days round the treatment that was asked for; round the newest where none was, or none like it."""
    named = str(asked["treatment"]) if asked.get("treatment") else None
    return page.around(named, asked.get("days")) or page.around(None, asked.get("days"))


def _with_entries(request: HttpRequest, reading: Reading) -> bool:
    """Return whether the consent opens every entry; that they are shown is noted as an opening of its own."""
    if reading.link.scope != CareLink.Scope.PROFILE_AND_LOG:
        return False
    _log(request, reading.link, Opening.What.ENTRIES, reading.now)
    return True


def _token(request: HttpRequest, link: CareLink, opened_at: datetime) -> str:
    """Return what a page gives the pictures that it shows: to which opening they belong."""
    return signing.dumps([str(link.pk), doors.person(request).pk, opened_at.timestamp()])


def _belongs_to_an_opening(request: HttpRequest, link: CareLink, now: datetime) -> bool:
    try:
        consent, reader, opened_at_s = signing.loads(request.GET.get("page", ""))
    except (signing.BadSignature, ValueError):
        return False
    is_recent = now.timestamp() - opened_at_s < SAME_OPENING_S
    return bool((consent, reader) == (str(link.pk), doors.person(request).pk) and is_recent)


def _reading(request: HttpRequest, link: CareLink, now: datetime) -> Reading:
    return Reading(link, doors.person(request), now, _asked(request).get("weeks"))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return what was asked for; what is not right is left out, so that the page shows what is usual."""
    form = Asked(request.GET)
    form.is_valid()
    return form.cleaned_data


def _period(request: HttpRequest, link: CareLink, now: datetime) -> dict[str, Any]:
    page = _reading(request, link, now).page
    return {"first": page.first, "last": page.last}
