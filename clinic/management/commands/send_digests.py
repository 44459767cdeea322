"""`manage.py send_digests`: one mail a day to those who read diaries at a practice, if somebody waits there."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.services import panel
from people.mail import SENDS_NOTHING
from people.models import Member, Practice
from people.services import practices
from reports.lanes.rules import Lane

log = logging.getLogger(__name__)
SUBJECT: Final = "Twitch Diary: diaries wait to be looked at"
BODY: Final = """\
At {practice}, {red} in “Red flag, not reviewed” and {soon} in “To be seen soon”.

Sign in to the clinic to see whom, and why. This is sent at most once a day, and not at all when both are empty.
No diary is watched in real time.
"""


class Command(BaseCommand):
    """Says how many were sent, and fails if one could not be."""

    help = (
        "Send the day's mail of each practice whose hour has come. It names nobody, and nothing of a diary. "
        "Run it every ten minutes; run twice, it tells nobody twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if settings.EMAIL_BACKEND == SENDS_NOTHING:
            self.stdout.write("No mail is sent here: DIARY_EMAIL_URL is not set.")
            return
        now, sent, failed = timezone.now(), 0, 0
        for practice, today in practices.due_for_digest(now=now):
            if practices.claim_digest(practice=practice, on=today):
                taken, refused = _send(practice, now)
                sent, failed = sent + taken, failed + refused
        self.stdout.write(f"Digests sent: {sent}.")
        if failed:
            raise CommandError(f"{failed} could not be sent: the log says why.")


def _send(practice: Practice, now: datetime) -> tuple[int, int]:
    """Send the mail of one practice; return how many were taken and how many were not."""
    waiting = panel.waiting(practice, now)
    if not any(waiting.values()):
        return 0, 0
    body = BODY.format(practice=practice.name, red=_diaries(waiting[Lane.RED]), soon=_diaries(waiting[Lane.SOON]))
    taken = refused = 0
    for member in Member.objects.that_read().filter(practice=practice, left_at=None, user__is_active=True):
        if member.user.email:
            try:
                send_mail(SUBJECT, body, None, [member.user.email])
                taken += 1
            except (SMTPException, OSError, ValueError) as error:  # the last: an address that no mail can be sent to
                log.error("the digest of member %s: %s", member.pk, type(error).__name__)  # noqa: TRY400  (its trace may hold the address)
                refused += 1
    return taken, refused


def _diaries(count: int) -> str:
    return "one diary waits" if count == 1 else f"{count} diaries wait"
