"""A change of a score at the edges of what matters and of what the score can tell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.analysis.questionnaires import QUESTIONNAIRES, ScoreChange, score_change

LESS = "less than the smallest change that matters"
WITHIN = "within the error of measurement"
SCORES = st.floats(0, 120)
ANY = st.sampled_from(list(QUESTIONNAIRES.values()))


def word(of: str, before: float, now: float, sem: float | None = None) -> str:
    told = score_change(QUESTIONNAIRES[of], before, now, error_of_measurement=sem)
    assert told is not None
    return told.word


class TestTable:
    # HFS: Saengphatrachai 2025, abstract; JRS and BSDI: Jankovic 2009, abstract.
    @pytest.mark.parametrize(("code", "points"), [("hfs_7", 2.63), ("hfs_30", 4.46), ("jrs", 2.0), ("bsdi", 0.7)])
    def test_is_that_of_the_papers(self, code, points):
        assert QUESTIONNAIRES[code].smallest_change == points

    def test_has_each_change_within_its_own_limits(self):
        limits = [(one.interval, one.smallest_change) for one in QUESTIONNAIRES.values() if one.interval]

        assert len(limits) == 2
        assert all(low < points < high for (low, high), points in limits)


class TestScoreChange:
    @pytest.mark.parametrize(
        ("code", "before", "now", "expected"),
        [
            ("hfs_7", 10, 7.37, "better"),
            ("hfs_7", 10, 7.38, LESS),
            ("hfs_7", 7.37, 10, "worse"),
            ("hfs_7", 10, 12, LESS),
            ("hfs_30", 40, 35.54, "better"),
            ("hfs_30", 40, 44.45, LESS),
            ("jrs", 6, 4, "better"),
            ("jrs", 4, 5, LESS),
            ("jrs", 4, 6, "worse"),
            ("bsdi", 1.2, 1.9, "worse"),
            ("bsdi", 1.9, 1.2, "better"),
            ("bsdi", 2.1, 2.8, "worse"),
            ("bsdi", 1.1, 0.4, "better"),
            ("bsdi", 1.2, 1.89, LESS),
        ],
    )
    def test_matters_from_the_smallest_change_on(self, code, before, now, expected):
        assert word(code, before, now) == expected

    # 1.96 times the root of 2 is 2.771858...: the error of two scores whose own error is 1 point.
    @pytest.mark.parametrize(
        ("before", "now", "sem", "expected"),
        [
            (6, 3, 1.0, "better"),
            (6, 3, 1.09, WITHIN),
            (3, 6, 1.09, WITHIN),
            (3, 6, 1.08, "worse"),
            (3, 4, 1.09, LESS),
            (3, 4, 0.1, LESS),
            (3, 6, 0.0, "worse"),
        ],
    )
    def test_that_matters_must_also_exceed_the_error_of_measurement(self, before, now, sem, expected):
        assert word("jrs", before, now, sem) == expected

    def test_just_as_large_as_the_error_is_within_it(self):
        sem = 3 / (1.96 * math.sqrt(2))

        assert word("jrs", 3, 6, sem) == WITHIN

    def test_tells_the_points_and_the_error(self):
        told = score_change(QUESTIONNAIRES["jrs"], 3, 6, error_of_measurement=0.5)

        assert told == ScoreChange(points=3, word="worse", error=1.96 * math.sqrt(2) * 0.5)
        assert score_change(QUESTIONNAIRES["jrs"], 3, 6) == ScoreChange(points=3, word="worse", error=None)

    @pytest.mark.parametrize(("before", "now"), [(math.nan, 3), (3, math.nan), (math.nan, math.nan)])
    def test_is_none_where_a_score_is_not_known(self, before, now):
        assert score_change(QUESTIONNAIRES["hfs_7"], before, now) is None

    @pytest.mark.parametrize(
        ("before", "now", "sem"), [(-1, 3, None), (3, math.inf, None), (3, 3, -0.1), (3, 3, math.nan), (3, 3, math.inf)]
    )
    def test_refuses_numbers_that_cannot_be(self, before, now, sem):
        with pytest.raises(ValueError, match="0 or more"):
            score_change(QUESTIONNAIRES["hfs_7"], before, now, error_of_measurement=sem)

    @given(ANY, SCORES, SCORES, st.floats(0, 5))
    def test_turned_round_is_worse_for_better(self, of, before, now, sem):
        there = score_change(of, before, now, error_of_measurement=sem)
        back = score_change(of, now, before, error_of_measurement=sem)
        turned = {"better": "worse", "worse": "better"}

        assert there is not None
        assert back is not None
        assert back.points == -there.points
        assert back.word == turned.get(there.word, there.word)
