"""
Tell whether a predicate of `reports.flags.predicates` holds of a check, and by which answers and tasks. Pure.

`phone/static/phone/rules.js` says the same in JavaScript, function by function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Data = Mapping[str, Any]
Codes = frozenset[str]
Sides = tuple[str, ...]

BOTH: Final[Sides] = ("left", "right")
SIDES: Final[dict[str | None, Sides]] = {
    "left": ("left",), "right": ("right",), "both_together": BOTH, "both_apart": BOTH,
}  # fmt: skip
SIDE_NAMES: Final = ("unknown", "one", "both")  # by how many sides were said
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A check with its context, as the predicates see it. `side` is bound within `same_side`."""

    table: Data
    answers: Mapping[str, Data]
    tasks: Mapping[str, Data]
    lost: Codes
    day: date | None
    context: Data
    side: str | None = None

    def sides(self, code: str) -> Sides:
        """Return the sides on which a task is weaker, or the sides that an answer named; empty where none was."""
        if code in self.tasks:
            return tuple(side for side in BOTH if self.tasks[code].get(side) not in (None, "same"))
        side = self.answers.get(code, {}).get("side") or self.table["implied_sides"].get(code)
        return SIDES.get(side, ())


def given(check: Data, context: Data, table: Data) -> Given:
    """Read a check; what it does not have was not asked."""
    return Given(
        table=table,
        answers=answers_of(check),
        tasks={task: grades or {} for task, grades in (check.get("tasks") or {}).items()},
        lost=frozenset(check.get("tasks_lost") or ()),
        day=_day(check),
        context=context,
    )


def holds(predicate: Data, of: Given) -> Codes | None:
    """Return what `predicate` holds by, which may be nothing; None where it does not hold."""
    operator = next(name for name in OPERATORS if name in predicate)
    return OPERATORS[operator](predicate, of)


def places(where: Data, of: Given) -> list[tuple[str, Sides]]:
    """Return sites with their sides: those of the events that `where` describes, or of the baseline."""
    if "baseline" in where:
        return _places({"sites": of.context.get(where["baseline"])})
    return [place for event in _events(where, of) for place in _places(event)]


def answers_of(check: Data) -> dict[str, Data]:
    """Return the answers as objects; a plain value is shorthand for one."""
    told = check.get("answers") or {}
    return {code: one if isinstance(one, Mapping) else {"value": one} for code, one in told.items()}


def instant_ms(value: object) -> int | None:
    """Return milliseconds since 1970 of an RFC 3339 time with its offset; None for anything else."""
    at = _instant(value)
    return None if at is None else milliseconds(at)


def milliseconds(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # a day or an hour that does not exist
        return None


def _day(check: Data) -> date | None:
    """Return the local day of the check, where it was made; None where its time cannot be read."""
    at = _instant(check.get("performed_at"))
    if at is None:
        return None
    try:
        return at.astimezone(ZoneInfo(check["time_zone"])).date()
    except (KeyError, TypeError, ValueError, OSError):  # no zone, or none that is known here: the day as it was written
        return at.date()


def _all(predicates: Iterable[Data], of: Given) -> Codes | None:
    found = [holds(one, of) for one in predicates]
    return None if None in found else _union(found)


def _any(predicates: Iterable[Data], of: Given, least: int = 1) -> Codes | None:
    found = [by for one in predicates if (by := holds(one, of)) is not None]
    return _union(found) if len(found) >= least else None


def _not(predicate: Data, of: Given) -> Codes | None:
    return frozenset() if holds(predicate, of) is None else None


def _same_side(predicates: Sequence[Data], of: Given) -> Codes | None:
    found = [by for side in BOTH if (by := _all(predicates, replace(of, side=side))) is not None]
    return _union(found) if found else None


def _answer(predicate: Data, of: Given) -> Codes | None:
    return frozenset(code for code in predicate["answer"] if _said(code, predicate, of)) or None


def _said(code: str, predicate: Data, of: Given) -> bool:
    told, sides = of.answers.get(code, {}), of.sides(code)
    speed = told.get("onset_speed") or "unknown"
    return (
        told.get("value") == "yes"
        and ("speed" not in predicate or speed in predicate["speed"])
        and ("side" not in predicate or SIDE_NAMES[len(sides)] in predicate["side"])
        and (of.side is None or not sides or of.side in sides)
    )


def _task(predicate: Data, of: Given) -> Codes | None:
    wanted = BOTH if of.side is None else (of.side,)
    weak = {
        task: {side for side in wanted if of.tasks.get(task, {}).get(side) in predicate["grade"]}
        for task in predicate["task"]
    }
    on = SIDE_NAMES[len(set().union(*weak.values()))]
    by = frozenset(task for task, sides in weak.items() if sides)
    return by if by and ("side" not in predicate or on in predicate["side"]) else None


def _lost(predicate: Data, of: Given) -> Codes | None:
    return of.lost & frozenset(predicate["lost"]) or None


def _event(predicate: Data, of: Given) -> Codes | None:
    return frozenset() if _events(predicate, of) else None


def _events(where: Data, of: Given) -> list[Data]:
    happened = [one for one in of.context.get("events") or () if one.get("action") != "planned"]
    return [one for one in happened if one.get("kind") == where["event"] and _fits(one, where, of)]


def _fits(event: Data, where: Data, of: Given) -> bool:
    first, last = where["days"]
    at_sites = "sites" not in where or any(site in where["sites"] for site, _ in _places(event))
    return of.day is not None and first <= (of.day - date.fromisoformat(event["on"])).days <= last and at_sites


def _places(event: Data) -> list[tuple[str, Sides]]:
    """Return the event's sites with their sides. A site without a side has the event's; the middle is both sides."""
    named = [{"site": one} if isinstance(one, str) else one for one in event.get("sites") or ()]
    sided = SIDES | {"middle": BOTH}
    return [(one["site"], sided.get(one.get("side")) or sided.get(event.get("side"), ())) for one in named]


def _union(found: Iterable[Codes | None]) -> Codes:
    return frozenset().union(*(by for by in found if by))


OPERATORS: Final[dict[str, Callable[[Data, Given], Codes | None]]] = {
    "all": lambda one, of: _all(one["all"], of),
    "any": lambda one, of: _any(one["any"], of),
    "not": lambda one, of: _not(one["not"], of),
    "at_least": lambda one, of: _any(one["of"], of, one["at_least"]),
    "same_side": lambda one, of: _same_side(one["same_side"], of),
    "is": lambda one, of: holds(of.table["named"][one["is"]], of),
    "answer": _answer,
    "task": _task,
    "lost": _lost,
    "event": _event,
}
