"""What phones that were offline send and fetch."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Boolean, Code, Identifier, Instant, Integer, Text, at_most
from api.v1.serializers.facts import REVISION
from diary.services.kinds import KINDS as EVERY_KIND

EPOCH_MAX = 2**31 - 1
DEVICE_MAX = 64
SCHEMA_VERSION_MAX = 10_000
KINDS = list(EVERY_KIND)


class Operation(serializers.Serializer[Any]):
    """What a phone did to one fact."""

    op_id = Identifier(help_text="Made by the phone; kept for ever.")
    kind = Code(choices=KINDS)
    id = Text(required=False, allow_null=True, help_text="A day's id is its date; where there is one only, the kind.")
    base_rev = Text(
        required=False, allow_null=True, help_text="The revision the phone had seen; null for none.", keywords=REVISION
    )
    deleted = Boolean(required=False)
    ensure = Boolean(required=False, help_text="After a restore: fill this if it is missing.")
    fields = serializers.DictField(required=False, help_text="What was touched; what is absent was not.")  # type: ignore[assignment]  # the contract's word


class Push(serializers.Serializer[Any]):
    """A batch of operations: at most 500, at most 8 million bytes."""

    device_id = Text(help_text="The phone's own name for itself.", keywords=at_most(DEVICE_MAX))
    epoch = Integer(min_value=1, max_value=EPOCH_MAX)
    schema_version = Integer(min_value=0, max_value=SCHEMA_VERSION_MAX)
    ops = Operation(many=True)


class OperationProblem(serializers.Serializer[Any]):
    """Why an operation was refused."""

    code = Text()
    detail = Text()
    errors = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]  # as in problem documents


class OperationResult(serializers.Serializer[Any]):
    """What came of one operation."""

    op_id = Text(allow_null=True)
    status = Code(choices=["applied", "duplicate", "conflict", "stale", "rejected", "retry"])
    deleted = Boolean(required=False, help_text="Whether the fact is now deleted.")
    document = serializers.DictField(required=False, help_text="The fact as it now stands.")
    problem = OperationProblem(required=False)


class PushResult(serializers.Serializer[Any]):
    """One result for each operation, in the same order."""

    epoch = Integer()
    results = OperationResult(many=True)


class Change(serializers.Serializer[Any]):
    """A fact that has changed. A deleted one carries what it said, so that it can be restored."""

    kind = Code(choices=KINDS)
    id = Text()
    revision = Text(keywords=REVISION)
    deleted = Boolean()
    document = serializers.DictField()


class Changes(serializers.Serializer[Any]):
    """A page of changes, oldest first, each fact once."""

    changes = Change(many=True)
    next_cursor = Text()
    has_more = Boolean()
    epoch = Integer()


class Conflict(serializers.Serializer[Any]):
    """Two versions of one fact that differ in these fields."""

    id = Identifier()
    kind = Code(choices=KINDS)
    fact_id = Text()
    fields = serializers.ListField(child=Text())  # type: ignore[assignment]  # the contract's word
    mine = serializers.DictField(help_text="What arrived.")
    theirs = serializers.DictField(help_text="What stood there.")
    theirs_deleted = Boolean()
    at = Instant()


class Conflicts(serializers.Serializer[Any]):
    """What nobody has looked at yet."""

    results = Conflict(many=True)


class Resolution(serializers.Serializer[Any]):
    """How a conflict is settled."""

    keep = Code(choices=["mine", "theirs", "both"])
