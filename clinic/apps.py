"""The doctor's door."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Web pages for a practice."""

    name = "clinic"
