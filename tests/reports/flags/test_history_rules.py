"""Each rule over the history: diaries that raise it, and near misses that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.flags import history_words_en, history_words_zh_hant
from reports.flags.answer_rules import LEVELS
from reports.flags.history.table import RULES
from reports.records import Day, Place, Records
from tests.reports.flags.diaries import (
    CHEEK,
    LIDS,
    entries,
    entry,
    event,
    face,
    flags,
    kept,
    left,
    on,
    right,
)
from tests.reports.flags.history_against import AGAINST
from tests.reports.flags.history_for import FOR
from tests.reports.test_answer_rules import CONDITIONS, FORBIDDEN


def cases(table: dict[str, list[tuple[Any, ...]]]) -> list[Any]:
    return [pytest.param(rule, *case[1:], id=f"{rule}: {case[0]}") for rule, found in table.items() for case in found]


@pytest.mark.parametrize(("rule", "records", "day", "how"), cases(FOR))
def test_is_raised(rule: str, records: Records, day: int, how: str) -> None:
    flag = flags(records, day)[rule]

    assert f"{flag.level} {flag.urgency}" == how
    assert all(one.day <= on(day) for one in flag.evidence)


ALL_OF_IT = {
    "W2": "weeks against all earlier ones, shown by the last two",
    "W5": "silence has nothing to show",
}


@pytest.mark.parametrize(
    ("rule", "records", "day", "how"), cases({rule: found for rule, found in FOR.items() if rule not in ALL_OF_IT})
)
def test_holds_of_its_evidence_alone(rule: str, records: Records, day: int, how: str) -> None:
    """Nothing is left of the diary but what the flag names; every other day is answered with "none"."""
    named = {one.id for one in flags(records, day)[rule].evidence}
    told: list[Any] = [*records.episodes, *records.checks, *records.events]
    days = [one if one.day.isoformat() in named else replace(one, state="none", burden=None) for one in records.days]
    told_on = {one.day for one in records.episodes} | {one.day for one in records.checks}
    silent = told_on - {one.day for one in days}
    rest = kept([one for one in told if one.id in named], days, [Day(day=one, state="none") for one in silent])

    flag = flags(replace(records, episodes=rest.episodes, days=rest.days, checks=rest.checks, events=rest.events), day)

    assert LEVELS.index(flag[rule].level) <= LEVELS.index(
        how.split(maxsplit=1)[0]
    )  # what lowers it may be all the rest


@pytest.mark.parametrize(("rule", "records", "day"), cases(AGAINST))
def test_is_not_raised(rule: str, records: Records, day: int) -> None:
    assert rule not in flags(records, day)


def test_what_lowers_a_flag_is_part_of_its_evidence() -> None:
    injection = event(0, "toxin", "single", *right("cheek"))
    felt = kept(injection, face(-5, "a_bit_weaker"), face(1, "a_bit_weaker"))
    worse = kept(event(-12, "palsy", side="right"), injection, face(-7, "a_bit_weaker"), face(1, "cannot"))

    assert injection.id in {one.id for one in flags(felt, 1)["W7"].evidence}
    assert injection.id in {one.id for one in flags(worse, 1)["S10"].evidence}


def test_every_rule_has_two_vectors_for_it_and_two_against_it() -> None:
    told = {rule.id for rule in RULES}

    assert {rule for rule, found in FOR.items() if len(found) >= 2} == told
    assert {rule for rule, found in AGAINST.items() if len(found) >= 2} == told


SPREAD_OF = {
    "age under 40": kept(LIDS, CHEEK, birth_year=1990),
    "upper and lower face on the same day": kept(
        entry(0, *left("calf")), entry(3, *left("calf")), entries((20, 22), *right("lid_lower", "lip_lower"))
    ),
    "upwards": kept(entries(range(0, 30, 3), *right("lip_lower")), entries((20, 23), *right("lid_lower"))),
    "a chewing muscle too": kept(LIDS, CHEEK, entries((10, 14), *right("jaw_muscle"))),
    "that side clearly weaker in a check": kept(LIDS, CHEEK, face(23, "clearly_weaker")),
}


@pytest.mark.parametrize("feature", SPREAD_OF)
def test_an_unusual_spread_names_what_is_unusual_and_nothing_else(feature: str) -> None:
    flag, chinese = (flags(SPREAD_OF[feature], 23, language)["S9"] for language in ("en", "zh-Hant"))
    key = next(key for key, words in history_words_en.PARTS.items() if words == feature)

    assert f"not in the usual way: {feature}. Published" in flag.text
    assert f"({feature})" in flag.clinician
    assert f"方式與常見的不同：{history_words_zh_hant.PARTS[key]}。" in chinese.text


class TestWords:
    def test_name_no_condition_in_a_title_and_use_no_forbidden_word(self) -> None:
        for words in (*history_words_en.WORDS.values(), *history_words_zh_hant.WORDS.values()):
            assert not CONDITIONS.search(words.title)
            assert not FORBIDDEN.search(" ".join((words.title, *words.text, words.clinician)))
            assert "%" not in " ".join(words.text)

    @pytest.mark.parametrize("words", [history_words_en.WORDS, history_words_zh_hant.WORDS], ids=["en", "zh-Hant"])
    def test_are_there_for_every_case_and_for_nothing_else(self, words: dict[str, Any]) -> None:
        assert set(words) == {case.key for rule in RULES for case in rule.cases}

    def test_name_the_same_things_in_both_languages(self) -> None:
        english, chinese = history_words_en.WORDS, history_words_zh_hant.WORDS

        for key, words in english.items():
            assert names(words.recorded) == names(chinese[key].recorded), key
            assert names(words.clinician) == names(chinese[key].clinician), key

    @pytest.mark.parametrize("language", ["en", "zh-Hant"])
    def test_are_said_with_everything_told(self, language: str) -> None:
        for rule, found in FOR.items():
            for _, records, day, _ in found:
                flag = flags(records, day, language)[rule]
                assert "{" not in flag.title + flag.text + flag.clinician

    def test_of_a_spread_name_the_areas_and_the_days(self) -> None:
        flag = flags(kept(LIDS, CHEEK), 23)["S1"]

        assert "twitching here: right lower eyelid. Since 21 Mar 2026 also here: right cheek." in flag.text
        assert [one.id for one in flag.evidence][-2:] == [one.id for one in CHEEK]

    def test_of_a_spread_to_the_middle_name_it(self) -> None:
        told = kept(LIDS, entries((40, 43), Place("glabella", "middle")), birth_year=1990)

        assert "also here: between the brows" in flags(told, 50)["S1"].text
        assert "; between the brows from 10 Apr" in flags(told, 50)["S9"].clinician

    def test_of_a_spread_to_two_zones_name_both(self) -> None:
        further = kept(LIDS, CHEEK, entries((21, 24), *right("chin")))

        assert "here: right lower eyelid. Since 21 Mar 2026 also here: right cheek, right skin of the chin." in (
            flags(further, 24)["S1"].text
        )

    def test_of_new_areas_name_those_that_are_not_confirmed(self) -> None:
        told = kept(LIDS, entry(20, *left("foot")), entries((20, 23), *left("hand")), entry(2, *left("arm")))

        assert "on two days close together: left foot." in flags(told, 24)["W1"].text

    def test_of_a_watched_week_of_silence_are_never_calm(self) -> None:
        assert "Silence is not taken for calm" in flags(kept(LIDS, CHEEK, entry(59)), 66)["W5"].text


def names(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}
