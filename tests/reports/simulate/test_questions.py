"""The five demo diaries keep what their stories promise, whatever the seed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import vocabulary as v
from diary.services.episodes import EpisodeFields
from reports.simulate.diary import simulate
from reports.simulate.facts import SimulatedEpisode
from reports.simulate.person import Writing
from reports.simulate.questions import ALL

LAST = date(2026, 11, 20)
A, B, C, D, E = ALL
seeds = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None)
everyone = pytest.mark.parametrize("person", ALL, ids=[person.letter for person in ALL])


def kept(person, seed=1, last_day=LAST):
    return simulate(person, last_day=last_day, seed=seed)


def local_day(entry):
    return entry.started_at.astimezone(ZoneInfo(entry.time_zone)).date()


def answered(diary):
    """Return the days that say anything, by the house's rule."""
    said = {day.date for day in diary.days if day.state in ("twitched", "none")}
    return said | {local_day(entry) for entry in diary.episodes if local_day(entry) <= diary.last_day}


def share_answered(diary):
    return len(answered(diary)) / diary.person.days


def mode(entry):
    zone = ZoneInfo(entry.time_zone)
    if entry.recorded_at - entry.started_at <= timedelta(minutes=60):
        return "live"
    return "same_day" if entry.recorded_at.astimezone(zone).date() == local_day(entry) else "backfilled"


def told(person, seed):
    """Return the entries, the sites of each as one set."""
    return [(entry, {place.site for place in entry.sites}) for entry in kept(person, seed).episodes]


# SHA-256 of what the five tell with seed 1. These stories are shown to people: a change of the simulator keeps them.
TOLD = {
    "A": "1c5803983d6542f1581a911a2d4fe6f8922392a7cff369826d193be4c4ce074a",
    "B": "ae0a6c786f940bf35f65aae5d54fe731cb61ac45309505a168a639efa391c8d4",
    "C": "a170bb509714664ad77e6aa2e5702d938fad92dd0c1c8011b5553eeee7755c4d",
    "D": "1d5c3b1f4ae6ef0e729f2dbc09435e56c5ca299518a0d023a94ade3462b5757c",
    "E": "152d31906be5bda37efbd14385bf3bf214b307a703ef2a2e6be935b39adda24a",
}


