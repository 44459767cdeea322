"""The diary of somebody who was drawn looks like its row of the table "What separates what"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from random import Random
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest

from diary import vocabulary as v
from reports.simulate.conditions import CONDITIONS, draw
from reports.simulate.diary import simulate
from reports.simulate.faults import mishandled
from reports.simulate.ground_truth import days_of_true_episode, ground_truth, zone_of
from reports.simulate.person import Place, Writing

pytestmark = pytest.mark.long  # whole diaries drawn by chance: nothing that is served is made of them

LAST = date(2026, 11, 20)
PEOPLE = 12
WEEK = timedelta(days=7)
every_condition = pytest.mark.parametrize("condition", CONDITIONS)
WEAKER = {"clearly_weaker", "cannot"}


def kept(condition, number, weeks=52, seed=1):
    return simulate(draw(condition, number, seed=seed, weeks=weeks), last_day=LAST, seed=seed)


@pytest.fixture(scope="module")
def diaries():
    """Return a year of a dozen people of each condition."""
    return {condition: [kept(condition, n) for n in range(PEOPLE)] for condition in CONDITIONS}


def happened(some):
    return [episode for diary in some for day in diary.truth for episode in day.episodes]


def told(some, field):
    """Return how often each answer of the entries was given, as shares of those that were."""
    given = Counter(getattr(entry, field) for diary in some for entry in diary.episodes)
    del given[None]
    return {code: number / given.total() for code, number in given.items()}


def grades(some):
    """Return every grade of every check with its diary, its side and the days since the diary began."""
    for diary in some:
        for check in diary.checks:
            day = (check.performed_at.astimezone(ZoneInfo(check.time_zone)).date() - diary.first_day).days
            for one in check.tasks:
                yield from ((diary, side, day, grade) for side, grade in (("left", one.left), ("right", one.right)))


class TestEveryDiary:
    @every_condition
    def test_tells_nothing_before_it_happened(self, diaries, condition):
        for diary in diaries[condition]:
            lived = {day.day: day for day in diary.truth}
            assert all(entry.started_at <= entry.recorded_at for entry in diary.episodes)
            for day in diary.days:
                if day.state == "twitched":
                    assert lived[day.date].episodes[0].started_at <= day.recorded_at
            for check in diary.checks:
                assert check.performed_at <= check.recorded_at
                assert all(one.onset_at is None or one.onset_at <= check.performed_at for one in check.answers)
            written = [fact.recorded_at for fact in diary.in_order_of_writing()]
            assert written == sorted(written)
            assert diary.opened_at <= written[0]

    @every_condition
    def test_tells_only_of_episodes_that_happened_that_day_at_those_places(self, diaries, condition):
        for diary in diaries[condition]:
            person, lived = diary.person, {day.day: day for day in diary.truth}
            for entry in diary.episodes:
                day = lived[entry.started_at.astimezone(ZoneInfo(entry.time_zone)).date()]
                sites = [place.site for place in entry.sites]
                assert sites in [[place.site for place in one.places] for one in day.episodes]
                assert entry.time_zone == person.zone_on(day.index)

    @every_condition
    def test_a_check_speaks_the_vocabulary(self, diaries, condition):
        for diary in diaries[condition]:
            for check in diary.checks:
                assert [one.task for one in check.tasks] == list(v.codes(v.CHECK_TASKS))
                assert {grade for one in check.tasks for grade in (one.left, one.right)} <= {
                    None, *v.codes(v.TASK_GRADES),
                }  # fmt: skip
                assert {one.code for one in check.answers} <= set(v.codes(v.CHECK_ANSWERS))
                assert {one.value for one in check.answers} <= set(v.codes(v.ANSWERS))
                assert len({one.code for one in check.answers}) == len(check.answers)
                assert set(check.tasks_lost) <= set(v.codes(v.TASKS_LOST))

    @every_condition
    def test_stood_at_a_moment_without_what_was_written_later(self, diaries, condition):
        diary = diaries[condition][0]
        moment = diary.opened_at + 8 * WEEK
        stood = diary.as_of(moment)

        assert all(fact.recorded_at <= moment for fact in stood.in_order_of_writing())
        assert 0 < len(stood.checks) < len(diary.checks) or diary.checks[-1].recorded_at <= moment

    def test_who_dropped_out_writes_nothing_after_the_last_day(self, diaries):
        quiet = [diary for diary in diaries["hfs"] if max(day.date for day in diary.days) < LAST - 8 * WEEK]

        assert quiet
        for diary in quiet:
            last = max(fact.recorded_at for fact in (*diary.days, *diary.checks)).date()
            assert max(entry.recorded_at for entry in diary.episodes).date() <= last + 2 * WEEK


class TestFaults:
    def test_the_other_side_is_named_in_1_of_100_entries(self):
        person = draw("hfs", 0, seed=1)
        right_handed = replace(person, writing=replace(person.writing, wrong_side=0.0))
        entries = simulate(right_handed, last_day=LAST).episodes * 20
        other = [
            a.sites != b.sites for a, b in zip(mishandled(entries, person.writing, Random(1)), entries, strict=True)
        ]

        assert {entry.sites[0].side for entry in entries} == {_side(kept("hfs", 0))}
        assert fmean(other) == pytest.approx(0.01, abs=3 * sqrt(0.01 * 0.99 / len(entries)))

    def test_the_clock_of_the_phone_moves_the_moment_of_recording_and_nothing_else(self):
        straight = kept("bfs", 1)
        writing = Writing(clock_ahead_min=-4.5)
        entries = mishandled(straight.episodes, writing, Random(1))

        assert [replace(a, recorded_at=b.recorded_at) for a, b in zip(entries, straight.episodes, strict=True)] == list(
            straight.episodes
        )
        for skewed, entry in zip(entries, straight.episodes, strict=True):
            assert skewed.recorded_at == max(entry.started_at, entry.recorded_at - timedelta(minutes=4.5))

    def test_nobody_in_the_middle_changes_sides(self):
        entry = replace(kept("bfs", 1).episodes[0], sites=(Place("glabella", "middle"), Place("calf", "left")))

        assert mishandled((entry,), Writing(wrong_side=1.0), Random(1))[0].sites == (
            Place("glabella", "middle"), Place("calf", "right"),
        )  # fmt: skip


class TestHealthyFace:
    @pytest.mark.parametrize("condition", ["benign_lid", "bfs", "tic", "noise", "hfs"])
    def test_has_no_weakness_but_a_rare_slip(self, diaries, condition):
        found = Counter(grade for *_, grade in grades(diaries[condition]))
        checks = [check for diary in diaries[condition] for check in diary.checks]

        assert not WEAKER & set(found)
        assert 0 <= found["a_bit_weaker"] / len(checks) < 0.02 + 3 * sqrt(0.02 * 0.98 / len(checks))
        assert all(not check.tasks_lost for check in checks)
        assert all(one.value in ("no", "unsure") for check in checks for one in check.answers)

    def test_slips_in_2_checks_of_100(self):
        checks = [check for n in range(60) for check in kept("benign_lid", n, seed=2).checks]
        slips = [check for check in checks if any("a_bit_weaker" in (one.left, one.right) for one in check.tasks)]

        assert len(slips) / len(checks) == pytest.approx(0.02, abs=3 * sqrt(0.02 * 0.98 / len(checks)))

    def test_is_looked_at_once_a_week_at_most(self, diaries):
        for diary in diaries["benign_lid"]:
            days = [check.performed_at.date() for check in diary.checks]
            assert all(later - day >= timedelta(days=6) for day, later in pairwise(days))


class TestBenignLid:
    def test_one_eyelid_ripples_in_bouts_at_rest_or_at_the_screen(self, diaries):
        some = diaries["benign_lid"]

        assert all(len({episode.places for episode in happened([diary])}) == 1 for diary in some)
        assert set(told(some, "during")) == {"rest", "screen"}
        assert told(some, "rhythm")["ripple"] > 0.5
        assert "yes" not in told(some, "suppressible")

    def test_is_away_for_weeks_between_two_bouts(self, diaries):
        for diary in diaries["benign_lid"][:6]:
            days = [day.day for day in diary.truth if day.episodes]
            assert max(later - day for day, later in pairwise(days)) >= 2 * WEEK


class TestHemifacialSpasm:
    def test_is_strictly_of_one_side_and_of_the_facial_nerve(self, diaries):
        for diary in diaries["hfs"]:
            places = {place for episode in happened([diary]) for place in episode.places}
            assert len({place.side for place in places}) == 1
            assert {v.SITES[place.site].nerve for place in places} == {"VII"}

    def test_goes_from_the_eye_to_the_cheek_to_the_mouth_to_the_chin(self, diaries):
        for diary in diaries["hfs"]:
            first = days_of_true_episode(diary, 1)
            order = [zone for zone in ("EYE", "MID", "MOUTH", "CHIN") if (zone, _side(diary)) in first]
            if diary.person.strands[0].places[0][0][0].site == "lid_lower":
                assert [first[zone, _side(diary)] for zone in order] == sorted(first.values())

    def test_zones_that_joined_contract_together(self, diaries):
        spread = [diary for diary in diaries["hfs"] if len(diary.person.declared.sites) > 1]

        assert spread
        assert fmean(len(episode.places) > 1 for episode in happened(spread)) > 0.5

    def test_comes_asleep_too_in_a_tenth_and_cannot_be_held(self, diaries):
        episodes = happened(diaries["hfs"])

        assert fmean(episode.strand.asleep for episode in episodes) == pytest.approx(0.10, abs=0.02)
        assert "sleep" in told(diaries["hfs"], "during")
        assert "yes" not in told(diaries["hfs"], "suppressible")

    def test_many_a_day_are_on_and_off_and_seldom_nearly_continuous(self, diaries):
        burdens = Counter(day.burden for diary in diaries["hfs"] for day in diary.days)

        assert burdens["on_and_off"] > 10 * burdens["continuous"]

    def test_an_atypical_one_begins_at_the_mouth_or_at_eye_and_mouth_on_one_day(self, diaries):
        for diary in diaries["hfs_atypical"]:
            sites = {place.site for place in diary.person.strands[0].places[0][0]}
            assert sites in ({"mouth_corner"}, {"mouth_corner", "lid_lower"})

    def test_an_atypical_one_may_be_numb_or_weak_on_that_side(self, diaries):
        some = diaries["hfs_atypical"]
        numb = {
            one.side for diary in some for check in diary.checks for one in check.answers if one.code == "face_numb"
        }

        assert numb & {"left", "right"}
        for diary, side, _, grade in grades(some):
            assert grade not in WEAKER or side == _side(diary)


def _side(diary):
    return diary.person.strands[0].places[0][0][0].side


class TestMyokymia:
    def test_never_stops_while_it_lasts_and_then_is_gone(self, diaries):
        for diary in diaries["myokymia_ms"]:
            begins, ends = diary.person.strands[0].first_day, diary.person.strands[1].last_day
            there = [bool(day.episodes) for day in diary.truth]
            assert fmean(there[max(0, begins) : ends + 1]) > 0.9
            assert not any(there[ends + 1 :])

    def test_its_days_are_called_nearly_continuous_and_it_ripples(self, diaries):
        burdens = Counter(
            day.burden for diary in diaries["myokymia_ms"] for day in diary.days if day.state == "twitched"
        )

        assert set(burdens) == {"continuous"}
        assert told(diaries["myokymia_ms"], "rhythm")["ripple"] > 0.9

    def test_spreads_within_three_weeks_of_its_beginning(self, diaries):
        for diary in diaries["myokymia_ms"]:
            truth = ground_truth(diary)
            assert truth.first_zone_on
            assert truth.second_zone_on
            assert timedelta(days=3) <= truth.second_zone_on - truth.first_zone_on <= 3 * WEEK


class TestPalsy:
    def test_one_whole_side_is_weak_with_the_forehead_and_not_the_other(self, diaries):
        for diary in diaries["bells"]:
            palsied = {one.side for one in diary.person.weaknesses}
            weak = {
                (one.task, side)
                for check in diary.checks
                for one in check.tasks
                for side in ("left", "right")
                if getattr(one, side) in WEAKER
            }
            assert {side for _, side in weak} <= palsied
            assert not weak or "brow" in {task for task, _ in weak}

    def test_is_not_there_before_its_onset_and_worst_in_the_first_three_weeks(self, diaries):
        for diary, side, day, grade in grades(diaries["bells"]):
            weakness = diary.person.weaknesses[0]
            assert not (grade in WEAKER and day < int(weakness.points[0][0]))
            if side == weakness.side and weakness.points[1][0] + 1 < day < weakness.points[2][0]:
                assert grade != "same"

    def test_is_looked_at_daily_in_its_first_weeks(self, diaries):
        gaps = []
        for diary in diaries["bells"]:
            onset = diary.person.weaknesses[0].points[0][0]
            days = [(check.performed_at.date() - diary.first_day).days for check in diary.checks]
            often = [day for day in days if onset + 1 < day < onset + 20]
            gaps += [later - day for day, later in pairwise(often)]

        assert fmean(gap == 1 for gap in gaps) > 0.5

    def test_comes_over_hours_to_three_days_with_its_onset_told(self, diaries):
        for diary in diaries["bells"]:
            onset, zone = diary.person.weaknesses[0].points[0][0], ZoneInfo(diary.person.zone)
            answers = [one for check in diary.checks for one in check.answers if one.code == "face_droop"]
            for one in (one for one in answers if one.value == "yes"):
                assert one.onset_speed == "hours_to_3_days"
                if len(diary.person.weaknesses) == 1 and diary.person.zone_on(int(onset)) == diary.person.zone:
                    assert one.onset_at.astimezone(zone).date() == diary.first_day + timedelta(days=onset // 1)

    def test_most_faces_are_as_before_at_the_end(self, diaries):
        recovered = [d for d in diaries["bells"] if d.person.weaknesses[-1].points[-1][1] == 0]

        assert len(recovered) > PEOPLE / 2
        late = [g for d, _, day, g in grades(recovered) if day > d.person.weaknesses[-1].points[-1][0]]
        assert not WEAKER & set(late)


class TestSynkinesis:
    def test_moves_exactly_with_a_movement_and_never_at_rest(self, diaries):
        for entry in (entry for diary in diaries["synkinesis"] for entry in diary.episodes):
            moved = {place.site for place in entry.sites}
            assert entry.during in ("movement", "posed_smile", "speech")
            assert (entry.movement, moved) in (("smile", {"lid_lower"}), ("blink", {"mouth_corner"}))

    def test_has_a_palsy_of_that_side_behind_it(self, diaries):
        for diary in diaries["synkinesis"]:
            palsy = diary.events[0]
            assert (palsy.kind, palsy.side) == ("palsy", _side(diary))
            assert palsy.on < diary.first_day


class TestTic:
    def test_can_be_held_back_after_an_urge_and_changes_its_site(self, diaries):
        assert told(diaries["tic"], "suppressible")["yes"] == pytest.approx(0.9, abs=0.03)
        assert told(diaries["tic"], "urge")["yes"] == pytest.approx(0.8, abs=0.03)
        assert sum(len({one.places for one in happened([diary])}) > 1 for diary in diaries["tic"]) > PEOPLE / 2


class TestWandering:
    def test_flicks_at_rest_in_many_places_without_an_order(self, diaries):
        some = diaries["bfs"]

        assert told(some, "during") == {"rest": 1.0}
        assert told(some, "rhythm")["single"] > 0.6
        for diary in some:
            assert len(days_of_true_episode(diary, 3)) >= 4


class TestWeakness:
    def test_one_region_twitches_on_most_days(self, diaries):
        for diary in diaries["mnd"]:
            begins = max(0, diary.person.strands[0].first_day)
            assert len({v.SITES[p.site].region for one in happened([diary]) for p in one.places}) == 1
            assert fmean(bool(day.episodes) for day in diary.truth[begins:]) > 0.8

    def test_a_named_task_is_lost_and_then_more(self, diaries):
        declined = 0
        for diary in diaries["mnd"]:
            lost = [set(check.tasks_lost) for check in diary.checks]
            declined += any(lost)
            seen: set[str] = set()
            for one in lost:
                assert len(one - seen) <= len(diary.person.losses)
                seen |= one
            assert seen <= {loss.task for loss in diary.person.losses}

        assert declined > PEOPLE / 2

    def test_a_bulbar_onset_slurs_and_weakens_both_sides(self):
        bulbar = [d for n in range(60) if (d := kept("mnd", n)).person.weaknesses]
        slurred = {
            one.code for diary in bulbar for check in diary.checks for one in check.answers if one.value == "yes"
        }

        assert "speech_slurred" in slurred
        assert {one.side for diary in bulbar for one in diary.person.weaknesses} == {"both"}


class TestNoise:
    def test_is_anywhere_and_anything(self, diaries):
        some = diaries["noise"]
        zones = {zone_of(place) for one in happened(some) for place in one.places}

        assert len(zones) > 20
        assert max(told(some, "rhythm").values()) < 0.25
        assert max(told(some, "during").values()) < 0.25
