"""What is done for the clinic once a diary was written to."""

from __future__ import annotations

import logging

from django.db import Error
from django.db.models import Q
from django.utils import timezone

from people.background import background
from people.models import CareLink, Diary

log = logging.getLogger(__name__)


def tell_the_clinic(diary: Diary, *, at_once: bool = False) -> None:
    """
    Have the diary's place on the panels of its practices found anew; one question where nobody reads it.

    What was written is stored. A database that is gone by now makes it no less so: the digest is old then, says so, and
    is made by whoever opens the panel.
    """
    try:
        if CareLink.objects.filter(Q(revoked_at=None) | Q(panel_line__isnull=False), diary=diary).exists():
            bring_to_the_clinic.using(backend="at_once" if at_once else "default").enqueue(diary.pk)
    except Error as error:
        log.warning("the clinic was not told of a write: %s", type(error).__name__)


@background
def bring_to_the_clinic(diary_id: int) -> None:
    """Make the diary's digest anew; a diary that was erased meanwhile has none."""
    from reports import refresh  # noqa: PLC0415  (numpy: 0.1 s that a write of nobody's patient need not pay)

    diary = Diary.objects.filter(pk=diary_id).select_related("owner").first()
    if diary is not None:
        refresh.refresh(diary, now=timezone.now())
