"""A chain of hashes: each line carries the SHA-256 of its own facts and of the line before it."""

from __future__ import annotations

import hashlib
from typing import Final

FIRST_HASH: Final = "0" * 64


def chained(previous: str, *facts: object) -> str:
    """Return the hash of a line with these facts after the line whose hash is `previous`."""
    return hashlib.sha256("\n".join((previous, *map(str, facts))).encode()).hexdigest()
