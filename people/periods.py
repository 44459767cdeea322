"""Which days a page about a diary may show."""

from __future__ import annotations

from datetime import date
from typing import Final

from people.errors import Refusal

DAYS_MAX: Final = 366
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)


class BadPeriod(Refusal):
    """Days that no page can show."""

    def __init__(self, code: str, detail: str, *, field: str) -> None:
        super().__init__(detail, field=field)
        self.code = code


def check(first: date, last: date) -> None:
    """Raise BadPeriod where the days, both included, end before they begin, lie nowhere, or are too many."""
    if last < first:
        raise BadPeriod("bad_period", "The last day lies before the first.", field="last")
    if not EARLIEST <= first <= last <= LATEST:
        raise BadPeriod("out_of_range", f"A page shows days from {EARLIEST.year} to {LATEST.year}.", field="first")
    if (last - first).days >= DAYS_MAX:
        raise BadPeriod("period_too_long", f"A page shows {DAYS_MAX} days at most.", field="last")
