"""What would become of a file, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from diary.imports.drafts import Fields, Reason
from diary.imports.options import Options
from diary.imports.settling import Need, Settled
from diary.imports.suggesting import Certainty, Meaning
from diary.imports.targets import Resource

Status = Literal["kept", "guessed", "waiting", "dropped"]
STATUSES: Final[tuple[Status, ...]] = ("kept", "guessed", "waiting", "dropped")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """
    One row of the file, by its number in a spreadsheet.

    `fields` are those of EpisodeFields, or of DayFields with the day in `date`; empty unless the row becomes a fact.
    `id` is the same for the same row in the same diary, whatever it is mapped to; None if the row is dropped.
    `merged_into` is the number of the row of the same date that carries what this one says.
    """

    number: int
    status: Status
    reasons: tuple[Reason, ...]
    id: UUID | None
    fields: Fields
    date: date | None = None
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """
    A column: what it means, how many cells have something in them, and the first few of those.

    `unread` are (cell, rows): what was not understood, the most frequent first; `values` of a mapping can answer it.
    """

    meaning: Meaning
    filled: int
    examples: tuple[str, ...]
    unread: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a file. It may be carried out once `needs` is empty; `facts` are then what to store."""

    resource: Resource
    resource_certainty: Certainty
    encoding: str
    encoding_is_guessed: bool
    delimiter: str
    options: Options
    settled: Settled
    columns: tuple[PlannedColumn, ...]
    needs: tuple[Need, ...]
    rows: tuple[PlannedRow, ...]

    @property
    def totals(self) -> dict[Status, int]:
        """How many rows there are of each status."""
        counted = Counter(row.status for row in self.rows)
        return {status: counted[status] for status in STATUSES}

    def facts(self) -> Iterator[PlannedRow]:
        """Yield the rows that become facts, in the order of the file."""
        return (row for row in self.rows if row.status in ("kept", "guessed") and row.merged_into is None)
