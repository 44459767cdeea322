"""What becomes of an episode when it is stored: its day, its hour, how it was entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.services.episodes import entry_mode
from people.models import User
from tests import cast

AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


class TestLocalDay:
    @pytest.mark.parametrize(
        ("started_at", "zone", "day", "time"),
        [
            ("2026-11-19T23:30:00+00:00", "Europe/Prague", "2026-11-20", "00:30"),
            ("2026-11-19T23:30:00+00:00", "America/Vancouver", "2026-11-19", "15:30"),
            ("2026-10-25T00:30:00+00:00", "Europe/Prague", "2026-10-25", "02:30"),  # first time
            ("2026-10-25T01:30:00+00:00", "Europe/Prague", "2026-10-25", "02:30"),  # the hour repeated
            ("2026-03-29T01:00:00+00:00", "Europe/Prague", "2026-03-29", "03:00"),  # after the gap
            ("2026-11-19T18:00:00+00:00", "Asia/Kathmandu", "2026-11-19", "23:45"),
            ("2026-11-19T18:00:00+00:00", "Asia/Calcutta", "2026-11-19", "23:30"),  # an old name
        ],
    )
    def test_is_that_of_the_place_where_it_happened(
        self, ana: User, started_at: str, zone: str, day: str, time: str
    ) -> None:
        at = datetime.fromisoformat(started_at)
        episode = cast.twitch(ana.diary, at, time_zone=zone)

        assert (episode.day.isoformat(), episode.time_of_day) == (day, time)


class TestEntryMode:
    @pytest.mark.parametrize(
        ("later", "mode"),
        [
            (timedelta(0), "live"),
            (timedelta(minutes=60), "live"),
            (timedelta(minutes=60, seconds=1), "same_day"),
            (timedelta(hours=10), "same_day"),
            (timedelta(hours=20), "backfilled"),
        ],
    )
    def test_follows_when_it_was_recorded(self, later: timedelta, mode: str) -> None:
        recorded_at = AT + later

        assert entry_mode(AT, recorded_at, AT.date(), recorded_at.date()) == mode

    @given(seconds=st.integers(0, 3_600))
    def test_never_depends_on_the_upload(self, seconds: int) -> None:
        started_at = AT + timedelta(seconds=seconds)

        assert entry_mode(started_at, started_at, started_at.date(), started_at.date()) == "live"

    def test_stays_when_the_entry_is_edited_later(self, ana: User) -> None:
        from diary.services import episodes, facts

        made = cast.twitch(ana.diary, AT)
        told: Any = {"started_at": AT, "time_zone": cast.ZONE, "stress": 2}
        changed = facts.record(
            kind=episodes.KIND, diary=ana.diary, key=made.id, fields=told, by=ana, now=AT + timedelta(days=9)
        )

        assert changed.fact.entry_mode == "live"
