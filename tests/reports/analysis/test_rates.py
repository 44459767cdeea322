"""Rates and their changes: the words must not cry wolf when nothing has changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.analysis.intervals import Interval, poisson_rate
from reports.analysis.rates import quasi_rate, rate_ratio, share_change, word
from reports.simulate.series import Counting, counts, generator

DIARIES = 400


def diaries(name: str, **of: Any) -> list[list[int]]:
    """Counts of the known days of simulated diaries; each name is another story."""
    told = counts(generator("rates", name), DIARIES, Counting(**of))
    return [[int(count) for count in days[~np.isnan(days)]] for days in told]


class TestQuasiRate:
    def test_is_exact_and_says_so_below_ten_days(self):
        rate = quasi_rate([3, 0, 2])

        assert rate.exact
        assert rate.per_day == poisson_rate(5, 3)

    def test_is_wider_than_poisson_when_the_days_differ_more(self):
        bursts, even = quasi_rate([0, 12] * 10), quasi_rate([6] * 20)

        assert bursts.per_day.value == even.per_day.value == 6
        assert even.dispersion == pytest.approx(1)
        assert bursts.dispersion > 1
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

    # Monte-Carlo error .011. The mean of 28 days of a mood that lasts a week is hard to trust: the rest are wider.
    @pytest.mark.parametrize(
        ("memory", "days", "mean", "missing"),
        [(0.0, 28, 2.0, 0.2), (0.0, 90, 6.0, 0.0), (0.5, 60, 0.6, 0.5), (0.8, 28, 6.0, 0.0), (0.8, 90, 2.0, 0.2)],
    )
    def test_covers_the_true_rate_of_simulated_diaries(self, memory, days, mean, missing):
        told = diaries("cover", memory=memory, days=days, mean=mean, missing=missing)
        covered = [rate.low <= mean <= rate.high for rate in (quasi_rate(one).per_day for one in told)]

        assert 0.915 <= np.mean(covered) <= 0.998

    def test_of_huge_counts_stays_finite(self):
        told = quasi_rate([10**12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).per_day

        assert 0 < told.low < told.value < told.high < np.inf


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

    # At most 6 % in 4,000 diaries; 400 of them have an error of .012.
    @pytest.mark.parametrize(
        ("memory", "days", "mean", "missing"),
        [(0.0, 90, 2.0, 0.0), (0.5, 28, 6.0, 0.2), (0.8, 28, 2.0, 0.0), (0.8, 60, 6.0, 0.0), (0.8, 90, 0.6, 0.5)],
    )
    def test_marks_few_diaries_in_which_nothing_changed(self, memory, days, mean, missing):
        before, now = (
            diaries(period, memory=memory, days=days, mean=mean, missing=missing) for period in ("before", "now")
        )
        told = [change for change in map(rate_ratio, before, now) if change is not None]

        assert len(told) >= DIARIES / 2
        assert np.mean([change.marked for change in told]) <= 0.084

    @pytest.mark.parametrize("times", [2.0, 0.5])
    def test_finds_a_doubled_or_halved_rate_in_ninety_days_most_of_the_time(self, times):
        before = diaries("before", memory=0.5, days=90, mean=2.0, missing=0.2)
        now = diaries("now", memory=0.5, days=90, mean=2.0 * times, missing=0.2)
        found = [change is not None and change.marked for change in map(rate_ratio, before, now)]

        assert np.mean(found) >= 0.65

    @given(*[st.lists(st.integers(0, 10**6), min_size=14, max_size=60)] * 2)
    def test_turned_round_is_one_over_itself(self, before, now):
        change, turned = rate_ratio(before, now), rate_ratio(now, before)
        if change is None or turned is None:
            assert change is turned is None
            return

        assert change.interval.low == pytest.approx(1 / turned.interval.high, rel=1e-6)
        assert change.word == turned.word


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

    @given(*[st.lists(st.booleans(), min_size=14, max_size=60)] * 2)
    def test_lies_between_its_limits_and_turned_round_has_the_other_sign(self, before, now):
        change, turned = share_change(before, now), share_change(now, before)

        assert change is not None
        assert turned is not None
        assert -1 <= change.interval.low <= change.interval.value <= change.interval.high <= 1
        assert change.interval.low == pytest.approx(-turned.interval.high, abs=1e-6)

    def test_of_days_that_never_differ_is_told_with_an_interval(self):
        change = share_change([True] * 30, [False] * 30)

        assert change is not None
        assert (change.interval.value, change.word) == (-1.0, "clear")

    @pytest.mark.parametrize(("memory", "mean"), [(0.0, 0.6), (0.5, 0.6), (0.8, 0.6), (0.8, 2.0)])
    def test_marks_few_diaries_in_which_nothing_changed(self, memory, mean):
        before, now = (diaries(period, memory=memory, days=90, mean=mean, missing=0.2) for period in ("before", "now"))
        marked = [
            change is not None and change.marked
            for change in (
                share_change([count > mean for count in old], [count > mean for count in new])
                for old, new in zip(before, now, strict=True)
            )
        ]

        assert np.mean(marked) <= 0.084


def test_the_three_words_follow_from_the_two_intervals():
    wide, narrow, outside = Interval(0.2, -0.1, 0.5), Interval(0.2, 0.01, 0.4), Interval(0.2, 0.1, 0.3)

    assert word(outside, outside, none=0.0) == "clear"
    assert word(wide, narrow, none=0.0) == "leaning"
    assert word(wide, wide, none=0.0) == "can't tell"


def test_a_rate_notices_runs_that_single_days_hide():
    mixed, runs = [4, 9] * 21, ([4] * 14 + [9] * 14) * 2

    assert quasi_rate(mixed).dispersion < 2 < quasi_rate(runs).dispersion
