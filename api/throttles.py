"""
How often one may ask: a person by their account, a stranger by their address.

Counted in the memory of each server process; with two of them the limit may be twice as high. What makes the server
work long, or takes a password, has a limit of its own (`throttle_scope` of the view).
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle, UserRateThrottle

from people.models import User


class PerPerson(UserRateThrottle):
    """Whoever is signed in."""

    scope = "person"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Return under what to count; None for strangers, whom PerAddress counts."""
        return super().get_cache_key(request, view) if isinstance(request.user, User) else None


class PerAddress(AnonRateThrottle):
    """Whoever is not signed in."""

    scope = "address"


class PerScope(ScopedRateThrottle):
    """Views that name a scope."""
