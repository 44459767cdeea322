"""The mutants fit the house as it stands, and whoever tries them tells a test that failed from a mishap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.bootstrap.environment import ROOT
from tests.mutants import run
from tests.mutants.mutant import Mutant, Suite, misfits
from tests.mutants.run import AUTHORISATION, MUTANTS
from tests.mutants.sync import SYNC
from tests.mutants.trial import Answer, Trial, tried

pytestmark = pytest.mark.sqlite

AGE = Mutant(
    name="age-not-asked",
    loss="How old somebody is is not asked: children are let in.",
    file="house.py",
    before="return age >= 18",
    after="return True",
    asked=("test_house.py",),
)
HOUSE = "def is_open(age):\n    return age >= 18\n"
TEST = "import house\n\n\ndef test_children_stay_out():\n    assert not house.is_open(17)\n"


class TestList:
    def test_has_enough_of_each_sort(self) -> None:
        assert len(AUTHORISATION) >= 10
        assert len(SYNC) >= 5

    def test_calls_no_two_alike(self) -> None:
        assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
        assert len({(mutant.file, mutant.before, mutant.after) for mutant in MUTANTS}) == len(MUTANTS)

    def test_says_in_a_sentence_what_would_be_lost(self) -> None:
        assert [mutant.name for mutant in MUTANTS if not mutant.loss.endswith(".")] == []

    def test_fits_the_house_as_it_stands(self) -> None:
        assert misfits(MUTANTS, ROOT) == []

    def test_takes_nothing_away_from_the_tests(self) -> None:
        assert [mutant.name for mutant in MUTANTS if mutant.file.startswith("tests/")] == []

    def test_leaves_sound_python_that_names_nothing_unknown(self, tmp_path: Path) -> None:
        """A mutant that cannot run would be red for no check's sake."""
        for mutant in (mutant for mutant in MUTANTS if mutant.file.endswith(".py")):
            text = mutant.changed((ROOT / mutant.file).read_text())
            (tmp_path / f"{mutant.name}.py").write_text(text)
        found = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "E9,F821,F823", tmp_path],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert found.returncode == 0, found.stdout

    def test_asks_tests_that_there_are(self) -> None:
        unknown = [f"{mutant.name}: {one}" for mutant in MUTANTS for one in mutant.asked if not is_there(one)]

        assert unknown == []


def is_there(asked: str) -> bool:
    """Tell whether there is such a file, and in it such a class and test."""
    file, *names = asked.partition("[")[0].split("::")
    return (ROOT / file).is_file() and (not names or set(names) <= set(defined_in((ROOT / file).read_text())))


