"""`manage.py refresh_digests`: what the clinic's panels show, made anew where it is old."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from reports import refresh


class Command(BaseCommand):
    """Says how many were made, and fails if one could not be: its row says how old it is."""

    help = (
        "Make the digests anew whose diary has changed, whose day has ended, or that other rules made. "
        "Run it every hour: each diary's day ends in its own time zone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to make all of them."""
        parser.add_argument("--all", action="store_true", help="make every digest anew, also those that are not old")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        now = timezone.now()
        forgotten, due = refresh.forget_closed(now), refresh.due(now, all_of_them=options["all"])
        failed: dict[str, int] = {}
        for diary in tqdm(due, unit=" diaries", file=sys.stderr, disable=None, leave=False):
            try:
                refresh.refresh(diary, now=now)
            except Exception as error:  # noqa: BLE001  (one diary that cannot be read keeps no other from the panel)
                failed[type(error).__name__] = failed.get(type(error).__name__, 0) + 1
        made = len(due) - sum(failed.values())
        self.stdout.write(f"Digests made: {made}. Rows of closed diaries taken off: {forgotten}.")
        if failed:
            told = ", ".join(f"{name} {count}" for name, count in sorted(failed.items()))
            raise CommandError(f"Digests that could not be made: {told}. Run check_diary.")
