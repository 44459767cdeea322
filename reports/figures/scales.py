"""Where an axis of counts ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

TOPS: Final = (0.5, 1, 2, 4, 5, 10, 15, 20, 30, 40, 50, 100, 200, 400, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000)
ROOM: Final = 1.6  # above the highest value, for its interval


def top_of(values: Iterable[float]) -> float:
    """
    Return a round number above all values.

    Examples
    --------
    >>> top_of([0.2, 3.0]), top_of([])
    (5.0, 2.0)
    """
    highest = ROOM * max(values, default=1.0)
    return next((float(top) for top in TOPS if top >= highest), highest)
