"""A backup of the database within one test: a savepoint, and the rules of restoring."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from people.backups.handover import Handover, raise_epochs
from people.models import Diary


def take() -> str:
    """Return what is needed to come back to this moment, as often as wanted."""
    return transaction.savepoint()


def restore(backup: str) -> None:
    """Put everything back as it was when the backup was taken, and begin a new epoch. Newer backups are gone."""
    epochs = dict(Diary.objects.values_list("reference", "epoch"))
    transaction.savepoint_rollback(backup)
    raise_epochs(Handover(epochs=epochs), now=timezone.now())
