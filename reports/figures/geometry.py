"""Where everything stands on the page, in millimetres from the top left corner; the same for every diary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PAPERS: Final = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARGIN: Final = 10.0
GAP: Final = 2.2
HEADER: Final = 13.0
FOOTER: Final = 9.5
PADDING: Final = 2.2
TITLE: Final = 6.4  # from the top of a box to its content
NOTES: Final = {1: 9.6, 4: 6.2, 5: 7.0, 6: 9.6, 10: 4.4}  # kept under a figure or table
NOTES_LARGE: Final = {1: 20.0, 4: 7.4, 5: 9.6, 6: 13.0, 10: 6.0}
LARGE: Final = 1.4  # letters of the large print, against those of the one page
BESIDE: Final = 0.33  # share of box 7 for the weeks from the injection
BESIDE_GAP: Final = 5.0

Row = tuple[tuple[int, ...], float, float]  # its boxes, its height, and the share of its width for the first

ONE_PAGE: Final[tuple[tuple[Row, ...], ...]] = (
    (
        ((1, 2), 37.5, 0.345),
        ((3, 4), 44.5, 0.345),
        ((5, 6), 47.5, 0.5),
        ((7,), 39.5, 1.0),
        ((8,), 39.0, 1.0),
        ((9, 10), 37.5, 0.345),
    ),
)
TWO_PAGES: Final[tuple[tuple[Row, ...], ...]] = (
    (
        ((1, 2), 47.0, 0.36),
        ((3,), 26.0, 1.0),
        ((4,), 41.0, 1.0),
        ((5, 6), 50.0, 0.5),
    ),
    (
        ((7,), 44.0, 1.0),
        ((8,), 40.0, 1.0),
        ((9,), 24.0, 1.0),
        ((10,), 42.0, 1.0),
    ),
)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `x` and `y` are its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """
    The pages of one paper: header, footer and ten boxes, with what is kept under their figures for notes.

    `pages` says which boxes stand on which page.

    Lengths are those of the one page; the large print shows all of them `scale` times as long, on two.
    """

    paper: str
    scale: float
    width: float
    height: float
    header: Rect
    footer: Rect
    boxes: dict[int, Rect]
    notes: dict[int, float]
    pages: tuple[tuple[int, ...], ...]

    def slots(self, number: int, names: Sequence[str]) -> dict[str, Rect]:
        """Return where the figures of a box stand, one or two beside each other, from the corner of the box."""
        box = self.boxes[number]
        room = Rect(PADDING, TITLE, box.width - 2 * PADDING, box.height - TITLE - PADDING - self.notes.get(number, 0.0))
        if len(names) < 2:
            return dict.fromkeys(names, room)
        second = room.width * BESIDE
        first = room.width - second - BESIDE_GAP
        return {
            names[0]: Rect(room.x, room.y, first, room.height),
            names[1]: Rect(room.x + first + BESIDE_GAP, room.y, second, room.height),
        }


def layout(paper: str, *, large: bool = False) -> Layout:
    """
    Return the layout of "a4" or "letter", on one page or in large print on two.

    Examples
    --------
    >>> sorted(layout("a4").boxes) == list(range(1, 11))
    True
    >>> layout("a4", large=True).pages
    ((1, 2, 3, 4, 5, 6), (7, 8, 9, 10))
    """
    scale = LARGE if large else 1.0
    width, height = (side / scale for side in PAPERS[paper])
    margin, pages = MARGIN / scale, TWO_PAGES if large else ONE_PAGE
    inner, top, foot = width - 2 * margin, margin + HEADER + GAP, height - margin - FOOTER
    boxes: dict[int, Rect] = {}
    for rows in pages:
        boxes.update(_page(rows, Rect(margin, top, inner, foot - top)))
    return Layout(
        paper=paper,
        scale=scale,
        width=width,
        height=height,
        header=Rect(margin, margin, inner, HEADER),
        footer=Rect(margin, foot, inner, FOOTER),
        boxes=boxes,
        notes=NOTES_LARGE if large else NOTES,
        pages=tuple(tuple(number for numbers, _, _ in rows for number in numbers) for rows in pages),
    )


def _page(rows: Sequence[Row], room: Rect) -> dict[int, Rect]:
    """Return the boxes of a page, their rows scaled to its height."""
    free = room.height - GAP * len(rows)
    total = sum(height for _, height, _ in rows)
    boxes: dict[int, Rect] = {}
    top = room.y
    for numbers, height, share in rows:
        boxes.update(_row(numbers, Rect(room.x, top, room.width, free * height / total), share))
        top += free * height / total + GAP
    return boxes


def _row(numbers: Sequence[int], row: Rect, share: float) -> dict[int, Rect]:
    if len(numbers) == 1:
        return {numbers[0]: row}
    first = (row.width - GAP) * share
    return {
        numbers[0]: Rect(row.x, row.y, first, row.height),
        numbers[1]: Rect(row.x + first + GAP, row.y, row.width - GAP - first, row.height),
    }
