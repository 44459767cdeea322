"""Consent: a diarist opens the diary to a practice, and closes it again."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from people import access
from people.errors import Refusal
from people.models import CareLink, Diary, Member, Practice, User
from people.transactions import whole

UNTIL_MAX = timedelta(days=2 * 365)
TAG_MAX: Final = 30
TAGS_MAX: Final = 5


class NoSuchPractice(Refusal):
    """The code belongs to no practice."""

    code = "no_such_practice"
    field = "code"


class NoSuchCareLink(Refusal):
    """No consent of this diary has that id."""

    code = "not_found"


class BadEnd(Refusal):
    """The end of the consent is not a time to come, or too far away."""

    code = "bad_end"
    field = "until"


@whole
def give(
    *, diary: Diary, code: str, scope: str, until: datetime | None, by: User, now: datetime
) -> tuple[CareLink, bool]:
    """
    Open `diary` to the practice that `code` names; return the consent, and whether it is new.

    Giving again changes scope and end and lifts a pause. Raises NotTheOwner, NoSuchPractice, BadEnd.
    """
    access.only_the_owner(diary, by)
    practice = Practice.objects.filter(code=_tidy(code)).first()
    if practice is None or not practice.members.filter(left_at=None, role__in=Member.READING).exists():
        raise NoSuchPractice("No practice has this code. Ask the practice to read it out again.")
    until = _end(until, now)
    Diary.objects.select_for_update().get(pk=diary.pk)  # two phones at once make one consent
    return CareLink.objects.update_or_create(
        diary=diary,
        practice=practice,
        revoked_at=None,
        defaults={"scope": scope, "until": until, "paused_at": None},
        create_defaults={"scope": scope, "until": until, "given_at": now},
    )


@whole
def change(*, diary: Diary, id: UUID, fields: Mapping[str, Any], by: User, now: datetime) -> CareLink:
    """
    Change `scope` or `until` of a consent, or pause it (`paused`); what is not named stays.

    Raises NotTheOwner, NoSuchCareLink, BadEnd.
    """
    access.only_the_owner(diary, by)
    link = CareLink.objects.standing(now).filter(diary=diary, pk=id).select_for_update(of=("self",)).first()
    if link is None:
        raise NoSuchCareLink("There is no such consent.")
    link.scope = fields.get("scope", link.scope)
    link.until = _end(fields["until"], now) if "until" in fields else link.until
    if "paused" in fields:
        link.paused_at = (link.paused_at or now) if fields["paused"] else None
    link.save(update_fields=["scope", "until", "paused_at"])
    return link


@whole
def revoke(*, diary: Diary, id: UUID, by: User, now: datetime) -> None:
    """
    Close the diary to that practice at once. Revoking twice is the same as once.

    Raises NotTheOwner, NoSuchCareLink.
    """
    access.only_the_owner(diary, by)
    links = CareLink.objects.filter(diary=diary, pk=id)
    if not links.exists():
        raise NoSuchCareLink("There is no such consent.")
    links.filter(revoked_at=None).update(revoked_at=now)


class BadPlace(Refusal):
    """Too many tags, one too long, or somebody who does not read diaries at the practice."""

    code = "invalid"


@whole
def place(*, link: CareLink, assigned_to: int | None, tags: Sequence[str]) -> None:
    """
    Note who of the practice looks after the patient, by their number, and up to five tags. It is the practice's own.

    Raises BadPlace.
    """
    tidy = list(dict.fromkeys(" ".join(unicodedata.normalize("NFC", tag).split()) for tag in tags if tag.strip()))
    if len(tidy) > TAGS_MAX or any(len(tag) > TAG_MAX or "\0" in tag for tag in tidy):
        raise BadPlace(f"At most {TAGS_MAX} tags of {TAG_MAX} characters.", field="tags")
    staff = Member.objects.filter(practice=link.practice_id, left_at=None, role__in=Member.READING, user=assigned_to)
    if assigned_to is not None and not staff.exists():
        raise BadPlace("Nobody of that number reads diaries here.", field="assigned_to")
    line = "\n".join(["", *tidy, ""]) if tidy else ""
    CareLink.objects.filter(pk=link.pk).update(assigned_to=assigned_to, tags=line)


def _end(until: datetime | None, now: datetime) -> datetime | None:
    """Return the end in UTC. Raises BadEnd."""
    if until is None:
        return None
    if not now < until <= now + UNTIL_MAX:
        raise BadEnd("The end has to lie in the future, two years away at most.")
    return until.astimezone(UTC)


def _tidy(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
