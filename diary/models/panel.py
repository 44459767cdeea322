"""What the clinic's panel shows: a cache, made from the facts and always to be made again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from people.models import CareLink, Diary, Practice


class Digest(models.Model):
    """
    What a panel needs to know of one diary (reports.lanes), and what it was made from.

    `epoch`, `change_counter`, `rules_version` and `as_of`, the local day: where one of them has moved on, it is old.
    `stale_at` is when that day ends. `content` is JSON; `form` is the version of its form.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="digest")
    epoch = models.PositiveIntegerField()
    change_counter = models.PositiveBigIntegerField()
    rules_version = models.CharField(max_length=40)
    form = models.PositiveIntegerField()
    as_of = models.DateField()
    made_at = models.DateTimeField()
    stale_at = models.DateTimeField(db_index=True)
    content = models.TextField()

    def __str__(self) -> str:
        return f"digest of diary {self.pk}"


class PanelLine(models.Model):
    """
    Where one diary stands on the panel of one practice: its lane, why, and the numbers of its row.

    It hangs on the consent, and is shown only while that holds. `since` orders a lane, the oldest first.
    """

    care_link = models.OneToOneField(CareLink, models.CASCADE, primary_key=True, related_name="panel_line")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+", db_index=False)  # the index begins with it
    diary = models.ForeignKey(Diary, models.CASCADE, related_name="+")
    lane = models.PositiveSmallIntegerField()
    since = models.DateField()
    reason = models.TextField()
    days = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    answered_percent = models.PositiveSmallIntegerField()
    twitch_days = models.PositiveSmallIntegerField()
    before_answered = models.PositiveSmallIntegerField()
    before_twitch_days = models.PositiveSmallIntegerField()
    areas = models.PositiveSmallIntegerField()
    injected_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    as_of = models.DateField()
    made_at = models.DateTimeField()
    stale_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=("practice", "lane", "since", "care_link"), name="panel_in_order"),
            models.Index(fields=("practice", "stale_at"), name="panel_stale"),
        ]

    def __str__(self) -> str:
        return f"panel line of {self.pk}"
