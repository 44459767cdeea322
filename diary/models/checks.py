"""Face checks: five tasks, each side against the person's own usual, and the questions that go with them."""

from __future__ import annotations

from django.db import models

from diary.models.facts import Fact, numbered_once


class Check(Fact):
    """
    One face check.

    `tasks` is {task: {"left": grade, "right": grade}}; `answers` is {code: {"value", "side", "onset_at",
    "onset_speed"}}; a task or code that was not asked is absent. `tasks_lost` lists codes of TASKS_LOST.
    """

    pk = models.CompositePrimaryKey("diary_id", "id")
    id = models.UUIDField()
    performed_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    tasks = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    tasks_lost = models.JSONField(default=list)
    note = models.TextField(blank=True)
    day = models.DateField()

    class Meta:
        constraints = [numbered_once("check")]
        indexes = [
            models.Index(fields=("diary", "-performed_at", "-id"), name="check_newest_first"),
            models.Index(fields=("diary", "day"), name="check_by_day"),
        ]

    def __str__(self) -> str:
        return f"check {self.id}"
