"""Diaries that raise each rule over the history, as of a day, with level and urgency."""

from __future__ import annotations

from reports.records import Day, Place, Records
from tests.reports.flags.diaries import (
    BOTH_LIDS,
    CALF,
    CHEEK,
    CHIN,
    DAILY,
    L_LID,
    LIDS,
    PALSY,
    R_LID,
    RESTRAINED,
    SLOW,
    SMILE,
    check,
    entries,
    entry,
    event,
    face,
    kept,
    left,
    on,
    quiet,
    right,
)

FOR: dict[str, list[tuple[str, Records, int, str]]] = {
    "S1": [
        ("a diary that is kept once a month", kept(
            entries(range(0, 210, 30)), entries((215, 218, 225, 240), *right("cheek")), baseline=(R_LID,)), 245,
            "soon within_2_weeks"),
        ("a first entry, a pause of 28 days", kept(
            entry(0), entries(range(28, 60, 2)), entries((29, 32), *right("cheek"))), 40, "soon within_2_weeks"),
        ("a face check and a pause before what was declared goes on", kept(
            check(0), entries(range(20, 60, 2)), entries((28, 32), *right("cheek"))), 40, "soon within_days"),
        ("held back once, and once not", kept(
            LIDS, entry(20, *right("cheek"), suppressible="yes"), entry(23, *right("cheek"), suppressible="no")), 23,
            "soon within_days"),
        ("one entry of long ago does not make the first week new", kept(
            entry(-300, *left("calf")), LIDS, entries((9, 12), *right("cheek"))), 12, "soon within_days"),
        ("mostly held back is watched", kept(
            entries(range(0, 60, 2)), entries((20, 23), *right("cheek"), **RESTRAINED)), 40, "watch None"),
        ("held back elsewhere, and not asked here, is watched", kept(
            entries(range(0, 60, 2), **RESTRAINED), CHEEK), 40, "watch None"),
        ("held back elsewhere, but not here", kept(
            entries(range(0, 60, 2), **RESTRAINED), entries((20, 23), *right("cheek"), suppressible="no")), 23,
            "soon within_days"),
        ("an urge that cannot be held back is none", kept(
            LIDS, entries((20, 23), *right("cheek"), urge="yes", suppressible="no")), 23, "soon within_days"),
        ("one old entry that could be held back changes nothing", kept(
            LIDS, CHEEK, entry(24, suppressible="yes")), 24, "soon within_days"),
        ("the middle belongs to both sides", kept(
            LIDS, entries((20, 23), Place("glabella", "middle"))), 23, "soon within_days"),
        ("an eyelid, three weeks later the cheek", kept(LIDS, CHEEK), 23, "soon within_days"),
        ("declared lid, brow and upper lip on days 12 and 14", kept(
            entry(0), entries((12, 14), *right("brow", "lip_upper")), baseline=(R_LID,)), 14, "soon within_days"),
        ("months apart, age not told", kept(
            entries(range(0, 120, 4)), entries((90, 95), *right("cheek"))), 95, "soon within_2_weeks"),
        ("months apart, at the age of 41", kept(
            entries(range(0, 120, 4)), entries((90, 95), *right("cheek")), birth_year=1985), 95, "soon within_days"),
        ("months apart, born in a year to come", kept(
            entries(range(0, 120, 4)), entries((90, 95), *right("cheek")), birth_year=2100), 95, "soon within_2_weeks"),
        ("two places of one new zone", kept(
            LIDS, entry(30, *right("lip_upper")), entry(36, *right("mouth_corner"))), 36, "soon within_2_weeks"),
    ],
    "S2": [
        ("a neck that stays pulled", kept(
            entries(range(0, 22, 3), *left("neck_back"), suppressible="no", rhythm="sustained")), 21,
            "soon within_2_weeks"),
        ("held back as often as not", kept(
            entries((0, 1), *right("cheek"), suppressible="no"),
            entries((20, 21), *right("cheek"), suppressible="yes")), 21, "watch None"),
        ("once more not than held back", kept(
            entries((0, 1, 2), *right("cheek"), suppressible="no"),
            entries((20, 21), *right("cheek"), suppressible="yes")), 21, "soon within_2_weeks"),
        ("asked five weeks ago, and not since", kept(
            entry(0, *right("cheek"), suppressible="no"), entries(range(2, 63, 3), *right("cheek")),
            quiet(range(63))), 62, "watch None"),
        ("the older entry 27 days ago", kept(entries((0, 20, 27), *right("cheek"), suppressible="no")), 27,
            "soon within_2_weeks"),
        ("27 answered days later", kept(
            entries((0, 7, 14), *right("cheek"), suppressible="no"), quiet(range(15, 60))), 41, "soon within_2_weeks"),
        ("a cheek for three weeks that cannot be held back", kept(
            entries(range(0, 22, 3), *right("cheek"), suppressible="no")), 21, "soon within_2_weeks"),
        ("a cheek for three weeks, never asked", kept(entries(range(0, 22, 3), *right("cheek"))), 21, "watch None"),
        ("a jerking arm", kept(
            entries(range(0, 22, 3), *left("upper_arm"), suppressible="no", rhythm="rhythmic")), 21,
            "soon within_2_weeks"),
    ],
    "S3": [
        ("it stands for a year of silence", kept(entries(range(0, 100, 3))), 465, "soon within_2_weeks"),
        ("three of four months, and no more", kept(entries((0, 40, 70, 91))), 91, "soon within_2_weeks"),
        ("a cheek once in between", kept(entries(range(0, 100, 9)), entry(50, *right("cheek"))), 99,
            "soon within_2_weeks"),
        ("a cheek half a year ago", kept(entries((1, 2), *right("cheek")), entries(range(0, 200, 9))), 198,
            "soon within_2_weeks"),
        ("both eyes", kept(entries(range(0, 100, 9)), entries(range(1, 100, 9), L_LID)), 99, "soon within_2_weeks"),
        ("one eyelid in three of four months, on day 91", kept(entries((0, 5, 40, 70, 91))), 91, "soon within_2_weeks"),
        ("an eyelid whose side was never said", kept(
            entries(range(0, 100, 9), Place("lid_upper", "unsure"))), 99, "soon within_2_weeks"),
    ],
    "S4": [
        ("both eyes shut twice", kept(entries((3, 9), *BOTH_LIDS, intensity=3)), 9, "soon within_2_weeks"),
        ("left and right named apart", kept(
            entries((3, 9), Place("lid_upper", "left"), Place("lid_upper", "right"), intensity=4)), 9,
            "soon within_2_weeks"),
    ],
    "S5": [
        ("a ripple two weeks before the last of three days", kept(
            entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (5, 10, 17)]), 17, "soon within_days"),
        ("a ripple of the chin for a day and a night", kept(
            entry(0, *right("chin"), rhythm="ripple", duration_s=86_400)), 0, "soon within_days"),
        ("a ripple, and three days called continuous", kept(
            entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (4, 5, 7)]), 7, "soon within_days"),
    ],
    "S6": [
        ("new ringing", kept(LIDS, check(10, tinnitus_new={"side": "right"})), 10, "soon within_days"),
        ("unsteady over weeks", kept(LIDS, check(10, balance_lost=SLOW)), 10, "soon within_days"),
        ("double vision over months", kept(LIDS, check(10, double_vision={"onset_speed": "slower"})), 10,
            "soon within_days"),
        ("numb four weeks before the eyelid", kept(check(10, face_numb={"side": "right"}), entry(37)), 37,
            "soon within_days"),
        ("28 days after the numbness", kept(entries(range(60)), check(10, face_numb={"side": "right"})), 37,
            "soon within_days"),
        ("sudden loss of hearing", kept(
            LIDS, check(10, hearing_loss={"side": "right", "onset_speed": "sudden"})), 10, "soon within_days"),
        ("a numb face, and spinning that was sudden", kept(LIDS, check(
            10, face_numb={"side": "right"}, vertigo={"onset_speed": "sudden"})), 10, "soon within_days"),
        ("numbness of the side that twitches", kept(LIDS, check(10, face_numb={"side": "right"})), 10,
            "soon within_days"),
        ("double vision that came slowly", kept(LIDS, check(10, double_vision=SLOW)), 10, "soon within_days"),
        ("an entry that says numb", kept(LIDS, entry(9, *right("cheek"), sensations=("numbness",))), 9,
            "soon within_days"),
    ],
    "S7": [
        ("a calf, and stiffness", kept(CALF, check(12, "stiffness")), 12, "soon within_days"),
        ("an arm that slowly grew weak", kept(CALF, check(12, arm_weak={"onset_speed": "slower"})), 12,
            "soon within_days"),
        ("a foot that dragged in spring and in summer", kept(
            CALF, check(0, lost=("foot_drags",)), entries((95,), *left("calf")), check(100, lost=("foot_drags",))), 100,
            "soon within_days"),
        ("a calf, and stairs lost for two weeks", kept(
            CALF, check(10, lost=("climb_stairs",)), check(24, lost=("climb_stairs", "open_jar"))), 24,
            "soon within_days"),
        ("a calf, and a muscle that looks thinner", kept(CALF, check(12, "wasting_seen")), 12, "soon within_days"),
        ("a calf, and a leg that slowly grew weak", kept(
            CALF, check(12, leg_weak={"onset_speed": "slower"})), 12, "soon within_days"),
    ],
    "S8": [
        ("saliva over weeks", kept(check(3, swallow_saliva=SLOW)), 3, "soon within_days"),
        ("words lost over hours", kept(
            check(3, speech_lost={"onset_speed": "hours_to_3_days"})), 3, "soon within_days"),
        ("speech slurred over weeks", kept(check(3, speech_slurred=SLOW)), 3, "soon within_days"),
        ("choking over months", kept(check(3, swallow_choking={"onset_speed": "slower"})), 3, "soon within_days"),
    ],
    "S9": [
        ("a side that was clearly weaker four weeks ago", kept(LIDS, CHEEK, face(3, "cannot")), 30, "soon within_days"),
        ("spread at the age of 36", kept(LIDS, CHEEK, birth_year=1990), 23, "soon within_days"),
        ("eye and mouth on the same day", kept(
            entries((0,), *right("jaw_muscle")), entries((20, 22), *right("lid_lower", "lip_lower"))), 22,
            "soon within_days"),
        ("upwards, from the mouth", kept(
            entries(range(0, 30, 3), *right("lip_lower")), entries((20, 24), *right("lid_lower"))), 24,
            "soon within_days"),
        ("with the chewing muscle of that side", kept(
            LIDS, CHEEK, entries((10, 14), *right("jaw_muscle"))), 23, "soon within_days"),
        ("with a clearly weaker side", kept(LIDS, CHEEK, face(23, "clearly_weaker")), 23, "soon within_days"),
    ],
    "S10": [
        ("a slow droop of a side that was weak before", kept(
            check(4, face_droop=SLOW | {"side": "right"}), long_standing_weakness=right("cheek")), 4,
            "soon within_2_weeks"),
        ("a slow droop of the other side", kept(
            check(4, face_droop=SLOW | {"side": "left"}), long_standing_weakness=right("cheek")), 4,
            "soon within_2_weeks"),
        ("a droop that came over weeks", kept(
            check(4, face_droop={"onset_speed": "days_to_4_weeks"})), 4, "soon within_2_weeks"),
        ("worse near an injection", kept(
            PALSY, event(8, "toxin", "single", *right("cheek")), face(5, "a_bit_weaker"), face(12, "cannot")), 12,
            "soon within_2_weeks"),
        ("no better after three weeks", kept(
            PALSY, face(2, "cannot"), face(21, "cannot")), 21, "soon within_2_weeks"),
        ("a bit weaker after three months", kept(
            PALSY, face(2, "cannot"), face(30, "same"), face(95, "a_bit_weaker")), 95, "same_day None"),
        ("incomplete after three months", kept(PALSY, face(2, "cannot"), face(95, "a_bit_weaker")), 95,
            "soon within_2_weeks"),
        ("worse on day 12", kept(PALSY, face(5, "a_bit_weaker"), face(12, "cannot")), 12, "same_day None"),
        ("a droop that came over months", kept(check(4, face_droop={"onset_speed": "slower"})), 4,
            "soon within_2_weeks"),
    ],
    "S11": [
        ("in a diary of checks alone", kept(
            event(0, "palsy", side="right"), event(100, "palsy", side="left"), check(0), check(110)), 120,
            "soon within_days"),
        ("the same side 42 days later", kept(PALSY, entry(0), event(42, "palsy", side="right")), 42,
            "soon within_days"),
        ("the second on the diary's first day", kept(
            event(-365, "palsy", side="left"), event(0, "palsy", side="left"), entry(0)), 0, "soon within_days"),
        ("the other side three weeks later", kept(
            PALSY, entry(0), event(20, "palsy", side="left")), 20, "soon within_days"),
        ("two palsies a year apart", kept(
            event(-365, "palsy", side="right"), event(5, "palsy", side="left"), entry(0)), 5, "soon within_days"),
        ("a droop long after a palsy", kept(
            event(-365, "palsy"), entry(0), check(6, face_droop={"onset_speed": "hours_to_3_days"})), 6,
            "soon within_days"),
    ],
    "S12": [
        ("speaking, eating and pursing the lips", kept(PALSY, [
            entry(100 + n, *right("lid_upper"), movement=one) for n, one in enumerate(("speak", "eat", "pucker"))]),
            102, "info None"),
        ("raising the brow, and the chin", kept(PALSY, entries((100, 101, 120), *right("chin"), movement="raise_brow")),
            120, "info None"),
        ("149 days after", kept(PALSY, entries((100, 101, 149), *right("lid_lower"), movement="smile")), 149,
            "info None"),
        ("150 days after", kept(PALSY, entries((100, 101, 150), *right("lid_lower"), movement="smile")), 150,
            "soon None"),
        ("after a second palsy of the other side", kept(
            event(-900, "palsy", side="left"), PALSY, SMILE), 120, "info None"),
        ("smile and eye, fourteen weeks after", kept(PALSY, SMILE), 120, "info None"),
        ("blink and mouth, a year after", kept(
            event(-365, "palsy", side="right"), entries((0, 1, 2), *right("mouth_corner"), movement="blink")), 2,
            "soon None"),
    ],
    "S13": [
        ("an eyelid that stops one seeing", kept(entry(0, intensity=4)), 0, "soon within_2_weeks"),
        ("while driving", kept(entry(0, during="driving", intensity=1)), 0, "soon within_2_weeks"),
    ],
    "S14": [
        ("begun before the diary", kept(
            event(-30, "medication", "start"), entries((0, 2, 3))), 3, "soon within_2_weeks"),
        ("a lid three weeks after a new medicine", kept(
            entry(0, *left("calf")), event(20, "medication", "start"), entries((40, 44, 50))), 50,
            "soon within_2_weeks"),
        ("a chin after a change of dose", kept(
            LIDS, event(12, "medication", "change"), entries((13, 14, 15), *right("chin"))), 15, "soon within_2_weeks"),
    ],
    "S15": [
        ("three weeks, heat and palpitations", kept(LIDS, check(22, "heat_intolerance", "palpitations")), 22,
            "soon within_2_weeks"),
        ("three weeks, weight and trembling", kept(LIDS, check(22, "weight_loss", "hand_tremor", "fever")), 22,
            "soon within_2_weeks"),
    ],
    "S16": [
        ("a shock", kept(check(1, "shock_pain")), 1, "soon within_2_weeks"),
        ("a shock three weeks ago", kept(entry(0), check(1, "shock_pain")), 22, "soon within_2_weeks"),
    ],
    "S17": [
        ("calf, hand and back, asleep, slow to relax", kept(
            CALF, entries((20, 25), *left("hand"), during="sleep"), entries((21,), *left("back")),
            check(26, "slow_relaxation")), 26, "soon within_2_weeks"),
        ("calf, hand and back, asleep, stiff", kept(
            CALF, entries((20, 25), *left("hand"), during="sleep"), entries((21,), *left("back")), check(26,
            "stiffness")),
            26, "soon within_2_weeks"),
        ("all over, asleep, sweating", kept(
            entries(range(0, 30, 3), Place("widespread", "middle"), during="sleep"), check(26, "sweating")), 27,
            "soon within_2_weeks"),
    ],
    "S18": [
        ("food sticks, and breath is short lying flat", kept(check(2, "food_sticks", "breathless_flat")), 2,
            "soon within_days"),
        ("food sticks, and both sides of the face are weak", kept(
            check(2, "food_sticks", bilateral_face_weak=SLOW)), 2, "soon within_days"),
        ("food sticks, and the neck is weak", kept(check(2, "food_sticks", "neck_weak")), 2, "soon within_days"),
        ("food sticks", kept(check(2, "food_sticks")), 2, "soon within_2_weeks"),
        ("food sticks, with nausea", kept(check(2, "food_sticks", "nausea")), 2, "soon within_2_weeks"),
    ],
    "W1": [
        ("an eyelid without a side on the day it was first told with one", kept(
            entries((0, 3), *left("calf")), entry(20, Place("lid_lower", "unsure"), key="a")), 20, "watch None"),
        ("a foot whose side is not sure", kept(LIDS, entry(20, Place("foot", "unsure"))), 20, "watch None"),
        ("twice, far apart", kept(LIDS, entries((20, 40), *left("foot"))), 40, "watch None"),
        ("two taps on a cheek in one minute", kept(
            LIDS, entry(20, *right("cheek"), key="a"), entry(20, *right("cheek"), key="b")), 20, "watch None"),
        ("a foot, once", kept(LIDS, entry(20, *left("foot"))), 33, "watch None"),
    ],
    "W2": [
        ("twice as many for two weeks", kept(DAILY, [entry(n, key=f"more{n}") for n in range(70, 84)]), 83,
            "watch None"),
        ("four weeks later it still stands", kept(
            DAILY, [entry(n, key=f"more{n}") for n in range(70, 84)], entries(range(84, 110))), 110, "watch None"),
    ],
    "W3": [
        ("a lid once, two weeks ago", kept(
            entries(range(0, 30, 3), *right("lip_lower")), entry(20, *right("lid_lower"))), 33, "watch None"),
        ("a lid once, after the lip", kept(
            entries(range(0, 30, 3), *right("lip_lower")), entry(20, *right("lid_lower"))), 20, "watch None"),
        ("a cheek once, after the chin", kept(CHIN, entry(20, *right("cheek"))), 25, "watch None"),
    ],
    "W4": [
        ("before and after noon of one day", kept(
            entry(3, during="sleep", minute=719), entry(3, during="sleep", minute=720, key="b")), 3, "watch None"),
        ("while the twitching spreads", kept(
            LIDS, entries((40, 43, 46), *right("cheek")), entries((44, 46), during="sleep")), 46, "watch None"),
        ("while a cheek lasts", kept(
            entries(range(0, 22, 3), *right("cheek"), suppressible="no"), entries((18, 20), during="sleep")), 21,
            "watch None"),
        ("two nights of two weeks", kept(entries((3, 16), during="sleep")), 16, "watch None"),
        ("three nights", kept(entries((3, 4, 5), during="sleep")), 10, "watch None"),
    ],
    "W5": [
        ("silent for a week with a spread open", kept(LIDS, CHEEK, entry(59)), 66, "watch None"),
        ("silent for a month with a distress told", kept(check(2, "distress_high"), entry(2)), 29, "watch None"),
    ],
    "W6": [
        ("half of the entries of the face", kept(
            entries(range(8, 36, 2)), entries((30, 35), L_LID), entries(range(20, 36), *left("calf")),
            entries((0, 1))), 35, "soon within_2_weeks"),
        ("the other lid once, two weeks ago", kept(LIDS, entry(30, L_LID)), 43, "watch None"),
        ("the other lid once", kept(LIDS, entry(30, L_LID)), 30, "watch None"),
        ("the other lid twice", kept(LIDS, entries((30, 35), L_LID)), 35, "soon within_2_weeks"),
        ("both lids, while the body twitches more", kept(
            LIDS, entries((30, 35), L_LID), entries(range(60), *left("calf"))), 35, "watch None"),
        ("two of forty", kept(
            [entry(n, key=f"r{n}{k}") for n in range(40) for k in range(3)], entries((30, 35), L_LID)), 35,
            "watch None"),
    ],
    "W7": [
        ("on the first day after an injection", kept(
            event(0, "toxin", "single", *right("cheek")), face(-5, "a_bit_weaker"), face(1, "a_bit_weaker")), 1,
            "info None"),
        ("an injection that is planned", kept(
            event(0, "toxin", "planned", *right("cheek")), face(13, "a_bit_weaker"), face(19, "a_bit_weaker")), 19,
            "watch None"),
        ("112 days after an injection", kept(
            event(0, "toxin", "single", *right("cheek")), face(105, "a_bit_weaker"), face(112, "a_bit_weaker")), 112,
            "info None"),
        ("113 days after an injection", kept(
            event(0, "toxin", "single", *right("cheek")), face(105, "a_bit_weaker"), face(113, "a_bit_weaker")), 113,
            "watch None"),
        ("an injection of the other side", kept(
            event(0, "toxin", "single", *left("cheek")), face(13, "a_bit_weaker"), face(19, "a_bit_weaker")), 19,
            "watch None"),
        ("weak since before the diary", kept(face(3, "a_bit_weaker"), face(9, "a_bit_weaker"),
            long_standing_weakness=right("cheek")), 9, "info None"),
        ("a weak hand accounts for no face", kept(face(3, "a_bit_weaker"), face(9, "a_bit_weaker"),
            long_standing_weakness=right("hand")), 9, "watch None"),
        ("an injected calf accounts for no face", kept(
            event(0, "toxin", "single", *right("calf")), face(3, "a_bit_weaker"), face(9, "a_bit_weaker")), 9,
            "watch None"),
        ("a bit weaker twice", kept(face(3, "a_bit_weaker"), face(9, "a_bit_weaker")), 9, "watch None"),
        ("after an injection there", kept(
            event(0, "toxin", "single", *right("cheek")), face(13, "a_bit_weaker"), face(19, "clearly_weaker")), 19,
            "info None"),
    ],
    "I1": [
        ("an eyelid for a day", kept(entry(0)), 0, "info None"),
        ("an eyelid for 89 days", kept(entries(range(0, 90, 8))), 89, "info None"),
    ],
}  # fmt: skip
