"""
The chains of a diary, walked from end to end: versions of its facts, reviews in its margin, and the log of who opened
it.

Seen is a line that was changed, that is missing, that stands in another place, or that follows from another line than
the one before it. The diary's change counter is the end of the chain of versions: lines cut off there are missed too.

Not seen are lines cut off at the end of the reviews and of the access log, which have no counter; and what somebody
did who may write to
the tables, knows how the hashes are made, and made all that follow anew: only the hash of a chain's last line, kept
elsewhere (`ends`), tells that apart. A changed line whose own hash was made anew shows at the line after it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from diary.models import Review, Version
from diary.services import history, reviews
from diary.walks import Step, pages, unseen
from people.chain import FIRST_HASH
from people.models import Diary, Opening
from people.services import openings

VERSIONS, REVIEWS, OPENINGS = CHAINS = ("version", "review", "opening")
SUSPECTS_MAX: Final = 16  # lines of one chain that are compared with each other; what is more is only counted as broken
Line = Any  # a Version, a Review or an Opening: each has a number and a hash


class What(StrEnum):
    """What is wrong with a line, or with the place where it should be."""

    CHANGED = "does not say what its hash says: it was changed, or the one before it was written anew"
    MOVED = "belongs in another place"
    BROKEN = "follows from another line than the one before it"
    MISSING = "is missing"
    CUT_OFF = "is missing at the end: the diary counted it"
    UNCOUNTED = "is beyond the diary's count"


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of a diary's chain, or a run of them, that is not as it was written. Never what it says."""

    reference: UUID
    chain: str
    what: What
    first: int
    last: int

    def __str__(self) -> str:
        numbers = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"diary {self.reference}, {self.chain} {numbers}: {self.what}"


@dataclass(frozen=True, slots=True)
class End:
    """The last line of a chain. Whoever keeps it elsewhere can tell later whether the lines before it still stand."""

    chain: str
    number: int
    entry_hash: str


@dataclass(frozen=True, slots=True)
class _Chain:
    name: str
    rows: QuerySet[Any]
    entry_hash: Callable[[str, Line], str]


def lines(reference: UUID | None = None, *, chains: Collection[str] = CHAINS) -> int:
    """Return how many lines there are to walk, of all diaries or of one."""
    diaries = Diary.objects.all() if reference is None else Diary.objects.filter(reference=reference)
    counted = {
        VERSIONS: diaries.aggregate(lines=Sum("change_counter"))["lines"] or 0,
        REVIEWS: Review.objects.filter(diary__in=diaries).count(),
        OPENINGS: Opening.objects.filter(diary__in=diaries).count(),
    }
    return sum(counted[name] for name in chains)


def verify(*, diary: Diary, chains: Collection[str] = CHAINS, show: Step = unseen) -> Iterator[Finding]:
    """
    Walk these chains of `diary`, and yield what is not as it was written. Costs about 30 microseconds a line.

    The diary may be written to meanwhile; one that is erased meanwhile has no findings.
    """
    counted = Diary.objects.values_list("change_counter", flat=True).filter(pk=diary.pk).first() or 0
    for chain in _chains(diary, chains):
        upto = counted if chain.name == VERSIONS else None
        for what, first, last in _walk(chain, upto, show):
            if not Diary.objects.filter(pk=diary.pk).exists():
                return
            yield Finding(diary.reference, chain.name, what, first, last)


def ends(*, diary: Diary, chains: Collection[str] = CHAINS) -> list[End]:
    """Return the last line of each chain of `diary` that has one."""
    last = ((chain.name, chain.rows.order_by("-number").first()) for chain in _chains(diary, chains))
    return [End(name, line.number, line.entry_hash) for name, line in last if line is not None]


def _chains(diary: Diary, names: Collection[str]) -> list[_Chain]:
    chains = (
        _Chain(VERSIONS, Version.objects.of(diary), history.entry_hash),
        _Chain(REVIEWS, Review.objects.of(diary), reviews.entry_hash),
        _Chain(OPENINGS, Opening.objects.filter(diary=diary), openings.entry_hash),
    )
    return [chain for chain in chains if chain.name in names]


def _walk(chain: _Chain, upto: int | None, show: Step) -> Iterator[tuple[What, int, int]]:
    """Yield the findings of one chain, of the lines up to a number where the diary counts them."""
    link = _Link(chain.entry_hash)
    for page in pages(chain.rows if upto is None else chain.rows.filter(number__lte=upto), by="number"):
        for line in page:
            yield from link.add(line)
        show(len(page))
    yield from link.explained()
    if upto is None:
        return
    if link.number < upto:
        yield What.CUT_OFF, link.number + 1, upto
    uncounted = chain.rows.filter(number__gt=F("diary__change_counter")).order_by("number")  # one moment for both
    for number in uncounted.values_list("number", flat=True)[:SUSPECTS_MAX]:
        yield What.UNCOUNTED, number, number


@dataclass(slots=True)
class _Suspect:
    line: Line
    before: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(slots=True)
class _Link:
    """
    Where a walk along a chain has come to.

    `before` are the hashes from which the next line may follow: what the last one carries, and what it should carry.
    None are known after a gap.
    """

    entry_hash: Callable[[str, Line], str]
    number: int = 0
    before: tuple[str, ...] = (FIRST_HASH,)
    suspects: list[_Suspect] = field(default_factory=list)

    def add(self, line: Line) -> Iterator[tuple[What, int, int]]:
        if line.number > self.number + 1:
            yield What.MISSING, self.number + 1, line.number - 1
            self.before = ()
        computed = tuple(self.entry_hash(before, line) for before in self.before)
        own = tuple(dict.fromkeys((line.entry_hash, *computed)))
        if computed and line.entry_hash not in computed:
            if len(self.suspects) < SUSPECTS_MAX:
                self.suspects.append(_Suspect(line, self.before, own))
            else:
                yield What.BROKEN, line.number, line.number
        self.number = line.number
        self.before = own[:1] if line.entry_hash in computed else own

    def explained(self) -> Iterator[tuple[What, int, int]]:
        """Tell what was changed from what was moved, and leave out what only follows a line that was."""
        known = {one for suspect in self.suspects for one in (*suspect.before, *suspect.own)}
        numbers = {suspect.line.number for suspect in self.suspects}
        for suspect in self.suspects:
            number = suspect.line.number
            what = self._what(suspect.line, known, {*numbers, number - 1, number + 1})
            if what is not What.BROKEN or number - 1 not in numbers:
                yield what, number, number

    def _what(self, line: Line, known: set[str], places: set[int]) -> What:
        if self._fits(line, line.number, known):
            return What.BROKEN
        return What.MOVED if any(self._fits(line, place, known) for place in places) else What.CHANGED

    def _fits(self, line: Line, number: int, known: set[str]) -> bool:
        """Say whether the line's hash is right in the place `number`, after a line with one of these hashes."""
        placed = copy.copy(line)
        placed.number = number
        return any(self.entry_hash(before, placed) == line.entry_hash for before in known)
