"""A figure, its error and its bar, and how they are printed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evaluation.measured import Measured, average, markdown, matrix, middle, part, per_years, share, some


def figure(value: float | None, *, least: float | None = None, most: float | None = None, unit: str = "%") -> Measured:
    return Measured(
        method="rule",
        scenario="calm",
        measure="hits",
        value=value,
        error=0.5,
        runs=9,
        least=least,
        most=most,
        unit=unit,
    )


def cells(one: Measured) -> list[str]:
    """Return the cells of the one row."""
    return [cell.strip() for cell in markdown([one]).splitlines()[-1].strip("|").split("|")]


class TestErrors:
    @given(st.integers(2, 1000).flatmap(lambda runs: st.tuples(st.integers(1, runs - 1), st.just(runs))))
    def test_of_a_share_is_that_of_a_binomial(self, seen):
        hits, runs = seen
        value, error = share(hits, runs)

        assert value == pytest.approx(100 * hits / runs)
        assert error == pytest.approx(100 * np.std([1] * hits + [0] * (runs - hits)) / math.sqrt(runs))

    def test_of_none_or_all_is_that_of_one(self):
        _, error_of_one = share(1, 50)

        assert share(0, 50) == pytest.approx((0, error_of_one))
        assert share(50, 50) == pytest.approx((100, error_of_one))

    def test_of_a_count_a_year_is_its_root_and_that_of_one_where_there_is_none(self):
        assert per_years(9, 18) == pytest.approx((0.5, 3 / 18))
        assert per_years(0, 20, per=10) == (0, 0.5)

    def test_of_an_average_is_what_the_runs_differ_by(self):
        one = average("rule", "calm", "a year", [1.0, 2.0, 6.0])

        assert one.value == 3
        assert one.error == pytest.approx(np.std([1, 2, 6], ddof=1) / math.sqrt(3))

    def test_of_a_median_is_how_far_medians_of_other_runs_lie(self):
        chance = np.random.default_rng(1)
        told = [middle("rule", "calm", "delay", list(chance.exponential(size=101))) for _ in range(300)]

        spread = np.std([one.value for one in told if one.value is not None])
        assert np.mean([one.error for one in told if one.error is not None]) == pytest.approx(spread, rel=0.2)


class TestWhatCannotBeTold:
    def test_nothing_is_told_of_no_run(self):
        for one in (part("a", "b", "c", []), average("a", "b", "c", []), middle("a", "b", "c", [])):
            assert (one.value, one.error, one.runs, one.met) == (None, None, 0, None)
            assert cells(one)[3:6] == ["not told", "", "0"]

    def test_one_run_has_a_value_and_no_error(self):
        told = (part("a", "b", "c", [True]), average("a", "b", "c", [3.0]), middle("a", "b", "c", [3.0]))

        assert [(one.value, one.error) for one in told] == [(100, None), (3, None), (3, None)]

    def test_a_median_of_runs_in_which_it_mostly_never_came_is_not_told(self):
        assert middle("a", "b", "c", [1.0, math.inf, math.inf]).value is None
        assert middle("a", "b", "c", [1.0, 2.0, math.inf]).value == 2
        assert middle("a", "b", "c", [1.0, 2.0, math.inf]).error is None

    def test_a_bar_without_a_value_is_neither_met_nor_missed(self):
        assert figure(None, most=6).met is None
        assert cells(figure(None, most=6))[6:] == ["at most 6", "not told"]


class TestBars:
    @pytest.mark.parametrize(
        ("value", "least", "most", "said", "met"),
        [
            (6.0, None, 6, "at most 6", "yes"),
            (6.1, None, 6, "at most 6", "**no**"),
            (86.0, 86, None, "at least 86", "yes"),
            (85.9, 86, None, "at least 86", "**no**"),
            (91.9, 92, 97, "92 to 97", "**no**"),
            (95.0, 92, 97, "92 to 97", "yes"),
            (97.1, 92, 97, "92 to 97", "**no**"),
            (50.0, None, None, "", ""),
        ],
    )
    def test_are_met_up_to_their_own_value(self, value, least, most, said, met):
        assert cells(figure(value, least=least, most=most))[6:] == [said, met]


class TestTables:
    def test_a_row_has_two_digits_below_ten_and_one_from_there_on(self):
        assert cells(figure(9.876)) == ["rule", "calm", "hits", "9.88 %", "0.50", "9", "", ""]
        assert cells(figure(-12.34, unit=""))[3:5] == ["-12.3", "0.5"]

    def test_a_matrix_has_a_row_for_each_scenario_and_a_column_for_each_method(self):
        told = [
            Measured(method=method, scenario=scenario, measure="", value=value, error=0.0, runs=1)
            for scenario, values in {"hfs": (90.4, None), "tic": (0.0, 3.6)}.items()
            for method, value in zip(("S1", "S2"), values, strict=True)
        ]

        assert matrix(told) == "| | S1 | S2 |\n|--|--:|--:|\n| hfs | 90 |  |\n| tic | 0 | 4 |\n"


def test_a_part_of_the_runs_is_at_least_one():
    assert [some(runs, one_in=4) for runs in (1, 7, 8, 4000)] == [1, 1, 2, 1000]
