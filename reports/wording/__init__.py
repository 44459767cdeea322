"""
Every sentence of the page, made from a `Summary`: what was recorded, never what it means.

The page is in English only so far, the figures of a phone in Traditional Chinese too (`zh_hant`). Labels of sites and
of events come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.analysis.areas import Area
from reports.analysis.days import EFFECTS
from reports.flags.baseline import FirstRecorded
from reports.flags.flag import Flag
from reports.flags.thresholds import BASELINE_DAYS
from reports.records import Event, Place
from reports.spoken import CHINESE, day, place
from reports.summary import ANSWERED_DAYS_MIN, PeriodSummary, Summary
from reports.wording import factors, numbers, tables, zh_hant
from reports.wording.formats import (
    LANGUAGE,
    NAME_MAX,
    breakable,
    event,
    figure,
    many,
    percent,
    period,
    seconds,
    shortened,
)
from reports.wording.numbers import Table

TITLE: Final = "Twitch Profile"
STRAPLINE: Final = (
    "A page from a private diary of muscle twitches. Shares are of answered days; a silent day is not known."
)
QUESTION_PRINTED_MAX: Final = 120  # characters of a question that the page has room for
TITLES: Final = (
    "How complete", "Red flags and face check", "Days by effect on function", "Numbers", "A typical day",
    "Where", "Weeks", "Every day", "What I would like to ask", "Factors looked at",
)  # fmt: skip
EFFECT_LABELS: Final = dict(
    zip(EFFECTS, ("none", "noticed", "interfering", "disabling", "effect not given", "not known"), strict=True)
)
PURPOSE: Final = (
    "Self-reported. An association in one diary is not a cause. A private diary to record muscle twitches and to help "
    "describe them to a health professional: it shows what was entered. It is not watched by anyone, not for "
    "emergencies, not a medical device, and has not been evaluated clinically."
)
NOT_ALL_CLEAR: Final = "This is not an all-clear."
AREAS_NAMED: Final = 4
FIGURES: Final = {"weeks": 7, "where": 6, "hours": 5, "days": 8}  # by name, with the box they stand in
FIRST_NAMED: Final = 3
FLAGS_NAMED: Final = 4
LEVELS: Final = {
    "emergency": "EMERGENCY", "same_day": "SAME DAY", "soon": "Soon", "watch": "To watch", "info": "Remark",
}  # fmt: skip
FACTOR_ANSWERED_MIN: Final = 60  # 24 events: Holsteen 2020, for a moderate effect in one person; the days are ours
FACTOR_EPISODES_MIN: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """
    One of the ten boxes in words.

    `sentences` say all of it. `note` is what the page prints beside the figure or table; `alt` is the figure's
    sentence, None where there is no figure. `waiting`: the box has too little data, or waits for a later version.
    """

    number: int
    sentences: tuple[str, ...]
    note: tuple[str, ...] = ()
    alt: str | None = None
    table: Table | None = None
    waiting: bool = False

    @property
    def title(self) -> str:
        """The title, the same for ever."""
        return TITLES[self.number - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """A figure in words: what it is called, the sentence that says the same, and its rows."""

    name: str
    title: str
    sentence: str
    table: Table


def figures(summary: Summary, *, language: str = LANGUAGE) -> tuple[FigureWords, ...]:
    """Return the figures that have enough days to be drawn, the weeks first."""
    told = {box.number: box for box in boxes(summary, language=LANGUAGE)}
    return tuple(
        _in(
            language,
            summary,
            FigureWords(name=name, title=told[number].title, sentence=alt, table=_rows(name, summary, language)),
        )
        for name, number in FIGURES.items()
        if (alt := told[number].alt) is not None
    )


def label_in(language: str) -> Callable[[str], str]:
    """Return what says the labels of a drawing in that language."""
    return zh_hant.label if language == CHINESE else str


def _in(language: str, summary: Summary, one: FigureWords) -> FigureWords:
    """Return the same in that language, English where there is no other."""
    if language != CHINESE:
        return one
    return FigureWords(
        name=one.name,
        title=zh_hant.TITLES[one.name],
        sentence=zh_hant.sentence(one.name, summary),
        table=tables.translated(one.table, zh_hant.label),
    )


def _rows(name: str, summary: Summary, language: str) -> Table:
    rows = {"weeks": tables.weeks, "where": tables.where, "hours": tables.hours, "days": tables.days}
    return rows[name](summary, language)


def boxes(summary: Summary, *, language: str = LANGUAGE) -> tuple[Box, ...]:
    """Return the ten boxes in their order."""
    charts: tuple[Box, ...] = (
        _effects(summary), _numbers(summary), _hours(summary), _where(summary, language), _weeks(summary),
    )  # fmt: skip
    gate = _gate(summary)
    if gate:
        charts = tuple(Box(number=box.number, sentences=(gate,), note=(gate,), waiting=True) for box in charts)
    return (
        _completeness(summary), _flags(summary, language), *charts, _every_day(summary, language),
        _questions(summary), _factors(summary),
    )  # fmt: skip


def header(summary: Summary) -> tuple[str, str, str]:
    """Return whose page it is, of which days, and compared with which."""
    before = f"compared with {period(summary.before.period)}" if summary.before else "no earlier days to compare with"
    return (shortened(summary.name, NAME_MAX), period(summary.now.period), before)


def footer(summary: Summary) -> tuple[str, str]:
    """Return the purpose in short form, and what this page was made from."""
    made_from = (
        f"Rules {summary.rules_version or 'switched off'}, software {summary.software_version}, "
        f"data {summary.fingerprint}, "
        f"diary {summary.reference[:8]} up to {day(summary.now.period.last)}. Page 1 of 1."
    )
    return PURPOSE, made_from


def _questions(summary: Summary) -> Box:
    """Return the person's own words; of a long question the page has room for the beginning."""
    if not summary.questions:
        return _plain(9, "No questions written yet.")
    asked = tuple(f"{number}. {question}" for number, question in enumerate(summary.questions, start=1))
    return Box(number=9, sentences=asked, note=tuple(shortened(breakable(one), QUESTION_PRINTED_MAX) for one in asked))


