"""When the rate changed: found where it was put, with an interval that holds it, and not found where nothing was."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import gammaln

from reports.analysis.change_point import ChangePoint, NoChange, _evidence, change_point
from reports.analysis.refusals import TooFew
from reports.simulate.series import Counting, Floats, counts, generator

DIARIES = 400
QUIET, BUSY = [1.0, 0.0, 2.0, 1.0], [4.0, 3.0, 5.0, 2.0]
COUNTS = st.one_of(st.integers(0, 9).map(float), st.just(math.nan), st.just(1e9))


def diaries(*, days: int, times: float = 1.0, **of: Any) -> Floats:
    """The rate changes in the middle."""
    effect = np.where(np.arange(days) < days // 2, 0.0, math.log(times))
    told = Counting(days=days, **of)
    return counts(generator("when", str(told), str(times)), DIARIES, told, log_effect=effect)


def claimed(told: Floats) -> list[ChangePoint]:
    return [one for one in map(change_point, told) if isinstance(one, ChangePoint)]


class TestChangePoint:
    def test_tells_the_day_and_the_two_rates(self):
        told = change_point(np.array(QUIET * 12 + BUSY * 9))

        assert isinstance(told, ChangePoint)
        assert told.day == 48
        assert told.earliest <= 48 <= told.latest
        assert (told.before_per_day, told.after_per_day) == (1.0, 3.5)

    def test_of_a_gap_around_the_change_does_not_know_the_day_within_it(self):
        told = change_point(np.array(QUIET * 12 + [math.nan] * 20 + BUSY * 12))

        assert isinstance(told, ChangePoint)
        assert told.earliest <= 48
        assert told.latest >= 68

    def test_of_the_same_days_over_and_over_finds_nothing(self):
        told = change_point(np.array(QUIET * 30))

        assert isinstance(told, NoChange)
        assert told.probability < 0.5

    @pytest.mark.parametrize(
        ("days", "refusal"),
        [
            ([], TooFew("days", 0, 42)),
            (BUSY * 10, TooFew("days", 40, 42)),
            ([math.nan] * 100, TooFew("known days", 0, 28)),
            ([0.0] * 100, TooFew("episodes", 0, 10)),
        ],
    )
    def test_names_what_is_missing(self, days, refusal):
        assert change_point(np.array(days)) == refusal

    def test_of_everything_on_one_day_finds_nothing(self):
        assert isinstance(change_point(np.array([0.0] * 50 + [400.0] + [0.0] * 50)), NoChange)

    @pytest.mark.parametrize("wrong", [-1.0, math.inf])
    def test_refuses_counts_that_cannot_be(self, wrong):
        with pytest.raises(ValueError, match="finite"):
            change_point(np.array([wrong] * 60))

    @given(arrays(float, st.integers(42, 120), elements=COUNTS))
    def test_tells_finite_numbers_and_a_day_within_its_interval(self, days):
        told = change_point(days)
        if isinstance(told, ChangePoint):
            assert 0 <= told.earliest <= told.day <= told.latest < len(days)
            assert np.isfinite([told.before_per_day, told.after_per_day]).all()
        if not isinstance(told, TooFew):
            assert 0 <= told.probability <= 1

    @given(st.lists(st.integers(0, 9), min_size=42, max_size=90))
    def test_is_as_sure_when_time_runs_backwards(self, days):
        there, back = change_point(np.array(days, float)), change_point(np.array(days[::-1], float))

        assert type(there) is type(back)
        if not isinstance(there, TooFew) and not isinstance(back, TooFew):
            assert there.probability == pytest.approx(back.probability, abs=0.02)  # two best splits may be equally good


def test_the_evidence_is_the_ratio_of_gamma_poisson_marginal_likelihoods():
    # Each stretch: integral of Poisson counts over a Gamma(1, b) rate, b = 1 / mean; the factorials cancel.
    days = np.array([1.0, 0.0, 2.0, 4.0, 5.0])
    rate = 5 / 12

    def marginal(stretch: Floats) -> float:
        total = stretch.sum()
        return float(math.log(rate) + gammaln(1 + total) - (1 + total) * math.log(rate + len(stretch)))

    told = _evidence(days, np.array([3.0]), np.array([3]), np.array([1.0]))

    assert told[0, 0] == pytest.approx(marginal(days[:3]) + marginal(days[3:]) - marginal(days))


class TestHowOftenItIsWrong:
    # 400 diaries: the error of a share is .012 near 6 %.
    @pytest.mark.parametrize(
        ("memory", "days", "mean"), [(0.0, 120, 2.0), (0.5, 365, 3.0), (0.8, 60, 2.0), (0.8, 120, 0.6)]
    )
    def test_claims_few_changes_where_there_is_none(self, memory, days, mean):
        told = diaries(days=days, memory=memory, mean=mean, missing=0.2)

        assert len(claimed(told)) / DIARIES <= 0.06

    @pytest.mark.parametrize(("times", "mean"), [(2.0, 2.0), (0.5, 3.0)])
    def test_holds_the_true_day_in_its_interval(self, times, mean):
        told = claimed(diaries(days=365, times=times, memory=0.5, mean=mean, missing=0.2))

        assert len(told) >= 0.7 * DIARIES
        assert np.mean([one.earliest <= 182 <= one.latest for one in told]) >= 0.92

    def test_finds_the_day_of_a_doubling_within_ten_days_where_counts_are_calm(self):
        told = claimed(diaries(days=180, times=2.0, mean=2.5, size=20.0, spread=0.2))

        assert len(told) >= 0.95 * DIARIES
        assert np.mean([abs(one.day - 90) <= 10 for one in told]) >= 0.80

    def test_comes_as_near_to_the_day_as_one_who_knows_both_rates_nearly(self):
        told = diaries(days=365, times=2.0, memory=0.5, mean=3.0, missing=0.2)
        near = np.mean([abs(one.day - 182) <= 10 for one in claimed(told)])

        assert near >= np.mean(np.abs(days_of_one_who_knows(told, 3.0, 6.0) - 182) <= 10) - 0.12


def days_of_one_who_knows(told: Floats, before: float, after: float) -> Floats:
    """Return the posterior median of the day for somebody who knows both rates and how bursty the days are."""
    size = 1 / (math.exp(0.47**2) * 1.5 - 1)  # a gamma of size 2 around a mood of spread .47
    each = told * math.log(after * (size + before) / (before * (size + after))) - size * math.log(
        (size + after) / (size + before)
    )
    sums = np.cumsum(np.nan_to_num(each)[:, ::-1], axis=1)[:, ::-1]
    likely = np.exp(sums - sums.max(axis=1, keepdims=True))
    days: Floats = (np.cumsum(likely / likely.sum(axis=1, keepdims=True), axis=1) < 0.5).sum(axis=1).astype(float)
    return days
