"""
What was said of a day, as Observations, one for each value. Pure.

A day is zero episodes only where the person answered "none" and nothing speaks against it. A silent day is not known:
no resource tells of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reports.fhir.codes import coding, concept, hl7, item, measured
from reports.fhir.frame import Entry, Fact, Frame
from reports.fhir.values import Resource, quantity, text
from reports.records import CONTINUAL

SERVINGS: Final = "{servings}"
_CODED: Final = ("burden", "function")
_MEASURED: Final = (
    "caffeine_mg", "sleep_min", "sleep_quality", "stress", "fatigue", "screen_min", "alcohol_units",
)  # fmt: skip


def episodes_by_day(episodes: Iterable[Fact]) -> Mapping[str, int]:
    """Return how many episodes are recorded on each local day that has one; "3 times" is three of them."""
    counts: Counter[str] = Counter()
    for episode in episodes:
        counts[episode["day"]] += episode["count"] or 1
    return counts


def entries(frame: Frame, day: Fact, counts: Mapping[str, int]) -> Iterator[Entry]:
    """Yield what was said of this day; `counts` are the episodes of all days."""
    for name, value in _values(frame, day, counts):
        code = item(name, frame.language)
        yield frame.observation(
            f"{_fact(day)}:{name}", code=code, fact=_fact(day), effectiveDateTime=day["date"], **value
        )


def _fact(day: Fact) -> str:
    return f"day:{day['date']}"


def _values(frame: Frame, day: Fact, counts: Mapping[str, int]) -> Iterator[tuple[str, Resource]]:
    language = frame.language
    if day["state"] != "unknown" or day["burden"] is not None:
        state = {"code": item("state", language), "valueCodeableConcept": concept("state", day["state"], language)}
        yield "episodes", {**_episodes(day, counts.get(day["date"], 0)), "component": [state]}
    for name in _CODED:
        if day[name] is not None:
            yield name, {"valueCodeableConcept": concept(name, str(day[name]), language)}
    for name in _MEASURED:
        if day[name] is not None:
            yield name, {"valueQuantity": measured(name, day[name])}
    yield from _as_typed(day, language)


def _episodes(day: Fact, recorded: int) -> Resource:
    """Return how many episodes the day had, or that this is not known: as `reports.analysis.days` counts them."""
    twitched = recorded > 0 or day["state"] == "twitched" or day["burden"] is not None
    if day["burden"] in CONTINUAL or (twitched and not recorded):
        return {"dataAbsentReason": hl7("data-absent-reason", "unknown")}
    return {"valueQuantity": measured("episodes", recorded)}


def _as_typed(day: Fact, language: str) -> Iterator[tuple[str, Resource]]:
    if day["drinks"] is not None:
        yield "drinks", _drinks(day["drinks"], language)
    if day["last_caffeine_at"] is not None:
        yield "last_caffeine_at", {"valueDateTime": day["last_caffeine_at"]}
    if day["wearing_off"] is not None:
        yield "wearing_off", {"valueBoolean": day["wearing_off"]}
    if note := text(day["note"]):
        yield "note", {"valueString": note}


def _drinks(drinks: list[Fact], language: str) -> Resource:
    """Return the drinks of a day with their sum, which is zero for who said that there were none."""
    each = [
        {"code": {"coding": [coding("drink", one["kind"], language)]}, "valueQuantity": _servings(one["count"])}
        for one in drinks
    ]
    total = {"valueQuantity": _servings(sum(one["count"] for one in drinks))}
    return {**total, "component": each} if each else total


def _servings(count: int) -> Resource:
    return quantity(count, SERVINGS)
