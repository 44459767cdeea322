"""Every week of a diary as numbers, for a chart that can be zoomed. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final

from reports.analysis.days import Period, facts_of
from reports.analysis.intervals import Interval
from reports.analysis.trend import Week, weeks
from reports.flags.baseline import first_day
from reports.records import Ordered
from reports.wording import say_in

DIGITS: Final = 3


def week_points(records: Ordered, *, today: date) -> dict[str, Any] | None:
    """
    Return the weeks of the whole diary, cut back from today, in columns; None before its second week.

    `at` is the middle of each week in Unix seconds of UTC, `said` what it is called. `share` (of twitch days, in per
    cent) and `rate` (episodes a countable day) are value, low and high; null below 4 answered, or countable, days.
    """
    began = first_day(records)
    if began is None or (today - began).days < 7:
        return None
    told, say = weeks(facts_of(records, Period(began, today))), say_in("en")
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
