"""Negative-binomial regression gives what statsmodels gives, and says by name when there is nothing to give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln

from reports.analysis.regression import Fit, NoFit, coefficients_given, negative_binomial
from reports.simulate.series import generator


def bursty_days(days: int, dispersion: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts, design and offset of days with an exposure, a quarter of weekend days and unequal hours."""
    chance = generator("bursty days", days, str(dispersion))
    design = np.column_stack([np.ones(days), chance.normal(size=days), chance.random(days) < 0.25])
    offset = chance.normal(scale=0.3, size=days)
    mean = np.exp(design @ [0.8, 0.3, -0.4] + offset)
    bursts = chance.gamma(1 / dispersion, dispersion, size=days)
    return chance.poisson(mean * bursts).astype(float), design, offset


def fitted(*args, **kwargs) -> Fit:
    fit = negative_binomial(*args, **kwargs)
    assert isinstance(fit, Fit)
    return fit


# statsmodels 0.14 on pandas 3
@pytest.mark.filterwarnings("ignore:(Substitution|Appender|The 'float_precision' argument) is deprecated")
class TestAgainstStatsmodels:
    @pytest.mark.parametrize("days", [60, 120, 365])
    @pytest.mark.parametrize("dispersion", [0.2, 1.0, 3.0])
    def test_agrees_to_eight_digits_with_its_errors_and_dispersion(self, days, dispersion):
        from statsmodels.discrete.discrete_model import NegativeBinomial

        counts, design, offset = bursty_days(days, dispersion)
        oracle = NegativeBinomial(counts, design, loglike_method="nb2", offset=offset).fit(
            disp=0, method="newton", maxiter=200, tol=1e-12, warn_convergence=False
        )
        fit = fitted(counts, design, offset=offset)

        assert fit.coefficients == pytest.approx(oracle.params[:-1], abs=1e-8)
        assert fit.dispersion == pytest.approx(oracle.params[-1], rel=1e-8)
        assert fit.standard_errors == pytest.approx(oracle.bse[:-1], rel=1e-8)

    def test_gives_the_estimates_of_r_and_stata_for_the_rand_health_insurance_experiment(self):
        from statsmodels.datasets import randhie

        data = randhie.load_pandas()
        design = np.column_stack([data.exog.to_numpy(dtype=float), np.ones(len(data.exog))])
        fit = fitted(data.endog.to_numpy(dtype=float), design)

        # R 2.15.1, MASS 7.3-22, glm.nb; the dispersion of Stata: statsmodels/discrete/tests/results/results_discrete.py
        of_r = [-0.057947, -0.267788, 0.041206, -0.038138, 0.268916, 0.038164, -0.044134, 0.017252, 0.177961, 0.663556]
        assert fit.coefficients == pytest.approx(of_r, abs=1e-6)
        assert fit.dispersion == pytest.approx(1.292953, abs=1e-6)

    def test_is_poisson_and_says_so_where_the_days_vary_no_more_than_chance(self):
        from statsmodels.api import GLM, families

        counts, exposed = np.tile([2.0, 3, 4, 3, 2], 12), np.tile([0.0, 1, 1, 0, 0, 1], 10)
        design = np.column_stack([np.ones(60), exposed])
        oracle = GLM(counts, design, family=families.Poisson()).fit(tol=1e-12)
        fit = fitted(counts, design)

        assert (fit.family, fit.dispersion) == ("poisson", 0.0)
        assert fit.coefficients == pytest.approx(oracle.params, abs=1e-8)
        assert fit.standard_errors == pytest.approx(oracle.bse, rel=1e-6)


