"""What a person tells of what happened: which entries, when and how exactly, and the answers about a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from reports.simulate import chance as law
from reports.simulate.chance import within
from reports.simulate.facts import SimulatedDay, SimulatedEpisode
from reports.simulate.person import Block, Person
from reports.simulate.profiles import EXPOSURES, LOGGING
from reports.simulate.truth import SATURDAY, TrueDay, TrueEpisode, at

Value = TypeVar("Value")

# Assumptions, all of them: how people keep a diary by the hour was not found anywhere.
LIVE_LAG_MIN: Final = (2.0, 1.0)  # median and sigma of the logarithm
LIVE_LAG_MAX_MIN: Final = 55
SAME_DAY_LAG_MIN: Final = (61.0, 420.0)
UP_AT_MIN: Final = (6.75 * 60, 8.5 * 60)
EVENING_MIN: Final = (20.5 * 60, 23.25 * 60)
LAST_MINUTE: Final = 24 * 60 - 1
ANSWERED_NEXT_MORNING: Final = 0.15
FEW: Final = 3
LOGGED_OF_TOO_MANY: Final = 3  # one entry for so many, when there are too many to log
WEARING_OFF_ASKED_AFTER: Final = 56  # days since the injection
EFFECT_OF_INTENSITY: Final = (0, 1, 1, 2, 3)
WORSE_WHEN_FULL: Final = 0.4
PRECISIONS: Final = (("exact", 0.35), ("part_of_day", 0.45), ("day", 0.20))


@dataclass(frozen=True, slots=True)
class Teller:
    """
    A person with the days on which they open the diary, and one stream of chance for all they write.

    `until` is the last day on which somebody who may drop out opens it; None for those who do not.
    """

    person: Person
    truth: tuple[TrueDay, ...]
    present: tuple[bool, ...]
    chance: Random
    until: int | None

    def maybe(self, value: Value, share: float | None = None) -> Value | None:
        """Return `value` where the person answers, None where they leave it out."""
        return value if self.chance.random() < (self.person.writing.detail if share is None else share) else None

    def moment(self, day: int, window: tuple[float, float]) -> datetime:
        """Return a moment of that day, between these minutes after midnight; days may lie after the diary's last."""
        first = self.truth[0].day
        return at(first + timedelta(days=day), self.chance.uniform(*window), self.person.zone_on(day))


def tell(
    person: Person, truth: tuple[TrueDay, ...], chance: Random
) -> tuple[tuple[SimulatedEpisode, ...], tuple[SimulatedDay, ...]]:
    """Return the entries and the answers that the person made, each in the order of the days."""
    present = presence(person, chance)
    teller = Teller(person, truth, present, chance, _last_opened(present) if person.writing.drop_out else None)
    episodes: list[SimulatedEpisode] = []
    days: list[SimulatedDay] = []
    for day in truth:
        told = sorted(_entries(teller, day), key=lambda entry: (entry.started_at, entry.id))
        episodes += told
        days += _answer(teller, day, logged=bool(told))
    return tuple(episodes), tuple(days)


def presence(person: Person, chance: Random) -> tuple[bool, ...]:
    """Return the days on which the person opens the diary: fewer as time goes by, and silent days in runs."""
    writing, memory = person.writing, LOGGING["adherence_memory"].value
    days: list[bool] = []
    for n in range(person.days):
        share = writing.adherence_first + (writing.adherence_last - writing.adherence_first) * min(
            1.0, n / LOGGING["adherence_falls_over"].value
        )
        before = days[-1] if days else True
        days.append(chance.random() < share + memory * (before - share))
    gone = next((n for n in range(person.days) if chance.random() < writing.drop_out), person.days)
    return tuple(
        n == 0 or (n < gone and not _silent(person, n) and (is_there or _block(person, n) is not None))
        for n, is_there in enumerate(days)
    )


def _last_opened(present: tuple[bool, ...]) -> int:
    return max(day for day, is_there in enumerate(present) if is_there)


def _silent(person: Person, day: int) -> bool:
    """Tell whether nothing can be written of this day: away from the diary, or in the air on the way home."""
    return any(day in block for block in person.writing.away) or any(day == stay.last_day for stay in person.stays)


def _block(person: Person, day: int) -> Block | None:
    return next((block for block in person.writing.caught_up if day in block), None)


def _entries(teller: Teller, day: TrueDay) -> Iterator[SimulatedEpisode]:
    share = _share_logged(teller, day)
    for episode in day.episodes:
        if episode.unforgotten or teller.chance.random() < share:
            mode = _mode(teller, day, episode)
            yield _entry(teller, day, episode, _told_at(teller, day, episode, mode), exact=mode != "backfilled")


