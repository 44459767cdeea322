"""Settings of a person's own diary, the same on every phone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from diary import vocabulary as v
from diary.models.facts import Fact, choice, known
from diary.reminding import Hours
from people.models import Diary


class Settings(Fact):
    """
    How the diary looks and when it reminds; one a diary. Null means that the person left it to the phone.

    Times of day are "HH:MM" on the phone's own clock. `time_zone_policy` says whether days follow the phone's zone or
    stay with `home_time_zone`.
    """

    diary = models.OneToOneField(Diary, models.CASCADE, primary_key=True, related_name="+")
    language = choice()
    time_zone_policy = choice()
    home_time_zone = models.CharField(max_length=64, blank=True)
    reminder_at = models.CharField(max_length=5, blank=True)
    quiet_from = models.CharField(max_length=5, blank=True)
    quiet_until = models.CharField(max_length=5, blank=True)
    emergency_number = models.CharField(max_length=v.EMERGENCY_NUMBER_MAX, blank=True)
    theme = choice()
    text_size = choice()
    spoken_reply = models.BooleanField(null=True)
    flags_enabled = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(language=None) | Q(language__in=v.LANGUAGES), name="settings_language_is_known"
            ),
            known("settings", "time_zone_policy", v.TIME_ZONE_POLICIES),
            known("settings", "theme", v.THEMES),
            known("settings", "text_size", v.TEXT_SIZES),
        ]

    @property
    def hours(self) -> Hours:
        """When to remind."""
        return Hours(self.reminder_at, self.quiet_from, self.quiet_until)

    @property
    def home_zone(self) -> str:
        """The IANA name of the zone in which days stay; empty where they follow the phone."""
        return self.home_time_zone if self.time_zone_policy == "home" else ""

    def __str__(self) -> str:
        return f"settings of diary {self.pk}"
