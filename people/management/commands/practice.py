"""`manage.py practice NAME --member USER [--role ROLE]`: open a practice, or let one more person work there."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import Member, Practice, User
from people.services import practices


class Command(BaseCommand):
    """Prints the code by which a diarist opens a diary to the practice."""

    help = "Open a practice with a first member, or add a member to one that is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the practice, the member's user name and what they do there."""
        parser.add_argument("name")
        parser.add_argument("--member", required=True, metavar="USER", help="who works there: a user name")

        parser.add_argument(
            "--role", choices=Member.Role.values, help="of a new member (clinician); who opens a practice owns it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say the code."""
        member = User.objects.filter(username=options["member"]).first()
        if member is None:
            raise CommandError("Nobody has this user name. The person signs up first.")
        practice, now = Practice.objects.filter(name=options["name"]).first(), timezone.now()
        if practice is None:
            practice = practices.open_practice(name=options["name"], by=member, now=now)
        practices.join(practice=practice, user=member, role=options["role"] or Member.Role.CLINICIAN, now=now)
        self.stdout.write(f"{practice.name}: code {practice.code}")
