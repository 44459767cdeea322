"""
Reading a body: fast where it is good, in full sentences where it is not.

The serializers are the one description of a body. From each, a msgspec type is compiled once; it decodes and checks
a good body in microseconds. A body that it refuses goes through the serializer, which names every field that is
wrong. A test holds the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, NoReturn, Union

import msgspec
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, UnsupportedMediaType, ValidationError
from rest_framework.request import Request

from api import fields
from api.errors import EmptyBody, Malformed, TooLarge
from api.media import is_json

Shape = type[serializers.Serializer[Any]]
DEPTH_MAX = 20  # levels of JSON within a field that is passed over; the others have a few


def read(request: Request, shape: Shape) -> dict[str, Any]:
    """
    Return what the body says, as Python values; a field that it does not name is absent.

    Raises UnsupportedMediaType, EmptyBody, Malformed, ValidationError.
    """
    return decode(shape, body(request))


def asked(request: Request, shape: Shape) -> dict[str, Any]:
    """Return what the address asks for in the parameters of `shape`. Raises ValidationError."""
    said = {name: value for name, value in request.query_params.items() if name in _names(shape)}
    if not said:
        return {}
    try:
        return _told(msgspec.convert(said, _struct(shape), strict=False))  # type: ignore[no-any-return]
    except msgspec.ValidationError:
        _refuse(shape, said)


def body(request: Request, *, longest: int | None = None) -> bytes:
    """
    Return the bytes of a JSON body; where `longest` is given, that many may come, else the usual million.

    Raises UnsupportedMediaType, EmptyBody, TooLarge.
    """
    if not is_json(request.content_type):
        raise UnsupportedMediaType(request.content_type or "")
    plain: HttpRequest = request._request  # noqa: SLF001  (the bytes are there and nowhere else)
    told = plain.body if longest is None else plain.read(longest + 1)
    if longest is not None and len(told) > longest:
        raise TooLarge(f"The body is larger than {longest:,} bytes.")
    if not told.strip():
        raise EmptyBody
    return told


def decode(shape: Shape, body: bytes, *, at: str = "") -> dict[str, Any]:
    """
    Return what the JSON says, as Python values. Raises Malformed, ValidationError.

    `at` is where this body stands in a larger one, for the pointers of errors.
    """
    try:
        told = _told(_decoder(shape).decode(body))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        explain(shape, body, at=at)
    if any(_is_too_deep(told[name]) for name in _read_only(shape) & told.keys()):
        explain(shape, body, at=at)
    return {name: value for name, value in told.items() if name not in _read_only(shape)}


def explain(shape: Shape, body: bytes, *, at: str = "") -> NoReturn:
    """Say what is wrong with a body that could not be decoded. Raises Malformed, ValidationError."""
    data = parsed(body)
    if not isinstance(data, dict):
        raise ValidationError(_at(at, [ErrorDetail("Send a JSON object.", "not_an_object")]))
    _refuse(shape, data, at=at)


def parsed(body: bytes) -> Any:
    """Return the JSON of a body that a compiled type refused. Raises Malformed."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed from None


def _refuse(shape: Shape, data: dict[str, Any], *, at: str = "") -> NoReturn:
    errors = _unknown_fields(shape().fields, data)
    explainer = shape(data=data)
    if not explainer.is_valid():
        errors |= explainer.errors
    raise ValidationError(_at(at, errors or [ErrorDetail("This does not have the documented form.", "invalid")]))


def _at(at: str, errors: Any) -> Any:
    return {at: errors} if at else errors


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _unknown_fields(known: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not known, wherever it stands."""
    unknown = {name: [ErrorDetail("No such field here.", "unknown_field")] for name in data if name not in known}
    within = {name: _unknown_within(field, data[name]) for name, field in known.items() if name in data}
    return unknown | {name: found for name, found in within.items() if found}


def _unknown_within(field: Any, data: Any) -> Any:
    if field.read_only:
        return [ErrorDetail("This nests too deep.", "too_deep")] if _is_too_deep(data) else None
    if isinstance(field, serializers.Serializer) and isinstance(data, dict):
        return _unknown_fields(field.fields, data)
    if isinstance(field, serializers.ListField) and isinstance(data, list):
        found = [_unknown_within(field.child, one) for one in data]
        return {number: one for number, one in enumerate(found) if one}
    return None


def _is_too_deep(value: Any, levels: int = DEPTH_MAX) -> bool:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels <= 0 or any(_is_too_deep(one, levels - 1) for one in below if isinstance(one, dict | list))


def _told(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        pairs = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: _told(item) for name, item in pairs if item is not msgspec.UNSET}
    if isinstance(value, list):
        return [_told(item) for item in value]
    return value


@cache
def _names(shape: Shape) -> frozenset[str]:
    return frozenset(shape().fields)


@cache
def _read_only(shape: Shape) -> frozenset[str]:
    return frozenset(name for name, field in shape().fields.items() if field.read_only)


@cache
def _decoder(shape: Shape) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_struct(shape))


@cache
def _struct(shape: Shape) -> type[msgspec.Struct]:
    """Return the compiled type of a serializer class; unknown fields are refused."""
    columns = [_column(name, field) for name, field in shape().fields.items()]
    return msgspec.defstruct(shape.__name__, columns, forbid_unknown_fields=True, kw_only=True)


def _column(name: str, field: Any) -> tuple[str, Any] | tuple[str, Any, Any]:
    if field.read_only:
        return (name, Any, msgspec.UNSET)  # may be sent back, and is passed over
    kind = _type(field)
    if field.allow_null:
        kind = Union[kind, None]  # noqa: UP007  (built at run time)
    return (name, kind) if field.required else (name, Union[kind, msgspec.UnsetType], msgspec.UNSET)  # noqa: UP007


def _type(field: Any) -> Any:
    """Return the type of a field's JSON. Raises KeyError for a field class that is not known here."""
    if isinstance(field, serializers.Serializer):
        shorthand = getattr(field, "shorthand", None)
        return Union[_struct(type(field)), Literal[shorthand]] if shorthand else _struct(type(field))  # noqa: UP007  (built at run time)
    if isinstance(field, serializers.ListField):
        return Annotated[list[_type(field.child)], msgspec.Meta(max_length=field.max_length)]  # type: ignore[misc]  # built at run time
    if isinstance(field, fields.Integer):
        return Annotated[int, msgspec.Meta(ge=field.min_value, le=field.max_value)]
    if isinstance(field, fields.Number):
        return Annotated[float, msgspec.Meta(ge=field.min_value, le=field.max_value)]
    if isinstance(field, fields.Code):
        return Literal[tuple(field.choices)]
    return _PLAIN[type(field)]


_PLAIN: dict[type, Any] = {
    fields.Boolean: bool,
    fields.Text: str,
    fields.Instant: Annotated[datetime, msgspec.Meta(tz=True)],
    fields.LocalDate: date,
    fields.Identifier: Annotated[str, msgspec.Meta(pattern=fields.IDENTIFIER)],
}
