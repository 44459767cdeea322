"""
Erasing: a person's account and diary go from every table, and a record stays that says nothing of either.

What is left to know is the SHA-256 of the diary's reference and when it was erased. Lines in other people's access
logs and histories keep the number of the account, which is given to nobody else. `remains` proves it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from diary.models import Version
from diary.services import panel, sweeping
from diary.tables import leading_to
from people.errors import Refusal
from people.models import Diary, Erasure, User
from people.services import practices
from people.transactions import whole


class NoSuchAccount(Refusal):
    """The account is not there, or no more."""

    code = "not_found"


class NotOneself(Refusal):
    """An account is erased by whom it belongs to, or by whoever runs the server; by nobody else."""

    code = "not_oneself"


@dataclass(frozen=True)
class Erased:
    """What went: rows of each table; and how the diary, if there was one, is remembered."""

    rows: Mapping[str, int]
    reference_hash: str = ""


def reference_hash(reference: UUID) -> str:
    """Return how an erased diary is remembered: the SHA-256 of its reference, written with hyphens."""
    return hashlib.sha256(str(reference).encode()).hexdigest()


def erase(*, user: User, by: User | None, now: datetime) -> Erased:
    """
    Erase the account, its diary, its devices and its memberships, all or nothing. It cannot be undone.

    `by` is the person; None is whoever runs the server. Sessions end with the commit: end the request's own before it
    is answered. On SQLite the file is rewritten after the commit (services.sweeping) if the diary held anything. What
    a process remembers besides are counts, of requests and of failed sign-ins, until they run out. Raises NotOneself,
    NoSuchAccount.
    """
    if by is not None and by.pk != user.pk:
        raise NotOneself("Only the person to whom the account belongs can do that.")
    with sweeping.overwriting():
        return _erase_one(user, now)


@whole
def _erase_one(user: User, now: datetime) -> Erased:
    account = User.objects.select_for_update().filter(pk=user.pk).first()
    if account is None:
        raise NoSuchAccount("There is no such account any more. Nothing was erased.")
    erased = _erase(account, now)
    if erased.rows.get(Version._meta.label):
        sweeping.sweep_after_commit()
    return erased


def erase_again(*, hashes: Collection[str], now: datetime) -> list[Erased]:
    """
    Erase every account whose diary is among those that were erased once: an old backup has brought it back.

    `hashes` are those of `people.models.Erasure`. Costs a hash a diary; nothing is done where none is back.
    """
    wanted = frozenset(hashes)
    diaries = Diary.objects.values_list("owner_id", "reference").iterator()
    owners = [owner for owner, reference in diaries if reference_hash(reference) in wanted]
    with sweeping.overwriting(), transaction.atomic():
        erased = [_erase(account, now) for account in User.objects.filter(pk__in=owners).order_by("pk")]
        if erased:
            sweeping.sweep_after_commit()
    return erased


def _erase(account: User, now: datetime) -> Erased:
    practices.hand_over(user=account, now=now)
    panel.forget_closed(now)
    diary = Diary.objects.filter(owner=account).first()
    rows = Counter(_erase_diary(diary, now) if diary is not None else {})
    _, of_account = account.delete()
    return Erased(rows + Counter(of_account), reference_hash(diary.reference) if diary is not None else "")


def _erase_diary(diary: Diary, now: datetime) -> Counter[str]:
    """Delete the diary first: only then do the guards of its history let the rest go. One statement a table."""
    rows = Counter({Diary._meta.label: _delete_diary(diary)})
    for model, field in leading_to(Diary):
        _, deleted = QuerySet(model).filter(**{field: diary.pk}).delete()
        rows.update(deleted)
    Erasure.objects.get_or_create(reference_hash=reference_hash(diary.reference), defaults={"erased_at": now})
    return +rows


def _delete_diary(diary: Diary) -> int:
    """Delete this one row, in SQL: Django would delete what refers to it before."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_diary WHERE id = %s", [diary.pk])
        if not cursor.rowcount:
            raise NoSuchAccount("There is no such diary any more. Nothing was erased.")
        return int(cursor.rowcount)
