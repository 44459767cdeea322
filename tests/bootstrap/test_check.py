from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from config.bootstrap import check, machine, steps
from config.bootstrap.check import Outcome, Verdict
from config.bootstrap.environment import ROOT
from config.bootstrap.machine import Missing
from config.bootstrap.steps import Step

pytestmark = pytest.mark.sqlite

GOOD = Outcome("lint", Verdict.PASSED, 0.2, "All checks passed!")
BAD = Outcome("types", Verdict.FAILED, 9.0, "Found 1 error")
AWAY = Outcome("browser", Verdict.NOT_RUN, 0.0, "install Chromium")
PARTLY = Outcome("sqlite", Verdict.PASSED, 3.0, "2 passed, 1 skipped", ("SKIPPED [1] tests/test_a.py:3: no font",))


class TestSummary:
    def test_ends_with_the_two_numbers(self) -> None:
        assert check.summary([GOOD, BAD], [], strict=False).splitlines()[-1] == "1 passed, 1 failed"

    def test_names_what_did_not_run_in_its_last_lines(self) -> None:
        *_, named, numbers = check.summary([GOOD, AWAY], [], strict=False).splitlines()

        assert named == "Not run here: browser (install Chromium)"
        assert numbers == "1 passed, 0 failed"

    def test_counts_what_did_not_run_as_failed_in_ci(self) -> None:
        *_, why, numbers = check.summary([GOOD, AWAY], [], strict=True).splitlines()

        assert why == "CI=true: each of these counts as failed."
        assert numbers == "1 passed, 1 failed"

    def test_names_tests_that_a_step_left_out(self) -> None:
        assert "Left out in sqlite: SKIPPED [1] tests/test_a.py:3: no font" in check.summary([PARTLY], [], strict=False)
        assert check.summary([PARTLY], [], strict=True).endswith("0 passed, 1 failed")

    def test_calls_a_step_that_left_tests_out_incomplete(self) -> None:
        assert "sqlite        incomplete       3.0  2 passed, 1 skipped" in check.summary([PARTLY], [], strict=False)

    def test_names_what_was_not_asked_for(self) -> None:
        assert "Not asked for: browser, js-types" in check.summary([GOOD], ["browser", "js-types"], strict=True)

    def test_lists_every_step_with_its_words(self) -> None:
        table = check.summary([GOOD, BAD], [], strict=False)

        assert "lint          passed           0.2  All checks passed!" in table
        assert "types         failed           9.0  Found 1 error" in table


class TestVerdict:
    @pytest.mark.parametrize(
        ("outcome", "strict", "failed"),
        [
            (GOOD, False, False),
            (GOOD, True, False),
            (BAD, False, True),
            (BAD, True, True),
            (AWAY, False, False),
            (AWAY, True, True),
            (PARTLY, False, False),
            (PARTLY, True, True),
        ],
    )
    def test_is_stricter_in_ci(self, outcome: Outcome, strict: bool, failed: bool) -> None:
        assert outcome.counts_as_failed(strict=strict) is failed

    @pytest.mark.parametrize(("value", "strict"), [("true", True), ("1", True), ("", False), ("false", False)])
    def test_knows_ci_by_its_variable(self, value: str, strict: bool) -> None:
        assert check.in_ci(value) is strict


class TestPerforming:
    def test_a_step_that_succeeds(self, capfd: pytest.CaptureFixture[str]) -> None:
        outcome = check.perform(python_step("print('3 passed in 1s')"))

        assert (outcome.verdict, outcome.words) == (Verdict.PASSED, "3 passed in 1s")
        assert "3 passed in 1s" in capfd.readouterr().out

    def test_a_step_that_fails(self) -> None:
        outcome = check.perform(python_step("raise SystemExit('1 failed')"))

        assert (outcome.verdict, outcome.words) == (Verdict.FAILED, "1 failed")

    def test_a_step_whose_needs_are_missing(self) -> None:
        def around() -> AbstractContextManager[steps.Environment]:
            raise Missing("install it")

        outcome = check.perform(Step("browser", ["true"], around=around))

        assert (outcome.verdict, outcome.words) == (Verdict.NOT_RUN, "install it")

    def test_a_step_whose_program_is_missing(self) -> None:
        assert check.perform(Step("lint", ["/nowhere/ruff"])).verdict is Verdict.FAILED

    def test_a_step_never_sees_the_diary_of_whoever_runs_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DIARY_DATA_DIR", "ana-keeps-it-elsewhere")
        monkeypatch.setenv("DIARY_FLAGS_ENABLED", "no, says ana")
        monkeypatch.setenv("DATABASE_URL", "postgresql://the.practice/diary")
        show = "import os; e = os.environ; print([e[n] for n in e if n.startswith('DIARY_')], repr(e['DATABASE_URL']))"

        words = check.perform(python_step(show, around=steps.sqlite)).words

        assert "ana" not in words
        assert words.endswith(" ''")

    def test_a_given_postgresql_is_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://given/diary")

        with steps.on_postgresql() as env:
            assert env["DATABASE_URL"] == "postgresql://given/diary"


