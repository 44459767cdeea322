"""What lasts, never stops or gets in the way: S2, S5 and S13."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from diary.vocabulary import SITES
from reports.analysis.days import EYELIDS
from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Case, Found, soon, watch
from reports.flags.history.timeline import Bools, Timeline, lasting, within
from reports.records import Place

REST_OF_THE_FACE: Final = tuple(code for code, site in SITES.items() if site.nerve == "VII" and code not in EYELIDS)
BODY: Final = tuple(code for code, site in SITES.items() if site.part == "body")
NOT_FLICKS: Final = ("sustained", "rhythmic")  # a fasciculation is a flick or a ripple
S2, S2_WATCH = soon("S2"), watch("S2.watch")
S5, S13 = soon("S5", WITHIN_DAYS), soon("S13")


def cannot_be_held_back(timeline: Timeline) -> Iterator[Found]:
    """S2: a muscle other than an eyelid's, for two weeks; to be watched while nobody said if it can be held back."""
    told_no, told_yes = (timeline.entries("suppressible", value) for value in ("no", "yes"))
    moving = timeline.entries("rhythm", *NOT_FLICKS)
    for sites, among in ((REST_OF_THE_FACE, None), (BODY, moving)):
        for site in sites:
            sightings = timeline.seen((site,), among=among)
            if not sightings.any():
                continue
            entries, days = timeline.entries_of(sightings), 2 * t.HOLD_BACK_DAYS.value
            no, yes = (within(timeline.per_day(entries & told), days) for told in (told_no, told_yes))
            active = lasting(timeline.days_of(sightings))
            yield _of_site(timeline, S2, site, sightings, timeline.stands(active & (no > yes)))
            yield _of_site(timeline, S2_WATCH, site, sightings, timeline.stands(active & (no == yes)))


def _of_site(timeline: Timeline, case: Case, site: str, sightings: Bools, holds: Bools) -> Found:
    return Found(
        case=case,
        holds=holds,
        evidence=lambda day: timeline.evidence(sightings, 0, day)[-t.INVOLVED_DAYS.value :],
        said=lambda _: {"place": Place(site, "any")},
    )


def continuous(timeline: Timeline) -> Iterator[Found]:
    """S5: a ripple beyond the eyelids that does not stop."""
    ripple = timeline.seen(REST_OF_THE_FACE, among=timeline.entries("rhythm", "ripple"))
    a_day_long = timeline.seen(
        REST_OF_THE_FACE,
        among=timeline.entries("rhythm", "ripple") & timeline.at_least("duration_s", t.CONTINUOUS_S.value),
    )
    called = timeline.on([timeline.at(one.day) for one in timeline.records.days if one.burden == "continuous"])
    often = within(called, t.CONFIRMED_WITHIN_DAYS.value) >= t.CONTINUOUS_DAYS.value
    together = often & (within(timeline.days_of(ripple), t.CONFIRMED_WITHIN_DAYS.value) > 0)
    yield Found(
        case=S5,
        holds=timeline.stands(timeline.days_of(a_day_long) | together),
        evidence=lambda day: timeline.evidence(ripple, 0, day)[-t.CONFIRMED_DAYS.value :],
    )


def in_the_way(timeline: Timeline) -> Iterator[Found]:
    """S13: it stops one seeing, or came while driving."""
    blocked = timeline.seen(EYELIDS, among=timeline.at_least("intensity", t.BLOCKED_VISION.value))
    entries = timeline.entries("during", "driving") | timeline.entries_of(blocked)
    yield Found(
        case=S13,
        holds=timeline.stands(timeline.days_with(entries)),
        evidence=lambda day: timeline.among(entries, 0, day)[-1:],
    )
