"""Rates and their changes: the words must not cry wolf when nothing has changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.analysis.intervals import Interval, poisson_rate
from reports.analysis.rates import dispersion, quasi_rate, rate_ratio, share_change, word

DIARIES = 300


def simulated_days(rng: np.random.Generator, days: int, *, phi: float, mean: float = 3.0) -> list[int]:
    """Counts of the answered days of one diary: negative binomial on a lag-1 mood, a fifth of the days silent."""
    mood = np.zeros(days + 30)
    for n, shock in enumerate(rng.normal(size=days + 30)):
        mood[n] = phi * mood[n - 1] + np.sqrt(1 - phi**2) * shock
    rate = mean * np.exp(0.6 * mood[30:] - 0.18)
    counts = rng.negative_binomial(1.0, 1.0 / (1.0 + rate))
    return [int(count) for count in counts[rng.random(days) > 0.2]]


class TestQuasiRate:
    def test_is_exact_and_says_so_below_ten_days(self):
        rate = quasi_rate([3, 0, 2])

        assert rate.exact
        assert rate.per_day == poisson_rate(5, 3)

    def test_is_wider_than_poisson_when_the_days_differ_more(self):
        bursts, even = quasi_rate([0, 12] * 10), quasi_rate([6] * 20)

        assert bursts.per_day.value == even.per_day.value == 6
        assert bursts.dispersion > 1 == even.dispersion
        assert bursts.per_day.low < even.per_day.low

    def test_of_quiet_days_only_still_has_an_upper_limit(self):
        rate = quasi_rate([0] * 40)

        assert rate.per_day.value == 0
        assert 0 < rate.per_day.high < 0.1

    @pytest.mark.parametrize("counts", [[], [1, -1]])
    def test_refuses_no_day_and_negative_counts(self, counts):
        with pytest.raises(ValueError, match="day"):
            quasi_rate(counts)

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=80))
    def test_lies_between_its_limits(self, counts):
        told = quasi_rate(counts).per_day

        assert 0 <= told.low <= told.value <= told.high

    @pytest.mark.parametrize(("phi", "least"), [(0.0, 0.92), (0.5, 0.90)])
    def test_covers_the_true_rate_of_simulated_diaries(self, phi, least):
        rng = np.random.default_rng(20)
        told = [quasi_rate(simulated_days(rng, 90, phi=phi)).per_day for _ in range(DIARIES)]

        assert least <= np.mean([one.low <= 3.0 <= one.high for one in told]) <= 0.98


class TestRateRatio:
    def test_needs_fourteen_days_on_both_sides_and_ten_episodes(self):
        assert rate_ratio([5] * 13, [5] * 30) is None
        assert rate_ratio([0] * 20 + [1], [0] * 20 + [1]) is None
        assert rate_ratio([0] * 20, [5] * 20) is None
        assert rate_ratio([5] * 14, [5] * 14) is not None

    def test_says_clear_only_when_the_interval_excludes_no_change(self):
        change = rate_ratio([2, 3, 1, 2] * 8, [6, 7, 8, 6] * 8)

        assert change is not None
        assert change.marked
        assert change.interval.low > 1

    @pytest.mark.parametrize(("phi", "days"), [(0.0, 28), (0.5, 28), (0.5, 90)])
    def test_marks_few_diaries_in_which_nothing_changed(self, phi, days):
        rng = np.random.default_rng(3)
        marks = 0
        for _ in range(DIARIES):
            change = rate_ratio(simulated_days(rng, days, phi=phi), simulated_days(rng, days, phi=phi))
            marks += change is not None and change.marked

        assert marks / DIARIES <= 0.10  # nominal 5 %; a Poisson test marks 30 % of them

    def test_finds_a_doubled_rate_most_of_the_time(self):
        rng = np.random.default_rng(4)
        found = [
            rate_ratio(simulated_days(rng, 90, phi=0.5), simulated_days(rng, 90, phi=0.5, mean=6.0)) for _ in range(100)
        ]

        assert np.mean([change is not None and change.marked for change in found]) >= 0.75


class TestShareChange:
    def test_needs_fourteen_answered_days_on_both_sides(self):
        assert share_change([True] * 13, [False] * 40) is None

    def test_of_two_equal_periods_cannot_be_told(self):
        change = share_change([True, False] * 20, [True, False] * 20)

        assert change is not None
        assert (change.interval.value, change.word) == (0.0, "can't tell")

    def test_trusts_runs_of_days_less_than_mixed_days(self):
        mixed, runs = [True, False] * 21, ([True] * 7 + [False] * 7) * 3
        narrow, wide = share_change(mixed, mixed), share_change(runs, runs)

        assert narrow is not None
        assert wide is not None
        assert wide.interval.high > narrow.interval.high

    @pytest.mark.parametrize("phi", [0.0, 0.5])
    def test_marks_few_diaries_in_which_nothing_changed(self, phi):
        rng = np.random.default_rng(8)
        marks = 0
        for _ in range(DIARIES):
            old, new = ([count > 0 for count in simulated_days(rng, 60, phi=phi, mean=1.0)] for _ in range(2))
            change = share_change(old, new)
            marks += change is not None and change.marked

        assert marks / DIARIES <= 0.08


def test_the_three_words_follow_from_the_two_intervals():
    wide, narrow, outside = Interval(0.2, -0.1, 0.5), Interval(0.2, 0.01, 0.4), Interval(0.2, 0.1, 0.3)

    assert word(outside, outside, none=0.0) == "clear"
    assert word(wide, narrow, none=0.0) == "leaning"
    assert word(wide, wide, none=0.0) == "can't tell"


def test_dispersion_notices_runs_that_single_days_hide():
    calm_then_busy = [4] * 14 + [9] * 14

    assert dispersion(calm_then_busy).phi > 3
    assert dispersion(calm_then_busy).freedom == 3
