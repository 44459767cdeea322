"""Who is asking: a page of this origin by its cookie, or a native client by its session token."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from people.models import User
from people.sessions import SessionStore, person_of

# A scheme of our own: a browser that reads it opens no password box.
CHALLENGE = "Session"


class CookieSession(SessionAuthentication):
    """The session cookie, with CSRF on every unsafe method."""

    def enforce_csrf(self, request: Request) -> None:
        """Check the token of the plain request: asked by its own, Django REST framework would read the whole body."""
        super().enforce_csrf(request._request)  # type: ignore[arg-type]  # noqa: SLF001  (it takes either)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE


class SessionToken(BaseAuthentication):
    """The session token of allauth's headless API, in the header X-Session-Token."""

    def authenticate(self, request: Request) -> tuple[User, SessionStore] | None:
        """Return whose token this is, or None."""
        token = request.headers.get("X-Session-Token")
        session = SessionStore(token) if token else None
        person = person_of(session) if session is not None else None
        return (person, session) if person is not None and session is not None else None

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE
