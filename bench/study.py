"""
What the numbers and the rules cost, from records to answers: no table, no page.

Run: python -m bench.study. Each size runs REPEATS times in turn with the others, so that a busy machine slows all; the
fastest run of each counts, in milliseconds of processor time. Promises: all flags and all numbers of ten years with
20,000 entries in under 150 ms; the comparison of eight factors with three lags over a year in under 50 ms; ten times
the entries of the same years, and ten times the years, at most ten times the time of a machine whose memory keeps up:
a bare read of one field says how far this one does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from bench.rows import Row, at_most, ratio, tell
from reports.analysis.association import associate
from reports.analysis.exposures import Factor
from reports.flags.raised import flags_of
from reports.records import Records, in_order
from reports.simulate.series import Counting, counts, generator
from reports.summary import summarise
from tests.reports.people import LAST, year

REPEATS = 7
YEAR_DAYS = 365
YOUNG, FULL, LONG, FULLEST = SIZES = ((1, 2_000), (1, 20_000), (10, 20_000), (10, 200_000))  # years, entries
NUMBERS_MS_MAX, COMPARISON_MS_MAX, TEN_TIMES = 150.0, 50.0, 10.0
CPU = "ms of processor time"
Work = tuple[Callable[..., object], tuple[int, int]]
NOW = datetime(2026, 10, 31, 20, tzinfo=UTC)


def main() -> int:
    """Measure, and print."""
    return tell(rows())


def rows() -> list[Row]:
    """Let each size take its turns."""
    diaries = {size: year(days=YEAR_DAYS * size[0], episodes=size[1]) for size in SIZES}
    works: dict[Work, Callable[[], object]] = {}
    for size, records in diaries.items():
        works |= {(act, size): partial(act, records) for act in (one_field, flags, numbers)}
    works[comparison, SIZES[0]] = comparison()
    times = times_ms(works)
    return [
        at_most("flags and numbers of ten years with 20,000 entries", min(times[numbers, LONG]), NUMBERS_MS_MAX, CPU),
        at_most("flags alone of the same", min(times[flags, LONG]), NUMBERS_MS_MAX, CPU),
        at_most("eight factors with three lags over a year", min(times[comparison, SIZES[0]]), COMPARISON_MS_MAX, CPU),
        ratio(
            "ten times the years of as many entries: flags and numbers",
            times[numbers, LONG], times[numbers, FULL], at_most=TEN_TIMES,
        ),
        ratio(
            "ten times the entries of ten years: flags and numbers",
            times[numbers, FULLEST], times[numbers, LONG], at_most=_as_memory_allows(times),
        ),
    ]  # fmt: skip


def _as_memory_allows(times: dict[Work, list[float]]) -> float:
    """Return ten times, or as much more as a bare read of ten times the entries takes here."""
    return round(max(TEN_TIMES, min(times[one_field, FULLEST]) / min(times[one_field, LONG])), 1)


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


def times_ms(works: dict[Work, Callable[[], object]]) -> dict[Work, list[float]]:
    """Return the processor times of each in ms; they take turns."""
    times: dict[Work, list[float]] = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            began = time.process_time()
            work()
            times[name].append(1000 * (time.process_time() - began))
    return times


if __name__ == "__main__":
    sys.exit(main())
