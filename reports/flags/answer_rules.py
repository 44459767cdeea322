"""
The rules that fire from one check: from a single answer, without statistics, without waiting and without a network.

Data only; no rule has code of its own. The numbers stand in `thresholds`, the words in `words_en` and its siblings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.flags import thresholds as t
from reports.flags.predicates import (
    Predicate,
    all_of,
    answer,
    any_of,
    at_least,
    event,
    lost,
    named,
    not_any,
    same_side,
    task,
)

VERSION: Final = 1
LEVELS: Final = ("emergency", "same_day", "soon", "watch", "info")

SUDDEN: Final = ("sudden", "unknown")  # what can be a stroke counts as sudden while its onset is unknown
WITHIN_3_DAYS: Final = ("hours_to_3_days",)
WITHIN_4_WEEKS: Final = ("hours_to_3_days", "days_to_4_weeks")
NEW: Final = (*SUDDEN, *WITHIN_4_WEEKS)
ONE_SIDE: Final = ("one", "unknown")  # without its side, what is asked for on one side must not get lost
BOTH_SIDES: Final = ("both",)

FACE_WEAK: Final = ("face_droop", "bilateral_face_weak", "eye_not_closing")
LIMB_WEAK: Final = ("arm_weak", "leg_weak")
LIMB_NUMB: Final = ("arm_numb", "leg_numb")
SPEECH: Final = ("speech_slurred", "speech_lost")  # speech_only_during_spasm is not a stroke sign
SWALLOW: Final = ("swallow_choking", "swallow_saliva", "food_sticks")
BREATHLESS: Final = ("breathless_rest", "breathless_flat")
SIGHT: Final = ("vision_lost", "double_vision")

NAMED: Final[dict[str, Predicate]] = {
    "sudden_face": answer("face_droop", "face_droop_resolved", speed=SUDDEN),
    "sudden_elsewhere": answer(
        *LIMB_WEAK, *LIMB_NUMB, *SPEECH, *SIGHT, "balance_lost", "headache_worst", speed=SUDDEN
    ),
    "face_weak": any_of(answer(*FACE_WEAK), task()),
    "face_weak_on_one_side": any_of(
        answer("face_droop", "eye_not_closing", speed=WITHIN_3_DAYS, side=ONE_SIDE), task(side=("one",))
    ),
    "face_weak_on_both_sides": any_of(
        answer("bilateral_face_weak"), answer("face_droop", "eye_not_closing", side=BOTH_SIDES), task(side=BOTH_SIDES)
    ),
    "weakness_slur_or_swallowing": any_of(
        named("face_weak"), answer(*LIMB_WEAK, "neck_weak", *SPEECH, *SWALLOW), lost()
    ),
    "new_neurological_item": any_of(
        task(),
        answer(
            *FACE_WEAK, "face_droop_resolved", *LIMB_WEAK, "neck_weak", *LIMB_NUMB, "face_numb", "hand_numb", *SPEECH,
            *SWALLOW, *SIGHT, "balance_lost", "vertigo", "hearing_loss", "confusion", "awareness_lost",
            "spread_to_hand", "jerking_over_5_min", speed=NEW,
        ),
    ),
    "severe_headache": any_of(
        answer("headache_waking", "headache_cough", speed=NEW),
        all_of(answer("headache_worst", speed=NEW), answer("nausea")),
    ),
    "fit": answer("jerking_over_5_min", "awareness_lost", "spread_to_hand"),
    "recent_neck_surgery": any_of(
        answer("thyroid_or_neck_surgery_recent"), event("surgery", t.NECK_SURGERY_DAYS, "neck_front", "throat")
    ),
    "recent_toxin": event("toxin", t.TOXIN_SPREAD_DAYS),
    "weakness_anywhere": any_of(
        answer(*FACE_WEAK, *LIMB_WEAK, "neck_weak", *SPEECH, *SWALLOW, *BREATHLESS, "double_vision"),
        task(grade=t.ANY_WEAKER),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One level of a rule: when it applies, and the key of its words."""

    level: str
    words: str
    when: Predicate
    urgency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule over one check. Of its `cases` the first one that applies counts.

    `marks` are the evidence marks of `thresholds`; `suppressors` are names in `answer_suppressors`. `clock_hours` count
    from the onset. `ask_again_days`: for so many days its questions are asked again daily.
    """

    id: str
    version: int = 1
    cases: tuple[Case, ...]
    source: str
    marks: tuple[str, ...]
    suppressors: tuple[str, ...] = ()
    clock_hours: int | None = None
    ask_again_days: int | None = None

    @property
    def basis(self) -> str:
        """Whether somebody can look up all that it says (`thresholds.basis_of`)."""
        return t.basis_of(self.marks)


def _emergency(words: str, when: Predicate) -> Case:
    return Case(level="emergency", words=words, when=when)


def _same_day(words: str, when: Predicate) -> Case:
    return Case(level="same_day", words=words, when=when)


_BAUGH: Final = "Baugh and others 2013, doi 10.1177/0194599813506835"
_FACE_SUPPRESSORS: Final = ("toxin_nearby", "dental_anaesthetic", "long_standing")
_TETANY: Final = (answer("lip_tingling"), answer("finger_tingling"), answer("hand_foot_cramp"))

RULES: Final = (
    Rule(
        id="U1",
        cases=(_emergency("U1", named("sudden_face")),),
        source="BE-FAST public guidance; NICE NG127",
        marks=("S", "S2"),
    ),
    Rule(
        id="U2",
        cases=(_emergency("U2", named("sudden_elsewhere")),),
        source="BE-FAST public guidance; NICE NG127, section on speech",
        marks=("S", "S2"),
    ),
    Rule(
        id="U3",
        cases=(
            _same_day(
                "U3",
                all_of(named("face_weak_on_one_side"), not_any(named("sudden_face"), named("sudden_elsewhere"))),
            ),
        ),
        source=_BAUGH,
        marks=("S",),
        suppressors=_FACE_SUPPRESSORS,
        clock_hours=t.CLOCK_HOURS.value,
    ),
    Rule(
        id="U4",
        cases=(
            _same_day(
                "U4",
                any_of(
                    answer("eye_not_closing"),
                    task("eye_closure", grade=t.NOT_CLOSING),
                    same_side(answer("eye_painful_red"), named("face_weak")),
                ),
            ),
        ),
        source=f"{_BAUGH}; NICE CKS",
        marks=("S", "S2"),
        suppressors=_FACE_SUPPRESSORS,
    ),
    Rule(
        id="U5",
        cases=(
            _same_day(
                "U5",
                all_of(
                    named("face_weak"), answer("ear_blisters", "mouth_blisters", "ear_pain", "hearing_loss", "vertigo")
                ),
            ),
        ),
        source="PMC5063726",
        marks=("S", "S2"),
        ask_again_days=t.ASK_AGAIN_DAYS.value,
    ),
    Rule(
        id="U6",
        cases=(_emergency("U6", all_of(answer(*BREATHLESS), named("weakness_slur_or_swallowing"))),),
        source="NICE NG127",
        marks=("S2",),
    ),
    Rule(
        id="U7",
        cases=(
            _emergency(
                "U7.emergency",
                any_of(answer("swallow_saliva", "swallow_choking"), all_of(named("recent_toxin"), answer(*BREATHLESS))),
            ),
            _same_day(
                "U7.same_day",
                all_of(named("recent_toxin"), answer("neck_weak", *SPEECH, "food_sticks", "double_vision")),
            ),
        ),
        source="Boxed warning of botulinum toxins; NICE NG127",
        marks=("M", "S2"),
    ),
    Rule(
        id="U8",
        cases=(_same_day("U8", answer(*LIMB_WEAK, speed=WITHIN_4_WEEKS, side=ONE_SIDE)),),
        source="NICE NG127",
        marks=("S2",),
        suppressors=("long_standing",),
    ),
    Rule(
        id="U9",
        cases=(_same_day("U9", answer(*LIMB_WEAK, speed=WITHIN_4_WEEKS, side=BOTH_SIDES)),),
        source="NICE NG127",
        marks=("S2",),
        suppressors=("long_standing",),
    ),
    Rule(
        id="U10",
        cases=(
            _emergency(
                "U10",
                any_of(
                    answer("spread_to_hand", "speech_lost", speed=SUDDEN),
                    answer("awareness_lost", "jerking_over_5_min"),
                ),
            ),
        ),
        source="First-aid guidance on fits; published cases of focal motor seizures",
        marks=("M", "S"),
    ),
    Rule(
        id="U11",
        cases=(
            _emergency(
                "U11.emergency",
                all_of(
                    at_least(2, *_TETANY),
                    any_of(answer("throat_tight", "palpitations"), named("fit"), named("recent_neck_surgery")),
                ),
            ),
            _same_day("U11.same_day", all_of(*_TETANY)),
        ),
        source="Published texts on low calcium",
        marks=("S", "D"),
    ),
    Rule(
        id="U12",
        cases=(_same_day("U12", named("face_weak_on_both_sides")),),
        source=f"{_BAUGH} (which defines the usual palsy as one-sided)",
        marks=("S", "M"),
        suppressors=("toxin_nearby", "long_standing"),
    ),
    Rule(
        id="U13",
        cases=(
            _emergency(
                "U13",
                any_of(
                    all_of(answer("fever"), answer("neck_stiff", "confusion")),
                    answer("head_injury"),
                    all_of(named("severe_headache"), named("new_neurological_item")),
                ),
            ),
        ),
        source="First-aid guidance, from memory",
        marks=("M",),
    ),
    Rule(
        id="S19",
        cases=(
            _same_day("S19.same_day", answer("self_harm_thoughts")),
            Case(level="soon", words="S19.soon", when=answer("distress_high"), urgency="within_2_weeks"),
        ),
        source="Neurology 2017, S45.007; Saengphatrachai 2025; the words about self-harm are ours",
        marks=("S", "M"),
    ),
)
