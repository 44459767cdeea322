"""
What other rooms may ask of the study. Importing this module loads neither matplotlib, scipy, typst nor fontTools.

Nothing on a page depends on the clock: its date is the last day of the period. `today` and `now` only end a period
that reaches into days that have not come yet, since those days are not silent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.db.models import OuterRef, Subquery

from diary.models import Review
from people.models import Diary
from reports import fhir, loading, published, wording
from reports.flags import RULES_VERSION, asking
from reports.flags.answer_flags import unsure_in
from reports.flags.answer_table import TABLE
from reports.flags.answers import phrase
from reports.flags.flag import Flag
from reports.options import Options
from reports.records import Records, Reviewed, in_order
from reports.summary import SOFTWARE_VERSION, Summary, summarise
from reports.wording import Box
from reports.wording.formats import LANGUAGE

USUAL: Final = Options()
USUAL_DAYS: Final = 90
AHEAD_DAYS: Final = 1
FIGURES: Final = tuple(wording.FIGURES)
THEMES: Final = ("light", "dark")


def summary(diary: Diary, *, first: date, last: date, today: date, language: str = LANGUAGE) -> Summary:
    """
    Return everything the page may say of these days, as numbers; only the flags have words, in `language`.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    records = loading.load(diary, until=last)
    return summarised(diary, records, first=first, last=last, today=today, language=language)


def summarised(
    diary: Diary, records: Records, *, first: date, last: date, today: date, language: str = LANGUAGE
) -> Summary:
    """Return `summary` of what was loaded of the diary up to `last`."""
    if last < first:
        raise ValueError("last must not be before first")
    last = max(first, _come(records, last, today))
    return summarise(records, first=first, last=last, with_rules=with_rules(diary), language=language)


def profile_pdf(diary: Diary, *, first: date, last: date, now: datetime, options: Options = USUAL) -> bytes:
    """
    Return the Twitch Profile as PDF; same diary and same options, same bytes.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    key = stamp(diary, today=local_today(diary, now=now), of=["pdf", first, last, *astuple(options)])
    made: bytes | None = None if options.address else caches["pages"].get(key)
    if made is None:
        told = _told(diary, first=first, last=last, language=options.language, now=now)
        from reports import pdf  # noqa: PLC0415  (matplotlib, typst: 0.6 s and 60 MB that only a printing worker needs)

        made = pdf.pdf(told, options)
        if not options.address:  # the address of a share link opens the page: it is kept nowhere
            caches["pages"].set(key, made)
    return made


def stamp(diary: Diary, *, today: date, of: Sequence[object]) -> str:
    """
    Return what a page of this diary is known by: it changes with everything that the page is made from.

    That is the diary's epoch and change counter, the reviews in its margin, the name of its owner, the rules, the
    software, the day that is today there, and what was asked.
    """
    last_review = Review.objects.filter(diary=OuterRef("pk")).order_by("-number").values("number")[:1]
    fresh: Any = Diary.objects.select_related("owner").annotate(last_review=Subquery(last_review)).get(pk=diary.pk)
    state = [
        fresh.reference, fresh.epoch, fresh.change_counter, fresh.last_review, fresh.owner.shown_name, RULES_VERSION,
        SOFTWARE_VERSION, settings.DIARY_FLAGS_ENABLED, today, *of,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(state, default=str).encode()).hexdigest()[:32]


def profile_png(diary: Diary, *, first: date, last: date, now: datetime, options: Options = USUAL) -> bytes:
    """Return the page as a picture, for an <img> with the boxes in words as its accessible original."""
    told = _told(diary, first=first, last=last, language=options.language, now=now)
    from reports import pdf  # noqa: PLC0415  (see profile_pdf)

    return pdf.png(told, options)


def profile_text(diary: Diary, *, first: date, last: date, language: str = LANGUAGE, now: datetime) -> str:
    """Return the page as a text of at most 20 lines, to paste into a record."""
    told = _told(diary, first=first, last=last, language=language, now=now)
    return wording.text(told, language=language)


def told_summary(diary: Diary, *, first: date, last: date, language: str = LANGUAGE, now: datetime) -> dict[str, Any]:
    """
    Return the ten boxes as words and as numbers, and the figures that have enough days, with sentence and rows.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    told = _told(diary, first=first, last=last, language=language, now=now)
    period = told.now.period
    return {
        "schema_version": published.SCHEMA_VERSION,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "rules_version": told.rules_version,
        "boxes": [_box(box) for box in wording.boxes(told, language=language)],
        "figures": [_figure(one) for one in wording.figures(told, language=language)],
        "profile": published.as_json(published.numbers(told)),
    }


