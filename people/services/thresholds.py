"""How a practice is set: numbers by name, for all its diaries or for one of them. What they mean is not known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from django.db.models import F, Q

from people.errors import Refusal
from people.models import Diary, Practice, Threshold, User
from people.transactions import whole

REASON_MAX: Final = 200
UNTIL_MAX_DAYS: Final = 366


class BadThreshold(Refusal):
    """A number out of its bounds, or a setting for one diary without a reason or an end."""

    code = "invalid"


def in_force(*, practice: Practice, diary: Diary | None, on: date) -> dict[str, float]:
    """Return what is set on that day; of the diary itself before that of the practice. What is not set is absent."""
    found = standing([practice.pk], [diary.pk] if diary else [])
    return of_one(found, practice_id=practice.pk, diary_id=diary.pk if diary else None, on=on)


def standing(practice_ids: Iterable[int], diary_ids: Iterable[int]) -> list[Threshold]:
    """Return what is set in these practices for all their diaries and for these, in the order that `of_one` needs."""
    found = Threshold.objects.filter(practice__in=practice_ids, ended_at=None)
    found = found.filter(Q(diary=None) | Q(diary__in=diary_ids))
    return list(found.order_by(F("diary").asc(nulls_first=True)))


def of_one(found: Iterable[Threshold], *, practice_id: int, diary_id: int | None, on: date) -> dict[str, float]:
    """Return `in_force` out of what is set in some practices for some diaries."""
    own = (one for one in found if one.practice_id == practice_id and one.diary_id in (None, diary_id))
    return {one.name: one.value for one in own if one.until is None or one.until >= on}


def of_diary(*, practice: Practice, diary: Diary, on: date) -> list[Threshold]:
    """Return what is set for this diary alone."""
    found = Threshold.objects.filter(practice=practice, diary=diary, ended_at=None, until__gte=on)
    return list(found.select_related("set_by").order_by("name"))


@whole
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


@whole
def take_away(*, practice: Practice, diary: Diary, now: datetime) -> None:
    """Let the diary be looked at as all others are."""
    Threshold.objects.filter(practice=practice, diary=diary, ended_at=None).update(ended_at=now)


def _check(reason: str, until: date | None, today: date) -> None:
    if not reason:
        raise BadThreshold("Say why, in a few words.", field="reason")
    if until is None or not 0 < (until - today).days <= UNTIL_MAX_DAYS:
        raise BadThreshold("Until a day to come, a year away at most.", field="until")
