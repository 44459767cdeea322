"""How often somebody without an account may ask: by address until a share link is open, then by the link."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle

from people.models import ShareLink


class PerAddress(SimpleRateThrottle):
    """Attempts to open a share link, wherever they end."""

    scope = "share"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Return under what to count."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PerLink(SimpleRateThrottle):
    """Pages, figures and PDFs of one open link, for one reader: another one is kept from nothing by them."""

    scope = "pages"

    def __init__(self, link: ShareLink) -> None:
        super().__init__()
        self.link = link

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Return under what to count."""
        return self.cache_format % {"scope": self.scope, "ident": f"share-{self.link.pk}-{self.get_ident(request)}"}


def wait_s(limit: SimpleRateThrottle, request: HttpRequest) -> int:
    """Count a request; return after how many seconds to ask again, 0 where it may pass."""
    asked: Any = request  # Django's own; of Django REST framework's request a throttle reads no more
    if limit.allow_request(asked, None):  # type: ignore[arg-type]  # these limits look at no view
        return 0
    return math.ceil(limit.wait() or 1)
