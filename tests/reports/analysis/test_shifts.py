"""One Fourier transform gives what shifting day by day gives, and the unshifted score is statsmodels' score test."""

from __future__ import annotations

import numpy as np
import pytest

from reports.analysis.shifts import Null, all_shifts, null_model
from reports.simulate.series import Counting, counts, generator

DAYS = 75
WEEKEND = np.arange(DAYS) % 7 > 4


def diary(missing: float = 0.0) -> tuple[np.ndarray, Null]:
    (told,) = counts(generator("shifts"), 1, Counting(days=DAYS, missing=missing))
    null = null_model(told, WEEKEND)
    assert null is not None
    return told, null


def exposure(missing: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    chance = generator("exposure")
    known = chance.random(DAYS) >= missing
    return np.where(known, chance.normal(size=DAYS), 0.0), known


class TestAllShifts:
    @pytest.mark.parametrize("missing", [0.0, 0.3])
    def test_are_the_scores_of_the_diary_shifted_by_hand(self, missing):
        _, null = diary(missing)
        values, known = exposure(missing)
        told = all_shifts(null, values[None], known[None], np.array([0, 0]), np.array([0, 2]))
        blank = np.zeros(2)
        late = np.concatenate([values, blank])
        there = np.concatenate([known, blank])
        weights, residuals = (np.concatenate([one, blank]) for one in (null.weights, null.residuals))
        design = np.concatenate([null.design, np.zeros((2, 4))])
        a = design.T @ (weights[:, None] * design) + np.diag(null.penalty)
        for shift in range(DAYS + 2):
            x = np.roll(late, shift)
            b = design.T @ (weights * x)
            information = weights @ x**2 - b @ np.linalg.solve(a, b)
            assert told.information[0, shift] == pytest.approx(information)
            assert told.z[0, shift] == pytest.approx(residuals @ x / np.sqrt(information), abs=1e-8)
            assert told.pairs[0, shift] == np.sum(np.concatenate([null.known, blank]) * np.roll(there, shift))
        assert np.array_equal(told.z[1], np.roll(told.z[0], -2))

    def test_do_not_pair_the_first_days_with_the_last_values(self):
        _, null = diary()
        values, known = np.zeros(DAYS), np.ones(DAYS, dtype=bool)
        values[-2:], known[:-2] = 5.0, False
        told = all_shifts(null, values[None], known[None], np.array([0, 0]), np.array([0, 2]))

        assert told.pairs[:, 0].tolist() == [2, 0]
        assert told.z[1, 0] == 0

    @pytest.mark.filterwarnings("ignore:(Substitution|Appender) is deprecated")  # statsmodels 0.14 on pandas 3
    def test_begin_with_the_score_test_of_statsmodels(self):
        from statsmodels.api import GLM, families

        told, null = diary()
        values, known = exposure()
        values -= values.mean()
        z = all_shifts(null, values[None], known[None], np.array([0]), np.array([0])).z[0, 0]
        family = families.NegativeBinomial(alpha=null.dispersion)
        model = GLM(told, null.design, family=family)
        chi_square, _, _ = model.score_test(model.fit().params, exog_extra=values, observed=False)

        assert z**2 == pytest.approx(chi_square, rel=0.01)  # the weak prior of the null model is not in statsmodels


class TestNullModel:
    def test_leaves_residuals_without_a_trend_a_weekend_or_a_memory_of_yesterday(self):
        _, null = diary(0.2)

        pull = null.penalty * null.coefficients
        assert null.design.T @ null.residuals == pytest.approx(pull, abs=1e-6)
        assert (null.residuals[~null.known] == 0).all()

    def test_says_nothing_of_yesterday_on_the_day_after_an_unknown_day(self):
        told, null = diary(0.3)
        after = np.concatenate([[True], np.isnan(told[:-1])])

        assert (null.design[after, 3] == 0).all()
        assert null.design[~after, 3].std() > 0

    @pytest.mark.parametrize("quiet", [np.zeros(DAYS), np.full(DAYS, 3.0), np.where(WEEKEND, 0.0, 4.0)])
    def test_is_none_or_finite_where_the_counts_follow_the_calendar(self, quiet):
        null = null_model(quiet, WEEKEND)

        assert null is None or np.isfinite(null.residuals).all()

    def test_is_none_where_the_counts_never_differ(self):
        assert null_model(np.full(DAYS, 3.0), WEEKEND) is None
        assert null_model(np.zeros(DAYS), WEEKEND) is None
