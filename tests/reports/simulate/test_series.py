"""Simulated counts have the mean, the burstiness, the memory and the gaps that were asked for."""

import numpy as np
import pytest

from reports.simulate.series import Counting, counts, generator, remembering


class TestCounts:
    def test_have_the_mean_and_the_variance_of_a_negative_binomial_when_there_is_no_mood(self):
        told = counts(generator("law"), 400, Counting(days=500, mean=3, size=2, spread=0))

        assert told.mean() == pytest.approx(3, rel=0.02)
        assert told.var() == pytest.approx(3 + 9 / 2, rel=0.03)

    def test_keep_their_mean_with_a_mood_and_carry_the_effect_asked_for(self):
        of = Counting(days=400, mean=3, memory=0.8)
        quiet, doubled = (counts(generator("effect"), 500, of, log_effect=effect) for effect in (0.0, np.log(2)))

        assert quiet.mean() == pytest.approx(3, rel=0.03)
        assert doubled.mean() == pytest.approx(6, rel=0.03)

    def test_are_missing_as_often_as_asked_and_never_silently_zero(self):
        told = counts(generator("gaps"), 300, Counting(days=300, mean=50, spread=0, size=50, missing=0.3))

        assert np.isnan(told).mean() == pytest.approx(0.3, abs=0.01)
        assert np.nanmin(told) > 0

    def test_a_seed_is_a_story(self):
        one, again, other = (counts(generator("seed", n), 2, Counting(days=30)) for n in (1, 1, 2))

        assert np.array_equal(one, again)
        assert not np.array_equal(one, other)


@pytest.mark.parametrize("memory", [0.0, 0.4, 0.8])
def test_a_mood_remembers_yesterday_as_much_as_asked(memory):
    mood = remembering(generator("memory"), 300, 400, memory)

    assert mood.std() == pytest.approx(1, abs=0.02)
    assert np.mean(mood[:, 1:] * mood[:, :-1]) == pytest.approx(memory, abs=0.02)
