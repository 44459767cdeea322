"""Box 10: every factor that was looked at, the declared ones first, with its ratio and limits, and no ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.analysis.compared import Association, NotCompared
from reports.analysis.refusals import TooFew
from reports.summary import Summary
from reports.wording.box import Box
from reports.wording.saying import Say

PAIRS: Final = "pairs of days"  # as `analysis.exposures` counts them
PAIRS_MIN: Final = 60  # 24 events: Holsteen 2020, for a moderate effect in one person; the days are ours
EPISODES_MIN: Final = 24


def box(number: int, summary: Summary, say: Say) -> Box:
    """Return box 10."""
    told, title = _sentences(summary.factors, say), say(f"box_{number}")
    if not told:
        none = _too_few(summary.factors, say)
        return Box(number=number, title=title, sentences=none, note=none, waiting=True)
    alts = (("factors", say.joined(told)),)
    return Box(number=number, title=title, sentences=told, note=_beside_the_figure(summary.factors, say), alts=alts)


def compared(factors: Sequence[Association | NotCompared]) -> tuple[Association, ...]:
    """Return the factors that could be compared, in their order."""
    return tuple(one for one in factors if isinstance(one, Association))


def ratio(one: Association) -> tuple[str, str, str]:
    """Return the ratio that the page shows, with its limits."""
    shown = one.by_lag[one.strongest].ratio
    return f"{shown.value:.2f}", f"{shown.low:.2f}", f"{shown.high:.2f}"


def lag(one: Association, say: Say) -> str:
    """Return which day is compared with the factor's."""
    return say(f"lag_{one.by_lag[one.strongest].lag}")


def _sentences(factors: Sequence[Association | NotCompared], say: Say) -> tuple[str, ...]:
    if not compared(factors):
        return ()
    declared = [_factor(one, say) for one in compared(factors) if one.declared]
    others = [_factor(one, say) for one in compared(factors) if not one.declared]
    beside = "also_looked" if declared else "none_declared"
    semicolon = say("semicolon")
    return (
        *((say("declared", factors=semicolon.join(declared)),) if declared else ()),
        *((say(beside, factors=semicolon.join(others)),) if others else ()),
        *_beside_the_figure(factors, say),
    )


def _beside_the_figure(factors: Sequence[Association | NotCompared], say: Say) -> tuple[str, ...]:
    left = [say(f"short_{one.code}") for one in factors if isinstance(one, NotCompared)]
    step = say("factors_step", count=len(compared(factors)))
    return (say("factors_left", factors=say("comma").join(left)), step) if left else (step,)


def _factor(one: Association, say: Say) -> str:
    value, low, high = ratio(one)
    return say(
        "factor",
        factor=say(f"factor_{one.code}"),
        word=say(f"word_{one.word}"),
        value=value,
        low=low,
        high=high,
        lag=lag(one, say),
    )


def _too_few(factors: Sequence[Association | NotCompared], say: Say) -> tuple[str, ...]:
    needed = say("factors_none", days=PAIRS_MIN, episodes=EPISODES_MIN)
    known = [
        say("factor_days", factor=say(f"short_{one.code}"), days=one.reason.have)
        for one in factors
        if isinstance(one, NotCompared)
        and isinstance(one.reason, TooFew)
        and one.reason.what == PAIRS
        and one.reason.have
    ]
    return (needed, say("factors_known", factors=say("semicolon").join(known))) if known else (needed,)
