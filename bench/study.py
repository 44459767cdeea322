"""
What the numbers and the rules cost, from records to answers: no table, no page.

Run: python -m bench.study. Each size runs REPEATS times in turn with the others, so that a busy machine slows all; the
fastest run of each counts, in milliseconds of processor time. Promises: all flags and all numbers of ten years with
20,000 entries in under 150 ms; the comparison of eight factors with three lags over a year in under 50 ms; ten times
the entries of the same years, and ten times the years, at most ten times the time of a machine whose memory keeps up:
a bare read of one field says how far this one does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from reports.analysis.association import associate
from reports.analysis.exposures import Factor
from reports.flags.raised import flags_of
from reports.records import Records, in_order
from reports.simulate.series import Counting, counts, generator
from reports.summary import summarise
from tests.reports.people import LAST, year

REPEATS = 7
YEAR_DAYS = 365
SIZES = ((1, 2_000), (1, 20_000), (10, 20_000), (10, 200_000))
NOW = datetime(2026, 10, 31, 20, tzinfo=UTC)


def main() -> None:
    """Measure, and print."""
    diaries = {size: year(days=YEAR_DAYS * size[0], episodes=size[1]) for size in SIZES}
    works: dict[str, Callable[[], object]] = {}
    for (years, entries), records in diaries.items():
        works[f"a bare read of one field, {years} years, {entries:,} entries"] = partial(one_field, records)
        works[f"flags, {years} years, {entries:,} entries"] = partial(flags, records)
        works[f"flags and all numbers of 90 days, {years} years, {entries:,} entries"] = partial(numbers, records)
    works["8 factors, 3 lags, 365 days, all shifts"] = comparison()
    for name, milliseconds in fastest(works).items():
        print(f"{milliseconds:8.2f} ms  {name}")


def one_field(records: Records) -> object:
    """Return the lengths as they stand: what the memory of this machine makes of ten times the entries."""
    return [entry.duration_s for entry in records.episodes]


def flags(records: Records) -> object:
    """Return the flags of the last day."""
    return flags_of(in_order(records), as_of=LAST, now=NOW)


def numbers(records: Records) -> object:
    """Return everything that a page of the last 90 days says."""
    return summarise(records, first=LAST - timedelta(days=89), last=LAST)


def comparison() -> Callable[[], object]:
    """Return the comparison of a simulated year with eight factors."""
    chance = generator("bench")
    told = counts(chance, 1, Counting(days=YEAR_DAYS, missing=0.1))[0]
    weekend = np.arange(YEAR_DAYS) % 7 >= 5
    factors = [Factor(code=str(n), values=chance.standard_normal(YEAR_DAYS), unit=1.0) for n in range(8)]
    return lambda: associate(told, weekend, factors)


def fastest(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the processor time of the fastest run of each, in ms; they take turns."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(REPEATS):
        for name, work in works.items():
            began = time.process_time()
            work()
            best[name] = min(best[name], 1000 * (time.process_time() - began))
    return best


if __name__ == "__main__":
    main()
