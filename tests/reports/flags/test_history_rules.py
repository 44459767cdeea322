"""Each rule over the history: diaries that raise it, and near misses that do not."""

from __future__ import annotations

from typing import Any

import pytest

from reports.flags import history_words_en, history_words_zh_hant
from reports.flags.history.table import RULES
from reports.records import Day, Place, Records
from tests.reports.flags.diaries import (
    L_LID,
    R_LID,
    check,
    entries,
    entry,
    event,
    face,
    flags,
    kept,
    left,
    on,
    quiet,
    right,
)
from tests.reports.test_answer_rules import CONDITIONS, FORBIDDEN

LIDS = entries(range(0, 60, 2))
CHEEK = entries((20, 23), *right("cheek"))
RESTRAINED = {"suppressible": "yes", "urge": "yes"}
SLOW = {"onset_speed": "days_to_4_weeks"}
CALF = entries(range(0, 60, 3), *left("calf"))
PALSY = event(0, "palsy", side="right")
BOTH_LIDS = (Place("lid_upper", "both_together"),)
SMILE = entries((100, 101, 120), *right("lid_lower"), movement="smile")
DAILY = entries(range(84))
CHIN = entries(range(0, 40, 3), *right("chin"))
FOR: dict[str, list[tuple[str, Records, int, str]]] = {
    "S1": [
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
        ("two places of one new zone", kept(
            LIDS, entry(30, *right("lip_upper")), entry(36, *right("mouth_corner"))), 36, "soon within_2_weeks"),
    ],
    "S2": [
        ("a cheek for three weeks that cannot be held back", kept(
            entries(range(0, 22, 3), *right("cheek"), suppressible="no")), 21, "soon within_2_weeks"),
        ("a cheek for three weeks, never asked", kept(entries(range(0, 22, 3), *right("cheek"))), 21, "watch None"),
        ("a jerking arm", kept(
            entries(range(0, 22, 3), *left("upper_arm"), suppressible="no", rhythm="rhythmic")), 21,
            "soon within_2_weeks"),
    ],
    "S3": [
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
        ("a ripple of the chin for a day and a night", kept(
            entry(0, *right("chin"), rhythm="ripple", duration_s=86_400)), 0, "soon within_days"),
        ("a ripple, and three days called continuous", kept(
            entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (4, 5, 7)]), 7, "soon within_days"),
    ],
    "S6": [
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
        ("words lost over hours", kept(
            check(3, speech_lost={"onset_speed": "hours_to_3_days"})), 3, "soon within_days"),
        ("speech slurred over weeks", kept(check(3, speech_slurred=SLOW)), 3, "soon within_days"),
        ("choking over months", kept(check(3, swallow_choking={"onset_speed": "slower"})), 3, "soon within_days"),
    ],
    "S9": [
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
        ("the other side three weeks later", kept(
            PALSY, entry(0), event(20, "palsy", side="left")), 20, "soon within_days"),
        ("two palsies a year apart", kept(
            event(-365, "palsy", side="right"), event(5, "palsy", side="left"), entry(0)), 5, "soon within_days"),
        ("a droop long after a palsy", kept(
            event(-365, "palsy"), entry(0), check(6, face_droop={"onset_speed": "hours_to_3_days"})), 6,
            "soon within_days"),
    ],
    "S12": [
        ("after a second palsy of the other side", kept(
            event(-900, "palsy", side="left"), PALSY, SMILE), 120, "info None"),
        ("smile and eye, fourteen weeks after", kept(PALSY, SMILE), 120, "info None"),
        ("blink and mouth, a year after", kept(
            event(-365, "palsy", side="right"), entries((0, 1, 2), *right("mouth_corner"), movement="blink")), 2,
            "soon within_2_weeks"),
    ],
    "S13": [
        ("an eyelid that stops one seeing", kept(entry(0, intensity=4)), 0, "soon within_2_weeks"),
        ("while driving", kept(entry(0, during="driving", intensity=1)), 0, "soon within_2_weeks"),
    ],
    "S14": [
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
        ("calf, hand and back, asleep, stiff", kept(
            CALF, entries((20, 25), *left("hand"), during="sleep"), entries((21,), *left("back")), check(26,
            "stiffness")),
            26, "soon within_2_weeks"),
        ("all over, asleep, sweating", kept(
            entries(range(0, 30, 3), Place("widespread", "middle"), during="sleep"), check(26, "sweating")), 27,
            "soon within_2_weeks"),
    ],
    "S18": [
        ("food sticks, and the neck is weak", kept(check(2, "food_sticks", "neck_weak")), 2, "soon within_days"),
        ("food sticks", kept(check(2, "food_sticks")), 2, "soon within_2_weeks"),
        ("food sticks, with nausea", kept(check(2, "food_sticks", "nausea")), 2, "soon within_2_weeks"),
    ],
    "W1": [
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
        ("a lid once, after the lip", kept(
            entries(range(0, 30, 3), *right("lip_lower")), entry(20, *right("lid_lower"))), 20, "watch None"),
        ("a cheek once, after the chin", kept(CHIN, entry(20, *right("cheek"))), 25, "watch None"),
    ],
    "W4": [
        ("two nights of two weeks", kept(entries((3, 16), during="sleep")), 16, "watch None"),
        ("three nights", kept(entries((3, 4, 5), during="sleep")), 10, "watch None"),
    ],
    "W5": [
        ("silent for a week with a spread open", kept(LIDS, CHEEK, entry(59)), 66, "watch None"),
        ("silent for a month with a distress told", kept(check(2, "distress_high"), entry(2)), 29, "watch None"),
    ],
    "W6": [
        ("the other lid once", kept(LIDS, entry(30, L_LID)), 30, "watch None"),
        ("the other lid twice", kept(LIDS, entries((30, 35), L_LID)), 35, "soon within_2_weeks"),
        ("both lids, while the body twitches more", kept(
            LIDS, entries((30, 35), L_LID), entries(range(60), *left("calf"))), 35, "watch None"),
        ("two of forty", kept(
            [entry(n, key=f"r{n}{k}") for n in range(40) for k in range(3)], entries((30, 35), L_LID)), 35,
            "watch None"),
    ],
    "W7": [
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
AGAINST: dict[str, list[tuple[str, Records, int]]] = {
    "S1": [
        ("both sides at the same moment", kept(
            LIDS, entries((20, 23), Place("cheek", "both_together"))), 40),
        ("long calm, then a word about the lid", kept(
            LIDS, CHEEK, quiet(range(24, 200)), entry(200, suppressible="yes"), entry(300, suppressible="no")), 300),
        ("a lid, a calf and a foot over a month", kept(entries(range(0, 30, 3), L_LID),
            entries((10, 13), *right("calf")), entries((20, 23), *left("foot"))), 30),
        ("a cheek seen once", kept(LIDS, entry(20, *right("cheek"))), 40),
        ("a cheek twice on one day", kept(LIDS, entry(20, *right("cheek"), key="a"), entry(20, *right("cheek"),
            key="b")), 40),
        ("a cheek twice, fifteen days apart", kept(LIDS, entries((20, 35), *right("cheek"))), 40),
        ("the cheek of the other side", kept(LIDS, entries((20, 23), *left("cheek"))), 40),
        ("a chewing muscle", kept(LIDS, entries((20, 23), *right("jaw_muscle"))), 40),
        ("a cheek within the first week", kept(LIDS, entries((4, 6, 20), *right("cheek"))), 40),
        ("a cheek that was declared", kept(LIDS, CHEEK, baseline=(R_LID, *right("cheek"))), 40),
        ("the upper lid after the lower", kept(LIDS, entries((20, 23), *right("lid_upper"))), 40),
        ("28 calm days after the last", kept(LIDS, CHEEK, quiet(range(24, 80))), 79),
        ("the day before it is confirmed", kept(LIDS, CHEEK), 22),
    ],
    "S2": [
        ("two weeks on the day", kept(entries((0, 7, 13), *right("cheek"), suppressible="no")), 13),
        ("it can be held back", kept(entries(range(0, 22, 3), *right("cheek"), suppressible="yes")), 21),
        ("an eyelid", kept(entries(range(0, 22, 3), suppressible="no")), 21),
        ("a calf that flickers at rest", kept(entries(range(0, 22, 3), *left("calf"), suppressible="no",
            rhythm="cluster")), 21),
    ],
    "S3": [
        ("day 90", kept(entries((0, 5, 40, 70, 90))), 90),
        ("silent for the last sixty days", kept(entries((0, 3, 9, 31))), 91),
        ("a cheek too", kept(entries(range(0, 100, 9)), entries((50, 52), *right("cheek"))), 99),
        ("a cheek was declared", kept(entries(range(0, 100, 9)), baseline=right("cheek")), 99),
    ],
    "S4": [
        ("left and right at different moments", kept(
            entries((3, 9), Place("lid_upper", "both_apart"), intensity=4)), 9),
        ("once", kept(entry(3, *BOTH_LIDS, intensity=4)), 9),
        ("not forced", kept(entries((3, 9), *BOTH_LIDS, intensity=2)), 9),
        ("one eye", kept(entries((3, 9), intensity=4)), 9),
        ("five weeks apart", kept(entries((3, 38), *BOTH_LIDS, intensity=4)), 38),
    ],
    "S5": [
        ("an eyelid", kept(entry(0, rhythm="ripple", duration_s=90_000)), 0),
        ("an hour less", kept(entry(0, *right("chin"), rhythm="ripple", duration_s=82_800)), 0),
        ("a cluster for a day", kept(entry(0, *right("chin"), rhythm="cluster", duration_s=90_000)), 0),
        ("two days called continuous", kept(entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (4, 5)]), 7),
    ],
    "S6": [
        ("numb on the other side", kept(LIDS, check(10, face_numb={"side": "left"})), 10),
        ("double vision since nobody knows when", kept(LIDS, check(10, "double_vision")), 10),
        ("a calf that twitches", kept(CALF, check(10, face_numb={"side": "left"})), 10),
        ("not sure", kept(LIDS, check(10, face_numb={"value": "unsure", "side": "right"})), 10),
    ],
    "S7": [
        ("stairs lost thirteen days", kept(CALF, check(10, lost=("climb_stairs",)), check(23,
            lost=("climb_stairs",))), 23),
        ("stairs, then a jar", kept(CALF, check(10, lost=("climb_stairs",)), check(30, lost=("open_jar",))), 30),
        ("a straw is of the face", kept(CALF, check(10, lost=("drink_straw",)), check(30, lost=("drink_straw",))), 30),
        ("an eyelid", kept(LIDS, check(10, lost=("climb_stairs",)), check(30, lost=("climb_stairs",))), 30),
    ],
    "S8": [
        ("sudden slur", kept(check(3, speech_slurred={"onset_speed": "sudden"})), 3),
        ("only during a spasm", kept(check(3, speech_only_during_spasm=SLOW)), 3),
        ("not known since when", kept(check(3, "speech_slurred")), 3),
    ],
    "S9": [
        ("down with a step left out", kept(
            LIDS, entries((20, 22), *right("chin")), entries((40, 42), *right("lip_lower"))), 42),
        ("the brow joins the eye", kept(
            LIDS, CHEEK, entries((40, 42), *right("brow"))), 42),
        ("weak after an injection there", kept(
            LIDS, CHEEK, event(10, "toxin", "single", *right("cheek")), face(23, "clearly_weaker")), 23),
        ("spread at the age of 40", kept(LIDS, CHEEK, birth_year=1986), 23),
        ("age not told", kept(LIDS, CHEEK), 23),
        ("lid and cheek on the same day", kept(entry(0, *left("calf")), entries((20, 22), *right("lid_lower",
            "cheek"))), 22),
        ("weak on the other side", kept(LIDS, CHEEK, face(23, "cannot", side="left")), 23),
    ],
    "S10": [
        ("better after three weeks", kept(PALSY, face(2, "cannot"), face(21, "a_bit_weaker")), 21),
        ("day 20", kept(PALSY, face(2, "cannot"), face(20, "cannot")), 20),
        ("as usual after three months", kept(PALSY, face(2, "cannot"), face(95, "same")), 95),
        ("worse on day 9", kept(PALSY, face(5, "a_bit_weaker"), face(9, "cannot")), 9),
        ("no palsy recorded", kept(face(2, "a_bit_weaker"), face(40, "a_bit_weaker")), 40),
        ("two years after", kept(event(-730, "palsy", side="right"), face(2, "a_bit_weaker"), face(40,
            "a_bit_weaker")), 40),
    ],
    "S11": [
        ("the same droop told every week", kept(entry(0), PALSY, [
            check(n, face_droop={"onset_speed": "hours_to_3_days"}) for n in range(1, 60, 7)]), 57),
        ("both long before the diary", kept(
            event(-9000, "palsy", side="left"), event(-3000, "palsy", side="left"), entry(0)), 0),
        ("one palsy", kept(PALSY, entry(0)), 5),
        ("written down twice", kept(PALSY, event(3, "palsy", side="right")), 5),
        ("a droop in its first weeks", kept(PALSY, check(20, face_droop={"onset_speed": "hours_to_3_days"})), 20),
    ],
    "S12": [
        ("two entries", kept(PALSY, SMILE[:2]), 120),
        ("too early", kept(PALSY, entries((50, 60, 83), *right("lid_lower"), movement="smile")), 83),
        ("the other side", kept(PALSY, entries((100, 101, 120), L_LID, movement="smile")), 120),
        ("smile and mouth", kept(PALSY, entries((100, 101, 120), *right("mouth_corner"), movement="smile")), 120),
        ("no palsy", kept(SMILE), 120),
    ],
    "S13": [
        ("strong, but not blocked", kept(entry(0, intensity=3)), 0),
        ("a chin that stops one eating", kept(entry(0, *right("chin"), intensity=4)), 0),
    ],
    "S14": [
        ("57 days after", kept(entry(0, *left("calf")), event(20, "medication", "start"), entries((77, 78, 79))), 79),
        ("two days only", kept(entry(0, *left("calf")), event(20, "medication", "start"), entries((40, 44))), 50),
        ("before the medicine", kept(entry(0, *left("calf")), event(20, "medication", "start"), entries((20, 44,
            45))), 50),
        ("stopped, not started", kept(entry(0, *left("calf")), event(20, "medication", "stop"), entries((40, 44,
            50))), 50),
        ("planned", kept(entry(0, *left("calf")), event(20, "medication", "planned"), entries((40, 44, 50))), 50),
    ],
    "S15": [
        ("one sign", kept(LIDS, check(22, "heat_intolerance")), 22),
        ("one week of twitching", kept(entries((0, 3, 6)), check(6, "heat_intolerance", "palpitations")), 6),
        ("two signs in two checks", kept(LIDS, check(20, "heat_intolerance"), check(22, "palpitations")), 22),
    ],
    "S16": [
        ("jaw pain on chewing", kept(check(1, "jaw_pain_chewing")), 1),
        ("not sure", kept(check(1, shock_pain={"value": "unsure"})), 1),
    ],
    "S17": [
        ("awake only", kept(CALF, entries((20, 25), *left("hand")), entries((21,), *left("back")), check(26,
            "stiffness")), 26),
        ("two regions", kept(CALF, entries((20, 25), *left("hand"), during="sleep"), check(26, "stiffness")), 26),
        ("no other sign", kept(CALF, entries((20, 25), *left("hand"), during="sleep"), entries((21,),
            *left("back"))), 26),
    ],
    "S18": [
        ("no food", kept(check(2, "neck_weak")), 2),
        ("a tight throat", kept(check(2, "throat_tight")), 2),
    ],
    "W1": [
        ("fifteen days ago", kept(LIDS, entry(20, *left("foot"))), 34),
        ("seen again", kept(LIDS, entries((20, 24), *left("foot"))), 24),
        ("declared", kept(LIDS, entry(20, *left("foot")), baseline=left("foot")), 20),
        ("in the first week", kept(LIDS, entry(6, *left("foot"))), 6),
    ],
    "W2": [
        ("as ever", kept(DAILY), 83),
        ("five weeks later", kept(DAILY, [entry(n, key=f"more{n}") for n in range(70, 84)], entries(range(84, 112))),
            111),
        ("three weeks of diary", kept(DAILY[:14], [entry(n, key=f"m{n}{k}") for n in range(14,
            21) for k in range(9)]), 20),
        ("on and off all day is no number", kept(DAILY[:70],
            [Day(day=on(n), state="twitched", burden="on_and_off") for n in range(70, 84)]), 83),
    ],
    "W3": [
        ("downwards", kept(LIDS, entry(20, *right("lip_lower"))), 20),
        ("confirmed", kept(CHIN, entries((20, 22), *right("cheek"))), 22),
    ],
    "W4": [
        ("one night", kept(entry(3, during="sleep")), 3),
        ("fifteen days apart", kept(entries((3, 17), during="sleep")), 17),
    ],
    "W5": [
        ("a check every day", kept(LIDS, CHEEK, [check(n) for n in range(24, 90)]), 66),
        ("six days", kept(LIDS, CHEEK, entry(59)), 65),
        ("nothing open", kept(LIDS), 90),
        ("answered none", kept(LIDS, CHEEK, entry(59), quiet((63,))), 66),
    ],
    "W6": [
        ("both at the same moment", kept(LIDS, entries((30, 35), *BOTH_LIDS)), 35),
        ("declared", kept(LIDS, entries((30, 35), L_LID), baseline=(L_LID, R_LID)), 35),
        ("a calf on the other side", kept(LIDS, entries((30, 35), *left("calf"))), 35),
    ],
    "W7": [
        ("once", kept(face(3, "a_bit_weaker")), 3),
        ("one on each side", kept(face(3, "a_bit_weaker"), face(9, "a_bit_weaker", side="left")), 9),
        ("as usual", kept(face(3, "same"), face(9, "same")), 9),
    ],
    "I1": [
        ("both eyes forced shut", kept(entries((3, 9), *BOTH_LIDS, intensity=3)), 9),
        ("90 days", kept(entries(range(0, 91, 9))), 90),
        ("a cheek once", kept(entry(0), entry(1, *right("cheek"))), 1),
        ("a check says more", kept(entry(0), check(1, "headache_waking")), 1),
        ("nothing", kept(quiet(range(9))), 8),
    ],
}  # fmt: skip


