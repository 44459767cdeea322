"""
Which lane a diary is in at one practice: what holds, what is signed, and how the practice is set. Pure.

A signature covers what it was given for until there is something new to see (`covers`); nothing is ever hidden blind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from reports.flags.answer_rules import LEVELS
from reports.flags.flag import URGENCIES
from reports.lanes.digest import Digest, FlagTold, Look

AGAIN_DAYS: Final = 28  # after so long what still goes on is shown again: rules.md, "SOON once, then after 28 days"
RED: Final = ("emergency", "same_day")
SOON: Final = "soon"


class Lane(IntEnum):
    """The lanes, the most urgent first."""

    RED = 1
    SOON = 2
    MORE = 3
    TREATMENT = 4
    QUIET = 5
    TOO_LITTLE = 6
    STEADY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """
    What a practice may set. Ours throughout, but for the 70 % and the 7 days, which the product's lanes name.

    `more_than` is what the lower limit of the ratio has to lie above; 1 is no change.
    """

    answered_percent: float = 70
    more_than: float = 1.0
    silent_days: float = 7
    answered_days: float = 14
    visit_margin_days: float = 0

    def with_changes(self, changes: dict[str, float]) -> Thresholds:
        """Return these with some of them set otherwise; unknown names are passed over."""
        known = {one.name: changes.get(one.name, getattr(self, one.name)) for one in fields(self)}
        return Thresholds(**known)


BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "answered_percent": (30, 100),
    "more_than": (1.0, 5.0),
    "silent_days": (2, 60),
    "answered_days": (3, 28),
    "visit_margin_days": (0, 60),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """Something other than a flag that puts a diary into a lane, and what it is about: a new one is a new condition."""

    key: str
    since: date
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What one signature was given for: the flags and conditions as they were seen, and how far the diary had come."""

    on: date
    change_counter: int
    flags: tuple[FlagTold, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    Where a diary stands on the panel of a practice.

    `flags` are those that wait for a look, the most urgent first, `conditions` likewise; `also` holds flags that nobody
    waits for, and that nobody has signed. `since` orders a lane.
    """

    lane: Lane
    since: date
    flags: tuple[FlagTold, ...] = ()
    conditions: tuple[Condition, ...] = ()
    also: tuple[FlagTold, ...] = ()

    @property
    def covered(self) -> tuple[FlagTold, ...]:
        """The flags for which a signature is given."""
        return (*self.flags, *self.also)


def standing(digest: Digest, signed: Sequence[Signed], thresholds: Thresholds, *, unreviewed_since: date) -> Standing:
    """
    Return the lane of a diary, the highest that applies.

    `signed` are the practice's signatures that stand, in any order. `unreviewed_since` orders the lanes in which
    nothing waits: the day of the last review, else that of the consent.
    """
    flags = tuple(flag for flag in digest.flags if not _is_signed(flag, signed, digest.as_of))
    waiting = tuple(one for one in conditions(digest, thresholds) if not _is_covered(one, signed, digest, thresholds))
    lane = min((*map(_lane_of, flags), *(LANES[one.key] for one in waiting)), default=_resting(digest, thresholds))
    lane = min(lane, _resting(digest, thresholds))
    since = [_open_since(flag, signed) for flag in flags if _lane_of(flag) == lane]
    since += [one.since for one in waiting if LANES[one.key] == lane]
    return Standing(
        lane=lane,
        since=min(since, default=unreviewed_since),
        flags=tuple(flag for flag in flags if _lane_of(flag) <= Lane.SOON),
        conditions=waiting,
        also=tuple(flag for flag in flags if _lane_of(flag) > Lane.SOON),
    )


def conditions(digest: Digest, thresholds: Thresholds) -> tuple[Condition, ...]:
    """Return what holds besides the flags, in the order of the lanes."""
    return (*_more(digest, thresholds), *_treatment(digest, thresholds), *_quiet(digest, thresholds))


LANES: Final = {
    "more": Lane.MORE,
    "wearing_off": Lane.TREATMENT,
    "late_visit": Lane.TREATMENT,
    "quiet": Lane.QUIET,
}


def is_more(look: Look, thresholds: Thresholds) -> bool:
    """Say whether there are clearly more episodes than in the weeks before, with enough days answered to tell."""
    enough = look.answered_percent >= thresholds.answered_percent
    return enough and look.ratio is not None and look.ratio.low > thresholds.more_than


def covers(flag: FlagTold, signature: Signed, *, today: date) -> bool:
    """
    Say whether a signature covers a flag: it was given for that rule, and nothing new came since.

    New is a higher level or urgency; a check, a day or an event that the flag rests on; an area; and, of what goes
    on, an entry more than 28 days after the signature.
    """
    seen = next((one for one in signature.flags if one.rule == flag.rule), None)
    if seen is None or _urgency(flag) < _urgency(seen) or flag.other_number > signature.change_counter:
        return False
    if not set(flag.places) <= set(seen.places):
        return False
    return flag.entry_number <= signature.change_counter or _is_fresh(signature, today)


def _is_signed(flag: FlagTold, signed: Sequence[Signed], today: date) -> bool:
    return any(covers(flag, one, today=today) for one in signed)


def _is_covered(one: Condition, signed: Sequence[Signed], digest: Digest, thresholds: Thresholds) -> bool:
    """Say whether a signature was given for this condition, and it is the same one still."""
    for signature in signed:
        same = any((seen.key, seen.about) == (one.key, one.about) for seen in signature.conditions)
        lasting = one.key in ("wearing_off", "late_visit") or _is_fresh(signature, digest.as_of)
        if same and lasting and (one.key != "more" or _went_on(digest, signature.on, thresholds)):
            return True
    return False


def _is_fresh(signature: Signed, today: date) -> bool:
    return today < signature.on + timedelta(days=AGAIN_DAYS)


def _went_on(digest: Digest, since: date, thresholds: Thresholds) -> bool:
    """Say whether there were more on every day since then that was looked at."""
    return all(is_more(look, thresholds) for look in digest.looks if look.on > since)


def _lane_of(flag: FlagTold) -> Lane:
    return Lane.RED if flag.level in RED else Lane.SOON if flag.level == SOON else Lane.STEADY


def _resting(digest: Digest, thresholds: Thresholds) -> Lane:
    """Return the lane of a diary in which nothing waits."""
    return Lane.TOO_LITTLE if digest.today.answered < thresholds.answered_days else Lane.STEADY


def _open_since(flag: FlagTold, signed: Sequence[Signed]) -> date:
    """Return since when a flag waits: since it holds, or, where it was signed before, since what is new."""
    return flag.newest_on if any(one.rule == flag.rule for s in signed for one in s.flags) else flag.first_true_on


def _more(digest: Digest, thresholds: Thresholds) -> Iterator[Condition]:
    since = None
    for look in digest.looks:  # the newest first
        if not is_more(look, thresholds):
            break
        since = look.on
    if since is not None:
        yield Condition("more", since)


def _treatment(digest: Digest, thresholds: Thresholds) -> Iterator[Condition]:
    if digest.injected_on is None:
        return
    if digest.wearing_off_on is not None:
        yield Condition("wearing_off", digest.wearing_off_on, digest.wearing_off_on.isoformat())
    if digest.usual_wearing_off_days is None or digest.next_visit_on is None:
        return
    latest = digest.injected_on + timedelta(days=digest.usual_wearing_off_days + thresholds.visit_margin_days)
    if digest.next_visit_on > latest:
        yield Condition("late_visit", digest.injected_on, digest.next_visit_on.isoformat())


def _quiet(digest: Digest, thresholds: Thresholds) -> Iterator[Condition]:
    """Yield that nothing was answered while a flag to be seen soon holds, signed or not, or before a planned visit."""
    silent = digest.today.silent_days
    if digest.last_answered_on is None or silent is None or silent < thresholds.silent_days:
        return
    if digest.next_visit_on or any(flag.level == SOON for flag in digest.flags):
        since = digest.last_answered_on + timedelta(days=int(thresholds.silent_days))
        yield Condition("quiet", since, digest.last_answered_on.isoformat())


def _urgency(flag: FlagTold) -> tuple[int, int]:
    return LEVELS.index(flag.level), URGENCIES.index(flag.urgency)
