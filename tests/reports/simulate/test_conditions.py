"""People who are drawn have the shares, the ages and the courses of the table, and are the same for the same seed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from math import log, sqrt
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from diary import vocabulary as v
from reports.simulate.conditions import CONDITIONS, SPREADING, draw
from reports.simulate.ground_truth import zone_of
from reports.simulate.profiles import LOGGING, PROFILES

pytestmark = pytest.mark.long  # whole diaries drawn by chance: nothing that is served is made of them

MANY = 1500
every_condition = pytest.mark.parametrize("condition", CONDITIONS)


def drawn(condition, number=MANY, **facts):
    return [draw(condition, n, seed=1, **facts) for n in range(number)]


def within_chance(share, number):
    """Return the tolerance of a share of so many: three Monte-Carlo standard errors."""
    return pytest.approx(share, abs=3 * sqrt(share * (1 - share) / number))


def begins(person):
    """Return the days on which the stages begin, the first twitch first."""
    return sorted({strand.first_day for strand in person.strands})


def sites(person):
    return {place.site for strand in person.strands for places, _ in strand.places for place in places}


def sides(person):
    return {place.side for strand in person.strands for places, _ in strand.places for place in places}


@pytest.fixture(scope="module")
def spasms():
    """Return people with hemifacial spasm whose whole course lies in the diary's hundred years."""
    return drawn("hfs", weeks=5200)


class TestEverybody:
    @every_condition
    @settings(max_examples=25, deadline=None)
    @given(number=st.integers(0, 10_000), seed=st.integers(0, 10_000), weeks=st.integers(1, 60))
    def test_twitches_at_places_that_exist_and_ends_no_sooner_than_it_begins(self, condition, number, seed, weeks):
        person = draw(condition, number, seed=seed, weeks=weeks)

        assert person.days == 7 * weeks
        for place in (place for strand in person.strands for places, _ in strand.places for place in places):
            assert v.SITES[place.site].sided or place.side == "middle"
            assert place.side in v.codes(v.SIDES)
        assert all(strand.last_day is None or strand.last_day >= strand.first_day for strand in person.strands)
        assert {weakness.side for weakness in person.weaknesses} <= {"left", "right", "both"}
        assert {task for weakness in person.weaknesses for task in weakness.tasks} <= set(v.codes(v.CHECK_TASKS))
        assert all(day < later for one in person.weaknesses for (day, _), (later, _) in pairwise(one.points))
        assert all(0 <= degree <= 1 for weakness in person.weaknesses for _, degree in weakness.points)
        assert {one.code for one in person.complaints} <= set(v.codes(v.CHECK_ANSWERS))
        assert {one.onset_speed for one in person.complaints} <= set(v.codes(v.ONSET_SPEEDS))
        assert {one.task for one in person.losses} <= set(v.codes(v.TASKS_LOST))
        assert person.declared.birth_year in range(1931, 2012)

    @every_condition
    def test_is_the_same_for_the_same_seed_and_another_for_another(self, condition):
        assert draw(condition, 4, seed=1) == draw(condition, 4, seed=1)
        assert len({draw(condition, n, seed=seed) for n in range(5) for seed in (1, 2)}) == 10

    def test_is_the_same_whatever_the_hash_seed_of_the_process(self):
        say = (
            "from datetime import date; from hashlib import sha256; from reports.simulate.conditions import *;"
            "from reports.simulate.diary import simulate; from reports.simulate.as_records import records_of;"
            "from reports.simulate.ground_truth import *;"
            "kept = [simulate(draw(one, 1, seed=1, weeks=20), last_day=date(2026, 11, 20)) for one in CONDITIONS];"
            "told = [(one, records_of(one), ground_truth(one), days_of_true_episode(one, 2)) for one in kept];"
            "print(sha256(repr(told).encode()).hexdigest())"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", say], capture_output=True, text=True, check=True, env=os.environ | hash_seed
            ).stdout
            for hash_seed in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
        }

        assert len(said) == 1

    def test_a_condition_that_nobody_knows_is_refused(self):
        with pytest.raises(KeyError):
            draw("measles", 1, seed=1)

    @every_condition
    def test_declares_what_twitches_already_and_nothing_else(self, condition):
        for person in drawn(condition, 60):
            begun = {
                place
                for strand in person.strands
                if strand.first_day < 0 and (strand.last_day is None or strand.last_day >= 0)
                for places, _ in strand.places
                for place in places
            }
            assert set(person.declared.sites) <= begun
            assert bool(person.declared.sites) == bool(begun)
            assert len(set(person.declared.sites)) == len(person.declared.sites)

    def test_a_phone_is_up_to_five_minutes_off_either_way(self):
        ahead = [person.writing.clock_ahead_min for person in drawn("benign_lid")]

        assert -5 <= min(ahead) < -4.9
        assert 4.9 < max(ahead) <= 5
        assert fmean(ahead) == pytest.approx(0, abs=3 * 5 / sqrt(3 * MANY))

    def test_three_weeks_in_a_hundred_are_spent_in_another_zone(self):
        people = drawn("benign_lid", 400)
        away = sum(len(person.stays) for person in people)

        assert away / (52 * 400) == within_chance(LOGGING["travels"].value, 52 * 400)
        assert all(stay.zone != person.zone for person in people for stay in person.stays)


