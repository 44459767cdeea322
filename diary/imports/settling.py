"""
What the whole file tells about its dates, decimals and units, and what it leaves open and therefore is asked.

A file is believed where its rows decide: a day above 12 settles the order of its dates. Nothing else does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, NamedTuple

from diary.imports.moments import DATE_ORDERS, Day, plain
from diary.imports.options import Options
from diary.imports.quantities import decimal_evidence, number, span, spelling, unit_by_size
from diary.imports.reading import Table
from diary.imports.refusals import pointer
from diary.imports.sentences import NEEDS
from diary.imports.suggesting import Certainty, Meaning, ReadWhen, cells

_WITH_DATES: Final = frozenset({"when", "end", "instant"})
_WITH_DECIMALS: Final = frozenset({"span", "whole"})
_UNITS_OF: Final = {"number": ("s", "min", "h"), "two_parts": ("hh:mm", "mm:ss")}


class Reading(NamedTuple):
    """What an example would mean under an answer: a date, a number, or a length of time in `means`."""

    answer: str
    means: str


@dataclass(frozen=True, slots=True)
class Need:
    """
    A question without whose answer some rows wait.

    `answer_at` is the pointer of the answer; `example` a cell of `column` in `row`, and `readings` what it would mean.
    """

    code: str
    answer_at: str
    column: str | None = None
    row: int | None = None
    example: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def detail(self) -> str:
        """The question in plain words."""
        return NEEDS[self.code]


@dataclass(frozen=True, slots=True)
class Settled:
    """
    What is known of the whole file, told or shown by its rows; "" where nothing is.

    `date_orders` are those that every row allows, none if rows contradict each other; dates that read alike under all
    of them need no answer. `midnight_is_no_time` where each time beside a date is 00:00, as spreadsheets write dates.
    """

    meanings: tuple[Meaning, ...]
    needs: tuple[Need, ...]
    date_orders: tuple[str, ...]
    serial_dates: str
    decimal: str
    midnight_is_no_time: bool

    def day(self, day: Day) -> tuple[date | None, str]:
        """Return the date that `day` is, or None; and the code of the question that it waits for, or ""."""
        if day.how == "certain":
            return day.readings[0][1], ""
        if day.how == "serial":
            return dict(day.readings).get(self.serial_dates), "" if self.serial_dates else "serial_dates"
        found = {reading for order, reading in day.readings if order in self.date_orders}
        if len(found) == 1:
            return found.pop(), ""
        return None, "date_order" if len(self.date_orders) != 1 else ""


def settle(table: Table, meanings: tuple[Meaning, ...], options: Options, read_when: ReadWhen) -> Settled:
    """Return what the rows and the client's answers settle together. It looks at every cell with a date or a number."""
    dated = list(_days(table, meanings, read_when))
    orders, order_need = _date_order(dated, options)
    decimal, decimal_need = _decimal(table, meanings, options)
    in_units = tuple(_with_unit(table, meaning, decimal) for meaning in meanings)
    needs = [
        _date_column(meanings),
        order_need,
        _serial_dates(dated, options),
        decimal_need,
        *(_unit(table, meaning) for meaning in in_units),
    ]
    asked = tuple(need for need in needs if need)
    return Settled(
        in_units, asked, orders, options.serial_dates or "", decimal, _only_midnights(table, meanings, read_when)
    )


class _Dated(NamedTuple):
    day: Day
    cell: str
    row: int
    column: str


def _days(table: Table, meanings: Iterable[Meaning], read_when: ReadWhen) -> Iterator[_Dated]:
    for meaning in meanings:
        if meaning.target.reads in _WITH_DATES:
            for row, cell in cells(table, meaning.place):
                when = read_when(cell)
                if when and when.day and when.day.how != "certain":
                    yield _Dated(when.day, cell, row, meaning.name)


def _only_midnights(table: Table, meanings: Iterable[Meaning], read_when: ReadWhen) -> bool:
    """Return whether two rows or more have a time beside their date, and each of these times is 00:00."""
    starts = (meaning for meaning in meanings if meaning.target.reads == "when")
    whens = (read_when(cell) for meaning in starts for _, cell in cells(table, meaning.place))
    clocks = [when.clock for when in whens if when and when.clock is not None]
    return len(clocks) > 1 and not any(clock != time() for clock in clocks)


