"""The study: thinks, draws, prints."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reads the diary, writes nothing."""

    name = "reports"
