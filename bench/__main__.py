"""
Every promise in one table: what was promised, what was measured on SQLite and on PostgreSQL, and how to repeat it.

Run: python -m bench [--full] [NAME ...]. Runs each bench, or those that are named, in a process of its own, one after
the other; those that ask a database once on a SQLite file and once on a PostgreSQL started for them, both set so that
what they confirm is on the disk. Prints a table in Markdown, and returns 1 where a promise is broken. --full measures
ten million entries. Needs Chromium for the phone and PostgreSQL; a column stays empty where one is missing.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from tqdm import tqdm

from bench.rows import BROKEN, Row, rows_of
from config.bootstrap import children, machine, postgresql


@dataclass(frozen=True)
class Bench:
    """A bench, the sizes that it is given, in a full run others, and whether it asks a database."""

    name: str
    sizes: tuple[int, ...] = ()
    full: tuple[int, ...] = ()
    has_database: bool = True


BENCHES: Final = (
    Bench("api"),
    Bench("sync", (5_000,)),
    Bench("export", (20_000,), (100_000,)),
    Bench("growth", (100_000,), (10_000_000,)),
    Bench("crowd", (1_000_000,), (10_000_000,)),
    Bench("panel", (1_000, 100), (10_000, 1_000)),
    Bench("writers"),
    Bench("profile", (200,), (500,), has_database=False),
    Bench("study", has_database=False),
    Bench("phone", has_database=False),
)


def main() -> int:
    """Run, and print the table."""
    asked = _asked()
    children.stop_on_signals()
    chosen = [one for one in BENCHES if one.name in asked.names or not asked.names]
    print(_machine(), "| what | bar | SQLite | PostgreSQL | alone |", "|---|---|---|---|---|", sep="\n", flush=True)
    is_broken = False
    for bench in tqdm(chosen, unit=" benches", file=sys.stderr):
        for line in _lines(bench, is_full=asked.full):
            print(line, flush=True)
            is_broken |= BROKEN in line
    return int(is_broken)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(one.name for one in BENCHES))
    parser.add_argument("--full", action="store_true", help="measure ten million entries: hours, and dozens of GB")
    return parser.parse_args()


def _lines(bench: Bench, *, is_full: bool) -> Iterator[str]:
    """Run one bench, and yield its lines of the table."""
    sizes = bench.full if is_full and bench.full else bench.sizes
    command = " ".join(["python -m bench." + bench.name, *map(str, sizes)])
    here = _measured(bench.name, sizes)
    there = _on_postgresql(bench.name, sizes) if bench.has_database else {}
    for promise in here | there:
        found = [columns[promise].told if promise in columns else "" for columns in (here, there)]
        bar = (here | there)[promise].bar
        yield f"| {promise} | {bar} | {' | '.join(found)} | `{command}` |"


def _on_postgresql(name: str, sizes: tuple[int, ...]) -> dict[str, Row]:
    try:
        with postgresql.cluster(settings=()) as url, _environment(DATABASE_URL=url):
            return _measured(name, sizes)
    except machine.Missing as missing:
        print(f"{name} on PostgreSQL: {missing}", file=sys.stderr)
        return {}


def _measured(name: str, sizes: tuple[int, ...]) -> dict[str, Row]:
    """Run a bench in a process of its own; return its rows by what they promise."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        try:
            return {row.promise: row for row in process.submit(rows_of, name, *sizes).result()}
        except Exception as error:  # noqa: BLE001  (the others shall be measured nevertheless)
            return {f"{name} could not be run": Row(f"{name} could not be run", "", f"{error!r}", is_kept=False)}


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _machine() -> str:
    """Describe the machine, and what it had to do before."""
    now, cores = datetime.now(UTC), os.cpu_count() or 1
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", _postgresql_version()]
    command = " ".join(["python -m bench", *sys.argv[1:]])
    return (
        f"Begun on {now:%Y-%m-%d} at {now:%H:%M} UTC by `{command}`: {cores} cores ({_processor()}), "
        f"{memory_gb:.0f} GB of memory, {', '.join(versions)}. In the five minutes before it began, "
        f"{os.getloadavg()[1]:.1f} processes wanted the {cores} cores in the mean.\n"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _postgresql_version() -> str:
    try:
        program = postgresql.binaries() / "postgres"
    except machine.Missing:
        return "no PostgreSQL"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()
    return f"PostgreSQL {told[2]}"


if __name__ == "__main__":
    sys.exit(main())
