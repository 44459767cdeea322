"""Facts, versions, operations and conflicts that no longer agree with each other, each found and named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from diary.models import Baseline, Conflict, Day, Episode, Event, Import, Operation, Version
from diary.services import (
    baselines,
    checks,
    days,
    episodes,
    erasure,
    events,
    facts,
    integrity,
    questions,
    settings,
    sync,
)
from diary.services.history import Kind
from diary.services.integrity import Fault, What
from diary.services.sync import Asked
from people.models import CareLink, Device, Diary, Erasure, User
from tests import cast, tampering
from tests.cast import NOW, ZONE

ID = UUID("01922c6e-0000-7000-8000-000000000001")
ON = date(2026, 11, 19)
NOTE = "left lid, after the third coffee"
FACTS: tuple[tuple[Kind[Any], Any, dict[str, Any]], ...] = (
    (episodes.KIND, ID, {"started_at": NOW, "time_zone": ZONE, "note": NOTE, "stress": 3}),
    (days.KIND, ON, {"state": "twitched", "drinks": [{"kind": "espresso", "count": 2}], "note": NOTE}),
    (checks.KIND, ID, {"performed_at": NOW, "time_zone": ZONE, "tasks": {}, "note": NOTE}),
    (events.KIND, ID, {"kind": "supplement", "action": "start", "on": ON, "dose": "2.50", "name": "Magnesium"}),
    (baselines.KIND, None, {"birth_year": 1980, "country": "CZ", "suspected_factors": ["too little sleep"]}),
    (settings.KIND, None, {"language": "en", "theme": "dark"}),
    (questions.KIND, None, {"questions": ["Does it spread?"]}),
)


@pytest.fixture
def diary(ana: User) -> Diary:
    """Ana's diary with one fact of each kind, the episode amended and deleted, two phones in conflict."""
    for kind, key, fields in FACTS:
        facts.record(kind=kind, diary=ana.diary, key=key or ana.diary.pk, fields=fields, by=ana, now=NOW)
    deleted = cast.twitch(ana.diary, note=NOTE)
    facts.withdraw(kind=episodes.KIND, diary=ana.diary, key=deleted.id, by=ana, now=NOW)
    base = Episode.objects.get(diary=ana.diary, id=ID)
    for note in ("the one", "the other"):
        told = {"note": note}
        asked = Asked(uuid4(), episodes.KIND, ID, (base.epoch, base.rev), told)
        sync.push(diary=ana.diary, epoch=1, operations=[asked], by=ana, now=NOW)
    assert Conflict.objects.filter(diary=ana.diary).count() == 1
    return Diary.objects.get(pk=ana.diary.pk)


def found(diary: Diary) -> list[Fault]:
    return list(integrity.check(diary=diary))


def kinds_of(faults: list[Fault]) -> set[What]:
    return {fault.what for fault in faults}


def in_database() -> list[Fault]:
    return list(integrity.check_database())


