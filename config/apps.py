"""The fuse box as a Django app, so that its system checks run."""

from typing import ClassVar

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    """Registers the checks of the database settings, and what listens for the end of a request."""

    name = "config"

    def ready(self) -> None:
        from config import after_answer, checks  # noqa: F401, PLC0415  (registering needs the app registry)


class StaticFiles(StaticFilesConfig):
    """Django's, which leaves out what nobody is served: types, and of django-htmx all but htmx itself."""

    ignore_patterns: ClassVar[list[str]] = [  # type: ignore[misc]  # Django's is one too, untyped
        *StaticFilesConfig.ignore_patterns,
        "*.d.ts",
        "django_htmx/ext/*",
        "django_htmx/*htmx-2*",
        "django_htmx/htmax*",
        "django_htmx/htmx-4.js",
        "django_htmx/django-htmx.js",
    ]
