"""The fair gate in front of SQLite's write lock: order, time limit, processes, and what passes it over."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from config.fairsqlite import gate as gate_module
from config.fairsqlite.base import DatabaseWrapper
from config.fairsqlite.gate import Gate, GateTimeout, gate_of


class TestGate:
    def test_lets_waiting_threads_in_by_the_order_they_came(self, tmp_path: Path) -> None:
        gate, order, threads = Gate(tmp_path / "x.writelock"), [], []
        gate.enter(1)

        def pass_through(number: int) -> None:
            gate.enter(10)
            order.append(number)
            gate.leave()

        for number in range(12):
            threads.append(threading.Thread(target=pass_through, args=(number,)))
            threads[-1].start()
            while len(gate._queue) < number + 2:
                time.sleep(0.001)
        gate.leave()
        for thread in threads:
            thread.join()

        assert order == list(range(12))

    def test_gives_up_in_time_and_leaves_the_queue(self, tmp_path: Path) -> None:
        gate = Gate(tmp_path / "x.writelock")
        gate.enter(1)
        failed: list[bool] = []

        def wait() -> None:
            with pytest.raises(GateTimeout):
                gate.enter(0.05)
            failed.append(True)

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
        gate.leave()
        gate.enter(0.05)  # nobody stands in the way

        assert failed == [True]

    def test_holds_between_processes_and_is_freed_by_a_death(self, tmp_path: Path) -> None:
        path = tmp_path / "x.writelock"
        spawn = multiprocessing.get_context("spawn")
        entered = spawn.Event()
        other = spawn.Process(target=_enter_and_hang, args=(path, entered))
        other.start()
        try:
            assert entered.wait(30)
            with pytest.raises(GateTimeout):
                Gate(path).enter(0.1)
        finally:
            other.kill()
            other.join()
        Gate(path).enter(1)

    def test_without_fcntl_the_queue_remains(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gate_module, "HAS_FCNTL", False)
        gate = Gate(tmp_path / "x.writelock")
        gate.enter(1)

        with pytest.raises(GateTimeout):
            gate.enter(0.05)
        assert not (tmp_path / "x.writelock").exists()

    def test_is_one_for_a_file_whatever_its_spelling(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "diary.sqlite3")

        assert gate_of(str(tmp_path / "diary.sqlite3")) is gate_of(str(tmp_path / "link"))


def _enter_and_hang(path: Path, entered: Any) -> None:
    Gate(path).enter(5)
    entered.set()
    time.sleep(60)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestBackend:
    def test_is_held_for_the_transaction_and_no_longer(self) -> None:
        gate = gate_of(str(connection.settings_dict["NAME"]))
        with transaction.atomic():
            assert len(gate._queue) == 1
        assert not gate._queue

    def test_is_left_after_a_failure(self) -> None:
        gate = gate_of(str(connection.settings_dict["NAME"]))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = 1 / 0
        assert not gate._queue

    def test_is_left_when_the_connection_closes_in_mid_transaction(self) -> None:
        gate = gate_of(str(connection.settings_dict["NAME"]))
        with pytest.raises(Exception, match="closed"), transaction.atomic():  # noqa: PT012
            connection.close()
            connection.cursor()
        assert not gate._queue

    def test_can_be_kept_without_a_transaction(self) -> None:
        gate = gate_of(str(connection.settings_dict["NAME"]))
        wrapper: Any = connection.copy()
        with wrapper.writers_held_back():
            assert len(gate._queue) == 1
        assert not gate._queue

    def test_tells_who_waits_too_long(self) -> None:
        gate = gate_of(str(connection.settings_dict["NAME"]))
        gate.enter(1)
        try:
            connection.settings_dict["OPTIONS"]["timeout"] = 0.05
            with pytest.raises(OperationalError, match="write queue"), transaction.atomic():
                pass
        finally:
            connection.settings_dict["OPTIONS"]["timeout"] = 20
            gate.leave()

    def test_the_database_file_is_its_owners_only(self) -> None:
        path = Path(str(connection.settings_dict["NAME"]))
        connection.ensure_connection()

        assert path.stat().st_mode & 0o077 == 0

    def test_effective_settings_are_durable(self) -> None:
        with connection.cursor() as cursor:
            effective = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
            }
        assert effective["journal_mode"] in ("truncate", "wal")
        assert effective["synchronous"] == 2


class TestInMemory:
    @pytest.mark.django_db
    def test_databases_pass_the_gate_over(self) -> None:
        settings = connections["default"].settings_dict | {"ENGINE": "config.fairsqlite", "NAME": ":memory:"}
        settings |= {"OPTIONS": {"transaction_mode": "IMMEDIATE"}}
        wrapper: Any = DatabaseWrapper(settings, alias="memory")
        wrapper.inc_thread_sharing()
        wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

        assert wrapper._entered is None
        assert not os.path.exists(":memory:.writelock")  # noqa: PTH110
        wrapper.rollback()
        wrapper.close()
