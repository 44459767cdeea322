"""Backup and restore: whole while others write, refused in plain words, and a new epoch every time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from diary.models import Episode
from people.backups import sqlite
from people.backups.contents import Damaged, NotADiary, TooNew
from people.backups.database import Replaced
from people.backups.epochs import next_epoch
from people.backups.files import AlreadyThere, NoSuchFile
from people.errors import Refusal
from people.models import (
    CalendarAddress,
    CareLink,
    Device,
    Diary,
    Erasure,
    Invitation,
    Member,
    Practice,
    PushSubscription,
    ShareLink,
    User,
)
from people.services import backups, calendars, care_links, practices, shares
from people.services.backups import NotDone
from tests import cast
from tests.cast import NOW
from tests.test_doors import Rows, all_rows

ROOT = Path(__file__).resolve().parents[2]
LATER = NOW + timedelta(days=1)
EPOCH_OF_NOW = int(NOW.timestamp()) // 60
HASH = hashlib.sha256(b"a reference").hexdigest()
# A diary's counter counts its versions: a copy from two moments breaks this somewhere.
TORN = """
    SELECT count(*) FROM people_diary AS diary
    WHERE change_counter <> (SELECT count(*) FROM diary_version WHERE diary_id = diary.id)
"""

Manage = Callable[..., subprocess.CompletedProcess[str]]


class TestNextEpoch:
    def test_is_above_the_backups_and_the_live_one(self) -> None:
        early = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)

        assert next_epoch(in_backup=7, in_live=4, now=early) == 8
        assert next_epoch(in_backup=4, in_live=7, now=early) == 8
        assert next_epoch(in_backup=4, in_live=None, now=early) == 5

    def test_is_above_every_earlier_restore_when_the_live_database_is_lost(self) -> None:
        seen = next_epoch(in_backup=1, in_live=1, now=NOW)

        assert next_epoch(in_backup=1, in_live=None, now=NOW + timedelta(minutes=1)) > seen

    def test_rises_twice_in_one_minute(self) -> None:
        first = next_epoch(in_backup=1, in_live=1, now=NOW)

        assert first == EPOCH_OF_NOW
        assert next_epoch(in_backup=1, in_live=first, now=NOW) == first + 1

    def test_fits_its_column(self) -> None:
        assert next_epoch(in_backup=1, in_live=1, now=datetime(6000, 1, 1, tzinfo=UTC)) < 2**31


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A database in which Ana has logged one twitch."""
    path = tmp_path_factory.mktemp("first-day") / "diary.sqlite3"
    with django_db_blocker.unblock(), sqlite._default_is(path):
        call_command("migrate", verbosity=0)
        cast.twitch(cast.ana().diary)
    return path


