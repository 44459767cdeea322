"""`./run`: from a bare machine to a diary served on 127.0.0.1, and back without a trace but the data."""

from __future__ import annotations

import argparse
import errno
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.bootstrap import children, environment, first_start, static_files
from config.bootstrap.console import Trouble, step

LAST_PORT = 65_535
HOST = "127.0.0.1"  # this machine only: ./run has no HTTPS, so nobody else may reach it
READY_S = 60.0
PAGES = (
    ("Diary (phone client)", "/"),
    ("Clinic", "/clinic/"),
    ("API, described", "/api/v1/docs/"),
    ("New account", "/accounts/signup/"),
)
PRIVATE = 0o077  # umask: what a diary writes is for its owner

GUNICORN = (
    *("-m", "gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn"),
    *("--graceful-timeout", "3", "--log-level", "warning"),
)


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    port: int
    data: Path
    empty: bool


def main(arguments: Sequence[str] | None = None) -> int:
    options = read(arguments)
    children.stop_on_signals()
    try:
        refuse_taken_port(options.port)
        serve(options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. Your data is in {options.data}", flush=True)
    return 0


def read(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="./run", description="Serve Twitch Diary on this machine.")
    parser.add_argument("--empty", action="store_true", help="do not fill a new diary with the demo")
    parser.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument("--data", default=".data", metavar="DIR", help="where the data is kept (default .data)")
    asked = parser.parse_args(arguments)
    return Options(asked.port, (environment.ROOT / asked.data).resolve(), asked.empty)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def refuse_taken_port(port: int) -> None:
    """Say it before anything is installed, not after a minute."""
    try:
        _bind(port)
    except OSError as error:
        if error.errno == errno.EACCES:
            raise Trouble(f"Port {port} is reserved for the administrator; choose one above 1023.") from None
        raise Trouble(f"Port {port} is taken by another program; try ./run --port {_free_port_after(port)}") from None


def _bind(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left by ./run is free
        probe.bind((HOST, port))


def _free_port_after(port: int) -> int:
    for other in range(port + 1, min(port + 100, LAST_PORT + 1)):
        try:
            _bind(other)
        except OSError:
            continue
        return other
    return 8001


def serve(options: Options) -> None:
    print("Twitch Diary", flush=True)
    python = environment.prepare(environment.RUNTIME)
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    manage = Manage(python, server_environment(options.data, os.environ), options.data / "start.log")
    manage.log.unlink(missing_ok=True)
    demo = first_start.Demo(options.data)
    demo.decide(wanted=not options.empty)
    fill(manage, demo, options.data)
    with server(manage, options.port) as process:
        greet(options, sign_ins(manage) if demo.is_there else None)
        process.wait()
        raise Trouble(f"The server ended by itself (exit code {process.returncode}); its last words are above.")


def fill(manage: Manage, demo: first_start.Demo, data: Path) -> None:
    """Bring database, static files and demo to what this version needs."""
    manage("Database", "migrate", "--noinput")
    if not static_files.are_collected(data):
        manage("Static files", "collectstatic", "--noinput")
        static_files.stamp(data)
    if demo.is_due:
        manage("Demo diaries", "demo")
        demo.note_made()


def server_environment(data: Path, outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the local server: always the SQLite file in `data`, never another database."""
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DIARY_DATA_DIR": str(data)}
    return {name: value for name, value in outer.items() if name != "DATABASE_URL"} | ours


@dataclass(frozen=True)
class Manage:
    """Runs `manage.py`: a line with its seconds on the screen, its words in the log."""

    python: str
    env: Mapping[str, str]
    log: Path

    def __call__(self, name: str, *arguments: str) -> None:
        with step(name):
            self.say(*arguments)

    def say(self, *arguments: str) -> str:
        """Run it and return its last lines."""
        command = [self.python, "manage.py", *arguments]
        code, last = children.follow(command, log=self.log, env=self.env, cwd=environment.ROOT, umask=PRIVATE)
        if code:
            words = (last.strip().splitlines() or ["it said nothing"])[-1]
            raise Trouble(f"manage.py {arguments[0]} failed: {words} (details are in {self.log})")
        return last


@contextmanager
def server(manage: Manage, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve while the block runs. The block begins once the server answers."""
    command = [manage.python, *GUNICORN, "--bind", f"{HOST}:{port}"]
    with children.running(command, env=manage.env, cwd=environment.ROOT, umask=PRIVATE) as process:
        with step("Server"):
            wait_until_ready(process, port)
        yield process


def wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    last_moment = time.monotonic() + READY_S
    while not is_ready(port):
        if process.poll() is not None:
            raise Trouble(f"The server could not start (exit code {process.returncode}); its last words are above.")
        if time.monotonic() > last_moment:
            raise Trouble(f"The server did not answer on port {port} within {READY_S:.0f} seconds.")
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)  # no proxy in between, whatever the environment
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def sign_ins(manage: Manage) -> str:
    return manage.say("demo", "--sign-ins").rstrip()


def greet(options: Options, demo: str | None) -> None:
    url = f"http://{HOST}:{options.port}"
    lines = ["", "Twitch Diary is running.", ""]
    lines += [f"  {what:<22}{url}{path}" for what, path in PAGES]
    if demo is not None:
        lines += ["", "Demo sign-ins (name, password, what it shows)", "", *(f"  {line}" for line in demo.splitlines())]
    lines += ["", f"Your data is in {options.data}", "Ctrl-C stops the server."]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
