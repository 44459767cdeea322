"""The face checks that a person makes: when, what they find, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import floor
from random import Random
from types import MappingProxyType
from typing import Final
from uuid import UUID

from diary.vocabulary import CHECK_TASKS, codes
from reports.simulate.chance import within
from reports.simulate.facts import Answer, Grades, SimulatedCheck
from reports.simulate.person import Complaint, Person
from reports.simulate.profiles import CHECKING
from reports.simulate.truth import MINUTES_A_DAY, at

TASKS: Final = codes(CHECK_TASKS)
AWAKE_MIN: Final = (8 * 60.0, 21.5 * 60.0)  # assumption
TAKES_MIN: Final = 3  # assumption
NOTICED: Final = 0.1  # assumption: the degree from which a person looks more often
# Assumption: what the phone asks each time.
ROUTINE: Final = (
    "face_droop", "face_numb", "arm_weak", "leg_weak", "speech_slurred", "swallow_choking", "double_vision",
    "hearing_loss",
)  # fmt: skip

_MOUTH: Final = ("same", "a_bit_weaker", "a_bit_weaker", "clearly_weaker", "clearly_weaker", "cannot")
# House JW, Brackmann DE (1985), Otolaryngol Head Neck Surg 93:146: forehead, eye and mouth at the grades I to VI, as
# emedicine.medscape.com/article/2172449 prints them. Which of the check's four words each is, is an assumption.
HOUSE_BRACKMANN: Final = MappingProxyType(
    {
        "brow": ("same", "a_bit_weaker", "clearly_weaker", "cannot", "cannot", "cannot"),
        "eye_closure": ("same", "a_bit_weaker", "a_bit_weaker", "clearly_weaker", "clearly_weaker", "cannot"),
        "smile": _MOUTH,
        "pucker": _MOUTH,
        "cheeks": _MOUTH,
    }
)


def examine(person: Person, first: date, present: tuple[bool, ...], chance: Random) -> tuple[SimulatedCheck, ...]:
    """Return the checks on the days when one was due and the person was there, in their order."""
    if person.writing.check_every_days is None:
        return ()
    checks: list[SimulatedCheck] = []
    before: int | None = None
    for day in range(person.days):
        due = before is None or day - before >= _every_days(person, day, person.writing.check_every_days)
        if due and present[day] and chance.random() < CHECKING["kept"].value:
            checks.append(_check(person, first, day, chance))
            before = day
    return tuple(checks)


def _every_days(person: Person, day: int, usual: float) -> float:
    """Return the days from one check to the next: one at first when something has grown weak."""
    often_for = CHECKING["often_for"].value
    for weakness in person.weaknesses:
        if 0 <= day - weakness.points[0][0] <= often_for and weakness.degree(day) >= NOTICED:
            return CHECKING["every_days_weak"].value
    return usual


def _check(person: Person, first: date, day: int, chance: Random) -> SimulatedCheck:
    minute = floor(chance.uniform(*AWAKE_MIN))
    moment = day + minute / MINUTES_A_DAY
    performed_at = at(first + timedelta(days=day), minute, person.zone_on(day))
    return SimulatedCheck(
        id=UUID(int=chance.getrandbits(128), version=4),
        performed_at=performed_at,
        time_zone=person.zone_on(day),
        tasks=_with_a_slip(tuple(_grades(person, moment, chance)), chance),
        answers=tuple(_answers(person, first, moment, chance)),
        tasks_lost=tuple(_lost(person, day, chance)),
        recorded_at=performed_at + timedelta(minutes=TAKES_MIN),
    )


def _grades(person: Person, moment: float, chance: Random) -> Iterator[Grades]:
    for task in TASKS:
        is_done = chance.random() >= CHECKING["skipped"].value
        left, right = (_grade(person, task, side, moment, chance) for side in ("left", "right"))
        yield Grades(task, left, right) if is_done else Grades(task, None, None)


def _grade(person: Person, task: str, side: str, moment: float, chance: Random) -> str:
    found = [one for one in person.weaknesses if task in one.tasks and one.side in (side, "both")]
    degree = max((one.degree(moment) for one in found), default=0.0)
    if degree == 0:
        return "same"
    seen = within(degree + chance.gauss(0, CHECKING["unsteady"].value), 0, 1)
    return HOUSE_BRACKMANN[task][round(5 * seen)]


def _with_a_slip(tasks: tuple[Grades, ...], chance: Random) -> tuple[Grades, ...]:
    """Return the tasks, rarely with one side of one ticked a bit weaker though it was not."""
    if chance.random() >= CHECKING["false_weaker"].value:
        return tasks
    slip, is_left = chance.randrange(len(tasks)), chance.random() < 0.5
    return tuple(_slipped(one, is_left=is_left) if n == slip else one for n, one in enumerate(tasks))


def _slipped(one: Grades, *, is_left: bool) -> Grades:
    if is_left:
        return Grades(one.task, "a_bit_weaker" if one.left == "same" else one.left, one.right)
    return Grades(one.task, one.left, "a_bit_weaker" if one.right == "same" else one.right)


def _answers(person: Person, first: date, moment: float, chance: Random) -> Iterator[Answer]:
    now = [one for one in person.complaints if one.first <= moment and (one.last is None or moment <= one.last)]
    for complaint in {one.code: one for one in now}.values():  # the later of two of one code
        yield _yes(person, complaint, first)
    complained = {one.code for one in now}
    for code in ROUTINE:
        if code not in complained and chance.random() < CHECKING["asked"].value:
            yield Answer(code=code, value="unsure" if chance.random() < CHECKING["unsure"].value else "no")


def _yes(person: Person, complaint: Complaint, first: date) -> Answer:
    day = floor(complaint.first)
    return Answer(
        code=complaint.code,
        value="yes",
        side=complaint.side,
        onset_at=_began(person, first + timedelta(days=day), day, complaint.first - day),
        onset_speed=complaint.onset_speed,
    )


def _began(person: Person, date: date, day: int, share: float) -> datetime:
    return at(date, floor(share * MINUTES_A_DAY), person.zone_on(day))


def _lost(person: Person, day: int, chance: Random) -> Iterator[str]:
    for loss in person.losses:
        if loss.day <= day and chance.random() < CHECKING["ticks_loss"].value:
            yield loss.task
