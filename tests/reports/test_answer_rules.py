"""The rules over one answer: against the vectors that the phone is held to as well, and what must hold of any check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diary import vocabulary as v
from reports.flags import answer_rules, thresholds
from reports.flags.answer_table import PHRASES, TABLE, WORDS, table
from reports.flags.answers import Fired, evaluate, phrase, unsure
from reports.flags.holding import OPERATORS, instant_ms
from reports.flags.page import in_words
from tests.reports import answer_files

VECTORS = json.loads(answer_files.VECTORS.read_text())
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FORBIDDEN = re.compile(
    r"\b(detect|diagnos|abnormal|normal|safe\b|risk score|predict|caused by|your triggers)"
    r"|診斷|異常|正常|安全|偵測|預測",
    re.IGNORECASE,
)
CONDITIONS = re.compile(
    r"stroke|TIA\b|palsy|bell'?s|tumou?r|meningitis|seizure|epilep|zoster|sclerosis|neuron|calc(a|e)?emia|spasm|"
    r"中風|麻痺|腫瘤|腦膜炎|癲癇|疱疹|硬化",
    re.IGNORECASE,
)

CODES = v.codes(v.CHECK_ANSWERS)
SITES = st.sampled_from(sorted(v.SITES))
SIDES = st.sampled_from([None, *v.codes(v.SIDES)])
GRADES = st.sampled_from([None, *v.codes(v.TASK_GRADES)])
ONSETS = st.none() | st.integers(0, 200).map(lambda hours: (NOON - timedelta(hours=hours)).isoformat())
PLACES = st.lists(st.fixed_dictionaries({"site": SITES, "side": SIDES}), max_size=3)


def answers(values: tuple[str | None, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return any answer with one of these values."""
    speeds = st.sampled_from([None, *v.codes(v.ONSET_SPEEDS)])
    return st.fixed_dictionaries(
        {"value": st.sampled_from(values), "side": SIDES, "onset_at": ONSETS, "onset_speed": speeds}
    )


CHECKS = st.fixed_dictionaries(
    {
        "performed_at": st.just(NOON.isoformat()),
        "time_zone": st.sampled_from(["UTC", "Asia/Taipei", "America/New_York"]),
        "tasks": st.dictionaries(
            st.sampled_from(v.codes(v.CHECK_TASKS)), st.fixed_dictionaries({"left": GRADES, "right": GRADES})
        ),
        "answers": st.dictionaries(st.sampled_from(CODES), answers(("yes", "yes", "no", "unsure", None)), max_size=6),
        "tasks_lost": st.lists(st.sampled_from(v.codes(v.TASKS_LOST)), unique=True, max_size=2),
    }
)
EVENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["toxin", "toxin", "surgery", "palsy", "visit"]),
        "action": st.sampled_from(v.codes(v.EVENT_ACTIONS)),
        "on": st.integers(-2, 130).map(lambda days: (NOON.date() - timedelta(days=days)).isoformat()),
        "side": SIDES,
        "sites": PLACES,
    }
)
CONTEXTS = st.fixed_dictionaries({"events": st.lists(EVENTS, max_size=3), "long_standing_weakness": PLACES})


def fired(check: dict[str, Any], context: dict[str, Any] | None = None, now: datetime = NOON) -> tuple[Fired, ...]:
    return evaluate(check, context=context or {}, now=now)


def told(one: Fired) -> dict[str, Any]:
    """Return what a vector says of a rule that fired; what is None is left out."""
    names = ("rule", "level", "fired_by", "hours_left", "suppressed_by")
    said = {name: getattr(one, name) for name in names if getattr(one, name) is not None}
    return said | {"fired_by": list(one.fired_by)}


def emergencies(check: dict[str, Any], context: dict[str, Any]) -> set[str]:
    return {one.rule for one in fired(check, context) if one.level == "emergency"}


def predicates(data: Any) -> Iterator[dict[str, Any]]:
    """Return every predicate in `data`, however deep."""
    if isinstance(data, dict):
        if any(name in data for name in OPERATORS):
            yield data
        for value in data.values():
            yield from predicates(value)
    elif isinstance(data, list):
        for value in data:
            yield from predicates(value)


@cache
def every_predicate() -> tuple[dict[str, Any], ...]:
    parts = [TABLE["named"], TABLE["suppressors"], [case["when"] for rule in TABLE["rules"] for case in rule["cases"]]]
    return tuple(predicates(parts))


def cases() -> list[dict[str, Any]]:
    """Return everything with words: the cases of the rules, and what lowers them."""
    return [case for rule in TABLE["rules"] for case in rule["cases"]] + list(TABLE["suppressors"].values())


