"""What a client says about its whole file. Everything may be left open; what is then needed is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final, cast

from diary import admission
from diary import vocabulary as v
from diary.errors import InvalidValue
from diary.imports.moments import DATE_ORDERS, SERIAL_SYSTEMS
from diary.imports.quantities import DECIMALS
from diary.imports.reading import DELIMITERS, ENCODINGS
from diary.imports.refusals import BadImport, pointer
from diary.imports.targets import RESOURCES, Resource


@dataclass(frozen=True, slots=True)
class Options:
    """
    The client's answers; None is no answer.

    `time_zone` (IANA) is where clock times were written. `date_order` is dmy, mdy or ymd; `serial_dates` the system of
    a spreadsheet's day numbers, 1900 or 1904; `decimal` the sign before decimals. `default_side` is the side of sites
    for which none is said.
    """

    resource: Resource | None = None
    time_zone: str | None = None
    date_order: str | None = None
    serial_dates: str | None = None
    decimal: str | None = None
    default_side: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "resource": RESOURCES,
        "date_order": DATE_ORDERS,
        "serial_dates": tuple(SERIAL_SYSTEMS),
        "decimal": DECIMALS,
        "default_side": v.codes(v.SIDES),
        "encoding": tuple(ENCODINGS),
        "delimiter": DELIMITERS,
    }
)


def options(told: object) -> Options:
    """
    Return the options in parsed JSON, an object whose members may be missing or null.

    Raises BadImport with the pointer: bad_shape, unknown_option, invalid_choice, unknown_zone.
    """
    if not isinstance(told, dict):
        raise BadImport("bad_shape", "Give the options as an object.", pointer="/options")
    known = {field.name for field in fields(Options)}
    for name in told:
        if name not in known:
            raise BadImport("unknown_option", "There is no such option.", pointer=pointer("options", str(name)))
    given = {name: _checked(name, value) for name, value in told.items() if value is not None}
    return Options(**cast("dict[str, Any]", given))


def _checked(name: str, value: object) -> str:
    at = pointer("options", name)
    if not isinstance(value, str):
        raise BadImport("bad_shape", "Give a text.", pointer=at)
    if name == "time_zone":
        return _zone(value, at)
    if value not in CHOICES[name]:
        raise BadImport("invalid_choice", f"Choose one of: {', '.join(map(repr, CHOICES[name]))}.", pointer=at)
    return value


def _zone(value: str, at: str) -> str:
    try:
        return admission.zone(value, field="time_zone").key
    except InvalidValue as refusal:
        raise BadImport(refusal.code, refusal.detail, pointer=at) from None
