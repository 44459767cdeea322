"""Since when and until when each rule has held in a diary. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Final

import numpy as np

from reports.flags.answer_flags import CANNOT_WAIT, context_of, document_of
from reports.flags.answer_rules import LEVELS
from reports.flags.answers import Fired, evaluate
from reports.flags.baseline import told_days
from reports.flags.flag import Held
from reports.flags.history.rule import Found, Rule
from reports.flags.history.timeline import Bools, Timeline
from reports.flags.raised import ENGLISH, WORDS, days_held, everything
from reports.flags.thresholds import EVIDENCE_DAYS, STANDS_DAYS
from reports.records import Check, Ordered, Reviewed

NO_CLOCK: Final = datetime.max.replace(tzinfo=UTC)  # it only counts hours in words that are not used here


def past_flags(records: Ordered, *, as_of: date, language: str = ENGLISH) -> tuple[Held, ...]:
    """
    Return every run of days on which a rule has held up to `as_of`, the newest first.

    They follow from the records as they stand: what was corrected or deleted since is in none of them.
    """
    timeline = Timeline(records, last=as_of)
    told = list(_joined(_of_checks(records, as_of, language)))
    soon = np.zeros(timeline.length, np.bool_)
    for run in told:
        if run.level == "soon":
            soon[timeline.at(run.first) : timeline.length if run.last is None else timeline.at(run.last) + 1] = True
    for rule, ways in everything(timeline, also_soon=soon):
        told += _of_history(timeline, rule, ways, language)
    runs = (replace(run, seen=_seen(run, records.reviewed, as_of)) for run in told)
    return tuple(sorted(runs, key=lambda run: (run.first, -LEVELS.index(run.level), run.rule), reverse=True))


def _seen(run: Held, reviewed: Iterable[Reviewed], as_of: date) -> tuple[Reviewed, ...]:
    own = (one for one in reviewed if one.rule == run.rule and run.first <= one.on <= (run.last or as_of))
    return tuple(sorted(own, key=attrgetter("on")))


def _of_checks(records: Ordered, as_of: date, language: str) -> Iterator[Held]:
    """Yield what each check has raised, for as long as it stands (answer_flags)."""
    context = context_of(records)
    told = sorted(day for day in told_days(records) | {check.day for check in records.checks} if day <= as_of)
    for check in (one for one in records.checks if one.day <= as_of):
        for fired in evaluate(document_of(check), context=context, now=NO_CLOCK, language=language):
            last = _stands_until(check, fired, told)
            yield Held(
                rule=fired.rule,
                level=fired.level,
                urgency=fired.urgency,
                title=fired.title,
                first=check.day,
                last=last if last and last < as_of else None,
            )


def _stands_until(check: Check, fired: Fired, told: Sequence[date]) -> date | None:
    """Return the last day on which a check is evidence; None where too few days were answered since."""
    if fired.level in CANNOT_WAIT or fired.suppressed_by is not None:
        return check.day + timedelta(days=EVIDENCE_DAYS.value - 1)
    later = told[bisect_left(told, check.day) :]
    return later[STANDS_DAYS.value] - timedelta(days=1) if len(later) > STANDS_DAYS.value else None


def _joined(runs: Iterable[Held]) -> Iterator[Held]:
    """Yield the runs of each rule with those joined that touch; of these the most urgent gives its words."""
    whole: Held | None = None
    for run in sorted(runs, key=attrgetter("rule", "first")):
        if whole is None or not _touch(whole, run):
            if whole is not None:
                yield whole
            whole = run
        else:
            whole = _both(whole, run)
    if whole is not None:
        yield whole


def _touch(one: Held, later: Held) -> bool:
    return one.rule == later.rule and (one.last is None or later.first <= one.last + timedelta(days=1))


def _both(one: Held, other: Held) -> Held:
    worse = min(one, other, key=lambda run: LEVELS.index(run.level))
    last = None if one.last is None or other.last is None else max(one.last, other.last)
    return replace(worse, first=one.first, last=last)


def _of_history(timeline: Timeline, rule: Rule, ways: Sequence[Found], language: str) -> Iterator[Held]:
    for first, last in _runs(days_held(ways, timeline.length)):
        inside = [way for way in ways if way.holds[first : last + 1].any()]
        worst = min(inside, key=lambda way: (LEVELS.index(way.case.level), rule.cases.index(way.case)))
        yield Held(
            rule=rule.id,
            level=worst.case.level,
            urgency=worst.case.urgency,
            title=WORDS[language][worst.case.key].title,
            first=timeline.day(first),
            last=None if last == timeline.length - 1 else timeline.day(last),
        )


def _runs(held: Bools) -> Iterator[tuple[int, int]]:
    """Yield the first and the last index of each run of days."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
