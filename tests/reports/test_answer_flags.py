"""The flags that a diary's checks raise: what they rest on, of which day they are, and how they are taken back."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diary.services import baselines, checks, events, facts
from reports import loading, prepare
from reports.flags.answer_flags import answer_flags_of
from reports.flags.answer_table import TABLE
from reports.flags.thresholds import EVIDENCE_DAYS
from reports.records import Check, Day, Event, Place, Records, fingerprint, in_order
from tests import cast

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
CONTRACT = [
    "rule",
    "version",
    "level",
    "urgency",
    "title",
    "text",
    "evidence",
    "first_true_on",
    "source",
    "basis",
    "review",
]
INJURY = {"head_injury": {"value": "yes"}}
TETANY = {code: {"value": "yes"} for code in ("lip_tingling", "finger_tingling", "hand_foot_cramp")}


def droop(onset: datetime) -> dict[str, Any]:
    told = {"value": "yes", "side": "left", "onset_at": onset.isoformat(), "onset_speed": "hours_to_3_days"}
    return {"face_droop": told}


def check(at: datetime, answers: dict[str, Any], *, key: str = "", zone: str = "UTC", day: date | None = None) -> Check:
    return Check(
        id=key or at.isoformat(), day=day or at.date(), performed_at=at, time_zone=zone, answers=answers
    )  # fmt: skip


def flags(*found: Check, as_of: date = TODAY, now: datetime = NOW, **more: Any) -> list[Any]:
    kept = Records(reference="", name="", checks=found, **more)
    return list(answer_flags_of(kept, as_of=as_of, now=now))


class TestEvidence:
    def test_is_every_check_that_fires_the_rule_oldest_first(self):
        (flag,) = flags(check(NOW, INJURY, key="b"), check(NOW - timedelta(days=9), INJURY, key="a"))

        assert [(one.kind, one.id, one.day.day) for one in flag.evidence] == [("check", "a", 11), ("check", "b", 20)]
        assert flag.first_true_on == date(2026, 11, 11)

    def test_reaches_back_twenty_eight_days_and_no_further(self):
        within = check(NOW - timedelta(days=EVIDENCE_DAYS.value - 1), INJURY)
        before = check(NOW - timedelta(days=EVIDENCE_DAYS.value), INJURY)

        assert EVIDENCE_DAYS.value == 28
        assert [one.id for one in flags(within, before)[0].evidence] == [within.id]
        assert flags(before) == []

    def test_of_what_can_wait_outlasts_silence_and_ends_after_28_answered_days(self):
        answered = tuple(Day(day=date(2027, 1, 1) + timedelta(days=n), state="none") for n in range(28))
        told = check(NOW, {"distress_high": {"value": "yes"}})

        def rules(last: date) -> list[str]:
            return [flag.rule for flag in flags(told, as_of=last, days=answered)]

        assert rules(date(2026, 12, 31)) == ["S19"]
        assert rules(date(2027, 1, 27)) == ["S19"]
        assert rules(date(2027, 1, 28)) == []

    def test_that_was_lowered_by_what_was_so_that_day_does_not_outlast_it(self):
        slow = {"face_droop": {"value": "yes", "side": "right", "onset_speed": "hours_to_3_days"}}
        told = check(NOW, slow | {"dental_anaesthetic_today": {"value": "yes"}})

        assert [one.level for one in flags(told)] == ["soon"]
        assert flags(told, as_of=TODAY + timedelta(days=28)) == []

    def test_of_a_calmer_check_before_does_not_begin_an_urgent_flag(self):
        slow = {"face_droop": {"value": "yes", "side": "right", "onset_speed": "hours_to_3_days"}}
        lowered = check(NOW - timedelta(days=9), slow | {"dental_anaesthetic_today": {"value": "yes"}}, key="a")
        (flag,) = flags(lowered, check(NOW, slow, key="b"))

        assert (flag.level, flag.first_true_on) == ("same_day", TODAY)

    def test_of_a_later_day_does_not_count_yet(self):
        assert flags(check(NOW, INJURY), as_of=TODAY - timedelta(days=1)) == []

    def test_counts_on_the_local_day_that_was_stored(self):
        abroad = check(datetime(2026, 11, 20, 17, tzinfo=UTC), INJURY, zone="Asia/Taipei", day=date(2026, 11, 21))

        assert flags(abroad) == []
        assert len(flags(abroad, as_of=date(2026, 11, 21))) == 1

    def test_of_one_answer_does_not_raise_another_rule(self):
        found = flags(check(NOW, INJURY), check(NOW - timedelta(days=1), {"fever": {"value": "yes"}}))

        assert [(flag.rule, len(flag.evidence)) for flag in found] == [("U13", 1)]


class TestStrongestEvidence:
    def test_decides_the_level(self):
        urgent = TETANY | {"throat_tight": {"value": "yes"}}
        calmer = check(NOW, TETANY), check(NOW - timedelta(days=2), urgent)
        worse = check(NOW, urgent), check(NOW - timedelta(days=2), TETANY)

        assert [(flag.level, len(flag.evidence)) for flag in flags(*calmer)] == [("emergency", 2)]
        assert [(flag.level, len(flag.evidence)) for flag in flags(*worse)] == [("emergency", 2)]

    def test_of_equals_the_newest_decides_the_clock(self):
        (flag,) = flags(
            check(NOW, droop(NOW - timedelta(hours=2))), check(NOW - timedelta(days=5), droop(NOW - timedelta(days=6)))
        )

        assert "70 full hours are left" in flag.text

    def test_of_two_checks_at_one_moment_is_the_more_urgent(self):
        urgent = check(NOW, TETANY | {"throat_tight": {"value": "yes"}}, key="b")

        assert flags(check(NOW, TETANY, key="a"), urgent)[0].level == "emergency"
        assert flags(check(NOW, TETANY, key="c"), urgent)[0].level == "emergency"


class TestClock:
    WEAK = check(datetime(2026, 11, 18, 12, tzinfo=UTC), droop(datetime(2026, 11, 18, 6, tzinfo=UTC)))

    def test_runs_to_now_on_the_day_itself(self):
        assert "12 full hours are left" in flags(self.WEAK)[0].text

    def test_stands_at_the_end_of_a_day_that_has_passed(self):
        text = flags(self.WEAK, as_of=date(2026, 11, 18))[0].text

        assert "54 full hours are left" in text  # until midnight, 18 hours after the onset
        assert text == flags(self.WEAK, as_of=date(2026, 11, 18), now=NOW + timedelta(days=400))[0].text

    def test_ends_the_day_where_the_check_was_made(self):
        west = check(
            datetime(2026, 11, 19, 2, tzinfo=UTC), droop(datetime(2026, 11, 19, 0, tzinfo=UTC)),
            zone="America/Los_Angeles", day=date(2026, 11, 18),
        )  # fmt: skip

        assert "64 full hours are left" in flags(west, as_of=date(2026, 11, 18))[0].text  # midnight is 08:00 UTC there

    def test_knows_that_a_day_of_a_clock_change_has_25_hours(self):
        onset = droop(datetime(2026, 10, 24, 22, tzinfo=UTC))
        weak = check(datetime(2026, 10, 25, 8, tzinfo=UTC), onset, zone="Europe/Prague")

        assert "47 full hours are left" in flags(weak, as_of=date(2026, 10, 25))[0].text

    def test_that_has_run_out_leaves_the_flag(self):
        (flag,) = flags(self.WEAK, as_of=date(2026, 11, 25), now=datetime(2026, 11, 25, 12, tzinfo=UTC))

        assert flag.level == "same_day"
        assert "full hours" not in flag.text


class TestContext:
    DROOP = check(NOW, droop(NOW - timedelta(hours=3)))

    def test_of_an_injection_beside_it_lowers_the_flag(self):
        toxin = Event(kind="toxin", action="single", name="", on=date(2026, 11, 1), places=(Place("cheek", "left"),))

        (flag,) = flags(self.DROOP, events=(toxin,))

        assert (flag.level, flag.urgency) == ("soon", "within_days")
        assert flag.title == TABLE["suppressors"]["toxin_nearby"]["title"]["en"]

    def test_of_weakness_that_the_baseline_knows_lowers_it_too(self):
        (flag,) = flags(self.DROOP, long_standing_weakness=(Place("mouth_corner", "left"),))

        assert flag.level == "soon"


class TestOrder:
    def test_is_by_level_and_then_by_rule(self):
        found = flags(
            check(NOW, {"self_harm_thoughts": {"value": "yes"}, "distress_high": {"value": "yes"}}),
            check(
                NOW - timedelta(days=1), INJURY | {"awareness_lost": {"value": "yes"}, "face_droop": {"value": "yes"}}
            ),
            check(NOW - timedelta(days=2), TETANY),
        )

        assert [flag.rule for flag in found] == ["U1", "U10", "U13", "U11", "S19"]

    def test_of_entry_changes_nothing(self):
        told = [
            check(NOW - timedelta(days=n % 5), {**INJURY, **TETANY} if n % 2 else droop(NOW), key=f"{n:02}")
            for n in range(12)
        ]
        shuffled = random.Random(7).sample(told, len(told))

        assert flags(*told) == flags(*shuffled)


class TestRecords:
    def test_with_an_answer_more_have_another_fingerprint_and_one_order(self):
        one, other = check(NOW, INJURY, key="a"), check(NOW, TETANY, key="b")
        kept = Records(reference="", name="", checks=(other, one))

        assert in_order(kept).checks == (one, other)
        same, changed = (
            Records(reference="", name="", checks=(one, last)) for last in (other, check(NOW, {}, key="b"))
        )
        assert fingerprint(in_order(kept)) == fingerprint(in_order(same))
        assert fingerprint(in_order(kept)) != fingerprint(in_order(changed))


@pytest.fixture
def diary(ana):
    return ana.diary


def record(diary: Any, answers: dict[str, Any], *, at: datetime = cast.NOW, key: UUID | None = None) -> UUID:
    """Let Ana do a face check, and return its id."""
    told = {"performed_at": at, "time_zone": cast.ZONE, "answers": answers}
    key = key or uuid4()
    facts.record(kind=checks.KIND, diary=diary, key=key, fields=told, by=diary.owner, now=cast.NOW)
    return key


def asked(diary: Any, **options: Any) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = prepare.flags(diary, **{"as_of": cast.NOW.date(), "now": cast.NOW} | options)[
        "results"
    ]
    return results


class TestLoading:
    def test_keeps_of_a_check_what_the_rules_need(self, diary):
        told = {
            "performed_at": cast.NOW,
            "time_zone": cast.ZONE,
            "tasks": {"smile": {"left": "cannot"}},
            "answers": {"fever": "yes", "arm_weak": {"value": "no", "side": "left"}},
            "tasks_lost": ["zip_button", "open_jar"],
        }
        key = uuid4()
        facts.record(kind=checks.KIND, diary=diary, key=key, fields=told, by=diary.owner, now=cast.NOW)

        (one,) = loading.load(diary, until=TODAY).checks
        assert (one.id, one.day, one.performed_at, one.time_zone) == (str(key), TODAY, cast.NOW, cast.ZONE)
        assert one.tasks == {"smile": {"left": "cannot", "right": None}}
        assert [(code, answer["value"]) for code, answer in one.answers.items()] == [
            ("arm_weak", "no"),
            ("fever", "yes"),
        ]
        assert one.tasks_lost == ("open_jar", "zip_button")

    def test_knows_where_an_event_was_and_what_was_weak_before(self, diary):
        places = [{"site": "cheek", "side": "left"}]
        told = {"kind": "toxin", "action": "single", "on": TODAY, "side": "left", "sites": places}
        facts.record(kind=events.KIND, diary=diary, key=uuid4(), fields=told, by=diary.owner, now=cast.NOW)
        declared = {"sites": [{"site": "chin", "side": "middle"}], "long_standing_weakness": places}
        facts.record(kind=baselines.KIND, diary=diary, key=diary.pk, fields=declared, by=diary.owner, now=cast.NOW)

        kept = loading.load(diary, until=TODAY)
        assert [(one.side, one.places) for one in kept.events] == [("left", (Place("cheek", "left"),))]
        assert kept.baseline == (Place("chin", "middle"),)
        assert kept.long_standing_weakness == (Place("cheek", "left"),)


class TestAnswerFlags:
    def test_have_the_form_of_the_contract(self, diary):
        key = record(diary, {"head_injury": "yes"})
        (flag,) = asked(diary)

        assert list(flag) == CONTRACT
        assert (flag["rule"], flag["version"], flag["level"], flag["urgency"]) == ("U13", 1, "emergency", None)
        assert flag["evidence"] == [{"kind": "check", "id": str(key), "day": "2026-11-20"}]
        assert (flag["first_true_on"], flag["basis"], flag["review"]) == ("2026-11-20", "unreviewed", None)

    def test_of_an_empty_diary_are_none(self, diary):
        assert asked(diary) == []

    def test_go_when_the_check_is_deleted_and_come_back_with_it(self, diary):
        key = record(diary, {"head_injury": "yes"})
        facts.withdraw(kind=checks.KIND, diary=diary, key=key, by=diary.owner, now=cast.NOW)
        assert asked(diary) == []

        facts.restore(kind=checks.KIND, diary=diary, key=key, by=diary.owner, now=cast.NOW)
        assert [flag["rule"] for flag in asked(diary)] == ["U13"]

    def test_go_when_the_answer_is_corrected(self, diary):
        key = record(diary, {"head_injury": "yes"})
        record(diary, {"head_injury": "no"}, key=key)

        assert asked(diary) == []

    def test_know_the_injections_and_the_baseline_of_the_diary(self, diary):
        onset = (cast.NOW - timedelta(hours=5)).isoformat()
        record(
            diary, {"face_droop": {"value": "yes", "side": "left", "onset_at": onset, "onset_speed": "hours_to_3_days"}}
        )
        assert [flag["level"] for flag in asked(diary)] == ["same_day"]
        assert "67 full hours are left" in asked(diary)[0]["text"]

        injection = {
            "kind": "toxin",
            "action": "single",
            "on": date(2026, 11, 1),
            "sites": [{"site": "cheek", "side": "left"}],
        }
        key = uuid4()
        facts.record(kind=events.KIND, diary=diary, key=key, fields=injection, by=diary.owner, now=cast.NOW)
        assert [flag["level"] for flag in asked(diary)] == ["soon"]

        facts.withdraw(kind=events.KIND, diary=diary, key=key, by=diary.owner, now=cast.NOW)
        declared = {"long_standing_weakness": [{"site": "mouth_corner", "side": "left"}]}
        facts.record(kind=baselines.KIND, diary=diary, key=diary.pk, fields=declared, by=diary.owner, now=cast.NOW)
        assert [flag["level"] for flag in asked(diary)] == ["soon"]

    def test_are_nobody_elses(self, diary, eve):
        record(eve.diary, {"head_injury": "yes"})

        assert asked(diary) == []

    def test_take_nine_queries_for_one_check_and_for_thirty(self, diary):
        taken = []
        for count in (1, 29):
            for n in range(count):
                record(diary, {"head_injury": "yes"}, at=cast.NOW - timedelta(hours=n))
            with CaptureQueriesContext(connection) as queries:
                asked(diary)
            taken.append(len(queries))

        assert taken == [9, 9]

    def test_see_the_check_of_a_morning_that_has_not_come_to_the_server_yet(self, diary):
        morning = datetime(2026, 11, 21, 7, 0, tzinfo=ZoneInfo("Asia/Taipei"))  # 23:00 of the day before in UTC
        told = {"performed_at": morning, "time_zone": "Asia/Taipei", "answers": {"head_injury": "yes"}}
        facts.record(kind=checks.KIND, diary=diary, key=uuid4(), fields=told, by=diary.owner, now=morning)

        assert [flag["rule"] for flag in asked(diary, as_of=None, now=morning)] == ["U13"]

    def test_are_told_in_the_language_that_is_asked_for(self, diary):
        record(diary, {"self_harm_thoughts": "yes"})

        assert asked(diary, language="zh-Hant")[0]["title"] == "您不必獨自承擔"
        assert asked(diary, language="de") == asked(diary)

    def test_are_none_where_the_rules_are_switched_off(self, diary, settings):
        record(diary, {"head_injury": "yes"})
        settings.DIARY_FLAGS_ENABLED = False

        assert asked(diary) == []

    def test_rest_on_the_table_that_the_phone_is_served(self):
        assert prepare.answer_rules() == TABLE
