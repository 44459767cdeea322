"""Acts on accounts that do not come through a sign-up form."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.models import User
from people.services import diaries


@transaction.atomic
def register(*, username: str, password: str, name: str = "", now: datetime) -> User:
    """Make an account with its diary."""
    user = User.objects.create_user(username=username, password=password, name=name)
    diaries.open_for(owner=user, now=now)
    return user
