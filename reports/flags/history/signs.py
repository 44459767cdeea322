"""Twitching together with what a face check says: S6, S8, S15, S16 and S18."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.analysis.days import EYELIDS
from reports.flags import thresholds as t
from reports.flags.history.lasting import REST_OF_THE_FACE
from reports.flags.history.rule import WITHIN_DAYS, Case, Fact, Found, soon
from reports.flags.history.said import NOT_SUDDEN, Tells, checks_from, days_of, says, yes_count
from reports.flags.history.timeline import SIDES, Bools, Timeline, lasting, within
from reports.records import Check

S6, S8, S15, S16, S18 = soon("S6", WITHIN_DAYS), soon("S8", WITHIN_DAYS), soon("S15"), soon("S16"), soon("S18")
S18_MORE: Final = soon("S18.more", WITHIN_DAYS)
FACE: Final = (*EYELIDS, *REST_OF_THE_FACE)
BESIDE: Final = ("face_numb", "hearing_loss", "tinnitus_new", "vertigo")
SUDDEN_UNLESS_SAID: Final = ("double_vision", "balance_lost")  # U2 takes them while they are sudden or not known
SPEAKING_OR_SWALLOWING: Final = ("speech_slurred", "speech_lost", "swallow_choking", "swallow_saliva")
THYROID: Final = ("weight_loss", "heat_intolerance", "palpitations", "hand_tremor")
OTHER_NERVES: Final = (
    "speech_slurred", "speech_lost", "swallow_choking", "swallow_saliva", "face_droop", "bilateral_face_weak",
    "arm_weak", "leg_weak", "neck_weak", "double_vision", "breathless_rest", "breathless_flat",
)  # fmt: skip


def beside_the_twitching(timeline: Timeline) -> Iterator[Found]:
    """S6: numbness, hearing, ringing, spinning, double vision or unsteadiness on the side that twitches."""
    for side in SIDES:
        tells = _beside(side)
        numb = timeline.seen(FACE, side, among=timeline.feeling("numbness"))
        sign = days_of(timeline, tells) | timeline.days_of(numb)
        twitched = within(timeline.days_of(timeline.seen(FACE, side)), t.TWITCHED_DAYS.value) > 0
        both = twitched & (within(sign, t.TWITCHED_DAYS.value) > 0)
        yield _beside_found(timeline, side, tells, numb, timeline.stands(both))


def _beside_found(timeline: Timeline, side: str, tells: Tells, numb: Bools, holds: Bools) -> Found:
    def evidence(day: int) -> Sequence[Fact]:
        return [*checks_from(timeline, tells, 0, day)[-1:], *timeline.evidence(numb, 0, day)[-1:]]

    return Found(case=S6, holds=holds, evidence=evidence, said=lambda _: {"side": side})


def _beside(side: str) -> Tells:
    def tells(check: Check) -> bool:
        return says(*BESIDE, side=side)(check) or says(*SUDDEN_UNLESS_SAID, speeds=NOT_SUDDEN)(check)

    return tells


def slowly_worse_speech(timeline: Timeline) -> Iterator[Found]:
    """S8: speech or swallowing that got worse over days to months."""
    yield _told(
        timeline, S8, says("speech_slurred", "speech_lost", "swallow_choking", "swallow_saliva", speeds=NOT_SUDDEN)
    )


def thyroid_signs(timeline: Timeline) -> Iterator[Found]:
    """S15: two weeks of twitching with two of four signs."""
    active = lasting(timeline.days_with(timeline.every))
    yield _told(timeline, S15, lambda check: yes_count(check, THYROID) >= t.THYROID_SIGNS.value, active)


def shock_pain(timeline: Timeline) -> Iterator[Found]:
    """S16: pain in the face like an electric shock."""
    yield _told(timeline, S16, says("shock_pain"))


def food_sticks(timeline: Timeline) -> Iterator[Found]:
    """S18: food sticks; sooner where another nerve speaks too."""
    yield _told(timeline, S18, lambda check: says("food_sticks")(check) and not says(*OTHER_NERVES)(check))
    yield _told(timeline, S18_MORE, lambda check: says("food_sticks")(check) and says(*OTHER_NERVES)(check))


def _told(timeline: Timeline, case: Case, tells: Tells, with_it: Bools | None = None) -> Found:
    """Return where checks tell something, while `with_it` if that is asked for."""
    on = days_of(timeline, tells)
    if with_it is not None:
        on = with_it & (within(on, t.TWITCHED_DAYS.value) > 0)
    return Found(case=case, holds=timeline.stands(on), evidence=lambda day: checks_from(timeline, tells, 0, day)[-1:])
