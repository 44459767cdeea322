"""The fuse box as a Django app, so that its system checks run."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks of the database settings."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415  (registering needs the app registry)
