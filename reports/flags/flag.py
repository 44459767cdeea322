"""A flag for review: what holds of a diary on a day, in words, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.records import Reviewed

URGENCIES: Final = ("within_days", "within_2_weeks", None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that a flag rests on: an episode, a check, an event, or a day, which has its date for an id."""

    kind: str
    id: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """
    One rule that holds, with what it rests on, oldest first.

    Of a rule over one answer, level, words and clock are those of the evidence with the highest level, of the newest
    among equals: a calmer check takes no urgent one back; `first_true_on` is the day of the oldest of that level. Of a
    rule over the history, `first_true_on` is the first of the days without a break on which it has held in one of the
    ways in which it holds now. `review` is the newest signature for it, at this level or a higher one, of no earlier
    day than its newest evidence.
    """

    rule: str
    version: int
    level: str
    urgency: str | None
    title: str
    text: str
    clinician: str
    evidence: tuple[Evidence, ...]
    first_true_on: date
    source: str
    basis: str
    review: Reviewed | None = None

    @property
    def newest_on(self) -> date:
        """The day of the newest evidence."""
        return max((one.day for one in self.evidence), default=self.first_true_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """
    A rule that held at `level` on each of these local days; `last` is None where it still does.

    `raised_on` are the days that raised it: of a rule over one answer each check's, else the first. `newest_on` is the
    day of its newest evidence. `seen` are the signatures for it, at this level or a more urgent one, in these days.
    """

    rule: str
    level: str
    urgency: str | None
    title: str
    first: date
    last: date | None
    raised_on: tuple[date, ...]
    newest_on: date
    seen: tuple[Reviewed, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether somebody signed it since its newest evidence."""
        return any(one.on >= self.newest_on for one in self.seen)
