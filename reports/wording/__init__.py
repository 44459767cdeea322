"""Every sentence of the page, made from a `Summary`: what was recorded, never what it means."""

from __future__ import annotations

from reports.wording.box import Box, FigureWords, Section, Table
from reports.wording.boxes import boxes, footer, header
from reports.wording.figures import FIGURES, figures
from reports.wording.pages import log
from reports.wording.plain import text
from reports.wording.saying import LANGUAGES, Say, say_in

__all__ = [
    "FIGURES", "LANGUAGES", "Box", "FigureWords", "Say", "Section", "Table", "boxes", "figures", "footer", "header",
    "log", "say_in", "text",
]  # fmt: skip
