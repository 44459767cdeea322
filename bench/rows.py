"""
The rows of the table: what is promised, its bar, and what was measured.

A ratio compares what ran in turn in one process, A B A B, so that a machine that is slow for a while is slow for both.
The run is cut into PIECES stretches, and each gives a ratio of medians: told are the median of these ratios and, in
brackets, the lowest and the highest.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Final

PIECES: Final = 6
BROKEN: Final = "**not kept**"
MS: Final = 1_000.0  # in a second


@dataclass(frozen=True)
class Row:
    """What is promised, within what, and what was measured. A row without a bar tells a figure and promises nothing."""

    promise: str
    bar: str
    measured: str
    is_kept: bool = True

    @property
    def told(self) -> str:
        """What was measured, and whether that breaks the promise."""
        return self.measured if self.is_kept else f"{self.measured}, {BROKEN}"


def ratio(promise: str, ours: Sequence[float], other: Sequence[float], *, at_most: float, figure: str = "") -> Row:
    """Compare times taken in turn; `figure` says besides what ours were."""
    count = min(PIECES, len(ours))
    edges = [len(ours) * number // count for number in range(count + 1)]
    pieces = [median(ours[begin:end]) / median(other[begin:end]) for begin, end in pairwise(edges)]
    found = median(pieces)
    measured = f"{found:.2f} ({min(pieces):.2f} to {max(pieces):.2f})" + (f"; {figure}" if figure else "")
    return Row(promise, f"≤ {at_most:g} times", measured, found <= at_most)


def at_most(promise: str, value: float, bar: float, unit: str, *, digits: int = 0) -> Row:
    """Compare a figure with what it may be; such rows are only worth as much as the machine."""
    return Row(promise, f"≤ {bar:,.{digits}f} {unit}", f"{value:,.{digits}f} {unit}", value <= bar)


def figure(promise: str, measured: str) -> Row:
    """Tell a figure about which nothing is promised."""
    return Row(promise, "", measured)


def median_and_p95(times_ms: Sequence[float]) -> str:
    """Return both in words."""
    return f"median {median(times_ms):.1f} ms, p95 {p95(times_ms):.1f} ms"


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile of the times."""
    return sorted(times)[int(0.95 * (len(times) - 1))]


def in_turn(count: int, *acts: Callable[[], object], at_once: int = 1) -> list[list[float]]:
    """Time each of the acts in turn, `count` times all in all, `at_once` of one before the next; in ms."""
    times: list[list[float]] = [[] for _ in acts]
    for number in range(1 + count // at_once):
        for row, act in zip(times, acts, strict=True):
            took = [timed_ms(act) for _ in range(at_once)]
            if number:  # the first ones warm up
                row.extend(took)
    return times


def timed_ms(act: Callable[[], object]) -> float:
    """Return how long `act` took, in ms."""
    began = perf_counter()
    act()
    return MS * (perf_counter() - began)


def tell(rows: Sequence[Row]) -> int:
    """Print what one bench found; return 1 where a promise is broken."""
    for row in rows:
        print(f"{row.promise:<90} {row.bar:>16}   {row.told}")
    return int(not all(row.is_kept for row in rows))


def rows_of(name: str, *sizes: int) -> list[Row]:
    """Run one bench in this process."""
    found: list[Row] = importlib.import_module(f"bench.{name}").rows(*sizes)
    return found
