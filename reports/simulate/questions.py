"""
The five people whose questions the software came from (product paper, A to E), as invented diaries.

Names, notes, dates and numbers are made up. Rates, lengths and hours are assumptions unless profiles.py says more.
"""

from __future__ import annotations

from typing import Final

from reports.simulate.person import Block, Declared, Hours, Person, Place, Stay, StoryEvent, Strand, Writing

MONTH = 30
YEAR = 365

_CORNER_R = Place("mouth_corner", "right")
_LIP = Place("lip_upper", "middle")
_CORNER_L = Place("mouth_corner", "left")
_CHIN, _LIP_L, _CHEEK = Place("chin", "left"), Place("lip_upper", "left"), Place("cheek", "left")
_BROW, _LID_UPPER, _LID_LOWER = Place("brow", "right"), Place("lid_upper", "right"), Place("lid_lower", "right")

_ANY_TIME: Final = (Hours(9.5, 2.0, 1.0), Hours(15.0, 2.5, 1.2), Hours(20.5, 1.5, 1.0))
_EVENING: Final = (Hours(21.0, 1.4, 1.0),)
_NIGHT: Final = (Hours(3.0, 1.5, 1.0),)
_DAYTIME: Final = (Hours(13.0, 2.0, 1.0), Hours(19.0, 1.5, 1.0))
_CANNOT_HOLD: Final = ((None, 0.4), ("no", 0.5), ("unsure", 0.1))

# A. Former palsy; one corner of the mouth in her sleep, hard to control, and the feet. Not injected, not treated.
_A_WEEKS = 20
_A: Final = Person(
    letter="A",
    name="Inês Carvalho",
    username="ines",
    question="a palsy three years ago; the corner of the mouth in her sleep, and the feet",
    zone="Europe/Lisbon",
    weeks=_A_WEEKS,
    profile="bfs",
    strands=(
        Strand(
            places=(((_CORNER_R,), 1.0),),
            mean_per_day=0.7,
            duration_s=20,
            duration_sigma=0.8,
            hours=_NIGHT,
            intensity=((1, 0.3), (2, 0.55), (3, 0.15)),
            during=(("sleep", 1.0),),
            growth=1.6,
            rhythm=(("cluster", 0.5), ("vibration", 0.3), ("unsure", 0.2)),
            suppressible=(("no", 0.8), ("unsure", 0.2)),
            urge=((None, 0.8), ("no", 0.2)),
            observed_by=(("other", 0.45), ("self", 0.4), ("video", 0.15)),
            sensations=(("tightness", 0.15),),
            asleep=True,
            notes=("Woke up from it.", "He says that the right corner kept pulling.", "Filmed it, ten seconds."),
        ),
        Strand(
            places=(
                ((Place("foot", "both_apart"),), 0.4),
                ((Place("foot", "left"),), 0.3),
                ((Place("foot", "right"),), 0.3),
            ),
            mean_per_day=0.8,
            duration_s=8,
            duration_sigma=1.0,
            hours=_EVENING,
            intensity=((0, 0.4), (1, 0.45), (2, 0.15)),
            during=(("rest", 0.9), (None, 0.1)),
            rhythm=(("single", 0.5), ("cluster", 0.5)),
            suppressible=_CANNOT_HOLD,
            clusters=0.3,
            notes=("On the sofa after a long walk.",),
        ),
    ),
    drinks=(("espresso", 1.4), ("black_tea", 0.4)),
    events=(
        StoryEvent(
            day=-3 * YEAR + 40,
            kind="palsy",
            action="single",
            name="Facial palsy, right side",
            side="right",
            note="Better after about three months.",
        ),
        StoryEvent(
            day=7 * _A_WEEKS + 9, told_on=7 * _A_WEEKS - 12, kind="visit", action="planned", name="Neurology"
        ),
    ),
    declared=Declared(
        sites=(_CORNER_R,),
        long_standing_weakness=(),
        suspected_factors=("stress", "sleep"),
        birth_year=1999,
        country="PT",
    ),
    writing=Writing(
        adherence_first=0.93,
        adherence_last=0.82,
        log_episode=0.8,
        backfill=0.06,
        confirm_none=0.85,
        drop_out=0,
        answer_twitch_day=0.6,
        away=(Block(52, 58),),
    ),
)  # fmt: skip

