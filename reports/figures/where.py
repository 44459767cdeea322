"""Box 6: two faces, before and now, and a small body when body sites were recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Any, Final

from diary.vocabulary import SITES
from reports.figures.face import (
    BODY_LEFT,
    HAIR_LEFT,
    LEFT_SHAPES,
    MIDDLE_SHAPES,
    NECK_LEFT,
    OUTLINE_HALF,
    Shape,
    body_shapes,
    face_shapes,
    mirrored,
)
from reports.figures.keys import Mark, draw_key, height_of_key
from reports.figures.sheet import HAIR, INK, SOFT, WHITE, Points, Sheet, smooth
from reports.records import Place
from reports.summary import PeriodSummary, Summary

CLASSES: Final = ((0.10, "#d5e6ea"), (0.25, "#98c1ca"), (0.50, "#4a8b9a"), (1.0, "#0f3f4b"))
FACE_HIGH: Final = 136.0
FACE_WIDE: Final = 100.0
BODY_HIGH: Final = 115.0
LABEL_MM: Final = 3.4
Shapes = Callable[[str, str], tuple[Shape, ...]]


def draw_where(sheet: Sheet, summary: Summary) -> None:
    """Draw the share of answered days for each area; a thick outline is an area recorded for the first time."""
    new = {one.place for one in summary.first_recorded}
    with_body = any(_on_body(area.place) for part in (summary.before, summary.now) if part for area in part.areas)
    room = sheet.width - (21.0 if with_body else 0.0)
    marks = _marks_of_the_key(sheet)
    foot = height_of_key(sheet, marks, x=0) + 0.4
    scale = min((sheet.height - foot - LABEL_MM) / FACE_HIGH, room / 2 / (FACE_WIDE + 28))
    centres = (room * 0.25, room * 0.75)
    for centre, label, part in zip(centres, ("before", "now"), (summary.before, summary.now), strict=True):
        words = sheet.say(label if part else "before_none")
        sheet.text(centre, 2.3, words, size=6.6, bold=label == "now", align="center")
        _face(sheet, part, new if label == "now" else set(), centre, scale)
    if with_body:
        _body(sheet, summary.now, new, foot)
    draw_key(sheet, marks, x=0)


def _on_body(place: Place) -> bool:
    site = SITES.get(place.site)
    return site is not None and site.part == "body"


def _face(sheet: Sheet, part: PeriodSummary | None, new: set[Place], centre: float, scale: float) -> None:
    def here(shape: Points) -> Points:
        return [(centre + x * scale, LABEL_MM + y * scale) for x, y in shape]

    outline = smooth([*OUTLINE_HALF, *mirrored(OUTLINE_HALF[::-1])[1:-1]])
    sheet.lines([here(NECK_LEFT), here(mirrored(NECK_LEFT))], colour=SOFT, width=0.6)
    sheet.shapes([here(outline)], fill=WHITE, line=SOFT, width=0.7)
    sheet.lines([here(HAIR_LEFT), here(mirrored(HAIR_LEFT))], colour=HAIR, width=0.5)
    shown = [site for site in LEFT_SHAPES if site != "tongue" or _has_tongue(part)]
    every = chain(
        (one for site in shown for one in (*face_shapes(site, "left"), *face_shapes(site, "right"))),
        MIDDLE_SHAPES.values(),
    )
    _areas(sheet, part, new, every, face_shapes, here, face_shapes("eyeball", "middle"))
    if _has_tongue(part):
        x, y = centre + 42 * scale, LABEL_MM + 114 * scale
        sheet.text(x, y, sheet.say("tongue"), size=4.6, colour=SOFT, align="center")
    for side, x in (("right", -49.0), ("left", 49.0)):
        letter = sheet.say(f"{side}_letter")
        sheet.text(centre + x * scale, LABEL_MM + 22 * scale, letter, size=7.5, bold=True, align="center")


def _has_tongue(part: PeriodSummary | None) -> bool:
    return part is not None and any(area.place.site == "tongue" for area in part.areas)


def _body(sheet: Sheet, part: PeriodSummary, new: set[Place], foot: float) -> None:
    centre = sheet.width - 9.5
    scale = (sheet.height - foot - LABEL_MM - 1) / BODY_HIGH

    def here(shape: Points) -> Points:
        return [(centre + x * scale, LABEL_MM + y * scale) for x, y in shape]

    sheet.text(centre, 2.3, sheet.say("body_now"), size=6.6, bold=True, align="center")
    head = smooth([(0, 0), (6, 1), (7.5, 7), (5, 14), (0, 16), (-5, 14), (-7.5, 7), (-6, 1)])
    sheet.shapes([here(head)], line=SOFT, width=0.5)
    every = (one for site in BODY_LEFT for one in body_shapes(site, "middle"))
    _areas(sheet, part, new, every, body_shapes, here)


def _areas(
    sheet: Sheet, part: PeriodSummary | None, new: set[Place], every: Iterable[Shape], shapes: Shapes,
    here: Callable[[Points], Points], features: Iterable[Shape] = (),
) -> None:  # fmt: skip
    sheet.shapes([here(smooth(shape)) for shape in every], fill=WHITE, line=HAIR, width=0.4)
    for limit, colour in CLASSES:
        chosen = [area.place for area in part.areas if _class(area.share) == limit] if part else []
        found = [here(smooth(one)) for place in chosen for one in shapes(place.site, place.side)]
        sheet.shapes(found, fill=colour, line=SOFT, width=0.4)
    sheet.shapes([here(smooth(one)) for one in features], line=SOFT, width=0.5)
    first = [here(smooth(one)) for place in sorted(new) for one in shapes(place.site, place.side)]
    sheet.shapes(first, line=INK, width=1.5 if features else 0.9)


def _class(share: float) -> float:
    return next(limit for limit, _ in CLASSES if share <= limit)


def _marks_of_the_key(sheet: Sheet) -> list[Mark]:
    say = sheet.say
    shades = zip(("10", "25", "50", "more"), (colour for _, colour in CLASSES), strict=True)
    return [
        Mark(0, say("share_key"), colour=SOFT),
        *(
            Mark(3.3, say(f"share_{label}"), partial(_square, sheet, fill=colour, line=SOFT, width=0.35))
            for label, colour in shades
        ),
        Mark(3.6, say("first_key"), partial(_square, sheet, line=INK, width=1.4)),
    ]


def _square(sheet: Sheet, x: float, y: float, **look: Any) -> None:
    sheet.bars([(x, y, 2.6, 2.4)], **look)
