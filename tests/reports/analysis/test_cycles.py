"""Days aligned on an injection: the windows and the wearing-off of people whose truth is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random

import numpy as np
import pytest

from reports.analysis.cycles import injections, treatments
from reports.analysis.refusals import NotSeen, TooFew
from reports.analysis.wearing_off import WearingOff
from reports.records import Day, Event
from reports.simulate.series import Counting, counts, generator
from reports.simulate.truth import Cycle
from tests.reports.analysis.material import after, days_of, sure, toxin

RUNS = 400
STEADY = Cycle(latency=4, depth=0.8, gone=84)


def course(*cycles: tuple[int, Cycle], days: int) -> np.ndarray:
    """Return the share of the rate that is left on each day."""
    left = np.ones(days)
    for on, cycle in cycles:
        left[on:] *= [cycle.factor(n) for n in range(days - on)]
    return left


def of_window(treatment, name):
    return next(one for one in treatment.windows if one.window.name == name)


class TestInjections:
    def test_are_single_events_that_were_not_planned(self):
        planned, surgery = toxin(40, "planned"), Event(kind="surgery", action="single", name="", on=after(3))

        assert injections([planned, toxin(5), surgery]) == (after(5),)

    def test_within_two_weeks_are_one_treatment_counted_from_its_first_day(self):
        assert injections([toxin(14), toxin(0), toxin(0)]) == (after(0),)
        assert injections([toxin(15), toxin(0)]) == (after(0), after(15))
        assert injections([toxin(0), toxin(10), toxin(20)]) == (after(0), after(20))


class TestTreatments:
    def test_are_refused_without_an_injection_in_the_diary(self):
        none = TooFew("injections", 0, 1)

        assert treatments([], [toxin(5)], []) == none
        assert treatments(days_of([3] * 50), [toxin(40, "planned")], []) == none
        assert treatments(days_of([3] * 50), [toxin(50), toxin(-3)], []) == none

    def test_compare_each_window_with_the_weeks_before(self):
        left = course((60, STEADY), days=200)
        (told,) = sure(treatments(days_of(np.round(20 * left)), [toxin(60)], []))
        ratios = [sure(one.against_before).interval.value for one in told.windows]

        assert ratios == pytest.approx([left[60:64].mean(), left[64:89].mean(), left[89:145].mean(), 1], abs=0.02)
        assert sure(of_window(told, "full").against_before).word == "clear"
        assert of_window(told, "full").against_earlier == TooFew("days before", 0, 14)
        assert sure(told.wore_off).day.value == pytest.approx(56, abs=3)

    def test_compare_with_the_same_window_of_all_earlier_cycles(self):
        shallow = Cycle(latency=4, depth=0.4, gone=84)
        left = course((60, STEADY), (160, STEADY), (260, shallow), days=360)
        first, second, third = sure(treatments(days_of(np.round(20 * left)), [toxin(160), toxin(60), toxin(260)], []))

        assert [first.last, second.last, third.last] == [after(159), after(259), after(359)]
        assert of_window(second, "full").against_earlier.interval.value == pytest.approx(1)
        assert of_window(third, "full").against_earlier.interval.value == pytest.approx(
            left[264:289].mean() / left[64:89].mean(), rel=0.02
        )

    def test_leave_the_first_eight_weeks_after_an_earlier_injection_out_of_the_weeks_before(self):
        counted = [10] * 60 + [1] * 56 + [6] * 28 + [2] * 40
        _, second = sure(treatments(days_of(counted), [toxin(60), toxin(144)], []))

        assert sure(second.before).per_day.value == 6
        assert sure(second.before).days == 28

    def test_a_window_that_has_not_come_is_refused_and_an_answered_one_is_not(self):
        (told,) = sure(treatments(days_of([5] * 60 + [np.nan] * 3 + [2] * 15), [toxin(60)], []))

        assert of_window(told, "too_early").against_before == TooFew("days", 1, 3)
        assert of_window(told, "full").against_before.interval.value == pytest.approx(0.4)
        assert of_window(told, "going").against_before == TooFew("days", 0, 14)

    def test_give_the_weeks_around_the_injection_only_of_counted_days(self):
        (told,) = sure(treatments(days_of([4] * 13 + [np.nan] + [1] * 3 + [np.nan] * 4 + [2] * 7), [toxin(14)], []))

        assert [(one.week, one.days) for one in told.weeks] == [(-2, 7), (-1, 6), (0, 3), (1, 7)]
        assert [one.rate and one.rate.per_day.value for one in told.weeks] == [4, 4, None, 2]

    def test_an_injection_that_changes_nothing_does_not_wear_off(self):
        (told,) = sure(treatments(days_of([4, 5, 3] * 70), [toxin(60)], []))

        assert told.wore_off == NotSeen("no_effect")

    def test_days_before_that_are_too_few_are_too_few_for_the_wearing_off_too(self):
        (told,) = sure(treatments(days_of([5] * 100), [toxin(0)], []))

        assert told.before is None
        assert told.wore_off == of_window(told, "full").against_before == TooFew("days before", 0, 14)

    def test_count_the_answers_about_wearing_off_of_their_own_cycle(self):
        answers = [Day(day=after(n), wearing_off=n > 110) for n in (65, 100, 111, 112, 170)]
        first, second = sure(treatments(days_of([5] * 200), [toxin(60), toxin(165)], [*answers, Day(day=after(101))]))

        assert (first.answers.yes, first.answers.no, first.answers.first_yes) == (2, 2, 51)
        assert (second.answers.yes, second.answers.no, second.answers.first_yes) == (1, 0, 5)

    def test_the_order_of_events_and_answers_does_not_matter(self):
        days = days_of(np.round(9 * course((60, STEADY), (160, STEADY), days=250)))
        answers = [Day(day=after(n), wearing_off=True) for n in (120, 130)]

        assert treatments(days, [toxin(60), toxin(160)], answers) == treatments(
            days, [toxin(160), toxin(60)], answers[::-1]
        )


def simulated(mean: float, drawn: bool) -> tuple[dict[str, list[bool]], list[float], list[bool], Counter[str]]:
    """Return, of 400 cycles, how the windows hold the truth, and the wearing-off: distance, limits, and what it was."""
    chance, on, days = Random(3), 84, 224
    cycles = [Cycle.drawn(chance) if drawn else STEADY for _ in range(RUNS)]
    left = np.array([course((on, cycle), days=days) for cycle in cycles])
    told = counts(
        generator("cycles", int(mean), int(drawn)),
        RUNS,
        Counting(days=days, mean=mean, missing=0.2),
        log_effect=np.log(left),
    )
    held: dict[str, list[bool]] = defaultdict(list)
    apart: list[float] = []
    within: list[bool] = []
    kinds: Counter[str] = Counter()
    for counted, share, cycle in zip(told, left, cycles, strict=True):
        (one,) = sure(treatments(days_of(counted), [toxin(on)], []))
        for window in one.windows:
            if isinstance(window.against_before, TooFew):
                continue
            last = days if window.window.last is None else on + window.window.last + 1
            answered = ~np.isnan(counted[on + window.window.first : last])
            limits = window.against_before.interval
            held[window.window.name].append(
                bool(limits.low <= share[on + window.window.first : last][answered].mean() <= limits.high)
            )
        kinds[type(one.wore_off).__name__] += 1
        if isinstance(one.wore_off, WearingOff):
            half_day = (28 + cycle.gone) / 2
            apart.append(abs(one.wore_off.day.value - half_day))
            within.append(one.wore_off.day.low <= half_day <= one.wore_off.day.high)
    return held, apart, within, kinds


class TestCalibration:
    @pytest.mark.parametrize(
        ("mean", "drawn", "near"),
        [
            pytest.param(6.0, False, 0.80, marks=pytest.mark.long),
            (6.0, True, 0.80),
            pytest.param(2.0, True, 0.75, marks=pytest.mark.long),
        ],
    )
    def test_windows_hold_the_true_ratio_and_the_day_is_near(self, mean, drawn, near):
        held, apart, within, kinds = simulated(mean, drawn)

        for name, right in held.items():
            assert 0.92 <= np.mean(right) <= 0.985, name  # nominal 95 %, Monte-Carlo error 1.1 %
        assert np.mean(np.array(apart) <= 14) >= near
        assert 0.89 <= np.mean(within) <= 0.99
        assert kinds["WearingOff"] >= 0.75 * RUNS
