"""
The files that are made from the rules over one answer: the table for the tests of JavaScript, and docs/rules.md.

After a change of the rules: `.venv/bin/python -m tests.reports.answer_files`.
"""

from __future__ import annotations

import json
from pathlib import Path

from reports.flags.answer_page import page
from reports.flags.answer_table import table

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/vectors/answer_rules.json"
TABLE = ROOT / "tests/vectors/answer_rules_table.json"
PAGE = ROOT / "docs/rules.md"


def made() -> dict[Path, str]:
    """Return what each file has to hold."""
    return {TABLE: json.dumps(table(), ensure_ascii=False, indent=1) + "\n", PAGE: page()}


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text)
