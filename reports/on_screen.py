"""
A diary as the pages on a screen show it: read from the tables once, whatever a page says of it.

Importing this module loads neither numpy, matplotlib, scipy nor typst.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final

from people.models import Diary
from reports import loading, prepare, spoken, wording
from reports.flags.flag import Held
from reports.follow_up.around import USUAL_LENGTH, Around, around, called, treatments
from reports.follow_up.flags import flags_table
from reports.follow_up.points import week_points, weeks_kept
from reports.follow_up.since import new_places
from reports.follow_up.timeline import Stretch, timeline
from reports.records import Event, Ordered, in_order
from reports.summary import Summary, summarise
from reports.wording import Box, FigureWords, Section, Table, say_in
from reports.wording.figures import weeks_table
from reports.wording.formats import LANGUAGE
from reports.wording.pages import definitions

NUMBERS_BOX: Final = 4
TREATMENTS_BOX: Final = 7
QUESTIONS_BOX: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    What stands round the ten boxes: with which days they are compared, and the footer.

    `meanings` are what the page's words mean, by titles: sentences, each after its term, "" where it has none.
    """

    compared: str
    footer: tuple[str, ...]
    meanings: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What came after a day: `places` that were new, and boxes that compare these `days` with as many before them."""

    days: int
    places: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    The days from `first` to `last` of a diary. What follows up a diary takes `last` for today, is in English, and is
    for a reader of `practice`.

    Everything raises ValueError if `last` is before `first`.
    """

    diary: Diary
    first: date
    last: date
    now: datetime
    language: str = LANGUAGE
    practice: str = ""

    @cached_property
    def records(self) -> Ordered:
        """The diary up to `last`."""
        return in_order(loading.load_for_others([self.diary], until=self.last)[self.diary.pk])

    @cached_property
    def summary(self) -> Summary:
        """The ten boxes as numbers."""
        today = prepare.local_today(self.diary, now=self.now)
        return prepare.summarised(
            self.diary, self.records, first=self.first, last=self.last, today=today, language=self.language
        )

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The ten boxes in words."""
        return wording.boxes(self.summary, language=self.language)

    @property
    def questions(self) -> Box:
        """What the person would like to ask."""
        return next(box for box in self.boxes if box.number == QUESTIONS_BOX)

    @property
    def figures(self) -> tuple[FigureWords, ...]:
        """The figures that have enough days, with their numbers."""
        return wording.figures(self.summary, language=self.language)

    @cached_property
    def frame(self) -> Frame:
        """What stands round the boxes."""
        told = self.summary
        return Frame(
            compared=wording.header(told, language=self.language)[-1],
            footer=wording.footer(told, language=self.language),
            meanings=tuple(
                (one.title, tuple(zip_longest(one.terms, one.paragraphs, fillvalue="")))
                for one in definitions(told, language=self.language)
            ),
        )

    @property
    def log(self) -> Section:
        """Every entry of the period, as the printed log has them, which leaves out some of very many."""
        return wording.log(self.summary, language=self.language, rows_max=sys.maxsize)

    @property
    def text(self) -> str:
        """The page as a text of at most 20 lines, to paste into a record."""
        return wording.text(self.summary, language=self.language)

    def since(self, after: date) -> Since:
        """Return what came after a day."""
        first = after + timedelta(days=1)
        if first > self.last:
            return Since(days=0, places="", boxes=())
        told = summarise(self.records, first=first, last=self.last, with_rules=False)
        shown = (box for box in wording.boxes(told) if box.number in (NUMBERS_BOX, TREATMENTS_BOX))
        places = new_places(self.records, after=after)
        return Since(days=(self.last - after).days, places=spoken.places(places) if places else "", boxes=tuple(shown))

    @cached_property
    def past(self) -> tuple[Held, ...]:
        """Since when and until when each rule has held, the newest first; nothing where the rules are switched off."""
        if not prepare.with_rules(self.diary):
            return ()
        from reports.flags.past import past_flags  # noqa: PLC0415  (numpy: 0.1 s that who only imports need not pay)

        return past_flags(self.records, as_of=self.last)

    @cached_property
    def flags_so_far(self) -> Table:
        """The same as a table."""
        return flags_table(self.past, practice=self.practice)

    def timeline(self, *, with_entries: bool) -> tuple[Stretch, ...]:
        """Return events, checks, flags and new areas of the period, week by week, and the entries if asked to."""
        return timeline(self.summary, self.past, practice=self.practice, with_entries=with_entries)

    @property
    def weeks(self) -> dict[str, Any] | None:
        """Every week of the whole diary as numbers, for a chart that can be zoomed."""
        return week_points(self.records, today=self.last)

    @property
    def weeks_as_table(self) -> Table:
        """The same weeks with their numbers, the newest first."""
        return weeks_table(weeks_kept(self.records, today=self.last)[::-1], say_in(LANGUAGE))

    @cached_property
    def treatments(self) -> list[tuple[str, str]]:
        """The ids and names of the treatments that have days to compare, the newest first."""
        return [(event.id, called(event)) for event in self._treatments]

    def around(self, event_id: str | None, days: int | None) -> Around | None:
        """Return the days before and after a treatment, the newest one if none is named; None without such a one."""
        named = [event for event in self._treatments if event_id in (None, event.id)]
        return around(self.records, named[0], days=days or USUAL_LENGTH, today=self.last) if named else None

    @cached_property
    def _treatments(self) -> tuple[Event, ...]:
        return treatments(self.records, today=self.last)
