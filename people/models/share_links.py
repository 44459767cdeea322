"""Links for a doctor without an account."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import F, Q

from people.models.care_links import CareLink
from people.models.diaries import Diary


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
