"""
What anybody may send, and what has to come of it: one table over all resources.

Whatever comes, the answer is never a failure of ours. A refusal says what is wrong, and where, and stores nothing.
What is accepted is stored as it was said. And nothing that was sent can spoil a diary for who reads it after.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from rest_framework.test import APIClient

from api.errors import PROBLEM_JSON
from diary import vocabulary as v
from people.models import Device, User
from tests import cast
from tests.cast import NOW
from tests.reading import Readers
from tests.tampering import undone

JSON: Final = "application/json"
NEW: Final = "0192f3a4-5b6c-4d8e-9f01-00000000aaaa"
AT: Final = "2026-11-20T12:59:00+01:00"
EPISODE: Final = {"started_at": AT, "time_zone": "Europe/Prague", "recorded_at": AT}
CHECK: Final = {"performed_at": AT, "time_zone": "Europe/Prague"}
EVENT: Final = {"kind": "visit", "action": "single", "on": "2026-11-20"}
SHARE: Final = {"first": "2026-11-01", "last": "2026-11-20"}
CONSENT: Final = {"code": "LINNEURO"}
PUSH: Final = {"device_id": "phone", "epoch": 1, "schema_version": 1, "ops": []}
OWN_FILE: Final = {
    "format": "twitch-diary", "format_version": 1, "vocabulary_version": 1, "exported_at": AT, "epoch": 1,
    "diary": NEW, "change_counter": 0, "episodes": [], "complete": True,
}  # fmt: skip
CHIN: Final = {"site": "chin", "side": "left"}

EPISODES, ONE = "episodes/", "episodes/{new}/"
CHECKS, EVENTS, A_DAY = "checks/{new}/", "events/{new}/", "days/2026-11-20/"
OWN, CSV = "imports/?source=own", "imports/?source=csv&resource=episodes&time_zone=UTC"


@dataclass(frozen=True)
class Case:
    """
    One request, and what has to come of it.

    In `address`, below /api/v1/, {episode} and its like are ids of what Ana has. `body` is JSON, or bytes as they are.
    `stored` is what an accepting answer has to say.
    """

    method: str
    address: str
    body: Any = None
    answer: int = 400
    pointer: str = ""
    code: str = ""
    content_type: str = JSON
    sent: dict[str, str] = field(default_factory=dict)
    environ: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)


# What the product does not do yet.

Table = dict[str, Case]
Wrong = tuple[dict[str, Any], str, str]  # fields, pointer, code


def refused(method: str, address: str, base: dict[str, Any], rows: dict[str, Wrong]) -> Table:
    """Return a case for each way in which an otherwise good body is wrong."""
    return {
        f"{method} {address} {name}": Case(method, address, base | said, 400, pointer, code)
        for name, (said, pointer, code) in rows.items()
    }


def kept(method: str, address: str, base: dict[str, Any], rows: dict[str, Any], answer: int = 201) -> Table:
    """Return a case for each body that is odd and good: what is said, and what is stored where that differs."""
    pairs = {name: row if isinstance(row, tuple) else (row, row) for name, row in rows.items()}
    return {
        f"{method} {address} {name}": Case(method, address, base | said, answer, stored=stored)
        for name, (said, stored) in pairs.items()
    }


def asked(address: str, rows: dict[str, tuple[str, str, str]]) -> Table:
    """Return a case for each parameter that is refused."""
    return {
        f"GET {address} {name}": Case("GET", f"{address}?{parameters}", None, 400, pointer, code)
        for name, (parameters, pointer, code) in rows.items()
    }


def nested(levels: int) -> list[Any]:
    """Return a list in a list, so many times."""
    told: list[Any] = json.loads("[" * levels + "]" * levels)
    return told


# Bodies that are none, at every door that reads one.

WRITES: Final = (
    ("PUT", ONE), ("PATCH", "episodes/{episode}/"), ("POST", EPISODES), ("PUT", CHECKS), ("PUT", EVENTS),
    ("PATCH", A_DAY), ("PUT", "baseline/"), ("PATCH", "settings/"), ("PUT", "questions/"), ("PATCH", "account/"),
    ("POST", "account/erase/"), ("POST", "care-links/"), ("PATCH", "care-links/{consent}/"), ("POST", "shares/"),
    ("POST", "sync/push/"), ("POST", "conflicts/{new}/resolve/"),
)  # fmt: skip
NO_JSON: Final = {
    "nothing": (b"", "empty_body"),
    "blanks": (b" \r\n\t", "empty_body"),
    "half an object": (b'{"note": "a"', "malformed_json"),
    "something after the object": (b"{} x", "malformed_json"),
    "two objects": (b"{}{}", "malformed_json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "malformed_json"),
    "UTF-16": ('{"note": "a"}'.encode("utf-16"), "malformed_json"),
    "bytes that are no UTF-8": (b'{"note": "\xc3\x28"}', "malformed_json"),
    "a surrogate in bytes": (b'{"note": "\xed\xa0\x80"}', "malformed_json"),
    "NaN": (b'{"note": NaN}', "malformed_json"),
    "minus infinity": (b'{"note": -Infinity}', "malformed_json"),
    "a control character": (b'{"note": "a\x00b"}', "malformed_json"),
    "single quotes": (b"{'note': 'a'}", "malformed_json"),
    "a comment": (b'{/* */ "note": "a"}', "malformed_json"),
    "5,000 digits": (b'{"note": ' + b"9" * 5_000 + b"}", "malformed_json"),
    "a hundred thousand brackets": (b"[" * 100_000, "malformed_json"),
    "null": (b"null", "not_an_object"),
    "a number": (b"5", "not_an_object"),
    "a list": (b"[{}]", "not_an_object"),
    "a list 500 deep": (b"[" * 500 + b"]" * 500, "not_an_object"),
    "a list 2,000 deep": (b"[" * 2_000 + b"]" * 2_000, "malformed_json"),
}
FEW: Final = ("nothing", "half an object", "a byte order mark", "a surrogate in bytes", "null")
UNREADABLE: Final = {
    f"{method} {address} {name}": Case(method, address, raw, 400, code=code)
    for method, address in WRITES
    for name, (raw, code) in NO_JSON.items()
    if (method, address) in WRITES[:1] + WRITES[-2:] or name in FEW
}
CONTENT_TYPES: Final = {
    f"{method} {address} as {content_type or 'nothing'}": Case(
        method, address, b"{}", 415, code="unsupported_media_type", content_type=content_type
    )
    for method, address in (("PUT", ONE), ("POST", "sync/push/"), ("POST", "shares/"), ("POST", "account/erase/"))
    for content_type in (
        "", "text/plain", "text/json", "application/xml", "application/jsonp", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "application/json; charset=utf-7", "application/json; charset=utf-16",
        "application/json; charset=unicode_escape", "application/json; charset=idna", "application/json, text/plain",
    )
}  # fmt: skip
BODIES: Final = {
    "a charset in capitals": Case("PUT", ONE, EPISODE, 201, content_type='Application/JSON; charset="UTF-8"'),
    "the last of two equal keys counts": Case(
        "PUT", ONE, json.dumps(EPISODE)[:-1].encode() + b', "stress": 1, "stress": 2}', 201, stored={"stress": 2}
    ),
    "a key that is no text": Case("PUT", ONE, b'{"\\ud800": 1}', code="unknown_field"),
    "a body that is shorter than it says": Case(
        "PUT", ONE, b'{"started', code="malformed_json", environ={"CONTENT_LENGTH": "500"}
    ),
    "a body that is longer than it says": Case(
        "PUT", ONE, json.dumps(EPISODE).encode(), code="malformed_json", environ={"CONTENT_LENGTH": "20"}
    ),
    "a length below nothing": Case("PUT", ONE, EPISODE, code="empty_body", environ={"CONTENT_LENGTH": "-5"}),
    "a length beyond all bounds": Case(
        "PUT", ONE, EPISODE, 413, code="too_large", environ={"CONTENT_LENGTH": "9" * 30}
    ),
    "a million and one bytes": Case("PUT", ONE, b'"' + b"x" * 999_999 + b'"', 413, code="too_large"),
    "a body with a GET is passed over": Case("GET", "settings/", b"\xff", 200),
    "twenty-one levels for a list of places": Case(
        "PUT", ONE, EPISODE | {"sites": nested(21)}, 400, "/sites/0", "invalid"
    ),
    "500 levels for a text": Case("PUT", ONE, EPISODE | {"note": nested(500)}, 400, "/note", "invalid"),
    **{
        f"{levels} levels in {name}, which is read only": Case(
            "PUT", ONE, EPISODE | {name: nested(levels)},
        )
        for levels in (21, 300)
        for name in ("id", "revision", "day")
    },
}  # fmt: skip


# Texts.

Rest = dict[str, Any]
# Method, address, the rest of the body, where the text stands, how long it may be.
TEXTS: Final[tuple[tuple[str, str, Rest, str, int], ...]] = (
    ("PUT", ONE, EPISODE, "note", v.NOTE_MAX),
    ("PUT", CHECKS, CHECK, "note", v.NOTE_MAX),
    ("PATCH", A_DAY, {}, "note", v.NOTE_MAX),
    ("PUT", EVENTS, EVENT, "note", v.NOTE_MAX),
    ("PUT", EVENTS, EVENT, "name", v.NAME_MAX),
    ("PUT", EVENTS, EVENT, "unit", v.UNIT_MAX),
)
LITERAL: Final = {
    "a formula": "=1+1", "a command": "+cmd|' /C calc'!A0", "a template": "{{7*7}}{% debug %}${7*7}#{7*7}",
    "a script": "<script>alert(1)</script>", "an image": '"><img src=x onerror=alert(1)>',
    "SQL": "' OR 1=1--; DROP TABLE x;",
    "wildcards": "%_!\\", "a TeX fraction": "$\\frac{1}{$", "markup of the PDF": "#panic(1) @x <y> *z*",
    "new lines": "a\r\nb\rc\nd", "right to left": "\u05e9\u05dc\u05d5\u05dd \u202eabc\u2066x\u2069",
    "invisible characters": "\u200b\u2060\ufeff\u00ad", "two hundred marks": "q" + "\u0323" * 100 + "\u0301" * 100,
    "a flag and a family": "\U0001f1e8\U0001f1ff \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "noncharacters": "\uffff\U0010ffff",
    "line separators": "a\u2028b\u2029c\x85d", "an escaped surrogate": "\\ud800",
    "what looks like JSON": '","site":"chin',
    "DEL and escapes": "\x01\x1b[31m\x7f", "blanks": "   ", "a path": "../../etc/passwd", "a percent": "%00%0d%0a",
}  # fmt: skip


def _texts() -> Iterator[tuple[str, Case]]:
    for method, address, rest, name, longest in TEXTS:
        wrong: dict[str, Wrong] = {
            f"{name} is a number": ({name: 5}, f"/{name}", "invalid"),
            f"{name} is true": ({name: True}, f"/{name}", "invalid"),
            f"{name} is a list": ({name: ["a"]}, f"/{name}", "invalid"),
            f"{name} is null": ({name: None}, f"/{name}", "null"),
            f"{name} holds NUL": ({name: "a\0b"}, f"/{name}", "bad_text"),
            f"{name} is one too long": ({name: "\U0001f600" * (longest + 1)}, f"/{name}", "too_long"),
        }
        yield from refused(method, address, rest, wrong).items()
        emoji = {f"{name} of the longest": {name: "\U0001f600" * longest}}
        yield from kept(method, address, rest, emoji).items()
        lone = json.dumps(rest | {name: "\ud800"}).encode()
        yield (
            f"{method} {address} {name} holds half a character",
            Case(method, address, lone, 400, f"/{name}", "surrogate_characters_not_allowed"),
        )


_ODD_NOTES: Final = {name: {"note": text} for name, text in LITERAL.items()}
_ODD_NAMES: Final = {name: {"name": text[: v.NAME_MAX]} for name, text in LITERAL.items()}
_ODD: Final = kept("PUT", ONE, EPISODE, _ODD_NOTES) | kept("PUT", EVENTS, EVENT, _ODD_NAMES)
NOTES: Final = dict(_texts()) | _ODD | kept("PUT", ONE, EPISODE, {
        "NFC that shortens to the longest": ({"note": "e\u0301" * 2_000}, {"note": "\u00e9" * 2_000}),
        "NFC that lengthens": ({"note": "\u0958" * 1_000}, {"note": "\u0915\u093c" * 1_000}),
    }) | refused("PUT", ONE, EPISODE, {
        "NFC that lengthens beyond": ({"note": "\u0958" * 1_001}, "/note", "too_long"),
        "NFC that lengthens three times beyond": ({"note": "\U0001d160" * 667}, "/note", "too_long"),
        "a million characters": ({"note": "x" * 900_000}, "/note", "too_long"),
        "a field of somebody else": ({"owner": 1, "seq": 9, "is_staff": True}, "/is_staff", "unknown_field"),
    }) | refused("PUT", ONE, EPISODE, {
        "a field with a slash": ({"a/b": 1}, "/a~1b", "unknown_field"),
        "a field with a full stop": ({"a.b": 1}, "/a.b", "unknown_field"),
    })  # fmt: skip

# Numbers.

# Method, address, the rest of the body, where the number stands, the lowest, the highest.
NUMBERS: Final[tuple[tuple[str, str, Rest, str, int, int], ...]] = (
    ("PUT", ONE, EPISODE, "duration_s", 0, v.DURATION_S_MAX),
    ("PUT", ONE, EPISODE, "count", v.COUNT_MIN, v.COUNT_MAX),
    ("PUT", ONE, EPISODE, "intensity", 0, v.INTENSITY_MAX),
    ("PUT", ONE, EPISODE, "caffeine_mg", 0, v.CAFFEINE_MG_MAX),
    ("PUT", ONE, EPISODE, "sleep_min", 0, v.SLEEP_MIN_MAX),
    ("PUT", ONE, EPISODE, "stress", 0, v.STRESS_MAX),
    ("PATCH", A_DAY, {}, "function", 0, v.FUNCTION_MAX),
    ("PATCH", A_DAY, {}, "caffeine_mg", 0, v.CAFFEINE_MG_MAX),
    ("PATCH", A_DAY, {}, "sleep_min", 0, v.SLEEP_MIN_MAX),
    ("PATCH", A_DAY, {}, "sleep_quality", 0, v.STRESS_MAX),
    ("PATCH", A_DAY, {}, "stress", 0, v.STRESS_MAX),
    ("PATCH", A_DAY, {}, "fatigue", 0, v.STRESS_MAX),
    ("PATCH", A_DAY, {}, "screen_min", 0, v.SCREEN_MIN_MAX),
    ("PATCH", A_DAY, {}, "alcohol_units", 0, v.ALCOHOL_UNITS_MAX),
    ("PUT", "baseline/", {}, "birth_year", v.BIRTH_YEAR_MIN, NOW.year),
)


def _numbers() -> Iterator[tuple[str, Case]]:
    no_numbers = {
        "true": True, "a text": "3", "a text in full-width digits": "\uff13", "a fraction": 1.5,
        "a fraction of nothing": 3.0,
        "a list": [3], "an object": {},
    }  # fmt: skip
    for method, address, rest, name, lowest, highest in NUMBERS:
        wrong: dict[str, Wrong] = {
            f"{name} below": ({name: lowest - 1}, f"/{name}", "min_value"),
            f"{name} above": ({name: highest + 1}, f"/{name}", "future_time" if name == "birth_year" else "max_value"),
            f"{name} far above": ({name: 10**40}, f"/{name}", "max_value"),
        }
        if name in ("count", "function", "birth_year"):
            wrong |= {f"{name} is {what}": ({name: no}, f"/{name}", "not_a_number") for what, no in no_numbers.items()}
        yield from refused(method, address, rest, wrong).items()
        good = {f"{name} at its {end}": {name: value} for end, value in (("lowest", lowest), ("highest", highest))}
        yield from kept(method, address, rest, good | {f"{name} not said": {name: None}}).items()


AMOUNTS: Final = {
    **dict(_numbers()),
    **refused("PUT", EVENTS, EVENT, {
        "dose below nothing": ({"dose": -0.001}, "/dose", "min_value"),
        "dose above": ({"dose": v.DOSE_MAX + 0.001}, "/dose", "max_value"),
        "dose 1e308": ({"dose": 1e308}, "/dose", "max_value"),
        "dose of four decimals": ({"dose": 0.0001}, "/dose", "too_precise"),
        "dose 1e-9": ({"dose": 1e-9}, "/dose", "too_precise"),
        "dose is true": ({"dose": True}, "/dose", "not_a_number"),
        "dose with a comma": ({"dose": "2,5"}, "/dose", "not_a_number"),
        "dose of 400 digits": ({"dose": 10**400}, "/dose", "overflow"),
    }),
    "dose 1e999": Case("PUT", EVENTS, json.dumps(EVENT)[:-1].encode() + b', "dose": 1e999}', 400, "/dose", "invalid"),
    **kept("PUT", EVENTS, EVENT, {
        "dose 2.5": {"dose": 2.5}, "dose at its highest": {"dose": v.DOSE_MAX},
        "dose minus nothing": ({"dose": -0.0}, {"dose": 0}), "dose of three decimals": {"dose": 0.001},
    }),
    "stress minus nothing": Case(
        "PUT", ONE, json.dumps(EPISODE)[:-1].encode() + b', "stress": -0}', 201, stored={"stress": 0}
    ),
    "stress in scientific notation": Case(
        "PUT", ONE, json.dumps(EPISODE)[:-1].encode() + b', "stress": 1e0}', 400, "/stress", "not_a_number"
    ),
    **refused("PATCH", A_DAY, {}, {
        "no serving": ({"drinks": [{"kind": "cola", "count": 0}]}, "/drinks/0/count", "min_value"),
        "fifty-one servings": ({"drinks": [{"kind": "cola", "count": 51}]}, "/drinks/0/count", "max_value"),
        "a serving without its drink": ({"drinks": [{"count": 1}]}, "/drinks/0/kind", "required"),
        "more drinks than there are": ({"drinks": [{"kind": "cola", "count": 1}] * 12}, "/drinks", "max_length"),
        "drinks are an object": ({"drinks": {"cola": 1}}, "/drinks", "not_a_list"),
        "a state of null": ({"state": None}, "/state", "null"),
        "a state in capitals": ({"state": "NONE"}, "/state", "invalid_choice"),
        "wearing off is one": ({"wearing_off": 1}, "/wearing_off", "invalid"),
        "a date of another day": ({"dates": "2026-11-19"}, "/dates", "unknown_field"),
    }),
}  # fmt: skip

# Times and zones.

MOMENTS: Final = (  # method, address, the body around a moment, its pointer
    ("PUT", ONE, lambda at: EPISODE | {"started_at": at}, "/started_at"),
    ("PUT", CHECKS, lambda at: CHECK | {"performed_at": at}, "/performed_at"),
    (
        "PUT", CHECKS, lambda at: CHECK | {"answers": {"fever": {"value": "yes", "onset_at": at}}},
        "/answers/fever/onset_at",
    ),
    ("PATCH", A_DAY, lambda at: {"last_caffeine_at": at}, "/last_caffeine_at"),
)  # fmt: skip
BAD_MOMENTS: Final = {
    "no offset": ("2026-11-20T10:00:00", "offset_required"),
    "no offset in the gap of a clock change": ("2026-03-29T02:30:00", "offset_required"),
    "no place so far east": ("2026-11-20T10:00:00+14:01", "bad_offset"),
    "no place so far west": ("2026-11-19T10:00:00-12:01", "bad_offset"),
    "nearly a day of offset": ("2026-11-20T10:00:00+23:59", "bad_offset"),
    "an offset of a day": ("2026-11-20T10:00:00+24:00", "invalid"),
    "the year nothing": ("0000-01-01T00:00:00Z", "invalid"),
    "the year one": ("0001-01-01T00:00:00Z", "ancient_time"),
    "the year one, which is none in UTC": ("0001-01-01T00:00:00+14:00", "ancient_time"),
    "the last second before 1900": ("1899-12-31T23:59:59Z", "ancient_time"),
    "the year ten thousand": ("10000-01-01T00:00:00Z", "invalid"),
    "a year before nothing": ("-2026-11-20T10:00:00Z", "invalid"),
    "29 February of another year": ("2026-02-29T10:00:00Z", "invalid"),
    "the thirteenth month": ("2026-13-01T10:00:00Z", "invalid"),
    "the hour twenty-four": ("2026-11-19T24:00:00Z", "invalid"),
    "a leap second": ("2016-12-31T23:59:60Z", "invalid"),
    "a day alone": ("2026-11-20", "invalid"),
    "no seconds": ("2026-11-20T10:00Z", "invalid"),
    "a week": ("2026-W47-5T10:00:00Z", "invalid"),
    "five minutes and a second from now": ("2026-11-20T12:05:01Z", "future_time"),
    "full-width digits": ("\uff12026-11-20T10:00:00Z", "invalid"),
    "a new line after it": ("2026-11-20T10:00:00Z\n", "invalid"),
    "a comma": ("2026-11-20T10:00:00,5Z", "invalid"),
    "a word": ("now", "invalid"),
    "nothing": ("", "invalid"),
    "seconds since 1970": (1_795_000_000, "invalid"),
    "true": (True, "invalid"),
}
TIMES: Final = {
    **{
        f"{method} {address}{pointer} {name}": Case(method, address, around(at), 400, pointer, code)
        for method, address, around, pointer in MOMENTS
        for name, (at, code) in BAD_MOMENTS.items()
        if pointer == "/started_at" or code != "invalid"
    },
    **{
        f"{method} {address}{pointer} the year 9999": Case(
            method, address, around("9999-12-31T23:59:59-12:00"), 400, pointer, "future_time",
        )
        for method, address, around, pointer in MOMENTS
    },
    **kept("PUT", ONE, EPISODE, {
        "four minutes from now": (
            {"started_at": "2026-11-20T12:04:00Z"}, {"started_at": "2026-11-20T13:04:00+01:00", "entry_mode": "live"},
        ),
        "in small letters": ({"started_at": "2026-11-20t10:00:00z"}, {"started_at": "2026-11-20T11:00:00+01:00"}),
        "without offset to UTC": (
            {"started_at": "2026-11-20T10:00:00-00:00"}, {"started_at": "2026-11-20T11:00:00+01:00"},
        ),
        "of the farthest east": ({"started_at": "2026-11-20T10:00:00+14:00"}, {"day": "2026-11-19"}),
        "of the farthest west": ({"started_at": "2026-11-19T10:00:00-12:00"}, {"day": "2026-11-19"}),
        "the first second of 1900": ({"started_at": "1900-01-01T00:00:00Z"}, {"entry_mode": "backfilled"}),
        "nanoseconds, rounded": (
            {"started_at": "2026-11-20T10:00:00.123456789Z"}, {"started_at": "2026-11-20T11:00:00.123457+01:00"},
        ),
        "in the gap of a clock change": (
            {"started_at": "2026-03-29T02:30:00+01:00"},
            {"started_at": "2026-03-29T03:30:00+02:00", "time_of_day": "03:30"},
        ),
        "with an offset of another zone": (
            {"started_at": "2026-11-20T10:00:00+09:00"}, {"started_at": "2026-11-20T02:00:00+01:00"},
        ),
        "29 February": ({"started_at": "2024-02-29T23:30:00Z"}, {"day": "2024-03-01"}),
        "an old name of a zone": {"time_zone": "Asia/Calcutta"}, "a new name of a zone": {"time_zone": "Europe/Kyiv"},
        "a zone that is an offset": {"time_zone": "Etc/GMT+12"}, "UTC": {"time_zone": "UTC"},
        "a zone of an hour and a half": {"time_zone": "Asia/Kathmandu"},
    }),
    **{
        f"PUT {ONE} the zone {name[:30]!r}": Case(
            "PUT", ONE, EPISODE | {"time_zone": name}, 400, "/time_zone", "unknown_zone"
        )
        for name in (
            "", "Mars/Olympus", "europe/prague", " Europe/Prague", "Europe/Prague\n", "Factory", "localtime",
            "posixrules",
            "right/Europe/Prague", "posix/Europe/Prague", "../UTC", "/etc/localtime", "+01:00", "CET-1CEST",
            "x" * 70_000,
        )
    },
    **refused("PUT", ONE, EPISODE, {
        "a zone with NUL": ({"time_zone": "UTC\0"}, "/time_zone", "unknown_zone"),
        "a zone that is a number": ({"time_zone": 1}, "/time_zone", "invalid"),
        "recorded before it began": ({"recorded_at": "2026-11-20T11:53:59Z"}, "/recorded_at", "recorded_before_start"),
        "recorded in six minutes": ({"recorded_at": "2026-11-20T12:06:00Z"}, "/recorded_at", "future_time"),
        "recorded without offset": ({"recorded_at": "2026-11-20T12:00:00"}, "/recorded_at", "offset_required"),
        "recorded at null": ({"recorded_at": None}, "/recorded_at", "null"),
        "no zone": ({"time_zone": None}, "/time_zone", "null"),
    }),
    **refused("PUT", EVENTS, EVENT, {
        "29 February of another year": ({"on": "2026-02-29"}, "/on", "invalid"),
        "before 1900": ({"on": "1899-12-31"}, "/on", "out_of_range"),
        "after 2199": ({"on": "2200-01-01"}, "/on", "out_of_range"),
        "the year nothing": ({"on": "0000-01-01"}, "/on", "invalid"),
        "without hyphens": ({"on": "20261120"}, "/on", "invalid"),
        "a moment": ({"on": "2026-11-20T00:00:00Z"}, "/on", "invalid"),
        "full-width digits": ({"on": "\uff12026-11-20"}, "/on", "invalid"),
        "a number": ({"on": 20261120}, "/on", "invalid"),
        "an end before it began": ({"until": "2026-11-19"}, "/until", "bad_period"),
        "an end beyond 2199": ({"until": "9999-12-31"}, "/until", "out_of_range"),
        "no kind": ({"kind": None}, "/kind", "null"),
        "a kind that is none": ({"kind": "magic"}, "/kind", "invalid_choice"),
        "the same place twice": ({"sites": [CHIN, CHIN]}, "/sites", "repeated_site"),
    }),
    **kept("PUT", EVENTS, EVENT, {
        "29 February to come": {"on": "2028-02-29"}, "the last day of 2199": {"on": "2199-12-31"},
        "of one day": {"until": "2026-11-20"},
    }),
    **{
        f"PATCH days/{day}/": Case("PATCH", f"days/{day}/", {"stress": 1}, 400, "/date", code)
        for day, code in (
            ("2026-11-22", "future_time"), ("9999-12-31", "future_time"), ("0001-01-01", "ancient_time"),
            ("0000-01-01", "invalid"), ("2026-11-20T00:00:00Z", "invalid"), ("2026-11-20%00", "invalid"),
            ("%EF%BC%92026-11-20", "invalid"), ("+2026-11-20", "invalid"), ("2026-11-20%0A", "invalid"),
            ("%ff", "invalid"), ("x" * 10_000, "invalid"),
        )
    },
    "a day that has begun in the east": Case("PATCH", "days/2026-11-21/", {"stress": 1}, 201, stored={"stress": 1}),
}  # fmt: skip

# Ids, lists and cursors.


def cursor(*told: Any) -> str:
    """Return a cursor as somebody might make one who has looked at ours."""
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


BAD_IDS: Final = {
    "a number": "1", "a word": "zzz", "nil": "00000000-0000-0000-0000-000000000000",
    "the last": "ffffffff-ffff-ffff-ffff-ffffffffffff", "without hyphens": NEW.replace("-", ""),
    "in braces": "%7B" + NEW + "%7D", "a URN": "urn:uuid:" + NEW,
    "of version 1": "0192f3a4-5b6c-1d8e-9f01-000000000000",
    "of another variant": "0192f3a4-5b6c-4d8e-cf01-000000000000", "with a blank": NEW + "%20", "with NUL": NEW + "%00",
    "with a new line": NEW + "%0A", "in full-width digits": "%EF%BC%90" + NEW[1:],
    "with an underscore": NEW[:-2] + "_a",
    "hyphens elsewhere": "0192-f3a45b6c-4d8e-9f01-00000000aaaa", "no UTF-8": "%ff", "half a character": "%ed%a0%80",
    "a path": "..;%5cadmin", "ten kilobytes": "a" * 10_000,
}  # fmt: skip
BY_ID: Final = (
    ("GET", "episodes/{id}/"), ("PUT", "checks/{id}/"), ("PATCH", "events/{id}/"), ("DELETE", "episodes/{id}/"),
    ("POST", "episodes/{id}/restore/"), ("GET", "checks/{id}/history/"), ("PATCH", "care-links/{id}/"),
    ("DELETE", "care-links/{id}/"), ("DELETE", "shares/{id}/"), ("GET", "imports/{id}/"), ("DELETE", "imports/{id}/"),
    ("POST", "conflicts/{id}/resolve/"), ("DELETE", "devices/{id}/"),
)  # fmt: skip
BODY_BY_ID: Final = {"checks/{id}/": CHECK, "conflicts/{id}/resolve/": {"keep": "mine"}}
IDS: Final = {
    **{
        f"{method} {address} {name}": Case(
            method, address.replace("{id}", id), BODY_BY_ID.get(address, {} if method != "GET" else None), 400, "/id",
            "invalid_id",
        )
        for method, address in BY_ID
        for name, id in BAD_IDS.items()
        if name in ("a word", "no UTF-8", "ten kilobytes") or address in ("episodes/{id}/", "care-links/{id}/")
    },
    **{
        f"DELETE devices {name}": Case(
            "DELETE", f"devices/{spelled}/", None, 400, "/id", "invalid_id",
        )
        for name, spelled in (
            ("without hyphens", "{device_hex}"), ("in braces", "%7B{device}%7D"), ("a URN", "urn:uuid:{device}"),
        )
    },
    **{
        f"{method} {address} an id that is nobody's": Case(
            method, address.replace("{id}", "{new}"), BODY_BY_ID.get(address, {} if method != "GET" else None), 404,
            code="not_found",
        )
        for method, address in BY_ID
        if method != "PUT"
    },
    "in capitals it is the same": Case("PUT", f"episodes/{NEW.upper()}/", EPISODE, 201, stored={"id": NEW}),
    "in a body of version 5": Case(
        "POST", EPISODES, EPISODE | {"id": NEW.replace("-4d", "-5d")}, 400, "/id", "invalid_id"
    ),
    "in a body a number": Case("POST", EPISODES, EPISODE | {"id": 5}, 400, "/id", "invalid_id"),
    "in a body null": Case("POST", EPISODES, EPISODE | {"id": None}, 400, "/id", "null"),
    "in a body that differs from the address it is passed over": Case(
        "PUT", ONE, EPISODE | {"id": "0192f3a4-5b6c-4d8e-9f01-0000000000bb"}, 201, stored={"id": NEW}
    ),
}  # fmt: skip
LISTS: Final = {
    **{
        f"{address} {name}": Case("GET", f"{address}?{parameters}", None, 400, pointer, code)
        for address in (EPISODES, "days/")
        for name, parameters, pointer, code in (
            ("no size", "page_size=", "/page_size", "out_of_range"),
            ("none", "page_size=0", "/page_size", "out_of_range"),
            ("minus one", "page_size=-1", "/page_size", "out_of_range"),
            ("a thousand and one", "page_size=1001", "/page_size", "out_of_range"),
            ("24 digits", f"page_size={'9' * 24}", "/page_size", "out_of_range"),
            ("a fraction", "page_size=1.5", "/page_size", "out_of_range"),
            ("a blank before", "page_size=%201", "/page_size", "out_of_range"),
            ("full-width", "page_size=%EF%BC%91", "/page_size", "out_of_range"),
            ("no day", "first=", "/first", "invalid"),
            ("no such day", "last=2026-02-30", "/last", "invalid"),
            ("a day with NUL", "first=2026-11-20%00", "/first", "invalid"),
            ("a cursor that is a word", "cursor=garbage", "/cursor", "bad_cursor"),
            ("a cursor of 10 kB", f"cursor={'x' * 10_000}", "/cursor", "bad_cursor"),
            ("a cursor of no UTF-8", "cursor=%ff%fe", "/cursor", "bad_cursor"),
            ("a cursor of nothing", f"cursor={cursor()}", "/cursor", "bad_cursor"),
            ("a cursor without place", f"cursor={cursor('older_than')}", "/cursor", "bad_cursor"),
            ("a cursor that goes sideways", f"cursor={cursor('beside', AT, NEW)}", "/cursor", "bad_cursor"),
            ("a cursor of numbers", f"cursor={cursor('older_than', 5, 7)}", "/cursor", "bad_cursor"),
            ("a cursor with more", f"cursor={cursor('older_than', AT, NEW, NEW)}", "/cursor", "bad_cursor"),
            ("a cursor with SQL", f"cursor={cursor('older_than', '1 OR 1=1', NEW)}", "/cursor", "bad_cursor"),
            ("a cursor with NUL", f"cursor={cursor('older_than', AT, NEW + chr(0))}", "/cursor", "bad_cursor"),
            ("a cursor that nests", f"cursor={cursor('older_than', [[[AT]]])}", "/cursor", "bad_cursor"),
        )
    },
    **{
        f"{address} a cursor of {name}": Case(
            "GET", f"{address}?cursor={cursor(way, at, NEW)}", None, 400, "/cursor", "bad_cursor",
        )
        for address in (EPISODES, "checks/")
        for way in ("older_than", "newer_than")
        for name, at in (
            (f"the year one, {way}", "0001-01-01T00:00:00+14:00"),
            (f"the year 9999, {way}", "9999-12-31T23:59:59-14:00"),
        )
    },
    **{
        f"{address} {name}": Case("GET", f"{address}?{parameters}", None, 400, pointer, code)
        for address in (EPISODES, "events/")
        for name, parameters, pointer, code in (
            ("a site that is none", "site=knee_cap", "/site", "invalid_choice"),
            ("no site", "site=", "/site", "invalid_choice"),
            ("a site with a wildcard", "site=%25", "/site", "invalid_choice"),
            ("a site with SQL", "site=chin%27--", "/site", "invalid_choice"),
            ("a side in capitals", "side=LEFT", "/side", "invalid_choice"),
            ("201 parameters", "&".join(f"p{n}=1" for n in range(201)), "", "parse_error"),
        )
    },
    "a cursor of the checks, for days": Case("GET", "days/?cursor={check_cursor}", None, 400, "/cursor", "bad_cursor"),
    "a cursor of a history, for episodes": Case(
        "GET", f"episodes/?cursor={cursor('older_than', '5')}", None, 400, "/cursor", "bad_cursor"
    ),
    "a cursor of a list, for a history": Case(
        "GET", "episodes/{episode}/history/?cursor={check_cursor}", None, 400, "/cursor", "bad_cursor"
    ),
    "a cursor of a history that goes up": Case(
        "GET", f"episodes/{{episode}}/history/?cursor={cursor('newer_than', '1')}", None, 400, "/cursor", "bad_cursor"
    ),
    "a cursor of a history of 30 digits": Case(
        "GET", f"episodes/{{episode}}/history/?cursor={cursor('older_than', '9' * 30)}", None, 400, "/cursor",
        "bad_cursor"
    ),
    "a history in pages of none": Case(
        "GET", "baseline/history/?page_size=0", None, 400, "/page_size", "out_of_range"
    ),
    "a cursor of the checks, for episodes": Case("GET", "episodes/?cursor={check_cursor}", None, 200),
    "a cursor of Eve's": Case("GET", "episodes/?cursor={eves_cursor}", None, 200, stored={"results": []}),
    "an empty cursor": Case("GET", "episodes/?cursor=", None, 200, stored={"results": []}),
    "a thousand a page": Case("GET", "episodes/?page_size=1000", None, 200),
    "days in the wrong order": Case(
        "GET", "episodes/?first=2026-11-20&last=2026-11-01", None, 200, stored={"results": []}
    ),
    "parameters nobody knows": Case("GET", "episodes/?patient=1&ordering=;DROP&_method=DELETE&format=xml", None, 200),
    "parameters that are no UTF-8": Case("GET", "episodes/?x=%ff%fe&y=%00&z=%ed%a0%80&page_size=1", None, 200),
    **asked("flags/", {
        "of no day": ("as_of=", "/as_of", "invalid"), "of no such day": ("as_of=2026-02-30", "/as_of", "invalid"),
        "of the year one": ("as_of=0001-01-01", "/as_of", "out_of_range"),
        "of the year 9999": ("as_of=9999-12-31", "/as_of", "out_of_range"),
        "in no language": ("lang=tlh", "/lang", "invalid_choice"),
    }),
    **asked("reports/profile.pdf", {
        "of half a period": ("first=2026-11-20", "/last", "required"),
        "of days in the wrong order": ("first=2026-11-20&last=2026-11-19", "/last", "bad_period"),
        "of 367 days": ("first=2025-11-19&last=2026-11-20", "/last", "period_too_long"),
        "of the year one": ("first=0001-01-01&last=0001-01-05", "/first", "out_of_range"),
        "of the year 9999": ("first=9999-12-01&last=9999-12-31", "/first", "out_of_range"),
        "on a napkin": ("paper=napkin", "/paper", "invalid_choice"),
        "in no language": ("lang=cs", "/lang", "invalid_choice"),
        "with NUL": ("first=2026-11-01%00&last=2026-11-20", "/first", "invalid"),
    }),
    "a page of the last days of 2199": Case("GET", "reports/profile.pdf?first=2199-12-01&last=2199-12-31", None, 200),
    "flags of the first day of 1900": Case("GET", "flags/?as_of=1900-01-01", None, 200),
    "flags of the last day of 2199": Case("GET", "flags/?as_of=2199-12-31", None, 200),
    "a page of the first days of 1900": Case("GET", "reports/profile.pdf?first=1900-01-01&last=1900-01-02", None, 200),
}  # fmt: skip

# Headers and methods.

CURRENT, OTHER = '"{revision}"', '"9.9"'
AMEND: Final = ("PATCH", "episodes/{episode}/", {"stress": 1})
LIST: Final = ("GET", "episodes/", None)
HEADERS: Final = {
    **{
        f"If-Match {name}": Case(*AMEND, 412, code="stale_revision", sent={"If-Match": tag})
        for name, tag in (
            ("of another revision", OTHER), ("of nothing", ""), ("a word", "newest"), ("half a quote", '"1.1'),
            ("of 100 kB", "x" * 100_000),
            ("of a date", "Fri, 20 Nov 2026 12:00:00 GMT"), ("SQL", "' OR 1=1--"), ("others", f"{OTHER}, {OTHER}"),
        )
    },
    "If-Match where nothing is": Case("PUT", ONE, EPISODE, 412, code="stale_revision", sent={"If-Match": "*"}),
    "If-Match of the present": Case(*AMEND, 200, sent={"If-Match": CURRENT}),
    "If-Match of the present, weak": Case(*AMEND, 200, sent={"If-Match": "W/" + CURRENT}),
    "If-Match of anything": Case(*AMEND, 200, sent={"If-Match": " * "}),
    "If-Match of several": Case(
        *AMEND, 200, sent={"If-Match": f"{OTHER}, {CURRENT}"},
    ),
    **{
        f"If-None-Match {name}": Case(*LIST, 200, sent={"If-None-Match": tag})
        for name, tag in (
            ("a word", "x"), ("half a quote", '"'), ("of 100 kB", '"' + "x" * 100_000),
            ("ten thousand", '"a",' * 10_000),
        )
    },
    "If-None-Match of anything, where something is": Case(
        "PUT", "episodes/{episode}/", EPISODE | {"stress": 9}, 412, code="exists", sent={"If-None-Match": "*"}
    ),
    **{
        f"Accept {accept[:30]!r}": Case(*LIST, 406, code="not_acceptable", sent={"Accept": accept})
        for accept in (
            "", "application/xml", "text/html", "garbage", "a/b;q=x", "application/pdf", "text/csv", "\xff/\xfe",
            "x" * 10_000,
        )
    },
    **{
        f"Accept {accept[:30]!r}, which we speak": Case(*LIST, 200, sent={"Accept": accept})
        for accept in (
            "*/*", "application/*", "application/json; indent=999999999", "a/b, application/json;q=0.1",
            "a/b," * 50 + "*/*",
        )
    },
    **{
        f"{name} {told[:20]!r} alone": Case(
            *LIST, 401, code="not_authenticated", sent={name: told}, environ={"HTTP_COOKIE": ""}
        )
        for name, tokens in (
            ("Authorization", ("", "Token", "Bearer x", "Basic YW5hOmFuYQ==", "Session x, Session y", "\xff" * 40)),
            ("Authorization", ("x" * 100_000,)),
            ("X-Session-Token", ("", " ", "x", "\xff" * 40, "a b", "x" * 100_000, "null", "{DIARY}")),
        )
        for told in tokens
    },
    **{
        f"Authorization {told[:20]!r} beside a cookie": Case(*LIST, 200, sent={"Authorization": told})
        for told in ("", "Basic", "Basic Og==", "Bearer x", "Token a b", "basic \xff", "x" * 100_000)
    },
    "another host": Case(*LIST, 400, code="bad_request", sent={"Host": "evil.example"}),
    "a host that is none": Case(*LIST, 400, code="bad_request", sent={"Host": "a b/c"}),
    "a queue of somebody else": Case("PUT", ONE, EPISODE, 409, code="other_diary", sent={"Twitch-Diary": NEW}),
    "a queue of a word": Case("PUT", ONE, EPISODE, 409, code="other_diary", sent={"Twitch-Diary": "mine \xff"}),
    "a queue of nobody": Case("PUT", ONE, EPISODE, 409, code="other_diary", sent={"Twitch-Diary": ""}),
    "one's own queue, in capitals": Case("PUT", ONE, EPISODE, 201, sent={"Twitch-Diary": "{DIARY}"}),
    **{
        f"{name} does not override": Case(
            "POST", "episodes/{episode}/", {}, 405, code="method_not_allowed", sent={name: "DELETE"}
        )
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    },
    **{
        f"{method} {address}": Case(method, address, None, 405, code="method_not_allowed")
        for method, address in (
            ("TRACE", EPISODES), ("BREW", EPISODES), ("PUT", EPISODES), ("DELETE", EPISODES), ("PATCH", "days/"),
            ("POST", "days/"),
            ("DELETE", "baseline/"), ("DELETE", "settings/"), ("POST", "flags/"), ("DELETE", "openings/"),
            ("PUT", "shares/"),
            ("GET", "episodes/{episode}/restore/"), ("DELETE", "episodes/{episode}/history/"), ("GET", "sync/push/"),
            ("POST", "sync/changes/"), ("DELETE", "account/"), ("POST", "account/"), ("GET", "account/erase/"),
            ("POST", "exports/json/"),
            ("OPTIONS", EPISODES), ("CONNECT", EPISODES),
        )
    },
}  # fmt: skip

# What else a person has.

PERSON: Final = {
    **refused("PATCH", "account/", {}, {
        "no name": ({}, "/name", "required"), "a name of null": ({"name": None}, "/name", "null"),
        "a name that is a number": ({"name": 5}, "/name", "invalid"),
        "a name too long": ({"name": "x" * 201}, "/name", "invalid"),
        "a right": ({"name": "Ana", "is_staff": True}, "/is_staff", "unknown_field"),
    }),
    **kept("PATCH", "account/", {}, {
        "a name of the longest": {"name": "\U0001f600" * 200}, "a name in Hebrew": {"name": "\u05e9\u05dc\u05d5\u05dd"},
        "a name that turns the page around": ({"name": "Ana\u202e\n\tX\x00"}, {"name": "Ana X"}),
        "a name that is a script": {"name": "<script>alert(1)</script>"}, "no name any more": {"name": ""},
    }, 200),
    "the account as it was read": Case(
        "PATCH", "account/", {"name": "Ana", "username": "root", "diary": NEW, "epoch": 9, "is_clinician": True}, 200,
        stored={"name": "Ana", "username": "ana", "epoch": 1, "is_clinician": False},
    ),
    "a consent as it was read": Case(
        "PATCH", "care-links/{consent}/", {"id": NEW, "practice": "Mine", "given_at": AT, "scope": "profile"}, 200,
        stored={"practice": "Lin Neurology", "scope": "profile"},
    ),
    **refused("POST", "account/erase/", {}, {
        "no password": ({}, "/password", "required"), "a password of null": ({"password": None}, "/password", "null"),
        "a password that is a number": ({"password": 5}, "/password", "invalid"),
        "a password and more": ({"password": cast.PASSWORD, "user": 1}, "/user", "unknown_field"),
    }),
    **{
        f"erase with {name}": Case("POST", "account/erase/", {"password": password}, 403, code="wrong_password")
        for name, password in (
            ("another password", "x"), ("an empty one", ""), ("one in capitals", cast.PASSWORD.upper()),
            ("a blank more", cast.PASSWORD + " "),
            ("NUL after it", cast.PASSWORD + "\0"), ("100 kB", "x" * 100_000),
        )
    },
    **refused("POST", "care-links/", CONSENT, {
        "a code that is none": ({"code": "NOBODY00"}, "/code", "no_such_practice"),
        "no code": ({"code": ""}, "/code", "no_such_practice"),
        "a code with a wildcard": ({"code": "%"}, "/code", "no_such_practice"),
        "a code with NUL": ({"code": "\0"}, "/code", "no_such_practice"),
        "a code that is a number": ({"code": 5}, "/code", "invalid"),
        "a scope that is none": ({"scope": "all"}, "/scope", "invalid_choice"),
        "an end in the past": ({"until": "2026-11-20T11:59:59Z"}, "/until", "bad_end"),
        "an end of this moment": ({"until": "2026-11-20T12:00:00Z"}, "/until", "bad_end"),
        "an end in three years": ({"until": "2029-11-20T12:00:00Z"}, "/until", "bad_end"),
        "an end in the year 9999": ({"until": "9999-12-31T23:59:59-12:00"}, "/until", "bad_end"),
        "an end in the year one": ({"until": "0001-01-01T00:00:00+14:00"}, "/until", "bad_end"),
        "an end without offset": ({"until": "2026-12-01T00:00:00"}, "/until", "offset_required"),
        "an end that is a day": ({"until": "2026-12-01"}, "/until", "invalid"),
        "a diary of somebody else": ({"diary": NEW}, "/diary", "unknown_field"),
    }),
    **refused("POST", "care-links/", CONSENT, {
    }),
    **kept("POST", "care-links/", CONSENT, {
        "a code as it was heard": ({"code": " lin-neuro\n"}, {"practice": "Lin Neurology", "scope": "profile"}),
    }),
    **refused("PATCH", "care-links/{consent}/", {}, {
        "a pause of one": ({"paused": 1}, "/paused", "invalid"),
        "a pause of null": ({"paused": None}, "/paused", "null"),
        "another practice": ({"code": "LINNEURO"}, "/code", "unknown_field"),
        "an end in the past": ({"until": AT}, "/until", "bad_end"),
    }),
    **refused("POST", "shares/", SHARE, {
        "no first day": ({"first": None}, "/first", "null"),
        "days in the wrong order": ({"first": "2026-11-21"}, "/last", "bad_period"),
        "367 days": ({"first": "2025-11-19"}, "/last", "period_too_long"),
        "29 February": ({"first": "2026-02-29"}, "/first", "invalid"),
        "for no days": ({"expires_in_days": 0}, "/expires_in_days", "min_value"),
        "for 91 days": ({"expires_in_days": 91}, "/expires_in_days", "max_value"),
        "for true days": ({"expires_in_days": True}, "/expires_in_days", "not_a_number"),
        "a PIN of three": ({"pin": "123"}, "/pin", "invalid"),
        "a PIN of thirteen": ({"pin": "1" * 13}, "/pin", "invalid"),
        "a PIN that is a number": ({"pin": 1234}, "/pin", "invalid"),
        "a PIN with a new line": ({"pin": "1234\n"}, "/pin", "invalid"),
        "a PIN in Arabic digits": ({"pin": "\u0661\u0662\u0663\u0664"}, "/pin", "invalid"),
        "a label too long": ({"label": "x" * 101}, "/label", "invalid"),
        "a label with NUL": ({"label": "a\0"}, "/label", "invalid"),
        "a label that is a list": ({"label": []}, "/label", "invalid"),
        "a scope that is none": ({"scope": "*"}, "/scope", "invalid_choice"),
    }),
    **refused("POST", "shares/", SHARE, {
        "days of the year one": ({"first": "0001-01-01", "last": "0001-01-05"}, "/first", "out_of_range"),
        "days of the year 9999": ({"first": "9999-12-01", "last": "9999-12-31"}, "/first", "out_of_range"),
    }),
    **kept("POST", "shares/", SHARE, {
        "a label of odd characters": {"label": "=1+1 \u202e<b>' OR 1=1"},
        "a PIN of twelve": ({"pin": "0" * 12}, {"has_pin": True}),
        "an empty PIN": ({"pin": ""}, {"has_pin": False}),
        "for 90 days": ({"expires_in_days": 90}, {"expires_at": "2027-02-18T12:00:00Z"}),
    }),
    **refused("PATCH", "baseline/", {}, {
        "a country in full": ({"country": "Taiwan"}, "/country", "bad_country"),
        "a country of digits": ({"country": "T1"}, "/country", "bad_country"),
        "a country that is a list": ({"country": ["TW"]}, "/country", "invalid"),
        "a year to come": ({"birth_year": 2027}, "/birth_year", "future_time"),
        "21 factors": ({"suspected_factors": ["x"] * 21}, "/suspected_factors", "max_length"),
        "a factor too long": ({"suspected_factors": ["x", "y" * 101]}, "/suspected_factors/1", "too_long"),
        "a factor with NUL": ({"suspected_factors": ["\0"]}, "/suspected_factors/0", "bad_text"),
        "a factor of null": ({"suspected_factors": [None]}, "/suspected_factors/0", "null"),
        "factors that are a text": ({"suspected_factors": "coffee"}, "/suspected_factors", "not_a_list"),
        "21 places": ({"sites": [CHIN] * 21}, "/sites", "max_length"),
        "weak twice at one place": (
            {"long_standing_weakness": [CHIN, CHIN]}, "/long_standing_weakness", "repeated_site",
        ),
    }),
    **refused("PATCH", "baseline/", {}, {
        "a country of one sharp s": ({"country": "\u00df"}, "/country", "bad_country"),
        "a country of one ligature": ({"country": "\ufb01"}, "/country", "bad_country"),
    }),
    **kept("PATCH", "baseline/", {}, {
        "a country in small letters": ({"country": "tw"}, {"country": "TW"}),
        "odd factors": {"suspected_factors": list(LITERAL.values())[:4]},
        "a factor twice, and a blank one": (
            {"suspected_factors": ["a", " a ", " ", "a  b"]}, {"suspected_factors": ["a", "a b"]},
        ),
    }),
    **refused("PATCH", "settings/", {}, {
        "24 o'clock": ({"reminder_at": "24:00"}, "/reminder_at", "bad_time"),
        "7:30": ({"quiet_from": "7:30"}, "/quiet_from", "bad_time"),
        "seconds": ({"quiet_until": "07:30:00"}, "/quiet_until", "bad_time"),
        "a new line": ({"reminder_at": "07:30\n"}, "/reminder_at", "bad_time"),
        "Arabic digits": ({"reminder_at": "\u0660\u0667:\u0663\u0660"}, "/reminder_at", "bad_time"),
        "a time that is a number": ({"reminder_at": 730}, "/reminder_at", "invalid"),
        "a number of words": ({"emergency_number": "call me"}, "/emergency_number", "bad_number"),
        "a number too long": ({"emergency_number": "1" * 21}, "/emergency_number", "bad_number"),
        "a number to dial a code": ({"emergency_number": "*#06#"}, "/emergency_number", "bad_number"),
        "a zone that is none": ({"home_time_zone": "Factory"}, "/home_time_zone", "unknown_zone"),
        "a switch of one": ({"flags_enabled": 1}, "/flags_enabled", "invalid"),
        "a theme of null's name": ({"theme": "null"}, "/theme", "invalid_choice"),
    }),
    **kept("PATCH", "settings/", {}, {
        "a number with blanks": {"emergency_number": "+420 112"}, "no reminder": {"reminder_at": ""},
    }),
    **refused("PUT", "questions/", {}, {
        "four": ({"questions": ["a", "b", "c", "d"]}, "/questions", "max_length"),
        "one too long": ({"questions": ["x" * 301]}, "/questions/0", "too_long"),
        "NUL in the third": ({"questions": ["a", "b", "c\0"]}, "/questions/2", "bad_text"),
        "a text": ({"questions": "a"}, "/questions", "not_a_list"),
        "null": ({"questions": None}, "/questions", "null"),
    }),
    **kept("PUT", "questions/", {}, {
        "of odd characters": {"questions": ["=1+1", "<b>\u202e</b>", "\U0001f600" * 300]},
        "on two lines": ({"questions": ["a\r\nb", " "]}, {"questions": ["a b"]}),
    }),
    **refused("PUT", CHECKS, CHECK, {
        "a grade that is none": ({"tasks": {"brow": {"left": "weak"}}}, "/tasks/brow/left", "invalid_choice"),
        "an answer that is none": ({"answers": {"fever": "maybe"}}, "/answers/fever/value", "invalid_choice"),
        "lost what nobody has": ({"tasks_lost": ["fly"]}, "/tasks_lost/0", "invalid_choice"),
    }),
    **refused("PUT", CHECKS, CHECK, {
        "tasks that are a list": ({"tasks": []}, "/tasks", "invalid"),
        "an answer that is true": ({"answers": {"fever": True}}, "/answers/fever", "invalid"),
    }),
    **refused("PUT", CHECKS, CHECK, {
        "a task that is none": ({"tasks": {"whistle": {}}}, "/tasks/whistle", "unknown_field"),
        "a side that is none": ({"tasks": {"brow": {"middle": "same"}}}, "/tasks/brow/middle", "unknown_field"),
        "a question that is none": ({"answers": {"is_staff": "yes"}}, "/answers/is_staff", "unknown_field"),
        "an answer with more": ({"answers": {"fever": {"sure": 1}}}, "/answers/fever/sure", "unknown_field"),
    }),
    **refused("PUT", EVENTS, EVENT, {
        "a place with more": ({"sites": [CHIN | {"id": 1}]}, "/sites/0/id", "unknown_field"),
    }),
    **refused("PATCH", A_DAY, {}, {
        "a drink with more": ({"drinks": [{"kind": "cola", "count": 1, "ml": 5}]}, "/drinks/0/ml", "unknown_field"),
    }),
    **refused("PUT", ONE, EPISODE, {
        "sixty minutes of offset": ({"started_at": "2026-11-20T10:00:00+01:60"}, "/started_at", "invalid"),
    }),
    **refused("POST", "conflicts/{new}/resolve/", {}, {
        "nothing": ({}, "/keep", "required"), "neither": ({"keep": "neither"}, "/keep", "invalid_choice"),
        "null": ({"keep": None}, "/keep", "null"),
    }),
    "both answers of one day": Case("POST", "conflicts/{conflict}/resolve/", {"keep": "both"}, 409, code="only_one"),
}  # fmt: skip

# The sync, and files.


def operation(**said: Any) -> dict[str, Any]:
    return {"op_id": NEW, "kind": "episode", "id": NEW, "base_rev": None, "fields": EPISODE, **said}


def pushed(one: Any) -> bytes:
    """Return a batch with this operation in it, spelled as it is where it is bytes."""
    told = one if isinstance(one, bytes) else json.dumps(one).encode()
    return json.dumps(PUSH).encode().replace(b"[]", b"[" + told + b"]")


REJECTED: Final[dict[str, tuple[Any, str, str]]] = {
    "no operation": (None, "", "not_an_object"), "a number": (5, "", "not_an_object"),
    "a list": ([], "", "not_an_object"),
    "nothing in it": ({}, "/op_id", "required"), "no id of its own": (operation(op_id=None), "/op_id", "null"),
    "an id of version 5": (operation(op_id=NEW.replace("-4d", "-5d")), "/op_id", "invalid_id"),
    "an id in braces": (operation(op_id="{" + NEW + "}"), "/op_id", "invalid_id"),
    "a kind that is none": (operation(kind="user"), "/kind", "invalid_choice"),
    "a kind of null": (operation(kind=None), "/kind", "null"),
    "no id": (operation(id=None), "/id", "invalid_id"),
    "an id with NUL": (operation(id=NEW + "\0"), "/id", "invalid_id"),
    "a day for an episode": (operation(id="2026-11-20"), "/id", "invalid_id"),
    "an id for a day": (operation(kind="day", fields={}), "/id", "invalid"),
    "a day to come": (operation(kind="day", id="2026-11-22", fields={}), "/fields/date", "future_time"),
    "an id for the settings": (operation(kind="settings", fields={}), "/id", "invalid_id"),
    "a revision of words": (operation(base_rev="newest"), "/base_rev", "bad_revision"),
    "a revision below nothing": (operation(base_rev="1.-1"), "/base_rev", "bad_revision"),
    "a revision of 30 digits": (operation(base_rev="1." + "9" * 30), "/base_rev", "bad_revision"),
    "a revision in full-width digits": (operation(base_rev="\uff11.1"), "/base_rev", "bad_revision"),
    "a revision that is a number": (operation(base_rev=1.1), "/base_rev", "invalid"),
    "an offer of the next epoch": (operation(base_rev="2.1", ensure=True), "/base_rev", "bad_revision"),
    "deleted is a text": (operation(deleted="yes"), "/deleted", "invalid"),
    "ensure is one": (operation(ensure=1), "/ensure", "invalid"),
    "fields are a list": (operation(fields=[]), "/fields", "not_an_object"),
    "fields are a text": (operation(fields="x"), "/fields", "not_an_object"),
    "somebody else's diary": (operation(diary=NEW), "/diary", "unknown_field"),
    "an unknown field": (operation(fields=EPISODE | {"mood": 1}), "/fields/mood", "unknown_field"),
    "a note with NUL": (operation(fields=EPISODE | {"note": "\0"}), "/fields/note", "bad_text"),
    "a note too long": (operation(fields=EPISODE | {"note": "x" * 2_001}), "/fields/note", "too_long"),
    "a stress of true": (operation(fields=EPISODE | {"stress": True}), "/fields/stress", "not_a_number"),
    "no offset": (
        operation(fields=EPISODE | {"started_at": "2026-11-20T10:00:00"}), "/fields/started_at", "offset_required",
    ),
    "in an hour": (
        operation(fields=EPISODE | {"started_at": "2026-11-20T13:00:00Z"}), "/fields/started_at", "future_time",
    ),
    "no start": (operation(fields={"stress": 1}), "/fields/started_at", "required"),
    "500 levels": (operation(fields=EPISODE | {"mood": nested(500)}), "/fields/mood", "unknown_field"),
}  # fmt: skip
POISON: Final = {  # one operation that no reader of JSON likes, and the others have to get through
    "half a character in a note": (
        json.dumps(operation(fields=EPISODE | {"note": "\ud83d"})).encode(), "/fields/note",
        "surrogate_characters_not_allowed",
    ),
    "half a character in the name of a field": (
        json.dumps(operation(fields=EPISODE | {"\ud83d": 1})).encode(), "", "unknown_field",
    ),
    "half a character for an id": (
        json.dumps(operation(id="\ud83d")).encode(), "/id", "surrogate_characters_not_allowed",
    ),
}  # fmt: skip
SYNC: Final = {
    **{
        f"an operation with {name}": Case("POST", "sync/push/", pushed(one), 200, pointer, code)
        for name, (one, pointer, code) in REJECTED.items()
    },
    **{
        f"an operation with {name}": Case(
            "POST", "sync/push/", pushed(one), 200, pointer, code,
        )
        for name, (one, pointer, code) in POISON.items()
    },
    **refused("POST", "sync/push/", PUSH, {
        "ops of null": ({"ops": None}, "/ops", "null"),
        "an epoch that is a text": ({"epoch": "1"}, "/epoch", "not_a_number"),
        "a schema of true": ({"schema_version": True}, "/schema_version", "not_a_number"),
        "a device that is a number": ({"device_id": 5}, "/device_id", "invalid"),
        "no device": ({"device_id": None}, "/device_id", "null"),
        "a diary": ({"diary": NEW}, "/diary", "unknown_field"),
    }),
    **refused("POST", "sync/push/", PUSH, {
        "ops that are an object": ({"ops": {}}, "/ops", "not_a_list"),
    }),
    "a schema of the past": Case("POST", "sync/push/", PUSH | {"schema_version": 0}, 426, code="schema_too_old"),
    "the next epoch": Case("POST", "sync/push/", PUSH | {"epoch": 2}, 410, code="resync_required"),
    "501 operations": Case("POST", "sync/push/", PUSH | {"ops": [{}] * 501}, 413, code="too_many_operations"),
    "eight million bytes and one": Case("POST", "sync/push/", b" " * 8_000_001, 413, code="too_large"),
    "a batch of 500 levels": Case("POST", "sync/push/", pushed(b"[" * 500 + b"]" * 500), 200, "", "not_an_object"),
    "a batch of 2,000 levels": Case(
        "POST", "sync/push/", pushed(b"[" * 2_000 + b"]" * 2_000), 400, "", "malformed_json"
    ),
    "a batch of nothing": Case("POST", "sync/push/", PUSH, 200, stored={"epoch": 1, "results": []}),
    **asked("sync/changes/", {
        "a cursor that is a word": ("cursor=garbage", "/cursor", "bad_cursor"),
        "a cursor of 10 kB": (f"cursor={'x' * 10_000}", "/cursor", "bad_cursor"),
        "Eve's cursor": ("cursor={eves_change}", "/cursor", "bad_cursor"),
        "a cursor of a list": ("cursor={check_cursor}", "/cursor", "bad_cursor"),
        "no UTF-8": ("cursor=%ff", "/cursor", "bad_cursor"), "a limit of none": ("limit=0", "/limit", "out_of_range"),
        "a limit of minus one": ("limit=-1", "/limit", "out_of_range"),
        "a limit of 1,001": ("limit=1001", "/limit", "out_of_range"),
        "a limit of 24 digits": (f"limit={'9' * 24}", "/limit", "out_of_range"),
        "a limit in Arabic": ("limit=%D9%A3", "/limit", "out_of_range"),
        "no limit": ("limit=", "/limit", "out_of_range"),
    }),
    **{
        f"a cursor of changes {name}": Case("GET", f"sync/changes/?cursor={{{made}}}", None, answer, code=code)
        for name, made, answer, code in (
            ("to come", "change_to_come", 410, "resync_required"),
            ("of the next epoch", "change_of_epoch_2", 410, "resync_required"),
            ("of nobody", "change_of_nobody", 400, "bad_cursor"),
            ("below nothing", "change_below_nothing", 400, "bad_cursor"),
        )
    },
}  # fmt: skip


def form(**parts: bytes) -> bytes:
    """Return a form of these parts; the one called `file` is a file."""
    lines = b""
    for name, told in parts.items():
        is_file = b'; filename="a.csv"' if name == "file" else b""
        lines += b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name.encode(), is_file, told)
    return lines + b"--x--\r\n"


def filed(**said: Any) -> dict[str, Any]:
    return OWN_FILE | said


HEAD: Final = json.dumps(filed()).encode()
BOMB: Final = b"""<?xml version="1.0"?>
<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<b>&b;&x;</b>
"""
FILES: Final = {
    "XML with entities": Case("POST", OWN, BOMB, 415, code="unsupported_media_type", content_type="application/xml"),
    "XML for an own file": Case("POST", OWN, BOMB, 400, code="malformed_json"),
    "XML for a table, of one column": Case("POST", CSV, BOMB, 409, code="needs_answers", content_type="text/csv"),
    "a zip of nothing but noughts": Case(
        "POST", CSV, b"PK\x03\x04" + b"\0" * 9_000, 415, code="unsupported_media_type", content_type="application/zip"
    ),
    "a pressed file": Case(
        "POST", OWN, gzip.compress(json.dumps(OWN_FILE).encode()), 400, code="malformed_json",
        sent={"Content-Encoding": "gzip"},
    ),
    "a pressed file, cut off": Case("POST", OWN, gzip.compress(json.dumps(OWN_FILE).encode())[:-9], 400,
                                    code="malformed_json"),
    **{
        f"a file {name}": Case("POST", OWN, body, 400, pointer, code)
        for name, (body, pointer, code) in {
            "of nothing": (b"", "", "empty_body"), "cut off": (HEAD[:-30], "", "cut_off"),
            "with something after it": (HEAD + b"x", "", "malformed_json"),
            "that is a list": (b"[]", "", "not_an_object"), "that is nothing known": (b"{}", "/format", "other_format"),
            "of another house": (filed(format="nightscout"), "/format", "other_format"),
            "of a format to come": (filed(format_version=2), "/format_version", "newer_format"),
            "of a format of true": (filed(format_version=True), "/format_version", "not_a_number"),
            "without its end": (filed(complete=False), "/complete", "not_complete"),
            "with more": (filed(users=[]), "/users", "unknown_field"),
            "whose episodes are an object": (filed(episodes={}), "/episodes", "not_a_list"),
            "of 21 levels": (filed(episodes=[json.loads("[" * 21 + "]" * 21)]), "/episodes/0", "too_deep"),
            "with half a character": (json.dumps(filed(episodes=[{"note": "\ud800"}])).encode(), "", "bad_text"),
            "with NaN": (HEAD.replace(b"[]", b"[NaN]"), "", "malformed_json"),
            "with bytes that are no UTF-8": (HEAD.replace(b"[]", b'["\xc3\x28"]'), "", "malformed_json"),
            "in UTF-16": (HEAD.decode().encode("utf-16"), "", "malformed_json"),
            "with a number for an episode": (filed(episodes=[5]), "/episodes/0", "not_an_object"),
            "with an episode without id": (filed(episodes=[EPISODE]), "/episodes/0/id", "invalid_id"),
            "with an episode in an hour": (
                filed(episodes=[EPISODE | {"id": NEW, "started_at": "2026-11-20T13:00:00Z"}]),
                "/episodes/0/started_at", "future_time",
            ),
            "with NUL": (filed(episodes=[EPISODE | {"id": NEW, "note": "\0"}]), "/episodes/0/note", "bad_text"),
            "with one entry twice": (filed(episodes=[EPISODE | {"id": NEW}] * 2), "/episodes/1", "repeated_entry"),
            "with a day that is none": (filed(days=[{"date": "2026-02-30"}]), "/days/0/date", "invalid"),
            "with two settings": (filed(settings=[{"theme": "dark"}, {}]), "/settings/1", "repeated_entry"),
            "with 400 digits": (HEAD.replace(b"[]", b'[{"stress": ' + b"9" * 400 + b"}]"), "", "malformed_json"),
        }.items()
    },
    "a file of nobody knows what": Case(
        "POST", "imports/", OWN_FILE, 415, code="unsupported_media_type", content_type="application/octet-stream"
    ),
    "a file of another source": Case("POST", "imports/?source=nightscout", OWN_FILE, 400, "/source", "invalid_choice"),
    "a file to look at twice": Case("POST", f"{OWN}&dry_run=2", OWN_FILE, 400, "/dry_run", "invalid_choice"),
    "a file that says of itself that it is too large": Case(
        "POST", OWN, OWN_FILE, 413, code="too_large", environ={"CONTENT_LENGTH": "200000001"}
    ),
    **{
        f"an own file as {content_type}": Case(
            "POST", OWN, OWN_FILE, 415, code="unsupported_media_type", content_type=content_type
        )
        for content_type in ("text/csv", "application/json; charset=utf-7", "application/gzip")
    },
    "a table as JSON": Case("POST", CSV, {}, 415, code="unsupported_media_type"),
    **{
        f"a table {name}": Case("POST", f"{CSV}{more}", body, 400, pointer, code, content_type="text/csv")
        for name, (more, body, pointer, code) in {
            "of nothing": ("", b"", "", "empty_body"), "of blanks": ("", b"\n\n", "/file", "empty_file"),
            "that is a zip": ("", b"PK\x03\x04" + b"\0" * 50, "/file", "not_a_table"),
            "with options that are none": ("&shape=round", b"Start\n1\n", "/options/shape", "unknown_option"),
            "of another resource": ("&resource=users", b"Start\n1\n", "/options/resource", "invalid_choice"),
            "of no zone": ("&time_zone=Mars", b"Start\n1\n", "/options/time_zone", "unknown_zone"),
            "with a mapping in the address": ("&mapping=%7B%7D", b"Start\n1\n", "/options/mapping", "unknown_option"),
        }.items()
    },
    "a table from row minus one": Case(
        "POST", f"{CSV}&dry_run=1&rows_from=-1", b"Start\n1\n", 400, "/rows_from", "out_of_range",
        content_type="text/csv",
    ),
    **{
        f"a form with a mapping {name}": Case(
            "POST", CSV, form(file=b"Start\n1\n", mapping=mapping), 400, pointer, code,
            content_type="multipart/form-data; boundary=x",
        )
        for name, (mapping, pointer, code) in {
            "of half an object": (b"{", "/mapping", "malformed_json"),
            "that is a list": (b"[]", "/mapping", "bad_shape"),
            "of what is not there": (b'{"x": {"target": "note"}}', "/mapping/x", "unknown_column"),
            "of 500 levels": (b"[" * 500 + b"]" * 500, "/mapping", "bad_shape"),
        }.items()
    },
    "a form without a file": Case(
        "POST", CSV, b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n", 400, "/file", "required",
        content_type="multipart/form-data; boundary=x",
    ),
    "a form without a boundary": Case("POST", CSV, b"x", 400, code="parse_error", content_type="multipart/form-data"),
    **kept("POST", OWN, OWN_FILE, {
        "of nothing to take over": ({}, {"kept": 0}),
        "with ids in capitals": ({"episodes": [EPISODE | {"id": NEW.upper()}]}, {"kept": 1}),
        "with odd texts": ({"episodes": [EPISODE | {"id": NEW, "note": "".join(LITERAL.values())}]}, {"kept": 1}),
    }),
}  # fmt: skip

TABLE: Final[dict[str, Table]] = {
    "no JSON": UNREADABLE, "content types": CONTENT_TYPES, "bodies": BODIES, "texts": NOTES, "numbers": AMOUNTS,
    "times": TIMES,
    "ids": IDS, "lists": LISTS, "headers": HEADERS, "persons": PERSON, "sync": SYNC, "files": FILES,
}  # fmt: skip

ONCE: Final = ("account/", "baseline/", "settings/", "questions/")
# A reading of everything takes a second: once for each of these, and not after each request. What was refused has
# stored nothing (`check`), and what was taken is all there.
GROUPS: Final = (
    ("no JSON", "content types", "bodies"), ("texts",), ("numbers",), ("times",), ("ids", "lists", "headers"),
    ("persons",), ("sync", "files"),
)  # fmt: skip


def is_taken(case: Case) -> bool:
    """Say whether it stores something."""
    return case.answer < 300 and case.method != "GET" and not case.code


def elsewhere(case: Case, number: int) -> Case:
    """Return the same for a day of its own, where it is about a day; an entry gets an id of its own."""
    a_day = NOW.date() - timedelta(days=number % 80)
    return replace(case, address=case.address.replace(A_DAY, f"days/{a_day}/"))


class Things(dict[str, str]):
    """Ids of what Ana has, each made when an address first asks for it."""

    def __init__(self, ana: User, phone: APIClient) -> None:
        super().__init__(new=NEW)
        self._ana, self._phone = ana, phone

    def __missing__(self, name: str) -> str:
        self[name] = getattr(self, f"_{name}")()
        return self[name]

    def _made(self, address: str, said: Any) -> Any:
        return self._phone.post(f"/api/v1/{address}", said, format="json").json()

    def _episode(self) -> str:
        return str(self._made("episodes/", EPISODE | {"sites": [CHIN], "note": "as it was"})["id"])

    def _revision(self) -> str:
        return str(self._phone.get(f"/api/v1/episodes/{self['episode']}/").json()["revision"])

    def _consent(self) -> str:
        return str(cast.consent(self._ana.diary).pk)

    def _device(self) -> str:
        return str(Device.objects.get(user=self._ana).reference)

    def _device_hex(self) -> str:
        return self["device"].replace("-", "")

    def _DIARY(self) -> str:  # noqa: N802  (asks for it in capitals)
        return str(self._ana.diary.reference).upper()

    def _conflict(self) -> str:
        self._phone.patch(f"/api/v1/{A_DAY}", {"stress": 1}, format="json")
        self._made("sync/push/", PUSH | {"ops": [operation(kind="day", id="2026-11-20", fields={"stress": 2})]})
        return str(self._phone.get("/api/v1/conflicts/").json()["results"][0]["id"])

    def _check_cursor(self) -> str:
        self._made("checks/", CHECK)
        self._made("checks/", CHECK)
        return str(self._phone.get("/api/v1/checks/?page_size=1").json()["next"].partition("cursor=")[2])

    def _eves_cursor(self) -> str:
        return self._of_eve("episodes/?page_size=1", "next").partition("cursor=")[2].partition("&")[0]

    def _eves_change(self) -> str:
        return self._of_eve("sync/changes/", "next_cursor")

    def _of_eve(self, address: str, member: str) -> str:
        eve, phone = User.objects.filter(username="eve").first() or cast.eve(), APIClient()
        cast.twitch(eve.diary)
        cast.twitch(eve.diary)
        phone.force_login(eve)
        return str(phone.get(f"/api/v1/{address}").json()[member])

    def _change_to_come(self) -> str:
        return self._change(f"{self._ana.diary.reference.hex}.1.999")

    def _change_of_epoch_2(self) -> str:
        return self._change(f"{self._ana.diary.reference.hex}.2.0")

    def _change_below_nothing(self) -> str:
        return self._change(f"{self._ana.diary.reference.hex}.1.-1")

    def _change_of_nobody(self) -> str:
        return self._change(f"{'0' * 32}.1.0")

    def _change(self, told: str) -> str:
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def send(case: Case, phone: APIClient, things: Things) -> Any:
    """Send the request as it is, whatever it is."""
    raw: Any = case.body or b""
    if not isinstance(case.body, bytes | None):
        raw = json.dumps(case.body).encode()
    address = "/api/v1/" + case.address.format_map(things)
    path, _, parameters = address.partition("?")
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value.format_map(things) for name, value in case.sent.items()}
    environ = {"QUERY_STRING": parameters, "wsgi.input": io.BytesIO(raw), **headers, **case.environ}
    return phone.generic(case.method, path, raw, case.content_type, **environ)


def stored() -> dict[str, list[Any]]:
    """Return every row of the diary and of the people, but for their devices."""
    models = [model for app in ("diary", "people") for model in apps.get_app_config(app).get_models()]
    rows = {model.__name__: model._default_manager.values_list() for model in models if model is not Device}
    return {name: sorted(map(repr, found)) for name, found in rows.items()}


@pytest.fixture
def phone(ana: User, dr_lin: User) -> Iterator[APIClient]:
    """Ana's phone, at a time that stands still."""
    with time_machine.travel(NOW, tick=False):
        client = APIClient(raise_request_exception=False)
        client.force_login(ana)
        yield client


