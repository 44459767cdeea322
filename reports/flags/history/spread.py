"""Spread over one side of the face, the order in which it came, and the other side: S1, S9, W3 and W6."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Final

import numpy as np

from reports.flags import thresholds as t
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, Phrases, Said, soon, watch
from reports.flags.history.timeline import (
    SIDES,
    Bools,
    Ints,
    Timeline,
    completed,
    confirmed,
    ever,
    first_of,
    latest,
    within,
)
from reports.flags.history.weakness import clearly_weak_checks, clearly_weak_days, injected_days, was_weak_before
from reports.flags.sites import CHEWING, FACIAL, LOWER, UPPER, ZONES
from reports.records import Place

RANK: Final = {"BROW": 0, "EYE": 0, "MID": 1, "MOUTH": 2, "CHIN": 3, "NECK": 4}  # the usual way is downwards
OTHER_SIDE: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """
    One zone on one side of the face.

    `on` are its days, `first` the first of them (the diary's first day where it was declared), `confirmed` the days
    from its confirmation on. `new`: neither declared nor seen in the baseline's days. `held_back`: see `_held_back`.
    """

    code: str
    side: str
    sightings: Bools
    on: Bools
    first: int
    confirmed: Bools
    new: bool
    held_back: Bools


def zones_of(timeline: Timeline, side: str) -> list[Zone]:
    """Return the zones of this side that were declared or seen; what is in the middle belongs to both sides."""
    apart = ~timeline.placed(_both_at_once)
    found = (_zone(timeline, code, side, apart) for code in ZONES)
    return [zone for zone in found if zone.first < timeline.length]


def _both_at_once(places: Sequence[Place]) -> bool:
    return any(one.side == "both_together" for one in places)


def _zone(timeline: Timeline, code: str, side: str, among: Bools) -> Zone:
    sites = ZONES[code]
    sightings = timeline.seen(sites, side, among=among) | timeline.seen(sites, "middle", among=among)
    on = timeline.days_of(sightings)
    was_there = any(place.site in sites and place.side in (side, "middle") for place in timeline.baseline)
    first = timeline.began if was_there else first_of(on)
    sure = ever(confirmed(on))
    return Zone(
        code=code,
        side=side,
        sightings=sightings,
        on=on,
        first=first,
        confirmed=np.ones_like(sure) if was_there else sure,
        new=not was_there and first >= timeline.new_from,
        held_back=_held_back(timeline, sightings, timeline.seen(FACIAL, side)),
    )


def _held_back(timeline: Timeline, zone: Bools, side: Bools) -> Bools:
    """
    Return the days as of which recent entries were mostly held back, or came with an urge, where they say so.

    What the zone's own entries say counts; where they say nothing, two at least of the side.
    """
    held, said = _answers(timeline, side)
    own_held, own_said = _answers(timeline, zone)
    of_side: Bools = (held >= t.CONFIRMED_DAYS.value) & (2 * held > said)
    return np.where(own_said > 0, 2 * own_held > own_said, of_side)


def _answers(timeline: Timeline, sightings: Bools) -> tuple[Ints, Ints]:
    """
    Return how many recent entries were held back or came with an urge, and how many say whether they were.

    Recent as of the newest of these entries: silence changes nothing.
    """
    cannot = timeline.entries("suppressible", "no")
    yes = timeline.entries("suppressible", "yes") | (timeline.entries("urge", "yes") & ~cannot)
    told = yes | cannot
    entries = timeline.entries_of(sightings)
    newest = np.maximum(latest(timeline.days_with(entries)), 0)
    held, said = (within(timeline.per_day(entries & answer), t.TWITCHED_DAYS.value)[newest] for answer in (yes, told))
    return held, said


@dataclass(frozen=True, slots=True)
class Step:
    """A zone that came after another one on the same side; `began` is the zone with which that side began."""

    began: Zone
    earlier: Zone
    later: Zone

    @property
    def days(self) -> int:
        """Days between the first sights."""
        return self.later.first - self.earlier.first

    @property
    def upwards(self) -> bool:
        """Whether it lies above the zone with which the side began, against the usual way."""
        return RANK[self.later.code] < RANK[self.began.code]


def steps(timeline: Timeline, *, apart: int) -> Iterator[Step]:
    """Yield every zone that is new, with each one that was there at least `apart` days before."""
    for side in SIDES:
        zones = timeline.remembered(("zones", side), partial(zones_of, timeline, side))
        began = min(zones, key=lambda zone: zone.first, default=None)
        for earlier, later in product(zones, zones):
            if began and later.new and earlier is not later and later.first - earlier.first >= apart:
                yield Step(began, earlier, later)


def _standing(timeline: Timeline, step: Step) -> Bools:
    """Return the days on which a step stands: from the day that confirms it, as long as its later zone goes on."""
    return timeline.stands(completed(step.earlier.confirmed & step.later.confirmed, step.later.on))


def _evidence(timeline: Timeline, step: Step, until: int) -> Sequence[Fact]:
    """Return the entries that confirmed both zones, and the first of each."""
    zones = (step.earlier, step.later)
    return [one for zone in zones for one in _confirming(timeline, zone.sightings, until)]


def _confirming(timeline: Timeline, sightings: Bools, until: int) -> Sequence[Fact]:
    """Return the first entry, and those up to the one that confirmed."""
    last = min(until, first_of(confirmed(timeline.days_of(sightings))))
    first = timeline.evidence(sightings, 0, last)[:1]
    return [*first, *timeline.evidence(sightings, max(0, last - t.CONFIRMED_WITHIN_DAYS.value + 1), last)]


def _places(timeline: Timeline, zone: Zone, until: int) -> list[Place]:
    """Return the areas of a zone that were seen or declared, in the order of the vocabulary."""
    every = [Place(code, side) for code in ZONES[zone.code] for side in (zone.side, "middle")]
    seen = timeline.places_of(zone.sightings, until)
    return [one for one in every if one in timeline.baseline or one in seen]


def _said(timeline: Timeline, step: Step, until: int) -> dict[str, Said]:
    return {
        "earlier": _places(timeline, step.earlier, until),
        "later": _places(timeline, step.later, until),
        "since": timeline.day(step.later.first),
    }


def _found(timeline: Timeline, case: Case, step: Step, holds: Bools) -> Found:
    return Found(
        case=case,
        holds=holds,
        evidence=lambda day: _evidence(timeline, step, day),
        said=lambda day: _said(timeline, step, day),
    )


def younger_than(timeline: Timeline, years: int) -> Bools:
    """Return the days on which the person is younger; none where the year of birth was not told, or is to come."""
    born = timeline.records.birth_year
    if born is None:
        return np.zeros(timeline.length, np.bool_)
    age = timeline.years - born
    return (age >= 0) & (age < years)


S1_FAST, S1, S1_HELD_BACK = soon("S1.fast", WITHIN_DAYS), soon("S1"), watch("S1.held_back")


def spread(timeline: Timeline) -> Iterator[Found]:
    """S1: a second zone of the same side, confirmed after the first."""
    young = younger_than(timeline, t.YOUNGER_THAN_YEARS.value)
    for step in steps(timeline, apart=1):
        holds, held_back = _standing(timeline, step), step.later.held_back
        fast = young | (step.days <= t.FAST_SPREAD_DAYS.value)
        yield _found(timeline, S1_FAST, step, holds & fast & ~held_back)
        yield _found(timeline, S1, step, holds & ~fast & ~held_back)
        yield _found(timeline, S1_HELD_BACK, step, holds & held_back)


S9 = soon("S9", WITHIN_DAYS)


@dataclass(frozen=True, slots=True)
class Feature:
    """What makes a spread unusual, on these days; `evidence` shows it, where it is not the spread itself."""

    key: str
    holds: Bools
    evidence: Callable[[int], Sequence[Fact]] = lambda _: ()


def atypical_spread(timeline: Timeline) -> Iterator[Found]:
    """S9: a spread that is not as usual."""
    of_side = {side: _features(timeline, side) for side in SIDES}
    for step in steps(timeline, apart=0):
        at_once = step.days == 0
        if not at_once or _apart(step):
            own = (("S9.at_once", at_once), ("S9.upwards", step.upwards))
            features = [Feature(key, np.ones(timeline.length, np.bool_)) for key, holds in own if holds]
            yield _unusual(timeline, step, [*features, *of_side[step.later.side]])


def _features(timeline: Timeline, side: str) -> list[Feature]:
    """Return what makes any spread on this side unusual."""
    jaw = timeline.seen(CHEWING, side)
    weak = clearly_weak_days(timeline, side) & ~injected_days(timeline, side)
    weak &= not was_weak_before(timeline, side)
    return [
        Feature("S9.young", younger_than(timeline, t.ATYPICAL_AGE_YEARS.value)),
        Feature("S9.jaw", ever(confirmed(timeline.days_of(jaw))), lambda day: _confirming(timeline, jaw, day)),
        Feature(
            "S9.weak",
            within(weak, t.TWITCHED_DAYS.value) > 0,
            lambda day: clearly_weak_checks(timeline, side, 0, int(latest(weak)[day]))[-1:],
        ),
    ]


def _unusual(timeline: Timeline, step: Step, features: Sequence[Feature]) -> Found:
    def told(day: int) -> list[Feature]:
        return [feature for feature in features if feature.holds[day]]

    def evidence(day: int) -> Sequence[Fact]:
        return [*_evidence(timeline, step, day), *(fact for feature in told(day) for fact in feature.evidence(day))]

    def said(day: int) -> dict[str, Said]:
        return _said(timeline, step, day) | {"features": Phrases(tuple(feature.key for feature in told(day)))}

    unusual: Bools = np.logical_or.reduce([one.holds for one in features])
    holds = _standing(timeline, step) & unusual & ~step.later.held_back
    return Found(case=S9, holds=holds, evidence=evidence, said=said)


def _apart(step: Step) -> bool:
    """Tell whether one of the zones is in the upper face and the other in the lower."""
    zones = {step.earlier.code, step.later.code}
    return not zones.isdisjoint(UPPER) and not zones.isdisjoint(LOWER)


W3 = watch("W3")


def reversed_order(timeline: Timeline) -> Iterator[Found]:
    """W3: a zone above the first one, not confirmed yet."""
    for step in steps(timeline, apart=1):
        if step.upwards:
            recent = within(step.later.on, t.SEEN_ONCE_DAYS.value) > 0
            yield _found(timeline, W3, step, recent & step.earlier.confirmed & ~step.later.confirmed)


W6, W6_SOON = watch("W6"), soon("W6.soon")


def other_side(timeline: Timeline) -> Iterator[Found]:
    """W6: the other side of the face, not at the same moment."""
    apart = ~timeline.placed(_both_at_once)
    sightings = {side: timeline.seen(FACIAL, side, among=apart) for side in SIDES}
    face, anywhere = timeline.seen(FACIAL), np.ones(len(timeline.sightings.day), np.bool_)
    of_the_face = _percent(timeline, face, anywhere) >= t.MOSTLY_FACE_PERCENT.value
    on = {side: timeline.days_of(sightings[side]) for side in SIDES}
    for later, earlier in OTHER_SIDE.items():
        if first_of(on[later]) < timeline.new_from or _declared(timeline, later):
            continue
        sure = ever(confirmed(on[later]))
        before = ever(confirmed(on[earlier])) | _declared(timeline, earlier)
        before &= first_of(on[earlier]) < first_of(on[later]) or _declared(timeline, earlier)
        recent = within(on[later], t.SEEN_ONCE_DAYS.value) > 0
        both = sightings[later] | sightings[earlier]
        meant = _percent(timeline, sightings[later], both) >= t.OTHER_SIDE_PERCENT.value
        stands = before & timeline.stands(on[later] & sure & meant & of_the_face)
        of_sides = (sightings[later], sightings[earlier])
        yield _side_found(timeline, W6_SOON, of_sides, stands)
        yield _side_found(timeline, W6, of_sides, before & recent & ~stands)


def _percent(timeline: Timeline, some: Bools, every: Bools) -> Ints:
    """Return how many per cent of the recent entries some are, day by day; 0 without any."""
    part, whole = (within(timeline.per_day(timeline.entries_of(one)), t.TWITCHED_DAYS.value) for one in (some, every))
    return 100 * part // np.maximum(whole, 1)


def _declared(timeline: Timeline, side: str) -> bool:
    return any(place.side == side and place.site in FACIAL for place in timeline.baseline)


def _side_found(timeline: Timeline, case: Case, of_sides: tuple[Bools, Bools], holds: Bools) -> Found:
    later, earlier = of_sides

    def said(day: int) -> dict[str, Said]:
        return {"places": timeline.places_of(later, day)}

    def evidence(day: int) -> Sequence[Fact]:
        newest = timeline.evidence(later, 0, day)[-1:]
        return [*_confirming(timeline, earlier, day), *_confirming(timeline, later, day), *newest]

    return Found(case=case, holds=holds, evidence=evidence, said=said)