class TestEveryDiary:
    @everyone
    @few
    @given(seed=seeds)
    def test_says_only_what_the_vocabulary_knows(self, person, seed):
        diary = kept(person, seed)
        codes = {
            "rhythm": v.RHYTHMS, "during": v.CONTEXTS, "movement": v.MOVEMENTS, "suppressible": v.ANSWERS,
            "urge": v.ANSWERS, "observed_by": v.OBSERVERS, "time_precision": v.TIME_PRECISIONS,
        }  # fmt: skip
        for entry in diary.episodes:
            assert all(getattr(entry, name) in (None, *v.codes(terms)) for name, terms in codes.items())
            assert set(entry.sensations) <= set(v.codes(v.SENSATIONS))
            assert entry.intensity in (None, *range(v.INTENSITY_MAX + 1))
            assert entry.duration_s is None or 1 <= entry.duration_s <= v.DURATION_S_MAX
            assert entry.count is None or v.COUNT_MIN < entry.count <= v.COUNT_MAX
        for day in diary.days:
            assert day.state in ("twitched", "none")
            assert day.burden in (None, *v.codes(v.BURDENS))
            assert day.function in (None, *range(v.FUNCTION_MAX + 1))
            assert {kind for kind, _ in day.drinks or ()} <= set(v.DRINKS)
        for event in diary.events:
            assert event.kind in v.codes(v.EVENT_KINDS)
            assert event.action in v.codes(v.EVENT_ACTIONS)

    @everyone
    @few
    @given(seed=seeds)
    def test_names_places_with_a_side_that_they_have(self, person, seed):
        diary = kept(person, seed)
        places = {place for entry in diary.episodes for place in entry.sites}
        places |= {place for event in diary.events for place in event.sites} | set(diary.baseline.sites)
        for place in places:
            assert v.SITES[place.site].sided or place.side == "middle"
            assert place.side in v.codes(v.SIDES)

    @everyone
    @few
    @given(seed=seeds)
    def test_lies_within_its_days_in_the_zone_where_they_were_lived(self, person, seed):
        diary = kept(person, seed)
        for entry in diary.episodes:
            assert diary.first_day <= local_day(entry) <= diary.last_day
            assert entry.time_zone == person.zone_on((local_day(entry) - diary.first_day).days)
            assert entry.started_at <= entry.recorded_at
        assert all(diary.first_day <= day.date <= diary.last_day for day in diary.days)

    @everyone
    @few
    @given(seed=seeds)
    def test_is_silent_now_and_then_and_never_fills_the_silence(self, person, seed):
        diary = kept(person, seed)
        quiet = {day.day for day in diary.truth if not day.episodes}

        assert answered(diary) < {day.day for day in diary.truth}
        assert {day.date for day in diary.days if day.state == "none"} <= quiet
        assert not quiet & {local_day(entry) for entry in diary.episodes}

    @everyone
    @few
    @given(seed=seeds)
    def test_gives_ids_of_version_4_that_stand_once(self, person, seed):
        diary = kept(person, seed)
        ids = [fact.id for fact in (*diary.episodes, *diary.events)]

        assert len(set(ids)) == len(ids)
        assert {UUID(str(id)).version for id in ids} == {4}

    @everyone
    def test_is_the_one_that_was_shipped(self, person):
        diary = kept(person)
        said = repr((diary.opened_at, diary.in_order_of_writing()))

        assert sha256(said.encode()).hexdigest() == TOLD[person.letter]

    @everyone
    def test_is_the_same_for_the_same_seed_and_another_for_another(self, person):
        assert kept(person) == kept(person)
        assert kept(person).episodes != kept(person, seed=2).episodes

    def test_is_the_same_whatever_the_hash_seed_of_the_process(self):
        say = (
            "from datetime import date; from hashlib import sha256; from reports.simulate.diary import simulate;"
            "from reports.simulate.questions import ALL;"
            "print(*(sha256(repr(simulate(one, last_day=date(2026, 11, 20))).encode()).hexdigest() for one in ALL))"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", say], capture_output=True, text=True, check=True, env=os.environ | hash_seed
            ).stdout
            for hash_seed in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
        }

        assert len(said) == 1

    def test_another_way_of_writing_leaves_what_happened_as_it_was(self):
        lazy = replace(D, writing=Writing())

        assert kept(lazy).truth == kept(D).truth
        assert kept(lazy).episodes != kept(D).episodes

    @everyone
    def test_an_entry_has_the_fields_of_the_contract(self, person):
        for entry in kept(person).episodes:
            assert set(asdict(entry)) - {"id"} <= set(EpisodeFields.__annotations__)

    @everyone
    def test_runs_for_eight_to_twenty_six_weeks(self, person):
        diary = kept(person)

        assert 8 * 7 <= (diary.last_day - diary.first_day).days + 1 <= 26 * 7


