"""Ratios of short windows: they must hold the truth as often as they say, also with four days or no episode."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.analysis.rates import Change
from reports.analysis.refusals import TooFew
from reports.analysis.windows import WINDOWS, compared, runs
from reports.simulate.series import Counting, counts, generator
from tests.reports.analysis.material import sure

DAYS = st.lists(st.integers(0, 60), max_size=60)


class TestCompared:
    @pytest.mark.parametrize(
        ("before", "now", "refusal"),
        [
            ([], [], TooFew("days before", 0, 14)),
            ([3] * 13, [3] * 30, TooFew("days before", 13, 14)),
            ([3] * 30, [3] * 13, TooFew("days", 13, 14)),
            ([0] * 30, [3] * 30, TooFew("episodes before", 0, 10)),
        ],
    )
    def test_says_what_is_too_few(self, before, now, refusal):
        assert compared(before, now) == refusal

    def test_of_poisson_days_is_the_usual_interval_of_a_log_rate_ratio(self):
        even = [2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3]
        change = sure(compared(even, [2 * count for count in even]))
        half = stats.t.ppf(0.975, 26) * np.sqrt(1 / 35 + 1 / 70)

        assert change.interval.value == 2
        assert (change.interval.low, change.interval.high) == pytest.approx((2 * np.exp(-half), 2 * np.exp(half)))

    def test_of_no_episode_at_all_has_the_limit_of_a_binomial_share_of_none(self):
        change = sure(compared([2, 3] * 14, [0] * 25))
        share = stats.binomtest(0, 70).proportion_ci(method="exact").high

        assert (change.interval.value, change.interval.low, change.word) == (0, 0, "clear")
        assert change.interval.high == pytest.approx(share / (1 - share) * 28 / 25)

    def test_trusts_a_diary_whose_bad_days_come_in_runs_less(self):
        calm, restless = (sure(compared([4, 3] * 14, [2, 1] * 14, in_runs=factor)).interval for factor in (1.0, 3.0))

        assert restless.low < calm.low < calm.value < calm.high < restless.high

    def test_takes_the_spread_of_a_few_days_from_the_days_before(self):
        wide, narrow = (sure(compared(before, [4, 4, 4], days_min=3)).interval for before in ([0, 8] * 14, [4] * 28))

        assert wide.high > narrow.high

    @given(DAYS, DAYS, st.floats(1, 5))
    def test_any_days_give_ordered_limits_or_a_refusal(self, before, now, factor):
        change = compared(before, now, in_runs=factor)

        if isinstance(change, Change):
            assert 0 <= change.interval.low <= change.interval.value <= change.interval.high < np.inf


class TestRuns:
    def test_is_what_is_usual_without_a_week_of_ones_own(self):
        assert runs([]) == runs([[1, 2, 3]]) == runs([[2] * 70]) == 1.3

    def test_nears_the_variance_of_weeks_over_that_of_days(self):
        week = [0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6]

        assert runs([week * 50]) == pytest.approx(7, rel=0.1)
        assert runs([[0, 6] * 350]) == 1

    def test_does_not_take_two_different_rates_for_a_run(self):
        chance = np.random.default_rng(2)
        quiet, bad = chance.poisson(1, 350).tolist(), chance.poisson(9, 350).tolist()

        assert runs([quiet, bad]) < 1.2
        assert runs([[*quiet, *bad]]) > 3


@pytest.mark.parametrize("mean", [6.0, 2.0])
def test_the_limits_hold_no_change_as_often_as_they_say(mean):
    told = counts(generator("windows", mean), 400, Counting(days=112, mean=mean))
    held: dict[str, list[bool]] = {"too_early": [], "full": []}
    for days in told.astype(int).tolist():
        together = runs([days])
        for window in WINDOWS[:2]:
            now = days[84 + window.first : 84 + sure(window.last) + 1]
            change = compared(days[28:84], now, in_runs=together, days_min=window.days_min)
            held[window.name].append(isinstance(change, Change) and not change.marked)

    assert 0.92 <= np.mean(held["full"]) <= 0.975
    assert 0.92 <= np.mean(held["too_early"]) <= 0.98
