"""
Sessions in the database: each is a device of somebody, found with its person and diary in one query.

The table holds a hash of the session key, so that a copy of the database signs nobody in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from people.models import Device, Diary, User

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
        self.device = _find(hashed(self.session_key), timezone.now())
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
            expire_date=_end(self.get_expiry_date(), signed_in_at),
            reference=UUID(key[:32]),
            user_id=data.get(auth.SESSION_KEY),
            user_agent=data.get(USER_AGENT, ""),
            signed_in_at=signed_in_at and datetime.fromisoformat(signed_in_at),
            last_used_on=timezone.now().date(),
        )


def _end(expiry: datetime, signed_in_at: str | None) -> datetime:
    """Return when a session ends: using it does not put that off for ever."""
    if not signed_in_at:
        return expiry
    return min(expiry, datetime.fromisoformat(signed_in_at) + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def _find(key_hash: str, now: datetime) -> Device | None:
    """
    Return the device of this session with its person and diary, in one query.

    In SQL that is written once: every request passes here, and building it anew costs half a request (bench/api).
    """
    sql, converters = _query(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key_hash, connection.ops.adapt_datetimefield_value(now)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter([convert(value) for convert, value in zip(converters, row, strict=True)])
    device: Device
    device, user, diary = (model.from_db(connection.alias, *_columns(model, values)) for model in _JOINED)
    if diary.pk is not None:
        user.diary = diary
    device.user = user if user.pk is not None else None
    return device


_JOINED: tuple[Any, ...] = (Device, User, Diary)


@cache
def _query(vendor: str) -> tuple[str, list[Callable[[Any], Any]]]:
    columns = [field.get_col(model._meta.db_table) for model in _JOINED for field in model._meta.concrete_fields]
    named = ", ".join(f"{column.alias}.{column.target.column}" for column in columns)
    return _FIND.format(columns=named), [_converter(column) for column in columns]


_FIND = """
SELECT {columns} FROM people_device
LEFT JOIN people_user ON people_user.id = people_device.user_id
LEFT JOIN people_diary ON people_diary.owner_id = people_user.id
WHERE people_device.session_key = %s AND people_device.expire_date > %s
"""


def _converter(column: Any) -> Callable[[Any], Any]:
    chain = connection.ops.get_db_converters(column) + column.get_db_converters(connection)

    def convert(value: Any) -> Any:
        for each in chain:
            value = each(value, column, connection)
        return value

    return convert


def _columns(model: Any, values: Iterator[Any]) -> tuple[list[str], list[Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return names, list(islice(values, len(names)))


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
    if device.last_used_on == today:
        return
    with (
        suppress(OperationalError),
        transaction.atomic(),
    ):  # a busy database is told so tomorrow, or with the next request
        Device.objects.filter(pk=device.pk).update(last_used_on=today)
