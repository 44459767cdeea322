"""PostgreSQL twice, a primary and its synchronous hot standby, and whoever watches over them."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final

import psycopg

from config.bootstrap import children, postgresql

USER: Final = postgresql.USER
READY_S: Final = 60.0
ASK_EVERY_S: Final = 0.25
GONE_AFTER_S: Final = 2.0  # without an answer for so long a server counts as dead
ASK_TIMEOUT_S: Final = 1


class Server:
    """One PostgreSQL server, set to lose nothing: its folder, its port, and its process while it runs."""

    def __init__(self, home: Path, name: str, password: str) -> None:
        self.home, self.name, self.password = home, name, password
        self.port = postgresql.free_port()
        self.generation = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home / f"data-{self.generation}"

    def make(self) -> None:
        """Create an empty database cluster, with checksums."""
        secret = self.home / "password"
        secret.write_text(self.password)
        options = ["-U", USER, "-E", "UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--data-checksums"]
        self._run("initdb", "-D", str(self.data), *options, "--auth=scram-sha-256", f"--pwfile={secret}")
        with (self.data / "pg_hba.conf").open("a") as rules:
            rules.write("host replication all 127.0.0.1/32 scram-sha-256\n")

    def copy(self, other: Server) -> None:
        """Become a standby of `other`, from a copy of all it holds."""
        self.generation += 1
        told = f"host=127.0.0.1 port={other.port} user={USER} password={self.password} application_name={self.name}"
        self._run("pg_basebackup", "-D", str(self.data), "-d", told, "-R", "-X", "stream", "-c", "fast")

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.home,
            "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "hot_standby": "on",
            "wal_level": "replica", "max_wal_senders": 5, "max_connections": 100,
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(postgresql.binaries() / "postgres"), "-D", str(self.data), *words],
                stdout=log, stderr=log, start_new_session=True,
                preexec_fn=children.die_with_parent,  # noqa: PLW1509  (it makes one system call)
                **postgresql.as_owner(self.home),
            )  # fmt: skip
        last_moment = time.monotonic() + READY_S
        while not self.answers():
            if time.monotonic() > last_moment or self.process.poll() is not None:
                raise SystemExit(f"PostgreSQL did not start: {(self.home / 'server.log').read_text()[-800:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill -9 the server and every process of it."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for child in self._children():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.process.wait()

    def _children(self) -> list[int]:
        """Each connection has a process, in a session of its own; the folder it works in tells whose it is."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if path.readlink() == self.data:
                    found.append(int(path.parent.name))
        return found

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def ask(self, query: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Ask this server alone; return the rows, if it has any to give."""
        told = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": self.password}
        with psycopg.connect(dbname=database, connect_timeout=ASK_TIMEOUT_S, autocommit=True, **told) as link:  # type: ignore[arg-type]
            answer = link.execute(query.encode())
            return answer.fetchall() if answer.description else []

    def waits_for(self, standby: str) -> None:
        """Commit only what `standby` has on its disk too; an empty name: whatever happens to this one alone."""
        self.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{standby}'")
        self.ask("SELECT pg_reload_conf()")

    def promote(self) -> None:
        self.ask("SELECT pg_promote(true, 30)")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(postgresql.binaries() / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **postgresql.as_owner(self.home))
        if done.returncode:
            raise SystemExit(f"{program}: {done.stderr[-800:]}")


class Pair:
    """
    A primary and its standby, and a thread that watches over both, as Patroni or a cloud's own service would.

    A dead primary is replaced by the standby, a dead standby is no longer waited for. It is no manager for real life:
    it runs on the machine of both, so it never takes a cut wire for a dead server.
    """

    def __init__(self, folder: Path) -> None:
        password = secrets.token_hex(16)
        homes = [folder / name for name in ("one", "two")]
        for home in homes:
            home.mkdir()
            postgresql.own(home)
        self.primary, self.standby = (Server(home, home.name, password) for home in homes)
        self.ports = (self.primary.port, self.standby.port)
        self.password = password
        self.happened: list[tuple[float, str]] = []
        self._over, self._busy = Event(), Lock()

    def url(self, *, prefer: str = "read-write") -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgresql://{USER}:{self.password}@{hosts}/{postgresql.DATABASE}?target_session_attrs={prefer}"

    @contextmanager
    def running(self) -> Iterator[Pair]:
        try:
            self.primary.make()
            self.primary.start()
            self.primary.ask(f"CREATE DATABASE {postgresql.DATABASE}")
            self.join()
            watcher = Thread(target=self._watch, daemon=True)
            watcher.start()
            yield self
            self._over.set()
            watcher.join()
        finally:
            self._over.set()
            for server in (self.primary, self.standby):
                if server.process is not None:
                    server.kill()

    def join(self) -> None:
        """Make the standby anew from the primary, and have the primary wait for it from then on."""
        with self._busy:
            self.standby.copy(self.primary)
            self.standby.start()
            self.primary.waits_for(self.standby.name)
            query = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            while self.primary.ask(query) != [(1,)]:
                time.sleep(0.1)

    def _watch(self) -> None:
        last = dict.fromkeys((self.primary, self.standby), time.monotonic())
        while not self._over.wait(ASK_EVERY_S):
            with self._busy:
                for server in last:
                    if server.answers():
                        last[server] = time.monotonic()
                if self.standby.process is None or self.standby.process.poll() is not None:
                    self._alone(time.monotonic() - last[self.standby])
                if time.monotonic() - last[self.primary] > GONE_AFTER_S:
                    self._fail_over()
                    last = dict.fromkeys((self.primary, self.standby), time.monotonic())

    def _alone(self, silent_s: float) -> None:
        if (
            silent_s > GONE_AFTER_S
            and self.primary.answers()
            and self.primary.ask("SHOW synchronous_standby_names")[0][0]
        ):
            self.primary.waits_for("")
            self.happened.append((time.monotonic(), "the standby is not waited for"))

    def _fail_over(self) -> None:
        if not self.standby.answers():
            return
        self.primary.kill()  # whatever is left of it: two primaries would be worse than none
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary
        self.happened.append((time.monotonic(), "the standby is primary"))