def _date_column(meanings: Iterable[Meaning]) -> Need | None:
    return None if any(meaning.target.reads == "when" for meaning in meanings) else Need("date_column", "/mapping")


def _date_order(dated: list[_Dated], options: Options) -> tuple[tuple[str, ...], Need | None]:
    """Return the orders that the rows allow, one if it was told; and the question if some date differs among them."""
    if options.date_order:
        return (options.date_order,), None
    ordered = [found for found in dated if found.day.how == "order"]
    common = set(DATE_ORDERS).intersection(*({order for order, _ in found.day.readings} for found in ordered))
    orders = tuple(order for order in DATE_ORDERS if order in common) if ordered else ()
    example = next(
        (found for found in ordered if _differs(found, orders)), ordered[0] if ordered and not orders else None
    )
    if example is None:
        return orders[:1], None
    readings = tuple(Reading(order, day.isoformat()) for order, day in example.day.readings)
    return orders, Need("date_order", "/options/date_order", example.column, example.row, example.cell, readings)


def _differs(found: _Dated, orders: tuple[str, ...]) -> bool:
    return len({day for order, day in found.day.readings if order in orders}) > 1


def _serial_dates(dated: list[_Dated], options: Options) -> Need | None:
    example = next((found for found in dated if found.day.how == "serial"), None)
    if example is None or options.serial_dates:
        return None
    readings = tuple(Reading(system, day.isoformat()) for system, day in example.day.readings)
    return Need("serial_dates", "/options/serial_dates", example.column, example.row, example.cell, readings)


def _decimal(table: Table, meanings: Iterable[Meaning], options: Options) -> tuple[str, Need | None]:
    """Return the decimal sign that was told or that all numbers agree on, else ""; and the question if it matters."""
    if options.decimal:
        return options.decimal, None
    seen: Counter[str] = Counter()
    example: tuple[str, int, str] | None = None
    for meaning in meanings:
        if meaning.target.reads in _WITH_DECIMALS:
            for row, cell in cells(table, meaning.place):
                evidence = "" if cell in meaning.values else decimal_evidence(cell)
                seen[evidence] += 1
                if evidence == "?" and example is None:
                    example = (cell, row, meaning.name)
    shown = [sign for sign in ".," if seen[sign]]
    if len(shown) == 1 or example is None:
        return shown[0] if len(shown) == 1 else "", None
    cell, row, column = example
    readings = tuple(Reading(sign, str(number(plain(cell).split()[0], sign) or cell)) for sign in ".,")
    return "", Need("decimal", "/options/decimal", column, row, cell, readings)


def _with_unit(table: Table, meaning: Meaning, decimal: str) -> Meaning:
    """Return the meaning with a unit for its bare numbers if their size leaves only one; that is a guess."""
    if meaning.target.reads != "span" or meaning.unit:
        return meaning
    unit = unit_by_size(meaning.target, (cell for _, cell in cells(table, meaning.place)), decimal)
    if not unit:
        return meaning
    certainty: Certainty = "told" if meaning.certainty == "told" else "guessed"
    return replace(meaning, unit=unit, certainty=certainty, why="unit_by_size")


def _unit(table: Table, meaning: Meaning) -> Need | None:
    """Return the question for the unit of a column with bare numbers, or with h:mm or m:ss."""
    target = meaning.target
    if target.reads != "span" or meaning.unit:
        return None
    for row, cell in cells(table, meaning.place):
        spelled = "" if cell in meaning.values else spelling(cell)
        if spelled == "number" or (spelled and target.unit_s == 1):
            units = [unit for unit in _UNITS_OF[spelled] if unit in target.units]
            readings = tuple(Reading(unit, f"{_length(cell, meaning, unit)} {_short(meaning)}") for unit in units)
            return Need("unit", pointer("mapping", meaning.name, "unit"), meaning.name, row, cell, readings)
    return None


def _length(cell: str, meaning: Meaning, unit: str) -> str:
    length = span(cell, meaning.target, unit, ".")
    return cell if length is None else str(length)


def _short(meaning: Meaning) -> str:
    return "s" if meaning.target.unit_s == 1 else "min"
