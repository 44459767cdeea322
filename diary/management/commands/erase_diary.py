"""`manage.py erase_diary USERNAME`: erase a person's diary and account, and prove that nothing is left."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

import django.db
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from diary.services import erasure, remains, sweeping
from diary.services.remains import Traces
from diary.services.sweeping import NotSwept
from diary.tables import tables
from people.errors import Refusal
from people.models import Diary, Member, User


class Command(BaseCommand):
    """Erases all of it or nothing, then searches every table and, on SQLite, the file for what should be gone."""

    help = (
        "Erase a person's diary and account from the database, and prove it. Backups made before keep them: "
        "delete those, or know that a restore erases again what is on record as erased."
    )
    requires_system_checks = []  # a weakness elsewhere is no reason to keep what should go

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose, and whether to ask."""
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; the clock is read here."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Nobody has this user name. Nothing was erased.")
        if not options["yes"]:
            self._ask(user)
        with _bar() as bar:
            sought = remains.traces(user=user, show=bar.update)
        self._erase(user)
        unswept = self._unswept()
        if self._left_in_tables(sought) + self._left_in_files(sought):
            raise CommandError("Something is left, as said above.")
        if unswept:
            raise CommandError(f"{unswept} Run manage.py sweep when nobody uses the diary.")

    def _erase(self, user: User) -> None:
        try:
            erased = erasure.erase(user=user, by=None, now=timezone.now())
        except django.db.Error as error:
            raise CommandError(f"Nothing was erased: {error}.") from error
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"Erased. Rows: {sum(erased.rows.values())}, of tables: {len(erased.rows)}.")

    def _unswept(self) -> str:
        """Return why the files could not be rewritten, nothing if they were."""
        try:
            sweeping.sweep()
        except NotSwept as refusal:
            return refusal.detail
        return ""

    def _ask(self, user: User) -> None:
        diary = Diary.objects.filter(owner=user).first()
        self.stdout.write(f"This erases the account {user.username} and the diary {diary and diary.reference}.")
        if Member.objects.filter(user=user, left_at=None).exists():
            self.stdout.write("The person works at a practice: that ends. Its lines in access logs keep a number.")
        self.stdout.write("It cannot be undone. Backups made before still hold it.")
        if _typed() != user.username:
            raise CommandError("That was another name. Nothing was erased.")

    def _left_in_tables(self, sought: Traces) -> int:
        with _bar() as bar:
            searched = remains.remains(
                diary_pk=sought.diary_pk,
                user_pk=sought.user_pk,
                reference=sought.reference,
                texts=sought.texts,
                show=bar.update,
            )
        self.stdout.writelines(f"{one.left:>8}  {one.table}\n" for one in searched)
        left, named = sum(one.left for one in searched), sum(one.named for one in searched)
        self.stdout.write(f"Rows left: {left}, in tables: {len(searched)}. Texts sought: {len(sought.texts)}.")
        if sought.shared:
            self.stdout.write(f"Texts not searched for, since other people's rows hold them too: {sought.shared}.")
        if named:
            self.stdout.write(f"Lines of other people's logs and histories that keep the account's number: {named}.")
        return left

    def _left_in_files(self, sought: Traces) -> int:
        files = remains.in_files(reference=sought.reference, texts=sought.texts)
        self.stdout.writelines(f"{found} traces in {path.name}\n" for path, found in files.items())
        return sum(files.values())


def _typed() -> str:
    try:
        return input("Type the user name to go on: ").strip()
    except EOFError:  # nobody is there to ask
        return ""


def _bar() -> tqdm[Any]:
    return tqdm(total=len(tables()), unit=" tables", file=sys.stderr, disable=None, leave=False)
