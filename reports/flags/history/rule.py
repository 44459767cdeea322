"""What a rule over the history is made of: its words, its levels, and the function that finds it in a diary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from reports.flags.history.timeline import Bools, Timeline
from reports.records import Check, Episode, Event, Place

Fact = Episode | Check | Event
Said = int | float | str | date | Place | Sequence[Place]
WITHIN_DAYS: Final = "within_days"
WITHIN_2_WEEKS: Final = "within_2_weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One level of a rule. `key` names its words."""

    key: str
    level: str
    urgency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    One way in which a rule holds, on these days of a timeline.

    `evidence` gives the facts that it rests on as of a day, `said` what its words name, both asked only for a day on
    which it holds.
    """

    case: Case
    holds: Bools
    evidence: Callable[[int], Sequence[Fact]]
    said: Callable[[int], dict[str, Said]] = field(default=lambda _: {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule over the history: `find` returns every way in which it holds, on every day.

    `predicate` says in a sentence what `find` decides, `suppressors` what keeps it back; both are printed in
    docs/rules.md. `find` is None for the one rule that looks at the other flags.
    """

    id: str
    version: int = 1
    cases: tuple[Case, ...]
    predicate: str
    suppressors: str = ""
    source: str
    marks: tuple[str, ...]
    find: Callable[[Timeline], Iterable[Found]] | None

    @property
    def basis(self) -> str:
        """Published where every mark says that a text was seen; else unreviewed, until a clinician signs it."""
        return "published" if set(self.marks) <= {"S", "S2"} else "unreviewed"


def watch(key: str) -> Case:
    """Return a case to be watched."""
    return Case(key=key, level="watch")


def soon(key: str, urgency: str = WITHIN_2_WEEKS) -> Case:
    """Return a case to be seen soon."""
    return Case(key=key, level="soon", urgency=urgency)
