"""The panel: whom of a practice to look at first."""

from __future__ import annotations

from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic import doors
from people.models import CareLink, Diary


@require_safe
@doors.signed_in
def panel(request: HttpRequest) -> HttpResponse:
    """List the diaries that are open to the reader's practice."""
    member = doors.membership(request)
    if member is None:
        return render(request, "clinic/no_practice.html")
    reader, now = doors.person(request), timezone.now()
    diaries = (
        Diary.objects.filter(care_links__in=CareLink.objects.in_force(now).filter(practice=member.practice))
        .exclude(owner=reader)
        .select_related("owner")
        .annotate(last_opened_at=Max("openings__opened_at", filter=Q(openings__reader=reader)))
        .order_by("owner__name", "owner__username", "pk")
    )
    return render(request, "clinic/panel.html", {"diaries": diaries, "member": member})
