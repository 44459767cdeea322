"""What the page counts: answered days only, whatever the order, whatever the gaps."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from reports.analysis.days import EFFECTS, Period, facts_of
from reports.records import Check, Day, Event, Place, Records, fingerprint, in_order
from reports.summary import Summary, summarise
from tests.reports.people import CHEEK, LAST, LID, entry, kept, year

FIRST = LAST - timedelta(days=29)
MONTH = [FIRST + timedelta(days=n) for n in range(30)]


def month(*facts: object, **more: object) -> Summary:
    """Summarise thirty days."""
    return summarise(kept(*facts, **more), first=FIRST, last=LAST)  # type: ignore[arg-type]


def rates(summary: Summary) -> tuple[object, ...]:
    """Everything on the page that is a rate, a share or a change."""
    return (summary.now.numbers, summary.now.hours, summary.now.areas, summary.changes, summary.now.effects[:5])


class TestSilence:
    def test_is_in_no_number(self):
        some = month(entry(MONTH[0]), Day(day=MONTH[5], state="none"))

        assert some.completeness.answered == 2
        assert some.now.numbers.twitch_share is not None
        assert some.now.numbers.twitch_share.value == 0.5
        assert some.now.effects[EFFECTS.index("unknown")] == 28

    @settings(max_examples=30, deadline=None)
    @given(st.sets(st.integers(0, 29)))
    def test_said_in_words_changes_no_rate(self, silent):
        facts = [entry(MONTH[n], "08:00") for n in range(0, 30, 3)] + [Day(day=MONTH[n], state="none") for n in (1, 4)]
        taken = {fact.day for fact in facts}
        unknown = [Day(day=MONTH[n], state="unknown") for n in silent if MONTH[n] not in taken]

        assert rates(month(*facts)) == rates(month(*facts, *unknown))

    def test_before_the_diary_began_is_no_gap_in_the_period_before(self):
        began = FIRST - timedelta(days=20)
        told = month(*(entry(began + timedelta(days=n)) for n in range(14)), entry(LAST))

        assert told.before is not None
        assert told.before.period == Period(began, FIRST - timedelta(days=1))

    def test_before_the_diary_began_is_no_gap_in_the_period_itself(self):
        told = month(*(entry(day) for day in MONTH[10:]))

        assert told.now.period == Period(MONTH[10], LAST)
        assert (told.completeness.days, told.completeness.answered) == (20, 20)

    def test_leaves_too_little_to_compare_with_below_fourteen_answered_days(self):
        assert month(*(entry(FIRST - timedelta(days=n)) for n in range(1, 14)), entry(LAST)).before is None

    def test_leaves_nothing_to_compare_with_when_the_diary_began_in_the_period(self):
        assert month(entry(FIRST)).before is None


class TestWhatWasNotSaid:
    def test_of_strength_is_no_improvement(self):
        before = [entry(FIRST - timedelta(days=n), intensity=3) for n in range(1, 31)]
        now = [entry(day) for day in MONTH]  # one tap, nothing more
        told = month(*before, *now)
        assert told.before is not None
        before_numbers = told.before.numbers

        assert (before_numbers.eye_shut_days, before_numbers.eye_shut_known) == (30, 30)
        assert (told.now.numbers.eye_shut_days, told.now.numbers.eye_shut_known) == (0, 0)
        assert told.changes.eye_shut is None

    def test_of_a_continual_day_is_no_quiet_hour(self):
        off = {MONTH[n]: Day(day=MONTH[n], state="twitched", burden="on_and_off") for n in range(10)}
        hours = month(*(entry(day, "10:00") for day in MONTH), *off.values()).now.hours

        assert (hours.days, {one.value for one in hours.bins}) == (20, {0.0, 1.0})

    def test_of_a_later_entry_only_is_the_delay(self):
        facts = [structs.replace(entry(day), entry_mode="same_day", delay_min=60) for day in MONTH[:20]]
        late = [structs.replace(entry(day), entry_mode="backfilled", delay_min=4_000) for day in MONTH[20:]]

        assert month(*facts, *late).completeness.delay_min == 4_000

    def test_of_a_continual_day_is_no_quiet_night(self):
        told = month(*(Day(day=day, state="twitched", burden="continuous") for day in MONTH)).now.numbers

        assert (told.night_known, told.eye_shut_known, told.twitch_days) == (0, 0, 30)

    def test_of_an_hour_leaves_the_night_unknown(self):
        timeless = structs.replace(entry(MONTH[0]), minute=None)

        assert month(timeless, entry(MONTH[1], "03:00")).now.numbers.night_known == 1

    def test_one_forced_shut_is_enough_though_others_do_not_tell(self):
        told = month(entry(MONTH[0], "09:00", intensity=4), entry(MONTH[0], "10:00")).now.numbers

        assert (told.eye_shut_days, told.eye_shut_known) == (1, 1)

    def test_of_the_place_prints_no_areas(self):
        placeless = structs.replace(entry(MONTH[0]), places=())

        assert month(placeless).now.numbers.placed_days == 0


class TestADay:
    def test_answered_none_with_an_episode_counts_as_twitched_and_is_shown(self):
        told = month(entry(LAST), Day(day=LAST, state="none"))

        assert told.now.numbers.twitch_days == 1
        assert told.completeness.contradictions == 1

    @pytest.mark.parametrize("burden", ["on_and_off", "continuous"])
    def test_on_and_off_is_a_twitch_day_without_a_count(self, burden):
        told = month(entry(MONTH[1]), entry(LAST), entry(LAST, "10:00"), Day(day=LAST, state="twitched", burden=burden))

        assert told.now.numbers.twitch_days == 2
        assert told.now.numbers.rate is not None
        assert told.now.numbers.rate.episodes == 1
        assert told.now.numbers.uncounted_days == 1

    def test_twitched_without_an_episode_has_no_count(self):
        told = month(Day(day=LAST, state="twitched"))

        assert told.now.numbers.twitch_days == 1
        assert told.now.numbers.rate is None

    def test_with_one_entry_of_three_is_a_day_with_three_entries(self):
        one, three = month(entry(LAST, count=3)), month(*(entry(LAST, f"09:0{n}") for n in range(3)))

        assert one.now.numbers.rate == three.now.numbers.rate

    def test_without_a_twitch_had_no_effect_but_a_twitch_day_may_lack_one(self):
        told = month(entry(MONTH[0]), Day(day=MONTH[1], state="none"), Day(day=LAST, state="twitched", function=3))

        assert dict(zip(EFFECTS, told.now.effects, strict=True)) == {
            "none": 1, "noticed": 0, "interfering": 0, "disabling": 1, "not_given": 1, "unknown": 27,
        }  # fmt: skip

    def test_forces_the_eye_shut_only_at_an_eyelid(self):
        told = month(entry(LAST, "09:00", LID, intensity=3), entry(FIRST, "09:00", CHEEK, intensity=4))

        assert told.now.numbers.eye_shut_days == 1

    @pytest.mark.parametrize(("clock", "during", "nights"), [
        ("21:59", None, 0), ("22:00", None, 1), ("05:59", None, 1), ("06:00", None, 0), ("13:00", "sleep", 1),
    ])  # fmt: skip
    def test_has_a_night_from_ten_to_six_or_asleep(self, clock, during, nights):
        assert month(entry(LAST, clock, during=during)).now.numbers.night_days == nights


class TestTypicalDay:
    def test_leaves_out_what_was_written_on_a_later_day_and_counts_it(self):
        told = month(entry(MONTH[0], "03:00", entry_mode="backfilled"), entry(MONTH[1], "09:00")).now.hours

        assert (told.days, told.backfilled) == (1, 1)
        assert [one.value for one in told.bins].index(1.0) == 4  # 08:00 to 10:00

    def test_leaves_out_entries_without_an_hour(self):
        told = month(structs.replace(entry(LAST), minute=None)).now.hours

        assert (told.days, told.untimed, told.bins) == (0, 1, ())

    def test_has_one_hour_bins_from_56_answered_days(self):
        days = [Day(day=LAST - timedelta(days=n), state="none") for n in range(56)]
        fewer, enough = (summarise(kept(*days[:n]), first=LAST - timedelta(days=59), last=LAST) for n in (55, 56))

        assert (len(fewer.now.hours.bins), len(enough.now.hours.bins)) == (12, 24)

    def test_counts_the_doubled_hour_of_a_clock_change_once(self):
        night = date(2026, 10, 25)  # 02:30 happens twice in Prague
        told = month(entry(night, "02:30", key="summer"), entry(night, "02:30", key="winter"))

        assert told.now.hours.bins[1].value == 1.0
        assert told.now.numbers.rate is not None
        assert told.now.numbers.rate.episodes == 2

    def test_shows_a_long_episode_in_every_hour_it_touches(self):
        told = month(entry(LAST, "22:30", duration_s=7 * 24 * 3600)).now.hours

        assert [n for n, one in enumerate(told.bins) if one.value] == [11]


class TestSummary:
    @settings(max_examples=15, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_loading(self, chance: random.Random):
        facts = year(days=60, episodes=80)
        mixed = dataclasses.replace(
            facts,
            episodes=tuple(chance.sample(facts.episodes, 80)),
            days=tuple(chance.sample(facts.days, len(facts.days))),
        )

        assert summarise(mixed, first=FIRST, last=LAST) == summarise(facts, first=FIRST, last=LAST)

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 70), st.integers(0, 1439), st.sampled_from([LID, CHEEK, Place("x", "unsure")]))
        ),
        st.lists(
            st.tuples(
                st.integers(0, 70), st.sampled_from(["twitched", "none", "unknown"]), st.sampled_from([None, 0, 3])
            )
        ),
        st.integers(0, 70),
    )
    def test_adds_up_for_any_diary(self, entries, answers, length):
        began = LAST - timedelta(days=70)
        episodes = [entry(began + timedelta(days=d), "00:00", p, key=f"{k}") for k, (d, m, p) in enumerate(entries)]
        days = {
            began + timedelta(days=d): Day(day=began + timedelta(days=d), state=s, function=f) for d, s, f in answers
        }
        told = summarise(kept(*episodes, *days.values()), first=LAST - timedelta(days=length), last=LAST)

        assert sum(told.now.effects) == told.completeness.days == len(told.days) == told.now.period.length <= length + 1
        assert told.now.numbers.twitch_days <= told.completeness.answered <= told.completeness.days
        assert told.completeness.entries == told.completeness.live <= len(episodes)
        assert all(0 < area.share <= 1 for area in told.now.areas)

    def test_needs_fourteen_answered_days_and_seventy_percent(self):
        def answered(count: int, of: int) -> bool:
            days = [Day(day=LAST - timedelta(days=n), state="none") for n in range(count)]
            began = Day(day=LAST - timedelta(days=of - 1), state="none")
            return summarise(kept(*days[:-1], began), first=began.day, last=LAST).completeness.enough

        assert (answered(13, 14), answered(14, 14), answered(14, 20), answered(14, 21)) == (False, True, True, False)

    def test_refuses_a_period_that_ends_before_it_begins(self):
        with pytest.raises(ValueError, match="last"):
            summarise(kept(), first=LAST, last=FIRST)

    def test_keeps_planned_events_off_the_time_axis(self):
        done, planned = (Event(kind="visit", action=a, name="", on=LAST) for a in ("single", "planned"))

        assert month(done, planned).events == (done,)

    def test_names_the_last_face_check(self):
        assert month(Check(day=MONTH[2]), Check(day=MONTH[9])).last_check == Check(day=MONTH[9])


def printed_of(records: Records) -> str:
    return fingerprint(in_order(records))


class TestFingerprint:
    def test_changes_with_every_fact_but_not_with_the_name(self):
        facts = kept(entry(LAST))
        renamed, other = dataclasses.replace(facts, name="Ann"), dataclasses.replace(facts, reference="other")

        assert printed_of(facts) == printed_of(renamed)
        assert printed_of(facts) != printed_of(kept(entry(LAST, intensity=1)))
        assert printed_of(facts) != printed_of(other)


class TestFirstRecorded:
    def test_names_an_area_after_the_baseline_week(self):
        told = month(entry(MONTH[0]), entry(MONTH[10], "09:00", CHEEK), entry(MONTH[12], "09:00", CHEEK)).first_recorded

        assert [(one.place, one.on, one.days) for one in told] == [(CHEEK, MONTH[10], 2)]

    def test_is_silent_about_the_first_seven_days_and_about_what_was_declared(self):
        week = month(entry(MONTH[0]), entry(MONTH[6], "09:00", CHEEK))
        declared = month(entry(MONTH[0]), entry(MONTH[10], "09:00", CHEEK), baseline=(Place("cheek", "both_apart"),))

        assert week.first_recorded == declared.first_recorded == ()

    def test_takes_both_sides_as_two_areas(self):
        told = month(entry(MONTH[0]), entry(MONTH[10], "09:00", Place("lid_lower", "both_together"))).first_recorded

        assert [one.place for one in told] == [Place("lid_lower", "right")]

    def test_does_not_name_again_what_was_first_recorded_before_the_period(self):
        old = FIRST - timedelta(days=60)

        assert (
            month(
                entry(old), entry(old + timedelta(days=20), "09:00", CHEEK), entry(LAST, "09:00", CHEEK)
            ).first_recorded
            == ()
        )


def test_facts_of_a_period_are_one_for_every_day():
    assert [fact.day for fact in facts_of(kept(), Period(FIRST, LAST))] == MONTH
