"""What is made of a handful of answers, counted by hand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from reports.analysis.before_treatment import BeforeStart
from reports.analysis.change_point import ChangePoint, NoChange
from reports.analysis.compared import Association, LagRatio, NotCompared
from reports.analysis.intervals import Interval
from reports.analysis.rates import Change
from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import NIGHT, Concentration, Peak
from reports.evaluation import association, change_point, cycles, hours, rates, rising, starts
from reports.evaluation.measured import Measured

FEW = TooFew("days", 3, 14)


def by_measure(figures: Iterable[Measured]) -> dict[str, tuple[float | None, int]]:
    """Return the rounded value and the runs of each figure."""
    return {one.measure: numbers(one) for one in figures}


def numbers(one: Measured) -> tuple[float | None, int]:
    return None if one.value is None else round(one.value, 2), one.runs


def associated(word: str, low: float, high: float) -> Association:
    ratio = LagRatio(1, 60, Interval((low + high) / 2, low, high), 0.5)
    return Association("0", True, word, 0, (ratio,))  # type: ignore[arg-type]


class TestAssociation:
    def test_one_diary_is_one_error_however_many_words_are_false_and_a_refused_one_is_none(self):
        cell = association.Cell(looked=association.EIGHT, memory=0.5, pairs=60)
        calm, false = associated("no clear difference", 0.9, 1.2), associated("less", 0.7, 0.9)
        refused = NotCompared("0", True, FEW)
        told: list[association.Answers] = [(false, false), (calm, false), (calm, calm), (refused,)]

        assert by_measure(association._figures(cell, told)) == {"diaries with a false word": (66.67, 3)}

    def test_an_effect_is_found_on_the_right_side_only_and_by_the_first_factor(self):
        cell = association.Cell(looked=association.ONE_LAG, memory=0.5, pairs=60, ratio=1.5)
        told = [(associated("more", 1.1, 1.6),), (associated("more", 1.1, 1.4),), (associated("less", 0.5, 0.9),)]
        found = by_measure(association._figures(cell, told))

        assert found["effect found"] == (66.67, 3)
        assert found["limits hold the true ratio"] == (33.33, 3)


class TestRates:
    def test_a_refused_change_is_not_found_and_not_asked_for_its_limits(self):
        doubled, wrong = Change(Interval(2.1, 1.5, 3.0), "clear"), Change(Interval(0.6, 0.4, 0.9), "clear")
        leaning = Change(Interval(1.4, 0.9, 2.2), "leaning")
        told = [
            rates.Told(True, None, leaning, {"doubled": doubled, "halved": doubled}),
            rates.Told(False, wrong, wrong, {"doubled": wrong, "halved": wrong}),
            rates.Told(True, leaning, None, {"doubled": leaning, "halved": None}),
            rates.Told(True, leaning, leaning, {"doubled": None, "halved": None}),
        ]
        figures = list(rates._figures("calm", told))

        assert [numbers(one) for one in figures[:3]] == [
            (75, 4), (33.33, 3), (33.33, 3),
        ]  # fmt: skip
        assert by_measure(figures[3:5]) == {
            "limits hold the true ratio": (66.67, 3), "clear, and the right way": (25, 4),
        }  # fmt: skip
        assert by_measure(figures[5:]) == {"limits hold the true ratio": (50, 2), "clear, and the right way": (25, 4)}


class TestRising:
    def test_a_rise_is_found_up_to_week_eight_and_one_never_found_delays_the_median(self):
        weeks = [[1, 5], [8], [9], [12], []]

        assert by_measure(rising._found("the rule", 2.0, weeks, least=86)) == {
            "found within 8 weeks": (40, 5), "median delay": (9, 5),
        }  # fmt: skip

    def test_most_never_found_have_no_median(self):
        assert by_measure(rising._found("the rule", 2.0, [[1], [], []], least=None))["median delay"] == (None, 3)

    def test_the_first_week_of_the_rise_is_week_one(self):
        quiet, busy = [1.0, 2.0, 0.0, 1.0, 2.0, 1.0, 0.0], [9.0] * 7
        answers = rising.RULES["the last week"](np.array(quiet * 12 + busy))

        assert rising._weeks(answers[12:]) == [1]
        assert rising._weeks([FEW]) == []


class TestChangePoint:
    def test_the_day_is_asked_of_claimed_changes_only(self):
        cell = change_point._usual(0.5, 180, 2.0)
        near = [found(day, 85, 95) for day in (80, 90, 100)]
        told: list[ChangePoint | NoChange | TooFew] = [*near, found(101, 91, 110), NoChange(0.2), FEW]

        assert by_measure(change_point._figures(cell, told)) == {
            "a change is claimed": (80, 5),
            "within 10 days where claimed": (75, 4),
            "limits hold the day where claimed": (75, 4),
        }


def found(day: int, earliest: int, latest: int) -> ChangePoint:
    return ChangePoint(
        day=day, earliest=earliest, latest=latest, probability=0.9, before_per_day=1.0, after_per_day=2.0
    )


class TestHours:
    def test_a_peak_not_told_is_not_within_an_hour_and_midnight_is_no_border(self):
        cell = hours.Cell(named="late", of=hours.AROUND, in_a_bout=3.0, peak=23.5, spread_h=2.0)
        told = [
            gathered("clear", Peak(1400, 1340, 20, partly_unseen=True)),
            gathered("clear", Peak(29, 10, 60, partly_unseen=True)),
            gathered("leaning", None),
            gathered("leaning", Peak(1340, 1300, 1380, partly_unseen=False)),
        ]

        assert by_measure(hours._figures(cell, told)) == {
            "clear": (50, 4),
            "peak within 1 h": (50, 4),
            "limits hold the peak where told": (33.33, 3),
        }


def gathered(word: str, peak: Peak | None) -> Concentration:
    return Concentration(
        word=word, p_value=0.1, peak=peak, concentration=1.0, events=40, days=30, waking_share=1.0, night=NIGHT,
        backfilled=0, untimed=0,
    )  # fmt: skip


class TestCycles:
    def test_a_window_that_was_refused_is_left_out_and_a_day_that_was_not_told_too(self):
        told = [
            cycles.Told({"full": True}, Interval(60, 40, 70), 56),
            cycles.Told({"full": False, "gone": True}, Interval(75, 60, 88), 56),
            cycles.Told({}, None, 56),
        ]
        figures = list(cycles._figures(cycles.CELLS[0], told))

        assert [numbers(one) for one in figures[:4]] == [(None, 0), (50, 2), (None, 0), (100, 1)]
        assert by_measure(figures[4:]) == {
            "a day is told": (66.67, 3),
            "within 14 days where told": (50, 2),
            "limits hold the day where told": (50, 2),
        }


class TestStarts:
    def test_the_fall_is_asked_of_bad_starts_only_and_is_a_share_of_the_bad_rate(self):
        bad, usual = before(worst_tenth=True), before(worst_tenth=False)

        assert by_measure(starts._figures("calm", [(bad, 3.0), (bad, 1.0), (usual, 4.0), (FEW, 4.0)])) == {
            "called a bad fortnight by chance": (66.67, 3),
            "of these, the fall that was said": (40, 2),
            "of these, the fall that came": (50, 2),
            "of these, limits hold the fall that came": (50, 2),
        }


def before(*, worst_tenth: bool) -> BeforeStart:
    return BeforeStart(recent=4.0, usual=2.0, z=2.0, worst_tenth=worst_tenth, by_itself=Interval(0.6, 0.4, 0.9))
