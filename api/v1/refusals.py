"""
How each operation may refuse: by its status, the codes, each with one example.

What a body of the wrong shape is told follows from its serializer. What the services refuse is listed here; a test
compares the lists with what is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from rest_framework import serializers

from api import fields
from api.errors import TITLES

Codes = dict[int, set[str]]

# By status and code: what a person reads, and where it is wrong.
_TOLD: Final[dict[int, dict[str, tuple[str, str]]]] = {
    400: {
        "ancient_time": ("The time has to lie after 1900.", "/started_at"),
        "bad_country": ("Give the country as two letters, such as TW.", "/country"),
        "bad_cursor": ("This cursor was not made here. Begin again without it.", "/cursor"),
        "bad_encoding": ("Line 3 is not text in utf-8. Save the file as UTF-8, or tell its encoding.", "/file"),
        "bad_end": ("The end has to lie in the future, two years away at most.", "/until"),
        "bad_number": ("Give a telephone number in digits, such as 112.", "/emergency_number"),
        "bad_offset": ("No place on Earth has this offset from UTC.", "/started_at"),
        "bad_period": ("This ends before it begins.", "/until"),
        "bad_rows": ("Rows that cannot be stored: 1. Nothing was imported.", "/episodes/12/started_at"),
        "bad_shape": ("Give the mapping as an object.", "/mapping"),
        "bad_text": ("The text holds a character that cannot be stored.", "/note"),
        "bad_time": ("Give a time of day such as 07:30.", "/reminder_at"),
        "cell_too_long": ("Line 7: the cell in “note” has more than 10000 characters.", "/file"),
        "cr_line_ends": (
            "Line 1 ends in a lone carriage return. Save the file with the line ends of Windows or Unix.",
            "/file",
        ),
        "cut_off": ("The file ends too early, or is no valid JSON, before byte 81,920.", ""),
        "empty_body": ("Send a JSON object.", ""),
        "empty_cell": ("An empty cell says nothing; it is never replaced.", "/mapping/site/values/"),
        "empty_file": ("The file is empty.", "/file"),
        "future_time": ("This time has not come yet. Is the phone's clock right?", "/started_at"),
        "invalid": ("Not a valid string.", "/note"),
        "invalid_choice": ("This is not a code of the vocabulary.", "/rhythm"),
        "invalid_id": ("Give the id as a UUID of 36 characters.", "/id"),
        "malformed_json": ("The body is not valid JSON.", ""),
        "max_length": ("Ensure this field has no more than 20 elements.", "/sites"),
        "max_value": ("Ensure this value is less than or equal to 10.", "/stress"),
        "min_value": ("Ensure this value is greater than or equal to 1.", "/count"),
        "newer_format": (
            "This was exported by a newer Twitch Diary. Please update this one.",
            "/format_version",
        ),
        "no_header": ("The first row has to hold the names of the columns; “08:30” is none.", "/file"),
        "no_such_practice": ("No practice has this code. Ask the practice to read it out again.", "/code"),
        "not_a_list": ('Expected a list of items but got type "str".', "/sites"),
        "not_a_number": ("Give a whole number, such as 3.", "/stress"),
        "not_a_table": ("This is a PDF, not a CSV file. Save the table as CSV first.", "/file"),
        "not_an_object": ("Send a JSON object.", ""),
        "not_complete": ("The file was cut off: its last line is missing. Export it again.", "/complete"),
        "not_text": (
            "The file holds a NUL character, so it is no text, or text in an encoding that is not read here.",
            "/file",
        ),
        "null": ("This field may not be null.", "/started_at"),
        "offset_required": ("Give the time with its offset, such as +01:00.", "/started_at"),
        "other_format": ("This is no export of Twitch Diary.", "/format"),
        "out_of_range": ("Give a page size from 1 to 1000.", "/page_size"),
        "overflow": ("Integer value too large to convert to float", "/dose"),
        "parse_error": ("Malformed request.", ""),
        "period_too_long": ("A page shows 366 days at most.", "/last"),
        "ragged_row": (
            "Line 4 has 3 cells where the header has 5; the first that is missing is “side”.",
            "/file",
        ),
        "recorded_before_start": ("This was recorded before it began.", "/recorded_at"),
        "repeated_column": ("Line 1: 2 columns are called “note”.", "/file"),
        "repeated_site": ("A site and side may stand once only.", "/sites"),
        "required": ("This field is required.", "/started_at"),
        "surrogate_characters_not_allowed": ("Surrogate characters are not allowed: U+D800.", "/note"),
        "text_after_quote": (
            "Line 2: the quotation mark that opens the cell in column 5 closes in the middle of the cell.",
            "/file",
        ),
        "told_twice": ("Two columns cannot both be site; “place” is it already.", "/mapping/where/target"),
        "too_deep": ("This nests too deep.", "/episodes/0"),
        "too_large": ("These drinks hold more caffeine than a day can.", "/drinks"),
        "too_long": ("At most 2000 characters; this has 2014.", "/note"),
        "too_many_columns": ("Line 1 has more than 200 columns.", "/file"),
        "too_many_rows": ("The file has more than 50000 rows.", "/file"),
        "too_precise": ("Give three decimals at most.", "/dose"),
        "unclosed_quote": (
            "Line 9: the quotation mark that opens the cell in column 5 does not close.",
            "/file",
        ),
        "unknown_column": ("The file has no such column.", "/mapping/plcae"),
        "unknown_encoding": (
            "Line 3 is not text in windows-1252. Save the file as UTF-8, or tell its encoding.",
            "/file",
        ),
        "unknown_field": ("No such field here.", "/intensty"),
        "unknown_option": ("There is no such option.", "/options/zone"),
        "unknown_push_service": ("This is not the address of a push service that is known here.", "/endpoint"),
        "unknown_target": ("Choose one of: started_at, date, time, site, side, note.", "/mapping/place/target"),
        "unknown_unit": ("Choose one of: s, min, h.", "/mapping/lasted/unit"),
        "unknown_value": ("This is no value of site.", "/mapping/place/values/eye"),
        "unknown_zone": ("Give an IANA time zone, such as Asia/Taipei.", "/time_zone"),
        "values_not_used": ("The cells of a column of note are not replaced by codes.", "/mapping/note/values"),
    },
    401: {"not_authenticated": ("Authentication credentials were not provided.", "")},
    403: {
        "permission_denied": ("CSRF Failed: CSRF token missing.", ""),
        "wrong_password": ("This is not the password of this account.", ""),
    },
    404: {"not_found": ("There is no such entry in this diary.", "")},
    406: {"not_acceptable": ("Could not satisfy the request Accept header.", "")},
    409: {
        "already_resolved": ("This was settled before: mine.", ""),
        "exists": ("This entry is there already, and has changed since. Fetch it, then decide.", ""),
        "needs_answers": ("Something has to be said about this table first. Nothing was imported.", ""),
        "not_stored": ("The database refused this file. Nothing was imported.", ""),
        "only_one": ("There can be only one of these. Keep mine, or theirs.", ""),
        "other_diary": ("Somebody else is signed in here now. Nothing was stored.", ""),
        "too_late": ("This was deleted more than 30 days ago.", ""),
        "too_many_shares": ("20 links are open. Close one first.", ""),
    },
    410: {
        "resync_required": ("This diary was restored from a backup. Offer what you know, then fetch it anew.", ""),
    },
    412: {
        "exists": ("This entry is there already, and has changed since. Fetch it, then decide.", ""),
        "stale_revision": ("This entry has changed since you last saw it. Fetch it again, then decide.", ""),
    },
    413: {
        "too_large": ("The body is larger than one million bytes.", ""),
        "too_many_entries": ("The file holds more than 300,000 entries.", ""),
        "too_many_operations": ("At most 500 operations at once.", ""),
    },
    415: {"unsupported_media_type": ('Unsupported media type "text/plain" in request.', "")},
    426: {"schema_too_old": ("This client is too old to send. Nothing was lost; please update it.", "")},
    429: {"throttled": ("Request was throttled. Expected available in 12 seconds.", "")},
    503: {
        "busy": ("Too busy at this moment. Nothing was stored; please send it again.", ""),
        "no_room": ("There is no room for this file on the server now. Nothing was stored.", ""),
    },
}

_TEXT: Final = {"bad_text", "too_long"}
_MOMENT: Final = {"ancient_time", "bad_offset", "future_time"}
_PLACED: Final = {"repeated_site"}
_RULES: Final[dict[str, set[str]]] = {
    "episodes": {"recorded_before_start", "unknown_zone"} | _TEXT | _MOMENT | _PLACED,
    "checks": {"unknown_zone"} | _TEXT | _MOMENT,
    "events": {"bad_period", "out_of_range", "too_precise"} | _TEXT | _PLACED,
    "days": {"too_large"} | _TEXT | _MOMENT,
    "baseline": {"bad_country", "future_time"} | _TEXT | _PLACED,
    "settings": {"bad_number", "bad_time", "unknown_zone"},
    "questions": _TEXT,
}
_PAGE: Final = {400: {"bad_cursor", "out_of_range"}}
_UNKNOWN: Final = {404: {"not_found"}}
_PERIOD: Final = {400: {"bad_period", "out_of_range", "period_too_long", "required"}}
_STALE: Final = {412: {"stale_revision"}}
_VERBS: Final[dict[str, dict[int, set[str]]]] = {
    "list": _PAGE,
    "history": _PAGE | _UNKNOWN,
    "read": _UNKNOWN,
    "record": {412: {"exists", "stale_revision"}},
    "amend": _UNKNOWN | _STALE,
    "add": {409: {"exists"}},
    "withdraw": _UNKNOWN | _STALE,
    "restore": _UNKNOWN | {409: {"too_late"}},
}
_OWN_FILE: Final = {
    "bad_rows", "bad_text", "cut_off", "empty_body", "invalid", "malformed_json", "newer_format", "not_a_list",
    "not_a_number", "not_an_object", "not_complete", "other_format", "too_deep", "too_long", "unknown_field",
}  # fmt: skip
_TABLE: Final = {
    "bad_encoding", "bad_rows", "bad_shape", "cell_too_long", "cr_line_ends", "empty_body", "empty_cell", "empty_file",
    "invalid_choice", "malformed_json", "no_header", "not_a_table", "not_text", "out_of_range", "parse_error",
    "ragged_row", "repeated_column", "required", "text_after_quote", "told_twice", "too_many_columns", "too_many_rows",
    "unclosed_quote", "unknown_column", "unknown_encoding", "unknown_option", "unknown_target", "unknown_unit",
    "unknown_value", "unknown_zone", "values_not_used",
}  # fmt: skip
_OPERATIONS: Final[MappingProxyType[str, dict[int, set[str]]]] = MappingProxyType(
    {
        "account_rename": {400: {"invalid"}},
        "account_erase": {403: {"wrong_password"}},
        "devices_sign_out": _UNKNOWN,
        "push_subscriptions_add": {400: {"invalid", "unknown_push_service", "unknown_zone"} | _TEXT},
        "push_subscriptions_end": _UNKNOWN,
        "calendar_feed": _UNKNOWN,
        "shares_give": {400: {"bad_period", "invalid", "out_of_range", "period_too_long"}, 409: {"too_many_shares"}},
        "shares_revoke": _UNKNOWN,
        "shares_profile_pdf": _UNKNOWN,
        "care_links_give": {400: {"bad_end", "no_such_practice"}},
        "care_links_change": {400: {"bad_end"}} | _UNKNOWN,
        "care_links_revoke": _UNKNOWN,
        "flags_list": {400: {"out_of_range"}},
        "exports_fhir": _PERIOD,
        "reports_profile_pdf": _PERIOD,
        "reports_profile_pdf_make": _PERIOD,
        "reports_profile_text": _PERIOD,
        "reports_summary_read": _PERIOD,
        "reports_figure_png": _PERIOD | _UNKNOWN,
        "reports_figure_svg": _PERIOD | _UNKNOWN,
        "imports_add": {
            400: _OWN_FILE | _TABLE,
            409: {"needs_answers", "not_stored"},
            413: {"too_large", "too_many_entries"},
            415: {"unsupported_media_type"},
            503: {"no_room"},
        },
        "imports_read": _UNKNOWN,
        "imports_undo": _UNKNOWN,
        "openings_list": _PAGE,
        "reviews_list": _PAGE,
        "sync_push": {400: _TEXT, 410: {"resync_required"}, 413: {"too_many_operations"}, 426: {"schema_too_old"}},
        "sync_changes": {400: {"bad_cursor", "out_of_range"}, 410: {"resync_required"}},
        "conflicts_resolve": _UNKNOWN | {409: {"already_resolved", "only_one"}},
    }
)
_PUBLIC: Final[dict[int, set[str]]] = {406: {"not_acceptable"}, 429: {"throttled"}}
_SIGNED_IN: Final[dict[int, set[str]]] = _PUBLIC | {
    401: {"not_authenticated"},
    409: {"other_diary"},
    503: {"busy"},
}
_BODY: Final[dict[int, set[str]]] = {
    400: {"empty_body", "invalid", "malformed_json", "not_an_object", "unknown_field"},
    413: {"too_large"},
    415: {"unsupported_media_type"},
}


def problem(status: int, code: str) -> dict[str, Any]:
    """Return an example of this refusal: a problem document."""
    detail, pointer = _TOLD[status][code]
    return {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"pointer": pointer, "code": code, "detail": detail}] if pointer else [],
    }


def of_everybody(*, signed_in: bool, unsafe: bool) -> Codes:
    """Return what any operation may answer: those of who is signed in, and those that change something."""
    changing = {403: {"permission_denied"}} if unsafe else {}
    return merged(_SIGNED_IN if signed_in else _PUBLIC, changing)


def of_fact(resource: str, verb: str, *, is_standing: bool) -> Codes:
    """Return how a service may refuse to do this with a fact; what is standing is there before anybody spoke of it."""
    told = _VERBS[verb]
    if is_standing and verb not in ("withdraw", "restore"):
        told = {status: codes for status, codes in told.items() if status != 404}
    return merged(told, {400: _RULES[resource]} if verb in ("record", "amend", "add") else {})


def of_operation(name: str) -> Codes:
    """Return how the services may refuse this operation."""
    return merged(_OPERATIONS.get(name, {}))


def of_body(shape: type[serializers.Serializer[Any]]) -> Codes:
    """Return how a JSON body may be refused before anybody acts on it."""
    return merged(_BODY, {400: set(_of_fields(shape()))})


def of_query(shape: type[serializers.Serializer[Any]]) -> Codes:
    """Return how the parameters of the address may be refused."""
    return {400: set(_of_fields(shape())) - {"null", "too_deep"}}


def merged(*many: dict[int, set[str]]) -> Codes:
    """Return all of them."""
    return {
        status: set().union(*(codes.get(status, set()) for codes in many))
        for status in {status for codes in many for status in codes}
    }


def _of_fields(shape: Any) -> Iterator[str]:
    for field in shape.fields.values():
        yield from ("too_deep",) if field.read_only else _of_field(field)  # what is read only is passed over


def _of_field(field: Any) -> Iterator[str]:
    if field.required:
        yield "required"
    if not field.allow_null:
        yield "null"
    if isinstance(field, serializers.Serializer):
        yield from _of_fields(field)
    elif isinstance(field, serializers.ListField | serializers.ListSerializer):
        yield from ("not_a_list", *(("max_length",) if getattr(field, "max_length", None) else ()))
        yield from _of_field(field.child)
    elif isinstance(field, fields.Integer | fields.Number):
        yield from (name for name in ("min_value", "max_value") if getattr(field, name) is not None)
    yield from next((codes for kind, codes in _OF_KINDS if isinstance(field, kind)), ())


_OF_KINDS: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (fields.Integer, ("not_a_number",)),
    (fields.Number, ("not_a_number", "overflow")),
    (fields.Code, ("invalid_choice",)),
    (fields.Instant, ("invalid", "offset_required")),
    (fields.LocalDate, ("invalid",)),
    (fields.Identifier, ("invalid_id",)),
    (fields.Text, ("invalid", "surrogate_characters_not_allowed")),
    (fields.Boolean, ("invalid",)),
)
