"""What an error looks like."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Integer, Text


class ErrorItem(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    pointer = Text(help_text="JSON pointer into the body, or the name of the parameter.")
    code = Text()
    detail = Text()


class Problem(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = Text()
    title = Text()
    status = Integer()
    detail = Text()
    code = Text()
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # a member of RFC 9457, not the errors of DRF
