"""The door of the study: rows in, a page out, with few queries and no heavy import before a page is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from diary.models import Baseline, Check, Day, Episode, Event
from people import standby
from people.models import Diary
from reports import loading, prepare
from reports.on_screen import Page
from reports.options import Options
from reports.records import Place, in_order
from tests import cast
from tests.reports.printed import words_of

ROOT = Path(__file__).parents[2]
TODAY = cast.NOW.date()
FIRST = TODAY - timedelta(days=13)
LEFT_LID = [{"site": "lid_lower", "side": "left"}]


@pytest.fixture
def diary(ana):
    return ana.diary


def rows(diary, count: int) -> None:
    """Write `count` of each fact straight into the tables, days going back from today."""

    def kept(n: int) -> dict[str, Any]:
        return {
            "diary": diary,
            "epoch": 1,
            "rev": 1_000 + n,
            "seq": 1_000 + n,
            "updated_at": cast.NOW,
            "document": "{}",
        }

    def named(n: int) -> dict[str, Any]:
        return {**kept(n), "id": uuid.UUID(int=n + 1)}

    at = {"time_zone": "UTC", "recorded_at": cast.NOW, "started_at": cast.NOW, "time_precision": "exact",
          "time_of_day": "12:00", "entry_mode": "live"}  # fmt: skip
    every = range(count)
    Episode.objects.bulk_create(
        Episode(**named(n), **at, sites=LEFT_LID, day=TODAY - timedelta(days=n % 14)) for n in every
    )
    Day.objects.bulk_create(Day(**kept(n), date=TODAY - timedelta(days=n), state="twitched") for n in every)
    Event.objects.bulk_create(Event(**named(n), kind="visit", action="single", on=TODAY) for n in every)
    Check.objects.bulk_create(Check(**named(n), time_zone="UTC", performed_at=cast.NOW, day=TODAY) for n in every)


class TestLoading:
    def test_takes_nine_queries_for_one_entry_and_for_two_thousand(self, diary):
        taken = []
        for number in (1, 2_000):
            (
                Episode.objects.all().delete(),
                Day.objects.all().delete(),
                Event.objects.all().delete(),
                Check.objects.all().delete(),
            )
            rows(diary, number)
            fresh = Diary.objects.get(pk=diary.pk)
            with CaptureQueriesContext(connection) as queries:
                loading.load(fresh, until=TODAY)
            taken.append(len(queries))

        assert taken == [9, 9]

    def test_misses_no_entry_and_doubles_none_that_changes_while_it_reads(self, diary, monkeypatch):
        """After every piece the first entry, which was read long ago, and the last one, which was not, are amended."""
        rows(diary, 40)
        diary.change_counter, numbers = 1_040, count(2_000)
        monkeypatch.setattr(loading, "PAGE", 10)

        def amend(execute, sql, *rest):
            result = execute(sql, *rest)
            if sql.startswith("SELECT") and "seq" in sql:
                for n in (1, 40):
                    Episode.objects.filter(id=uuid.UUID(int=n)).update(seq=next(numbers), intensity=4)
            return result

        with connection.execute_wrapper(amend):
            found = loading.load(diary, until=TODAY).episodes

        assert next(numbers) > 2_050
        assert sorted(one.id for one in found) == [str(uuid.UUID(int=n)) for n in range(1, 41)]
        assert {one.id: one.intensity for one in found}[str(uuid.UUID(int=40))] == 4

    def test_for_others_comes_from_the_original_where_the_standby_fails(self, diary, monkeypatch):
        rows(diary, 3)
        as_it_is = loading.load_all

        def load_all(diaries, *, until, database="default"):
            if database == "standby":
                raise OperationalError("canceling statement due to conflict with recovery")
            return as_it_is(diaries, until=until, database=database)

        monkeypatch.setattr(loading, "load_all", load_all)
        monkeypatch.setattr(loading, "where_to_read", lambda diaries: "standby")
        monkeypatch.setattr(standby, "_silent_since", {})

        assert len(loading.load_for_others([diary], until=TODAY)[diary.pk].episodes) == 3
        assert standby._silent_since.keys() == {"standby"}

    def test_keeps_what_was_recorded(self, diary):
        cast.twitch(diary, datetime(2026, 11, 20, 6, 30, tzinfo=UTC), sites=LEFT_LID, duration_s=3, intensity=2,
                    during="rest", count=2, recorded_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))  # fmt: skip
        (one,) = loading.load(diary, until=TODAY).episodes

        assert (one.day, one.minute, one.duration_s, one.intensity, one.during, one.count) == (
            TODAY,
            450,
            3,
            2,
            "rest",
            2,
        )
        assert (one.places, one.entry_mode, one.delay_min) == ((Place("lid_lower", "left"),), "same_day", 210)

    def test_knows_no_minute_when_only_the_day_is_known(self, diary):
        cast.twitch(diary, time_precision="day")

        assert loading.load(diary, until=TODAY).episodes[0].minute is None

    def test_puts_both_half_past_twos_of_a_clock_change_on_the_same_local_time(self, diary):
        for hour in (0, 1):  # 02:30 in Prague, in summer time and an hour later in winter time
            cast.twitch(diary, datetime(2026, 10, 25, hour, 30, tzinfo=UTC))

        assert [one.minute for one in loading.load(diary, until=TODAY).episodes] == [150, 150]

    def test_leaves_out_deleted_entries_and_later_days(self, diary):
        rows(diary, 3)
        Episode.objects.filter(id=uuid.UUID(int=1)).update(deleted_at=cast.NOW)

        assert len(loading.load(diary, until=TODAY).episodes) == 2
        assert len(loading.load(diary, until=TODAY - timedelta(days=2)).episodes) == 1

    def test_reads_the_baseline_and_nobody_elses_diary(self, diary, eve):
        Baseline.objects.create(diary=diary, epoch=1, rev=1, seq=1, updated_at=cast.NOW, document="{}", sites=LEFT_LID)
        cast.twitch(eve.diary)

        assert loading.load(diary, until=TODAY).baseline == (Place("lid_lower", "left"),)
        assert loading.load(diary, until=TODAY).episodes == ()

    def test_of_two_diaries_together_is_what_each_is_alone_though_their_entries_have_the_same_ids(self, diary, eve):
        at, one_id = datetime(2026, 11, 20, 6, 30, tzinfo=UTC), uuid.UUID(int=900)
        for owner, hours in ((diary, 4), (eve.diary, 2)):
            rows(owner, 3)
            cast.twitch(owner, at, id=one_id, recorded_at=at + timedelta(hours=hours))
        Baseline.objects.create(diary=diary, epoch=1, rev=9, seq=9, updated_at=cast.NOW, document="{}", sites=LEFT_LID)
        loaded = loading.load_all([diary, eve.diary], until=TODAY)
        together = {key: in_order(records) for key, records in loaded.items()}
        late = [{one.id: one.delay_min for one in together[key.pk].episodes}[str(one_id)] for key in (diary, eve.diary)]

        assert together == {one.pk: in_order(loading.load(one, until=TODAY)) for one in (diary, eve.diary)}
        assert late == [240, 120]
        assert [len(together[one.pk].baseline) for one in (diary, eve.diary)] == [1, 0]


class TestProfile:
    def test_of_a_new_diary_is_a_page_that_says_so(self, diary):
        page = prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW)
        boxes = Page(diary=diary, first=FIRST, last=TODAY, now=cast.NOW).boxes

        assert page.startswith(b"%PDF-")
        assert boxes[0].sentences[1] == "Nothing was recorded from 7 Nov 2026 to 20 Nov 2026."

    def test_is_the_same_bytes_on_another_day_until_the_diary_changes(self, diary):
        cast.twitch(diary, sites=LEFT_LID)
        once = prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW)
        later = prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW + timedelta(days=40))
        cast.twitch(diary, cast.NOW - timedelta(hours=3), sites=LEFT_LID)

        assert once == later
        assert once != prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW)

    def test_as_svg_is_the_same_page(self, diary):
        assert prepare.profile_png(diary, first=FIRST, last=TODAY, now=cast.NOW).startswith(b"\x89PNG")

    def test_ends_today_when_the_period_reaches_into_days_that_have_not_come(self, diary):
        cast.twitch(diary)
        told = prepare.summary(diary, first=FIRST, last=TODAY + timedelta(days=30), today=TODAY)

        assert told.now.period.last == TODAY

    def test_refuses_days_that_cannot_be(self, diary):
        with pytest.raises(ValueError, match="must"):
            prepare.profile_pdf(diary, now=cast.NOW, first=TODAY, last=FIRST)

    @pytest.mark.parametrize("options", [{"paper": "a5"}, {"language": "de"}])
    def test_refuses_a_paper_or_a_language_that_the_house_does_not_have(self, options):
        with pytest.raises(ValueError, match="must be one of"):
            Options(**options)

    def test_is_made_once_and_anew_when_anything_changes_that_stands_on_it(self, diary, settings):
        def page(**options):
            return prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW, options=Options(**options))

        cast.twitch(diary, sites=LEFT_LID)
        once = page()

        assert page() is not None
        assert [page() == once, page(large=True) == once, page(language="zh-Hant") == once] == [True, False, False]
        diary.owner.name = "Somebody else"
        diary.owner.save()
        assert page() != once
        settings.DIARY_FLAGS_ENABLED = False
        assert "switched off" in words_of(page(), 0)

    def test_with_the_address_of_a_share_link_is_kept_nowhere(self, diary):
        options = Options(address="https://diary.example/share/#secret")
        prepare.profile_pdf(diary, first=FIRST, last=TODAY, now=cast.NOW, options=options)
        kept: Any = caches["pages"]

        assert kept._cache == {}

    def test_is_usually_about_ninety_days_but_none_before_the_diary_began(self, diary):
        assert prepare.usual_period(diary, today=TODAY) == (TODAY - timedelta(days=89), TODAY)
        cast.twitch(diary, cast.NOW - timedelta(days=20))
        assert prepare.usual_period(diary, today=TODAY) == (TODAY - timedelta(days=20), TODAY)


def test_importing_the_door_loads_nothing_heavy():
    code = (
        "import django, sys; django.setup(); import reports.prepare; "
        "print([m for m in ('matplotlib', 'scipy', 'typst', 'fontTools', 'numpy') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert run.stdout.strip() == "[]"
