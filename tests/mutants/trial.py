"""Asking a part of the suite about a copy of the house: how it is asked, and what its answer means."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from config.bootstrap import check, children, steps
from tests.mutants.mutant import Mutant, Suite

# Plugins that no part needs here: to load them takes longer than most parts take.
WITHOUT: Final = ("-pno:cacheprovider", "-pno:schemathesis", "-pno:playwright", "-pno:hypothesispytest", "-pno:xdist")
PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-x", *WITHOUT)
COMMANDS: Final = {
    Suite.SQLITE: (*PYTEST, "--reuse-db"),
    Suite.POSTGRESQL: PYTEST,
    Suite.JAVASCRIPT: ("node", "--test", "--test-reporter=tap"),
}
TESTS_FAILED: Final = 1  # the exit code of both; pytest ends with a higher one where no test was reached
PATIENCE_S: Final = 300.0
LOOKED_AFTER_EVERY_S: Final = 0.05
# A test that broke before it began ("ERROR" of pytest), or a file that could not be read, has noticed nothing.
_FAILED: Final = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)
_NOT_OK: Final = re.compile(r"^ *not ok \d+ - (.+?)(?<!\.js)$", re.MULTILINE)


@dataclass(frozen=True)
class Trial:
    """A part of the suite that is asked, and the mutant that is put into the house before; none where it is whole."""

    suite: Suite
    asked: tuple[str, ...]
    mutant: Mutant | None = None

    @property
    def command(self) -> list[str]:
        """What is run in the folder of the house."""
        return [*COMMANDS[self.suite], *self.asked]

    @property
    def takes_tables(self) -> bool:
        """Whether the tables of the whole house will do: who takes a migration's check away has to make them anew."""
        return self.mutant is None or "/migrations/" not in self.mutant.file

    @contextmanager
    def around(self, tables: Path | None) -> Iterator[steps.Environment]:
        """Give it a data folder of its own, with these tables in it where they will do."""
        if self.suite is not Suite.SQLITE:
            with steps.on_postgresql() if self.suite is Suite.POSTGRESQL else steps.nothing() as env:
                yield env
            return
        with steps.sqlite() as env:
            if tables is not None and self.takes_tables:
                shutil.copyfile(tables, Path(env["DIARY_DATA_DIR"]) / "test.sqlite3")
            yield env


@dataclass(frozen=True)
class Answer:
    """What came of a trial: the exit code, None where it did not end in time, its words and its seconds."""

    suite: Suite
    code: int | None
    words: str
    seconds: float

    @property
    def is_green(self) -> bool:
        """Whether every test passed."""
        return self.code == 0

    @property
    def noticed_by(self) -> str:
        """The test that failed; empty where none did, however it ended."""
        failed = _NOT_OK if self.suite is Suite.JAVASCRIPT else _FAILED
        found = failed.search(self.words) if self.code == TESTS_FAILED else None
        return found[1] if found else ""


class _Run:
    """A trial under way in one copy of the house, with a data folder of its own."""

    def __init__(self, trial: Trial, folder: Path, tables: Path | None) -> None:
        self.trial = trial
        self._began = time.monotonic()
        with ExitStack() as around:
            env = check.clean(os.environ) | around.enter_context(trial.around(tables))
            if trial.mutant is not None:
                around.enter_context(trial.mutant.put_into(folder))
            self._heard = around.enter_context(tempfile.TemporaryFile())
            streams: dict[str, Any] = {"stdout": self._heard, "stderr": subprocess.STDOUT, "cwd": folder}
            running = children.running(trial.command, asked=signal.SIGINT, env=env, **streams)
            self._process = around.enter_context(running)
            self._around = around.pop_all()

    def answer(self) -> Answer | None:
        """Return what came of it; None while it goes on."""
        code, seconds = self._process.poll(), time.monotonic() - self._began
        if code is None and seconds < PATIENCE_S:
            return None
        self._heard.seek(0)
        return Answer(self.trial.suite, code, self._heard.read().decode(errors="replace"), seconds)

    def end(self) -> None:
        """Leave the copy as it was."""
        self._around.close()


def tried(
    trials: Iterable[Trial], copies: Sequence[Path], *, tables: Path | None = None
) -> Iterator[tuple[Trial, Answer]]:
    """
    Ask them, in each copy of the house one at a time, and yield the answers as they come.

    What runs on SQLite gets a copy of `tables`, a file in which they are made: to make them takes half of its time.
    Those on PostgreSQL are asked in the first copy only: all runs on a server that is given share one test database.
    """
    waiting, under_way = list(trials), dict[Path, _Run]()
    try:
        while waiting or under_way:
            for folder in copies:
                if folder not in under_way and (trial := _next(waiting, is_first=folder == copies[0])):
                    under_way[folder] = _Run(trial, folder, tables)
            time.sleep(LOOKED_AFTER_EVERY_S)
            for folder, run in list(under_way.items()):
                if answer := run.answer():
                    under_way.pop(folder).end()
                    yield run.trial, answer
    finally:
        for run in under_way.values():
            run.end()


def _next(waiting: list[Trial], *, is_first: bool) -> Trial | None:
    for trial in waiting:
        if is_first or trial.suite is not Suite.POSTGRESQL:
            waiting.remove(trial)
            return trial
    return None
