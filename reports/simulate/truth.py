"""What happened: stress, sleep and coffee, a rate that remembers yesterday, and the episodes of each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import exp, log
from random import Random
from zoneinfo import ZoneInfo

from diary.vocabulary import DRINKS
from reports.simulate import chance as law
from reports.simulate.chance import within
from reports.simulate.person import Person, Place, Strand
from reports.simulate.profiles import EXPOSURES, PROFILES, TOXIN, Profile

SATURDAY = 5
MINUTES_A_DAY = 24 * 60
LONGEST_S = 4 * 60 * 60  # assumption: nobody of these twitches in one go for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What a day was like before any twitch: units as in the data contract."""

    stress_z: float
    sleep_min: int
    caffeine_mg: int
    drinks: tuple[tuple[str, int], ...]
    screen_min: int
    sleep_debt_h: float
    caffeine_change: float  # 100 mg, today less yesterday


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEpisode:
    """
    One episode as it was, whoever told of it or not; `started_at` is in UTC.

    `unforgotten`: the story needs it, so it is told as it happens.
    """

    started_at: datetime
    strand: Strand
    places: tuple[Place, ...]
    duration_s: int
    count: int
    intensity: int
    unforgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDay:
    """One day as it was. `log_rate` is what stress, sleep, coffee and the memory of yesterday add to every strand."""

    index: int
    day: date
    zone: str
    exposure: Exposure
    log_rate: float
    episodes: tuple[TrueEpisode, ...]


def live(person: Person, *, first: date, seed: int) -> tuple[TrueDay, ...]:
    """Return every day of the diary's time as it was."""
    exposures = tuple(_exposures(person, first, law.stream(seed, person.letter, "exposures")))
    rates = _log_rates(person, exposures, law.stream(seed, person.letter, "rates"))
    strands = [_strand(person, n, first, rates, seed) for n in range(len(person.strands))]
    strands.append(_up_at_night(person, first, law.stream(seed, person.letter, "repeated hour")))
    dates = [first + timedelta(days=n) for n in range(person.days)]
    return tuple(
        TrueDay(
            index=n, day=dates[n], zone=person.zone_on(n), exposure=exposures[n], log_rate=rates[n],
            episodes=tuple(sorted((one for strand in strands for one in strand[n]), key=lambda one: one.started_at)),
        )
        for n in range(person.days)
    )  # fmt: skip


def _exposures(person: Person, first: date, chance: Random) -> Iterator[Exposure]:
    stress, sleep, screen = (law.remembering(chance, person.days, EXPOSURES["memory"].value) for _ in range(3))
    nights: list[int] = []
    before_mg: int | None = None
    for n in range(person.days):
        weekend = (first + timedelta(days=n)).weekday() >= SATURDAY
        drinks = tuple((kind, law.poisson(chance, cups)) for kind, cups in person.drinks)
        caffeine_mg = sum(DRINKS[kind].caffeine_mg * cups for kind, cups in drinks)
        nights.append(_sleep_min(sleep[n], weekend=weekend))
        yield Exposure(
            stress_z=stress[n],
            sleep_min=nights[-1],
            caffeine_mg=caffeine_mg,
            drinks=tuple(drink for drink in drinks if drink[1]),
            screen_min=_screen_min(screen[n], works=person.screen_job and not weekend),
            sleep_debt_h=_debt_h(nights[-3:]),
            caffeine_change=(caffeine_mg - (caffeine_mg if before_mg is None else before_mg)) / 100,
        )
        before_mg = caffeine_mg


def _sleep_min(z: float, *, weekend: bool) -> int:
    mean = EXPOSURES["sleep_mean"].value + weekend * EXPOSURES["sleep_weekend"].value
    return round(within(mean + z * EXPOSURES["sleep_sd"].value, 120, 720) / 10) * 10


def _screen_min(z: float, *, works: bool) -> int:
    mean = EXPOSURES["screen_mean"].value * (1.0 if works else 0.45)
    return round(within(mean + z * EXPOSURES["screen_sd"].value, 0, 960) / 30) * 30


