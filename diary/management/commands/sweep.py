"""`manage.py sweep`: rewrite the database's files without what was deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diary.services import sweeping
from diary.services.sweeping import NotSwept


class Command(BaseCommand):
    """Sweeps, or says why not."""

    help = (
        "Rewrite the database's files without what was deleted. On SQLite every erasure does it; on PostgreSQL it "
        "closes each table to everybody for as long as that takes, so it is done when you say."
    )
    requires_system_checks = []  # a weakness elsewhere is no reason to keep what should go

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            sweeping.sweep()
        except NotSwept as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write("The files hold nothing that was deleted.")
