"""The negative binomial CUSUM against its formula, its published run lengths and simulated diaries."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from reports.analysis.cusum import Point, chart, increments, second_opinion
from reports.analysis.refusals import TooFew
from reports.simulate.series import Counting, counts, generator

MEAN, SIZE = np.array([1.17]), np.array([1.47])
QUIET = [1.0, 2.0, 0.0, 1.0, 2.0, 1.0, 0.0]
COUNTS = st.one_of(st.integers(0, 9).map(float), st.just(math.nan), st.just(1e9))


def run_length(threshold: float, *, states: int = 300) -> float:
    """Return the average run length as Brook & Evans do (1972, Biometrika 59, 539): a Markov chain of heights."""
    events = np.arange(150.0)
    chances = np.asarray(stats.nbinom.pmf(events, SIZE, SIZE / (SIZE + MEAN)))
    width = 2 * threshold / (2 * states - 1)
    heights = np.maximum(0, width * np.arange(states)[:, np.newaxis] + increments(events, MEAN, SIZE))
    reached = np.floor(heights / width + 0.5).astype(int)
    moves = np.array(
        [np.bincount(row[row < states], chances[row < states], minlength=states)[:states] for row in reached]
    )
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


def points(days: list[float]) -> list[Point]:
    return [point for point in second_opinion(np.array(days)) if isinstance(point, Point)]


class TestIncrements:
    @given(st.integers(0, 40), st.floats(0.05, 50), st.floats(0.05, 50), st.floats(1.1, 4))
    def test_are_the_log_likelihood_ratio_of_scipy(self, events, mean, size, ratio):
        told = increments(np.array([float(events)]), np.array([mean]), np.array([size]), ratio=ratio)[0]
        usual, raised = (stats.nbinom.logpmf(events, size, size / (size + m)) for m in (mean, ratio * mean))

        assert told == pytest.approx(raised - usual, rel=1e-6, abs=1e-7)

    @pytest.mark.parametrize(("mean", "size", "ratio"), [(0.0, 1.0, 2.0), (1.0, 0.0, 2.0), (1.0, 1.0, 1.0)])
    def test_refuse_laws_that_cannot_be(self, mean, size, ratio):
        with pytest.raises(ValueError, match="more than"):
            increments(np.array([1.0]), np.array([mean]), np.array([size]), ratio=ratio)


class TestRunLengths:
    # Weeks until a false alarm: our first simulations said 82, 243 and 643; the last is too short, the chain says 724.
    @pytest.mark.parametrize(("threshold", "weeks"), [(2.0, 82), (3.0, 243), (4.0, 724)])
    def test_of_the_chain_are_those_of_the_table(self, threshold, weeks):
        assert run_length(threshold) == pytest.approx(weeks, rel=0.05)

    @pytest.mark.parametrize("threshold", [2.0, 3.0])
    def test_of_simulated_charts_are_those_of_the_chain(self, threshold):
        chance = generator("run length", str(threshold))
        events = chance.poisson(MEAN * chance.gamma(SIZE, 1 / SIZE, size=(400, 2_500))).astype(float)
        over = chart(increments(events, MEAN, SIZE)) >= threshold

        assert over.any(axis=1).all()
        assert (over.argmax(axis=1) + 1).mean() == pytest.approx(run_length(threshold), rel=0.15)  # three errors


class TestSecondOpinion:
    def test_scales_the_usual_week_by_the_days_that_are_known(self):
        point = second_opinion(np.array([*QUIET * 8, 3.0, 2.0, 4.0, math.nan, math.nan, 3.0, 3.0]))[-1]

        # One a day on 5 known days; the variance 0.6 is below the mean, so the dispersion is the floor of 1.05.
        expected = increments(np.array([15.0]), np.array([5.0]), np.array([5 / 0.05]))[0]
        assert isinstance(point, Point)
        assert point.statistic == pytest.approx(expected)
        assert point.last_day == 62

    def test_stays_where_it_is_in_a_week_of_silence(self):
        heights = [point.statistic for point in points(QUIET * 8 + [2.0] * 7 + [math.nan] * 7)]

        assert heights[0] == heights[1] > 0

    def test_begins_again_after_an_alarm_and_is_quiet_for_four_weeks(self):
        assert [point.alarm for point in points(QUIET * 8 + [5.0] * 42)] == [True, False, False, False, True, False]

    @pytest.mark.parametrize(
        ("days", "refusal"),
        [
            (QUIET * 8, TooFew("earlier weeks", 7, 8)),
            ([1.0, *[math.nan] * 6] * 9, TooFew("earlier days", 8, 28)),
            ([0.0] * 63, TooFew("earlier episodes", 0, 1)),
        ],
    )
    def test_names_what_is_missing(self, days, refusal):
        assert second_opinion(np.array(days))[-1] == refusal

    @given(arrays(float, 126, elements=COUNTS), st.integers(0, 10))
    def test_depends_only_on_the_days_up_to_then_and_is_finite(self, days, weeks):
        cut = days[: 126 - 7 * weeks]

        assert second_opinion(cut) == second_opinion(days)[: len(cut) // 7]
        assert all(math.isfinite(point.statistic) for point in points(list(days)))

    @pytest.mark.parametrize(("threshold", "a_year"), [(2.0, 2.4), (3.0, 1.15)])
    def test_raises_as_many_false_alarms_a_year_as_it_says(self, threshold, a_year):
        of = Counting(days=7 * 64, mean=2.0, size=1.0, memory=0.5, missing=0.2)
        alarms = [
            sum(isinstance(point, Point) and point.alarm for point in second_opinion(diary, threshold=threshold)[12:])
            for diary in counts(generator("second opinion"), 400, of)
        ]

        assert np.mean(alarms) == pytest.approx(a_year, rel=0.2)