# B. The upper lip, three seconds at a time, at rest; never while speaking or moving.
_B: Final = Person(
    letter="B",
    name="Олена Коваль",
    username="olena",
    question="the upper lip for about three seconds, only at rest",
    zone="Europe/Kyiv",
    weeks=8,
    profile="benign_lid",
    strands=(
        Strand(
            places=(((_LIP,), 1.0),),
            mean_per_day=2.6,
            duration_s=3,
            duration_sigma=0.3,
            hours=_ANY_TIME,
            intensity=((0, 0.35), (1, 0.5), (2, 0.15)),
            during=(("rest", 1.0),),
            bout=(12, 5),
            rhythm=(("ripple", 0.6), ("vibration", 0.3), ("unsure", 0.1)),
            suppressible=_CANNOT_HOLD,
            urge=((None, 0.7), ("no", 0.3)),
            clusters=0.1,
            notes=("Like the eyelid last year, only in the lip.", "Gone as soon as I spoke."),
        ),
    ),
    drinks=(("brewed_coffee", 2.2), ("green_tea", 0.5)),
    declared=Declared(sites=(_LIP,), suspected_factors=("caffeine",), birth_year=1987, country="UA"),
    writing=Writing(
        adherence_first=0.92, adherence_last=0.8, log_episode=0.8, backfill=0.07, confirm_none=0.85, drop_out=0
    ),
)

# C. The left corner of the mouth, only when smiling for a photograph; alone, practising, it can be held.
_C: Final = Person(
    letter="C",
    name="Siobhán O’Neill",
    username="siobhan",
    question="the left corner of the mouth, only when smiling for a photograph; few days answered",
    zone="Europe/Dublin",
    weeks=12,
    profile="synkinesis",
    strands=(
        Strand(
            places=(((_CORNER_L,), 1.0),),
            mean_per_day=0.8,
            duration_s=2,
            duration_sigma=0.4,
            hours=_DAYTIME,
            intensity=((1, 0.4), (2, 0.6)),
            during=(("posed_smile", 1.0),),
            weekend=2.2,
            rhythm=(("vibration", 0.7), ("cluster", 0.3)),
            movement="smile",
            suppressible=(("yes", 1.0),),
            urge=((None, 0.6), ("no", 0.4)),
            observed_by=((None, 0.5), ("self", 0.2), ("other", 0.3)),
            notes=("Family photograph.", "In front of the mirror I could hold it still.", "Passport photograph."),
        ),
    ),
    drinks=(("black_tea", 2.5),),
    declared=Declared(suspected_factors=("stress",), birth_year=1978, country="IE"),
    writing=Writing(adherence_first=0.65, adherence_last=0.3, log_episode=0.7, confirm_none=0.4, drop_out=0),
)  # fmt: skip

# D. The chin until a month ago, on the left; now the left upper lip, often through the day, and a tight left cheek.
_D_DAYS = 7 * 26
_D: Final = Person(
    letter="D",
    name="陳怡君",
    username="yichun",
    question="the left jaw until a month ago, now the left upper lip and a tight cheek; a journey",
    zone="Asia/Taipei",
    weeks=26,
    profile="benign_lid",
    strands=(
        Strand(
            places=(((_CHIN,), 1.0),),
            mean_per_day=1.6,
            duration_s=6,
            duration_sigma=0.7,
            hours=_ANY_TIME,
            intensity=((0, 0.2), (1, 0.5), (2, 0.3)),
            during=(("rest", 0.5), ("screen", 0.2), ("eating", 0.1), (None, 0.2)),
            first_day=0,
            last_day=_D_DAYS - 1 - MONTH,
            growth=0.7,
            bout=(16, 5),
            rhythm=(("cluster", 0.6), ("vibration", 0.4)),
            suppressible=_CANNOT_HOLD,
            clusters=0.2,
            notes=("皮膚在跳,不是咬合的肌肉。", "開會時下巴又跳了一下。"),
        ),
        Strand(
            places=(((_LIP_L,), 0.85), ((_LIP_L, _CHEEK), 0.15)),
            mean_per_day=7.5,
            duration_s=5,
            duration_sigma=0.6,
            hours=_ANY_TIME,
            intensity=((1, 0.35), (2, 0.55), (3, 0.1)),
            during=(("rest", 0.45), ("screen", 0.25), ("speech", 0.15), (None, 0.15)),
            first_day=_D_DAYS - 26,
            rhythm=(("cluster", 0.5), ("ripple", 0.3), ("unsure", 0.2)),
            suppressible=_CANNOT_HOLD,
            sensations=(("tightness", 0.3),),
            clusters=0.25,
            notes=("今天一直斷斷續續。",),
        ),
        Strand(
            places=(((_CHEEK,), 1.0),),
            mean_per_day=0.9,
            duration_s=600,
            duration_sigma=0.8,
            hours=_EVENING,
            intensity=((0, 0.8), (1, 0.2)),
            during=(("rest", 0.7), (None, 0.3)),
            first_day=_D_DAYS - 20,
            rhythm=(("sustained", 1.0),),
            suppressible=_CANNOT_HOLD,
            sensations=(("tightness", 1.0),),
            notes=("左臉頰緊緊的,沒有跳。",),
        ),
    ),
    drinks=(("brewed_coffee", 1.5), ("bottled_tea", 0.8)),
    screen_job=True,
    stays=(Stay("America/Vancouver", _D_DAYS - 66, _D_DAYS - 53),),
    events=(
        StoryEvent(day=40, kind="supplement", action="start", name="Vitamin B complex"),
        StoryEvent(day=_D_DAYS - 9, kind="visit", action="single", name="Family doctor"),
    ),
    declared=Declared(sites=(_CHIN,), suspected_factors=("caffeine", "sleep"), birth_year=1991, country="TW"),
    writing=Writing(
        adherence_first=0.98,
        adherence_last=0.96,
        log_episode=0.9,
        backfill=0.05,
        confirm_none=0.97,
        drop_out=0,
        answer_twitch_day=0.7,
        too_many=11,
        caught_up=(Block(_D_DAYS - 45, _D_DAYS - 40),),
    ),
)  # fmt: skip

