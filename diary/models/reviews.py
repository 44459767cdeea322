"""A clinician's notes in the margin of a diary."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from people.models import Diary, Practice


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews of one diary."""

    def of(self, diary: Diary, practice: Practice | None = None) -> ReviewQuerySet:
        """Return those of this diary, or of one practice in it."""
        found = self.filter(diary=diary)
        return found if practice is None else found.filter(practice=practice)


class Review(models.Model):
    """
    One signed act of a practice on a diary: what was seen, and what came of it. Kept for ever; the diarist reads it.

    `flags` and `conditions` are what waited for a look when it was signed, with their rules, versions and evidence;
    `epoch` and `change_counter` say how far the diary had come. An act is taken back by another one (`undoes`), never
    changed. `entry_hash` chains the row to the one before (services.reviews).
    """

    class Kind(models.TextChoices):
        """What was done."""

        REVIEWED = "reviewed", "Reviewed"
        NOTE = "note", "Note"
        CHECK_ASKED = "check_asked", "Asked for a face check"
        SNOOZED = "snoozed", "Snoozed until new evidence"
        NOT_ACTIONABLE = "not_actionable", "Not actionable"
        VISIT_PLANNED = "visit_planned", "Planned a visit"
        UNDONE = "undone", "Taken back"

    SIGNATURES: Final = (
        Kind.REVIEWED,
        Kind.SNOOZED,
        Kind.NOT_ACTIONABLE,
    )  # each covers what waited
    TEXT_MAX: Final = 2_000

    pk = models.CompositePrimaryKey("diary_id", "number")
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    number = models.PositiveBigIntegerField()
    # A review outlives the account and the practice that it names: their numbers stay, and are never given out again.
    practice = models.ForeignKey(Practice, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(blank=True)
    flags = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    epoch = models.PositiveIntegerField()
    change_counter = models.PositiveBigIntegerField()
    rules_version = models.CharField(max_length=40, blank=True)
    undoes = models.PositiveBigIntegerField(null=True)
    event_id = models.UUIDField(null=True)
    on = models.DateField()
    signed_at = models.DateTimeField()
    entry_hash = models.CharField(max_length=64)

    objects = ReviewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"review {self.diary_id}.{self.number}"
