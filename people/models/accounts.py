"""Accounts, and the devices on which people are signed in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class User(AbstractUser):
    """Somebody with an account. A user name is enough; `name` is what a doctor reads on the page."""

    first_name = None  # type: ignore[assignment]  # one name in any script instead
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=200, blank=True)

    objects: ClassVar[UserManager[User]] = UserManager()  # type: ignore[assignment]  # AbstractUser types its own

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name as it is printed: the chosen one, else the user name."""
        return self.name or self.username


class Device(AbstractBaseSession):
    """
    A session, and the device it lives on: a browser with its cookie, or a native client with its token.

    `session_key` holds a hash of the key (people.sessions): whoever reads the table cannot use it. A session that
    nobody has signed in to has no `user`.
    """

    reference = models.UUIDField(unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="devices")
    user_agent = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
