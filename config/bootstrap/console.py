"""What the commands print: one calm line for each step, with its seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

REDRAW_S = 0.2  # on a terminal the line of a running step is rewritten
REPEAT_S = 10.0  # in a file or a pipe it is written again


class Trouble(Exception):
    """The command cannot go on. The message is the one sentence that the person reads."""


class Step:
    """One step under way: its name, how far it is, and the seconds since it began."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.state = ""
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def __str__(self) -> str:
        return f"  {self.name:<30}{self.state:<18}{self.seconds:7.1f} s"


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Show `name` while the block runs, then its outcome: the state it was given, `done` or `not done`."""
    current, over = Step(name), threading.Event()
    ticker = threading.Thread(target=_tick, args=(current, over), daemon=True)
    ticker.start()
    try:
        yield current
        current.state = current.state or "done"
    except BaseException:
        current.state = "not done"
        raise
    finally:
        over.set()
        ticker.join()
        _write(current, end="\n")


def _tick(current: Step, over: threading.Event) -> None:
    terminal = sys.stdout.isatty()
    while not over.wait(REDRAW_S if terminal else REPEAT_S):
        _write(current, end="" if terminal else "\n")


def _write(current: Step, *, end: str) -> None:
    start = "\r" if sys.stdout.isatty() else ""
    print(f"{start}{current}", end=end, flush=True)
