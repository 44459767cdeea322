"""The page itself: one page, tagged, every text in its box, the same bytes, whatever anybody typed."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import struct
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from reports import pdf, wording
from reports.options import Options
from reports.records import Day, Event, Place, Records
from reports.summary import Summary, summarise
from tests.reports.people import CHEEK, LAST, entry, kept, year
from tests.reports.printed import bold_words, faults, pages_of, printed, words_of

ROOT = Path(__file__).parents[2]
NASTY = (
    r"$\frac{1}{$",
    '#panic(1) *x* $z$ #read("/etc/passwd")',
    "{{7*7}}<script>alert(1)</script>",
    "\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "𠮷野家 龘",
    "\u05e9\u05dc\u05d5\u05dd \u202eabc\u2066",
    "e" + "\u0301" * 200,
    "x\u0301 \u0435\u0301王\u0301…",
    "\u3042\u3099 か\u3099\u3099",
    "Ế Nguyễn Thị Hương Łucja Ελένη Нина",
    ".",  # would hang out of its line, as typographers like it
    "{" * 2000,
    "\x00\x07\ufffe",
    "W" * 200,
    "王" * 200,
    "\\",
    "]]>&amp;",
)


def page_of(records: Records | None = None, *, days: int = 180) -> Summary:
    return summarise(records or year(), first=LAST - timedelta(days=days - 1), last=LAST)


def crowded() -> Records:
    """A diary that fills every box: many sites, many treatments, long names."""
    sites = ("tongue", "ear", "jaw_muscle", "neck_front", "calf", "thumb_base", "brow", "temple", "foot", "glabella")
    extra = [
        entry(LAST - timedelta(days=k), "23:10", *(Place(site, "both_apart") for site in sites), key=f"x{k}", count=999,
              duration_s=604_800, intensity=4)
        for k in range(0, 24, 3)
    ]  # fmt: skip
    events = [
        Event(
            kind="medication",
            action="start",
            name=f"Medicine number {k} in the evening",
            on=LAST - timedelta(days=2 * k),
        )
        for k in range(12)
    ]
    answers = [Day(day=LAST - timedelta(days=k), state="none") for k in range(2, 9)]
    facts = year(days=200, episodes=600, name="Maria Wilhelmina Theodora van der Meulen-Østergård of Somewhere")
    days = {day.day: day for day in (*facts.days, *answers)}
    return dataclasses.replace(
        facts, episodes=facts.episodes + tuple(extra), events=facts.events + tuple(events), days=tuple(days.values()),
        questions=("抽" * 300, "Could it be the coffee, which I " + "really " * 30 + "like?", "W" * 300),
    )  # fmt: skip


PAGES = {
    "empty": lambda: page_of(kept()),
    "one tap": lambda: page_of(kept(entry(LAST)), days=1),
    "a fortnight": lambda: page_of(year(days=40, episodes=40), days=14),
    "half a year": page_of,
    "a year": lambda: page_of(days=365),
    "a leap year": lambda: page_of(days=366),
    "crowded": lambda: page_of(crowded(), days=30),
    "crowded year": lambda: page_of(crowded(), days=150),
    "huge": lambda: page_of(year(days=730, episodes=20_000), days=366),
}


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_in_its_box_on_one_page_and_covers_no_other(name, paper):
    document = printed(PAGES[name](), paper=paper)

    assert pages_of(document) == 2  # the page, and its back with the definitions
    assert faults(document, Options(paper=paper)) == []


def test_what_the_person_wants_to_ask_is_on_the_page_in_their_order():
    asked = ("Is it the coffee?", "睡眠不足會讓抽動變多嗎？")
    words = words_of(printed(page_of(dataclasses.replace(year(days=60, episodes=60), questions=asked), days=30)))

    assert words.index("1. Is it the coffee?") < words.index("2. 睡眠不足會讓抽動變多嗎")
    assert "No questions written yet" not in words


@pytest.mark.parametrize("text", NASTY)
def test_nothing_a_person_can_type_breaks_the_page(text):
    facts = year(days=60, episodes=60, name=text)
    event = Event(kind="other", action="single", name=text, on=LAST - timedelta(days=3))
    document = printed(page_of(dataclasses.replace(facts, events=(event,), questions=(text,) * 3), days=30))

    assert pages_of(document) == 2
    assert faults(document, Options()) == []
    assert "root:x:0" not in words_of(document)


class TestText:
    def test_is_read_back_in_the_order_of_the_boxes(self):
        words = words_of(printed(page_of()), 0)
        places = [
            words.index(f"{n} {title}")
            for n, title in enumerate(map(wording.say_in("en"), [f"box_{n}" for n in range(1, 11)]), start=1)
        ]

        assert words.startswith("Twitch Profile")
        assert all(a < b for a, b in pairwise(places))
        assert words.index("Self-reported") > places[-1]

    def test_holds_the_facts_of_the_summary(self):
        summary = page_of()
        words, numbers = words_of(printed(summary)), summary.now.numbers

        assert f"{numbers.twitch_days}/{numbers.answered}" in words
        assert f"of {summary.completeness.days} days answered" in words
        assert "5 May 2026 to 31 Oct 2026" in words
        assert summary.fingerprint in words
        assert "left cheek (3 Aug 2026" in words

    def test_of_an_empty_diary_says_so(self):
        words = words_of(printed(page_of(kept(), days=90)))

        assert "Nothing was recorded from 3 Aug 2026 to 31 Oct 2026." in words
        assert words.count("0 of 63 answered days needed") == 5

    def test_shows_what_the_fonts_lack(self):
        document = printed(page_of(kept(entry(LAST), name="王小明 Łucja 😀"), days=14))

        assert "王小明 Łucja [U+1F600]" in words_of(document)

    def test_prints_right_and_left_of_the_person(self):
        words = words_of(printed(page_of()), 0)

        assert words.count(" R ") >= 2
        assert words.count(" L ") >= 2


class TestTags:
    @pytest.fixture(scope="class")
    def document(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(printed(page_of())))

    def test_claim_pdf_ua_1_and_pdf_a_3a(self, document):
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
            assert about["dc:title"].startswith("Twitch Profile, 5 May 2026")

    def test_give_language_title_and_no_name_in_the_metadata(self, document):
        with document.open_metadata() as about:
            assert "Lindqvist" not in str(about)
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle

    def test_hold_a_heading_for_every_box_a_table_with_headers_and_a_sentence_for_every_figure(self, document):
        told = list(walk(document.Root.StructTreeRoot))
        kinds = [str(node.S) for node in told if "/S" in node]
        alts = [str(node.Alt) for node in told if "/Alt" in node]

        assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 14)  # ten boxes, four sections of the back
        assert (kinds.count("/Table"), kinds.count("/TR"), kinds.count("/TH")) == (1, 8, 4)
        assert sorted(alts) == sorted(alt for box in wording.boxes(page_of()) for _, alt in box.alts)

    def test_embed_every_font(self, document):
        fonts = document.pages[0].Resources.Font

        described = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
        assert described
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)

    def test_hold_no_picture_of_dots(self, document):
        assert not document.pages[0].get_images()


def walk(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from walk(one)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        yield from walk(node.get("/K", pikepdf.Array()))


class TestBytes:
    def test_are_the_same_for_the_same_diary_in_any_order(self):
        facts = year(days=100, episodes=150)
        turned = dataclasses.replace(
            facts, episodes=facts.episodes[::-1], days=facts.days[::-1], events=facts.events[::-1]
        )

        assert printed(page_of(facts, days=60)) == printed(page_of(turned, days=60))

    def test_are_the_same_in_two_processes(self):
        code = (
            "import hashlib; from tests.reports.test_pdf import page_of, printed; "
            "print(hashlib.sha256(printed(page_of())).hexdigest())"
        )
        here = hashlib.sha256(printed(page_of())).hexdigest()
        there = []
        for seed, zone in (("1", "UTC"), ("77", "Asia/Taipei")):
            world = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
            run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=world, check=True, capture_output=True)
            there.append(run.stdout.decode().strip())

        assert {here, *there} == {here}

    def test_change_with_the_diary(self):
        assert printed(page_of(kept(entry(LAST)), days=14)) != printed(page_of(kept(entry(LAST, "09:01")), days=14))


def test_the_same_page_as_a_picture_has_the_same_shape_and_the_same_bytes():
    page = pdf.png(page_of(), Options(paper="letter"))
    width, height = struct.unpack(">II", page[16:24])

    assert page.startswith(b"\x89PNG")
    assert (width, height) == (1632, 2112)
    assert page == pdf.png(page_of(), Options(paper="letter"))


@pytest.mark.parametrize(
    "name", ["Jiří Dvořák", "Siobhán O’Neill", "Łucja Žižková", "Nguyễn Thị Hương", "陳怡君", "Ελένη"]
)
def test_the_letters_of_a_name_stand_one_after_the_other(name):
    page = pypdfium2.PdfDocument(printed(page_of(dataclasses.replace(year(days=20, episodes=20), name=name))))[0]
    text = page.get_textpage()
    at = text.get_text_range().index(name)
    lefts = [text.get_charbox(at + n)[0] for n in range(len(name)) if name[n] != " "]

    assert lefts == sorted(lefts)


def test_a_clear_change_is_printed_bold_and_no_other():
    facts = [
        entry(LAST - timedelta(days=n), f"{h:02d}:00") for n in range(30) for h in range(9, 9 + (1 if n >= 15 else 6))
    ]
    summary = page_of(kept(*facts, entry(LAST - timedelta(days=1), "20:00", CHEEK)), days=15)
    told, table = summary.changes, wording.boxes(summary)[3].table
    assert table is not None
    changes = zip((told.twitch_share, told.rate, told.eye_shut, told.night), table.rows, strict=False)
    clear = {"".join(row[-1].split()): change is not None and change.marked for change, row in changes}
    bold = bold_words(printed(summary))

    assert {words: words in bold for words in clear} == clear
    assert {*clear.values()} == {True, False}
