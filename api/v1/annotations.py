"""What the published description says besides shapes: its overview, its tags, its parameters and headers."""

from __future__ import annotations

from typing import Any, Final

from api import fields
from api.v1 import examples

Node = dict[str, Any]

OVERVIEW: Final = """\
A private diary for muscle twitches, for any phone client. Every path answers for the signed-in person's own diary, and
for no other.

* **Sign in** with `POST /_allauth/app/v1/auth/login` and send `meta.session_token` of its answer as `X-Session-Token`.
  Pages of this origin use their cookie, and `X-CSRFToken` with it.
* **Ids** of entries are UUIDs (version 7 or 4) made by the client: the same request may be sent again.
* **Times** are RFC 3339 with an offset; what is not known is `null`, never 0.
* **Errors** are `application/problem+json` (RFC 9457): `code` is for programs, `detail` for people.

`docs/api.md` of the project walks through a first client, from signing in to the page for the doctor.
"""
TAGS: Final = {
    "account": "Who is signed in; take everything along; erase everything.",
    "baseline": "What was there when the diary began.",
    "calendar": "The reminder for a calendar, at a secret address.",
    "care-links": "Consents: to which practices the diary is open.",
    "checks": "Face checks: tasks and questions.",
    "conflicts": "Versions that lost, until a person has looked at them.",
    "days": "One answer for a day: twitched, none, or not known.",
    "devices": "Where one is signed in.",
    "episodes": "Episodes of twitching.",
    "events": "Palsies, treatments, examinations and visits.",
    "exports": "Everything the diary holds, to take along.",
    "flags": "What the rules say of what was recorded. None is never an all-clear.",
    "imports": "Files that are taken over, and undone.",
    "openings": "Who opened the diary, and when.",
    "push-subscriptions": "Browsers that take reminders.",
    "questions": "Up to three questions for the next visit.",
    "reports": "The Twitch Profile, the page for the doctor.",
    "reviews": "What practices have seen and signed.",
    "schema": "This description.",
    "settings": "Settings that follow the diary from phone to phone.",
    "shares": "Links for a doctor without an account.",
    "sync": "For phones that were offline: push operations, fetch changes.",
    "vocabulary": "Every code with its labels.",
}
DONE: Final = {
    "200": "As asked.",
    "201": "Made.",
    "204": "Done. There is nothing to say.",
    "304": "Nothing has changed since. There is no body.",
}
ID: Final = {"type": "string", "format": "uuid", "pattern": fields.IDENTIFIER}
ANY_ID: Final = {"type": "string", "format": "uuid"}
DATE: Final = {"type": "string", "format": "date"}

PARAMETERS: Final[dict[str, Node]] = {
    "Twitch-Diary": {
        "description": "The diary that this is meant for (`diary` of the account). If somebody else is signed in by "
        "now, the answer is 409 and nothing is stored. Every client that keeps a queue should send it.",
        "schema": ANY_ID,
    },
    "X-CSRFToken": {
        "description": "Needed with the session cookie, not with X-Session-Token: the value of the cookie "
        "`__Host-csrftoken` (`csrftoken` over plain HTTP).",
        "schema": {"type": "string"},
    },
    "If-Match": {
        "description": 'The revision that you saw, as its ETag: "1.42". A stale one is answered with 412; without '
        "this header whatever stands there is replaced.",
        "schema": {"type": "string"},
        "example": '"1.42"',
    },
    "If-None-Match": {
        "description": "The ETag that you have. If it still holds, the answer is 304.",
        "schema": {"type": "string"},
        "example": '"7c9e667974254de4-1.42"',
    },
    "If-None-Match.create": {
        "description": '"*" creates only: what stands there, or was deleted, is answered with 412.',
        "schema": {"type": "string"},
        "example": "*",
    },
}
HEADERS: Final[dict[str, Node]] = {
    "ETag": {
        "description": 'The state of what was sent, in quotes. Of a fact it is its revision, "epoch.n".',
        "schema": {"type": "string"},
        "example": '"1.42"',
    },
    "Location": {
        "description": "The address of the entry.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": f"/api/v1/episodes/{examples.EPISODE_ID}/",
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 12,
    },
    "Content-Disposition": {
        "description": "The name of the file.",
        "schema": {"type": "string"},
        "example": 'attachment; filename="twitch-diary.json"',
    },
    "WWW-Authenticate": {
        "description": "A scheme of our own, so that no browser opens a password box.",
        "schema": {"type": "string", "const": "Session"},
        "example": "Session",
    },
}
