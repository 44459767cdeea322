"""The planned test against Fisher's example, scipy, all its own assignments and simulated diaries."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from reports.analysis.planned_test import PlannedTest, planned_test
from reports.analysis.refusals import TooFew
from reports.simulate.series import Counting, counts, generator

# Darwin's maize in eighths of an inch, crossed and self-fertilised: Fisher, The Design of Experiments, section 21.
CROSSED = [188, 96, 168, 176, 153, 172, 177, 163, 146, 173, 186, 168, 177, 184, 96]
SELFED = [139, 163, 160, 160, 147, 149, 149, 122, 132, 144, 130, 144, 102, 124, 144]

COUNTS = arrays(float, (30, 2), elements=st.one_of(st.integers(0, 12).map(float), st.sampled_from([math.nan, 1e9])))
FEW = arrays(float, (8, 2), elements=st.integers(1, 30).map(float))
ORDERS = arrays(bool, 8)


def outcome(episodes, *, days=None, second=None, design="block pairs") -> PlannedTest:
    """Return what a test of these pairs says; the treatment is second unless told otherwise."""
    numbers = np.array(episodes, dtype=float)
    known = np.ones_like(numbers) if days is None else np.array(days, dtype=float)
    order = np.ones(len(numbers), dtype=bool) if second is None else np.array(second)
    told = planned_test(numbers, known, order, design=design)
    assert isinstance(told, PlannedTest), told
    return told


def simulated(runs, pairs, ratio, *, length_days, of):
    """Return episodes, known days and order of simulated tests; the first day of a block is washout."""
    chance = generator("planned test", pairs, length_days, str(ratio))
    second = chance.random((runs, pairs)) < 1 / 2
    treated = np.repeat(np.stack([~second, second], axis=2).reshape(runs, -1), length_days, axis=1)
    days = counts(chance, runs, of, log_effect=np.log(ratio) * treated.astype(float)).reshape(
        runs, pairs, 2, length_days
    )
    kept = days[..., 1:] if length_days > 1 else days
    return np.nansum(kept, axis=3), (~np.isnan(kept)).sum(axis=3).astype(float), second


class TestP:
    def test_is_that_of_fisher_for_the_maize_of_darwin(self):
        told = outcome(list(zip(SELFED, CROSSED, strict=True)))

        assert told.p == 1726 / 2**15
        assert told.word == "leaning"

    @settings(max_examples=25)
    @given(FEW, ORDERS)
    def test_is_that_of_the_permutation_test_of_scipy(self, episodes, second):
        told = outcome(episodes, second=second)
        treated = np.where(second, episodes[:, 1], episodes[:, 0])
        untreated = episodes.sum(axis=1) - treated
        scipys = stats.permutation_test(
            (treated, untreated),
            lambda x, y, axis: (x - y).sum(axis=axis),
            permutation_type="samples",
            n_resamples=2**8,
            vectorized=True,
        )

        assert told.p == pytest.approx(scipys.pvalue)

    @pytest.mark.parametrize("pairs", [6, 8])
    def test_is_below_any_level_in_no_more_assignments_than_the_level_says(self, pairs):
        episodes, days, _ = simulated(1, pairs, 1.0, length_days=7, of=Counting(days=14 * pairs, missing=0.2))
        orders = itertools.product([False, True], repeat=pairs)
        p = np.array([outcome(episodes[0], days=days[0], second=order).p for order in orders])

        assert all((p <= level).mean() <= level + 1e-12 for level in np.unique(p))
        assert p.min() == 2 / 2**pairs

    def test_of_more_than_20_pairs_is_the_exact_one_within_the_error_of_its_sample(self):
        pairs = [(4, 2), (3, 3), (1, 2), (5, 2), (2, 0), (3, 1), (2, 3)] * 4

        # How the sum of 28 differences with drawn signs is spread, by convolution.
        chances = np.array([1.0])
        for untreated, treated in pairs:
            steps = np.zeros(2 * abs(treated - untreated) + 1)
            steps[0] += 1 / 2
            steps[-1] += 1 / 2
            chances = np.convolve(chances, steps)
        middle, reached = len(chances) // 2, abs(sum(b - a for a, b in pairs))
        exact = chances[: middle - reached + 1].sum() + chances[middle + reached :].sum()

        assert outcome(pairs, design="day pairs").p == pytest.approx(exact, abs=3 * math.sqrt(exact / 10_000))

    def test_of_more_than_20_pairs_is_never_below_one_in_the_number_of_samples(self):
        assert outcome([(9, 1)] * 28, design="day pairs").p == 1 / 10_001

    @given(FEW, ORDERS)
    def test_agrees_with_the_limits_and_the_word(self, episodes, second):
        told = outcome(episodes, second=second)

        assert (told.p <= 0.05) == told.ratio.excludes(1.0) == (told.word == "clear")
        assert told.ratio.low <= told.ratio.value <= told.ratio.high


class TestRatio:
    def test_is_that_of_mantel_and_haenszel(self):
        weeks, days = (
            [(20, 9), (18, 8), (24, 11), (16, 7), (15, 9), (22, 12)],
            [(7, 6), (6, 6), (7, 4), (5, 6)] + [(6, 6)] * 2,
        )
        above = sum(b * m / (m + n) for (_, b), (m, n) in zip(weeks, days, strict=True)) + 1 / 4
        below = sum(a * n / (m + n) for (a, _), (m, n) in zip(weeks, days, strict=True)) + 1 / 4

        assert outcome(weeks, days=days).ratio.value == pytest.approx(above / below)

    def test_has_the_most_different_pairs_for_limits_of_six_pairs(self):
        told = outcome([(20, 10), (30, 10), (16, 12), (24, 9), (18, 11), (20, 12)])

        # Half of each count enters, and a 24th of an episode.
        assert told.ratio.low == pytest.approx((5 + 1 / 24) / (15 + 1 / 24))
        assert told.ratio.high == pytest.approx((6 + 1 / 24) / (8 + 1 / 24))

    @given(FEW, ORDERS)
    def test_is_turned_upside_down_where_the_labels_are_exchanged(self, episodes, second):
        told, other = outcome(episodes, second=second), outcome(episodes, second=~second)

        assert other.p == told.p
        assert other.ratio.value == pytest.approx(1 / told.ratio.value)
        assert (other.ratio.low, other.ratio.high) == pytest.approx((1 / told.ratio.high, 1 / told.ratio.low))
        assert other.p_fewer == pytest.approx(1 - told.p_fewer)

    def test_is_turned_upside_down_in_more_than_20_pairs_too(self):
        pairs = [(4, 2), (3, 3), (1, 2), (5, 2), (2, 0), (3, 1), (2, 3)] * 4
        told, other = (outcome(one, design="day pairs") for one in (pairs, np.array(pairs)[:, ::-1]))

        assert other.p == told.p
        assert (other.ratio.low, other.ratio.high) == pytest.approx((1 / told.ratio.high, 1 / told.ratio.low))

    @given(FEW, ORDERS, st.permutations(range(8)))
    def test_does_not_depend_on_the_order_of_the_pairs(self, episodes, second, places):
        told, moved = outcome(episodes, second=second), outcome(episodes[places], second=second[places])

        assert moved.p == told.p
        assert (moved.ratio.low, moved.ratio.high) == pytest.approx((told.ratio.low, told.ratio.high))

    def test_of_a_treatment_that_leaves_nothing_is_small_and_finite(self):
        told = outcome([(5, 0), (3, 0), (4, 0), (6, 0), (2, 0), (5, 0)])

        assert told.word == "clear"
        assert 0 < told.ratio.low <= told.ratio.value < told.ratio.high < 0.1
        assert 0.95 < told.p_fewer < 1


class TestOpinion:
    def test_is_a_t_distribution_around_the_log_ratio(self):
        pairs = [(20, 10), (30, 10), (16, 12), (24, 30), (18, 11), (20, 2)]
        told = outcome(pairs)
        untreated, treated = np.array(pairs).T + 1 / 12
        pulls = treated / treated.sum() - untreated / untreated.sum()
        error = math.sqrt(6 / 5 * (pulls**2).sum())
        by_hand = stats.t(5, math.log(treated.sum() / untreated.sum()), error)

        assert told.p_fewer == pytest.approx(by_hand.cdf(0))
        assert told.p_fifth_fewer == pytest.approx(by_hand.cdf(math.log(0.8)))

    def test_is_no_surer_than_the_chance_of_counts_where_all_pairs_say_the_same(self):
        told = outcome([(4, 2)] * 6)
        poisson = stats.t(5, math.log(12.5 / 24.5), math.sqrt((36 / 4) / (12.5 / 2 * 24.5 / 2)))

        assert told.p_fewer == pytest.approx(poisson.cdf(0))


class TestRefusal:
    def test_names_how_many_pairs_are_missing(self):
        five, days = np.full((5, 2), 9.0), np.full((5, 2), 6.0)
        blocks = planned_test(five, days, np.ones(5, dtype=bool), design="block pairs")
        single = planned_test(np.full((27, 2), 3.0), np.ones((27, 2)), np.ones(27, dtype=bool), design="day pairs")

        assert blocks == TooFew("block pairs", 5, 6)
        assert single == TooFew("day pairs", 27, 28)

    def test_counts_only_pairs_with_a_known_day_in_both_halves(self):
        weeks, days = np.full((8, 2), 9.0), np.full((8, 2), 6.0)
        weeks[0, 1], days[1, 0], days[2] = math.nan, 0.0, 0.0

        assert planned_test(weeks, days, np.ones(8, dtype=bool), design="block pairs") == TooFew("block pairs", 5, 6)

    def test_names_too_few_episodes(self):
        quiet = np.zeros((6, 2))
        quiet[0] = 5, 4

        assert planned_test(quiet, np.full((6, 2), 6.0), np.ones(6, dtype=bool), design="block pairs") == TooFew(
            "episodes", 9, 10
        )

    def test_of_an_empty_test(self):
        none = np.zeros((0, 2))

        assert planned_test(none, none, np.zeros(0, dtype=bool), design="day pairs") == TooFew("day pairs", 0, 28)

    @pytest.mark.parametrize(
        ("episodes", "days"), [(-1.0, 6.0), (math.inf, 6.0), (3.0, -1.0), (3.0, math.nan), (3.0, math.inf)]
    )
    def test_of_numbers_that_cannot_be(self, episodes, days):
        with pytest.raises(ValueError, match="must be finite"):
            planned_test(np.full((6, 2), episodes), np.full((6, 2), days), np.ones(6, dtype=bool), design="block pairs")

    def test_of_shapes_that_do_not_fit(self):
        with pytest.raises(ValueError, match="a row for each pair"):
            planned_test(np.ones((6, 2)), np.ones((6, 2)), np.ones(5, dtype=bool), design="block pairs")

    @settings(max_examples=40, deadline=None)
    @given(COUNTS, st.sampled_from(["block pairs", "day pairs"]))
    def test_or_an_answer_of_finite_numbers_is_given_for_any_diary(self, episodes, design):
        told = planned_test(episodes, np.ones((30, 2)), np.arange(30) % 3 == 0, design=design)

        if isinstance(told, PlannedTest):
            numbers = [told.ratio.low, told.ratio.value, told.ratio.high, told.p, told.p_fewer, told.p_fifth_fewer]
            assert all(math.isfinite(number) for number in numbers)


class TestSimulatedDiaries:
    # 8 block pairs are 112 days; a mood that lasts is where tests of independent days err.
    @pytest.mark.parametrize(
        ("pairs", "length_days", "design"),
        [
            (8, 7, "block pairs"),
            *(pytest.param(*one, marks=pytest.mark.long) for one in ((6, 7, "block pairs"), (28, 1, "day pairs"))),
        ],
    )
    def test_without_an_effect_are_clear_in_five_percent_at_most(self, pairs, length_days, design):
        of = Counting(days=2 * pairs * length_days, memory=0.8)
        clear = [
            outcome(episodes, days=days, second=second, design=design).word == "clear"
            for episodes, days, second in zip(*simulated(400, pairs, 1.0, length_days=length_days, of=of), strict=True)
        ]

        assert np.mean(clear) <= 0.05 + 3 * 0.011

    @pytest.mark.parametrize(
        ("pairs", "length_days", "design", "power"),
        [(8, 7, "block pairs", 0.61), pytest.param(42, 1, "day pairs", 0.80, marks=pytest.mark.long)],
    )
    def test_of_a_halved_rate_are_told_as_often_as_we_say_and_right(self, pairs, length_days, design, power):
        of = Counting(days=2 * pairs * length_days)
        told = [
            outcome(episodes, days=days, second=second, design=design)
            for episodes, days, second in zip(*simulated(400, pairs, 0.5, length_days=length_days, of=of), strict=True)
        ]

        assert np.mean([one.word == "clear" for one in told]) == pytest.approx(power, abs=3 * 0.025)
        assert np.mean([not one.ratio.excludes(0.5) for one in told]) >= 0.95 - 3 * 0.011
        assert np.mean([math.log(one.ratio.value / 0.5) for one in told]) == pytest.approx(0, abs=0.05)

    def test_of_a_fifth_fewer_seldom_make_us_sure_of_more(self):
        of = Counting(days=112)
        sure = [
            outcome(episodes, days=days, second=second).p_fifth_fewer > 0.95
            for episodes, days, second in zip(*simulated(400, 8, 0.8, length_days=7, of=of), strict=True)
        ]

        assert np.mean(sure) == pytest.approx(0.05, abs=3 * 0.011)
