"""One measured figure with its Monte-Carlo error, and the bar it has to meet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median_low, stdev


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """
    A figure from `runs` seeded simulations.

    `value` is None where no run could tell it, or where a median lies beyond the end of the runs. `error` is its
    Monte-Carlo standard error, in the same unit, None where the runs are too few to tell it. `least` and `most` are
    the bar, None without one.
    """

    method: str
    scenario: str
    measure: str
    value: float | None
    error: float | None
    runs: int
    least: float | None = None
    most: float | None = None
    unit: str = "%"

    @property
    def has_bar(self) -> bool:
        """Whether there is a bar to meet."""
        return self.least is not None or self.most is not None

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without one, and without a value."""
        if not self.has_bar or self.value is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


def some(runs: int, *, one_in: int) -> int:
    """
    Return a part of the runs, at least one.

    Examples
    --------
    >>> some(4000, one_in=4), some(1, one_in=4)
    (1000, 1)
    """
    return max(1, runs // one_in)


def share(hits: int, runs: int) -> tuple[float, float]:
    """
    Return a share in per cent with its standard error; none or all of them counts as one more or less for the error.

    Examples
    --------
    >>> [round(one, 2) for one in share(20, 400)]
    [5.0, 1.09]
    >>> [round(one, 2) for one in share(0, 400)]
    [0.0, 0.25]
    """
    seen = min(max(hits, 1), max(runs - 1, 1)) / runs
    return 100 * hits / runs, 100 * math.sqrt(seen * (1 - seen) / runs)


def per_years(count: int, years: float, per: float = 1.0) -> tuple[float, float]:
    """
    Return a rate per so many years with its standard error; none at all counts as one for the error.

    Examples
    --------
    >>> per_years(4, 200, per=10)
    (0.2, 0.1)
    """
    return per * count / years, per * math.sqrt(max(count, 1)) / years


def part(
    method: str,
    scenario: str,
    measure: str,
    hits: Sequence[bool],
    *,
    least: float | None = None,
    most: float | None = None,
) -> Measured:
    """Return in which share of the runs something was so."""
    value, error = share(sum(hits), len(hits)) if hits else (None, None)
    return Measured(
        method=method,
        scenario=scenario,
        measure=measure,
        value=value,
        error=error if len(hits) > 1 else None,
        runs=len(hits),
        least=least,
        most=most,
    )


def average(
    method: str,
    scenario: str,
    measure: str,
    values: Sequence[float],
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "",
) -> Measured:
    """Return the mean over the runs, with the standard error that the runs themselves tell."""
    return Measured(
        method=method,
        scenario=scenario,
        measure=measure,
        value=fmean(values) if values else None,
        error=stdev(values) / math.sqrt(len(values)) if len(values) > 1 else None,
        runs=len(values),
        least=least,
        most=most,
        unit=unit,
    )


def middle(
    method: str,
    scenario: str,
    measure: str,
    values: Sequence[float],
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "",
) -> Measured:
    """
    Return the median over the runs; infinite in a run means that it was never so.

    The standard error is half the distance of the two values whose ranks lie half a root of the runs from the middle:
    about 68 of 100 such pairs hold the true median, whatever the law.
    """
    value = median_low(values) if values else math.inf
    error = _half_distance(values) if values else math.inf
    return Measured(
        method=method,
        scenario=scenario,
        measure=measure,
        value=value if math.isfinite(value) else None,
        error=error if math.isfinite(error) and len(values) > 1 else None,
        runs=len(values),
        least=least,
        most=most,
        unit=unit,
    )


def _half_distance(values: Sequence[float]) -> float:
    ordered, centre, away = sorted(values), (len(values) - 1) / 2, math.sqrt(len(values)) / 2
    low, high = max(0, math.floor(centre - away)), min(len(values) - 1, math.ceil(centre + away))
    return (ordered[high] - ordered[low]) / 2 if math.isfinite(ordered[high]) else math.inf


HEAD = "| method | scenario | measure | value | s.e. | runs | bar | met |\n|--|--|--|--:|--:|--:|--|--|"


def markdown(figures: Iterable[Measured]) -> str:
    """Return the figures as one table, in their order."""
    return "\n".join([HEAD, *map(_row, figures)]) + "\n"


def matrix(figures: Iterable[Measured]) -> str:
    """Return figures of one measure as a table: a row for each scenario, a column for each method."""
    values: dict[str, dict[str, str]] = {}
    for one in figures:
        values.setdefault(one.scenario, {})[one.method] = "" if one.value is None else f"{one.value:.0f}"
    methods = list(next(iter(values.values()), {}))
    head = [f"| | {' | '.join(methods)} |", "|--|" + "--:|" * len(methods)]
    rows = [f"| {scenario} | {' | '.join(told[method] for method in methods)} |" for scenario, told in values.items()]
    return "\n".join([*head, *rows]) + "\n"


def told(one: Measured) -> str:
    """Return the value in words."""
    return "not told" if one.value is None else f"{one.value:.{_digits(one)}f} {one.unit}".strip()


def told_error(one: Measured) -> str:
    """Return the error with as many digits as the value; empty where it is not known."""
    return "" if one.error is None else f"{one.error:.{_digits(one)}f}"


def bar(one: Measured) -> str:
    """Return the bar in words; empty without one."""
    if one.least is not None and one.most is not None:
        return f"{one.least:g} to {one.most:g}"
    if one.least is not None:
        return f"at least {one.least:g}"
    return "" if one.most is None else f"at most {one.most:g}"


def _row(one: Measured) -> str:
    cells = (one.method, one.scenario, one.measure, told(one), told_error(one), str(one.runs), bar(one), _met(one))
    return f"| {' | '.join(cells)} |"


def _met(one: Measured) -> str:
    if not one.has_bar:
        return ""
    return {True: "yes", False: "**no**", None: "not told"}[one.met]


def _digits(one: Measured) -> int:
    return 1 if one.value is not None and abs(one.value) >= 10 else 2
