"""The day on which half of the effect is lost, on courses of which it is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.analysis.refusals import NotSeen, TooFew
from reports.analysis.wearing_off import WearingOff, wearing_off
from reports.simulate.truth import Cycle
from tests.reports.analysis.material import sure

BEFORE = [10, 9, 11, 10] * 14


def course(gone: float, *, days: int = 140, rate: float = 10.0) -> list[int]:
    cycle = Cycle(latency=4, depth=0.8, gone=gone)
    return [round(rate * cycle.factor(day)) for day in range(days)]


class TestWearingOff:
    @pytest.mark.parametrize("gone", [56, 84, 112])
    def test_of_a_course_without_chance_is_the_half_way_day(self, gone):
        told = sure(wearing_off(BEFORE, range(140), course(gone)))

        assert told.day.value == pytest.approx((28 + gone) / 2, abs=3)
        assert told.day.low <= (28 + gone) / 2 <= told.day.high
        assert told.observed_until == 139

    def test_is_not_seen_before_it_has_come(self):
        assert wearing_off(BEFORE, range(50), course(112, days=50)) == NotSeen("not_yet")
        assert wearing_off(BEFORE, range(50), [0] * 50) == NotSeen("not_yet")

    def test_says_which_days_are_too_few(self):
        sparse = [*range(14, 20), *range(29, 60)]

        assert wearing_off(BEFORE, sparse, [1] * len(sparse)) == TooFew("full days", 6, 7)
        assert wearing_off(BEFORE, range(42), course(84, days=42)) == TooFew("later days", 13, 14)

    def test_does_not_ask_what_came_half_a_year_later(self):
        long, longer = (wearing_off(BEFORE, range(days), course(84, days=days)) for days in (169, 400))

        assert long == longer

    def test_is_less_certain_of_fewer_episodes(self):
        many = sure(wearing_off(BEFORE, range(140), course(84)))
        few = sure(wearing_off([2, 1, 3, 2] * 14, range(140), course(84, rate=2)))

        assert few.day.high - few.day.low > many.day.high - many.day.low

    def test_refuses_days_before_without_an_episode(self):
        with pytest.raises(ValueError, match="before"):
            wearing_off([0] * 20, range(140), course(84))

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.integers(0, 500), min_size=1, max_size=60).filter(any),
        st.lists(st.integers(0, 500), min_size=60, max_size=200),
    )
    def test_any_counts_give_a_day_within_its_limits_or_a_refusal(self, before, after):
        told = wearing_off(before, range(len(after)), after)

        if isinstance(told, WearingOff):
            assert 32 <= told.day.low <= told.day.value <= told.day.high <= 88
        else:
            assert told == NotSeen("not_yet")

    def test_twice_as_many_episodes_every_day_do_not_move_the_day(self):
        chance = np.random.default_rng(3)
        after = chance.poisson(course(84))
        once, twice = (sure(wearing_off([k * n for n in BEFORE], range(140), (k * after).tolist())) for k in (1, 2))

        assert twice.day.value == pytest.approx(once.day.value, abs=2)
