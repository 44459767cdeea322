"""
Who passes the clinic's doors: members of a practice, signed in with a second factor, who are still there.

Each request looks at the membership anew. What a member may do at a practice is the role's; which diary opens is
decided by `people.access` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from people import access, second_factor
from people.errors import NotOpen
from people.models import CareLink, Member, User

IDLE_S: Final = 30 * 60  # after so long without a page the password or the code is asked for again
PROOF_HOLDS_S: Final = 12 * 3600  # and after a working day, however busy
NOTED_EVERY_S: Final = 60
_USED_AT: Final = "clinic_used_at"

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let in who is signed in with a second factor and has been here in the last half hour; send others to prove it."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        prove = _what_to_prove(request)
        if prove:
            return _sent_to(request, prove)
        _note_use(request)
        try:
            return view(request, **named)
        except NotOpen:  # unknown and closed alike, whenever it was closed
            return _gone(request)

    return login_required(answer)


def member(view: View) -> View:
    """
    Let in who works at a practice, and give the view that membership: the one `?practice=` names, else the first.

    Others get 404.
    """

    @signed_in
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        found = membership(request)
        if found is None:
            raise Http404
        return view(request, found, **named)

    return answer


def membership(request: HttpRequest) -> Member | None:
    """Return the membership that `?practice=` names, the first joined where it names none; None where there is none."""
    named = request.GET.get("practice", "")
    members = Member.objects.of(person(request)).select_related("practice", "user").order_by("joined_at", "pk")
    return next((one for one in members if not named or str(one.practice_id) == named), None)


def page_of(link: CareLink) -> str:
    """Return the address of the page that this consent opens."""
    return f"{reverse('clinic:patient', args=[link.diary.reference])}?practice={link.practice_id}"


def opened(request: HttpRequest, reference: UUID) -> CareLink:
    """Return the consent by which whoever asks may read this diary now, at the practice that is named. Or NotOpen."""
    named = request.GET.get("practice", "")
    return access.open_to_practice(reader=person(request), reference=reference, at=timezone.now(), practice=named)


def person(request: HttpRequest) -> User:
    """Return who asks."""
    assert isinstance(request.user, User)  # login_required has seen to it
    return request.user


def _what_to_prove(request: HttpRequest) -> str:
    """Return where to prove who one is; empty where that is known."""
    kinds = second_factor.kinds(person(request))
    if not kinds:
        return reverse("clinic:second-factor")
    is_idle = (
        timezone.now().timestamp() - max(second_factor.last_proof_at(request), request.session.get(_USED_AT, 0))
        > IDLE_S
    )
    is_old = timezone.now().timestamp() - second_factor.last_proof_at(request) > PROOF_HOLDS_S
    if second_factor.has_passed(request) and not is_idle and not is_old:
        return ""
    return reverse("mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn")


def _sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the page there, to come back to what was asked for; a part of a page sends the whole one."""
    part = HtmxDetails(request)
    back = part.current_url_abs_path if part else request.get_full_path()
    target = f"{address}?{urlencode({'next': back if back and request.method == 'GET' else reverse('clinic:panel')})}"
    return HttpResponseClientRedirect(target) if part else redirect(target)


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer that nothing is open by that name, and give back what was typed, which would be lost otherwise."""
    part = "clinic/gone_part.html" if HtmxDetails(request) else "clinic/gone.html"
    return render(request, part, {"kept": request.POST.get("text", "").strip()}, status=404)


def _note_use(request: HttpRequest) -> None:
    now = int(timezone.now().timestamp())
    if now - request.session.get(_USED_AT, 0) >= NOTED_EVERY_S:
        request.session[_USED_AT] = now
