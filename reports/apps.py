"""The study: thinks, draws, prints."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reads the diary; only the demo command writes, through the diary's own services."""

    name = "reports"
