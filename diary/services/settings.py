"""What the settings of a diary may say."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypedDict

from diary import admission, documents
from diary.errors import InvalidValue
from diary.models import Settings
from diary.services import history

_NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,18}")


class SettingsFields(TypedDict, total=False):
    """What a client may set. A field that is absent was not touched."""

    language: str | None
    time_zone_policy: str | None
    home_time_zone: str
    reminder_at: str
    quiet_from: str
    quiet_until: str
    emergency_number: str
    theme: str | None
    text_size: str | None
    spoken_reply: bool | None
    flags_enabled: bool | None


def _settings(key: Any, fields: SettingsFields, living: Settings | None, now: datetime) -> Settings:
    home, number = fields.get("home_time_zone") or "", fields.get("emergency_number") or ""
    if home:
        admission.zone(home, field="home_time_zone")
    if number and not _NUMBER.fullmatch(number):
        raise InvalidValue("bad_number", "Give a telephone number in digits, such as 112.", field="emergency_number")
    times = {
        name: admission.time_of_day(fields.get(name) or "", field=name)  # type: ignore[arg-type]  # texts, all three
        for name in ("reminder_at", "quiet_from", "quiet_until")
    }
    return Settings(**dict(fields) | times | {"home_time_zone": home, "emergency_number": number})


KIND = history.Kind(
    name="settings",
    model=Settings,
    key="diary_id",
    build=_settings,
    content=documents.settings_content,
    fields=tuple(SettingsFields.__annotations__),
    standing=True,
)
