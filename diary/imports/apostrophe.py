"""
The apostrophe that keeps a spreadsheet from running a text as a formula.

Our export writes it before a text that begins with one of FORMULA_STARTS, blanks and apostrophes before that not
counted; reading takes exactly one off where it guards. So every text comes back as it was.
"""

from __future__ import annotations

import re
from typing import Final

FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
_RISKY: Final = re.compile(rf"['\s\0\ufeff]*[{re.escape(FORMULA_STARTS)}]")


def guarded(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs. For text columns only: a number -5 stays as it is."""
    return "'" + text if _RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell: without its first apostrophe if that one guards, else as it is."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell, 1) else cell
