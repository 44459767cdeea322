"""`manage.py refresh_digests`: what the clinic's panels show, made anew where it is old."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from reports import refresh

AT_ONCE: Final = 20  # diaries in one transaction: nobody who writes waits for it as long as a tenth of a second


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
        failed: Counter[str] = Counter()
        with tqdm(total=len(due), unit=" diaries", file=sys.stderr, disable=None, leave=False) as bar:
            for begin in range(0, len(due), AT_ONCE):
                some = due[begin : begin + AT_ONCE]
                failed.update(type(error).__name__ for error in refresh.refresh_all(some, now=now))
                bar.update(len(some))
        made = len(due) - sum(failed.values())
        self.stdout.write(f"Digests made: {made}. Rows of closed diaries taken off: {forgotten}.")
        if failed:
            told = ", ".join(f"{name} {count}" for name, count in sorted(failed.items()))
            raise CommandError(f"Digests that could not be made: {told}. Run check_diary.")
