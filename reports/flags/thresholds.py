"""
What the rules decide by: every number and list in one versioned table, for a clinician to change.

`mark` is the evidence: S the text was seen, S2 only a secondary summary was seen, M from memory, D our own design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

Value_co = TypeVar("Value_co", bound=int | tuple[Any, ...], covariant=True)

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Threshold(Generic[Value_co]):
    """One value, in `unit`; a pair of days includes both."""

    code: str
    value: Value_co
    unit: str
    mark: str
    why: str


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
    "evidence_days", 28, "days up to the one asked about, which counts", "D", "a check stays evidence of a flag"
)
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
    LID_REMINDER_DAYS, STILL_DAYS, HOLD_BACK_DAYS, INVOLVED_DAYS, CLEARLY_WEAK, ANY_WEAKER, NOT_CLOSING,
)  # fmt: skip