class TestHemifacialSpasm:
    def test_six_in_ten_are_women_and_more_than_half_have_it_on_the_left(self, spasms):
        assert fmean(person.sex == "female" for person in spasms) == within_chance(0.61, MANY)
        assert fmean(sides(person) == {"left"} for person in spasms) == within_chance(0.55, MANY)

    def test_is_never_on_both_sides(self, spasms):
        assert all(sides(person) in ({"left"}, {"right"}) for person in spasms)

    def test_begins_at_the_published_age(self, spasms):
        ages = [2026.5 - person.declared.birth_year + begins(person)[0] / 365 for person in spasms]

        assert fmean(ages) == pytest.approx(48.5, abs=3 * 14.1 / sqrt(MANY))
        assert 14 < min(ages) < max(ages) < 88

    def test_begins_at_the_eye_in_86_of_100(self, spasms):
        first = Counter(min(person.strands, key=lambda one: one.first_day).places[0][0][0].site for person in spasms)

        assert first["lid_lower"] / MANY == within_chance(0.86, MANY)
        assert set(first) == {site for site, _ in PROFILES["hfs"].sites}

    def test_spreads_in_934_of_1000_and_in_their_order(self, spasms):
        assert fmean(len(begins(person)) > 1 for person in spasms) == within_chance(0.934, MANY)
        for person in spasms:
            widest = max((places for strand in person.strands for places, _ in strand.places), key=len)
            zones = [zone_of(place)[0] for place in widest]
            if zones[0] == "EYE":
                assert zones == ["EYE", "MID", "MOUTH", "CHIN"][: len(zones)]
            assert len(set(zones)) == len(zones)

    def test_takes_the_time_of_the_table_from_zone_to_zone(self, spasms):
        def below(days):
            """Return the share of first steps that are shorter: nine in ten slow, one in ten fast."""
            return 0.9 * norm.cdf(log(days / 270)) + 0.1 * norm.cdf(log(days / 21) / 0.5)

        steps = [[b - a for a, b in pairwise(begins(person))] for person in spasms if len(begins(person)) > 1]
        first = [one[0] for one in steps]
        for share in (0.05, 0.25, 0.5, 0.75):
            quantile = brentq(lambda days, share=share: below(days) - share, 1, 1e5)
            assert fmean(days <= quantile for days in first) == within_chance(share, len(first))
        for n, (middle, sigma) in enumerate(((180, 0.9), (300, 0.9)), 1):
            later = [log(one[n]) for one in steps if len(one) > n]
            assert fmean(later) == pytest.approx(log(middle), abs=3 * sigma / sqrt(len(later)))

    def test_grows_from_6_a_day_to_40_over_the_stages_a_tenth_of_it_asleep(self, spasms):
        person = next(one for one in spasms if len(begins(one)) == 4)
        awake = [strand for strand in person.strands if not strand.asleep]
        asleep = [strand for strand in person.strands if strand.asleep]

        assert awake[0].mean_per_day + asleep[0].mean_per_day == pytest.approx(6)
        assert awake[-1].mean_per_day + asleep[-1].mean_per_day == pytest.approx(40)
        assert asleep[0].mean_per_day == pytest.approx(0.6)
        for one, following in pairwise(awake):
            assert one.mean_per_day * one.growth == pytest.approx(following.mean_per_day)

    def test_answers_to_stress_in_55_of_100(self, spasms):
        assert fmean(person.stress_effect > 0 for person in spasms) == within_chance(0.55, MANY)
        assert {round(person.stress_effect, 6) for person in spasms} == {0, round(log(1.3), 6)}

    def test_comes_to_its_diary_after_half_a_year_where_nothing_else_is_asked(self, spasms):
        waited = [log(-begins(person)[0]) for person in spasms if len(begins(person)) == 1]

        assert fmean(waited) == pytest.approx(log(183), abs=3 / sqrt(len(waited)))

    def test_twitches_before_its_diary_and_spreads_in_half_of_the_diaries_or_more(self):
        people = drawn("hfs")
        spread_in_it = fmean(len(begins(one)) > 1 and begins(one)[1] >= 0 for one in people)

        assert max(begins(person)[0] for person in people) <= 0
        assert 0.45 < spread_in_it < 0.80


