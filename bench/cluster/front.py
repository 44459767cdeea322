"""What stands before the database: two application servers, nginx, and the worker, with the settings of production."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bench.cluster.servers import Pair
from config.bootstrap import children, machine, postgresql

ROOT: Final = Path(__file__).parents[2]
HOST: Final = "diary.example.org"
READY_S: Final = 60.0
# A request that a server did not answer goes to the other one. The API may be sent anything twice (docs/api.md);
# a page's form may not.
NGINX: Final = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/none;
    uwsgi_temp_path {folder}/none; scgi_temp_path {folder}/none;
    upstream diary {{
        server 127.0.0.1:{one} max_fails=0;
        server 127.0.0.1:{two} max_fails=0;
    }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 201m;
        proxy_http_version 1.1;
        proxy_set_header Host {host};
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto https;
        proxy_read_timeout 300s;
        proxy_connect_timeout 2s;
        location /api/ {{ proxy_pass http://diary; proxy_next_upstream error timeout http_503 non_idempotent; }}
        location / {{ proxy_pass http://diary; }}
    }}
}}
"""


def nginx() -> str:
    """Return the path of nginx, installed through apt if need be and if we may."""
    paths = ("nginx", "/usr/sbin/nginx")
    if not machine.first(paths):
        machine.apt_install("nginx-light")
    if found := machine.first(paths):
        return found
    raise SystemExit("Install nginx (Debian: apt-get install nginx-light).")


class Part:
    """One program of the front, which can be killed and started again."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.command, self.env, self.log = name, command, env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=children.die_with_parent,  # noqa: PLW1509  (it makes one system call)
            )  # fmt: skip

    def end(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait()


class Front:
    """The parts, and their addresses."""

    def __init__(self, folder: Path, pair: Pair) -> None:
        self.folder = folder
        self.port, *self.app_ports = (postgresql.free_port() for _ in range(3))
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("DIARY_", "DJANGO_"))}
        self.env = outer | {
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DIARY_SECRET_KEY": secrets.token_urlsafe(50),
            "DIARY_ALLOWED_HOSTS": HOST,
            "DIARY_PROXY_COUNT": "1",
            "DIARY_DATA_DIR": str(folder),
            "DIARY_RATE_PERSON": "1000000/min",
            "DIARY_LOG_LEVEL": "WARNING",
            "DIARY_TASKS": "database",
            "DATABASE_URL": pair.url(),
            "DIARY_STANDBY_URL": pair.url(prefer="prefer-standby"),
        }
        self.parts = {part.name: part for part in (*self._apps(), self._worker(), self._nginx())}

    def _apps(self) -> Iterator[Part]:
        for name, port in zip(("first", "second"), self.app_ports, strict=True):
            options = ["--config", "python:config.gunicorn", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
            command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", *options]
            yield Part(name, command, self.env, self.folder / f"{name}.log")

    def _worker(self) -> Part:
        # What systemd does with Restart=always: a worker ends when it cannot reach its queue.
        again = f"while :; do '{sys.executable}' manage.py db_worker --verbosity 0; sleep 1; done"
        return Part("worker", ["sh", "-c", again], self.env, self.folder / "worker.log")

    def _nginx(self) -> Part:
        file = self.folder / "nginx.conf"
        one, two = self.app_ports
        file.write_text(NGINX.format(folder=self.folder, one=one, two=two, port=self.port, host=HOST))
        return Part("nginx", [nginx(), "-c", str(file), "-p", str(self.folder)], self.env, self.folder / "nginx.log")

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` and return what it says."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"manage.py {arguments[0]}: {done.stdout[-400:]}{done.stderr[-400:]}")
        return done.stdout

    def last_errors(self) -> str:
        """Return what the application servers logged as errors last."""
        logs = [(self.folder / f"{name}.log").read_text().splitlines() for name in ("first", "second")]
        return "\n".join(line for log in logs for line in [one for one in log if '"ERROR"' in one][-3:])

    @contextmanager
    def serving(self) -> Iterator[Front]:
        try:
            for part in self.parts.values():
                part.start()
            for port in (*self.app_ports, self.port):
                self.wait_for(port)
            yield self
        finally:
            for part in self.parts.values():
                part.end(signal.SIGKILL)

    def wait_for(self, port: int) -> None:
        last_moment = time.monotonic() + READY_S
        while not _is_ready(port):
            if time.monotonic() > last_moment:
                raise SystemExit(f"port {port} does not answer: see the logs in {self.folder}")
            time.sleep(0.1)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": HOST})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