def _debt_h(nights: list[int]) -> float:
    return sum(EXPOSURES["sleep_need"].value - night for night in nights) / len(nights) / 60


def _log_rates(person: Person, exposures: tuple[Exposure, ...], chance: Random) -> tuple[float, ...]:
    profile = PROFILES[person.profile]
    stress = profile["beta_stress"] if person.stress_effect is None else person.stress_effect
    latent = law.remembering(chance, person.days, profile["memory"])
    return tuple(
        # E exp = 1 without exposures
        profile["spread"] * z - profile["spread"] ** 2 / 2 + _effect(profile, stress, exposure)
        for z, exposure in zip(latent, exposures, strict=True)
    )


def _effect(profile: Profile, stress: float, exposure: Exposure) -> float:
    return (
        stress * exposure.stress_z
        + profile["beta_sleep_debt"] * exposure.sleep_debt_h
        + profile["beta_caffeine_change"] * exposure.caffeine_change
    )


def _strand(
    person: Person, number: int, first: date, rates: tuple[float, ...], seed: int
) -> tuple[tuple[TrueEpisode, ...], ...]:
    strand, size = person.strands[number], PROFILES[person.profile]["size"]
    chance = law.stream(seed, person.letter, "strand", number)
    toxin = _toxin(person, strand, law.stream(seed, person.letter, "toxin", number))
    bouts = _bouts(strand, person.days, chance)
    places = _places(strand, person.days, law.stream(seed, person.letter, "places", number))
    days: list[tuple[TrueEpisode, ...]] = []
    for n in range(person.days):
        day = first + timedelta(days=n)
        mean = _mean(strand, n, day, person.days) * exp(rates[n]) * toxin[n] * bouts[n]
        count = law.negative_binomial(chance, mean, size)
        days.append(tuple(_episode(strand, day, person.zone_on(n), chance, places[n]) for _ in range(count)))
    return tuple(days)


def _places(strand: Strand, days: int, chance: Random) -> tuple[tuple[Place, ...] | None, ...]:
    """Return where the strand is on each day; None where every episode draws its own place."""
    if not strand.jumps:
        return (None,) * days
    path = [law.pick(chance, strand.places)]
    while len(path) < days:
        path.append(law.pick(chance, strand.places) if chance.random() < strand.jumps else path[-1])
    return tuple(path)


def _up_at_night(person: Person, first: date, chance: Random) -> tuple[tuple[TrueEpisode, ...], ...]:
    """Return the episodes of the hour that the clock repeats: one in its first pass, one in its second."""
    days: list[tuple[TrueEpisode, ...]] = []
    for n in range(person.days):
        second = repeated_hour(first + timedelta(days=n), person.zone_on(n)) if person.up_in_the_repeated_hour else None
        starts = (second.replace(fold=0, minute=40), second.replace(minute=12)) if second else ()
        happened = (_happening(person.strands[0], one.astimezone(UTC), chance) for one in starts)
        days.append(tuple(replace(one, unforgotten=True) for one in happened))
    return tuple(days)


def _bouts(strand: Strand, days: int, chance: Random) -> tuple[bool, ...]:
    if strand.bout is None:
        return (True,) * days
    return law.runs(chance, days, *strand.bout, shape=PROFILES["benign_lid"]["bout_shape"])


def _mean(strand: Strand, n: int, day: date, days: int) -> float:
    last = days - 1 if strand.last_day is None else strand.last_day
    if not strand.first_day <= n <= last:
        return 0.0
    along = (n - strand.first_day) / max(1, last - strand.first_day)
    return strand.mean_per_day * exp(along * log(strand.growth)) * (strand.weekend if day.weekday() >= SATURDAY else 1)