class TestAtypicalSpasm:
    def test_begins_at_the_mouth_or_above_and_below_on_one_day_before_forty(self):
        people = drawn("hfs_atypical", weeks=5200)
        first = [max(one.strands[0].places, key=lambda option: len(option[0]))[0] for one in people]
        at_mouth = fmean([place.site for place in places] == ["mouth_corner"] for places in first)

        assert at_mouth == within_chance(0.5, MANY)
        assert {len(places) for places in first} == {1, 2}
        ages = [2026.5 - person.declared.birth_year + begins(person)[0] / 365 for person in people]
        assert 17 < min(ages) < max(ages) < 41

    def test_half_are_numb_and_three_in_ten_weak_on_that_side(self):
        people = drawn("hfs_atypical")
        numb = [person for person in people if "face_numb" in {one.code for one in person.complaints}]

        assert len(numb) / MANY == within_chance(0.5, MANY)
        assert fmean(bool(person.weaknesses) for person in people) == within_chance(0.3, MANY)
        for person in people:
            assert {one.side for one in (*person.complaints, *person.weaknesses)} <= sides(person)


class TestMyokymia:
    def test_spreads_within_3_to_21_days_and_is_gone_after_21_to_30(self):
        people = drawn("myokymia_ms")
        alone, together = zip(*(person.strands for person in people), strict=True)
        spread = [b.first_day - a.first_day for a, b in zip(alone, together, strict=True)]
        lasted = [b.last_day + 1 - a.first_day for a, b in zip(alone, together, strict=True)]

        assert (min(spread), max(spread)) == (3, 21)
        assert (min(lasted), max(lasted)) == (21, 30)
        assert all(len(sides(person)) == 1 and all(one.unbroken for one in person.strands) for person in people)

    def test_comes_between_25_and_55(self):
        assert {25, 54} <= {2026 - person.declared.birth_year for person in drawn("myokymia_ms")} <= set(range(25, 56))


class TestPalsy:
    def test_reaches_its_nadir_within_2_to_72_hours(self):
        hours = [24 * (one.points[1][0] - one.points[0][0]) for p in drawn("bells") for one in p.weaknesses]

        assert 2 <= min(hours) < 4
        assert 70 < max(hours) <= 72.0001

    def test_recovers_wholly_in_71_to_85_of_100(self):
        left_over = [person.weaknesses[0].points[-1][1] for person in drawn("bells")]

        assert fmean(one == 0 for one in left_over) == within_chance(0.78, MANY)
        assert 0.2 <= min(one for one in left_over if one) <= max(left_over) <= 0.5

    def test_comes_again_within_ten_years_in_7_of_100(self):
        people = drawn("bells", weeks=522)

        assert fmean(len(person.events) > 1 for person in people) == within_chance(0.07, MANY)

    def test_is_written_down_with_its_side_after_it_was_complete(self):
        for person in drawn("bells", 100):
            for event, weakness in zip(person.events, person.weaknesses, strict=True):
                assert (event.kind, event.side) == ("palsy", weakness.side)
                assert event.told_on > weakness.points[1][0]

    def test_hurts_behind_the_ear_in_half_and_changes_taste_in_a_third(self):
        codes = [{one.code for one in person.complaints} for person in drawn("bells")]

        for code, share in (("ear_pain", 0.506), ("dry_eye", 0.42), ("taste_changed", 0.35)):
            assert fmean(code in one for one in codes) == pytest.approx(share, abs=0.045)


