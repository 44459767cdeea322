"""Episodes: what twitched, when, where."""

from __future__ import annotations

from django.db import models

from diary import vocabulary as v
from diary.models.facts import Fact, between, choice, known, numbered_once


class Episode(Fact):
    """
    One episode of twitching, or one run of them (`count`).

    `sites` is [{"site", "side"}, ...] in the order in which they joined; empty means that the place was not given
    yet. `day` and `time_of_day` are the local ones of `time_zone`, fixed when written, so that no two pages can
    disagree. `recorded_at` is the phone's word for when it was entered; it decides `entry_mode`, never an order.
    """

    pk = models.CompositePrimaryKey("diary_id", "id")
    id = models.UUIDField()
    started_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    time_precision = models.CharField(max_length=40)
    duration_s = models.PositiveIntegerField(null=True)
    ongoing = models.BooleanField(default=False)
    count = models.PositiveSmallIntegerField(null=True)
    sites = models.JSONField(default=list)
    rhythm = choice()
    intensity = models.PositiveSmallIntegerField(null=True)
    during = choice()
    movement = choice()
    suppressible = choice()
    urge = choice()
    observed_by = choice()
    sensations = models.JSONField(default=list)
    caffeine_mg = models.PositiveIntegerField(null=True)
    sleep_min = models.PositiveSmallIntegerField(null=True)
    stress = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    day = models.DateField()
    time_of_day = models.CharField(max_length=5)
    entry_mode = models.CharField(max_length=40)

    class Meta:
        constraints = [
            numbered_once("episode"),
            known("episode", "time_precision", v.TIME_PRECISIONS),
            known("episode", "rhythm", v.RHYTHMS),
            known("episode", "during", v.CONTEXTS),
            known("episode", "movement", v.MOVEMENTS),
            known("episode", "suppressible", v.ANSWERS),
            known("episode", "urge", v.ANSWERS),
            known("episode", "observed_by", v.OBSERVERS),
            known("episode", "entry_mode", v.ENTRY_MODES),
            between("episode", "duration_s", 0, v.DURATION_S_MAX),
            between("episode", "count", v.COUNT_MIN, v.COUNT_MAX),
            between("episode", "intensity", 0, v.INTENSITY_MAX),
            between("episode", "caffeine_mg", 0, v.CAFFEINE_MG_MAX),
            between("episode", "sleep_min", 0, v.SLEEP_MIN_MAX),
            between("episode", "stress", 0, v.STRESS_MAX),
        ]
        indexes = [
            models.Index(fields=("diary", "-started_at", "-id"), name="episode_newest_first"),
            models.Index(fields=("diary", "day"), name="episode_by_day"),
        ]

    def __str__(self) -> str:
        return f"episode {self.id}"
