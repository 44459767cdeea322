"""The serial t-test against Student's, the paper's closed form, its own symmetries and simulated days."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from reports.analysis.refusals import AlwaysTheSame, TooFew
from reports.analysis.serial_t_test import SerialChange, serial_t_test
from reports.simulate.series import generator, remembering

DAYS = arrays(float, 24, elements=st.integers(0, 600).map(float))
ANY_DAYS = arrays(float, 20, elements=st.one_of(st.floats(-1e9, 1e9, width=32), st.just(math.nan), st.just(7.0)))
RUNS = 400
ERROR = 0.011  # of a share of 5 % in 400 runs


def told(before, after) -> SerialChange | None:
    answer = serial_t_test(before, after)
    return answer if isinstance(answer, SerialChange) else None


def change(before, after) -> SerialChange:
    answer = serial_t_test(np.array(before, dtype=float), np.array(after, dtype=float))
    assert isinstance(answer, SerialChange), answer
    return answer


def numbers(one: SerialChange) -> list[float]:
    return [one.change.value, one.change.low, one.change.high, one.p, one.degrees_of_freedom]


def falsely_clear(days, memory, *, missing=0.0):
    """Return how often a change is clear where there is none, and how often Student's test says so."""
    chance = generator("serial t-test", days, str(memory), str(missing))
    series = remembering(chance, RUNS, 2 * days, memory)
    student = stats.ttest_ind(series[:, :days], series[:, days:], axis=1).pvalue
    series[chance.random(series.shape) < missing] = np.nan
    words = [one.word if (one := told(row[:days], row[days:])) else "refused" for row in series]
    return words.count("clear") / RUNS, float((student <= 0.05).mean())


class TestFormula:
    def test_is_the_test_of_student_where_a_day_says_nothing_of_the_next(self):
        before, after = [5, 9, 4, 8, 6, 9, 3, 8, 5, 7, 4], [9, 5, 8, 7, 10, 6, 9, 5, 10, 6]
        one, student = change(before, after), stats.ttest_ind(after, before)
        limits = student.confidence_interval()

        assert one.memory == 0
        assert one.p == pytest.approx(student.pvalue)
        assert one.degrees_of_freedom == pytest.approx(19)
        assert (one.change.low, one.change.high) == pytest.approx((limits.low, limits.high))

    def test_has_the_standard_error_and_freedom_of_the_paper(self):
        before, after = remembering(generator("paper"), 2, 40, 0.5)
        one, n = change(before, after), 40
        rho = one.memory
        # The closed forms in Tang and Landes's program: c, b and the effective sample size of one side.
        c = (n + 2 * rho ** (n + 1) - n * rho**2 - 2 * rho) / (n**2 * (rho - 1) ** 2)
        b = (n - n * c) / (n - 1)
        spread = math.sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
        by_hand = stats.t(2 / c - 2, after.mean() - before.mean(), spread * math.sqrt(2 * c / b))

        assert 0.3 < rho < 0.8
        assert one.degrees_of_freedom == pytest.approx(2 / c - 2)
        assert (one.change.low, one.change.high) == pytest.approx((by_hand.ppf(0.025), by_hand.ppf(0.975)))

    def test_takes_the_bias_off_the_memory(self):
        before, after = remembering(generator("bias"), 2, 30, 0.6)
        residuals = [before - before.mean(), after - after.mean()]
        r = sum(one[1:] @ one[:-1] for one in residuals) / sum(one @ one for one in residuals)

        assert change(before, after).memory == pytest.approx((30 * r + 1) / 26)

    def test_leaves_days_that_are_not_known_at_their_distance(self):
        before, after = remembering(generator("gaps"), 2, 60, 0.6)
        before[[5, 6, 7, 20, 41]] = np.nan
        one = change(before, after)
        dates = np.flatnonzero(~np.isnan(before))
        worth = [1 / (one.memory ** np.abs(np.subtract.outer(side, side))).mean() for side in (dates, np.arange(60))]

        assert one.days == (55, 60)
        assert one.degrees_of_freedom == pytest.approx(sum(worth) - 2)


