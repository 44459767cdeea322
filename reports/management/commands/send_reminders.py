"""`manage.py send_reminders`: one reminder a day to each person who wants one and has not answered yet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from diary import reminding
from diary.services import reminders
from diary.services.reminders import Candidate
from people import webpush
from people.models import PushSubscription
from people.webpush import Outcome
from reports import prepare


class Command(BaseCommand):
    """Sends what is due, and says how much."""

    help = (
        "Send the reminders that are due now, by web push. Run it every ten minutes (docs/install.md has the timer); "
        "run twice, it reminds nobody twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        done = remind(now=timezone.now())
        told = [f"{done[outcome]} {words}" for outcome, words in _WORDS.items() if done[outcome]]
        self.stdout.write(f"Reminders: {', '.join(told) or 'none due'}.")


_WORDS = {
    Outcome.TAKEN: "sent",
    Outcome.GONE: "to browsers that take none any more, which were forgotten",
    Outcome.FAILED: "not taken by the push service",
}


def remind(*, now: datetime) -> Counter[Outcome]:
    """Send what is due at `now`, and count what became of it."""
    done: Counter[Outcome] = Counter()
    for one in reminders.candidates(now=now):
        to = _leads_to(one)
        if to is not None:
            done += _remind(one, to)
    return done


def _leads_to(one: Candidate) -> str | None:
    last = reminders.last_of(one.diary)
    if last is not None and last.sent_on >= one.today:  # before anything is read of the diary
        return None
    return reminding.leads_to(
        today=one.today,
        answered=reminders.is_answered(one.diary, on=one.today),
        questions=prepare.open_questions(one.diary, today=one.today),
        last=last,
    )


def _remind(one: Candidate, to: str) -> Counter[Outcome]:
    last = reminders.last_of(one.diary)
    if not reminders.claim(diary=one.diary, on=one.today):
        return Counter()
    title, body = reminding.words(one.language)
    message = {"title": title, "body": body, "to": to}
    done = Counter(_send(subscription, message) for subscription in one.subscriptions)
    if not done[Outcome.TAKEN]:
        reminders.give_back(diary=one.diary, on=one.today, last=last)
    return done


def _send(subscription: PushSubscription, message: dict[str, str]) -> Outcome:
    outcome = webpush.send(subscription, message)
    if outcome is Outcome.GONE:
        subscription.delete()
    return outcome
