"""The diary: the thing that access, sync and history are about."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from people.models.accounts import User
from people.models.care_links import CareLink
from people.models.practices import Member


class DiaryQuerySet(models.QuerySet["Diary"]):
    """Which diaries may be read by whom."""

    def visible_to(self, principal: User | AnonymousUser | None, at: datetime) -> DiaryQuerySet:
        """Return the diaries `principal` may read at `at`: the own one, and those opened to where they may read."""
        if not isinstance(principal, User) or not principal.is_active:
            return self.none()
        opened = CareLink.objects.in_force(at).filter(practice__members__in=Member.objects.reading(principal))
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


class Erasure(models.Model):
    """
    That a diary was erased, and when; nothing of what it held.

    `reference_hash` is the SHA-256 of the diary's reference: enough to erase it again after an old backup came back.
    """

    reference_hash = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erasure {self.pk}"
