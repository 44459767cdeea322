"""The figures in words: each with its title, its sentence and its rows, for readers who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from reports.analysis.areas import Area
from reports.analysis.days import EFFECTS
from reports.analysis.intervals import Interval
from reports.analysis.rhythm import TypicalDay
from reports.analysis.trend import Week
from reports.records import Place
from reports.spoken import ENGLISH
from reports.summary import PeriodSummary, Summary
from reports.wording.box import FigureWords, Table
from reports.wording.boxes import boxes
from reports.wording.charts import clock
from reports.wording.factors import compared, lag, ratio
from reports.wording.formats import NO_VALUE, figure, percent
from reports.wording.saying import Say, say_in


def figures(summary: Summary, *, language: str = ENGLISH) -> tuple[FigureWords, ...]:
    """Return the figures that have enough days to be drawn, the weeks first."""
    say, told = say_in(language), {box.number: box for box in boxes(summary, language=language)}
    drawn = {name: (box.title, sentence) for box in told.values() for name, sentence in box.alts}
    return tuple(
        FigureWords(name=name, title=_title(name, title, say), sentence=sentence, table=rows(summary, say))
        for name, rows in FIGURES.items()
        for title, sentence in [drawn.get(name, ("", ""))]
        if sentence
    )


def _title(name: str, title: str, say: Say) -> str:
    return say("cycles_title") if name == "cycles" else title


def _weeks(summary: Summary, say: Say) -> Table:
    return weeks_table(summary.weeks, say)


def weeks_table(weeks: Iterable[Week], say: Say) -> Table:
    """Return weeks: answered days, share of twitch days, episodes per countable day."""
    rows = (
        (
            say("span", first=say.day(week.first), last=say.day(week.last)),
            str(week.answered),
            _share(week.twitch_share),
            _limits(week.rate.per_day) if week.rate else NO_VALUE,
        )
        for week in weeks
    )
    return _table(say, ("week", "answered_days", "twitch_days_interval", "episodes_interval"), rows)


def _hours(summary: Summary, say: Say) -> Table:
    """Return the hours of a typical day, now and before."""
    now, before = summary.now.hours, summary.before.hours if summary.before else None
    rows = ((_hour(now, n, say), _share(one), _at(before, now, n)) for n, one in enumerate(now.bins))
    return _table(say, ("hour", "hours_interval", "before"), rows)


def _where(summary: Summary, say: Say) -> Table:
    """Return the areas with their days and their share of the answered days, now and before."""
    before = summary.areas_before
    rows = ((say.place(area.place), _area(area), _area_before(before, area.place)) for area in summary.now.areas)
    return _table(say, ("area_header", "answered_days", "before"), rows)


def _area(area: Area) -> str:
    return f"{area.days} ({percent(area.share)})"


def _area_before(before: dict[Place, Area] | None, place: Place) -> str:
    if before is None:
        return NO_VALUE
    return _area(before[place]) if place in before else "0"


def _days(summary: Summary, say: Say) -> Table:
    """Return every day: whether it was answered, and how many episodes were logged."""
    rows = (
        (say.day(one.day), _state(one.answered, one.twitched, say), str(one.episodes) if one.countable else NO_VALUE)
        for one in summary.days
    )
    return _table(say, ("day_header", "twitching", "entries_header"), rows)


def _effects(summary: Summary, say: Say) -> Table:
    """Return the days by their effect on function, now and before."""
    rows = (
        (say(f"effect_{effect}"), _counted(summary.before, n), _counted(summary.now, n))
        for n, effect in enumerate(EFFECTS)
    )
    return _table(say, ("effect_header", "before", "now"), rows)


def _cycles(summary: Summary, say: Say) -> Table:
    """Return the weeks aligned on each injection, the newest first."""
    rows = (
        (say.day(cycle.injected_on), f"{week.week:+d}", _limits(week.rate.per_day) if week.rate else NO_VALUE)
        for cycle in reversed(summary.cycles)
        for week in cycle.weeks
    )
    return _table(say, ("cycle_header", "week_from", "episodes_interval"), rows)


def _factors(summary: Summary, say: Say) -> Table:
    """Return the factors that could be compared."""
    rows = (
        (say(f"factor_{one.code}"), lag(one, say), "{} ({}–{})".format(*ratio(one)), say(f"word_{one.word}"))
        for one in compared(summary.factors)
    )
    return _table(say, ("factor_header", "when_header", "ratio_header", "word_header"), rows)


# In the order in which a screen shows them.
FIGURES: Final[Mapping[str, Callable[[Summary, Say], Table]]] = {
    "weeks": _weeks, "where": _where, "hours": _hours, "days": _days, "effects": _effects, "cycles": _cycles,
    "factors": _factors,
}  # fmt: skip


def _table(say: Say, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(header=tuple(map(say, header)), rows=tuple(rows))


def _counted(part: PeriodSummary | None, number: int) -> str:
    return str(part.effects[number]) if part else NO_VALUE


def _hour(told: TypicalDay, number: int, say: Say) -> str:
    first = number * told.bin_hours
    return say("span", first=clock(first), last=clock(first + told.bin_hours))


def _at(before: TypicalDay | None, now: TypicalDay, number: int) -> str:
    comparable = before is not None and before.bin_hours == now.bin_hours and before.bins
    return percent(before.bins[number].value) if before is not None and comparable else NO_VALUE


def _state(answered: bool, twitched: bool, say: Say) -> str:
    if not answered:
        return say("not_known")
    return say("yes") if twitched else say("no")


def _share(told: Interval | None) -> str:
    return NO_VALUE if told is None else f"{percent(told.value)} ({100 * told.low:.0f}–{100 * told.high:.0f})"


def _limits(told: Interval) -> str:
    return f"{figure(told.value)} ({figure(told.low)}–{figure(told.high)})"
