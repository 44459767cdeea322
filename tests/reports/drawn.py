"""A drawing read back: what the real code drew where, in millimetres, and where a value stands by the axes' labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text

from reports.figures import ALONE, DRAWERS
from reports.figures.sheet import Sheet
from reports.summary import Summary
from reports.wording import say_in

SIZES: Final = {"completeness": (62.0, 18.0), **ALONE}
Point = tuple[float, float]
Reading = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One line or shape, its corners in mm from the top left corner; a colour is None where there is none."""

    points: tuple[Point, ...]
    closed: bool
    fill: str | None
    line: str | None
    width: float
    dashed: bool

    @property
    def xs(self) -> list[float]:
        return [x for x, _ in self.points]

    @property
    def ys(self) -> list[float]:
        return [y for _, y in self.points]

    @property
    def middle(self) -> float:
        return (min(self.xs) + max(self.xs)) / 2

    @property
    def is_upright(self) -> bool:
        return not self.closed and len({*self.xs}) == 1 < len(self.points)

    @property
    def is_level(self) -> bool:
        return not self.closed and len({*self.ys}) == 1 < len(self.points)

    @property
    def is_slanting(self) -> bool:
        return not self.closed and len(self.points) == 2 and not self.is_upright and not self.is_level


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x: float
    y: float
    align: str


class Drawing:
    """The figure `name` of a summary as lines, shapes and words."""

    def __init__(self, name: str, summary: Summary) -> None:
        self.sheet = Sheet(*SIZES[name], say_in("en"))
        DRAWERS[name](self.sheet, summary)
        artists: list[Any] = self.sheet.figure.artists
        self.marks = [mark for one in artists if isinstance(one, PathPatch) for mark in _marks(one)]
        self.words = [
            Word(one.get_text(), *one.get_position(), one.get_horizontalalignment())
            for one in artists
            if isinstance(one, Text)
        ]

    def word(self, name: str) -> Word:
        """Return where these words of the vocabulary stand."""
        return self._label(self.sheet.say(name))

    def level(self, text: str) -> float:
        """Return the height of the line beside a label of the axis."""
        label = self._label(text)
        return min((mark.ys[0] for mark in self.marks if mark.is_level), key=lambda y: abs(y - label.y))

    def height(self, unit: str = "") -> Reading:
        """Return where a value stands by the axis whose labels have this unit; beyond its end it stands at its end."""
        numbers = [one.text for one in self.words if one.align == "right" and re.fullmatch(rf"[\d.]+{unit}", one.text)]
        values = {_number(text): self.level(text) for text in numbers}
        highest, foot = max(values), values[0]
        return lambda value: foot + (values[highest] - foot) * min(value / highest, 1.0)

    def place(self, labels: Mapping[str, float]) -> Reading:
        """Return where a value stands along the axis, by two of its labels and what they stand for."""
        (start, low), (end, high) = ((self._label(text).x, value) for text, value in labels.items())
        return lambda value: start + (end - start) * (value - low) / (high - low)

    def _label(self, text: str) -> Word:
        return next(word for word in self.words if word.text == text)


def told(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return points without the last digits, in which two ways of reckoning differ."""
    return tuple((round(x, 6), round(y, 6)) for x, y in points)


def _number(text: str) -> float:
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def _marks(patch: Any) -> Iterable[Mark]:
    path = patch.get_path()
    starts = [n for n, code in enumerate(path.codes) if code == Path.MOVETO]
    for start, end in pairwise([*starts, len(path.codes)]):
        closed = path.codes[end - 1] == Path.CLOSEPOLY
        corners = path.vertices[start : end - closed]
        yield Mark(
            points=tuple((float(x), float(y)) for x, y in corners),
            closed=bool(closed),
            fill=to_hex(patch.get_facecolor()) if patch.get_fill() else None,
            line=to_hex(patch.get_edgecolor()) if patch.get_linewidth() else None,
            width=patch.get_linewidth(),
            dashed=patch.get_linestyle() != "solid",
        )
