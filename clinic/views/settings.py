"""How a practice is set: from which numbers on somebody stands out, for all patients or for one; and the day's mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from clinic import doors
from clinic.forms import Limits, LimitsOfOne, Mail
from people.errors import Refusal
from people.models import CareLink, Member
from people.services import practices, thresholds
from reports import refresh
from reports.lanes import words
from reports.lanes.rules import BOUNDS, Thresholds


@require_safe
@doors.member
def limits(request: HttpRequest, member: Member) -> HttpResponse:
    """Show how the practice is set; an owner may change it."""
    return _page(request, member)


@require_POST
@doors.member
def change_limits(request: HttpRequest, member: Member) -> HttpResponse:
    """Look what other numbers would have shown, or set them."""
    form, now = Limits(request.POST), timezone.now()
    if not member.decides:
        return _page(request, member, refusal="Only an owner of the practice can do that.", status=403)
    if not form.is_valid():
        return _page(request, member, form=form, status=400)
    if "preview" in request.POST:
        return _page(request, member, form=form, preview=_previewed(member, form.cleaned_data))
    thresholds.put(practice=member.practice, values=form.cleaned_data, bounds=BOUNDS, by=doors.person(request), now=now)
    refresh.place_again(member.practice, now=now)
    messages.success(request, "The panel is set like this from now on.")
    return redirect(f"{reverse('clinic:limits')}?practice={member.practice_id}")


@require_POST
@doors.member
def change_mail(request: HttpRequest, member: Member) -> HttpResponse:
    """Set when the day's mail goes out."""
    form = Mail(request.POST)
    if not form.is_valid():
        return _page(request, member, mail=form, status=400)
    said = form.cleaned_data
    try:
        practices.set_digest(
            practice=member.practice, time_zone=said["time_zone"], hour=said["digest_hour"], by=doors.person(request)
        )
    except practices.NotAllowed as refusal:
        return _page(request, member, refusal=refusal.detail, status=403)
    except Refusal as refusal:
        form.add_error(refusal.field or None, refusal.detail)
        return _page(request, member, mail=form, status=400)
    messages.success(request, "The mail goes out like this from now on.")
    return redirect(f"{reverse('clinic:limits')}?practice={member.practice_id}")


@require_safe
@doors.signed_in
def limits_of_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show how one patient is looked at, where that differs."""
    return _page_of_one(request, doors.opened(request, reference))


@require_POST
@doors.signed_in
def change_limits_of_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Look at one patient otherwise than at the others, for a while and for a reason; or as at all others again."""
    link, now = doors.opened(request, reference), timezone.now()
    if "take_away" in request.POST:
        thresholds.take_away(practice=link.practice, diary=link.diary, now=now)
    else:
        form = LimitsOfOne(request.POST)
        if not form.is_valid():
            return _page_of_one(request, link, form=form, status=400)
        said = dict(form.cleaned_data)
        reason, until = said.pop("reason"), said.pop("until")
        try:
            thresholds.put(
                practice=link.practice, diary=link.diary, values=said, bounds=BOUNDS, reason=reason, until=until,
                by=doors.person(request), now=now,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.detail)
            return _page_of_one(request, link, form=form, status=400)
    refresh.refresh(link.diary, now=now)
    return redirect(doors.page_of(link))


def _previewed(member: Member, values: dict[str, float]) -> list[tuple[str, int, int, int]]:
    """Return of each lane how many diaries would have stood in it, of how many, and how many do as it is set."""
    now = timezone.now()
    then = refresh.previewed(member.practice, Thresholds().with_changes(values), now=now)
    as_set = refresh.previewed(member.practice, _set(member), now=now)
    return [(words.name(lane), count, then.diaries, as_set.flagged[lane]) for lane, count in then.flagged.items()]


def _set(member: Member) -> Thresholds:
    on = timezone.now().date()
    return Thresholds().with_changes(thresholds.in_force(practice=member.practice, diary=None, on=on))


def _values(of: Thresholds) -> dict[str, float]:
    return {name: getattr(of, name) for name in BOUNDS}


def _page(request: HttpRequest, member: Member, *, status: int = 200, **more: Any) -> HttpResponse:
    at = member.practice
    context = {
        "member": member,
        "form": Limits(_shown(_values(_set(member)))),
        "mail": Mail({"digest_hour": "" if at.digest_hour is None else at.digest_hour, "time_zone": at.time_zone}),
    }
    return render(request, "clinic/limits.html", context | more, status=status)


def _page_of_one(request: HttpRequest, link: CareLink, *, status: int = 200, **more: Any) -> HttpResponse:
    on = timezone.now().date()
    standing = thresholds.of_diary(practice=link.practice, diary=link.diary, on=on)
    set_to = Thresholds().with_changes(thresholds.in_force(practice=link.practice, diary=link.diary, on=on))
    first = standing[0] if standing else None
    told = _shown(_values(set_to)) | ({"reason": first.reason, "until": first.until} if first else {})
    context = {
        "link": link,
        "page": doors.page_of(link),
        "owner": link.diary.owner,
        "standing": first,
        "form": LimitsOfOne(initial=told),
    }
    return render(request, "clinic/limits_of_one.html", context | more, status=status)


def _shown(values: dict[str, float]) -> dict[str, Any]:
    return {name: f"{value:g}" for name, value in values.items()}
