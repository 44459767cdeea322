"""Days: the one answer a day asks for, and what else the day was like."""

from __future__ import annotations

from django.db import models

from diary import vocabulary as v
from diary.models.facts import Fact, between, choice, known, numbered_once


class Day(Fact):
    """
    What the person said of a day. A day without a row is unknown: silence is never a good day.

    `state` none means "no twitching", said by the person. `drinks` is [{"kind", "count"}, ...]; `caffeine_mg` is
    what was given, else their sum.
    """

    pk = models.CompositePrimaryKey("diary_id", "date")
    date = models.DateField()
    state = models.CharField(max_length=40, default="unknown")
    burden = choice()
    function = models.PositiveSmallIntegerField(null=True)
    drinks = models.JSONField(null=True)
    caffeine_mg = models.PositiveIntegerField(null=True)
    last_caffeine_at = models.DateTimeField(null=True)
    sleep_min = models.PositiveSmallIntegerField(null=True)
    sleep_quality = models.PositiveSmallIntegerField(null=True)
    stress = models.PositiveSmallIntegerField(null=True)
    fatigue = models.PositiveSmallIntegerField(null=True)
    screen_min = models.PositiveSmallIntegerField(null=True)
    alcohol_units = models.PositiveSmallIntegerField(null=True)
    wearing_off = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            numbered_once("day"),
            known("day", "state", v.DAY_STATES),
            known("day", "burden", v.BURDENS),
            between("day", "function", 0, v.FUNCTION_MAX),
            between("day", "caffeine_mg", 0, v.CAFFEINE_MG_MAX),
            between("day", "sleep_min", 0, v.SLEEP_MIN_MAX),
            between("day", "sleep_quality", 0, v.STRESS_MAX),
            between("day", "stress", 0, v.STRESS_MAX),
            between("day", "fatigue", 0, v.STRESS_MAX),
            between("day", "screen_min", 0, v.SCREEN_MIN_MAX),
            between("day", "alcohol_units", 0, v.ALCOHOL_UNITS_MAX),
        ]

    def __str__(self) -> str:
        return f"day {self.date}"
