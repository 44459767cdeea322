"""What `./test` checks: each step, its command and what it needs around it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.bootstrap import children, machine, postgresql
from config.bootstrap.environment import ROOT, python

Environment = dict[str, str]
Around = Callable[[], AbstractContextManager[Environment]]
UNSET = ""  # an empty DATABASE_URL means the SQLite file


@contextmanager
def nothing() -> Iterator[Environment]:
    yield {}


@contextmanager
def sqlite() -> Iterator[Environment]:
    """Give it a data folder of its own, so that no check ever touches the diary of whoever runs it."""
    with tempfile.TemporaryDirectory(prefix="diary-check-") as folder:
        yield {"DATABASE_URL": UNSET, "DIARY_DATA_DIR": folder}


@contextmanager
def local() -> Iterator[Environment]:
    with sqlite() as env:
        yield env | {"DJANGO_SETTINGS_MODULE": "config.settings.local"}


@contextmanager
def production() -> Iterator[Environment]:
    with sqlite() as env:
        yield env | {
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DIARY_SECRET_KEY": secrets.token_urlsafe(50),
            "DIARY_ALLOWED_HOSTS": "diary.example.org",
        }


@contextmanager
def on_postgresql() -> Iterator[Environment]:
    given = os.environ.get("DATABASE_URL", "")
    with sqlite() as env:
        if given.startswith("postgres"):
            yield env | {"DATABASE_URL": given}
        else:
            with postgresql.cluster() as url:
                yield env | {"DATABASE_URL": url}


@contextmanager
def chromium() -> Iterator[Environment]:
    with sqlite() as env:
        yield env | {"CHROMIUM": machine.chromium(), "REQUIRE_BROWSER": "1"}


@contextmanager
def node() -> Iterator[Environment]:
    """Node.js and the packages of package-lock.json, which are installed once."""
    stamp, wanted = ROOT / "node_modules" / ".installed-lock", _npm_digest(machine.node())
    if not stamp.exists() or stamp.read_text() != wanted:
        _npm_ci()
        stamp.write_text(wanted)
    yield {}


@contextmanager
def clone() -> Iterator[Environment]:
    """A working tree of git, which tells what belongs to the house."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        raise machine.Missing("install git, and run this in a clone of the repository")
    yield {}


def _npm_digest(node: str) -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + node.encode()).hexdigest()


def _npm_ci() -> None:
    command = [str(shutil.which("npm")), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    code, last = children.follow(command, log=Path(os.devnull), cwd=ROOT)
    if code:
        words = (last.strip().splitlines() or ["it said nothing"])[0]
        raise machine.Missing(f"npm must be able to download the packages of package-lock.json; it said: {words}")


@dataclass(frozen=True)
class Step:
    """One line of the table at the end."""

    name: str
    command: Sequence[str]
    around: Around = nothing
    fast: bool = False


def all_steps(*, long: bool) -> list[Step]:
    """Return every step, in the order in which they run: what fails fastest comes first. Some only `long` runs."""
    run, pytest = [python(), "-m"], [python(), "-m", "pytest", "-q", "-rs"]
    spread = ["-n", str(workers())]
    manage = [python(), "manage.py"]
    also = "" if long else " and not long"
    mutants = [Step("mutants", [*run, "tests.mutants.run"], around=clone)]
    return [
        Step("lint", [*run, "ruff", "check", "."], fast=True),
        Step("format", [*run, "ruff", "format", "--check", "."], fast=True),
        Step("types", [*run, "mypy"], around=local, fast=True),
        Step("contracts", [python(), "-c", LINT_IMPORTS], fast=True),
        Step("docstrings", [*run, "numpydoc", "lint", *analysis()], fast=True),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"], around=local, fast=True),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], around=production, fast=True),
        Step("js-types", [str(ROOT / "node_modules/.bin/tsc"), "-p", "tsconfig.json"], around=node),
        Step("js-tests", ["node", "--test", "--test-reporter=spec", *js_tests()], around=node),
        Step("sqlite", [*pytest, *spread, "-m", f"not browser and not postgresql{also}"], around=sqlite, fast=True),
        Step("postgresql", [*pytest, *spread, "-m", f"not browser and not sqlite{also}"], around=on_postgresql),
        Step("browser", [*pytest, *spread, "-m", f"browser{also}"], around=chromium),
        *(mutants if long else []),
    ]


# lint-imports has no module to run; its script in .venv/bin would name a folder that may have been moved.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def workers() -> int:
    """As many pytest workers as cores, within reason: each makes a database of its own."""
    return max(2, min(8, os.cpu_count() or 2))


def analysis() -> list[str]:
    """Return the modules whose docstrings are papers in small: the numbers."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("reports/analysis/*.py"))


def js_tests() -> list[str]:
    """Return the test files by what they import, so that none is missed by its name. Node 22 takes no folder."""
    scripts = sorted(path for path in (ROOT / "tests" / "phone").rglob("*.*js") if "node:test" in path.read_text())
    none = "tests/phone/any.test.js"  # which Node.js then fails to find: no test at all is not a success
    return [str(path.relative_to(ROOT)) for path in scripts] or [none]