class TestWriting:
    def test_some_entries_are_live_some_later_that_day_some_on_a_later_day(self):
        modes = Counter(mode(entry) for person in ALL for entry in kept(person).episodes)

        assert set(modes) == {"live", "same_day", "backfilled"}
        assert modes["live"] > modes["backfilled"] > 0

    def test_a_later_day_may_know_no_exact_time(self):
        entries = [entry for person in ALL for entry in kept(person).episodes]

        assert {entry.time_precision for entry in entries} == {"exact", "part_of_day", "day"}
        assert all(mode(entry) == "backfilled" for entry in entries if entry.time_precision != "exact")

    @pytest.mark.parametrize("days_later", range(7))
    def test_the_shipped_demo_has_one_well_answered_and_one_poorly_answered_diary(self, days_later):
        """Whatever weekday it is made on: weekends move what happens, and so what is told."""
        last_day = LAST + timedelta(days=days_later)

        assert share_answered(kept(D, last_day=last_day)) >= 0.85
        assert share_answered(kept(C, last_day=last_day)) < 0.60

    @few
    @given(seed=seeds)
    def test_any_seed_keeps_the_two_well_apart(self, seed):
        assert share_answered(kept(D, seed)) > share_answered(kept(C, seed)) + 0.15

    def test_in_order_of_writing_nothing_comes_before_its_opening(self):
        written = [fact.recorded_at for fact in kept(A).in_order_of_writing()]

        assert written == sorted(written)
        assert kept(A).opened_at <= written[0]

    def test_as_it_stood_at_a_moment_holds_nothing_written_later(self):
        noon = datetime.combine(LAST, time(12), tzinfo=UTC)
        stood = kept(D).as_of(noon)

        assert len(stood.episodes) < len(kept(D).episodes)
        assert all(fact.recorded_at <= noon for fact in stood.in_order_of_writing())


class TestA:
    @few
    @given(seed=seeds)
    def test_the_corner_moves_asleep_and_cannot_be_held(self, seed):
        corner = [entry for entry, sites in told(A, seed) if "mouth_corner" in sites]

        assert corner
        assert all(entry.during == "sleep" and entry.movement is None for entry in corner)
        assert {entry.suppressible for entry in corner} <= {"no", "unsure"}
        assert {"other", "self"} <= {entry.observed_by for entry in corner}

    @few
    @given(seed=seeds)
    def test_what_moved_in_sleep_is_told_after_waking(self, seed):
        for entry in kept(A, seed).episodes:
            if entry.during == "sleep":
                up = entry.recorded_at.astimezone(ZoneInfo(entry.time_zone))
                assert up.hour >= 6

    @few
    @given(seed=seeds)
    def test_the_feet_twitch_too(self, seed):
        assert any(sites == {"foot"} for _, sites in told(A, seed))

    def test_a_palsy_of_that_side_came_three_years_before(self):
        palsy = next(event for event in kept(A).events if event.kind == "palsy")

        assert (palsy.action, palsy.side) == ("single", "right")
        assert 2.5 * 365 < (LAST - palsy.on).days < 3.5 * 365


class TestB:
    @few
    @given(seed=seeds)
    def test_the_upper_lip_twitches_for_about_three_seconds_at_rest(self, seed):
        entries = told(B, seed)

        assert all(sites == {"lip_upper"} and entry.during == "rest" for entry, sites in entries)
        assert all(entry.movement is None for entry, _ in entries)
        assert 2 <= median(entry.duration_s for entry, _ in entries if entry.duration_s) <= 4
        assert max(entry.duration_s for entry, _ in entries if entry.duration_s) <= 10


class TestC:
    @few
    @given(seed=seeds)
    def test_only_a_posed_smile_moves_it_never_rest_and_it_can_be_held(self, seed):
        entries = told(C, seed)

        assert entries
        assert {entry.during for entry, _ in entries} == {"posed_smile"}
        assert {entry.movement for entry, _ in entries} == {"smile"}
        assert {entry.suppressible for entry, _ in entries} == {"yes"}
        assert all([(p.site, p.side) for p in entry.sites] == [("mouth_corner", "left")] for entry, _ in entries)


