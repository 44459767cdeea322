"""Directions on a clock of which the night is not watched, against published examples and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from reports.analysis.circular import (
    Resultant,
    direction,
    direction_error,
    minute_of,
    resultant,
    second_order_p,
    tilt,
    tilted_moments,
)

CIRCLE = [direction(minute) for minute in range(5, 1440, 10)]
WAKING = [direction(minute) for minute in range(365, 1320, 10)]
ZAR = (45, 55, 81, 96, 110, 117, 132, 154)  # Zar (2010), example 26.4: degrees; mean angle 99, r = 0.82522
MINUTES = st.floats(0, 1439.99, allow_nan=False)


def mean_of(minutes):
    return resultant(minutes).total / len(minutes)


class TestResultant:
    def test_gives_the_mean_angle_and_the_length_of_zars_example(self):
        mean = mean_of([degrees * 4 for degrees in ZAR])

        assert abs(mean) == pytest.approx(0.82522, abs=1e-5)
        assert minute_of(mean) / 4 == pytest.approx(99, abs=0.5)

    @given(MINUTES)
    def test_a_time_of_day_comes_back_as_it_was(self, minute):
        apart = abs(minute_of(direction(minute)) - minute)

        assert min(apart, 1440 - apart) < 1e-6


class TestSecondOrderP:
    @pytest.mark.parametrize("days", [5, 12, 60])
    def test_is_hotellings_test_of_the_days(self, days):
        vectors = np.random.default_rng(days).normal(0.2, 1, (days, 2))
        mean, covariance = vectors.mean(axis=0), np.cov(vectors.T)
        t_squared = days * mean @ np.linalg.solve(covariance, mean)
        expected = stats.f.sf(t_squared * (days - 2) / (2 * (days - 1)), 2, days - 2)

        assert second_order_p([complex(*one) for one in vectors]) == pytest.approx(expected)

    def test_of_one_event_a_day_is_nearly_rayleighs(self):
        angles = np.random.default_rng(1).vonmises(0, 0.06, 800)
        vectors = [complex(math.cos(angle), math.sin(angle)) for angle in angles]
        rayleigh = math.exp(-(abs(sum(vectors)) ** 2) / 800)

        assert 0.01 < rayleigh < 0.9
        assert second_order_p(vectors) == pytest.approx(rayleigh, rel=0.1)

    def test_of_days_on_one_line_is_told_by_its_length(self):
        assert second_order_p([1, 1, 1, 1, 1]) == 0
        assert second_order_p([1, -1, 1, -1]) == 1
        assert second_order_p([0j] * 6) == 1

    def test_needs_three_days(self):
        with pytest.raises(ValueError, match="three days"):
            second_order_p([1, 1j])

    @given(st.lists(st.complex_numbers(max_magnitude=20, allow_nan=False), min_size=3, max_size=40))
    def test_is_a_share_for_any_days(self, vectors):
        assert 0 <= second_order_p(vectors) <= 1


class TestTilt:
    def test_of_the_whole_circle_is_the_mean_direction(self):
        fitted = tilt(mean_of([degrees * 4 for degrees in ZAR]), CIRCLE)

        assert minute_of(fitted) / 4 == pytest.approx(99, abs=0.5)

    @pytest.mark.parametrize("concentration", [0.5, 1.5, 3.0])
    def test_finds_the_concentration_that_scipy_finds(self, concentration):
        mean = stats.vonmises.expect(np.cos, (concentration,), lb=-np.pi, ub=np.pi)

        assert abs(tilt(mean * direction(600), CIRCLE)) == pytest.approx(
            concentration, rel=0.06
        )  # the ridge: a little less

    def test_seen_through_the_waking_hours_is_the_law_that_was_cut(self):
        peak, concentration = 2 * math.pi * 8 / 24, 1.5
        low, high = (2 * math.pi * hour / 24 for hour in (6, 22))
        kept = stats.vonmises(concentration, loc=peak)
        scale = integrate.quad(kept.pdf, low, high)[0]
        cosine, sine = (
            integrate.quad(lambda x, part=part: part(x) * kept.pdf(x) / scale, low, high)[0]
            for part in (np.cos, np.sin)
        )

        assert minute_of(complex(cosine, sine)) > 9 * 60  # the plain mean leans towards the afternoon
        assert minute_of(tilt(complex(cosine, sine), WAKING)) == pytest.approx(8 * 60, abs=4)

    def test_is_where_the_likelihood_is_greatest(self):
        mean = mean_of([400, 500, 480, 700, 900, 1300])

        def loss(at):
            logs = np.array([at[0] * one.real + at[1] * one.imag for one in WAKING])
            penalty = (at @ at) / 600
            return float(np.log(np.mean(np.exp(logs))) - at @ [mean.real, mean.imag] + penalty)

        best = optimize.minimize(loss, [0.0, 0.0], tol=1e-10).x

        assert tilt(mean, WAKING) == pytest.approx(complex(*best), abs=1e-4)

    @given(st.lists(MINUTES, min_size=1, max_size=50))
    def test_is_finite_for_any_times(self, minutes):
        assert abs(tilt(mean_of(minutes), CIRCLE)) < 13

    @pytest.mark.parametrize("minute", [360, 600, 1319])
    def test_is_finite_when_all_is_at_one_time_of_the_waking_hours(self, minute):
        assert abs(tilt(direction(minute), WAKING)) < 100


class TestDirectionError:
    def test_of_one_event_a_day_is_fishers_circular_standard_error(self):
        angles = np.random.default_rng(4).vonmises(1.0, 2.0, 300)
        length = abs(np.exp(1j * angles).mean())
        second = np.cos(2 * (angles - np.angle(np.exp(1j * angles).mean()))).mean()
        fisher = math.sqrt((1 - second) / (2 * 300 * length**2))  # Fisher (1993), section 4.4.4
        days = [Resultant(complex(np.exp(1j * angle)), 1) for angle in angles]
        towards = tilt(complex(np.exp(1j * angles).mean()), CIRCLE)

        assert direction_error(towards, days, CIRCLE) == pytest.approx(fisher, rel=0.03)

    def test_of_a_peak_near_the_night_is_the_spread_of_the_fitted_directions(self):
        chance = np.random.default_rng(6)
        minutes = (540 + 1440 / (2 * np.pi) * chance.vonmises(0, 1.5, (400, 200))) % 1440
        turned, errors = [], []
        for diary in minutes:
            days = [resultant([minute]) for minute in diary if 360 <= minute < 1320]
            towards = tilt(sum(day.total for day in days) / len(days), WAKING)
            turned.append((minute_of(towards) - 540) / 1440 * 2 * math.pi)
            errors.append(direction_error(towards, days, WAKING))

        assert np.mean(errors) == pytest.approx(np.std(turned), rel=0.1)

    def test_of_doubled_entries_is_not_smaller(self):
        days = [resultant([500 + 7 * n]) for n in range(20)]
        twice = [Resultant(2 * day.total, 2) for day in days]
        towards = tilt(sum(day.total for day in days) / 20, CIRCLE)

        assert direction_error(towards, twice, CIRCLE) == pytest.approx(direction_error(towards, days, CIRCLE))


def test_even_waking_hours_have_the_mean_vector_of_an_arc():
    mean, _ = tilted_moments(0j, WAKING)
    arc = 2 * math.pi * 16 / 24

    assert abs(mean) == pytest.approx(math.sin(arc / 2) / (arc / 2), abs=1e-3)
    assert minute_of(mean) == pytest.approx(14 * 60)
