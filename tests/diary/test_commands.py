"""What the operator's commands on diaries print, and when they fail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diary.models import Day, Operation, Version
from diary.services import days, facts, verification
from people.models import Diary, Erasure, Opening, User
from people.services import openings
from tests import cast, tampering
from tests.cast import NOW

NOTE = "left lid, after the third coffee"


def run(command: str, *arguments: str, **options: Any) -> str:
    """Return what a command that succeeds prints."""
    told = StringIO()
    call_command(command, *arguments, stdout=told, stderr=told, **options)
    return told.getvalue()


def failure(command: str, *arguments: str) -> tuple[str, str]:
    """Return what a command prints that fails, and why it does."""
    told = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(command, *arguments, stdout=told, stderr=told)
    return told.getvalue(), str(refused.value)


@pytest.fixture
def diary(ana: User) -> Diary:
    """Ana's diary of four entries, opened once."""
    for _ in range(4):
        cast.twitch(ana.diary, note=NOTE)
    openings.log(diary=ana.diary, by=ana, practice=None, what=Opening.What.PROFILE, now=NOW)
    return Diary.objects.get(pk=ana.diary.pk)


class TestVerifyHistory:
    def test_says_how_much_was_walked(self, diary: Diary, eve: User) -> None:
        assert run("verify_history") == "Diaries: 2. Lines: 5. Each follows from the one before it.\n"

    def test_names_every_finding_and_fails(self, diary: Diary) -> None:
        tampering.change("UPDATE diary_version SET document = '{}' WHERE number = 2")
        told, why = failure("verify_history")

        assert told.startswith(f"diary {diary.reference}, version 2: does not say what its hash says")
        assert why == "Findings: 1. This history is not as it was written."
        assert NOTE not in told + why

    def test_looks_at_one_diary_alone(self, diary: Diary, eve: User) -> None:
        tampering.change("UPDATE diary_version SET document = '{}' WHERE number = 2")

        assert run("verify_history", "--diary", str(eve.diary.reference)).startswith("Diaries: 1. Lines: 0.")
        assert failure("verify_history", "--diary", str(diary.reference))[0]

    def test_prints_the_ends_to_keep_elsewhere(self, diary: Diary) -> None:
        told = run("verify_history", "-v", "2")

        for end in verification.ends(diary=diary):
            assert f"diary {diary.reference} ends with {end.chain} {end.number} {end.entry_hash}\n" in told

    @pytest.mark.parametrize("command", ["verify_history", "check_diary"])
    def test_says_when_no_diary_has_that_reference(self, db: None, command: str) -> None:
        assert failure(command, "--diary", str(uuid4())) == ("", "No diary has this reference.")


class TestCheckDiary:
    def test_says_how_much_was_looked_at(self, diary: Diary, eve: User) -> None:
        assert run("check_diary") == "Facts: 4. Nothing was found to be wrong.\n"

    def test_counts_what_is_wrong_says_where_and_fails(self, diary: Diary) -> None:
        facts.record(kind=days.KIND, diary=diary, key=NOW.date(), fields={"note": NOTE}, by=diary.owner, now=NOW)
        Day.objects.update(note="another note")
        told, why = failure("check_diary")

        assert told == (
            f"     1  fact whose columns differ from its document\n        diary {diary.reference}, day 2026-11-20\n"
        )
        assert why == "Findings: 1, in facts: 5."

    def test_names_twenty_places_and_all_if_asked(self, diary: Diary) -> None:
        for _ in range(21):
            _operation(diary, "stale")
        few, _ = failure("check_diary")
        every, _ = failure("check_diary", "-v", "2")

        assert few.count("operation ") == 1 + 20
        assert "        and 1 more; -v 2 names all\n" in few
        assert every.count("operation ") == 1 + 21

    def test_does_not_fail_for_what_may_be_in_order(self, diary: Diary) -> None:
        operation = _operation(diary, "applied")
        told = run("check_diary")

        assert str(operation.op_id) in told
        assert told.endswith("Nothing was found to be wrong.\n")

    def test_of_one_diary_passes_over_the_rest(self, diary: Diary, eve: User) -> None:
        _operation(diary, "stale")

        assert run("check_diary", "--diary", str(eve.diary.reference)).startswith("Facts: 0.")


