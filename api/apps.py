"""The REST door."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Any phone client comes in here."""

    name = "api"
