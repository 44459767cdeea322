"""What a bench is run in: the settings of one machine, without limits on how often pages are asked for."""

from __future__ import annotations

import os


def choose() -> None:
    """Set it, before Django is set up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    os.environ["DIARY_LOG_LEVEL"] = "ERROR"
    os.environ["DIARY_RATE_PAGES"] = "10000/min"  # what is measured is the page, not the limit
