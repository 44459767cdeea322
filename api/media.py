"""Which content types this door reads."""

from __future__ import annotations

from django.utils.http import parse_header_parameters


def is_json(content_type: str | None) -> bool:
    """Say whether this header announces JSON in UTF-8; any other encoding is not read."""
    kind, parameters = parse_header_parameters(content_type or "")
    charset = parameters.get("charset", "utf-8").lower()
    return kind == "application/json" and charset in ("utf-8", "utf8")
