"""Two independent judges of a FHIR R4 resource: the official JSON schema, and fhirkit."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import fhirkit
import jsonschema_rs

SCHEMA = Path(__file__).parent / "fhir.schema.json.gz"


@cache
def schema() -> dict[str, Any]:
    """Return the official schema of R4."""
    whole: dict[str, Any] = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    return whole


@cache
def schema_of(kind: str) -> Any:
    """Return the compiled schema of one kind of resource; the whole one would try all 148 kinds on each."""
    definitions = schema()["definitions"]
    return jsonschema_rs.validator_for(
        {"$schema": schema()["$schema"], "definitions": definitions, "$ref": f"#/definitions/{kind}"}
    )


def refused_by_schema(resource: dict[str, Any]) -> list[str]:
    """Return what the official schema has against the resource."""
    found = schema_of(resource["resourceType"]).iter_errors(resource)
    return [f"{'/'.join(map(str, one.instance_path))}: {one.message[:300]}" for one in found]


def refused_by_fhirkit(resource: dict[str, Any]) -> list[str]:
    """Return what fhirkit has against the resource, warnings too."""
    return [f"{one.path}: {one.message}" for one in fhirkit.validate(json.dumps(resource))]


def refused(resource: dict[str, Any]) -> list[str]:
    """Return what either has against the resource."""
    return refused_by_schema(resource) + refused_by_fhirkit(resource)


def every_text(value: Any) -> Iterable[str]:
    """Return every text within a resource."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_text(one)
