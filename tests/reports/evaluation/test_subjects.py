"""Each subject yields the figures it promises, the same ones each time, and says how far it is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from reports.evaluation import association, change_point, cycles, hours, rates, rising, silence
from reports.evaluation.diaries import after, days_of, known
from reports.evaluation.measured import Measured
from reports.evaluation.subjects import BY_NAME, SUBJECTS
from reports.simulate.conditions import CONDITIONS

pytestmark = pytest.mark.long  # the evaluation as a whole: a quarter of a minute, and no page waits for it

RUNS = {"runs": 4, "people": 1}


def told(name: str, size: int, seed: int = 1) -> tuple[list[Measured], int]:
    """Return the figures, and how often it was said that a diary is done."""
    calls = []
    figures = list(BY_NAME[name].measure(size, seed=seed, done=lambda: calls.append(1)))
    return figures, len(calls)


@cache
def few(name: str) -> list[Measured]:
    """Return the figures of four runs, or of one person a condition."""
    return told(name, RUNS[BY_NAME[name].counted_in])[0]


def rows(name: str, measure: str) -> list[Measured]:
    return [one for one in few(name) if one.measure == measure]


@pytest.mark.parametrize("name", BY_NAME)
class TestEverySubject:
    def test_yields_the_same_figures_again_and_others_of_another_seed(self, name):
        size = RUNS[BY_NAME[name].counted_in]

        assert told(name, size)[0] == few(name)
        assert any(told(name, size, seed=seed)[0] != few(name) for seed in range(2, 6))

    @pytest.mark.parametrize("size", [1, 2])
    def test_says_beforehand_how_many_diaries_there_will_be(self, name, size):
        figures, calls = told(name, size)

        assert calls == BY_NAME[name].steps(size)
        assert [label(one) for one in figures] == [label(one) for one in few(name)]  # the same rows, whatever is drawn

    def test_names_each_figure_once_and_in_finite_numbers(self, name):
        labels = [label(one) for one in few(name)]

        assert len(set(labels)) == len(labels)
        assert not any("|" in cell for one in labels for cell in one)
        assert all(
            np.isfinite([value for value in (one.value, one.error) if value is not None]).all() for one in few(name)
        )


def label(one: Measured) -> tuple[str, str, str]:
    return one.method, one.scenario, one.measure


class TestAssociation:
    def test_has_the_error_of_four_ways_to_look_in_all_six_scenarios_and_with_gaps(self):
        errors = rows("association", "diaries with a false word")
        six = {
            f"true ratio 1, mood memory {memory}, {pairs} pairs of days"
            for memory in ("0", "0.5", "0.8")
            for pairs in (60, 120)
        }
        by_method = {
            method: {one.scenario for one in errors if one.method == method}
            for method in {one.method for one in errors}
        }

        assert len(by_method) == 4
        assert all(six <= scenarios for scenarios in by_method.values())
        assert sum("30 % missing" in one.scenario for one in errors) == 6
        assert {one.most for one in errors} == {6}

    def test_has_the_power_of_nine_cells_with_the_bars_of_the_paper(self):
        barred = [one.least for one in rows("association", "effect found") if one.least is not None]

        assert barred == [18, 43, 63, 36, 80, 93, 56, 92, 100]

    def test_has_the_coverage_of_each_single_comparison(self):
        limits = rows("association", "limits hold the true ratio")

        assert {one.method for one in limits} == {association.ONE_LAG.named}
        assert len(limits) == 6 + 9 + 4
        assert {(one.least, one.most) for one in limits} == {(92, 97)}


class TestRates:
    def test_has_nine_cells_with_errors_coverage_and_power(self):
        assert len(rates.CELLS) == 9
        assert len(rows("rates", "falsely clear")) == 2 * 9
        assert len(rows("rates", "limits hold the true rate")) == 9
        assert len(rows("rates", "clear, and the right way")) == 2 * 9


class TestRising:
    def test_asks_three_rules_in_four_scenarios_and_of_three_rises(self):
        alarms = rows("rising", "false alarms a patient-year")

        assert len(alarms) == 3 * 4
        assert len(rows("rising", "found within 8 weeks")) == len(rows("rising", "median delay")) == 3 * 3
        assert [one.most for one in alarms if one.method == rising.FORTNIGHT_NAMED] == [2.0, 2.2, 1.8, 2.1]

    def test_the_bar_of_a_doubling_binds_the_shipped_rule(self):
        doubled = [
            one for one in rows("rising", "found within 8 weeks") if one.scenario.startswith("the rate times 2,")
        ]

        assert {one.method: one.least for one in doubled} == dict.fromkeys(rising.RULES) | {rising.FORTNIGHT_NAMED: 86}


class TestChangePoint:
    def test_has_nine_cells_without_a_change_and_ten_with_one(self):
        claims = rows("change_point", "a change is claimed")

        assert [one.most for one in claims] == [6] * 9 + [None] * 10
        assert len(rows("change_point", "within 10 days where claimed")) == 10
        assert len(change_point.CELLS) == 19


class TestHours:
    def test_has_even_hours_and_peaks(self):
        assert len(rows("hours", "falsely clear")) == 4
        assert len(rows("hours", "peak within 1 h")) == len(rows("hours", "limits hold the peak where told")) == 4

    @pytest.mark.parametrize(("minute", "peak", "later"), [(30, 1410, 60), (1410, 30, -60), (600, 600, 0)])
    def test_a_time_past_midnight_is_later_than_the_evening(self, minute, peak, later):
        assert hours._apart(minute, peak) == later


class TestCycles:
    def test_has_the_coverage_of_each_window(self):
        limits = rows("cycles", "limits hold the true ratio")

        assert {one.method for one in limits} == {f"window {name}" for name in ("too early", "full", "going", "gone")}
        assert len(limits) == 4 * len(cycles.CELLS)
        assert len(rows("cycles", "within 14 days where told")) == len(cycles.CELLS)


class TestStarts:
    def test_says_what_was_said_beside_what_came(self):
        assert len(rows("starts", "called a bad fortnight by chance")) == 4
        assert len(rows("starts", "of these, the fall that was said")) == 4
        assert len(rows("starts", "of these, the fall that came")) == 4


class TestSilence:
    def test_thirty_percent_missing_as_none_is_seventy_percent_of_the_rate(self):
        rate = {one.method: one.value or 0 for one in told("silence", 400)[0] if one.scenario == silence.AT_RANDOM}

        assert rate[silence.ANSWERED] == pytest.approx(3.0, abs=0.2)
        assert rate[silence.SILENT] == pytest.approx(2.1, abs=0.2)
        assert rate[silence.AS_BAD] > rate[silence.ANSWERED]

    def test_the_error_of_a_change_is_that_of_many_such_changes(self):
        changes = [
            one
            for seed in range(40)
            for one in told("silence", 100, seed)[0]
            if one.scenario == silence.FADING and one.method == silence.SILENT
        ]

        spread = np.std([one.value or 0 for one in changes])
        assert np.mean([one.error or 0 for one in changes]) == pytest.approx(spread, rel=0.3)


class TestFlags:
    def test_has_every_condition_and_the_bars_of_spread(self):
        assert [one.scenario for one in few("flags") if one.method == "S2"] == list(CONDITIONS)
        barred = {(one.scenario, one.least, one.most) for one in few("flags") if one.has_bar}
        assert barred == {("hfs", 90, None), ("benign_lid", None, 1), ("bfs", None, 1), ("tic", None, 1)}


def test_the_subjects_are_those_that_the_page_needs():
    assert [subject.name for subject in SUBJECTS] == [
        "association", "rates", "rising", "change_point", "hours", "cycles", "starts", "silence", "flags",
    ]  # fmt: skip


def test_counts_become_days_and_nan_a_silent_one():
    quiet, silent, bad = days_of([0.0, float("nan"), 3.0])

    assert (quiet.answered, quiet.countable, quiet.twitched, quiet.episodes) == (True, True, False, 0)
    assert (silent.answered, silent.countable) == (False, False)
    assert (bad.day, bad.twitched, bad.episodes) == (after(2), True, 3)
    assert known(np.array([0.0, np.nan, 3.0])) == [0, 3]
