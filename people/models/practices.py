"""Practices, who works there, and who may read what was opened to them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from people.models.accounts import User

SECOND_FACTORS: Final = ("totp", "webauthn")  # kinds that allauth knows; recovery codes alone are none


class Practice(models.Model):
    """
    A practice that diarists can open their diary to, by telling the phone its `code`.

    Its members are told once a day, at `digest_hour` of its own `time_zone` (IANA), that somebody waits; never if null.
    `digest_sent_on` is the local day for which that was looked after last.
    """

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=12, unique=True)
    opened_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, default="UTC")
    digest_hour = models.PositiveSmallIntegerField(null=True, default=7)
    digest_sent_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="practice_has_a_code"),
            models.CheckConstraint(
                condition=Q(digest_hour=None) | Q(digest_hour__lte=23), name="practice_digest_hour_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"practice {self.pk}"


class MemberQuerySet(models.QuerySet["Member"]):
    """Who works where, and may do what there."""

    def of(self, user: User | AnonymousUser | None) -> MemberQuerySet:
        """Return the memberships that `user` has now; nobody has none."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(user=user, left_at=None)

    def reading(self, user: User | AnonymousUser | None) -> MemberQuerySet:
        """Return those by which `user` may open diaries: not an assistant's, and none without a second factor."""
        return self.of(user).that_read()

    def that_read(self) -> MemberQuerySet:
        """Return those of a role that opens diaries, on an account with a second factor."""
        has_factor = User.objects.filter(authenticator__type__in=SECOND_FACTORS)
        return self.filter(role__in=Member.READING, user__in=has_factor)


class Member(models.Model):
    """
    Somebody who works at a practice, from `joined_at` until `left_at`.

    An owner and a clinician read diaries; an owner besides decides who works there. An assistant sees names and lanes.
    `mailed_on` is the practice's local day of the last mail that said who waits.
    """

    class Role(models.TextChoices):
        """What somebody may do at the practice."""

        OWNER = "owner"
        CLINICIAN = "clinician"
        ASSISTANT = "assistant"

    READING: Final = (Role.OWNER, Role.CLINICIAN)

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.CLINICIAN)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    mailed_on = models.DateField(null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("practice", "user"), condition=Q(left_at=None), name="member_once_in_a_practice"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="member_leaves_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(role__in=("owner", "clinician", "assistant")), name="member_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"

    @property
    def reads(self) -> bool:
        """Whether the role opens diaries."""
        return self.role in self.READING

    @property
    def decides(self) -> bool:
        """Whether the role decides who works at the practice, and how it is set."""
        return self.role == self.Role.OWNER


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by whether they hold."""

    def open(self, at: datetime) -> InvitationQuerySet:
        """Return those that can be accepted at `at`."""
        return self.filter(expires_at__gt=at, accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """
    An owner's word that one more person works at the practice. Only a hash of its token is kept.

    `label` is for whom it was made, as the owner wrote it. It is accepted once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Member.Role.choices)
    label = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=("owner", "clinician", "assistant")), name="invitation_role_is_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Threshold(models.Model):
    """
    How a practice is set: one number by its name, for all its diaries, or for one of them until a day, with a reason.

    A setting that another one replaced, or that was taken away, stays on record (`ended_at`).
    """

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="thresholds")
    diary = models.ForeignKey("people.Diary", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=40)
    value = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("practice", "diary", "name"),
                condition=Q(ended_at=None, diary__isnull=False),
                name="threshold_of_a_diary_set_once",
            ),
            models.UniqueConstraint(
                fields=("practice", "name"), condition=Q(ended_at=None, diary=None), name="threshold_set_once"
            ),
        ]

    def __str__(self) -> str:
        return f"threshold {self.pk}"
