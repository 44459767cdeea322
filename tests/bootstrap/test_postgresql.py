from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from config.bootstrap import machine, postgresql
from tests.bootstrap.stand_in import is_free, read_until

pytestmark = pytest.mark.postgresql


class TestCluster:
    def test_answers_while_the_block_runs_and_is_gone_after_it(self) -> None:
        with postgresql.cluster() as url:
            assert ask(url, "select upper('é')") == "É"
            folder = Path(str(ask(url, "show data_directory"))).parent

        with pytest.raises(psycopg.OperationalError):
            ask(url, "select 1")
        assert not folder.exists()

    @pytest.mark.parametrize(("settings", "forced"), [(postgresql.FAST, "off"), ((), "on")])
    def test_forces_to_the_disk_only_where_it_is_to(self, settings: tuple[str, ...], forced: str) -> None:
        with postgresql.cluster(settings) as url:
            assert [ask(url, f"show {name}") for name in ("fsync", "synchronous_commit")] == [forced, forced]

    def test_is_gone_after_a_failure_too_although_somebody_is_still_connected(self) -> None:
        with contextlib.suppress(ZeroDivisionError), postgresql.cluster() as url:
            left_open, began = psycopg.connect(url), time.monotonic()
            raise ZeroDivisionError

        with pytest.raises(psycopg.OperationalError):
            left_open.execute("select 1")
        left_open.close()
        assert time.monotonic() - began < 10
        assert is_free(urlsplit(url).port or 0)

    def test_lets_nobody_in_without_the_password(self) -> None:
        with postgresql.cluster() as url, pytest.raises(psycopg.OperationalError, match="password"):
            ask(url.replace(urlsplit(url).password or "", "guess"), "select 1")

    def test_is_gone_after_a_kill_of_whoever_started_it(self) -> None:
        code = "from config.bootstrap import postgresql as p\nwith p.cluster() as url: print(url, flush=True); input()"
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            url = read_until(process, "postgresql://").strip()
            folder = Path(str(ask(url, "show data_directory"))).parent

            process.kill()

        assert is_free(urlsplit(url).port or 0)
        shutil.rmtree(folder)  # a killed process cannot tidy up its folder

    def test_without_binaries_says_how_to_get_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgresql, "_find", lambda: None)
        monkeypatch.setattr(machine, "may_install", lambda: False)

        with pytest.raises(machine.Missing, match="apt-get install postgresql"), postgresql.cluster():
            pass


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None
