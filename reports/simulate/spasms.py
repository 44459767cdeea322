"""Hemifacial spasm, typical and atypical: one side of the face, zone by zone, more of it at every stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import log
from random import Random
from typing import Final

from diary.vocabulary import CHECK_TASKS, SITES, codes
from reports.simulate import chance as law
from reports.simulate.person import Complaint, Place, Strand, Weakness
from reports.simulate.profiles import ATYPICAL, PROFILES
from reports.simulate.story import ANY_TIME, CANNOT_HOLD, NIGHT, NO_URGE, Places, Story, age_years, side_of

HFS: Final = PROFILES["hfs"]
LAST_STAGE: Final = 3
DAYS_A_YEAR: Final = 365
OLDEST_YEARS: Final = 95.0  # assumption: the log-normal times have long tails
Stages = tuple[tuple[str, ...], ...]  # the sites that join at each stage

# The order of the zones after the first; "" is the first site itself. Upward from the mouth: Ryu 1998.
ORDER: Final[dict[str | None, Stages]] = {
    "EYE": (("",), ("cheek",), ("mouth_corner",), ("chin",)),
    "MID": (("",), ("lid_lower",), ("mouth_corner",), ("chin",)),
    "MOUTH": (("",), ("cheek",), ("lid_lower",), ("chin",)),
}
AT_ONCE: Final[Stages] = (("lid_lower", "mouth_corner"), ("cheek",), ("chin",))

# Assumptions: brief clonic runs at first, later longer ones and stronger.
SPASM: Final = Strand(
    places=(),
    mean_per_day=0.0,
    duration_s=4,
    duration_sigma=0.8,
    hours=ANY_TIME,
    intensity=((0, 0.05), (1, 0.45), (2, 0.4), (3, 0.1)),
    during=(("rest", 0.3), ("speech", 0.2), ("eating", 0.1), ("screen", 0.15), ("driving", 0.01), (None, 0.24)),
    rhythm=(("cluster", 0.7), ("rhythmic", 0.2), ("unsure", 0.1)),
    suppressible=CANNOT_HOLD,
    urge=NO_URGE,
    clusters=0.2,
    treated=True,
)
LATE: Final = replace(
    SPASM,
    duration_s=10,
    intensity=((1, 0.2), (2, 0.45), (3, 0.32), (4, 0.03)),
    rhythm=(("cluster", 0.5), ("sustained", 0.4), ("rhythmic", 0.1)),
)
LATE_FROM: Final = 2  # stage


@dataclass(frozen=True, slots=True)
class Spread:
    """The stages with the day on which each begins; a stage that never comes has none."""

    stages: Stages
    begins: tuple[int, ...]


def hfs(chance: Random, days: int) -> Story:
    """Draw somebody with primary hemifacial spasm."""
    side, site = side_of(chance, HFS["left"]), law.pick(chance, HFS.sites)
    stages = tuple(tuple(one or site for one in joining) for joining in ORDER[SITES[site].zone])
    spread = _spread(chance, stages, days)
    return _story(chance, spread, side, days, age_at_onset=age_years(chance, HFS.numbers))


def hfs_atypical(chance: Random, days: int) -> Story:
    """Draw somebody whose spasm begins at the mouth, or above and below on one day: young, and often numb or weak."""
    side = side_of(chance, HFS["left"])
    from_mouth = tuple(tuple(one or "mouth_corner" for one in joining) for joining in ORDER["MOUTH"])
    stages = from_mouth if chance.random() < ATYPICAL["mouth_first"].value else AT_ONCE
    spread = _spread(chance, stages, days)
    story = _story(chance, spread, side, days, age_at_onset=age_years(chance, ATYPICAL))
    onset = spread.begins[0]
    return replace(
        story,
        complaints=tuple(_complaints(chance, side, onset)),
        weaknesses=(_weak(side, onset),) if chance.random() < ATYPICAL["weak"].value else (),
    )


def _complaints(chance: Random, side: str, onset: int) -> Iterator[Complaint]:
    for code, name in (("face_numb", "numb"), ("hearing_loss", "hearing_loss")):
        if chance.random() < ATYPICAL[name].value:
            yield Complaint(code=code, first=onset, side=side, onset_speed="slower")


def _weak(side: str, onset: int) -> Weakness:
    points = ((onset, 0.0), (onset + DAYS_A_YEAR, ATYPICAL["weak_degree"].value))
    return Weakness(side=side, tasks=codes(CHECK_TASKS), points=points)


def _spread(chance: Random, stages: Stages, days: int) -> Spread:
    gaps = _gaps(chance, len(stages))
    onset = _onset(chance, gaps, days)
    return Spread(stages, tuple(accumulate(gaps, initial=onset)))


def _gaps(chance: Random, stages: int) -> tuple[int, ...]:
    """Return the days from each stage to the next; none where it stays in its first zone."""
    if chance.random() >= HFS["spreads"]:
        return ()
    is_fast = chance.random() < HFS["fast_share"]
    first = ("fast_median", "fast_sigma") if is_fast else ("eye_to_cheek_median", "eye_to_cheek_sigma")
    laws = (
        first,
        ("cheek_to_mouth_median", "cheek_to_mouth_sigma"),
        ("mouth_to_chin_median", "mouth_to_chin_sigma"),
    )
    return tuple(max(1, round(law.lognormal(chance, HFS[median], HFS[sigma]))) for median, sigma in laws[: stages - 1])


def _onset(chance: Random, gaps: tuple[int, ...], days: int) -> int:
    """Return the day of the first twitch, at the latest the diary's first; nobody begins a diary before it twitches."""
    if gaps and chance.random() < HFS["begins_before_spread"]:
        return min(0, round(chance.uniform(0.1, 0.9) * days) - gaps[0])
    return -max(1, round(law.lognormal(chance, HFS["delay_median"], HFS["delay_sigma"])))


