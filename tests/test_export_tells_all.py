"""The export of an account tells of every table that holds something of the person."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Final

from django.conf import settings
from django.test import Client

from tests.doors import House
from tests.test_doors import all_rows

# Where it tells of each table.
TELLS: Final = {
    "account.json": {
        "people_user": "username", "people_diary": "diary", "people_device": "devices", "people_carelink": "care_links",
        "people_sharelink": "shares", "people_calendaraddress": "calendar", "people_opening": "openings",
        "diary_import": "imports", "diary_conflict": "conflicts",
    },
    "twitch-diary.json": {
        "diary_episode": "episodes", "diary_day": "days", "diary_check": "checks", "diary_event": "events",
        "diary_baseline": "baseline", "diary_settings": "settings", "diary_questions": "questions",
        "diary_version": "history",
    },
}  # fmt: skip
MADE_OF_THEM: Final = {"diary_digest", "diary_panelline", "diary_operation"}  # an operation's content is its version's


def test_of_somebody_who_has_said_everything_leaves_out_no_table(house: House) -> None:
    hers = {name for name, rows in all_rows().items() if any(house.is_anas(name, row) for row in rows)}
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = house.principals["Ana"].cookie
    archive = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/account/export/").getvalue()))
    files = {name: json.loads(archive.read(name)) for name in TELLS}

    assert hers == {table for tables in TELLS.values() for table in tables} | MADE_OF_THEM
    assert [(name, one) for name, told in TELLS.items() for one in told.values() if not files[name][one]] == []