def cases(table: dict[str, list[tuple[Any, ...]]]) -> list[Any]:
    return [pytest.param(rule, *case[1:], id=f"{rule}: {case[0]}") for rule, found in table.items() for case in found]


@pytest.mark.parametrize(("rule", "records", "day", "how"), cases(FOR))
def test_is_raised(rule: str, records: Records, day: int, how: str) -> None:
    flag = flags(records, day)[rule]

    assert f"{flag.level} {flag.urgency}" == how
    assert flag.evidence or rule == "W5"  # silence has nothing to show
    assert all(one.day <= on(day) for one in flag.evidence)


@pytest.mark.parametrize(("rule", "records", "day"), cases(AGAINST))
def test_is_not_raised(rule: str, records: Records, day: int) -> None:
    assert rule not in flags(records, day)


def test_every_rule_has_two_vectors_for_it_and_two_against_it() -> None:
    told = {rule.id for rule in RULES}

    assert {rule for rule, found in FOR.items() if len(found) >= 2} == told
    assert {rule for rule, found in AGAINST.items() if len(found) >= 2} == told


class TestWords:
    def test_name_no_condition_in_a_title_and_use_no_forbidden_word(self) -> None:
        for words in (*history_words_en.WORDS.values(), *history_words_zh_hant.WORDS.values()):
            assert not CONDITIONS.search(words.title)
            assert not FORBIDDEN.search(" ".join((words.title, *words.text, words.clinician)))
            assert "%" not in " ".join(words.text)

    @pytest.mark.parametrize("words", [history_words_en.WORDS, history_words_zh_hant.WORDS], ids=["en", "zh-Hant"])
    def test_are_there_for_every_case_and_for_nothing_else(self, words: dict[str, Any]) -> None:
        assert set(words) == {case.key for rule in RULES for case in rule.cases}

    def test_name_the_same_things_in_both_languages(self) -> None:
        english, chinese = history_words_en.WORDS, history_words_zh_hant.WORDS

        for key, words in english.items():
            assert names(words.recorded) == names(chinese[key].recorded), key
            assert names(words.clinician) == names(chinese[key].clinician), key

    @pytest.mark.parametrize("language", ["en", "zh-Hant"])
    def test_are_said_with_everything_told(self, language: str) -> None:
        for rule, found in FOR.items():
            for _, records, day, _ in found:
                flag = flags(records, day, language)[rule]
                assert "{" not in flag.title + flag.text + flag.clinician

    def test_of_a_spread_name_the_areas_and_the_days(self) -> None:
        flag = flags(kept(LIDS, CHEEK), 23)["S1"]

        assert "of the right lower eyelid, and since 21 Mar 2026 also of the right cheek." in flag.text
        assert [one.id for one in flag.evidence][-2:] == [one.id for one in CHEEK]

    def test_of_a_watched_week_of_silence_are_never_calm(self) -> None:
        assert "Silence is not taken for calm" in flags(kept(LIDS, CHEEK, entry(59)), 66)["W5"].text


def names(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}
