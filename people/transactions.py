"""Transactions that are run again where the database breaks one off in favour of another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

TRIES: Final = 3
# PostgreSQL's serialization_failure and deadlock_detected: nothing was stored, and the same may be tried again.
BROKEN_OFF: Final = ("40001", "40P01")

Told = ParamSpec("Told")
Answer = TypeVar("Answer")


def whole(act: Callable[Told, Answer]) -> Callable[Told, Answer]:
    """
    Make of a verb one transaction, which is run up to three times where the database breaks it off.

    Within another transaction it is a part of that one, which alone can be run again. The verb must not rely on what an
    earlier run of it left in its arguments.
    """

    @wraps(act)
    def run(*args: Told.args, **kwargs: Told.kwargs) -> Answer:
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as error:
                if not left or connection.in_atomic_block or not _was_broken_off(error):
                    raise
        raise AssertionError("the last run has returned or raised")

    return run


def _was_broken_off(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in BROKEN_OFF
