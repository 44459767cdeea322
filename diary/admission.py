"""
What may enter a diary at all: times, zones and texts, checked where every door passes.

Each function returns the value as it is stored, or raises InvalidValue with the name of the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from diary.errors import InvalidValue
from diary.vocabulary import SITES_MAX

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
PHONE_CLOCK_AHEAD: Final = timedelta(minutes=5)
OFFSET_WEST_MAX: Final = timedelta(hours=-12)
OFFSET_EAST_MAX: Final = timedelta(hours=14)
LIVE_WITHIN: Final = timedelta(minutes=60)
LATEST_PLAN: Final = date(2199, 12, 31)
_TIME_OF_DAY: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def instant(value: datetime, *, field: str) -> datetime:
    """Return `value` in UTC. It has to carry an offset that exists on Earth, and lie between 1900 and 2198."""
    offset = value.utcoffset()
    if offset is None:
        raise InvalidValue("offset_required", "Give the time with its offset, such as +01:00.", field=field)
    if not OFFSET_WEST_MAX <= offset <= OFFSET_EAST_MAX:
        raise InvalidValue("bad_offset", "No place on Earth has this offset from UTC.", field=field)
    if value.year >= LATEST_PLAN.year:
        raise InvalidValue("future_time", "This time has not come yet.", field=field)
    if value.year < EARLIEST.year or value < EARLIEST:
        raise InvalidValue("ancient_time", "The time has to lie after 1900.", field=field)
    return value.astimezone(UTC)


def past_instant(value: datetime, *, now: datetime, field: str) -> datetime:
    """Return `value` in UTC if it has come; a phone's clock may be five minutes ahead."""
    at = instant(value, field=field)
    if at > now + PHONE_CLOCK_AHEAD:
        raise InvalidValue("future_time", "This time has not come yet. Is the phone's clock right?", field=field)
    return at


def past_date(value: date, *, now: datetime, field: str) -> date:
    """Return `value` if that day has begun somewhere on Earth."""
    if value > (now + OFFSET_EAST_MAX).date():
        raise InvalidValue("future_time", "This day has not come yet.", field=field)
    if value < EARLIEST.date():
        raise InvalidValue("ancient_time", "The day has to lie after 1900.", field=field)
    return value


def past_or_planned(value: date, *, field: str) -> date:
    """Return `value` if it is a day that somebody alive can have seen, or will see."""
    if not EARLIEST.date() <= value <= LATEST_PLAN:
        raise InvalidValue("out_of_range", f"The day has to lie from 1900 to {LATEST_PLAN.year}.", field=field)
    return value


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - {"Factory", "localtime"})


def zone(name: str, *, field: str) -> ZoneInfo:
    """Return the zone called `name` (IANA), old names included."""
    if name not in _zone_names():
        raise InvalidValue("unknown_zone", "Give an IANA time zone, such as Asia/Taipei.", field=field)
    return ZoneInfo(name)


def text(value: str, *, longest: int, field: str) -> str:
    """Return `value` in NFC. It holds no NUL and no lone surrogate, and at most `longest` code points."""
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidValue("bad_text", "The text holds a character that cannot be stored.", field=field)
    composed = unicodedata.normalize("NFC", value)
    if len(composed) > longest:
        raise InvalidValue("too_long", f"At most {longest} characters; this has {len(composed)}.", field=field)
    return composed


def lines(value: Sequence[str], *, longest: int, field: str) -> list[str]:
    """Return texts of one line each in their order, each once; blank ones are left out."""
    told = (text(line, longest=longest, field=f"{field}.{number}") for number, line in enumerate(value))
    return list(dict.fromkeys(" ".join(line.split()) for line in told if line.strip()))


def amount(value: float | Decimal | None, *, field: str) -> Decimal | None:
    """Return `value` as a decimal, if it has three decimals at most."""
    if value is None:
        return None
    exact = Decimal(str(value))
    if exact != round(exact, 3):
        raise InvalidValue("too_precise", "Give three decimals at most.", field=field)
    return abs(round(exact, 3))  # -0 is 0; bounds are the door's matter


def time_of_day(value: str, *, field: str) -> str:
    """Return `value` if it is a time of day, "HH:MM", or empty."""
    if value and not _TIME_OF_DAY.fullmatch(value):
        raise InvalidValue("bad_time", "Give a time of day such as 07:30.", field=field)
    return value


def places(value: Sequence[dict[str, str]], *, field: str) -> list[dict[str, str]]:
    """Return the places in their order, each named once, twenty at most."""
    if len(value) > SITES_MAX:
        raise InvalidValue("max_length", f"At most {SITES_MAX} places.", field=field)
    kept = [{"site": place["site"], "side": place["side"]} for place in value]
    if len({(place["site"], place["side"]) for place in kept}) < len(kept):
        raise InvalidValue("repeated_site", "A site and side may stand once only.", field=field)
    return kept
