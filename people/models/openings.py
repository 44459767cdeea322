"""The access log."""

from __future__ import annotations

from django.db import models

from people.models.accounts import User
from people.models.diaries import Diary
from people.models.practices import Practice
from people.models.share_links import ShareLink


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
        ENTRIES = "entries"

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