class TestWords:
    def test_of_pytest_are_its_closing_line(self) -> None:
        output = "SKIPPED [2] tests/test_a.py:3: no font\n===== 3 passed, 2 skipped in 0.10s =====\n"

        assert check.closing_words(output) == "3 passed, 2 skipped in 0.10s"
        assert check.skips(output) == ("SKIPPED [2] tests/test_a.py:3: no font",)

    def test_of_node_are_its_counts(self) -> None:
        output = "ℹ tests 4\nℹ suites 1\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 5\n"

        assert check.closing_words(output) == "3 passed, 0 failed, 1 skipped"
        assert check.skips(output) == ("1 JavaScript tests",)

    def test_of_ruff_are_its_number(self) -> None:
        assert check.closing_words("Found 3 errors.\n[*] 1 fixable with `--fix`.\n") == "Found 3 errors."

    def test_of_a_silent_tool(self) -> None:
        assert check.closing_words("") == "nothing to say"


class TestChoosing:
    def test_fast_is_python_without_other_programs(self) -> None:
        chosen, left_out = check.choose(check.read(["--fast"]))

        assert "sqlite" in names(chosen)
        assert left_out == ["js-types", "js-tests", "postgresql", "browser"]

    def test_only_runs_what_is_named(self) -> None:
        assert names(check.choose(check.read(["--only", "types", "lint"]))[0]) == ["lint", "types"]

    def test_long_adds_the_long_tests(self) -> None:
        def selections(*arguments: str) -> list[str]:
            return [step.command[-1] for step in check.choose(check.read(arguments))[0] if "pytest" in step.command]

        assert all("not long" in selection for selection in selections())
        assert len(selections("--long")) == len(selections()) == 3
        assert not any("long" in selection for selection in selections("--long"))

    def test_long_alone_tries_the_mutants(self) -> None:
        assert "mutants" in names(check.choose(check.read(["--long"]))[0])
        assert names(check.choose(check.read(["--long", "--only", "mutants"]))[0]) == ["mutants"]
        assert "mutants" not in names(check.choose(check.read([]))[0])

    @pytest.mark.parametrize("more", [[], ["--fast"]])
    def test_mutants_without_long_are_refused(self, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            check.read([*more, "--only", "mutants"])

        assert "mutants: only with --long" in capsys.readouterr().err

    def test_every_test_runs_in_some_step(self) -> None:
        """Whatever marks a test has, one of the three selections of --long takes it."""
        expressions = [s.command[-1] for s in steps.all_steps(long=True) if "pytest" in s.command]
        marks = ("browser", "sqlite", "postgresql", "long")
        for bits in range(2 ** len(marks)):
            worn = {mark: bool(bits >> place & 1) for place, mark in enumerate(marks)}
            contradiction = worn["sqlite"] and worn["postgresql"]
            assert contradiction or any(eval(expression, {}, worn) for expression in expressions), worn

    def test_unknown_name_is_refused(self) -> None:
        with pytest.raises(SystemExit):
            check.read(["--only", "everything"])

    def test_finds_every_javascript_test(self) -> None:
        found = subprocess.run(
            ["grep", "-rl", "node:test", "tests/phone"], cwd=ROOT, capture_output=True, text=True, check=False
        )

        assert set(found.stdout.split()) <= set(steps.js_tests())


class TestNeeds:
    def test_old_node_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for program in ("node", "npm"):
            (tmp_path / program).write_text("#!/bin/sh\necho v18.19.0\n")
            (tmp_path / program).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(Missing, match=r"install Node\.js 20 or newer"):
            machine.node()

    def test_missing_git_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(Missing, match="install git"), steps.clone():
            pass

    def test_missing_chromium_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv("CHROMIUM", raising=False)

        with pytest.raises(Missing, match="install Chromium"):
            machine.chromium()

    def test_chromium_is_where_the_variable_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CHROMIUM", "/opt/chromium")

        assert machine.chromium() == "/opt/chromium"


class TestStopping:
    def test_ends_the_step_under_way(self) -> None:
        code = f"""
from config.bootstrap import check, children, steps
children.stop_on_signals()
sleeper = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
check.perform(steps.Step("sleep", [{sys.executable!r}, "-c", sleeper]))
"""
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            sleeper = next(int(line) for line in process.stdout or () if line.strip().isdigit())

            process.send_signal(signal.SIGTERM)

        with pytest.raises(ProcessLookupError):
            os.kill(sleeper, 0)


def python_step(code: str, *, around: steps.Around = steps.nothing) -> Step:
    return Step("step", [sys.executable, "-c", code], around=around)


def names(chosen: list[Step]) -> list[str]:
    return [step.name for step in chosen]
