"""How long episodes last, in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.records import Episode


@dataclass(frozen=True, slots=True)
class Lengths:
    """Median, quartiles (the middle half lies between them) and longest, in seconds, of `timed` entries."""

    timed: int
    median_s: float
    quarter_s: float
    three_quarters_s: float
    longest_s: int


def lengths(episodes: Iterable[Episode]) -> Lengths | None:
    """
    Describe the lengths that were given; None when none was.

    Parameters
    ----------
    episodes : iterable of Episode
        Entries in any order; those without a length are passed over.

    Returns
    -------
    Lengths or None
        In seconds; None without a length.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 5, 1)
    >>> lengths(Episode(id=str(s), day=day, duration_s=s) for s in (2, 3, 4, 60)).median_s
    3.5
    """
    known = sorted(entry.duration_s for entry in episodes if entry.duration_s is not None)
    if not known:
        return None
    return Lengths(len(known), quantile(known, 0.5), quantile(known, 0.25), quantile(known, 0.75), known[-1])


def quantile(ordered: Sequence[float], share: float) -> float:
    """
    Return the quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7).

    Parameters
    ----------
    ordered : sequence of float, shape (n,)
        Ascending values, at least one.
    share : float
        From 0 (the lowest) to 1 (the highest).

    Returns
    -------
    float
        In the unit of the values.

    Examples
    --------
    >>> quantile([1, 2, 3, 4], 0.25)
    1.75
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
