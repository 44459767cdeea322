"""A row while it is being planned: what it says so far, why it is not simply kept, what goes into its note."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from diary.imports.cells import UNREAD, Read, Reader
from diary.imports.options import Options
from diary.imports.reading import Row
from diary.imports.sentences import NEEDS, REASONS
from diary.imports.settling import Settled
from diary.imports.suggesting import Meaning, ReadWhen
from diary.imports.targets import Resource

Fields = dict[str, Any]

_NOT_UNDERSTOOD: Final = frozenset({UNREAD, "unknown_site", "both_sides"})


class Reason(NamedTuple):
    """Why a row is guessed, waiting or dropped; `column` is the name of the column that it is about, "" for the row."""

    code: str
    column: str = ""

    @property
    def detail(self) -> str:
        """The reason in plain words; of a row that waits, the question."""
        return REASONS.get(self.code) or NEEDS[self.code]


class Cell(NamedTuple):
    """A cell with something in it, trimmed, and what its column means."""

    meaning: Meaning
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """
    What holds for every row of a file.

    `readers` and `names` are those of the columns, in their order; `note_places` and `kept_places` the columns that
    go into the note as they are, and with their names.
    """

    resource: Resource
    settled: Settled
    options: Options
    now: datetime
    zone: ZoneInfo | None
    read_when: ReadWhen
    readers: tuple[Reader, ...]
    names: tuple[str, ...]
    note_places: tuple[int, ...]
    kept_places: tuple[int, ...]
    has_date_column: bool

    def read(self, cell: Cell) -> Read:
        """Return the value of a cell whose column is read by itself."""
        return self.readers[cell.meaning.place](cell.text)


@dataclass(slots=True)
class Draft:
    """
    What one row says so far.

    `day` is the date of a day row. `cells` are by the name of their target, those of which a row has one; `sources`
    are the cells behind each field, `unread` those that were not understood. `lines` are the (place, text) of cells
    that stand in the note though their columns do not. A row may be both waiting and guessed; one that is dropped is
    only that.
    """

    row: Row
    id: UUID
    day: date | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    sources: dict[str, tuple[Cell | None, ...]] = field(default_factory=dict)
    guesses: list[Reason] = field(default_factory=list)
    waits: list[Reason] = field(default_factory=list)
    dropped: Reason | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    note: str = ""

    def set(self, name: str, value: Any, *cells: Cell | None) -> None:
        """Say that the field `name` is `value`, because of these cells."""
        self.fields[name] = value
        self.sources[name] = cells

    def guess(self, code: str, cell: Cell | None = None) -> None:
        """Note that something was guessed, once for each column."""
        reason = Reason(code, cell.meaning.name if cell else "")
        if reason not in self.guesses:
            self.guesses.append(reason)

    def wait(self, code: str, cell: Cell | None = None) -> None:
        """Note that the row waits for the answer to a question."""
        self.waits.append(Reason(code, cell.meaning.name if cell else ""))

    def keep(self, cell: Cell, code: str) -> None:
        """Put the cell into the note with the name of its column, once, because of `code`."""
        line = (cell.meaning.place, cell.text)
        if line not in self.lines:
            self.lines.append(line)
        self.guess(code, cell)
        if code in _NOT_UNDERSTOOD:
            self.unread.append(cell)

    def drop(self, code: str, cell: Cell | None = None) -> None:
        """Leave the row out; the first reason stands."""
        self.dropped = self.dropped or Reason(code, cell.meaning.name if cell else "")

    def texts(self, context: Context) -> list[str]:
        """Return the texts of the note, in the order of their columns."""
        return [text for _, text in self._at(context.note_places)]

    def kept_lines(self, context: Context) -> list[tuple[int, str]]:
        """Return the (place, text) of each cell that stands in the note with the name of its column."""
        return [*self._at(context.kept_places), *self.lines]

    def _at(self, places: tuple[int, ...]) -> Iterator[tuple[int, str]]:
        cells = self.row.cells
        return ((place, text) for place in places if cells and (text := cells[place].strip()))


def note_of(texts: Iterable[str], lines: Iterable[tuple[int, str]], names: tuple[str, ...]) -> str:
    """Return the note of these texts and lines, in NFC; `names` are those of the columns."""
    return composed("\n".join([*texts, *(f"{names[place]}: {text}" for place, text in sorted(lines))]))


def composed(text: str) -> str:
    """Return `text` in NFC, as notes are counted."""
    return unicodedata.normalize("NFC", text)
