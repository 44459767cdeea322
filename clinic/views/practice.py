"""Who works at a practice: its page, invitations, roles, leaving; and how one becomes fit to open a diary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic import doors
from clinic.forms import InvitationLink, Invite, RoleOf
from people import second_factor
from people.errors import Refusal
from people.models import Invitation, Member
from people.services import practices


@require_safe
@doors.member
def practice(request: HttpRequest, member: Member) -> HttpResponse:
    """Show who works at the practice; an owner sees who is invited too."""
    return _page(request, member, timezone.now(), Invite())


@require_POST
@doors.member
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Invite one more person. The link with its secret stands in this answer, and nowhere else."""
    form, now = Invite(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, member, now, form, status=400)
    try:
        invitation, token = practices.invite(
            practice=member.practice, by=doors.person(request), now=now, **form.cleaned_data
        )
    except Refusal as refusal:
        return _refused(request, member, now, refusal)
    link = f"{request.build_absolute_uri(reverse('clinic:join'))}#{token}"
    return _page(request, member, now, Invite(), made={"invitation": invitation, "link": link})


@require_POST
@doors.member
def take_back(request: HttpRequest, member: Member, id: UUID) -> HttpResponse:
    """Take an invitation back."""
    now = timezone.now()
    return _done(
        request,
        member,
        lambda: practices.take_back(practice=member.practice, id=id, by=doors.person(request), now=now),
        "The invitation opens nothing any more.",
    )


@require_POST
@doors.member
def change_role(request: HttpRequest, member: Member, id: int) -> HttpResponse:
    """Let somebody do more or less."""
    form = RoleOf(request.POST)
    if not form.is_valid():
        return _page(request, member, timezone.now(), Invite(), refusal="Choose one of the roles.", status=400)
    role = form.cleaned_data["role"]
    return _done(
        request,
        member,
        lambda: practices.change_role(
            practice=member.practice, id=id, role=role, by=doors.person(request), now=timezone.now()
        ),
        "The role is changed, from now on.",
    )


@require_POST
@doors.member
def remove(request: HttpRequest, member: Member, id: int) -> HttpResponse:
    """End somebody's membership."""
    now = timezone.now()
    return _done(
        request,
        member,
        lambda: practices.remove(practice=member.practice, id=id, by=doors.person(request), now=now),
        "They work here no more, and no diary of this practice opens to them.",
    )


@require_POST
@doors.member
def leave(request: HttpRequest, member: Member) -> HttpResponse:
    """End one's own membership."""
    now = timezone.now()
    try:
        practices.leave(practice=member.practice, user=doors.person(request), now=now)
    except Refusal as refusal:
        return _refused(request, member, now, refusal)
    messages.success(request, f"You have left {member.practice.name}.")
    return redirect("clinic:panel")


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take an invitation. Its secret stands behind the #: a script of the page puts it into the form."""
    if request.method != "POST":
        return render(request, "clinic/join.html", {"form": InvitationLink()})
    return _accept(request)


@login_required
def _accept(request: HttpRequest) -> HttpResponse:
    form = InvitationLink(request.POST)
    if not form.is_valid():
        return render(request, "clinic/join.html", {"form": form}, status=400)
    try:
        member = practices.accept(token=form.cleaned_data["link"], by=doors.person(request), now=timezone.now())
    except Refusal as refusal:
        return render(request, "clinic/join.html", {"form": InvitationLink(), "refusal": refusal.detail}, status=404)
    messages.success(request, f"You work at {member.practice.name} now, as {member.get_role_display().lower()}.")
    return redirect(f"{reverse('clinic:panel')}?practice={member.practice_id}")


@require_safe
@login_required
def needs_second_factor(request: HttpRequest) -> HttpResponse:
    """Say what a clinic account needs before any diary opens, and where to get it."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("clinic:panel")
    kinds = second_factor.kinds(doors.person(request))
    return render(request, "clinic/second_factor.html", {"back": back, "kinds": kinds})


def _done(request: HttpRequest, member: Member, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except (practices.NoSuchMember, practices.NoSuchInvitation):
        raise Http404 from None
    except Refusal as refusal:
        return _refused(request, member, timezone.now(), refusal)
    messages.success(request, said)
    return redirect(f"{reverse('clinic:practice')}?practice={member.practice_id}")


def _refused(request: HttpRequest, member: Member, now: datetime, refusal: Refusal) -> HttpResponse:
    status = 403 if isinstance(refusal, practices.NotAllowed) else 409
    return _page(request, member, now, Invite(), refusal=refusal.detail, status=status)


def _page(
    request: HttpRequest, member: Member, now: datetime, form: Invite, *, status: int = 200, **more: Any
) -> HttpResponse:
    at = member.practice
    open_ones = Invitation.objects.open(now).filter(practice=at).order_by("made_at") if member.decides else []
    context = {
        "member": member,
        "practice": at,
        "members": Member.objects.filter(practice=at, left_at=None).select_related("user").order_by("joined_at", "pk"),
        "roles": Member.Role.choices,
        "invitations": open_ones,
        "form": form,
    }
    return render(request, "clinic/practice.html", context | more, status=status)
