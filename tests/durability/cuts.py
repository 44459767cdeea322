"""
Power cuts while the house writes, and what is found after each.

A cut falls into every transaction, or between it and the one before, equally often, however much it writes. What is
left is opened anew by the real VFS, and held against what the tables were after each transaction.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import apsw

from tests.durability.again import Settings, content, opened, say_again
from tests.durability.disk import Step, Watched, after_cuts
from tests.durability.written import Written

FILE: Final = "diary.sqlite3"
HEAD: Final = (
    f"{'cuts':>6} {'acknowledged':>13} {'cuts that lost':>15} {'lost':>7} {'at most':>8} {'half':>5} {'corrupt':>8}"
)
Look = Callable[[Path], object]


@dataclass
class Tally:
    """What was found after so many cuts. A transaction is acknowledged when COMMIT has returned."""

    cuts: int = 0
    acknowledged: int = 0  # transactions, over all cuts
    lost: list[int] = field(default_factory=list)  # acknowledged transactions, for each cut that lost some
    half: int = 0  # cuts after which the tables were as they had never been
    corrupt: int = 0  # cuts after which SQLite finds fault with the file, or cannot read it

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.half or self.corrupt)

    def __str__(self) -> str:
        lost = f"{len(self.lost):>15} {sum(self.lost):>7,} {max(self.lost, default=0):>8}"
        return f"{self.cuts:>6} {self.acknowledged:>13,} {lost} {self.half:>5} {self.corrupt:>8}"


def cut(written: Written, settings: Settings, *, cuts: int, seed: int = 1, look: Look = lambda file: None) -> Tally:
    """
    Write with these `settings`, and cut the power so many times; tell what was found.

    `look` is shown each file that was found whole.
    """
    steps, acknowledged = watched(written, settings)
    random, tally = Random(seed), Tally(cuts)
    moments = _moments([0, *acknowledged, len(steps)], cuts, random)
    for moment, files in after_cuts({FILE: written.before}, steps, moments, random):
        expected = bisect_right(acknowledged, moment)
        tally.acknowledged += expected
        with TemporaryDirectory() as folder:
            _judge(put(files, Path(folder)), written.states, expected, tally, look)
    return tally


def watched(written: Written, settings: Settings) -> tuple[list[Step], list[int]]:
    """Return all that was done to the disk, and how much of it was when each transaction was acknowledged."""
    vfs = Watched()
    with TemporaryDirectory() as folder:
        file = put({FILE: written.before}, Path(folder))
        transactions = say_again(written.connections, file, settings=settings, vfs=vfs.name)
        acknowledged = [len(vfs.steps) for _ in transactions]
    return vfs.steps, acknowledged


def _moments(bounds: Sequence[int], cuts: int, random: Random) -> list[int]:
    spans = list(pairwise(bounds))
    return [random.randint(*random.choice(spans)) for _ in range(cuts)]


def put(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / FILE


def _judge(file: Path, states: Sequence[str], acknowledged: int, tally: Tally, look: Look) -> None:
    found = _found(file)
    if found is None:
        tally.corrupt += 1
    elif found not in states[: acknowledged + 2]:  # the one that was being written may be there too
        tally.half += 1
    else:
        look(file)
        if (missing := acknowledged - states.index(found)) > 0:
            tally.lost.append(missing)


def _found(file: Path) -> str | None:
    """Return what the tables hold, as a hash; None if the file is corrupt."""
    try:
        with closing(opened(file)) as database:
            checks = database.execute("PRAGMA integrity_check; PRAGMA foreign_key_check").fetchall()
            return content(database) if checks == [("ok",)] else None
    except apsw.Error:
        return None
