"""The access log: one line for every time somebody else opened a diary."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from people.chain import FIRST_HASH, chained
from people.models import Diary, Opening, Practice, User


def entry_hash(previous: str, opening: Opening) -> str:
    """Return the SHA-256 that chains `opening` to the line before it."""
    return chained(
        previous,
        opening.diary_id,
        opening.number,
        opening.reader_id,
        opening.practice_id,
        opening.what,
        opening.opened_at.astimezone(UTC).isoformat(),
    )


@transaction.atomic
def log(*, diary: Diary, by: User, practice: Practice | None, what: Opening.What, now: datetime) -> Opening:
    """Append who opened what to the diary's log, under the diary's row lock."""
    Diary.objects.select_for_update().get(pk=diary.pk)
    last = Opening.objects.filter(diary=diary).order_by("-number").first()
    opening = Opening(
        diary=diary, number=last.number + 1 if last else 1, reader=by, practice=practice, what=what, opened_at=now
    )
    opening.entry_hash = entry_hash(last.entry_hash if last else FIRST_HASH, opening)
    opening.save(force_insert=True)
    return opening
