"""Whether this house sends mail at all, for the pages that would otherwise promise some."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

SENDS_NOTHING = "django.core.mail.backends.dummy.EmailBackend"


def mail_is_sent(request: HttpRequest) -> dict[str, bool]:
    """Tell the templates."""
    return {"mail_is_sent": settings.EMAIL_BACKEND != SENDS_NOTHING}