def figure_svg(
    diary: Diary, *, name: str, first: date, last: date, theme: str, now: datetime, language: str = LANGUAGE
) -> str | None:
    """
    Return one figure as SVG; None where its days are too few for it.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    told = _told(diary, first=first, last=last, language=language, now=now)
    if name not in {one.name for one in wording.figures(told, language=language)}:
        return None
    from reports.figures import draw_alone  # noqa: PLC0415  (see profile_pdf)

    return draw_alone(told, name, theme=theme, language=language)


def figure_png(svg: str) -> bytes:
    """Return a drawing of `figure_svg` as PNG."""
    from reports import pdf  # noqa: PLC0415  (see profile_pdf)

    return pdf.figure_png(svg)


def flags(diary: Diary, *, as_of: date | None, now: datetime, language: str = LANGUAGE) -> dict[str, Any]:
    """
    Return the flags that hold on that local day, today's if none is given.

    None is not an all-clear, and `remark` says so; it also says how many answers were "unsure", which no rule uses.
    Nothing is found where the rules are switched off, by the person or on this service. `now` only limits the 72-hour
    clock in the text; where `as_of` has passed, the clock stands at the end of that day.
    """
    day = as_of or newest_day(diary, now=now)
    enabled = with_rules(diary)
    told: dict[str, Any] = {"as_of": day.isoformat(), "rules_version": RULES_VERSION, "enabled": enabled}
    if not enabled:
        return told | {"results": [], "remark": phrase("switched_off", language=language)}
    from reports.flags.raised import flags_of  # noqa: PLC0415  (numpy: 0.1 s that a command need not pay)

    records = loading.load(diary, until=day)
    found = flags_of(in_order(records), as_of=day, now=now, language=language)
    unsure = unsure_in(records, as_of=day)
    return told | {"results": [_flag(flag) for flag in found], "remark": _remark(found, unsure, language)}


def newest_day(diary: Diary, *, now: datetime) -> date:
    """Return today where the diary is kept, or tomorrow where that was recorded: a traveller's day may be ahead."""
    today = local_today(diary, now=now)
    return max(today, loading.last_day(diary, until=today + timedelta(days=AHEAD_DAYS)) or today)


def _remark(found: Sequence[Flag], unsure: int, language: str) -> str:
    said = [] if found else [phrase("none_matched", language=language)]
    if unsure:
        said.append(phrase("unsure", language=language, count=unsure))
    return phrase("joint", language=language).join(said)


def open_questions(diary: Diary, *, today: date) -> frozenset[str]:
    """
    Return the codes of what is asked again on `today` (reports.flags.asking).

    Nothing where the rules are switched off, by the person or on this service.
    """
    if not with_rules(diary):
        return frozenset()
    found = _codes(loading.load(diary, since=today - timedelta(days=asking.DAYS_READ - 1), until=today), today)
    if asking.LID_THREE_MONTHS in found:  # only the whole diary tells
        found = _codes(loading.load(diary, until=today), today)
    return found


def with_rules(diary: Diary) -> bool:
    """Return whether the rules look at this diary: they can be switched off by the person, and on this service."""
    return diary.pk in with_rules_among([diary])


