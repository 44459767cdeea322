"""Storing what the clinic's panel shows; it is made in `reports.refresh`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from diary import walks
from diary.models import Digest, PanelLine
from people.models import CareLink, Diary, Practice
from people.transactions import whole

MakeLines = Callable[[Mapping[int, Digest]], Sequence[PanelLine]]


@whole
def store(digests: Sequence[Digest], lines: MakeLines) -> None:
    """
    Put digests away with the lines that `lines` makes of them, in place of those that were there.

    A digest that was made from an older state of the diary than the one that stands gives way to that. The lines are
    made under the diaries' locks, so that no review falls between.
    """
    stored = _locked([digest.pk for digest in digests])
    newer = [one for one in digests if one.pk in stored and _is_at_least(one, stored[one.pk])]
    columns = [field.name for field in Digest._meta.concrete_fields if not field.primary_key]
    Digest.objects.bulk_create(newer, update_conflicts=True, unique_fields=["diary"], update_fields=columns)
    stored |= {one.pk: one for one in newer}
    made = lines(_there(stored))
    PanelLine.objects.filter(diary__in=stored).delete()
    PanelLine.objects.bulk_create(made)


@whole
def place(diary_ids: Sequence[int], lines: MakeLines) -> None:
    """Put the lines that `lines` makes of the digests as they stand in place of those that stand there."""
    made = lines(_there(_locked(diary_ids)))
    PanelLine.objects.filter(pk__in=[line.pk for line in made]).delete()
    PanelLine.objects.bulk_create(made)


def grow_old(practice: Practice, now: datetime) -> None:
    """Let every line of the practice be old from now on."""
    PanelLine.objects.filter(practice=practice).update(stale_at=now)


def forget(diary: Diary) -> None:
    """Take the diary's lines from every panel that it is no longer open to; the digest goes with the last of them."""
    PanelLine.objects.filter(diary=diary).delete()
    Digest.objects.filter(pk=diary.pk).delete()


def waiting(practice: Practice, now: datetime, lanes: Sequence[int] = (1, 2)) -> dict[int, int]:
    """Return how many diaries that are open to the practice stand in each of these lanes."""
    open_ones = CareLink.objects.in_force(now).filter(practice=practice)
    lines = PanelLine.objects.filter(care_link__in=open_ones, lane__in=lanes)
    counted = dict(lines.order_by().values_list("lane").annotate(count=Count("pk")))
    return {lane: counted.get(lane, 0) for lane in lanes}


def contents(practice: Practice, now: datetime) -> Iterator[str]:
    """Yield what the digests say of the diaries that are open to the practice."""
    open_ones = Diary.objects.filter(care_links__in=CareLink.objects.in_force(now).filter(practice=practice))
    found = Digest.objects.filter(diary__in=open_ones)
    yield from (digest.content for page in walks.pages(found, by="pk") for digest in page)


def forget_closed(now: datetime) -> int:
    """Delete the lines whose consent has ended, and the digests that no line is left of; return how many lines."""
    lines = PanelLine.objects.exclude(care_link__in=CareLink.objects.in_force(now))
    count = lines.count()
    lines.delete()
    Digest.objects.exclude(pk__in=PanelLine.objects.values("diary")).delete()
    return count


def due(now: datetime, *, rules_version: str, form: int, all_of_them: bool = False) -> QuerySet[Diary]:
    """
    Return the diaries that are open to a practice and whose digest is missing or old; or all that are open to one.

    Old is one that was made from another state of the diary, another form or other rules, or whose day has ended.
    """
    open_ones = Diary.objects.filter(care_links__in=CareLink.objects.in_force(now)).distinct()
    if all_of_them:
        return open_ones
    fresh = Q(
        digest__epoch=F("epoch"),
        digest__change_counter=F("change_counter"),
        digest__rules_version=rules_version,
        digest__form=form,
        digest__stale_at__gt=now,
    )
    without_line = Q(pk__in=CareLink.objects.in_force(now).filter(panel_line=None).values("diary"))
    old_line = Q(pk__in=PanelLine.objects.filter(stale_at__lte=now).values("diary"))
    return open_ones.filter(~Q(pk__in=Diary.objects.filter(fresh)) | without_line | old_line)


def _locked(diary_ids: Sequence[int]) -> dict[int, Digest | None]:
    """Lock these diaries, but for those that were erased meanwhile, and return the digest of each, if it has one."""
    rows = Diary.objects.select_for_update().filter(pk__in=diary_ids).order_by("pk")
    there = list(rows.values_list("pk", flat=True))
    return dict.fromkeys(there) | Digest.objects.in_bulk(there)


def _there(stored: Mapping[int, Digest | None]) -> dict[int, Digest]:
    return {key: one for key, one in stored.items() if one is not None}


def _is_at_least(one: Digest, other: Digest | None) -> bool:
    return other is None or (one.epoch, one.change_counter, one.made_at) >= (
        other.epoch,
        other.change_counter,
        other.made_at,
    )
