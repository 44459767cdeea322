"""Background work of the embedded default: done by the process that was asked for it, once it has sent its answer."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any, Final

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.dispatch import receiver
from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend

# What waits until the request of this thread is answered; None where none is being answered.
_waiting: Final[ContextVar[list[Callable[[], None]] | None]] = ContextVar("waiting", default=None)


class AfterTheAnswer(ImmediateBackend):
    """Does work at once, or, where a request is being answered, when the client has its answer."""

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        waiting, act = _waiting.get(), partial(super()._execute_task, task_result)
        if waiting is None:
            act()
        else:
            waiting.append(act)


@receiver(request_started)
def _begin(**_: object) -> None:
    _waiting.set([])


@receiver(request_finished)
def _do_what_waits(**_: object) -> None:
    waiting = _waiting.get()
    _waiting.set(None)
    for act in waiting or ():
        act()


# Django gives its connections back at this signal too; that has to come after the work.
request_finished.disconnect(close_old_connections)
request_finished.connect(close_old_connections)
