"""
Who gets which answer at which door: every address of the house, with every method that it offers.

HEAD is answered wherever GET is, and alike. A method that no row names is refused: 405, or 401 in the API to who is
not signed in. A new address or method needs its row here before the tests pass (tests/test_doors.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from api.v1 import examples
from diary.models import Conflict, Import
from people.models import CareLink, Device, Member, Opening, PushSubscription, ShareLink, User
from people.services import care_links, openings, practices
from people.sessions import hashed
from tests import cast
from tests.cast import NOW

# The columns of the table. Ana's are the ids in the addresses; Dr Lin works where her diary is open to.
COLUMNS: Final = ("Ana", "Dr Lin", "others", "nobody")
ASSISTANT: Final = "an assistant"  # of Dr Lin's practice; where the row says nothing else, as the others
ELSEWHERE: Final = "elsewhere"  # clinicians of practices to which Ana's diary is not open; likewise
UNPROVEN: Final = "without a second factor"  # at Dr Lin's practice; in the clinic sent to prove it, else as the others
BY_LINK: Final = "by a share link"  # whoever opened one of Ana's; but for the doors that say so, that is nobody
METHODS: Final = ("GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE")
SAFE: Final = METHODS[:4]

IN_PRIVATE: Final = "private, no-store"
FOR_AN_HOUR: Final = "public, max-age=3600"

UNKNOWN: Final = "0192f3a4-5b6c-4d8e-9f01-000000000000"
DAY: Final = "2026-11-18"  # that of her answer, and of no other entry
AT: Final = "2026-11-19T08:30:00+01:00"
EPISODE: Final = {"started_at": AT, "time_zone": "Europe/Prague", "recorded_at": AT}
CHECK: Final = {"performed_at": AT, "time_zone": "Europe/Prague"}
EVENT: Final = {"kind": "visit", "action": "single", "on": "2026-11-19"}
INVITE: Final = {"label": "A colleague", "role": "clinician"}
SHARE: Final = {"first": DAY, "last": DAY}
BROWSER: Final = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/anas",
    "keys": examples.REQUESTS["PushSubscription"]["keys"],
    "time_zone": "Europe/Prague",
}
PUSH: Final = {"device_id": "phone", "epoch": 1, "schema_version": 1, "ops": []}
OWN_FILE: Final = {
    "format": "twitch-diary", "format_version": 1, "vocabulary_version": 1, "exported_at": AT, "epoch": 1,
    "diary": "0192f3a4-5b6c-4d8e-9f01-23456789abcd", "change_counter": 0, "episodes": [], "complete": True,
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """
    One method of one address.

    `address` is as the addresses of the house spell it, `example` one to go to where that is a pattern. `answers` are
    in the order of the columns, `by_link` is the one to whoever opened a share link of Ana's. `body` is one that Ana
    may send, `asks` are parameters. `keeps` is what a success says of caches. `logs` says that looking is noted in the
    access log.
    """

    address: str
    method: str
    answers: tuple[int, int, int, int]
    body: Any = None
    keeps: str = IN_PRIVATE
    logs: bool = False
    example: str = ""
    asks: str = ""
    by_link: int = 0
    assistant: int = 0
    elsewhere: int = 0

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing."""
        return self.method in SAFE

    def answer_to(self, column: str) -> int:
        """Return the status that the table says."""
        others = self.answers[COLUMNS.index("others")]
        more = {
            BY_LINK: self.by_link,
            ASSISTANT: self.assistant or others,
            ELSEWHERE: self.elsewhere or others,
            UNPROVEN: 302 if self.is_clinics else others,
        }
        return more[column] if column in more else self.answers[COLUMNS.index(column)]

    @property
    def is_clinics(self) -> bool:
        """Whether it opens to who works at a practice, and has proven who they are."""
        return self.address.startswith("clinic/") and self.address not in ("clinic/join/", "clinic/second-factor/")

    @property
    def thing(self) -> str:
        """What of Ana's the id in the address names; empty where there is none."""
        if "<" not in self.address or self.example:
            return ""
        first, *more = self.address.removeprefix("api/v1/").split("/")
        return "deleted episode" if first == "episodes" and "restore" in more else first

    def __str__(self) -> str:
        return f"{self.method} /{self.address}"


