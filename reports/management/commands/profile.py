"""`manage.py profile USER -o FILE`: write a person's one-page Profile, as the API would give it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people import periods
from people.models import Diary
from reports import prepare
from reports.management.files import replacing
from reports.options import LANGUAGES, PAPERS, Options

ADDED = {
    "large": "large print, on two pages",
    "figures": "add the figures as numbers",
    "checks": "add the face checks of the period",
    "log": "add every entry of the period",
}


class Command(BaseCommand):
    """Writes a PDF of one page."""

    help = "Write the Twitch Profile of a person's diary as PDF. Without a period it shows the last 90 days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be asked."""
        parser.add_argument("user", metavar="USER", help="whose diary: a user name")
        parser.add_argument("--first", type=_day, metavar="DAY", help="first local day, as 2026-05-01")
        parser.add_argument("--last", type=_day, metavar="DAY", help="last local day, today if not given")
        parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="its size")
        parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="of its words")
        for name, about in ADDED.items():
            parser.add_argument(f"--{name}", action="store_true", help=about)
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="where to write it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        diary = Diary.objects.filter(owner__username=options["user"]).first()
        if diary is None:
            raise CommandError("Nobody with this user name keeps a diary.")
        now = timezone.now()
        first, last = prepare.usual_period(diary, today=options["last"] or prepare.local_today(diary, now=now))
        first = options["first"] or first
        try:
            periods.check(first, last)
        except periods.BadPeriod as refused:
            raise CommandError(f"{first} to {last}: {refused}") from refused
        with replacing(options["output"]) as file:
            file.write(prepare.profile_pdf(diary, first=first, last=last, options=_chosen(options), now=now))


def _chosen(options: dict[str, Any]) -> Options:
    return Options(**{name: options[name] for name in ("language", "paper", *ADDED)})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-05-01") from error
