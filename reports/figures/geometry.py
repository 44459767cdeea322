"""Where everything stands on the page, in millimetres from the top left corner; the same for every diary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PAPERS: Final = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARGIN: Final = 10.0
GAP: Final = 2.2
HEADER: Final = 13.0
FOOTER: Final = 9.5
PADDING: Final = 2.2
TITLE: Final = 6.4  # from the top of a box to its content
NARROW: Final = 0.345  # share of the width for boxes 1 and 3
ROWS: Final = ((1, 2), (3, 4), (5, 6), (7,), (8,), (9, 10))
HEIGHTS: Final = (28.0, 47.5, 55.5, 45.0, 46.5, 21.0)  # scaled to the paper
NOTES: Final = {1: 8.6, 3: 0.0, 4: 6.2, 5: 7.0, 6: 9.6, 7: 0.0, 8: 0.0}  # kept under a figure or table


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `x` and `y` are its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """One paper with its header, ten boxes and footer."""

    paper: str
    width: float
    height: float
    header: Rect
    boxes: dict[int, Rect]
    footer: Rect

    def figure(self, number: int) -> tuple[float, float]:
        """Return width and height of the figure in a box."""
        box = self.boxes[number]
        return (box.width - 2 * PADDING, box.height - TITLE - PADDING - NOTES[number])


def layout(paper: str) -> Layout:
    """
    Return the layout of "a4" or "letter".

    Examples
    --------
    >>> sorted(layout("a4").boxes) == list(range(1, 11))
    True
    """
    width, height = PAPERS[paper]
    inner = width - 2 * MARGIN
    top = MARGIN + HEADER + GAP
    free = height - top - MARGIN - FOOTER - GAP * len(ROWS)
    boxes: dict[int, Rect] = {}
    for row, weight in zip(ROWS, HEIGHTS, strict=True):
        row_height = free * weight / sum(HEIGHTS)
        boxes.update(_row(row, top, inner, row_height))
        top += row_height + GAP
    return Layout(paper, width, height, Rect(MARGIN, MARGIN, inner, HEADER), boxes, Rect(MARGIN, top, inner, FOOTER))


def _row(numbers: tuple[int, ...], top: float, inner: float, height: float) -> dict[int, Rect]:
    if len(numbers) == 1:
        return {numbers[0]: Rect(MARGIN, top, inner, height)}
    first = (inner - GAP) * (NARROW if numbers[0] in (1, 3) else 0.5)
    return {
        numbers[0]: Rect(MARGIN, top, first, height),
        numbers[1]: Rect(MARGIN + first + GAP, top, inner - GAP - first, height),
    }
