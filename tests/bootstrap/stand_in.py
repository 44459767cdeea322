"""A project in small: the real two commands around a stand-in for Django, so that their manners can be tried fast."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.bootstrap import environment, postgresql

PROJECT = environment.ROOT
PATIENCE_S = 60

MANAGE = """
import os, pathlib, sys, time
data = pathlib.Path(os.environ["DIARY_DATA_DIR"])
with open("calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
if "DATABASE_URL" in os.environ:
    sys.exit("another database")
if sys.argv[1] == "migrate":
    (data / "diary.sqlite3").write_text("tables")
if sys.argv[1] == "collectstatic":
    (data / "static").mkdir(exist_ok=True)
if sys.argv[1:] == ["demo"] and pathlib.Path("demo-is-slow").exists():
    print("filling", flush=True)
    time.sleep(60)
if pathlib.Path("broken").exists() and sys.argv[1] == pathlib.Path("broken").read_text():
    sys.exit("CommandError: it is broken")
if "--sign-ins" in sys.argv:
    print("ana  secret  keeps a diary")
"""
WSGI = """
import pathlib
if pathlib.Path("broken-server").exists():
    raise RuntimeError("cannot be imported")
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"well"]
"""


class StandIn:
    """A folder with `run`, `test`, the bootstrap modules and a manage.py that only notes how it was called."""

    def __init__(self, root: Path) -> None:
        self.root, self.port = root, postgresql.free_port()
        self._started: list[subprocess.Popen[str]] = []
        for name in ("run", "test", environment.RUNTIME, environment.DEVELOPMENT):
            shutil.copy(PROJECT / name, root / name)
        shutil.copytree(PROJECT / "config" / "bootstrap", root / "config" / "bootstrap")
        (root / "config" / "__init__.py").touch()
        (root / "manage.py").write_text(MANAGE)
        (root / "config" / "wsgi.py").write_text(WSGI)
        for name in ("gunicorn.py", "logs.py", "metrics.py"):
            shutil.copy(PROJECT / "config" / name, root / "config" / name)
        (root / "reports").mkdir()
        (root / "reports" / "prepare.py").write_text("def warm():\n    pass\n")
        (root / "config" / "checks.py").write_text("def refuse_unsafe():\n    pass\n")

    def pretend_installed(self) -> None:
        """Borrow the packages of the Python that runs the tests, to read but never to install into."""
        python = Path(environment.python(self.root))
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\n[ "$2" = pip ] && exit 9\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        (self.root / ".venv" / "lib" / f"python{environment.PYTHON_VERSION}" / "site-packages").mkdir(parents=True)
        stamp = "\n".join(environment.digest(self.root / name) for name in environment.CONTAINS[environment.RUNTIME])
        (self.root / ".venv" / "installed-locks").write_text(stamp)

    def start(self, *arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start ./run in a group of its own, its words readable line by line."""
        command = [str(self.root / "run"), "--port", str(self.port), *arguments]
        process = subprocess.Popen(
            command,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"PATH": with_this_python(self.root)} | (env or {}),
        )
        self._started.append(process)
        return process

    def tidy_up(self) -> None:
        """Leave nothing running, whatever the test found."""
        for process in self._started:
            with process:
                process.kill()

    def run_until_served(self, *arguments: str) -> str:
        """Start ./run, press Ctrl-C as soon as it serves, and return all that it said."""
        process = self.start(*arguments)
        said = read_until(process, "Ctrl-C stops")
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, said + rest
        return said + rest

    @property
    def calls(self) -> list[str]:
        """How manage.py was called, in order."""
        path = self.root / "calls"
        return path.read_text().splitlines() if path.exists() else []


def with_this_python(folder: Path) -> str:
    """Return a PATH whose python3 is the Python that runs the tests."""
    shims = folder / "shims"
    shims.mkdir(exist_ok=True)
    if not (shims / "python3").exists():
        (shims / "python3").symlink_to(sys.executable)
    return f"{shims}:{os.environ['PATH']}"


def read_until(process: subprocess.Popen[str], words: str) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"ended without saying {words!r}: {said}")


def is_free(port: int) -> bool:
    """Tell whether nobody listens any more, waiting a little for those who are leaving."""
    last_moment = time.monotonic() + 15
    while time.monotonic() < last_moment:
        if subprocess.run([sys.executable, "-c", TRY_TO_BIND, str(port)], check=False).returncode == 0:
            return True
        time.sleep(0.1)
    return False


TRY_TO_BIND = """
import socket, sys
probe = socket.socket()
probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    probe.bind(("127.0.0.1", int(sys.argv[1])))
except OSError:
    sys.exit(1)
"""
