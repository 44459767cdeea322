"""The lanes: what puts a diary into one, what a signature covers, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.analysis.intervals import Interval
from reports.flags.flag import Evidence
from reports.lanes import digest as digests
from reports.lanes import words
from reports.lanes.digest import Digest, FlagTold, Look
from reports.lanes.rules import (
    BOUNDS,
    Condition,
    Lane,
    Signed,
    Standing,
    Thresholds,
    conditions,
    covers,
    standing,
)
from reports.records import Day, Episode, Event, Place, Records, in_order

TODAY = date(2026, 11, 20)  # a Friday
CONSENT = date(2026, 6, 1)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def flag(level: str = "soon", **told: Any) -> FlagTold:
    usual: dict[str, Any] = {
        "rule": "S1", "version": 1, "level": level, "urgency": None, "title": "It reached another part.",
        "clinician": "", "first_true_on": days_ago(30), "newest_on": days_ago(10),
        "places": ("cheek:left", "lid_lower:left"), "entry_number": 50, "other_number": 0,
        "evidence": (Evidence("episode", "a", days_ago(10)),),
    }  # fmt: skip
    return FlagTold(**usual | told)


def look(on: date = TODAY, **told: Any) -> Look:
    usual: dict[str, Any] = {
        "on": on, "days": 28, "answered": 28, "twitch_days": 9, "before_answered": 84, "before_twitch_days": 30,
        "ratio": Interval(1.0, 0.8, 1.3), "silent_days": 0,
    }  # fmt: skip
    return Look(**usual | told)


MORE = Interval(2.0, 1.4, 3.0)


def made(*flags: FlagTold, looks: tuple[Look, ...] | None = None, **told: Any) -> Digest:
    usual: dict[str, Any] = {
        "as_of": TODAY, "began_on": days_ago(200), "last_answered_on": TODAY, "flags": flags, "areas": 2,
        "looks": looks or tuple(look(on) for on in (TODAY, *(days_ago(4 + 7 * n) for n in range(4)))),
        "injected_on": None, "usual_wearing_off_days": None, "wearing_off_on": None, "next_visit_on": None,
    }  # fmt: skip
    return Digest(**usual | told)


def signed(digest: Digest, *, on: date = TODAY, counter: int = 100) -> Signed:
    """Return what somebody signs who sees this digest, with a diary that had come so far."""
    return Signed(on=on, change_counter=counter, flags=digest.flags, conditions=conditions(digest, Thresholds()))


def where(digest: Digest, *signatures: Signed, **changed: float) -> Standing:
    return standing(digest, signatures, Thresholds().with_changes(changed), unreviewed_since=CONSENT)


class TestLanes:
    @pytest.mark.parametrize(
        ("digest", "lane"),
        [
            (made(flag("emergency")), Lane.RED),
            (made(flag("same_day")), Lane.RED),
            (made(flag("soon")), Lane.SOON),
            (made(flag("watch")), Lane.STEADY),
            (made(flag("info")), Lane.STEADY),
            (made(looks=(look(ratio=MORE),)), Lane.MORE),
            (made(injected_on=days_ago(70), wearing_off_on=days_ago(3)), Lane.TREATMENT),
            (made(injected_on=days_ago(70), usual_wearing_off_days=80, next_visit_on=days_ago(-40)), Lane.TREATMENT),
            (made(looks=(look(silent_days=7),), last_answered_on=days_ago(7), next_visit_on=days_ago(-9)), Lane.QUIET),
            (made(looks=(look(answered=13),)), Lane.TOO_LITTLE),
            (made(), Lane.STEADY),
            (made(looks=(look(days=0, answered=0, silent_days=None),), began_on=None, last_answered_on=None),
             Lane.TOO_LITTLE),
        ],
    )  # fmt: skip
    def test_each_is_the_highest_that_applies(self, digest: Digest, lane: Lane) -> None:
        assert where(digest).lane is lane

    def test_a_diary_stands_in_one_lane_with_all_that_waits(self) -> None:
        both = made(flag("soon"), flag("same_day", rule="U3"), looks=(look(ratio=MORE, answered=13),))
        found = where(both)

        assert found.lane is Lane.RED
        assert {one.rule for one in found.flags} == {"S1", "U3"}

    @pytest.mark.parametrize(
        "looks",
        [
            (look(ratio=Interval(2.0, 1.0, 3.0)),),  # the limit itself excludes nothing
            (look(ratio=MORE, answered=19),),  # 68 % of 28
            (look(ratio=None),),
            (look(ratio=Interval(0.4, 0.2, 0.8)),),
        ],
    )
    def test_more_is_clearly_more_with_enough_answered(self, looks: tuple[Look, ...]) -> None:
        assert where(made(looks=looks)).lane is Lane.STEADY

    def test_a_visit_at_the_usual_wearing_off_is_in_time(self) -> None:
        in_time = made(injected_on=days_ago(70), usual_wearing_off_days=80, next_visit_on=days_ago(-10))

        assert where(in_time).lane is Lane.STEADY
        assert where(replace(in_time, next_visit_on=days_ago(-11))).lane is Lane.TREATMENT
        assert where(replace(in_time, next_visit_on=days_ago(-11)), visit_margin_days=1).lane is Lane.STEADY

    def test_silence_alone_is_no_reason_to_call(self) -> None:
        silent = made(looks=(look(silent_days=20),), last_answered_on=days_ago(20))

        assert where(silent).lane is Lane.STEADY
        assert where(replace(silent, flags=(flag("watch"),))).lane is Lane.STEADY

    def test_silence_counts_while_a_signed_flag_still_holds(self) -> None:
        seen = made(flag("soon"))
        silent = replace(seen, looks=(look(silent_days=7),), last_answered_on=days_ago(7))

        assert where(silent, signed(seen, on=days_ago(8))).lane is Lane.QUIET

    def test_a_lane_is_ordered_by_since_when_it_waits(self) -> None:
        assert where(made(flag(first_true_on=days_ago(40)), flag(rule="S9"))).since == days_ago(40)
        assert where(made()).since == CONSENT

    def test_more_since_the_first_of_an_unbroken_row_of_looks(self) -> None:
        on = (TODAY, days_ago(4), days_ago(11), days_ago(18))
        looks = tuple(look(day, ratio=ratio) for day, ratio in zip(on, (MORE, MORE, None, MORE), strict=True))

        assert where(made(looks=looks)).since == days_ago(4)


class TestSignatures:
    def test_cover_what_was_seen(self) -> None:
        seen = made(flag("same_day"), looks=(look(ratio=MORE),))

        assert where(seen).lane is Lane.RED
        assert where(seen, signed(seen)).lane is Lane.STEADY

    @pytest.mark.parametrize(
        "later",
        [
            {"level": "same_day"},
            {"urgency": "within_days"},
            {"other_number": 101},  # another check, day or event
            {"places": ("cheek:left", "chin:left", "lid_lower:left")},
        ],
    )
    def test_cover_nothing_that_is_new(self, later: dict[str, Any]) -> None:
        seen = made(flag())
        found = where(replace(seen, flags=(flag(**later, newest_on=days_ago(1)),)), signed(seen, on=days_ago(2)))

        assert found.lane <= Lane.SOON
        assert found.since == days_ago(1)  # not since the flag first held: that was signed

    def test_cover_no_other_rule(self) -> None:
        assert where(made(flag(), flag(rule="S6")), signed(made(flag()))).flags == (flag(rule="S6"),)

    def test_another_entry_of_the_same_is_shown_again_after_28_days(self) -> None:
        went_on = made(flag(entry_number=101))

        assert where(went_on, signed(made(flag()), on=days_ago(27))).lane is Lane.STEADY
        assert where(went_on, signed(made(flag()), on=days_ago(28))).lane is Lane.SOON

    def test_without_a_new_entry_it_stays_signed(self) -> None:
        assert where(made(flag()), signed(made(flag()), on=days_ago(300))).lane is Lane.STEADY

    def test_a_lower_level_is_nothing_new(self) -> None:
        assert where(made(flag("soon")), signed(made(flag("same_day")))).lane is Lane.STEADY

    def test_more_that_ended_and_began_again_is_shown_again(self) -> None:
        seen = made(looks=(look(days_ago(10), ratio=MORE),))
        on = (TODAY, days_ago(4), days_ago(11))
        went_on, again = (
            tuple(look(day, ratio=ratio) for day, ratio in zip(on, (MORE, between, MORE), strict=True))
            for between in (MORE, None)
        )

        assert where(made(looks=went_on), signed(seen, on=days_ago(10))).lane is Lane.STEADY
        assert where(made(looks=again), signed(seen, on=days_ago(10))).lane is Lane.MORE

    def test_a_tap_after_another_injection_is_another_tap(self) -> None:
        first = made(injected_on=days_ago(150), wearing_off_on=days_ago(90))
        second = made(injected_on=days_ago(80), wearing_off_on=days_ago(2))

        assert where(first, signed(first, on=days_ago(80))).lane is Lane.STEADY
        assert where(second, signed(first, on=days_ago(80))).lane is Lane.TREATMENT

    def test_another_silence_is_another(self) -> None:
        def silent(days: int) -> Digest:
            return made(looks=(look(silent_days=days),), last_answered_on=days_ago(days), next_visit_on=days_ago(-30))

        assert where(silent(9), signed(silent(9), on=days_ago(1))).lane is Lane.STEADY
        assert where(silent(8), signed(silent(9), on=days_ago(1))).lane is Lane.QUIET

    @given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 60), st.sampled_from(["soon", "same_day"]))
    def test_never_cover_a_check_that_came_later(self, counter: int, number: int, age: int, level: str) -> None:
        seen = Signed(on=days_ago(age), change_counter=counter, flags=(flag(level),))
        later = flag(level, other_number=number, entry_number=0)

        assert covers(later, seen, today=TODAY) == (number <= counter)


class TestThresholds:
    def test_change_what_they_name_and_nothing_else(self) -> None:
        silent = made(flag("watch"), looks=(look(silent_days=9, ratio=MORE),), next_visit_on=days_ago(-3),
                      last_answered_on=days_ago(9))  # fmt: skip

        assert where(silent).lane is Lane.MORE
        assert where(silent, more_than=1.5).lane is Lane.QUIET
        assert where(silent, more_than=1.5, silent_days=10).lane is Lane.STEADY
        assert where(silent, more_than=1.5, silent_days=10, answered_days=28.5, of_nothing=1).lane is Lane.TOO_LITTLE

    def test_never_change_what_a_red_flag_is(self) -> None:
        for name, (_, high) in BOUNDS.items():
            assert where(made(flag("emergency")), **{name: high}).lane is Lane.RED

    def test_the_usual_ones_lie_within_their_bounds(self) -> None:
        assert set(BOUNDS) == set(Thresholds.__dataclass_fields__)
        assert all(low <= getattr(Thresholds(), name) <= high for name, (low, high) in BOUNDS.items())


class TestDigest:
    def diary(self) -> Records:
        """A diary of 140 days: one episode a day, three a day in the last 28; one day of the last week is silent."""
        on = [days_ago(n) for n in range(140) if n != 3]
        episodes = [
            Episode(id=f"{day}-{n}", day=day, places=(Place("cheek", "left"),))
            for day in on
            for n in range(3 if day > days_ago(28) else 1)
        ]
        events = (Event(kind="toxin", action="single", name="botulinum toxin", on=days_ago(60)),)
        days = (Day(day=days_ago(2), wearing_off=True),)
        return Records(reference="a", name="Ana", episodes=tuple(episodes), days=days, events=events)

    def test_counts_the_last_28_days_against_the_84_before(self) -> None:
        told = digests.digest(in_order(self.diary()), (), {}, as_of=TODAY).today

        assert (told.days, told.answered, told.twitch_days) == (28, 27, 27)
        assert (told.before_answered, told.before_twitch_days) == (84, 84)
        assert told.ratio is not None
        assert told.ratio.value == pytest.approx(3, rel=0.05)
        assert told.ratio.low > 1

    def test_looks_at_the_mondays_before_as_they_were_then(self) -> None:
        told = digests.digest(in_order(self.diary()), (), {}, as_of=TODAY)
        of_then = [digests.digest(in_order(self.diary()), (), {}, as_of=one.on).today for one in told.looks]

        assert [one.on for one in told.looks] == [TODAY, *(days_ago(4 + 7 * n) for n in range(4))]
        assert list(told.looks) == of_then

    def test_knows_the_treatment_and_the_visit_to_come(self) -> None:
        told = digests.digest(in_order(self.diary()), (), {}, as_of=TODAY, next_visit_on=days_ago(-5))

        assert (told.injected_on, told.wearing_off_on, told.next_visit_on) == (days_ago(60), days_ago(2), days_ago(-5))
        assert told.areas == 1

    def test_of_an_empty_diary_says_nothing(self) -> None:
        told = digests.digest(in_order(Records(reference="", name="")), (), {}, as_of=TODAY)

        assert (told.began_on, told.last_answered_on, told.today.days, told.today.silent_days) == (None, None, 0, None)
        assert told.today.answered_percent == 0

    def test_days_before_the_diary_began_are_no_gaps_in_it(self) -> None:
        young = Records(reference="", name="", episodes=tuple(Episode(id=str(n), day=days_ago(n)) for n in range(10)))

        assert digests.digest(in_order(young), (), {}, as_of=TODAY).today.answered_percent == 100

    def test_comes_back_from_json_as_it_was(self) -> None:
        told = replace(digests.digest(in_order(self.diary()), (), {}, as_of=TODAY), flags=(flag(),))

        assert digests.from_json(digests.to_json(told)) == told
        assert digests.flags_from_builtins(digests.flags_to_builtins(told.flags)) == told.flags


class TestWords:
    @pytest.mark.parametrize(
        ("digest", "said"),
        [
            (made(flag("same_day")),
             "Same day: It reached another part (S1), since 21 Oct 2026, newest evidence 10 Nov 2026."),
            (made(flag("same_day"), flag(rule="S9"), injected_on=days_ago(70), wearing_off_on=days_ago(3)),
             "Same day: It reached another part (S1), since 21 Oct 2026, newest evidence 10 Nov 2026. And 2 more."),
            (made(flag(urgency="within_days")),
             "Within days: It reached another part (S1), since 21 Oct 2026, newest evidence 10 Nov 2026."),
            (made(looks=(look(ratio=MORE),)),
             "2.0 times as many episodes a day as in the weeks before (1.4 to 3.0), since 20 Nov 2026 or earlier."),
            (made(injected_on=days_ago(70), wearing_off_on=days_ago(3)),
             "Wearing off, tapped on 17 Nov 2026, 9 weeks after the injection."),
            (made(injected_on=days_ago(70), usual_wearing_off_days=80, next_visit_on=days_ago(-40)),
             ("The next visit or injection, 30 Dec 2026, is on day 110 after the injection; usually half is lost by "
              "day 80.")),
            (made(looks=(look(silent_days=7),), last_answered_on=days_ago(7), next_visit_on=days_ago(-9)),
             "No answer since 13 Nov 2026, while a visit or injection is planned for 29 Nov 2026."),
            (made(looks=(look(answered=13),)), "13 of the last 28 days answered."),
            (made(), "No rule matched. This is not an all-clear."),
            (made(flag("watch")), "Nothing waits. Still so: It reached another part (S1)."),
        ],
    )  # fmt: skip
    def test_say_why_in_a_sentence_with_dates(self, digest: Digest, said: str) -> None:
        assert words.reason(digest, where(digest)) == said

    def test_the_headers_name_the_numbers_as_they_are_set(self) -> None:
        told = words.headers(Thresholds().with_changes({"silent_days": 5, "answered_percent": 80}))

        assert [one.lane for one in told] == list(Lane)
        assert "No answer for 5 days" in told[4].rule
        assert "80 % of the days answered" in told[2].rule


def test_conditions_keep_their_order() -> None:
    all_of_them = made(
        looks=(look(ratio=MORE, silent_days=8),), injected_on=days_ago(70), wearing_off_on=days_ago(9),
        usual_wearing_off_days=50, next_visit_on=days_ago(-1), last_answered_on=days_ago(8),
    )  # fmt: skip

    assert [one.key for one in conditions(all_of_them, Thresholds())] == ["more", "wearing_off", "late_visit", "quiet"]
    assert Condition("more", TODAY) in conditions(all_of_them, Thresholds())