class TestVectors:
    @pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
    def test_fire_what_they_say(self, vector):
        now = datetime.fromisoformat(vector["now"])

        assert [told(one) for one in fired(vector["check"], vector["context"], now)] == vector["expected"]
        assert list(unsure(vector["check"])) == vector.get("unsure", [])

    def test_are_many_and_each_has_its_own_name(self):
        assert len({vector["name"] for vector in VECTORS}) == len(VECTORS) >= 60

    def test_fire_every_level_of_every_rule_and_every_suppressor(self):
        seen = {(one["rule"], one["level"]) for vector in VECTORS for one in vector["expected"]}
        lowered = {(one["rule"], one.get("suppressed_by")) for vector in VECTORS for one in vector["expected"]}

        for rule in TABLE["rules"]:
            assert {(rule["id"], case["level"]) for case in rule["cases"]} <= seen
        assert {(rule["id"], name) for rule in TABLE["rules"] for name in rule["suppressors"]} <= lowered

    def test_fire_by_every_answer_that_a_rule_reads(self):
        named = {code for vector in VECTORS for one in vector["expected"] for code in one["fired_by"]}
        read = {code for one in every_predicate() for code in one.get("answer", [])}

        assert read - named == {"dental_anaesthetic_today"}  # which only lowers


class TestAnyCheck:
    @given(CHECKS, CONTEXTS, st.sampled_from(CODES), answers(("unsure", "no", None)))
    def test_says_the_same_with_one_more_question_that_nobody_answered_with_yes(self, check, context, code, answer):
        assume(code not in check["answers"])
        more = check | {"answers": check["answers"] | {code: answer}}

        assert fired(more, context) == fired(check, context)

    @given(CHECKS, CONTEXTS, st.randoms(use_true_random=False))
    def test_says_the_same_in_whatever_order_it_was_filled_in(self, check, context, chance):
        def shuffled(one: Any) -> Any:
            items = list(one.items()) if isinstance(one, dict) else list(one)
            chance.shuffle(items)
            return dict(items) if isinstance(one, dict) else items

        again = {name: shuffled(part) if isinstance(part, dict | list) else part for name, part in check.items()}
        around = {name: shuffled(part) for name, part in context.items()}

        assert fired(again, around) == fired(check, context)

    @given(CHECKS, CONTEXTS, st.sampled_from(CODES), answers(("yes",)))
    def test_keeps_its_emergencies_when_another_question_is_answered_with_yes(self, check, context, code, answer):
        assume(code not in check["answers"])
        more = check | {"answers": check["answers"] | {code: answer}}

        assert emergencies(check, context) <= emergencies(more, context)

    @given(CHECKS, CONTEXTS, st.sampled_from(CODES), answers(("yes",)))
    def test_is_never_less_urgent_for_another_yes_but_that_of_the_dentist(self, check, context, code, answer):
        assume(code not in check["answers"] and code != "dental_anaesthetic_today")
        more = check | {"answers": check["answers"] | {code: answer}}
        before, after = fired(check, context), fired(more, context)

        if before:
            assert answer_rules.LEVELS.index(after[0].level) <= answer_rules.LEVELS.index(before[0].level)

    @given(CHECKS, CONTEXTS)
    def test_keeps_every_rule_and_every_emergency_whatever_else_was_recorded(self, check, context):
        alone, beside = fired(check), fired(check, context)

        assert {one.rule for one in alone} <= {one.rule for one in beside}
        assert emergencies(check, {}) <= emergencies(check, context)

    @given(CHECKS, CONTEXTS)
    def test_lowers_only_from_the_same_day_to_soon_and_says_why(self, check, context):
        alone = {one.rule: one for one in fired(check)}

        for one in fired(check, context):
            if one.suppressed_by:
                assert (alone[one.rule].level, one.level, one.urgency) in {
                    ("same_day", "soon", "within_days"), ("soon", "soon", "within_days"),
                }  # fmt: skip
                assert one.title == WORDS["en"][one.suppressed_by].title
                assert one.hours_left is None

    @given(CHECKS, CONTEXTS)
    def test_fires_by_something_that_the_person_said_or_did(self, check, context):
        for one in fired(check, context):
            for code in one.fired_by:
                said_yes = check["answers"].get(code, {}).get("value") == "yes"
                assert said_yes or code in check["tasks"] or code in check["tasks_lost"]

    @given(CHECKS, CONTEXTS)
    def test_names_each_rule_once_by_level_and_then_in_the_order_of_the_table(self, check, context):
        order = [(answer_rules.LEVELS.index(one.level), _place(one.rule)) for one in fired(check, context)]

        assert order == sorted(set(order))

    @given(CHECKS, st.integers(0, 400), st.sampled_from([-660, -300, 0, 330, 480, 840]))
    def test_reads_its_clock_alike_in_every_zone(self, check, hours, ahead_min):
        now = NOON + timedelta(hours=hours)

        assert fired(check, now=now) == fired(check, now=now.astimezone(timezone(timedelta(minutes=ahead_min))))

    @given(CHECKS, st.integers(0, 100))
    def test_changes_nothing_but_the_clock_as_time_goes_by(self, check, hours):
        later = fired(check, now=NOON + timedelta(hours=hours))

        for one, then in zip(fired(check), later, strict=True):
            assert (one.rule, one.level, one.fired_by) == (then.rule, then.level, then.fired_by)
            assert (then.hours_left or 0) <= (one.hours_left or 0)