MINE: Final = (200, 200, 200, 401)  # each about their own diary
MADE: Final = (201, 201, 201, 401)
SAID: Final = (200, 201, 201, 401)  # Ana has said something there before
HERS: Final = (200, 404, 404, 401)  # by an id of Ana's
GONE: Final = (204, 404, 404, 401)
HIDDEN: Final = (404, 404, 404, 401)  # the token, which only who made it holds, is not in the row
OPEN: Final = (302, 200, 404, 302)  # by consent; Ana has no second factor, who is not signed in is sent to sign in
UNREADABLE: Final = (302, 400, 404, 302)
AT_WORK: Final = (302, 200, 404, 302)  # of one's own practice
INSIDE: Final = (200, 200, 200, 302)
SENT: Final = (302, 302, 302, 302)
PUBLIC: Final = (200, 200, 200, 200)
NOTHING: Final = (404, 404, 404, 404)


def _facts(name: str, body: dict[str, Any]) -> tuple[Door, ...]:
    return (
        Door(f"api/v1/{name}/", "GET", MINE),
        Door(f"api/v1/{name}/", "POST", MADE, body),
        Door(f"api/v1/{name}/<str:id>/", "GET", HERS),
        Door(f"api/v1/{name}/<str:id>/", "PUT", SAID, body),  # an id that somebody else uses makes one's own row
        Door(f"api/v1/{name}/<str:id>/", "PATCH", HERS, {"note": "later"}),
        Door(f"api/v1/{name}/<str:id>/", "DELETE", GONE),
        Door(f"api/v1/{name}/<str:id>/restore/", "POST", HERS),
        Door(f"api/v1/{name}/<str:id>/history/", "GET", HERS),
    )


def _single(name: str, body: dict[str, Any]) -> tuple[Door, ...]:
    return (
        Door(f"api/v1/{name}/", "GET", MINE),
        Door(f"api/v1/{name}/", "PUT", SAID, body),
        Door(f"api/v1/{name}/", "PATCH", SAID, body),
        Door(f"api/v1/{name}/history/", "GET", MINE),
    )


def _of_a_practice(address: str, nobodys: str, body: Any = None) -> Door:
    """Return the door of something that an owner changes, at the number of nothing."""
    before, _, after = address.partition("<")
    example = f"clinic/practice/{before}{nobodys}{after.partition('>')[2]}"
    return Door(f"clinic/practice/{address}", "POST", (302, 404, 404, 302), body, example=example, assistant=403)


def _any_method(address: str, answers: tuple[int, int, int, int], example: str = "") -> tuple[Door, ...]:
    return tuple(Door(address, method, answers, example=example) for method in METHODS if method != "HEAD")


def _gets(prefix: str, answers: tuple[int, int, int, int], *addresses: str) -> tuple[Door, ...]:
    return tuple(Door(prefix + address, "GET", answers) for address in addresses)