class TestAsItShouldBe:
    def test_nothing_is_found(self, diary: Diary, eve: User) -> None:
        assert found(diary) == found(eve.diary) == in_database() == []

    def test_every_fact_is_looked_at(self, diary: Diary) -> None:
        seen: list[int] = []
        list(integrity.check(diary=diary, show=seen.append))

        assert sum(seen) == len(FACTS) + 1 == integrity.facts_of(diary.reference) == integrity.facts_of()

    def test_what_is_written_meanwhile_is_no_fault(self, diary: Diary) -> None:
        def amend(more: int) -> None:
            fields = {"note": f"{NOTE} {uuid4()}"}
            facts.amend(kind=episodes.KIND, diary=diary, key=ID, fields=fields, by=diary.owner, now=NOW)
            cast.twitch(diary)

        assert list(integrity.check(diary=diary, show=amend)) == []

    def test_what_is_written_between_two_reads_is_no_fault(self, diary: Diary) -> None:
        written: list[str] = []

        def amend_first(execute: Any, sql: str, *rest: Any) -> Any:
            if "MAX(" in sql and not written:  # the facts were read; their versions are read now
                written.append(sql)
                facts.amend(kind=episodes.KIND, diary=diary, key=ID, fields={"stress": 1}, by=diary.owner, now=NOW)
            return execute(sql, *rest)

        with connection.execute_wrapper(amend_first):
            assert found(diary) == []
        assert written

    def test_a_diary_erased_meanwhile_has_no_more_faults(self, diary: Diary) -> None:
        Episode.objects.update(note="something else")
        faults = integrity.check(diary=diary)

        assert next(faults).what is What.COLUMNS
        erasure.erase_again(hashes=[erasure.reference_hash(diary.reference)], now=NOW)
        assert list(faults) == []

    def test_a_fact_given_back_after_a_restore_keeps_its_revision(self, diary: Diary) -> None:
        Diary.objects.filter(pk=diary.pk).update(epoch=2)
        fields = {"started_at": NOW, "time_zone": ZONE}
        asked = Asked(uuid4(), episodes.KIND, uuid4(), (1, 99), fields, ensure=True)
        sync.push(diary=diary, epoch=2, operations=[asked], by=diary.owner, now=NOW)

        assert Episode.objects.filter(diary=diary, epoch=1, rev=99).exists()
        assert found(diary) == []

    def test_another_spelling_of_a_moment_is_no_fault(self, diary: Diary) -> None:
        # The offset of a zone may change with the time zone database; the moment does not.
        for table in ("diary_episode", "diary_check", "diary_version"):
            respell = f"UPDATE {table} SET document = replace(document, %s, %s)"
            tampering.change(respell, "T13:00:00+01:00", "T14:00:00+02:00")

        assert found(diary) == []


class TestFacts:
    @pytest.mark.parametrize(
        ("kind", "key", "column", "value"),
        [
            (episodes.KIND, ID, "note", "something else"),
            (episodes.KIND, ID, "started_at", NOW - timedelta(seconds=1)),
            (episodes.KIND, ID, "day", ON),
            (episodes.KIND, ID, "entry_mode", "backfilled"),
            (episodes.KIND, ID, "sites", [{"site": "lid_lower", "side": "left"}]),
            (episodes.KIND, ID, "time_zone", "Nowhere/Never"),
            (episodes.KIND, ID, "updated_at", NOW + timedelta(days=1)),
            (days.KIND, ON, "state", "none"),
            (days.KIND, ON, "drinks", [{"kind": "espresso", "count": 3}]),
            (checks.KIND, ID, "tasks", {"smile": {"left": "cannot", "right": None}}),
            (events.KIND, ID, "dose", 2),
            (baselines.KIND, None, "birth_year", 1981),
            (settings.KIND, None, "theme", "light"),
            (questions.KIND, None, "questions", []),
        ],
    )
    def test_a_changed_column_is_named(
        self, diary: Diary, kind: Kind[Any], key: Any, column: str, value: object
    ) -> None:
        kind.rows(diary).filter(**{kind.key: key or diary.pk}).update(**{column: value})
        named = kind.name if key is None else f"{kind.name} {key}"

        assert found(diary) == [Fault(What.COLUMNS, f"diary {diary.reference}, {named}")]

    def test_a_changed_document_differs_from_version_and_columns(self, diary: Diary) -> None:
        day = Day.objects.get(diary=diary)
        document = json.dumps(json.loads(day.document) | {"note": "something else"})
        Day.objects.filter(diary=diary).update(document=document)

        assert kinds_of(found(diary)) == {What.DOCUMENT, What.COLUMNS}

    @pytest.mark.parametrize("document", ["", "{}", "[]", "{", '{"revision": 3}'])
    def test_a_document_that_is_none_is_named(self, diary: Diary, document: str) -> None:
        Day.objects.filter(diary=diary).update(document=document)

        assert kinds_of(found(diary)) == {What.DOCUMENT, What.COLUMNS}

    def test_another_revision_is_named(self, diary: Diary) -> None:
        Event.objects.filter(diary=diary).update(rev=77)

        assert kinds_of(found(diary)) == {What.REVISION}

    def test_a_number_that_is_not_the_versions_is_named(self, diary: Diary) -> None:
        Baseline.objects.filter(diary=diary).update(seq=2)
        places = {fault.what: fault.where for fault in found(diary)}

        assert places == {
            What.NUMBER: f"diary {diary.reference}, baseline",
            What.NUMBER_TWICE: f"diary {diary.reference}, number 2",
        }

    def test_a_number_beyond_the_count_is_named(self, diary: Diary) -> None:
        Baseline.objects.filter(diary=diary).update(seq=1_000)

        assert kinds_of(found(diary)) == {What.NUMBER_TOO_HIGH}

    def test_a_deleted_fact_that_lives_again_is_named(self, diary: Diary) -> None:
        Episode.objects.filter(diary=diary).exclude(id=ID).update(deleted_at=None)

        assert kinds_of(found(diary)) == {What.TOMBSTONE}

    def test_a_living_fact_that_is_deleted_is_named(self, diary: Diary) -> None:
        Episode.objects.filter(diary=diary, id=ID).update(deleted_at=NOW)

        assert kinds_of(found(diary)) == {What.TOMBSTONE}

    def test_a_fact_that_is_gone_leaves_versions_without_one(self, diary: Diary) -> None:
        for kind, _, _ in FACTS:
            kind.rows(diary).delete()
        places = {fault.where for fault in found(diary) if fault.what is What.WITHOUT_FACT}

        assert f"diary {diary.reference}, episode {ID}" in places
        assert f"diary {diary.reference}, questions" in places
        assert len(places) == len(FACTS) + 1

    def test_a_fact_whose_versions_are_gone_is_named(self, diary: Diary) -> None:
        tampering.change("DELETE FROM diary_version WHERE kind = 'day'")

        assert found(diary) == [Fault(What.WITHOUT_VERSION, f"diary {diary.reference}, day {ON}")]

    @pytest.mark.sqlite
    @pytest.mark.parametrize("column", ["id", "dose"])
    def test_a_value_that_no_column_of_its_kind_holds_is_named(self, diary: Diary, column: str) -> None:
        tampering.execute(f"UPDATE diary_event SET {column} = 'much'")

        assert Fault(What.UNTELLABLE, f"diary {diary.reference}, event, one among 500") in found(diary)


