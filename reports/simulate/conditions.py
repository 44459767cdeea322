"""Draw invented people of one condition, as many as a measurement needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor
from random import Random
from types import MappingProxyType
from typing import Final

from reports.simulate import chance as law
from reports.simulate.palsies import bells, synkinesis
from reports.simulate.person import Declared, Person, Place, Stay, Writing
from reports.simulate.profiles import CHECKING, LOGGING, PEOPLE
from reports.simulate.spasms import hfs, hfs_atypical
from reports.simulate.story import Story
from reports.simulate.twitches import benign_lid, bfs, mnd, myokymia_ms, noise, tic

STORIES: Final[Mapping[str, Callable[[Random, int], Story]]] = MappingProxyType(
    {
        "benign_lid": benign_lid,
        "hfs": hfs,
        "hfs_atypical": hfs_atypical,
        "synkinesis": synkinesis,
        "myokymia_ms": myokymia_ms,
        "bfs": bfs,
        "tic": tic,
        "bells": bells,
        "mnd": mnd,
        "noise": noise,
    }
)
CONDITIONS: Final = tuple(STORIES)
SPREADING: Final = frozenset({"hfs", "hfs_atypical", "myokymia_ms"})
WEEKS: Final = 52
YEAR: Final = 2026
CONTINUOUS_TIMES: Final = 8.0  # assumption: about a hundred a day, one in ten waking minutes, is "nearly continuous"
# Where people live and where they travel, which is always to the west: a day begins later there, never twice.
HOMES: Final = (
    ("Europe/London", "America/New_York"),
    ("America/New_York", "America/Los_Angeles"),
    ("Asia/Taipei", "Europe/London"),
)


def draw(condition: str, number: int, *, seed: int, weeks: int = WEEKS, year: int = YEAR) -> Person:
    """
    Return the person with this number of this condition, with a diary of `weeks` weeks, at the age of `year`.

    Where in the course the diary begins is drawn too. Raises KeyError for a condition that is not in `CONDITIONS`.

    Examples
    --------
    >>> person = draw("hfs", 3, seed=1)
    >>> person == draw("hfs", 3, seed=1), person.condition, person.days
    (True, 'hfs', 364)
    """
    chance = law.stream(seed, "draw", condition, number)
    story = STORIES[condition](chance, 7 * weeks)
    home, abroad = chance.choice(HOMES)
    return Person(
        letter=f"{condition} {number}",
        name=f"{condition} {number}",
        username=f"{condition}-{number}",
        question="",
        zone=home,
        weeks=weeks,
        profile="hfs" if condition == "hfs_atypical" else condition,
        strands=story.strands,
        drinks=(("brewed_coffee", chance.uniform(0, 3)), ("black_tea", chance.uniform(0, 2))),  # assumption
        screen_job=chance.random() < PEOPLE["screen_job"].value,
        stays=tuple(_stays(chance, abroad, weeks)),
        events=story.events,
        declared=_declared(story, home, year),
        writing=_writing(chance),
        condition=condition,
        sex=story.sex or ("female" if chance.random() < PEOPLE["women"].value else "male"),
        stress_effect=story.stress_effect,
        weaknesses=story.weaknesses,
        complaints=story.complaints,
        losses=story.losses,
    )


def _stays(chance: Random, abroad: str, weeks: int) -> Iterator[Stay]:
    for week in range(weeks):
        if chance.random() < LOGGING["travels"].value:
            yield Stay(abroad, 7 * week, 7 * week + 6)


def _declared(story: Story, home: str, year: int) -> Declared:
    return Declared(
        sites=_twitching_already(story) if story.declared is None else story.declared,
        long_standing_weakness=story.long_standing_weakness,
        birth_year=year - floor(story.age_years),
        country={"Europe/London": "GB", "America/New_York": "US"}.get(home, "TW"),
    )


def _twitching_already(story: Story) -> tuple[Place, ...]:
    """Return where it twitches when the diary begins, in the order in which the strands began."""
    begun = [one for one in story.strands if one.first_day < 0 and (one.last_day is None or one.last_day >= 0)]
    return tuple(dict.fromkeys(place for strand in begun for sites, _ in strand.places for place in sites))


def _writing(chance: Random) -> Writing:
    return Writing(
        continuous_times=CONTINUOUS_TIMES,
        never_early=True,
        wrong_side=LOGGING["wrong_side"].value,
        clock_ahead_min=chance.uniform(-1, 1) * LOGGING["clock_skew"].value,
        check_every_days=round(CHECKING["every_days"].value),
    )
