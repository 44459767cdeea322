"""Box 4 in words: before, now, and the change with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from reports.analysis.completeness import Sensitivity
from reports.analysis.rates import Change
from reports.summary import Numbers, Summary
from reports.wording.formats import figure, many, percent, seconds

HALF_A_PERCENT: Final = 0.005  # a limit nearer than that to no change is rounded onto it
NO_VALUE: Final = "–"
TOO_FEW: Final = "too few days to compare"
NO_BEFORE: Final = "no earlier days"
HEADER: Final = ("Measure", "Before", "Now", "Change (95% interval)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a header; `marked` holds the numbers of the rows whose change is clear."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int]


def table(summary: Summary) -> Table:
    """Return box 4 as a table."""
    now, before, changes = summary.now.numbers, summary.before.numbers if summary.before else None, summary.changes
    eye_shut, night = partial(_days_of, name="eye_shut"), partial(_days_of, name="night")
    rows = (
        ("Twitch days", *_both(before, now, _twitch_days), _points_change(before, changes.twitch_share)),
        ("Episodes per answered day", *_both(before, now, _rate), _times_change(before, changes.rate)),
        ("Days, eye forced shut", *_both(before, now, eye_shut), _points_change(before, changes.eye_shut)),
        ("Days with a night episode", *_both(before, now, night), _points_change(before, changes.night)),
        ("Usual length (middle half)", *_both(before, now, _usual), NO_VALUE),
        ("Longest", *_both(before, now, _longest), NO_VALUE),
        ("Areas, right / left", *_both(before, now, _sides), NO_VALUE),
    )
    told = (changes.twitch_share, changes.rate, changes.eye_shut, changes.night)
    marked = frozenset(n for n, change in enumerate(told) if change is not None and change.marked)
    return Table(header=HEADER, rows=rows, marked=marked)


def spoken(told: Table) -> tuple[str, ...]:
    """Return the rows as sentences."""
    return tuple(f"{label}: before {old}; now {new}; change {change}." for label, old, new, change in told.rows)


def definitions(now: Numbers) -> str:
    """Return what the words of the table mean, and how many days are left out of the count."""
    return (
        "Days are of answered days. Clear: the 95% interval excludes no change; leaning: only the 80% interval does. "
        "Forced shut: an eyelid at intensity 3 or 4. Night: 22:00 to 06:00, or asleep; both of the days that tell. "
        f"{_uncounted(now)}"
    )


def silence(told: Sensitivity | None) -> tuple[str, ...]:
    """Say what silent days could hide, where so many are silent that it matters."""
    if told is None:
        return ()
    none, bad = figure(told.silent_as_none.value), figure(told.silent_as_bad.value)
    return (f"Episodes a day if {many(told.silent, 'silent day was', 'silent days were')} quiet: {none}; bad: {bad}.",)


def _both(before: Numbers | None, now: Numbers, cell: Callable[[Numbers], str]) -> tuple[str, str]:
    return (cell(before) if before else NO_VALUE, cell(now))


def _uncounted(now: Numbers) -> str:
    if not now.uncounted_days:
        return "Every answered day has a count of episodes."
    return f"{many(now.uncounted_days, 'day', 'days')} without a count (or on and off) left out of episodes per day."


def _days_of(numbers: Numbers, name: str) -> str:
    return _share(getattr(numbers, f"{name}_days"), getattr(numbers, f"{name}_known"))


def _share(count: int, days: int) -> str:
    return f"{count}/{days} = {percent(count / days)}" if days else NO_VALUE


def _twitch_days(numbers: Numbers) -> str:
    share = numbers.twitch_share
    limits = f" ({100 * share.low:.0f}–{100 * share.high:.0f})" if share else ""
    return _share(numbers.twitch_days, numbers.answered) + limits


def _rate(numbers: Numbers) -> str:
    if numbers.rate is None:
        return NO_VALUE
    limits = numbers.rate.per_day
    exact = ", exact" if numbers.rate.exact else ""
    return f"{figure(limits.value)} ({figure(limits.low)}–{figure(limits.high)}{exact})"


def _usual(numbers: Numbers) -> str:
    told = numbers.lengths
    if told is None:
        return NO_VALUE
    return f"{seconds(told.median_s)} ({seconds(told.quarter_s)} – {seconds(told.three_quarters_s)})"


def _longest(numbers: Numbers) -> str:
    return seconds(numbers.lengths.longest_s) if numbers.lengths else NO_VALUE


def _sides(numbers: Numbers) -> str:
    middle = f" (middle {numbers.areas_middle})" if numbers.areas_middle else ""
    return f"{numbers.areas_right} / {numbers.areas_left}{middle}" if numbers.placed_days else NO_VALUE


def _times_change(before: Numbers | None, change: Change | None) -> str:
    if change is None:
        return TOO_FEW if before else NO_BEFORE
    told = change.interval
    low, high = (_apart(limit, f"{limit:.2f}", f"{limit:.3f}", change, none=1.0) for limit in (told.low, told.high))
    return f"{told.value:.2f} times ({low}–{high}), {change.word}"


def _points_change(before: Numbers | None, change: Change | None) -> str:
    if change is None:
        return TOO_FEW if before else NO_BEFORE
    told = change.interval
    low, high = (
        _apart(limit, _points(limit), _points(limit, digits=1), change, none=0.0) for limit in (told.low, told.high)
    )
    return f"{_points(told.value)} points ({low} to {high}), {change.word}"


def _apart(limit: float, short: str, exact: str, change: Change, *, none: float) -> str:
    """Return a limit so that rounding does not bring it onto `none` where the word says that it lies apart."""
    return exact if change.marked and abs(limit - none) <= HALF_A_PERCENT else short


def _points(value: float, *, digits: int = 0) -> str:
    points = f"{abs(100 * value):.{digits}f}"
    return points if not float(points) else f"+{points}" if value > 0 else f"−{points}"
