"""The last two weeks against all earlier ones: what is told, what is refused, how often it cries wolf."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from reports.analysis.refusals import TooFew
from reports.analysis.rising import FORTNIGHT, WEEK, Floats, Look, looks, whole_weeks
from reports.simulate.series import Counting, counts, generator

DIARIES = 400
QUIET = [1.0, 2.0, 0.0, 1.0, 2.0, 1.0, 0.0]
BUSY = [4.0, 3.0, 5.0, 4.0, 3.0, 5.0, 4.0]
BEFORE_WEEKS = 12
DIARY_DAYS = st.integers(0, 150)
COUNTS = st.one_of(st.integers(0, 9).map(float), st.just(math.nan), st.just(1e9))


def told(*weeks: list[float]) -> list[Look]:
    return [look for look in looks(np.concatenate(weeks)) if isinstance(look, Look)]


def diaries(*, times: float = 1.0, weeks: int = 52, **of: Any) -> Floats:
    """Two a day, bursty, a fifth of the days missing; the rate changes after twelve weeks."""
    days = 7 * (BEFORE_WEEKS + weeks)
    effect = np.where(np.arange(days) < 7 * BEFORE_WEEKS, 0.0, math.log(times))
    usual = {"mean": 2.0, "size": 1.0, "memory": 0.5, "missing": 0.2}
    chance = generator("rising", str(times), str(of))
    return counts(chance, DIARIES, Counting(days=days, **{**usual, **of}), log_effect=effect)


def alarms(diary: Floats) -> Floats:
    return np.array([isinstance(look, Look) and look.alarm for look in looks(diary)][BEFORE_WEEKS:], dtype=float)


class TestLooks:
    def test_tells_the_two_rates_and_the_ratio_of_the_formula(self):
        look = told(*[QUIET] * 8, BUSY)[-1]

        phi = 1.5  # the floor: the mean is 1 and the variance 0.6
        assert (look.per_day, look.usual_per_day) == (2.5, 1.0)
        assert (look.observed, look.expected, look.observed_days) == (35, 14, 14)
        assert look.ratio.value == 2.5
        assert look.z == pytest.approx((35 - 14) / math.sqrt(phi * 14 * (1 + 14 / 49)))

    def test_has_the_limits_of_the_formula(self):
        look = told(*[QUIET] * 8, BUSY)[-1]

        t = stats.t.ppf(0.975, 48)
        low = look.ratio.low
        variance = 14 * low * (1 + 0.5 * low) + (14 * low) ** 2 * 1.5 / 49
        assert 35 - 14 * low == pytest.approx(t * math.sqrt(1.7 * variance))
        assert look.ratio.high == pytest.approx(2.5 * math.exp(t * math.sqrt(1.7 * ((1 + 0.5 * 2.5) / 35 + 1.5 / 49))))

    def test_mostly_leaves_no_change_outside_the_limits_when_it_alarms(self):
        alarmed = [look for diary in diaries()[:100] for look in told(diary) if look.alarm]

        assert len(alarmed) >= 100
        assert np.mean([look.ratio.low > 1 for look in alarmed]) >= 0.55

    def test_alarms_once_and_stays_high(self):
        after = told(*[QUIET] * 8, *[BUSY] * 5)[-5:]

        assert [look.high for look in after] == [True] * 5
        assert [look.alarm for look in after] == [True, False, False, False, True]

    def test_does_not_take_a_week_of_alarm_for_a_usual_one(self):
        look = told(*[QUIET] * 8, BUSY, *[QUIET] * 3)[-1]

        assert look.usual_per_day == 1

    def test_counts_known_days_only(self):
        gaps = [4.0, math.nan, 5.0, math.nan, 3.0, math.nan, 4.0]
        look = told(*[QUIET] * 8, gaps, gaps)[-1]

        assert (look.observed_days, look.per_day, look.expected) == (8, 4, 8)

    @pytest.mark.parametrize(
        ("weeks", "refusal"),
        [
            ([QUIET] * 5, TooFew("earlier weeks", 3, 4)),
            ([[1.0] + [math.nan] * 6] * 4 + [QUIET] * 2, TooFew("earlier days", 4, 14)),
            ([[0.0] * 7] * 6, TooFew("earlier episodes", 0, 1)),
            ([QUIET] * 4 + [[math.nan] * 7] * 2, TooFew("observed days", 0, 6)),
            ([QUIET] * 4 + [[0.0] * 7] * 2, TooFew("episodes", 0, 5)),
        ],
    )
    def test_names_what_is_missing(self, weeks, refusal):
        assert looks(np.concatenate(weeks))[-1] == refusal

    def test_of_less_than_a_week_or_nothing_known_tells_nothing(self):
        assert looks(np.array([])) == looks(np.array(QUIET[:6])) == ()
        assert {type(look) for look in looks(np.full(70, math.nan))} == {TooFew}

    @pytest.mark.parametrize("wrong", [-1.0, math.inf])
    def test_refuses_counts_that_cannot_be(self, wrong):
        with pytest.raises(ValueError, match="finite"):
            looks(np.array([wrong] * 7))

    @given(DIARY_DAYS.flatmap(lambda days: arrays(float, days, elements=COUNTS)), st.integers(0, 10))
    def test_depends_only_on_the_days_up_to_then(self, days, weeks):
        cut = days[: max(0, len(days) - 7 * weeks)]

        assert looks(cut) == looks(days)[: len(cut) // 7]

    @given(DIARY_DAYS.flatmap(lambda days: arrays(float, days, elements=COUNTS)))
    def test_tells_finite_numbers_only(self, days):
        for look in looks(days):
            if isinstance(look, Look):
                assert np.isfinite([look.z, look.ratio.low, look.ratio.high]).all()
                assert look.ratio.low <= look.ratio.value <= look.ratio.high

    def test_weeks_end_on_the_last_day(self):
        assert whole_weeks(np.arange(10.0)).tolist() == [[3, 4, 5, 6, 7, 8, 9]]
        assert told([9.0] * 3, *[QUIET] * 8)[-1].last_day == 58


class TestHowOftenItIsWrong:
    # 400 diaries: the error of the false alarms is .07 a year, that of a share .02.
    def test_raises_two_false_alarms_a_year_at_most(self):
        assert 1.6 <= np.mean([alarms(diary).sum() for diary in diaries()]) <= 2.1

    @pytest.mark.parametrize("of", [{"mean": 0.6}, {"missing": 0.5}, {"memory": 0.0}])
    def test_raises_no_more_for_rare_twitches_gaps_and_independent_days(self, of):
        assert np.mean([alarms(diary).sum() for diary in diaries(**of)]) <= 2.1

    @pytest.mark.parametrize(("times", "least"), [(1.5, 0.62), (2.0, 0.86), (3.0, 0.95)])
    def test_finds_a_rise_within_eight_weeks(self, times, least):
        assert np.mean([alarms(diary).any() for diary in diaries(times=times, weeks=8)]) >= least

    def test_finds_more_than_a_single_week_does(self):
        rises = diaries(times=2.0, weeks=8)
        found = {
            rule.weeks: np.mean(
                [any(isinstance(look, Look) and look.alarm for look in looks(rise, rule=rule)[-8:]) for rise in rises]
            )
            for rule in (WEEK, FORTNIGHT)
        }

        assert found[2] >= found[1] + 0.02

    def test_covers_the_true_ratio(self):
        last = [looks(diary)[-7] for diary in diaries(times=2.0, weeks=8)]  # two weeks after the rise
        covered = [look.ratio.low <= 2 <= look.ratio.high for look in last if isinstance(look, Look)]

        assert np.mean(covered) >= 0.92
