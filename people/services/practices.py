"""Acts of a practice: opening it, joining it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from people.models import Member, Practice, User

# No letter that can be mistaken for another when it is read out.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def new_code() -> str:
    """Return a code that nobody guesses: 40 random bits, in letters that can be read out."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def open_practice(*, name: str, by: User, now: datetime, code: str = "") -> Practice:
    """Open a practice with `by` as its first member."""
    practice = Practice.objects.create(name=name, code=code or new_code(), opened_at=now)
    join(practice=practice, user=by, now=now)
    return practice


def join(*, practice: Practice, user: User, now: datetime) -> Member:
    """Make `user` a member of `practice` from now on; a member stays one."""
    member, _ = Member.objects.get_or_create(practice=practice, user=user, left_at=None, defaults={"joined_at": now})
    return member


def leave(*, practice: Practice, user: User, now: datetime) -> None:
    """End the membership: from this moment on the practice's diaries are closed to `user`."""
    Member.objects.filter(practice=practice, user=user, left_at=None).update(left_at=now)
