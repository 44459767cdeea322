"""The backend: every transaction enters the gate before BEGIN IMMEDIATE and leaves it at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from config.fairsqlite.gate import Gate, GateTimeout, gate_of

DEFAULT_TIMEOUT_S = 20.0
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class DatabaseWrapper(base.DatabaseWrapper):
    """
    Django's own wrapper, with writers queued fairly, single statements as well as transactions.

    In-memory databases are private to a connection or a test and pass the gate over. A transaction that waits
    longer than the connection's `timeout` raises OperationalError, as SQLite itself would.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entered: Gate | None = None
        self.execute_wrappers.append(self._queue_alone)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            _make_private(str(self.settings_dict["NAME"]))
        return super().get_new_connection(conn_params)

    @contextmanager
    def writers_held_back(self) -> Iterator[None]:
        """Keep the gate for a block, without a transaction, which this connection must not begin meanwhile."""
        self._enter_gate()
        try:
            yield
        finally:
            self._leave_gate()

    def _queue_alone(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let a write that is its own transaction pass the gate too."""
        if self.in_atomic_block or self._entered is not None or not sql.lstrip()[:6].upper().startswith(WRITES):
            return execute(sql, params, many, context)
        with self.writers_held_back():
            return execute(sql, params, many, context)

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs; if it fails, Django rolls back next, and that leaves the gate
        self._leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave_gate()

    def _enter_gate(self) -> None:
        if self._entered is not None or self.is_in_memory_db():
            return
        gate = gate_of(str(self.settings_dict["NAME"]))
        try:
            gate.enter(float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT_S)))
        except GateTimeout:
            raise OperationalError("database is locked: the write queue did not move in time") from None
        self._entered = gate

    def _leave_gate(self) -> None:
        if self._entered is not None:
            gate, self._entered = self._entered, None
            gate.leave()


def _make_private(path: str) -> None:
    """Create the file for its owner only, and its folder if need be; SQLite would leave it readable for everybody."""
    if not Path(path).exists():
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
