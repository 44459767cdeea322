"""The panel: whom of a practice to look at first, and why."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clinic import doors, listing, reading
from clinic.forms import Filters
from people.models import Member
from people.services import thresholds
from reports import refresh
from reports.lanes import words
from reports.lanes.rules import Lane, Thresholds

_FILTERS: Final = "clinic_filters"
REFRESHED_AT_ONCE: Final = 8  # old digests that a page makes anew before it is shown; the rest say how old they are


@require_http_methods(["GET", "HEAD", "POST"])
@doors.signed_in
def panel(request: HttpRequest) -> HttpResponse:
    """Show the practice's lanes; a posted form sets the filters, which stay until they are taken away."""
    member = doors.membership(request)
    if member is None:
        return render(request, "clinic/no_practice.html")
    if request.method == "POST":
        return _filtered(request, member)
    return render(request, "clinic/panel.html", _context(request, member))


def _filtered(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the filters in the session: no name that is looked for stands in an address."""
    form = Filters(request.POST, colleagues=reading.colleagues(member.practice_id))
    if not form.is_valid():
        return render(request, "clinic/panel.html", _context(request, member, form), status=400)
    said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    kept = {} if "clear" in request.POST else said
    request.session[_FILTERS] = {**request.session.get(_FILTERS, {}), str(member.practice_id): kept}
    return redirect(f"{request.path}?practice={member.practice_id}")


def _context(request: HttpRequest, member: Member, refused: Filters | None = None) -> dict[str, Any]:
    now, at = timezone.now(), member.practice
    refresh.refresh_all(listing.stale(at, now, count=REFRESHED_AT_ONCE), now=now)  # one that fails says how old it is
    kept = request.session.get(_FILTERS, {}).get(str(member.practice_id), {})
    asked = listing.Asked.of(kept if member.reads else {}, reader=doors.person(request))
    form = refused or Filters(kept, colleagues=reading.colleagues(at.pk) if member.reads else ())
    lanes = listing.lanes(at, asked, now)
    set_to = Thresholds().with_changes(thresholds.in_force(practice=at, diary=None, on=now.date()))
    is_empty = not any(lane.rows for lane in lanes.values())
    oldest = min((row.made_at for lane in lanes.values() for row in lane.rows), default=None)
    return {
        "member": member,
        "form": form,
        "is_filtered": bool(kept) and member.reads,
        "lanes": [(header, lanes[header.lane]) for header in words.headers(set_to)],
        "is_empty": is_empty,
        "has_diaries": not is_empty or listing.has_diaries(at, now),
        "steady": Lane.STEADY,
        "as_of": oldest,
    }
