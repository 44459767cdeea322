"""`manage.py evaluate` prints one page, whole or not at all, and docs/evaluation.md is such a page."""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.evaluation.measured import Measured
from reports.evaluation.page import Section, page
from reports.evaluation.subjects import BY_NAME, SUBJECTS

PAGE = (Path(__file__).parents[3] / "docs/evaluation.md").read_text()
COMMAND = re.compile(r"Made by `manage\.py evaluate --runs (\d+) --people (\d+) --seed (\d+)`; ")
METHOD, SCENARIO, MEASURE, VALUE, ERROR, RUNS, BAR, MET = range(8)


def evaluate(*arguments: str) -> str:
    out = StringIO()
    call_command("evaluate", *arguments, stdout=out)
    return out.getvalue()


@cache
def small() -> str:
    return evaluate("--runs", "4", "--people", "1")


def sections(text: str) -> dict[str, str]:
    """Return the text of each section by its title."""
    return {part.split("\n", 1)[0]: part for part in text.split("\n## ")[1:]}


def tables(text: str) -> list[list[list[str]]]:
    """Return the cells of each table, its head first."""
    found = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    return [[[cell.strip() for cell in row.strip("|").split("|")] for row in one.splitlines()] for one in found]


def figures(text: str) -> list[list[str]]:
    """Return the rows of all tables of figures."""
    return [row for table in tables(text) if table[0][METHOD] == "method" for row in table[2:]]


class TestCommand:
    def test_prints_a_page_with_every_subject_and_how_it_was_made(self):
        assert small().startswith("# What the rules and the numbers are worth\n")
        assert "`manage.py evaluate --runs 4 --people 1 --seed 1`" in small()
        assert list(sections(small())) == ["The bars", *(subject.title for subject in SUBJECTS)]
        assert "Nobody clinical has reviewed them" in small()

    def test_measures_one_subject_alone_as_on_the_whole_page(self):
        alone = evaluate("--runs", "4", "--only", "rising")

        assert "--seed 1 --only rising`" in alone
        assert sections(alone)["Is it rising?"].strip() == sections(small())["Is it rising?"].strip()
        assert len(sections(alone)) == 2

    def test_the_same_arguments_give_the_same_bytes_in_a_file_and_on_the_terminal(self, tmp_path):
        file = tmp_path / "page.md"
        file.write_text("what stood here before")
        said = evaluate("--runs", "4", "--only", "rates", "-o", str(file))

        assert said == ""
        assert file.read_text() == evaluate("--runs", "4", "--only", "rates")
        assert list(tmp_path.iterdir()) == [file]

    def test_another_seed_gives_other_figures(self):
        first, second = (evaluate("--runs", "4", "--only", "rates", "--seed", seed) for seed in ("1", "2"))

        assert figures(first) != figures(second)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--runs", "0"], "0 is not a number from 1 on"),
            (["--runs", "-5"], "-5 is not a number from 1 on"),
            (["--people", "many"], "many is not a number from 1 on"),
            (["--seed", "x"], "invalid int value"),
            (["--only", "triggers"], "invalid choice: 'triggers'"),
        ],
    )
    def test_says_which_argument_is_wrong(self, arguments, said):
        with pytest.raises(CommandError, match=re.escape(said)):
            evaluate(*arguments)

    def test_says_at_once_that_a_file_cannot_be_written(self, tmp_path):
        with pytest.raises(CommandError, match=r"nowhere/page.md cannot be written: No such file"):
            evaluate("-o", str(tmp_path / "nowhere/page.md"))
        with pytest.raises(CommandError, match="cannot be written: it is not a file"):
            evaluate("-o", str(tmp_path))


class TestPage:
    def test_names_each_bar_that_is_not_met_and_counts_the_limits_that_are_too_wide(self):
        told = [bar("kept", 5.0, most=6), bar("broken", 7.0, most=6), bar("wide", 99.0, least=92, most=97)]
        text = page("made so", [Section(BY_NAME["rates"], told)])

        assert "1 of 3 are met. 1 of the others" in text
        assert "  - broken: calm: errors: 7.00 % (s.e. 1.00; bar: at most 6)\n" in text
        assert not {"  - kept", "  - wide"} & set(re.findall(r"^  - \w+", text, re.MULTILINE))

    def test_limits_that_hold_too_little_are_named(self):
        text = page("made so", [Section(BY_NAME["rates"], [bar("narrow", 80.0, least=92, most=97)])])

        assert "  - narrow: calm: errors: 80.0 % (s.e. 1.0; bar: 92 to 97)\n" in text


def bar(method: str, value: float, *, least: float | None = None, most: float | None = None) -> Measured:
    return Measured(
        method=method, scenario="calm", measure="errors", value=value, error=1.0, runs=9, least=least, most=most
    )


class TestPublishedPage:
    """docs/evaluation.md is what the command prints today, but for the figures themselves."""

    def test_was_made_by_the_whole_command_with_as_many_runs_as_it_says(self):
        made = COMMAND.search(PAGE)

        assert made is not None
        assert made.start() < 100
        runs, people, _ = map(int, made.groups())
        assert {int(row[RUNS]) for row in figures(sections(PAGE)["What goes with more episodes"])} == {runs}
        assert max(int(row[RUNS]) for row in figures(sections(PAGE)["The rules over a diary"])) == people

    def test_says_what_the_command_says_today_around_the_figures(self):
        def words(text: str) -> list[str]:
            kept = [line for line in COMMAND.sub("", text).splitlines() if not line.startswith("|")]
            return [re.sub(r"in per cent of \d+:", "", line) for line in kept]

        today, published = sections(small()), sections(PAGE)

        assert words(PAGE.split("\n## ")[0]) == words(small().split("\n## ")[0])
        assert list(published) == list(today)
        for subject in SUBJECTS:
            assert words(published[subject.title]) == words(today[subject.title])

    def test_has_every_row_that_the_command_prints_today(self):
        def named(text: str) -> list[tuple[str, ...]]:
            return [(row[METHOD], row[SCENARIO], row[MEASURE], row[BAR]) for row in figures(text)]

        assert named(PAGE) == named(small())

    def test_has_every_rule_and_condition_of_the_matrix(self):
        today, published = (tables(sections(text)["The rules over a diary"])[1] for text in (small(), PAGE))

        assert published[0] == today[0]
        assert [row[0] for row in published] == [row[0] for row in today]
        assert all(cell.isdecimal() and int(cell) <= 100 for row in published[2:] for cell in row[1:])

    def test_says_of_each_bar_whether_it_is_met(self):
        for row in figures(PAGE):
            assert row[MET] in (("yes", "**no**") if row[BAR] else ("",)), row
            if row[BAR]:
                assert (row[MET] == "yes") in outcomes(row), row

    def test_counts_the_bars_that_are_met(self):
        met = [row[MET] for row in figures(PAGE) if row[BAR]]

        assert f"{met.count('yes')} of {len(met)} are met." in sections(PAGE)["The bars"]


def outcomes(row: list[str]) -> set[bool]:
    """Return whether the printed value meets the bar; both answers where rounding decides."""
    value, digits = float(row[VALUE].split()[0]), len(row[VALUE].split()[0].partition(".")[2])
    limits = [float(one) for one in re.findall(r"[\d.]+", row[BAR])]
    least = limits[0] if not row[BAR].startswith("at most") else float("-inf")
    most = limits[-1] if not row[BAR].startswith("at least") else float("inf")
    return {least <= value + off <= most for off in (-0.5 * 10**-digits, 0.0, 0.5 * 10**-digits)}
