"""
Evaluate the rules over one answer. Pure: one check, its context and the moment in; the rules that fire out.

The check is a document of the contract (`performed_at`, `time_zone`, `tasks`, `answers`, `tasks_lost`). The context has
`events` (documents of the contract) and `long_standing_weakness` (places of the baseline); either may be missing.
`phone/static/phone/rules.js` says the same in JavaScript, function by function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reports.flags.answer_table import TABLE
from reports.flags.holding import Codes, Data, Given, Sides, answers_of, given, holds, instant_ms, milliseconds, places

HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """
    A rule that fired, with its level after suppression.

    `fired_by` are codes of answers, tasks and lost tasks. `hours_left` are full hours of the rule's clock; None where
    it has none, where it is not known since when it runs, and after it has run out.
    """

    rule: str
    version: int
    level: str
    urgency: str | None
    fired_by: tuple[str, ...]
    hours_left: int | None
    suppressed_by: str | None
    title: str
    text: str
    clinician: str
    source: str
    basis: str


def evaluate(
    check: Data, *, context: Data, now: datetime, language: str = "en", table: Data = TABLE
) -> tuple[Fired, ...]:
    """
    Return the rules that fire from `check`, by level and then in the table's order.

    Parameters
    ----------
    check : Mapping
        One check. An answer may be a plain value instead of an object.
    context : Mapping
        The diary's events, and what the baseline calls long-standing weakness.
    now : datetime
        The moment at which the clock is read; nothing else depends on it.
    language : str, default "en"
        A language of the table; English for any other.
    table : Mapping, optional
        The rules, as JSON.

    Returns
    -------
    tuple of Fired
        Empty where no rule matched. That is not an all-clear; `phrase` has the words for it.

    Examples
    --------
    >>> from datetime import UTC
    >>> check = {"performed_at": "2026-11-20T12:00:00+00:00", "time_zone": "UTC", "answers": {"face_droop": "yes"}}
    >>> fired = evaluate(check, context={}, now=datetime(2026, 11, 20, 12, tzinfo=UTC))
    >>> [(one.rule, one.level, one.fired_by) for one in fired]
    [('U1', 'emergency', ('face_droop',))]
    """
    told = given(check, context, table)
    language = language if language in table["languages"] else "en"
    fired = [one for rule in table["rules"] if (one := _fire(rule, told, now, language))]
    return tuple(sorted(fired, key=lambda one: table["levels"].index(one.level)))


def unsure(check: Data) -> tuple[str, ...]:
    """Return the answers that were "unsure", sorted: neither yes nor no, so that no rule uses them."""
    return tuple(sorted(code for code, answer in answers_of(check).items() if answer.get("value") == "unsure"))


def phrase(name: str, *, language: str = "en", table: Data = TABLE, **numbers: int) -> str:
    """
    Return a phrase that belongs to no rule, with its numbers filled in.

    Examples
    --------
    >>> phrase("none_matched")
    'No rule matched. This is not an all-clear.'
    """
    told: str = table["phrases"].get(language, table["phrases"]["en"])[name]
    return told.format(**numbers)


def _fire(rule: Data, told: Given, now: datetime, language: str) -> Fired | None:
    for case in rule["cases"]:
        by = holds(case["when"], told)
        if by is not None:
            return _fired(rule, case, by, told, now, language)
    return None


def _fired(rule: Data, case: Data, by: Codes, told: Given, now: datetime, language: str) -> Fired:
    lowered = told.table["lowered"]
    suppressor = _suppressor(rule, by, told) if case["level"] == lowered["from"] else None
    hours_left = None if suppressor else _hours_left(rule["clock_hours"], by, told, now)
    words = told.table["suppressors"][suppressor] if suppressor else case
    return Fired(
        rule=rule["id"],
        version=rule["version"],
        level=lowered["to"] if suppressor else case["level"],
        urgency=lowered["urgency"] if suppressor else case["urgency"],
        fired_by=tuple(sorted(by)),
        hours_left=hours_left,
        suppressed_by=suppressor,
        title=words["title"][language],
        text=_text(words["text"][language], rule["clock_hours"], hours_left, told.table, language),
        clinician=words["clinician"][language],
        source=rule["source"],
        basis=rule["basis"],
    )


def _text(parts: Sequence[str], total: int | None, hours_left: int | None, table: Data, language: str) -> str:
    """Join the four parts; the hours that are left stand after what guidance says."""
    told = list(parts)
    if total is not None and hours_left is not None:
        told.insert(2, phrase("clock", language=language, table=table, total=total, hours=hours_left))
    joint: str = table["phrases"][language]["joint"]
    return joint.join(told)


def _hours_left(clock_hours: int | None, by: Codes, told: Given, now: datetime) -> int | None:
    """Count on instants, which no clock change and no journey can disturb, from the earliest onset."""
    onsets = [instant_ms(told.answers.get(code, {}).get("onset_at")) for code in by]
    known = [onset for onset in onsets if onset is not None]
    if clock_hours is None or not known:
        return None
    left_ms = clock_hours * HOUR_MS - max(0, milliseconds(now) - min(known))
    return left_ms // HOUR_MS if left_ms > 0 else None


def _suppressor(rule: Data, by: Codes, told: Given) -> str | None:
    named = told.table["suppressors"]
    return next((name for name in rule["suppressors"] if _accounts_for(named[name], by, told)), None)


def _accounts_for(suppressor: Data, by: Codes, told: Given) -> bool:
    """Tell whether it covers all that the rule fired by, and every weakness that it has to explain."""
    if holds(suppressor["when"], told) is None:
        return False
    needed = by | (holds(suppressor["explains"], told) or frozenset())
    near = None if suppressor["places"] is None else places(suppressor["places"], told)
    return all(_covered(suppressor["covers"].get(code), told.sides(code), near) for code in needed)


def _covered(sites: Sequence[str] | None, sides: Sides, near: Sequence[tuple[str, Sides]] | None) -> bool:
    """Tell whether a place lies in these sites on each side; a side that was not named is not covered."""
    if sites is None or near is None:
        return sites is not None
    return bool(sides) and all(any(site in sites and side in on for site, on in near) for side in sides)
