"""The ten boxes in their order, what stands above and below them, and what a box says that has too few days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reports.analysis.days import EFFECTS
from reports.spoken import ENGLISH
from reports.summary import ANSWERED_DAYS_MIN, PeriodSummary, Summary
from reports.wording import charts, factors, noticed, numbers
from reports.wording.box import Box
from reports.wording.formats import NAME_MAX, percent, shortened
from reports.wording.saying import Say, say_in

NOT_GATED: Final = (1, 2, 8, 9, 10)


def boxes(summary: Summary, *, language: str = ENGLISH) -> tuple[Box, ...]:
    """Return the ten boxes in their order."""
    say = say_in(language)
    gate = _gate(summary, say)
    return tuple(
        _waiting(number, gate, say) if gate and number not in NOT_GATED else made(number, summary, say)
        for number, made in BOXES.items()
    )


def header(summary: Summary, *, language: str = ENGLISH) -> tuple[str, str, str]:
    """Return whose page it is, of which days, and compared with which."""
    say = say_in(language)
    compared = (
        say("compared_with", period=say.period(summary.before.period)) if summary.before else say("nothing_earlier")
    )
    return (shortened(summary.name, NAME_MAX), say.period(summary.now.period), compared)


def footer(summary: Summary, *, language: str = ENGLISH) -> tuple[str, str]:
    """Return the purpose in short form, and what this page was made from."""
    say = say_in(language)
    made_from = say(
        "made_from",
        rules=summary.rules_version or say("rules_off"),
        software=summary.software_version,
        fingerprint=summary.fingerprint,
        diary=summary.reference[:8],
        day=say.day(summary.now.period.last),
    )
    return say("purpose"), made_from


def _gate(summary: Summary, say: Say) -> str | None:
    told = summary.completeness
    if told.enough:
        return None
    key = "gate" if told.needed == ANSWERED_DAYS_MIN else "gate_share"
    return say(key, answered=told.answered, needed=told.needed, days=told.days)


def _waiting(number: int, sentence: str, say: Say) -> Box:
    title = say(f"box_{number}")
    return Box(number=number, title=title, sentences=(sentence,), note=(sentence,), waiting=True)


def _completeness(number: int, summary: Summary, say: Say) -> Box:
    told, title = summary.completeness, say(f"box_{number}")
    answered = say(
        "answered",
        answered=told.answered,
        days=told.days,
        share=percent(told.answered / told.days),
        silent=told.days - told.answered,
    )
    note = _entries(summary, say) if told.answered else _nothing(summary, say)
    return Box(number=number, title=title, sentences=(answered, *note), note=note, alts=(("completeness", answered),))


def _nothing(summary: Summary, say: Say) -> tuple[str, ...]:
    return (say("nothing_recorded", period=say.period(summary.now.period)), say("silence_unknown"))


def _entries(summary: Summary, say: Say) -> tuple[str, ...]:
    told = summary.completeness
    delay = say("delay", length=say.seconds(60 * told.delay_min)) if told.delay_min is not None else ""
    entries = say(
        "entries",
        entries=told.entries,
        live=told.live,
        same_day=told.same_day,
        backfilled=told.backfilled,
        edited=told.edited,
        delay=delay,
    )
    return (entries, say("contradictions", days=told.contradictions)) if told.contradictions else (entries,)


def _effects(number: int, summary: Summary, say: Say) -> Box:
    now = say("effects_now", told=_effect_days(summary.now, say))
    before = say("effects_before", told=_effect_days(summary.before, say)) if summary.before else say("nothing_before")
    alts = (("effects", say.joined((now, before))),)
    return Box(number=number, title=say(f"box_{number}"), sentences=(now, before), alts=alts)


def _effect_days(part: PeriodSummary, say: Say) -> str:
    named = [f"{say(f'effect_{name}')} {count}" for name, count in zip(EFFECTS, part.effects, strict=True) if count]
    return say("effects_of", told=say("comma").join(named), days=part.period.length)


def _questions(number: int, summary: Summary, say: Say) -> Box:
    """Return the person's own words."""
    title = say(f"box_{number}")
    if not summary.questions:
        none = say("no_questions")
        return Box(number=number, title=title, sentences=(none,), note=(none,), waiting=True)
    asked = tuple(f"{place}. {question}" for place, question in enumerate(summary.questions, start=1))
    return Box(number=number, title=title, sentences=asked, note=asked)


BOXES: Final[dict[int, Callable[[int, Summary, Say], Box]]] = {
    1: _completeness, 2: noticed.box, 3: _effects, 4: numbers.box, 5: charts.hours, 6: charts.where, 7: charts.weeks,
    8: charts.every_day, 9: _questions, 10: factors.box,
}  # fmt: skip