class TestEstimates:
    def test_of_two_groups_are_the_log_of_their_means(self):
        counts, exposed = np.array([0.0, 6, 1, 5, 2, 16, 9, 3]), np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
        fit = fitted(counts, np.column_stack([np.ones(8), exposed]))

        assert np.exp(fit.coefficients) == pytest.approx([3.0, 7.5 / 3.0])

    def test_have_a_dispersion_that_no_other_dispersion_beats(self):
        counts, design, offset = bursty_days(120, 1.0)
        fit = fitted(counts, design, offset=offset)

        def log_likelihood(alpha: float) -> float:
            size, mean = 1 / alpha, fit.mean
            chance = gammaln(counts + size) - gammaln(size) + size * np.log(size / (size + mean))
            return float(np.sum(chance + counts * np.log(mean / (size + mean))))

        best = log_likelihood(fit.dispersion)
        assert best > log_likelihood(fit.dispersion * 1.01)
        assert best > log_likelihood(fit.dispersion / 1.01)

    def test_know_that_twice_the_hours_give_twice_the_episodes(self):
        counts, design, _ = bursty_days(60, 0.5)
        once, twice = fitted(counts, design), fitted(counts, design, offset=np.log(2.0))

        assert once.coefficients - twice.coefficients == pytest.approx([np.log(2), 0, 0], abs=1e-9)

    @given(st.floats(1e-3, 1e3), st.integers(0, 50))
    def test_of_a_column_in_another_unit_change_by_that_unit_alone(self, unit, seed):
        counts, design, _ = bursty_days(60, 0.5)
        column = np.random.default_rng(seed).normal(size=60)
        plain = fitted(counts, np.column_stack([design, column]))
        scaled = fitted(counts, np.column_stack([design, column / unit]))

        assert scaled.coefficients[-1] == pytest.approx(plain.coefficients[-1] * unit, rel=1e-6, abs=1e-9 * unit)
        assert scaled.mean == pytest.approx(plain.mean, rel=1e-6)

    @given(st.lists(st.integers(0, 10**9), min_size=2, max_size=40))
    def test_are_finite_or_refused_whatever_the_counts(self, counts):
        fit = negative_binomial(np.array(counts, dtype=float), np.ones((len(counts), 1)))

        if isinstance(fit, Fit):
            assert np.exp(fit.coefficients[0]) == pytest.approx(np.mean(counts))
            assert np.isfinite([*fit.standard_errors, fit.dispersion]).all()
        else:
            assert fit == NoFit("no episode")


class TestRefusals:
    def test_of_no_day_and_of_no_episode(self):
        assert negative_binomial(np.zeros(0), np.ones((0, 1))) == NoFit("no day")
        assert negative_binomial(np.zeros(30), np.ones((30, 1))) == NoFit("no episode")

    def test_of_two_columns_that_say_the_same(self):
        counts, design, _ = bursty_days(60, 0.5)

        assert negative_binomial(counts, design[:, [0, 1, 1]]) == NoFit("columns that say the same")
        assert negative_binomial(counts, np.column_stack([design, np.zeros(60)])) == NoFit("columns that say the same")

    def test_of_a_ratio_that_would_be_infinite_unless_a_prior_keeps_it_finite(self):
        exposed = np.repeat([0.0, 1.0], 30)
        counts = np.where(exposed == 1, np.tile([1.0, 5, 3], 20), 0.0)
        design = np.column_stack([np.ones(60), exposed])

        assert negative_binomial(counts, design) == NoFit("no finite maximum")
        assert 3 < fitted(counts, design, penalty=np.array([0.0, 1 / 9])).coefficients[1] < 10

    @pytest.mark.parametrize(
        ("counts", "design"),
        [([1.0, -1.0], [[1.0], [1.0]]), ([1.0, np.nan], [[1.0], [1.0]]), ([1.0, 2.0], [[1.0], [np.inf]])],
    )
    def test_of_numbers_that_no_diary_has(self, counts, design):
        with pytest.raises(ValueError, match=r"count|finite"):
            negative_binomial(np.array(counts), np.array(design))

    def test_of_rows_that_do_not_match_the_counts(self):
        with pytest.raises(ValueError, match="row"):
            negative_binomial(np.ones(3), np.ones((2, 1)))


class TestManyAtOnce:
    def test_gives_each_regression_what_it_gets_alone(self):
        counts, design, _ = bursty_days(120, 1.0)
        alone = fitted(counts, design)
        told = coefficients_given(
            counts, np.stack([design, design]), alone.dispersion, known=np.ones((2, 120), bool), start=np.zeros(3)
        )

        assert told == pytest.approx(np.stack([alone.coefficients] * 2), abs=1e-7)

    def test_leaves_out_the_days_that_a_regression_does_not_know(self):
        counts, design, _ = bursty_days(120, 1.0)
        known = np.arange(120) % 3 > 0
        fewer = fitted(counts[known], design[known])
        odd = np.where(known, counts, 1e6)
        told = coefficients_given(odd, design[None], fewer.dispersion, known=known[None], start=np.zeros(3))

        assert told[0] == pytest.approx(fewer.coefficients, abs=1e-7)
