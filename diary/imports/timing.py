"""
When a row happened: its start, its end, its day.

A day without a time, or with 00:00 like every other of the file, is entered at 12:00, and a part of a day in the
middle of its six hours, as time_precision says; while that has not come yet today, at the beginning of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from diary import admission
from diary import vocabulary as v
from diary.imports.drafts import Cell, Context, Draft
from diary.imports.moments import When, in_zone, is_clock_only, local_instant, read_clock

_NOON: Final = 12
_SAME_END_S: Final = 60  # an end written to the minute agrees with a duration in seconds


class _Start(NamedTuple):
    at: datetime
    has_clock: bool
    cells: tuple[Cell, ...]


def plan_times(draft: Draft, context: Context) -> None:
    """Set started_at, time_zone, time_precision, duration_s and recorded_at of an episode, or say why not."""
    day_cell, when, day = _day(draft, context)
    if day_cell is None or when is None or day is None:
        return
    clock, clock_cell = _clock(draft, context, when)
    zone = _zone(draft, context)
    if zone is None:
        draft.wait("time_zone")
        return
    start = _start(draft, context, day, clock, zone, (day_cell, *([clock_cell] if clock_cell else [])))
    if start is None:
        return
    draft.set("started_at", start.at, *start.cells)
    draft.set("time_zone", zone.key, draft.cells.get("time_zone"))
    _end(draft, context, start, zone)
    plan_instant(draft, context, "recorded_at", zone, earliest=start.at - admission.PHONE_CLOCK_AHEAD)


def plan_date(draft: Draft, context: Context) -> date | None:
    """Return the date of a day row, or say why there is none; a time beside it is kept in the note."""
    cell, when, day = _day(draft, context)
    if cell is None or when is None or day is None:
        return None
    if (when.clock and when.clock != time()) or when.part_hour is not None:
        draft.keep(cell, "unread_time")
    latest = (
        context.now.astimezone(context.zone).date()
        if context.zone
        else (context.now.astimezone(UTC) + admission.OFFSET_EAST_MAX).date()
    )
    if day > latest:
        draft.drop("future", cell)
    if day < admission.EARLIEST.date():
        draft.drop("ancient", cell)
    return day


def plan_instant(
    draft: Draft, context: Context, name: str, zone: ZoneInfo | None, *, earliest: datetime = admission.EARLIEST
) -> None:
    """Set the field `name` to the moment that its cell tells, if it lies between `earliest` and now."""
    cell = draft.cells.get(name)
    if cell is None:
        return
    when = context.read_when(cell.text)
    day, waits_for = context.settled.day(when.day) if when and when.day else (None, "")
    if waits_for:
        draft.wait(waits_for, cell)
    elif when and when.clock and not when.offset and zone is None:
        draft.wait("time_zone", cell)
    elif not when or not when.clock or not day or when.has_unread:
        draft.keep(cell, "unread")
    else:
        at, changed = _instant(day, when.clock, when, zone)
        if not earliest <= at <= context.now + admission.PHONE_CLOCK_AHEAD:
            draft.keep(cell, "unread")
            return
        if changed:
            draft.guess(changed, cell)
        draft.set(name, at, cell)


def _day(draft: Draft, context: Context) -> tuple[Cell | None, When | None, date | None]:
    """Return the cell that tells the day, what it says, and the day; the row is dropped or waits without one."""
    found: tuple[Cell, When, date] | None = None
    waits = False
    for cell in _day_cells(draft):
        when = context.read_when(cell.text)
        day, waits_for = context.settled.day(when.day) if when and when.day else (None, "")
        if waits_for:
            draft.wait(waits_for, cell)
            waits = True
        elif not when or not day:
            draft.keep(cell, "unread")
        elif found is None:
            found = cell, when, day
        elif day != found[2] or when.clock not in (None, time(), found[1].clock):
            draft.keep(cell, "date_disagrees")
    if not context.has_date_column:
        draft.wait("date_column")
    elif found is None and not waits:
        draft.drop("no_date", next(_day_cells(draft), None))
    if found is None or waits:
        return None, None, None
    _say_of_day(draft, *found[:2])
    return found


def _say_of_day(draft: Draft, cell: Cell, when: When) -> None:
    if when.has_unread:
        draft.keep(cell, "unread_time")
    if when.day and when.day.is_roc:
        draft.guess("roc_year", cell)


def _day_cells(draft: Draft) -> Iterator[Cell]:
    return (draft.cells[name] for name in ("started_at", "date") if name in draft.cells)


def _clock(draft: Draft, context: Context, dated: When) -> tuple[When, Cell | None]:
    """Return what is said of the time of day, by the cell of the date or else by that of the time."""
    cell = draft.cells.get("time")
    if dated.clock == time() and not dated.offset and (cell or context.settled.midnight_is_no_time):
        dated = dated._replace(clock=None)
    if cell is None:
        return dated, None
    told = read_clock(cell.text)
    if told is None and (dated_clock := context.read_when(cell.text)) and is_clock_only(dated_clock):
        told = dated_clock
    says_already = dated.clock is not None or dated.part_hour is not None
    if told is None:
        draft.keep(cell, "unread_time")
    elif not says_already:
        return told._replace(offset=told.offset or dated.offset), cell
    elif (told.clock, told.part_hour) != (dated.clock, dated.part_hour):
        draft.keep(cell, "time_disagrees")
    return dated, None


def _zone(draft: Draft, context: Context) -> ZoneInfo | None:
    cell = draft.cells.get("time_zone")
    if cell is None:
        return context.zone
    told = context.read(cell)
    if told.fault:
        draft.keep(cell, "unread_zone")
        return context.zone
    zone: ZoneInfo = told.value
    return zone


def _start(
    draft: Draft, context: Context, day: date, clock: When, zone: ZoneInfo, cells: tuple[Cell, ...]
) -> _Start | None:
    told = _told_precision(draft, context, has_clock=clock.clock is not None)
    if clock.clock is not None:
        at, changed = _instant(day, clock.clock, clock, zone)
        draft.set("time_precision", told or "exact", *cells)
    else:
        at, changed = _stand_in(day, clock.part_hour, zone, context.now), ""
        precision = "day" if clock.part_hour is None else "part_of_day"
        draft.set("time_precision", told or precision, *cells)
        if not told:
            draft.guess("no_time" if clock.part_hour is None else "part_of_day")
    if changed:
        draft.guess(changed, cells[-1])
    if clock.offset and clock.offset.utcoffset(None) and clock.offset.utcoffset(None) != at.utcoffset():
        draft.guess("other_offset", cells[-1])
    if at > context.now + admission.PHONE_CLOCK_AHEAD:
        draft.drop("future", cells[0])
    if at < admission.EARLIEST:
        draft.drop("ancient", cells[0])
    return None if draft.dropped else _Start(at, clock.clock is not None, cells)


def _told_precision(draft: Draft, context: Context, *, has_clock: bool) -> str:
    """Return the time_precision that the row tells, "" if none; without a time nothing is exact."""
    cell = draft.cells.get("time_precision")
    if cell is None:
        return ""
    told = context.read(cell)
    if told.fault or (told.value == "exact" and not has_clock):
        draft.keep(cell, "unread" if told.fault else "precision_disagrees")
        return ""
    return told.value or ""


def _instant(day: date, clock: time, when: When, zone: ZoneInfo | None) -> tuple[datetime, str]:
    """Return the moment in `zone`, and "dst_gap", "dst_overlap" or ""; an offset in the cell decides it."""
    if when.offset:
        at = datetime.combine(day, clock, when.offset)
        return (in_zone(at, zone) if zone else at), ""
    assert zone is not None
    return local_instant(day, clock, zone)


def _stand_in(day: date, part_hour: int | None, zone: ZoneInfo, now: datetime) -> datetime:
    middle, _ = local_instant(day, time(_NOON if part_hour is None else part_hour), zone)
    if middle <= now:
        return middle
    return local_instant(day, time(0 if part_hour is None else part_hour - 3), zone)[0]


def _end(draft: Draft, context: Context, start: _Start, zone: ZoneInfo) -> None:
    """Make a duration of the end, by instants, so that midnight and a change of the clock are counted rightly."""
    cell = draft.cells.get("ended_at")
    if cell is None:
        return
    at, waits_for = _end_at(draft, context, cell, start, zone)
    if waits_for:
        draft.wait(waits_for, cell)
        return
    seconds = round((at - start.at).total_seconds()) if at else 0
    if not start.has_clock or not 0 < seconds <= v.DURATION_S_MAX:
        draft.keep(cell, "unread_end")
    elif "duration_s" not in draft.fields:
        draft.set("duration_s", seconds, cell)
    elif abs(draft.fields["duration_s"] - seconds) > _SAME_END_S:
        draft.keep(cell, "end_disagrees")


def _end_at(draft: Draft, context: Context, cell: Cell, start: _Start, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """Return when it ended, None if that cannot be told; and the question that this waits for."""
    clock = read_clock(cell.text)
    if clock is not None:
        return (_end_by_clock(draft, cell, clock, start, zone) if clock.clock and start.has_clock else None), ""
    when = context.read_when(cell.text)
    day, waits_for = context.settled.day(when.day) if when and when.day else (None, "")
    if waits_for or not when or not when.clock or not day or when.has_unread:
        return None, waits_for
    at, changed = _instant(day, when.clock, when, zone)
    if changed:
        draft.guess(changed, cell)
    return at, ""


def _end_by_clock(draft: Draft, cell: Cell, clock: When, start: _Start, zone: ZoneInfo) -> datetime:
    assert clock.clock is not None
    day = start.at.date()
    at, changed = _instant(day, clock.clock, clock, zone)
    if at < start.at.replace(second=0, microsecond=0):  # an end is often written to the minute
        at, changed = _instant(day + timedelta(days=1), clock.clock, clock, zone)
        draft.guess("past_midnight", cell)
    if changed:
        draft.guess(changed, cell)
    return at
