"""Every rule over the history: what it decides, by what right, and the function that finds it."""

from __future__ import annotations

from typing import Final

from reports.analysis.rising import BASELINE_WEEKS, EVENTS_MIN, FORTNIGHT
from reports.flags import thresholds as t
from reports.flags.history import areas, body, course, drugs, lasting, lids, palsy, signs, spread, weakness
from reports.flags.history.rule import Rule, alone

_CONFIRMED: Final = (
    f"confirmed (on {t.CONFIRMED_DAYS.value} days within {t.CONFIRMED_WITHIN_DAYS.value}, or declared at the beginning)"
)
_NEW: Final = f"new (not declared, and first recorded after the diary's first {t.BASELINE_DAYS.value} days)"
_HELD_BACK: Final = (
    "Most recent entries of the later zone that say so were held back or came with an urge; where they say nothing, "
    "most of that side that do, two at least. It is watched then."
)
_LASTS: Final = (
    f"lasts (an entry more than {t.HOLD_BACK_DAYS.value} days ago, and on {t.INVOLVED_DAYS.value} days since, within "
    f"{2 * t.HOLD_BACK_DAYS.value} days)"
)
_RECENT: Final = f"within {t.TWITCHED_DAYS.value} days"
_NG127: Final = "NICE NG127"

