"""What an archive of pg_dump holds, read from end to end without a server."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from people.backups.contents import CHANGED, DIARIES, MIGRATIONS, Contents, Migration, newest, refuse_a_stranger
from people.backups.programs import program

TABLE: Final = re.compile(rb'COPY (?:\S+\.)?"?(\w+)"? \((.*)\) FROM stdin;\n')
END_OF_TABLE: Final = b"\\.\n"
NULL: Final = b"\\N"


def read_back(archive: Path) -> Contents:
    """Have pg_restore unpack every row of `archive`, and count them. Costs a few microseconds a row."""
    tally = _Tally()
    with program("pg_restore", "--data-only", "--file=-", str(archive), stdout=subprocess.PIPE) as reader:
        for line in reader.output:
            tally.hear(line)
        reader.wait()
    refuse_a_stranger(tally.rows, archive.name)
    return tally.contents()


class _Tally:
    """Hears the lines of an archive: of a table its columns, then a line a row, its values between tabs."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._epochs: dict[UUID, int] = {}
        self._migrations: set[Migration] = set()
        self._newest: datetime | None = None
        self._table = ""
        self._columns: tuple[str, ...] = ()

    def hear(self, line: bytes) -> None:
        if not self._table:
            self._begin(line)
        elif line == END_OF_TABLE:
            self._table = ""
        else:
            self.rows[self._table] += 1
            if self._table in (DIARIES, MIGRATIONS) or CHANGED in self._columns:
                self._note(dict(zip(self._columns, line.rstrip(b"\n").split(b"\t"), strict=True)))

    def contents(self) -> Contents:
        return Contents(self.rows, self._epochs, frozenset(self._migrations), self._newest)

    def _begin(self, line: bytes) -> None:
        if match := TABLE.fullmatch(line):
            self._table = match[1].decode()
            self._columns = tuple(name.strip('"') for name in match[2].decode().split(", "))
            self.rows[self._table] = 0

    def _note(self, row: dict[str, bytes]) -> None:
        if self._table == DIARIES:
            self._epochs[UUID(row["reference"].decode())] = int(row["epoch"])
        elif self._table == MIGRATIONS:
            self._migrations.add((row["app"].decode(), row["name"].decode()))
        elif row[CHANGED] != NULL:
            self._newest = newest([self._newest, row[CHANGED].decode()])
