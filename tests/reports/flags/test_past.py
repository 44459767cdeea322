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


@settings(max_examples=25)
@given(SEEDS)
def test_it_says_of_every_day_what_was_flagged_on_it(seed: int) -> None:
    records = in_order(diary(seed))
    runs = past_flags(records, as_of=on(DAYS))

    for n in range(DAYS, 0, -9):
        flagged = {flag.rule: flag.level for flag in flags_of(records, as_of=on(n), now=NEVER)}
        held = {run.rule: run.level for run in runs if run.first <= on(n) and (run.last is None or on(n) <= run.last)}
        assert set(held) == set(flagged), n
        assert all(LEVELS.index(held[rule]) <= LEVELS.index(level) for rule, level in flagged.items())


@settings(max_examples=25)
@given(SEEDS)
def test_the_runs_of_a_rule_do_not_touch(seed: int) -> None:
    runs = past_flags(in_order(diary(seed)), as_of=on(DAYS))

    for rule in {run.rule for run in runs}:
        own = sorted((run.first, run.last or on(DAYS)) for run in runs if run.rule == rule)
        assert all(last + timedelta(days=1) < first for (_, last), (first, _) in pairwise(own))
        assert all(first <= last for first, last in own)


def swallow(number: int) -> Check:
    return check(number, "swallow_saliva")


def test_two_checks_of_one_month_are_one_run_and_a_later_one_is_another() -> None:
    records = in_order(kept(swallow(0), swallow(20), swallow(90)))
    runs = [(run.rule, run.first, run.last) for run in past_flags(records, as_of=on(100))]

    assert runs == [("U7", on(90), None), ("U7", on(0), on(47))]


def test_a_signature_stands_with_the_run_that_it_was_given_in() -> None:
    signed, between = (Reviewed(rule="U7", level="emergency", on=on(n), by="Dr Wu", practice="") for n in (91, 60))
    records = in_order(kept(swallow(0), swallow(90), reviewed=(signed, between)))

    assert [run.seen for run in past_flags(records, as_of=on(95))] == [(signed,), ()]
