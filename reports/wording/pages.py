"""What follows the one page: definitions, methods, sources; on request figures as numbers, checks and the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from diary.vocabulary import ANSWERS, CHECK_ANSWERS, INTENSITIES, ONSET_SPEEDS, SIDES, TASKS_LOST, Term
from reports.options import Options
from reports.records import Check, Episode
from reports.spoken import CHINESE
from reports.summary import Summary
from reports.wording import definitions_en, definitions_zh_hant
from reports.wording.box import Section, Table
from reports.wording.charts import bad_starts
from reports.wording.figures import figures
from reports.wording.formats import NO_VALUE
from reports.wording.noticed import movements
from reports.wording.saying import Say, say_in

ROWS_MAX: Final = 800  # of a printed list: while it is set a row takes a millisecond and 100 kB of memory


def definitions(summary: Summary, *, language: str) -> tuple[Section, ...]:
    """Return the back of the page: each section with its terms and what they mean; last the sources."""
    words = definitions_zh_hant if language == CHINESE else definitions_en
    told = tuple(
        Section(title=title, paragraphs=tuple(terms.values()), terms=tuple(terms))
        for title, terms in words.DEFINITIONS.items()
    )
    say = say_in(language)
    begun = bad_starts(summary, say)
    if begun:
        told = (*told, Section(title=say("bad_starts_title"), paragraphs=begun))
    rules = say("semicolon").join(dict.fromkeys(f"{flag.rule}: {flag.source}" for flag in summary.flags))
    of_rules = (words.FLAGS_SOURCES.format(sources=rules),) if rules else ()
    return (*told, Section(title=words.SOURCES_TITLE, paragraphs=(*definitions_en.SOURCES, *of_rules)))


def further(summary: Summary, options: Options) -> Iterator[Section]:
    """Yield what was asked for beyond the page, each to stand on pages of its own."""
    say = say_in(options.language)
    if options.figures:
        yield from _figures(summary, options.language)
    if options.checks:
        yield _checks(summary.checks, say)
    if options.log:
        yield log(summary, language=options.language)


def _figures(summary: Summary, language: str) -> Iterator[Section]:
    for number, one in enumerate(figures(summary, language=language)):
        yield Section(title=one.title, paragraphs=(one.sentence,), table=one.table, new_page=number == 0)


def _checks(checks: tuple[Check, ...], say: Say) -> Section:
    title = say("checks_title")
    if not checks:
        return Section(title=title, paragraphs=(say("checks_none"),), new_page=True)
    header = tuple(map(say, ("day_header", "check_weakness", "check_answers", "check_lost")))
    table = Table(header=header, rows=tuple(_check(one, say) for one in checks[-ROWS_MAX:]))
    return Section(title=title, paragraphs=_left_out(checks, say, ROWS_MAX), table=table, new_page=True)


def _left_out(told: Sequence[object], say: Say, rows_max: int) -> tuple[str, ...]:
    """Return the sentence that says of how many rows the newest are listed; nothing where all are."""
    return (say("rows_max", shown=rows_max, count=len(told)),) if len(told) > rows_max else ()


def _check(check: Check, say: Say) -> tuple[str, ...]:
    return (
        say.day(check.day),
        movements(check, say),
        answers(check, say) or NO_VALUE,
        _labels(TASKS_LOST, check.tasks_lost, say),
    )


def answers(check: Check, say: Say) -> str:
    """Return what was answered with yes or not sure, each with its side and how it began, as far as that was said."""
    labels = {term.code: term.label(say.language) for term in CHECK_ANSWERS}
    told = [(labels.get(code, code), _more(answer, say)) for code, answer in check.answers.items() if _holds(answer)]
    return say("semicolon").join(f"{label} ({more})" if more else label for label, more in told)


def _holds(answer: object) -> bool:
    return (answer.get("value") if isinstance(answer, dict) else answer) in ("yes", "unsure")


def _more(answer: object, say: Say) -> str:
    told: dict[str, Any] = answer if isinstance(answer, dict) else {"value": answer}
    lists = {"value": ANSWERS, "side": SIDES, "onset": ONSET_SPEEDS}
    said = [_labels(terms, [told[name]], say) for name, terms in lists.items() if told.get(name) not in (None, "yes")]
    return say("comma").join(said)


def _labels(terms: Iterable[Term], codes: Iterable[str], say: Say) -> str:
    labels = {term.code: term.label(say.language) for term in terms}
    return say("comma").join(labels.get(code, code) for code in codes) or NO_VALUE


def log(summary: Summary, *, language: str, rows_max: int = ROWS_MAX) -> Section:
    """Return every entry of the period, of more than `rows_max` the newest."""
    say, entries = say_in(language), summary.entries
    title = say("log_title")
    if not entries:
        return Section(title=title, paragraphs=(say("log_none"),), new_page=True)
    table = log_table(entries[-rows_max:], say)
    return Section(title=title, paragraphs=_left_out(entries, say, rows_max), table=table, new_page=True)


def log_table(entries: Sequence[Episode], say: Say) -> Table:
    """Return a row for each entry."""
    names = ("day_header", "log_time", "log_where", "log_length", "log_intensity", "log_how")
    return Table(header=tuple(map(say, names)), rows=tuple(_entry(one, say) for one in entries))


def _entry(entry: Episode, say: Say) -> tuple[str, ...]:
    strengths = {term.code: term.label(say.language) for term in INTENSITIES}
    edited = say("log_edited") if entry.edited else ""
    return (
        say.day(entry.day),
        _time(entry, say),
        say("comma").join(map(say.place, entry.places)) or NO_VALUE,
        _length(entry, say),
        strengths[str(entry.intensity)] if entry.intensity is not None else NO_VALUE,
        say(f"mode_{entry.entry_mode}") + edited,
    )


def _time(entry: Episode, say: Say) -> str:
    if entry.minute is None:
        return say("part_of_day")
    return f"{entry.minute // 60:02d}:{entry.minute % 60:02d}"


def _length(entry: Episode, say: Say) -> str:
    length = say.seconds(entry.duration_s) if entry.duration_s is not None else ""
    told = [length, say("log_ongoing") if entry.ongoing else ""]
    told.append(say("log_times", count=entry.count) if entry.count and entry.count > 1 else "")
    return say("comma").join(filter(None, told)) or NO_VALUE
