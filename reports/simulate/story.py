"""What a condition makes of somebody: the frozen story that conditions.py turns into a person, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from diary.vocabulary import SITES
from reports.simulate.chance import within
from reports.simulate.person import Complaint, Hours, Loss, Odds, Place, StoryEvent, Strand, Weakness
from reports.simulate.profiles import PEOPLE, Number

# Assumptions: when it happens, and how often the diary's questions about an episode are answered.
ANY_TIME: Final = (Hours(9.5, 2.0, 1.0), Hours(15.0, 2.5, 1.2), Hours(20.5, 1.5, 1.0))
DAYTIME: Final = (Hours(12.5, 2.5, 1.0), Hours(18.5, 2.0, 1.0))
EVENING: Final = (Hours(21.0, 1.4, 1.0), Hours(15.0, 3.0, 0.5))
NIGHT: Final = (Hours(3.0, 1.5, 1.0),)
CANNOT_HOLD: Final = ((None, 0.4), ("no", 0.5), ("unsure", 0.1))
NO_URGE: Final = ((None, 0.6), ("no", 0.4))
ASKED: Final = 0.6

Places = tuple[tuple[tuple[Place, ...], float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """
    Somebody's condition. Days are indices into the diary; what came before it has a negative one.

    `age_years` on the diary's first day. `declared` are the sites that twitch already; None are those of the strands
    that have begun.
    """

    age_years: float
    strands: tuple[Strand, ...]
    sex: str | None = None
    events: tuple[StoryEvent, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    losses: tuple[Loss, ...] = ()
    declared: tuple[Place, ...] | None = None
    long_standing_weakness: tuple[Place, ...] = ()
    stress_effect: float | None = None


def place(site: str, side: str) -> Place:
    """Return the site on this side; in the middle where it has no sides."""
    return Place(site, side if SITES[site].sided else "middle")


def side_of(chance: Random, left: float = PEOPLE["left"].value) -> str:
    """Return left with this chance, else right."""
    return "left" if chance.random() < left else "right"


def age_years(chance: Random, numbers: Mapping[str, Number] = PEOPLE) -> float:
    """Return a normal age within its bounds; uniform between them where the table has no mean."""
    lowest, highest = numbers["age_min"].value, numbers["age_max"].value
    if "age_mean" not in numbers:
        return chance.uniform(lowest, highest)
    return within(chance.gauss(numbers["age_mean"].value, numbers["age_sd"].value), lowest, highest)


def day_before(chance: Random) -> int:
    """Return a day before the diary on which it began to twitch; for conditions that bring people to a diary."""
    return -1 - chance.randrange(round(PEOPLE["twitches_before"].value))


def asked(*odds: tuple[str, float]) -> Odds:
    """Return the odds of answers that are given as often as questions about an episode are."""
    return ((None, 1 - ASKED), *((code, ASKED * share) for code, share in odds))


def drawn_places(chance: Random, places: Places, number: int) -> tuple[Place, ...]:
    """Return the places of so many draws, each once."""
    weights = [weight for _, weight in places]
    drawn = chance.choices([sites for sites, _ in places], weights, k=number)
    return tuple(dict.fromkeys(one for sites in drawn for one in sites))
