"""What a bench is run in: the settings of one machine, with limits on how often one asks that no bench reaches."""

from __future__ import annotations

import os


def choose() -> None:
    """Set it, before Django is set up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    os.environ["DIARY_LOG_LEVEL"] = "ERROR"
    os.environ["DIARY_RATE_PAGES"] = os.environ["DIARY_RATE_PERSON"] = "10000/min"  # counted, and never reached
