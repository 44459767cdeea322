"""
A file to a plan: for each of its rows whether it is kept, guessed, waiting or dropped, and the fields it becomes.

A row is dropped only if it is empty, has no date that a diary can hold, does not fit into a note, or is a day of which
nothing is said. It waits while a question is open that it depends on. An empty cell stays unknown: it is never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from diary import admission
from diary import vocabulary as v
from diary.imports.cells import UNREAD, reader
from diary.imports.counting import RowIds, Tally, Told
from diary.imports.drafts import Cell, Context, Draft, Reason, note_of
from diary.imports.mapping import meanings
from diary.imports.merging import merge_days
from diary.imports.moments import read_when
from diary.imports.options import Options
from diary.imports.placing import plan_sites
from diary.imports.plans import Plan, PlannedRow, Status
from diary.imports.reading import Table, read
from diary.imports.settling import Need, Settled, settle
from diary.imports.suggesting import ReadWhen, is_own, suggest_resource
from diary.imports.targets import MANY_COLUMNS, Resource
from diary.imports.timing import plan_date, plan_instant, plan_times

_BY_ITSELF: Final = frozenset({"span", "whole", "code", "codes", "drinks", "truth"})
_NO_OPTIONS: Final = Options()


def plan(data: bytes, *, diary: UUID, now: datetime, options: Options = _NO_OPTIONS, mapping: object = None) -> Plan:
    """
    Return what would become of the CSV file `data` in the diary with this reference; the same for the same arguments.

    `now` has an offset. `mapping` is parsed JSON, {column: {"target", "unit"?, "values"?}}, or None. Raises BadImport.
    """
    table = read(data, encoding=options.encoding, delimiter=options.delimiter)
    suggested, certainty = suggest_resource(table)
    resource = options.resource or suggested
    when = cache(lambda cell: read_when(cell, this_year=now.year))
    settled = settle(table, meanings(table, resource, mapping, when), options, when)
    context = _context(resource, settled, options, now, when)
    tally = Tally(len(table.header))
    rows = tuple(
        _rows(
            _drafts(table, context, RowIds(table.header, diary, resource, is_own=is_own(table.header)), tally), context
        )
    )
    return Plan(
        resource=resource,
        resource_certainty="told" if options.resource else certainty,
        encoding=table.encoding,
        encoding_is_guessed=table.encoding_is_guessed,
        delimiter=table.delimiter,
        options=options,
        settled=settled,
        columns=tally.columns(settled.meanings),
        needs=(*settled.needs, *_need_of_zone(rows)),
        rows=rows,
    )


def _context(resource: Resource, settled: Settled, options: Options, now: datetime, read_when: ReadWhen) -> Context:
    return Context(
        resource=resource,
        settled=settled,
        options=options,
        now=now,
        zone=admission.zone(options.time_zone, field="time_zone") if options.time_zone else None,
        read_when=read_when,
        readers=tuple(
            reader(meaning.target, unit=meaning.unit, decimal=settled.decimal, values=meaning.values)
            for meaning in settled.meanings
        ),
        names=tuple(meaning.name for meaning in settled.meanings),
        note_places=tuple(meaning.place for meaning in settled.meanings if meaning.target.reads == "note"),
        kept_places=tuple(meaning.place for meaning in settled.meanings if meaning.target.reads == "keep"),
        has_date_column=any(meaning.target.reads == "when" for meaning in settled.meanings),
    )


def _drafts(table: Table, context: Context, ids: RowIds, tally: Tally) -> Iterator[Draft]:
    """Yield what each row says by itself; one at a time, for there may be many."""
    for row in table.rows:
        told = [(place, text) for place, cell in enumerate(row.cells) if cell and (text := cell.strip())]
        draft = Draft(row, ids.next(told))
        _fill(draft, told, context)
        tally.count(told)
        tally.count_unread(draft.unread)
        yield draft


def _fill(draft: Draft, told: Told, context: Context) -> None:
    if not told:
        draft.drop("empty_row")
        return
    for place, text in told:
        meaning = context.settled.meanings[place]
        if meaning.target.reads not in MANY_COLUMNS:
            draft.cells[meaning.target.name] = Cell(meaning, text)
    for cell in draft.cells.values():
        if cell.meaning.target.reads in _BY_ITSELF and cell.meaning.target.name != "time_precision":
            _set_field(draft, context, cell)
    if context.resource == "episodes":
        plan_sites(draft, context)
        plan_times(draft, context)
    else:
        draft.day = plan_date(draft, context)
        plan_instant(draft, context, "last_caffeine_at", context.zone)
    draft.note = note_of(draft.texts(context), draft.kept_lines(context), context.names)
    if len(draft.note) > v.NOTE_MAX:
        draft.drop("note_too_long")
    if draft.day and not (draft.fields or draft.waits or draft.note):
        draft.drop("says_nothing")


def _set_field(draft: Draft, context: Context, cell: Cell) -> None:
    told = context.read(cell)
    if told.fault == UNREAD:
        draft.keep(cell, UNREAD)
    elif told.fault:
        draft.wait(told.fault, cell)
    elif told.value is not None:
        draft.set(cell.meaning.target.field, told.value, cell)


def _rows(drafts: Iterable[Draft], context: Context) -> Iterator[PlannedRow]:
    merged: dict[int, int] = {}
    if context.resource == "days":
        drafts = list(drafts)
        merged = merge_days(drafts, context)
    return (_planned(draft, merged.get(draft.row.number)) for draft in drafts)


def _planned(draft: Draft, merged_into: int | None) -> PlannedRow:
    status, reasons = _status(draft)
    if status == "dropped":
        return PlannedRow(draft.row.number, status, reasons, None, {}, draft.day)
    is_fact = status != "waiting" and merged_into is None
    fields = {**draft.fields, **({"note": draft.note} if draft.note else {})} if is_fact else {}
    return PlannedRow(draft.row.number, status, reasons, draft.id, fields, draft.day, merged_into)


def _status(draft: Draft) -> tuple[Status, tuple[Reason, ...]]:
    if draft.dropped:
        return "dropped", (draft.dropped,)
    if draft.waits:
        return "waiting", tuple(dict.fromkeys([*draft.waits, *draft.guesses]))
    return ("guessed" if draft.guesses else "kept"), tuple(draft.guesses)


def _need_of_zone(rows: Iterable[PlannedRow]) -> Iterator[Need]:
    """Yield the question for the time zone if a row waits for it."""
    waiting = (row for row in rows for reason in row.reasons if reason.code == "time_zone")
    first = next(waiting, None)
    if first:
        yield Need("time_zone", "/options/time_zone", row=first.number)
