"""When a diary last reminded its person, and whether that moved them."""

from __future__ import annotations

from django.db import models

from people.models import Diary


class Reminder(models.Model):
    """
    The last reminder of a diary; one a diary, and none in its history: it says nothing about the person.

    `sent_on` is the local day. `change_counter` is that of the diary then: as long as it stands, nobody has written.
    `ignored` counts the reminders since the last write, this one among them.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="+")
    sent_on = models.DateField()
    change_counter = models.PositiveBigIntegerField()
    ignored = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"reminder of diary {self.pk}"
