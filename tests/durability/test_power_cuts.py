"""
The power goes while the house writes to SQLite: what it acknowledged is there, and nothing is there in part.

Every statement is one that the house sent for a request to its API; the disk is a model (tests.durability.disk). With
other settings than the house's the same model loses entries, so it would have seen that.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from diary.services import verification
from people.backups import sqlite
from people.models import Diary
from tests.durability.cuts import FILE, Tally, cut, watched
from tests.durability.disk import Disk
from tests.durability.written import Written

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

FEW, SOME, MANY = 12, 40, 300
BOTH = pytest.mark.parametrize("journal_mode", ["TRUNCATE", "WAL"])  # which, SQLite's version says
LOSING = pytest.mark.parametrize(
    ("journal_mode", "synchronous"), [("DELETE", "FULL"), ("WAL", "NORMAL")], ids=["Django's", "often advised"]
)


def every_line_follows(file: Path) -> None:
    """Let the house open what is left: no number is missing, and no line of the diary's history is another."""
    with sqlite._default_is(file):
        (diary,) = Diary.objects.all()
        assert list(verification.verify(diary=diary)) == []


class TestAsTheHouseIsSet:
    @BOTH
    def test_twelve_cuts_lose_nothing(self, written: Written, journal_mode: str) -> None:
        tally = cut(written, {"journal_mode": journal_mode}, cuts=FEW, look=every_line_follows)

        assert tally.is_clean, str(tally)

    @pytest.mark.long
    @BOTH
    def test_three_hundred_cuts_lose_nothing(self, written: Written, journal_mode: str) -> None:
        tally = cut(written, {"journal_mode": journal_mode}, cuts=MANY, look=every_line_follows)

        assert tally.is_clean, str(tally)
        assert tally.acknowledged > 10 * MANY

    def test_each_request_is_one_transaction(self, written: Written) -> None:
        assert len(written.states) - 1 == written.requests

    def test_the_write_ahead_log_is_begun_anew_while_it_is_in_use(self, written: Written) -> None:
        steps, _ = watched(written, {"journal_mode": "WAL"})
        begun = [step for step in steps if step[:3] == (Disk.write, f"{FILE}-wal", 0)]

        assert len(begun) > len(written.connections)


class TestOtherwiseSet:
    @LOSING
    def test_acknowledged_entries_are_lost(self, written: Written, journal_mode: str, synchronous: str) -> None:
        loses(cut(written, {"journal_mode": journal_mode, "synchronous": synchronous}, cuts=SOME))

    @pytest.mark.long
    @LOSING
    def test_three_hundred_cuts_lose_more(self, written: Written, journal_mode: str, synchronous: str) -> None:
        loses(cut(written, {"journal_mode": journal_mode, "synchronous": synchronous}, cuts=MANY), at_least=MANY // 20)

    @pytest.mark.parametrize("cuts", [SOME, pytest.param(MANY, marks=pytest.mark.long)])
    def test_without_syncing_the_file_can_be_corrupt(self, written: Written, cuts: int) -> None:
        assert cut(written, {"journal_mode": "DELETE", "synchronous": "OFF"}, cuts=cuts).corrupt


def loses(tally: Tally, at_least: int = 1) -> None:
    """Check that so many cuts lost acknowledged transactions, but whole ones, and the newest."""
    assert len(tally.lost) >= at_least, str(tally)
    assert (tally.half, tally.corrupt) == (0, 0), str(tally)
