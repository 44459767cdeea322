"""The days before and after a treatment began, side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from reports.analysis.before_treatment import HISTORY_DAYS_MIN, treatment_starts
from reports.analysis.days import Period
from reports.flags.baseline import kept_from
from reports.records import Event, Ordered
from reports.summary import (
    ANSWERED_DAYS_MIN,
    Summary,
    bad_start_of,
    current_injection,
    period_before,
    summarise,
)
from reports.wording import Table, say_in
from reports.wording.charts import bad_start
from reports.wording.numbers import table

LENGTHS: Final = (28, 56, 84)  # days on each side
USUAL_LENGTH: Final = 28
CALLED_MAX: Final = 80  # characters of a name
FIRST_DAY: Final = "The day on which it began is the first of the days after it."
NOT_A_CAUSE: Final = (
    "A difference after a treatment need not come from it; who looks at several lengths may find one by chance."
)
NO_DAYS_BEFORE: Final = f"Fewer than {ANSWERED_DAYS_MIN} of the days before it are answered: nothing is compared."
FEW_DAYS_AFTER: Final = f"Fewer than {ANSWERED_DAYS_MIN} of the days since are answered: nothing is compared."
MAY_BE_BAD: Final = (
    f"The diary began fewer than {HISTORY_DAYS_MIN} days before it: whether it was begun after unusually bad days, and "
    "some of what followed would have come by itself, cannot be told."
)
TOXIN: Final = "Botulinum toxin takes some days to act."
TOXIN_IN_BOX_7: Final = "Box 7 compares the weeks of its full effect."


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A treatment with as many days before it as have come since, `days` at most; `before` is None in a new diary."""

    event: Event
    called: str
    days: int
    before: Period | None
    after: Period
    table: Table
    sentences: tuple[str, ...]


def treatments(records: Ordered, *, today: date) -> tuple[Event, ...]:
    """Return the treatments that had begun by today and since the diary is kept, the newest first."""
    began = kept_from(records)
    begun = [one for one in treatment_starts(records.events) if began is not None and began <= one.on <= today]
    return tuple(reversed(begun))


def around(records: Ordered, event: Event, *, days: int, today: date) -> Around:
    """Compare the days since `event`, `days` at most, with as many before it."""
    say, after = say_in("en"), Period(event.on, min(today, event.on + timedelta(days=days - 1)))
    summary = summarise(records, first=after.first, last=after.last, with_rules=False)
    before = period_before(records, after)
    told = table(summary, say)
    header = (told.header[0], say.period(before) if before else told.header[1], say.period(after), told.header[3])
    return Around(
        event=event,
        called=called(event),
        days=days,
        before=before,
        after=after,
        table=replace(told, header=header),
        sentences=tuple(_sentences(records, event, summary, before, today)),
    )


def called(event: Event) -> str:
    """Return a treatment with its day."""
    say = say_in("en")
    return say("event_on", event=say.event(event, longest=CALLED_MAX), day=say.day(event.on))


def _sentences(records: Ordered, event: Event, summary: Summary, before: Period | None, today: date) -> Iterator[str]:
    after = summary.now.period
    yield from _too_few(summary)
    yield from _start(records, event)
    within = Period(before.first if before else after.first, after.last)
    others = [one for one in records.events if one.on in within and one.action != "planned" and one != event]
    if others:
        yield f"Also in these days: {'; '.join(map(called, others))}."
    if event.kind == "toxin":
        yield f"{TOXIN} {TOXIN_IN_BOX_7}" if event.on == current_injection(records.events, today) else TOXIN
    yield f"{FIRST_DAY} {NOT_A_CAUSE}"


def _too_few(summary: Summary) -> Iterator[str]:
    """Yield why nothing is compared, where that is so."""
    come, needed = summary.now.period.length, ANSWERED_DAYS_MIN
    if come < needed:
        yield f"Only {come} {'day has' if come == 1 else 'days have'} come since; {needed} are needed to compare."
    elif summary.before is None:
        yield NO_DAYS_BEFORE
    elif summary.now.numbers.answered < needed:
        yield FEW_DAYS_AFTER


def _start(records: Ordered, event: Event) -> Iterator[str]:
    """Yield that it was begun after bad days, or that this cannot be told."""
    began, start = kept_from(records) or event.on, bad_start_of(records, event)
    if start is not None:
        yield bad_start(start, say_in("en"))
    elif (event.on - began).days < HISTORY_DAYS_MIN:
        yield MAY_BE_BAD
