"""People, their diaries, the practices they trust, and the log of every opening."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Final

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

LANGUAGE_MAX: Final = 20  # characters of what a browser calls its language


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


class DiaryQuerySet(models.QuerySet["Diary"]):
    """Which diaries may be read by whom."""

    def visible_to(self, principal: User | AnonymousUser | None, at: datetime) -> DiaryQuerySet:
        """Return the diaries `principal` may read at `at`: the own one, and those opened to a practice of theirs."""
        if not isinstance(principal, User) or not principal.is_active:
            return self.none()
        opened = CareLink.objects.in_force(at).filter(
            practice__members__user=principal, practice__members__left_at=None
        )
        return self.filter(Q(owner=principal) | Q(care_links__in=opened)).distinct()


class Diary(models.Model):
    """
    One person's diary: the thing that access, sync and history are about.

    `change_counter` goes up by one with every accepted change; `epoch` with every restore from a backup. Together
    they are the revision of a fact. `reference` is the name of the diary outside this database.
    """

    owner = models.OneToOneField(User, models.CASCADE, related_name="diary")
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveIntegerField(default=1)
    change_counter = models.PositiveBigIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects = DiaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(epoch__gte=1), name="diary_epoch_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"diary {self.pk}"


class Practice(models.Model):
    """A practice that diarists can open their diary to, by telling the phone its `code`."""

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=12, unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="practice_has_a_code"),
        ]

    def __str__(self) -> str:
        return f"practice {self.pk}"


class Member(models.Model):
    """Somebody who works at a practice, from `joined_at` until `left_at`."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("practice", "user"), condition=Q(left_at=None), name="member_once_in_a_practice"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="member_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class CareLinkQuerySet(models.QuerySet["CareLink"]):
    """Consents, by whether they hold."""

    def standing(self, at: datetime) -> CareLinkQuerySet:
        """Return the consents that were given and have not ended at `at`; a paused one still stands."""
        return self.filter(Q(until=None) | Q(until__gt=at), given_at__lte=at, revoked_at=None)

    def in_force(self, at: datetime) -> CareLinkQuerySet:
        """Return the consents that hold at `at`: begun, not ended, not paused, not revoked."""
        return self.standing(at).filter(paused_at=None)


class CareLink(models.Model):
    """A diarist's consent: this practice may read this diary, in this scope, until then."""

    class Scope(models.TextChoices):
        """How much of the diary is open."""

        PROFILE = "profile"
        PROFILE_AND_LOG = "profile_and_log"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="care_links")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="care_links")
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.PROFILE)
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("diary", "practice"), condition=Q(revoked_at=None), name="care_link_once_a_practice"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("given_at")), name="care_link_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=("profile", "profile_and_log")), name="care_link_scope_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"care link {self.pk}"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Links for a doctor without an account, by whether they hold."""

    def in_force(self, at: datetime) -> ShareLinkQuerySet:
        """Return the links that open their page at `at`: not run out, not revoked, not closed by wrong PINs."""
        return self.ended_by_nobody(at).filter(pin_failures__lt=ShareLink.PIN_FAILURES_MAX)

    def ended_by_nobody(self, at: datetime) -> ShareLinkQuerySet:
        """Return those that hold at `at`, and those that wrong PINs have closed before their time."""
        return self.filter(expires_at__gt=at, revoked_at=None)


class ShareLink(models.Model):
    """
    A link by which a doctor without an account reads one page: these days, in this scope, until then.

    Only a hash of its token is kept, and only a password hash of its PIN, which may be empty. `pin_failures` counts
    wrong ones; after a few the link is closed for good (services.shares).
    """

    PIN_FAILURES_MAX: Final = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=20, choices=CareLink.Scope.choices, default=CareLink.Scope.PROFILE)
    first = models.DateField()
    last = models.DateField()
    label = models.CharField(max_length=100, blank=True)
    pin_hash = models.CharField(max_length=200, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="share_link_period_has_days"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="share_link_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(scope__in=("profile", "profile_and_log")), name="share_link_scope_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"share link {self.pk}"

    @property
    def is_closed(self) -> bool:
        """Whether so many wrong PINs were tried that it opens nothing any more."""
        return self.pin_failures >= self.PIN_FAILURES_MAX


class PushSubscription(models.Model):
    """
    Where a browser takes reminders, and the keys with which they are made readable to it alone.

    It ends with the session it was made in: whoever signs out, here or from afar, is reminded there no more.
    `time_zone` and `language` are those of the browser, where the settings say nothing else. A browser tells all of it
    anew with every visit (`told_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device = models.OneToOneField(Device, models.CASCADE, related_name="push_subscription")
    endpoint = models.CharField(max_length=1_000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    time_zone = models.CharField(max_length=64)
    language = models.CharField(max_length=LANGUAGE_MAX)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push subscription {self.pk}"


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Addresses of calendar feeds, by whether they hold."""

    def in_force(self) -> CalendarAddressQuerySet:
        """Return the addresses that were not closed."""
        return self.filter(closed_at=None)


class CalendarAddress(models.Model):
    """
    The secret address at which a calendar fetches the reminder of one diary. Only a hash of its token is kept.

    `language` is that of the browser which asked for it, where the settings name none.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="calendar_address")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=LANGUAGE_MAX)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = CalendarAddressQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar address of diary {self.pk}"


class Erasure(models.Model):
    """
    That a diary was erased, and when; nothing of what it held.

    `reference_hash` is the SHA-256 of the diary's reference: enough to erase it again after an old backup came back.
    """

    reference_hash = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class Opening(models.Model):
    """
    One line of a diary's access log: who opened what, when. Append-only and hash-chained.

    It names a reader who signed in, or the share link by which somebody read who did not.
    `entry_hash` is the SHA-256 of the previous line's hash and this line's facts (services.openings); the database
    refuses to change a line, and to delete one while its diary lives.
    """

    class What(models.TextChoices):
        """What was opened."""

        PROFILE = "profile"
        PROFILE_PDF = "profile_pdf"

    diary = models.ForeignKey(Diary, models.CASCADE, related_name="openings")
    number = models.PositiveBigIntegerField()
    # A line outlives the account, practice and link it names: their numbers stay, and are never given out again.
    reader = models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    practice = models.ForeignKey(Practice, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    share_link = models.ForeignKey(ShareLink, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    what = models.CharField(max_length=20, choices=What.choices)
    opened_at = models.DateTimeField()
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("diary", "number"), name="opening_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"opening {self.diary_id}.{self.number}"
