"""`manage.py send_digests`: one mail a day to those who read diaries at a practice, if somebody waits there."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks import TaskResultStatus

from clinic.tasks import mail_digest
from people.mail import SENDS_NOTHING
from people.models import Member, Practice
from people.services import practices

Tally = Counter[str]


class Command(BaseCommand):
    """Says how many were sent, and fails if one could not be."""

    help = (
        "Send the day's mail of each practice whose hour has come. It names nobody, and nothing of a diary. "
        "Run it every ten minutes; run twice, it tells nobody twice, and within its hour it tries again what failed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if settings.EMAIL_BACKEND == SENDS_NOTHING:
            self.stdout.write("No mail is sent here: DIARY_EMAIL_URL is not set.")
            return
        now, done = timezone.now(), Tally()
        for practice, today in practices.due_for_digest(now=now):
            done += _mail(practice, today, now)
        waits = f", left to the worker: {done[TaskResultStatus.READY]}" if done[TaskResultStatus.READY] else ""
        self.stdout.write(f"Digests sent: {done['sent']}{waits}.")
        if failed := done[TaskResultStatus.FAILED]:
            raise CommandError(f"{failed} could not be sent: the log says why.")


def _mail(practice: Practice, today: date, now: datetime) -> Tally:
    """Have each reader of the practice told, and note it; who was told before is not told twice (mail_digest)."""
    readers = Member.objects.that_read().filter(practice=practice, left_at=None, user__is_active=True)
    keys = readers.exclude(user__email="").values_list("pk", flat=True)
    results = [mail_digest.enqueue(key, today.isoformat()) for key in keys]
    done = Tally(result.status for result in results)
    done["sent"] = sum(result.status == TaskResultStatus.SUCCESSFUL and bool(result.return_value) for result in results)
    practices.note_digest(practice=practice, on=today, has_failed=bool(done[TaskResultStatus.FAILED]), now=now)
    return done
