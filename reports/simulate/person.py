"""Who an invented person is: what twitches, when and how; where they live; what happens to them; how they write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reports.simulate.profiles import LOGGING

ANY_ANSWER: Final[tuple[tuple[str | None, float], ...]] = ((None, 1.0),)
Odds = tuple[tuple[str | None, float], ...]  # codes of the vocabulary, None for "not asked", with their weights


@dataclass(frozen=True, slots=True)
class Place:
    """A site with the person's own side."""

    site: str
    side: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of day at which it likes to happen: centre and spread in hours, and its weight among the others."""

    centre: float
    spread: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """
    One strand of somebody's twitching: the same place, manner and time.

    Days are indices into the diary, 0 for its first, both ends included; `last_day` None goes on. `mean_per_day` is
    on a day of a bout. `growth` is the rate on the last day over that of the first. `asleep` episodes are found the
    morning after. `treated` strands answer to botulinum toxin. `jumps` is the chance a day
    that its place is drawn anew, for all that happens that day; at 0 each episode draws its own. An `unbroken` strand
    does not stop between two entries, and its day is answered "continuous".
    """

    places: tuple[tuple[tuple[Place, ...], float], ...]
    mean_per_day: float
    duration_s: float  # median
    duration_sigma: float  # of its logarithm
    hours: tuple[Hours, ...]
    intensity: tuple[tuple[int, float], ...]
    during: Odds
    first_day: int = 0
    last_day: int | None = None
    growth: float = 1.0
    weekend: float = 1.0
    bout: tuple[float, float] | None = None  # mean days on, mean days off
    rhythm: Odds = ANY_ANSWER
    movement: str | None = None
    suppressible: Odds = ANY_ANSWER
    urge: Odds = ANY_ANSWER
    observed_by: Odds = ANY_ANSWER
    sensations: tuple[tuple[str, float], ...] = ()  # each with its own chance
    clusters: float = 0.0  # chance that an entry stands for several twitches
    asleep: bool = False
    treated: bool = False
    jumps: float = 0.0
    unbroken: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """
    An event on the day with this index; one before the diary began has a negative one.

    It is written down in the evening of `told_on`; None is the day itself, or the diary's first.
    """

    day: int
    kind: str
    action: str
    name: str
    side: str | None = None
    places: tuple[Place, ...] = ()
    told_on: int | None = None
    dose: str | None = None  # decimal text, so that no digit is invented
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """
    One weakness of the face against the person's own usual: its course in straight lines between `points`.

    A point is a moment, in days since the diary's first midnight, and a degree: House-Brackmann grade I is 0, VI is 1.
    Before the first point and after the last the degree stays as it is there. `side` is left, right or both.
    """

    side: str
    tasks: tuple[str, ...]
    points: tuple[tuple[float, float], ...]

    def degree(self, moment: float) -> float:
        """
        Return the degree at this moment.

        Examples
        --------
        >>> palsy = Weakness(side="left", tasks=("smile",), points=((10, 0), (12, 0.8), (40, 0)))
        >>> [round(palsy.degree(moment), 2) for moment in (0, 11, 12, 26, 90)]
        [0.0, 0.4, 0.8, 0.4, 0.0]
        """
        day, before = self.points[0]
        for next_day, after in self.points:
            if moment < next_day:
                along = (moment - day) / (next_day - day) if next_day > day else 1.0
                return before + along * (after - before)
            day, before = next_day, after
        return float(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the person would answer "yes" to in a face check, from one moment to another; None goes on."""

    code: str
    first: float  # days since the diary's first midnight
    last: float | None = None
    side: str | None = None
    onset_speed: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A named task that the person cannot do any more, from the day with this index on."""

    task: str
    day: int


@dataclass(frozen=True, slots=True)
class Stay:
    """Days abroad, by index, both included. The way home takes the whole of `last_day`: nothing is written then."""

    zone: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Block:
    """Days in a row, by index, both included."""

    first_day: int
    last_day: int

    def __contains__(self, day: int) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """
    How the diary is kept; chances unless said otherwise.

    `away`: days without a word. `caught_up`: days written down together, the evening after the last of them.
    `too_many`: true episodes a day from which the person rather answers "on and off" for the whole day, or
    "continuous" from `continuous_times` as many on. `never_early`: a day is called twitched
    only after its first twitch; the demo's stories were shipped without. `wrong_side`: chance that an entry names the
    other side. `clock_ahead_min`: how far the phone's clock is ahead, in minutes. `check_every_days`: days from one
    face check to the next; None makes none.
    """

    adherence_first: float = LOGGING["adherence_first"].value
    adherence_last: float = LOGGING["adherence_last"].value
    log_episode: float = LOGGING["log_episode"].value
    backfill: float = LOGGING["backfill"].value
    same_day: float = LOGGING["same_day"].value
    confirm_none: float = LOGGING["confirm_none"].value
    drop_out: float = LOGGING["drop_out"].value
    answer_twitch_day: float = 0.5  # assumption
    detail: float = 0.6  # assumption: chance that one question of a day or an entry is answered
    too_many: int = 12  # assumption
    continuous_times: float = 2.5  # assumption
    note: float = 0.03  # assumption
    away: tuple[Block, ...] = ()
    caught_up: tuple[Block, ...] = ()
    never_early: bool = False
    wrong_side: float = 0.0
    clock_ahead_min: float = 0.0
    check_every_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the person declares at the beginning, before looking at any number."""

    sites: tuple[Place, ...] = ()
    long_standing_weakness: tuple[Place, ...] = ()
    suspected_factors: tuple[str, ...] = ()
    birth_year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """
    An invented person with a diary of `weeks` weeks.

    `profile` gives the rates' shape (profiles.py). `drinks` are codes of the vocabulary with cups a day.
    `up_in_the_repeated_hour`: awake, and writing, in the hour that the end of summer time repeats. `condition` and
    `sex` (female, male) are what conditions.py drew. `stress_effect` is on the log rate for each standard deviation;
    None is the profile's.
    """

    letter: str
    name: str
    username: str
    question: str
    zone: str
    weeks: int
    profile: str
    strands: tuple[Strand, ...]
    drinks: tuple[tuple[str, float], ...]
    screen_job: bool = False
    stays: tuple[Stay, ...] = ()
    events: tuple[StoryEvent, ...] = ()
    declared: Declared = field(default_factory=Declared)
    writing: Writing = field(default_factory=Writing)
    up_in_the_repeated_hour: bool = False
    condition: str = ""
    sex: str | None = None
    stress_effect: float | None = None
    weaknesses: tuple[Weakness, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def days(self) -> int:
        """The number of local days of the diary."""
        return 7 * self.weeks

    def zone_on(self, day: int) -> str:
        """Return the time zone in which the day with this index is lived."""
        return next((stay.zone for stay in self.stays if stay.first_day <= day <= stay.last_day), self.zone)