API: Final = (
    *_facts("episodes", EPISODE),
    *_facts("checks", CHECK),
    *_facts("events", EVENT),
    Door("api/v1/days/", "GET", MINE),
    Door("api/v1/days/<str:id>/", "GET", MINE),  # a day that nobody answered is unknown, to everybody
    Door("api/v1/days/<str:id>/", "PUT", SAID, {"state": "none"}),
    Door("api/v1/days/<str:id>/", "PATCH", SAID, {"stress": 3}),
    Door("api/v1/days/<str:id>/", "DELETE", GONE),
    Door("api/v1/days/<str:id>/restore/", "POST", HERS),
    Door("api/v1/days/<str:id>/history/", "GET", MINE),
    *_single("baseline", {"birth_year": 1980}),
    *_single("settings", {"theme": "dark"}),
    *_single("questions", {"questions": ["Is it the coffee?"]}),
    Door("api/v1/account/", "GET", MINE),
    Door("api/v1/account/", "PATCH", MINE, {"name": "Somebody"}),
    Door("api/v1/account/export/", "GET", MINE),
    Door("api/v1/account/erase/", "POST", (204, 204, 204, 401), {"password": cast.PASSWORD}),
    Door("api/v1/devices/", "GET", MINE),
    Door("api/v1/devices/<str:id>/", "DELETE", GONE),
    Door("api/v1/care-links/", "GET", MINE),
    Door("api/v1/care-links/", "POST", SAID, {"code": "LINNEURO"}),
    Door("api/v1/care-links/<str:id>/", "PATCH", HERS, {"paused": True}),
    Door("api/v1/care-links/<str:id>/", "DELETE", GONE),
    Door("api/v1/shares/", "GET", MINE),
    Door("api/v1/shares/", "POST", MADE, SHARE),
    Door("api/v1/shares/<str:id>/", "DELETE", GONE),
    Door("api/v1/shares/<str:id>/profile.pdf", "POST", HIDDEN, {"token": "of another link"}),
    Door("api/v1/push-subscriptions/", "GET", MINE),
    Door("api/v1/push-subscriptions/", "POST", MADE, BROWSER | {"endpoint": f"{BROWSER['endpoint']}-other"}),
    Door("api/v1/push-subscriptions/<str:id>/", "DELETE", GONE),
    Door("api/v1/calendar/", "GET", MINE),
    Door("api/v1/calendar/", "POST", MADE),
    Door("api/v1/calendar/", "DELETE", (204, 204, 204, 401)),
    # Whoever has the address reads the feed (tests/api/test_reminders.py); this is one that nobody has.
    Door("api/v1/calendar/<str:token>.ics", "GET", NOTHING, example="api/v1/calendar/nobodys.ics"),
    Door("api/v1/openings/", "GET", MINE),
    Door("api/v1/reviews/", "GET", MINE),
    Door("api/v1/flags/", "GET", MINE),
    Door("api/v1/reports/profile.pdf", "GET", MINE),
    Door("api/v1/reports/profile.pdf", "POST", MINE, {"lang": "en"}),
    Door("api/v1/reports/profile.txt", "GET", MINE),
    Door("api/v1/reports/summary/", "GET", MINE),
    Door("api/v1/reports/figures/<str:name>.svg", "GET", MINE, example="api/v1/reports/figures/days.svg"),
    Door("api/v1/reports/figures/<str:name>.png", "GET", MINE, example="api/v1/reports/figures/days.png"),
    Door("api/v1/exports/json/", "GET", MINE),
    Door("api/v1/exports/csv/", "GET", MINE),
    Door("api/v1/exports/fhir/", "GET", MINE),
    Door("api/v1/imports/", "GET", MINE),
    Door("api/v1/imports/", "POST", MADE, OWN_FILE, asks="?source=own"),
    Door("api/v1/imports/<str:id>/", "GET", HERS),
    Door("api/v1/imports/<str:id>/", "DELETE", HERS),
    Door("api/v1/sync/push/", "POST", MINE, PUSH),
    Door("api/v1/sync/changes/", "GET", MINE),
    Door("api/v1/conflicts/", "GET", MINE),
    Door("api/v1/conflicts/<str:id>/resolve/", "POST", HERS, {"keep": "mine"}),
    Door("api/v1/schema/", "GET", PUBLIC, keeps=FOR_AN_HOUR),
    Door("api/v1/schema/", "OPTIONS", PUBLIC, keeps=""),
    Door("api/v1/vocabulary/", "GET", PUBLIC, keeps=FOR_AN_HOUR),
    Door("api/v1/vocabulary/", "OPTIONS", PUBLIC, keeps=""),
    Door("api/v1/docs/", "GET", PUBLIC),
    Door("api/v1/docs/", "OPTIONS", PUBLIC),
)
PAGES: Final = (
    Door("clinic/", "GET", (302, 200, 200, 302)),
    Door("clinic/", "POST", (302, 302, 200, 302), {"lane": "2"}, assistant=302, elsewhere=302),
    Door("clinic/limits/", "GET", AT_WORK, assistant=200, elsewhere=200),
    Door("clinic/limits/change/", "POST", (302, 400, 404, 302), {"silent_days": "x"}, assistant=403, elsewhere=400),
    Door("clinic/limits/mail/", "POST", (302, 400, 404, 302), {"time_zone": ""}, assistant=400, elsewhere=400),
    Door("clinic/practice/", "GET", AT_WORK, assistant=200, elsewhere=200),
    Door("clinic/practice/leave/", "POST", (302, 409, 404, 302), assistant=302, elsewhere=409),  # the only owner
    Door(
        "clinic/practice/invitations/",
        "POST",
        AT_WORK,
        {"label": "A", "role": "clinician"},
        assistant=403,
        elsewhere=200,
    ),
    Door(
        "clinic/practice/invitations/<uuid:id>/take-back/",
        "POST",
        (302, 404, 404, 302),
        example=f"clinic/practice/invitations/{UNKNOWN}/take-back/",
        assistant=403,
    ),
    Door(
        "clinic/practice/members/<int:id>/role/",
        "POST",
        (302, 404, 404, 302),
        {"role": "assistant"},
        example="clinic/practice/members/99999999/role/",
        assistant=403,
    ),
    Door(
        "clinic/practice/members/<int:id>/remove/",
        "POST",
        (302, 404, 404, 302),
        example="clinic/practice/members/99999999/remove/",
        assistant=403,
    ),
    # With an invitation in tests/clinic/test_practice.py.
    Door("clinic/join/", "GET", PUBLIC),
    Door("clinic/join/", "POST", (404, 404, 404, 302), {"link": "of nobody"}),
    Door("clinic/second-factor/", "GET", INSIDE),
    Door("clinic/diaries/<uuid:reference>/", "GET", OPEN, logs=True),
    Door("clinic/diaries/<uuid:reference>/figures/<str:name>.svg", "GET", OPEN, logs=True),
    Door("clinic/diaries/<uuid:reference>/profile.png", "GET", OPEN, logs=True),
    Door("clinic/diaries/<uuid:reference>/profile.pdf", "GET", OPEN, logs=True),
    Door("clinic/diaries/<uuid:reference>/drawer/", "GET", OPEN, logs=True),
    Door("clinic/diaries/<uuid:reference>/limits/", "GET", OPEN),
    Door("clinic/diaries/<uuid:reference>/limits/change/", "POST", UNREADABLE, {"silent_days": "soon"}),
    # With what a page showed in tests/clinic/test_reviews.py.
    Door("clinic/diaries/<uuid:reference>/reviews/", "POST", UNREADABLE, {"kind": "reviewed"}, logs=True),
    Door("clinic/diaries/<uuid:reference>/place/", "POST", UNREADABLE, {"assigned_to": "x"}, logs=True),
    Door("clinic/diaries/<uuid:reference>/reviews/<int:number>/undo/", "POST", (302, 409, 404, 302), logs=True),
    # By the token of a link, and by its cookie, in tests/clinic/test_shared.py.
    Door("share/", "GET", PUBLIC),
    Door("share/open/", "GET", SENT),
    Door("share/open/", "POST", NOTHING),
    Door("share/profile/", "GET", NOTHING, logs=True, by_link=200),
    Door("share/profile.pdf", "GET", NOTHING, logs=True, by_link=200),
    Door(
        "share/figures/<str:name>.svg",
        "GET",
        NOTHING,  # also by a link: a figure is there for the page that shows it (tests/clinic/test_shared.py)
        example="share/figures/days.svg",
    ),
    *_any_method("share/^", NOTHING, example="share/x/"),
    Door("", "GET", INSIDE, keeps="private, no-cache"),
    Door("sw.js", "GET", PUBLIC, keeps="no-cache"),
    Door("manifest.webmanifest", "GET", PUBLIC, keeps="no-cache"),
)
HOUSE: Final = (
    *_any_method("healthz", PUBLIC),
    *_any_method("readyz", PUBLIC),
    *_any_method("^api(/|$)", NOTHING, example="api/v2/episodes/"),
    *_any_method("_allauth/app/v1/account/phone", NOTHING),
)
# What allauth brings along. Which methods it offers and what their forms say is its own matter, and tested there; here
# it is tried with GET, and what holds for every door holds for it: looking changes nothing, and tells nothing of Ana.
LIBRARY: Final = ("accounts/", "_allauth/")
ALLAUTH: Final = (
    *_gets("accounts/", (302, 302, 302, 200), "login/", "signup/"),
    *_gets("accounts/", INSIDE, "logout/", "reauthenticate/", "email/", "password/change/"),
    *_gets("accounts/", PUBLIC, "inactive/", "confirm-email/"),
    *_gets("accounts/", PUBLIC, "password/reset/", "password/reset/done/", "password/reset/key/done/"),
    *_gets("accounts/", SENT, "password/set/", "login/code/confirm/"),
    Door(r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", "GET", PUBLIC, example="accounts/confirm-email/MQ:1:x/"),
    Door(
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "GET", PUBLIC,
        example="accounts/password/reset/key/1-x/",
    ),
    *_gets("accounts/2fa/", INSIDE, "", "webauthn/"),
    *_gets("accounts/2fa/", (302, 200, 200, 302), "reauthenticate/"),
    *_gets("accounts/2fa/", (404, 302, 302, 302), "totp/deactivate/"),
    *_gets("accounts/2fa/", SENT, "authenticate/", "totp/activate/", "recovery-codes/generate/"),
    *_gets("accounts/2fa/webauthn/", SENT, "add/", "reauthenticate/"),
    *_gets("accounts/2fa/recovery-codes/", (404, 404, 404, 302), "", "download/"),
    Door("accounts/2fa/webauthn/keys/<int:pk>/edit/", "GET", SENT, example="accounts/2fa/webauthn/keys/1/edit/"),
    Door("accounts/2fa/webauthn/keys/<int:pk>/remove/", "GET", SENT, example="accounts/2fa/webauthn/keys/1/remove/"),
    *_gets("_allauth/app/v1/", PUBLIC, "config"),
    *_gets("_allauth/app/v1/", MINE, "auth/session", "account/email"),
    *_gets("_allauth/app/v1/", (405, 405, 405, 401), "account/password/change", "auth/reauthenticate"),
    *_gets("_allauth/app/v1/", (405, 405, 405, 401), "auth/2fa/reauthenticate"),
    *_gets("_allauth/app/v1/", MINE, "account/authenticators", "auth/webauthn/reauthenticate"),
    *_gets("_allauth/app/v1/account/authenticators/", (404, 200, 200, 401), "totp"),
    *_gets("_allauth/app/v1/account/authenticators/", HIDDEN, "recovery-codes"),
    *_gets("_allauth/app/v1/account/authenticators/", (401, 401, 401, 401), "webauthn"),
    *_gets("_allauth/app/v1/auth/", (401, 401, 401, 401), "2fa/authenticate", "webauthn/authenticate"),
    *_gets("_allauth/app/v1/", (405, 405, 405, 405), "auth/login", "auth/signup", "auth/password/request"),
    *_gets("_allauth/app/v1/", (405, 405, 405, 405), "auth/email/verify/resend", "auth/phone/verify/resend"),
    *_gets("_allauth/app/v1/", (405, 405, 405, 405), "tokens/refresh"),
    *_gets("_allauth/app/v1/", (400, 400, 400, 400), "auth/password/reset", "auth/email/verify"),
    *_gets("_allauth/app/v1/", (409, 409, 409, 409), "auth/code/confirm", "auth/phone/verify"),
)  # fmt: skip
TABLE: Final = (*API, *PAGES, *HOUSE, *ALLAUTH)


# Ana's words and things. Her word stands in every text that she can write, her number where only digits may.
WORD: Final = "quiet-heron"
NUMBER: Final = "73100911742"
WORDS: Final = (WORD, NUMBER)
IDS: Final = {
    "episodes": "0192f3a4-5b6c-4d8e-9f01-00000000e001",
    "deleted episode": "0192f3a4-5b6c-4d8e-9f01-00000000e002",
    "checks": "0192f3a4-5b6c-4d8e-9f01-00000000c001",
    "events": "0192f3a4-5b6c-4d8e-9f01-00000000f001",
    "operation": "0192f3a4-5b6c-4d8e-9f01-00000000d001",
    "days": DAY,
}
UNKNOWN_DAY: Final = "2026-10-01"
PLACES: Final = [{"site": "lid_lower", "side": "right"}]
ANA_SAYS: Final[tuple[tuple[str, str, Any], ...]] = (
    ("put", f"episodes/{IDS['episodes']}/", EPISODE | {"sites": PLACES, "stress": 3, "note": f"first {WORD}"}),
    ("patch", f"episodes/{IDS['episodes']}/", {"note": f"second {WORD}"}),
    ("put", f"episodes/{IDS['deleted episode']}/", EPISODE | {"note": WORD}),
    ("delete", f"episodes/{IDS['deleted episode']}/", None),
    ("put", f"checks/{IDS['checks']}/", CHECK | {"answers": {"swallow_saliva": "yes"}, "note": WORD}),
    ("put", f"events/{IDS['events']}/", EVENT | {"name": WORD, "dose": 2.5, "unit": WORD, "note": WORD}),
    ("put", f"days/{DAY}/", {"state": "twitched", "stress": 7, "note": WORD}),
    ("put", "baseline/", {"suspected_factors": [WORD], "birth_year": 1971}),
    ("put", "settings/", {"theme": "light", "emergency_number": NUMBER}),
    ("put", "questions/", {"questions": [f"What about the {WORD}?"]}),
    ("post", "shares/", SHARE | {"label": WORD}),
    ("post", "push-subscriptions/", BROWSER),
    ("post", "calendar/", None),
    ("post", "imports/?source=own", OWN_FILE | {"episodes": [EPISODE | {"id": UNKNOWN[:-1] + "1", "note": WORD}]}),
)  # fmt: skip


@dataclass(frozen=True)
class Principal:
    """Somebody at a door: the column of the table, and what they hold in their hand."""

    column: str
    cookie: str = ""
    token: str = ""
    parameter: str = ""
    share: str = ""

    def at(self, door: Door) -> str:
        """Return the column: the API reads cookie and token, the headless accounts the token, pages the cookie."""
        if door.address.startswith("api/v1/"):
            return self.column
        if self.share and door.by_link:
            return BY_LINK
        return self.column if bool(self.token) == door.address.startswith("_allauth/") else "nobody"

    def asks(self, path: str) -> str:
        """Return the address as they ask for it, with what they hold as a parameter."""
        names = ("token", "share", "session_token", "X-Session-Token", settings.SESSION_COOKIE_NAME)
        held = "&".join(f"{name}={self.parameter}" for name in names)
        return f"{path}{'&' if '?' in path else '?'}{held}" if self.parameter else path


class House:
    """Ana, everybody who might want to read her diary, and what each of them holds."""

    def __init__(self) -> None:
        self.ana = cast.person(f"ana.{WORD}", f"Ana {WORD}")
        self.principals = dict(_principals(self.ana))
        consent = CareLink.objects.get(diary=self.ana.diary, practice=cast.practice())
        self.ids = IDS | {"clinic": str(self.ana.diary.reference), "care-links": str(consent.pk)}

    def fill(self) -> None:
        """Let Ana keep her diary, share it, and settle nothing yet."""
        token = _keep_diary(self.ana)
        self.ids |= {
            "conflicts": str(Conflict.objects.get().pk),
            "devices": str(Device.objects.filter(user=self.ana).latest("pk").reference),
            "imports": str(Import.objects.get().pk),
            "shares": str(ShareLink.objects.get().pk),
            "push-subscriptions": str(PushSubscription.objects.get().pk),
        }
        self.principals |= {
            "a share link as session token": Principal("nobody", token=token),
            "a share link as cookie": Principal("nobody", cookie=token),
            "a share link as parameter": Principal("nobody", parameter=token),
            "a share link that was opened": Principal("nobody", share=_opened(token)),
        }

    @property
    def tokens(self) -> list[str]:
        """What opens Ana's diary: told once, or never."""
        hers = (one for name, one in self.principals.items() if name.startswith(("Ana", "a share")))
        return sorted({one.cookie or one.token or one.parameter or one.share for one in hers})

    def is_anas(self, table: str, row: dict[str, Any]) -> bool:
        """Say whether this row of that table belongs to Ana."""
        owner = row.get("id") if table == "people_user" else row.get("user_id") or row.get("owner_id")
        return owner == self.ana.pk or row.get("diary_id") == self.ana.diary.pk

    def path(self, door: Door, id: str = "") -> str:
        """Return where the door is, with this id in the address; with Ana's where none is given."""
        if not door.thing:
            return f"/{door.example or door.address}{door.asks}"
        before, _, after = door.address.partition("<")
        after = after.partition(">")[2].replace("<int:number>", "1").replace("<str:name>", "days")
        return f"/{before}{id or self.ids[door.thing]}{after}{door.asks}"


def _principals(ana: User) -> Iterator[tuple[str, Principal]]:
    yield "Ana with an old password", Principal("nobody", _session(_with_password(ana, "an older corner")))
    _with_password(ana, cast.PASSWORD)
    yield "Ana", Principal("Ana", _session(ana))
    yield "Ana by session token", Principal("Ana", token=_session(ana))
    yield "Ana's session that ran out", Principal("nobody", _run_out(_session(ana)))
    yield "Ana's token that ran out", Principal("nobody", token=_run_out(_session(ana)))
    yield "Ana's token as parameter", Principal("nobody", parameter=_session(ana))
    signed_out = _session(ana)
    Device.objects.filter(session_key=hashed(signed_out)).delete()
    yield "Ana on a phone that was signed out", Principal("nobody", signed_out, signed_out)
    yield "Eve", Principal("others", _session(_eve()))
    doctor = cast.dr_lin()
    cast.consent(ana.diary, now=NOW - timedelta(days=9))
    yield "Dr Lin", Principal("Dr Lin", _session(doctor))
    yield "a doctor without consent", Principal(ELSEWHERE, _session(_doctor("stranger")))
    for name, user in _doctors_of_old_consents(ana):
        yield name, Principal(ELSEWHERE, _session(user))
    assistant = _colleague("assistant", Member.Role.ASSISTANT)
    yield "an assistant", Principal(ASSISTANT, _session(assistant))
    yield "a doctor without a second factor", Principal(UNPROVEN, _session(_colleague("unproven", kind=cast.person)))
    yield "a doctor who gave only the password", Principal(UNPROVEN, _password_only(_colleague("half")))
    gone = cast.clinician("gone")
    practices.join(practice=cast.practice(), user=gone, now=NOW - timedelta(days=20))
    practices.leave(practice=cast.practice(), user=gone, now=NOW - timedelta(days=1))
    yield "a doctor who left the practice", Principal("others", _session(gone))
    colleague = _colleague("closed")
    yield "a colleague whose account was closed", Principal("nobody", _session(colleague))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    operator = cast.clinician("operator")
    User.objects.filter(pk=operator.pk).update(is_staff=True, is_superuser=True)
    yield "the operator", Principal("others", _session(operator))
    yield "nobody", Principal("nobody")


def _with_password(user: User, password: str) -> User:
    user.set_password(password)
    user.save()
    return user


def _eve() -> User:
    """Return Eve, who keeps a diary too."""
    eve = cast.clinician("eve")
    cast.twitch(eve.diary, NOW - timedelta(hours=3), sites=PLACES, note="Eve's own")
    return eve


def _colleague(name: str, role: str = Member.Role.CLINICIAN, kind: Callable[[str], User] = cast.clinician) -> User:
    user = kind(name)
    practices.join(practice=cast.practice(), user=user, role=role, now=NOW - timedelta(days=20))
    return user


def _doctor(name: str) -> User:
    doctor = cast.clinician(name)
    practices.open_practice(name=f"Practice {name}", by=doctor, now=NOW - timedelta(days=300), code=name.upper())
    return doctor


def _doctors_of_old_consents(ana: User) -> Iterator[tuple[str, User]]:
    given: Any = {"diary": ana.diary, "scope": "profile_and_log", "by": ana, "now": NOW - timedelta(days=8)}
    paused, revoked, over = (_doctor(name) for name in ("paused", "revoked", "over"))
    link, _ = care_links.give(code="PAUSED", until=None, **given)
    care_links.change(diary=ana.diary, id=link.pk, fields={"paused": True}, by=ana, now=NOW - timedelta(days=1))
    yield "a doctor whose consent is paused", paused
    link, _ = care_links.give(code="REVOKED", until=None, **given)
    care_links.revoke(diary=ana.diary, id=link.pk, by=ana, now=NOW - timedelta(days=1))
    yield "a doctor whose consent is revoked", revoked
    care_links.give(code="OVER", until=NOW, **given)
    yield "a doctor whose consent has run out", over


def _session(user: User) -> str:
    return cast.signed_in_to_work(user).cookies[settings.SESSION_COOKIE_NAME].value


def _password_only(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _opened(token: str) -> str:
    """Return the cookie of a browser in which somebody opened this share link."""
    client = Client()
    client.post("/share/open/", {"link": token})
    return client.cookies[settings.SHARE_COOKIE_NAME].value


def _run_out(key: str) -> str:
    Device.objects.filter(session_key=hashed(key)).update(expire_date=NOW)
    return key


def _keep_diary(ana: User) -> str:
    """Let Ana say everything that can be said; return the token of her share link."""
    phone, token = APIClient(), ""
    phone.force_login(ana)
    Device.objects.filter(user=ana).update(user_agent=WORD)
    for verb, address, said in ANA_SAYS:
        answer = getattr(phone, verb)(f"/api/v1/{address}", said, format="json")
        assert answer.status_code in (200, 201, 204), (address, answer.content)
        token = answer.json()["token"] if address == "shares/" else token
    _disagree(phone)
    openings.log(diary=ana.diary, by=ana, practice=cast.practice(), what=Opening.What.PROFILE, now=NOW)
    return token


def _disagree(phone: APIClient) -> None:
    """Let another phone, which had not seen the day's answer, say something else of that day."""
    operation = {"op_id": IDS["operation"], "kind": "day", "id": DAY, "fields": {"note": f"no {WORD}"}}
    phone.post("/api/v1/sync/push/", PUSH | {"ops": [operation]}, format="json")
