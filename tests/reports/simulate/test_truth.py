"""What happens to invented people happens by the clock on their wall, and answers to treatment."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Any

import pytest

from reports.simulate.person import Hours, Person, Place, StoryEvent, Strand
from reports.simulate.truth import Cycle, at, live, repeated_hour

FIRST = date(2026, 6, 1)
LID = Place("lid_lower", "left")


def strand(**fields):
    usual: dict[str, Any] = {
        "places": (((LID,), 1.0),), "mean_per_day": 3.0, "duration_s": 5, "duration_sigma": 0.5,
        "hours": (Hours(14, 2),), "intensity": ((1, 1.0),), "during": (("rest", 1.0),),
    }  # fmt: skip
    return Strand(**(usual | fields))


def somebody(*strands, **fields):
    usual: dict[str, Any] = {
        "letter": "Z", "name": "", "username": "z", "question": "", "zone": "Asia/Taipei", "weeks": 26,
        "profile": "benign_lid", "drinks": (("espresso", 1.5),),
    }  # fmt: skip
    return Person(strands=strands or (strand(),), **(usual | fields))


def counts(person, seeds=range(40)):
    """Return the true episodes of each day, averaged over so many lives."""
    lives = [[len(day.episodes) for day in live(person, first=FIRST, seed=seed)] for seed in seeds]
    return [fmean(life[n] for life in lives) for n in range(person.days)]


class TestRate:
    def test_keeps_the_mean_it_was_given(self):
        """Stress and sleep spread the log rate, which lifts the mean by a few percent."""
        assert fmean(counts(somebody())) == pytest.approx(3.0, rel=0.15)

    def test_nothing_happens_before_a_strand_begins_or_after_it_ends(self):
        told = counts(somebody(strand(first_day=30, last_day=59)))

        assert sum(told[:30]) == sum(told[60:]) == 0
        assert sum(told[30:60]) > 0

    def test_grows_along_the_diary(self):
        told = counts(somebody(strand(growth=4.0)))

        assert fmean(told[-30:]) > 2.5 * fmean(told[:30])

    def test_a_stressful_day_has_more_of_it(self):
        days = [day for seed in range(40) for day in live(somebody(), first=FIRST, seed=seed)]
        tense = fmean(len(day.episodes) for day in days if day.exposure.stress_z > 1)
        calm = fmean(len(day.episodes) for day in days if day.exposure.stress_z < -1)

        assert tense > 1.4 * calm

    @pytest.mark.parametrize(("effect", "ratio"), [(0.0, 1.0), (0.7, 2.0)])
    def test_somebody_has_an_effect_of_stress_of_their_own(self, effect, ratio):
        """A standard deviation more of it multiplies the rate by exp(effect), whatever the profile says."""
        person = somebody(strand(mean_per_day=5.0), stress_effect=effect)
        days = [day for seed in range(40) for day in live(person, first=FIRST, seed=seed)]
        usual, tense = (
            [len(day.episodes) for day in days if abs(day.exposure.stress_z - z) < 0.25] for z in (0.0, 1.0)
        )

        assert fmean(tense) / fmean(usual) == pytest.approx(ratio, rel=0.18)


class TestPlaces:
    PLACES = tuple(((Place(site, "left"),), share) for site, share in (("calf", 0.5), ("foot", 0.3), ("hand", 0.2)))

    def test_a_strand_that_jumps_is_at_one_place_a_day_and_draws_it_anew_in_six_of_ten(self):
        """The draw may fall on the old place: it stays with 1 - .6 x (1 - the sum of the squared shares)."""
        lives = [live(somebody(strand(places=self.PLACES, jumps=0.6)), first=FIRST, seed=seed) for seed in range(40)]
        days = [[{one.places for one in day.episodes} for day in one] for one in lives]
        stays = [a == b for one in days for a, b in pairwise(one) if a and b]

        assert all(len(places) <= 1 for one in days for places in one)
        assert fmean(stays) == pytest.approx(1 - 0.6 * (1 - 0.38), abs=3 * 0.5 / sqrt(len(stays)))
        shares = Counter(places for one in lives for day in one for places in {e.places for e in day.episodes})
        assert shares[self.PLACES[0][0]] / shares.total() == pytest.approx(0.5, abs=0.04)

    def test_another_draws_a_place_for_each_episode(self):
        days = [day for day in live(somebody(strand(places=self.PLACES)), first=FIRST, seed=1) if len(day.episodes) > 4]

        assert fmean(len({one.places for one in day.episodes}) > 1 for day in days) > 0.8


class TestToxin:
    INJECTED = (StoryEvent(day=40, kind="toxin", action="single", name="Botulinum toxin"),)

    def test_takes_most_of_it_away_for_weeks_and_gives_it_back(self):
        told = counts(somebody(strand(treated=True), events=self.INJECTED))

        assert fmean(told[54:68]) < 0.35 * fmean(told[:40])
        assert fmean(told[-14:]) > 0.7 * fmean(told[:40])

    def test_leaves_a_strand_elsewhere_as_it_was(self):
        told = counts(somebody(strand(treated=False), events=self.INJECTED))

        assert fmean(told[54:68]) > 0.7 * fmean(told[:40])

    def test_never_works_before_it_was_given(self):
        assert Cycle(latency=4, depth=0.8, gone=84).factor(-10) == 1


class TestClock:
    def test_the_wall_decides_in_the_zone_of_the_day(self):
        assert at(date(2026, 7, 1), 8 * 60, "Asia/Taipei") == datetime(2026, 7, 1, 0, 0, tzinfo=UTC)

    def test_a_time_that_the_clock_skips_becomes_one_that_exists(self):
        assert at(date(2026, 3, 29), 2 * 60 + 30, "Europe/Prague") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("day", "zone"),
        [
            (date(2026, 3, 29), "Europe/Prague"),  # an hour is skipped, none is repeated
            (date(2026, 10, 24), "Europe/Prague"),
            (date(2026, 10, 25), "Asia/Taipei"),  # no summer time at all
        ],
    )
    def test_no_other_day_repeats_an_hour(self, day, zone):
        assert repeated_hour(day, zone) is None
