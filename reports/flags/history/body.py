"""The rest of the body: a task that got harder, and twitching everywhere: S7 and S17."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from diary.vocabulary import SITES
from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Fact, Found, soon
from reports.flags.history.said import checks_from, days_of, says
from reports.flags.history.timeline import Bools, Ints, Timeline, lasting, within
from reports.records import Check

S7, S17 = soon("S7", WITHIN_DAYS), soon("S17")
LIMB_TASKS: Final = (
    "open_jar", "turn_key", "zip_button", "lift_arm", "climb_stairs", "stand_on_heels", "stand_on_toes", "foot_drags",
    "other",
)  # fmt: skip
REGIONS: Final = {
    region: tuple(code for code, site in SITES.items() if site.region == region)
    for region in ("bulbar", "cervical", "thoracic", "lumbosacral", "widespread")
}
LIMBS_AND_TRUNK: Final = tuple(code for region in REGIONS if region != "bulbar" for code in REGIONS[region])
LOOKS_OR_FEELS: Final = ("wasting_seen", "stiffness")
EVERYWHERE: Final = ("stiffness", "sweating", "slow_relaxation")


def something_harder(timeline: Timeline) -> Iterator[Found]:
    """S7: limbs or trunk twitch, and a task is lost for two weeks, or a muscle looks thinner or stiff."""
    sightings = timeline.seen(LIMBS_AND_TRUNK)
    twitched = within(timeline.days_of(sightings), t.TWITCHED_DAYS.value) > 0
    harder = _lost_for_long(timeline) | days_of(timeline, _worse)
    both = twitched & (within(harder, t.TWITCHED_DAYS.value) > 0)

    def evidence(day: int) -> Sequence[Fact]:
        return [*checks_from(timeline, _says_harder, 0, day)[-2:], *timeline.evidence(sightings, 0, day)[-1:]]

    yield Found(case=S7, holds=timeline.stands(both), evidence=evidence)


def _worse(check: Check) -> bool:
    return says(*LOOKS_OR_FEELS)(check) or says("arm_weak", "leg_weak", speeds=("slower",))(check)


def _says_harder(check: Check) -> bool:
    return bool(set(check.tasks_lost) & set(LIMB_TASKS)) or _worse(check)


def _lost_for_long(timeline: Timeline) -> Bools:
    """Return the days of the checks with a task lost that an earlier one, long enough before, called lost too."""
    return timeline.on([timeline.at(check.day) for check in timeline.checks if _still_lost(check, timeline.checks)])


def _still_lost(check: Check, checks: Sequence[Check]) -> bool:
    first, last = t.TASK_LOST_DAYS.value
    before = [one for one in checks if first <= (check.day - one.day).days <= last]
    return any(set(check.tasks_lost) & set(one.tasks_lost) & set(LIMB_TASKS) for one in before)


def everywhere(timeline: Timeline) -> Iterator[Found]:
    """S17: three regions, asleep too, and stiff, sweating or slow to relax."""
    body = timeline.seen(LIMBS_AND_TRUNK)
    asleep = timeline.days_with(timeline.entries("during", "sleep"))
    nights, days = t.SLEEP_NIGHTS.value
    sign = within(days_of(timeline, says(*EVERYWHERE)), t.TWITCHED_DAYS.value) > 0
    together = lasting(timeline.days_of(body)) & (within(asleep, days) >= nights) & sign
    together &= _regions(timeline) >= t.BODY_REGIONS.value
    yield Found(
        case=S17,
        holds=timeline.stands(together),
        evidence=lambda day: [
            *checks_from(timeline, says(*EVERYWHERE), 0, day)[-1:],
            *timeline.evidence(body, 0, day)[-1:],
        ],
    )


def _regions(timeline: Timeline) -> Ints:
    """Return in how many regions there was an entry lately; one of all over stands for all of them."""
    seen = {
        region: within(timeline.days_of(timeline.seen(sites)), t.TWITCHED_DAYS.value) > 0
        for region, sites in REGIONS.items()
    }
    everywhere = seen.pop("widespread")
    return np.where(everywhere, len(seen), np.count_nonzero(list(seen.values()), axis=0))
