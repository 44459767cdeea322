"""The only lock. May this reader read that diary now? Nobody else answers that question."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from people.errors import NotOpen, NotTheOwner
from people.models import CareLink, Diary, User


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


def care_link_of(*, reader: User, diary: Diary, at: datetime) -> CareLink | None:
    """Return the consent by which `reader` reads `diary` at `at`; None for its owner."""
    links = CareLink.objects.in_force(at).filter(
        diary=diary, practice__members__user=reader, practice__members__left_at=None
    )
    return links.select_related("practice").order_by("-scope", "pk").first()
