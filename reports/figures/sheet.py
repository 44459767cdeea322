"""
A drawing in millimetres on a bare matplotlib `Figure`: one path per kind of mark, no Axes, no ticks.

Axes and tick objects are what makes a chart slow (1 ms a tick, 10 ms an Axes); the data are not.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from reports.figures.letters import FILES, FONTS, printable, runs, width_mm
from reports.wording import Say

MM_PER_INCH: Final = 25.4
POINTS_PER_MM: Final = 72 / MM_PER_INCH
INK: Final = "#17262d"
SOFT: Final = "#54646c"
HAIR: Final = "#ccd5d8"
PALE: Final = "#eef2f3"
ACCENT: Final = "#0d5565"
BAND: Final = "#bcd8dd"
WHITE: Final = "#ffffff"
SMALL: Final = 5.6  # points
HATCH_MM: Final = 1.1  # distance of two hatch lines along the edge
Points = Sequence[tuple[float, float]]
Bar = tuple[float, float, float, float]  # x, y, width, height

for _file in FILES.values():
    for _weight in ("Regular", "Bold"):
        fontManager.addfont(FONTS / f"{_file}-{_weight}.ttf")
# Real text in the shipped font, the same ids in every process, and no dropping of points.
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "twitch-profile", "path.simplify": False})


class Sheet:
    """
    A figure of `width` by `height` mm; y grows downwards, as on the page. `say` says its words.
    """

    def __init__(self, width: float, height: float, say: Say) -> None:
        self.width, self.height, self.say = width, height, say
        self.figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor="none")
        turned = Affine2D().scale(1 / MM_PER_INCH, -1 / MM_PER_INCH).translate(0, height / MM_PER_INCH)
        self._space = turned + self.figure.dpi_scale_trans

    def shapes(
        self, shapes: Iterable[Points], *, fill: str | None = None, line: str | None = None, width: float = 0.5
    ) -> None:
        """Draw closed shapes as one path; `width` of the outline in points."""
        self._draw(shapes, closed=True, fill=fill, line=line, width=width)

    def bars(
        self, bars: Iterable[Bar], *, fill: str | None = None, line: str | None = None, width: float = 0.5
    ) -> None:
        """Draw rectangles as one path."""
        corners = ([(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in bars)
        self.shapes(corners, fill=fill, line=line, width=width)

    def lines(
        self, lines: Iterable[Points], *, colour: str = INK, width: float = 0.5, dashes: Sequence[float] | None = None
    ) -> None:
        """Draw open lines as one path; `dashes` in multiples of the width."""
        self._draw(lines, closed=False, line=colour, width=width, dashes=dashes)

    def hatch(self, bars: Iterable[Bar], *, colour: str = SOFT, width: float = 0.35, step: float = HATCH_MM) -> None:
        """Draw diagonal lines within rectangles: the sign of "not known"."""
        self.lines((line for bar in bars for line in _diagonals(bar, step)), colour=colour, width=width)

    def dots(self, points: Iterable[tuple[float, float]], *, radius: float, fill: str, line: str | None = None) -> None:
        """Draw filled circles as one path."""
        turn = np.linspace(0, 2 * np.pi, 17)[:-1]
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
        self.shapes((ring + point for point in points), fill=fill, line=line, width=0.5)  # type: ignore[misc]

    def text(
        self, x: float, y: float, text: str, *, size: float = SMALL, colour: str = INK, align: str = "left",
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line; `y` is its baseline, `size` in points, `align` left, center or right."""
        weight = "Bold" if bold else "Regular"
        parts = runs(printable(text, marks=0))
        if len(parts) > 1:
            x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * sum(width_mm(p, size, weight) for _, p in parts)
            align = "left"
        for family, part in parts:
            font = FontProperties(family=family, weight="bold" if bold else "normal", size=size)
            line = Text(x, y, part, fontproperties=font, color=colour, ha=align, va="baseline", parse_math=False)
            line.set_transform(self._space)
            self.figure.add_artist(line)
            x += width_mm(part, size, weight)

    def svg(self) -> str:
        """Return the drawing; the same drawing gives the same bytes."""
        self._round()
        out = io.StringIO()
        FigureCanvasSVG(self.figure).print_svg(
            out, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
        return out.getvalue()

    def _round(self) -> None:
        """Round to hundredths of a point as the SVG has them: the rest, which nobody sees, is an eighth of the page."""
        for artist in self.figure.artists:
            if isinstance(artist, PathPatch):
                path = artist.get_path()
                path.vertices = np.round(np.asarray(path.vertices) * POINTS_PER_MM, 2) / POINTS_PER_MM

    def _draw(
        self, parts: Iterable[Points], *, closed: bool, fill: str | None = None, line: str | None = None,
        width: float = 0.5, dashes: Sequence[float] | None = None,
    ) -> None:  # fmt: skip
        path = _compound(parts, closed=closed)
        if path is None:
            return
        patch = PathPatch(path, facecolor=fill or "none", edgecolor=line or "none", linewidth=width if line else 0)
        patch.set(fill=bool(fill), joinstyle="round", capstyle="butt", transform=self._space)
        if dashes:
            patch.set_linestyle((0, tuple(dashes)))
        self.figure.add_artist(patch)


def smooth(points: Points, rounds: int = 2) -> list[tuple[float, float]]:
    """Return a closed shape with its corners cut off (Chaikin's algorithm)."""
    shape = np.asarray(points, dtype=float)
    for _ in range(rounds):
        following = np.roll(shape, -1, axis=0)
        shape = np.stack([0.75 * shape + 0.25 * following, 0.25 * shape + 0.75 * following], axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in shape]


def _compound(parts: Iterable[Points], *, closed: bool) -> Path | None:
    vertices: list[tuple[float, float]] = []
    codes: list[np.uint8] = []
    for part in parts:
        if len(part) == 0:
            continue
        vertices.extend((float(x), float(y)) for x, y in part)
        codes.extend([Path.MOVETO, *[Path.LINETO] * (len(part) - 1)])
        if closed:
            vertices.append(vertices[-1])
            codes.append(Path.CLOSEPOLY)
    return Path(np.array(vertices), codes) if vertices else None


def _diagonals(bar: Bar, step: float) -> Iterable[list[tuple[float, float]]]:
    x, y, width, height = bar
    first = int(np.ceil((x + y) / step))  # lines x + y = k * step, so that neighbours continue each other
    for k in range(first, int((x + y + width + height) / step) + 1):
        total = k * step
        low, high = max(x, total - y - height), min(x + width, total - y)
        if high > low:
            yield [(low, total - low), (high, total - high)]
