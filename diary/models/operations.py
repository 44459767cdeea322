"""What the sync has already seen: operations of phones, conflicts between them, and imports."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from people.models import Diary


class Operation(models.Model):
    """
    An operation of a phone that was decided. Kept for ever, so that one sent again is known and not applied twice.

    `outcome` is what the phone was told, `told` the number of the version that it was told with it; null where there
    was none, and `device` how the phone calls itself. One that was rejected is not kept: it may be right another day.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        APPLIED = "applied"
        CONFLICT = "conflict"
        STALE = "stale"

    pk = models.CompositePrimaryKey("diary_id", "op_id")
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    op_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    fact_id = models.CharField(max_length=36)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    told = models.PositiveBigIntegerField(null=True)
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"operation {self.op_id}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Conflicts of one diary."""

    def open_in(self, diary: Diary) -> ConflictQuerySet:
        """Return what nobody has looked at yet."""
        return self.filter(diary=diary, resolved_at=None)


class Conflict(models.Model):
    """
    Two versions of one fact that changed the same `fields` in different ways.

    `mine` and `theirs` are numbers of versions in the diary's history: what arrived, and what stood there.
    """

    class Keep(models.TextChoices):
        """How a person settled it."""

        MINE = "mine"
        THEIRS = "theirs"
        BOTH = "both"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    fact_id = models.CharField(max_length=36)
    fields = models.JSONField()
    mine = models.PositiveBigIntegerField()
    theirs = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    kept = models.CharField(max_length=10, blank=True, choices=Keep.choices)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, kept="")
                | Q(resolved_at__isnull=False, kept__in=("mine", "theirs", "both")),
                name="conflict_is_settled_in_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class Import(models.Model):
    """
    One file that was taken over, all of it or nothing.

    Its entries are the versions `first_number` to `last_number` of the diary's history: so it can be undone.
    """

    class Source(models.TextChoices):
        """What kind of file it was."""

        OWN = "own"
        CSV = "csv"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    first_number = models.PositiveBigIntegerField()
    last_number = models.PositiveBigIntegerField()
    kept = models.PositiveIntegerField()
    already_there = models.PositiveIntegerField()
    dropped = models.PositiveIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"import {self.pk}"