def with_rules_among(diaries: Sequence[Diary]) -> set[int]:
    """Return the keys of the diaries that the rules look at."""
    keys = {diary.pk for diary in diaries} if settings.DIARY_FLAGS_ENABLED else set()
    return keys - loading.without_flags(keys) if keys else keys


def _codes(records: Records, today: date) -> frozenset[str]:
    return frozenset(question.code for question in asking.open_questions(records, today=today))


def answer_rules() -> dict[str, Any]:
    """Return the rules over one answer as the JSON table that a phone evaluates; read it, never change it."""
    return TABLE


def local_today(diary: Diary, *, now: datetime) -> date:
    """Return the day it is where the diary was last written: a page ends there, not at the server's midnight."""
    return now.astimezone(loading.last_zones([diary.pk])[diary.pk]).date()


def usual_period(diary: Diary, *, today: date, days: int = USUAL_DAYS) -> tuple[date, date]:
    """Return the last `days` days, 90 when nobody said, but none before the diary's first record."""
    began = loading.first_day(diary, until=today)
    first = today - timedelta(days=days - 1)
    return (max(first, began) if began else first, today)


def warm() -> None:
    """Import and build what a page needs, fonts included, so that a worker's first page is as quick as the others."""
    from reports import pdf  # noqa: PLC0415  (see profile_pdf)

    empty = summarise(Records(reference="", name=""), first=date(2026, 1, 1), last=date(2026, 1, 1))
    pdf.pdf(empty, USUAL)


def _box(box: Box) -> dict[str, Any]:
    return {"number": box.number, "title": box.title, "sentences": list(box.sentences), "waiting": box.waiting}


def _figure(one: wording.FigureWords) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "sentence": one.sentence,
        "header": list(one.table.header),
        "rows": [list(row) for row in one.table.rows],
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "version": flag.version,
        "level": flag.level,
        "urgency": flag.urgency,
        "title": flag.title,
        "text": flag.text,
        "evidence": [{"kind": one.kind, "id": one.id, "day": one.day.isoformat()} for one in flag.evidence],
        "first_true_on": flag.first_true_on.isoformat(),
        "source": flag.source,
        "basis": flag.basis,
        "review": _review(flag.review),
    }


def _review(review: Reviewed | None) -> dict[str, str] | None:
    return None if review is None else {"by": review.by, "practice": review.practice, "on": review.on.isoformat()}


def _told(diary: Diary, *, first: date, last: date, language: str, now: datetime) -> Summary:
    return summary(diary, first=first, last=last, today=local_today(diary, now=now), language=language)


def _come(records: Records, last: date, today: date) -> date:
    """Return the last day that has come: a traveller's own day may be ahead of the server's."""
    told = (one.day for facts in (records.episodes, records.days, records.checks) for one in facts)
    return min(last, max([today, *told]))


def fhir_bundle(
    diary: Diary, *, first: date | None, last: date | None, language: str = LANGUAGE, now: datetime
) -> Iterator[bytes]:
    """
    Return these days, or the whole diary, as a FHIR R4 document in pieces, with the Profile and the flags.

    The Profile is of the same days, of the usual ones where the whole diary is asked for; the flags are as of `last`,
    no later than the newest day. Both are made before the first piece, so that nothing breaks off half-way.

    Raises
    ------
    ValueError
        If `last` is before `first`.
    """
    today, newest = local_today(diary, now=now), newest_day(diary, now=now)
    days = (first, last) if first and last else usual_period(diary, today=today)
    pdf = profile_pdf(diary, first=days[0], last=days[1], now=now, options=Options(language=language))
    found = flags(diary, as_of=min(last or newest, newest), now=now, language=language)
    frame = fhir.Frame(
        reference=diary.reference, name=diary.owner.shown_name, language=language, first=first, last=last, today=today,
        now=now,
    )  # fmt: skip
    page = fhir.Page(pdf=pdf, first=days[0], last=days[1], language=language)
    return fhir.bundle(frame, loading.documents(diary), flags=found, page=page)
