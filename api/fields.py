"""
Serializer fields that take JSON at its word.

Django REST framework's own fields are kind: the number 5 is a text, "true" is a number, full-width digits count. A
diary must not guess, so each of these accepts its own JSON type only. They describe shape for OpenAPI, explain what
is wrong, and are the source of the compiled schema (api.shapes) that reads the good bodies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:[0-5]\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_UUID_VERSIONS = (4, 7)
_NAMED_MAX: Final = 8  # so many choices are named to whoever took another
IDENTIFIER = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"


class Integer(serializers.IntegerField):
    """A JSON number without a fraction."""

    default_error_messages = {"not_a_number": "Give a whole number, such as 3."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("not_a_number")
        return super().to_internal_value(data)


class Number(serializers.FloatField):
    """A JSON number, with a fraction or without."""

    default_error_messages = {"not_a_number": "Give a number, such as 2.5."}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_a_number")
        return super().to_internal_value(data)


class Boolean(serializers.BooleanField):
    """JSON's true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Text(serializers.CharField):
    """
    A JSON string, kept as it is. The services look at its characters and its length.

    `keywords` are what the published schema says of that, in the words of JSON Schema.
    """

    def __init__(self, *, keywords: Mapping[str, Any] = MappingProxyType({}), **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)
        self.keywords = keywords
        # A lone surrogate is no Unicode text, so the shape refuses it; every other character is the services' matter.
        self.validators = [ProhibitSurrogateCharactersValidator()]

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return serializers.Field.run_validation(self, data)


def at_most(longest: int) -> dict[str, Any]:
    """Return the keywords of a text that is stored: so many code points after NFC, and no NUL among them."""
    return {"maxLength": longest, "pattern": "^[^\\u0000]*$"}


class TextList(serializers.ListField):
    """A list of texts."""

    child = Text()


class Code(serializers.ChoiceField):
    """A code of the vocabulary."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            few = len(self.choices) <= _NAMED_MAX
            words = self.error_messages["choose" if few else "invalid_choice"].format(choices=", ".join(self.choices))
            raise serializers.ValidationError(words, code="invalid_choice")
        return data

    default_error_messages = {
        "invalid_choice": "This is not a code of the vocabulary.",
        "choose": "Choose one of: {choices}.",
    }


class Instant(serializers.DateTimeField):
    """An RFC 3339 time with its offset."""

    default_error_messages = {
        "invalid": "Give an RFC 3339 time, such as 2026-11-22T07:15:00+01:00.",
        "offset_required": "Give the time with its offset, such as +01:00.",
    }

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str) or not _RFC3339.fullmatch(data):
            self.fail("offset_required" if self._is_naive(data) else "invalid", format="RFC 3339")
        try:
            return datetime.fromisoformat(data.upper().replace(" ", "T"))
        except ValueError:
            self.fail("invalid", format="RFC 3339")

    @staticmethod
    def _is_naive(data: Any) -> bool:
        return isinstance(data, str) and _RFC3339.fullmatch(data + "Z") is not None


class LocalDate(serializers.DateField):
    """A date, YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> date:
        try:
            return day(data)
        except DjangoValidationError:
            self.fail("invalid", format="YYYY-MM-DD")


def day(data: Any) -> date:
    """Return the date of `data`, YYYY-MM-DD in ASCII digits. Raises Django's ValidationError."""
    if not isinstance(data, str) or not data.isascii() or not _DATE.fullmatch(data):
        raise DjangoValidationError("Give a date as YYYY-MM-DD.", code="invalid")
    try:
        return date.fromisoformat(data)
    except ValueError:
        raise DjangoValidationError("There is no such day.", code="invalid") from None


def identifier(data: Any) -> UUID:
    """
    Return the id of `data`: 36 characters, version 4 or 7, in any case. Raises Django's ValidationError.

    `urn:uuid:`, braces, integers and the nil id are refused: one id has one spelling.
    """
    if not isinstance(data, str) or not data.isascii() or not _UUID.fullmatch(data):
        raise DjangoValidationError("Give the id as a UUID of 36 characters.", code="invalid_id")
    found = UUID(data)
    if found.version not in _UUID_VERSIONS:
        raise DjangoValidationError("Give a UUID of version 4 or 7.", code="invalid_id")
    return found


def any_uuid(data: str) -> UUID:
    """Return the id of `data`, of any version, in its one spelling. Raises Django's ValidationError."""
    if not data.isascii() or not _UUID.fullmatch(data):
        raise DjangoValidationError("Give the id as it was sent.", code="invalid_id")
    return UUID(data)


class Identifier(serializers.UUIDField):
    """A UUID made by the client, as text."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return str(identifier(data))
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.message, code=error.code) from None
