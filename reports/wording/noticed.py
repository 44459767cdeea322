"""Box 2: what the rules found, which areas are new, and the last check of the face against the usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Final

from diary.vocabulary import CHECK_TASKS, TASK_GRADES
from reports.flags.baseline import FirstRecorded
from reports.flags.flag import Flag, Held
from reports.flags.thresholds import BASELINE_DAYS
from reports.records import Check, Reviewed
from reports.summary import AS_USUAL, Summary, is_weak
from reports.wording.box import Box
from reports.wording.formats import shortened
from reports.wording.saying import Say

FLAGS_NAMED: Final = 3
WHO_MAX: Final = 30  # characters of a name
AREAS_NAMED: Final = 3
SIDES: Final = ("right", "left")
SAID_MAX: Final = 420  # characters; as long as three lines of the box


def box(number: int, summary: Summary, say: Say) -> Box:
    """Return box 2."""
    check = last_check(summary.last_check, say) if summary.last_check else say("no_check")
    found = (say("rules_are_off"),) if summary.rules_version is None else _found(summary, say)
    sentences = (*found, check)
    waiting = not summary.flags and not (summary.last_check and is_weak(summary.last_check))
    return Box(number=number, title=say(f"box_{number}"), sentences=sentences, note=sentences, waiting=waiting)


def first_time(one: FirstRecorded, say: Say) -> str:
    """Return a new area with its first day and how often it was recorded."""
    return say("first_time", place=say.place(one.place), day=say.day(one.on), days=one.days)


def last_check(check: Check, say: Say) -> str:
    """Return a check of the face, movement by movement, as far as it differs from the usual."""
    return say("check", day=say.day(check.day), told=movements(check, say))


def movements(check: Check, say: Say) -> str:
    """Return what was weaker than usual, then the rest in one word, then what was told of one side, or not at all."""
    return say("semicolon").join(_told(check, say))


def _parts_weaker(check: Check, say: Say) -> list[str]:
    told = ((term.label(say.language), _weaker(check, term.code)) for term in CHECK_TASKS)
    return [say("check_weaker", task=task, sides=_sides(sides, say)) for task, sides in told if sides]


def _found(summary: Summary, say: Say) -> tuple[str, ...]:
    return (*_raised(summary.flags, say), _new_areas(summary, say))


def _raised(flags: tuple[Flag, ...], say: Say) -> tuple[str, ...]:
    """Return the most urgent flags, those with the newest evidence first, and how many more there are."""
    if not flags:
        return (say("no_rule"),)
    named = sorted(flags[:FLAGS_NAMED], key=attrgetter("newest_on"), reverse=True)
    more = flags[FLAGS_NAMED:]
    rules = say("comma").join(f"{one.rule} {level(one, say)}" for one in more)
    left = (say("flags_more", count=len(more), rules=rules),) if more else ()
    return (*(_flag(one, say) for one in named), say.joined((*left, *_reviews(flags, say))))


def _reviews(flags: tuple[Flag, ...], say: Say) -> Iterator[str]:
    """Yield who has seen which of the flags, and whether there are others."""
    signed: dict[Reviewed, list[str]] = {}
    for flag in flags:
        if flag.review is not None:
            by_whom = replace(flag.review, rule="", level="")
            signed.setdefault(by_whom, []).append(flag.rule)
    for review, rules in signed.items():
        who = shortened(review.by or review.practice, WHO_MAX) or say("somebody")
        yield say("reviewed", rules=say("comma").join(rules), who=who, day=say.day(review.on))
    left = len(flags) - sum(map(len, signed.values()))
    if left:
        yield say("unreviewed_rest" if signed else "unreviewed", flags=left)


def _flag(flag: Flag, say: Say) -> str:
    return say(
        "flag",
        day=say.day(flag.newest_on),
        level=level(flag, say),
        rule=flag.rule,
        said=shortened(flag.clinician, SAID_MAX),
    )


def level(flag: Flag | Held, say: Say) -> str:
    """Return how soon it is to be seen."""
    return say("level_within_days" if flag.urgency == "within_days" else f"level_{flag.level}")


def _new_areas(summary: Summary, say: Say) -> str:
    if summary.comparable_days == 0:
        return say("baseline_only", days=BASELINE_DAYS.value)
    named = [first_time(one, say) for one in summary.first_recorded]
    return say("new_areas", areas=say.named(named, AREAS_NAMED) or say("none_new"))


def _told(check: Check, say: Say) -> list[str]:
    told = {term: _grades(check, term.code) for term in CHECK_TASKS}
    as_usual = [term for term, sides in told.items() if sides and not _weaker(check, term.code)]
    usual = [term for term in as_usual if len(told[term]) == len(SIDES)]
    half = [
        say("check_one_side", task=term.label(say.language), side=_sides(told[term], say))
        for term in as_usual
        if len(told[term]) < len(SIDES)
    ]
    untold = [term.label(say.language) for term, sides in told.items() if not sides]
    if len(untold) == len(CHECK_TASKS):
        return [say("check_no_task")]
    parts = _parts_weaker(check, say)
    if usual:
        parts.append(say("check_rest") if parts and not half else say("check_same", tasks=len(usual)))
    parts += [say("check_half", tasks=say("comma").join(half))] if half else []
    return [*parts, say("check_not_asked", tasks=say("comma").join(untold))] if untold else parts


def _sides(grades: Mapping[str, str], say: Say) -> str:
    labels = {term.code: term.label(say.language) for term in TASK_GRADES}
    return say("comma").join(
        say("check_side", side=say(f"side_{side}"), grade=labels[grade]) for side, grade in grades.items()
    )


def _weaker(check: Check, task: str) -> dict[str, str]:
    return {side: grade for side, grade in _grades(check, task).items() if grade != AS_USUAL}


def _grades(check: Check, task: str) -> dict[str, str]:
    """Return what was told of a movement, right before left."""
    told = check.tasks.get(task) or {}
    return {side: told[side] for side in SIDES if told.get(side)}
