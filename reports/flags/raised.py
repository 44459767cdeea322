"""
The flags of a diary on one day: the rules over one answer and the rules over the history together. Pure.

No flag is stored: each follows from the records as they stand, so that correcting or deleting what raised it takes it
back, and completing the diary later tells since when it would have held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import numpy as np

from reports import spoken
from reports.flags import history_words_en, history_words_zh_hant
from reports.flags.answer_flags import answer_flags_of
from reports.flags.answer_rules import LEVELS
from reports.flags.answer_table import PHRASES
from reports.flags.flag import URGENCIES, Evidence, Flag
from reports.flags.history.rule import Fact, Found, Others, Phrases, Rule, Said
from reports.flags.history.table import RULES
from reports.flags.history.timeline import SIDES, Bools, Timeline
from reports.flags.words import Words
from reports.records import Check, Day, Episode, Event, Ordered, Place

WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "en": history_words_en.WORDS,
    "zh-Hant": history_words_zh_hant.WORDS,
}
PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": history_words_en.PARTS,
    "zh-Hant": history_words_zh_hant.PARTS,
}
ENGLISH: Final = "en"
EVIDENCE_MAX: Final = 20
TO_BE_SEEN: Final = ("same_day", "soon")


def flags_of(records: Ordered, *, as_of: date, now: datetime, language: str = ENGLISH) -> tuple[Flag, ...]:
    """
    Return the flags that hold on the local day `as_of`, the most urgent first.

    `now` only limits the clock of a rule over one answer.
    """
    told = answer_flags_of(records, as_of=as_of, now=now, language=language)
    timeline = Timeline(records, last=as_of)
    found = everything(timeline, also_soon=_standing_soon(timeline, told))
    held = (_flag(timeline, rule, ways, language) for rule, ways in found)
    reviewed = (_with_review(flag, records, as_of) for flag in (*told, *(flag for flag in held if flag)))
    return tuple(sorted(reviewed, key=_urgency))


def _with_review(flag: Flag, records: Ordered, as_of: date) -> Flag:
    newest = None
    for one in records.reviewed:
        as_urgent = one.rule == flag.rule and LEVELS.index(one.level) <= LEVELS.index(flag.level)
        if as_urgent and flag.newest_on <= one.on <= as_of and (newest is None or one.on >= newest.on):
            newest = one
    return flag if newest is None else replace(flag, review=newest)


def _urgency(flag: Flag) -> tuple[int, int]:
    return (LEVELS.index(flag.level), URGENCIES.index(flag.urgency))


def everything(timeline: Timeline, *, also_soon: Bools | None = None) -> list[tuple[Rule, list[Found]]]:
    """
    Return every rule over the history with every way in which it holds, on every day.

    `also_soon` are days on which something else waits to be seen soon.
    """
    soon = np.zeros(timeline.length, np.bool_) if also_soon is None else also_soon.copy()
    seen = soon.copy()
    rules: dict[str, Bools] = {}
    found: list[tuple[Rule, list[Found]]] = []
    for rule in RULES:
        ways = list(rule.find(timeline, Others(soon, seen, rules)))
        rules[rule.id] = days_held([way for way in ways if way.case.level in TO_BE_SEEN], timeline.length)
        for way in ways:
            soon |= way.holds & (way.case.level == "soon")
            seen |= way.holds & (way.case.level in TO_BE_SEEN)
        found.append((rule, ways))
    return found


def days_held(ways: Sequence[Found], length: int) -> Bools:
    """Return the days on which a rule holds in any way."""
    held = np.zeros(length, np.bool_)
    for way in ways:
        held |= way.holds
    return held


def _standing_soon(timeline: Timeline, flags: Sequence[Flag]) -> Bools:
    days = np.arange(timeline.length)
    since = [timeline.at(flag.first_true_on) for flag in flags if flag.level == "soon"]
    return days >= min(since, default=timeline.length)


def _flag(timeline: Timeline, rule: Rule, ways: Sequence[Found], language: str) -> Flag | None:
    last = timeline.length - 1
    held = [way for way in ways if way.holds[last]]
    if not held:
        return None
    held.sort(key=lambda way: _rank(rule, way))
    first = held[0]
    words = WORDS.get(language, WORDS[ENGLISH])[first.case.key]
    said = {name: _spoken(value, language) for name, value in _said(first, held, last).items()}
    joint = PHRASES.get(language, PHRASES[ENGLISH]).joint
    return Flag(
        rule=rule.id,
        version=rule.version,
        level=first.case.level,
        urgency=first.case.urgency,
        title=words.title,
        text=joint.join(part.format(**said) for part in words.text),
        clinician=words.clinician.format(**said),
        evidence=evidence_of(held, last),
        first_true_on=timeline.day(_since(days_held(_as_urgent(held, first), timeline.length))),
        source=rule.source,
        basis=rule.basis,
    )


def _said(first: Found, held: Sequence[Found], day: int) -> dict[str, Said]:
    """Return what the words name: of places all that are found in the same way, of the rest what was first."""
    said = first.said(day)
    others = [way.said(day) for way in held if way.case is first.case and way is not first]
    for name, value in said.items():
        if isinstance(value, list):
            said[name] = list(dict.fromkeys([*value, *(place for other in others for place in _places(other[name]))]))
    if "later" in said and "earlier" in said:
        later = _places(said["later"])
        said["earlier"] = [place for place in _places(said["earlier"]) if place not in later] or said["earlier"]
    return said


def _places(value: Said) -> list[Place]:
    return value if isinstance(value, list) else []


def _as_urgent(ways: Sequence[Found], than: Found) -> list[Found]:
    """Return the ways of the same level, or a more urgent one: since when somebody is to be seen is what counts."""
    return [way for way in ways if LEVELS.index(way.case.level) <= LEVELS.index(than.case.level)]


def _rank(rule: Rule, way: Found) -> tuple[int, int, int]:
    """Order ways by level, then by what the rule names first, then by how long they have held."""
    return (LEVELS.index(way.case.level), rule.cases.index(way.case), _since(way.holds))


def _since(held: Bools) -> int:
    """Return the first of the days without a break up to the last one, on which it holds."""
    breaks = np.flatnonzero(~held)
    return int(breaks[-1]) + 1 if len(breaks) else 0


def evidence_of(ways: Sequence[Found], day: int) -> tuple[Evidence, ...]:
    """Return what the ways rest on, the newest where there is more than anybody would look at."""
    facts = {_named(fact) for way in ways for fact in way.evidence(day)}
    return tuple(sorted(facts, key=lambda one: (one.day, one.kind, one.id))[-EVIDENCE_MAX:])


def _named(fact: Fact) -> Evidence:
    match fact:
        case Episode():
            return Evidence("episode", fact.id, fact.day)
        case Check():
            return Evidence("check", fact.id, fact.day)
        case Day():
            return Evidence("day", fact.day.isoformat(), fact.day)
        case Event():
            return Evidence("event", fact.id, fact.on)


def _spoken(value: Said, language: str) -> str:
    match value:
        case Phrases():
            return spoken.listed([PARTS.get(language, PARTS[ENGLISH])[key] for key in value.keys], language)
        case Place():
            return spoken.place(value, language)
        case date():
            return spoken.day(value, language)
        case str():
            return spoken.side(value, language) if value in SIDES else value
        case int():
            return str(value)
        case float():
            return f"{value:.1f}"
        case _:
            return spoken.places(value, language)
