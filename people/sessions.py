"""
Sessions in the database: each is a device of somebody, found with its person and diary in one query.

The table holds a hash of the session key, so that a copy of the database signs nobody in.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from people.models import Device, User

SIGNED_IN_AT = "signed_in_at"
USER_AGENT = "user_agent"


class SessionStore(db.SessionStore):
    """Django's own store, over hashed keys. A key with other characters than ours never reaches the database."""

    device: Device | None = None

    @classmethod
    def get_model_class(cls) -> type[Device]:
        """Return the table."""
        return Device

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and key.isascii() and key.isalnum() and len(key) >= 8

    def _get_session_from_db(self) -> Device | None:
        found = Device.objects.select_related("user__diary").filter(
            session_key=hashed(self.session_key), expire_date__gt=timezone.now()
        )
        self.device = found.first()
        if self.device is None:
            self._session_key = None
        return self.device

    def exists(self, session_key: str) -> bool:
        """Say whether there is a session of this key."""
        return super().exists(hashed(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            Device.objects.filter(session_key=hashed(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Device:
        """Return the row of this session with this data."""
        key = hashed(self._get_or_create_session_key())  # type: ignore[attr-defined]  # django-stubs leaves it out
        signed_in_at = data.get(SIGNED_IN_AT)
        return Device(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            reference=UUID(key[:32]),
            user_id=data.get(auth.SESSION_KEY),
            user_agent=data.get(USER_AGENT, ""),
            signed_in_at=signed_in_at and datetime.fromisoformat(signed_in_at),
            last_used_on=timezone.now().date(),
        )


def hashed(session_key: str | None) -> str:
    """Return what the table holds in place of the key: 160 bits of its SHA-256."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


class SignedIn(AuthenticationMiddleware):
    """Django's middleware; the person has come along with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Attach the person, found when first asked for."""
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        person = person_of(request.session)
        request._cached_user = person or auth.get_user(request)  # type: ignore[attr-defined]  # noqa: SLF001  (allauth looks there)
    return request._cached_user  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001


def person_of(session: Any) -> User | None:
    """
    Return who is signed in to `session`, None where that is nobody, or not sure at first sight.

    The session has to be of this person, made with the present password, and the account active. Notes the day.
    """
    told = session.get(auth.HASH_SESSION_KEY, "")  # loads the session and its device
    person = session.device and session.device.user
    if person is None or not person.is_active or str(person.pk) != session.get(auth.SESSION_KEY):
        return None
    if not constant_time_compare(told, person.get_session_auth_hash()):
        return None
    _note_use(session.device)
    return cast("User", person)


def _note_use(device: Device) -> None:
    today = timezone.now().date()
    if device.last_used_on != today:
        Device.objects.filter(pk=device.pk).update(last_used_on=today)