def _story(chance: Random, spread: Spread, side: str, days: int, *, age_at_onset: float) -> Story:
    responds = chance.random() < HFS["stress_responders"]
    return Story(
        age_years=min(OLDEST_YEARS, age_at_onset - spread.begins[0] / DAYS_A_YEAR),
        sex="female" if chance.random() < HFS["women"] else "male",
        stress_effect=log(HFS["stress_ratio"]) if responds else 0.0,
        strands=tuple(
            one for stage, day in enumerate(spread.begins) if day < days for one in _stage(spread, stage, side)
        ),
    )


def _stage(spread: Spread, stage: int, side: str) -> Iterator[Strand]:
    """Yield what happens awake and asleep from one stage's beginning to the next one's."""
    is_last = stage + 1 == len(spread.begins)
    step = HFS["mean_per_day_last"] / HFS["mean_per_day"]
    mean = HFS["mean_per_day"] * step ** (stage / LAST_STAGE)
    strand = replace(
        LATE if stage >= LATE_FROM else SPASM,
        places=_places(spread.stages[: stage + 1], side),
        mean_per_day=mean * (1 - HFS["sleep_share"]),
        first_day=spread.begins[stage],
        last_day=None if is_last else spread.begins[stage + 1] - 1,
        growth=1.0 if is_last else step ** (1 / LAST_STAGE),
    )
    yield strand
    yield replace(
        strand,
        mean_per_day=mean * HFS["sleep_share"],
        hours=NIGHT,
        during=(("sleep", 1.0),),
        suppressible=((None, 1.0),),
        observed_by=(("other", 0.4), ("self", 0.5), ("video", 0.1)),
        asleep=True,
    )


def _places(joined: Stages, side: str) -> Places:
    """Return the places with their weights: all that joined together, all but the newest, the first alone."""
    every, earlier, first = (
        tuple(Place(site, side) for joining in stages for site in joining)
        for stages in (joined, joined[:-1] or joined, joined[:1])
    )
    return ((every, HFS["together"]), (earlier, (1 - HFS["together"]) / 2), (first, (1 - HFS["together"]) / 2))
