"""Boxes 5 to 8: what their figures show, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from reports.analysis.areas import Area
from reports.analysis.cycles import Treatment
from reports.analysis.intervals import Interval
from reports.analysis.refusals import TooFew
from reports.analysis.wearing_off import HALF_FROM_DAY, HALF_UNTIL_DAY, WearingOff
from reports.analysis.windows import FULL
from reports.records import Event, Place
from reports.summary import BadStart, Summary
from reports.wording.box import Box
from reports.wording.formats import figure, percent
from reports.wording.noticed import first_time
from reports.wording.numbers import apart
from reports.wording.saying import Say

NAMED: Final = 4
FIRST_NAMED: Final = 3
PEAKS_MAX: Final = 2  # more hours that are as high as each other are no peak


def hours(number: int, summary: Summary, say: Say) -> Box:
    """Return box 5."""
    told, title = summary.now.hours, say(f"box_{number}")
    left_out = say("left_out", backfilled=told.backfilled, untimed=told.untimed)
    if not told.bins:
        both = (say("no_hours"), left_out)
        return Box(number=number, title=title, sentences=both, note=both, waiting=True)
    often, asleep = _most_often(summary, say), say("asleep")
    return Box(
        number=number,
        title=title,
        sentences=(often, left_out, asleep),
        note=(say.joined((often, left_out)),),
        alts=(("hours", say.joined((often, asleep))),),
    )


def _most_often(summary: Summary, say: Say) -> str:
    told = summary.now.hours
    peak = max(told.bins, key=attrgetter("value"))
    if not peak.value:
        return say("no_hour", days=told.days)
    firsts = [n * told.bin_hours for n, one in enumerate(told.bins) if one.value == peak.value]
    hours = [say("hours_of", first=clock(first), last=clock(first + told.bin_hours)) for first in firsts]
    return say(
        "most_often" if len(hours) <= PEAKS_MAX else "no_peak",
        hours=say("comma").join(hours),
        share=percent(peak.value),
        days=told.days,
        low=f"{100 * peak.low:.0f}",
        high=f"{100 * peak.high:.0f}",
    )


def clock(hour: int) -> str:
    """Return a full hour as a clock shows it."""
    return f"{hour:02d}:00"


def where(number: int, summary: Summary, say: Say) -> Box:
    """Return box 6."""
    told = [_area(area, summary.areas_before, say) for area in summary.now.areas]
    words = say("shares", areas=say.named(told, NAMED)) if told else say("no_place")
    new = [say.place(one.place) for one in summary.first_recorded]
    note = (
        words,
        *((say("outlined", areas=say.named(new, FIRST_NAMED)),) if new else ()),
        *_no_longer(summary, say),
    )
    alts = (("where", say.joined((say("two_faces"), *note))),)
    return Box(number=number, title=say(f"box_{number}"), sentences=note, note=note, alts=alts)


def _no_longer(summary: Summary, say: Say) -> tuple[str, ...]:
    """Return the areas that were recorded before and are not now, where places were told in both."""
    now, before = {area.place for area in summary.now.areas}, summary.before
    gone = [area for area in before.areas if area.place not in now] if before and now else []
    named = [say("area", place=say.place(area.place), share=percent(area.share)) for area in gone]
    return (say("no_longer", areas=say.named(named, FIRST_NAMED)),) if named else ()


def _area(area: Area, earlier: dict[Place, Area] | None, say: Say) -> str:
    place, share = say.place(area.place), percent(area.share)
    if earlier is None:
        return say("area", place=place, share=share)
    before = earlier.get(area.place)
    return say("area_before", place=place, share=share, before=percent(before.share if before else 0))


def weeks(number: int, summary: Summary, say: Say) -> Box:
    """Return box 7."""
    title = say(f"box_{number}")
    shares = [week.twitch_share for week in summary.weeks if week.twitch_share]
    standing = _standing(summary, say)
    if not shares:
        gate = (say("no_week"), *standing)
        return Box(number=number, title=title, sentences=gate, note=gate, waiting=True)
    trend = say.joined((_trend(shares, summary, say), _events(summary.events, say), *bad_starts(summary, say)))
    cycles = cycle_sentence(summary.cycles, say)
    alts = (("weeks", trend), *((("cycles", cycles),) if cycles else ()))
    return Box(number=number, title=title, sentences=(*(alt for _, alt in alts), *standing), note=standing, alts=alts)


def _standing(summary: Summary, say: Say) -> tuple[str, ...]:
    """Return the palsies there have been, and the treatments that had begun before and had not ended."""
    told = [say("event_on", event=say.standing(one), day=say.day(one.on)) for one in summary.standing]
    return (say("since_before", events=say.named(told, NAMED)),) if told else ()


def _trend(shares: Sequence[Interval], summary: Summary, say: Say) -> str:
    values = [one.value for one in shares]
    rates = [week.rate.per_day.value for week in summary.weeks if week.rate]
    return say(
        "weeks",
        weeks=len(shares),
        low=percent(min(values)),
        high=percent(max(values)),
        latest=percent(values[-1]),
        rates=say("week_rates", low=figure(min(rates)), high=figure(max(rates))) if rates else "",
    )


def _events(events: Sequence[Event], say: Say) -> str:
    if not events:
        return ""
    named = [say("event_on", event=say.event(one), day=say.day(one.on)) for one in events]
    return say("treatments", events=say.named(named, NAMED))


def bad_starts(summary: Summary, say: Say) -> tuple[str, ...]:
    """Return a sentence for each treatment that began after bad days."""
    return tuple(bad_start(one, say) for one in summary.bad_starts)


def bad_start(start: BadStart, say: Say) -> str:
    """Return what the days before a treatment say of the days after it."""
    event, expected = start.event, start.by_itself
    return say(
        "bad_start",
        event=say("event_on", event=say.event(event), day=say.day(event.on)),
        recent=figure(start.recent),
        usual=figure(start.usual),
        value=f"{expected.value:.2f}",
        low=f"{expected.low:.2f}",
        high=f"{expected.high:.2f}",
    )


def cycle_sentence(cycles: Sequence[Treatment], say: Say) -> str:
    """Return what the weeks since the newest injection say; nothing where there was none."""
    if not cycles:
        return ""
    newest = cycles[-1]
    told = say(
        "cycle",
        day=say.day(newest.injected_on),
        weeks=len([one for one in newest.weeks if one.week >= 0]),
        change=_full_effect(newest, say),
        wore_off=_wore_off(newest, say),
    )
    earlier = say("cycles_earlier", cycles=len(cycles) - 1) if len(cycles) > 1 else ""
    return say.joined((told, earlier))


def _full_effect(cycle: Treatment, say: Say) -> str:
    (full,) = (one.against_before for one in cycle.windows if one.window == FULL)
    if isinstance(full, TooFew):
        return say("cycle_too_few")
    told = full.interval
    low, high = (apart(limit, f"{limit:.2f}", f"{limit:.3f}", full, none=1.0) for limit in (told.low, told.high))
    return say("cycle_full", value=f"{told.value:.2f}", low=low, high=high, word=say(f"word_{full.word}"))


def _wore_off(cycle: Treatment, say: Say) -> str:
    if isinstance(cycle.wore_off, WearingOff):
        day = cycle.wore_off.day
        low, high = f"{day.low:.0f}", f"{day.high:.0f}"
        return say(
            "cycle_wore_off",
            value=f"{day.value:.0f}",
            low=low if day.low > HALF_FROM_DAY else say("or_earlier", day=low),  # no earlier and no later day was tried
            high=high if day.high < HALF_UNTIL_DAY else say("or_later", day=high),
        )
    return say("cycle_said", day=cycle.answers.first_yes) if cycle.answers.first_yes is not None else ""


def every_day(number: int, summary: Summary, say: Say) -> Box:
    """Return box 8."""
    known = _strips(summary, say)
    first = [say("first_recorded", area=first_time(one, say)) for one in summary.first_recorded[:FIRST_NAMED]]
    weak = [say("weak_checks", days=say.named([say.day(on) for on in summary.weak_checks], NAMED))]
    rest = tuple(first + (weak if summary.weak_checks else []))
    alts = (("days", known),)
    return Box(number=number, title=say(f"box_{number}"), sentences=(known, *rest), alts=alts)


def _strips(summary: Summary, say: Say) -> str:
    days, silent = len(summary.days), sum(not one.answered for one in summary.days)
    cut = say("cut", days=summary.now.period.length) if days < summary.now.period.length else ""
    if silent == days:
        return say("strips_empty", days=days, cut=cut)
    entries = sum(len(one.minutes) for one in summary.days)
    return say("strips", days=days, cut=cut, entries=entries, silent=silent)
