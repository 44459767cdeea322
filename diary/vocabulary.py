"""
The one vocabulary: every code a diary may hold, with its labels. Pure data, no framework.

Codes are for ever: a code that was once stored is never renamed and never given another meaning. Labels may change.
Muscles carry their UBERON number where there is one. Zones follow the order in which hemifacial spasm usually spreads
(eye, cheek, mouth, chin, neck). Caffeine follows the Mayo Clinic's table. The labels in both languages are ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

VERSION: Final = 1
LANGUAGES: Final = ("en", "zh-Hant")

# Bounds, in the units of their names. The database, the serializers and the served vocabulary read them here.
DURATION_S_MAX: Final = 604_800  # seven days
COUNT_MIN: Final = 1
COUNT_MAX: Final = 999
SITES_MAX: Final = 20
INTENSITY_MAX: Final = 4
FUNCTION_MAX: Final = 3
STRESS_MAX: Final = 10
SLEEP_MIN_MAX: Final = 1_440
CAFFEINE_MG_MAX: Final = 5_000  # ours: fifty strong coffees; a typing slip, not a day
SCREEN_MIN_MAX: Final = 1_440
ALCOHOL_UNITS_MAX: Final = 99
DRINK_COUNT_MAX: Final = 50
NOTE_MAX: Final = 2_000  # code points after NFC
NAME_MAX: Final = 200
UNIT_MAX: Final = 20
DOSE_MAX: Final = 9_999_999  # in `unit`; three decimals
QUESTIONS_MAX: Final = 3
QUESTION_MAX: Final = 300  # ours: what one line of the page can hold in small print
FACTORS_MAX: Final = 20
FACTOR_MAX: Final = 100
BIRTH_YEAR_MIN: Final = 1900
BIRTH_YEAR_MAX: Final = 2100
EMERGENCY_NUMBER_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Term:
    """A code with what a person reads for it."""

    code: str
    en: str
    zh_hant: str

    def label(self, language: str) -> str:
        """Return the label in `language` ("zh-Hant"); English for any other."""
        return self.zh_hant if language == "zh-Hant" else self.en


@dataclass(frozen=True, slots=True)
class Site(Term):
    """
    A place where a muscle can twitch; `en` and `zh_hant` are lay words.

    `part` is face or body. `nerve` is the cranial nerve as a Roman numeral, None in the body. `zone` groups facial
    sites for the spread rule (S1). `region` is where the contiguity of S7 counts it. `sided` is False where left and
    right make no sense. `neighbours` are the codes of adjacent sites, always both ways.
    """

    anatomy_en: str
    anatomy_zh_hant: str
    uberon: str | None
    part: str
    region: str
    nerve: str | None = None
    zone: str | None = None
    neighbours: tuple[str, ...] = ()
    sided: bool = True

    def anatomy(self, language: str) -> str:
        """Return the anatomical term in `language` ("zh-Hant"); English for any other."""
        return self.anatomy_zh_hant if language == "zh-Hant" else self.anatomy_en


@dataclass(frozen=True, slots=True)
class Drink(Term):
    """A drink of the caffeine table: `caffeine_mg` in one serving of `serving_ml`."""

    serving_ml: int
    caffeine_mg: int


def _face(
    code: str,
    lay: tuple[str, str],
    anatomy: tuple[str, str],
    uberon: str | None,
    nerve: str,
    zone: str | None = None,
    neighbours: tuple[str, ...] = (),
    *,
    sided: bool = True,
) -> Site:
    return Site(code, *lay, *anatomy, uberon, "face", "bulbar", nerve, zone, neighbours, sided)


def _body(
    code: str, lay: tuple[str, str], anatomy: tuple[str, str], uberon: str | None, region: str, *, sided: bool = True
) -> Site:
    return Site(code, *lay, *anatomy, uberon, "body", region, sided=sided)


def _terms(*rows: tuple[str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(*row) for row in rows)


FACE_SITES: Final = (
    _face(
        "brow", ("eyebrow or forehead", "眉毛或前額"), ("frontalis, corrugator", "額肌、皺眉肌"), "UBERON:0010952",
        "VII", "BROW", ("glabella", "lid_upper"),
    ),
    _face(
        "glabella", ("between the brows", "兩眉之間"), ("procerus", "降眉間肌"), "UBERON:0008588",
        "VII", "BROW", ("brow", "nose"), sided=False,
    ),
    _face(
        "lid_upper", ("upper eyelid", "上眼瞼"), ("orbicularis oculi, upper", "眼輪匝肌(上)"), "UBERON:0001712",
        "VII", "EYE", ("brow", "lid_lower"),
    ),
    _face(
        "lid_lower", ("lower eyelid", "下眼瞼"), ("orbicularis oculi, lower", "眼輪匝肌(下)"), "UBERON:0001713",
        "VII", "EYE", ("lid_upper", "cheek", "nose"),
    ),
    _face(
        "nose", ("side of the nose", "鼻側"), ("nasalis, levator labii superioris alaeque nasi", "鼻肌、提上唇鼻翼肌"),
        "UBERON:0010953", "VII", "MID", ("glabella", "lid_lower", "cheek", "lip_upper"),
    ),
    _face(
        "cheek", ("cheek", "臉頰"), ("zygomaticus, buccinator, risorius", "顴肌、頰肌、笑肌"), "UBERON:0001567",
        "VII", "MID", ("lid_lower", "nose", "mouth_corner", "lip_upper"),
    ),
    _face(
        "lip_upper", ("upper lip", "上唇"), ("orbicularis oris, levator labii superioris", "口輪匝肌、提上唇肌"),
        "UBERON:0001834", "VII", "MOUTH", ("nose", "cheek", "mouth_corner"),
    ),
    _face(
        "mouth_corner", ("corner of the mouth", "嘴角"), ("levator and depressor anguli oris", "提口角肌、降口角肌"),
        "UBERON:0008595", "VII", "MOUTH", ("cheek", "lip_upper", "lip_lower", "chin"),
    ),
    _face(
        "lip_lower", ("lower lip", "下唇"), ("orbicularis oris, depressor labii inferioris", "口輪匝肌、降下唇肌"),
        "UBERON:0001835", "VII", "MOUTH", ("mouth_corner", "chin"),
    ),
    _face(
        "chin", ("skin of the chin", "下巴皮膚"), ("mentalis", "頦肌"), "UBERON:0008199",
        "VII", "CHIN", ("lip_lower", "mouth_corner", "neck_front"),
    ),
    _face(
        "neck_front", ("front of the neck", "頸前側"), ("platysma", "頸闊肌"), "UBERON:0005467",
        "VII", "NECK", ("chin",),
    ),
    _face("ear", ("ear, or clicking in it", "耳朵(或耳內喀聲)"), ("auricular muscles, stapedius", "耳肌、鐙骨肌"),
          "UBERON:0001595", "VII"),
    _face("jaw_muscle", ("chewing muscle of the jaw", "咀嚼肌(下頜角)"), ("masseter", "咬肌"), "UBERON:0001597", "V"),
    _face("temple", ("temple", "太陽穴"), ("temporalis", "顳肌"), "UBERON:0001598", "V"),
    _face("tongue", ("tongue", "舌頭"), ("tongue muscles", "舌肌"), "UBERON:0001723", "XII"),
    _face("throat", ("throat", "喉嚨"), ("pharynx", "咽肌"), None, "IX/X", sided=False),
    _face("eyeball", ("eyeball, shimmering view", "眼球(視野晃動)"), ("superior oblique", "上斜肌"), None, "IV"),
)  # fmt: skip

BODY_SITES: Final = (
    _body("scalp", ("scalp", "頭皮"), ("occipitofrontalis", "枕額肌"), None, "bulbar"),
    _body("neck_back", ("back of the neck", "後頸"), ("trapezius, splenius", "斜方肌、夾肌"), None, "cervical"),
    _body("shoulder", ("shoulder", "肩膀"), ("deltoid", "三角肌"), "UBERON:0001476", "cervical"),
    _body("upper_arm", ("upper arm", "上臂"), ("biceps, triceps", "肱二頭肌、肱三頭肌"), "UBERON:0001507", "cervical"),
    _body("forearm", ("forearm", "前臂"), ("forearm muscles", "前臂肌群"), "UBERON:0002386", "cervical"),
    _body("hand", ("hand", "手"), ("hand muscles", "手部肌肉"), "UBERON:0002398", "cervical"),
    _body(
        "thumb_base", ("base of the thumb", "拇指根部"),
        ("abductor pollicis brevis, first dorsal interosseous", "外展拇短肌、第一背側骨間肌"),
        "UBERON:0008465", "cervical",
    ),
    _body("fingers", ("fingers", "手指"), ("finger muscles", "手指肌肉"), None, "cervical"),
    _body("chest", ("chest", "胸部"), ("chest muscles", "胸肌"), "UBERON:0001443", "thoracic"),
    _body("abdomen", ("belly", "腹部"), ("abdominal wall", "腹壁肌"), "UBERON:0000916", "thoracic"),
    _body("back", ("back", "背部"), ("back muscles", "背肌"), "UBERON:0001137", "thoracic"),
    _body("buttock", ("buttock", "臀部"), ("gluteal muscles", "臀肌"), None, "lumbosacral"),
    _body("thigh", ("thigh", "大腿"), ("quadriceps", "股四頭肌"), "UBERON:0000376", "lumbosacral"),
    _body("knee_above", ("just above the knee", "膝蓋上方"), ("vastus medialis", "股內側肌"), None, "lumbosacral"),
    _body("calf", ("calf", "小腿肚"), ("gastrocnemius, soleus", "腓腸肌、比目魚肌"), "UBERON:0001388", "lumbosacral"),
    _body("shin", ("shin", "小腿前側"), ("tibialis anterior", "脛前肌"), "UBERON:0001385", "lumbosacral"),
    _body("foot", ("foot", "足部"), ("foot muscles", "足部肌肉"), "UBERON:0002387", "lumbosacral"),
    _body("sole", ("sole of the foot", "腳底"), ("plantar muscles", "足底肌"), None, "lumbosacral"),
    _body("toes", ("toes", "腳趾"), ("toe muscles", "腳趾肌肉"), None, "lumbosacral"),
    _body("widespread", ("all over", "全身多處"), ("widespread", "廣泛"), None, "widespread", sided=False),
)  # fmt: skip

SITES: Final = MappingProxyType({site.code: site for site in FACE_SITES + BODY_SITES})

# Zones of rule S1, in the order in which hemifacial spasm usually spreads; BROW joins with EYE.
ZONES: Final = _terms(
    ("BROW", "brow", "眉區"),
    ("EYE", "eye", "眼區"),
    ("MID", "cheek and nose", "頰鼻區"),
    ("MOUTH", "mouth", "嘴區"),
    ("CHIN", "chin", "下巴"),
    ("NECK", "front of the neck", "頸前"),
)
REGIONS: Final = ("bulbar", "cervical", "thoracic", "lumbosacral", "widespread")

# Always the person's own side, never the viewer's.
SIDES: Final = _terms(
    ("left", "left", "左"),
    ("right", "right", "右"),
    ("both_together", "both, at the same moment", "兩側同時"),
    ("both_apart", "both, at different moments", "兩側不同時"),
    ("middle", "middle", "中間"),
    ("unsure", "not sure", "不確定"),
)

# Four-valued answers: these three, and null for "not asked".
ANSWERS: Final = _terms(("yes", "yes", "是"), ("no", "no", "否"), ("unsure", "not sure", "不確定"))

TIME_PRECISIONS: Final = _terms(
    ("exact", "exact time", "確切時間"),
    ("part_of_day", "part of the day", "一天中的時段"),
    ("day", "the day only", "僅日期"),
)
RHYTHMS: Final = _terms(
    ("single", "a single twitch", "單次跳動"),
    ("cluster", "a cluster of twitches", "一連串跳動"),
    ("ripple", "a ripple under the skin", "皮下如波紋蠕動"),
    ("vibration", "a vibration", "震動感"),
    ("sustained", "held tight", "持續緊縮"),
    ("rhythmic", "rhythmic", "有節律"),
    ("unsure", "not sure", "不確定"),
)
INTENSITIES: Final = _terms(
    ("0", "felt only", "只有自己感覺到"),
    ("1", "visible if looked for", "仔細看才看得到"),
    ("2", "obvious", "明顯可見"),
    ("3", "closes the eye or pulls the mouth", "使眼睛閉上或嘴角歪斜"),
    ("4", "stops me seeing, speaking or eating", "無法看、說或吃"),
)
CONTEXTS: Final = _terms(
    ("rest", "at rest", "休息時"),
    ("movement", "moving the face", "動臉時"),
    ("speech", "speaking", "說話時"),
    ("eating", "eating", "進食時"),
    ("posed_smile", "smiling for a photograph", "拍照微笑時"),
    ("screen", "at a screen", "看螢幕時"),
    ("sleep", "asleep", "睡眠中"),
    ("driving", "driving", "開車時"),
    ("exercise", "exercise", "運動時"),
    ("other", "something else", "其他"),
)
MOVEMENTS: Final = _terms(
    ("smile", "smiling", "微笑"),
    ("speak", "speaking", "說話"),
    ("eat", "eating", "進食"),
    ("blink", "blinking or closing the eyes", "眨眼或閉眼"),
    ("pucker", "puckering the lips", "噘嘴"),
    ("raise_brow", "raising the brow", "抬眉"),
    ("other", "another movement", "其他動作"),
)
OBSERVERS: Final = _terms(("self", "myself", "自己"), ("other", "someone else", "他人"), ("video", "a video", "影片"))
SENSATIONS: Final = _terms(
    ("tightness", "tightness", "緊繃"),
    ("numbness", "numbness", "麻木"),
    ("tingling", "tingling", "刺麻"),
    ("pain", "pain", "疼痛"),
    ("cramp", "cramp", "抽筋"),
)
ENTRY_MODES: Final = _terms(
    ("live", "as it happened", "當下記錄"),
    ("same_day", "later the same day", "當日補記"),
    ("backfilled", "on a later day", "日後補記"),
)

DAY_STATES: Final = _terms(
    ("twitched", "twitched", "有抽動"), ("none", "none", "沒有"), ("unknown", "not known", "未知")
)
BURDENS: Final = _terms(
    ("few", "a few", "少數幾次"),
    ("many", "many", "很多次"),
    ("on_and_off", "on and off all day", "整天斷斷續續"),
    ("continuous", "nearly continuous", "幾乎持續"),
)
FUNCTIONS: Final = _terms(
    ("0", "no effect", "無影響"),
    ("1", "noticed", "有注意到"),
    ("2", "interfering", "造成妨礙"),
    ("3", "disabling", "無法正常生活"),
)

CHECK_TASKS: Final = _terms(
    ("brow", "raise both brows", "抬起雙眉"),
    ("eye_closure", "close both eyes tight", "緊閉雙眼"),
    ("smile", "smile with teeth", "露齒微笑"),
    ("pucker", "pucker the lips", "噘嘴"),
    ("cheeks", "puff the cheeks", "鼓起雙頰"),
)
TASK_GRADES: Final = _terms(
    ("same", "as usual", "與平常相同"),
    ("a_bit_weaker", "a bit weaker", "稍微無力"),
    ("clearly_weaker", "clearly weaker", "明顯無力"),
    ("cannot", "cannot", "無法做到"),
)
ONSET_SPEEDS: Final = _terms(
    ("sudden", "within seconds or minutes", "數秒至數分鐘內"),
    ("hours_to_3_days", "over hours to three days", "數小時至三天"),
    ("days_to_4_weeks", "over days to four weeks", "數天至四週"),
    ("slower", "more slowly", "更緩慢"),
)
TASKS_LOST: Final = _terms(
    ("open_jar", "open a jar", "打開罐子"),
    ("turn_key", "turn a key", "轉動鑰匙"),
    ("zip_button", "do up a zip or button", "拉拉鍊或扣鈕扣"),
    ("lift_arm", "lift an arm", "抬起手臂"),
    ("climb_stairs", "climb stairs", "爬樓梯"),
    ("stand_on_heels", "stand on the heels", "用腳跟站立"),
    ("stand_on_toes", "stand on the toes", "用腳尖站立"),
    ("foot_drags", "lift the foot in walking (it drags)", "走路抬腳(拖步)"),
    ("whistle", "whistle", "吹口哨"),
    ("drink_straw", "drink through a straw", "用吸管喝水"),
    ("other", "something else", "其他"),
)
CHECK_ANSWERS: Final = _terms(
    ("face_droop", "face drooping or uneven", "臉部下垂或不對稱"),
    ("face_droop_resolved", "face drooped and recovered", "臉部曾下垂但已恢復"),
    ("bilateral_face_weak", "both sides of the face weak", "兩側臉部無力"),
    ("arm_weak", "arm weak", "手臂無力"),
    ("leg_weak", "leg weak", "腿部無力"),
    ("arm_numb", "arm numb", "手臂麻木"),
    ("leg_numb", "leg numb", "腿部麻木"),
    ("face_numb", "face numb", "臉部麻木"),
    ("hand_numb", "hand numb", "手麻木"),
    ("lip_tingling", "tingling around the mouth", "嘴周刺麻"),
    ("finger_tingling", "tingling in the fingers", "手指刺麻"),
    ("hand_foot_cramp", "cramps of hand or foot", "手腳抽筋"),
    ("speech_slurred", "speech slurred", "說話含糊"),
    ("speech_lost", "words will not come", "說不出話"),
    ("speech_only_during_spasm", "speech trouble only during a spasm", "僅在抽動時說話困難"),
    ("swallow_choking", "choking when swallowing", "吞嚥嗆到"),
    ("swallow_saliva", "cannot swallow saliva", "無法吞口水"),
    ("food_sticks", "food sticks", "食物卡住"),
    ("breathless_rest", "breathless at rest", "休息時呼吸困難"),
    ("breathless_flat", "breathless lying flat", "平躺時呼吸困難"),
    ("vision_lost", "loss of vision", "視力喪失"),
    ("double_vision", "double vision", "複視"),
    ("balance_lost", "loss of balance", "失去平衡"),
    ("vertigo", "spinning", "天旋地轉"),
    ("hearing_loss", "loss of hearing", "聽力下降"),
    ("tinnitus_new", "new ringing in the ear", "新出現耳鳴"),
    ("hyperacusis", "sounds too loud", "聲音過響"),
    ("ear_pain", "pain in or behind the ear", "耳內或耳後疼痛"),
    ("ear_blisters", "blisters in or around the ear", "耳部水泡"),
    ("mouth_blisters", "blisters in the mouth", "口腔水泡"),
    ("eye_not_closing", "eye does not close", "眼睛無法閉合"),
    ("eye_painful_red", "eye painful, red or shy of light", "眼睛疼痛、發紅或畏光"),
    ("taste_changed", "taste changed", "味覺改變"),
    ("drooling", "drooling", "流口水"),
    ("dry_eye", "dry eye", "眼睛乾澀"),
    ("fever", "fever", "發燒"),
    ("neck_stiff", "stiff neck", "頸部僵硬"),
    ("confusion", "confusion", "意識混亂"),
    ("head_injury", "head injury", "頭部受傷"),
    ("headache_worst", "worst headache ever", "有生以來最劇烈頭痛"),
    ("headache_waking", "headache that wakes", "痛醒的頭痛"),
    ("headache_cough", "headache on coughing", "咳嗽時頭痛"),
    ("nausea", "nausea", "噁心"),
    ("awareness_lost", "lost awareness", "失去意識"),
    ("spread_to_hand", "twitching spread to the hand", "抽動擴散至手"),
    ("jerking_over_5_min", "jerking for over five minutes", "抽搐超過五分鐘"),
    ("weight_loss", "weight loss", "體重減輕"),
    ("heat_intolerance", "cannot bear heat", "怕熱"),
    ("palpitations", "palpitations", "心悸"),
    ("hand_tremor", "trembling hands", "手抖"),
    ("stiffness", "stiffness", "僵硬"),
    ("sweating", "sweating", "多汗"),
    ("slow_relaxation", "muscles relax slowly", "肌肉放鬆緩慢"),
    ("wasting_seen", "muscle looks thinner", "肌肉變小"),
    ("shock_pain", "electric-shock pain", "電擊樣疼痛"),
    ("jaw_pain_chewing", "jaw pain on chewing", "咀嚼時下頜疼痛"),
    ("throat_tight", "tight throat", "喉嚨緊"),
    ("neck_weak", "neck weak", "頸部無力"),
    ("distress_high", "twitching stops me living my life", "抽動使我無法正常生活"),
    ("self_harm_thoughts", "thoughts of harming myself", "自我傷害的念頭"),
    ("dental_anaesthetic_today", "dental anaesthetic today", "今天接受牙科麻醉"),
    ("thyroid_or_neck_surgery_recent", "recent thyroid or neck surgery", "近期甲狀腺或頸部手術"),
)

EVENT_KINDS: Final = _terms(
    ("palsy", "facial palsy", "顏面神經麻痺"),
    ("toxin", "botulinum toxin injection", "肉毒桿菌素注射"),
    ("medication", "medication", "藥物"),
    ("supplement", "supplement", "補充品"),
    ("therapy", "therapy", "治療"),
    ("surgery", "surgery", "手術"),
    ("investigation", "investigation", "檢查"),
    ("visit", "visit", "就診"),
    ("other", "other", "其他"),
)
EVENT_ACTIONS: Final = _terms(
    ("start", "started", "開始"),
    ("stop", "stopped", "停止"),
    ("change", "changed", "改變"),
    ("single", "once", "單次"),
    ("planned", "planned", "預定"),
)

TIME_ZONE_POLICIES: Final = _terms(
    ("phone", "days follow the phone's time zone", "日期依手機時區"), ("home", "days stay with home", "日期依居住地")
)
THEMES: Final = _terms(("system", "as the phone", "依手機"), ("light", "light", "淺色"), ("dark", "dark", "深色"))
TEXT_SIZES: Final = _terms(("usual", "usual", "一般"), ("large", "large", "大"), ("largest", "largest", "特大"))

# Mayo Clinic table, newer version, mg in one serving ; shown as "about" (+-30 %).
DRINKS: Final = MappingProxyType(
    {
        drink.code: drink
        for drink in (
            Drink("brewed_coffee", "brewed coffee", "沖煮咖啡", 237, 96),
            Drink("decaf_coffee", "decaffeinated coffee", "低咖啡因咖啡", 237, 1),
            Drink("espresso", "espresso", "濃縮咖啡", 30, 63),
            Drink("instant_coffee", "instant coffee", "即溶咖啡", 237, 62),
            Drink("black_tea", "black tea", "紅茶", 237, 48),
            Drink("green_tea", "green tea", "綠茶", 237, 29),
            Drink("bottled_tea", "bottled tea", "瓶裝茶", 237, 26),
            Drink("cola", "cola", "可樂", 237, 33),
            Drink("citrus_soda", "citrus soda with caffeine", "含咖啡因柑橘汽水", 237, 36),
            Drink("energy_drink", "energy drink", "能量飲料", 237, 79),
            Drink("energy_shot", "energy shot", "濃縮能量飲", 60, 200),
        )
    }
)


def codes(terms: Iterable[Term]) -> tuple[str, ...]:
    """Return the codes of `terms`, in their order."""
    return tuple(term.code for term in terms)
