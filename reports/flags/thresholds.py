"""
What the rules decide by: every number and list in one versioned table, for a clinician to change.

`mark` is the evidence: S the text was seen, S2 only a secondary summary was seen, M from memory, D our own design,
X measured by simulation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

Value_co = TypeVar("Value_co", bound=int | tuple[Any, ...], covariant=True)

VERSION: Final = 3


@dataclass(frozen=True, slots=True)
class Threshold(Generic[Value_co]):
    """One value, in `unit`; a pair of days includes both."""

    code: str
    value: Value_co
    unit: str
    mark: str
    why: str


def basis_of(marks: Iterable[str]) -> str:
    """Return "published" where every mark says that a text was seen; else "unreviewed", until a clinician signs it."""
    return "published" if set(marks) <= {"S", "S2"} else "unreviewed"


CLOCK_HOURS: Final = Threshold(
    "clock_hours", 72, "hours from the beginning", "S", "a medicine for a weak side of the face is started within them"
)
TOXIN_NEARBY_DAYS: Final = Threshold(
    "toxin_nearby_days", (1, 112), "days since the injection", "D", "injected and adjacent muscles may be weak"
)
TOXIN_SPREAD_DAYS: Final = Threshold(
    "toxin_spread_days", (0, 42), "days since the injection", "M", "the effect may reach distant muscles (U7)"
)
NECK_SURGERY_DAYS: Final = Threshold(
    "neck_surgery_days", (0, 42), "days since the surgery", "D", "surgery of the neck counts as recent (U11)"
)
ASK_AGAIN_DAYS: Final = Threshold(
    "ask_again_days", 7, "days", "S2", "blisters may follow the weakness by days: they are asked for daily (U5)"
)
EVIDENCE_DAYS: Final = Threshold(
    "evidence_days", 28, "days up to the one asked about, which counts", "D",
    "a check stays evidence of a flag that cannot wait; any other stands as a finding does",
)  # fmt: skip
LID_REMINDER_DAYS: Final = Threshold(
    "lid_reminder_days", (90, 117), "days since the first entry", "D",
    "guidance asks for a look after three months: a diary of eyelids alone is reminded in four weeks (I1)",
)  # fmt: skip
STILL_DAYS: Final = Threshold("still_days", 14, "days", "D", "an entry within them: it still twitches (I1)")
HOLD_BACK_DAYS: Final = Threshold(
    "hold_back_days", 14, "days since the first entry of a site", "D",
    "it lasts: whether it can be held back is asked (S2), going by the entries of twice as many days",
)  # fmt: skip
INVOLVED_DAYS: Final = Threshold(
    "involved_days", 2, "days with an entry, within the last of those", "D", "a single tap may be a slip (S2)"
)
BASELINE_DAYS: Final = Threshold(
    "baseline_days", 7, "days from the first one of the diary", "D", "what is recorded up to then was there before"
)
KEPT_DAYS: Final = Threshold(
    "kept_days", 28, "days up to the next day that says anything", "D",
    "a diary begins: one entry of long ago, told later, does not move what was there when it began",
)  # fmt: skip
CONFIRMED_DAYS: Final = Threshold(
    "confirmed_days", 2, "days with an entry", "D", "a site is confirmed: one stray tap is not (S1, S9, W1, W6)"
)
CONFIRMED_WITHIN_DAYS: Final = Threshold(
    "confirmed_within_days", 14, "days", "D", "so close together lie the days that confirm a site"
)
STANDS_DAYS: Final = Threshold(
    "stands_days", 28, "answered days since the newest evidence", "D",
    "a finding over the history stands; silent days do not count, since silence is not calm",
)  # fmt: skip
SEEN_ONCE_DAYS: Final = Threshold(
    "seen_once_days", 14, "days", "D", "a new site seen once stays to be watched (W1, W3)"
)
FAST_SPREAD_DAYS: Final = Threshold(
    "fast_spread_days", 28, "days between the first sights of two zones", "D", "at most so many are a fast spread (S1)"
)
YOUNGER_THAN_YEARS: Final = Threshold(
    "younger_than_years", 50, "years", "D", "a spread in somebody younger is looked at within days (S1)"
)
ATYPICAL_AGE_YEARS: Final = Threshold(
    "atypical_age_years", 40, "years", "S", "spread in somebody younger is atypical (S9)"
)
MONTH_DAYS: Final = Threshold("month_days", 30, "days", "D", "a month, counted back from the day asked about (S3)")
LID_MONTHS: Final = Threshold("lid_months", (3, 4), "months with an entry, of the last so many", "S2", "it lasts (S3)")
LID_DAYS: Final = Threshold("lid_days", 90, "days since the first entry", "S2", "more than three months (S3)")
SQUEEZED_EPISODES: Final = Threshold(
    "squeezed_episodes", 2, "entries of both eyes forced shut", "D", "once may be a slip (S4)"
)
CONTINUOUS_S: Final = Threshold("continuous_s", 86_400, "seconds", "S", "an entry so long is continuous (S5)")
CONTINUOUS_DAYS: Final = Threshold(
    "continuous_days", 3, "days called nearly continuous, within 14", "D", "the twitching is continuous (S5)"
)
TWITCHED_DAYS: Final = Threshold(
    "twitched_days", 28, "days", "D", "twitching within them goes together with what a face check says (S6, S7)"
)
TASK_LOST_DAYS: Final = Threshold(
    "task_lost_days", (14, 400), "days between two checks that say so", "D", "a task stays lost (S7)"
)
PALSY_NO_BETTER_DAYS: Final = Threshold(
    "palsy_no_better_days", 21, "days since the palsy", "S", "no better after three weeks (S10)"
)
PALSY_INCOMPLETE_DAYS: Final = Threshold(
    "palsy_incomplete_days", (90, 365), "days since the palsy", "S", "incomplete after three months (S10)"
)
PALSY_NADIR_DAYS: Final = Threshold(
    "palsy_nadir_days", 3, "days since the palsy", "S", "until then it may still be coming on (S10)"
)
PALSY_WORSE_DAYS: Final = Threshold(
    "palsy_worse_days", 10, "days since the palsy", "S", "worse again after it should have begun to recover (S10)"
)
ANOTHER_PALSY_DAYS: Final = Threshold(
    "another_palsy_days", 42, "days after the one before", "D", "from then on it is another palsy (S11)"
)
SYNKINESIS_DAYS: Final = Threshold(
    "synkinesis_days", 84, "days since the palsy", "S", "muscles that move together may appear (S12)"
)
SYNKINESIS_SOON_DAYS: Final = Threshold(
    "synkinesis_soon_days", 150, "days since the palsy", "S2", "guidance advises a referral from then on (S12)"
)
SYNKINESIS_EPISODES: Final = Threshold(
    "synkinesis_episodes", 3, "entries bound to a movement elsewhere in the face", "D", "not a chance (S12)"
)
OTHER_SIDE_PERCENT: Final = Threshold(
    "other_side_percent", 10, "per cent of the face's entries of the last 28 days", "D",
    "so many are of the other side: a side is mistaken in about one entry of a hundred (W6)",
)  # fmt: skip
MOSTLY_FACE_PERCENT: Final = Threshold(
    "mostly_face_percent", 50, "per cent of the entries of the last 28 days", "D",
    "so many are of the face: of twitching that wanders over the body both eyelids are a part (W6)",
)  # fmt: skip
BLOCKED_VISION: Final = Threshold("blocked_vision", 4, "strength of an entry", "S", "it stops one seeing (S13)")
DRUG_DAYS: Final = Threshold("drug_days", 56, "days after a start or a change", "D", "it begins within them (S14)")
DRUG_TWITCH_DAYS: Final = Threshold("drug_twitch_days", 3, "days with an entry", "D", "not a chance (S14)")
THYROID_SIGNS: Final = Threshold("thyroid_signs", 2, "of four signs", "D", "so many go together (S15)")
BODY_REGIONS: Final = Threshold("body_regions", 3, "regions of the body", "S", "the twitching is generalised (S17)")
SLEEP_NIGHTS: Final = Threshold("sleep_nights", (2, 14), "nights with an entry asleep, within days", "D", "W4, S17")
RISING_DAYS: Final = Threshold(
    "rising_days", 28, "days from the end of the two weeks", "X", "more than in earlier weeks stays to be watched (W2)"
)
SILENT_DAYS: Final = Threshold("silent_days", 7, "days without an answer", "D", "the diary has gone quiet (W5)")
CLEARLY_WEAK: Final = Threshold(
    "clearly_weak", ("clearly_weaker", "cannot"), "grades of a task", "D", "a side of the face counts as weak"
)
ANY_WEAKER: Final = Threshold(
    "any_weaker", ("a_bit_weaker", "clearly_weaker", "cannot"), "grades of a task", "D",
    "weakness that an injection or a dental anaesthetic has to account for before it lowers a rule",
)  # fmt: skip
NOT_CLOSING: Final = Threshold(
    "not_closing", ("cannot",), "grades of closing the eyes", "D", "an eye counts as not closing (U4)"
)
THRESHOLDS: Final[tuple[Threshold[Any], ...]] = (
    CLOCK_HOURS, TOXIN_NEARBY_DAYS, TOXIN_SPREAD_DAYS, NECK_SURGERY_DAYS, ASK_AGAIN_DAYS, EVIDENCE_DAYS,
    LID_REMINDER_DAYS, STILL_DAYS, HOLD_BACK_DAYS, INVOLVED_DAYS, BASELINE_DAYS, KEPT_DAYS, CONFIRMED_DAYS,
    CONFIRMED_WITHIN_DAYS, STANDS_DAYS, SEEN_ONCE_DAYS, FAST_SPREAD_DAYS, YOUNGER_THAN_YEARS, ATYPICAL_AGE_YEARS,
    MONTH_DAYS, LID_MONTHS, LID_DAYS, SQUEEZED_EPISODES, CONTINUOUS_S, CONTINUOUS_DAYS, TWITCHED_DAYS, TASK_LOST_DAYS,
    PALSY_NO_BETTER_DAYS, PALSY_INCOMPLETE_DAYS, PALSY_NADIR_DAYS, PALSY_WORSE_DAYS, ANOTHER_PALSY_DAYS,
    SYNKINESIS_DAYS, SYNKINESIS_SOON_DAYS, SYNKINESIS_EPISODES, OTHER_SIDE_PERCENT, MOSTLY_FACE_PERCENT,
    BLOCKED_VISION, DRUG_DAYS, DRUG_TWITCH_DAYS, THYROID_SIGNS, BODY_REGIONS, SLEEP_NIGHTS, RISING_DAYS, SILENT_DAYS,
    CLEARLY_WEAK, ANY_WEAKER, NOT_CLOSING,
)  # fmt: skip
