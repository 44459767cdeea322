"""A plan as JSON: what a client needs to show it, and to ask what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from diary.imports.drafts import Reason
from diary.imports.plans import Plan, PlannedColumn, PlannedRow
from diary.imports.sentences import WHY
from diary.imports.settling import Need


def document(plan: Plan, *, first: int = 0, at_most: int | None = None) -> dict[str, Any]:
    """Return the plan as plain JSON types; of its rows `at_most` from the one at `first`, counted from 0."""
    last = None if at_most is None else first + at_most
    settled = plan.settled
    return {
        "resource": {"value": plan.resource, "certainty": plan.resource_certainty},
        "file": {
            "encoding": plan.encoding,
            "encoding_is_guessed": plan.encoding_is_guessed,
            "delimiter": plan.delimiter,
            "columns": len(plan.columns),
            "rows": len(plan.rows),
        },
        "options": asdict(plan.options),
        "settled": {
            "date_order": settled.date_orders[0] if len(settled.date_orders) == 1 else None,
            "serial_dates": settled.serial_dates or None,
            "decimal": settled.decimal or None,
        },
        "totals": {**plan.totals, "facts": sum(1 for _ in plan.facts())},
        "columns": [_column(column) for column in plan.columns],
        "needs": [_need(need) for need in plan.needs],
        "rows": [_row(row) for row in plan.rows[first:last]],
    }


def _column(column: PlannedColumn) -> dict[str, Any]:
    meaning = column.meaning
    return {
        "name": meaning.name,
        "letter": meaning.letter,
        "target": meaning.target.name,
        "unit": meaning.unit or None,
        "units": list(meaning.target.units),
        "certainty": meaning.certainty,
        "why": {"code": meaning.why, "detail": WHY[meaning.why]},
        "filled": column.filled,
        "examples": list(column.examples),
        "unread": [{"cell": cell, "rows": rows} for cell, rows in column.unread],
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "code": need.code,
        "detail": need.detail,
        "answer_at": need.answer_at,
        "column": need.column,
        "row": need.row,
        "example": need.example,
        "readings": [reading._asdict() for reading in need.readings],
    }


def _row(row: PlannedRow) -> dict[str, Any]:
    return {
        "row": row.number,
        "status": row.status,
        "reasons": _reasons(row.reasons),
        "id": row.id and str(row.id),
        "date": row.date and row.date.isoformat(),
        "merged_into": row.merged_into,
        "fields": {name: _plain(value) for name, value in row.fields.items()},
    }


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"code": reason.code, "detail": reason.detail, "column": reason.column or None} for reason in reasons]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        offset = value.utcoffset()
        whole_minutes = offset is not None and offset.seconds % 60 == 0
        return (value if whole_minutes else value.astimezone(UTC)).isoformat()  # RFC 3339 knows no seconds of an offset
    return value.isoformat() if isinstance(value, date) else value
