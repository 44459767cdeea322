"""How much less a mean can be trusted when the days hang together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.analysis.long_run import LongRun, half_width, long_run, poisson_noise
from reports.simulate.series import generator, remembering


def inflation(days, *, noise=0.0):
    told = long_run(np.asarray(days, dtype=float), noises=[noise])
    return float(told.weights @ told.inflations[0])


class TestLongRun:
    def test_of_long_independent_days_is_hardly_more_than_their_variance(self):
        days = generator("independent").standard_normal(2_000)

        assert inflation(days) == pytest.approx(1, abs=0.1)

    def test_of_a_long_mood_is_what_its_memory_makes_of_it(self):
        # A mood with lag-1 correlation .8 that makes 40 % of the variance: f(0) = .6 + .4 (1 + .8) / (1 - .8) = 4.2.
        chance = generator("mood")
        mood = remembering(chance, 1, 5_000, 0.8)[0]
        days = np.sqrt(0.4) * mood + np.sqrt(0.6) * chance.standard_normal(5_000)

        assert inflation(days) == pytest.approx(4.2, rel=0.1)

    def test_does_not_think_chance_of_the_single_day_can_remember(self):
        days = [0, 0, 0, 4, 4, 4] * 6

        assert inflation(days, noise=1.0) == pytest.approx(1)
        assert inflation(days, noise=0.0) > 2

    def test_learns_the_memory_from_both_periods_of_a_person(self):
        runs, short = np.repeat([1.0, 5.0, 2.0, 6.0, 1.0, 4.0], 12), generator("short").poisson(3, 20).astype(float)
        alone, beside = long_run(short, noises=[0.0]), long_run(runs, short, noises=[0.0, 0.0])

        assert beside.weights[0] < alone.weights[0]
        assert beside.freedom == len(runs) + len(short) - 2

    def test_of_equal_days_rests_on_what_is_assumed_of_anybody(self):
        told = long_run(np.full(30, 3.0), noises=[0.0])

        assert told.weights[0] == pytest.approx(0.4)
        assert np.isfinite(told.inflations[0]).all()

    @pytest.mark.parametrize("sides", [(), (np.array([1.0]),), (np.arange(5.0), np.array([]))])
    def test_refuses_fewer_than_two_days(self, sides):
        with pytest.raises(ValueError, match="two days"):
            long_run(*sides, noises=[0.0] * len(sides))

    @given(st.lists(st.integers(0, 10**6), min_size=2, max_size=60), st.floats(0.1, 1000))
    def test_does_not_depend_on_the_unit_nor_on_the_direction_of_time(self, counts, unit):
        days = np.array(counts, dtype=float)
        told, other = (long_run(one, noises=[0.0]) for one in (days, days[::-1] * unit))

        assert told.weights == pytest.approx(other.weights, rel=1e-5, abs=1e-9)
        assert told.weights.sum() == pytest.approx(1)
        assert told.inflations[0] == pytest.approx(other.inflations[0], rel=1e-5)


class TestHalfWidth:
    @pytest.mark.parametrize("confidence", [0.8, 0.95])
    def test_of_one_memory_is_students_t(self, confidence):
        of = LongRun((), np.array([1.0]), freedom=12)

        assert half_width(np.array([9.0]), of, confidence=confidence) == pytest.approx(
            3 * stats.t.ppf((1 + confidence) / 2, 12)
        )

    def test_of_two_memories_leaves_five_percent_of_their_mixture_outside(self):
        of = LongRun((), np.array([0.3, 0.7]), freedom=20)
        half = half_width(np.array([1.0, 4.0]), of)

        assert 0.3 * stats.t.sf(half, 20) + 0.7 * stats.t.sf(half / 2, 20) == pytest.approx(0.025)

    @given(st.lists(st.tuples(st.floats(1e-6, 1), st.floats(1e-4, 1e4)), min_size=1, max_size=10), st.integers(2, 400))
    def test_leaves_as_much_outside_as_was_asked_for(self, memories, freedom):
        weights, variances = np.array(memories).T
        of = LongRun((), weights / weights.sum(), freedom=freedom)
        for confidence in (0.8, 0.95):
            half = half_width(variances, of, confidence=confidence)
            outside = 2 * of.weights @ stats.t.sf(half / np.sqrt(variances), freedom)

            assert outside == pytest.approx(1 - confidence, rel=1e-6)


def test_poisson_noise_leaves_room_for_runs_where_days_differ_no_more_than_chance():
    assert poisson_noise(np.array([3.0, 3.0, 3.0])) == 0.7
    assert poisson_noise(np.zeros(5)) == 0.7
    assert poisson_noise(np.array([0.0, 10.0])) == pytest.approx(5 / 50)
