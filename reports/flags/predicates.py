"""
The predicates of the rules over one answer: plain JSON, small enough for an evaluator of eighty lines in any language.

A predicate is an object with one of the keys below. It either does not hold, or it holds *by* some answers, tasks and
lost tasks, whose codes are the evidence.

all, any : predicates
not : a predicate; it holds by nothing
at_least : a number, of the predicates in `of`
same_side : predicates that hold together on the left, or on the right; a side that was not said fits both
is : the name of a predicate in the table
answer : codes, any of which is "yes", with one of `speed` and one of `side` where these are given
task : tasks of the face check, any of which has one of `grade`; `side` tells on how many sides, over all of them
lost : named tasks, any of which is lost
event : a kind of event, so many `days` before the check and, where `sites` are given, at one of them

`speed` is how fast it began, "unknown" where that was not said. `side` is "one", "both" or "unknown". Only "yes" ever
counts: "unsure", "no" and silence are not "yes".
"""

from __future__ import annotations

from typing import Any

from diary import vocabulary as v
from reports.flags.thresholds import CLEARLY_WEAK, Threshold

Predicate = dict[str, Any]
Grades = Threshold[tuple[str, ...]]
Days = Threshold[tuple[int, int]]


def all_of(*predicates: Predicate) -> Predicate:
    return {"all": list(predicates)}


def any_of(*predicates: Predicate) -> Predicate:
    return {"any": list(predicates)}


def not_any(*predicates: Predicate) -> Predicate:
    return {"not": any_of(*predicates)}


def at_least(number: int, *predicates: Predicate) -> Predicate:
    return {"at_least": number, "of": list(predicates)}


def same_side(*predicates: Predicate) -> Predicate:
    return {"same_side": list(predicates)}


def named(name: str) -> Predicate:
    return {"is": name}


def answer(*codes: str, speed: tuple[str, ...] = (), side: tuple[str, ...] = ()) -> Predicate:
    return {"answer": list(codes)} | _given(speed=speed, side=side)


def task(*tasks: str, grade: Grades = CLEARLY_WEAK, side: tuple[str, ...] = ()) -> Predicate:
    """Name tasks, all of them by default."""
    return {"task": list(tasks or v.codes(v.CHECK_TASKS)), "grade": list(grade.value)} | _given(side=side)


def lost(*tasks: str) -> Predicate:
    """Name lost tasks, all of them by default."""
    return {"lost": list(tasks or v.codes(v.TASKS_LOST))}


def event(kind: str, days: Days, *sites: str) -> Predicate:
    return {"event": kind, "days": list(days.value)} | _given(sites=sites)


def _given(**parts: tuple[str, ...]) -> Predicate:
    return {name: list(part) for name, part in parts.items() if part}


ALWAYS = all_of()
NEVER = any_of()
