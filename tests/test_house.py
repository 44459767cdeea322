"""The house itself: what its rooms may load, what its locks hold, what its documents promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.either  # what either database answers alike

ROOT = Path(__file__).resolve().parents[1]


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh process has loaded after `statement`."""
    tell = "print(*{name.split('.')[0] for name in sys.modules})"
    code = f"import sys, django; django.setup(); {statement}; {tell}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""},
    )  # fmt: skip
    return set(done.stdout.split())


class TestImports:
    @pytest.mark.parametrize("statement", ["import api.v1.urls", "import config.urls; config.urls.urlpatterns"])
    def test_the_doors_load_nothing_heavy(self, statement: str) -> None:
        assert not loaded_by(statement) & {"matplotlib", "scipy", "typst", "fontTools", "numpy"}


class TestTables:
    @pytest.mark.django_db
    def test_migrations_say_all_that_the_models_say(self) -> None:
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)

    @pytest.mark.django_db
    @pytest.mark.parametrize("table", ["diary_version", "people_opening"])
    def test_append_only_tables_are_guarded(self, table: str) -> None:
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [table])
            guards = {name for (name,) in cursor.fetchall()}
        wanted = ("rows", "all", "places") if connection.vendor == "sqlite" else ("rows", "all")
        assert guards == {f"{table}_keep_{name}" for name in wanted}


class TestTemplates:
    """What a person typed is escaped by the template engine, always: nothing in the house tells it not to."""

    UNESCAPED = re.compile(r"mark_safe|SafeString|SafeText|\|\s*safe(seq)?\b|autoescape\s+off|format_html_join\(")

    def test_mark_nothing_as_safe(self) -> None:
        rooms = ("api", "clinic", "config", "diary", "people", "phone", "reports")
        written = [path for room in rooms for kind in ("*.py", "*.html") for path in (ROOT / room).rglob(kind)]

        assert len(written) > 300
        assert [str(path) for path in written if self.UNESCAPED.search(path.read_text())] == []


class TestContributing:
    def test_quotes_the_code_as_it_stands(self) -> None:
        blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE | re.DOTALL)
        rooms = ("api", "clinic", "config", "diary", "people", "phone", "reports", "tests")
        code = {
            ast.dump(node)
            for room in rooms
            for path in (ROOT / room).rglob("*.py")
            for node in _nodes(path.read_text())
        }

        assert len(blocks) >= 5
        for block in blocks:
            for statement in ast.parse(block).body:
                parts = (
                    statement.body if isinstance(statement, ast.ClassDef) else [statement]
                )  # a class may be an excerpt
                assert {ast.dump(part) for part in parts} <= code, block


def _nodes(source: str) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt))


class TestRequirements:
    @pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
    def test_each_line_says_why_and_stands_in_the_lock(self, name: str) -> None:
        locked = set(re.findall(r"^([A-Za-z0-9_.-]+==\S+)", (ROOT / f"{name}.lock").read_text(), re.MULTILINE))
        for line in (ROOT / f"{name}.txt").read_text().splitlines():
            if line.startswith(("#", "-r")) or not line:
                continue
            match = re.fullmatch(r"([A-Za-z0-9_.-]+)(\[.*\])?==(\S+)\s+# \S.*", line)
            assert match, line
            assert f"{match[1].lower()}=={match[3]}" in locked

    def test_both_locks_agree(self) -> None:
        def pins(name: str) -> set[str]:
            return set(re.findall(r"^([A-Za-z0-9_.-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

        assert pins("requirements.lock") <= pins("requirements-dev.lock")

    @pytest.mark.parametrize(
        "name",
        ["requirements.txt", "requirements-dev.txt", "requirements.lock", "requirements-dev.lock", "package-lock.json"],
    )
    def test_no_registry_has_an_address_here(self, name: str) -> None:
        text = (ROOT / name).read_text()

        assert "index-url" not in text
        assert "find-links" not in text
        assert '"resolved": "http' not in text