class TestVersions:
    def test_one_of_an_unknown_kind_is_named(self, diary: Diary) -> None:
        tampering.change("UPDATE diary_version SET kind = 'dream' WHERE number = 1")

        assert Fault(What.UNKNOWN_KIND, f"diary {diary.reference}, version 1") in found(diary)

    def test_one_of_an_impossible_id_is_named(self, diary: Diary) -> None:
        tampering.change("UPDATE diary_version SET fact_id = 'yesterday' WHERE kind = 'day'")

        assert kinds_of(found(diary)) == {What.WITHOUT_FACT, What.WITHOUT_VERSION}


class TestWhatPointsAtThem:
    @pytest.mark.parametrize("side", ["mine", "theirs"])
    @pytest.mark.parametrize("number", [2, 999])
    def test_a_conflict_of_another_version_is_named(self, diary: Diary, side: str, number: int) -> None:
        Conflict.objects.update(**{side: number})
        conflict = Conflict.objects.get()

        assert found(diary) == [Fault(What.CONFLICT, f"diary {diary.reference}, conflict {conflict.pk}")]

    @pytest.mark.parametrize("outcome", ["conflict", "stale"])
    def test_an_operation_that_met_a_fact_that_never_was_is_named(self, diary: Diary, outcome: str) -> None:
        operation = _operation(diary, outcome)

        assert found(diary) == [Fault(What.OPERATION, f"diary {diary.reference}, operation {operation.op_id}")]

    def test_deleting_what_never_came_is_applied_and_no_fault(self, diary: Diary) -> None:
        asked = Asked(uuid4(), episodes.KIND, uuid4(), None, {}, deleted=True)
        sync.push(diary=diary, epoch=1, operations=[asked], by=diary.owner, now=NOW)
        (noticed,) = found(diary)

        assert noticed == Fault(What.WITHOUT_FACT_APPLIED, f"diary {diary.reference}, operation {asked.op_id}")
        assert not noticed.what.is_fault

    def test_an_import_beyond_the_count_is_named(self, diary: Diary) -> None:
        taken = Import.objects.create(
            diary=diary, source="own", first_number=1, last_number=999, kept=1, already_there=0, dropped=0, at=NOW
        )

        assert found(diary) == [Fault(What.IMPORT, f"diary {diary.reference}, import {taken.pk}")]


