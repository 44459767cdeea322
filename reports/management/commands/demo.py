"""`manage.py demo`: five invented diarists, and one practice that may read four of their diaries."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import fields as fields_of
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from tqdm import tqdm

from diary.services import baselines, checks, days, episodes, events, facts
from diary.services.history import Kind
from people import second_factor
from people.models import CareLink, Diary, Practice, User
from people.services import accounts, care_links, practices
from reports import refresh
from reports.simulate.diary import simulate
from reports.simulate.facts import (
    Fact,
    SimulatedBaseline,
    SimulatedCheck,
    SimulatedDay,
    SimulatedDiary,
    SimulatedEpisode,
    SimulatedEvent,
)
from reports.simulate.person import Person, Place
from reports.simulate.questions import ALL

PASSWORD: Final = "demo-diary"  # noqa: S105  (printed on purpose; these people are not real)
DOCTOR: Final = "dr.lin"
DOCTOR_NAME: Final = "Dr Lin 林醫師"
PRACTICE: Final = "Lin Neurology (demo)"
PRACTICE_CODE: Final = "DEMPRACT"
APP_SECRET: Final = "DEMODEMODEMODEMODEMODEMODEMODEMO"  # noqa: S105  (as public as the password)
CLOSED: Final = frozenset({"B"})  # gives no consent, so that the practice's list shows only what was opened to it
WITH_LOG: Final = frozenset({"D"})
CONSENT_AFTER: Final = timedelta(days=3)


class Command(BaseCommand):
    """Fills a database with the demo, once."""

    help = (
        "Make five invented people with diaries of 8 to 26 weeks, and one practice with one clinician. "
        "Their password is public: keep them off a server that others can reach. "
        "Run again, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be asked."""
        parser.add_argument("--sign-ins", action="store_true", help="only print name, password and what each shows")
        parser.add_argument("--last-day", type=_date, metavar="YYYY-MM-DD", help="last day of the diaries (today)")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other diaries (1)")
        parser.add_argument("--progress", action="store_true", help="draw the progress bar where there is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; the clock is read here."""
        if options["sign_ins"]:
            self._print_sign_ins()
            return
        moment = datetime.now(UTC) if options["last_day"] is None else _evening(options["last_day"])
        missing = [person for person in ALL if not _is_there(person.username)]
        if not missing and _is_there(DOCTOR):
            self.stdout.write("The demo people are there already. Nothing was changed.")
            return
        _open_practice(moment)
        kept = [simulate(one, last_day=moment.date(), seed=options["seed"]).as_of(moment) for one in missing]
        self._write_all(kept, moment, forced=options["progress"])

    def _write_all(self, kept: list[SimulatedDiary], moment: datetime, *, forced: bool) -> None:
        total = sum(len(one.in_order_of_writing()) for one in kept)
        disabled = False if forced else None  # None: tqdm draws on a terminal only
        with tqdm(total=total, unit=" entries", file=sys.stderr, disable=disabled, leave=False) as progress:
            for one in kept:
                began = time.monotonic()
                write(one, moment, progress)
                progress.clear()
                self.stdout.write(_line(one, time.monotonic() - began))

    def _print_sign_ins(self) -> None:
        rows = [(person.username, PASSWORD, f"{person.letter}: {person.question}") for person in ALL]
        rows = [row for row in (*rows, (DOCTOR, PASSWORD, _what_the_doctor_sees())) if _is_there(row[0])]
        widths = [max((len(row[n]) for row in rows), default=0) for n in range(2)]
        for username, password, shows in rows:
            self.stdout.write(f"{username:<{widths[0]}}  {password:<{widths[1]}}  {shows}")
        if _is_there(DOCTOR):
            self.stdout.write(
                f"{DOCTOR} is asked for six digits too: {second_factor.digits_of(APP_SECRET)} for half a minute, "
                f"then what manage.py demo --sign-ins says"
            )
        if not rows:
            self.stdout.write("The demo people are not here.")


@transaction.atomic
def write(kept: SimulatedDiary, moment: datetime, progress: tqdm[Any]) -> Diary:
    """
    Store one invented diary through the services, as if each fact had been sent when it was written.

    One transaction, so that a demo cut short leaves no half diary; the next run makes those that are missing.
    """
    person = kept.person
    owner = accounts.register(username=person.username, password=PASSWORD, name=person.name, now=kept.opened_at)
    for fact in kept.in_order_of_writing():
        _send(owner.diary, fact, owner)
        progress.update()
    if person.letter not in CLOSED:
        _give_consent(owner.diary, person, min(kept.opened_at + CONSENT_AFTER, moment))
        refresh.refresh(owner.diary, now=moment)
    return owner.diary


_KINDS: Final[dict[type[Fact], Kind[Any]]] = {
    SimulatedEpisode: episodes.KIND,
    SimulatedDay: days.KIND,
    SimulatedBaseline: baselines.KIND,
    SimulatedEvent: events.KIND,
    SimulatedCheck: checks.KIND,
}


def _send(diary: Diary, fact: Fact, owner: User) -> None:
    told, now = _told(fact), fact.recorded_at
    kind = _KINDS[type(fact)]
    key = diary.pk if kind.single else told.pop(kind.key)
    facts.record(kind=kind, diary=diary, key=key, fields=told, by=owner, now=now)


def _told(fact: Fact) -> dict[str, Any]:
    """Return the fact's fields as a client says them."""
    told = {field.name: _plain(field.name, getattr(fact, field.name)) for field in fields_of(fact)}
    if not isinstance(fact, SimulatedEpisode):
        del told["recorded_at"]  # only an entry carries its own; for the others it is the moment of sending
    return told


_ANSWER: Final = ("value", "side", "onset_at", "onset_speed")


def _plain(name: str, value: Any) -> Any:
    if name == "drinks" and value is not None:
        return [{"kind": kind, "count": count} for kind, count in value]
    if name == "dose" and value is not None:
        return Decimal(value)
    if name == "tasks":
        return {one.task: {"left": one.left, "right": one.right} for one in value}
    if name == "answers":
        return {one.code: {field: getattr(one, field) for field in _ANSWER} for one in value}
    if isinstance(value, tuple):
        return [{"site": one.site, "side": one.side} if isinstance(one, Place) else one for one in value]
    return value


@transaction.atomic
def _open_practice(moment: datetime) -> None:
    if _is_there(DOCTOR):
        return
    opened_at = moment - timedelta(days=2 * 365)
    doctor = accounts.register(username=DOCTOR, password=PASSWORD, name=DOCTOR_NAME, now=opened_at)
    second_factor.set_up_app(doctor, APP_SECRET)
    practices.open_practice(name=PRACTICE, by=doctor, now=opened_at, code=PRACTICE_CODE)


def _give_consent(diary: Diary, person: Person, now: datetime) -> None:
    scope = CareLink.Scope.PROFILE_AND_LOG if person.letter in WITH_LOG else CareLink.Scope.PROFILE
    practice = Practice.objects.get(code=PRACTICE_CODE)
    care_links.give(diary=diary, code=practice.code, scope=scope, until=None, by=diary.owner, now=now)


def _is_there(username: str) -> bool:
    return User.objects.filter(username=username).exists()


def _what_the_doctor_sees() -> str:
    opened = ", ".join(person.letter for person in ALL if person.letter not in CLOSED)
    return f"clinician at {PRACTICE}, who may read {opened}"


def _line(kept: SimulatedDiary, seconds: float) -> str:
    counts = f"{len(kept.episodes):>4} episodes, {len(kept.days):>3} days answered"
    return f"{kept.person.letter}  {kept.person.username:<10}{kept.person.weeks:>3} weeks  {counts}  {seconds:5.1f} s"


def _evening(day: date) -> datetime:
    return datetime.combine(day, clock_time(23, 59, 59), tzinfo=UTC)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-11-20") from error
