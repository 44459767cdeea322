"""What truly happened is known of everybody who was drawn, however little the diary tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.simulate.conditions import CONDITIONS, draw
from reports.simulate.diary import simulate
from reports.simulate.ground_truth import days_of_true_episode, ground_truth, zone_of
from reports.simulate.questions import ALL

LAST = date(2026, 11, 20)


def kept(condition, number, weeks=30):
    return simulate(draw(condition, number, seed=5, weeks=weeks), last_day=LAST, seed=5)


class TestGroundTruth:
    @pytest.mark.parametrize("condition", CONDITIONS)
    def test_names_the_condition_and_whether_it_is_one_that_spreads(self, condition):
        truth = ground_truth(kept(condition, 0, weeks=4))

        assert truth.condition == condition
        assert truth.spreads == (condition in {"hfs", "hfs_atypical", "myokymia_ms"})
        assert truth.spreads == (truth.first_zone_on is not None)

    def test_the_second_zone_begins_on_the_day_before_which_it_never_twitched(self):
        seen = 0
        for number in range(30):
            diary = kept("hfs", number)
            truth, first = ground_truth(diary), days_of_true_episode(diary, 1)
            if truth.second_zone_on is not None and truth.second_zone_on >= diary.first_day:
                seen += 1
                others = [
                    day for zone, day in first.items() if zone != zone_of(diary.person.strands[0].places[0][0][0])
                ]
                assert truth.second_zone_on <= min(others, default=LAST) <= truth.second_zone_on + timedelta(days=7)

        assert seen > 5

    def test_above_and_below_on_one_day_begin_on_one_day(self):
        truths = [ground_truth(kept("hfs_atypical", number, weeks=2)) for number in range(20)]

        assert any(truth.first_zone_on == truth.second_zone_on for truth in truths)

    def test_a_second_zone_after_the_diary_is_none(self):
        truths = [ground_truth(kept("hfs", number, weeks=1)) for number in range(40)]

        assert any(truth.second_zone_on is None for truth in truths)
        assert all(truth.second_zone_on is None or truth.second_zone_on <= LAST for truth in truths)

    def test_the_people_of_the_demo_have_no_condition(self):
        truth = ground_truth(simulate(ALL[0], last_day=LAST))

        assert (truth.condition, truth.spreads, truth.second_zone_on) == ("", False, None)


class TestTrueEpisodes:
    @settings(max_examples=15, deadline=None)
    @given(condition=st.sampled_from(CONDITIONS), number=st.integers(0, 500), nth=st.integers(1, 6))
    def test_the_next_one_is_never_earlier_and_never_in_a_zone_that_had_none(self, condition, number, nth):
        diary = kept(condition, number, weeks=8)
        this, following = (days_of_true_episode(diary, n) for n in (nth, nth + 1))

        assert set(following) <= set(this)
        assert all(this[zone] <= day for zone, day in following.items())

    def test_counts_what_a_plain_list_of_the_zone_counts(self):
        diary = kept("bfs", 1)
        zones = [(day.day, zone_of(p)) for day in diary.truth for one in day.episodes for p in one.places]
        calf = [day for day, zone in zones if zone == ("lumbosacral", "left")]

        assert days_of_true_episode(diary, 5)["lumbosacral", "left"] == calf[4]
