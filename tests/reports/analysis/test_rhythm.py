"""Whether a person's episodes gather around an hour: not because nobody writes at night, and not because of bouts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from reports.analysis.refusals import TooFew
from reports.analysis.rhythm import NIGHT, Concentration, Night, concentration
from reports.records import Episode
from reports.simulate.series import Counting, counts, generator
from tests.reports.analysis.material import after, sure

RUNS = 400
BOUTS = Counting(days=90, mean=1.0, missing=0.2)
AWAKE = (6.0, 22.0)


def kept(*entries: tuple[int, int]) -> list[Episode]:
    """Return one entry for each (day, minute)."""
    return [Episode(id=f"{n:05d}", day=after(day), minute=minute) for n, (day, minute) in enumerate(entries)]


def clock(entries: list[Episode], *, night: Night = NIGHT) -> Concentration:
    """Return the hours of these entries, which must be enough."""
    return sure(concentration(entries, night=night))


def simulated(chance, bouts, hour, *, awake=AWAKE, in_a_bout=4.0):
    """Return a diary: bouts of entries around the hours that `hour` draws; asleep, one in twenty is written down."""
    entries = []
    for day, number in enumerate(bouts):
        for centre in hour(chance, 0 if np.isnan(number) else int(number)):
            times = (centre + 0.7 * chance.standard_normal(1 + chance.poisson(in_a_bout - 1))) % 24
            told = times[((awake[0] <= times) & (times < awake[1])) | (chance.random(len(times)) < 0.05)]
            entries += [(day, int(at * 60) % 1440) for at in told]
    return kept(*entries)


def diaries(name, hour, *, of=BOUTS, runs=RUNS, **how):
    chance = generator("rhythm", name)
    found = [concentration(simulated(chance, bouts, hour, **how)) for bouts in counts(chance, runs, of)]
    return [one for one in found if isinstance(one, Concentration)]


def any_hour(chance, size):
    return chance.uniform(0, 24, size)


def hours_around(peak, spread):
    return lambda chance, size: chance.normal(peak, spread, size)


class TestWhatIsCounted:
    def test_is_refused_below_thirty_events_and_below_ten_days(self):
        assert concentration([]) == TooFew("events", 0, 30)
        assert concentration(kept(*((day, 600) for day in range(29)))) == TooFew("events", 29, 30)
        assert concentration(kept(*((day, 60 * hour) for day in range(4) for hour in range(7, 17)))) == TooFew(
            "days", 4, 10
        )

    def test_takes_the_entries_of_one_hour_of_one_day_as_one_event(self):
        once = kept(*((day, 60 * hour + 30) for day in range(15) for hour in (8, 11, 15)))
        often = kept(
            *((day, 60 * hour + 30 + late) for day in range(15) for hour in (8, 11, 15) for late in (-9, 0, 9))
        )

        assert clock(once) == clock(often)
        assert clock(once).events == 45

    def test_leaves_backfilled_and_untimed_entries_out_and_counts_them(self):
        live = kept(*((day, 600 + day) for day in range(40)))
        late = [
            structs.replace(entry, id=f"late {entry.id}", entry_mode="backfilled", minute=100) for entry in live[:7]
        ]
        vague = [structs.replace(entry, id=f"vague {entry.id}", minute=None) for entry in live[:3]]
        plain, mixed = clock(live), clock([*live, *late, *vague])

        assert (mixed.backfilled, mixed.untimed) == (7, 3)
        assert replace(mixed, backfilled=0, untimed=0) == plain

    def test_tells_the_share_of_the_entries_outside_the_night(self):
        told = clock(kept(*((day, minute) for day in range(30) for minute in (200, 700, 800, 900))))

        assert told.waking_share == 0.75
        assert told.events == 90

    def test_a_night_passes_midnight_or_does_not(self):
        assert [minute in Night() for minute in (0, 359, 360, 1319, 1320)] == [True, True, False, False, True]
        assert [minute in Night(0, 480) for minute in (0, 479, 480, 1439)] == [True, True, False, False]

    @pytest.mark.parametrize(("night", "unseen"), [(Night(0, 1080, 0), True), (Night(0, 0, 0), False)])
    def test_a_peak_late_in_the_evening_is_partly_unseen_only_where_a_night_follows(self, night, unseen):
        told = clock(kept(*((day, 1350 + day % 3) for day in range(40))), night=night)

        assert sure(told.peak).partly_unseen is unseen

    @pytest.mark.parametrize("slack_min", [460, 700])
    def test_refuses_a_night_that_leaves_no_waking_hour(self, slack_min):
        with pytest.raises(ValueError, match="waking"):
            concentration([], night=Night(slack_min=slack_min))


class TestOddDiaries:
    def test_all_at_one_minute_is_clear_and_at_that_minute(self):
        told = clock(kept(*((day, 615) for day in range(40))))

        assert (told.word, sure(told.peak).partly_unseen) == ("clear", False)
        assert sure(told.peak).minute == pytest.approx(615, abs=3)

    def test_two_equal_hours_opposite_each_other_have_no_peak(self):
        told = clock(kept(*((day, 540 + 720 * (day % 2)) for day in range(40))), night=Night(0, 0, 0))

        assert (told.word, told.peak) == ("can't tell", None)

    def test_a_peak_that_ends_in_the_night_is_marked_and_one_within_it_is_not_told(self):
        chance = generator("rhythm", "night")
        evening, waking_up = (
            clock(kept(*((day, int(chance.normal(minute, 60)) % 1440) for day in range(60) for _ in range(2))))
            for minute in (1230, 340)
        )

        assert sure(evening.peak).partly_unseen
        assert (waking_up.word, waking_up.peak) == ("clear", None)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1439)), min_size=60, max_size=120))
    def test_any_diary_gives_numbers_or_a_refusal_in_any_order(self, entries):
        told, turned = concentration(kept(*entries)), concentration(kept(*entries)[::-1])

        assert isinstance(told, Concentration) == isinstance(turned, Concentration)
        if isinstance(told, Concentration) and isinstance(turned, Concentration):
            assert told.p_value == pytest.approx(turned.p_value)
            assert 0 <= told.p_value <= 1
            assert told.peak is None or 0 <= told.peak.minute < 1440

    @settings(max_examples=20, deadline=None)
    @given(st.integers(1, 23))
    def test_a_clock_that_is_set_on_moves_the_peak_and_nothing_else(self, hours):
        entries = [(day, (500 + 37 * day * day) % 900 + 400) for day in range(60)]
        moved = [(day, (minute + 60 * hours) % 1440) for day, minute in entries]
        night = Night((1320 + 60 * hours) % 1440, (360 + 60 * hours) % 1440)
        told, later = clock(kept(*entries)), clock(kept(*moved), night=night)

        assert later.p_value == pytest.approx(told.p_value)
        assert (sure(later.peak).minute - sure(told.peak).minute) % 1440 == pytest.approx(60 * hours)


def _long(*values: Any) -> Any:
    return pytest.param(*values, marks=pytest.mark.long)


class TestCalibration:
    @pytest.mark.parametrize(
        ("name", "how"),
        [
            ("bouts of four", {}),
            ("bouts of ten", {"in_a_bout": 10.0}),
            _long("single entries", {"in_a_bout": 1.0, "of": Counting(days=60, mean=3.0, missing=0.2)}),
            _long("a late riser", {"in_a_bout": 1.0, "of": Counting(days=90, mean=3.0), "awake": (8.0, 23.0)}),
        ],
    )
    def test_even_hours_are_called_clear_in_at_most_5_percent(self, name, how):
        clear = np.mean([told.word == "clear" for told in diaries(name, any_hour, **how)])

        assert clear <= 0.05 + 2 * 0.011  # two Monte-Carlo standard errors

    def test_a_plain_test_would_call_the_same_bouts_clear_far_more_often(self):
        chance = generator("rhythm", "plain")
        clear = []
        for bouts in counts(chance, 100, BOUTS):
            minutes = np.array([entry.minute for entry in simulated(chance, bouts, any_hour)])
            clear.append(np.exp(-(abs(np.exp(2j * np.pi * minutes / 1440).sum()) ** 2) / len(minutes)) < 0.05)

        assert np.mean(clear) > 0.9

    @pytest.mark.parametrize(
        ("peak", "spread", "least"), [(8, 2.0, 0.97), _long(14, 3.0, 0.97), _long(20, 2.0, 0.97), (8, 3.0, 0.85)]
    )
    def test_a_peak_is_found_within_an_hour(self, peak, spread, least):
        of = Counting(days=120, mean=2.0, missing=0.2)
        found = diaries(f"{peak} {spread}", hours_around(peak, spread), of=of, runs=200, in_a_bout=3.0)
        apart = [(told.peak.minute / 60 - peak + 12) % 24 - 12 for told in found if told.peak]

        assert np.mean([told.word == "clear" for told in found]) > 0.95
        assert np.sum(np.abs(apart) <= 1) / len(found) >= least

    def test_the_limits_hold_a_peak_in_the_middle_of_the_day(self):
        found = diaries("limits", hours_around(14, 3.0), of=Counting(days=120, mean=2.0, missing=0.2), in_a_bout=3.0)
        held = [told.peak.from_minute <= 14 * 60 <= told.peak.until_minute for told in found]

        assert 0.92 <= np.mean(held) <= 0.98