class TestTable:
    def test_is_read_whole(self) -> None:
        assert sorted(section for group in GROUPS for section in group) == sorted(TABLE)

    @pytest.mark.parametrize("section", TABLE)
    def test_is_answered_as_it_says(self, phone: APIClient, ana: User, section: str) -> None:
        told = {name: complaint(case, phone, ana) for name, case in TABLE[section].items()}

        assert not any(told.values()), "\n".join(f"{name}: {what}" for name, what in told.items() if what)

    @pytest.mark.either
    @pytest.mark.parametrize("sections", GROUPS, ids=", ".join)
    def test_spoils_no_diary(self, phone: APIClient, ana: User, dr_lin: User, sections: tuple[str, ...]) -> None:
        """All of these sections one after the other, and what is taken stands side by side; then everybody reads."""
        readers, wrong = Readers(ana, dr_lin, phone), dict[str, Any]()
        cases = [(name, case) for section in sections for name, case in TABLE[section].items()]
        for number, (name, case) in enumerate(cases):
            things = Things(ana, phone)
            things["new"] = str(UUID(int=UUID(NEW).int - number))
            status = send(elsewhere(case, number), phone, things).status_code
            wrong |= {name: status} if status >= (300 if is_taken(case) else 500) else {}

        assert wrong == {}
        assert readers.complaints() == []

    @pytest.mark.either
    def test_spoils_no_diary_by_what_there_is_once(self, phone: APIClient, ana: User, dr_lin: User) -> None:
        """A name, settings, questions: the next one takes the place of the last, so each is read by itself."""
        readers, wrong = Readers(ana, dr_lin, phone), dict[str, Any]()
        cases = [(name, case) for table in TABLE.values() for name, case in table.items() if case.address in ONCE]
        for name, case in ((name, case) for name, case in cases if is_taken(case)):
            assert send(case, phone, Things(ana, phone)).status_code < 300, name
            wrong |= {name: found} if (found := readers.still_prints()) else {}

        assert wrong == {}


