"""The chains of a diary: every way to change what was written, by somebody who has the database, and what shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from diary.models import Version
from diary.services import episodes, erasure, facts, history, sync, verification
from diary.services.sync import Asked
from diary.services.verification import SUSPECTS_MAX, What
from diary.walks import PAGE
from people.models import Diary, Opening, User
from people.services import openings, shares
from tests import cast, tampering
from tests.cast import NOW, ZONE

NOTE = "left lid, after the third coffee"
LINES = 9


@pytest.fixture
def diary(ana: User) -> Diary:
    """Ana's diary of nine changes, opened three times."""
    for minutes in range(LINES):
        cast.twitch(ana.diary, NOW - timedelta(minutes=minutes), note=f"{NOTE} {minutes}")
    for _ in range(3):
        openings.log(diary=ana.diary, by=ana, practice=None, what=Opening.What.PROFILE, now=NOW)
    return Diary.objects.get(pk=ana.diary.pk)


def found(diary: Diary, show: Callable[[int], object] = lambda more: None) -> list[tuple[str, What, int, int]]:
    return [(one.chain, one.what, one.first, one.last) for one in verification.verify(diary=diary, show=show)]


def change(diary: Diary, number: int, column: str, value: object) -> None:
    tampering.change(
        f"UPDATE diary_version SET {column} = %s WHERE diary_id = %s AND number = %s", value, diary.pk, number
    )


def delete(diary: Diary, *numbers: int, table: str = "diary_version") -> None:
    # The guard lets nobody do this while the diary lives.
    places = ", ".join("%s" for _ in numbers)
    tampering.change(
        f"DELETE FROM {table} WHERE diary_id = %s AND number IN ({places})", diary.pk, *numbers, table=table
    )


def renumber(diary: Diary, *moves: tuple[int, int]) -> None:
    with tampering.unguarded("diary_version"):
        for before, after in moves:
            tampering.execute(
                "UPDATE diary_version SET number = %s WHERE diary_id = %s AND number = %s", after, diary.pk, before
            )


def swap(diary: Diary, one: int, other: int) -> None:
    renumber(diary, (one, 9_999), (other, one), (9_999, other))


class TestAsItWasWritten:
    def test_nothing_is_found(self, diary: Diary) -> None:
        episode = cast.twitch(diary)
        facts.amend(kind=episodes.KIND, diary=diary, key=episode.id, fields={"stress": 5}, by=diary.owner, now=NOW)
        facts.withdraw(kind=episodes.KIND, diary=diary, key=episode.id, by=diary.owner, now=NOW)

        assert found(diary) == []

    def test_nothing_is_found_in_an_empty_diary(self, eve: User) -> None:
        assert found(eve.diary) == []

    def test_every_line_is_walked_once(self, diary: Diary) -> None:
        seen: list[int] = []
        found(diary, seen.append)

        assert sum(seen) == LINES + 3 == verification.lines(diary.reference) == verification.lines()

    def test_what_is_written_meanwhile_is_no_finding(self, diary: Diary) -> None:
        assert found(diary, lambda more: cast.twitch(diary)) == []
        assert Diary.objects.get(pk=diary.pk).change_counter > LINES


class TestVersions:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("document", "{}"),
            ("act", "amended"),
            ("kind", "day"),
            ("fact_id", "2026-11-20"),
            ("by_id", None),
            ("at", "2026-11-20 12:00:00.000001+00:00"),
            ("entry_hash", "f" * 64),
        ],
    )
    def test_a_line_that_was_changed_is_named(self, diary: Diary, column: str, value: object) -> None:
        change(diary, 4, column, value)

        assert found(diary) == [("version", What.CHANGED, 4, 4)]

    def test_one_byte_is_enough(self, diary: Diary) -> None:
        document = Version.objects.of(diary).get(number=LINES).document
        change(diary, LINES, "document", document.replace("third", "thirt"))

        assert found(diary) == [("version", What.CHANGED, LINES, LINES)]

    def test_a_line_whose_hash_was_made_anew_shows_at_the_next(self, diary: Diary) -> None:
        version = Version.objects.of(diary).get(number=4)
        version.document = "{}"
        before = Version.objects.of(diary).get(number=3).entry_hash
        change(diary, 4, "document", "{}")
        change(diary, 4, "entry_hash", history.entry_hash(before, version))

        assert found(diary) == [("version", What.CHANGED, 5, 5)]

    @pytest.mark.parametrize(
        ("gone", "first", "last"), [((1,), 1, 1), ((4,), 4, 4), ((4, 5, 6), 4, 6), ((LINES - 1,), LINES - 1, LINES - 1)]
    )
    def test_lines_that_are_missing_are_named(self, diary: Diary, gone: tuple[int, ...], first: int, last: int) -> None:
        delete(diary, *gone)

        assert found(diary) == [("version", What.MISSING, first, last)]

    @pytest.mark.parametrize("left", [0, 1, LINES - 1])
    def test_lines_cut_off_at_the_end_are_named(self, diary: Diary, left: int) -> None:
        delete(diary, *range(left + 1, LINES + 1))

        assert found(diary) == [("version", What.CUT_OFF, left + 1, LINES)]

    @pytest.mark.parametrize(("one", "other"), [(1, 2), (4, 5), (3, 7), (8, LINES), (1, LINES)])
    def test_two_lines_that_changed_places_are_named_and_no_others(self, diary: Diary, one: int, other: int) -> None:
        swap(diary, one, other)

        assert found(diary) == [("version", What.MOVED, one, one), ("version", What.MOVED, other, other)]

    def test_closing_the_gap_behind_a_deleted_line_hides_nothing(self, diary: Diary) -> None:
        delete(diary, 5)
        renumber(diary, *((number, number - 1) for number in range(6, LINES + 1)))

        assert found(diary) == [
            ("version", What.CHANGED, 5, 5),
            *(("version", What.MOVED, number, number) for number in range(6, LINES)),
            ("version", What.CUT_OFF, LINES, LINES),
        ]

    def test_a_line_put_in_from_another_diary_is_named(self, diary: Diary, eve: User) -> None:
        cast.twitch(eve.diary)
        delete(diary, 1)
        tampering.change("UPDATE diary_version SET diary_id = %s WHERE diary_id = %s", diary.pk, eve.diary.pk)

        assert found(diary) == [("version", What.CHANGED, 1, 1), ("version", What.CHANGED, 2, 2)]

    def test_a_line_after_a_gap_still_begins_what_follows(self, diary: Diary) -> None:
        delete(diary, 3)
        change(diary, 6, "document", "{}")

        assert found(diary) == [("version", What.MISSING, 3, 3), ("version", What.CHANGED, 6, 6)]

    def test_turning_the_counter_back_is_seen(self, diary: Diary) -> None:
        Diary.objects.filter(pk=diary.pk).update(change_counter=LINES - 2)

        assert found(diary) == [
            ("version", What.UNCOUNTED, LINES - 1, LINES - 1),
            ("version", What.UNCOUNTED, LINES, LINES),
        ]

    def test_another_diary_is_not_blamed(self, diary: Diary, eve: User) -> None:
        cast.twitch(eve.diary)
        change(diary, 1, "document", "{}")

        assert found(eve.diary) == []


