"""Where reminders go: browsers that take a push, and calendars."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from people.models.accounts import Device
from people.models.diaries import Diary

LANGUAGE_MAX: Final = 20  # characters of what a browser calls its language


class PushSubscription(models.Model):
    """
    Where a browser takes reminders, and the keys with which they are made readable to it alone.

    It ends with the session it was made in: whoever signs out, here or from afar, is reminded there no more.
    `time_zone` and `language` are those of the browser, where the settings say nothing else. A browser tells all of it
    anew with every visit (`told_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device = models.OneToOneField(Device, models.CASCADE, related_name="push_subscription")
    endpoint = models.CharField(max_length=1_000)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    time_zone = models.CharField(max_length=64)
    language = models.CharField(max_length=LANGUAGE_MAX)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push subscription {self.pk}"


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Addresses of calendar feeds, by whether they hold."""

    def in_force(self) -> CalendarAddressQuerySet:
        """Return the addresses that were not closed."""
        return self.filter(closed_at=None)


class CalendarAddress(models.Model):
    """
    The secret address at which a calendar fetches the reminder of one diary. Only a hash of its token is kept.

    `language` is that of the browser which asked for it, where the settings name none.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="calendar_address")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=LANGUAGE_MAX)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = CalendarAddressQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar address of diary {self.pk}"
