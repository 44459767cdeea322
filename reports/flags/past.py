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
from reports.flags.raised import ENGLISH, WORDS, days_held, everything, evidence_of
from reports.flags.thresholds import EVIDENCE_DAYS, STANDS_DAYS
from reports.records import Check, Ordered, Reviewed

NO_CLOCK: Final = datetime.max.replace(tzinfo=UTC)  # it only counts hours in words that are not used here


def past_flags(records: Ordered, *, as_of: date, language: str = ENGLISH) -> tuple[Held, ...]:
    """
    Return every run of days on which a rule has held at one level up to `as_of`, the newest first.

    They follow from the records as they stand: what was corrected or deleted since is in none of them.
    """
    timeline = Timeline(records, last=as_of)
    told = list(_of_checks(records, as_of, language))
    soon = np.zeros(timeline.length, np.bool_)
    for run in told:
        if run.level == "soon":
            soon[timeline.at(run.first) : timeline.length if run.last is None else timeline.at(run.last) + 1] = True
    runs = list(_joined(told))
    for rule, ways in everything(timeline, also_soon=soon):
        runs += _of_history(timeline, rule, ways, language)
    runs = [replace(run, seen=_seen(run, records.reviewed)) for run in runs]
    return tuple(sorted(runs, key=lambda run: (run.first, -LEVELS.index(run.level), run.rule), reverse=True))


def _seen(run: Held, reviewed: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    as_urgent = LEVELS[: LEVELS.index(run.level) + 1]
    own = (one for one in reviewed if one.rule == run.rule and one.level in as_urgent)
    within = (one for one in own if run.first <= one.on and (run.last is None or one.on <= run.last))
    return tuple(sorted(within, key=attrgetter("on")))


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
                raised_on=(check.day,),
                newest_on=check.day,
            )


def _stands_until(check: Check, fired: Fired, told: Sequence[date]) -> date | None:
    """Return the last day on which a check is evidence; None where too few days were answered since."""
    if fired.level in CANNOT_WAIT or fired.suppressed_by is not None:
        return check.day + timedelta(days=EVIDENCE_DAYS.value - 1)
    later = told[bisect_left(told, check.day) :]
    return later[STANDS_DAYS.value] - timedelta(days=1) if len(later) > STANDS_DAYS.value else None


def _joined(runs: Iterable[Held]) -> Iterator[Held]:
    """Yield the runs of each rule at each level with those joined that touch."""
    whole: Held | None = None
    for run in sorted(runs, key=attrgetter("rule", "level", "first")):
        if whole is None or not _touch(whole, run):
            if whole is not None:
                yield whole
            whole = run
        else:
            last = None if whole.last is None or run.last is None else max(whole.last, run.last)
            days = tuple(dict.fromkeys((*whole.raised_on, run.first)))
            whole = replace(run, first=whole.first, last=last, raised_on=days)
    if whole is not None:
        yield whole


def _touch(one: Held, later: Held) -> bool:
    is_same = (one.rule, one.level) == (later.rule, later.level)
    return is_same and (one.last is None or later.first <= one.last + timedelta(days=1))


def _of_history(timeline: Timeline, rule: Rule, ways: Sequence[Found], language: str) -> Iterator[Held]:
    for level in sorted({way.case.level for way in ways}):
        alike = [way for way in ways if way.case.level == level]
        for first, last in _runs(days_held(alike, timeline.length)):
            inside = [way for way in alike if way.holds[first : last + 1].any()]
            named = min(inside, key=lambda way: rule.cases.index(way.case)).case
            evidence = evidence_of([way for way in inside if way.holds[last]], last)
            yield Held(
                rule=rule.id,
                level=level,
                urgency=named.urgency,
                title=WORDS[language][named.key].title,
                first=timeline.day(first),
                last=None if last == timeline.length - 1 else timeline.day(last),
                raised_on=(timeline.day(first),),
                newest_on=max((one.day for one in evidence), default=timeline.day(first)),
            )


def _runs(held: Bools) -> Iterator[tuple[int, int]]:
    """Yield the first and the last index of each run of days."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
