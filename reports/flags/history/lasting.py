"""What lasts, never stops or gets in the way: S2, S5 and S13."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from reports.analysis.days import EYELIDS
from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, soon, watch
from reports.flags.history.timeline import Bools, Timeline, completed, lasting, latest, within
from reports.flags.sites import BODY, REST_OF_THE_FACE
from reports.records import Episode

ASKED_DAYS: Final = 2 * t.HOLD_BACK_DAYS.value  # so far back its answers count
NOT_FLICKS: Final = ("sustained", "rhythmic")  # a fasciculation is a flick or a ripple
S2, S2_WATCH = soon("S2"), watch("S2.watch")
S5, S13 = soon("S5", WITHIN_DAYS), soon("S13")


def shows_lasting(timeline: Timeline, entries: Bools, until: int) -> list[Episode]:
    """Return entries that show that it lasts, as of the last day up to this one on which it does."""
    on = timeline.days_with(entries)
    last = int(latest(lasting(on))[until])
    days = np.flatnonzero(on[: last + 1])
    older = days[days <= last - t.HOLD_BACK_DAYS.value]
    shown = (*older[-1:].tolist(), *days[-t.INVOLVED_DAYS.value :].tolist())
    return [timeline.among(entries, day, day)[0] for day in shown]


def cannot_be_held_back(timeline: Timeline) -> Iterator[Found]:
    """S2: a muscle other than an eyelid's, for two weeks; to be watched while nobody said if it can be held back."""
    told_no, told_yes = (timeline.entries("suppressible", value) for value in ("no", "yes"))
    moving = timeline.entries("rhythm", *NOT_FLICKS)
    for sites, among in ((REST_OF_THE_FACE, timeline.every), (BODY, moving)):
        for site in sites:
            sightings = timeline.seen((site,), among=among)
            if not sightings.any():
                continue
            entries = timeline.entries_of(sightings)
            on = timeline.days_with(entries)
            active = on & lasting(on)
            no, yes = (within(timeline.per_day(entries & told), ASKED_DAYS) for told in (told_no, told_yes))
            answers = entries & (told_no | told_yes)
            yield _of_site(timeline, S2, sightings, answers, active & (no > yes))
            yield _of_site(timeline, S2_WATCH, sightings, answers, active & (no == yes))


def _of_site(timeline: Timeline, case: Case, sightings: Bools, answers: Bools, on: Bools) -> Found:
    entries = timeline.entries_of(sightings)

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(on)[day])
        told = timeline.among(answers, last - ASKED_DAYS + 1, last)
        return [*shows_lasting(timeline, entries, last), *told]

    return Found(
        case=case,
        holds=timeline.stands(on),
        evidence=evidence,
        said=lambda day: {"places": timeline.places_of(sightings, day)},
    )


def continuous(timeline: Timeline) -> Iterator[Found]:
    """S5: a ripple beyond the eyelids that does not stop."""
    ripples = timeline.entries("rhythm", "ripple")
    long = timeline.at_least("duration_s", t.CONTINUOUS_S.value)
    ripple, a_day_long = (timeline.seen(REST_OF_THE_FACE, among=among) for among in (ripples, ripples & long))
    called = [one for one in timeline.records.days if one.burden == "continuous"]
    called_on = timeline.on([timeline.at(one.day) for one in called])
    often = within(called_on, t.CONFIRMED_WITHIN_DAYS.value) >= t.CONTINUOUS_DAYS.value
    rippled, lasted = timeline.days_of(ripple), timeline.days_of(a_day_long)
    together = completed(often & (within(rippled, t.CONFIRMED_WITHIN_DAYS.value) > 0), called_on | rippled)

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(lasted | together)[day])
        first = last - t.CONFIRMED_WITHIN_DAYS.value + 1
        if lasted[last]:
            return timeline.evidence(a_day_long, last, last)[-1:]
        days = [one for one in called if first <= timeline.at(one.day) <= last]
        return [*days, *timeline.evidence(ripple, first, last)[-1:]]

    yield Found(case=S5, holds=timeline.stands(lasted | together), evidence=evidence)


def in_the_way(timeline: Timeline) -> Iterator[Found]:
    """S13: it stops one seeing, or came while driving."""
    blocked = timeline.seen(EYELIDS, among=timeline.at_least("intensity", t.BLOCKED_VISION.value))
    entries = timeline.entries("during", "driving") | timeline.entries_of(blocked)
    yield Found(
        case=S13,
        holds=timeline.stands(timeline.days_with(entries)),
        evidence=lambda day: timeline.among(entries, 0, day)[-1:],
    )
