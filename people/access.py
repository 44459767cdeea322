"""The only lock. May this reader read that diary now? Nobody else answers that question."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from people.errors import NotOpen, NotTheOwner
from people.models import CareLink, Diary, Member, User


def open_diary(*, reader: User | AnonymousUser | None, reference: UUID, at: datetime) -> Diary:
    """
    Return the diary called `reference`, for a reader who may read it at `at`.

    Raises NotOpen alike for a diary that does not exist and for one that is not open to the reader.
    """
    diary = Diary.objects.visible_to(reader, at).select_related("owner").filter(reference=reference).first()
    if diary is None:
        raise NotOpen("There is no such diary here.")
    return diary


def only_the_owner(diary: Diary, by: User) -> None:
    """Raise NotTheOwner where `by` is somebody else than who keeps the diary, and so opens and closes it."""
    if diary.owner_id != by.pk:
        raise NotTheOwner("Only the person who keeps this diary can do that.")


def open_to_practice(
    *, reader: User | AnonymousUser | None, reference: UUID, at: datetime, practice: str = ""
) -> CareLink:
    """
    Return the consent by which `reader` reads the diary called `reference` at work.

    It is the one that was given to `practice` where a number is named, else the widest, and the oldest of these.

    Raises NotOpen as `open_diary` does, and for one's own diary that was opened to no practice of one's own.
    """
    diary = open_diary(reader=reader, reference=reference, at=at)
    links = CareLink.objects.in_force(at).filter(diary=diary, practice__members__in=Member.objects.reading(reader))
    told = links.select_related("practice", "diary__owner").order_by("-scope", "given_at", "pk")
    link = next((one for one in told if not practice or str(one.practice_id) == practice), None)
    if link is None:
        raise NotOpen("There is no such diary here.")
    return link
