"""
What a cell says of a date and a time. Nothing is settled that the cell leaves open: 05/06/2026 has two readings.

A year of two digits belongs to the 2000s. A year of three digits, or one with 民國, is a year of the Republic of China
(year 1 is 1912). Months are numbers or English names.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from diary import admission
from diary.imports import words

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
# Day 0 of a spreadsheet's serial numbers. 1900 was no leap year, though the numbers count it as one: hence 30 December.
SERIAL_SYSTEMS: Final = MappingProxyType({"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)})
_SERIAL_MIN, _SERIAL_MAX = 20_000, 80_000  # 1954 to 2119 in the 1900 system
_LONGEST: Final = 60  # characters; no date is longer
_YEAR_MIN, _YEAR_MAX = 1800, 2199
_DAY_0_YEAR_MAX: Final = 1904
_ROC_YEAR_0: Final = 1911

_MONTHS: Final = {
    name[:length]: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), start=1)
    for length in (3, 4, len(name))
}  # fmt: skip
_WEEKDAY: Final = re.compile(
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|sday|urday)?[.,]*\s+", re.IGNORECASE
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)\.?", re.ASCII)
_ROC: Final = re.compile(r"(\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_CHINESE: Final = re.compile(r"(民國)?\s?(\d{2,4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日號]?", re.ASCII)
_TRIPLE: Final = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)\.?", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)", re.ASCII)
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]{1,2}([a-z]{3,9})[ .,\-/]{1,2}(\d{4}|\d{2})(?!\d)", re.ASCII | re.IGNORECASE
)
_MONTH_DAY: Final = re.compile(
    r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(\d{4})(?!\d)", re.ASCII | re.IGNORECASE
)
_CHINESE_WEEKDAY: Final = re.compile(r"\s?\(?(?:星期|週|周|禮拜)?[一二三四五六日天]\)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,](\d{1,12}))?", re.ASCII)
_BETWEEN: Final = re.compile(r"(?:[ ,]+(?:at )?|T)", re.IGNORECASE)

_WESTERN: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s?(?P<half>[ap]\.?m\.?)?(?P<word>\s?(?:uhr|h))?",
    re.ASCII | re.IGNORECASE,
)
_EASTERN: Final = re.compile(
    r"(?P<half>上午|下午|早上|晚上|中午|凌晨)?\s?(?P<hour>\d{1,2})\s?[:時點点]\s?"
    r"(?:(?P<thirty>半)|(?P<minute>\d{1,2})\s?[:分]?\s?(?:(?P<second>\d{1,2})\s?秒?)?)?",
    re.ASCII,
)
_OFFSET: Final = re.compile(r"\s?(?:z|(?:utc|gmt)?\s?([+-])(\d{1,2}):?([0-5]\d)?|utc|gmt)", re.ASCII | re.IGNORECASE)


class Day(NamedTuple):
    """A date as written: its readings by the answer that would choose one; "" where there is nothing to choose."""

    how: Literal["certain", "order", "serial"]
    readings: tuple[tuple[str, date], ...]
    is_roc: bool = False


class When(NamedTuple):
    """
    What a cell says: a date, a clock time, an offset from UTC, or the hour that stands for a part of the day.

    `has_unread` if something follows the date that is no time.
    """

    day: Day | None = None
    clock: time | None = None
    offset: timezone | None = None
    part_hour: int | None = None
    has_unread: bool = False


def plain(text: str) -> str:
    """Return `text` with compatible characters (full-width digits and colons) made plain, and single spaces."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def read_when(text: str, *, this_year: int) -> When | None:
    """Return what `text` says of a date, with or without a time; None if it is no date."""
    written = plain(text)
    if not written or len(written) > _LONGEST:
        return None
    if serial := _SERIAL.fullmatch(written):
        return _serial(serial)
    found = _day(_WEEKDAY.sub("", written, count=1), this_year)
    if found is None:
        return None
    day, rest = found
    if not rest:
        return When(day)
    between = _BETWEEN.match(rest)
    if not between and not rest.startswith("("):
        return None
    clock = read_clock(rest[between.end() :]) if between else None
    return clock._replace(day=day) if clock else When(day, has_unread=True)


def read_clock(text: str) -> When | None:
    """Return what `text` says of a time of day, with its offset from UTC if there is one; None if it is no time."""
    written = plain(text)
    if not written or len(written) > _LONGEST:
        return None
    if (hour := words.PARTS_OF_DAY.get(written.casefold())) is not None:
        return When(part_hour=hour)
    match = _EASTERN.fullmatch(written)
    if match:
        return _clock(_eastern_hour(match), 30 if match["thirty"] else match["minute"], match["second"])
    match = _WESTERN.match(written)
    if not match or not (match["minute"] or match["half"] or match["word"]):
        return None
    offset = _offset(written[match.end() :])
    clock = _clock(_western_hour(match), match["minute"], match["second"], match["fraction"] or "")
    return clock and offset and clock._replace(offset=offset.offset)


def _day(written: str, this_year: int) -> tuple[Day, str] | None:
    """Return the date at the beginning of `written`, and what follows it."""
    for pattern, reader in _DATE_FORMS:
        match = pattern.match(written)
        if match:
            day = reader(match, this_year)
            rest = written[match.end() :]
            weekday = _CHINESE_WEEKDAY.match(rest)
            return day and (day, rest[weekday.end() :] if weekday else rest)
    return None


