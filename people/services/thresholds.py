"""How a practice is set: numbers by name, for all its diaries or for one of them. What they mean is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from people.errors import Refusal
from people.models import Diary, Practice, Threshold, User

REASON_MAX: Final = 200
UNTIL_MAX_DAYS: Final = 366


class BadThreshold(Refusal):
    """A number out of its bounds, or a setting for one diary without a reason or an end."""

    code = "invalid"


def in_force(*, practice: Practice, diary: Diary | None, on: date) -> dict[str, float]:
    """Return what is set on that day; of the diary itself before that of the practice. What is not set is absent."""
    found = Threshold.objects.filter(practice=practice, ended_at=None).filter(Q(until=None) | Q(until__gte=on))
    of = Q(diary=None) if diary is None else Q(diary=None) | Q(diary=diary)
    return dict(found.filter(of).order_by(F("diary").asc(nulls_first=True)).values_list("name", "value"))


def of_diary(*, practice: Practice, diary: Diary, on: date) -> list[Threshold]:
    """Return what is set for this diary alone."""
    found = Threshold.objects.filter(practice=practice, diary=diary, ended_at=None, until__gte=on)
    return list(found.select_related("set_by").order_by("name"))


@transaction.atomic
def put(
    *,
    practice: Practice,
    values: Mapping[str, float],
    bounds: Mapping[str, tuple[float, float]],
    by: User,
    now: datetime,
    diary: Diary | None = None,
    reason: str = "",
    until: date | None = None,
) -> None:
    """
    Set these numbers from now on, for the practice or for one diary; what stood before stays on record.

    Raises BadThreshold for an unknown name, a number outside `bounds`, and a diary's setting without reason and end.
    """
    for name, value in values.items():
        low, high = bounds.get(name, (1.0, 0.0))
        if not low <= value <= high:
            raise BadThreshold(f"A number from {low:g} to {high:g}.", field=name)
    reason = " ".join(reason.split())
    if len(reason) > REASON_MAX or "\0" in reason:
        raise BadThreshold(f"At most {REASON_MAX} characters.", field="reason")
    if diary is not None:
        _check(reason, until, now.date())
    Practice.objects.select_for_update().get(pk=practice.pk)
    standing = Threshold.objects.filter(practice=practice, diary=diary, ended_at=None, name__in=values)
    standing.update(ended_at=now)
    Threshold.objects.bulk_create(
        Threshold(
            practice=practice, diary=diary, name=name, value=value, reason=reason, until=until, set_by=by, set_at=now
        )
        for name, value in values.items()
    )


@transaction.atomic
def take_away(*, practice: Practice, diary: Diary, now: datetime) -> None:
    """Let the diary be looked at as all others are."""
    Threshold.objects.filter(practice=practice, diary=diary, ended_at=None).update(ended_at=now)


def _check(reason: str, until: date | None, today: date) -> None:
    if not reason:
        raise BadThreshold("Say why, in a few words.", field="reason")
    if until is None or not 0 < (until - today).days <= UNTIL_MAX_DAYS:
        raise BadThreshold("Until a day to come, a year away at most.", field="until")
