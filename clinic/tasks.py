"""The day's mail to somebody who reads diaries at a practice."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.core.mail import send_mail
from django.utils import timezone

from diary.services import panel
from people.background import background
from people.models import Member
from people.services import practices
from reports.lanes.rules import Lane

SUBJECT: Final = "Twitch Diary: diaries wait to be looked at"
BODY: Final = """\
At {practice}, {red} in “Red flag, not reviewed” and {soon} in “To be seen soon”.

Sign in to the clinic to see whom, and why. This is sent at most once a day, and not at all when both are empty.
No diary is watched in real time.
"""


@background
def mail_digest(member_id: int, on: str) -> bool:
    """
    Tell the member how many diaries wait, if any does, and nobody twice of the day `on` (ISO) while it lasts there.

    Returns whether a mail was sent. A process that dies right after that sends it again.
    """
    members = Member.objects.that_read().filter(pk=member_id, left_at=None, user__is_active=True)
    member, day, now = members.select_related("practice", "user").first(), date.fromisoformat(on), timezone.now()
    if member is None or not practices.may_be_mailed(member=member, on=day, now=now):
        return False
    waiting = panel.waiting(member.practice, now)
    if not any(waiting.values()):
        return False
    red, soon = _diaries(waiting[Lane.RED]), _diaries(waiting[Lane.SOON])
    send_mail(SUBJECT, BODY.format(practice=member.practice.name, red=red, soon=soon), None, [member.user.email])
    practices.note_mail(member=member, on=day)
    return True


def _diaries(count: int) -> str:
    return "one diary waits" if count == 1 else f"{count} diaries wait"
