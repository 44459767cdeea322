"""Small diaries for the rules over the history: days are numbers, counted from the diary's first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from reports.flags.flag import Flag
from reports.flags.raised import flags_of
from reports.records import Check, Day, Episode, Event, Place, Records, in_order

FIRST = date(2026, 3, 1)
R_LID, L_LID = Place("lid_lower", "right"), Place("lid_lower", "left")


def on(number: int) -> date:
    """Return the day with this number."""
    return FIRST + timedelta(days=number)


def right(*sites: str) -> tuple[Place, ...]:
    return tuple(Place(site, "right") for site in sites)


def left(*sites: str) -> tuple[Place, ...]:
    return tuple(Place(site, "left") for site in sites)


def entry(number: int, *places: Place, key: str = "", **facts: Any) -> Episode:
    """Return an entry of this day, of the right lower eyelid unless said otherwise."""
    told = places or (R_LID,)
    return Episode(
        id=key or f"e{number:04d}{len(told)}{told[0].site}", day=on(number), places=told, **{"minute": 600} | facts
    )


def entries(numbers: Any, *places: Place, **facts: Any) -> list[Episode]:
    return [entry(number, *places, **facts) for number in numbers]


def check(number: int, *said: str, key: str = "", lost: tuple[str, ...] = (), **answers: Any) -> Check:
    """Return a check of this day: codes that are "yes", codes with more, lost tasks."""
    told = {code: {"value": "yes"} for code in said} | {code: {"value": "yes"} | more for code, more in answers.items()}
    return Check(
        id=key or f"c{number:04d}",
        day=on(number),
        performed_at=datetime.combine(on(number), time(12), UTC),
        answers=told,
        tasks_lost=lost,
    )


def face(number: int, grade: str, *, side: str = "right", task: str = "smile") -> Check:
    """Return a check of this day with one graded task."""
    return Check(
        id=f"f{number:04d}",
        day=on(number),
        performed_at=datetime.combine(on(number), time(12), UTC),
        tasks={task: {side: grade}},
    )


def event(number: int, kind: str, action: str = "single", *places: Place, side: str | None = None) -> Event:
    return Event(id=f"v{number:04d}{kind}", kind=kind, action=action, name="", on=on(number), side=side, places=places)


def quiet(numbers: Any) -> list[Day]:
    """Return days that were answered "none"."""
    return [Day(day=on(number), state="none") for number in numbers]


def kept(*facts: Any, **declared: Any) -> Records:
    """Return a diary that holds these facts, lists among them taken apart."""
    flat = [one for fact in facts for one in (fact if isinstance(fact, list) else [fact])]
    return Records(
        reference="",
        name="",
        episodes=tuple(one for one in flat if isinstance(one, Episode)),
        days=tuple(one for one in flat if isinstance(one, Day)),
        events=tuple(one for one in flat if isinstance(one, Event)),
        checks=tuple(one for one in flat if isinstance(one, Check)),
        **declared,
    )


def flags(records: Records, number: int, language: str = "en") -> dict[str, Flag]:
    """Return the flags as of the day with this number, by rule."""
    now = datetime.combine(on(number), time(20), UTC)
    return {flag.rule: flag for flag in flags_of(in_order(records), as_of=on(number), now=now, language=language)}


LIDS = entries(range(0, 60, 2))
CHEEK = entries((20, 23), *right("cheek"))
RESTRAINED = {"suppressible": "yes", "urge": "yes"}
SLOW = {"onset_speed": "days_to_4_weeks"}
CALF = entries(range(0, 60, 3), *left("calf"))
PALSY = event(0, "palsy", side="right")
BOTH_LIDS = (Place("lid_upper", "both_together"),)
SMILE = entries((100, 101, 120), *right("lid_lower"), movement="smile")
DAILY = entries(range(84))
CHIN = entries(range(0, 40, 3), *right("chin"))
