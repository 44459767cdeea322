"""What silence could hide: the figures of the paper, by simulation, and statsmodels as the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.contingency_tables import cochrans_q  # it ships no types

from reports.analysis.completeness import (
    adherence_change,
    quiet_days_confirmed,
    sensitivity,
    weekdays_answered,
)
from reports.analysis.days import DayFacts
from reports.analysis.intervals import wilson
from reports.analysis.rates import quasi_rate, share_change
from reports.analysis.refusals import TooFew
from reports.simulate.series import Counting, counts, generator, remembering
from tests.reports.analysis.material import after, days_of, sure

COUNTED = st.lists(st.one_of(st.just(float("nan")), st.integers(0, 40).map(float)), max_size=80)


def answers_of(given_days) -> list[DayFacts]:
    return [DayFacts(day=after(n), answered=bool(one)) for n, one in enumerate(given_days)]


class TestSensitivity:
    def test_is_refused_below_a_week_of_countable_days(self):
        assert sensitivity([]) == TooFew("days", 0, 7)
        assert sensitivity(days_of([3] * 6 + [np.nan] * 50)) == TooFew("days", 6, 7)

    def test_puts_silent_days_at_nothing_and_at_the_upper_quartile(self):
        told = sure(sensitivity(days_of([1, 2, 3, 4, 5, 6, 7] + [np.nan] * 3)))

        assert told.told == quasi_rate([1, 2, 3, 4, 5, 6, 7])
        assert told.bad_day == np.quantile([1, 2, 3, 4, 5, 6, 7], 0.75)
        assert (told.silent_as_none.value, told.silent_as_bad.value) == pytest.approx((2.8, (28 + 3 * 5.5) / 10))

    def test_days_of_on_and_off_are_neither_silent_nor_counted(self):
        continual = [DayFacts(day=after(100 + n), answered=True, twitched=True, continual=True) for n in range(5)]
        told = sure(sensitivity([*days_of([3] * 20), *continual]))

        assert (told.answered, told.silent, told.told.days) == (25, 0, 20)
        assert told.silent_as_none == told.silent_as_bad == told.told.per_day

    @pytest.mark.parametrize(("silent", "printed"), [(20, False), (21, True)])
    def test_is_printed_below_80_percent_answered(self, silent, printed):
        assert sure(sensitivity(days_of([2] * (100 - silent) + [np.nan] * silent))).to_print is printed

    @given(COUNTED)
    def test_lies_around_the_rate_of_the_answered_days(self, counted):
        told = sensitivity(days_of(counted))

        if not isinstance(told, TooFew):
            for one in (told.silent_as_none, told.silent_as_bad):
                assert 0 <= one.low <= one.value <= one.high < np.inf
            assert told.silent_as_none.value <= told.told.per_day.value + 1e-9

    def test_thirty_percent_missing_as_nothing_gives_2_10_and_the_answered_days_3_00(self):
        told = [
            sure(sensitivity(days_of(one)))
            for one in counts(generator("missing"), 400, Counting(days=120, mean=3.0, missing=0.3))
        ]

        assert np.mean([one.told.per_day.value for one in told]) == pytest.approx(3.0, abs=0.06)
        assert np.mean([one.silent_as_none.value for one in told]) == pytest.approx(2.10, abs=0.05)
        assert np.mean([one.silent_as_bad.value for one in told]) > 3.2

    def test_fading_answers_feign_a_fall_of_39_percent_that_the_answered_days_do_not_show(self):
        chance, days = generator("fading"), 90
        told = counts(chance, 400, Counting(days=days, mean=3.0))
        silent = chance.random(told.shape) > np.linspace(0.95, 0.45, days)
        told[silent] = np.nan
        first, last = told[:, :30], told[:, -30:]
        as_zero = np.nan_to_num(last).mean() / np.nan_to_num(first).mean() - 1
        answered = np.nanmean(last) / np.nanmean(first) - 1

        assert as_zero == pytest.approx(-0.39, abs=0.03)
        assert answered == pytest.approx(0, abs=0.04)  # the paper: -0.9 %
        assert np.mean([sure(adherence_change(days_of(one))).interval.high < 0 for one in told]) > 0.35  # 0.40 measured

    def test_telling_bad_days_and_not_quiet_ones_adds_12_percent(self):
        chance = generator("not at random")
        truth = counts(chance, 400, Counting(days=120, mean=3.0))
        silent = chance.random(truth.shape) > np.where(truth > 0, 0.9, 0.4)
        kept = np.where(silent, np.nan, truth)
        rates = [sure(sensitivity(days_of(one))).told.per_day.value for one in kept]
        confirmed = [quiet_days_confirmed(days_of(one)) for one in kept]

        assert np.mean(rates) / truth.mean() == pytest.approx(1.12, abs=0.015)  # the paper: 3.37 against 3.01
        assert np.mean([one.value for one in confirmed if not isinstance(one, TooFew)]) < 0.4


class TestQuietDaysConfirmed:
    def test_is_the_share_of_the_days_without_an_episode_that_were_answered(self):
        assert quiet_days_confirmed(days_of([0] * 6 + [np.nan] * 4 + [5] * 30)) == wilson(6, 10)

    def test_is_refused_where_hardly_a_day_was_quiet(self):
        assert quiet_days_confirmed(days_of([0] * 3 + [np.nan] * 3 + [5] * 30)) == TooFew("quiet days", 6, 7)


class TestAdherenceChange:
    def test_compares_the_halves_and_refuses_below_four_weeks(self):
        given_days = [True] * 20 + [True, False] * 10

        assert adherence_change(answers_of(given_days)) == share_change(given_days[:20], given_days[20:])
        assert adherence_change(answers_of([True] * 27)) == TooFew("days", 27, 28)

    def test_seldom_marks_a_person_who_answers_as_ever(self):
        mood = remembering(generator("adherence"), 400, 90, 0.4)  # silent days come in runs
        marked = [sure(adherence_change(answers_of(one))).marked for one in mood < norm.ppf(0.75)]

        assert np.mean(marked) <= 0.10


class TestWeekdaysAnswered:
    def test_are_refused_below_eight_weeks(self):
        assert weekdays_answered(answers_of([True] * 55)) == TooFew("weeks", 7, 8)
        assert weekdays_answered([]) == TooFew("weeks", 0, 8)

    @pytest.mark.parametrize("given_days", [[True] * 70, [False] * 70, [True] * 7 + [False] * 63])
    def test_are_not_told_where_all_days_are_alike(self, given_days):
        assert weekdays_answered(answers_of(given_days)) is None

    @pytest.mark.parametrize("begins", range(7))
    def test_are_told_monday_first_whatever_day_the_diary_begins(self, begins):
        days = [DayFacts(day=after(n), answered=after(n).weekday() != 2) for n in range(begins, begins + 84)]

        assert [share.value for share in sure(weekdays_answered(days)).shares] == [1, 1, 0, 1, 1, 1, 1]

    def test_are_tested_as_statsmodels_does(self):
        given_days = np.random.default_rng(5).random((20, 7)) < [0.9, 0.9, 0.8, 0.9, 0.8, 0.4, 0.3]
        told = sure(weekdays_answered(answers_of(given_days.ravel())))

        assert told.p_value == pytest.approx(cochrans_q(given_days.astype(int)).pvalue)

    @pytest.mark.parametrize("memory", [0.0, 0.4])
    def test_are_seldom_told_of_a_person_for_whom_they_are_alike(self, memory):
        mood = remembering(generator("weekdays", memory), 400, 84, memory)
        told = [weekdays_answered(answers_of(one)) for one in mood < norm.ppf(0.7)]

        assert np.mean([one is not None for one in told]) <= 0.06