def defined_in(source: str) -> Iterator[str]:
    return (node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef | ast.FunctionDef))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house that lets nobody in under eighteen, and its test."""
    (tmp_path / "house.py").write_text(HOUSE)
    (tmp_path / "test_house.py").write_text(TEST)
    return tmp_path


class TestMisfits:
    @pytest.mark.parametrize(("text", "count"), [("def is_open(age): ...\n", 0), (HOUSE + HOUSE, 2)])
    def test_are_told_where_the_house_has_moved_on(self, house: Path, text: str, count: int) -> None:
        (house / "house.py").write_text(text)

        assert misfits([AGE], house) == [
            f"age-not-asked: its text stands {count} times in house.py, not once. Let it remove what stands there now."
        ]

    def test_are_told_where_the_file_is_gone(self, house: Path) -> None:
        (house / "house.py").unlink()

        assert len(misfits([AGE], house)) == 1

    def test_are_none_where_it_stands_once(self, house: Path) -> None:
        assert misfits([AGE], house) == []


class TestTrying:
    def tried(self, house: Path, mutant: Mutant | None) -> Answer:
        ((_, answer),) = tried([Trial(Suite.SQLITE, AGE.asked, mutant)], [house])
        return answer

    def test_tells_who_noticed_and_leaves_the_house_as_it_was(self, house: Path) -> None:
        answer = self.tried(house, AGE)

        assert answer.noticed_by == "test_house.py::test_children_stay_out"
        assert (house / "house.py").read_text() == HOUSE
        assert self.tried(house, None).is_green

    def test_tells_that_nobody_noticed(self, house: Path) -> None:
        answer = self.tried(house, replace(AGE, after="return age > 17.5"))

        assert (answer.noticed_by, answer.is_green) == ("", True)
        assert run.line(AGE, answer).splitlines()[-1].strip() == AGE.loss

    def test_takes_a_house_that_cannot_be_entered_for_no_answer(self, house: Path) -> None:
        answer = self.tried(house, replace(AGE, after="return age >="))

        assert (answer.noticed_by, answer.is_green) == ("", False)
        assert "age-not-asked: ended with 2, and no test failed" in run.line(AGE, answer)


class TestAround:
    """Each run has a data folder of its own, with the tables of the house but where a migration is the mutant."""

    @pytest.mark.parametrize(("file", "has_tables"), [("house.py", True), ("people/migrations/0001_initial.py", False)])
    def test_tables_that_are_made_already_are_taken_along(self, tmp_path: Path, file: str, has_tables: bool) -> None:
        tables = tmp_path / "made.sqlite3"
        tables.write_text("tables")
        trial = Trial(Suite.SQLITE, AGE.asked, replace(AGE, file=file))
        with trial.around(tables) as one, trial.around(tables) as other:
            found = [list(Path(env["DIARY_DATA_DIR"]).iterdir()) for env in (one, other)]

        assert [[path.name for path in some] for some in found] == [["test.sqlite3"] if has_tables else []] * 2
        assert one["DIARY_DATA_DIR"] != other["DIARY_DATA_DIR"]


class TestAnswer:
    @pytest.mark.parametrize(
        ("suite", "code", "words", "noticed_by"),
        [
            (Suite.SQLITE, 1, "FAILED test_a.py::test_b[x y] - assert 1 == 2\n1 failed", "test_a.py::test_b[x y]"),
            (Suite.SQLITE, 1, "ERROR tests/test_a.py::test_b - NameError: name 'x'\n1 error", ""),
            (Suite.SQLITE, 2, "FAILED tests/test_a.py::test_b\n", ""),
            (Suite.SQLITE, None, "FAILED tests/test_a.py::test_b\n", ""),
            (Suite.JAVASCRIPT, 1, "    not ok 2 - keeps the text\nnot ok 1 - a refusal\n", "keeps the text"),
            (Suite.JAVASCRIPT, 1, "not ok 1 - /house/tests/phone/sync.test.js\n", ""),
            (Suite.JAVASCRIPT, 0, "ok 1 - a refusal\n", ""),
        ],
    )  # fmt: skip
    def test_is_a_test_that_failed_and_nothing_else(
        self, suite: Suite, code: int | None, words: str, noticed_by: str
    ) -> None:
        assert Answer(suite, code, words, 1.0).noticed_by == noticed_by

    def test_that_did_not_come_is_told(self) -> None:
        assert "age-not-asked: did not end" in run.line(AGE, Answer(Suite.SQLITE, None, "", 300.0))


class TestWhole:
    def test_asks_each_part_once_and_in_two_shares(self) -> None:
        trials = run.whole([AGE, AGE, replace(AGE, asked=("other.py",)), replace(AGE, asked=("a.test.js",))], shares=2)

        assert [(trial.suite, trial.asked, trial.mutant) for trial in trials] == [
            (Suite.SQLITE, ("test_house.py",), None),
            (Suite.SQLITE, ("other.py",), None),
            (Suite.JAVASCRIPT, ("a.test.js",), None),
        ]


class TestChoosing:
    def test_is_by_name(self) -> None:
        assert [mutant.name for mutant in run.read(["no-row-lock"])] == ["no-row-lock"]
        assert run.read([]) == list(MUTANTS)

    def test_unknown_name_is_refused(self) -> None:
        with pytest.raises(SystemExit):
            run.read(["no-such-mutant"])
