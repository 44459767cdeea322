"""From the Summary to the data: what the page does not print, because it has too few days, is null."""

from __future__ import annotations

from datetime import date
from typing import Final

from reports.analysis import intervals, rates, trend
from reports.analysis.areas import Area
from reports.analysis.compared import Association, NotCompared
from reports.analysis.cycles import Treatment
from reports.analysis.days import EFFECTS
from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import TypicalDay
from reports.analysis.wearing_off import WearingOff
from reports.analysis.windows import FULL
from reports.published import shapes
from reports.records import Episode, Event
from reports.summary import BadStart, PeriodSummary, Summary

DIGITS: Final = 4


def numbers(summary: Summary) -> shapes.Profile:
    """Return the ten boxes as numbers."""
    enough, before = summary.completeness.enough, summary.before
    return shapes.Profile(
        schema_version=shapes.SCHEMA_VERSION,
        diary=summary.reference[:8],
        fingerprint=summary.fingerprint,
        software_version=summary.software_version,
        period=_days(summary.now),
        compared_with=_days(before) if before else None,
        completeness=_completeness(summary),
        red_flags=_red_flags(summary),
        now=_period(summary.now) if enough else None,
        before=_period(before) if enough and before else None,
        changes=_changes(summary) if enough else None,
        weeks=[_week(one) for one in summary.weeks] if enough else [],
        cycles=[_cycle(one) for one in summary.cycles] if enough else [],
        bad_starts=[_bad_start(one) for one in summary.bad_starts],
        days=[
            shapes.Day(
                day=one.day,
                answered=one.answered,
                twitched=one.twitched,
                episodes=one.episodes if one.countable else None,
                effect=one.effect,
                minutes=list(one.minutes),
            )
            for one in summary.days
        ],
        events=[_event(one, summary.now.period.last) for one in summary.events],
        standing=[_event(one, summary.now.period.last) for one in summary.standing],
        weak_checks=list(summary.weak_checks),
        questions=list(summary.questions),
        factors=_factors(summary.factors),
    )


def log(summary: Summary) -> shapes.Log:
    """Return the entries of the period."""
    return shapes.Log(
        schema_version=shapes.SCHEMA_VERSION,
        period=_days(summary.now),
        entries=[_entry(one) for one in summary.entries],
    )


def _round(value: float) -> float:
    return round(value, DIGITS)


def _estimate(told: intervals.Interval | None) -> shapes.Estimate | None:
    return _some(told) if told else None


def _rate(told: rates.Rate | None) -> shapes.Estimate | None:
    return _estimate(told.per_day) if told else None


def _change(told: rates.Change | TooFew | None) -> shapes.Change | None:
    if told is None or isinstance(told, TooFew):
        return None
    one = told.interval
    return shapes.Change(value=_round(one.value), low=_round(one.low), high=_round(one.high), word=told.word)


def _days(part: PeriodSummary) -> shapes.Days:
    return shapes.Days(first=part.period.first, last=part.period.last)


def _completeness(summary: Summary) -> shapes.Completeness:
    told = summary.completeness
    return shapes.Completeness(
        days=told.days,
        answered=told.answered,
        unknown=told.days - told.answered,
        needed=None if told.enough else told.needed,
        enough=told.enough,
        entries=told.entries,
        live=told.live,
        same_day=told.same_day,
        backfilled=told.backfilled,
        median_delay_min=told.delay_min,
        edited_afterwards=told.edited,
        contradictions=told.contradictions,
    )


def _red_flags(summary: Summary) -> shapes.RedFlags:
    check = summary.last_check
    return shapes.RedFlags(
        rules_version=summary.rules_version,
        flags=[
            shapes.Flag(
                rule=one.rule,
                version=one.version,
                level=one.level,
                urgency=one.urgency,
                first_true_on=one.first_true_on,
                newest_evidence_on=one.newest_on,
                source=one.source,
                reviewed=one.review is not None,
            )
            for one in summary.flags
        ],
        new_areas=[
            shapes.NewArea(site=one.place.site, side=one.place.side, first_recorded_on=one.on, days=one.days)
            for one in summary.first_recorded
        ],
        comparable_days=summary.comparable_days,
        last_check=shapes.FaceCheck(day=check.day, tasks={name: dict(told or {}) for name, told in check.tasks.items()})
        if check
        else None,
    )


