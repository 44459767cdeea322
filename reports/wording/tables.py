"""What a figure shows, as rows of words: for readers who cannot see it, or want the number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reports.analysis.intervals import Interval
from reports.analysis.rhythm import TypicalDay
from reports.spoken import CHINESE, day, place
from reports.summary import Summary
from reports.wording.formats import LANGUAGE, figure, percent
from reports.wording.numbers import NO_VALUE, Table


def weeks(summary: Summary, language: str = LANGUAGE) -> Table:
    """Return the weeks: answered days, share of twitch days, episodes per countable day."""
    rows = (
        (
            _span(day(week.first, language), day(week.last, language), language),
            str(week.answered),
            _share(week.twitch_share),
            _limits(week.rate.per_day) if week.rate else NO_VALUE,
        )
        for week in summary.weeks
    )
    return _table(("Week", "Answered days", "Twitch days (95% interval)", "Episodes a day (95% interval)"), rows)


def hours(summary: Summary, language: str = LANGUAGE) -> Table:
    """Return the hours of a typical day, now and before."""
    now, before = summary.now.hours, summary.before.hours if summary.before else None
    rows = ((_hour(now, n, language), _share(one), _at(before, now, n)) for n, one in enumerate(now.bins))
    return _table(("Hour", "Days with an episode (95% interval)", "Before"), rows)


def where(summary: Summary, language: str = LANGUAGE) -> Table:
    """Return the areas with their share of the answered days, now and before."""
    before = {area.place: area.share for area in summary.before.areas} if summary.before else {}
    rows = (
        (place(area.place, language), percent(area.share), percent(before.get(area.place, 0)) if before else NO_VALUE)
        for area in summary.now.areas
    )
    return _table(("Area", "Answered days", "Before"), rows)


def days(summary: Summary, language: str = LANGUAGE) -> Table:
    """Return every day: whether it was answered, and how many episodes were logged."""
    rows = (
        (day(one.day, language), _state(one.answered, one.twitched), str(one.episodes) if one.answered else NO_VALUE)
        for one in summary.days
    )
    return _table(("Day", "Twitching", "Entries"), rows)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(header=header, rows=tuple(rows), marked=frozenset())


def translated(table: Table, label: Callable[[str], str]) -> Table:
    """Return the same rows with every word of the house, not of the person, as `label` says it."""
    rows = tuple(tuple(map(label, row)) for row in table.rows)
    return Table(header=tuple(map(label, table.header)), rows=rows, marked=table.marked)


def _hour(told: TypicalDay, number: int, language: str) -> str:
    first = number * told.bin_hours
    return _span(f"{first:02d}:00", f"{first + told.bin_hours:02d}:00", language)


def _span(first: str, last: str, language: str) -> str:
    return f"{first} 到 {last}" if language == CHINESE else f"{first} to {last}"


def _at(before: TypicalDay | None, now: TypicalDay, number: int) -> str:
    comparable = before is not None and before.bin_hours == now.bin_hours and before.bins
    return percent(before.bins[number].value) if before is not None and comparable else NO_VALUE


def _state(answered: bool, twitched: bool) -> str:
    if not answered:
        return "not known"
    return "yes" if twitched else "no"


def _share(told: Interval | None) -> str:
    return NO_VALUE if told is None else f"{percent(told.value)} ({100 * told.low:.0f}–{100 * told.high:.0f})"


def _limits(told: Interval) -> str:
    return f"{figure(told.value)} ({figure(told.low)}–{figure(told.high)})"
