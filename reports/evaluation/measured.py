"""One measured figure with its Monte-Carlo error, and the bar it has to meet."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """
    A figure from `runs` seeded simulations.

    `error` is its Monte-Carlo standard error, in the same unit. `least` and `most` are the bar, None without one.
    """

    method: str
    scenario: str
    measure: str
    value: float
    error: float
    runs: int
    least: float | None = None
    most: float | None = None
    unit: str = "%"

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without one."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)


def share(hits: int, runs: int) -> tuple[float, float]:
    """
    Return a share in per cent with its standard error.

    Examples
    --------
    >>> share(20, 80)
    (25.0, 4.841229182759271)
    """
    part = hits / runs
    return 100 * part, 100 * math.sqrt(part * (1 - part) / runs)


def per_years(count: int, years: float, per: float = 1.0) -> tuple[float, float]:
    """
    Return a rate per so many years with its standard error; none at all counts as one for the error.

    Examples
    --------
    >>> per_years(4, 200, per=10)
    (0.2, 0.1)
    """
    return per * count / years, per * math.sqrt(max(count, 1)) / years


def markdown(figures: Iterable[Measured]) -> str:
    """Return the figures as one table, in their order."""
    head = "| method | scenario | measure | value | s.e. | runs | bar | met |\n|--|--|--|--:|--:|--:|--|--|"
    return "\n".join([head, *map(_row, figures)]) + "\n"


def matrix(figures: Iterable[Measured]) -> str:
    """Return figures of one measure as a table: a row for each scenario, a column for each method."""
    values: dict[str, dict[str, str]] = {}
    for one in figures:
        values.setdefault(one.scenario, {})[one.method] = f"{one.value:.0f}"
    methods = list(next(iter(values.values()), {}))
    head = [f"| | {' | '.join(methods)} |", "|--|" + "--:|" * len(methods)]
    rows = [f"| {scenario} | {' | '.join(told[method] for method in methods)} |" for scenario, told in values.items()]
    return "\n".join([*head, *rows]) + "\n"


def _row(one: Measured) -> str:
    digits = 2 if abs(one.value) < 10 else 1
    value = f"{one.value:.{digits}f} {one.unit}".strip()
    met = {True: "yes", False: "**no**", None: ""}[one.met]
    cells = (one.method, one.scenario, one.measure, value, f"{one.error:.{digits}f}", str(one.runs), _bar(one), met)
    return f"| {' | '.join(cells)} |"


def _bar(one: Measured) -> str:
    if one.least is not None and one.most is not None:
        return f"{one.least:g} to {one.most:g}"
    if one.least is not None:
        return f"at least {one.least:g}"
    return "" if one.most is None else f"at most {one.most:g}"
