"""Backup and restore of PostgreSQL, by an account that owns its database and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import ConnectionHandler

from config.bootstrap import postgresql
from config.settings.databases import database
from diary.models import Episode
from people.backups.contents import Damaged, NotADiary, TooNew
from people.backups.database import Replaced, Unfinished
from people.backups.postgresql import InUse
from people.backups.programs import ProgramFailed, ProgramMissing
from people.errors import Refusal
from people.models import CareLink, Diary, Erasure, Opening, User
from people.services import backups, care_links
from tests import cast
from tests.cast import NOW
from tests.people.test_backups import settled, unsettled, without_epochs
from tests.test_doors import all_rows

pytestmark = pytest.mark.postgresql

LATER = NOW + timedelta(days=1)
EPOCH_OF_LATER = int(LATER.timestamp()) // 60
HASH = hashlib.sha256(b"a reference").hexdigest()
PASSWORD = "not-a-superuser"


@pytest.fixture(scope="module")
def server(django_db_blocker: Any) -> Iterator[str]:
    """A server that knows the diary's account."""
    with postgresql.cluster() as url:
        ask(url, f"CREATE ROLE keeper LOGIN PASSWORD '{PASSWORD}'")
        with django_db_blocker.unblock(), leads_to(made(url, "first_day")):
            call_command("migrate", verbosity=0)
            cast.twitch(cast.ana().diary)
        yield url