# What has half a character in it is taken apart by a second reader, which is kinder than the first one.
BATCHES: Final = {
    "in UTF-16": json.dumps(PUSH).encode("utf-16"),
    "after a byte order mark": json.dumps(PUSH).encode("utf-8-sig"),
    "with a surrogate in bytes": json.dumps(PUSH).encode().replace(b"phone", b"\xed\xa0\x80"),
    "with NaN": json.dumps(PUSH | {"ops": [operation(fields=EPISODE | {"stress": float("nan")})]}).encode(),
}


class TestBatches:
    @pytest.mark.parametrize("name", BATCHES)
    def test_that_are_no_json_in_utf_8_are_refused(self, phone: APIClient, ana: User, name: str) -> None:
        case = Case("POST", "sync/push/", BATCHES[name], 400, code="malformed_json")

        assert complaint(case, phone, ana) == ""

    def test_nest_as_deep_as_they_like_without_a_failure_of_ours(self, phone: APIClient, ana: User) -> None:
        things, failed = Things(ana, phone), []
        for levels in range(300, 1_000, 2):
            response = send(Case("POST", "sync/push/", pushed(b"[" * levels + b"]" * levels)), phone, things)
            failed += [levels] if response.status_code >= 500 else []

        assert failed == []


def complaint(case: Case, phone: APIClient, ana: User) -> str:
    """Return what is wrong with the answer, nothing where it is as it should be; take back what came of it."""
    with undone():
        try:
            check(case, phone, Things(ana, phone))
        except AssertionError as error:
            return str(error)
    return ""


