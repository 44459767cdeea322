"""
Take one check after the other away from a copy of the house, and require that the suite notices each.

`./test --long` does so; `.venv/bin/python -m tests.mutants.run` too, with the names of mutants for these alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from config.bootstrap import check, children, postgresql, steps
from config.bootstrap.environment import ROOT
from config.bootstrap.machine import Missing
from tests.mutants.consent import CONSENT
from tests.mutants.doors import DOORS
from tests.mutants.mutant import Mutant, Suite, misfits
from tests.mutants.sync import SYNC
from tests.mutants.trial import Answer, Trial, tried

AUTHORISATION: Final = (*CONSENT, *DOORS)
MUTANTS: Final = (*AUTHORISATION, *SYNC)
AT_ONCE: Final = 2
LAST_LINES: Final = 15


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where every mutant was noticed."""
    chosen = read(arguments)
    children.stop_on_signals()
    if wrong := misfits(chosen, ROOT):
        print(*wrong, sep="\n")
        return 1
    here = at_hand(chosen)
    try:
        with tempfile.TemporaryDirectory(prefix="diary-mutants-") as folder:
            copies = [copied(Path(folder) / str(number)) for number in range(AT_ONCE)]
            tables = made(copies[0], Path(folder) / "tables")
            return int(not is_green(here, copies, tables) or not all_noticed(here, copies, tables))
    except KeyboardInterrupt:
        print("Stopped before the end.", flush=True)
        return 128 + signal.SIGINT


def read(arguments: Sequence[str] | None) -> list[Mutant]:
    """Return the mutants that are asked for, all where none is."""
    names = [mutant.name for mutant in MUTANTS]
    parser = argparse.ArgumentParser(prog="tests.mutants.run", description="Take checks away; the suite has to notice.")
    parser.add_argument("name", nargs="*", metavar="NAME", help="of a mutant")
    asked = parser.parse_args(arguments).name
    if unknown := set(asked) - set(names):
        parser.error(f"no mutant is called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return [mutant for mutant in MUTANTS if mutant.name in asked or not asked]


def at_hand(mutants: Iterable[Mutant]) -> list[Mutant]:
    """Return the mutants that can be tried on this machine; say of the others what they need, as pytest says it."""
    found: list[Mutant] = []
    for suite in Suite:
        some = [mutant for mutant in mutants if mutant.suite is suite]
        try:
            if some:
                _look_for(suite)
            found += some
        except Missing as missing:
            print(f"SKIPPED [{len(some)}] mutants on {suite.value}: {missing}", flush=True)
    return found


def _look_for(suite: Suite) -> None:
    """Raise Missing where this part of the suite cannot be asked here."""
    if suite is Suite.JAVASCRIPT:
        with steps.node():
            return
    if suite is Suite.POSTGRESQL and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        postgresql.binaries()


def copied(folder: Path) -> Path:
    """Return this folder with the house in it: the files that git knows or would take, as they stand here now."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in sorted(filter(None, set(listing.stdout.split("\0")))):
        if (ROOT / name).is_file():  # one that was deleted is listed until that is committed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    if (ROOT / "node_modules").exists():
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def made(house: Path, folder: Path) -> Path:
    """Return a SQLite file in which the tables of this house are made, and nothing else."""
    own = {"DATABASE_URL": "", "DIARY_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=house, env=check.clean(os.environ) | own, check=True)
    return folder / "diary.sqlite3"


def is_green(mutants: Sequence[Mutant], copies: Sequence[Path], tables: Path) -> bool:
    """Say whether all that will be asked passes in the house as it is: else it would notice what is not there."""
    began, red = time.monotonic(), False
    for trial, answer in tried(whole(mutants, shares=len(copies)), copies, tables=tables):
        if not answer.is_green:
            red = True
            print(f"Not green without any mutant ({trial.suite.value}):", *_end_of(answer), sep="\n", flush=True)
    if not red:
        print(f"green{time.monotonic() - began:8.1f} s  the house as it is", flush=True)
    return not red


def whole(mutants: Iterable[Mutant], *, shares: int) -> list[Trial]:
    """Return the trials that ask each part once of the house as it is, what runs on SQLite in so many shares."""
    parts = {suite: dict[str, None]() for suite in Suite}
    for mutant in mutants:
        parts[mutant.suite] |= dict.fromkeys(mutant.asked)
    some = {suite: list(asked) for suite, asked in parts.items()}
    split = [(Suite.SQLITE, some[Suite.SQLITE][number::shares]) for number in range(shares)]
    others = [(suite, some[suite]) for suite in Suite if suite is not Suite.SQLITE]
    return [Trial(suite, tuple(asked)) for suite, asked in (*split, *others) if asked]


def all_noticed(mutants: Sequence[Mutant], copies: Sequence[Path], tables: Path) -> bool:
    """Try each mutant and print a line of it; say whether the suite noticed every one."""
    noticed = 0
    trials = [Trial(one.suite, one.asked, one) for one in mutants]
    for trial, answer in tried(trials, copies, tables=tables):
        assert trial.mutant is not None
        noticed += bool(answer.noticed_by)
        print(line(trial.mutant, answer), flush=True)
    print(f"{len(mutants)} mutants, {noticed} noticed", flush=True)
    return noticed == len(mutants)


def line(mutant: Mutant, answer: Answer) -> str:
    """Return what is said of a mutant: by which test it was noticed, or what nobody noticed."""
    if by := answer.noticed_by:
        return f"red  {answer.seconds:8.1f} s  {mutant.name}: {by}"
    if answer.is_green:
        asked = " ".join(mutant.asked)
        return f"GREEN{answer.seconds:8.1f} s  {mutant.name}: nobody noticed, of {asked}\n      {mutant.loss}"
    ended = "did not end" if answer.code is None else f"ended with {answer.code}, and no test failed"
    return "\n".join([f"?    {answer.seconds:8.1f} s  {mutant.name}: {ended}", *_end_of(answer)])


def _end_of(answer: Answer) -> list[str]:
    return [f"      {said}" for said in answer.words.splitlines()[-LAST_LINES:]]


if __name__ == "__main__":
    sys.exit(main())
