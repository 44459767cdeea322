"""`manage.py check_diary`: do the tables agree with each other?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from diary.services import integrity
from diary.services.integrity import Fault, What
from diary.walks import NoSuchDiary, Step, diaries

NAMED_MAX = 20


class Command(BaseCommand):
    """Counts what does not hold, says where, and fails if anything is wrong."""

    help = "Compare facts, versions, operations and conflicts, look for rows of what is gone, and check SQLite's file."
    requires_system_checks = []  # a weakness elsewhere is no reason not to look

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which diary."""
        parser.add_argument(
            "--diary", type=UUID, metavar="REFERENCE", help="only this one, and nothing of the database as a whole"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        places: dict[What, list[str]] = defaultdict(list)
        total = integrity.facts_of(options["diary"])
        try:
            with tqdm(total=total, unit=" facts", file=sys.stderr, disable=None, leave=False) as bar:
                for fault in _faults(options["diary"], bar.update):
                    places[fault.what].append(fault.where)
        except NoSuchDiary as refusal:
            raise CommandError(refusal.detail) from refusal
        self._report(places, everything=options["verbosity"] > 1)
        wrong = sum(len(where) for what, where in places.items() if what.is_fault)
        if wrong:
            raise CommandError(f"Findings: {wrong}, in facts: {total}.")
        self.stdout.write(f"Facts: {total}. Nothing was found to be wrong.")

    def _report(self, places: dict[What, list[str]], *, everything: bool) -> None:
        for what in What:
            where = places.get(what, [])
            if where:
                self.stdout.write(f"{len(where):>6}  {what}")
            shown = where if everything else where[:NAMED_MAX]
            self.stdout.writelines(f"        {one}\n" for one in shown)
            if len(shown) < len(where):
                self.stdout.write(f"        and {len(where) - len(shown)} more; -v 2 names all")


def _faults(reference: UUID | None, show: Step) -> Iterator[Fault]:
    for diary in diaries(reference):
        yield from integrity.check(diary=diary, show=show)
    if reference is None:
        yield from integrity.check_database()