# E. Eyebrow and eyelids with tired eyes, at the screen, with headache; magnesium, then an injection.
_E_DAYS = 7 * 18
_E_INJECTED = _E_DAYS - 74
_E: Final = Person(
    letter="E",
    name="Jiří Dvořák",
    username="jiri",
    question="eyebrow and eyelids at the screen, tired eyes; an injection; the night the clock goes back",
    zone="Europe/Prague",
    weeks=18,
    profile="benign_lid",
    strands=(
        Strand(
            places=(
                ((_LID_LOWER,), 0.4),
                ((_LID_UPPER,), 0.2),
                ((_BROW,), 0.15),
                ((_LID_LOWER, _BROW), 0.15),
                ((_LID_LOWER, _LID_UPPER), 0.1),
            ),
            mean_per_day=4.5,
            duration_s=25,
            duration_sigma=0.9,
            hours=(Hours(11.0, 1.5, 0.6), Hours(16.0, 1.8, 1.2), Hours(22.5, 1.4, 0.9)),
            intensity=((0, 0.1), (1, 0.3), (2, 0.4), (3, 0.18), (4, 0.02)),
            during=(("screen", 0.75), ("rest", 0.15), ("driving", 0.02), (None, 0.08)),
            weekend=0.6,
            rhythm=(("ripple", 0.55), ("cluster", 0.25), ("sustained", 0.1), ("unsure", 0.1)),
            suppressible=_CANNOT_HOLD,
            clusters=0.15,
            sensations=(("tightness", 0.2),),
            treated=True,
            notes=("Headache since noon, eyes tired.", "A little sick after four hours of spreadsheets.", "Eyes burn."),
        ),
    ),
    drinks=(("espresso", 1.8), ("brewed_coffee", 0.8), ("cola", 0.3)),
    screen_job=True,
    events=(
        StoryEvent(day=16, kind="supplement", action="start", name="Magnesium", dose="300", unit="mg"),
        StoryEvent(
            day=_E_INJECTED,
            kind="toxin",
            action="single",
            name="Botulinum toxin",
            side="right",
            places=(_LID_UPPER, _LID_LOWER),
            dose="12.5",
            unit="U",
        ),
        StoryEvent(day=_E_DAYS + 12, told_on=_E_INJECTED, kind="toxin", action="planned", name="Botulinum toxin"),
    ),
    declared=Declared(
        sites=(_LID_LOWER, _LID_UPPER, _BROW), suspected_factors=("screen", "caffeine"), birth_year=1971, country="CZ"
    ),
    writing=Writing(
        adherence_first=0.93,
        adherence_last=0.84,
        log_episode=0.75,
        backfill=0.08,
        confirm_none=0.75,
        drop_out=0,
        answer_twitch_day=0.6,
        too_many=14,
    ),
    up_in_the_repeated_hour=True,
)  # fmt: skip

ALL: Final = (_A, _B, _C, _D, _E)
