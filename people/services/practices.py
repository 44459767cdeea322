"""Acts of a practice: opening it, inviting, joining, leaving, and who may do what there."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from people import tokens
from people.errors import NotOpen, Refusal
from people.models import CareLink, Invitation, Member, Practice, User
from people.transactions import whole

# No letter that can be mistaken for another when it is read out.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
INVITATION_DAYS: Final = 7
INVITATIONS_MAX: Final = 50  # open at a time
LABEL_MAX: Final = 100
LAST_HOUR: Final = 23
Role = Member.Role


class NotAllowed(Refusal):
    """Only an owner decides who works at a practice, and how it is set."""

    code = "not_an_owner"


class NoSuchMember(Refusal):
    """Nobody works here by that number, or no more."""

    code = "not_found"


class LastOwner(Refusal):
    """A practice without an owner could never be changed again."""

    code = "last_owner"


class BadInvitation(Refusal):
    """An invitation that cannot be made like this."""

    code = "invalid"


class BadDigest(Refusal):
    """A time zone or an hour that is none."""

    code = "invalid"


class NoSuchInvitation(Refusal):
    """No invitation is open by that id or token: never made, accepted, taken back or run out, all alike."""

    code = "not_found"


def new_code() -> str:
    """Return a code that nobody guesses: 40 random bits, in letters that can be read out."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@whole
def open_practice(*, name: str, by: User, now: datetime, code: str = "") -> Practice:
    """Open a practice with `by` as its first member, who owns it."""
    practice = Practice.objects.create(name=name, code=code or new_code(), opened_at=now)
    join(practice=practice, user=by, role=Role.OWNER, now=now)
    return practice


def join(*, practice: Practice, user: User, now: datetime, role: str = Role.CLINICIAN) -> Member:
    """Make `user` a member of `practice` from now on; a member stays one, in the role they have."""
    member, _ = Member.objects.get_or_create(
        practice=practice, user=user, left_at=None, defaults={"joined_at": now, "role": role}
    )
    return member


@whole
def leave(*, practice: Practice, user: User, now: datetime) -> None:
    """
    End the membership: from this moment on the practice's diaries are closed to `user`.

    Leaving twice is the same as once. Raises LastOwner.
    """
    members = _locked(practice)
    for member in (one for one in members if one.user_id == user.pk):
        _end(member, members, now)


@whole
def remove(*, practice: Practice, id: int, by: User, now: datetime) -> None:
    """End somebody's membership. Raises NotAllowed, NoSuchMember, LastOwner."""
    members = _locked(practice)
    _only_an_owner(members, by)
    _end(_named(members, id), members, now)


@whole
def change_role(*, practice: Practice, id: int, role: str, by: User, now: datetime) -> Member:
    """Let a member do more or less from now on. Raises NotAllowed, NoSuchMember, LastOwner."""
    members = _locked(practice)
    _only_an_owner(members, by)
    member = _named(members, id)
    if role != Role.OWNER:
        _leave_an_owner(member, members)
        _close_invitations(member, now)
    if role not in Member.READING:
        _looks_after_nobody(member)
    member.role = Role(role)
    member.save(update_fields=["role"])
    return member


@whole
def hand_over(*, user: User, now: datetime) -> None:
    """
    Let the practices that only `user` owns go on, before the account is erased: nobody is kept from erasing theirs.

    The clinician who has been there longest owns it from now on. Where there is none, nobody could ever read there
    again, and the consents to it end.
    """
    owned = Member.objects.filter(user=user, left_at=None, role=Role.OWNER).select_related("practice")
    for practice in [one.practice for one in owned.order_by("practice")]:
        others = [one for one in _locked(practice) if one.user_id != user.pk and one.user.is_active]
        if any(one.decides for one in others):
            continue
        heir = min((one for one in others if one.reads), key=lambda one: (one.joined_at, one.pk), default=None)
        if heir is not None:
            Member.objects.filter(pk=heir.pk).update(role=Role.OWNER)
        else:
            CareLink.objects.standing(now).filter(practice=practice).update(revoked_at=now)


