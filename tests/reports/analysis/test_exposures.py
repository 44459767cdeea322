"""What a factor needs before it is compared with the counts, and what is left of it beside the calendar."""

from __future__ import annotations

import numpy as np
import pytest

from reports.analysis.exposures import Exposure, Factor, change, cleared, mean_of_three
from reports.analysis.refusals import AlwaysTheSame, TooFew
from reports.simulate.series import generator

DAYS = 90
WEEKEND = np.arange(DAYS) % 7 > 4
TWO_A_DAY = np.full(DAYS, 2.0)
COFFEE_MG = generator("coffee").normal(200, 50, size=DAYS)


def coffee(values: np.ndarray, *, lags: tuple[int, ...] = (0,)) -> Factor:
    return Factor(code="coffee", values=values, unit=100.0, lags=lags)


def compared(values: np.ndarray, counts: np.ndarray = TWO_A_DAY, *, lags: tuple[int, ...] = (0,)):
    return cleared(coffee(values, lags=lags), counts, WEEKEND)


class TestHelpers:
    def test_the_change_of_an_unknown_day_and_of_the_day_after_is_not_known(self):
        assert change(np.array([2.0, 5.0, np.nan, 1.0, 0.0])) == pytest.approx(
            [np.nan, 3, np.nan, np.nan, -1], nan_ok=True
        )

    def test_a_mean_of_three_days_needs_all_three(self):
        told = mean_of_three(np.array([3.0, 6.0, 9.0, np.nan, 1.0, 1.0, 4.0]))

        assert told == pytest.approx([np.nan, np.nan, 6, np.nan, np.nan, np.nan, 2], nan_ok=True)

    @pytest.mark.parametrize("days", [0, 1, 2])
    def test_of_a_diary_of_no_or_two_days_nothing_is_known(self, days):
        assert len(change(np.ones(days))) == len(mean_of_three(np.ones(days))) == days
        assert np.isnan(mean_of_three(np.ones(days))).all()


class TestRefusals:
    def test_counts_the_pairs_of_the_lag_that_has_the_fewest(self):
        values = np.where(np.arange(DAYS) < 61, COFFEE_MG, np.nan)
        counts = np.where(np.arange(DAYS) < 61, 2.0, np.nan)

        assert isinstance(compared(values, counts, lags=(0, 1)), Exposure)
        assert compared(values, counts, lags=(0, 1, 2)) == TooFew("pairs of days", 59, 60)

    def test_knows_no_pair_where_nothing_is_known_or_the_lag_is_longer_than_the_diary(self):
        assert compared(np.full(DAYS, np.nan)) == TooFew("pairs of days", 0, 60)
        assert compared(COFFEE_MG, np.full(DAYS, np.nan)) == TooFew("pairs of days", 0, 60)
        assert compared(COFFEE_MG, lags=(200,)) == TooFew("pairs of days", 0, 60)

    def test_needs_twenty_four_episodes(self):
        counts = np.where(np.arange(DAYS) < 23, 1.0, 0.0)

        assert compared(COFFEE_MG, counts) == TooFew("episodes", 23, 24)

    @pytest.mark.parametrize(("days", "enough"), [(9, False), (10, True), (80, True), (81, False)])
    def test_needs_ten_days_with_and_ten_without_of_a_yes_or_no(self, days, enough):
        values = np.where(generator("days").permutation(DAYS) < days, 1.0, 0.0)

        told = compared(values)
        assert isinstance(told, Exposure) == enough
        assert enough or told == TooFew("days in the smaller half", 9, 10)

    def test_says_always_the_same_of_a_constant_and_of_what_only_the_calendar_tells(self):
        assert compared(np.full(DAYS, 300.0)) == AlwaysTheSame("factor")
        assert compared(np.where(WEEKEND, 0.0, 300.0)) == AlwaysTheSame("factor")
        assert compared(np.arange(DAYS) * 1e6) == AlwaysTheSame("factor")


class TestCleared:
    def test_has_no_trend_no_weekend_and_a_standard_deviation_of_one_on_the_known_days(self):
        values = COFFEE_MG + 3.0 * np.arange(DAYS) + 80.0 * WEEKEND
        values[generator("gaps").random(DAYS) < 0.2] = np.nan
        told = compared(values)

        assert isinstance(told, Exposure)
        left = told.values[told.known]
        assert (told.values[~told.known] == 0).all()
        for column in (np.ones(DAYS), np.arange(DAYS), WEEKEND):
            assert left @ column[told.known] == pytest.approx(0, abs=1e-8)
        assert left.std() == pytest.approx(1)

    def test_keeps_the_unit_in_standard_deviations(self):
        one, tenfold = compared(COFFEE_MG), compared(10 * COFFEE_MG)

        assert isinstance(one, Exposure)
        assert isinstance(tenfold, Exposure)
        assert one.unit == pytest.approx(100 / COFFEE_MG.std(), rel=0.1)
        assert tenfold.unit == pytest.approx(one.unit / 10)
