"""Since when and until when a rule has held: the same as asking on each of the days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings

from reports.flags.answer_rules import LEVELS
from reports.flags.past import past_flags
from reports.flags.raised import flags_of
from reports.records import Check, Reviewed, in_order
from tests.reports.flags.diaries import check, kept, on
from tests.reports.flags.test_history import DAYS, SEEDS, diary

NEVER = datetime.max.replace(tzinfo=UTC)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_it_says_of_every_day_what_was_flagged_on_it(seed: int) -> None:
    records = in_order(diary(seed))
    runs = past_flags(records, as_of=on(DAYS))

    for n in range(DAYS, 0, -9):
        flagged = {flag.rule: flag.level for flag in flags_of(records, as_of=on(n), now=NEVER)}
        held = [run for run in runs if run.first <= on(n) and (run.last is None or on(n) <= run.last)]
        held.sort(key=lambda run: LEVELS.index(run.level), reverse=True)
        assert {run.rule: run.level for run in held} == flagged, n  # of several levels the most urgent


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_the_runs_of_a_rule_do_not_touch(seed: int) -> None:
    runs = past_flags(in_order(diary(seed)), as_of=on(DAYS))

    for rule in {(run.rule, run.level) for run in runs}:
        own = sorted((run.first, run.last or on(DAYS)) for run in runs if (run.rule, run.level) == rule)
        assert all(last + timedelta(days=1) < first for (_, last), (first, _) in pairwise(own))
        assert all(first <= last for first, last in own)


def swallow(number: int) -> Check:
    return check(number, "swallow_saliva")


def test_two_checks_of_one_month_are_one_run_and_a_later_one_is_another() -> None:
    records = in_order(kept(swallow(0), swallow(20), swallow(90)))
    runs = [(run.rule, run.first, run.last) for run in past_flags(records, as_of=on(100))]

    assert runs == [("U7", on(90), None), ("U7", on(0), on(47))]


def signed(level: str, number: int, rule: str = "U7") -> Reviewed:
    return Reviewed(rule=rule, level=level, on=on(number), by="Dr Wu", practice="")


def test_a_signature_stands_with_the_run_that_it_was_given_in() -> None:
    mine, between = signed("emergency", 91), signed("emergency", 60)
    records = in_order(kept(swallow(0), swallow(90), reviewed=(mine, between)))

    assert [run.seen for run in past_flags(records, as_of=on(95))] == [(mine,), ()]


def test_what_was_told_again_after_a_signature_is_not_seen() -> None:
    records = in_order(kept(swallow(0), swallow(25), reviewed=(signed("emergency", 1),)))
    (run,) = past_flags(records, as_of=on(26))

    assert (run.first, run.raised_on, run.newest_on, run.is_seen) == (on(0), (on(0), on(25)), on(25), False)
    assert len(run.seen) == 1


def test_a_level_that_rises_is_a_run_of_its_own_that_nobody_has_seen() -> None:
    records = in_order(
        kept(check(0, "distress_high"), check(20, "self_harm_thoughts"), reviewed=(signed("soon", 1, "S19"),))
    )
    runs = [(run.level, run.first, run.is_seen) for run in past_flags(records, as_of=on(21)) if run.rule == "S19"]

    assert runs == [("same_day", on(20), False), ("soon", on(0), True)]


def test_a_signature_of_a_practice_whose_day_is_ahead_counts() -> None:
    records = in_order(kept(swallow(0), reviewed=(signed("emergency", 6),)))

    assert [run.is_seen for run in past_flags(records, as_of=on(5))] == [True]
