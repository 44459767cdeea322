"""`manage.py backup`: a verified copy of the whole database, while the server runs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from people.errors import Refusal
from people.services import backups


class Command(BaseCommand):
    """Takes a backup, or says why not and leaves nothing behind."""

    help = "Copy the whole database to a new file, verify the copy, and write its checksum beside it."
    requires_system_checks = []  # a weakness elsewhere is no reason to go without a backup

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to."""
        parser.add_argument(
            "to", nargs="?", type=Path, metavar="FOLDER or FILE", help="a name without an ending is a folder (backups)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; the clock is read here."""
        to = options["to"] or Path(settings.DATA_DIR) / "backups"
        try:
            with tqdm(unit=" pages", file=sys.stderr, disable=None, leave=False) as bar:
                taken = backups.take(to=to, now=timezone.now(), show=lambda done, of: _advance(bar, done, of))
        except Refusal as refusal:
            raise CommandError(f"No backup was made. {refusal.detail}") from refusal
        self.stdout.write(f"{taken.path}\n{taken.contents}\nSHA-256 {taken.sha256}")
        if options["verbosity"] > 1:
            for table, rows in sorted(taken.contents.rows.items()):
                self.stdout.write(f"{rows:>10}  {table}")


def _advance(bar: tqdm[Any], done: int, of: int) -> None:
    bar.total = of
    bar.update(done - bar.n)
