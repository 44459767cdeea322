"""The other conditions: eyelid, ripple, wandering fasciculation, tic, fasciculation with weakness, and noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import log
from random import Random
from typing import Final

from diary.vocabulary import CONTEXTS, RHYTHMS, codes
from reports.simulate import chance as law
from reports.simulate.person import Complaint, Hours, Loss, Odds, Strand, Weakness
from reports.simulate.profiles import PEOPLE, PROFILES
from reports.simulate.story import (
    ANY_TIME,
    CANNOT_HOLD,
    EVENING,
    NO_URGE,
    Places,
    Story,
    age_years,
    asked,
    day_before,
    drawn_places,
    place,
    side_of,
)  # fmt: skip

LID: Final = PROFILES["benign_lid"]
RIPPLE: Final = PROFILES["myokymia_ms"]
WANDERING: Final = PROFILES["bfs"]
TIC: Final = PROFILES["tic"]
MND: Final = PROFILES["mnd"]
NOISE: Final = PROFILES["noise"]
DAYS_A_YEAR: Final = 365
BOTH_SIDES: Final = ("left", "right")

# Assumptions: how one twitch of each condition looks in the diary.
FINE: Final = Strand(
    places=(),
    mean_per_day=0.0,
    duration_s=15,
    duration_sigma=1.0,
    hours=ANY_TIME,
    intensity=((0, 0.45), (1, 0.45), (2, 0.1)),
    during=(("rest", 0.45), ("screen", 0.4), (None, 0.15)),
    rhythm=(("ripple", 0.6), ("vibration", 0.25), ("cluster", 0.1), ("unsure", 0.05)),
    suppressible=CANNOT_HOLD,
    urge=NO_URGE,
    clusters=0.1,
)
CONSTANT: Final = replace(
    FINE,
    duration_s=3600,
    duration_sigma=0.7,
    intensity=((0, 0.1), (1, 0.6), (2, 0.3)),
    during=(("rest", 0.5), ("speech", 0.15), (None, 0.35)),
    rhythm=(("ripple", 0.95), ("unsure", 0.05)),
    clusters=0.0,
    unbroken=True,
)
FLICK: Final = replace(
    FINE,
    duration_s=3,
    hours=EVENING,
    intensity=((0, 0.5), (1, 0.4), (2, 0.1)),
    during=(("rest", 0.95), (None, 0.05)),
    rhythm=(("single", 0.7), ("cluster", 0.3)),
    suppressible=((None, 0.8), ("no", 0.15), ("unsure", 0.05)),
    sensations=(("cramp", 0.05), ("tingling", 0.05)),
    clusters=0.3,
)
PERSISTENT: Final = replace(
    FLICK,
    hours=ANY_TIME,
    during=(("rest", 0.7), (None, 0.3)),
    rhythm=(("single", 0.3), ("cluster", 0.5), ("ripple", 0.2)),
    sensations=(("cramp", 0.1),),
)
HELD_BACK: Final = replace(
    FINE,
    duration_s=1,
    duration_sigma=0.4,
    intensity=((1, 0.3), (2, 0.6), (3, 0.1)),
    during=(("rest", 0.3), ("screen", 0.3), ("speech", 0.1), (None, 0.3)),
    rhythm=(("single", 0.4), ("cluster", 0.6)),
    suppressible=asked(
        ("yes", TIC["suppressible"]), ("no", (1 - TIC["suppressible"]) / 2), ("unsure", (1 - TIC["suppressible"]) / 2)
    ),
    urge=asked(("yes", TIC["urge"]), ("no", (1 - TIC["urge"]) / 2), ("unsure", (1 - TIC["urge"]) / 2)),
    clusters=0.4,
)


def _any_of(chosen: tuple[str, ...]) -> Odds:
    return tuple((code, 1.0) for code in chosen)


RANDOM: Final = replace(
    FINE,
    mean_per_day=NOISE["mean_per_day"],
    duration_s=20,
    duration_sigma=2.0,
    hours=(Hours(12.0, 12.0),),
    intensity=tuple((level, 1.0) for level in range(5)),
    during=_any_of(codes(CONTEXTS)),
    rhythm=_any_of(codes(RHYTHMS)),
    suppressible=_any_of(("yes", "no", "unsure")),
    urge=_any_of(("yes", "no", "unsure")),
)


def _sided(sites: tuple[tuple[str, float], ...], sides: tuple[str, ...]) -> Places:
    """Return each site alone on each of the sides, as likely on every one."""
    return tuple(((place(site, side),), share / len(sides)) for site, share in sites for side in sides)


def benign_lid(chance: Random, days: int) -> Story:
    """Draw somebody with one eyelid that twitches in bouts."""
    lid = place(law.pick(chance, LID.sites), side_of(chance))
    strand = replace(
        FINE,
        places=(((lid,), 1.0),),
        mean_per_day=LID["mean_per_day"],
        first_day=day_before(chance),
        bout=(LID["bout_days"], LID["pause_days"]),
    )
    return Story(age_years=age_years(chance), strands=(strand,))


def myokymia_ms(chance: Random, days: int) -> Story:
    """Draw somebody with a ripple that does not stop, spreads within weeks, and is gone after some more."""
    begins = chance.randint(-round(RIPPLE["begins_before"]), min(round(PEOPLE["begins_within"].value), days // 2))
    side, first = side_of(chance), law.pick(chance, RIPPLE.sites)
    second = next(site for site, _ in RIPPLE.sites if site != first)
    ends = begins + round(chance.uniform(RIPPLE["resolves_days_min"], RIPPLE["resolves_days_max"]))
    spreads = begins + round(chance.uniform(RIPPLE["spread_days_min"], RIPPLE["spread_days_max"]))
    spreads = min(spreads, ends - 1)
    alone = replace(CONSTANT, places=(((place(first, side),), 1.0),), mean_per_day=RIPPLE["mean_per_day"])
    together = replace(alone, places=(((place(first, side), place(second, side)), 1.0),))
    return Story(
        age_years=age_years(chance, RIPPLE.numbers),
        strands=(
            replace(alone, first_day=begins, last_day=spreads - 1),
            replace(together, first_day=spreads, last_day=ends - 1),
        ),
    )


def bfs(chance: Random, days: int) -> Story:
    """Draw somebody whose twitches wander over the body, and mostly stay for years."""
    places = _sided(WANDERING.sites, BOTH_SIDES)
    stops = round(chance.expovariate(-log(WANDERING["persists"]) / DAYS_A_YEAR))
    strand = replace(
        FLICK,
        places=places,
        mean_per_day=WANDERING["mean_per_day"],
        first_day=day_before(chance),
        last_day=stops if stops < days else None,
        jumps=WANDERING["jumps"],
    )
    number = round(WANDERING["strands"])
    return Story(
        age_years=age_years(chance),
        strands=(strand,) * number,
        declared=drawn_places(chance, places, 2 * number),
    )


def tic(chance: Random, days: int) -> Story:
    """Draw somebody with a tic: held back for a while, with an urge, waxing and waning, now here, now there."""
    side = side_of(chance)
    sides = {"lid_upper": "both_together", "brow": "both_together"}
    places = tuple(((place(site, sides.get(site, side)),), share) for site, share in TIC.sites)
    strand = replace(
        HELD_BACK,
        places=places,
        mean_per_day=TIC["mean_per_day"],
        first_day=day_before(chance),
        bout=(TIC["waxes_days"], TIC["wanes_days"]),
        jumps=TIC["jumps"],
    )
    return Story(
        age_years=age_years(chance, TIC.numbers),
        strands=(strand,),
        declared=drawn_places(chance, places, 1),
    )


# Where else the same region twitches, and the tasks that are lost, in this order: assumptions.
NEAR: Final = {"hand": "thumb_base", "shin": "calf", "tongue": "tongue"}
LOST: Final = {
    "hand": ("turn_key", "zip_button", "open_jar"),
    "shin": ("stand_on_heels", "foot_drags", "climb_stairs"),
    "tongue": ("whistle", "drink_straw"),
}
THIN_AFTER: Final = 60  # assumption: days from the first loss until a muscle looks thinner
CHOKES_AFTER: Final = 150  # assumption: days from the first loss until swallowing suffers


def mnd(chance: Random, days: int) -> Story:
    """Draw somebody with a twitch that stays in one region, where tasks are lost one after another."""
    begins = chance.randint(
        -round(PEOPLE["twitches_before"].value), min(round(PEOPLE["begins_within"].value), days // 2)
    )
    site, side = law.pick(chance, MND.sites), side_of(chance)
    weak = begins + round(chance.uniform(MND["weak_after_min"], MND["weak_after_max"]))
    strand = replace(
        PERSISTENT,
        places=(((place(site, side),), 0.7), ((place(NEAR[site], side),), 0.3)),
        mean_per_day=MND["mean_per_day"],
        first_day=begins,
    )
    return Story(
        age_years=age_years(chance, MND.numbers),
        strands=(strand,),
        losses=tuple(_losses(site, weak)),
        complaints=tuple(_worse(site, side, weak)),
        weaknesses=(_bulbar(weak),) if site == "tongue" else (),
    )


def _losses(site: str, weak: int) -> Iterator[Loss]:
    """Yield the tasks as they are lost, evenly apart: strength declines in a straight line."""
    tasks = LOST[site]
    for n, task in enumerate(tasks):
        yield Loss(task, weak + round(n * MND["all_lost_after"] / (len(tasks) - 1)))


def _worse(site: str, side: str, weak: int) -> Iterator[Complaint]:
    if site == "tongue":
        yield Complaint(code="speech_slurred", first=weak, onset_speed="slower")
        yield Complaint(code="swallow_choking", first=weak + CHOKES_AFTER, onset_speed="slower")
    else:
        yield Complaint(code="wasting_seen", first=weak + THIN_AFTER, side=side, onset_speed="slower")


def _bulbar(weak: int) -> Weakness:
    points = ((weak, 0.0), (weak + MND["all_lost_after"], MND["weak_degree"]))
    return Weakness(side="both", tasks=("pucker", "cheeks"), points=points)


def noise(chance: Random, days: int) -> Story:
    """Draw somebody who taps anything, anywhere, at any time."""
    places = _sided(NOISE.sites, BOTH_SIDES)
    return Story(age_years=age_years(chance), strands=(replace(RANDOM, places=places),))
