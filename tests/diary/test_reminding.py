"""When a diary reminds: at most once a day, never in quiet hours, less often when nobody answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diary.reminding import EXTRA_REST, LATE_MIN, Hours, Last, leads_to, rest_days, words

TODAY = date(2026, 11, 22)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
HOURS = st.builds(Hours, CLOCKS, CLOCKS | st.just(""), CLOCKS | st.just(""))


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-22T{clock}:00")


def minutes_due(hours: Hours) -> list[int]:
    midnight = at("00:00")
    return [minute for minute in range(24 * 60) if hours.due(midnight + timedelta(minutes=minute))]


class TestHours:
    @pytest.mark.parametrize(
        ("clock", "due"),
        [("20:29", False), ("20:30", True), ("23:29", True), ("23:30", False), ("08:30", False)],
    )
    def test_begin_at_the_time_and_last_three_hours(self, clock: str, due: bool) -> None:
        assert Hours("20:30").due(at(clock)) is due

    def test_none_without_a_time(self) -> None:
        assert minutes_due(Hours("", "22:00", "07:00")) == []

    def test_move_to_the_end_of_the_quiet_ones(self) -> None:
        assert min(minutes_due(Hours("23:30", "22:00", "07:00"))) == 7 * 60
        assert min(minutes_due(Hours("13:00", "12:00", "14:30"))) == 14 * 60 + 30

    def test_end_where_the_quiet_ones_begin(self) -> None:
        assert max(minutes_due(Hours("21:00", "22:00", "07:00"))) == 22 * 60 - 1

    def test_of_which_only_one_end_is_known_are_not_quiet(self) -> None:
        assert Hours("23:30", "22:00", "").due(at("23:30"))
        assert Hours("23:30", "", "07:00").due(at("23:30"))

    @given(HOURS)
    def test_are_one_stretch_of_a_day_and_never_quiet(self, hours: Hours) -> None:
        due = minutes_due(hours)
        assume(due)

        assert len(due) <= LATE_MIN
        assert due[0] == hours.at_min()
        if hours.quiet_from and hours.quiet_until:
            quiet = minutes_due_between(hours.quiet_from, hours.quiet_until)
            assert not quiet & set(due)

    @given(HOURS)
    def test_come_on_every_day_unless_all_of_it_is_quiet(self, hours: Hours) -> None:
        assert minutes_due(hours)


def minutes_due_between(start: str, end: str) -> set[int]:
    """Return the quiet minutes, counted one by one from the start."""
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end))
    return {(first + step) % (24 * 60) for step in range((last - first) % (24 * 60))}


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
    def test_the_first_screen_where_another_question_is_open_but_not_more_than_weekly(self, question: str) -> None:
        assert lead(answered=True, questions=(question,)) == ""
        assert lead(days=EXTRA_REST, answered=True, questions=(question,)) == ""
        assert lead(days=EXTRA_REST - 1, answered=True, questions=(question,)) is None
        assert lead(days=1, questions=(question,)) == "day"

    @pytest.mark.parametrize(("ignored", "rest"), [(0, 1), (2, 1), (3, 3), (5, 3), (6, 7), (99, 7)])
    def test_less_often_the_more_were_ignored(self, ignored: int, rest: int) -> None:
        assert rest_days(ignored) == rest
        assert lead(days=rest, ignored=ignored) == "day"
        assert rest == 1 or lead(days=rest - 1, ignored=ignored) is None

    @given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from(["face_check", "hold_back"]))), max_size=60))
    def test_at_most_one_a_day_and_who_ignores_all_gets_one_a_week_in_the_end(
        self, days: list[tuple[bool, set[str]]]
    ) -> None:
        last: Last | None = None
        for number, (answered, questions) in enumerate(days):
            today = TODAY + timedelta(days=number)
            for _ in range(2):  # the command runs every ten minutes
                if leads_to(today=today, answered=answered, questions=questions, last=last) is not None:
                    assert last is None or last.sent_on < today
                    last = Last(today, (last.ignored if last else 0) + 1)


@pytest.mark.parametrize("language", ["en", "zh-Hant-TW", "", "cs"])
def test_says_nothing_but_that_it_is_time(language: str) -> None:
    assert words(language)[1] == ("寫日記的時間到了。" if language.startswith("zh") else "Time for your diary.")


def test_reads_the_wall_clock_only() -> None:
    assert Hours("20:30").due(at("20:30").replace(tzinfo=UTC))
