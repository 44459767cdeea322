"""
What files call things: names of columns and words in cells, in English, Traditional Chinese, some German and Czech.

Pure data beside the vocabulary, which says what we call them ourselves. Every text here is compared by its `key`.
A word that could mean two codes is left out on purpose: it is kept in the note and the person may say what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_GAPS: Final = re.compile(r"[\s_\-./:()\[\]{},;|\"'#?!、,。;:]+")


def key(text: str) -> str:
    """Return what two spellings of one name have in common: compatible characters, small letters, single spaces."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


# Names of columns, by the name of the target. "date", "time", "started_at" and "ended_at" are settled by the values.
HEADERS: Final = MappingProxyType(
    {
        "started_at": (
            "started at", "start", "started", "start time", "start date", "start date time", "begin", "began", "onset",
            "timestamp", "date time", "datetime", "date and time", "date/time", "when", "logged at", "occurred at",
            "開始", "開始時間", "發生時間", "發作時間", "日期時間", "起始時間", "beginn", "začátek",
        ),
        "date": ("date", "day", "日期", "日子", "發生日期", "發作日期", "datum", "tag", "den"),
        "time": ("time", "time of day", "clock time", "時間", "時刻", "幾點", "uhrzeit", "zeit", "čas"),
        "ended_at": (
            "ended at", "end", "ended", "end time", "end date", "finish", "finished", "stopped",
            "結束", "結束時間", "ende", "konec",
        ),
        "duration": (
            "duration", "length", "lasted", "how long", "持續時間", "持續", "時長", "多久", "dauer", "délka", "trvání",
        ),
        "count": (
            "count", "how many", "twitches", "number of twitches", "次數", "抽動次數", "跳動次數", "anzahl", "počet",
        ),
        "site": (
            "site", "sites", "place", "places", "location", "where", "body part", "muscle", "area",
            "部位", "位置", "地方", "肌肉", "ort", "stelle", "místo",
        ),
        "side": ("side", "laterality", "left right", "左右", "側", "側別", "哪一側", "左右側", "seite", "strana"),
        "rhythm": ("rhythm", "pattern", "kind of twitch", "節律", "型態", "跳動型態", "rhythmus"),
        "intensity": ("intensity", "severity", "strength", "強度", "嚴重度", "程度", "stärke", "intenzita", "síla"),
        "during": (
            "during", "context", "activity", "while", "situation", "doing what", "情境", "活動", "當時活動", "當時",
            "aktivität", "činnost",
        ),
        "movement": ("movement", "動作"),
        "suppressible": ("suppressible", "can be held back", "可否忍住"),
        "urge": ("urge", "衝動"),
        "observed_by": ("observed by", "seen by", "觀察者"),
        "sensations": ("sensations", "sensation", "feeling", "feelings", "感覺"),
        "ongoing": ("ongoing", "still going on", "仍在持續"),
        "stress": ("stress", "stress level", "壓力", "壓力程度", "stres"),
        "sleep": (
            "sleep", "slept", "sleep duration", "sleep time", "睡眠", "睡眠時間", "schlaf", "spánek",
        ),
        "caffeine_mg": ("caffeine", "caffeine intake", "咖啡因", "咖啡因攝取", "koffein", "kofein"),
        "note": (
            "note", "notes", "comment", "comments", "remark", "remarks", "memo", "description",
            "備註", "筆記", "註記", "說明", "notiz", "notizen", "bemerkung", "kommentar", "poznámka",
        ),
        "time_zone": ("time zone", "timezone", "tz", "時區", "zeitzone"),
        "time_precision": ("time precision",),
        "recorded_at": ("recorded at", "記錄時間"),
        "state": ("state", "twitched", "any twitching", "twitching today", "狀態", "有無抽動", "是否抽動"),
        "burden": ("burden", "how much twitching", "頻繁程度"),
        "function": ("function", "impact", "effect on the day", "影響", "影響程度"),
        "sleep_quality": ("sleep quality", "quality of sleep", "睡眠品質", "schlafqualität", "kvalita spánku"),
        "fatigue": ("fatigue", "tiredness", "疲勞", "疲倦", "疲勞程度", "müdigkeit", "únava"),
        "screen": ("screen", "screen time", "螢幕", "螢幕時間", "bildschirmzeit"),
        "alcohol_units": ("alcohol units", "alcohol", "units of alcohol", "酒精單位", "酒精"),
        "wearing_off": ("wearing off", "藥效減退"),
        "drinks": ("drinks",),
        "last_caffeine_at": ("last caffeine at", "last caffeine", "最後一次咖啡因"),
    }
)  # fmt: skip

