"""
Work that nobody waits for, by django-tasks: done when the answer is sent, or by a worker that reads a queue.

`settings.TASKS` says which. On the embedded default the process that was asked does it (config.after_answer); where
the queue is in the database, `manage.py db_worker` does. What fails there is tried again after growing pauses, and
parked once they are used up: `manage.py background` shows it. What a killed worker had begun is taken up again, so
every piece of work may run twice, and has to be harmless then.

A piece of work takes keys, never contents: what it is about is read when it is done.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)

PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 600, 3_600, 21_600))
LONGEST: Final = timedelta(minutes=15)  # what runs longer was begun by a worker that is gone
REMEMBERED: Final = timedelta(days=1)
Key = int | str
Done = TypeVar("Done")


class Failed(Exception):
    """Work that failed. Says of which class the error was, and where: its own words may hold a piece of a diary."""

    def __init__(self, error: Exception) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        super().__init__(f"{type(error).__name__} in {place.name}, line {place.lineno}")


def background(act: Callable[..., Done]) -> Task[..., Done | None]:
    """Make of a function of keys a task that is tried again where its backend can wait, and parked at last."""

    @wraps(act)
    def attempt(*keys: Key, tried: int = 0) -> Done | None:
        try:
            return act(*keys)
        except Exception as error:  # noqa: BLE001  (whatever it is, the next attempt may succeed)
            failed = Failed(error)
        # From here on the error, whose words may hold contents, is nowhere near what may go wrong next.
        if tried == len(PAUSES) or not work.get_backend().supports_defer:
            log.error("%s is given up: %s", work.module_path, failed)
            raise failed
        log.warning("%s is tried again: %s", work.module_path, failed)
        work.using(run_after=timezone.now() + PAUSES[tried]).enqueue(*keys, tried=tried + 1)
        return None

    work: Task[..., Done | None] = task()(attempt)
    return work


def parked() -> list[DBTaskResult[Any, Any]]:
    """Return what was given up, the oldest first."""
    return list(DBTaskResult.objects.failed().order_by("enqueued_at", "pk"))


def counts() -> dict[str, int]:
    """Return how many pieces of work are ready or wait for their time, are being done, and are parked."""
    states = {"waiting": TaskResultStatus.READY, "running": TaskResultStatus.RUNNING, "parked": TaskResultStatus.FAILED}
    return {name: DBTaskResult.objects.filter(status=status).count() for name, status in states.items()}


def try_again() -> int:
    """Give every parked piece of work all its attempts again; return how many there were."""
    return sum(_from_the_start(one) for one in parked())


def forget_parked() -> int:
    """Delete every parked piece of work: a mail to an address that is refused for good; return how many there were."""
    return DBTaskResult.objects.failed().delete()[0]


def _from_the_start(one: DBTaskResult[Any, Any]) -> bool:
    """Put it back into the queue, unless somebody else just did."""
    told = one.args_kwargs | {"kwargs": {}}
    mine = DBTaskResult.objects.filter(pk=one.pk, status=TaskResultStatus.FAILED)
    return bool(mine.update(status=TaskResultStatus.READY, args_kwargs=told, run_after=timezone.now()))


def tidy(*, now: datetime) -> int:
    """
    Take up what a killed worker had begun, and forget what is done for a day; return how many were taken up.

    What was begun as often as there are attempts may itself be what kills the worker: it is parked.
    """
    DBTaskResult.objects.successful().filter(finished_at__lt=now - REMEMBERED).delete()
    begun = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST)
    deadly = [one.pk for one in begun if len(one.worker_ids) > len(PAUSES)]
    DBTaskResult.objects.filter(pk__in=deadly).update(status=TaskResultStatus.FAILED, finished_at=now)
    return begun.update(status=TaskResultStatus.READY, run_after=now)
