"""Intervals against published tables, against scipy, and against simulated diaries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.analysis.intervals import poisson_rate, share_change, wilson


class TestWilson:
    # Newcombe (1998), Statistics in Medicine 17(8), 857-872, table I, method 3.
    PUBLISHED = ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718))

    @pytest.mark.parametrize(("count", "total", "low", "high"), PUBLISHED)
    def test_gives_the_limits_of_the_published_table(self, count, total, low, high):
        share = wilson(count, total)

        assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)

    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_agrees_with_scipy_and_stays_within_0_and_1(self, days):
        count, total = days
        share, oracle = wilson(count, total), stats.binomtest(count, total).proportion_ci(method="wilson")

        assert (share.low, share.high) == pytest.approx((oracle.low, oracle.high), abs=1e-9)
        assert 0 <= share.low <= share.value <= share.high <= 1

    @pytest.mark.parametrize(("count", "total"), [(1, 0), (-1, 5), (6, 5)])
    def test_refuses_days_that_cannot_be(self, count, total):
        with pytest.raises(ValueError, match="count"):
            wilson(count, total)

    @pytest.mark.parametrize("confidence", [0.0, 1.0, -1.0, 2.0])
    def test_refuses_a_confidence_out_of_range(self, confidence):
        with pytest.raises(ValueError, match="confidence"):
            wilson(1, 2, confidence=confidence)


class TestShareChange:
    # Newcombe (1998), Statistics in Medicine 17(8), 873-890, table II, method 10 (contrasts a to e and g).
    PUBLISHED = (
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 20), (10, 10), 0.6791, 1.0),
    )

    @pytest.mark.parametrize(("before", "now", "low", "high"), PUBLISHED)
    def test_gives_the_limits_of_the_published_table(self, before, now, low, high):
        change = share_change(before, now)
        turned = share_change(now, before)

        assert (change.low, change.high) == pytest.approx((low, high), abs=6e-5)
        assert (turned.low, turned.high) == pytest.approx((-change.high, -change.low))


class TestPoissonRate:
    # Garwood (1936), Biometrika 28, table of 95 % limits of a Poisson mean.
    PUBLISHED = ((0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (30, 20.241, 42.827))

    @pytest.mark.parametrize(("count", "low", "high"), PUBLISHED)
    def test_gives_garwoods_limits(self, count, low, high):
        rate = poisson_rate(count, 1)

        assert (rate.low, rate.high) == pytest.approx((low, high), abs=6e-4)

    @given(st.integers(1, 5000), st.integers(1, 400))
    def test_agrees_with_the_chi_square_form(self, count, days):
        rate = poisson_rate(count, days)
        oracle = stats.chi2.ppf([0.025, 0.975], [2 * count, 2 * count + 2]) / 2 / days

        assert (rate.low, rate.high) == pytest.approx(tuple(oracle), rel=1e-8)

    def test_covers_at_least_as_often_as_it_says(self):
        counts = np.random.default_rng(11).poisson(4.2, size=2_000)
        covered = [rate.low <= 4.2 <= rate.high for rate in (poisson_rate(int(count), 1) for count in counts)]

        assert np.mean(covered) >= 0.945

    @pytest.mark.parametrize(("count", "days"), [(-1, 5), (3, 0), (3, -2)])
    def test_refuses_counts_that_cannot_be(self, count, days):
        with pytest.raises(ValueError, match="count"):
            poisson_rate(count, days)


def test_wilson_covers_as_often_as_it_says():
    rng = np.random.default_rng(5)
    for share in (0.1, 0.4, 0.8):
        told = [wilson(int(k), 60) for k in rng.binomial(60, share, size=1_500)]

        assert 0.925 <= np.mean([one.low <= share <= one.high for one in told]) <= 0.98