class TestD:
    MONTH_AGO = LAST - timedelta(days=29)

    @few
    @given(seed=seeds)
    def test_the_chin_stopped_a_month_ago_and_the_lip_came_after_it(self, seed):
        chin = [local_day(entry) for entry, sites in told(D, seed) if "chin" in sites]
        lip = [local_day(entry) for entry, sites in told(D, seed) if "lip_upper" in sites]

        assert max(chin) < self.MONTH_AGO
        assert max(chin) < min(lip)

    @few
    @given(seed=seeds)
    def test_the_cheek_feels_tight_and_comes_last(self, seed):
        tight = [entry for entry, sites in told(D, seed) if sites == {"cheek"}]
        lip = [local_day(entry) for entry, sites in told(D, seed) if "lip_upper" in sites]

        assert tight
        assert all("tightness" in entry.sensations for entry in tight)
        assert min(lip) <= min(local_day(entry) for entry in tight)

    @few
    @given(seed=seeds)
    def test_everything_is_on_the_left(self, seed):
        assert {place.side for entry in kept(D, seed).episodes for place in entry.sites} == {"left"}

    def test_often_through_the_day_is_an_answer_of_the_day(self):
        diary = kept(D)
        full = [day for day in diary.days if day.burden in ("on_and_off", "continuous") and day.date > self.MONTH_AGO]

        assert full

    @few
    @given(seed=seeds)
    def test_the_journey_has_its_own_zone_and_a_day_in_the_air(self, seed):
        diary, stay = kept(D, seed), D.stays[0]
        abroad = {(local_day(entry) - diary.first_day).days for entry in diary.episodes if entry.time_zone == stay.zone}

        assert abroad <= set(range(stay.first_day, stay.last_day))
        assert diary.first_day + timedelta(days=stay.last_day) not in answered(diary)

    def test_the_journey_leaves_entries_from_abroad(self):
        assert {entry.time_zone for entry in kept(D).episodes} == {"Asia/Taipei", "America/Vancouver"}

    def test_some_days_were_written_down_together(self):
        diary, block = kept(D), D.writing.caught_up[0]
        evening = diary.first_day + timedelta(days=block.last_day + 1)
        caught_up = [e for e in diary.episodes if (local_day(e) - diary.first_day).days in block]

        assert caught_up
        assert {e.recorded_at.astimezone(ZoneInfo(e.time_zone)).date() for e in caught_up} == {evening}


class TestE:
    @few
    @given(seed=seeds)
    def test_brow_and_lids_of_one_side_mostly_at_the_screen(self, seed):
        entries = told(E, seed)

        assert set().union(*(sites for _, sites in entries)) == {"brow", "lid_upper", "lid_lower"}
        assert {place.side for entry, _ in entries for place in entry.sites} == {"right"}
        assert sum(entry.during == "screen" for entry, _ in entries) > len(entries) / 2

    @few
    @given(seed=seeds)
    def test_writes_in_both_passes_of_the_hour_that_the_clock_repeats(self, seed):
        night = [entry for entry in kept(E, seed).episodes if entry.started_at.date() == date(2026, 10, 25)]
        zone = ZoneInfo("Europe/Prague")
        passes = {entry.started_at.astimezone(zone).isoformat() for entry in night}

        assert {"2026-10-25T02:40:00+02:00", "2026-10-25T02:12:00+01:00"} <= passes
        assert all(mode(e) == "live" for e in night if e.started_at.astimezone(zone).hour == 2)

    def test_a_period_without_that_night_is_as_good(self):
        assert kept(E, last_day=date(2026, 8, 31)).episodes

    def test_magnesium_then_an_injection_then_the_next_one_planned(self):
        told_events = [(event.kind, event.action) for event in sorted(kept(E).events, key=lambda event: event.on)]

        assert told_events == [("supplement", "start"), ("toxin", "single"), ("toxin", "planned")]

    def test_wearing_off_is_asked_only_weeks_after_an_injection(self):
        diary = kept(E)
        injected = next(event.on for event in diary.events if event.action == "single")
        asked = [day.date for day in diary.days if day.wearing_off is not None]

        assert asked
        assert min(asked) >= injected + timedelta(days=56)


def test_an_instant_is_in_utc_so_that_it_sorts_in_a_repeated_hour():
    facts = [fact for person in ALL for fact in kept(person).in_order_of_writing()]

    assert all(fact.recorded_at.tzinfo is UTC for fact in facts)
    assert all(fact.started_at.tzinfo is UTC for fact in facts if isinstance(fact, SimulatedEpisode))
