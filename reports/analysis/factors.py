"""The factors that a diary holds, as series of days: coffee, sleep, stress and the like, the declared ones marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reports.analysis.association import associate
from reports.analysis.compared import Association, NotCompared
from reports.analysis.days import DayFacts, Period, by_day
from reports.analysis.exposures import Factor, change, mean_of_three
from reports.records import Day, Episode, Records

Floats = NDArray[np.float64]
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """
    One factor: its code and the code by which a person declares it, the step that means something, and its lags.

    `made` turns the daily values into what is compared, such as the change since yesterday.
    """

    code: str
    declared_as: str
    field: str
    unit: float
    lags: tuple[int, ...]
    made: Callable[[Floats], Floats] = np.asarray


def _drop(values: Floats) -> Floats:
    return -change(values)


# Lags after statistics in step with what is known: caffeine wanes in hours and is missed for two days, sleep is the
# night before, stress may let go. Stress and tiredness of the same day may be either way round.
KNOWN: Final = (
    Known(code="caffeine", declared_as="caffeine", field="caffeine_mg", unit=100, lags=(0, 1)),
    Known(code="caffeine_change", declared_as="caffeine", field="caffeine_mg", unit=100, lags=(0, 1), made=change),
    Known(code="sleep", declared_as="sleep", field="sleep_min", unit=60, lags=(0,)),
    Known(code="sleep_three", declared_as="sleep", field="sleep_min", unit=60, lags=(0,), made=mean_of_three),
    Known(code="stress", declared_as="stress", field="stress", unit=1, lags=(0, 1)),
    Known(code="stress_drop", declared_as="stress", field="stress", unit=1, lags=(0,), made=_drop),
    Known(code="fatigue", declared_as="fatigue", field="fatigue", unit=1, lags=(0, 1)),
    Known(code="screen", declared_as="screen", field="screen_min", unit=60, lags=(0, 1)),
    Known(code="alcohol", declared_as="alcohol", field="alcohol_units", unit=1, lags=(1,)),
)
_OF_ENTRIES: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "caffeine_mg": max,  # each entry says how much it was so far that day
    "sleep_min": max,
    "stress": lambda told: sum(told) / len(told),
}


def compared_factors(records: Records, facts: Sequence[DayFacts]) -> tuple[Association | NotCompared, ...]:
    """
    Compare the daily counts with every factor that a diary can hold, the declared ones first.

    Parameters
    ----------
    records : Records
        What was loaded of the diary. A day's own answer beats what its entries say.
    facts : sequence of DayFacts, shape (n,)
        The days to compare, in their order, silent ones included; at least one.

    Returns
    -------
    tuple of Association or NotCompared
        One for each of `KNOWN`, the declared ones first, each group in the order of `KNOWN`.

    Notes
    -----
    The null hypothesis and the correction for the number looked at are those of `associate`.

    Examples
    --------
    >>> from datetime import date
    >>> days = [DayFacts(day=date(2026, 5, 1))]
    >>> told = compared_factors(Records(reference="", name="", suspected_factors=("sleep",)), days)
    >>> [(one.code, one.word) for one in told[:2]]
    [('sleep', 'too few days'), ('sleep_three', 'too few days')]
    """
    counts = np.array([day.episodes if day.countable else np.nan for day in facts], np.float64)
    weekend = np.array([day.day.weekday() >= SATURDAY for day in facts])
    factors = factors_of(records, Period(facts[0].day, facts[-1].day))
    return associate(counts, weekend, sorted(factors, key=lambda factor: not factor.declared))


def factors_of(records: Records, period: Period) -> tuple[Factor, ...]:
    """
    Return every factor as a series of days.

    Parameters
    ----------
    records : Records
        What was loaded of the diary.
    period : Period
        The n local days.

    Returns
    -------
    tuple of Factor
        In the order of `KNOWN`, values of shape (n,), NaN where nothing was said.

    Examples
    --------
    >>> from datetime import date
    >>> day = Day(day=date(2026, 5, 2), caffeine_mg=200)
    >>> told = factors_of(Records(reference="", name="", days=(day,)), Period(date(2026, 5, 1), date(2026, 5, 2)))
    >>> told[0].code, told[0].values.tolist()
    ('caffeine', [nan, 200.0])
    """
    answers = {one.day: one for one in records.days if one.day in period}
    entries = by_day(one for one in records.episodes if one.day in period)
    told = {
        field: np.array([_value(field, answers.get(day), entries.get(day, ())) for day in period], np.float64)
        for field in {known.field for known in KNOWN}
    }
    declared = set(records.suspected_factors)
    return tuple(
        Factor(
            code=known.code,
            values=known.made(told[known.field]),
            unit=known.unit,
            lags=known.lags,
            declared=known.declared_as in declared,
        )
        for known in KNOWN
    )


def _value(field: str, answer: Day | None, entries: Sequence[Episode]) -> float:
    own = getattr(answer, field, None)
    if own is not None:
        return float(own)
    if field not in _OF_ENTRIES:
        return np.nan
    told = [value for entry in entries if (value := getattr(entry, field)) is not None]
    return float(_OF_ENTRIES[field](told)) if told else np.nan
