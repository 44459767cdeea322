"""Drawings: a shape for every site, labels that never touch, boxes that never move."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from diary.vocabulary import BODY_SITES, FACE_SITES
from reports.figures import ALONE, DRAWERS, draw
from reports.figures.face import body_shapes, face_shapes
from reports.figures.geometry import PAPERS, Rect, layout
from reports.figures.letters import advances, printable, width_mm
from reports.figures.sheet import SMALL, Sheet
from reports.figures.timeline import LEFT, Axis, labels
from reports.records import Event
from reports.summary import summarise
from reports.wording import figures, say_in
from tests.reports.people import LAST, kept, with_coffee, year


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("large", [False, True])
class TestLayout:
    def test_keeps_every_box_on_the_paper_and_apart_from_the_others(self, paper, large):
        place = layout(paper, large=large)
        edge = 9.9 / place.scale
        for numbers in place.pages:
            rects = [place.header, *(place.boxes[number] for number in numbers), place.footer]

            assert all(r.x >= edge and r.y >= edge and r.x + r.width <= place.width - edge for r in rects)
            assert max(r.y + r.height for r in rects) <= place.height - edge
            assert not [(a, b) for n, a in enumerate(rects) for b in rects[:n] if overlap(a, b)]

    def test_has_every_box_on_one_of_its_pages(self, paper, large):
        place = layout(paper, large=large)

        assert [number for numbers in place.pages for number in numbers] == sorted(place.boxes) == list(range(1, 11))

    def test_gives_every_figure_room(self, paper, large):
        place = layout(paper, large=large)
        slots = [place.slots(number, names) for number, names in FIGURES_IN.items()]

        assert all(min(room.width, room.height) > 8 for rooms in slots for room in rooms.values())
        assert {name for rooms in slots for name in rooms} == set(DRAWERS)


FIGURES_IN = {
    1: ["completeness"], 3: ["effects"], 5: ["hours"], 6: ["where"], 7: ["weeks", "cycles"], 8: ["days"],
    10: ["factors"],
}  # fmt: skip


def overlap(a: Rect, b: Rect) -> bool:
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    return not beside and not (a.y + a.height <= b.y or b.y + b.height <= a.y)


class TestFace:
    def test_has_a_shape_for_every_facial_site_on_every_side(self):
        for site in FACE_SITES:
            sides = ("left", "right", "middle") if site.sided else ("middle",)
            assert all(face_shapes(site.code, side) for side in sides), site.code

    def test_puts_the_persons_right_on_the_left_of_the_picture(self):
        for site in FACE_SITES:
            if site.sided and site.code != "tongue":
                assert all(x < 0 for x, _ in face_shapes(site.code, "right")[0])

    def test_has_a_shape_for_every_body_site(self):
        assert all(body_shapes(site.code, "left") for site in BODY_SITES)

    def test_shades_nothing_when_the_side_was_not_given(self):
        assert face_shapes("cheek", "unsure") == body_shapes("calf", "unsure") == ()


class TestLabels:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 365), st.text(max_size=40)), max_size=30), st.integers(1, 366))
    def test_never_touch_each_other_nor_leave_the_sheet(self, events, days):
        axis = Axis(LAST - timedelta(days=days - 1), days, 185.6)
        told = [
            Event(kind="other", action="single", name=n, on=axis.first + timedelta(days=d % days)) for d, n in events
        ]
        placed = [
            one for one in labels(axis, sorted(told, key=lambda one: one.on), say_in("en")) if one.lane is not None
        ]

        for n, one in enumerate(placed):
            assert one.x >= LEFT
            assert one.x + width_mm(one.text, SMALL) <= axis.width
            for other in placed[:n]:
                assert other.lane != one.lane or one.x >= other.x + width_mm(other.text, SMALL)


class TestLetters:
    @settings(max_examples=300)
    @given(st.text())
    def test_only_characters_of_the_fonts_are_left(self, text):
        shown = printable(text)

        assert all(ord(char) in advances("Regular") and ord(char) in advances("Bold") for char in shown)
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in shown)

    @pytest.mark.parametrize(
        "name", ["Łucja Žižková", "Нина", "Ελένη", "王小明", "Nguyễn Thị Hương", "Ðorđe", "陳怡君"]
    )
    def test_names_in_these_scripts_stay_as_they_are(self, name):
        assert printable(name) == name

    def test_marks_upon_marks_stay_on_the_line(self):
        assert len(printable("e" + "\u0301\u0302\u0303" * 100)) <= 2
        assert printable("x\u0301", marks=0) == "x"

    def test_a_mark_of_direction_is_dropped_and_a_line_break_is_a_space(self):
        assert printable("a\u202eb\nc\x00d") == "ab cd"


SIZES = dict.fromkeys(("completeness", "effects", "hours", "where", "weeks", "cycles", "days"), (90.0, 30.0))


def sizes(*names):
    return [(name, SIZES[name]) for name in names]


class TestDrawings:
    def test_are_the_same_bytes_every_time_with_real_text(self):
        summary = summarise(year(days=100, episodes=200), first=LAST - timedelta(days=59), last=LAST)
        once, twice = (draw(summary, SIZES.items(), language="en") for _ in range(2))

        assert once == twice
        assert all("<text" in svg and "<image" not in svg for svg in once.values())

    def test_write_no_place_finer_than_a_hundredth_of_a_point(self):
        summary = summarise(year(days=100, episodes=200), first=LAST - timedelta(days=59), last=LAST)
        drawings = draw(summary, SIZES.items(), language="en").values()
        paths = [path for svg in drawings for path in re.findall(r' d="([^"]+)"', svg)[1:]]  # the first is the ground

        assert len(paths) > 50
        assert not re.findall(r"\.\d{3,}", "".join(paths))

    def test_hold_no_clock(self):
        summary = summarise(kept(), first=LAST, last=LAST)

        assert not re.search(
            r"\d{4}-\d\d-\d\dT", "".join(draw(summary, sizes("completeness", "days"), language="en").values())
        )

    @pytest.mark.parametrize("days", [1, 2, 7, 45, 46, 365, 366, 800])
    def test_keep_their_size_for_any_length_of_the_period(self, days):
        summary = summarise(year(days=days, episodes=days), first=LAST - timedelta(days=days - 1), last=LAST)

        for svg in draw(summary, sizes("completeness", "effects", "days"), language="en").values():
            assert re.search(r'width="[\d.]+pt" height="[\d.]+pt"', svg)

    @pytest.mark.parametrize("name", ALONE)
    @pytest.mark.parametrize("days", [60, 90, 365])
    @pytest.mark.parametrize("language", ["en", "zh-Hant"])
    def test_alone_on_a_phone_keep_every_word_within_and_legible(self, name, days, language):
        days = max(days, 180) if name == "factors" else days  # a comparison needs 60 answered days
        facts = with_coffee(days=2 * days, episodes=6 * days)
        summary = summarise(facts, first=LAST - timedelta(days=days - 1), last=LAST)
        width, height = ALONE[name]
        sheet = Sheet(width, height, say_in(language))
        DRAWERS[name](sheet, summary)
        canvas = FigureCanvasAgg(sheet.figure)
        within = sheet.figure.bbox.padded(1)
        words: list[Any] = sheet.figure.findobj(Text)
        boxes = {word.get_text(): word.get_window_extent(canvas.get_renderer()) for word in words}

        assert boxes
        outside = [
            word
            for word, box in boxes.items()
            if not (within.contains(box.x0, box.y0) and within.contains(box.x1, box.y1))
        ]
        assert outside == []
        # Of a phone of 390 px, 358 are the figure's; its letters are points of the width it was drawn in.
        assert min(word.get_fontsize() for word in words) / (width * 72 / 25.4) * 358 >= 10.5

    @pytest.mark.parametrize("name", ALONE)
    def test_in_chinese_hold_no_english_but_what_a_person_typed(self, name):
        events = (
            Event(kind="toxin", action="single", name="", on=LAST - timedelta(days=40)),
            Event(kind="visit", action="single", name="Dr Lin", on=LAST - timedelta(days=4)),
        )
        facts = dataclasses.replace(with_coffee(days=180, episodes=500), events=events)
        summary = summarise(facts, first=LAST - timedelta(days=149), last=LAST)
        sheet = Sheet(*ALONE[name], say_in("zh-Hant"))
        DRAWERS[name](sheet, summary)
        words: list[Any] = sheet.figure.findobj(Text)
        [told] = [one for one in figures(summary, language="zh-Hant") if one.name == name]
        said = [*(word.get_text() for word in words), told.title, told.sentence, *told.table.header]
        said += [cell for row in told.table.rows for cell in row]

        assert not [text for text in said if re.search("[A-Za-z]", text.replace("Dr Lin", ""))]

    def test_take_formulas_as_text(self):
        sheet = Sheet(40, 10, say_in("en"))
        sheet.text(1, 5, r"$\frac{1}{$" + "{" * 2000)

        assert r"$\frac{1}{$" in sheet.svg()
