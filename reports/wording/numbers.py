"""Box 4 in words: before, now, and the change with its interval."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from reports.analysis.completeness import Sensitivity
from reports.analysis.rates import Change
from reports.summary import Numbers, Summary
from reports.wording.box import Box, Table
from reports.wording.formats import NO_VALUE, figure, percent
from reports.wording.saying import Say

HALF_A_PERCENT: Final = 0.005  # a limit nearer than that to no change is rounded onto it
Cell = Callable[[Numbers, Say], str]


def box(number: int, summary: Summary, say: Say) -> Box:
    """Return box 4."""
    told = table(summary, say)
    rows = tuple(say("row", label=label, old=old, new=new, change=change) for label, old, new, change in told.rows)
    note = say.joined(
        (say("definitions_of_numbers"), _uncounted(summary.now.numbers, say), _silence(summary.sensitivity, say))
    )
    return Box(number=number, title=say(f"box_{number}"), sentences=(*rows, note), note=(note,), table=told)


def table(summary: Summary, say: Say) -> Table:
    """Return box 4 as a table."""
    now, before, changes = summary.now.numbers, summary.before.numbers if summary.before else None, summary.changes

    def row(label: str, cell: Cell, change: str = NO_VALUE) -> tuple[str, str, str, str]:
        return (say(label), cell(before, say) if before else NO_VALUE, cell(now, say), change)

    rows = (
        row("twitch_days", _twitch_days, _points_change(before, changes.twitch_share, say)),
        row("episodes_per_day", _rate, _times_change(before, changes.rate, say)),
        row("eye_shut", partial(_days_of, name="eye_shut"), _points_change(before, changes.eye_shut, say)),
        row("night_days", partial(_days_of, name="night"), _points_change(before, changes.night, say)),
        row("usual_length", _usual),
        row("longest", _longest),
        row("sides", _sides),
    )
    told = (changes.twitch_share, changes.rate, changes.eye_shut, changes.night)
    marked = frozenset(n for n, change in enumerate(told) if change is not None and change.marked)
    return Table(header=tuple(map(say, ("measure", "before", "now", "change"))), rows=rows, marked=marked)


def _silence(told: Sensitivity | None, say: Say) -> str:
    """Say what silent days could hide, where so many are silent that it matters."""
    if told is None:
        return ""
    none, bad = figure(told.silent_as_none.value), figure(told.silent_as_bad.value)
    return say("silence_hides", silent=told.silent, none=none, bad=bad)


def _uncounted(now: Numbers, say: Say) -> str:
    return say("uncounted", days=now.uncounted_days) if now.uncounted_days else say("every_day_counted")


def _days_of(numbers: Numbers, say: Say, *, name: str) -> str:
    return _share(getattr(numbers, f"{name}_days"), getattr(numbers, f"{name}_known"))


def _share(count: int, days: int) -> str:
    return f"{count}/{days} = {percent(count / days)}" if days else NO_VALUE


def _twitch_days(numbers: Numbers, say: Say) -> str:
    share = numbers.twitch_share
    limits = f" ({100 * share.low:.0f}–{100 * share.high:.0f})" if share else ""
    return _share(numbers.twitch_days, numbers.answered) + limits


def _rate(numbers: Numbers, say: Say) -> str:
    if numbers.rate is None:
        return NO_VALUE
    limits = numbers.rate.per_day
    exact = say("exact") if numbers.rate.exact else ""
    return f"{figure(limits.value)} ({figure(limits.low)}–{figure(limits.high)}{exact})"


def _usual(numbers: Numbers, say: Say) -> str:
    told = numbers.lengths
    if told is None:
        return NO_VALUE
    return f"{say.seconds(told.median_s)} ({say.seconds(told.quarter_s)} – {say.seconds(told.three_quarters_s)})"


def _longest(numbers: Numbers, say: Say) -> str:
    return say.seconds(numbers.lengths.longest_s) if numbers.lengths else NO_VALUE


def _sides(numbers: Numbers, say: Say) -> str:
    middle = say("middle", count=numbers.areas_middle) if numbers.areas_middle else ""
    return f"{numbers.areas_right} / {numbers.areas_left}{middle}" if numbers.placed_days else NO_VALUE


def _times_change(before: Numbers | None, change: Change | None, say: Say) -> str:
    if change is None:
        return _not_compared(before, say)
    told = change.interval
    low, high = (apart(limit, f"{limit:.2f}", f"{limit:.3f}", change, none=1.0) for limit in (told.low, told.high))
    return say("times", value=f"{told.value:.2f}", low=low, high=high, word=say(f"word_{change.word}"))


def _points_change(before: Numbers | None, change: Change | None, say: Say) -> str:
    if change is None:
        return _not_compared(before, say)
    told = change.interval
    low, high = (
        apart(limit, _points(limit), _points(limit, digits=1), change, none=0.0) for limit in (told.low, told.high)
    )
    return say("points", value=_points(told.value), low=low, high=high, word=say(f"word_{change.word}"))


def _not_compared(before: Numbers | None, say: Say) -> str:
    return say("too_few") if before else say("no_before")


def apart(limit: float, short: str, exact: str, change: Change, *, none: float) -> str:
    """Return a limit so that rounding does not bring it onto `none` where the word says that it lies apart."""
    return exact if change.marked and abs(limit - none) <= HALF_A_PERCENT else short


def _points(value: float, *, digits: int = 0) -> str:
    points = f"{abs(100 * value):.{digits}f}"
    return points if not float(points) else f"+{points}" if value > 0 else f"−{points}"
