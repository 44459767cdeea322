"""Two rows for one date: a diary has one answer for a day, so they are joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from diary import vocabulary as v
from diary.imports.drafts import Context, Draft, composed, note_of


def merge_days(drafts: Iterable[Draft], context: Context) -> dict[int, int]:
    """
    Join the rows of each date into the first of them; return {number of a row: number of the row that it joined}.

    Where they differ the first stands, and the note says what the others said. A row that does not fit into the note
    any more is dropped.
    """
    days: dict[date, _Day] = {}
    merged: dict[int, int] = {}
    for draft in drafts:
        if draft.day is None or draft.dropped or draft.waits:
            continue
        if draft.day not in days:
            days[draft.day] = _Day(draft, context)
        elif days[draft.day].take(draft):
            merged[draft.row.number] = days[draft.day].first.row.number
    for day in days.values():
        day.write()
    return merged


class _Day:
    """The first row of a date and what the others add to it; its note grows piece by piece, each piece once."""

    def __init__(self, first: Draft, context: Context) -> None:
        self.first = first
        self._context = context
        self._texts = dict.fromkeys(first.texts(context))
        self._lines = dict.fromkeys(first.kept_lines(context))
        self._length = len(first.note) if first.note else -1  # the first piece has no line break before it

    def take(self, second: Draft) -> bool:
        """Join `second`; drop it and return False if the note would be too long."""
        differing = [name for name, value in second.fields.items() if self.first.fields.get(name, value) != value]
        for cell in (cell for name in differing for cell in second.sources[name] if cell):
            second.keep(cell, "contradicts_row")
        texts = [text for text in second.texts(self._context) if text not in self._texts]
        lines = [line for line in second.kept_lines(self._context) if line not in self._lines]
        length = self._length + sum(1 + len(piece) for piece in self._pieces(texts, lines))
        if length > v.NOTE_MAX:
            second.drop("note_too_long")
            return False
        self._length = length
        self._texts |= dict.fromkeys(texts)
        self._lines |= dict.fromkeys(lines)
        self.first.fields = second.fields | self.first.fields
        self.first.guess("same_date")
        if not differing:
            second.guess("same_date")
        return True

    def write(self) -> None:
        """Write the note of the first row."""
        self.first.note = note_of(self._texts, self._lines, self._context.names)

    def _pieces(self, texts: Iterable[str], lines: Iterable[tuple[int, str]]) -> Iterable[str]:
        # A line break composes with nothing, so the pieces are as long apart as they are together.
        names = self._context.names
        return (composed(piece) for piece in (*texts, *(f"{names[place]}: {text}" for place, text in lines)))
