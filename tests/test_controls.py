"""docs/controls.md: every control and every bad input has a row, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.api.test_bad_input import TABLE

pytestmark = pytest.mark.either  # what either database answers alike

ROOT: Final = Path(__file__).resolve().parents[1]
CASE: Final = "bad-input: "
# How many each part has: of A to P every second one was given, and the others are as many again.
INPUTS: Final = {"A": 24, "B": 18, "C": 14, "D": 20, "E": 18, "F": 16, "P": 16, "W": 24}
CONTROLS: Final = 30
_ROW: Final = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)


def rows() -> dict[str, dict[str, tuple[str, list[str]]]]:
    """Return of each heading its rows: what is said of each id, and what proves it."""
    parts = re.split(r"^#{2,3} (.+)$", (ROOT / "docs" / "controls.md").read_text(), flags=re.MULTILINE)
    return {
        heading: {id: (words, re.findall(r"`([^`]+)`", proofs)) for id, words, proofs in _ROW.findall(text)}
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def ids_of(text: str) -> list[str]:
    return [id for id, _, _ in _ROW.findall(text)]


class TestRows:
    def test_name_every_control_once_in_order(self) -> None:
        told = (ROOT / "docs" / "controls.md").read_text().partition("## Bad input")[0]

        assert ids_of(told) == [f"C{number}" for number in range(1, CONTROLS + 1)]

    @pytest.mark.parametrize("letter", INPUTS)
    def test_name_every_bad_input_once_in_order(self, letter: str) -> None:
        (part,) = (part for heading, part in rows().items() if heading.startswith(f"{letter}. "))

        assert list(part) == [f"{letter}{number}" for number in range(1, INPUTS[letter] + 1)]

    def test_say_something_and_are_proved(self) -> None:
        told = [(id, row) for part in rows().values() for id, row in part.items()]

        assert len(told) == CONTROLS + sum(INPUTS.values())
        assert [id for id, (words, proofs) in told if len(words) < 10 or not proofs] == []


def proofs() -> Iterator[str]:
    yield from sorted({proof for part in rows().values() for _, named in part.values() for proof in named})


class TestProofs:
    def test_exist(self) -> None:
        assert len(list(proofs())) > 300
        assert [proof for proof in proofs() if not exists(proof)] == []

    def test_that_do_not_exist_are_noticed(self) -> None:
        made_up = (
            "tests/test_doors.py::TestTable::test_nothing", "tests/test_doors.py::TestNothing::test_exist",
            "tests/nowhere.py::test_exist", "bad-input: texts: nothing", "bad-input: nothing: nothing",
            "tests/phone/sync.test.js::the store::eats everything", "tests/test_controls.py::exists",
            "tests/phone/sync.test.js::nothing::writes all of it or nothing",
        )  # fmt: skip

        assert [proof for proof in made_up if exists(proof)] == []


def exists(proof: str) -> bool:
    """Say whether there is such a test, or such a case of the table of bad input."""
    if proof.startswith(CASE):
        section, _, name = proof.removeprefix(CASE).partition(": ")
        return name in TABLE.get(section, {})
    path, *names = proof.split("::")
    if not (ROOT / path).is_file():
        return False
    return names in (named_in_python(path) if path.endswith(".py") else named_in_javascript(path))


@cache
def named_in_python(path: str) -> list[list[str]]:
    """Return the tests of a module, by class and name."""
    found = []
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.append([node.name])
        elif isinstance(node, ast.ClassDef):
            found += [[node.name, one.name] for one in node.body if isinstance(one, ast.FunctionDef)]
    return [names for names in found if names[-1].startswith("test_")]


@cache
def named_in_javascript(path: str) -> list[list[str]]:
    """Return the tests of a script, by group and name."""
    found, group = [], ""
    for kind, name in re.findall(r'^\s*(describe|test)\("([^"]+)"', (ROOT / path).read_text(), re.MULTILINE):
        if kind == "describe":
            group = name
        else:
            found.append([group, name])
    return found
