"""Acts on accounts that do not come through a sign-up form."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Final

from people.errors import NotOpen, Refusal
from people.models import User
from people.services import diaries
from people.transactions import whole

NAME_MAX: Final = 200


class BadName(Refusal):
    """A name that cannot be printed on one line."""

    code = "invalid"
    field = "name"


class WrongPassword(Refusal):
    """An act that cannot be undone asks for the password again, and this was not it."""

    code = "wrong_password"
    field = "password"


def confirm(*, user: User, password: str) -> None:
    """Make sure that it is the person who asks. Raises WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword("This is not the password of this account.")


def tidy_name(name: str) -> str:
    """Return the name on one line, without characters that nobody sees. Raises BadName."""
    line = " ".join(unicodedata.normalize("NFC", name).split())
    tidy = "".join(letter for letter in line if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    if len(tidy) > NAME_MAX:
        raise BadName(f"At most {NAME_MAX} characters.")
    return tidy


def rename(*, user: User, name: str) -> None:
    """Change the name that a doctor reads. Raises BadName; NotOpen where the account was erased meanwhile."""
    user.name = tidy_name(name)
    if not User.objects.filter(pk=user.pk).update(name=user.name):
        raise NotOpen("There is no such account any more.")


@whole
def register(*, username: str, password: str, name: str = "", now: datetime) -> User:
    """Make an account with its diary."""
    user = User.objects.create_user(username=username, password=password, name=name)
    diaries.open_for(owner=user, now=now)
    return user
