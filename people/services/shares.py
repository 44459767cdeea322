"""Share links: a doctor without an account reads one page, for a while."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from people import access, periods, tokens
from people.errors import NotOpen, Refusal
from people.models import CareLink, Diary, ShareLink, User
from people.transactions import whole

DAYS_USUAL: Final = 7
DAYS_MAX: Final = 90
LABEL_MAX: Final = 100
OPEN_MAX: Final = 20
_PIN = re.compile(r"[0-9]{4,12}")


class BadShare(Refusal):
    """A link that cannot be made like this."""

    code = "invalid"


class TooManyShares(Refusal):
    """So many links are open already that nobody keeps an eye on them."""

    code = "too_many_shares"


class NoSuchShare(Refusal):
    """No link of this diary has that id."""

    code = "not_found"


class WrongPin(Refusal):
    """The PIN is missing or wrong; after a few wrong ones the link is closed for good."""

    code = "wrong_pin"
    field = "pin"


@whole
def give(
    *,
    diary: Diary,
    first: date,
    last: date,
    by: User,
    now: datetime,
    scope: str = CareLink.Scope.PROFILE,
    days: int = DAYS_USUAL,
    pin: str = "",
    label: str = "",
) -> tuple[ShareLink, str]:
    """
    Make a link to the page of these days, and return it with its token, which is kept nowhere.

    Raises NotTheOwner, BadPeriod, BadShare, TooManyShares.
    """
    access.only_the_owner(diary, by)
    label = unicodedata.normalize("NFC", label)
    _check(first, last, days, pin, label)
    Diary.objects.select_for_update().get(pk=diary.pk)
    if ShareLink.objects.in_force(now).filter(diary=diary).count() >= OPEN_MAX:
        raise TooManyShares(f"{OPEN_MAX} links are open. Close one first.")
    token = tokens.fresh()
    link = ShareLink.objects.create(
        diary=diary,
        token_hash=tokens.hashed(token),
        scope=scope,
        first=first,
        last=last,
        label=label,
        pin_hash=make_password(pin) if pin else "",
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


def revoke(*, diary: Diary, id: UUID, by: User, now: datetime) -> None:
    """Close the link, at once. Twice is the same as once. Raises NotTheOwner, NoSuchShare."""
    access.only_the_owner(diary, by)
    links = ShareLink.objects.filter(diary=diary, pk=id)
    if not links.exists():
        raise NoSuchShare("There is no such link.")
    links.filter(revoked_at=None).update(revoked_at=now)


def find(*, token: str, pin: str = "", now: datetime) -> ShareLink:
    """
    Return the link that this token opens at `now`.

    A link that is unknown, has run out, was revoked, or saw too many wrong PINs, raises NotOpen alike; a wrong PIN
    raises WrongPin. None at all is no attempt.
    """
    link = _that_opens(now, token_hash=tokens.hashed(token))
    if link.pin_hash:
        _check_pin(link, pin)
    return link


def find_again(*, id: UUID, now: datetime) -> ShareLink:
    """Return the link that was found before, by its id, if it still opens anything. Raises NotOpen."""
    return _that_opens(now, pk=id)


def just_made(*, diary: Diary, id: UUID, token: str, by: User, now: datetime) -> ShareLink:
    """Return the open link of this diary whose token this is: who made it still holds it. Raises NoSuchShare."""
    access.only_the_owner(diary, by)
    link = ShareLink.objects.in_force(now).filter(diary=diary, pk=id, token_hash=tokens.hashed(token)).first()
    if link is None:
        raise NoSuchShare("There is no such link.")
    return link


def _that_opens(now: datetime, **named: Any) -> ShareLink:
    link = ShareLink.objects.in_force(now).filter(**named).select_related("diary__owner").first()
    if link is None or not link.diary.owner.is_active:
        raise NotOpen("There is nothing here.")
    return link


def _check_pin(link: ShareLink, pin: str) -> None:
    """Count the attempt before it is judged: many at once are as many attempts. Raises NotOpen, WrongPin."""
    if not pin:
        raise WrongPin("This page asks for a PIN.")
    attempts = ShareLink.objects.filter(pk=link.pk)
    if not attempts.filter(pin_failures__lt=ShareLink.PIN_FAILURES_MAX).update(pin_failures=F("pin_failures") + 1):
        raise NotOpen("There is nothing here.")
    if not check_password(pin, link.pin_hash):
        raise WrongPin("This PIN is not right.")
    attempts.update(pin_failures=F("pin_failures") - 1)  # one's own attempt, and nobody else's


def _check(first: date, last: date, days: int, pin: str, label: str) -> None:
    periods.check(first, last)
    if not 1 <= days <= DAYS_MAX:
        raise BadShare(f"A link lasts 1 to {DAYS_MAX} days.", field="expires_in_days")
    if pin and not _PIN.fullmatch(pin):
        raise BadShare("A PIN has 4 to 12 digits.", field="pin")
    if len(label) > LABEL_MAX or "\0" in label:
        raise BadShare(f"At most {LABEL_MAX} characters.", field="label")
