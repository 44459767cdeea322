"""
The codes of the export: the vocabulary's lists under URIs of our own, and the few public codes that were read.

No LOINC, HPO or UBERON code stands here that rules.md does not name; what has none has our own code, and a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from diary import vocabulary as v
from diary.vocabulary import Term
from reports import spoken
from reports.fhir.values import SCORE, Resource, quantity, told
from reports.records import Place

LOINC: Final = "http://loinc.org"
HPO: Final = "http://purl.obolibrary.org/obo/hp.owl"
UBERON: Final = "http://purl.obolibrary.org/obo/uberon.owl"
HL7: Final = "http://terminology.hl7.org/CodeSystem/"
STANDARD_EXTENSION: Final = "http://hl7.org/fhir/StructureDefinition/"
OWN: Final = "urn:twitch-diary:"
ITEM: Final = "item"

LISTS: Final[Mapping[str, Mapping[str, Term]]] = MappingProxyType(
    {
        name: {term.code: term for term in terms}
        for name, terms in {
            "time_precision": v.TIME_PRECISIONS,
            "rhythm": v.RHYTHMS,
            "intensity": v.INTENSITIES,
            "during": v.CONTEXTS,
            "movement": v.MOVEMENTS,
            "suppressible": v.ANSWERS,
            "urge": v.ANSWERS,
            "observed_by": v.OBSERVERS,
            "sensation": v.SENSATIONS,
            "entry_mode": v.ENTRY_MODES,
            "state": v.DAY_STATES,
            "burden": v.BURDENS,
            "function": v.FUNCTIONS,
            "answer": v.ANSWERS,
            "side": v.SIDES,
            "onset_speed": v.ONSET_SPEEDS,
            "task_grade": v.TASK_GRADES,
            "task": v.CHECK_TASKS,
            "task_lost": v.TASKS_LOST,
            "check_answer": v.CHECK_ANSWERS,
            "event_kind": v.EVENT_KINDS,
            "event_action": v.EVENT_ACTIONS,
            "drink": tuple(v.DRINKS.values()),
            ITEM: (
                Term("episode", "muscle twitching, self-reported", "肌肉抽動(自述)"),
                Term("episodes", "episodes on the day", "當日發作次數"),
                Term("site", "where it twitched", "抽動部位"),
                Term("time_precision", "how exactly the time is known", "時間精確度"),
                Term("started_about", "began about", "大約開始時間"),
                Term("ongoing", "went on when it was recorded", "記錄時仍持續"),
                Term("duration_s", "duration", "持續時間"),
                Term("count", "how often within the entry", "此筆記錄中的次數"),
                Term("intensity", "intensity", "強度"),
                Term("rhythm", "rhythm", "節律"),
                Term("during", "during", "當時情境"),
                Term("movement", "brought on by the movement", "由動作引發"),
                Term("suppressible", "can be held back", "可否忍住"),
                Term("urge", "urge before it", "事前的衝動感"),
                Term("observed_by", "seen by", "由誰看到"),
                Term("sensation", "felt with it", "伴隨感覺"),
                Term("entry_mode", "when it was recorded", "記錄時機"),
                Term("caffeine_mg", "caffeine", "咖啡因"),
                Term("sleep_min", "sleep of the night before", "前一晚睡眠"),
                Term("sleep_quality", "sleep quality, 0 to 10", "睡眠品質(0 至 10)"),
                Term("stress", "stress, 0 to 10", "壓力(0 至 10)"),
                Term("fatigue", "fatigue, 0 to 10", "疲勞(0 至 10)"),
                Term("screen_min", "time at a screen", "螢幕時間"),
                Term("alcohol_units", "alcohol", "酒精"),
                Term("state", "answer of the day", "當日回答"),
                Term("burden", "how much it twitched", "抽動多寡"),
                Term("function", "effect on the day", "對當日的影響"),
                Term("drinks", "drinks with caffeine", "含咖啡因飲料"),
                Term("last_caffeine_at", "last caffeine at", "最後一次咖啡因時間"),
                Term("wearing_off", "treatment wears off", "療效減退"),
                Term("note", "note", "備註"),
                Term("baseline_sites", "twitched already when the diary began", "日記開始時已有抽動的部位"),
                Term("long_standing_weakness", "long-standing weakness", "長期無力的部位"),
                Term("suspected_factors", "suspected factors, before any look at numbers", "事先懷疑的因素"),
                Term("factor", "suspected factor", "懷疑的因素"),
                Term("question", "what the person would like to ask", "想詢問的問題"),
                Term("tasks", "face check: the tasks", "臉部檢查:動作"),
                Term("tasks_lost", "what can no longer be done", "無法再做的事"),
                Term("answers", "face check: the questions", "臉部檢查:問題"),
                Term("side", "side", "側別"),
                Term("onset_at", "began at", "開始時間"),
                Term("onset_speed", "how it began", "開始的快慢"),
                Term("symptom_diary", "symptom diary", "症狀日記"),
            ),
            "section": (
                Term("profile", "Twitch Profile", "抽動概要"),
                Term("flags", "Flags", "提醒"),
                Term("episode", "Episodes", "發作"),
                Term("day", "Days", "每日"),
                Term("check", "Face checks", "臉部檢查"),
                Term("event", "Events", "事件"),
                Term("baseline", "When the diary began", "日記開始時"),
                Term("questions", "What I would like to ask", "我想詢問的問題"),
            ),
        }.items()
    }
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a number of the diary is measured: its UCUM unit, and its LOINC code where one was read."""

    unit: str
    loinc: str | None = None


MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "duration_s": Measure("s"),
        "count": Measure("{episodes}"),
        "episodes": Measure("{episodes}"),
        "caffeine_mg": Measure("mg"),
        "sleep_min": Measure("min", loinc="93832-4"),
        "sleep_quality": Measure(SCORE),
        "stress": Measure(SCORE),
        "fatigue": Measure(SCORE),
        "screen_min": Measure("min"),
        "alcohol_units": Measure("{units}"),
    }
)

_LIDS: Final = frozenset({"lid_upper", "lid_lower"})
_LIMBS: Final = frozenset(
    {"shoulder", "upper_arm", "forearm", "hand", "thumb_base", "fingers", "thigh", "knee_above", "calf", "shin", "foot",
     "sole", "toes"}
)  # fmt: skip
_TWITCHES: Final = (  # the first that holds every place of an entry
    (_LIDS, "HP:0031166"),
    (frozenset({"tongue"}), "HP:0001308"),
    (_LIMBS, "HP:0007289"),
)
_ANY_TWITCH: Final = "HP:0002380"
_HELD: Final = "sustained"  # a muscle that is held tight does not twitch: HPO has no plain word for it
FACIAL_PALSY: Final = "HP:0010628"


def own(name: str) -> str:
    """Return the URI of one of our own lists."""
    return OWN + name.replace("_", "-")


def coding(name: str, code: str, language: str) -> Resource:
    """Return a code of one of our own lists, with its label."""
    term = LISTS[name].get(code)
    return {"system": own(name), "code": code, "display": term.label(language) if term else code}


def concept(name: str, code: str, language: str) -> Resource:
    """Return a code of one of our own lists as a concept."""
    return {"coding": [coding(name, code, language)]}


def item(code: str, language: str) -> Resource:
    """Return what is observed, with the public code first where one was read."""
    measure = MEASURES.get(code)
    public = [{"system": LOINC, "code": measure.loinc}] if measure and measure.loinc else []
    return {"coding": [*public, coding(ITEM, code, language)]}


def measured(code: str, value: float) -> Resource:
    """Return a number of the diary in its unit."""
    return quantity(value, MEASURES[code].unit)


def hl7(name: str, code: str) -> Resource:
    """Return a code of one of HL7's lists as a concept."""
    return {"coding": [{"system": HL7 + name, "code": code}]}


def twitching(sites: Sequence[Mapping[str, str]], rhythm: str | None, language: str) -> Resource:
    """
    Return what an episode is called: our own code, and HPO's for what twitched unless it was held tight.

    HPO has no word for a twitch that somebody felt; its signs of the same name are meant for what a clinician sees.
    """
    ours = coding(ITEM, "episode", language)
    sign = [] if rhythm == _HELD else [{"system": HPO, "code": _sign(frozenset(one["site"] for one in sites))}]
    return {"coding": [ours, *sign], "text": ours["display"]}


def _sign(sites: frozenset[str]) -> str:
    return next((code for group, code in _TWITCHES if sites and sites <= group), _ANY_TWITCH)


def place(told_place: Mapping[str, str], language: str) -> Resource:
    """Return a place: our own code `site:side`, UBERON's for the part without its side, and both in words."""
    site, side = told_place["site"], told_place.get("side") or "unsure"
    known = v.SITES.get(site)
    uberon = [{"system": UBERON, "code": known.uberon}] if known and known.uberon else []
    ours = {"system": own("place"), "code": f"{site}:{side}"}
    return {"coding": [ours, *uberon], "text": place_in_words(site, side, language)}


def places(fact: Mapping[str, Any], language: str) -> list[Resource]:
    """Return the places of an event; of one that says a side only, that side."""
    if fact["sites"] or not fact["side"]:
        return [place(one, language) for one in fact["sites"]]
    return [told(coding=[coding("side", fact["side"], language)], text=LISTS["side"][fact["side"]].label(language))]


def place_in_words(site: str, side: str, language: str) -> str:
    """Return a place in lay words; of both sides it is said whether together."""
    known = v.SITES.get(site)
    if side.startswith("both") and known is not None:
        return spoken.listed((known.label(language), LISTS["side"][side].label(language)), language)
    return spoken.place(Place(site, side), language)
