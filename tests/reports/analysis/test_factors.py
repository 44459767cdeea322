"""What a diary holds of coffee, sleep and stress, as the comparison reads it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from reports.analysis.compared import Association
from reports.analysis.days import Period, facts_of
from reports.analysis.factors import KNOWN, compared_factors, factors_of
from reports.records import Day, Records
from tests.reports.people import LAST, entry, kept

FIRST = LAST - timedelta(days=9)


def series(records: Records, code: str) -> list[float]:
    told = next(one for one in factors_of(records, Period(FIRST, LAST)) if one.code == code)
    return [float(value) for value in told.values]


class TestFactorsOf:
    def test_a_days_own_answer_beats_what_its_entries_say(self) -> None:
        told = kept(entry(LAST, caffeine_mg=300), Day(day=LAST, caffeine_mg=100))

        assert series(told, "caffeine")[-1] == 100

    def test_entries_stand_in_where_the_day_says_nothing(self) -> None:
        told = kept(
            entry(LAST, caffeine_mg=95, stress=2), entry(LAST, "15:00", caffeine_mg=190, stress=5, sleep_min=400)
        )

        assert [series(told, code)[-1] for code in ("caffeine", "stress", "sleep")] == [190, 3.5, 400]

    def test_what_was_not_said_is_not_zero(self) -> None:
        told = kept(entry(LAST), Day(day=FIRST, caffeine_mg=0))

        assert series(told, "caffeine")[0] == 0
        assert np.isnan(series(told, "caffeine")[1:]).all()

    def test_a_drop_of_stress_is_the_other_way_round(self) -> None:
        told = kept(Day(day=LAST - timedelta(days=1), stress=8), Day(day=LAST, stress=3))

        assert series(told, "stress_drop")[-1] == 5


class TestComparedFactors:
    def test_names_the_declared_ones_first_and_leaves_none_out(self) -> None:
        records = Records(reference="", name="", suspected_factors=("stress", "the moon"))
        told = compared_factors(records, facts_of(records, Period(FIRST, LAST)))

        assert [one.code for one in told[:2]] == ["stress", "stress_drop"]
        assert {one.code for one in told} == {known.code for known in KNOWN}
        assert [one.declared for one in told] == [True, True] + [False] * (len(KNOWN) - 2)

    def test_finds_the_coffee_of_the_day_before_in_a_diary_that_has_it(self) -> None:
        chance = np.random.default_rng(3)
        days = [LAST - timedelta(days=149 - n) for n in range(150)]
        cups = chance.integers(0, 5, len(days))
        entries = [
            entry(day, f"{6 + k:02d}:00")
            for n, day in enumerate(days)
            for k in range(min(17, chance.poisson(1.0 + 1.5 * (cups[n - 1] if n else 0))))
        ]
        answers = [Day(day=day, state="none", caffeine_mg=int(90 * cups[n])) for n, day in enumerate(days)]
        records = kept(*entries, *answers)
        told = {one.code: one for one in compared_factors(records, facts_of(records, Period(days[0], LAST)))}

        coffee = told["caffeine"]
        assert isinstance(coffee, Association)
        assert coffee.word == "more"
        assert coffee.by_lag[coffee.strongest].lag == 1
        assert told["sleep"].word == "too few days"
