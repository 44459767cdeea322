"""Acts on diaries."""

from __future__ import annotations

from datetime import datetime

from people.models import Diary, User


def open_for(*, owner: User, now: datetime) -> Diary:
    """Return the owner's diary, opened now if there was none. Safe to call twice at once."""
    diary, _ = Diary.objects.get_or_create(owner=owner, defaults={"opened_at": now})
    return diary