def _period(part: PeriodSummary) -> shapes.Period:
    return shapes.Period(
        days=_days(part),
        effects=shapes.Effects(**dict(zip(EFFECTS, part.effects, strict=True))),
        numbers=_numbers(part),
        typical_day=_typical_day(part.hours),
        areas=[_area(one) for one in part.areas],
    )


def _numbers(part: PeriodSummary) -> shapes.Numbers:
    told = part.numbers
    return shapes.Numbers(
        answered=told.answered,
        twitch_days=told.twitch_days,
        twitch_share=_estimate(told.twitch_share),
        episodes_per_day=_rate(told.rate),
        uncounted_days=told.uncounted_days,
        lengths=shapes.Lengths(
            median_s=told.lengths.median_s,
            lower_quarter_s=told.lengths.quarter_s,
            upper_quarter_s=told.lengths.three_quarters_s,
            longest_s=told.lengths.longest_s,
        )
        if told.lengths
        else None,
        eye_shut_days=told.eye_shut_days,
        eye_shut_known=told.eye_shut_known,
        night_days=told.night_days,
        night_known=told.night_known,
        areas_right=told.areas_right,
        areas_left=told.areas_left,
        areas_middle=told.areas_middle,
    )


def _changes(summary: Summary) -> shapes.Changes:
    told = summary.changes
    return shapes.Changes(
        twitch_share=_change(told.twitch_share),
        episodes_per_day=_change(told.rate),
        eye_shut=_change(told.eye_shut),
        night=_change(told.night),
    )


def _typical_day(told: TypicalDay) -> shapes.TypicalDay:
    shares = [one for one in map(_estimate, told.bins) if one]
    return shapes.TypicalDay(
        bin_hours=told.bin_hours, days=told.days, shares=shares, backfilled=told.backfilled, untimed=told.untimed
    )


def _area(told: Area) -> shapes.Area:
    return shapes.Area(site=told.place.site, side=told.place.side, days=told.days, share=_round(told.share))


def _week(told: trend.Week) -> shapes.Week:
    return shapes.Week(
        first=told.first,
        last=told.last,
        answered=told.answered,
        twitch_share=_estimate(told.twitch_share),
        episodes_per_day=_rate(told.rate),
    )


def _cycle(told: Treatment) -> shapes.Cycle:
    (full,) = (one.against_before for one in told.windows if one.window == FULL)
    return shapes.Cycle(
        injected_on=told.injected_on,
        days_4_to_28_against_before=_change(full),
        half_lost_on_day=_estimate(told.wore_off.day) if isinstance(told.wore_off, WearingOff) else None,
        weeks=[shapes.AlignedWeek(week=one.week, episodes_per_day=_rate(one.rate)) for one in told.weeks],
    )


def _event(told: Event, last: date) -> shapes.Event:
    until = told.until if told.until and told.until <= last else None
    return shapes.Event(kind=told.kind, action=told.action, name=told.name, on=told.on, until=until)


def _bad_start(told: BadStart) -> shapes.BadStart:
    return shapes.BadStart(
        kind=told.event.kind,
        name=told.event.name,
        on=told.event.on,
        recent_per_day=_round(told.recent),
        usual_per_day=_round(told.usual),
        by_itself=_some(told.by_itself),
    )


def _factors(told: tuple[Association | NotCompared, ...]) -> shapes.Factors:
    compared = [one for one in told if isinstance(one, Association)]
    return shapes.Factors(
        compared=[
            shapes.Factor(
                code=one.code,
                declared=one.declared,
                word=one.word,
                days_later=one.by_lag[one.strongest].lag,
                ratio=_some(one.by_lag[one.strongest].ratio),
            )
            for one in compared
        ],
        left_out=[one.code for one in told if isinstance(one, NotCompared)],
    )


def _some(told: intervals.Interval) -> shapes.Estimate:
    return shapes.Estimate(value=_round(told.value), low=_round(told.low), high=_round(told.high))


def _entry(told: Episode) -> shapes.Entry:
    return shapes.Entry(
        id=told.id,
        day=told.day,
        minute=told.minute,
        duration_s=told.duration_s,
        ongoing=told.ongoing,
        count=told.count,
        sites=[(one.site, one.side) for one in told.places],
        intensity=told.intensity,
        entry_mode=told.entry_mode,
        edited=told.edited,
    )