@pytest.fixture(autouse=True)
def live(server: str, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[str]:
    """A database in which Ana has logged one twitch, where the default connection leads."""
    settings.DATA_DIR = tmp_path / "data"
    with django_db_blocker.unblock(), leads_to(made(server, "live", template="first_day")) as url:
        yield url


def made(server: str, name: str, *, template: str = "template0") -> str:
    """Make the database `name` anew, a copy of `template`; return its address."""
    ask(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    ask(server, f"CREATE DATABASE {name} OWNER keeper TEMPLATE {template}")
    return f"postgresql://keeper:{PASSWORD}@127.0.0.1:{urlsplit(server).port}/{name}"


def ask(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(statement.encode())


@contextmanager
def leads_to(url: str) -> Iterator[str]:
    """Let this thread's default connection lead to the database at `url`."""
    before = connections["default"]
    connections["default"] = ConnectionHandler({"default": database(url, Path())}).create_connection("default")
    try:
        yield url
    finally:
        connections["default"].close()
        connections["default"] = before


def take(tmp_path: Path) -> Path:
    return backups.take(to=tmp_path / "copy.pgdump", now=NOW).path


def restore(file: Path, now: datetime = LATER, **options: Any) -> Replaced:
    with backups.examined(file=file) as candidate:
        return backups.restore(candidate=candidate, safety_in=file.parent / "kept", now=now, **options)


def wait_for_more_than(number: int) -> None:
    until = time.monotonic() + 30
    while Episode.objects.count() <= number:
        assert time.monotonic() < until


def stands_untouched(tmp_path: Path) -> bool:
    return (Episode.objects.count(), Diary.objects.get().epoch) == (2, 1) and not list(tmp_path.glob("**/.unfinished*"))


class TestBackup:
    def test_is_read_back_counted_and_private(self, tmp_path: Path) -> None:
        taken = backups.take(to=tmp_path / "nightly", now=NOW)

        assert taken.path == tmp_path / "nightly" / "diary-20261120T120000Z.pgdump"
        assert taken.sha256 == hashlib.sha256(taken.path.read_bytes()).hexdigest()
        assert {path.stat().st_mode & 0o777 for path in taken.path.parent.iterdir()} == {0o600}
        assert taken.contents.rows["diary_episode"] == 1
        assert taken.contents.epochs == {Diary.objects.get().reference: 1}
        assert taken.contents.newest_change == NOW

    def test_is_of_one_moment_while_others_write(self, live: str, tmp_path: Path, django_db_blocker: Any) -> None:
        stop, failures = threading.Event(), []

        def write() -> None:
            try:
                with leads_to(live):
                    while not stop.is_set():
                        cast.twitch(Diary.objects.get())
            except BaseException as error:  # the thread has nobody else to tell
                failures.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                before = Episode.objects.count()
                rows = backups.take(to=tmp_path / f"{number}.pgdump", now=NOW).contents.rows
                assert before <= rows["diary_episode"] == rows["diary_version"] <= Episode.objects.count()
                wait_for_more_than(rows["diary_episode"])  # the writer has gone on
        finally:
            stop.set()
            writer.join()
        assert not failures

    def test_tells_no_program_the_password_on_its_command_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heard = tmp_path / "heard"
        for name in ("pg_dump", "pg_restore", "psql"):
            stub = tmp_path / "bin" / name
            stub.parent.mkdir(exist_ok=True)
            stub.write_text(f'#!/bin/sh\necho "$0 $@" >> {heard}\nPATH={os.environ["PATH"]} exec {name} "$@"\n')
            stub.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        restore(take(tmp_path))

        words = heard.read_text()
        assert "/pg_dump --format=custom" in words
        assert "/psql -X" in words
        assert PASSWORD not in words
        assert "keeper" not in words

    def test_without_the_programs_says_how_to_get_them_and_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(ProgramMissing, match="pg_dump is not installed here"):
            backups.take(to=tmp_path / "nightly", now=NOW)
        assert not list((tmp_path / "nightly").iterdir())

    def test_says_what_pg_dump_says(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        connection.ensure_connection()
        connection.settings_dict["PASSWORD"] = "guess"

        with pytest.raises(ProgramFailed, match="password authentication failed"):
            backups.take(to=tmp_path / "nightly", now=NOW)
        assert not list((tmp_path / "nightly").iterdir())


class TestRestore:
    def test_brings_back_the_day_with_a_new_epoch_and_keeps_what_stood(self, tmp_path: Path) -> None:
        copy = take(tmp_path)
        cast.twitch(Diary.objects.get())

        done = restore(copy)

        assert (Episode.objects.count(), Diary.objects.get().epoch) == (1, EPOCH_OF_LATER)
        assert done.kept == tmp_path / "kept" / "before-restore-20261121T120000Z.pgdump"
        cast.twitch(Diary.objects.get())  # numbering goes on
        restore(done.kept, LATER)
        assert (Episode.objects.count(), Diary.objects.get().epoch) == (2, EPOCH_OF_LATER + 1)

    def test_brings_every_row_back_as_it_was_but_for_the_epoch(self, tmp_path: Path) -> None:
        settled()
        copy, before = take(tmp_path), all_rows()
        unsettled()
        assert all_rows() != before
        restore(copy)

        assert without_epochs(all_rows()) == without_epochs(before)

    def test_keeps_the_guards_of_the_history(self, tmp_path: Path) -> None:
        restore(take(tmp_path))

        Opening.objects.create(diary=Diary.objects.get(), number=1, what="profile", opened_at=NOW, entry_hash=HASH)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Opening.objects.update(number=2)

    def test_keeps_erasures_and_says_what_is_to_be_erased_again(self, tmp_path: Path) -> None:
        copy = take(tmp_path)
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)
        heard: list[frozenset[str]] = []

        done = restore(copy, erase_again=heard.append)

        assert heard == [frozenset({HASH})] == [done.erased]
        assert Erasure.objects.get().erased_at == NOW

    def test_from_before_there_were_erasures_is_migrated_and_keeps_them(self, server: str, tmp_path: Path) -> None:
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)
        with leads_to(made(server, "older")) as older:
            call_command("migrate", "people", "0001", verbosity=0)
            ask(
                older,
                "INSERT INTO people_user (password, is_superuser, username, email, is_staff, is_active, date_joined,"
                " name) VALUES ('', false, 'eve', '', false, true, now(), '');"
                "INSERT INTO people_diary (owner_id, reference, epoch, change_counter, opened_at)"
                f" VALUES (1, '{UUID(int=1)}', 3, 0, now())",
            )
            copy = take(tmp_path)

        done = restore(copy)

        assert done.migrations > 1
        assert done.erased == {HASH}
        assert User.objects.get().username == "eve"
        assert Diary.objects.get().epoch == EPOCH_OF_LATER
        call_command("migrate", "--check", verbosity=0)

    def test_of_an_empty_database_fills_it(self, server: str, tmp_path: Path) -> None:
        copy = take(tmp_path)

        with leads_to(made(server, "empty")):
            done = restore(copy)

            assert (done.kept, done.erasures_known) == (None, False)
            assert Diary.objects.get().epoch == EPOCH_OF_LATER

    def test_that_fails_at_its_end_changes_nothing(self, tmp_path: Path) -> None:
        copy = take(tmp_path)
        cast.twitch(Diary.objects.get())

        with backups.examined(file=copy) as found:
            epochs = dict.fromkeys(found.contents.epochs, 2**40)  # more than the column holds
            spoilt = dataclasses.replace(found, contents=dataclasses.replace(found.contents, epochs=epochs))
            with pytest.raises(ProgramFailed, match=r"psql ended with 3: .*out of range"):
                backups.restore(candidate=spoilt, safety_in=tmp_path, now=LATER)

        assert stands_untouched(tmp_path)

    def test_whose_archive_breaks_off_changes_nothing(self, tmp_path: Path) -> None:
        copy = take(tmp_path)
        cast.twitch(Diary.objects.get())

        with backups.examined(file=copy) as candidate:
            os.truncate(candidate.prepared, candidate.prepared.stat().st_size - 2_000)
            with pytest.raises(ProgramFailed, match="pg_restore ended with 1"):
                backups.restore(candidate=candidate, safety_in=tmp_path, now=LATER)

        assert stands_untouched(tmp_path)

    def test_beside_a_running_server_is_refused(self, live: str, tmp_path: Path) -> None:
        copy = take(tmp_path)
        cast.twitch(Diary.objects.get())

        with psycopg.connect(live), pytest.raises(InUse, match="Stop the server"):
            restore(copy)

        assert stands_untouched(tmp_path)

    def test_says_where_things_are_when_the_erasing_fails(self, tmp_path: Path) -> None:
        def refuse(hashes: frozenset[str]) -> None:
            raise Refusal("Not now.")

        with pytest.raises(Unfinished, match=r"in place, but .* Not now\. What stood is in .*before-restore"):
            restore(take(tmp_path), erase_again=refuse)

    def test_that_is_repeated_opens_no_door_that_was_closed(self, tmp_path: Path) -> None:
        def refuse(hashes: frozenset[str]) -> None:
            raise Refusal("Not now.")

        diary = Diary.objects.get()
        cast.dr_lin()
        link = cast.consent(diary, now=NOW)
        copy = take(tmp_path)
        care_links.revoke(diary=diary, id=link.pk, by=diary.owner, now=NOW)
        with pytest.raises(Unfinished):
            restore(copy, erase_again=refuse)
        restore(copy, LATER + timedelta(hours=1))

        assert not CareLink.objects.in_force(LATER).exists()


class TestExamined:
    def test_refuses_what_is_no_whole_backup(self, tmp_path: Path) -> None:
        copy = take(tmp_path)
        (tmp_path / "copy.sqlite3").write_bytes(b"SQLite format 3\0" * 100)
        with pytest.raises(NotADiary, match="no archive of pg_dump"):
            restore(tmp_path / "copy.sqlite3")

        os.truncate(copy, copy.stat().st_size - 2_000)
        with pytest.raises(Damaged, match="checksum"):
            restore(copy)

        copy.with_name(f"{copy.name}.sha256").unlink()
        with pytest.raises(ProgramFailed, match="pg_restore ended with 1"):
            restore(copy)

    def test_refuses_the_backup_of_a_newer_version(self, live: str, tmp_path: Path) -> None:
        ask(live, "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', now())")

        with pytest.raises(TooNew, match=r"people\.9999_later"):
            restore(take(tmp_path))
