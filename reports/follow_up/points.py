"""Every week of a diary as numbers, for a chart that can be zoomed. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from reports.analysis.days import Period, facts_of
from reports.analysis.intervals import Interval
from reports.analysis.trend import WEEK_DAYS, Week, weeks
from reports.flags.baseline import kept_from
from reports.records import Ordered, during
from reports.wording import say_in

DIGITS: Final = 3
WEEKS_MIN: Final = 2
WEEKS_MAX: Final = 520


def week_points(records: Ordered, *, today: date) -> dict[str, Any] | None:
    """
    Return the weeks since the diary is kept, cut back from today, in columns; None before its second week.

    `at` is the middle of each week in Unix seconds of UTC, `said` what it is called. `share` (of twitch days, in per
    cent) and `rate` (episodes a countable day) are value, low and high; null below 4 answered, or countable, days.
    """
    told, say = weeks_kept(records, today=today), say_in("en")
    if len(told) < WEEKS_MIN:
        return None
    began = told[0].first
    return {
        "at": [(_seconds(week.first) + _seconds(week.last)) // 2 for week in told],
        "said": [f"{say.period(Period(week.first, week.last))}: {_said(week)}" for week in told],
        "share": _columns([week.twitch_share for week in told], times=100),
        "rate": _columns([week.rate.per_day if week.rate else None for week in told]),
        "events": [
            {"at": _seconds(one.on), "said": say.event(one)}
            for one in records.events
            if began <= one.on <= today and one.action != "planned"
        ],
    }


def weeks_kept(records: Ordered, *, today: date) -> tuple[Week, ...]:
    """Return the weeks since the diary is kept, cut back from today; the newest ten years of them."""
    began = kept_from(records)
    if began is None or began > today:
        return ()
    first = max(began, today - timedelta(days=WEEKS_MAX * WEEK_DAYS - 1))
    return weeks(facts_of(during(records, first, today), Period(first, today)))


def _said(week: Week) -> str:
    share, rate = week.twitch_share, week.rate
    parts = [f"{week.answered} days answered"]
    parts += [f"twitching on {100 * share.value:.0f} % of them"] if share else []
    parts += [f"{rate.per_day.value:.1f} episodes a day"] if rate else []
    return ", ".join(parts)


def _columns(told: list[Interval | None], *, times: float = 1.0) -> dict[str, list[float | None]]:
    return {
        name: [None if one is None else round(times * getattr(one, name), DIGITS) for one in told]
        for name in ("value", "low", "high")
    }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp())
