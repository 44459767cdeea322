"""Secrets in addresses: told once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_BYTES: Final = 24  # 192 random bits


def fresh() -> str:
    """Return a new token, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """Return what is kept in place of the token."""
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()
