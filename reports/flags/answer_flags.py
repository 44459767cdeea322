"""
The flags that a diary's checks raise: the rules over one answer, evaluated on every check of the last days. Pure.

A flag is not stored: it follows from the checks as they stand, so that correcting or deleting one takes its flag back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from reports.flags.answer_rules import LEVELS, RULES
from reports.flags.answers import Fired, evaluate, unsure
from reports.flags.baseline import told_days
from reports.flags.flag import Evidence, Flag
from reports.flags.thresholds import EVIDENCE_DAYS, STANDS_DAYS
from reports.records import Check, Place, Records, check_key

CANNOT_WAIT: Final = ("emergency", "same_day")


def answer_flags_of(records: Records, *, as_of: date, now: datetime, language: str = "en") -> tuple[Flag, ...]:
    """
    Return the flags that the checks up to `as_of` raise, by level and then by rule.

    What cannot wait, or was lowered by what was so that day, is raised for `EVIDENCE_DAYS`, anything else for
    `STANDS_DAYS` answered days. A clock is read at `now`, or where `as_of` has passed at its end, where the evidence
    was recorded.

    Examples
    --------
    >>> at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> check = Check(id="a", day=at.date(), performed_at=at, answers={"head_injury": {"value": "yes"}})
    >>> kept = Records(reference="", name="", checks=(check,))
    >>> [(flag.rule, flag.first_true_on.day) for flag in answer_flags_of(kept, as_of=at.date(), now=at)]
    [('U13', 20)]
    """
    found: dict[str, list[tuple[Check, Fired]]] = defaultdict(list)
    context = context_of(records)
    counts_from = _counts_from(as_of)
    for check in _standing(records, as_of):
        clock = min(now, _end_of(as_of, check.time_zone))
        for fired in evaluate(document_of(check), context=context, now=clock, language=language):
            if check.day >= counts_from or (fired.level not in CANNOT_WAIT and fired.suppressed_by is None):
                found[fired.rule].append((check, fired))
    return tuple(sorted((_flag(rows) for rows in found.values()), key=_flag_key))


def unsure_in(records: Records, *, as_of: date) -> int:
    """Return how many answers of the checks that count on `as_of` were "unsure"."""
    return sum(len(unsure(document_of(check))) for check in _counting(records, as_of))


def _counting(records: Records, as_of: date) -> list[Check]:
    """Return the checks that count on `as_of`, the oldest first."""
    return _checks(records, _counts_from(as_of), as_of)


def _counts_from(as_of: date) -> date:
    return as_of - timedelta(days=EVIDENCE_DAYS.value - 1)


def _standing(records: Records, as_of: date) -> list[Check]:
    """Return the checks of the last answered days: silence closes nothing that waits to be seen."""
    if not records.checks or min(check.day for check in records.checks) >= _counts_from(as_of):
        return _counting(records, as_of)
    answered = sorted(day for day in told_days(records) | {check.day for check in records.checks} if day <= as_of)
    return _checks(records, min(answered[-STANDS_DAYS.value :], default=as_of), as_of)


def _checks(records: Records, first: date, last: date) -> list[Check]:
    return sorted((check for check in records.checks if first <= check.day <= last), key=check_key)


def _flag(rows: Sequence[tuple[Check, Fired]]) -> Flag:
    fired = min(reversed(rows), key=lambda row: LEVELS.index(row[1].level))[1]
    as_urgent = [check for check, one in rows if one.level == fired.level]
    return Flag(
        rule=fired.rule,
        version=fired.version,
        level=fired.level,
        urgency=fired.urgency,
        title=fired.title,
        text=fired.text,
        clinician=fired.clinician,
        evidence=tuple(Evidence("check", check.id, check.day) for check, _ in rows),
        first_true_on=as_urgent[0].day,
        source=fired.source,
        basis=fired.basis,
    )


def _flag_key(flag: Flag) -> tuple[int, int]:
    return (LEVELS.index(flag.level), [rule.id for rule in RULES].index(flag.rule))


def _end_of(day: date, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC)  # compared as an instant, also in the hour that a clock change repeats


def context_of(records: Records) -> dict[str, Any]:
    """Return what the predicates see besides a check: events and long-standing weakness, as the contract has them."""
    events = [
        {
            "kind": event.kind,
            "action": event.action,
            "on": event.on.isoformat(),
            "side": event.side,
            "sites": _places(event.places),
        }
        for event in records.events
    ]
    return {"events": events, "long_standing_weakness": _places(records.long_standing_weakness)}


def document_of(check: Check) -> dict[str, Any]:
    """Return a check as the contract has it."""
    return {
        "performed_at": check.performed_at and check.performed_at.isoformat(),
        "time_zone": check.time_zone,
        "tasks": check.tasks,
        "answers": check.answers,
        "tasks_lost": check.tasks_lost,
    }


def _places(places: Sequence[Place]) -> list[dict[str, str]]:
    return [{"site": place.site, "side": place.side} for place in places]