def _toxin(person: Person, strand: Strand, chance: Random) -> tuple[float, ...]:
    factors = [1.0] * person.days
    for event in person.events:
        if event.kind == "toxin" and strand.treated:
            cycle = Cycle.drawn(chance)
            factors = [factor * cycle.factor(n - event.day) for n, factor in enumerate(factors)]
    return tuple(factors)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One botulinum treatment: days until it begins to work, share it takes away, day on which nothing is left."""

    latency: float
    depth: float
    gone: float

    @classmethod
    def drawn(cls, chance: Random) -> Cycle:
        """Draw one after the table TOXIN."""
        latency = law.gamma(chance, TOXIN["latency_mean"].value, TOXIN["latency_sd"].value)
        depth = within(chance.gauss(TOXIN["depth_mean"].value, TOXIN["depth_sd"].value), 0.3, 0.98)
        gone = within(chance.gauss(TOXIN["gone_mean"].value, TOXIN["gone_sd"].value), 42, 160)
        return cls(min(latency, 12.0), depth, gone)

    def factor(self, days_since: float) -> float:
        """
        Return what is left of the rate so many days after the injection.

        Examples
        --------
        >>> cycle = Cycle(latency=4, depth=0.8, gone=84)
        >>> [round(cycle.factor(days), 2) for days in (-1, 4, 9, 14, 28, 56, 84)]
        [1.0, 1.0, 0.6, 0.2, 0.2, 0.6, 1.0]
        """
        full_from, full_until = TOXIN["full_from"].value, TOXIN["full_until"].value
        coming = (days_since - self.latency) / (full_from - self.latency)
        going = (self.gone - days_since) / (self.gone - full_until)
        return 1 - self.depth * within(min(coming, going), 0, 1)


def _episode(strand: Strand, day: date, zone: str, chance: Random, places: tuple[Place, ...] | None) -> TrueEpisode:
    """Let one happen on the local `day`; what would pass midnight happens at the day's other end."""
    hours = law.pick(chance, [(hours, hours.weight) for hours in strand.hours])
    minute = chance.gauss(hours.centre, hours.spread) * 60 % MINUTES_A_DAY
    return _happening(strand, at(day, minute, zone), chance, places)


def _happening(
    strand: Strand, started_at: datetime, chance: Random, places: tuple[Place, ...] | None = None
) -> TrueEpisode:
    """Return an episode of this strand that starts now, at `places` or where it draws."""
    is_cluster = chance.random() < strand.clusters
    return TrueEpisode(
        started_at=started_at,
        strand=strand,
        places=law.pick(chance, strand.places) if places is None else places,
        duration_s=round(within(law.lognormal(chance, strand.duration_s, strand.duration_sigma), 1, LONGEST_S)),
        count=2 + law.poisson(chance, 2) if is_cluster else 1,
        intensity=law.pick(chance, strand.intensity),
    )


def at(day: date, minute: float, zone: str) -> datetime:
    """
    Return in UTC the moment of this local day, `minute` after midnight by the clock on the wall, to the second.

    A time that the clock skips becomes the one an hour later; of a repeated one it is the first.
    """
    return (datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) + timedelta(seconds=int(minute * 60))).astimezone(UTC)


def repeated_hour(day: date, zone: str) -> datetime | None:
    """
    Return the second start of the hour that this local day lives twice, None on every other day.

    Examples
    --------
    >>> repeated_hour(date(2026, 10, 25), "Europe/Prague").isoformat()
    '2026-10-25T02:00:00+01:00'
    >>> repeated_hour(date(2026, 10, 26), "Europe/Prague")
    """
    begins = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    for hour in range(24):
        first = begins + timedelta(hours=hour)  # by the clock on the wall
        second = first.replace(fold=1)
        if second.utcoffset() != first.utcoffset() and _both_happen(first, second):
            return second
    return None


def _both_happen(first: datetime, second: datetime) -> bool:
    """Tell whether both are real: a time that the clock skips has two offsets as well, but never happens."""
    wall = first.replace(tzinfo=None)
    return all(one.astimezone(UTC).astimezone(one.tzinfo).replace(tzinfo=None) == wall for one in (first, second))
