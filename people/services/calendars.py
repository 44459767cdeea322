"""The secret address of a calendar feed: made anew, closed, found."""

from __future__ import annotations

from datetime import datetime

from people import access, tokens
from people.errors import NotOpen
from people.models import LANGUAGE_MAX, CalendarAddress, Diary, User


def make(*, diary: Diary, by: User, now: datetime, language: str = "en") -> tuple[CalendarAddress, str]:
    """
    Make the address of this diary's feed, and return it with its token, which is kept nowhere.

    The one before it, if there was one, is closed by that. Raises NotTheOwner.
    """
    access.only_the_owner(diary, by)
    token = tokens.fresh()
    fresh = {
        "token_hash": tokens.hashed(token),
        "language": language[:LANGUAGE_MAX],
        "made_at": now,
        "closed_at": None,
    }
    address, _ = CalendarAddress.objects.update_or_create(diary=diary, defaults=fresh)
    return address, token


def close(*, diary: Diary, by: User, now: datetime) -> None:
    """Close the address, at once. Twice, or where there is none, is the same as once. Raises NotTheOwner."""
    access.only_the_owner(diary, by)
    CalendarAddress.objects.in_force().filter(diary=diary).update(closed_at=now)


def find(*, token: str) -> CalendarAddress:
    """Return the address that this token opens. One that is unknown and one that was closed raise NotOpen alike."""
    found = CalendarAddress.objects.in_force().filter(token_hash=tokens.hashed(token), diary__owner__is_active=True)
    address = found.select_related("diary").first()
    if address is None:
        raise NotOpen("There is nothing here.")
    return address
