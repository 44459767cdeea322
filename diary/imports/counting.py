"""What is counted while the rows pass: the ids of rows, and what the columns hold."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from diary.imports.drafts import Cell
from diary.imports.plans import PlannedColumn
from diary.imports.suggesting import Meaning
from diary.imports.targets import Resource

EXAMPLES_MAX: Final = 3
UNREAD_MAX: Final = 20  # different cells of a column that are told as not understood

Told = list[tuple[int, str]]  # the place and the trimmed text of each cell of a row with something in it


class RowIds:
    """
    Ids of rows: by what a row says, and how many rows before it say the same.

    What a row says is its named, non-empty cells. The order of the columns, the delimiter and the encoding do not
    matter, nor what the columns are mapped to; so the same file again has the same ids, and a row that stands there
    three times has three. In a table that a diary exported (`is_own`) a row keeps the id that it has, once.
    """

    def __init__(self, header: tuple[str, ...], diary: UUID, resource: Resource, *, is_own: bool = False) -> None:
        self._names = [unicodedata.normalize("NFC", name) for name in header]
        self._id_place = header.index("id") if is_own and "id" in header else None
        self._kept: set[UUID] = set()
        self._begin = [str(diary), resource]
        self._seen: Counter[bytes] = Counter()

    def next(self, told: Told) -> UUID:
        """Return the id of the next row: its own, or a UUID of version 4, its bits from SHA-256."""
        own = next((_identifier(text) for place, text in told if place == self._id_place), None)
        if own is not None and own not in self._kept:
            self._kept.add(own)
            return own
        content = sorted((self._names[place], unicodedata.normalize("NFC", text)) for place, text in told)
        digest = hashlib.sha256(json.dumps([self._begin, content]).encode()).digest()
        times = self._seen[digest]
        self._seen[digest] = times + 1
        return UUID(bytes=hashlib.sha256(digest + times.to_bytes(8, "big")).digest()[:16], version=4)


def _identifier(text: str) -> UUID | None:
    """Return the id that stands there as a diary writes it."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() and found.version in (4, 7) else None


class Tally:
    """How many cells of each column have something in them, the first few of those, and what was not understood."""

    def __init__(self, columns: int) -> None:
        self._filled = [0] * columns
        self._examples: list[list[str]] = [[] for _ in range(columns)]
        self._unread: list[Counter[str]] = [Counter() for _ in range(columns)]

    def count(self, told: Told) -> None:
        """Count the cells of one row."""
        for place, text in told:
            self._filled[place] += 1
            if len(self._examples[place]) < EXAMPLES_MAX and text not in self._examples[place]:
                self._examples[place].append(text)

    def count_unread(self, cells: Iterable[Cell]) -> None:
        """Count the cells of one row that were not understood."""
        for cell in cells:
            self._unread[cell.meaning.place][cell.text] += 1

    def columns(self, meanings: Iterable[Meaning]) -> tuple[PlannedColumn, ...]:
        """Return the columns with what was counted."""
        return tuple(
            PlannedColumn(
                meaning,
                self._filled[meaning.place],
                tuple(self._examples[meaning.place]),
                tuple(self._unread[meaning.place].most_common(UNREAD_MAX)),
            )
            for meaning in meanings
        )