def _plain(number: int, *sentences: str) -> Box:
    return Box(number=number, sentences=sentences, note=sentences, waiting=True)


def _gate(summary: Summary) -> str | None:
    told = summary.completeness
    if told.enough:
        return None
    if told.needed == ANSWERED_DAYS_MIN:
        return f"{told.answered} of {told.needed} answered days needed."
    return f"{told.answered} of {told.needed} answered days needed (70% of {told.days} days)."


def _completeness(summary: Summary) -> Box:
    told = summary.completeness
    silent = told.days - told.answered
    answer = f"{told.answered} of {told.days} days answered ({percent(told.answered / told.days)}); {silent} not known."
    if not told.answered:
        empty = f"Nothing was recorded from {period(summary.now.period)}."
        silence = "A day without an answer is not known; it is never counted as a day without twitches."
        return Box(number=1, sentences=(answer, empty, silence), note=(empty, silence), alt=answer)
    delay = f" (median delay {seconds(60 * told.delay_min)})" if told.delay_min is not None else ""
    entries = (
        f"{many(told.entries, 'entry', 'entries')}: {told.live} as it happened, {told.same_day} later that day, "
        f"{told.backfilled} on a later day{delay}; {told.edited} edited afterwards."
    )
    note = (entries, *_contradictions(told.contradictions))
    return Box(number=1, sentences=(answer, *note), note=note, alt=answer)


