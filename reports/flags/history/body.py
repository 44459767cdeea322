"""The rest of the body: a task that got harder, and twitching everywhere: S7 and S17."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from reports.flags import thresholds as t
from reports.flags.history.lasting import shows_lasting
from reports.flags.history.rule import WITHIN_DAYS, Fact, Found, soon
from reports.flags.history.said import checks_from, days_of, says
from reports.flags.history.timeline import Ints, Timeline, completed, lasting, latest, within
from reports.flags.sites import LIMBS_AND_TRUNK, REGIONS
from reports.records import Check

S7, S17 = soon("S7", WITHIN_DAYS), soon("S17")
LIMB_TASKS: Final = (
    "open_jar", "turn_key", "zip_button", "lift_arm", "climb_stairs", "stand_on_heels", "stand_on_toes", "foot_drags",
    "other",
)  # fmt: skip
LOOKS_OR_FEELS: Final = ("wasting_seen", "stiffness")
EVERYWHERE: Final = ("stiffness", "sweating", "slow_relaxation")


def something_harder(timeline: Timeline) -> Iterator[Found]:
    """S7: limbs or trunk twitch, and a task is lost for two weeks, or a muscle looks thinner or stiff."""
    sightings = timeline.seen(LIMBS_AND_TRUNK)
    twitched = within(timeline.days_of(sightings), t.TWITCHED_DAYS.value) > 0
    harder = days_of(timeline, lambda check: _worse(check) or bool(_lost_before(check, timeline.checks)))
    both = completed(twitched & (within(harder, t.TWITCHED_DAYS.value) > 0), harder)

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(both)[day])
        first = last - t.TWITCHED_DAYS.value + 1
        recent = [check for check in timeline.checks if first <= timeline.at(check.day) <= last]
        return [*_harder(recent, timeline.checks), *timeline.evidence(sightings, first, last)[-1:]]

    yield Found(case=S7, holds=timeline.stands(both), evidence=evidence)


def _harder(recent: Sequence[Check], checks: Sequence[Check]) -> Sequence[Check]:
    """Return the newest check that says that something is worse, and the newest two that call one task lost."""
    worse = [check for check in recent if _worse(check)][-1:]
    pairs = ((before[-1], check) for check in reversed(recent) if (before := _lost_before(check, checks)))
    return [*worse, *next(pairs, ())]


def _worse(check: Check) -> bool:
    return says(*LOOKS_OR_FEELS)(check) or says("arm_weak", "leg_weak", speeds=("slower",))(check)


def _lost_before(check: Check, checks: Sequence[Check]) -> Sequence[Check]:
    """Return the checks, long enough before this one, that called the same task lost."""
    first, last = t.TASK_LOST_DAYS.value
    before = [one for one in checks if first <= (check.day - one.day).days <= last]
    return [one for one in before if set(check.tasks_lost) & set(one.tasks_lost) & set(LIMB_TASKS)]


def everywhere(timeline: Timeline) -> Iterator[Found]:
    """S17: three regions, asleep too, and stiff, sweating or slow to relax."""
    body = timeline.entries_of(timeline.seen(LIMBS_AND_TRUNK))
    asleep = timeline.entries("during", "sleep")
    nights, days = t.SLEEP_NIGHTS.value
    sign = days_of(timeline, says(*EVERYWHERE))
    together = lasting(timeline.days_with(body)) & (within(timeline.nights(asleep), days) >= nights)
    together &= (_regions(timeline) >= t.BODY_REGIONS.value) & (within(sign, t.TWITCHED_DAYS.value) > 0)
    on = completed(together, sign)

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(on)[day])
        first = last - t.TWITCHED_DAYS.value + 1
        regions = [timeline.evidence(timeline.seen(sites), first, last)[-1:] for sites in REGIONS.values()]
        return [
            *checks_from(timeline, says(*EVERYWHERE), first, last)[-1:],
            *shows_lasting(timeline, body, last),
            *timeline.among(asleep, last - days + 1, last),
            *(one for found in regions for one in found),
        ]

    yield Found(case=S17, holds=timeline.stands(on), evidence=evidence)


def _regions(timeline: Timeline) -> Ints:
    """Return in how many regions there was an entry lately; one of all over stands for all of them."""
    seen = {
        region: within(timeline.days_of(timeline.seen(sites)), t.TWITCHED_DAYS.value) > 0
        for region, sites in REGIONS.items()
    }
    everywhere = seen.pop("widespread")
    return np.where(everywhere, len(seen), np.count_nonzero(list(seen.values()), axis=0))
