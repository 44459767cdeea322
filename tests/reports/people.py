"""Diaries of people, made from a seed: the material of the tests and of bench/profile.py."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, timedelta

from reports.records import Check, Day, Episode, Event, Place, Records

LAST = date(2026, 10, 31)
LID, CHEEK, CORNER = Place("lid_lower", "left"), Place("cheek", "left"), Place("mouth_corner", "left")


def entry(on: date, clock: str = "09:00", *places: Place, key: str | None = None, **facts: object) -> Episode:
    """Return one entry on a local day at a local time."""
    minute = 60 * int(clock[:2]) + int(clock[3:])
    return Episode(id=key or f"{on}T{clock}", day=on, minute=minute, places=places or (LID,), **facts)  # type: ignore[arg-type]


def kept(
    *facts: Episode | Day | Event | Check, baseline: tuple[Place, ...] = (), name: str = "Ana Lindqvist"
) -> Records:
    """Return the records of a diary that holds these facts."""
    return Records(
        reference="0198c0de-0000-7000-8000-000000000001",
        name=name,
        episodes=tuple(fact for fact in facts if isinstance(fact, Episode)),
        days=tuple(fact for fact in facts if isinstance(fact, Day)),
        events=tuple(fact for fact in facts if isinstance(fact, Event)),
        checks=tuple(fact for fact in facts if isinstance(fact, Check)),
        baseline=baseline,
    )


def year(
    *, days: int = 365, episodes: int = 2_000, seed: int = 7, name: str = "Ana Lindqvist", last: date = LAST
) -> Records:
    """Return a diary of `days` days with `episodes` entries: a left eyelid, later the cheek and the mouth too."""
    chance = random.Random(seed)
    first = last - timedelta(days=days - 1)
    told = [n for n in range(days) if chance.random() < 0.86] or [0]
    active = [n for n in told if chance.random() < 0.45 + 0.35 * n / days]
    entries = [_entry(chance, n, first, days, k) for k, n in enumerate(_spread(chance, active or told, episodes))]
    answers = [_answer(chance, n, first, n in active) for n in told]
    events = (
        Event(kind="medication", action="start", name="Magnesium", on=first + timedelta(days=days // 3)),
        Event(kind="toxin", action="single", name="Botulinum toxin", on=first + timedelta(days=days * 2 // 3)),
        Event(kind="visit", action="single", name="Neurology, Dr Lin", on=first + timedelta(days=days * 2 // 3 + 2)),
    )
    return kept(*entries, *(one for one in answers if one), *events, name=name)


def with_coffee(*, days: int = 180, episodes: int = 2_000) -> Records:
    """Return a diary whose days say coffee and stress."""
    chance = random.Random(5)
    facts = year(days=days, episodes=episodes)
    answers = (
        dataclasses.replace(day, caffeine_mg=95 * chance.randrange(5), stress=chance.randrange(11))
        for day in facts.days
    )
    return dataclasses.replace(facts, days=tuple(answers))


def worse_and_magnesium(*, worse: int = 6) -> Records:
    """Return a diary of 120 days, two episodes a day but `worse` on the 14 days before magnesium was begun."""
    start = LAST - timedelta(days=20)
    counts = {LAST - timedelta(days=n): worse if 0 < (start - LAST).days + n <= 14 else 2 for n in range(120)}
    entries = [entry(day, f"{8 + n:02d}:00", intensity=1) for day, count in counts.items() for n in range(count)]
    return kept(*entries, Event(kind="supplement", action="start", name="Magnesium", on=start))


def _spread(chance: random.Random, active: list[int], episodes: int) -> list[int]:
    weights = [chance.gammavariate(1.2, 1.0) * (0.6 + n / max([*active, 1])) for n in active]
    return chance.choices(active, weights, k=episodes)


def _entry(chance: random.Random, n: int, first: date, days: int, key: int) -> Episode:
    hour = min(23.98, max(0.0, chance.choice((chance.gauss(8.5, 2), chance.gauss(15, 3.5), chance.gauss(21, 2)))))
    places = (LID,) + ((CHEEK,) if n > days * 0.75 and chance.random() < 0.4 else ())
    places += (CORNER,) if n > days * 0.88 and chance.random() < 0.3 else ()
    mode = chance.choices(("live", "same_day", "backfilled"), (80, 14, 6))[0]
    return Episode(
        id=f"{key:06d}",
        day=first + timedelta(days=n),
        minute=int(hour * 60) if chance.random() > 0.03 else None,
        duration_s=max(1, int(chance.lognormvariate(1.6, 0.9))) if chance.random() < 0.7 else None,
        places=places if chance.random() < 0.97 else (Place("lid_upper", "right"),),
        intensity=chance.choices((0, 1, 2, 3, 4), (20, 35, 30, 12, 3))[0],
        during=chance.choice(("rest", "screen", "speech", None, "sleep")),
        entry_mode=mode,
        delay_min={"live": 1, "same_day": chance.randint(61, 600), "backfilled": chance.randint(1_440, 4_000)}[mode],
        edited=chance.random() < 0.03,
    )


def _answer(chance: random.Random, n: int, first: date, active: bool) -> Day | None:
    on = first + timedelta(days=n)
    if not active:
        return Day(day=on, state="none", function=0 if chance.random() < 0.5 else None)
    if chance.random() < 0.35:
        return None
    function = chance.choices((0, 1, 2, 3), (10, 50, 30, 10))[0]
    burden = chance.choices((None, "few", "many", "on_and_off", "continuous"), (30, 40, 20, 7, 3))[0]
    return Day(day=on, state="twitched", function=function, burden=burden)
