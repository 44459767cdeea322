"""Near misses: diaries that do not raise a rule over the history, as of a day."""

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

AGAINST: dict[str, list[tuple[str, Records, int]]] = {
    "S1": [
        ("a first entry, a pause of 29 days", kept(
            entry(0), entries(range(29, 60, 2)), entries((30, 33), *right("cheek"))), 40),
        ("its first week, after one entry of long ago", kept(
            entry(-300), LIDS, entries((3, 5), *right("cheek"))), 9),
        ("an eyelid whose side is not sure", kept(entries(range(0, 60, 2), Place("lid_lower", "unsure")), CHEEK), 40),
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
        ("the older entry 28 days ago", kept(entries((0, 20, 28), *right("cheek"), suppressible="no")), 28),
        ("28 answered days later", kept(
            entries((0, 7, 14), *right("cheek"), suppressible="no"), quiet(range(15, 60))), 42),
        ("two weeks on the day", kept(entries((0, 7, 13), *right("cheek"), suppressible="no")), 13),
        ("it can be held back", kept(entries(range(0, 22, 3), *right("cheek"), suppressible="yes")), 21),
        ("an eyelid", kept(entries(range(0, 22, 3), suppressible="no")), 21),
        ("a calf that flickers at rest", kept(entries(range(0, 22, 3), *left("calf"), suppressible="no",
            rhythm="cluster")), 21),
    ],
    "S3": [
        ("two of four months", kept(entries((0, 70, 91))), 91),
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
        ("a ripple long before the three days", kept(
            entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (20, 22, 24)]), 24),
        ("three days within fifteen", kept(
            entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (4, 10, 18)]), 18),
        ("an eyelid", kept(entry(0, rhythm="ripple", duration_s=90_000)), 0),
        ("an hour less", kept(entry(0, *right("chin"), rhythm="ripple", duration_s=82_800)), 0),
        ("a cluster for a day", kept(entry(0, *right("chin"), rhythm="cluster", duration_s=90_000)), 0),
        ("two days called continuous", kept(entry(4, *right("chin"), rhythm="ripple"),
            [Day(day=on(n), state="twitched", burden="continuous") for n in (4, 5)]), 7),
    ],
    "S6": [
        ("28 answered days after the numbness", kept(entries(range(60)), check(10, face_numb={"side": "right"})), 38),
        ("sudden loss of balance is of another rule", kept(
            LIDS, check(10, balance_lost={"onset_speed": "sudden"})), 10),
        ("numb four weeks before the eyelid", kept(check(10, face_numb={"side": "right"}), entry(38)), 38),
        ("numb on the other side", kept(LIDS, check(10, face_numb={"side": "left"})), 10),
        ("double vision since nobody knows when", kept(LIDS, check(10, "double_vision")), 10),
        ("a calf that twitches", kept(CALF, check(10, face_numb={"side": "left"})), 10),
        ("not sure", kept(LIDS, check(10, face_numb={"value": "unsure", "side": "right"})), 10),
    ],
    "S7": [
        ("an arm that grew weak over weeks", kept(CALF, check(12, arm_weak=SLOW)), 12),
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
        ("a side that was clearly weaker long before", kept(
            face(0, "cannot"), entries(range(250, 300, 2)), entries((300, 303), *right("cheek"))), 305),
        ("a side that is weak since before the diary", kept(
            LIDS, CHEEK, face(23, "cannot"), long_standing_weakness=right("cheek")), 23),
        ("a chin long ago, then lid and cheek", kept(
            entry(0, *right("chin")), entries(range(100, 200, 3)), entries((120, 124, 130), *right("cheek")),
            baseline=(R_LID,)), 199),
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
        ("as weak on day 12 as on day 8", kept(PALSY, face(8, "cannot"), face(12, "cannot")), 12),
        ("better after three weeks", kept(PALSY, face(2, "cannot"), face(21, "a_bit_weaker")), 21),
        ("day 20", kept(PALSY, face(2, "cannot"), face(20, "cannot")), 20),
        ("as usual after three months", kept(PALSY, face(2, "cannot"), face(95, "same")), 95),
        ("worse on day 9", kept(PALSY, face(5, "a_bit_weaker"), face(9, "cannot")), 9),
        ("no palsy recorded", kept(face(2, "a_bit_weaker"), face(40, "a_bit_weaker")), 40),
        ("two years after", kept(event(-730, "palsy", side="right"), face(2, "a_bit_weaker"), face(40,
            "a_bit_weaker")), 40),
    ],
    "S11": [
        ("the same side 41 days later", kept(PALSY, entry(0), event(41, "palsy", side="right")), 41),
        ("the same droop told every week", kept(entry(0), PALSY, [
            check(n, face_droop={"onset_speed": "hours_to_3_days"}) for n in range(1, 60, 7)]), 57),
        ("both long before the diary", kept(
            event(-9000, "palsy", side="left"), event(-3000, "palsy", side="left"), entry(0)), 0),
        ("one palsy", kept(PALSY, entry(0)), 5),
        ("written down twice", kept(PALSY, event(3, "palsy", side="right")), 5),
        ("a droop in its first weeks", kept(PALSY, check(20, face_droop={"onset_speed": "hours_to_3_days"})), 20),
    ],
    "S12": [
        ("chewing is none of these movements", kept(
            PALSY, entries((100, 101, 120), *right("lid_lower"), movement="chew")), 120),
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
        ("what was declared without a side", kept(
            event(-14, "medication", "start"), entries(range(0, 20, 4)), baseline=(Place("lid_lower", "unsure"),)), 20),
        ("before the diary, and the place was declared", kept(
            event(-30, "medication", "start"), entries((0, 2, 3)), baseline=(R_LID,)), 3),
        ("a side not told, of a lid that was there", kept(
            LIDS, event(20, "medication", "start"), entries((25, 27, 29), Place("lid_lower", "unsure"))), 29),
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
        ("for a week only", kept(
            entries((18, 20, 22, 24), *left("calf")), entries((20, 25), *left("hand"), during="sleep"),
            entries((21,), *left("back")), check(26, "stiffness")), 26),
        ("asleep on one night, before and after midnight", kept(
            CALF, entry(20, *left("hand"), during="sleep", minute=1430), entry(21, *left("hand"), during="sleep",
            minute=20), entries((21,), *left("back")), check(26, "stiffness")), 26),
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
        ("an eyelid with and without its side on one day", kept(
            entries((0, 3), *left("calf")), entry(20, Place("lid_lower", "unsure"), key="a"),
            entries((20, 22))), 22),
        ("a lid that is known, without its side", kept(LIDS, entry(20, Place("lid_lower", "unsure"))), 20),
        ("a lid that was declared, without its side", kept(
            entries((0, 3), *left("calf")), entry(20, Place("lid_lower", "unsure")), baseline=(R_LID,)), 20),
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
        ("a lid once, fifteen days ago", kept(
            entries(range(0, 30, 3), *right("lip_lower")), entry(20, *right("lid_lower"))), 34),
        ("downwards", kept(LIDS, entry(20, *right("lip_lower"))), 20),
        ("confirmed", kept(CHIN, entries((20, 22), *right("cheek"))), 22),
    ],
    "W4": [
        ("one night, in the morning and at noon of the day before", kept(
            entry(3, during="sleep", minute=720), entry(4, during="sleep", minute=719)), 4),
        ("one night, and a day without a time beside it", kept(
            entry(3, during="sleep", minute=1410), entry(4, during="sleep", minute=None)), 4),
        ("one night, before and after midnight", kept(
            entry(3, during="sleep", minute=1430), entry(4, during="sleep", minute=20)), 4),
        ("one night", kept(entry(3, during="sleep")), 3),
        ("fifteen days apart", kept(entries((3, 17), during="sleep")), 17),
    ],
    "W5": [
        ("a day called by its burden alone", kept(LIDS, CHEEK, entry(59), Day(day=on(63), burden="few")), 66),
        ("a check every day", kept(LIDS, CHEEK, [check(n) for n in range(24, 90)]), 66),
        ("six days", kept(LIDS, CHEEK, entry(59)), 65),
        ("nothing open", kept(LIDS), 90),
        ("answered none", kept(LIDS, CHEEK, entry(59), quiet((63,))), 66),
    ],
    "W6": [
        ("the other lid once, fifteen days ago", kept(LIDS, entry(30, L_LID)), 44),
        ("both at the same moment", kept(LIDS, entries((30, 35), *BOTH_LIDS)), 35),
        ("declared", kept(LIDS, entries((30, 35), L_LID), baseline=(L_LID, R_LID)), 35),
        ("a calf on the other side", kept(LIDS, entries((30, 35), *left("calf"))), 35),
    ],
    "W7": [
        ("fifteen days apart", kept(face(3, "a_bit_weaker"), face(18, "a_bit_weaker")), 18),
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
