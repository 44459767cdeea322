"""Treatments are begun in bad weeks, and bad weeks end by themselves: how often that is said, and how much is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.analysis.before_treatment import BeforeStart, before_start, carried_over, treatment_starts
from reports.analysis.refusals import TooFew
from reports.records import Event
from reports.simulate.series import Counting, counts, generator
from tests.reports.analysis.material import after, days_of, sure


class TestTreatmentStarts:
    def test_are_starts_changes_and_single_treatments_in_the_order_of_time(self):
        events = [
            Event(kind=kind, action=action, name="", on=after(n))
            for n, (kind, action) in enumerate(
                [
                    ("surgery", "single"),
                    ("medication", "change"),
                    ("visit", "single"),
                    ("therapy", "start"),
                    ("supplement", "stop"),
                    ("toxin", "planned"),
                ]
            )
        ]

        assert [event.on for event in treatment_starts(events[::-1])] == [after(0), after(1), after(3)]


class TestBeforeStart:
    def test_cannot_tell_below_eight_weeks_of_countable_days(self):
        assert before_start((), after(3)) == TooFew("days before", 0, 56)
        assert before_start(days_of([3] * 55 + [np.nan] * 9), after(64)) == TooFew("days before", 55, 56)
        assert isinstance(before_start(days_of([3] * 56), after(56)), BeforeStart)

    def test_cannot_tell_of_hardly_any_episode(self):
        assert before_start(days_of([0] * 90 + [1] * 9), after(99)) == TooFew("episodes before", 9, 10)

    def test_finds_a_fortnight_three_times_as_bad_and_what_it_falls_back_to(self):
        told = sure(before_start(days_of([2, 1, 3, 2] * 14 + [6] * 14), after(70)))

        assert (told.recent, told.usual) == (6, 2.8)
        assert told.worst_tenth
        assert sure(told.by_itself).value == pytest.approx(2.8 / 6, abs=0.2)

    def test_an_ordinary_and_a_good_fortnight_are_not_flagged(self):
        ordinary, good = (sure(before_start(days_of([2, 4] * 30 + last), after(74))) for last in ([2, 4] * 7, [0] * 14))

        assert (ordinary.worst_tenth, sure(ordinary.by_itself).value) == (False, 1)
        assert (good.worst_tenth, good.by_itself) == (False, None)

    def test_looks_neither_at_the_first_day_of_the_treatment_nor_at_what_followed(self):
        days = days_of([2, 4] * 30 + [50] * 40)

        assert before_start(days, after(60)) == before_start(days[:60], after(60))

    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.integers(0, 1000), min_size=56, max_size=120))
    def test_any_counts_give_finite_numbers_or_a_refusal(self, counted):
        told = before_start(days_of(counted), after(len(counted)))

        if isinstance(told, BeforeStart):
            assert np.isfinite(told.z)
            if told.by_itself:
                assert 0 < told.by_itself.low <= told.by_itself.value <= told.by_itself.high < np.inf

    def test_everything_on_one_day_gives_numbers(self):
        told = sure(before_start(days_of([0] * 60 + [900] + [0] * 3), after(64)))

        assert np.isfinite(told.z)
        assert sure(told.by_itself).high < np.inf


class TestCarriedOver:
    def test_is_nothing_of_days_without_memory_and_much_of_a_change_for_good(self):
        assert carried_over(np.random.default_rng(1).poisson(4, 300).tolist()) < 0.05
        assert carried_over([2] * 100 + [8] * 100) > 0.3

    @given(st.lists(st.integers(0, 100), min_size=15, max_size=120))
    def test_is_a_share(self, counted):
        assert 0 <= carried_over(counted) <= 1


def starts(name, of, *, runs=1_500):
    """Return random starts: what is said of each, and the rate of the next 28 countable days over the recent one."""
    begun = of.days
    told = counts(generator("before", name), runs, replace(of, days=begun + 60))
    for counted in told:
        found = before_start(days_of(counted), after(begun))
        later = counted[begun:]
        if isinstance(found, BeforeStart) and found.by_itself:
            yield found, float(later[~np.isnan(later)][:28].mean()) / found.recent


class TestCalibration:
    @pytest.mark.parametrize(
        ("days", "memory", "most"),
        [
            (84, 0.5, 0.12),
            *(
                pytest.param(*one, marks=pytest.mark.long)
                for one in ((84, 0.0, 0.12), (180, 0.5, 0.12), (84, 0.8, 0.15))
            ),
        ],
    )
    def test_one_random_start_in_ten_is_flagged_and_falls_by_what_was_said(self, days, memory, most):
        found = list(starts(f"{days} {memory}", Counting(days=days, mean=3.0, memory=memory, missing=0.2)))
        flagged = [(one.by_itself, later) for one, later in found if one.worst_tenth]
        said, fell = (
            100 * (1 - np.mean(part)) for part in ([by.value for by, _ in flagged], [now for _, now in flagged])
        )

        assert 0.08 <= len(flagged) / len(found) <= most
        assert 25 < fell < 45  # nothing was done, and they look better by a third
        assert said == pytest.approx(fell, abs=4)
        assert np.mean([by.low <= now <= by.high for by, now in flagged]) >= 0.88

    def test_the_rank_among_ones_own_fortnights_would_flag_far_more(self):
        told = counts(generator("before", "rank"), 1_000, Counting(days=56))
        fortnights = np.lib.stride_tricks.sliding_window_view(told, 14, axis=1).sum(axis=2)
        worst = np.mean([np.mean(row[:-14] >= row[-1]) <= 0.10 for row in fortnights])

        assert worst > 0.15

    def test_a_start_in_a_worst_tenth_week_looks_40_percent_better_with_no_effect(self):
        told = counts(generator("before", "weeks"), 4_000, Counting(days=112 + 28, mean=3.0))
        weeks = told[:, :112].reshape(-1, 16, 7).sum(axis=2)
        worst = weeks[:, -1] > np.quantile(weeks, 0.9, axis=1)
        better = 1 - told[worst, 112:].mean() / (weeks[worst, -1].mean() / 7)

        assert better == pytest.approx(0.41, abs=0.06)  # statistics.md: 41 %
