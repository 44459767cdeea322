"""
Reading from the standby, a copy of the database that may be a moment behind (`settings.DATABASES["standby"]`).

What a diary's own person asks for never comes from there, nor does whether a diary is open to somebody, nor what was
signed. Of a whole diary that somebody else reads, the change counter says whether the copy has all of it: then it is
as good as the original.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError

from people.models import Diary

STANDBY: Final = "standby"
LEFT_ALONE_S: Final = 30.0  # a standby that did not answer is not asked again for so long

_silent_since: dict[str, float] = {}


def where_to_read(diaries: Sequence[Diary]) -> str:
    """Return the database that has all of these diaries as they are known here: the standby, if it has caught up."""
    if STANDBY not in settings.DATABASES or time.monotonic() - _silent_since.get(STANDBY, -LEFT_ALONE_S) < LEFT_ALONE_S:
        return DEFAULT_DB_ALIAS
    copies = Diary.objects.using(STANDBY).filter(pk__in=[diary.pk for diary in diaries])
    try:
        there = {key: told for key, *told in copies.values_list("pk", "epoch", "change_counter")}
    except OperationalError:
        leave_alone()
        return DEFAULT_DB_ALIAS
    known = ((there.get(diary.pk, [0, 0]), diary) for diary in diaries)
    caught_up = all(epoch == diary.epoch and count >= diary.change_counter for (epoch, count), diary in known)
    return STANDBY if caught_up else DEFAULT_DB_ALIAS


def leave_alone() -> None:
    """Ask the standby nothing for a while: it has just failed."""
    _silent_since[STANDBY] = time.monotonic()
