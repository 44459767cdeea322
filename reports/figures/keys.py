"""What the marks of a drawing mean: marks with their words, in as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reports.figures.letters import width_mm
from reports.figures.sheet import INK, SMALL, Sheet

ROW_MM: Final = 3.6
GAP_MM: Final = 3.6
EDGE_MM: Final = 0.5  # at the right, where a machine sets a letter wider than its font says


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `draw` puts it at x and the top of its row, `width` is how far its words stand from x, in mm."""

    width: float
    words: str
    draw: Callable[[float, float], None] = lambda x, y: None
    colour: str = INK

    @property
    def total(self) -> float:
        """The width of the mark with its words."""
        return self.width + width_mm(self.words, SMALL)


def rows_of(marks: Sequence[Mark], width: float) -> list[list[Mark]]:
    """
    Return the marks in rows of at most `width` mm, in their order.

    Examples
    --------
    >>> [len(row) for row in rows_of([Mark(4, "no effect"), Mark(4, "noticed"), Mark(4, "new area")], 28)]
    [2, 1]
    """
    rows: list[list[Mark]] = []
    left = 0.0
    for mark in marks:
        total = mark.total
        if not rows or total > left:
            rows.append([])
            left = width
        rows[-1].append(mark)
        left -= total + GAP_MM
    return rows


def draw_key(sheet: Sheet, marks: Sequence[Mark], *, x: float) -> None:
    """Draw the marks at the foot of the sheet, from `x` on."""
    for mark, left, top in _placed(sheet, rows_of(marks, sheet.width - x - EDGE_MM), x):
        mark.draw(left, top)
        sheet.text(left + mark.width, top + 1.9, mark.words, colour=mark.colour)


def height_of_key(sheet: Sheet, marks: Sequence[Mark], *, x: float) -> float:
    """Return how many mm at the foot of the sheet the key takes."""
    return ROW_MM * len(rows_of(marks, sheet.width - x - EDGE_MM))


def _placed(sheet: Sheet, rows: Sequence[Sequence[Mark]], x: float) -> Iterator[tuple[Mark, float, float]]:
    for number, row in enumerate(rows):
        left, top = x, sheet.height - 2.7 - ROW_MM * (len(rows) - 1 - number)
        for mark in row:
            yield mark, left, top
            left += mark.total + GAP_MM
