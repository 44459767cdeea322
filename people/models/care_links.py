"""Consent: a diarist opens a diary to a practice."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from people.models.accounts import User
from people.models.practices import Practice


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
    diary = models.ForeignKey("people.Diary", models.CASCADE, related_name="care_links")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="care_links")
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.PROFILE)
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # What the practice notes beside it, for its own order; it goes with the consent.
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    tags = models.TextField(blank=True)  # each between two line ends, so that one is found by its whole name

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

    @property
    def tag_list(self) -> list[str]:
        """The tags, as they were given."""
        return tags_in(self.tags)


def tags_in(text: str) -> list[str]:
    """Return the tags that the column holds."""
    return text.split("\n")[1:-1]
