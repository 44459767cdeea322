"""`manage.py send_reminders`: one reminder a day to each person who wants one and has not answered yet."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary import reminding
from diary.services import reminders
from diary.services.reminders import Candidate
from people import webpush
from people.models import Diary, PushSubscription
from people.services import push_subscriptions
from people.webpush import Outcome
from reports import prepare

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Sends what is due, and says how much."""

    help = (
        "Send the reminders that are due now, by web push. Run it every ten minutes (docs/install.md has the timer); "
        "run twice, it reminds nobody twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        done = remind(clock=timezone.now)
        told = [f"{done[outcome]} {words}" for outcome, words in _WORDS.items() if done[outcome]]
        self.stdout.write(f"Reminders: {', '.join(told) or 'none due'}.")
        if done[BROKEN]:
            raise CommandError(f"{done[BROKEN]} could not be looked at: the log says why.")


BROKEN: Final = "broken"  # a diary whose reminder failed here, and not at a push service
_WORDS: Final = {
    Outcome.TAKEN: "sent",
    Outcome.GONE: "to browsers that take none any more, which were forgotten",
    Outcome.FAILED: "not taken by the push service",
}
Tally = Counter[Outcome | str]


def remind(*, clock: Callable[[], datetime]) -> Tally:
    """Send what is due, one diary after the other, and count what became of it. What fails of one stops no other."""
    done: Tally = Counter()
    for one in reminders.candidates(now=clock()):
        try:
            done += _remind(one, clock())
        except Exception:
            log.exception("the reminder of diary %s", one.diary.pk)
            done[BROKEN] += 1
    return done


def _remind(one: Candidate, now: datetime) -> Tally:
    local = one.local(now)
    lasts = one.settings.hours.left(local)
    to = None if lasts is None else _leads_to(one.diary, local.date())
    claim = None if to is None else reminders.claim(diary=one.diary, on=local.date())
    if lasts is None or to is None or claim is None:
        return Counter()
    title, body = reminding.words(one.language)
    done: Tally = Counter()
    try:
        for subscription in one.subscriptions:
            done[_send(subscription, {"title": title, "body": body, "to": to}, lasts)] += 1
    finally:
        if not done[Outcome.TAKEN]:  # one browser that took it is enough: nobody is reminded twice
            reminders.give_back(claim)
    return done


def _leads_to(diary: Diary, today: date) -> str | None:
    last = reminders.last_of(diary)
    if last is not None and last.sent_on >= today:  # before anything is read of the diary
        return None
    answered = reminders.is_answered(diary, on=today)
    questions = prepare.open_questions(diary, today=today)
    return reminding.leads_to(today=today, answered=answered, questions=questions, last=last)


def _send(subscription: PushSubscription, message: dict[str, str], lasts: timedelta) -> Outcome:
    outcome = webpush.send(subscription, message, lasts=lasts)
    if outcome is Outcome.GONE:
        push_subscriptions.forget(subscription)
    return outcome
