"""The baseline: what was there when the diary began."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from diary.models.facts import Fact, between
from people.models import Diary


class Baseline(Fact):
    """
    What a diary starts from; one a diary.

    `sites` were twitching already; `suspected_factors` are what the person suspected before looking at any number.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="+")
    sites = models.JSONField(default=list)
    long_standing_weakness = models.JSONField(default=list)
    suspected_factors = models.JSONField(default=list)
    birth_year = models.PositiveSmallIntegerField(null=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            between("baseline", "birth_year", 1900, 2100),
            models.CheckConstraint(condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"), name="baseline_country"),
        ]

    def __str__(self) -> str:
        return f"baseline of diary {self.pk}"
