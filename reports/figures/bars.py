"""Boxes 1 and 3: how complete, and days by effect on function."""

from __future__ import annotations

from typing import Final

from reports.analysis.days import EFFECTS
from reports.figures.letters import width_mm
from reports.figures.sheet import ACCENT, INK, SMALL, SOFT, WHITE, Bar, Sheet
from reports.summary import PeriodSummary, Summary
from reports.wording import EFFECT_LABELS
from reports.wording.formats import percent

# From light to dark, so that a copy in grey says the same; a day that is not known is hatched.
FILLS: Final = {
    "none": "#e6edef", "noticed": "#b9d6dc", "interfering": "#6aa2ae", "disabling": "#0f3f4b",
    "not_given": WHITE, "unknown": WHITE,
}  # fmt: skip
BAR_MM: Final = 7.4
SWATCH_MM: Final = 2.4


def draw_completeness(sheet: Sheet, summary: Summary) -> None:
    """Draw answered days as a solid bar and unknown days as a hatched one."""
    told = summary.completeness
    share = told.answered / told.days
    sheet.text(0, 4.6, f"{told.answered}", size=15, bold=True, colour=ACCENT)
    used = width_mm(f"{told.answered}", 15, "Bold") + 1.2
    sheet.text(used, 4.6, f"of {told.days} days answered ({percent(share)})", size=7.6)
    top, height = 6.3, max(1.8, sheet.height - 6.9)
    cut = sheet.width * share
    sheet.bars([(0, top, cut, height)], fill=ACCENT)
    sheet.hatch([(cut, top, sheet.width - cut, height)])
    sheet.bars([(0, top, sheet.width, height)], line=SOFT, width=0.4)


def draw_effects(sheet: Sheet, summary: Summary) -> None:
    """Draw one stacked bar for each period, every segment a share of its days."""
    pitch = (sheet.height - 8.6) / 2
    for row, (label, part) in enumerate((("Before", summary.before), ("Now", summary.now))):
        top = row * pitch
        bold = label == "Now"
        sheet.text(0, top + 2.2, label, size=6.6, bold=bold)
        if part is None:
            sheet.text(0, top + 6.5, "no earlier days to compare with", colour=SOFT, size=6)
            continue
        sheet.text(sheet.width, top + 2.2, f"{part.period.length} days", colour=SOFT, align="right")
        _stack(sheet, part, top + 3.2, min(BAR_MM, pitch - 4.6))
    _legend(sheet, sheet.height - 7.2)


def swatch(sheet: Sheet, effect: str, bar: Bar) -> None:
    """Draw a rectangle in the manner of an effect."""
    sheet.bars([bar], fill=FILLS[effect])
    if effect == "unknown":
        sheet.hatch([bar])
    sheet.bars([bar], line=SOFT, width=0.35)


def _stack(sheet: Sheet, part: PeriodSummary, top: float, height: float) -> None:
    left = 0.0
    for effect, count in zip(EFFECTS, part.effects, strict=True):
        width = sheet.width * count / part.period.length
        if not count:
            continue
        swatch(sheet, effect, (left, top, width, height))
        label, bold = f"{count}", width_mm(f"{count}", 6.4, "Bold")
        if bold + 1.4 < width:
            middle = left + width / 2
            if effect == "unknown":
                sheet.bars([(middle - bold / 2 - 0.5, top + height / 2 - 1.5, bold + 1, 3)], fill=WHITE)
            colour = WHITE if effect == "disabling" else INK
            sheet.text(middle, top + height / 2 + 0.85, label, size=6.4, bold=True, colour=colour, align="center")
        left += width


def _legend(sheet: Sheet, top: float) -> None:
    widths = (0.0, 0.27, 0.66)
    for n, effect in enumerate(EFFECTS):
        x, y = sheet.width * widths[n % 3], top + 3.9 * (n // 3)
        swatch(sheet, effect, (x, y, SWATCH_MM, SWATCH_MM))
        sheet.text(x + SWATCH_MM + 0.9, y + 2.0, EFFECT_LABELS[effect], size=SMALL + 0.4)
