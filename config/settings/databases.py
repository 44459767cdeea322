"""Which database, and how it is set: the durable SQLite file of one machine, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import environ

# Before SQLite 3.51.3 resetting the WAL could corrupt it; a truncated rollback journal is as durable.
WAL_IS_SOUND = sqlite3.sqlite_version_info >= (3, 51, 3)
JOURNAL_MODE = "WAL" if WAL_IS_SOUND else "TRUNCATE"
SQLITE_TIMEOUT_S = 20
POOL_TIMEOUT_S = 5  # for a free connection; then the API answers 503, and the phone sends again
CONNECT_TIMEOUT_S = 3  # to each address of the server
# A server whose machine is gone says nothing: without these, Linux waits a quarter of an hour for it.
GONE = {"tcp_user_timeout": 5_000, "keepalives_idle": 3, "keepalives_interval": 1, "keepalives_count": 3}  # ms; s


def database(url: str, data_dir: Path, *, pool: int = 0) -> dict[str, Any]:
    """
    Return Django's settings of the database at `url`; an empty `url` is the SQLite file in `data_dir`.

    A process keeps up to `pool` connections to a PostgreSQL server ready, and with 0 one for each thread.
    """
    if not url:
        return _sqlite(str(data_dir / "diary.sqlite3"))
    settings = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"].endswith("sqlite3"):
        return _sqlite(settings["NAME"])
    return _postgresql(settings, pool)


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "config.fairsqlite",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # IMMEDIATE takes the write lock at BEGIN, where waiting works; DEFERRED fails at once under writers.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_TIMEOUT_S,
            # FULL: an acknowledged entry survives a power cut. NORMAL loses the last ones.
            "init_command": f"PRAGMA journal_mode={JOURNAL_MODE}; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(settings: dict[str, Any], pool: int) -> dict[str, Any]:
    limits = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s"
    given = settings.get("OPTIONS", {})
    options = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        **GONE,
        **given,
        "options": f"{limits} {given.get('options', '')}".strip(),
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": POOL_TIMEOUT_S}
    # Each connection is tried before it is used: a server may have gone meanwhile.
    return settings | {"CONN_MAX_AGE": 0 if pool else 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