RULES: Final = (
    Rule(
        id="S1",
        cases=(spread.S1_FAST, spread.S1, spread.S1_HELD_BACK),
        predicate=f"On one side of the face, a zone (brow, eye, cheek and nose, mouth, chin, neck) is {_CONFIRMED}, "
        f"and another zone that is {_NEW} is confirmed too, first seen at least a day later. Within days where the "
        f"two first sights are at most {t.FAST_SPREAD_DAYS.value} days apart, or the person is younger than "
        f"{t.YOUNGER_THAN_YEARS.value}. What is in the middle belongs to both sides. Chewing muscles, tongue, the "
        f"other side and entries of both sides at the same moment do not count.",
        suppressors=_HELD_BACK,
        source="10.1002/mdc3.12106 (93.4 % of 178 spread); a published case of multiple sclerosis spread in 14 days",
        marks=("S", "D"),
        find=alone(spread.spread),
    ),
    Rule(
        id="S2",
        cases=(lasting.S2, lasting.S2_WATCH),
        predicate=f"A site of the facial nerve other than an eyelid, or sustained or rhythmic movement of neck, limb "
        f"or trunk, {_LASTS}. Soon where more of its entries say that it cannot be held back than that it can; to be "
        f"watched while nobody said, or as many say one as the other.",
        suppressors="More entries say that it can be held back.",
        source=f"{_NG127}: movements that cannot be held back; the two weeks are ours",
        marks=("S2", "D"),
        find=alone(lasting.cannot_be_held_back),
    ),
    Rule(
        id="S3",
        cases=(lids.S3,),
        predicate=f"Eyelids, with entries in at least {t.LID_MONTHS.value[0]} of the last {t.LID_MONTHS.value[1]} "
        f"months of {t.MONTH_DAYS.value} days, more than {t.LID_DAYS.value} days after the first; nothing else was "
        f"declared, or confirmed in those months.",
        source=f"{_NG127}: eyelid movements of more than three months",
        marks=("S2", "D"),
        find=alone(lids.lasting_lids),
    ),
    Rule(
        id="S4",
        cases=(lids.S4,),
        predicate=f"Eyelids of both eyes in one entry, strong enough to close them, {t.SQUEEZED_EPISODES.value} times "
        f"{_RECENT}.",
        source=_NG127,
        marks=("S2", "D"),
        find=alone(lids.squeezed),
    ),
    Rule(
        id="S5",
        cases=(lasting.S5,),
        predicate=f"A ripple at a site of the facial nerve beyond the eyelids that lasted "
        f"{t.CONTINUOUS_S.value // 3600} hours, or such a ripple and {t.CONTINUOUS_DAYS.value} days called nearly "
        f"continuous within {t.CONFIRMED_WITHIN_DAYS.value}.",
        source="Clay 2020; NeuroImages 26F; London 2017",
        marks=("S", "D"),
        find=alone(lasting.continuous),
    ),
    Rule(
        id="S6",
        cases=(signs.S6,),
        predicate=f"A side of the face twitches, and on that side (or without a side) a check says numbness of the "
        f"face, hearing loss, new ringing or spinning, or double vision or loss of balance that began more slowly "
        f"than within minutes; or an entry there says numbness; both {_RECENT}.",
        source="Zeiler 2015; Tan 2002 QJM; NICE CKS",
        marks=("S", "D"),
        find=alone(signs.beside_the_twitching),
    ),
    Rule(
        id="S7",
        cases=(body.S7,),
        predicate=f"Limbs or trunk twitched {_RECENT}, and a named task of arm or leg was lost in two checks that are "
        f"{t.TASK_LOST_DAYS.value[0]} to {t.TASK_LOST_DAYS.value[1]} days apart, or a check says that a muscle looks "
        "thinner, that there is stiffness, or that an arm or leg grew weak more slowly than over four weeks.",
        source=f"{_NG127}; RCGP/MNDA tool",
        marks=("S2", "S", "D"),
        find=alone(body.something_harder),
    ),
    Rule(
        id="S8",
        cases=(signs.S8,),
        predicate="A check says slurred speech, words that will not come, choking, or saliva that cannot be "
        "swallowed, begun over hours to months.",
        source=_NG127,
        marks=("S2",),
        find=alone(signs.slowly_worse_speech),
    ),
    Rule(
        id="S9",
        cases=(spread.S9,),
        predicate=f"Spread as in S1 (also where upper and lower face were first seen on the same day), and the "
        f"person is younger than {t.ATYPICAL_AGE_YEARS.value}, or upper and lower face began on the same day, or it "
        f"reached a zone above the one with which the side began, or a chewing muscle of that side is confirmed, or "
        f"that side was clearly weaker in a check {_RECENT}, outside the window of an injection and not since before "
        f"the diary.",
        suppressors=_HELD_BACK,
        source="ASOPRS page (9 of 1,676); an epidermoid case; Tan 2002",
        marks=("S", "D"),
        find=alone(spread.atypical_spread),
    ),
    Rule(
        id="S10",
        cases=(palsy.S10_WORSE, palsy.S10, palsy.S10_SLOW),
        predicate=f"After a recorded palsy, by the grades of its side that two checks share: no better than in the "
        f"first check after {t.PALSY_NO_BETTER_DAYS.value} days; not as usual from "
        f"{t.PALSY_INCOMPLETE_DAYS.value[0]} to {t.PALSY_INCOMPLETE_DAYS.value[1]} days; worse after day "
        f"{t.PALSY_WORSE_DAYS.value} than in a check from day {t.PALSY_NADIR_DAYS.value} on, until a check that is "
        f"not (same day; soon in the window of an injection); or, with or without a palsy, a droop that began over "
        f"days to weeks or more slowly.",
        source="Baugh and others 2013, doi 10.1177/0194599813506835; NICE CKS",
        marks=("S", "S2"),
        find=alone(palsy.course),
    ),
    Rule(
        id="S11",
        cases=(palsy.S11,),
        predicate=f"Two recorded palsies, the second since the diary began and of the other side, or at least "
        f"{t.ANOTHER_PALSY_DAYS.value} days later; or a droop within three days told as long after a recorded one, "
        f"and not told in the weeks before.",
        source="PMC4391412 (recurrence 6.5 to 12 %)",
        marks=("S", "D"),
        find=alone(palsy.another_palsy),
    ),
    Rule(
        id="S12",
        cases=(palsy.S12_SOON, palsy.S12),
        predicate=f"From {t.SYNKINESIS_DAYS.value} days after a recorded palsy, {t.SYNKINESIS_EPISODES.value} "
        f"entries on its side at the eye or brow with a movement of the mouth, or at the cheek, mouth, chin or neck "
        f"with a movement of the eye. Soon from {t.SYNKINESIS_SOON_DAYS.value} days on.",
        source="Scandinavian trial, n=743; PMC9682287; NICE CKS",
        marks=("S", "S2", "D"),
        find=alone(palsy.moving_together),
    ),
    Rule(
        id="S13",
        cases=(lasting.S13,),
        predicate="An entry at an eyelid that stops one seeing, or any entry while driving.",
        source="Lee 2012; Au 2004 (60.6 % see worse)",
        marks=("S",),
        find=alone(lasting.in_the_way),
    ),
    Rule(
        id="S14",
        cases=(drugs.S14,),
        predicate=f"An area that was not declared, first seen within {t.DRUG_DAYS.value} days after a medicine was "
        f"started or changed, and seen on {t.DRUG_TWITCH_DAYS.value} days. One whose side was not sure counts only "
        "where its site was not known.",
        source="10.1111/ane.12395 (8 of 140 with topiramate)",
        marks=("S", "D"),
        find=alone(drugs.after_a_medicine),
    ),
    Rule(
        id="S15",
        cases=(signs.S15,),
        predicate=f"Twitching {_LASTS}, and one check says {t.THYROID_SIGNS.value} of: weight loss, cannot bear heat, "
        f"palpitations, trembling hands; both {_RECENT}.",
        source="Neurologists' questions and answers",
        marks=("S", "M"),
        find=alone(signs.thyroid_signs),
    ),
    Rule(
        id="S16",
        cases=(signs.S16,),
        predicate="A check says pain like an electric shock.",
        source="Wang 1998 (5.1 %)",
        marks=("S",),
        find=alone(signs.shock_pain),
    ),
    Rule(
        id="S17",
        cases=(body.S17,),
        predicate=f"Entries in {t.BODY_REGIONS.value} regions of the body (head, arms and neck, trunk, legs) "
        f"{_RECENT}; limb or trunk twitching {_LASTS}; asleep on {t.SLEEP_NIGHTS.value[0]} nights of "
        f"{t.SLEEP_NIGHTS.value[1]}; and a check says stiffness, sweating or slow relaxation.",
        source="MSD Manual; Orphanet",
        marks=("S", "D"),
        find=alone(body.everywhere),
    ),
    Rule(
        id="S18",
        cases=(signs.S18_MORE, signs.S18),
        predicate="A check says that food sticks. Within days where it also says something of speech, swallowing "
        "saliva, choking, a weak face or limb, the neck, double vision or breath.",
        source="Neurologists' questions and answers",
        marks=("S", "M"),
        find=alone(signs.food_sticks),
    ),
    Rule(
        id="W1",
        cases=(areas.W1,),
        predicate=f"An area that is {_NEW}, seen within {t.SEEN_ONCE_DAYS.value} days, and never confirmed; one whose "
        f"side was not sure only where its site was not known.",
        source="ours",
        marks=("D",),
        find=alone(areas.seen_once),
    ),
    Rule(
        id="W2",
        cases=(course.W2,),
        predicate="At the end of a week since the diary began, the last two weeks lie above all earlier weeks that "
        f"raised no alarm, by more than {FORTNIGHT.z:g} standard errors that allow for bursts; "
        f"{FORTNIGHT.observed_days} known days and {EVENTS_MIN} episodes in them, {BASELINE_WEEKS} weeks before "
        f"them; {t.RISING_DAYS.value} days long.",
        source="ours, after Farrington 1996; error rates in docs/evaluation.md",
        marks=("X",),
        find=alone(course.rising),
    ),
    Rule(
        id="W3",
        cases=(spread.W3,),
        predicate=f"A new zone above a confirmed one on the same side, seen within {t.SEEN_ONCE_DAYS.value} days, "
        f"and not confirmed yet.",
        source="Ryu 1998, from a secondary summary (2 to 3 % begin at the mouth)",
        marks=("S2", "D"),
        find=alone(spread.reversed_order),
    ),
    Rule(
        id="W4",
        cases=(course.W4_BESIDE, course.W4),
        predicate=f"Entries asleep on {t.SLEEP_NIGHTS.value[0]} nights of {t.SLEEP_NIGHTS.value[1]}; a night ends "
        "at noon. Said together with S1 or S2 where one of them asks to be seen.",
        source="Incirli 2019 (persists asleep in 12 of 12)",
        marks=("S", "D"),
        find=course.asleep,
    ),
    Rule(
        id="W6",
        cases=(spread.W6_SOON, spread.W6),
        predicate="The facial nerve's muscles of one side are confirmed or declared, and those of the other side are "
        "new, in entries that are not of both at the same moment. Soon once the other side is confirmed, and makes up "
        f"{t.OTHER_SIDE_PERCENT.value} % of the face's entries {_RECENT}, and the face {t.MOSTLY_FACE_PERCENT.value} % "
        "of all entries.",
        source="Tan & Jankovic 1999 (under 5 % on both sides, years apart)",
        marks=("S", "D"),
        find=alone(spread.other_side),
    ),
    Rule(
        id="W7",
        cases=(weakness.W7, weakness.W7_INJECTED, weakness.W7_BEFORE),
        predicate=f"A task of the face check is weaker than usual on one side in checks on {t.CONFIRMED_DAYS.value} "
        f"days within {t.CONFIRMED_WITHIN_DAYS.value}. How many of them say that it cannot be done is said apart.",
        suppressors="That side of the face is weak since before the diary, or an injection on that side "
        f"{t.TOXIN_NEARBY_DAYS.value[0]} to {t.TOXIN_NEARBY_DAYS.value[1]} days before: either lowers it to a remark.",
        source="ours",
        marks=("D",),
        find=alone(weakness.felt_weaker),
    ),
    Rule(
        id="W5",
        cases=(course.W5,),
        predicate=f"Nothing was recorded for {t.SILENT_DAYS.value} days while a flag to be seen soon stands.",
        source="ours",
        marks=("D",),
        find=course.gone_quiet,
    ),
    Rule(
        id="I1",
        cases=(lids.I1,),
        predicate=f"Nothing but eyelids, for less than {t.LID_DAYS.value} days, no check that says anything else, "
        f"and nothing to be seen soon.",
        source=f"{_NG127}: a look after three months",
        marks=("S2", "D"),
        find=lids.recent_lids,
    ),
)
