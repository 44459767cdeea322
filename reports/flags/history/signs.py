"""Twitching together with what a face check says: S6, S8, S15, S16 and S18."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.flags import thresholds as t
from reports.flags.history.lasting import shows_lasting
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, soon
from reports.flags.history.said import NOT_SUDDEN, Tells, checks_from, days_of, says, yes_count
from reports.flags.history.timeline import SIDES, Bools, Timeline, completed, lasting, latest, within
from reports.flags.sites import FACIAL
from reports.records import Check

S6, S8, S15, S16, S18 = soon("S6", WITHIN_DAYS), soon("S8", WITHIN_DAYS), soon("S15"), soon("S16"), soon("S18")
S18_MORE: Final = soon("S18.more", WITHIN_DAYS)
BESIDE: Final = ("face_numb", "hearing_loss", "tinnitus_new", "vertigo")
SUDDEN_UNLESS_SAID: Final = ("double_vision", "balance_lost")  # U2 takes them while they are sudden or not known
SPEAKING_OR_SWALLOWING: Final = ("speech_slurred", "speech_lost", "swallow_choking", "swallow_saliva")
THYROID: Final = ("weight_loss", "heat_intolerance", "palpitations", "hand_tremor")
OTHER_NERVES: Final = (
    *SPEAKING_OR_SWALLOWING, "face_droop", "bilateral_face_weak", "arm_weak", "leg_weak", "neck_weak",
    "double_vision", "breathless_rest", "breathless_flat",
)  # fmt: skip


def beside_the_twitching(timeline: Timeline) -> Iterator[Found]:
    """S6: numbness, hearing, ringing, spinning, double vision or unsteadiness on the side that twitches."""
    for side in SIDES:
        tells = _beside(side)
        twitching = timeline.seen(FACIAL, side)
        numb = timeline.seen(FACIAL, side, among=timeline.feeling("numbness"))
        sign = days_of(timeline, tells) | timeline.days_of(numb)
        yield _beside_found(timeline, side, _together(timeline.days_of(twitching), sign), tells, (numb, twitching))


def _together(twitched: Bools, sign: Bools) -> Bools:
    """Return the days that are evidence of both, not far apart: those of the sign, and the first on which both are."""
    both = (within(twitched, t.TWITCHED_DAYS.value) > 0) & (within(sign, t.TWITCHED_DAYS.value) > 0)
    return completed(both, sign)


def _beside_found(timeline: Timeline, side: str, on: Bools, tells: Tells, sightings: Sequence[Bools]) -> Found:
    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(on)[day])
        first = last - t.TWITCHED_DAYS.value + 1
        newest = [one for rows in sightings for one in timeline.evidence(rows, first, last)[-1:]]
        return [*checks_from(timeline, tells, first, last)[-1:], *newest]

    return Found(case=S6, holds=timeline.stands(on), evidence=evidence, said=lambda _: {"side": side})


def _beside(side: str) -> Tells:
    def tells(check: Check) -> bool:
        return says(*BESIDE, side=side)(check) or says(*SUDDEN_UNLESS_SAID, speeds=NOT_SUDDEN)(check)

    return tells


def slowly_worse_speech(timeline: Timeline) -> Iterator[Found]:
    """S8: speech or swallowing that got worse over days to months."""
    yield _told(timeline, S8, says(*SPEAKING_OR_SWALLOWING, speeds=NOT_SUDDEN))


def thyroid_signs(timeline: Timeline) -> Iterator[Found]:
    """S15: two weeks of twitching with two of four signs."""

    def tells(check: Check) -> bool:
        return yes_count(check, THYROID) >= t.THYROID_SIGNS.value

    sign = days_of(timeline, tells)
    long = lasting(timeline.days_with(timeline.every))
    both = completed(long & (within(sign, t.TWITCHED_DAYS.value) > 0), sign)

    def evidence(day: int) -> Sequence[Fact]:
        last = int(latest(both)[day])
        return [*checks_from(timeline, tells, 0, last)[-1:], *shows_lasting(timeline, timeline.every, last)]

    yield Found(case=S15, holds=timeline.stands(both), evidence=evidence)


def shock_pain(timeline: Timeline) -> Iterator[Found]:
    """S16: pain in the face like an electric shock."""
    yield _told(timeline, S16, says("shock_pain"))


def food_sticks(timeline: Timeline) -> Iterator[Found]:
    """S18: food sticks; sooner where another nerve speaks too."""
    yield _told(timeline, S18, lambda check: says("food_sticks")(check) and not says(*OTHER_NERVES)(check))
    yield _told(timeline, S18_MORE, lambda check: says("food_sticks")(check) and says(*OTHER_NERVES)(check))


def _told(timeline: Timeline, case: Case, tells: Tells) -> Found:
    """Return where checks tell something."""
    return Found(
        case=case,
        holds=timeline.stands(days_of(timeline, tells)),
        evidence=lambda day: checks_from(timeline, tells, 0, day)[-1:],
    )
