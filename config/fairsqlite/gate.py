"""
One gate a database file: writers pass one at a time, in the order in which they came.

SQLite's own waiting is polling with growing sleeps: under many writers some wait for seconds and some give up.
Inside a process the gate is a first-come queue. Between processes it is a lock on `<database>.writelock`, which the
kernel frees when a process dies; a process that waits says so on the file's second byte, and the one that leaves
then gives way, since its own next thread would always be quicker. Where `fcntl` is missing (Windows) only the queue
remains, and SQLite's busy timeout serves the other processes.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:
    HAS_FCNTL = False
else:
    HAS_FCNTL = True

POLL_S: Final = 0.001  # between processes; at most one thread of each process polls
GATE, WAITING = 0, 1  # bytes of the lock file. A process opens it once at a time, so record locks are safe here


class GateTimeout(Exception):
    """The gate stayed taken for longer than the caller was willing to wait."""


class Gate:
    """A mutual exclusion between threads and processes, with a time limit. Not re-entrant."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._handle: int | None = None
        self._give_way_until = 0.0

    def enter(self, timeout_s: float) -> None:
        """Wait for the turn. Raises GateTimeout after `timeout_s` seconds; the turn is then given up."""
        until = time.monotonic() + timeout_s
        self._queue_up(until)
        try:
            self._lock_file(until)
        except BaseException:
            self._step_aside()
            raise

    def leave(self) -> None:
        """Let the next one in."""
        self._unlock_file()
        self._step_aside()

    def _queue_up(self, until: float) -> None:
        turn = threading.Event()
        with self._mutex:
            self._queue.append(turn)
            if self._queue[0] is turn:
                return
        if turn.wait(until - time.monotonic()):
            return
        with self._mutex:
            if self._queue[0] is turn:  # it became ours at the last moment
                return
            self._queue.remove(turn)
        raise GateTimeout

    def _step_aside(self) -> None:
        with self._mutex:
            self._queue.popleft()
            if self._queue:
                self._queue[0].set()

    def _lock_file(self, until: float) -> None:
        if not HAS_FCNTL:
            return
        time.sleep(max(0.0, self._give_way_until - time.monotonic()))
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _wait_for_lock(handle, until)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def _unlock_file(self) -> None:
        if self._handle is not None:
            if not _try_lock(self._handle, WAITING, fcntl.LOCK_EX):
                self._give_way_until = time.monotonic() + 2 * POLL_S
            os.close(self._handle)  # closing frees the locks
            self._handle = None


def _wait_for_lock(handle: int, until: float) -> None:
    if _try_lock(handle, GATE, fcntl.LOCK_EX):
        return
    _try_lock(handle, WAITING, fcntl.LOCK_SH)
    while not _try_lock(handle, GATE, fcntl.LOCK_EX):
        if time.monotonic() >= until:
            raise GateTimeout
        time.sleep(POLL_S)
    fcntl.lockf(handle, fcntl.LOCK_UN, 1, WAITING)


def _try_lock(handle: int, byte: int, kind: int) -> bool:
    try:
        fcntl.lockf(handle, kind | fcntl.LOCK_NB, 1, byte)
    except (BlockingIOError, PermissionError):  # which of the two, POSIX leaves open
        return False
    return True


_gates: dict[str, Gate] = {}


def gate_of(database: str) -> Gate:
    """Return this process's one gate of the database file `database`."""
    name = os.path.realpath(database)
    return _gates.setdefault(name, Gate(Path(name + ".writelock")))  # one step under the interpreter's lock


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_gates.clear)  # the parent's queue is not the child's
