"""Headers that every answer carries unless a view decided otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

# A diary needs none of these; a page that were ever injected cannot ask for them either.
PERMISSIONS_POLICY: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PrivateByDefault:
    """Nothing about a person is kept by a cache on the way, unless a view says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