@whole
def invite(*, practice: Practice, role: str, label: str, by: User, now: datetime) -> tuple[Invitation, str]:
    """
    Invite one person, and return the invitation with its token, which is kept nowhere.

    `label` is for whom it is. Raises NotAllowed, BadInvitation.
    """
    _only_an_owner(_locked(practice), by)
    label = " ".join(unicodedata.normalize("NFC", label).split())
    if not label or len(label) > LABEL_MAX or "\0" in label:
        raise BadInvitation(f"Say for whom it is, in {LABEL_MAX} characters at most.", field="label")
    if Invitation.objects.open(now).filter(practice=practice).count() >= INVITATIONS_MAX:
        raise BadInvitation(f"{INVITATIONS_MAX} invitations are open. Take one back first.")
    token = tokens.fresh()
    invitation = Invitation.objects.create(
        practice=practice,
        role=Role(role),
        label=label,
        token_hash=tokens.hashed(token),
        invited_by=by,
        made_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    return invitation, token


@whole
def take_back(*, practice: Practice, id: UUID, by: User, now: datetime) -> None:
    """Close an open invitation. Raises NotAllowed, NoSuchInvitation."""
    _only_an_owner(_locked(practice), by)
    if not Invitation.objects.open(now).filter(practice=practice, pk=id).update(revoked_at=now):
        raise NoSuchInvitation("There is no such invitation any more.")


@whole
def accept(*, token: str, by: User, now: datetime) -> Member:
    """Join the practice that the token invites to. Who works there already stays in their role; raises NotOpen."""
    invitation = (
        Invitation.objects.open(now)
        .filter(token_hash=tokens.hashed(token))
        .select_for_update(of=("self",))
        .select_related("practice")
        .first()
    )
    if invitation is None or not _still_decides(invitation):
        raise NotOpen("This invitation opens nothing: it was used, taken back, or has run out. Ask for another.")
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=by, accepted_at=now)
    return join(practice=invitation.practice, user=by, role=invitation.role, now=now)


@whole
def set_digest(*, practice: Practice, time_zone: str, hour: int | None, by: User) -> None:
    """Set when the day's mail goes out, in the practice's own zone; never if None. Raises NotAllowed, BadDigest."""
    _only_an_owner(_locked(practice), by)
    if time_zone not in available_timezones():
        raise BadDigest("This is no time zone that is known here, such as Europe/Prague.", field="time_zone")
    if hour is not None and not 0 <= hour <= LAST_HOUR:
        raise BadDigest("An hour from 0 to 23.", field="digest_hour")
    Practice.objects.filter(pk=practice.pk).update(time_zone=time_zone, digest_hour=hour)


def due_for_digest(*, now: datetime) -> list[tuple[Practice, date]]:
    """Return the practices whose hour has come today and that were not looked after yet, with their local day."""
    found = []
    for practice in Practice.objects.exclude(digest_hour=None).order_by("pk"):
        local = now.astimezone(ZoneInfo(practice.time_zone))
        if local.hour >= (practice.digest_hour or 0) and practice.digest_sent_on != local.date():
            found.append((practice, local.date()))
    return found


def note_digest(*, practice: Practice, on: date, has_failed: bool, now: datetime) -> None:
    """
    Note that this day's mail was sent, or left to the worker.

    What has failed is not noted while the practice's hour lasts, so that the next run tries again; after that a
    morning's mail comes too late.
    """
    hour = now.astimezone(ZoneInfo(practice.time_zone)).hour
    if not (has_failed and hour == practice.digest_hour):
        Practice.objects.filter(pk=practice.pk).update(digest_sent_on=on)


def may_be_mailed(*, member: Member, on: date, now: datetime) -> bool:
    """Say whether that day is today where the practice is, and the member has an address and not had its mail."""
    is_today = now.astimezone(ZoneInfo(member.practice.time_zone)).date() == on
    return is_today and bool(member.user.email) and (member.mailed_on is None or member.mailed_on < on)


def note_mail(*, member: Member, on: date) -> None:
    """Note that this day's mail to the member was sent."""
    Member.objects.filter(pk=member.pk).update(mailed_on=on)


def _still_decides(invitation: Invitation) -> bool:
    """Say whether who made the invitation is an owner there yet: nobody comes back by a link of their own."""
    inviters = Member.objects.of(invitation.invited_by)
    return inviters.filter(practice=invitation.practice_id, role=Role.OWNER).exists()


def _locked(practice: Practice) -> list[Member]:
    """Return who works there now, and let nobody else change that until the transaction ends."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    return list(Member.objects.filter(practice=practice, left_at=None).select_related("user").order_by("pk"))


def _only_an_owner(members: list[Member], by: User) -> None:
    if not any(member.user_id == by.pk and member.decides for member in members):
        raise NotAllowed("Only an owner of the practice can do that.")


def _named(members: list[Member], id: int) -> Member:
    member = next((one for one in members if one.pk == id), None)
    if member is None:
        raise NoSuchMember("Nobody works here by that number any more.")
    return member


def _leave_an_owner(member: Member, members: list[Member]) -> None:
    if member.decides and not any(one.decides and one.user.is_active for one in members if one.pk != member.pk):
        raise LastOwner("A practice needs an owner. Let somebody else be one first.")


def _end(member: Member, members: list[Member], now: datetime) -> None:
    _leave_an_owner(member, members)
    Member.objects.filter(pk=member.pk).update(left_at=now)
    _looks_after_nobody(member)
    _close_invitations(member, now)


def _looks_after_nobody(member: Member) -> None:
    CareLink.objects.filter(practice_id=member.practice_id, assigned_to_id=member.user_id).update(assigned_to=None)


def _close_invitations(member: Member, now: datetime) -> None:
    made = Invitation.objects.open(now).filter(practice_id=member.practice_id, invited_by_id=member.user_id)
    made.update(revoked_at=now)
