"""What a kind of database has to offer so that it can be backed up and restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from people.backups.contents import Contents
from people.errors import Refusal

Show = Callable[[int, int], None]  # steps done, of how many
EraseAgain = Callable[[frozenset[str]], None]


class Unfinished(Refusal):
    """The backup stands in the database's place, but its tables or erasures are not yet as they should be."""

    code = "unfinished"


@dataclass(frozen=True)
class Replaced:
    """
    What a restore left: the safety copy, the references' hashes to erase again, the migrations that were needed.

    `kept` is None where no database stood; without `erasures_known`, diaries erased since the backup are back.
    """

    kept: Path | None
    erased: frozenset[str]
    erasures_known: bool
    migrations: int


class Database(Protocol):
    """The functions of `people.backups.sqlite` and `people.backups.postgresql`; both say what they cost and refuse."""

    @property
    def SUFFIX(self) -> str: ...  # noqa: N802  (a module's constant)

    def copy(self, into: Path, show: Show, *, strict: bool) -> Contents: ...

    def standing(self) -> Contents | None: ...

    def admit(self, file: Path, folder: Path) -> tuple[Path, Contents]: ...

    def replace(
        self, prepared: Path, contents: Contents, *, now: datetime, keep: Callable[[], Path], erase_again: EraseAgain
    ) -> Replaced: ...
