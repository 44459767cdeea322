"""Where: the share of answered days on which a site was recorded, by the person's own side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.analysis.days import DayFacts, answered
from reports.records import Place


@dataclass(frozen=True, slots=True)
class Area:
    """A site on one side (left, right, middle or unsure) with its days and their share of the answered days."""

    place: Place
    days: int
    share: float


def areas(facts: Sequence[DayFacts]) -> tuple[Area, ...]:
    """
    Return the areas of a period, the most frequent first.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the period, silent ones included.

    Returns
    -------
    tuple of Area
        Each place with its days (days) and their share of the answered days, from 0 to 1; empty without one.

    Examples
    --------
    >>> from datetime import date
    >>> lid = Place("lid_lower", "left")
    >>> days = [DayFacts(day=date(2026, 5, n), answered=True, places=frozenset({lid})) for n in (1, 2)]
    >>> areas([*days, DayFacts(day=date(2026, 5, 3))])
    (Area(place=Place(site='lid_lower', side='left'), days=2, share=1.0),)
    """
    told = answered(facts)
    seen = Counter(place for day in told for place in day.places)
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Area(place, days, days / len(told)) for place, days in ranked)