def check(case: Case, phone: APIClient, things: Things) -> None:
    for text in (case.address, *case.sent.values()):
        text.format_map(things)  # what it names is there before
    before = stored()
    response = send(case, phone, things)
    assert response.status_code == case.answer, response.content[:300]
    if case.code or case.answer >= 300:
        assert stored() == before  # and so whoever reads the diary is told what they were told before
        assert phone.get("/api/v1/episodes/").status_code == 200
    if case.code:
        problem = response.json()["results"][0]["problem"] if case.answer == 200 else problem_of(response)
        said = {(error["pointer"], error["code"]) for error in problem["errors"]} | {("", problem["code"])}
        assert (case.pointer, case.code) in said
    elif case.stored:
        told = response.json()
        assert {name: told[name] for name in case.stored} == case.stored
        if case.method in ("PUT", "PATCH") and not case.address.startswith("care-links"):  # which are read as a list
            again = phone.get(response.wsgi_request.path).json()
            assert {name: again[name] for name in case.stored} == case.stored


def problem_of(response: Any) -> dict[str, Any]:
    """Return the problem document, which has the form that the contract gives it."""
    problem: dict[str, Any] = response.json()
    assert response["Content-Type"] == PROBLEM_JSON
    assert problem.keys() >= {"type", "title", "status", "detail", "code", "errors"}
    assert problem["status"] == response.status_code
    assert problem["detail"]
    for error in problem["errors"]:
        assert error.keys() == {"pointer", "code", "detail"}
    return problem