class TestSymmetry:
    @given(DAYS, DAYS)
    def test_turned_round_is_the_opposite(self, before, after):
        one, other = told(before, after), told(after, before)

        assert (one is None) == (other is None)
        if one and other:
            assert other.change.low == pytest.approx(-one.change.high, rel=1e-6, abs=1e-6)
            assert other.p == pytest.approx(one.p)

    @given(DAYS, DAYS)
    def test_in_hours_is_that_in_minutes(self, before, after):
        minutes, hours = told(before, after), told(before / 60 + 8, after / 60 + 8)

        if minutes and hours:
            assert hours.change.high == pytest.approx(minutes.change.high / 60, rel=1e-6, abs=1e-6)
            assert hours.p == pytest.approx(minutes.p, abs=1e-6)

    @given(DAYS, DAYS)
    def test_does_not_depend_on_silent_days_around(self, before, after):
        silent = np.full(9, np.nan)
        one, other = told(before, after), told(np.append(silent, before), np.append(after, silent))

        assert (one is None) == (other is None)
        if one and other:
            assert numbers(other) == pytest.approx(numbers(one))


class TestRefusal:
    def test_names_too_few_known_days(self):
        assert serial_t_test(np.arange(9.0), np.arange(30.0)) == TooFew("known days", 9, 10)
        assert serial_t_test(np.full(30, np.nan), np.arange(30.0)) == TooFew("known days", 0, 10)
        assert serial_t_test(np.array([]), np.array([])) == TooFew("known days", 0, 10)

    def test_names_too_few_neighbours(self):
        every_other = np.array([5.0, math.nan, 6.0, math.nan] * 8)

        assert serial_t_test(np.arange(30.0) % 4, every_other) == TooFew("neighbouring days", 0, 5)

    def test_names_days_that_hang_together_too_closely(self):
        rise = np.arange(20.0)

        assert serial_t_test(rise, rise + 5) == TooFew("independent days", 2, 4)

    def test_names_values_that_are_always_the_same(self):
        assert serial_t_test(np.full(20, 420.0), np.full(20, 480.0)) == AlwaysTheSame("values")

    def test_is_not_needed_where_one_side_is_always_the_same(self):
        one = change([420.0] * 20, [410.0, 450.0, 400.0, 440.0] * 5)

        assert one.change.value == pytest.approx(5)
        assert one.word == "can't tell"

    def test_of_values_that_cannot_be(self):
        with pytest.raises(ValueError, match="finite"):
            serial_t_test(np.full(20, math.inf), np.arange(20.0))
        with pytest.raises(ValueError, match="one value for each day"):
            serial_t_test(np.ones((2, 20)), np.arange(20.0))

    @settings(max_examples=200)
    @given(ANY_DAYS, ANY_DAYS)
    def test_or_an_answer_of_finite_numbers_is_given_for_any_diary(self, before, after):
        one = told(before, after)

        assert one is None or all(map(math.isfinite, numbers(one)))


class TestSimulatedDays:
    @pytest.mark.parametrize(
        ("days", "memory", "missing"), [(10, 0.0, 0.0), (30, 0.0, 0.0), (30, 0.3, 0.0), (60, 0.6, 0.0), (60, 0.6, 0.3)]
    )
    def test_without_a_change_are_clear_in_five_percent(self, days, memory, missing):
        assert falsely_clear(days, memory, missing=missing)[0] <= 0.05 + 3 * ERROR

    def test_that_remember_mislead_the_test_of_student(self):
        ours, student = falsely_clear(30, 0.6)

        assert ours <= 0.05 + 3 * ERROR
        assert student == pytest.approx(0.33, abs=0.07)

    def test_with_a_change_of_one_standard_deviation_are_clear_as_often_as_we_say(self):
        series = remembering(generator("serial t-test", "power"), RUNS, 60, 0.3)
        words = [one.word if (one := told(row[:30], row[30:] + 1)) else "refused" for row in series]

        assert words.count("clear") / RUNS == pytest.approx(0.75, abs=0.065)
