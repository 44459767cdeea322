"""What a column of a file can mean: the targets of episodes and of days, each with its bounds, codes and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from diary import vocabulary as v
from diary.imports import words

Resource = Literal["episodes", "days"]
RESOURCES: Final[tuple[Resource, ...]] = ("episodes", "days")

Reads = Literal[
    "when", "time", "end", "instant", "zone", "span", "whole", "code", "codes", "drinks", "truth", "site", "side",
    "note", "keep", "ignore",
]  # fmt: skip
SETTLED_BY_VALUES: Final[frozenset[Reads]] = frozenset({"when", "time", "end", "instant"})
MANY_COLUMNS: Final[frozenset[Reads]] = frozenset({"note", "keep", "ignore"})
TAKES_VALUES: Final[frozenset[Reads]] = frozenset({"whole", "code", "codes", "drinks", "truth", "site", "side"})


@dataclass(frozen=True, slots=True)
class Target:
    """
    One meaning of a column: how a cell is read, and the field of the service that it becomes.

    `field` is empty where several columns make one field. A span is asked for in one of `units` and becomes seconds
    or minutes, as the field's name says; `lowest` and `highest` are in the field's unit.
    """

    name: str
    reads: Reads
    field: str = ""
    lowest: int = 0
    highest: int = 0
    units: tuple[str, ...] = ()
    terms: tuple[v.Term, ...] = ()
    is_number: bool = False  # the code is stored as a number

    @property
    def unit_s(self) -> int:
        """The seconds in one unit of the field of a span."""
        return 1 if self.field.endswith("_s") else 60


CLOCK_UNITS: Final = ("hh:mm:ss", "hh:mm", "mm:ss")
_SPAN: Final = ("s", "min", "h", *CLOCK_UNITS)
_LONG_SPAN: Final = ("min", "h", "hh:mm")
_EVERYWHERE: Final = (Target("note", "note", "note"), Target("keep", "keep"), Target("ignore", "ignore"))


def _whole(name: str, lowest: int, highest: int, units: tuple[str, ...] = ()) -> Target:
    return Target(name, "whole", name, lowest, highest, units)


def _code(name: str, terms: tuple[v.Term, ...], *, is_number: bool = False) -> Target:
    return Target(name, "code", name, highest=len(terms) - 1, terms=terms, is_number=is_number)


_SLEEP: Final = Target("sleep", "span", "sleep_min", 0, v.SLEEP_MIN_MAX, _LONG_SPAN)
_CAFFEINE: Final = _whole("caffeine_mg", 0, v.CAFFEINE_MG_MAX, ("mg",))
_STRESS: Final = _whole("stress", 0, v.STRESS_MAX)

_EPISODES: Final = (
    Target("started_at", "when"),
    Target("date", "when"),
    Target("time", "time"),
    Target("ended_at", "end"),
    Target("duration", "span", "duration_s", 0, v.DURATION_S_MAX, _SPAN),
    Target("time_zone", "zone"),
    _code("time_precision", v.TIME_PRECISIONS),
    Target("recorded_at", "instant", "recorded_at"),
    Target("ongoing", "truth", "ongoing"),
    _whole("count", v.COUNT_MIN, v.COUNT_MAX),
    Target("site", "site"),
    Target("side", "side"),
    _code("rhythm", v.RHYTHMS),
    _code("intensity", v.INTENSITIES, is_number=True),
    _code("during", v.CONTEXTS),
    _code("movement", v.MOVEMENTS),
    _code("suppressible", v.ANSWERS),
    _code("urge", v.ANSWERS),
    _code("observed_by", v.OBSERVERS),
    Target("sensations", "codes", "sensations", terms=v.SENSATIONS),
    _STRESS,
    _SLEEP,
    _CAFFEINE,
    *_EVERYWHERE,
)
_DAYS: Final = (
    Target("date", "when"),
    _code("state", v.DAY_STATES),
    _code("burden", v.BURDENS),
    _code("function", v.FUNCTIONS, is_number=True),
    _SLEEP,
    _whole("sleep_quality", 0, v.STRESS_MAX),
    _STRESS,
    _whole("fatigue", 0, v.STRESS_MAX),
    _CAFFEINE,
    Target("drinks", "drinks", "drinks"),
    Target("last_caffeine_at", "instant", "last_caffeine_at"),
    Target("screen", "span", "screen_min", 0, v.SCREEN_MIN_MAX, _LONG_SPAN),
    _whole("alcohol_units", 0, v.ALCOHOL_UNITS_MAX),
    Target("wearing_off", "truth", "wearing_off"),
    *_EVERYWHERE,
)

TARGETS: Final[Mapping[Resource, Mapping[str, Target]]] = MappingProxyType(
    {
        "episodes": MappingProxyType({target.name: target for target in _EPISODES}),
        "days": MappingProxyType({target.name: target for target in _DAYS}),
    }
)


def code_words(target: Target) -> dict[str, str]:
    """Return {key: code} of everything that means a code of `target`: the codes, their labels, usual words."""
    own = words.CODES.get("answers" if target.terms == v.ANSWERS else target.name, {})
    found = {words.key(word): code for code, usual in own.items() for word in usual}
    for term in target.terms:
        found |= {words.key(word): term.code for word in (term.code, term.en, term.zh_hant)}
    return found
