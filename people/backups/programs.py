"""PostgreSQL's client programs: where they are, how they sign in, and what they say when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from django.db import connection
from psycopg.pq import Conninfo

from people.errors import Refusal

# pg_dump lifts these for itself. A restore waits for a table that somebody uses, but not for ever.
OPTIONS: Final = "-c statement_timeout=0 -c lock_timeout=30s -c client_min_messages=warning"
WORDS_MAX: Final = 500


class ProgramMissing(Refusal):
    """PostgreSQL's client programs are not installed here."""

    code = "program_missing"


class ProgramFailed(Refusal):
    """One of PostgreSQL's client programs refused; it says why."""

    code = "program_failed"


@dataclass(frozen=True)
class Program:
    """One program while it runs."""

    name: str
    process: subprocess.Popen[bytes]
    errors: IO[bytes]

    @property
    def input(self) -> IO[bytes]:
        """What the program reads, if it was started with a pipe."""
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def output(self) -> IO[bytes]:
        """What the program writes, if it was started with a pipe."""
        assert self.process.stdout is not None
        return self.process.stdout

    def wait(self) -> None:
        """Wait for its end; refuse in its own words if it failed."""
        if code := self.process.wait():
            self.errors.seek(0)
            words = " ".join(self.errors.read().decode(errors="replace").split())
            raise ProgramFailed(f"{self.name} ended with {code}: {words[:WORDS_MAX]}")


@contextmanager
def program(
    name: str, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[Program]:
    """Run a program beside the block, connected to the default database; it does not outlive the block."""
    command, env = [_path_of(name), *arguments], os.environ | _environment()
    with (
        tempfile.TemporaryFile() as errors,  # a pipe would have to be read while the others are
        subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=errors, env=env) as process,  # noqa: S603  (no shell)
    ):
        try:
            yield Program(name, process, errors)
        finally:
            process.kill()  # nothing happens to one that has ended


def _path_of(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=_bindir())
    if found is None:
        raise ProgramMissing(f"{name} is not installed here. Install PostgreSQL's client (Debian: postgresql-client).")
    return found


def _bindir() -> str:
    pg_config = shutil.which("pg_config")
    if pg_config is None:
        return ""
    return subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  (no shell)


def _environment() -> dict[str, str]:
    """Return where the database is and how to sign in, by the names under which libpq reads them."""
    wrapper: Any = connection  # the stubs do not know this method
    given = wrapper.get_connection_params() | {"options": OPTIONS}
    names = {one.keyword.decode(): one.envvar.decode() for one in Conninfo.get_defaults() if one.envvar}
    return {names[key]: str(value) for key, value in given.items() if key in names and value}
