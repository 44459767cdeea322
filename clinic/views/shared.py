"""
The pages behind a share link: a doctor without an account reads one Profile, for a while.

The token comes in the body of a form, once; a signed cookie then names the link for an hour. Each request looks at
the link anew, so that one which was revoked a second ago opens nothing. Whatever opens nothing gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from clinic.forms import SharedLink
from clinic.throttles import PerAddress, PerLink, wait_s
from clinic.views.diaries import SAME_OPENING_S, with_figures
from diary.vocabulary import LANGUAGES
from people.errors import NotOpen
from people.models import CareLink, Opening, ShareLink
from people.services import openings, shares
from reports import prepare
from reports.on_screen import Page
from reports.options import Options

View = Callable[..., HttpResponse]
SALT: Final = "clinic.shared"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Take a link. Its token stands behind the #: a script of the page takes it from there, or somebody pastes it."""
    return render(request, "clinic/shared/start.html")


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest) -> HttpResponse:
    """Open the link whose token was posted, or ask for its PIN; who only comes by is sent to the start."""
    if request.method != "POST":
        return redirect("shared:start")
    if seconds := wait_s(PerAddress(), request):
        return _too_often(request, seconds)
    asked = SharedLink(request.POST)
    if not asked.is_valid():
        return nothing(request)
    token, pin = asked.cleaned_data["link"], asked.cleaned_data["pin"]
    try:
        link = shares.find(token=token, pin=pin, now=timezone.now())
    except NotOpen:
        return nothing(request)
    except shares.WrongPin:
        return _ask_for_the_pin(request, token, is_wrong=bool(pin))
    return _opened(link)


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer that nothing is open here, for whatever reason, in the same words."""
    return render(request, "clinic/shared/nothing.html", status=404)


def _ask_for_the_pin(request: HttpRequest, token: str, *, is_wrong: bool) -> HttpResponse:
    context = {"token": token, "is_wrong": is_wrong}
    return render(request, "clinic/shared/pin.html", context, status=403 if is_wrong else 200)


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "clinic/shared/too_often.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


def _opened(link: ShareLink) -> HttpResponse:
    response = redirect("shared:profile")
    response.status_code = 303  # a reload of the page posts no token again
    response.set_signed_cookie(
        settings.SHARE_COOKIE_NAME,
        str(link.pk),
        salt=SALT,
        max_age=settings.SHARE_COOKIE_AGE,
        path=reverse("shared:start"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _of_an_open_link(view: View) -> View:
    """Give a view the link that the cookie names, and the time; answer in its place where nothing is open."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        now = timezone.now()
        link = _link(request, now)
        if link is None or _page(request)[0] not in ("", str(link.pk)):  # two links, opened in two tabs
            return nothing(request)
        if seconds := wait_s(PerLink(link), request):
            return _too_often(request, seconds)
        return view(request, link, now, **named)

    return require_safe(answer)


@_of_an_open_link
def profile(request: HttpRequest, link: ShareLink, now: datetime) -> HttpResponse:
    """Show the Profile of the link's days: its ten boxes in words, with the figures that have enough days."""
    openings.log(diary=link.diary, by=link, what=Opening.What.PROFILE, now=now)
    shown = Page(diary=link.diary, **_asked(link, now))
    page = urlencode({"page": signing.dumps([str(link.pk), int(now.timestamp())], salt=SALT)})
    context = {
        "link": link,
        "name": link.diary.owner.shown_name,
        "last": shown.summary.now.period.last,
        "frame": shown.frame,
        "boxes": with_figures(shown, lambda name: f"{reverse('shared:figure', args=[name])}?{page}"),
        "page": page,
        "log": shown.log if _with_log(link) else None,
    }
    return render(request, "clinic/shared/profile.html", context)


def _with_log(link: ShareLink) -> bool:
    return link.scope == CareLink.Scope.PROFILE_AND_LOG


@_of_an_open_link
def figure(request: HttpRequest, link: ShareLink, now: datetime, name: str) -> HttpResponse:
    """Return one figure; it belongs to the opening of the page that shows it, and is there for no other."""
    theme, (_, opened_at_s) = request.GET.get("theme", prepare.THEMES[0]), _page(request)
    if theme not in prepare.THEMES or not opened_at_s:
        return nothing(request)
    svg = prepare.figure_svg(link.diary, name=name, theme=theme, **_asked(link, now))
    if svg is None:
        return nothing(request)
    if now.timestamp() - opened_at_s >= SAME_OPENING_S:
        openings.log(diary=link.diary, by=link, what=Opening.What.PROFILE, now=now)
    return HttpResponse(svg, content_type="image/svg+xml")


@_of_an_open_link
def profile_pdf(request: HttpRequest, link: ShareLink, now: datetime) -> HttpResponse:
    """Return the Profile of the link's days as PDF."""
    openings.log(diary=link.diary, by=link, what=Opening.What.PROFILE_PDF, now=now)
    asked = _asked(link, now)
    options = Options(language=asked.pop("language"), log=_with_log(link))
    pdf = prepare.profile_pdf(link.diary, **asked, options=options)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
    return response


def _link(request: HttpRequest, now: datetime) -> ShareLink | None:
    """Return the link that the cookie names, if it is our cookie and the link still opens something."""
    named = request.get_signed_cookie(settings.SHARE_COOKIE_NAME, None, salt=SALT, max_age=settings.SHARE_COOKIE_AGE)
    if named is None:
        return None
    try:
        return shares.find_again(id=UUID(named), now=now)
    except NotOpen:
        return None


def _page(request: HttpRequest) -> tuple[str, int]:
    """Return of which link the page is that asks for a part of itself, and when it was opened, in Unix seconds."""
    try:
        link_id, opened_at_s = signing.loads(request.GET.get("page", ""), salt=SALT)
    except signing.BadSignature:
        return "", 0
    return link_id, opened_at_s


def _asked(link: ShareLink, now: datetime) -> dict[str, Any]:
    """Return what every page of a link is made of: its days, and the language of the browser."""
    spoken = {language.lower(): language for language in LANGUAGES}
    return {
        "first": link.first,
        "last": link.last,
        "language": spoken.get(translation.get_language() or "", LANGUAGES[0]),
        "now": now,
    }
