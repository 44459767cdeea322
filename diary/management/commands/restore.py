"""`manage.py restore FILE`: put a backup in the place of the database, with new epochs for the phones."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.services import erasure
from people.backups.database import Replaced, Unfinished
from people.errors import Refusal
from people.services import backups
from people.services.backups import Candidate


class Command(BaseCommand):
    """Restores a backup, or says why not and changes nothing."""

    help = "Verify a backup, keep what stands now as another one, and make the backup the database."
    requires_system_checks = []  # what stands now may be what is broken

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to ask."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; the clock is read here."""
        try:
            with backups.examined(file=options["file"]) as candidate:
                self._say(candidate)
                if not options["yes"] and not _agreed():
                    raise CommandError("Nothing was changed.")
                self._report(_restored(candidate, timezone.now()))
        except Unfinished as refusal:
            raise CommandError(refusal.detail) from refusal
        except Refusal as refusal:
            raise CommandError(f"The backup was not restored. {refusal.detail}") from refusal

    def _say(self, candidate: Candidate) -> None:
        self.stdout.write(f"The backup is whole. It holds {candidate.contents}")
        self.stdout.write(f"It replaces what stands now: {candidate.standing or 'no database that can be read'}")
        if candidate.missing_migrations:
            self.stdout.write(f"It is older than this program: {candidate.missing_migrations} migrations will be run.")

    def _report(self, done: Replaced) -> None:
        self.stdout.write("Restored. Every diary has a new epoch: phones will offer again what the backup lacks.")
        if done.kept:
            self.stdout.write(f"What stood before is in {done.kept}")
        if not done.erasures_known:
            self.stdout.write("No record of erasures could be read: a diary that was erased since the backup is back.")
        self.stdout.write("Everybody signs in again. Consents and links that did not stand any more are closed.")
        if done.erased:
            self.stdout.write(f"Diaries erased at some time, and again if they came back: {len(done.erased)}.")


def _restored(candidate: Candidate, now: datetime) -> Replaced:
    return backups.restore(
        candidate=candidate,
        safety_in=Path(settings.DATA_DIR) / "backups",
        now=now,
        erase_again=lambda hashes: _erase_again(hashes, now),
    )


def _erase_again(hashes: Collection[str], now: datetime) -> None:
    erasure.erase_again(hashes=hashes, now=now)


def _agreed() -> bool:
    try:
        return input("Type yes to go on: ").strip().lower() == "yes"
    except EOFError:  # nobody is there to ask
        return False
