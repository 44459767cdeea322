"""The project's virtual environment: made once, filled from a lock file with hashes, known by a stamp."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.bootstrap import children
from config.bootstrap.console import Step, Trouble, step

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
# The development lock holds every pin of the runtime lock (tests/bootstrap checks it), so it satisfies both.
CONTAINS = {RUNTIME: (RUNTIME,), DEVELOPMENT: (DEVELOPMENT, RUNTIME)}
PYTHON_VERSION = "{}.{}".format(*sys.version_info)

PACKAGE_SEEN = re.compile(r"(Collecting|Processing|Requirement already satisfied)\b")
FILES_CHANGE = re.compile(r"(Installing collected packages|Resolved|Prepared)\b")  # pip's words, then uv's
NO_INDEX = re.compile(
    r"connection|failed to fetch|error sending request|name resolution|timed out|certificate|from versions: none",
    re.IGNORECASE,
)


def python(root: Path = ROOT) -> str:
    return str(root / ".venv" / "bin" / "python")


def prepare(lock: str, *, root: Path = ROOT) -> str:
    """Make sure that `.venv` holds what `lock` names; return its Python. Costs nothing when it already does."""
    if not satisfied(lock, root=root):
        with _alone(root):  # a second ./run or ./test waits here instead of installing into the same folder
            if not satisfied(lock, root=root):
                _make(root)
                _install(lock, root)
    return python(root)


def satisfied(lock: str, *, root: Path = ROOT) -> bool:
    return _usable(root) and digest(root / lock) in _stamp(root).split()


def digest(lock: Path) -> str:
    """Name the content of `lock` on this version of Python: another version needs other wheels."""
    return hashlib.sha256(lock.read_bytes() + PYTHON_VERSION.encode()).hexdigest()


def installer(root: Path = ROOT) -> list[str]:
    """Return the command that installs: uv if it is on PATH, else pip. Which index they ask is their own setting."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python(root)]
    # --no-compile: Python compiles what it imports, the rest is never needed. Saves a third of the time.
    quiet = ["--disable-pip-version-check", "--no-input", "--no-compile", "--progress-bar", "off", "--retries", "2"]
    return [python(root), "-m", "pip", "install", *quiet]


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    with (root / RUNTIME).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stamp_file(root: Path) -> Path:
    return root / ".venv" / "installed-locks"


def _unfinished(root: Path) -> Path:
    """Return the marker that stands while packages are being written: found later, they cannot be trusted."""
    return root / ".venv" / "installation-unfinished"


def _stamp(root: Path) -> str:
    return _stamp_file(root).read_text() if _stamp_file(root).exists() else ""


def _usable(root: Path) -> bool:
    packages = root / ".venv" / "lib" / f"python{PYTHON_VERSION}" / "site-packages"
    return Path(python(root)).exists() and packages.is_dir() and not _unfinished(root).exists()


def _make(root: Path) -> None:
    if _usable(root):
        return
    if not shutil.which("uv") and not importlib.util.find_spec("ensurepip"):
        raise Trouble("This Python cannot make virtual environments: install python3-venv (or uv), then start again.")
    with step("Virtual environment"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", root / ".venv"], check=True)


def _install(lock: str, root: Path) -> None:
    command = installer(root)
    log = root / ".venv" / "install.log"
    with step("Packages (pip)" if "-m" in command else "Packages (uv)") as progress:
        if "-m" in command:
            _add_pip(root, log)
        listener = _Listener(progress, _unfinished(root), total=len(pins(root / lock)))
        code, last = children.follow([*command, "--require-hashes", "-r", str(root / lock)], log=log, hear=listener)
        if code:
            raise _failure(code, last, log, root)
        progress.state = ""
    _unfinished(root).unlink(missing_ok=True)
    _stamp_file(root).write_text("\n".join(digest(root / name) for name in CONTAINS[lock]))


def pins(lock: Path) -> list[str]:
    """Return the `name==version` of every package that `lock` names, those of other platforms too."""
    return re.findall(r"^[^\s#]+==\S+", lock.read_text(), re.MULTILINE)


class _Listener:
    """Hears the tool's lines: how far it is, and when it begins to change files."""

    def __init__(self, progress: Step, unfinished: Path, *, total: int) -> None:
        self._progress, self._unfinished, self._total, self._seen = progress, unfinished, total, 0

    def __call__(self, line: str) -> None:
        if FILES_CHANGE.match(line):
            self._unfinished.touch()
            self._progress.state = "installing"
        elif PACKAGE_SEEN.match(line):
            self._seen += 1
            self._progress.state = f"{self._seen} of about {self._total}"


def _add_pip(root: Path, log: Path) -> None:
    if any((root / ".venv" / "lib").glob("python*/site-packages/pip")):
        return
    code, _ = children.follow([python(root), "-m", "ensurepip"], log=log)
    if code:
        raise Trouble(f"pip could not be added to .venv; details are in {log}.")


def _failure(code: int, last: str, log: Path, root: Path) -> Trouble:
    if not NO_INDEX.search(last):
        return Trouble(f"The packages could not be installed (exit code {code}); details are in {log}.")
    _unfinished(root).unlink(missing_ok=True)  # both tools download everything before they change anything
    return Trouble(
        "The packages could not be downloaded, because no package index answered;"
        f" check the network and start again (details are in {log})."
    )
