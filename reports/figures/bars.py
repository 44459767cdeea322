"""Boxes 1 and 3: how complete, and days by effect on function."""

from __future__ import annotations

from typing import Final

from reports.analysis.days import EFFECTS
from reports.figures.geometry import Rect
from reports.figures.letters import width_mm
from reports.figures.sheet import ACCENT, INK, SMALL, SOFT, WHITE, Bar, Sheet
from reports.summary import PeriodSummary, Summary
from reports.wording.formats import percent

# From light to dark, so that a copy in grey says the same; a day that is not known is hatched.
FILLS: Final = {
    "none": "#e6edef", "noticed": "#b9d6dc", "interfering": "#6aa2ae", "disabling": "#0f3f4b",
    "not_given": WHITE, "unknown": WHITE,
}  # fmt: skip
BAR_MM: Final = 7.4
SWATCH_MM: Final = 2.4
WIDE_MM: Final = 100.0  # from here on the names stand beside the bars
BESIDE_MM: Final = 18.0


def draw_completeness(sheet: Sheet, summary: Summary) -> None:
    """Draw answered days as a solid bar and unknown days as a hatched one."""
    told = summary.completeness
    share = told.answered / told.days
    sheet.text(0, 4.6, f"{told.answered}", size=15, bold=True, colour=ACCENT)
    used = width_mm(f"{told.answered}", 15, "Bold") + 1.2
    words = sheet.say("answered_bar", days=told.days, share=percent(share))
    sheet.text(used, 4.6, words, size=min(7.6, 7.6 * (sheet.width - used) / width_mm(words, 7.6)))
    top, height = 6.3, max(1.8, sheet.height - 6.9)
    cut = sheet.width * share
    sheet.bars([(0, top, cut, height)], fill=ACCENT)
    sheet.hatch([(cut, top, sheet.width - cut, height)])
    sheet.bars([(0, top, sheet.width, height)], line=SOFT, width=0.4)


def draw_effects(sheet: Sheet, summary: Summary) -> None:
    """Draw one stacked bar for each period, every segment a share of its days."""
    wide = sheet.width > WIDE_MM
    foot = sheet.height - (3.0 if wide else 7.2)
    pitch = (foot - 1.4) / 2
    for row, (label, part) in enumerate((("before", summary.before), ("now", summary.now))):
        name = sheet.say(label)
        days = sheet.say("days", days=part.period.length) if part else sheet.say("nothing_earlier")
        top = row * pitch
        sheet.text(0, top + 2.2, name, size=6.6, bold=label == "now")
        if wide:
            sheet.text(0, top + 5.0, days, colour=SOFT)
        else:
            sheet.text(sheet.width, top + 2.2, days, colour=SOFT, align="right")
        left, above = (BESIDE_MM, 0.0) if wide else (0.0, 3.2)
        if part:
            _stack(sheet, part, Rect(left, top + above, sheet.width - left, min(BAR_MM, pitch - above - 1.4)))
    _legend(sheet, foot, columns=6 if wide else 3)


def swatch(sheet: Sheet, effect: str, bar: Bar) -> None:
    """Draw a rectangle in the manner of an effect."""
    sheet.bars([bar], fill=FILLS[effect])
    if effect == "unknown":
        sheet.hatch([bar])
    sheet.bars([bar], line=SOFT, width=0.35)


def _stack(sheet: Sheet, part: PeriodSummary, room: Rect) -> None:
    left, middle_y = room.x, room.y + room.height / 2
    for effect, count in zip(EFFECTS, part.effects, strict=True):
        width = room.width * count / part.period.length
        if not count:
            continue
        swatch(sheet, effect, (left, room.y, width, room.height))
        label, bold = f"{count}", width_mm(f"{count}", 6.4, "Bold")
        if bold + 1.4 < width:
            middle = left + width / 2
            if effect == "unknown":
                sheet.bars([(middle - bold / 2 - 0.5, middle_y - 1.5, bold + 1, 3)], fill=WHITE)
            colour = WHITE if effect == "disabling" else INK
            sheet.text(middle, middle_y + 0.85, label, size=6.4, bold=True, colour=colour, align="center")
        left += width


def _legend(sheet: Sheet, top: float, *, columns: int) -> None:
    for n, effect in enumerate(EFFECTS):
        x, y = sheet.width * (n % columns) / columns, top + 3.9 * (n // columns)
        swatch(sheet, effect, (x, y, SWATCH_MM, SWATCH_MM))
        sheet.text(x + SWATCH_MM + 0.9, y + 2.0, sheet.say(f"effect_{effect}"), size=SMALL + 0.4)
