"""
The files that are made from the rules and the vocabulary: tables for the tests of JavaScript, and docs/rules.md.

After a change of the rules: `.venv/bin/python -m tests.reports.answer_files`.
"""

from __future__ import annotations

import json
from pathlib import Path

from diary import vocabulary as v
from reports.flags.answer_table import table
from reports.flags.page import page

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/vectors/answer_rules.json"
TABLE = ROOT / "tests/vectors/answer_rules_table.json"
SITES = ROOT / "tests/vectors/sites.json"
PAGE = ROOT / "docs/rules.md"


def made() -> dict[Path, str]:
    """Return what each file has to hold."""
    sites = [{"code": site.code, "zone": site.zone, "nerve": site.nerve} for site in v.SITES.values()]
    return {TABLE: _json(table()), SITES: _json(sites), PAGE: page()}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path, text in made().items():
        path.write_text(text)