def _contradictions(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    days = (
        "1 day was answered “none” although it holds"
        if count == 1
        else f"{count} days were answered “none” although they hold"
    )
    return (f"{days} twitching: counted as twitched.",)


def _flags(summary: Summary, language: str) -> Box:
    check = f"Last face check: {day(summary.last_check)}." if summary.last_check else "No face check recorded."
    if summary.rules_version is None:
        sentences: tuple[str, ...] = (check, f"The rules are switched off. {NOT_ALL_CLEAR}")
        return Box(number=2, sentences=sentences, note=sentences, waiting=True)
    sentences = (*_raised(summary), _new_areas(summary, language), check)
    return Box(number=2, sentences=sentences, note=sentences, waiting=not summary.flags)


def _raised(summary: Summary) -> tuple[str, ...]:
    """Return the flags as of the last day, most urgent first, and how many more there are."""
    if not summary.flags:
        return (f"No rule matched. {NOT_ALL_CLEAR}",)
    named = [
        f"{_level(one)}: {one.title} ({one.rule}, since {day(one.first_true_on)})."
        for one in summary.flags[:FLAGS_NAMED]
    ]
    more = len(summary.flags) - FLAGS_NAMED
    return (*named, f"And {more} more.") if more > 0 else tuple(named)


def _level(flag: Flag) -> str:
    return "Within days" if flag.urgency == "within_days" else LEVELS[flag.level]


def _new_areas(summary: Summary, language: str) -> str:
    if summary.comparable_days == 0:
        return f"The first {BASELINE_DAYS.value} days of a diary are its baseline; no area can be called new yet."
    first = summary.first_recorded
    named = "; ".join(_first(one, language) for one in first[:FIRST_NAMED]) or "none in these days"
    more = f"; and {len(first) - FIRST_NAMED} more" if len(first) > FIRST_NAMED else ""
    return f"Areas recorded for the first time since the baseline: {named}{more}."


def _first(one: FirstRecorded, language: str) -> str:
    often = "once" if one.days == 1 else f"on {one.days} days"
    return f"{place(one.place, language)} ({day(one.on)}, {often})"


def _effects(summary: Summary) -> Box:
    now = f"Now: {_effect_days(summary.now)}."
    before = f"Before: {_effect_days(summary.before)}." if summary.before else "No earlier days to compare with."
    return Box(number=3, sentences=(now, before), alt=f"{now} {before}")


def _effect_days(part: PeriodSummary) -> str:
    told = [f"{EFFECT_LABELS[effect]} {count}" for effect, count in zip(EFFECTS, part.effects, strict=True) if count]
    return f"{', '.join(told)} of {many(part.period.length, 'day', 'days')}"


def _numbers(summary: Summary) -> Box:
    table = numbers.table(summary)
    note = " ".join((numbers.definitions(summary.now.numbers), *numbers.silence(summary.sensitivity)))
    return Box(number=4, sentences=(*numbers.spoken(table), note), note=(note,), table=table)


def _hours(summary: Summary) -> Box:
    hours = summary.now.hours
    left_out = (
        f"Left out: {many(hours.backfilled, 'entry', 'entries')} from a later day, {hours.untimed} without an hour."
    )
    if not hours.bins:
        gate = "No answered day whose hours are known."
        return Box(number=5, sentences=(gate, left_out), note=(gate, left_out), waiting=True)
    top = max(range(len(hours.bins)), key=lambda n: hours.bins[n].value)
    peak, start = hours.bins[top], top * hours.bin_hours
    often = (
        f"Recorded most often from {start:02d}:00 to {start + hours.bin_hours:02d}:00: on {percent(peak.value)} of "
        f"{hours.days} days ({100 * peak.low:.0f}–{100 * peak.high:.0f})."
        if peak.value
        else f"No episode at a known hour on {hours.days} answered days."
    )
    asleep = "Fewer entries can be expected from the hours of sleep (shaded)."
    return Box(number=5, sentences=(often, left_out, asleep), note=(f"{often} {left_out}",), alt=f"{often} {asleep}")


def _where(summary: Summary, language: str) -> Box:
    earlier = {area.place: area for area in summary.before.areas} if summary.before else None
    told = [_area(area, earlier, language) for area in summary.now.areas[:AREAS_NAMED]]
    more = len(summary.now.areas) - AREAS_NAMED
    rest = f"; and {more} more" if more > 0 else ""
    words = f"Share of answered days: {'; '.join(told)}{rest}." if told else "No place was given in these days."
    new = [place(one.place, language) for one in summary.first_recorded]
    first = f"Thick outline, recorded for the first time: {'; '.join(new[:FIRST_NAMED])}." if new else ""
    note = (words, first) if first else (words,)
    return Box(number=6, sentences=note, note=note, alt=f"Two face maps, before and now. {words} {first}".strip())


def _area(area: Area, earlier: dict[Place, Area] | None, language: str) -> str:
    if earlier is None:
        return f"{place(area.place, language)} {percent(area.share)}"
    before = earlier.get(area.place)
    return f"{place(area.place, language)} {percent(area.share)} (before {percent(before.share if before else 0)})"


def _weeks(summary: Summary) -> Box:
    told = [week for week in summary.weeks if week.twitch_share]
    shares = [week.twitch_share.value for week in told if week.twitch_share]
    if not shares:
        gate = "No week has the 4 answered days that a point needs."
        return Box(number=7, sentences=(gate,), note=(gate,), waiting=True)
    rates = [week.rate.per_day.value for week in summary.weeks if week.rate]
    per_day = f"; episodes per answered day from {figure(min(rates))} to {figure(max(rates))}" if rates else ""
    words = (
        f"{many(len(told), 'week', 'weeks')} with at least 4 answered days: twitch days from {percent(min(shares))} "
        f"to {percent(max(shares))}, latest {percent(shares[-1])}{per_day}."
    )
    marks = _events(summary.events)
    return Box(number=7, sentences=(words, *marks), note=(), alt=" ".join((words, *marks)))


def _events(events: Sequence[Event]) -> tuple[str, ...]:
    if not events:
        return ()
    named = "; ".join(f"{event(one)}, {day(one.on)}" for one in events[:AREAS_NAMED])
    more = f"; and {len(events) - AREAS_NAMED} more" if len(events) > AREAS_NAMED else ""
    return (f"Treatments and changes: {named}{more}.",)


def _every_day(summary: Summary, language: str) -> Box:
    ticks = sum(len(one.minutes) for one in summary.days)
    silent = sum(not one.answered for one in summary.days)
    length = many(len(summary.days), "day", "days")
    cut = f" (the last of {summary.now.period.length})" if len(summary.days) < summary.now.period.length else ""
    words = f"{length}{cut}, midnight to midnight: {many(ticks, 'entry', 'entries')} at a known time"
    known = f"{words}, {silent} {'day' if silent == 1 else 'days'} not known."
    if silent == len(summary.days):
        known = f"No entries: all {length}{cut} are not known."
    first = tuple(f"First recorded: {_first(one, language)}." for one in summary.first_recorded[:FIRST_NAMED])
    return Box(number=8, sentences=(known, *first), note=(), alt=known)


def _factors(summary: Summary) -> Box:
    told = factors.sentences(summary.factors)
    if told:
        return Box(number=10, sentences=told, note=told)
    now = summary.now.numbers
    return _plain(
        10,
        f"Too few days to compare anything with. A comparison needs {FACTOR_ANSWERED_MIN} days with an answer about "
        f"it and {FACTOR_EPISODES_MIN} episodes; these days have {now.answered} answered and {now.twitch_days} with "
        f"twitching.",
    )
