"""What lowers a same-day rule to soon. A suppressor never hides a rule and never touches an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diary import vocabulary as v
from reports.flags import thresholds as t
from reports.flags.predicates import ALWAYS, NEVER, Predicate, answer, event, named

Sites = tuple[str, ...]
LOWERED: Final = {"from": "same_day", "to": "soon", "urgency": "within_days"}

_LIDS: Final = ("lid_upper", "lid_lower")
_LOWER_FACE: Final = ("cheek", "lip_upper", "mouth_corner", "lip_lower", "chin")
FACE_MUSCLES: Final[dict[str, Sites]] = {
    "brow": ("brow", "glabella"),
    "eye_closure": _LIDS,
    "smile": ("cheek", "lip_upper", "mouth_corner"),
    "pucker": ("lip_upper", "mouth_corner", "lip_lower"),
    "cheeks": ("cheek", "mouth_corner"),
    "face_droop": _LOWER_FACE,
    "eye_not_closing": _LIDS,
}
BOTH_SIDES_MUSCLES: Final[dict[str, Sites]] = {"bilateral_face_weak": ("brow", *_LIDS, *_LOWER_FACE)}
LIMB_MUSCLES: Final[dict[str, Sites]] = {
    "arm_weak": ("shoulder", "upper_arm", "forearm", "hand", "thumb_base", "fingers"),
    "leg_weak": ("buttock", "thigh", "knee_above", "calf", "shin", "foot", "sole", "toes"),
}
IMPLIED_SIDES: Final = {"bilateral_face_weak": "both_together"}  # the code says it; nobody asks for its side


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressor:
    """
    Something recorded that accounts for a weakness.

    It applies where `when` holds and `covers` accounts for all that the rule fired by, and for all that `explains`
    holds by. `covers` gives the sites of each answer and task. Where `places` are given (those of events, or of the
    baseline), each side of each answer and task needs one of them in its sites; a side that was not said has none.
    """

    id: str
    when: Predicate
    explains: Predicate
    places: Predicate | None
    covers: dict[str, Sites]


def _with_neighbours(sites: Sites) -> Sites:
    """Return `sites` and those adjacent to them, in the vocabulary's order."""
    near = {*sites, *(other for site in sites for other in v.SITES[site].neighbours)}
    return tuple(code for code in v.SITES if code in near)


SUPPRESSORS: Final = (
    Suppressor(
        id="toxin_nearby",
        when=ALWAYS,
        explains=named("weakness_anywhere"),
        places=event("toxin", t.TOXIN_NEARBY_DAYS),
        covers={code: _with_neighbours(sites) for code, sites in (FACE_MUSCLES | BOTH_SIDES_MUSCLES).items()},
    ),
    Suppressor(
        id="dental_anaesthetic",
        when=answer("dental_anaesthetic_today"),
        explains=named("weakness_anywhere"),
        places=None,
        covers=FACE_MUSCLES,
    ),
    Suppressor(
        id="long_standing",
        when=ALWAYS,
        explains=NEVER,
        places={"baseline": "long_standing_weakness"},
        covers=FACE_MUSCLES | BOTH_SIDES_MUSCLES | LIMB_MUSCLES,
    ),
)
