"""How often, at what hours, and whether the diary is kept: W2, W4 and W5."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reports.flags import thresholds as t
from reports.flags.history.rule import Found, watch
from reports.flags.history.timeline import Bools, Timeline, latest, within

W2, W4, W5 = watch("W2"), watch("W4"), watch("W5")


def asleep(timeline: Timeline) -> Iterator[Found]:
    """W4: asleep too, on two nights of two weeks."""
    nights, days = t.SLEEP_NIGHTS.value
    entries = timeline.entries("during", "sleep")
    on = timeline.days_with(entries)
    yield Found(
        case=W4,
        holds=within(on, days) >= nights,
        evidence=lambda day: timeline.among(entries, day - days + 1, day),
        said=lambda day: {"nights": int(within(on, days)[day])},
    )


def gone_quiet(timeline: Timeline, soon: Bools) -> Found:
    """W5: nothing was said for a week while something waits to be seen soon (`soon`, the days on which it does)."""
    silent = np.arange(timeline.length) - latest(timeline.answered)
    return Found(
        case=W5,
        holds=soon & (silent >= t.SILENT_DAYS.value),
        evidence=lambda _: (),
        said=lambda day: {"days": int(silent[day])},
    )
