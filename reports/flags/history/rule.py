"""What a rule over the history is made of: its words, its levels, and the function that finds it in a diary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from reports.flags import thresholds as t
from reports.flags.history.timeline import Bools, Timeline
from reports.records import Check, Day, Episode, Event, Place

Fact = Episode | Day | Check | Event
WITHIN_DAYS: Final = "within_days"
WITHIN_2_WEEKS: Final = "within_2_weeks"


class Phrases(NamedTuple):
    """Parts of a sentence, by their keys in the words of each language."""

    keys: tuple[str, ...]


Said = int | float | str | date | Place | Phrases | list[Place]


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


@dataclass(frozen=True, slots=True)
class Others:
    """
    What else holds, day by day.

    `soon`: something waits to be seen soon; `seen`: soon or today. `rules`: each rule above in the table, while it asks
    to be seen.
    """

    soon: Bools
    seen: Bools
    rules: Mapping[str, Bools]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule over the history: `find` returns every way in which it holds, on every day.

    `predicate` says in a sentence what `find` decides, `suppressors` what keeps it back; both are printed in
    docs/rules.md. `version` goes up with each change of what a released rule decides. A rule sees of the others those
    above it in the table.
    """

    id: str
    version: int = 1
    cases: tuple[Case, ...]
    predicate: str
    suppressors: str = ""
    source: str
    marks: tuple[str, ...]
    find: Callable[[Timeline, Others], Iterable[Found]]

    @property
    def basis(self) -> str:
        """Whether somebody can look up all that it says (`thresholds.basis_of`)."""
        return t.basis_of(self.marks)


def alone(find: Callable[[Timeline], Iterable[Found]]) -> Callable[[Timeline, Others], Iterable[Found]]:
    """Return a finder that looks at no other rule."""
    return lambda timeline, _: find(timeline)


def watch(key: str) -> Case:
    """Return a case to be watched."""
    return Case(key=key, level="watch")


def soon(key: str, urgency: str = WITHIN_2_WEEKS) -> Case:
    """Return a case to be seen soon."""
    return Case(key=key, level="soon", urgency=urgency)
