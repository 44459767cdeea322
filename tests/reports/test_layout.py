"""Whatever a diary holds: every text in its box, none upon another, and as many pages as were promised."""

from __future__ import annotations

import dataclasses
import random
from datetime import timedelta
from typing import Final

import pytest

from diary.vocabulary import CHECK_ANSWERS, CHECK_TASKS, EVENT_KINDS, SITES, TASK_GRADES, TASKS_LOST, codes
from reports.options import LANGUAGES, PAPERS, Options
from reports.records import Check, Day, Episode, Event, Place, Records
from reports.summary import summarise
from tests.reports.people import LAST, kept, year
from tests.reports.printed import faults, pages_of, printed

PAGES: Final = {False: {2}, True: {3, 4}}  # the page and its definitions, in usual and in large print
DIARIES: Final = 30
LONG: Final = 570
WORDS: Final = (
    "W" * 200,
    "王" * 200,
    "really " * 29,
    "😀👩‍👩‍👧 " * 20,
    "𠮷野家 龘" * 30,
    "שלום \u202eabc\u2066 " * 15,
    "e" + "\u0301" * 199,
    "Ế Nguyễn Thị Hương Łucja Ελένη Нина " * 6,
    '#panic(1) *x* $z$ #read("/etc/passwd") ' * 5,
    "{" * 200,
    ".",
    "Is it the coffee?",
)


def drawn(seed: int) -> tuple[Records, int, Options]:
    """Return a diary that fills some of its boxes to the brim, the days asked for, and how they are printed."""
    chance = random.Random(seed)
    days = chance.choice((1, 7, 14, 30, 90, 180, 366))
    facts = year(
        days=chance.choice((days, 2 * days, days + 400)),
        episodes=chance.choice((0, 1, 30, 500)),
        seed=seed,
        name=chance.choice(WORDS)[:200],
    )
    answers = {one.day: one for one in facts.days}
    if chance.random() < 0.5:
        answers |= {on: _told(chance, one) for on, one in answers.items()}
    records = dataclasses.replace(
        facts,
        episodes=facts.episodes + _many_sites(chance, days) * chance.randrange(2),
        events=facts.events + _events(chance, days),
        days=tuple(answers.values()),
        checks=_checks(chance, days) if chance.random() < 0.6 else (),
        questions=tuple(chance.choice(WORDS)[:200] for _ in range(chance.randrange(4))),
        suspected_factors=("caffeine", "stress"),
    )
    options = Options(
        language=chance.choice(LANGUAGES), paper=chance.choice(PAPERS), large=chance.random() < 0.4,
        address="https://diary.example/share/#" + "a" * 43 if chance.random() < 0.3 else "",
    )  # fmt: skip
    return records, days, options


def _told(chance: random.Random, day: Day) -> Day:
    return dataclasses.replace(
        day, caffeine_mg=chance.randrange(0, 5_000, 90), sleep_min=chance.randrange(1_440), stress=chance.randrange(11),
        fatigue=chance.randrange(11), screen_min=chance.randrange(1_440), alcohol_units=chance.randrange(99),
    )  # fmt: skip


def _many_sites(chance: random.Random, days: int) -> tuple[Episode, ...]:
    """Return entries of every site on every side, of the largest count and length."""
    sites = [Place(site, side) for site in SITES for side in ("left", "right", "both_apart", "middle", "unsure")]
    return tuple(
        Episode(
            id=f"many-{n}", day=LAST - timedelta(days=n % days), minute=1_439, places=tuple(chance.sample(sites, 20)),
            count=999, duration_s=604_800, intensity=4,
        )
        for n in range(24)
    )  # fmt: skip


def _events(chance: random.Random, days: int) -> tuple[Event, ...]:
    """Return twelve treatments of every kind, some on one day, and up to twelve injections."""
    kinds = list(codes(EVENT_KINDS))
    named = [
        Event(
            id=f"event-{n}", kind=kinds[n % len(kinds)], action=chance.choice(("start", "stop", "single", "change")),
            name=chance.choice(("", *WORDS))[:200], on=LAST - timedelta(days=chance.randrange(days)),
        )
        for n in range(12 * chance.randrange(2))
    ]  # fmt: skip
    given = [
        Event(id=f"toxin-{n}", kind="toxin", action="single", name="", on=LAST - timedelta(days=20 + 90 * n))
        for n in range(chance.choice((0, 1, 12)))
    ]
    return (*named, *given)


def _checks(chance: random.Random, days: int) -> tuple[Check, ...]:
    """Return checks in which everything was answered yes, and every movement graded."""
    grades = list(codes(TASK_GRADES))
    return tuple(
        Check(
            id=f"check-{n}", day=LAST - timedelta(days=chance.randrange(days)),
            tasks={one: {side: chance.choice(grades) for side in ("left", "right")} for one in codes(CHECK_TASKS)},
            answers={one: {"value": "yes", "side": "left"} for one in codes(CHECK_ANSWERS)},
            tasks_lost=tuple(codes(TASKS_LOST)),
        )
        for n in range(3)
    )  # fmt: skip


def faults_of(seed: int) -> list[str]:
    records, days, options = drawn(seed)
    summary = summarise(records, first=LAST - timedelta(days=days - 1), last=LAST, language=options.language)
    document = printed(summary, **dataclasses.asdict(options))
    pages = pages_of(document)
    promised = [] if pages in PAGES[options.large] else [f"{pages} pages instead of {PAGES[options.large]}"]
    return [f"{options}: {fault}" for fault in promised + faults(document, options)]


@pytest.mark.parametrize("ten", [0, *(pytest.param(ten, marks=pytest.mark.long) for ten in range(1, DIARIES // 10))])
def test_no_text_leaves_its_box_or_covers_another(ten):
    assert [fault for seed in range(10 * ten, 10 * ten + 10) for fault in faults_of(seed)] == []


@pytest.mark.long
def test_nor_in_hundreds_more():
    assert [fault for seed in range(DIARIES, DIARIES + LONG) for fault in faults_of(seed)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("large", PAGES)
def test_an_empty_diary_keeps_its_frames(language, paper, large):
    summary = summarise(kept(), first=LAST - timedelta(days=89), last=LAST, language=language)
    options = Options(language=language, paper=paper, large=large)
    document = printed(summary, **dataclasses.asdict(options))

    assert faults(document, options) == []
    assert pages_of(document) in PAGES[large]
