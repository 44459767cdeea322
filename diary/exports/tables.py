"""
The diary as tables for a spreadsheet: a zip with one CSV file for each resource.

A table cannot hold everything: lists are flattened into one cell, and history is left out. The README in the zip
says so. Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import msgspec

from diary.exports.snapshot import RESOURCES, Snapshot
from diary.imports.apostrophe import guarded
from diary.services.history import Kind

_BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as the code page of its country
_DERIVED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"episode": ("day", "time_of_day", "entry_mode"), "check": ("day",)}
)

README: Final = """\
Twitch Diary: your diary as tables for a spreadsheet

One file for each kind of entry, UTF-8, the names of the columns in the first row. An empty cell is not known; it is
never a zero. Times carry their offset from UTC; durations are in seconds (_s) or minutes (_min), caffeine in mg (_mg).

  sites, long_standing_weakness   site:side of each place, in the order given: lid_lower:right lip_upper:right
  sensations, tasks_lost          codes with spaces between them
  drinks                          drink=servings, such as espresso=2 green_tea=1; "none" if you said there were none
  tasks                           task:side=grade, such as smile:left=same smile:right=a_bit_weaker
  answers                         question=answer, with side, onset_at and onset_speed after it if they were given:
                                  face_droop=yes side=left; arm_weak=no
  suspected_factors, questions    one on each line of the cell

A text that begins with = + - @, a tab or a line end (spaces before it do not matter) has an apostrophe in front, so
that no spreadsheet runs it as a formula. Take off that first apostrophe to have the text back. Numbers have none.

Earlier versions and deleted entries are not here; they are in the JSON export (twitch-diary.json). Imported again,
that brings back every entry as it stands.
"""


def table_files(snapshot: Snapshot) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files of such a zip, by their names."""
    yield "README.txt", iter([README.replace("\n", "\r\n").encode()])
    for name, kind in RESOURCES.items():
        yield f"{name}.csv", (text.encode() for text in _table(kind, snapshot.documents(kind)))


def _table(kind: Kind[Any], pages: Iterable[list[str]]) -> Iterator[str]:
    columns = columns_of(kind)
    yield _BOM + _lines([columns])
    for page in pages:
        facts = map(msgspec.json.decode, page)
        yield _lines([_cell(name, fact[name]) for name in columns] for fact in facts)


def columns_of(kind: Kind[Any]) -> tuple[str, ...]:
    """Return the columns of a kind's table: all that its document holds but the revision, which is no number."""
    key = () if kind.single else (kind.key,)
    return (*key, *kind.fields, *_DERIVED.get(kind.name, ()), "updated_at")


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    return cell(_FLATTENED[name](value) if name in _FLATTENED else value)


def cell(value: str | float | bool) -> str:
    """Return a value as a cell: a text that no spreadsheet runs, a number as it is, true or false."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).removesuffix(".0")


def _codes(told: list[str]) -> str:
    return " ".join(told)


def _places(told: list[dict[str, str]]) -> str:
    return " ".join(f"{place['site']}:{place['side']}" for place in told)


def _drinks(told: list[dict[str, Any]]) -> str:
    return " ".join(f"{drink['kind']}={drink['count']}" for drink in told) or "none"


def _tasks(told: dict[str, dict[str, str | None]]) -> str:
    return " ".join(
        f"{task}:{side}={grade}" for task, sides in told.items() for side, grade in sides.items() if grade is not None
    )


def _answers(told: dict[str, dict[str, str | None]]) -> str:
    return "; ".join(_answer(code, answer) for code, answer in told.items())


def _answer(code: str, answer: dict[str, str | None]) -> str:
    more = "".join(f" {name}={value}" for name, value in answer.items() if name != "value" and value is not None)
    return f"{code}={answer['value']}{more}"


def _texts(told: list[str]) -> str:
    return "\n".join(told)


_FLATTENED: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {
        "sites": _places,
        "long_standing_weakness": _places,
        "sensations": _codes,
        "tasks_lost": _codes,
        "drinks": _drinks,
        "tasks": _tasks,
        "answers": _answers,
        "suspected_factors": _texts,
        "questions": _texts,
    }
)
