"""`manage.py verify_history`: does every line of every history, review and access log follow from the one before?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from diary.services import verification
from diary.walks import NoSuchDiary, diaries


class Command(BaseCommand):
    """Names the diary and the number of every line that is not as it was written, and fails if there is one."""

    help = (
        "Recompute the chains of hashes of every diary's history, reviews and access log. "
        "With -v 2 it prints the last hash of each: kept elsewhere, it shows later whether all was written anew."
    )
    chains: Collection[str] = verification.CHAINS
    named = "history"
    requires_system_checks = []  # a weakness elsewhere is no reason not to look

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which diary."""
        parser.add_argument("--diary", type=UUID, metavar="REFERENCE", help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        reference, findings, walked = options["diary"], 0, 0
        total = verification.lines(reference, chains=self.chains)
        try:
            with tqdm(total=total, unit=" lines", file=sys.stderr, disable=None, leave=False) as bar:
                for diary in diaries(reference):
                    for finding in verification.verify(diary=diary, chains=self.chains, show=bar.update):
                        findings += 1
                        self.stdout.write(str(finding))
                    walked += 1
                    if options["verbosity"] > 1:
                        for end in verification.ends(diary=diary, chains=self.chains):
                            self.stdout.write(
                                f"diary {diary.reference} ends with {end.chain} {end.number} {end.entry_hash}"
                            )
        except NoSuchDiary as refusal:
            raise CommandError(refusal.detail) from refusal
        if findings:
            raise CommandError(f"Findings: {findings}. This {self.named} is not as it was written.")
        self.stdout.write(f"Diaries: {walked}. Lines: {total}. Each follows from the one before it.")
