"""What a reader takes from the drawings is what the summary says: read back from the lines and shapes as drawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb

from reports.analysis.days import EFFECTS
from reports.analysis.intervals import Interval
from reports.analysis.rhythm import TypicalDay
from reports.figures.cycles import WEEKS_SHOWN
from reports.figures.sheet import ACCENT, BAND, INK, SOFT, WHITE
from reports.figures.timeline import axis
from reports.records import Check, Day, Event, Place, Records
from reports.summary import Summary, summarise
from tests.reports.drawn import Drawing, Mark, Point, Reading, told
from tests.reports.people import LAST, LID, entry, kept, year


def ago(days: int) -> date:
    return LAST - timedelta(days=days)


def of(records: Records, *, days: int) -> Summary:
    return summarise(records, first=ago(days - 1), last=LAST)


class TestCompleteness:
    def test_hatches_the_unknown_part_of_the_bar(self):
        summary = of(kept(*(entry(ago(n)) for n in range(50) if n % 3)), days=50)
        drawing = Drawing("completeness", summary)
        hatched = [x for mark in drawing.marks if mark.is_slanting for x in mark.xs]
        width, share = drawing.sheet.width, summary.completeness.answered / summary.completeness.days

        assert (min(hatched, default=None), max(hatched, default=None)) == pytest.approx((share * width, width))


class TestHours:
    @pytest.fixture(scope="class")
    def summary(self) -> Summary:
        return of(kept(*(entry(ago(n), f"{n % 5 + (3 if n < 30 else 16):02d}:30") for n in range(60))), days=30)

    def test_draws_before_as_a_dashed_curve_and_now_as_a_whole_one(self, summary):
        drawing = Drawing("hours", summary)
        curves = {mark.dashed: told(mark.points) for mark in drawing.marks if not mark.closed and len(mark.points) > 2}

        assert curves == {
            True: steps(drawing, summary.before.hours, "value"),
            False: steps(drawing, summary.now.hours, "value"),
        }

    def test_has_a_band_from_limit_to_limit_of_now(self, summary):
        drawing = Drawing("hours", summary)
        band = [point for mark in drawing.marks if mark.fill == BAND and is_area(mark) for point in mark.points]

        assert {*told(band)} == {
            *steps(drawing, summary.now.hours, "low"),
            *steps(drawing, summary.now.hours, "high"),
        }


def steps(drawing: Drawing, hours: TypicalDay, name: str) -> tuple[Point, ...]:
    """Return where the estimate or a limit of each hour begins and ends."""
    x, y, width = drawing.place({"00:00": 0, "24:00": 24}), drawing.height("%"), hours.bin_hours
    return told(
        (x(hour), y(getattr(one, name))) for n, one in enumerate(hours.bins) for hour in (n * width, (n + 1) * width)
    )


class TestWhere:
    """The faces and the body look at the reader, as another person does."""

    def test_has_an_r_at_the_left_and_an_l_at_the_right_of_both_faces(self):
        drawing = Drawing("where", lid_then(Place("cheek", "left")))
        letters = sorted((word.x, word.text) for word in drawing.words if word.text in ("R", "L"))

        assert [letter for _, letter in letters] == ["R", "L", "R", "L"]

    @pytest.mark.parametrize(("site", "title"), [("cheek", "now"), ("calf", "body_now")])
    @pytest.mark.parametrize("side", ["right", "left"])
    def test_shades_the_persons_right_at_the_left(self, site, title, side):
        drawing = Drawing("where", lid_then(Place(site, side)))
        middle = drawing.word(title).x

        assert {x > middle for x in shaded(drawing)[-1].xs} == {side == "left"}

    @pytest.mark.parametrize("site", ["cheek", "calf"])
    def test_has_a_thick_outline_around_what_was_recorded_for_the_first_time_and_nothing_else(self, site):
        drawing = Drawing("where", lid_then(Place(site, "left")))
        _, new = shaded(drawing)
        outlines = [mark for mark in drawing.marks if mark.line == INK and is_area(mark)]

        assert [mark.points for mark in outlines] == [new.points]
        assert outlines[0].width > max(mark.width for mark in drawing.marks if mark.line != INK and is_area(mark))


def lid_then(new: Place) -> Summary:
    """Return a month of another area after a month of the left lower lid."""
    days = [entry(ago(n), "09:00", new if n < 30 else LID) for n in range(60)]
    return of(kept(*days), days=30)


def shaded(drawing: Drawing) -> list[Mark]:
    """Return the shaded areas from left to right."""
    return sorted((one for one in drawing.marks if one.fill not in (None, WHITE) and is_area(one)), key=middle_of)


def middle_of(mark: Mark) -> float:
    return mark.middle


def is_area(mark: Mark) -> bool:
    """Tell an area, whose corners are rounded, from a square of the key."""
    return mark.closed and len(mark.points) > 4


class Shown(NamedTuple):
    """Where a week and its limits stand, in mm."""

    low: Point
    value: Point
    high: Point


Course = list[Shown | None]  # None for an unknown week


def course_of(told_weeks: Iterable[tuple[float, Interval | None]], y: Reading) -> Course:
    return [Shown((x, y(one.low)), (x, y(one.value)), (x, y(one.high))) if one else None for x, one in told_weeks]


def courses_of_weeks(drawing: Drawing, summary: Summary) -> list[Course]:
    """Return both lanes."""
    scale = axis(drawing.sheet, summary.days)
    middles = [(scale.x(week.first) + scale.x(week.last) + scale.pitch) / 2 for week in summary.weeks]
    shares = [week.twitch_share for week in summary.weeks]
    rates = [week.rate.per_day if week.rate else None for week in summary.weeks]
    return [
        course_of(zip(middles, shares, strict=True), drawing.height("%")),
        course_of(zip(middles, rates, strict=True), drawing.height()),
    ]


def courses_of_cycles(drawing: Drawing, summary: Summary) -> list[Course]:
    """Return the cycles, the newest one last."""
    x = drawing.place({"-4": -4, "+4": 4})
    weeks = [[one for one in cycle.weeks if one.week < WEEKS_SHOWN] for cycle in summary.cycles]
    return [
        course_of(((x(one.week + 0.5), one.rate.per_day if one.rate else None) for one in cycle), drawing.height())
        for cycle in weeks
    ]


def runs(course: Course) -> list[tuple[Point, ...]]:
    """Return the points of each run of known weeks that is long enough for a line."""
    found = [told(one.value for one in run if one) for _, run in groupby(course, key=lambda one: one is not None)]
    return [run for run in found if len(run) > 1]


def treated() -> Summary:
    """Return four months of three injections, with two silent fortnights."""
    facts = year(days=365, episodes=1_500)
    silent = {ago(n) for n in (*range(30, 46), *range(70, 86))}
    injected = [Event(kind="toxin", action="single", name="", on=ago(n)) for n in (300, 200, 100)]
    entries = [one for one in facts.episodes if one.day not in silent]
    answers = [one for one in facts.days if one.day not in silent]
    return of(kept(*entries, *answers, *injected), days=120)


class TestWeeks:
    @pytest.fixture(scope="class")
    def summary(self) -> Summary:
        return treated()

    def test_have_a_line_from_limit_to_limit(self, summary):
        drawing = Drawing("weeks", summary)
        known = [week for lane in courses_of_weeks(drawing, summary) for week in lane if week]

        assert whiskers(drawing) == {told((week.high, week.low)) for week in known}

    def test_are_never_joined_across_an_unknown_week(self, summary):
        drawing = Drawing("weeks", summary)
        lanes = courses_of_weeks(drawing, summary)

        assert {*curves(drawing)} == {run for lane in lanes for run in runs(lane)}


class TestCycles:
    @pytest.fixture(scope="class")
    def summary(self) -> Summary:
        return treated()

    def test_have_a_line_from_limit_to_limit_in_the_newest(self, summary):
        drawing = Drawing("cycles", summary)
        newest = courses_of_cycles(drawing, summary)[-1]

        assert whiskers(drawing) == {told((week.high, week.low)) for week in newest if week}

    def test_are_never_joined_across_an_unknown_week(self, summary):
        drawing = Drawing("cycles", summary)
        cycles = courses_of_cycles(drawing, summary)

        assert {*curves(drawing)} == {run for cycle in cycles for run in runs(cycle)}

    def test_are_grey_before_the_newest_as_the_key_says(self, summary):
        drawing = Drawing("cycles", summary)
        *earlier, newest = ({curves(drawing)[run] for run in runs(one)} for one in courses_of_cycles(drawing, summary))
        [grey], [colour] = set.union(*earlier), newest
        word = drawing.word("cycles_before")
        in_key = [one for one in drawing.marks if one.is_level and max(one.xs) < word.x and max(one.ys) < word.y]

        assert [mark.line for mark in in_key] == [grey]
        assert saturation(grey) < saturation(colour)


def whiskers(drawing: Drawing) -> set[tuple[Point, ...]]:
    upright = [mark for mark in drawing.marks if mark.is_upright and mark.line == ACCENT and not mark.dashed]
    return {told(sorted(mark.points)) for mark in upright}


def curves(drawing: Drawing) -> dict[tuple[Point, ...], str | None]:
    """Return the lines from week to week and their colours."""
    lines = [mark for mark in drawing.marks if not mark.closed and not mark.is_upright and not mark.is_level]
    return {told(mark.points): mark.line for mark in lines if len(mark.points) > 1 and mark.line != SOFT}


def saturation(colour: str | None) -> float:
    return float(rgb_to_hsv(to_rgb(colour))[1])


class TestEveryDay:
    @pytest.fixture(scope="class")
    def summary(self) -> Summary:
        return of(days_of_all_kinds(), days=42)

    def test_hatches_the_unknown_days_and_no_others(self, summary):
        drawing = Drawing("days", summary)
        hatched = [mark for mark in in_the_strips(drawing) if mark.is_slanting]
        days = zip(summary.days, middles(drawing, summary, [day.day for day in summary.days]), strict=True)

        assert {day.day for day, x in days if any(min(mark.xs) < x < max(mark.xs) for mark in hatched)} == {
            day.day for day in summary.days if day.effect == "unknown"
        }

    def test_has_a_dashed_line_from_midnight_to_midnight_through_each_day_on_and_off(self, summary):
        drawing = Drawing("days", summary)
        top, foot = drawing.level("00:00"), drawing.level("24:00")
        lines = [told(mark.points) for mark in in_the_strips(drawing) if mark.is_upright and mark.dashed]
        continual = middles(drawing, summary, [day.day for day in summary.days if day.continual])

        assert sorted(lines) == [told(((x, top), (x, foot))) for x in continual]

    def test_has_a_cross_above_each_check_with_something_weaker(self, summary):
        drawing = Drawing("days", summary)
        strokes = [mark for mark in drawing.marks if mark.is_slanting and max(mark.ys) < drawing.level("00:00")]

        assert sorted(mark.middle for mark in strokes) == pytest.approx(
            sorted(2 * middles(drawing, summary, summary.weak_checks))
        )


def days_of_all_kinds() -> Records:
    """Return six weeks: silence, days on and off (light and dark), checks with and without a weaker movement."""
    kinds = (
        Day(day=LAST, state="none"),
        Day(day=LAST, state="twitched", function=EFFECTS.index("noticed")),
        Day(day=LAST),
        Day(day=LAST, state="twitched", burden="on_and_off"),
        Day(day=LAST, state="twitched", burden="continuous", function=EFFECTS.index("disabling")),
        Day(day=LAST),
    )
    answers = [dataclasses.replace(kinds[n % len(kinds)], day=ago(n)) for n in range(42)]
    checks = [
        Check(day=ago(n), tasks={"smile": {"left": grade, "right": "same"}})
        for n, grade in ((3, "a_bit_weaker"), (9, "same"), (20, "cannot"), (33, "same"))
    ]
    return kept(*answers, *checks)


def in_the_strips(drawing: Drawing) -> list[Mark]:
    top, foot = (round(drawing.level(hour), 6) for hour in ("00:00", "24:00"))
    return [mark for mark in drawing.marks if all(top <= round(y, 6) <= foot for y in mark.ys)]


def middles(drawing: Drawing, summary: Summary, days: Sequence[date]) -> list[float]:
    """Return where these days have their noon."""
    scale = axis(drawing.sheet, summary.days)
    return [scale.x(day) + scale.pitch / 2 for day in days]
