"""When a diary reminds: at most once a day, never in quiet hours, less often when nobody answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diary.reminding import EXTRA_REST, LATE_MIN, Hours, Last, leads_to, rest_days, words

TODAY = date(2026, 11, 22)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
HOURS = st.builds(Hours, CLOCKS, CLOCKS | st.just(""), CLOCKS | st.just(""))
TIMER_MIN = 10  # how often docs/install.md runs the command


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-22T{clock}:00")


def minutes_due(hours: Hours) -> list[int]:
    midnight = at("00:00")
    return [minute for minute in range(24 * 60) if hours.left(midnight + timedelta(minutes=minute)) is not None]


def quiet_minutes(hours: Hours) -> set[int]:
    """Return the quiet minutes, counted one by one from the start."""
    if not (hours.quiet_from and hours.quiet_until):
        return set()
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (hours.quiet_from, hours.quiet_until))
    return {(first + step) % (24 * 60) for step in range((last - first) % (24 * 60))}


class TestHours:
    @pytest.mark.parametrize(
        ("clock", "due"),
        [("19:29", False), ("19:30", True), ("22:29", True), ("22:30", False), ("07:30", False)],
    )
    def test_begin_at_the_time_and_last_three_hours(self, clock: str, due: bool) -> None:
        assert (Hours("19:30").left(at(clock)) is not None) is due

    def test_none_without_a_time(self) -> None:
        assert minutes_due(Hours("", "22:00", "07:00")) == []

    @pytest.mark.parametrize(
        ("reminder", "quiet_from", "quiet_until", "comes"),
        [
            ("20:00", "", "", "20:00"),
            ("23:30", "", "", "23:30"),
            ("23:59", "", "", "23:30"),
            ("23:30", "22:00", "07:00", "21:30"),
            ("21:55", "22:00", "07:00", "21:30"),
            ("21:30", "22:00", "07:00", "21:30"),
            ("03:00", "22:00", "07:00", "21:30"),
            ("13:00", "12:00", "14:30", "11:30"),
            ("03:00", "00:10", "07:00", "23:30"),
            ("00:27", "00:27", "15:27", "23:30"),
            ("23:50", "00:00", "07:00", "23:30"),
            ("12:00", "00:00", "23:50", "23:50"),
            ("23:30", "22:00", "", "23:30"),
            ("23:30", "", "07:00", "23:30"),
            ("20:00", "08:00", "08:00", "20:00"),
        ],
    )
    def test_leave_half_an_hour_before_midnight_and_before_quiet_ones(
        self, reminder: str, quiet_from: str, quiet_until: str, comes: str
    ) -> None:
        first = minutes_due(Hours(reminder, quiet_from, quiet_until))[0]

        assert f"{first // 60:02}:{first % 60:02}" == comes

    @given(HOURS)
    def test_are_one_stretch_of_a_day_and_never_quiet(self, hours: Hours) -> None:
        due = minutes_due(hours)

        assert due == list(range(due[0], due[0] + len(due)))
        assert due[0] == hours.at_min()
        assert len(due) <= LATE_MIN
        assert not quiet_minutes(hours) & set(due)

    @given(HOURS)
    def test_are_met_by_the_timer_whenever_it_runs(self, hours: Hours) -> None:
        quiet = quiet_minutes(hours)
        stretch = [minute for minute in range(24 * 60) if minute not in quiet]
        assume(len(stretch) > 24 * 60 - 20 * 60)  # who is quiet for more than twenty hours is not promised anything

        assert len(minutes_due(hours)) >= TIMER_MIN

    @given(HOURS, st.integers(0, 59))
    def test_what_is_left_ends_before_midnight_and_before_quiet_ones(self, hours: Hours, second: int) -> None:
        for minute in minutes_due(hours)[::7]:
            now = at("00:00") + timedelta(minutes=minute, seconds=second)
            left = hours.left(now)
            assert left is not None
            last = now + left - timedelta(seconds=1)

            assert last.date() == now.date()
            assert last.hour * 60 + last.minute not in quiet_minutes(hours)


def lead(
    *, days: int | None = None, ignored: int = 0, answered: bool = False, questions: tuple[str, ...] = ()
) -> str | None:
    last = None if days is None else Last(TODAY - timedelta(days=days), ignored)
    return leads_to(today=TODAY, answered=answered, questions=questions, last=last)


class TestLeadsTo:
    def test_the_day_that_nobody_answered(self) -> None:
        assert lead() == "day"
        assert lead(days=1) == "day"

    def test_nothing_where_the_day_was_answered_or_reminded_of(self) -> None:
        assert lead(answered=True) is None
        assert lead(days=0) is None
        assert lead(days=-1) is None  # somebody who flew back over the date line

    def test_the_check_that_is_asked_again_daily_whatever_was_ignored(self) -> None:
        assert lead(days=1, ignored=30, answered=True, questions=("face_check",)) == "check"
        assert lead(days=0, questions=("face_check",)) is None

    @pytest.mark.parametrize("question", ["lid_three_months", "hold_back"])
    def test_the_first_screen_for_another_question_once_in_four_weeks(self, question: str) -> None:
        assert lead(answered=True, questions=(question,)) == ""
        assert lead(days=EXTRA_REST, answered=True, questions=(question,)) == ""
        assert lead(days=EXTRA_REST - 1, answered=True, questions=(question,)) is None
        assert lead(days=1, questions=(question,)) == "day"

    @pytest.mark.parametrize(("ignored", "rest"), [(0, 1), (2, 1), (3, 3), (5, 3), (6, 7), (99, 7)])
    def test_less_often_the_more_were_ignored(self, ignored: int, rest: int) -> None:
        assert rest_days(ignored) == rest
        assert lead(days=rest, ignored=ignored) == "day"
        assert rest == 1 or lead(days=rest - 1, ignored=ignored) is None

    def test_who_ignores_all_gets_one_a_week_in_the_end(self) -> None:
        last: Last | None = None
        on = []
        for number in range(60):
            today = TODAY + timedelta(days=number)
            for _ in range(2):  # the command runs every ten minutes
                if leads_to(today=today, answered=False, questions=(), last=last) is not None:
                    on.append(number)
                    last = Last(today, (last.ignored if last else 0) + 1)

        assert on[:3] == [0, 1, 2]
        assert {later - earlier for earlier, later in pairwise(on[6:])} == {7}
        assert len(on) == len(set(on))


@pytest.mark.parametrize("language", ["en", "zh-Hant-TW", "", "cs"])
def test_says_nothing_but_that_it_is_time(language: str) -> None:
    assert words(language)[1] == ("寫日記的時間到了。" if language.startswith("zh") else "Time for your diary.")
