"""
One example of everything that goes over the wire, by the name of its component in the published schema.

Ana and her diary are invented. Pages and histories are made of the examples of what they hold.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from reports.flags import RULES_VERSION

Example = dict[str, Any]

DIARY: Final = "7c9e6679-7425-4de4-944b-e07fc1f90ae7"
EPISODE_ID: Final = "019aa3c5-9c40-7d2e-8a51-3f0c6b7e1d24"
CHECK_ID: Final = "019aa3f0-1b20-7c44-9d3e-52a1b6c8e0f7"
EVENT_ID: Final = "019a5e10-77a0-7b19-8f02-64c3d5e7a981"
OP_ID: Final = "019aa3c5-a1f8-7e60-b3c2-8d4f5a6e7b90"
IMPORT_ID: Final = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
CONFLICT_ID: Final = "b3f1c2d4-5e6a-4b7c-8d9e-0f1a2b3c4d5e"
CARE_LINK_ID: Final = "9b2d7a10-3c4e-4f5a-8b6c-7d8e9fa0b1c2"
SHARE_ID: Final = "c5a1e0b2-6d7f-4e8a-9b0c-1d2e3f4a5b6c"
NOW: Final = "2026-11-20T07:31:08.402117+00:00"
CURSOR: Final = "WyJvbGRlcl90aGFuIiwiMjAyNi0xMS0yMFQwNzozMDoxMiswMDowMCIsIjAxOWFhM2M1Il0"
CHANGES_CURSOR: Final = "N2M5ZTY2Nzk3NDI1NGRlNDk0NGJlMDdmYzFmOTBhZTcuMS40Mg"
LINK: Final = f"https://diary.example.org/api/v1/episodes/?cursor={CURSOR}"
CSV: Final = "date,time,site,side,note\n2026-11-18,08:30,lower eyelid,right,after coffee\n2026-11-19,21:05,chin,left,\n"

_SERVER_KEY: Final = "BLH4O3jwcUkhrvxTgSvruvwVVeDCHbxYFIh0h9b2fXUr6j-70GMhF_vSA9LoNQFCvF2ML9l2NPJ79u8sTXGi6QM"
_PUSH_SAID: Final[Example] = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABexample",
    "keys": {
        "p256dh": "BAocmhdOj1QogsloBtS7ertajSEOsNuGTFR3bgiuhX5x3o2_xH39-EvF1o-hGiCx5vkCdT2QouMKYQpJmftOUJI",
        "auth": "YW4gZXhhbXBsZSAxNiBieQ",
    },
    "time_zone": "Europe/Prague",
    "language": "en-GB",
}
_PUSH: Final[Example] = {
    "id": "6f9c2f5e-3d1b-4c80-9a3e-1b7d5c0e2f48",
    "service": "updates.push.services.mozilla.com",
    "device": "Phone of Ana",
    "time_zone": "Europe/Prague",
    "made_at": NOW,
    "is_this": True,
}
_EPISODE_SAID: Final[Example] = {
    "started_at": "2026-11-20T08:30:12+01:00",
    "time_zone": "Europe/Prague",
    "time_precision": "exact",
    "duration_s": 40,
    "ongoing": False,
    "count": 3,
    "sites": [{"site": "lid_lower", "side": "right"}, {"site": "cheek", "side": "right"}],
    "rhythm": "cluster",
    "intensity": 2,
    "during": "screen",
    "movement": None,
    "suppressible": "no",
    "urge": None,
    "observed_by": "self",
    "sensations": ["tightness"],
    "caffeine_mg": 95,
    "sleep_min": 380,
    "stress": 4,
    "note": "Stopped when I looked away.",
    "recorded_at": "2026-11-20T08:31:00+01:00",
}
_DAY_SAID: Final[Example] = {
    "state": "twitched",
    "burden": "few",
    "function": 1,
    "drinks": [{"kind": "espresso", "count": 2}],
    "last_caffeine_at": "2026-11-20T14:10:00+01:00",
    "sleep_min": 380,
    "sleep_quality": 5,
    "stress": 4,
    "fatigue": 3,
    "screen_min": 420,
    "alcohol_units": 0,
    "wearing_off": None,
    "note": "",
}
_CHECK_SAID: Final[Example] = {
    "performed_at": "2026-11-20T20:15:00+01:00",
    "time_zone": "Europe/Prague",
    "tasks": {"smile": {"left": "same", "right": "a_bit_weaker"}},
    "answers": {
        "face_droop": "no",
        "arm_weak": {"value": "yes", "side": "right", "onset_at": None, "onset_speed": "days_to_4_weeks"},
    },
    "tasks_lost": ["open_jar"],
    "note": "",
}
_EVENT_SAID: Final[Example] = {
    "kind": "medication",
    "action": "start",
    "name": "Magnesium",
    "on": "2026-11-01",
    "until": None,
    "side": None,
    "sites": [],
    "dose": 300,
    "unit": "mg",
    "note": "",
}
_BASELINE_SAID: Final[Example] = {
    "sites": [{"site": "lid_lower", "side": "right"}],
    "long_standing_weakness": [],
    "suspected_factors": ["coffee", "short nights"],
    "birth_year": 1984,
    "country": "CZ",
}
_SETTINGS_SAID: Final[Example] = {
    "language": "en",
    "time_zone_policy": "phone",
    "home_time_zone": "Europe/Prague",
    "reminder_at": "20:30",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "emergency_number": "112",
    "theme": "dark",
    "text_size": None,
    "spoken_reply": None,
    "flags_enabled": True,
}
_QUESTIONS_SAID: Final[Example] = {"questions": ["Is it the coffee?", "Should I see a neurologist?"]}


def _stored(number: int) -> Example:
    return {"revision": f"1.{number}", "updated_at": NOW}


def _answer(value: str, **more: Any) -> Example:
    return {"value": value, "side": None, "onset_at": None, "onset_speed": None} | more


_EPISODE: Final[Example] = (
    {"id": EPISODE_ID}
    | _EPISODE_SAID
    | {"day": "2026-11-20", "time_of_day": "08:30", "entry_mode": "live"}
    | _stored(42)
)
_DAY: Final[Example] = {"date": "2026-11-20"} | _DAY_SAID | {"caffeine_mg": 126} | _stored(41)
_CHECK: Final[Example] = (
    {"id": CHECK_ID}
    | _CHECK_SAID
    | {
        "answers": {
            "face_droop": _answer("no"),
            "arm_weak": _answer("yes", side="right", onset_speed="days_to_4_weeks"),
        },
        "day": "2026-11-20",
    }
    | _stored(40)
)
_EVENT: Final[Example] = {"id": EVENT_ID} | _EVENT_SAID | _stored(7)
_BASELINE: Final[Example] = _BASELINE_SAID | _stored(1)
_SETTINGS: Final[Example] = _SETTINGS_SAID | _stored(2)
_QUESTIONS: Final[Example] = _QUESTIONS_SAID | _stored(3)


def _page(one: Example) -> Example:
    return {"next": None, "previous": None, "results": [one]}


_VERSION: Final[Example] = {"number": 42, "act": "recorded", "at": NOW, "by": "Ana Nováková", "document": _EPISODE}
_ACCOUNT: Final[Example] = {
    "username": "ana",
    "name": "Ana Nováková",
    "diary": DIARY,
    "epoch": 1,
    "is_clinician": False,
}
_CARE_LINK: Final[Example] = {
    "id": CARE_LINK_ID,
    "practice": "Lin Neurology",
    "scope": "profile",
    "given_at": NOW,
    "until": "2027-05-20T00:00:00+00:00",
    "paused": False,
}
_SHARE_SAID: Final[Example] = {
    "scope": "profile",
    "first": "2026-08-23",
    "last": "2026-11-20",
    "label": "Dr Müller, 24 November",
    "expires_in_days": 7,
    "pin": "2468",
}
_SHARE: Final[Example] = {
    "id": SHARE_ID,
    "scope": "profile",
    "first": "2026-08-23",
    "last": "2026-11-20",
    "label": "Dr Müller, 24 November",
    "has_pin": True,
    "is_closed": False,
    "made_at": NOW,
    "expires_at": "2026-11-27T07:31:08.402117+00:00",
}
_SUMMARY = {
    "schema_version": 2,
    "first": "2026-08-23",
    "last": "2026-11-20",
    "rules_version": RULES_VERSION,
    "boxes": [
        {
            "number": 1,
            "title": "How complete",
            "sentences": ["84 of 90 days answered (93%); 6 not known."],
            "waiting": False,
        }
    ],
    "figures": [
        {
            "name": "weeks",
            "title": "Weeks",
            "sentence": "13 weeks with at least 4 answered days: twitch days from 14% to 86%, latest 43%.",
            "header": ["Week", "Answered days", "Twitch days (95% interval)", "Episodes a day (95% interval)"],
            "rows": [["14 Nov 2026 to 20 Nov 2026", "7", "43% (16–75)", "0.86 (0.35–1.8)"]],
        }
    ],
    "profile": {"schema_version": 2, "completeness": {"days": 90, "answered": 84}},
}
_FLAG: Final[Example] = {
    "rule": "U1",
    "version": 1,
    "level": "emergency",
    "urgency": None,
    "title": "Call the emergency number now: a sudden change of the face",
    "text": "You recorded that your face drooped or was uneven, and that this began suddenly. Call your emergency "
    "number now. Show this page to those who come.",
    "evidence": [{"kind": "check", "id": CHECK_ID, "day": "2026-11-20"}],
    "first_true_on": "2026-11-20",
    "source": "BE-FAST public guidance; NICE NG127",
    "basis": "published",
    "review": None,
}
_OPERATION: Final[Example] = {
    "op_id": OP_ID,
    "kind": "episode",
    "id": EPISODE_ID,
    "base_rev": "1.42",
    "deleted": False,
    "fields": {"intensity": 3, "note": "It came back at noon."},
}
_RESULT: Final[Example] = {
    "op_id": OP_ID,
    "status": "applied",
    "deleted": False,
    "document": _EPISODE | {"intensity": 3, "note": "It came back at noon."} | _stored(43),
}
_IMPORT: Final[Example] = {
    "id": IMPORT_ID,
    "source": "csv",
    "kept": 2,
    "already_there": 0,
    "dropped": 1,
    "at": NOW,
    "undone_at": None,
}
_THERE: Final[Example] = {"total": 1, "rows": [{"pointer": "/rows/4", "kind": "episode", "id": EPISODE_ID}]}
_PLAN: Final[Example] = {
    "resource": {"value": "episodes", "certainty": "sure"},
    "file": {"encoding": "utf-8", "encoding_is_guessed": False, "delimiter": ",", "columns": 5, "rows": 3},
    "options": {"time_zone": "Europe/Prague"},
    "settled": {"date_order": None, "serial_dates": None, "decimal": None},
    "totals": {"kept": 2, "guessed": 0, "waiting": 0, "dropped": 1, "facts": 3},
    "columns": [],
    "needs": [],
    "rows": [
        {
            "row": 2,
            "status": "kept",
            "reasons": [],
            "id": EPISODE_ID,
            "date": None,
            "merged_into": None,
            "fields": {"started_at": "2026-11-18T08:30:00+01:00", "time_zone": "Europe/Prague"},
        }
    ],
}
_FILE_HEAD: Final[Example] = {
    "format": "twitch-diary",
    "format_version": 1,
    "vocabulary_version": 1,
    "exported_at": NOW,
    "diary": DIARY,
    "epoch": 1,
    "change_counter": 42,
}
_FILE_FACTS: Final[Example] = {
    "episodes": [_EPISODE],
    "days": [_DAY],
    "checks": [_CHECK],
    "events": [_EVENT],
    "baseline": [_BASELINE],
    "settings": [_SETTINGS],
    "questions": [_QUESTIONS],
}
_FILE_VERSION: Final[Example] = _VERSION | {"kind": "episode", "id": EPISODE_ID}

RESPONSES: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "Episode": _EPISODE,
        "Day": _DAY,
        "Check": _CHECK,
        "Event": _EVENT,
        "Baseline": _BASELINE,
        "Settings": _SETTINGS,
        "Questions": _QUESTIONS,
        "EpisodePage": _page(_EPISODE) | {"next": LINK},
        "DayPage": _page(_DAY),
        "CheckPage": _page(_CHECK),
        "EventPage": _page(_EVENT),
        "History": _page(_VERSION),
        "Account": _ACCOUNT,
        "Devices": {
            "results": [
                {
                    "id": "b7110018-9204-325c-f694-c675135acbb5",
                    "name": "Phone of Ana",
                    "signed_in_at": "2026-11-02T18:05:41+00:00",
                    "last_used_on": "2026-11-20",
                    "is_this": True,
                }
            ]
        },
        "CareLink": _CARE_LINK,
        "CareLinks": {"results": [_CARE_LINK]},
        "Share": _SHARE
        | {
            "token": "Qk9vS3l0V2hhdEFuYVNlZXNPbmNlT25s",
            "address": "https://diary.example.org/share/#Qk9vS3l0V2hhdEFuYVNlZXNPbmNlT25s",
        },
        "Shares": {"results": [_SHARE]},
        "PushSubscription": _PUSH,
        "PushSubscriptions": {
            "application_server_key": _SERVER_KEY,
            "results": [_PUSH],
        },
        "CalendarAddress": {"made_at": NOW},
        "NewCalendarAddress": {
            "made_at": NOW,
            "address": "https://diary.example.org/api/v1/calendar/Qk9vS3l0V2hhdEFuYVNlZXNPbmNlT25s.ics",
        },
        "Openings": {
            "next": None,
            "previous": None,
            "results": [
                {
                    "reader": "Dr Lin",
                    "practice": "Lin Neurology",
                    "share": None,
                    "what": "profile",
                    "opened_at": NOW,
                }
            ],
        },
        "Reviews": {
            "next": None,
            "previous": None,
            "results": [
                {
                    "number": 1,
                    "by": "Dr Lin",
                    "practice": "Lin Neurology",
                    "kind": "reviewed",
                    "text": "",
                    "rules": ["S1"],
                    "rules_version": RULES_VERSION,
                    "event": None,
                    "undoes": None,
                    "undone": False,
                    "on": "2026-11-20",
                    "signed_at": NOW,
                }
            ],
        },
        "Flags": {
            "as_of": "2026-11-20",
            "rules_version": RULES_VERSION,
            "results": [_FLAG],
            "enabled": True,
            "remark": "",
            "check_asked": {"by": "Dr Lin", "practice": "Neurology Lin", "asked_at": "2026-11-19T09:30:00Z"},
        },
        "Summary": _SUMMARY,
        "OwnFile": _FILE_HEAD | _FILE_FACTS | {"history": [_FILE_VERSION], "complete": True},
        "Imports": {"results": [_IMPORT]},
        "Import": _IMPORT,
        "ImportTaken": _IMPORT | {"exists": _THERE},
        "Taken": {"kept": 2, "already_there": 0, "dropped": 1, "exists": _THERE, "plan": _PLAN},
        "ImportUndone": {"id": IMPORT_ID, "undone": 2, "edited_since": 0, "undone_at": NOW},
        "PushResult": {"epoch": 1, "results": [_RESULT]},
        "Changes": {
            "changes": [
                {"kind": "episode", "id": EPISODE_ID, "revision": "1.42", "deleted": False, "document": _EPISODE}
            ],
            "next_cursor": CHANGES_CURSOR,
            "has_more": False,
            "epoch": 1,
        },
        "Conflicts": {
            "results": [
                {
                    "id": CONFLICT_ID,
                    "kind": "episode",
                    "fact_id": EPISODE_ID,
                    "fields": ["intensity"],
                    "mine": _EPISODE | {"intensity": 3},
                    "theirs": _EPISODE,
                    "theirs_deleted": False,
                    "at": NOW,
                }
            ]
        },
        "Resolution": {"keep": "mine"},
        "SharePage": {"token": "the token that was told when the link was made", "lang": "en", "paper": "a4"},
        "ProfileOptions": {"first": "2026-08-22", "last": "2026-11-20", "lang": "en", "paper": "a4"},
    }
)
REQUESTS: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "Episode": _EPISODE_SAID,
        "NewEpisode": {"id": EPISODE_ID} | _EPISODE_SAID,
        "EpisodeChange": {"intensity": 3, "note": "It came back at noon."},
        "Day": _DAY_SAID,
        "Check": _CHECK_SAID,
        "NewCheck": {"id": CHECK_ID} | _CHECK_SAID,
        "CheckChange": {"note": "Did this sitting down."},
        "Event": _EVENT_SAID,
        "NewEvent": {"id": EVENT_ID} | _EVENT_SAID,
        "EventChange": {"until": "2026-11-19"},
        "Baseline": _BASELINE_SAID,
        "Settings": _SETTINGS_SAID,
        "Questions": _QUESTIONS_SAID,
        "AccountChange": {"name": "Ana Nováková"},
        "Password": {"password": "the password of the account"},
        "CareLink": {"code": "LINNEURO", "scope": "profile", "until": "2027-05-20T00:00:00Z"},
        "CareLinkChange": {"paused": True},
        "Share": _SHARE_SAID,
        "PushSubscription": _PUSH_SAID,
        "SentFile": _FILE_HEAD | _FILE_FACTS | {"complete": True},
        "CsvUpload": {"file": CSV, "options": '{"time_zone": "Europe/Prague"}'},
        "Push": {"device_id": "phone of Ana", "epoch": 1, "schema_version": 1, "ops": [_OPERATION]},
        "Resolution": {"keep": "mine"},
        "SharePage": {"token": "the token that was told when the link was made", "lang": "en", "paper": "a4"},
        "ProfileOptions": {"first": "2026-08-22", "last": "2026-11-20", "lang": "en", "paper": "a4"},
    }
)
# What is no object of ours: by the operation, or by the media type.
PLAIN: Final[MappingProxyType[str, Any]] = MappingProxyType(
    {
        "schema_read": {"openapi": "3.1.1", "info": {"title": "Twitch Diary API", "version": "1"}, "paths": {}},
        "vocabulary_read": {
            "version": 1,
            "languages": ["en", "zh-Hant"],
            "sides": [{"code": "left", "labels": {"en": "left", "zh-Hant": "左側"}}],
            "bounds": {"stress": [0, 10]},
        },
        "application/fhir+json": {"resourceType": "Bundle", "type": "document", "entry": []},
        "application/pdf": "%PDF-1.7 ...",
        "application/zip": "PK ...",
        "image/png": "PNG ...",
        "image/svg+xml": "<svg ...",
        "text/calendar": "BEGIN:VCALENDAR ...",
        "text/csv": CSV,
        "text/plain": "Twitch Profile. Ana Nováková. 22 Aug 2026 to 20 Nov 2026; no earlier days to compare with.\n...",
    }
)