# Names that tell their unit by themselves.
HEADERS_WITH_UNIT: Final = MappingProxyType(
    {
        "hours slept": ("sleep", "h"), "hours of sleep": ("sleep", "h"), "睡眠時數": ("sleep", "h"),
        "minutes slept": ("sleep", "min"), "screen hours": ("screen", "h"), "螢幕時數": ("screen", "h"),
    }
)  # fmt: skip

# What the diary makes itself; the last two only beside a column called started_at.
MADE_HERE: Final = frozenset({"id", "uuid", "seq", "revision", "updated at", "entry mode"})
MADE_HERE_BESIDE_START: Final = frozenset({"day", "time of day"})

UNITS: Final = MappingProxyType(
    {
        "s": ("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "秒", "秒鐘"),
        "min": ("min", "mins", "m", "minute", "minutes", "minuten", "minut", "minuty", "分", "分鐘"),
        "h": ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "hod", "hodin", "小時", "時"),
        "hh:mm:ss": ("hh mm ss", "h mm ss", "h m s"),
        "hh:mm": ("hh mm", "h mm"),
        "mm:ss": ("mm ss", "m ss"),
        "mg": ("mg", "毫克", "milligram", "milligrams"),
    }
)

SITES: Final = MappingProxyType(
    {
        "brow": ("brow", "eyebrow", "forehead", "frontalis", "眉毛", "眉", "前額", "額頭"),
        "glabella": ("glabella", "between brows", "between eyebrows", "眉間", "眉心"),
        "lid_upper": ("upper lid", "top eyelid", "eyelid upper", "上眼皮", "上眼瞼", "眼上眼皮", "上眼"),
        "lid_lower": ("lower lid", "bottom eyelid", "eyelid lower", "下眼皮", "下眼瞼", "眼下眼皮", "下眼"),
        "nose": ("nose", "鼻子", "鼻翼"),
        "cheek": ("cheek", "臉頰", "面頰"),
        "lip_upper": ("upper lip", "top lip", "上唇", "上嘴唇"),
        "mouth_corner": ("corner of mouth", "mouth corner", "嘴角"),
        "lip_lower": ("lower lip", "bottom lip", "下唇", "下嘴唇"),
        "chin": ("chin", "下巴"),
        "neck_front": ("front of neck", "neck front", "前頸"),
        "ear": ("ear", "耳朵", "耳"),
        "jaw_muscle": ("jaw muscle", "jaw", "masseter", "咬肌", "下頜"),
        "temple": ("temple", "太陽穴"),
        "tongue": ("tongue", "舌頭", "舌"),
        "throat": ("throat", "喉嚨"),
        "eyeball": ("eyeball", "眼球"),
        "scalp": ("scalp", "頭皮"),
        "neck_back": ("back of neck", "neck back", "nape", "後頸"),
        "shoulder": ("shoulder", "肩膀", "肩"),
        "upper_arm": ("upper arm", "biceps", "triceps", "上臂"),
        "forearm": ("forearm", "前臂"),
        "hand": ("hand", "手", "手掌"),
        "thumb_base": ("base of thumb", "thumb base", "拇指根部"),
        "fingers": ("finger", "fingers", "index finger", "middle finger", "ring finger", "手指"),
        "chest": ("chest", "胸部", "胸"),
        "abdomen": ("abdomen", "belly", "stomach", "腹部", "肚子"),
        "back": ("back", "背部", "背"),
        "buttock": ("buttock", "buttocks", "臀部"),
        "thigh": ("thigh", "quadriceps", "大腿"),
        "knee_above": ("above knee", "膝蓋上方"),
        "calf": ("calf", "calves", "小腿肚"),
        "shin": ("shin", "脛前"),
        "foot": ("foot", "feet", "足部", "腳"),
        "sole": ("sole", "sole of foot", "腳底"),
        "toes": ("toe", "toes", "腳趾"),
        "widespread": ("all over", "widespread", "全身"),
    }
)

