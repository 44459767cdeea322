"""What face checks say, on the grid of days: answers with their side and speed, grades of tasks, lost tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from reports.flags.answer_flags import document_of
from reports.flags.history.timeline import Bools, Timeline
from reports.flags.holding import answers_of
from reports.flags.thresholds import CLEARLY_WEAK
from reports.records import BOTH, Check

SLOWLY: Final = ("days_to_4_weeks", "slower")
NOT_SUDDEN: Final = ("hours_to_3_days", *SLOWLY)
GRADE: Final = {"same": 0, "a_bit_weaker": 1, "clearly_weaker": 2, "cannot": 3}
Tells = Callable[[Check], bool]


def days_of(timeline: Timeline, tells: Tells) -> Bools:
    """Return the days of the checks that tell something."""
    return timeline.on([timeline.at(check.day) for check in timeline.checks if tells(check)])


def checks_from(timeline: Timeline, tells: Tells, first: int, last: int) -> Sequence[Check]:
    """Return the checks that tell something, from one day to another, the oldest first."""
    return [check for check in timeline.checks if first <= timeline.at(check.day) <= last and tells(check)]


def says(*codes: str, side: str | None = None, speeds: Collection[str] = ()) -> Tells:
    """
    Return what tells that one of these answers is "yes".

    On `side`, where one is given: an answer without a side, or of both, fits it too. Begun at one of `speeds`, where
    any are given: an answer that does not say how fast it began does not fit then.
    """

    def tells(check: Check) -> bool:
        answers = answers_of(document_of(check))
        return any(_fits(answers.get(code) or {}, side, speeds) for code in codes)

    return tells


def _fits(answer: Any, side: str | None, speeds: Collection[str]) -> bool:
    if answer.get("value") != "yes" or (speeds and answer.get("onset_speed") not in speeds):
        return False
    return side is None or answer.get("side") in (side, None, "unsure", *BOTH)


def yes_count(check: Check, codes: Collection[str]) -> int:
    """Return how many of these answers are "yes"."""
    return sum(says(code)(check) for code in codes)


def weak(*, grades: Collection[str] = CLEARLY_WEAK.value, side: str | None = None) -> Tells:
    """Return what tells that a task of the face check has one of these grades, on one side where it is given."""

    def tells(check: Check) -> bool:
        return any(_grade_in(sides, grades, side) for sides in check.tasks.values())

    return tells


def _grade_in(sides: Any, grades: Collection[str], side: str | None) -> bool:
    return any(grade in grades for where, grade in (sides or {}).items() if side in (None, where))


def grades(check: Check, side: str) -> dict[str, int]:
    """Return the grade of each task of one side that was graded, 0 (as usual) to 3."""
    told = {task: (sides or {}).get(side) for task, sides in check.tasks.items()}
    return {task: GRADE[grade] for task, grade in told.items() if grade in GRADE}