class TestLongDiary:
    @pytest.fixture
    def long_diary(self, ana: User) -> Diary:
        """A diary of three pages of the walk."""
        for _ in range(3):
            sync.push(diary=ana.diary, epoch=1, operations=[asked() for _ in range(PAGE)], by=ana, now=NOW)
        return Diary.objects.get(pk=ana.diary.pk)

    def test_changes_at_the_edges_of_pages_are_named(self, long_diary: Diary) -> None:
        edges = [1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1, 3 * PAGE]
        for number in edges:
            change(long_diary, number, "document", "{}")

        assert found(long_diary) == [("version", What.CHANGED, number, number) for number in edges]

    def test_erased_meanwhile_has_no_findings(self, long_diary: Diary) -> None:
        def erase(more: int) -> None:
            erasure.erase_again(hashes=[erasure.reference_hash(long_diary.reference)], now=NOW)

        assert found(long_diary, erase) == []
        assert not Version.objects.exists()

    def test_every_changed_line_is_named_however_many(self, long_diary: Diary) -> None:
        tampering.change("UPDATE diary_version SET document = '{}' WHERE number > 900")
        named = found(long_diary)

        assert sorted(first for _, _, first, _ in named) == list(range(901, 1_501))
        assert sum(what is What.CHANGED for _, what, _, _ in named) == SUSPECTS_MAX


class TestOpenings:
    def test_a_line_that_was_changed_is_named(self, diary: Diary) -> None:
        tampering.change("UPDATE people_opening SET what = 'profile_pdf' WHERE number = 2", table="people_opening")

        assert found(diary) == [("opening", What.CHANGED, 2, 2)]

    def test_a_share_link_taken_out_of_its_line_is_named(self, diary: Diary, ana: User) -> None:
        link, _ = shares.give(diary=diary, by=ana, now=NOW, first=NOW.date(), last=NOW.date())
        openings.log(diary=diary, by=link, what=Opening.What.PROFILE, now=NOW)
        assert found(diary) == []
        tampering.change("UPDATE people_opening SET share_link_id = NULL WHERE number = 4", table="people_opening")

        assert found(diary) == [("opening", What.CHANGED, 4, 4)]

    def test_a_line_that_is_missing_is_named(self, diary: Diary) -> None:
        delete(diary, 2, table="people_opening")

        assert found(diary) == [("opening", What.MISSING, 2, 2)]

    def test_a_line_cut_off_at_the_end_is_not_seen_but_by_the_end_kept_elsewhere(self, diary: Diary) -> None:
        kept = verification.ends(diary=diary)
        delete(diary, 3, table="people_opening")

        assert found(diary) == []
        assert [end.number for end in kept] == [LINES, 3]
        assert verification.ends(diary=diary) != kept


class TestFinding:
    def test_names_the_diary_and_the_number_and_nothing_that_was_written(self, diary: Diary) -> None:
        change(diary, 4, "document", "{}")
        delete(diary, 6, 7)
        told = [str(finding) for finding in verification.verify(diary=diary)]

        assert told[0].startswith(f"diary {diary.reference}, version 6 to 7: is missing")
        assert told[1].startswith(f"diary {diary.reference}, version 4: does not say what its hash says")
        assert NOTE not in "".join(told)


def asked() -> Asked:
    fields = {"started_at": NOW, "time_zone": ZONE, "recorded_at": NOW, "note": NOTE}
    return Asked(uuid4(), episodes.KIND, uuid4(), None, fields)
