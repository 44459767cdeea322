"""Acts on a fact of any kind: record it, amend it, withdraw it, restore it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from diary import documents
from diary.errors import InvalidValue, NoSuchFact, TooLate
from diary.models import Fact
from diary.services import history
from diary.services.history import FactType, Fields, Key, Kind, Written
from people.models import Diary, User

UNDO_DAYS: Final = 30


def record(
    *,
    kind: Kind[FactType],
    diary: Diary,
    key: Key,
    fields: Mapping[str, Any],
    by: User,
    now: datetime,
    if_match: Collection[str] | None = None,
    create_only: bool = False,
) -> Written[FactType]:
    """
    Store the fact as `fields` tell it, replacing what stood under this key in this diary.

    Raises InvalidValue, StaleRevision; AlreadyThere with `create_only`.
    """
    return history.write(
        kind=kind,
        diary=diary,
        key=key,
        by=by,
        now=now,
        if_match=if_match,
        change=lambda living: made(kind, key, fields, living, now),
        create_only=create_only,
    )


def amend(
    *,
    kind: Kind[FactType],
    diary: Diary,
    key: Key,
    fields: Mapping[str, Any],
    by: User,
    now: datetime,
    if_match: Collection[str] | None = None,
) -> Written[FactType]:
    """
    Change the given fields only. A day, or anything else there is one of, starts empty.

    Raises NoSuchFact, InvalidValue, StaleRevision.
    """

    def merged(living: FactType | None) -> FactType:
        if living is None and not kind.standing:
            raise NoSuchFact("There is no such entry in this diary.")
        return made(kind, key, {**told(kind, living), **fields}, living, now)

    return history.write(kind=kind, diary=diary, key=key, by=by, now=now, if_match=if_match, change=merged)


def withdraw(
    *, kind: Kind[Any], diary: Diary, key: Key, by: User, now: datetime, if_match: Collection[str] | None = None
) -> None:
    """Delete the fact; its versions stay. Deleting twice is the same as once. Raises NoSuchFact, StaleRevision."""
    history.withdraw(kind=kind, diary=diary, key=key, by=by, now=now, if_match=if_match)


def say_again(
    *, kind: Kind[FactType], diary: Diary, key: Key, fields: Mapping[str, Any], by: User, now: datetime
) -> Written[FactType]:
    """Let the fact say what a version of it, or of another, once said. Raises InvalidValue."""

    def again(living: FactType | None) -> FactType:
        return made(kind, key, fields, seen(kind, fields), now)

    return history.write(kind=kind, diary=diary, key=key, by=by, now=now, if_match=None, change=again)


def restore(*, kind: Kind[FactType], diary: Diary, key: Key, by: User, now: datetime) -> Written[FactType]:
    """
    Bring a deleted fact back within thirty days; one that is there is left as it is.

    Raises NoSuchFact, TooLate.
    """

    def may(tombstone: Fact) -> None:
        if tombstone.deleted_at is not None and tombstone.deleted_at < now - timedelta(days=UNDO_DAYS):
            raise TooLate(f"This was deleted more than {UNDO_DAYS} days ago.")

    return history.restore(kind=kind, diary=diary, key=key, by=by, now=now, may=may)


def made(kind: Kind[FactType], key: Key, fields: Mapping[str, Any], known: FactType | None, now: datetime) -> FactType:
    """
    Return the fact that `fields` tell, not stored. Raises InvalidValue.

    `known` is what stands there, or stood: what it says already is not questioned again.
    """
    for name in kind.required:
        if fields.get(name) is None:
            raise InvalidValue("required", "This is needed.", field=name)
    return kind.build(key, fields, known, now)


def seen(kind: Kind[FactType], fields: Mapping[str, Any]) -> FactType:
    """Return a fact that says what the diary has seen before, to be `known` to one that says it again."""
    return kind.model(**{name: fields[name] for name in kind.fields if name in fields})


def unsaid(*, kind: Kind[Any], key: Key) -> documents.Content:
    """Return what is known of a standing fact that nobody spoke of: nothing."""
    return kind.content(kind.model(**{kind.key: key})) | {"revision": None, "updated_at": None}


def told(kind: Kind[FactType], fact: FactType | None) -> Fields:
    """Return what was said of the fact, to be changed in part; nothing where there is none."""
    return {} if fact is None else kind.given({name: getattr(fact, name) for name in kind.fields})


def said(kind: Kind[Any], document: str) -> Fields:
    """Return what was said in a stored document, to be changed in part."""
    return kind.given(documents.said(document, kind.fields))
