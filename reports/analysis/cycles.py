"""The days aligned on each botulinum injection: what it changed, in windows and by weeks, and when it wore off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reports.analysis.days import DayFacts, daily_counts
from reports.analysis.rates import Change, Rate, quasi_rate
from reports.analysis.refusals import NotSeen, TooFew
from reports.analysis.trend import ANSWERED_MIN, WEEK_DAYS
from reports.analysis.wearing_off import WearingOff, wearing_off
from reports.analysis.windows import FULL, WINDOWS, Window, compared, runs
from reports.records import Day, Event

SESSION_DAYS: Final = 14  # ours: a second visit within two weeks corrects the first one
BEFORE_DAYS: Final = 56  # ours: the last eight weeks, without the first eight after an earlier injection
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WindowChange:
    """One window of a cycle: against the weeks before the injection, and against the same window of earlier cycles."""

    window: Window
    days: int
    against_before: Change | TooFew
    against_earlier: Change | TooFew


@dataclass(frozen=True, slots=True)
class AlignedWeek:
    """
    A week by its distance from the injection: 0 begins on that day, -1 ends on the day before.

    The rate is None below 4 countable days.
    """

    week: int
    days: int
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Answers:
    """How many days of a cycle were answered "wearing off" or "not yet", and the first day that said so."""

    yes: int
    no: int
    first_yes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """
    One cycle: from an injection to the day before the next one, or to the last day that was given.

    `before` is the rate of the eight weeks before it, None without a countable day; the first eight weeks after an
    earlier injection are left out of it, and the later ones may still be treated in part.
    """

    injected_on: date
    last: date
    before: Rate | None
    windows: tuple[WindowChange, ...]
    weeks: tuple[AlignedWeek, ...]
    wore_off: WearingOff | TooFew | NotSeen
    answers: Answers


@dataclass(frozen=True, slots=True)
class Aligned:
    """The days of one cycle: the weeks before the injection, and the days from it on."""

    on: date
    before: tuple[DayFacts, ...]
    after: tuple[DayFacts, ...]

    def counts(self, window: Window) -> tuple[int, ...]:
        """
        Return the episodes of the countable days of a window.

        Parameters
        ----------
        window : Window
            Days since the injection.

        Returns
        -------
        tuple of int
            In the order of the days.
        """
        return daily_counts(self.after[window.first : None if window.last is None else window.last + 1])


def injections(events: Iterable[Event]) -> tuple[date, ...]:
    """
    Return the first day of each treatment with botulinum toxin.

    Parameters
    ----------
    events : iterable of Event
        All events in any order; planned injections are not injections.

    Returns
    -------
    tuple of date
        In the order of time. Injections within 14 days of a first one belong to it.

    Examples
    --------
    >>> def toxin(day, action="single"):
    ...     return Event(kind="toxin", action=action, name="", on=date(2026, 5, day))
    >>> injections([toxin(15), toxin(1), toxin(30, "planned"), toxin(16)])
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 16))
    """
    firsts: list[date] = []
    for on in sorted(event.on for event in events if event.kind == "toxin" and event.action == "single"):
        if not firsts or (on - firsts[-1]).days > SESSION_DAYS:
            firsts.append(on)
    return tuple(firsts)


def treatments(
    facts: Sequence[DayFacts], events: Iterable[Event], answers: Iterable[Day]
) -> tuple[Treatment, ...] | TooFew:
    """
    Describe every cycle of treatment with botulinum toxin.

    Parameters
    ----------
    facts : sequence of DayFacts, shape (n,)
        The days of the whole diary in their order, silent ones included.
    events : iterable of Event
        All events in any order.
    answers : iterable of Day
        What was answered about the days, for "wearing off".

    Returns
    -------
    tuple of Treatment, or TooFew
        From the oldest to the newest, which is the current one; refused without an injection within the days.

    Notes
    -----
    Each window is compared with the last eight weeks before the injection, and with the same window of all earlier
    cycles (`windows.compared`). Injections are given in bad weeks, so that some of the fall would have come by itself
    (`before_treatment`). Simulated with the course of `simulate.truth.Cycle`, the intervals hold the true ratio as
    often as they say (tests).

    Examples
    --------
    >>> from datetime import timedelta
    >>> told = [date(2026, 5, 1) + timedelta(days=n) for n in range(60)]
    >>> days = [DayFacts(day=d, answered=True, countable=True, episodes=4 if d.month == 5 else 1) for d in told]
    >>> (cycle,) = treatments(days, [Event(kind="toxin", action="single", name="", on=date(2026, 5, 29))], [])
    >>> [one.against_before for one in cycle.windows][1].interval.value
    0.25
    >>> treatments(days, [], [])
    TooFew(what='injections', have=0, need=1)
    """
    begun = [on for on in injections(events) if facts and facts[0].day <= on <= facts[-1].day]
    if not begun:
        return TooFew("injections", 0, 1)
    ends = [*(on - ONE_DAY for on in begun[1:]), facts[-1].day]
    starts = [facts[0].day, *(on + BEFORE_DAYS * ONE_DAY for on in begun[:-1])]
    cycles = [
        Aligned(
            on,
            tuple(day for day in facts if max(start, on - BEFORE_DAYS * ONE_DAY) <= day.day < on),
            tuple(day for day in facts if on <= day.day <= end),
        )
        for start, on, end in zip(starts, begun, ends, strict=True)
    ]
    untreated = daily_counts(day for day in facts if day.day < begun[0])
    in_runs = runs([untreated, *(cycle.counts(window) for cycle in cycles for window in WINDOWS)])
    kept = tuple(answers)
    return tuple(_treatment(cycle, cycles[:n], kept, in_runs) for n, cycle in enumerate(cycles))


def _treatment(cycle: Aligned, earlier: Sequence[Aligned], answers: Sequence[Day], in_runs: float) -> Treatment:
    counts = daily_counts(cycle.before)
    windows = tuple(_window(window, cycle, earlier, in_runs) for window in WINDOWS)
    (full,) = (one for one in windows if one.window == FULL)
    return Treatment(
        injected_on=cycle.on,
        last=cycle.after[-1].day,
        before=quasi_rate(counts) if counts else None,
        windows=windows,
        weeks=_weeks(cycle),
        wore_off=_wore_off(cycle, full.against_before),
        answers=_answers(cycle, answers),
    )


def _window(window: Window, cycle: Aligned, earlier: Sequence[Aligned], in_runs: float) -> WindowChange:
    now = cycle.counts(window)
    then = tuple(count for one in earlier for count in one.counts(window))
    return WindowChange(
        window,
        len(now),
        compared(daily_counts(cycle.before), now, in_runs=in_runs, days_min=window.days_min),
        compared(then, now, in_runs=in_runs, days_min=window.days_min),
    )


def _weeks(cycle: Aligned) -> tuple[AlignedWeek, ...]:
    weeks: dict[int, list[DayFacts]] = defaultdict(list)
    for day in (*cycle.before, *cycle.after):
        weeks[(day.day - cycle.on).days // WEEK_DAYS].append(day)
    return tuple(_week(number, daily_counts(days)) for number, days in sorted(weeks.items()))


def _week(number: int, counts: Sequence[int]) -> AlignedWeek:
    return AlignedWeek(number, len(counts), quasi_rate(counts) if len(counts) >= ANSWERED_MIN else None)


def _wore_off(cycle: Aligned, full: Change | TooFew) -> WearingOff | TooFew | NotSeen:
    if isinstance(full, TooFew):
        return full
    if full.word == "can't tell" or full.interval.value > 1:
        return NotSeen("no_effect")
    counted = [day for day in cycle.after if day.countable]
    since = [(day.day - cycle.on).days for day in counted]
    return wearing_off(daily_counts(cycle.before), since, daily_counts(counted))


def _answers(cycle: Aligned, answers: Sequence[Day]) -> Answers:
    told = [day for day in answers if cycle.on <= day.day <= cycle.after[-1].day and day.wearing_off is not None]
    yes = [(day.day - cycle.on).days for day in told if day.wearing_off]
    return Answers(len(yes), len(told) - len(yes), min(yes, default=None))
