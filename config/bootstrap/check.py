"""`./test`: everything that can be checked on this machine, and the names of what could not."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from config.bootstrap import children, environment, steps
from config.bootstrap.console import Trouble
from config.bootstrap.machine import Missing
from config.bootstrap.steps import Step

PLAIN = {"NO_COLOR": "1", "PY_COLORS": "0", "PYTHONUNBUFFERED": "1"}
COUNTS = re.compile(r"^\S* ?(pass|fail|skipped|todo|cancelled) (\d+)$", re.MULTILINE)  # how node --test closes
OFFER = re.compile(r"fix(es)? available|fixable with")  # ruff's offer after its number
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
SKIPPED = re.compile(r"^SKIPPED \[\d+\] .*$", re.MULTILINE)


class Verdict(Enum):
    """How a step came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Outcome:
    """One step, afterwards: its verdict, its seconds, its own closing line, and what it left out."""

    name: str
    verdict: Verdict
    seconds: float
    words: str
    skipped: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The verdict in one word; a step that passed by leaving tests out says so."""
        return "incomplete" if self.skipped and self.verdict is Verdict.PASSED else self.verdict.value

    def counts_as_failed(self, *, strict: bool) -> bool:
        """Tell whether it fails the whole: in CI (`strict`) nothing may be left out."""
        left_out = self.verdict is Verdict.NOT_RUN or bool(self.skipped)
        return self.verdict is Verdict.FAILED or (strict and left_out)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = read(arguments)
    children.stop_on_signals()
    try:
        environment.prepare(environment.DEVELOPMENT)
        chosen, left_out = choose(asked)
        outcomes = [perform(step) for step in chosen]
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before the end.", flush=True)
        return 128 + signal.SIGINT
    strict = in_ci(os.environ.get("CI", ""))
    print(summary(outcomes, left_out, strict=strict), flush=True)
    return int(any(outcome.counts_as_failed(strict=strict) for outcome in outcomes))


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [step.name for step in steps.all_steps(long=True)]
    parser = argparse.ArgumentParser(prog="./test", description="Check everything that can be checked here.")
    parser.add_argument("--fast", action="store_true", help="only lint, types, contracts and the tests on SQLite")
    parser.add_argument("--long", action="store_true", help="everything, the tests marked long, and the mutants")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, default=[], help=f"of {', '.join(names)}")
    asked = parser.parse_args(arguments)
    if missing := sorted(set(asked.only) - {step.name for step in steps.all_steps(long=asked.long)}):
        parser.error(f"{', '.join(missing)}: only with --long")
    return asked


def in_ci(value: str) -> bool:
    return value.lower() in ("1", "true", "yes")


def choose(asked: argparse.Namespace) -> tuple[list[Step], list[str]]:
    """Return the steps to run and the names of those that the arguments left out."""
    every = steps.all_steps(long=asked.long)
    chosen = [s for s in every if (s.name in asked.only or not asked.only) and (s.fast or not asked.fast)]
    return chosen, [step.name for step in every if step not in chosen]


def perform(step: Step) -> Outcome:
    """Run one step with what it needs around it, its output passing through to the screen."""
    began = time.monotonic()
    print(f"\n{step.name}\n{'-' * len(step.name)}", flush=True)
    try:
        with step.around() as extra:
            code, output = execute(step, clean(os.environ) | extra)
    except Missing as missing:
        print(f"not run: {missing}", flush=True)
        return Outcome(step.name, Verdict.NOT_RUN, time.monotonic() - began, str(missing))
    except FileNotFoundError as error:
        return Outcome(step.name, Verdict.FAILED, time.monotonic() - began, str(error))
    verdict = Verdict.FAILED if code else Verdict.PASSED
    return Outcome(step.name, verdict, time.monotonic() - began, closing_words(output), skips(output))


def clean(outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what would make the checks depend on whose shell it is."""
    own = ("DIARY_", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS", "FORCE_COLOR")
    return {name: value for name, value in outer.items() if not name.startswith(own)} | PLAIN


def execute(step: Step, env: Mapping[str, str]) -> tuple[int, str]:
    """Run the command, show its output as it comes, and return its exit code and that output."""
    heard = bytearray()
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "cwd": environment.ROOT}
    # SIGINT lets pytest tear its fixtures down: databases, servers, browsers.
    with children.running(step.command, asked=signal.SIGINT, env=env, **streams) as process:
        assert process.stdout is not None
        while chunk := os.read(process.stdout.fileno(), 65_536):
            heard += chunk
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        return process.wait(), ESCAPES.sub("", heard.decode(errors="replace"))


def closing_words(output: str) -> str:
    """Return what a tool says last; of `node --test` its counts, in pytest's form."""
    if counts := dict(COUNTS.findall(output)):
        return f"{counts.get('pass', 0)} passed, {counts.get('fail', 0)} failed, {counts.get('skipped', 0)} skipped"
    lines = [line.strip(" =") for line in output.splitlines() if line.strip(" =") and not OFFER.search(line)]
    return lines[-1][:90] if lines else "nothing to say"


def skips(output: str) -> tuple[str, ...]:
    """Return every test that a step left out: pytest's reasons, or the number that Node.js gives."""
    skipped = dict(COUNTS.findall(output)).get("skipped", "0")
    return tuple(SKIPPED.findall(output)) + ((f"{skipped} JavaScript tests",) if skipped != "0" else ())


def summary(outcomes: Sequence[Outcome], left_out: Sequence[str], *, strict: bool) -> str:
    """Return the last lines: a table, what did not run and why, and the two numbers."""
    lines = ["", f"{'step':<14}{'outcome':<12}{'seconds':>8}  in its own words"]
    lines += [f"{o.name:<14}{o.label:<12}{o.seconds:8.1f}  {o.words}" for o in outcomes]
    lines += ["", *not_run(outcomes, left_out, strict=strict)]
    failed = sum(outcome.counts_as_failed(strict=strict) for outcome in outcomes)
    missing = sum(outcome.verdict is Verdict.NOT_RUN for outcome in outcomes) if not strict else 0
    return "\n".join([*lines, f"{len(outcomes) - failed - missing} passed, {failed} failed"])


def not_run(outcomes: Sequence[Outcome], left_out: Sequence[str], *, strict: bool) -> list[str]:
    lines = [f"Not run here: {o.name} ({o.words})" for o in outcomes if o.verdict is Verdict.NOT_RUN]
    lines += [f"Left out in {o.name}: {skip}" for o in outcomes for skip in o.skipped]
    if lines and strict:
        lines.append("CI=true: each of these counts as failed.")
    if left_out:
        lines.append(f"Not asked for: {', '.join(left_out)}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