def _share_logged(teller: Teller, day: TrueDay) -> float:
    person = teller.person
    if _silent(person, day.index) or (teller.until is not None and day.index > teller.until):
        return 0.0
    if not teller.present[day.index]:
        return person.writing.backfill
    if len(day.episodes) >= person.writing.too_many:
        return person.writing.log_episode / LOGGED_OF_TOO_MANY
    return person.writing.log_episode


def _mode(teller: Teller, day: TrueDay, episode: TrueEpisode) -> str:
    writing = teller.person.writing
    if episode.unforgotten:
        return "live"
    if not teller.present[day.index] or _block(teller.person, day.index):
        return "backfilled"
    if episode.strand.asleep:
        return "morning"
    odds = (("backfilled", writing.backfill), ("same_day", writing.same_day))
    return law.pick(teller.chance, (*odds, ("live", 1 - sum(share for _, share in odds))))


def _told_at(teller: Teller, day: TrueDay, episode: TrueEpisode, mode: str) -> datetime:
    """Return when it was written down, never before it began."""
    if mode == "live":
        return episode.started_at + _live_lag(teller)
    if mode == "morning":
        found = teller.moment(day.index, UP_AT_MIN)
        return found if found > episode.started_at else teller.moment(day.index + 1, UP_AT_MIN)
    if mode == "same_day":
        return _later_that_day(teller, day, episode)
    return teller.moment(_day_of_backfilling(teller, day), EVENING_MIN)


def _live_lag(teller: Teller) -> timedelta:
    return timedelta(minutes=int(within(law.lognormal(teller.chance, *LIVE_LAG_MIN), 0, LIVE_LAG_MAX_MIN)))


def _later_that_day(teller: Teller, day: TrueDay, episode: TrueEpisode) -> datetime:
    later = episode.started_at + timedelta(minutes=teller.chance.uniform(*SAME_DAY_LAG_MIN))
    later = later.replace(microsecond=0)
    bedtime = at(day.day, LAST_MINUTE, day.zone)
    if episode.started_at + timedelta(minutes=SAME_DAY_LAG_MIN[0]) > bedtime:
        return episode.started_at + _live_lag(teller)  # too late to be later
    return min(later, bedtime)


def _day_of_backfilling(teller: Teller, day: TrueDay) -> int:
    block = _block(teller.person, day.index)
    if block is not None:
        return block.last_day + 1
    median, sigma = LOGGING["backfill_days_median"].value, LOGGING["backfill_days_sigma"].value
    told_on = day.index + max(1, round(law.lognormal(teller.chance, median, sigma)))
    return told_on if teller.until is None else min(told_on, max(teller.until, day.index + 1))


def _entry(teller: Teller, day: TrueDay, episode: TrueEpisode, told_at: datetime, *, exact: bool) -> SimulatedEpisode:
    strand, chance = episode.strand, teller.chance
    precision = "exact" if exact else law.pick(chance, PRECISIONS)
    return SimulatedEpisode(
        id=UUID(int=chance.getrandbits(128), version=4),
        started_at=_as_precise(episode.started_at, day, precision),
        time_zone=day.zone,
        time_precision=precision,
        duration_s=teller.maybe(_spoken(episode.duration_s), None if precision == "exact" else 0.4),
        count=episode.count if episode.count > 1 else None,
        sites=episode.places,
        rhythm=law.pick(chance, strand.rhythm),
        intensity=teller.maybe(episode.intensity, 0.85),
        during=law.pick(chance, strand.during),
        movement=strand.movement,
        suppressible=law.pick(chance, strand.suppressible),
        urge=law.pick(chance, strand.urge),
        observed_by=law.pick(chance, strand.observed_by),
        sensations=tuple(code for code, share in strand.sensations if chance.random() < share),
        caffeine_mg=None,  # asked once a day here, with the drinks
        sleep_min=teller.maybe(day.exposure.sleep_min, 0.1),
        stress=teller.maybe(_stress(day), 0.15),
        note=chance.choice(strand.notes) if strand.notes and chance.random() < teller.person.writing.note else "",
        recorded_at=told_at,
    )


