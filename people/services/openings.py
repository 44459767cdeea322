"""The access log: one line for every time somebody else opened a diary."""

from __future__ import annotations

from datetime import UTC, datetime

from people.chain import FIRST_HASH, chained
from people.models import Diary, Opening, Practice, ShareLink, User
from people.transactions import whole


def entry_hash(previous: str, opening: Opening) -> str:
    """
    Return the SHA-256 that chains `opening` to the line before it.

    A share link is a fact of those lines only that were written by one: the others keep the hash they always had.
    """
    by_link = () if opening.share_link_id is None else (opening.share_link_id,)
    return chained(
        previous,
        opening.diary_id,
        opening.number,
        opening.reader_id,
        opening.practice_id,
        opening.what,
        opening.opened_at.astimezone(UTC).isoformat(),
        *by_link,
    )


@whole
def log(
    *, diary: Diary, by: User | ShareLink, practice: Practice | None = None, what: Opening.What, now: datetime
) -> Opening:
    """Append who opened what, or by which share link, to the diary's log, under the diary's row lock."""
    Diary.objects.select_for_update().get(pk=diary.pk)
    last = Opening.objects.filter(diary=diary).order_by("-number").first()
    opening = Opening(
        diary=diary,
        number=last.number + 1 if last else 1,
        reader=by if isinstance(by, User) else None,
        share_link=by if isinstance(by, ShareLink) else None,
        practice=practice,
        what=what,
        opened_at=now,
    )
    opening.entry_hash = entry_hash(last.entry_hash if last else FIRST_HASH, opening)
    opening.save(force_insert=True)
    return opening