def _place(rule: str) -> int:
    return [one["id"] for one in TABLE["rules"]].index(rule)


class TestTable:
    def test_is_json_and_comes_back_as_it_was(self):
        assert json.loads(json.dumps(TABLE)) == TABLE == table()

    def test_names_only_what_the_vocabulary_knows(self):
        for one in every_predicate():
            assert set(one.get("answer", ())) <= set(CODES)
            assert set(one.get("task", ())) <= set(v.codes(v.CHECK_TASKS))
            assert set(one.get("lost", ())) <= set(v.codes(v.TASKS_LOST))
            assert set(one.get("grade", ())) <= set(v.codes(v.TASK_GRADES))
            assert set(one.get("speed", ())) <= {*v.codes(v.ONSET_SPEEDS), "unknown"}
            assert {one.get("event", "toxin")} <= set(v.codes(v.EVENT_KINDS))
            assert set(one.get("sites", ())) <= set(v.SITES)
        for suppressor in TABLE["suppressors"].values():
            assert set(suppressor["covers"]) <= {*CODES, *v.codes(v.CHECK_TASKS)}
            assert {site for sites in suppressor["covers"].values() for site in sites} <= set(v.SITES)

    def test_uses_every_operator_once_in_a_predicate_and_every_name(self):
        for one in every_predicate():
            assert len(set(one) & set(OPERATORS)) == 1
            assert in_words(one)
        assert {name for one in every_predicate() for name in one if name in OPERATORS} == set(OPERATORS)
        assert {one["is"] for one in every_predicate() if "is" in one} == set(TABLE["named"])

    def test_no_emergency_rests_on_something_not_being_there(self):
        def negative(one: Any) -> bool:
            return any(
                "not" in part or ("is" in part and negative(TABLE["named"][part["is"]])) for part in predicates(one)
            )

        urgent = [case for rule in TABLE["rules"] for case in rule["cases"] if case["level"] == "emergency"]
        assert urgent
        assert not any(negative(case["when"]) for case in urgent)

    def test_says_where_each_rule_comes_from_and_whether_it_was_reviewed(self):
        basis = {rule["id"]: rule["basis"] for rule in TABLE["rules"]}

        unreviewed = {"U7", "U10", "U11", "U12", "U13", "S19"}
        assert {rule for rule, said in basis.items() if said == "unreviewed"} == unreviewed
        assert set(basis.values()) == {"published", "unreviewed"}
        assert all(rule["source"] and rule["version"] >= 1 for rule in TABLE["rules"])

    def test_holds_the_thirteen_rules_and_the_one_about_distress_in_their_order(self):
        assert [rule["id"] for rule in TABLE["rules"]] == [*(f"U{n}" for n in range(1, 14)), "S19"]

    def test_keeps_its_thresholds_in_one_place(self):
        numbers = {one["code"]: one["value"] for one in TABLE["thresholds"]}

        assert numbers["clock_hours"] == 72
        assert numbers["toxin_nearby_days"] == [1, 112]
        assert numbers["toxin_spread_days"] == [0, 42]
        assert {one.mark for one in thresholds.THRESHOLDS} <= {"S", "S2", "M", "D", "X"}