def _as_precise(started_at: datetime, day: TrueDay, precision: str) -> datetime:
    """Return the start as told: the middle of its six hours, or noon, where that is all the person knew."""
    if precision == "exact":
        return started_at
    hour = started_at.astimezone(ZoneInfo(day.zone)).hour
    return at(day.day, (hour // 6 * 6 + 3) * 60 if precision == "part_of_day" else 12 * 60, day.zone)


def _spoken(duration_s: int) -> int:
    """Return a length as people say it: seconds up to ten, then fives, minutes, five minutes."""
    for longest, step in ((10, 1), (60, 5), (600, 60)):
        if duration_s <= longest:
            return max(1, round(duration_s / step) * step)
    return round(duration_s / 300) * 300


def _answer(teller: Teller, day: TrueDay, *, logged: bool) -> Iterator[SimulatedDay]:
    """Yield the day's answer, if there is one. Only a day on which nothing happened is ever answered "none"."""
    writing = teller.person.writing
    if not teller.present[day.index]:
        return
    twitched = bool(day.episodes)
    is_too_much = len(day.episodes) >= writing.too_many
    share = writing.answer_twitch_day if twitched else writing.confirm_none
    if teller.chance.random() < (max(share, 0.9) if is_too_much or (twitched and not logged) else share):
        yield _answered(teller, day, twitched=twitched)


def _answered(teller: Teller, day: TrueDay, *, twitched: bool) -> SimulatedDay:
    exposure, chance = day.exposure, teller.chance
    return SimulatedDay(
        date=day.day,
        state="twitched" if twitched else "none",
        burden=_burden(teller, day) if twitched else None,
        function=_function(teller, day) if twitched else teller.maybe(0, 0.3),
        drinks=teller.maybe(exposure.drinks),
        sleep_min=teller.maybe(exposure.sleep_min),
        sleep_quality=teller.maybe(_points(6 - 2 * exposure.sleep_debt_h + chance.gauss(0, 1)), 0.3),
        stress=teller.maybe(_stress(day)),
        fatigue=teller.maybe(_points(3 + 1.5 * exposure.sleep_debt_h + chance.gauss(0, 1)), 0.4),
        screen_min=teller.maybe(exposure.screen_min, 0.3),
        alcohol_units=teller.maybe(law.poisson(chance, 0.3), 0.2),
        wearing_off=_wearing_off(teller, day),
        recorded_at=_answered_at(teller, day),
    )


def _answered_at(teller: Teller, day: TrueDay) -> datetime:
    moment = _usually_answered_at(teller, day)
    if teller.person.writing.never_early and day.episodes and moment < day.episodes[0].started_at:
        return teller.moment(day.index + 1, UP_AT_MIN)
    return moment


def _usually_answered_at(teller: Teller, day: TrueDay) -> datetime:
    block = _block(teller.person, day.index)
    if block is not None:
        return teller.moment(block.last_day + 1, EVENING_MIN)
    if teller.chance.random() < ANSWERED_NEXT_MORNING:
        return teller.moment(day.index + 1, UP_AT_MIN)
    return teller.moment(day.index, EVENING_MIN)


def _burden(teller: Teller, day: TrueDay) -> str | None:
    if any(episode.strand.unbroken for episode in day.episodes):
        return "continuous"
    happened, too_many = sum(episode.count for episode in day.episodes), teller.person.writing.too_many
    if len(day.episodes) >= teller.person.writing.continuous_times * too_many:
        return "continuous"
    if len(day.episodes) >= too_many:
        return "on_and_off"
    return teller.maybe("few" if happened <= FEW else "many")


def _function(teller: Teller, day: TrueDay) -> int | None:
    """Return the effect on function (0 none to 3 disabling): after the strongest, and a day full of them is worse."""
    strongest = max(episode.intensity for episode in day.episodes)
    is_worse = len(day.episodes) >= teller.person.writing.too_many and teller.chance.random() < WORSE_WHEN_FULL
    return teller.maybe(min(3, EFFECT_OF_INTENSITY[strongest] + is_worse), 0.8)


def _wearing_off(teller: Teller, day: TrueDay) -> bool | None:
    injected = [event.day for event in teller.person.events if event.kind == "toxin" and event.day <= day.index]
    if not injected or day.index - max(injected) < WEARING_OFF_ASKED_AFTER:
        return None
    return teller.maybe(len(day.episodes) > FEW, 0.4)


def _stress(day: TrueDay) -> int:
    weekend = EXPOSURES["stress_weekend"].value if day.day.weekday() >= SATURDAY else 0
    return _points(EXPOSURES["stress_mean"].value + EXPOSURES["stress_sd"].value * day.exposure.stress_z + weekend)


def _points(value: float) -> int:
    return round(within(value, 0, 10))