class TestDatabase:
    def test_rows_of_a_diary_that_is_gone_are_counted_in_every_table(self, diary: Diary, dr_lin: User) -> None:
        cast.consent(diary)
        with tampering.undone():
            tampering.execute("DELETE FROM people_diary WHERE id = %s", diary.pk)
            orphans = {fault.where for fault in in_database() if fault.what is What.ORPHAN}

        assert f"diary_version: {Version.objects.count()} of diary number {diary.pk}" in orphans
        assert f"people_carelink: 1 of diary number {diary.pk}" in orphans
        tables = ("baseline", "check", "conflict", "day", "episode", "event", "operation", "questions", "settings")
        assert {where.split(":")[0] for where in orphans} == {
            "diary_version",
            "people_carelink",
            *(f"diary_{table}" for table in (*tables, "digest", "panelline")),
        }

    def test_rows_of_an_account_that_is_gone_are_counted(self, diary: Diary, eve: User) -> None:
        Device.objects.create(session_key="x" * 40, expire_date=timezone.now(), reference=uuid4(), user=eve)
        with tampering.undone():
            tampering.execute("DELETE FROM people_user WHERE id = %s", eve.pk)
            faults = {fault.where for fault in in_database() if fault.what is What.NOBODYS}

        assert faults == {
            f"people_device: 1 of account number {eve.pk}",
            f"people_diary: 1 of account number {eve.pk}",
        }

    def test_lines_that_outlive_an_account_are_no_fault(self, diary: Diary, dr_lin: User) -> None:
        cast.consent(diary)
        tampering.change("UPDATE diary_version SET by_id = 999999")

        assert in_database() == []

    def test_a_diary_that_was_erased_and_is_back_is_named(self, diary: Diary) -> None:
        Erasure.objects.create(reference_hash=erasure.reference_hash(diary.reference), erased_at=NOW)

        assert in_database() == [Fault(What.BACK, f"diary {diary.reference}")]

    @pytest.mark.sqlite
    def test_rows_that_refer_to_nothing_are_counted(self, diary: Diary, dr_lin: User) -> None:
        cast.consent(diary)
        with tampering.undone():
            CareLink.objects.update(practice_id=999)
            faults = in_database()

        assert faults == [Fault(What.FOREIGN_KEY, "people_carelink: 1 to people_practice")]

    @pytest.mark.sqlite
    def test_what_sqlite_says_of_its_file_is_told(self, diary: Diary) -> None:
        with tampering.undone():
            tampering.execute("PRAGMA ignore_check_constraints=ON")
            try:
                Day.objects.update(stress=99)
            finally:
                tampering.execute("PRAGMA ignore_check_constraints=OFF")
            faults = in_database()

        assert faults == [Fault(What.FILE, "CHECK constraint failed in diary_day")]


class TestFault:
    def test_says_where_and_nothing_that_was_written(self, diary: Diary) -> None:
        Episode.objects.update(note="something else")
        Conflict.objects.update(mine=999)
        told = "".join(f"{fault.what} {fault.where}" for fault in found(diary))

        assert str(ID) in told
        assert not any(text in told for text in ("something else", NOTE, "the one", "the other"))


def _operation(diary: Diary, outcome: str) -> Operation:
    return Operation.objects.create(
        diary=diary, op_id=uuid4(), kind="episode", fact_id=str(uuid4()), outcome=outcome, at=NOW
    )
