"""Child processes that never outlive the command which started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # prctl(2)
PATIENCE_S = 15.0
LAST_LINES = 40

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: a forked child must not import


def stop_on_signals() -> None:
    """Turn Ctrl-C, SIGTERM and a closed terminal into one KeyboardInterrupt, so that every `finally` runs."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup keeps its meaning
            signal.signal(number, _stop)


def _stop(*_: object) -> None:
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a second Ctrl-C must not cut the tidying short
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed outright (kill -9 runs no `finally`)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def running(
    command: Sequence[str], *, asked: signal.Signals = signal.SIGTERM, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` beside the block; whatever ends the block ends the command, by the signal `asked` first."""
    # A group of its own: Ctrl-C reaches only us, and we end the command in order. A thread may be drawing progress
    # meanwhile; the forked child touches none of its locks, it makes one system call.
    options |= {"stdin": subprocess.DEVNULL, "start_new_session": True, "preexec_fn": die_with_parent}
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            _end(process, asked)


def _end(process: subprocess.Popen[bytes], asked: signal.Signals) -> None:
    if process.poll() is not None:
        return
    process.send_signal(asked)
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def follow(
    command: Sequence[str],
    *,
    log: Path,
    hear: Callable[[str], object] = bool,
    env: Mapping[str, str] | None = None,
    **options: Any,
) -> tuple[int, str]:
    """Run `command` to its end, its output into `log` and line by line to `hear`; return code and last lines."""
    last: deque[str] = deque(maxlen=LAST_LINES)
    options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "env": env}
    with log.open("ab") as file, running(command, **options) as process:
        assert process.stdout is not None
        for line in process.stdout:
            file.write(line)
            last.append(line.decode(errors="replace"))
            hear(last[-1])
        return process.wait(), "".join(last)
