"""Settings: safe as they stand, complete in the documents, checked at start."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import checks
from config.settings.databases import database

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.base",
    "DIARY_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopq",
    "DIARY_ALLOWED_HOSTS": "diary.example.org",
    "PATH": os.environ["PATH"],
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


class TestProduction:
    def test_passes_the_deployment_check_without_a_warning(self, tmp_path: Path) -> None:
        done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, DIARY_DATA_DIR=str(tmp_path))

        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout

    @pytest.mark.parametrize("key", ["", "...", "k" * 49])
    def test_does_not_start_without_a_secret(self, tmp_path: Path, key: str) -> None:
        done = manage("check", **PRODUCTION | {"DIARY_SECRET_KEY": key}, DIARY_DATA_DIR=str(tmp_path))

        assert done.returncode != 0
        assert "DIARY_SECRET_KEY" in done.stderr

    def test_does_not_start_with_a_secret_that_the_documents_show(self, tmp_path: Path) -> None:
        pages = [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
        shown = {key for page in pages for key in re.findall(r"DIARY_SECRET_KEY=(\S+)", page.read_text())}
        started = [
            manage("check", **PRODUCTION | {"DIARY_SECRET_KEY": key}, DIARY_DATA_DIR=str(tmp_path)) for key in shown
        ]

        assert shown
        assert 0 not in {one.returncode for one in started}

    def test_shows_no_page_of_the_developers_whatever_is_asked(self, tmp_path: Path) -> None:
        code = "from django.conf import settings; print(settings.DEBUG)"
        told = {**PRODUCTION, "DIARY_DATA_DIR": str(tmp_path), "DEBUG": "1", "DIARY_DEBUG": "1", "DJANGO_DEBUG": "1"}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True
        )

        assert done.stdout.strip() == "False"

    @pytest.mark.parametrize("key", ["$ecret" + "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdef", "a$b" * 20])
    def test_takes_a_secret_as_it_is(self, tmp_path: Path, key: str) -> None:
        told = {**PRODUCTION, "DIARY_SECRET_KEY": key, "DIARY_DATA_DIR": str(tmp_path)}
        code = "from django.conf import settings; print(settings.SECRET_KEY)"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True
        )

        assert done.stdout.strip() == key

    def test_takes_an_empty_data_folder_for_none(self) -> None:
        code = "from django.conf import settings; print(settings.DATA_DIR.name)"
        told = {**PRODUCTION, "DIARY_DATA_DIR": ""}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True
        )

        assert done.stdout.strip() == ".data"

    def test_lets_no_host_in_by_default(self, tmp_path: Path) -> None:
        code = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.DEBUG)"
        without = {name: value for name, value in PRODUCTION.items() if name != "DIARY_ALLOWED_HOSTS"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={**without, "DIARY_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, check=True,
        )  # fmt: skip

        assert done.stdout.split() == ["[]", "False"]

    def test_local_makes_its_own_secret_for_its_owner_only(self, tmp_path: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "DIARY_DATA_DIR": str(tmp_path / "data")}
        manage("check", **environment)
        key = tmp_path / "data" / "secret_key"

        assert len(key.read_text()) >= 50
        assert key.stat().st_mode & 0o077 == 0
        first = key.read_text()
        manage("check", **environment)
        assert key.read_text() == first


class TestDocuments:
    def test_every_name_read_from_the_environment_is_in_install_md(self) -> None:
        documented = set(re.findall(r"`((?:DIARY|DATABASE)_[A-Z_]+)`", (ROOT / "docs" / "install.md").read_text()))

        assert _names_read() == documented


def _names_read() -> set[str]:
    names: set[str] = set()
    for path in (*(ROOT / "config" / "settings").glob("*.py"), ROOT / "config" / "gunicorn.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names |= set((re.fullmatch(r"(?:DIARY|DATABASE)_[A-Z_]+", node.value) and [node.value]) or [])
    return names - {"DATABASE_"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
class TestChecks:
    def test_find_nothing_as_shipped(self) -> None:
        assert run_checks(databases=["default"], tags=["database"]) == []

    @pytest.mark.parametrize(
        ("pragma", "id"),
        [("synchronous=NORMAL", "diary.E002"), ("synchronous=OFF", "diary.E002"), ("busy_timeout=0", "diary.E004")],
    )
    def test_name_a_setting_that_could_lose_an_entry(self, pragma: str, id: str) -> None:
        before = "synchronous=FULL" if "synchronous" in pragma else "busy_timeout=20000"
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
            found = [message.id for message in run_checks(databases=["default"], tags=["database"])]
            cursor.execute(f"PRAGMA {before}")

        assert found == [id]

    def test_name_a_file_that_everybody_can_read(self) -> None:
        path = Path(str(connection.settings_dict["NAME"]))
        path.chmod(0o644)
        found = [message.id for message in run_checks(databases=["default"], tags=["database"])]
        path.chmod(0o600)

        assert found == ["diary.E006"]

    def test_name_a_network_file_system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        data = Path(str(connection.settings_dict["NAME"])).parent
        mounts = tmp_path / "mountinfo"
        mounts.write_text(
            "27 1 8:1 / / rw shared:1 - ext4 /dev/root rw\n"
            f"40 27 0:50 / {str(data).replace(' ', chr(92) + '040')} rw shared:2 - nfs4 host:/diary rw\n"
        )
        monkeypatch.setattr(checks, "MOUNTS", mounts)

        assert [message.id for message in run_checks(databases=["default"], tags=["database"])] == ["diary.E008"]

    def test_name_an_sqlite_that_is_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "SQLITE_NEEDED", (99, 0, 0))
        found = run_checks(databases=["default"], tags=["database"])

        assert [(message.id, "99.0.0 or newer" in str(message.hint)) for message in found] == [("diary.E007", True)]


class TestFileSystem:
    MOUNTS = (
        b"27 1 8:1 / / rw shared:1 - ext4 /dev/root rw\n"
        b"40 27 0:50 / /srv/a\\040b rw shared:2 - fuse.glusterfs host:/diary rw\n"
        b"41 27 0:51 / /media/caf\xe9 rw - vfat /dev/sdb1 rw\n"
    )

    @pytest.mark.parametrize(
        ("path", "kind"), [("/srv/a b/data/x.sqlite3", "fuse.glusterfs"), ("/srv/a/x", "ext4"), ("/none/such", "ext4")]
    )
    def test_is_that_of_the_nearest_mount(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
    ) -> None:
        mounts = tmp_path / "mountinfo"
        mounts.write_bytes(self.MOUNTS)
        monkeypatch.setattr(checks, "MOUNTS", mounts)

        assert checks.file_system_of(Path(path)) == kind

    def test_is_not_told_where_there_is_no_such_list(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "MOUNTS", tmp_path / "none")

        assert checks.file_system_of(tmp_path) == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
class TestPostgresqlChecks:
    def test_name_what_a_server_that_is_thrown_away_risks(self) -> None:
        found = run_checks(databases=["default"], tags=["database"])

        assert [message.id for message in found] == ["diary.E011", "diary.E012", "diary.E013", "diary.W015"]
        assert "fsync is off" in found[0].msg

    def test_refuse_to_serve_from_it(self, settings: Any) -> None:
        settings.SILENCED_SYSTEM_CHECKS = []
        with pytest.raises(ImproperlyConfigured, match=r"diary\.E011: PostgreSQL's fsync is off"):
            checks.refuse_unsafe()


class TestDatabaseAddress:
    def test_of_several_servers_is_kept_whole(self, tmp_path: Path) -> None:
        told = database(
            "postgresql://diary:x@one:5432,two:5433/diary?target_session_attrs=read-write", tmp_path, pool=8
        )

        assert (told["HOST"], told["PORT"]) == ("one,two", "5432,5433")
        assert told["OPTIONS"]["target_session_attrs"] == "read-write"
        assert told["OPTIONS"]["pool"]["max_size"] == 8
        assert "statement_timeout=30s" in told["OPTIONS"]["options"]
