"""Box 10: every factor that was looked at, the declared ones first, with its ratio and limits, and no ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.analysis.compared import Association, NotCompared

LABELS: Final = {
    "caffeine": "caffeine, per 100 mg",
    "caffeine_change": "100 mg more caffeine than the day before",
    "sleep": "sleep, per hour",
    "sleep_three": "sleep of three nights, per hour",
    "stress": "stress, per point",
    "stress_drop": "stress a point lower than the day before",
    "fatigue": "tiredness, per point",
    "screen": "screens, per hour",
    "alcohol": "alcohol, per unit",
}
WHEN: Final = {0: "same day", 1: "the day after", 2: "two days after"}


def sentences(answers: Sequence[Association | NotCompared]) -> tuple[str, ...]:
    """Return what is said of the factors; nothing where none could be compared."""
    compared = [one for one in answers if isinstance(one, Association)]
    if not compared:
        return ()
    declared = [_compared(one) for one in compared if one.declared]
    others = [_compared(one) for one in compared if not one.declared]
    beside = "Also looked at" if declared else "Looked at, none declared before"
    left = [LABELS[one.code].split(",")[0] for one in answers if isinstance(one, NotCompared)]
    told = [
        f"Declared before looking: {'; '.join(declared)}." if declared else "",
        f"{beside}: {'; '.join(others)}." if others else "",
        f"Too few days, or always the same: {', '.join(left)}." if left else "",
        f"Episodes for one step more; limits allow for all {len(compared)} together.",
    ]
    return tuple(sentence for sentence in told if sentence)


def _compared(one: Association) -> str:
    shown = one.by_lag[one.strongest]
    limits = f"{shown.ratio.value:.2f} times, {shown.ratio.low:.2f}–{shown.ratio.high:.2f}"
    return f"{LABELS[one.code]}: {one.word} ({limits}; {WHEN[shown.lag]})"
