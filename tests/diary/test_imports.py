"""Files that are taken over: all of it or nothing, never over what is there, and to be undone."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from diary.errors import NoSuchFact
from diary.models import Day, Episode, Import, Version
from diary.services import facts, history, imports
from diary.services.imports import BadRows, Problem, Row, Taken, TooManyRows
from diary.services.kinds import KINDS
from people.chain import FIRST_HASH
from people.models import Diary, User
from tests import cast
from tests.cast import NOW
from tests.diary.diaries import contents

EPISODE, DAY, SETTINGS = KINDS["episode"], KINDS["day"], KINDS["settings"]
LATER = NOW + timedelta(hours=1)


def row(number: int = 0, id: UUID | None = None, **fields: Any) -> Row:
    """Return an episode of so many minutes ago."""
    at = NOW - timedelta(minutes=number)
    said = {"started_at": at, "time_zone": cast.ZONE, "recorded_at": at, **fields}
    return Row(EPISODE, id or uuid4(), said, f"/episodes/{number}")


def rows(count: int, **fields: Any) -> list[Row]:
    return [row(number, **fields) for number in range(count)]


def take(person: User, told: Iterable[Row], source: str = "own", **more: Any) -> Taken:
    return imports.take_over(diary=person.diary, rows=told, source=source, by=person, now=NOW, **more)


def counts(taken: Taken) -> tuple[int, int, int]:
    return taken.kept, taken.already_there, taken.exists


def counter(person: User) -> int:
    return Diary.objects.get(owner=person).change_counter


class TestTakeOver:
    def test_stores_every_kind_and_numbers_them_without_a_gap(self, ana: User) -> None:
        cast.twitch(ana.diary)
        told = [
            *rows(1_200),
            Row(DAY, NOW.date(), {"state": "none"}, "/days/0"),
            Row(KINDS["check"], uuid4(), {"performed_at": NOW, "time_zone": "UTC"}, "/checks/0"),
            Row(KINDS["event"], uuid4(), {"kind": "visit", "action": "single", "on": NOW.date()}, "/events/0"),
            Row(KINDS["baseline"], ana.diary.pk, {"country": "TW"}, "/baseline/0"),
            Row(SETTINGS, ana.diary.pk, {"theme": "dark"}, "/settings/0"),
            Row(KINDS["questions"], ana.diary.pk, {"questions": ["Is it the coffee?"]}, "/questions/0"),
        ]
        taken = take(ana, told)

        assert counts(taken) == (1_206, 0, 0)
        assert taken.record is not None
        assert (taken.record.first_number, taken.record.last_number) == (2, 1_207)
        numbers = Version.objects.of(ana.diary).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 1_208))
        assert counter(ana) == 1_207

    def test_the_chain_of_versions_holds(self, ana: User) -> None:
        take(ana, rows(600))
        previous = FIRST_HASH
        for version in Version.objects.of(ana.diary).order_by("number"):
            assert version.entry_hash == history.entry_hash(previous, version)
            previous = version.entry_hash

    def test_the_same_file_twice_adds_nothing(self, ana: User) -> None:
        told = rows(30)
        take(ana, told)
        again = take(ana, told)

        assert counts(again) == (0, 30, 0)
        assert counter(ana) == 30
        assert again.record is not None
        assert (again.record.first_number, again.record.last_number) == (31, 30)

    def test_what_is_there_stays_and_is_told_row_by_row(self, ana: User) -> None:
        edited, deleted, same, new = rows(4)
        take(ana, [edited, deleted, same])
        facts.amend(kind=EPISODE, diary=ana.diary, key=edited.key, fields={"stress": 9}, by=ana, now=NOW)
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=deleted.key, by=ana, now=NOW)
        taken = take(ana, [edited, deleted, same, new])

        assert counts(taken) == (1, 1, 2)
        assert [one.place for one in taken.there] == ["/episodes/0", "/episodes/1"]
        assert taken.record is not None
        assert taken.record.dropped == 2
        assert Episode.objects.of(ana.diary).get(id=edited.key).stress == 9
        assert not Episode.objects.of(ana.diary).filter(id=deleted.key).exists()

    def test_of_many_that_are_there_the_first_hundred_are_told(self, ana: User) -> None:
        ids = [uuid4() for _ in range(120)]
        take(ana, [row(number, id) for number, id in enumerate(ids)])
        taken = take(ana, [row(number, id, stress=1) for number, id in enumerate(ids)])

        assert counts(taken) == (0, 0, 120)
        assert len(taken.there) == 100

    def test_an_answered_day_and_settings_stay(self, ana: User) -> None:
        facts.record(kind=DAY, diary=ana.diary, key=NOW.date(), fields={"stress": 1}, by=ana, now=NOW)
        taken = take(
            ana,
            [Row(DAY, NOW.date(), {"stress": 9}, "/days/0"), Row(SETTINGS, ana.diary.pk, {"theme": "dark"}, "/s/0")],
        )

        assert counts(taken) == (1, 0, 1)
        assert Day.objects.of(ana.diary).get().stress == 1

    def test_ids_of_other_peoples_diaries_mean_nothing(self, ana: User, eve: User) -> None:
        episode = cast.twitch(eve.diary, note="Eve's own")
        taken = take(ana, [row(id=episode.id)])

        assert counts(taken) == (1, 0, 0)
        assert Episode.objects.of(eve.diary).get().note == "Eve's own"

    def test_an_empty_file_is_an_import_of_nothing(self, ana: User) -> None:
        taken = take(ana, [])

        assert counts(taken) == (0, 0, 0)
        assert counter(ana) == 0

    def test_rows_that_the_door_left_out_are_counted(self, ana: User) -> None:
        taken = take(ana, rows(2), source="csv", dropped=5)

        assert taken.record is not None
        assert (taken.record.source, taken.record.kept, taken.record.dropped) == ("csv", 2, 5)


class TestAllOrNothing:
    def test_row_57_of_100_is_bad_and_nothing_is_stored(self, ana: User) -> None:
        told = rows(100)
        told[56] = row(56, started_at=NOW + timedelta(days=1))
        with pytest.raises(BadRows) as refusal:
            take(ana, told)

        assert refusal.value.total == 1
        assert [(one.pointer, one.code) for one in refusal.value.problems] == [
            ("/episodes/56/started_at", "future_time")
        ]
        assert Episode.objects.count() == Version.objects.count() == Import.objects.count() == counter(ana) == 0

    def test_every_bad_row_is_told_and_of_many_the_first_hundred(self, ana: User) -> None:
        told = [row(number, note="\0") for number in range(250)]
        with pytest.raises(BadRows) as refusal:
            take(ana, told)

        assert refusal.value.total == 250
        assert [one.pointer for one in refusal.value.problems] == [f"/episodes/{n}/note" for n in range(100)]

    def test_what_the_door_could_not_read_is_refused_with_the_rest(self, ana: User) -> None:
        unread = Row(EPISODE, None, {}, "/episodes/7", (Problem("/episodes/7/stress", "max_value", "Too high."),))
        with pytest.raises(BadRows) as refusal:
            take(ana, [row(), unread, row(note="\0")])

        assert [one.pointer for one in refusal.value.problems] == ["/episodes/7/stress", "/episodes/0/note"]

    def test_an_entry_that_stands_twice_is_refused(self, ana: User) -> None:
        one = row()
        with pytest.raises(BadRows) as refusal:
            take(ana, [one, one])

        assert [problem.code for problem in refusal.value.problems] == ["repeated_entry"]

    def test_what_the_database_refuses_leaves_nothing(self, ana: User) -> None:
        told = [*rows(700), row(701, stress=99)]  # a door would have refused this
        with pytest.raises(imports.NotStored):
            take(ana, told)

        assert Episode.objects.count() == Version.objects.count() == counter(ana) == 0

    def test_there_is_a_most(self, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(imports, "ENTRIES_MAX", 10)

        assert counts(take(ana, rows(10))) == (10, 0, 0)
        with pytest.raises(TooManyRows):
            take(ana, rows(11))


class TestOwn:
    def test_a_start_that_was_moved_past_its_recording_comes_back_as_it_is(self, ana: User) -> None:
        early = NOW - timedelta(days=2)
        moved = row(recorded_at=early, started_at=NOW - timedelta(days=1))
        take(ana, [moved])

        assert Episode.objects.get().recorded_at == early
        with pytest.raises(BadRows):  # a table has no such past
            take(ana, [row(recorded_at=early, started_at=NOW - timedelta(days=1))], source="csv")

    def test_but_not_a_recording_that_has_not_come(self, ana: User) -> None:
        with pytest.raises(BadRows) as refusal:
            take(ana, [row(recorded_at=NOW + timedelta(days=1))])

        assert refusal.value.problems[0].code == "future_time"


class TestPreview:
    def test_tells_what_would_come_and_stores_nothing(self, ana: User) -> None:
        told = rows(600)
        take(ana, told[:10])
        facts.amend(kind=EPISODE, diary=ana.diary, key=told[0].key, fields={"stress": 9}, by=ana, now=NOW)
        before = (counter(ana), Version.objects.count(), Import.objects.count())
        seen = imports.preview(diary=ana.diary, rows=told, source="own", now=NOW)

        assert (counter(ana), Version.objects.count(), Import.objects.count()) == before
        assert seen.record is None
        taken = take(ana, told)
        assert counts(seen) == counts(taken) == (590, 9, 1)
        assert [one.place for one in seen.there] == [one.place for one in taken.there] == ["/episodes/0"]

    def test_refuses_what_would_be_refused(self, ana: User) -> None:
        with pytest.raises(BadRows) as refusal:
            imports.preview(diary=ana.diary, rows=[row(note="\0")], source="own", now=NOW)

        assert refusal.value.problems[0].pointer == "/episodes/0/note"


class TestUndo:
    def undo(self, person: User, taken: Taken) -> tuple[int, int]:
        assert taken.record is not None
        undone = imports.undo(diary=person.diary, id=taken.record.pk, by=person, now=LATER)
        return undone.undone, undone.edited_since

    def test_withdraws_what_came_and_leaves_the_rest(self, ana: User) -> None:
        own = cast.twitch(ana.diary, note="own")
        taken = take(ana, [*rows(700), Row(DAY, NOW.date(), {"state": "none"})])

        assert self.undo(ana, taken) == (701, 0)
        assert [one.id for one in Episode.objects.of(ana.diary)] == [own.id]
        assert Day.objects.of(ana.diary).count() == 0
        assert counter(ana) == 1 + 701 + 701

    def test_keeps_what_was_edited_since(self, ana: User) -> None:
        told = rows(5)
        taken = take(ana, told)
        facts.amend(kind=EPISODE, diary=ana.diary, key=told[0].key, fields={"stress": 9}, by=ana, now=NOW)
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=told[1].key, by=ana, now=NOW)

        assert self.undo(ana, taken) == (3, 2)
        assert [one.id for one in Episode.objects.of(ana.diary)] == [told[0].key]

    def test_twice_is_the_same_as_once(self, ana: User) -> None:
        told = rows(5)
        taken = take(ana, told)
        facts.amend(kind=EPISODE, diary=ana.diary, key=told[0].key, fields={"stress": 9}, by=ana, now=NOW)
        first = self.undo(ana, taken)
        facts.restore(kind=EPISODE, diary=ana.diary, key=told[1].key, by=ana, now=LATER)

        assert self.undo(ana, taken) == first == (4, 1)
        assert Episode.objects.of(ana.diary).count() == 2
        assert Import.objects.get().undone_at == LATER

    def test_an_undone_file_can_be_imported_again(self, ana: User) -> None:
        told = rows(5)
        taken = take(ana, told)
        facts.withdraw(kind=EPISODE, diary=ana.diary, key=told[0].key, by=ana, now=NOW)  # by hand: stays deleted
        self.undo(ana, taken)
        again = take(ana, told)

        assert counts(again) == (4, 0, 1)
        assert self.undo(ana, again) == (4, 0)
        assert self.undo(ana, taken) == (4, 1)

    def test_an_unknown_import_and_a_foreign_one_look_alike(self, ana: User, eve: User) -> None:
        foreign = take(eve, rows(2)).record
        assert foreign is not None
        for id in (uuid4(), foreign.pk):
            with pytest.raises(NoSuchFact, match="no such import"):
                imports.undo(diary=ana.diary, id=id, by=ana, now=LATER)

        assert Episode.objects.of(eve.diary).count() == 2


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_imports_of_one_file_at_once_add_it_once(self) -> None:
        ana = cast.ana()
        told = rows(300)
        found: list[Taken] = []

        def work() -> None:
            try:
                person = User.objects.get(pk=ana.pk)
                found.append(take(person, told))
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert sorted(counts(one) for one in found) == [(0, 300, 0), (0, 300, 0), (300, 0, 0)]
        assert len(contents(ana.diary)) == 300
