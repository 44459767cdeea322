"""What the person wants to ask at the next visit."""

from __future__ import annotations

from django.db import models

from diary.models.facts import Fact
from people.models import Diary


class Questions(Fact):
    """Up to three questions for the doctor, in the person's own words and order; one list a diary."""

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="+")
    questions = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"questions of diary {self.pk}"
