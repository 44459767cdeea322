"""The days before and after a treatment began, side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from reports.analysis.before_treatment import treatment_starts
from reports.analysis.days import Period
from reports.flags.baseline import first_day
from reports.records import Event, Ordered
from reports.summary import Summary, period_before, summarise
from reports.wording import Say, Table, say_in
from reports.wording.charts import bad_start
from reports.wording.numbers import table

LENGTHS: Final = (14, 28, 56, 84)  # days on each side
USUAL_LENGTH: Final = 28
NOT_A_CAUSE: Final = "A difference after a treatment need not come from it."
FIRST_DAY: Final = "The day on which it began is the first of the days after it."
TOO_FEW_BEFORE: Final = "Too few days before it are answered to compare with."
TOXIN: Final = "Botulinum toxin takes some days to act: box 7 compares the weeks of its full effect."


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
    """Return the treatments that had begun by today and since the diary began, the newest first."""
    began = first_day(records)
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
        sentences=tuple(_sentences(records, event, summary, before, say)),
    )


def called(event: Event) -> str:
    """Return a treatment with its day."""
    say = say_in("en")
    return say("event_on", event=say.event(event), day=say.day(event.on))


def _sentences(
    records: Ordered, event: Event, summary: Summary, before: Period | None, say: Say
) -> Iterator[str]:  # fmt: skip
    if summary.before is None:
        yield TOO_FEW_BEFORE
    yield from (bad_start(one, say) for one in summary.bad_starts if one.event == event)
    others = [called(one) for one in _others(records, event, summary.now.period, before)]
    if others:
        yield f"Also in these days: {say('semicolon').join(others)}."
    if event.kind == "toxin":
        yield TOXIN
    yield f"{FIRST_DAY} {NOT_A_CAUSE}"


def _others(records: Ordered, event: Event, after: Period, before: Period | None) -> list[Event]:
    within = Period(before.first if before else after.first, after.last)
    return [one for one in records.events if one.on in within and one.action != "planned" and one != event]