@pytest.mark.django_db(transaction=True)
class TestEraseDiary:
    @pytest.fixture
    def typed(self, monkeypatch: pytest.MonkeyPatch) -> StringIO:
        """What is typed at the question."""
        keyboard = StringIO()
        monkeypatch.setattr(sys, "stdin", keyboard)
        return keyboard

    def test_erases_and_proves_it_table_by_table(self, diary: Diary) -> None:
        told = run("erase_diary", "ana", "--yes")

        assert "Erased. Rows: 11, of tables: 5." in told
        for table in connection.introspection.table_names():
            assert f"       0  {table}\n" in told
        assert f"Rows left: 0, in tables: {len(connection.introspection.table_names())}." in told
        assert NOTE not in told
        assert not Diary.objects.exists()
        assert Erasure.objects.count() == 1

    @pytest.mark.sqlite
    def test_searches_the_file_too(self, diary: Diary) -> None:
        told = run("erase_diary", "ana", "--yes")

        assert f"0 traces in {tampering.file_name()}\n" in told
        assert f"0 traces in {tampering.file_name()}-journal\n" in told

    def test_asks_for_the_user_name_again(self, diary: Diary, typed: StringIO) -> None:
        typed.write("ana\n")
        typed.seek(0)

        assert f"This erases the account ana and the diary {diary.reference}." in run("erase_diary", "ana")
        assert not Diary.objects.exists()

    @pytest.mark.parametrize("answer", ["eve\n", "\n", "yes\n", ""])
    def test_erases_nothing_for_another_answer(self, diary: Diary, typed: StringIO, answer: str) -> None:
        typed.write(answer)
        typed.seek(0)

        assert failure("erase_diary", "ana")[1] == "That was another name. Nothing was erased."
        assert Version.objects.of(diary).count() == 4

    @pytest.mark.parametrize("name", ["nobody", "Ana", ""])
    def test_says_when_nobody_has_that_name(self, diary: Diary, name: str) -> None:
        assert failure("erase_diary", name, "--yes")[1] == "Nobody has this user name. Nothing was erased."

    def test_says_what_ends_for_a_clinician(self, diary: Diary, dr_lin: User, typed: StringIO) -> None:
        openings.log(diary=diary, by=dr_lin, practice=cast.practice(), what=Opening.What.PROFILE, now=NOW)
        told, _ = failure("erase_diary", "lin")

        assert "The person works at a practice: that ends." in told
        assert "Lines of other people's logs and histories that keep the account's number: 1." in run(
            "erase_diary", "lin", "--yes"
        )

    def test_fails_if_anything_is_left(self, diary: Diary, old_table: None) -> None:
        told, why = failure("erase_diary", "ana", "--yes")

        assert "       1  old_log\n" in told
        assert why == "Something is left, as said above."

    def test_says_what_the_database_refuses_and_erases_nothing(self, diary: Diary, old_table: None) -> None:
        tampering.execute("CREATE TABLE visit (person bigint REFERENCES people_user (id))")
        tampering.execute("INSERT INTO visit SELECT id FROM people_user")
        try:
            assert failure("erase_diary", "ana", "--yes")[1].startswith("Nothing was erased: ")
            assert Version.objects.of(diary).count() == 4
        finally:
            tampering.execute("DROP TABLE visit")

    @pytest.fixture
    def old_table(self, diary: Diary) -> Iterator[None]:
        """A table of a program that is not installed any more, with a row about Ana."""
        tampering.execute("CREATE TABLE old_log (user_id bigint)")
        tampering.execute("INSERT INTO old_log SELECT owner_id FROM people_diary")
        yield
        tampering.execute("DROP TABLE old_log")


class TestEraseDiaryThatIsNotSwept:
    def test_proves_what_it_can_and_fails(self, db: None) -> None:
        somebody = cast.person("wei-lin-chang")  # of whom no other test has left a trace in the file
        cast.twitch(somebody.diary, note="below the chin, on the tram")
        told, why = failure("erase_diary", "wei-lin-chang", "--yes")  # within the test's transaction

        assert "Rows left: 0" in told
        assert why.startswith("A database is not rewritten within a transaction. Run manage.py sweep")
        assert not Diary.objects.exists()


class TestSweep:
    @pytest.mark.django_db(transaction=True)
    def test_rewrites_the_database(self, diary: Diary) -> None:
        assert run("sweep") == "The files hold nothing that was deleted.\n"
        assert Version.objects.of(diary).count() == 4

    def test_is_refused_within_a_transaction(self, diary: Diary) -> None:
        assert failure("sweep")[1] == "A database is not rewritten within a transaction."


def _operation(diary: Diary, outcome: str) -> Operation:
    return Operation.objects.create(
        diary=diary, op_id=uuid4(), kind="episode", fact_id=str(uuid4()), outcome=outcome, at=NOW
    )