class TestWords:
    @pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"]["en"])
    def test_have_a_title_four_parts_and_a_clinicians_sentence_in_each_language(self, case):
        for language in v.LANGUAGES:
            assert case["title"][language]
            assert len(case["text"][language]) == 4
            assert all(part.endswith((".", "。")) for part in case["text"][language])
            assert case["clinician"][language].endswith((".", "。"))

    @pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"]["en"])
    def test_name_no_condition_in_a_title_and_use_no_forbidden_word(self, case):
        for language in v.LANGUAGES:
            assert not CONDITIONS.search(case["title"][language])
            text = [case["title"][language], *case["text"][language], case["clinician"][language]]
            assert not FORBIDDEN.search(" ".join(text))
            assert "%" not in " ".join(case["text"][language])

    @pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"]["en"])
    def test_begin_with_what_was_recorded_and_end_with_what_to_show(self, case):
        recorded, _, _, show = case["text"]["en"]

        assert recorded.startswith("You recorded ")
        assert "show this page" in show.lower()

    def test_of_an_emergency_say_to_call_and_dial_nothing(self):
        urgent = [case for rule in TABLE["rules"] for case in rule["cases"] if case["level"] == "emergency"]

        for case in urgent:
            assert case["title"]["en"].startswith("Call the emergency number now")
            assert case["text"]["en"][2].startswith("Call your emergency number now.")
            assert case["title"]["zh-Hant"].startswith("請立即撥打緊急電話")
            assert not re.search(r"\b(112|911|999|119|120|110)\b|tel:", " ".join(case["text"]["en"]))

    def test_say_the_thresholds_as_they_are(self):
        en = WORDS["en"]

        assert thresholds.TOXIN_NEARBY_DAYS.value[1] == 16 * 7
        assert "sixteen weeks" in en["toxin_nearby"].recorded
        assert thresholds.TOXIN_SPREAD_DAYS.value[1] == 6 * 7
        assert "six weeks" in en["U7.same_day"].recorded
        assert "six weeks" in en["U7.emergency"].recorded
        assert f"{thresholds.CLOCK_HOURS.value} hours" in en["U3"].guidance
        assert thresholds.ASK_AGAIN_DAYS.value == 7
        assert "next seven days" in en["U5"].how

    def test_are_complete_in_every_language_of_the_vocabulary(self):
        used = {case.words for rule in answer_rules.RULES for case in rule.cases} | set(TABLE["suppressors"])

        assert set(WORDS) == set(PHRASES) == set(v.LANGUAGES)
        assert all(set(words) == used for words in WORDS.values())

    def test_put_the_hours_that_are_left_after_what_guidance_says(self):
        check = {"performed_at": NOON.isoformat(), "answers": {"face_droop": _droop(hours=50)}}
        (en,) = evaluate(check, context={}, now=NOON)
        (zh,) = evaluate(check, context={}, now=NOON, language="zh-Hant")

        assert "within 72 hours of the beginning. Of the 72 hours that this guidance counts" in en.text
        assert "22 full hours are left. Be seen today" in en.text
        assert "從開始的時間起算 72 小時，目前還剩整整 22 小時。請今天就醫" in zh.text

    def test_in_a_language_that_is_not_there_are_in_english(self):
        check = {"answers": {"head_injury": "yes"}}

        assert evaluate(check, context={}, now=NOON, language="de") == evaluate(check, context={}, now=NOON)

    def test_where_no_rule_matched_give_no_all_clear(self):
        assert fired({"answers": dict.fromkeys(CODES, "unsure")}) == ()
        assert phrase("none_matched") == "No rule matched. This is not an all-clear."
        assert phrase("unsure", count=3).startswith("Answers given as “not sure”: 3.")
        assert phrase("unsure", language="zh-Hant", count=3).startswith("回答「不確定」的題數：3。")


class TestInstants:
    def test_are_read_with_their_offset_only(self):
        assert instant_ms("1970-01-01T00:00:01Z") == instant_ms("1970-01-01T01:00:01.000+01:00") == 1_000
        assert instant_ms("1969-12-31T23:59:59.500Z") == -500
        for unreadable in (None, 7, "", "yesterday", "2026-11-20", "2026-11-20T12:00:00", "2026-13-01T00:00:00Z"):
            assert instant_ms(unreadable) is None


class TestFiles:
    @pytest.mark.parametrize("path", [answer_files.TABLE, answer_files.PAGE], ids=lambda path: path.name)
    def test_are_what_the_rules_make_them(self, path):
        assert path.read_text() == answer_files.made()[path], "run .venv/bin/python -m tests.reports.answer_files"

    def test_say_that_no_neurologist_has_reviewed_the_rules(self):
        page = answer_files.PAGE.read_text()

        assert "No neurologist has reviewed these rules yet." in page
        for rule in TABLE["rules"]:
            assert f"## {rule['id']} (version {rule['version']})" in page
            assert f"- Source: {rule['source']}. Basis: {rule['basis']}" in page


def _droop(*, hours: int) -> dict[str, Any]:
    onset = (NOON - timedelta(hours=hours)).isoformat()
    return {"value": "yes", "side": "left", "onset_at": onset, "onset_speed": "hours_to_3_days"}
