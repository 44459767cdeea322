"""What a bench fills is a diary like any other."""

from __future__ import annotations

import json

import pytest

from bench import fill
from diary import documents
from diary.models import Episode, Version
from diary.services.episodes import KIND
from tests.cast import NOW


class TestSizes:
    def test_are_unequal_and_add_up(self) -> None:
        sizes = fill.sizes(100_000, 1_000)

        assert (len(sizes), sum(sizes), min(sizes) >= 1) == (1_000, 100_000, True)
        assert sorted(sizes)[500] < 100 < 1_000 < max(sizes)

    def test_are_the_same_each_time(self) -> None:
        assert fill.sizes(1_000, 10) == fill.sizes(1_000, 10)


@pytest.mark.django_db(transaction=True)
class TestFill:
    def test_gives_each_diary_its_entries_each_with_its_version(self) -> None:
        diaries = fill.fill([3, 1, 5], now=NOW, versions=True)

        for diary, size in zip(diaries, (3, 1, 5), strict=True):
            entries = Episode.objects.of(diary).order_by("seq")
            versions = Version.objects.of(diary).order_by("number")
            assert [entry.seq for entry in entries] == list(range(1, size + 1))
            assert [(one.fact_id, one.document) for one in versions] == [(str(one.id), one.document) for one in entries]
            assert diary.change_counter == size

    def test_writes_documents_that_say_what_the_columns_say(self) -> None:
        [diary] = fill.fill([4], now=NOW)

        for entry in Episode.objects.of(diary):
            assert json.loads(entry.document) == json.loads(documents.document(KIND.content(entry), entry))

    def test_adds_to_what_is_there(self) -> None:
        fill.fill([2], now=NOW)
        fill.fill([2, 3], now=NOW)

        assert Episode.objects.count() == 7
