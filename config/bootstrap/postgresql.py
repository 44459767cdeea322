"""A throw-away PostgreSQL: made from installed binaries, alive while a block runs, gone without a trace."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.bootstrap import children, machine

USER = DATABASE = "diary"
READY_S = 60.0
LETTERS = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"  # which letters have capitals; order stays by code point
# The data is thrown away, so nothing is forced to the disk. Never set a real server like this.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def cluster(settings: Sequence[str] = FAST) -> Iterator[str]:
    """Yield the DATABASE_URL of a new, empty PostgreSQL on 127.0.0.1; stop it and delete it at the end."""
    programs = binaries()
    with tempfile.TemporaryDirectory(prefix="diary-postgresql-", ignore_cleanup_errors=True) as folder:
        home, password, port = Path(folder), secrets.token_hex(16), free_port()
        _make(programs, home, password)
        with _server(programs, home, port, settings) as process:
            _wait_until_ready(programs, port, process, home)
            _create_database(programs, port, password)
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"


def binaries() -> Path:
    """Return the folder with initdb and postgres, installed through apt if need be and if we may."""
    if found := _find():
        return found
    machine.apt_install("postgresql")
    if found := _find():
        return found
    raise machine.Missing("install PostgreSQL (Debian: apt-get install postgresql), or set DATABASE_URL to a server")


def _find() -> Path | None:
    folders = [_told_by_pg_config(), *_on_path(), *_debian()]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _told_by_pg_config() -> Path:
    program = shutil.which("pg_config")
    answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, check=False) if program else None
    return Path(answer.stdout.strip() if answer else os.devnull)


def _on_path() -> list[Path]:
    return [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]  # Debian links it from afar


def _debian() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def owner() -> str | None:
    """Return who runs the server when we are root, whom PostgreSQL refuses; None: we do."""
    if os.geteuid() != 0:
        return None
    return next(name for name in ("postgres", "nobody") if name in {user.pw_name for user in pwd.getpwall()})


def own(path: Path) -> None:
    """Give `path` to who runs the server."""
    if user := owner():
        shutil.chown(path, user)


def as_owner(home: Path) -> dict[str, Any]:
    """Return what makes a child process run in `home` as who runs the server."""
    user = owner()
    if user is None:
        return {"cwd": home}
    return {"cwd": home, "user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _make(programs: Path, home: Path, password: str) -> None:
    """Create the cluster. A password, not trust: on a shared machine others can reach 127.0.0.1 too."""
    secret = home / "password"
    secret.write_text(password)
    for path in (home, secret):
        own(path)
    command = [str(programs / "initdb"), "-D", str(home / "data"), "-U", USER, "-E", "UTF8", "--no-sync"]
    command += ["--locale=C", f"--lc-ctype={LETTERS}", "--auth=scram-sha-256", f"--pwfile={secret}"]
    code, last = children.follow(command, log=home / "initdb.log", **as_owner(home))
    if code:
        raise machine.Missing(f"a working initdb: {last.strip()}")


@contextmanager
def _server(programs: Path, home: Path, port: int, settings: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    settings = (*settings, "listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={home}")
    command = [
        str(programs / "postgres"),
        "-D",
        str(home / "data"),
        *(word for line in settings for word in ("-c", line)),
    ]
    with (
        (home / "server.log").open("wb") as log,
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for connections that a killed test left open.
        children.running(command, asked=signal.SIGINT, stdout=log, stderr=log, **as_owner(home)) as process,
    ):
        yield process


def _wait_until_ready(programs: Path, port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    last_moment = time.monotonic() + READY_S
    ask = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > last_moment:
            raise machine.Missing(f"a working PostgreSQL: {(home / 'server.log').read_text()[-500:].strip()}")
        time.sleep(0.1)


def _create_database(programs: Path, port: int, password: str) -> None:
    command = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE]
    subprocess.run(command, check=True, env=os.environ | {"PGPASSWORD": password})
