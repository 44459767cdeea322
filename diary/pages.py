"""
Pages of a diary's facts, newest first: their documents as they are stored, and where the page begins and ends.

In SQL that is put together here, since building the query by objects costs more than running it (bench/api). A place
is the row's own key in the order of the list, so that a page deep in a long diary costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from diary import admission
from diary.services.history import Kind
from people.models import Diary

Place = tuple[str, ...]
EARLIEST: Final = date(1800, 1, 1)
LATEST: Final = date(2300, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts: those of these days, both included, and with this site or side."""

    first: date | None = None
    last: date | None = None
    site: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Documents, newest first; the places before and after which there is more, None where there is not."""

    documents: Sequence[str]
    newer: Place | None
    older: Place | None


def page(
    *, kind: Kind[Any], diary: Diary, wanted: Wanted, size: int, older_than: Place = (), newer_than: Place = ()
) -> Page:
    """Return a page of that many facts, beginning at a place or at the newest. Raises ValueError for no place."""
    upwards = bool(newer_than)
    at = _values(kind, newer_than or older_than)
    rows = _rows(kind, diary, wanted, at, size + 1, upwards=upwards)
    is_more, rows = len(rows) > size, rows[:size]
    if upwards:
        rows.reverse()
    began, ended = (_place(rows[0]), _place(rows[-1])) if rows else ((), ())
    return Page(
        documents=[row[-1] for row in rows],
        newer=began if rows and (is_more if upwards else bool(older_than)) else None,
        older=ended if rows and (upwards or is_more) else None,
    )


def _moment(told: str) -> datetime:
    moment = datetime.fromisoformat(told)
    if not EARLIEST < moment.date() < LATEST:
        raise ValueError("no moment of a diary")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_COLUMNS: Final[dict[str, Callable[[str], Any]]] = {
    "started_at": _moment,
    "performed_at": _moment,
    "id": UUID,
    "on": date.fromisoformat,
    "date": date.fromisoformat,
}


def _values(kind: Kind[Any], place: Place) -> list[Any]:
    """Return the place as the database compares it. Raises ValueError."""
    if place and len(place) != len(kind.newest_first):
        raise ValueError("not a place of this list")
    fields: Any = [kind.model._meta.get_field(column) for column in kind.newest_first]
    return [
        field.get_db_prep_value(_COLUMNS[field.name](told), connection)
        for field, told in zip(fields, place, strict=False)
    ]


def _rows(
    kind: Kind[Any], diary: Diary, wanted: Wanted, at: list[Any], limit: int, *, upwards: bool
) -> list[tuple[Any, ...]]:
    columns = [f'"{column}"' for column in kind.newest_first]
    conditions, values = zip(*_conditions(kind, diary, wanted), strict=True)
    order = ", ".join(f"{column} {'ASC' if upwards else 'DESC'}" for column in columns)
    after = [f"({', '.join(columns)}) {'>' if upwards else '<'} ({', '.join('%s' for _ in columns)})"] if at else []
    where = " AND ".join((*conditions, "deleted_at IS NULL", *after))
    table = kind.model._meta.db_table
    sql = f"SELECT {', '.join(columns)}, document FROM {table} WHERE {where} "  # noqa: S608  (names of columns only)
    sql += f"ORDER BY {order} LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *at, limit])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _conditions(kind: Kind[Any], diary: Diary, wanted: Wanted) -> Iterator[tuple[str, Any]]:
    yield "diary_id = %s", diary.pk
    if wanted.first is not None:
        yield f'"{kind.day}" >= %s', wanted.first.isoformat()
        yield from _bound(kind, ">=", wanted.first, admission.OFFSET_EAST_MAX)
    if wanted.last is not None:
        yield f'"{kind.day}" <= %s', wanted.last.isoformat()
        yield from _bound(kind, "<=", wanted.last, admission.OFFSET_WEST_MAX - timedelta(days=1))
    if wanted.site or wanted.side:
        yield "document LIKE %s ESCAPE '!'", f"%{_named(wanted.site, wanted.side).replace('_', '!_')}%"


def _bound(kind: Kind[Any], sign: str, day: date, offset: timedelta) -> Iterator[tuple[str, Any]]:
    """Bound the moments too: by them the list is ordered, and so the index leads straight to these days."""
    column = kind.newest_first[0]
    if _COLUMNS[column] is _moment and EARLIEST < day < LATEST:
        at = datetime.combine(day, time.min, UTC) - offset
        yield f'"{column}" {sign} %s', connection.ops.adapt_datetimefield_value(at)


def _named(site: str, side: str) -> str:
    """Return how a canonical document names a place: in one spelling; a note's own quotes stand escaped in it."""
    if site and side:
        return f'"site":"{site}","side":"{side}"'
    return f'"site":"{site}"' if site else f'"side":"{side}"'


def _place(row: tuple[Any, ...]) -> Place:
    return tuple(value.isoformat() if isinstance(value, date) else str(value) for value in row[:-1])
