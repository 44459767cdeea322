"""Events, checks, flags and new areas on one line, week by week, with the entries where they are open. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from reports.analysis.days import DayFacts, Period, answered, daily_counts
from reports.analysis.trend import WEEK_DAYS
from reports.flags.flag import Held
from reports.follow_up.around import CALLED_MAX
from reports.follow_up.flags import signer
from reports.records import Check, Event
from reports.summary import Summary
from reports.wording import Say, Table, say_in
from reports.wording.noticed import level, movements
from reports.wording.pages import answers, log_table

SILENT: Final = "No day was answered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something on a local day. `kind` is event, check, flag, seen or area."""

    day: date
    kind: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some days: a week, or silent weeks in a row. `entries` is None where there are none, or they are not open."""

    period: Period
    said: str
    moments: tuple[Moment, ...]
    entries: Table | None


def timeline(summary: Summary, past: Sequence[Held], *, practice: str, with_entries: bool) -> tuple[Stretch, ...]:
    """
    Return the period in weeks that end on its last day, the newest first; within a week the newest first too.

    Without entries a check says no more than the page does: how the face moved, not what was answered. `practice` is
    who reads it: who signed at another one is not named.
    """
    say = say_in("en")
    moments = sorted(
        _moments(summary, past, practice, with_answers=with_entries), key=lambda one: one.day, reverse=True
    )
    facts = summary.days
    cuts = [facts[max(0, end - WEEK_DAYS) : end] for end in range(len(facts), 0, -WEEK_DAYS)]
    told = [_stretch(cut, summary, moments, say, with_entries=with_entries) for cut in cuts]
    return tuple(_joined(told))


def _stretch(
    facts: Sequence[DayFacts], summary: Summary, moments: Sequence[Moment], say: Say, *, with_entries: bool
) -> Stretch:
    period = Period(facts[0].day, facts[-1].day)
    entries = [one for one in summary.entries if one.day in period] if with_entries else []
    return Stretch(
        period=period,
        said=_said(facts),
        moments=tuple(one for one in moments if one.day in period),
        entries=log_table(entries[::-1], say) if entries else None,
    )


def _said(facts: Sequence[DayFacts]) -> str:
    told, counts = answered(facts), daily_counts(facts)
    if not told:
        return SILENT
    twitched = sum(day.twitched for day in told)
    of_days = f"{len(told)} of {len(facts)} days answered, twitching on {twitched}"
    counted = (
        f"{_episodes(sum(counts))} on {_days(len(counts))} that can be counted" if counts else "no day can be counted"
    )
    return f"{of_days}; {counted}."


def _episodes(count: int) -> str:
    return "1 episode" if count == 1 else f"{count} episodes"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _joined(told: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield silent weeks in which nothing happened as one stretch."""
    for is_silent, group in groupby(told, key=lambda one: one.said == SILENT and not one.moments):
        weeks = list(group)
        if is_silent:
            whole = Period(weeks[-1].period.first, weeks[0].period.last)
            yield Stretch(period=whole, said=SILENT, moments=(), entries=None)
        else:
            yield from weeks


def _moments(summary: Summary, past: Sequence[Held], practice: str, *, with_answers: bool) -> Iterator[Moment]:
    say = say_in("en")
    for event in summary.events:
        yield Moment(day=event.on, kind="event", said=_event(event, say))
    for check in summary.checks:
        yield Moment(day=check.day, kind="check", said=_check(check, say, with_answers=with_answers))
    for area in summary.first_recorded:
        yield Moment(day=area.on, kind="area", said=f"{say.place(area.place)}, for the first time")
    for run in past:
        for day in run.raised_on:
            yield Moment(day=day, kind="flag", said=f"{run.rule}, {level(run, say)}: {run.title}")
        for one in run.seen:
            yield Moment(day=one.on, kind="seen", said=f"{run.rule} was signed by {signer(one, practice=practice)}")


def _event(event: Event, say: Say) -> str:
    """Return a treatment, change or visit with its dose and where it was given, as far as that was told."""
    dose = f"{event.dose.normalize():f} {event.unit}".strip() if event.dose is not None else ""
    where = say("comma").join(map(say.place, event.places))
    return say("semicolon").join(filter(None, (say.event(event, longest=CALLED_MAX), dose, where)))


def _check(check: Check, say: Say, *, with_answers: bool) -> str:
    told = [movements(check, say)] if check.tasks else []
    told += [f"answered: {answers(check, say) or 'nothing with yes'}"] if with_answers else []
    return f"Face check: {say('semicolon').join(told)}" if told else "Face check"