def _certain(year: int, month: int, day: int, *, is_roc: bool = False) -> Day | None:
    found = _date(year, month, day)
    return Day("certain", (("", found),), is_roc) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(match: re.Match[str], _this_year: int) -> Day | None:
    return _certain(int(match[1]), int(match[3]), int(match[4]))


def _compact(match: re.Match[str], _this_year: int) -> Day | None:
    return _certain(int(match[1]), int(match[2]), int(match[3]))


def _roc(match: re.Match[str], _this_year: int) -> Day | None:
    return _certain(int(match[1]) + _ROC_YEAR_0, int(match[3]), int(match[4]), is_roc=True)


def _chinese(match: re.Match[str], _this_year: int) -> Day | None:
    year = int(match[2])
    is_roc = bool(match[1]) or len(match[2]) == 3
    full = year + _ROC_YEAR_0 if is_roc else _full_year(match[2])
    return _certain(full, int(match[3]), int(match[4]), is_roc=is_roc)


def _named(year: str, month: str, day: str) -> Day | None:
    number = _MONTHS.get(month.casefold())
    return _certain(_full_year(year), number, int(day)) if number else None


def _triple(match: re.Match[str], this_year: int) -> Day | None:
    """Return the readings of three numbers; a year of two digits is one only if that year has come."""
    first, second, third = match[1], match[3], match[4]
    orders = (("dmy", third, second, first), ("mdy", third, first, second), ("ymd", first, second, third))
    readings = []
    for order, year, month, day in orders:
        is_year = len(year) == 4 or (len(year) == 2 and _full_year(year) <= this_year)
        found = _date(_full_year(year), int(month), int(day)) if is_year and len(day) <= 2 else None
        if found:
            readings.append((order, found))
    return Day("order", tuple(readings)) if readings else None


def _full_year(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


_DATE_FORMS: Final = (
    (_YEAR_FIRST, _year_first),
    (_ROC, _roc),
    (_CHINESE, _chinese),
    (_TRIPLE, _triple),
    (_DAY_MONTH, lambda match, _this_year: _named(match[3], match[2], match[1])),
    (_MONTH_DAY, lambda match, _this_year: _named(match[3], match[1], match[2])),
    (_COMPACT, _compact),
)


def _serial(match: re.Match[str]) -> When | None:
    days = int(match[1])
    if not _SERIAL_MIN <= days <= _SERIAL_MAX:
        return None
    readings = tuple((name, first + timedelta(days=days)) for name, first in SERIAL_SYSTEMS.items())
    if not match[2]:
        return When(Day("serial", readings))
    minutes, second = divmod(min(round(Decimal(f"0.{match[2]}") * 86_400), 86_399), 60)
    return When(Day("serial", readings), time(minutes // 60, minutes % 60, second))


def _western_hour(match: re.Match[str]) -> int | None:
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if not half:
        return hour
    if hour > 12:
        return hour if half.startswith("p") else None
    return hour % 12 + (12 if half.startswith("p") else 0)


def _eastern_hour(match: re.Match[str]) -> int | None:
    hour, half = int(match["hour"]), match["half"]
    if not half or hour > 12:
        return None if half in ("上午", "早上", "凌晨") and hour > 12 else hour
    if half == "中午":
        return hour if hour in (11, 12) else hour + 12
    if half == "晚上" and hour == 12:
        return None  # midnight, of which day is not said
    return hour % 12 + (12 if half in ("下午", "晚上") else 0)


def _clock(hour: int | None, minute: int | str | None, second: str | None, fraction: str = "") -> When | None:
    if hour is None:
        return None
    microsecond = int(fraction[:6].ljust(6, "0"))
    try:
        return When(clock=time(hour, int(minute or 0), int(second or 0), microsecond))
    except ValueError:
        return None


def _offset(written: str) -> When | None:
    """Return the offset that `written` is; a When without one if it is empty, None if it is something else."""
    if not written:
        return When()
    match = _OFFSET.fullmatch(written)
    if not match:
        return None
    if not match[1]:
        return When(offset=UTC)
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    offset = -size if match[1] == "-" else size
    if not admission.OFFSET_WEST_MAX <= offset <= admission.OFFSET_EAST_MAX:
        return None
    return When(offset=timezone(offset))


def is_clock_only(when: When) -> bool:
    """Return whether a date and a time are a clock time alone, as a spreadsheet writes it with its day 0."""
    return when.day is not None and when.clock is not None and when.day.readings[0][1].year <= _DAY_0_YEAR_MAX


def local_instant(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, str]:
    """
    Return the moment of a wall clock in `zone`, and "", "dst_gap" or "dst_overlap".

    A time that the clock skipped is read by the offset before the change, so it moves on by the length of the gap
    (02:30 becomes 03:30). A time that it showed twice is the earlier of the two.
    """
    wall = datetime.combine(day, clock, zone)
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return in_zone(wall, zone), ""
    back = wall.astimezone(UTC).astimezone(zone)
    return in_zone(back, zone), "dst_overlap" if back.replace(tzinfo=None) == wall.replace(tzinfo=None) else "dst_gap"


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """Return `at` with the offset that `zone` has then; two of them differ by instants, not by what clocks show."""
    local = at.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)
