"""Events: palsies, treatments, examinations and visits on the time axis."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from diary import vocabulary as v
from diary.models.facts import Fact, choice, known, numbered_once


class Event(Fact):
    """Something that happened on a day, or lasted from `on` until `until`."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    id = models.UUIDField()
    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    name = models.CharField(max_length=v.NAME_MAX, blank=True)
    on = models.DateField()
    until = models.DateField(null=True)
    side = choice()
    sites = models.JSONField(default=list)
    dose = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    unit = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            numbered_once("event"),
            known("event", "kind", v.EVENT_KINDS),
            known("event", "action", v.EVENT_ACTIONS),
            known("event", "side", v.SIDES),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="event_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=("diary", "-on", "-id"), name="event_newest_first")]

    def __str__(self) -> str:
        return f"event {self.id}"
