"""How often, at what hours, and whether the diary is kept: W2, W4 and W5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reports.analysis.rising import FORTNIGHT, WEEK_DAYS, Look, looks
from reports.flags import thresholds as t
from reports.flags.history.rule import Fact, Found, Others, Said, watch
from reports.flags.history.timeline import Timeline, latest, within

W2, W4, W4_BESIDE, W5 = watch("W2"), watch("W4"), watch("W4.beside"), watch("W5")


def rising(timeline: Timeline) -> Iterator[Found]:
    """W2: the last two weeks are above the earlier ones; asked at the end of every week since the diary began."""
    whole = (timeline.length - timeline.began) // WEEK_DAYS * WEEK_DAYS
    asked = looks(timeline.counts[timeline.began : timeline.began + whole])
    alarms = {timeline.began + one.last_day: one for one in asked if isinstance(one, Look) and one.alarm}
    raised = timeline.on(list(alarms))
    newest = latest(raised)

    def said(day: int) -> dict[str, Said]:
        look = alarms[int(newest[day])]
        return {"until": timeline.day(int(newest[day])), "observed": look.per_day, "expected": look.usual_per_day}

    def evidence(day: int) -> Sequence[Fact]:
        last = int(newest[day])
        return timeline.among(timeline.every, last - FORTNIGHT.weeks * WEEK_DAYS + 1, last)

    yield Found(case=W2, holds=within(raised, t.RISING_DAYS.value) > 0, evidence=evidence, said=said)


def asleep(timeline: Timeline, others: Others) -> Iterator[Found]:
    """W4: asleep too, on two nights of two weeks; said together with what spreads (S1) or lasts (S2)."""
    nights, days = t.SLEEP_NIGHTS.value
    entries = timeline.entries("during", "sleep")
    often = within(timeline.nights(entries), days)
    more = others.rules["S1"] | others.rules["S2"]
    for case, holds in ((W4_BESIDE, more), (W4, ~more)):
        yield Found(
            case=case,
            holds=holds & (often >= nights),
            evidence=lambda day: timeline.among(entries, day - days + 1, day),
            said=lambda day: {"nights": int(often[day])},
        )


def gone_quiet(timeline: Timeline, others: Others) -> Iterator[Found]:
    """W5: nothing was said for a week while something waits to be seen soon."""
    silent = np.arange(timeline.length) - latest(timeline.answered)
    yield Found(
        case=W5,
        holds=others.soon & (silent >= t.SILENT_DAYS.value),
        evidence=lambda _: (),
        said=lambda day: {"days": int(silent[day])},
    )