SIDES: Final = MappingProxyType(
    {
        "left": ("left", "l", "lt", "左", "左邊", "左側", "links", "linke", "linkes", "linker", "vlevo", "levá", "levé",
                 "levý"),
        "right": ("right", "r", "rt", "右", "右邊", "右側", "rechts", "rechte", "rechtes", "rechter", "vpravo", "pravá",
                  "pravé", "pravý"),
        "both_together": ("both together", "both at same moment", "兩側同時", "左右同時"),
        "both_apart": ("both apart", "both at different moments", "兩側不同時", "左右不同時"),
        "middle": ("middle", "centre", "center", "midline", "中間", "中央", "mitte", "uprostřed"),
        "unsure": ("unsure", "not sure", "don t know", "不確定"),
    }
)  # fmt: skip
# Whether at the same moment or not, these do not say.
BOTH_SIDES: Final = (
    "both",
    "both sides",
    "bilateral",
    "兩側",
    "雙側",
    "兩邊",
    "左右",
    "beide",
    "beidseitig",
    "obě",
    "oba",
)
FILLERS: Final = frozenset({"the", "my", "of", "on", "in", "at", "a", "an", "side", "sided"})

# Words for codes, beside the codes themselves and their labels; by the name of the target.
CODES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "rhythm": {
            "single": ("single", "single twitch", "once"),
            "cluster": ("cluster", "burst", "bursts", "series", "run"),
            "ripple": ("ripple", "rippling", "undulating", "波紋"),
            "vibration": ("vibration", "vibrating", "buzzing", "震動"),
            "sustained": ("sustained", "tight", "held", "緊縮"),
            "rhythmic": ("rhythmical", "regular", "有節奏"),
        },
        "during": {
            "rest": ("rest", "resting", "休息"),
            "movement": ("moving", "動作"),
            "speech": ("speech", "talking", "說話"),
            "eating": ("meal", "吃飯", "用餐"),
            "screen": ("screen", "computer", "phone", "at the computer", "電腦", "手機", "螢幕"),
            "sleep": ("sleep", "sleeping", "睡覺", "睡眠"),
            "driving": ("drive", "開車"),
            "exercise": ("sport", "workout", "運動"),
        },
        "state": {"twitched": ("yes", "y", "twitching", "有", "是"), "none": ("no", "n", "沒有", "無", "否")},
        "observed_by": {"self": ("self", "me", "i", "自己")},
        "answers": {"yes": ("y", "true", "ja", "ano", "有"), "no": ("n", "false", "nein", "ne", "沒有", "無")},
        "truth": {
            "true": ("true", "yes", "y", "1", "ja", "ano", "是", "有", "✓"),
            "false": ("false", "no", "n", "0", "nein", "ne", "否", "沒有", "無"),
        },
    }
)

# A part of the day as a clock time: the middle of its six hours.
PARTS_OF_DAY: Final = MappingProxyType(
    {
        "morning": 9, "in the morning": 9, "早上": 9, "上午": 9, "morgens": 9, "ráno": 9,
        "afternoon": 15, "in the afternoon": 15, "下午": 15, "nachmittags": 15, "odpoledne": 15,
        "evening": 21, "in the evening": 21, "晚上": 21, "abends": 21, "večer": 21,
    }
)  # fmt: skip
