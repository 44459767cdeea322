"""The draws have the moments they promise."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from statistics import fmean, median, pvariance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.simulate import chance as law

DRAWS = 20_000


def lag_1(series: tuple[float, ...]) -> float:
    mean = fmean(series)
    return fmean((a - mean) * (b - mean) for a, b in pairwise(series)) / pvariance(series)


class TestCounts:
    @pytest.mark.parametrize("mean", [0.3, 3.0, 40.0])
    def test_poisson_has_its_mean_and_as_much_variance(self, mean):
        chance = Random(1)
        counts = [law.poisson(chance, mean) for _ in range(DRAWS)]

        assert fmean(counts) == pytest.approx(mean, rel=0.05)
        assert pvariance(counts) == pytest.approx(mean, rel=0.05)

    @pytest.mark.parametrize(("mean", "size"), [(1.5, 1.0), (6.0, 1.5)])
    def test_negative_binomial_is_as_bursty_as_its_size_says(self, mean, size):
        chance = Random(2)
        counts = [law.negative_binomial(chance, mean, size) for _ in range(DRAWS)]

        assert fmean(counts) == pytest.approx(mean, rel=0.05)
        assert pvariance(counts) == pytest.approx(mean + mean**2 / size, rel=0.10)

    def test_a_rate_of_nothing_gives_nothing(self):
        assert law.negative_binomial(Random(3), 0.0, 1.0) == 0


class TestSeries:
    @pytest.mark.parametrize("memory", [0.0, 0.5, 0.8])
    def test_remembers_yesterday_as_much_as_asked(self, memory):
        series = law.remembering(Random(4), DRAWS, memory)

        assert fmean(series) == pytest.approx(0.0, abs=0.08)
        assert pvariance(series) == pytest.approx(1.0, rel=0.08)
        assert lag_1(series) == pytest.approx(memory, abs=0.03)

    def test_runs_begin_on_and_are_on_for_their_share_of_days(self):
        series = law.runs(Random(5), DRAWS, on=14, off=7, shape=1.5)

        assert series[0]
        assert fmean(series) == pytest.approx(14 / 21, abs=0.03)


class TestAmounts:
    def test_a_gamma_delay_has_its_mean_and_deviation(self):
        chance = Random(6)
        delays = [law.gamma(chance, 3.8, 2.6) for _ in range(DRAWS)]

        assert fmean(delays) == pytest.approx(3.8, rel=0.03)
        assert pvariance(delays) == pytest.approx(2.6**2, rel=0.06)

    def test_a_log_normal_length_has_its_median(self):
        chance = Random(7)

        assert median(law.lognormal(chance, 3.0, 0.6) for _ in range(DRAWS)) == pytest.approx(3.0, rel=0.03)

    @settings(max_examples=50, deadline=None)
    @given(value=st.floats(-1e6, 1e6), lowest=st.floats(-10, 0), highest=st.floats(0, 10))
    def test_nothing_passes_its_bounds(self, value, lowest, highest):
        assert lowest <= law.within(value, lowest, highest) <= highest
