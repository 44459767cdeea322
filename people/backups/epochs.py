"""Which epoch a diary has after a restore."""

from __future__ import annotations

from datetime import datetime
from typing import Final

SECONDS_PER_MINUTE: Final = 60


def next_epoch(*, in_backup: int, in_live: int | None, now: datetime) -> int:
    """
    Return a diary's epoch after a restore: larger than any that a phone may have seen of it.

    A phone that meets another epoch offers again what it knows; one that meets an epoch it has seen takes the restored
    numbers for those it knows, and what the backup lacks is lost without a word. `in_live` is None where the database
    that is replaced, or this diary in it, cannot be read: nobody can say how often it was restored since the backup.
    The minutes since 1970 are above what each of those restores gave, if they were a minute apart. They fit the
    column until the year 6053.
    """
    return max(in_backup + 1, (in_live or 0) + 1, int(now.timestamp()) // SECONDS_PER_MINUTE)