class TestSynkinesis:
    def test_follows_a_palsy_of_its_side_by_12_to_29_weeks_and_doubles_from_6_to_12_months(self):
        people = drawn("synkinesis")
        after = [begins(person)[0] - person.events[0].day for person in people]

        assert (min(after), max(after)) == (84, 200)
        assert max(person.events[0].day for person in people) <= -56  # nobody's palsy itself is in the diary
        assert all(sides(person) == {person.events[0].side} for person in people)
        for person in people[:200]:
            palsy = person.events[0].day
            grows = next(strand for strand in person.strands if strand.growth > 1)
            assert grows.first_day >= palsy + 182
            assert (grows.last_day, grows.growth) == (palsy + 364, 2)

    def test_every_twitch_has_its_movement(self):
        strands = [strand for person in drawn("synkinesis", 200) for strand in person.strands]

        assert {strand.movement for strand in strands} == {"smile", "blink"}
        assert {place.site for s in strands if s.movement == "smile" for p, _ in s.places for place in p} == {
            "lid_lower"
        }


class TestOthers:
    def test_one_eyelid_the_lower_in_three_of_four(self):
        people = drawn("benign_lid")

        assert fmean(sites(person) == {"lid_lower"} for person in people) == within_chance(0.75, MANY)
        assert all(len(sites(person)) == len(sides(person)) == 1 for person in people)

    def test_wandering_twitches_stay_in_95_of_100_over_a_year(self):
        people = drawn("bfs")

        assert fmean(person.strands[0].last_day is None for person in people) == within_chance(0.95, MANY)
        assert all(strand.jumps == 0.6 for person in people for strand in person.strands)

    def test_a_tic_is_mostly_held_back_and_mostly_has_an_urge(self):
        strand = draw("tic", 1, seed=1).strands[0]

        for odds, share in ((dict(strand.suppressible), 0.9), (dict(strand.urge), 0.8)):
            assert odds["yes"] / (1 - odds[None]) == pytest.approx(share)

    def test_with_weakness_a_region_stays_and_its_tasks_are_lost_one_after_another(self):
        people = drawn("mnd")
        limbs = fmean("tongue" not in sites(person) for person in people)

        assert limbs == within_chance(0.75, MANY)
        for person in people:
            regions = {v.SITES[site].region for site in sites(person)}
            days = [loss.day for loss in person.losses]
            assert len(regions) == len(sides(person)) == 1
            assert len(days) >= 2
            assert days == sorted(days)
            assert 14 <= days[0] - begins(person)[0] <= 150

    def test_noise_comes_from_anywhere(self):
        assert sites(draw("noise", 1, seed=1)) == set(v.SITES)

    def test_the_conditions_that_spread_are_those_whose_zones_of_one_side_begin_one_after_another(self):
        for condition in CONDITIONS:
            stepwise = any(map(_stepwise, drawn(condition, 60, weeks=5200)))
            assert stepwise == (condition in SPREADING)


def _stepwise(person):
    """Tell whether two zones of one side of the face begin on different days."""
    first: dict[tuple[str, str], int] = {}
    for strand in sorted(person.strands, key=lambda one: one.first_day):
        for place in (place for places, _ in strand.places for place in places if v.SITES[place.site].zone):
            first.setdefault(zone_of(place), strand.first_day)
    return any(len({day for (_, other), day in first.items() if other == side}) > 1 for _, side in first)
