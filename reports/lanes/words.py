"""What the panel says: the lanes with their rules, and why a diary is in one. In English, as the clinic's pages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reports import spoken
from reports.flags.answer_table import PHRASES
from reports.lanes.digest import BEFORE_DAYS, NOW_DAYS, Digest, FlagTold
from reports.lanes.rules import LANES, RED, Condition, Lane, Standing, Thresholds

NO_FLAG: Final = PHRASES[spoken.ENGLISH].none_matched


@dataclass(frozen=True, slots=True)
class Header:
    """A lane's name and its rule, as the practice is set."""

    lane: Lane
    name: str
    rule: str


def headers(thresholds: Thresholds) -> tuple[Header, ...]:
    """Return the header of every lane, in their order."""
    return tuple(Header(lane, called, rule(thresholds)) for lane, (called, rule) in _HEADERS.items())


_HEADERS: Final[dict[Lane, tuple[str, Callable[[Thresholds], str]]]] = {
    Lane.RED: (
        "Red flag, not reviewed",
        lambda t: "A rule says emergency or same day, and nobody here has signed it since its newest evidence.",
    ),
    Lane.SOON: (
        "To be seen soon",
        lambda t: "Spread, new weakness, or any other rule that says soon, not signed since something new was seen.",
    ),
    Lane.MORE: (
        "Clearly more",
        lambda t: (
            f"More episodes a day in the last {NOW_DAYS} days than in the {BEFORE_DAYS // 7} weeks before: the "
            f"lower limit of the ratio lies above {t.more_than:g}, with {t.answered_percent:g} % of the days answered."
        ),
    ),
    Lane.TREATMENT: (
        "Treatment timing",
        lambda t: (
            "“Wearing off” was tapped since the last injection, or the next visit or injection is "
            + (f"{t.visit_margin_days:g} days or more " if t.visit_margin_days else "")
            + "later than the usual wearing-off."
        ),
    ),
    Lane.QUIET: (
        "Gone quiet",
        lambda t: (
            f"No answer for {t.silent_days:g} days while a rule says soon, or before a planned visit or injection."
        ),
    ),
    Lane.TOO_LITTLE: (
        "Too little data",
        lambda t: f"Fewer than {t.answered_days:g} of the last {NOW_DAYS} days are answered.",
    ),
    Lane.STEADY: ("Steady", lambda t: "None of the above. That is not an all-clear."),
}


def name(lane: Lane) -> str:
    """Return what a lane is called."""
    return _HEADERS[lane][0]


def reason(digest: Digest, where: Standing) -> str:
    """Return in one sentence, with dates, why the diary is in its lane."""
    flags = [flag for flag in where.flags if (flag.level in RED) == (where.lane is Lane.RED)]
    more = len(where.flags) + len(where.conditions) - 1
    if where.lane <= Lane.SOON and flags:
        return _flag(flags[0]) + _and(more)
    for one in where.conditions:
        if LANES[one.key] is where.lane:
            return condition(digest, one) + _and(more)
    if where.lane is Lane.TOO_LITTLE:
        look = digest.today
        return f"{look.answered} of the last {look.days} days answered." if look.days else "Nothing recorded yet."
    if digest.flags:
        return f"Nothing waits. Still so: {', '.join(map(_named, digest.flags))}."
    return NO_FLAG


def condition(digest: Digest, one: Condition) -> str:
    """Return in one sentence what waits for a look besides the flags."""
    return _CONDITIONS[one.key](digest, one)


def how_soon(flag: FlagTold) -> str:
    """Return how soon somebody is to look at it, as the page for the doctor says it."""
    return _URGENCIES.get(flag.urgency or "", _LEVELS.get(flag.level, ""))


def _and(more: int) -> str:
    return f" And {more} more." if more else ""


def _flag(flag: FlagTold) -> str:
    newest = f", newest evidence {spoken.day(flag.newest_on)}" if flag.newest_on > flag.first_true_on else ""
    return f"{how_soon(flag)}: {_named(flag)}, since {spoken.day(flag.first_true_on)}{newest}."


def _named(flag: FlagTold) -> str:
    return f"{flag.title.rstrip('.')} ({flag.rule})"


def _more(digest: Digest, one: Condition) -> str:
    ratio = digest.today.ratio
    assert ratio is not None  # the rule asks for one
    return (
        f"{ratio.value:.1f} times as many episodes a day as in the weeks before "
        f"({ratio.low:.1f} to {ratio.high:.1f}), since {spoken.day(one.since)} or earlier."
    )


def _wearing_off(digest: Digest, one: Condition) -> str:
    assert digest.injected_on is not None
    weeks = (one.since - digest.injected_on).days // 7
    return f"Wearing off, tapped on {spoken.day(one.since)}, {weeks} weeks after the injection."


def _late_visit(digest: Digest, one: Condition) -> str:
    assert digest.next_visit_on is not None
    assert digest.injected_on is not None
    day = (digest.next_visit_on - digest.injected_on).days
    return (
        f"The next visit or injection, {spoken.day(digest.next_visit_on)}, is on day {day} after the injection; "
        f"usually half is lost by day {digest.usual_wearing_off_days}."
    )


def _quiet(digest: Digest, one: Condition) -> str:
    assert digest.last_answered_on is not None
    visit = digest.next_visit_on
    while_ = f"a visit or injection is planned for {spoken.day(visit)}" if visit else "a rule says soon"
    return f"No answer since {spoken.day(digest.last_answered_on)}, while {while_}."


_CONDITIONS: Final = {"more": _more, "wearing_off": _wearing_off, "late_visit": _late_visit, "quiet": _quiet}
_URGENCIES: Final = {"within_days": "Within days"}
_LEVELS: Final = {"emergency": "Emergency", "same_day": "Same day", "soon": "Soon"}
