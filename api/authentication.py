"""Who is asking: a page of this origin by its cookie, or a native client by its session token."""

from __future__ import annotations

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

# A scheme of our own: a browser that reads it opens no password box.
CHALLENGE = "Session"


class CookieSession(SessionAuthentication):
    """The session cookie, with CSRF on every unsafe method."""

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE


class SessionToken(XSessionTokenAuthentication):
    """allauth's X-Session-Token."""

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE
