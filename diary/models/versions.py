"""The one version table: every accepted and every losing version of every fact, in the order they came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from people.models import Diary


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions of one diary."""

    def of(self, diary: Diary) -> VersionQuerySet:
        """Return the diary's versions."""
        return self.filter(diary=diary)

    def about(self, kind: str, fact_id: str) -> VersionQuerySet:
        """Return the versions of one fact."""
        return self.filter(kind=kind, fact_id=fact_id)


class Version(models.Model):
    """
    What one change made of one fact: history, conflicts and undo in one table.

    `number` is the diary's change counter at that change, without gaps. Append-only: the database refuses to change
    a row, and to delete one while its diary lives. `entry_hash` chains the row to the one before (services.history).
    """

    class Act(models.TextChoices):
        """What was done."""

        RECORDED = "recorded"
        AMENDED = "amended"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"
        LOST = "lost"  # what a phone sent and another had overtaken: kept, never in force

    pk = models.CompositePrimaryKey("diary_id", "number")
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)
    fact_id = models.CharField(max_length=36)
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(  # a version outlives the account it names: the number stays, and is never given out again
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    at = models.DateTimeField()
    document = models.TextField()
    entry_hash = models.CharField(max_length=64)

    objects = VersionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("diary", "kind", "fact_id", "number"), name="version_of_fact")]

    def __str__(self) -> str:
        return f"version {self.diary_id}.{self.number}"
