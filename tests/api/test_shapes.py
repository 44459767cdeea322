"""The compiled schema reads exactly what the serializer describes: held equal over generated bodies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from api import fields, shapes
from api.v1.serializers.facts import Day, Episode
from api.v1.serializers.people import CareLink
from diary import vocabulary as v

pytestmark = pytest.mark.either
NONSENSE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
    st.sampled_from(["lid_lower", "left", "yes", "none", "2026-11-20", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00"]),
)


def good(field: serializers.Field[Any, Any, Any, Any]) -> st.SearchStrategy[Any]:
    """Return values that this field's JSON may have."""
    if isinstance(field, serializers.Serializer):
        return objects(type(field), st.nothing())
    if isinstance(field, serializers.ListField):
        return st.lists(good(field.child), max_size=(field.max_length or 3) + 1)
    if isinstance(field, fields.Integer):
        return st.integers((field.min_value or 0) - 1, (field.max_value or 9) + 1)
    if isinstance(field, fields.Code):
        return st.sampled_from([*field.choices, "no_such_code"])
    if isinstance(field, fields.Boolean):
        return st.booleans()
    if isinstance(field, fields.Instant):
        return st.datetimes().map(lambda at: at.isoformat() + "+02:00")
    return st.text(max_size=20)


def objects(shape: type[serializers.Serializer[Any]], wrong: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return bodies of `shape`: mostly right, sometimes with a wrong value, a missing or an unknown field."""
    described = {name: field for name, field in shape().fields.items() if not field.read_only}
    values = {name: st.one_of(good(field), wrong) for name, field in described.items()}
    required = {name: values.pop(name) for name, field in described.items() if field.required}
    return st.fixed_dictionaries(required, optional=values)


def read(shape: type[serializers.Serializer[Any]], body: Any) -> dict[str, Any] | None:
    request = Request(APIRequestFactory().put("/", json.dumps(body), content_type="application/json"))
    try:
        return shapes.read(request, shape)
    except APIException:
        return None


def explain(shape: type[serializers.Serializer[Any]], body: Any) -> dict[str, Any] | None:
    serializer = shape(data=body)
    return dict(serializer.validated_data) if serializer.is_valid() else None


@pytest.mark.parametrize("shape", [Episode, Day, CareLink])
class TestEqual:
    @settings(max_examples=150, deadline=None)
    @given(data=st.data())
    def test_on_bodies_nearly_right(self, shape: Any, data: st.DataObject) -> None:
        body = data.draw(objects(shape, st.nothing()))

        assert read(shape, body) == explain(shape, body)

    @settings(max_examples=150, deadline=None)
    @given(data=st.data())
    def test_on_bodies_with_nonsense(self, shape: Any, data: st.DataObject) -> None:
        body = data.draw(objects(shape, NONSENSE))

        assert read(shape, body) == explain(shape, body)


class TestBounds:
    @pytest.mark.parametrize(
        ("field", "highest"),
        [
            ("duration_s", v.DURATION_S_MAX),
            ("count", v.COUNT_MAX),
            ("intensity", 4),
            ("stress", 10),
            ("sleep_min", 1440),
        ],
    )
    def test_are_those_of_the_vocabulary(self, field: str, highest: int) -> None:
        least = {"started_at": "2026-11-20T10:00:00Z", "time_zone": "UTC"}

        assert read(Episode, least | {field: highest}) is not None
        assert read(Episode, least | {field: highest + 1}) is None
