"""
A cursor misses nothing that was committed late.

Sixteen writers in ten diaries hold their transactions open for up to 10 ms after their entry got its number, while a
reader goes on from the last number it saw. On PostgreSQL a cursor made of a sequence or of a clock then never delivers
about one entry in ten; here a diary's counter is raised under the lock of its row.
"""

from __future__ import annotations

import random
import threading
import time
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from diary.models import Episode
from diary.services import episodes, facts, sync
from people.models import Diary
from tests import cast
from tests.together import together

DIARIES = 10
WRITERS = 16
HELD_S = 0.01
PAGE = 100


class Reader:
    """Goes on from the last number it saw, in every diary."""

    def __init__(self, diaries: list[Diary]) -> None:
        self.after = dict.fromkeys(diaries, 0)
        self.seen: list[str] = []

    def look(self) -> int:
        """Take one page of each diary; return how many changes were new."""
        known = len(self.seen)
        for diary, after in self.after.items():
            for change in sync.changes(diary=diary, after=after, limit=PAGE):
                self.after[diary] = change.number
                self.seen.append(change.fact_id)
        return len(self.seen) - known


def write_for(seconds: float, diaries: list[Diary]) -> None:
    """Write one entry after the other, each in a transaction that is held open for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        diary = random.choice(diaries)
        fields = {"started_at": cast.NOW, "time_zone": cast.ZONE}
        with transaction.atomic():
            facts.record(kind=episodes.KIND, diary=diary, key=uuid4(), fields=fields, by=diary.owner, now=cast.NOW)
            time.sleep(random.uniform(0, HELD_S))


def read_beside_writers(seconds: float) -> list[str]:
    """Return the ids that a reader beside the writers saw."""
    diaries = [cast.person(f"person{number}").diary for number in range(DIARIES)]
    reader, done = Reader(diaries), threading.Event()

    def write() -> None:
        try:
            together([partial(write_for, seconds, diaries)] * WRITERS)
        finally:
            done.set()

    def read() -> None:
        while not done.is_set() or reader.look():
            reader.look()

    together([write, read])
    return reader.seen


@pytest.mark.django_db(transaction=True)
class TestReader:
    def test_misses_nothing_and_sees_nothing_twice(self) -> None:
        seen = read_beside_writers(1.0)

        assert len(seen) > WRITERS
        assert sorted(seen) == sorted(map(str, Episode.objects.values_list("id", flat=True)))

    @pytest.mark.long
    def test_misses_nothing_in_a_minute(self) -> None:
        seen = read_beside_writers(60.0)

        assert len(seen) > 100 * WRITERS
        assert sorted(seen) == sorted(map(str, Episode.objects.values_list("id", flat=True)))