@pytest.fixture
def live(first_day: Path, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[Path]:
    """The database of that day, where the default connection leads."""
    path = tmp_path / "data" / "diary.sqlite3"
    path.parent.mkdir()
    shutil.copy(first_day, path)
    settings.DATA_DIR = path.parent
    with django_db_blocker.unblock(), sqlite._default_is(path):
        yield path


@pytest.fixture
def backup(live: Path, tmp_path: Path) -> Path:
    """A backup of the first day."""
    return backups.take(to=tmp_path / "first-day.sqlite3", now=NOW).path


def ask(path: Path, question: str) -> Any:
    with sqlite._opened(path) as database:
        return database.execute(question).fetchone()[0]


def change(path: Path, *statements: str) -> None:
    with sqlite._opened(path) as database:
        for statement in statements:
            database.execute(statement)


def restore(file: Path, now: datetime = LATER, **options: Any) -> Replaced:
    with backups.examined(file=file) as candidate:
        return backups.restore(candidate=candidate, safety_in=candidate.prepared.parent.parent, now=now, **options)


def settled() -> None:
    """Let Ana say more, and open her diary."""
    ana = User.objects.get(username="ana")
    cast.twitch(ana.diary, note="左眼瞼痙攣 \N{GRINNING FACE}\u2028 'quoted'", stress=0)
    practices.open_practice(name="Lin Neurology", by=cast.person("lin"), now=NOW, code="LINNEURO")
    care_links.give(diary=ana.diary, code="LINNEURO", scope="profile", until=None, by=ana, now=NOW)


def unsettled() -> None:
    """Change something in many tables."""
    ana = User.objects.get(username="ana")
    cast.twitch(ana.diary)
    Episode.objects.filter(stress=0).update(note="")
    User.objects.update(name="Somebody else")


def without_epochs(rows: Rows) -> Rows:
    """Return the rows; a restored diary lives a new epoch, and nothing else of it is another."""
    return {table: [{**row, "epoch": 0} if table == "people_diary" else row for row in rows[table]] for table in rows}


def without_checksum(backup: Path) -> Path:
    backup.with_name(f"{backup.name}.sha256").unlink()
    return backup


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def writers(*, threads: int = 3) -> Iterator[Callable[[], int]]:
    """Let threads log twitches while the block runs; give how many are acknowledged."""
    stop, acknowledged, failures, ours = threading.Event(), [0] * threads, [], connections["default"]

    def write(number: int) -> None:
        connections["default"] = ours.copy()  # a thread begins with the test's own database
        try:
            diary = Diary.objects.get()
            while not stop.is_set():
                cast.twitch(diary)
                acknowledged[number] += 1
        except BaseException as error:  # the thread has nobody else to tell
            failures.append(error)
        finally:
            connections["default"].close()

    crowd = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    for one in crowd:
        one.start()
    try:
        yield lambda: sum(acknowledged)
    finally:
        stop.set()
        for one in crowd:
            one.join()
    assert not failures


def with_write_ahead_log() -> None:
    connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    connection.close()
    assert ask_default("PRAGMA journal_mode") == "wal"
    assert Diary.objects.count() == 1  # a reader opens the log, and keeps it as long as the connection lives


def ask_default(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.sqlite
class TestBackup:
    def test_is_whole_every_time_while_others_write(self, live: Path, tmp_path: Path) -> None:
        # `cp` of a file under such writers was torn in 4 of 25 copies, and lacked acknowledged rows in 14 of 25 with
        # a write-ahead log (docs/install.md).
        with writers() as acknowledged:
            for number in range(8):
                before = acknowledged()
                taken = backups.take(to=tmp_path / f"{number}.sqlite3", now=NOW)
                wait_for(acknowledged, before + 1)

                assert taken.contents.rows["diary_episode"] > before
                assert ask(taken.path, TORN) == 0
                assert ask(taken.path, "PRAGMA integrity_check") == "ok"

    def test_holds_what_stands_in_the_write_ahead_log(self, live: Path, tmp_path: Path) -> None:
        with_write_ahead_log()
        with writers(threads=1) as acknowledged:
            wait_for(acknowledged, 5)

        taken = backups.take(to=tmp_path / "copy.sqlite3", now=NOW)

        assert live.with_name("diary.sqlite3-wal").stat().st_size
        assert taken.contents.rows["diary_episode"] == Episode.objects.count() >= 6
        assert files_in(tmp_path) == {"data", "copy.sqlite3", "copy.sqlite3.sha256"}
        assert taken.path.read_bytes()[18:20] == b"\1\1"  # no mark of a log: it can be read where nobody may write

    def test_is_named_by_its_moment_in_a_folder_and_private(self, live: Path, tmp_path: Path) -> None:
        taken = backups.take(to=tmp_path / "nightly", now=NOW)

        assert taken.path == tmp_path / "nightly" / "diary-20261120T120000Z.sqlite3"
        assert taken.path.parent.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in taken.path.parent.iterdir()} == {0o600}

    def test_has_its_checksum_beside_it(self, backup: Path) -> None:
        listed = backup.with_name("first-day.sqlite3.sha256").read_text()

        assert listed == f"{hashlib.sha256(backup.read_bytes()).hexdigest()}  first-day.sqlite3\n"

    def test_says_what_it_holds(self, live: Path, tmp_path: Path) -> None:
        contents = backups.take(to=tmp_path / "copy.sqlite3", now=NOW).contents

        assert contents.rows["diary_episode"] == 1
        assert contents.epochs == {Diary.objects.get().reference: 1}
        assert contents.newest_change == NOW
        assert str(contents).startswith("1 diary, ")
        assert "2026-11-20 12:00 UTC" in str(contents)

    def test_shows_how_far_it_is(self, live: Path, tmp_path: Path) -> None:
        seen: list[tuple[int, int]] = []
        backups.take(to=tmp_path / "copy.sqlite3", now=NOW, show=lambda done, of: seen.append((done, of)))

        assert seen[-1][0] == seen[-1][1] == live.stat().st_size // 4096

    @pytest.mark.parametrize("name", ["diary.sqlite3", "diary.sqlite3.sha256"])
    def test_never_replaces_a_file(self, live: Path, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("another")

        with pytest.raises(AlreadyThere):
            backups.take(to=tmp_path / "diary.sqlite3", now=NOW)

        assert (tmp_path / name).read_text() == "another"
        assert files_in(tmp_path) == {"data", name}

    def test_works_where_a_file_has_one_name_only(
        self, live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*names: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", refuse)  # as exFAT does
        backups.take(to=tmp_path / "stick.sqlite3", now=NOW)

        assert files_in(tmp_path) == {"data", "stick.sqlite3", "stick.sqlite3.sha256"}
        with pytest.raises(AlreadyThere):
            backups.take(to=tmp_path / "stick.sqlite3", now=NOW)

    @pytest.mark.parametrize(
        ("spoil", "refusal"),
        [
            (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), Damaged),
            (lambda path: path.write_text("a letter, not a database, and longer than a header of SQLite"), Damaged),
            (lambda path: path.unlink(), NoSuchFile),
            (lambda path: change(path, "DROP TABLE django_migrations"), NotADiary),
            (lambda path: change(path, "UPDATE people_diary SET owner_id = 99"), Damaged),
        ],
        ids=["cut", "no database", "none", "of another program", "with a row that refers to nobody"],
    )
    def test_of_what_is_not_sound_is_refused_and_leaves_nothing(
        self, live: Path, tmp_path: Path, spoil: Callable[[Path], None], refusal: type[Refusal]
    ) -> None:
        connection.close()
        spoil(live)

        with pytest.raises(refusal):
            backups.take(to=tmp_path / "nightly", now=NOW)

        assert files_in(tmp_path / "nightly") == set()

    def test_that_the_machine_refuses_is_told_in_words(self, live: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        with pytest.raises(NotDone, match=r"Not a directory|File exists"):
            backups.take(to=tmp_path / "file" / "nightly", now=NOW)

    def test_stopped_in_the_middle_leaves_nothing(self, tmp_path: Path) -> None:
        code = (
            "import os, pathlib, signal, sys; from people.backups import files\n"
            "with files.workshop(pathlib.Path(sys.argv[1])) as folder:\n"
            "    files.create(folder / 'half'); os.kill(os.getpid(), signal.SIGTERM)\n"
        )
        done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, env=environment(tmp_path), check=False)

        assert done.returncode == 143
        assert files_in(tmp_path) == set()


@pytest.mark.sqlite
class TestRestore:
    @pytest.mark.parametrize("journal", ["truncate", "wal"])
    def test_brings_back_the_day_to_a_server_that_runs_on(self, live: Path, backup: Path, journal: str) -> None:
        if journal == "wal":
            with_write_ahead_log()
        with closing(connection.copy()) as server:
            cast.twitch(Diary.objects.get())
            assert count_episodes(server) == 2

            restore(backup)

            assert count_episodes(server) == Episode.objects.count() == 1
            assert ask_default("PRAGMA journal_mode") == journal
        cast.twitch(Diary.objects.get())

        assert ask_default("PRAGMA integrity_check") == "ok"
        assert ask_default(TORN) == 0

    def test_brings_every_row_back_as_it_was_but_for_the_epoch(self, live: Path, tmp_path: Path) -> None:
        settled()
        copy = backups.take(to=tmp_path / "whole.sqlite3", now=NOW).path
        before = all_rows()
        unsettled()
        assert all_rows() != before
        restore(copy)
        after = all_rows()

        assert without_epochs(after) == without_epochs(before)
        assert after["people_diary"] != before["people_diary"]

    def test_starts_a_new_epoch_each_time(self, live: Path, backup: Path) -> None:
        epochs = [Diary.objects.get().epoch]
        for hours in (0, 0.001, 1):
            restore(backup, LATER + timedelta(hours=hours))
            epochs.append(Diary.objects.get().epoch)

        assert epochs == sorted(set(epochs))
        assert epochs[1] == int(LATER.timestamp()) // 60

    def test_starts_above_the_epoch_that_stands(self, live: Path, backup: Path) -> None:
        Diary.objects.update(epoch=2_000_000_000)

        restore(backup)

        assert Diary.objects.get().epoch == 2_000_000_001

    def test_keeps_what_stood_as_a_backup(self, live: Path, backup: Path) -> None:
        cast.twitch(Diary.objects.get())
        with backups.examined(file=backup) as candidate:
            assert candidate.standing is not None
            assert (candidate.standing.rows["diary_episode"], candidate.contents.rows["diary_episode"]) == (2, 1)
            done = backups.restore(candidate=candidate, safety_in=live.parent / "backups", now=LATER)

        assert done.kept == live.parent / "backups" / "before-restore-20261121T120000Z.sqlite3"
        restore(done.kept, LATER + timedelta(hours=1))
        assert Episode.objects.count() == 2

    def test_leaves_nothing_beside_the_database(self, live: Path, backup: Path) -> None:
        with backups.examined(file=backup) as candidate:
            backups.restore(candidate=candidate, safety_in=live.parent / "backups", now=LATER)
        connection.close()

        assert files_in(live.parent) <= {
            "diary.sqlite3", "diary.sqlite3.writelock", "diary.sqlite3-journal", "backups"
        }  # fmt: skip
        assert files_in(backup.parent) == {"data", "first-day.sqlite3", "first-day.sqlite3.sha256"}

    def test_keeps_erasures_and_says_what_is_to_be_erased_again(self, live: Path, backup: Path) -> None:
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)
        heard: list[tuple[frozenset[str], int, int]] = []
        cast.twitch(Diary.objects.get())

        done = restore(
            backup,
            erase_again=lambda hashes: heard.append((hashes, Episode.objects.count(), count_in(live))),
        )

        assert done.erased == {HASH}
        assert done.erasures_known
        assert heard == [(frozenset({HASH}), 1, 2)]  # the restored database hears it before anybody can see that
        assert Erasure.objects.get().erased_at == NOW
        assert restore(backup, LATER + timedelta(hours=1)).erased == {HASH}

    def test_lets_nobody_in_who_was_shut_out_since(self, live: Path, tmp_path: Path) -> None:
        diary, doctor = Diary.objects.get(), cast.dr_lin()
        cast.consent(diary, now=NOW)
        links = [
            shares.give(diary=diary, by=diary.owner, now=NOW, first=NOW.date(), last=NOW.date())[0] for _ in range(3)
        ]
        Client().force_login(doctor)
        calendars.make(diary=diary, by=diary.owner, now=NOW)
        cast.subscribed(Device.objects.get())
        practice = Practice.objects.get()
        lowered = practices.join(practice=practice, user=cast.eve(), role=Member.Role.OWNER, now=NOW)
        practices.invite(practice=practice, role=Member.Role.OWNER, label="Anybody", by=doctor, now=NOW)
        backup = backups.take(to=tmp_path / "open.sqlite3", now=NOW).path
        calendars.make(diary=diary, by=diary.owner, now=NOW)  # which closes the one before
        practices.change_role(practice=practice, id=lowered.pk, role=Member.Role.ASSISTANT, by=doctor, now=NOW)
        practices.join(practice=practice, user=diary.owner, role=Member.Role.OWNER, now=NOW)
        practices.leave(practice=practice, user=doctor, now=NOW)
        User.objects.filter(pk=doctor.pk).update(is_active=False)
        care_links.revoke(diary=diary, id=CareLink.objects.get().pk, by=diary.owner, now=NOW)
        shares.revoke(diary=diary, id=links[0].pk, by=diary.owner, now=NOW)
        ShareLink.objects.filter(pk=links[1].pk).update(pin_failures=ShareLink.PIN_FAILURES_MAX)
        restore(backup)

        assert CareLink.objects.get().paused_at is not None
        assert set(ShareLink.objects.filter(revoked_at=None)) == {links[2]}
        assert Device.objects.count() == 0
        assert PushSubscription.objects.count() == 0
        assert not CalendarAddress.objects.in_force().exists()
        assert [(member.user, member.role) for member in Member.objects.filter(left_at=None)] == [
            (lowered.user, Member.Role.ASSISTANT)
        ]
        assert not Invitation.objects.open(NOW).exists()
        assert not User.objects.get(pk=doctor.pk).is_active

    @pytest.mark.parametrize("until", [None, LATER + timedelta(days=9)])
    def test_leaves_open_what_stands(self, live: Path, tmp_path: Path, until: datetime | None) -> None:
        diary = Diary.objects.get()
        cast.dr_lin()
        cast.consent(diary, now=NOW, until=until)
        calendars.make(diary=diary, by=diary.owner, now=NOW)
        restore(backups.take(to=tmp_path / "open.sqlite3", now=NOW).path)

        assert CareLink.objects.in_force(LATER).count() == 1
        assert CalendarAddress.objects.in_force().count() == 1
        assert Member.objects.filter(left_at=None, user__is_active=True).count() == 1

    def test_does_not_give_a_consent_a_later_end(self, live: Path, tmp_path: Path) -> None:
        diary = Diary.objects.get()
        cast.dr_lin()
        link = cast.consent(diary, now=NOW)
        backup = backups.take(to=tmp_path / "open.sqlite3", now=NOW).path
        soon = {"until": NOW + timedelta(hours=1)}
        care_links.change(diary=diary, id=link.pk, fields=soon, by=diary.owner, now=NOW)
        restore(backup)

        assert CareLink.objects.get().paused_at is not None

    def test_waits_for_writes_that_are_no_transaction_too(self, live: Path) -> None:
        held: Any = connection.copy()
        with closing(connection.copy()) as other, closing(held):
            other.inc_thread_sharing()
            writer = Thread(target=lambda: other.cursor().execute("UPDATE people_user SET name = 'late'"))
            with held.writers_held_back():
                writer.start()
                writer.join(0.5)
                assert writer.is_alive()
            writer.join(10)

        assert set(User.objects.values_list("name", flat=True)) == {"late"}

    def test_from_before_there_were_erasures_is_migrated_and_keeps_them(
        self, live: Path, first_day: Path, tmp_path: Path
    ) -> None:
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)
        older = tmp_path / "older.sqlite3"
        with sqlite._default_is(older):
            call_command("migrate", "people", "0001", verbosity=0)
            change(
                older,
                "INSERT INTO people_user (id, password, is_superuser, username, email, is_staff, is_active,"
                " date_joined, name) VALUES (1, '', 0, 'eve', '', 0, 1, '2026-01-01', '')",
                "INSERT INTO people_diary (owner_id, reference, epoch, change_counter, opened_at)"
                f" VALUES (1, '{UUID(int=1).hex}', 3, 0, '2026-01-01')",
            )

        done = restore(older)

        assert done.migrations > 1
        assert done.erased == {HASH}
        assert User.objects.get().username == "eve"
        assert Diary.objects.get().epoch == int(LATER.timestamp()) // 60
        call_command("migrate", "--check", verbosity=0)

    def test_refused_by_the_erasing_changes_nothing(self, live: Path, backup: Path) -> None:
        cast.twitch(Diary.objects.get())

        def refuse(hashes: frozenset[str]) -> None:
            raise Refusal("not now")

        with pytest.raises(Refusal, match="not now"):
            restore(backup, erase_again=refuse)

        assert Episode.objects.count() == 2
        assert Diary.objects.get().epoch == 1

    def test_while_others_write_tears_nothing_and_leaves_no_entry_nowhere(self, live: Path, backup: Path) -> None:
        with writers() as acknowledged:
            wait_for(acknowledged, 10)
            done = restore(backup)
            wait_for(acknowledged, acknowledged() + 10)

        kept, first_day = done.kept, 1
        assert kept is not None
        assert count_in(kept) - first_day + count_in(live) - first_day == acknowledged()
        assert ask(kept, TORN) == ask(live, TORN) == 0
        assert ask(live, "PRAGMA integrity_check") == "ok"

    def test_of_a_file_with_the_mark_of_a_log_keeps_the_journal(self, live: Path, backup: Path) -> None:
        change(without_checksum(backup), "PRAGMA journal_mode=WAL")
        assert backup.read_bytes()[18:20] == b"\2\2"

        restore(backup)

        assert live.read_bytes()[18:20] == b"\1\1"
        assert ask_default("PRAGMA journal_mode") == "truncate"

    def test_in_the_way_of_somebody_who_goes_on_reading_is_refused(self, live: Path, backup: Path) -> None:
        cast.twitch(Diary.objects.get())
        connection.settings_dict["OPTIONS"]["timeout"] = 0.1
        connection.close()
        with closing(sqlite3.connect(live, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM diary_episode").fetchall()

            with pytest.raises(sqlite.Busy, match="Nothing was changed"):
                restore(backup)

        assert Episode.objects.count() == 2
        assert Diary.objects.get().epoch == 1

    def test_of_a_lost_database_makes_it_anew(self, live: Path, backup: Path) -> None:
        connection.close()
        shutil.rmtree(live.parent)

        with backups.examined(file=backup) as candidate:
            assert candidate.standing is None
            done = backups.restore(candidate=candidate, safety_in=live.parent, now=LATER)

        assert (done.kept, done.erasures_known) == (None, False)
        assert Episode.objects.count() == 1
        assert Diary.objects.get().epoch == int(LATER.timestamp()) // 60
        assert live.stat().st_mode & 0o777 == 0o600
        assert live.parent.stat().st_mode & 0o777 == 0o700

    def test_of_a_damaged_database_keeps_it_by_another_name(self, live: Path, backup: Path) -> None:
        connection.close()
        live.write_bytes(b"no longer a database" * 1000)

        done = restore(backup)

        assert done.kept == live.with_name("diary.sqlite3.damaged-20261121T120000Z")
        assert done.kept.read_bytes() == b"no longer a database" * 1000
        assert not done.erasures_known
        assert Episode.objects.count() == 1

    def test_of_a_partly_damaged_database_takes_over_what_can_be_read(self, live: Path, backup: Path) -> None:
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)
        Diary.objects.update(epoch=2_000_000_000)
        page = ask(live, "SELECT rootpage FROM sqlite_master WHERE name = 'diary_version'") - 1
        connection.close()
        pages = bytearray(live.read_bytes())
        pages[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
        live.write_bytes(pages)

        done = restore(backup)

        assert done.kept is not None
        assert "damaged" in done.kept.name
        assert done.erased == {HASH}
        assert Diary.objects.get().epoch == 2_000_000_001


@pytest.mark.sqlite
class TestExamined:
    @pytest.mark.parametrize(
        ("spoil", "refusal", "words"),
        [
            (lambda file: file.unlink(), NoSuchFile, "no file"),
            (lambda file: without_checksum(file).write_text("a letter"), NotADiary, "no SQLite database"),
            (lambda file: file.write_bytes(file.read_bytes() + b"x"), Damaged, "does not match its checksum"),
            (lambda file: file.with_name(f"{file.name}.sha256").write_text(f"{HASH}  x\n"), Damaged, "checksum"),
            (lambda file: file.with_name(f"{file.name}.sha256").write_text(""), Damaged, "checksum"),
            (lambda file: os.truncate(without_checksum(file), 40_960), Damaged, "damaged"),
            (lambda file: overwrite(without_checksum(file), 2), Damaged, "damaged"),
            (lambda file: change(without_checksum(file), "DROP TABLE django_migrations"), NotADiary, "not one of"),
            (
                lambda file: change(
                    without_checksum(file),
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2030-01-01')",
                ),
                TooNew,
                "newer version.*people.9999_later",
            ),
            (lambda file: file.with_name(f"{file.name}-wal").write_text("pages"), Damaged, "plain copy"),
            (lambda file: file.with_name(f"{file.name}-journal").write_text("pages"), Damaged, "plain copy"),
        ],
        ids=[
            "none", "no database", "longer", "another checksum", "no checksum", "cut", "overwritten",
            "of another program", "newer", "with a log", "with a journal",
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_whole_backup_and_changes_nothing(
        self, live: Path, backup: Path, spoil: Callable[[Path], object], refusal: type[Refusal], words: str
    ) -> None:
        spoil(backup)

        with pytest.raises(refusal, match=words):
            restore(backup)

        assert Diary.objects.get().epoch == 1
        assert not list(live.parent.glob("before-restore*"))
        assert not list(live.parent.glob(".unfinished*"))

    def test_refuses_the_live_database_itself(self, live: Path) -> None:
        with pytest.raises(NotADiary, match="live database itself"):
            restore(live)

    def test_refuses_to_replace_the_database_of_another_program(self, live: Path, backup: Path) -> None:
        connection.close()
        change(live, "DROP TABLE django_migrations")

        with pytest.raises(NotADiary, match="not one of Twitch Diary"):
            restore(backup)

    def test_passes_over_the_migrations_of_an_app_that_is_gone(self, live: Path, backup: Path) -> None:
        change(
            without_checksum(backup),
            "INSERT INTO django_migrations (app, name, applied) VALUES ('formerly', '0001_initial', '2020-01-01')",
        )

        with backups.examined(file=backup) as candidate:
            assert candidate.missing_migrations == 0


@pytest.mark.sqlite
class TestCommands:
    def test_answer_what_was_done(
        self, live: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call_command("backup", verbosity=2)
        path = Path(capsys.readouterr().out.splitlines()[0])
        assert path.parent == live.parent / "backups"
        cast.twitch(Diary.objects.get())
        Erasure.objects.create(reference_hash=HASH, erased_at=NOW)

        monkeypatch.setattr("builtins.input", lambda prompt: "yes")
        call_command("restore", path)

        said = capsys.readouterr().out
        assert re.search(r"holds 1 diary, \d+ rows in \d+ tables, newest change: 2026-11-20 12:00 UTC", said)
        assert "What stood before is in" in said
        assert "and again if they came back: 1." in said
        assert Episode.objects.count() == 1

    def test_without_a_yes_change_nothing(self, live: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for answer in ("", "no", "y"):
            monkeypatch.setattr("builtins.input", lambda prompt, answer=answer: answer)
            with pytest.raises(CommandError, match="Nothing was changed"):
                call_command("restore", backup)

        assert Diary.objects.get().epoch == 1

    def test_drill_in_processes_of_their_own(self, tmp_path: Path) -> None:
        data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
        data.mkdir()
        manage = manager(data)
        assert manage("migrate", "--verbosity=0", "--skip-checks").returncode == 0
        assert manage("backup", copy).returncode == 0

        again = manage("backup", copy)
        assert again.returncode == 1
        assert "exists already" in again.stderr
        assert "Traceback" not in again.stderr
        assert manage("restore", copy).returncode == 1  # nobody is there to ask
        done = manage("restore", copy, "--yes")

        assert done.returncode == 0, done.stderr
        assert len(list((data / "backups").glob("before-restore-*.sqlite3"))) == 1


def wait_for(acknowledged: Callable[[], int], number: int) -> None:
    until = time.monotonic() + 30
    while acknowledged() < number:
        assert time.monotonic() < until
        time.sleep(0.001)


def count_in(path: Path) -> int:
    return int(ask(path, "SELECT count(*) FROM diary_episode"))


def count_episodes(wrapper: Any) -> int:
    with wrapper.cursor() as cursor:
        return int(cursor.execute("SELECT count(*) FROM diary_episode").fetchone()[0])


def overwrite(file: Path, page: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(page * 4096)
        opened.write(b"\xff" * 4096)


def environment(data: Path, url: str = "") -> dict[str, str]:
    own = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DIARY_DATA_DIR": str(data), "DATABASE_URL": url}
    return os.environ | own


def manager(data: Path, url: str = "") -> Manage:
    def manage(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=ROOT, env=environment(data, url), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return manage
