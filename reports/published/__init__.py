"""
The page as data: the ten boxes as numbers, in the shape that `docs/profile.schema.json` publishes.

Attached to the PDF and part of `reports/summary/`. No name, and no text but the person's own questions. Shares are of
answered days, from 0 to 1; a number that the page does not print, because it has too few days, is null.
"""

from __future__ import annotations

from typing import Any

import msgspec

from reports.published.making import log, numbers
from reports.published.shapes import SCHEMA_VERSION, Log, Profile

__all__ = ["SCHEMA_VERSION", "as_json", "as_text", "log", "numbers", "schema"]


def as_text(told: Profile | Log) -> str:
    """Return the data as JSON; the same data give the same text."""
    return msgspec.json.encode(told).decode()


def as_json(told: Profile) -> dict[str, Any]:
    """Return the data as an answer holds them."""
    answer: dict[str, Any] = msgspec.to_builtins(told)
    return answer


def schema() -> dict[str, Any]:
    """Return the JSON schema of `numbers`, which `docs/profile.schema.json` publishes."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(Profile)
