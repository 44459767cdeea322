"""Bell's palsy and what may follow one months later: synkinesis, bound to movement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor, log
from random import Random
from typing import Final

from diary.vocabulary import CHECK_TASKS, codes
from reports.simulate import chance as law
from reports.simulate.person import Complaint, Odds, Place, StoryEvent, Strand, Weakness
from reports.simulate.profiles import PEOPLE, PROFILES
from reports.simulate.story import ANY_TIME, CANNOT_HOLD, DAYTIME, NO_URGE, Story, age_years, side_of

BELLS: Final = PROFILES["bells"]
SYNKINESIS: Final = PROFILES["synkinesis"]
TEN_YEARS: Final = 3650  # days
HOURS_A_DAY: Final = 24
# Degrees at the nadir, House-Brackmann III to VI, with their weights: assumption.
NADIR: Final = ((0.4, 0.3), (0.6, 0.3), (0.8, 0.25), (1.0, 0.15))
EYE_STAYS_OPEN: Final = 0.6  # House and Brackmann 1985: the eye does not close from grade IV on

MINOR: Final = Strand(
    places=(),
    mean_per_day=BELLS["mean_per_day"],
    duration_s=4,
    duration_sigma=0.7,
    hours=ANY_TIME,
    intensity=((0, 0.5), (1, 0.4), (2, 0.1)),
    during=(("rest", 0.8), (None, 0.2)),
    rhythm=(("single", 0.5), ("ripple", 0.3), ("unsure", 0.2)),
    suppressible=CANNOT_HOLD,
    urge=NO_URGE,
)
BOUND: Final = replace(
    MINOR,
    duration_s=2,
    duration_sigma=0.4,
    hours=DAYTIME,
    intensity=((1, 0.4), (2, 0.5), (3, 0.1)),
    rhythm=(("single", 0.4), ("sustained", 0.4), (None, 0.2)),
    suppressible=((None, 0.8), ("unsure", 0.1), ("no", 0.1)),
)
# The movement, when it is made, and the site that moves with it: mouth with eye, and eye with mouth.
WITH: Final[tuple[tuple[str, Odds, str], ...]] = (
    ("smile", (("posed_smile", 0.4), ("speech", 0.2), ("movement", 0.4)), "lid_lower"),
    ("blink", (("movement", 1.0),), "mouth_corner"),
)


@dataclass(frozen=True, slots=True)
class Palsy:
    """One palsy: its course, what is felt with it, the twitch that comes and goes with it, and its event."""

    weakness: Weakness
    complaints: tuple[Complaint, ...]
    strand: Strand
    event: StoryEvent


def bells(chance: Random, days: int) -> Story:
    """Draw somebody with a palsy early in the diary, and rarely another."""
    onset = chance.uniform(-BELLS["begins_before"], min(PEOPLE["begins_within"].value, days / 2))
    palsies = tuple(_palsy(chance, day) for day in _onsets(chance, onset, days))
    return Story(
        age_years=age_years(chance),
        strands=tuple(one.strand for one in palsies),
        events=tuple(one.event for one in palsies),
        weaknesses=tuple(one.weakness for one in palsies),
        complaints=tuple(complaint for one in palsies for complaint in one.complaints),
    )


def _onsets(chance: Random, onset: float, days: int) -> Iterator[float]:
    """Yield the first palsy and those that come again: as likely on any day, the share in ten years as published."""
    a_day = -log(1 - BELLS["recurs"]) / TEN_YEARS
    while onset < days:
        yield onset
        onset += chance.expovariate(a_day)


def _palsy(chance: Random, onset: float) -> Palsy:
    side = side_of(chance)
    weakness = _course(chance, onset, side)
    first = floor(onset)
    sites = tuple(((Place(site, side),), share) for site, share in BELLS.sites)
    return Palsy(
        weakness=weakness,
        complaints=tuple(_complaints(chance, weakness)),
        strand=replace(MINOR, places=sites, first_day=first, last_day=first + round(BELLS["twitches_for"])),
        event=StoryEvent(
            day=first,
            kind="palsy",
            action="single",
            name="Facial palsy",
            side=side,
            told_on=floor(weakness.points[1][0]) + 1,  # when it is plain what it is
        ),
    )


def _course(chance: Random, onset: float, side: str) -> Weakness:
    depth = law.pick(chance, NADIR)
    recovers = chance.random() < chance.uniform(BELLS["recovers_min"], BELLS["recovers_max"])
    left_over = 0.0 if recovers else chance.uniform(BELLS["left_over_min"], min(BELLS["left_over_max"], depth))
    nadir = onset + chance.uniform(BELLS["nadir_hours_min"], BELLS["nadir_hours_max"]) / HOURS_A_DAY
    better = nadir + chance.uniform(BELLS["better_from_min"], BELLS["better_from_max"])
    over = better + chance.uniform(BELLS["better_over_min"], BELLS["better_over_max"])
    points = ((onset, 0.0), (nadir, depth), (better, depth), (over, left_over))
    return Weakness(side=side, tasks=codes(CHECK_TASKS), points=points)


def _complaints(chance: Random, weakness: Weakness) -> Iterator[Complaint]:
    (onset, _), (nadir, depth), (better, _), (over, left_over) = weakness.points
    of_the_face = Complaint(
        code="face_droop", first=onset, last=None if left_over else over, side=weakness.side,
        onset_speed="hours_to_3_days",
    )  # fmt: skip
    yield of_the_face
    if depth >= EYE_STAYS_OPEN:
        yield replace(of_the_face, code="eye_not_closing", first=nadir, last=better)
    for code in ("ear_pain", "dry_eye", "taste_changed"):
        if chance.random() < BELLS[code]:
            yield replace(of_the_face, code=code, last=onset + BELLS["complains_for"])


def synkinesis(chance: Random, days: int) -> Story:
    """Draw somebody in whom two muscles move together, months after a palsy of that side."""
    onset = chance.randint(-round(PEOPLE["twitches_before"].value), round(SYNKINESIS["begins_within"]))
    palsy = onset - round(chance.uniform(SYNKINESIS["onset_days_min"], SYNKINESIS["onset_days_max"]))
    side = side_of(chance)
    is_weak = chance.random() < SYNKINESIS["weak_for_long"]
    return Story(
        age_years=age_years(chance),
        strands=tuple(one for way in WITH for one in _growing(way, side, onset, palsy, days)),
        events=(StoryEvent(day=palsy, kind="palsy", action="single", name="Facial palsy", side=side),),
        long_standing_weakness=(Place("mouth_corner", side),) if is_weak else (),
    )


def _growing(way: tuple[str, Odds, str], side: str, onset: int, palsy: int, days: int) -> Iterator[Strand]:
    """Yield one co-contraction as it begins, grows from 6 to 12 months after the palsy, and stays."""
    movement, during, site = way
    grows, grown = (palsy + round(SYNKINESIS[name]) for name in ("grows_from", "grows_until"))
    grows = max(grows, onset)
    mean = SYNKINESIS["mean_per_day"] * dict(SYNKINESIS.sites)[site]
    strand = replace(BOUND, places=(((Place(site, side),), 1.0),), mean_per_day=mean, movement=movement, during=during)
    growth = SYNKINESIS["growth"]
    if onset < grows:
        yield replace(strand, first_day=onset, last_day=grows - 1)
    yield replace(strand, first_day=grows, last_day=grown - 1, growth=growth)
    if grown < days:
        yield replace(strand, first_day=grown, mean_per_day=mean * growth)
