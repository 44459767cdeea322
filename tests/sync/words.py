"""What people say in these stories: nearly every time something that was never said before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests import cast
from tests.sync.phone import Fields

AT = datetime.fromisoformat("2026-11-10T08:00:00+01:00")  # in the zone of the cast, in winter
PLACES: tuple[list[Fields], ...] = ([], [{"site": "lid_lower", "side": "right"}], [{"site": "cheek", "side": "left"}])
ANSWER: Fields = {"side": None, "onset_at": None, "onset_speed": None}
# Every value typed into these is another one, so that a value tells which typing it came from.
TOKENS = {
    "episode": ("note", "duration_s", "sleep_min"),
    "day": ("note", "sleep_min", "screen_min"),
    "check": ("note",),
    "event": ("note", "name", "dose"),
    "baseline": ("suspected_factors",),
    "settings": ("emergency_number", "reminder_at"),
    "questions": ("questions",),
}


def words(kind: str, number: int) -> list[tuple[str, Any]]:
    """Return what can be said of a fact of this kind; with each number something else, where there is enough to say."""
    word = f"w{number}"
    all_words: dict[str, list[tuple[str, Any]]] = {
        "episode": [
            ("note", word),
            ("duration_s", number),
            ("started_at", (AT + timedelta(minutes=20 * number)).isoformat()),
            ("sleep_min", None if number % 5 == 0 else number % 1_440),
            ("sites", PLACES[number % 3]),
        ],
        "day": [
            ("note", word),
            ("sleep_min", None if number % 5 == 0 else number % 1_440),
            ("drinks", [None, [{"kind": "brewed_coffee", "count": number % 9 + 1}]][number % 2]),
            ("screen_min", number % 1_440),
        ],
        "check": [
            ("note", word),
            ("answers", {"face_droop": {"value": ("yes", "no", "unsure")[number % 3], **ANSWER}}),
            ("tasks_lost", [["whistle"], []][number % 2]),
        ],
        "event": [("note", word), ("name", f"name {word}"), ("dose", number + 0.5)],
        "baseline": [("suspected_factors", [word, f"more {word}"]), ("country", ("CZ", "TW")[number % 2])],
        "settings": [
            ("emergency_number", f"{number + 100}"),
            ("reminder_at", f"{number // 60 % 24:02}:{number % 60:02}"),
            ("theme", ("dark", "light")[number % 2]),
        ],
        "questions": [("questions", [word])],
    }
    return all_words[kind]


def needed(kind: str, at: datetime) -> Fields:
    """Return what a new fact has to say."""
    if kind == "event":
        return {"kind": "medication", "action": "change", "on": at.date().isoformat()}
    if kind == "check":
        return {"performed_at": at.isoformat(), "time_zone": cast.ZONE}
    return {"started_at": at.isoformat(), "recorded_at": at.isoformat(), "time_zone": cast.ZONE}


def whole(kind: str, at: datetime, fields: Fields) -> Fields:
    """Return a whole new fact that says this, written down when it began."""
    fact = {**needed(kind, at), **fields}
    return {**fact, "recorded_at": fact["started_at"]} if kind == "episode" else fact
