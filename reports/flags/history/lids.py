"""Eyelids alone, and both eyes forced shut: I1, S3 and S4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reports.analysis.days import EYELIDS, FORCED_SHUT
from reports.flags import thresholds as t
from reports.flags.asking import says_more
from reports.flags.history.rule import Case, Fact, Found, Others, Said, soon
from reports.flags.history.said import days_of
from reports.flags.history.timeline import SIDES, Bools, Ints, Timeline, confirmed, ever, first_of, latest, within
from reports.flags.sites import BESIDE_EYELIDS
from reports.records import Place

I1, S3, S4 = Case(key="I1", level="info"), soon("S3"), soon("S4")


def recent_lids(timeline: Timeline, others: Others) -> Iterator[Found]:
    """I1: nothing but eyelids, for less than three months, and nothing that has to be seen."""
    lids = timeline.seen(EYELIDS)
    on = timeline.days_of(lids)
    more = ever(timeline.days_of(timeline.seen(BESIDE_EYELIDS))) | ever(days_of(timeline, says_more))
    since = np.arange(timeline.length) - first_of(on)
    if not _declared_elsewhere(timeline):
        holds = (since >= 0) & (since < t.LID_DAYS.value) & ~more & ~others.seen
        yield Found(case=I1, holds=holds, evidence=lambda day: timeline.evidence(lids, 0, day)[:1])


def lasting_lids(timeline: Timeline) -> Iterator[Found]:
    """S3: eyelids, nothing else, in most of the last months."""
    months = t.LID_MONTHS.value[1] * t.MONTH_DAYS.value
    if _declared_elsewhere(timeline):
        return
    lids = timeline.seen(EYELIDS)
    on = timeline.days_of(lids)
    elsewhere = _confirmed_lately(timeline, timeline.seen(BESIDE_EYELIDS), months)
    long = np.arange(timeline.length) - first_of(on) > t.LID_DAYS.value
    often = on & long & ~elsewhere & (active_months(on) >= t.LID_MONTHS.value[0])
    yield _lasting(timeline, lids, often, ~elsewhere)


def active_months(on: Bools) -> Ints:
    """Return in how many of the last months there was one of these days."""
    counts = np.array([within(on, n * t.MONTH_DAYS.value) for n in range(t.LID_MONTHS.value[1] + 1)])
    return np.asarray(np.count_nonzero(np.diff(counts, axis=0), axis=0))


def _lasting(timeline: Timeline, lids: Bools, often: Bools, alone: Bools) -> Found:
    on = timeline.days_of(lids)

    def said(day: int) -> dict[str, Said]:
        last = int(latest(often)[day])
        return {
            "months": int(active_months(on)[last]),
            "since": timeline.day(first_of(on)),
            "until": timeline.day(last),
        }

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(often)[day])
        ends = [last - n * t.MONTH_DAYS.value for n in range(t.LID_MONTHS.value[1])]
        newest = [timeline.evidence(lids, end - t.MONTH_DAYS.value + 1, end)[-1:] for end in ends]
        return [*timeline.evidence(lids, 0, last)[:1], *(one for of_month in newest for one in of_month)]

    return Found(case=S3, holds=timeline.stands(often) & alone, evidence=evidence, said=said)


def _confirmed_lately(timeline: Timeline, sightings: Bools, days: int) -> Bools:
    return within(confirmed(timeline.days_of(sightings)), days) > 0


def _declared_elsewhere(timeline: Timeline) -> bool:
    return any(place.site not in EYELIDS for place in timeline.baseline)


def squeezed(timeline: Timeline) -> Iterator[Found]:
    """S4: both eyes forced shut, more than once."""
    chosen = timeline.at_least("intensity", FORCED_SHUT) & timeline.placed(_both_eyes)
    often = within(timeline.per_day(chosen), t.TWITCHED_DAYS.value) >= t.SQUEEZED_EPISODES.value
    on = timeline.days_with(chosen) & often
    yield Found(
        case=S4,
        holds=timeline.stands(on),
        evidence=lambda day: timeline.among(chosen, 0, int(latest(on)[day]))[-t.SQUEEZED_EPISODES.value :],
    )


def _both_eyes(places: Sequence[Place]) -> bool:
    sides = {one.side for one in places if one.site in EYELIDS}
    return "both_together" in sides or set(SIDES) <= sides
