"""docs/sources.md answers every item of the sources, with fields, codes, rules and files that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reports.flags.answer_rules import RULES as ANSWER_RULES
from reports.flags.history.table import RULES as HISTORY_RULES

ROOT = Path(__file__).parents[3]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/sources.md").read_text().splitlines()
    if line.startswith("| Q")
]
SCHEMAS = json.loads((ROOT / "docs/openapi.json").read_text())["components"]["schemas"]
NAMES = {"episodes": "Episode", "days": "Day", "checks": "Check", "events": "Event", "baseline": "Baseline"}
KNOWN = {rule.id for rule in ANSWER_RULES} | {rule.id for rule in HISTORY_RULES}


def codes_of(schema: dict[str, Any]) -> set[Any]:
    """Return every code that a field may hold, and every name of an object that it may have."""
    told: set[Any] = set(schema.get("enum", ()))
    if "$ref" in schema:
        told |= codes_of(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    items = [schema["items"]] if "items" in schema else []
    for part in (*schema.get("oneOf", ()), *schema.get("allOf", ()), *schema.get("anyOf", ()), *items):
        told |= codes_of(part)
    for name, part in schema.get("properties", {}).items():
        told |= {name} | codes_of(part)
    return told


def fields(text: str) -> list[tuple[str, str, list[str]]]:
    """Return every field that is named, with its codes."""
    found = re.findall(r"`(\w+)\.(\w+)(?:: ([\w, ]+))?`", text)
    return [(NAMES[one], name, codes.split(", ") if codes else []) for one, name, codes in found]


def test_every_item_has_its_row() -> None:
    assert [row[0] for row in ROWS] == [f"Q{number}" for number in range(1, 31)]
    assert all(len(row) == 4 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_what_exists(row: list[str]) -> None:
    for resource, field, codes in fields(row[2]):
        schema = SCHEMAS[resource]["properties"][field]
        assert set(codes) <= codes_of(schema), field
    for path in re.findall(r"`(reports/[\w/]+\.py)`", row[2] + row[3]):
        assert (ROOT / path).is_file(), path
    assert set(re.findall(r"\b[USWI]\d+\b", row[3])) <= KNOWN


def test_every_rule_serves_an_item_or_is_known_to_serve_the_diary_itself() -> None:
    served = {rule for row in ROWS for rule in re.findall(r"\b[USWI]\d+\b", row[3])}

    assert KNOWN - served == {
        "U6",
        "U8",
        "U9",
        "U10",
        "U12",
        "W5",
        "W6",
    }  # what must not be missed, and the diary's own


def test_what_is_unrelated_is_modelled_nowhere() -> None:
    for path in [*ROOT.glob("diary/**/*.py"), *ROOT.glob("reports/**/*.py"), *ROOT.glob("phone/**/*.js")]:
        assert "milroy" not in path.read_text(encoding="utf-8").lower(), path
