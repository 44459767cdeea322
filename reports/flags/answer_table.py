"""
The rules over one answer as one JSON table: what Python and the phone evaluate, and what `docs/rules.md` prints.

Both evaluators (`reports.flags.answers`, `phone/static/phone/rules.js`) are held to tests/vectors/answer_rules.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from reports.flags import answer_rules, answer_suppressors, thresholds, words_en, words_zh_hant
from reports.flags.answer_rules import Rule
from reports.flags.answer_suppressors import Suppressor
from reports.flags.words import Phrases, Words

Data = dict[str, Any]

WORDS: Final[dict[str, Mapping[str, Words]]] = {"en": words_en.WORDS, "zh-Hant": words_zh_hant.WORDS}
PHRASES: Final[dict[str, Phrases]] = {"en": words_en.PHRASES, "zh-Hant": words_zh_hant.PHRASES}


def table() -> Data:
    """Return the whole table."""
    return {
        "version": answer_rules.VERSION,
        "thresholds_version": thresholds.VERSION,
        "languages": list(WORDS),
        "levels": list(answer_rules.LEVELS),
        "lowered": answer_suppressors.LOWERED,
        "implied_sides": answer_suppressors.IMPLIED_SIDES,
        "phrases": {language: asdict(phrases) for language, phrases in PHRASES.items()},
        "thresholds": [_plain(asdict(one)) for one in thresholds.THRESHOLDS],
        "named": answer_rules.NAMED,
        "suppressors": {one.id: _suppressor(one) for one in answer_suppressors.SUPPRESSORS},
        "rules": [_rule(one) for one in answer_rules.RULES],
    }


def _rule(rule: Rule) -> Data:
    cases = [
        {"level": case.level, "urgency": case.urgency, "when": case.when} | _words(case.words) for case in rule.cases
    ]
    return {
        "id": rule.id,
        "version": rule.version,
        "source": rule.source,
        "marks": list(rule.marks),
        "basis": rule.basis,
        "suppressors": list(rule.suppressors),
        "clock_hours": rule.clock_hours,
        "ask_again_days": rule.ask_again_days,
        "cases": cases,
    }


def _suppressor(one: Suppressor) -> Data:
    covers = {code: list(sites) for code, sites in one.covers.items()}
    return {"when": one.when, "explains": one.explains, "places": one.places, "covers": covers} | _words(one.id)


def _words(key: str) -> Data:
    """Return the title, the four parts of the text and the clinician's sentence, by language."""
    told = {language: words[key] for language, words in WORDS.items()}
    return {
        "title": {language: words.title for language, words in told.items()},
        "text": {language: list(words.text) for language, words in told.items()},
        "clinician": {language: words.clinician for language, words in told.items()},
    }


def _plain(data: Data) -> Data:
    """Return `data` with lists for tuples, as JSON reads them back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}


TABLE: Final = table()
