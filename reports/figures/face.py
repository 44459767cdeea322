"""
Our own line drawing of a face and a body, with a shape for every site.

The face looks at the reader, so the person's right is on the left of the picture. Shapes are given for the person's
left (x grows to the right of the picture) and mirrored; "middle" shapes stand on the midline. Units: the face is
about 96 wide and 134 high.
"""

from __future__ import annotations

from typing import Final

Shape = tuple[tuple[float, float], ...]

OUTLINE_HALF: Final[Shape] = (
    (0, 2), (14, 3), (27, 10), (35, 24), (38, 42), (38, 60), (35.5, 78), (29, 96), (17, 111), (6, 116.5), (0, 117),
)  # fmt: skip
NECK_LEFT: Final[Shape] = ((23, 106), (22.5, 118), (25, 126), (38, 134))
HAIR_LEFT: Final[Shape] = ((0, 14), (16, 14.5), (28, 20), (35, 34), (37.6, 42))

LEFT_SHAPES: Final[dict[str, Shape]] = {
    "brow": ((6, 24), (16, 21), (28, 24), (30.5, 33), (26, 35.5), (16, 32.5), (6.5, 35.5)),
    "lid_upper": ((6.5, 46.5), (9, 42), (17, 38.3), (25, 41), (28, 46.5), (24, 44.4), (17, 43), (10.5, 44.4)),
    "eyeball": ((8, 47), (12, 44.9), (17, 44.1), (22.5, 45), (26.5, 47), (22.5, 49.4), (17, 50.3), (12, 49.4)),
    "lid_lower": ((6.5, 47.8), (11, 50.4), (17, 51.4), (23, 50.4), (28, 47.8), (26, 53.5), (17, 57.5), (9.5, 54)),
    "nose": ((1.2, 49), (4, 50), (5.6, 60), (9.2, 69), (8, 73.5), (1.2, 74.5)),
    "cheek": ((11.5, 61), (20, 60.5), (31.5, 55.5), (35, 64), (31, 78), (24.5, 81), (17, 76.5), (11.8, 70)),
    "ear": ((39.6, 43), (43.5, 40), (46.5, 44), (45.5, 55), (43, 64), (39.2, 62)),
    "jaw_muscle": ((35, 71), (36.3, 74), (33, 88), (27.5, 96.5), (22.5, 93), (25.5, 86)),
    "temple": ((33, 29), (35.8, 34), (37, 44), (36.5, 52), (32, 50), (32, 38)),
    "lip_upper": ((4.2, 82), (8.5, 83), (14.5, 87.2), (4.2, 87)),
    "mouth_corner": ((15.4, 83), (18.5, 81.5), (22, 87.5), (18.5, 93.5), (15.4, 92), (16.4, 87.6)),
    "lip_lower": ((4.2, 88), (14.5, 88.2), (9, 93.2), (4.2, 94.2)),
    "chin": ((5.2, 99), (13, 98), (17.5, 103), (11.5, 110.5), (5.2, 113.5)),
    "neck_front": ((6.8, 119.5), (14, 115.5), (21, 110.5), (20.8, 120), (23, 128), (24, 133.5), (6.8, 133.5)),
    "tongue": ((42.4, 116), (48, 117), (49, 127), (46.4, 132.5), (42.4, 133.5)),
}
MIDDLE_SHAPES: Final[dict[str, Shape]] = {
    "glabella": ((-4.6, 30), (4.6, 30), (4, 43.5), (-4, 43.5)),
    "lip_upper": ((-3.4, 82), (0, 83.4), (3.4, 82), (3.4, 87), (-3.4, 87)),
    "lip_lower": ((-3.4, 88), (3.4, 88), (3.4, 94.4), (-3.4, 94.4)),
    "chin": ((-4.4, 99), (4.4, 99), (4.4, 113.8), (-4.4, 113.8)),
    "throat": ((-5.4, 121), (5.4, 121), (4.4, 133), (-4.4, 133)),
}
TONGUE_MIDLINE: Final = 42.0  # the tongue stands beside the chin, with its own midline

BODY_LEFT: Final[dict[str, Shape]] = {
    "scalp": ((0.4, 1), (4.5, 1.6), (6.6, 5), (6.6, 7), (0.4, 5)),
    "neck_back": ((0.4, 16), (3, 16), (4, 20), (0.4, 20)),
    "shoulder": ((6, 20.4), (12, 21), (15, 25), (14, 28.5), (9, 26)),
    "upper_arm": ((11, 29), (15.2, 29.4), (16.4, 43), (12.8, 43)),
    "forearm": ((13, 44), (16.6, 44), (18.6, 57), (15.8, 57)),
    "hand": ((15.8, 58), (18.8, 58), (19.8, 63), (16.6, 63)),
    "thumb_base": ((13.6, 58), (15.2, 58), (15.6, 62), (14, 62)),
    "fingers": ((16.4, 64), (20, 64), (20, 69), (17, 69)),
    "chest": ((0.4, 21), (6, 21.4), (9.6, 28), (9.6, 34), (0.4, 34)),
    "abdomen": ((0.4, 35), (6.4, 35), (6.6, 50), (0.4, 50)),
    "back": ((7, 35), (9.4, 35), (9.4, 50), (7.2, 50)),
    "buttock": ((0.4, 51), (9.6, 51), (10.4, 58), (0.4, 58)),
    "thigh": ((1, 59), (10.4, 59), (9.4, 77), (2, 77)),
    "knee_above": ((2, 78), (9.2, 78), (8.8, 82.4), (2.2, 82.4)),
    "calf": ((5.9, 84), (8.6, 84), (8.8, 94), (6.9, 104), (5.9, 104)),
    "shin": ((2.4, 84), (5.2, 84), (5.2, 104), (3.4, 104), (2, 94)),
    "foot": ((3.2, 105), (7.2, 105), (9, 110), (3.4, 110)),
    "sole": ((3.4, 110.8), (8.4, 110.8), (8.4, 112.8), (3.4, 112.8)),
    "toes": ((9.2, 108), (11.4, 108.6), (11.4, 112.8), (9.2, 112.8)),
}
BODY_OUTLINE: Final[Shape] = ((-20, 0), (20, 0), (20, 113), (-20, 113))  # "all over" fills the frame


def face_shapes(site: str, side: str) -> tuple[Shape, ...]:
    """
    Return the shapes of a facial site on one side; none for a body site or an unknown side.

    A site without a middle shape shows "middle" on both halves.

    Examples
    --------
    >>> face_shapes("cheek", "left")[0][0], face_shapes("cheek", "right")[0][0]
    ((11.5, 61), (-11.5, 61))
    """
    if side == "middle" and site in MIDDLE_SHAPES:
        return (MIDDLE_SHAPES[site],)
    return _halves(LEFT_SHAPES.get(site), side, 2 * TONGUE_MIDLINE if site == "tongue" else 0.0)


def body_shapes(site: str, side: str) -> tuple[Shape, ...]:
    """Return the shapes of a body site on one side; none for a facial site or an unknown side."""
    if site == "widespread":
        return (BODY_OUTLINE,)
    return _halves(BODY_LEFT.get(site), side, 0.0)


def mirrored(shape: Shape, about: float = 0.0) -> Shape:
    """Return the shape of the other side; `about` is twice the midline."""
    return tuple((about - x, y) for x, y in shape)


def _halves(shape: Shape | None, side: str, about: float) -> tuple[Shape, ...]:
    if shape is None:
        return ()
    halves = {"left": (shape,), "right": (mirrored(shape, about),), "middle": (shape, mirrored(shape, about))}
    return halves.get(side, ())
