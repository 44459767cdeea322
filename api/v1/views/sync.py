"""The sync of phones that were offline: push, changes, conflicts."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from typing import Annotated, Any, NoReturn

import msgspec
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import JSON, DiaryView, path_id, unless_known
from api.errors import Refused, TooLarge, problem_of
from api.fields import day, identifier
from api.v1.resources import RESOURCES
from api.v1.serializers import sync as shape
from diary import admission, documents
from diary.errors import ResyncRequired
from diary.models import Conflict, Version
from diary.services import conflicts, sync
from diary.services.history import Key, Kind
from diary.services.sync import Asked, Decided
from people.models import Diary

SCHEMA_VERSION = 1
SCHEMA_VERSION_OLDEST = 1
PUSH_BYTES_MAX = 8_000_000
CHANGES_MAX = 1_000
CHANGES_USUAL = 500
CONFLICTS_SHOWN = 100


class _Batch(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a push, its operations not looked at yet: a bad one must not spoil the others."""

    device_id: str
    epoch: Annotated[int, msgspec.Meta(ge=1, le=shape.EPOCH_MAX)]
    schema_version: Annotated[int, msgspec.Meta(ge=0, le=shape.SCHEMA_VERSION_MAX)]
    ops: list[msgspec.Raw]


class _Operation(msgspec.Struct, forbid_unknown_fields=True):
    op_id: str
    kind: str
    id: str | None = None
    base_rev: str | None = None
    deleted: bool = False
    ensure: bool = False
    fields: msgspec.Raw = msgspec.Raw(b"{}")


class _Named(msgspec.Struct):
    """An operation that cannot be read, whose id perhaps can."""

    op_id: str


_BATCH = msgspec.json.Decoder(_Batch)
_NAMED = msgspec.json.Decoder(_Named)
_OPERATION = msgspec.json.Decoder(_Operation)
_REVISION = re.compile(r"([0-9]{1,10})\.([0-9]{1,18})")


class PushView(DiaryView):
    """What a phone did while it was offline."""

    @extend_schema(operation_id="sync_push", request=shape.Push, responses=shape.PushResult)
    def post(self, request: Request) -> HttpResponse:
        """
        Apply a batch of operations; answer after the commit with one result for each, in their order.

        The same operation may be sent again: it is applied once. One that is refused does not hold up the others.
        """
        batch = _read(request)
        if batch.schema_version < SCHEMA_VERSION_OLDEST:
            raise Refused("This client is too old to send. Nothing was lost; please update it.", "schema_too_old", 426)
        asked = [_asked(raw, self.diary, is_newer=batch.schema_version > SCHEMA_VERSION) for raw in batch.ops]
        good = [one for one in asked if isinstance(one, Asked)]
        decided = iter(
            sync.push(
                diary=self.diary,
                epoch=batch.epoch,
                operations=good,
                by=self.reader,
                now=timezone.now(),
                device=admission.text(batch.device_id, longest=shape.DEVICE_MAX, field="device_id"),
            )
        )
        results = [_result(one, next(decided)) if isinstance(one, Asked) else one for one in asked]
        return HttpResponse(msgspec.json.encode({"epoch": self.diary.epoch, "results": results}), content_type=JSON)


def _read(request: Request) -> _Batch:
    body = shapes.body(request, longest=PUSH_BYTES_MAX)
    try:
        batch = _BATCH.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        batch = _taken_apart(body)
    if len(batch.ops) > sync.OPERATIONS_MAX:
        raise TooLarge(f"At most {sync.OPERATIONS_MAX} operations at once.", "too_many_operations")
    return batch


def _taken_apart(body: bytes) -> _Batch:
    """Return a batch with text in it that is no Unicode: whose it is will be refused, and nobody else's."""
    told = shapes.parsed(body)
    try:
        if not isinstance(told["ops"], list):
            shapes.explain(shape.Push, body)
        operations = [msgspec.Raw(json.dumps(one).encode()) for one in told["ops"]]
        return msgspec.convert({**told, "ops": operations}, _Batch)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        shapes.explain(shape.Push, body)


def _asked(raw: msgspec.Raw, diary: Diary, *, is_newer: bool) -> Asked | dict[str, Any]:
    """Return the operation, or the result that says what is wrong with it."""
    try:
        operation = _OPERATION.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _unreadable(raw)
    try:
        return _checked(operation, diary)
    except APIException as error:
        problem = problem_of(error)
        is_unknown = any(one["code"] == "unknown_field" for one in problem["errors"])
        # A newer client may say what this server does not know yet: it keeps the entry until the server does.
        status = "retry" if is_newer and is_unknown else "rejected"
        return {"op_id": operation.op_id, "status": status, "problem": problem}


def _unreadable(raw: msgspec.Raw) -> dict[str, Any]:
    try:
        _explain(bytes(raw))
    except APIException as error:
        problem = problem_of(error)
    return {"op_id": _op_id(raw), "status": "rejected", "problem": problem}


def _explain(raw: bytes) -> NoReturn:
    """Say what is wrong with an operation; where its own form is right, what is wrong with its fields."""
    told = shapes.parsed(raw)
    resource = RESOURCES.get(str(told.get("kind"))) if isinstance(told, dict) else None
    form: Any = shape.Operation(data=told)  # its form has a field called `fields`
    if resource is not None and told.keys() <= form.fields.keys() and form.is_valid():
        shapes.explain(resource.change, json.dumps(told.get("fields")).encode(), at="fields")
    shapes.explain(shape.Operation, raw)


def _op_id(raw: msgspec.Raw) -> str | None:
    for read in (_by_json, _NAMED.decode):  # each stumbles over what the other passes over
        try:
            return str(identifier(read(bytes(raw)).op_id))
        except (DjangoValidationError, msgspec.MsgspecError, ValueError, RecursionError):
            continue
    return None


def _by_json(raw: bytes) -> _Named:
    return msgspec.convert(json.loads(raw), _Named)


def _checked(operation: _Operation, diary: Diary) -> Asked:
    resource = RESOURCES.get(operation.kind)
    if resource is None:
        _refuse("kind", "invalid_choice", "There is no such kind.")
    fields = operation.fields if operation.fields != b"null" else b"{}"
    return Asked(
        op_id=_valid(identifier, operation.op_id, "op_id"),
        kind=resource.kind,
        key=_key(resource.kind, operation.id, diary),
        base=_base(operation.base_rev),
        fields=shapes.decode(resource.change, bytes(fields), at="fields"),
        deleted=operation.deleted,
        ensure=operation.ensure,
    )


def _key(kind: Kind[Any], raw: str | None, diary: Diary) -> Key:
    if kind.single:
        if raw not in (None, kind.name):
            _refuse("id", "invalid_id", f"The id is {kind.name}, or null.")
        return diary.pk
    return _valid(day if kind.key == "date" else identifier, raw, "id")


def _base(raw: str | None) -> tuple[int, int] | None:
    if raw is None:
        return None
    match = _REVISION.fullmatch(raw)
    if match is None:
        _refuse("base_rev", "bad_revision", "Give a revision as it was sent, or null.")
    return int(match[1]), int(match[2])


def _valid(check: Any, raw: Any, name: str) -> Any:
    try:
        return check(raw)
    except DjangoValidationError as error:
        _refuse(name, error.code or "invalid", str(error.message))


def _refuse(name: str, code: str, detail: str) -> NoReturn:
    raise ValidationError({name: [ErrorDetail(detail, code)]})


def _result(asked: Asked, decided: Decided) -> dict[str, Any]:
    told: dict[str, Any] = {"op_id": str(asked.op_id), "status": decided.status}
    if decided.document is not None:
        told["deleted"] = decided.deleted
        told["document"] = msgspec.Raw(decided.document.encode())
    if decided.refusal is not None:
        told["problem"] = problem_of(decided.refusal, at="" if decided.refusal.field == "base_rev" else "fields")
    return told


class ChangesView(DiaryView):
    """What has changed in the diary."""

    @extend_schema(
        operation_id="sync_changes",
        parameters=[
            OpenApiParameter("cursor", str, description="`next_cursor` of the last page; without it, from the start."),
            OpenApiParameter("limit", int, description=f"1 to {CHANGES_MAX}, {CHANGES_USUAL} if not given."),
        ],
        responses=shape.Changes,
    )
    @unless_known
    def get(self, request: Request) -> HttpResponse:
        """Return what has changed since the cursor, oldest first, tombstones included; each fact once."""
        after = _after(request.query_params.get("cursor", ""), self.diary)
        limit = _limit(request.query_params.get("limit", str(CHANGES_USUAL)))
        found = sync.changes(diary=self.diary, after=after, limit=limit + 1)
        shown = found[:limit]
        page = {
            "changes": [_change(change) for change in shown],
            "next_cursor": _cursor(self.diary, shown[-1].number if shown else after),
            "has_more": len(found) > limit,
            "epoch": self.diary.epoch,
        }
        return HttpResponse(msgspec.json.encode(page), content_type=JSON)


def _change(change: sync.Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.fact_id,
        "revision": documents.revision(change.document),
        "deleted": change.deleted,
        "document": msgspec.Raw(change.document.encode()),
    }


def _limit(raw: str) -> int:
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= 4 and 1 <= int(raw) <= CHANGES_MAX):
        _refuse("limit", "out_of_range", f"Give a limit from 1 to {CHANGES_MAX}.")
    return int(raw)


def _cursor(diary: Diary, number: int) -> str:
    return base64.urlsafe_b64encode(f"{diary.reference.hex}.{diary.epoch}.{number}".encode()).decode().rstrip("=")


def _after(cursor: str, diary: Diary) -> int:
    """Return the number after which the changes begin. Raises ValidationError, ResyncRequired."""
    if not cursor:
        return 0
    match = _CURSOR.fullmatch(_plain(cursor))
    if match is None or match[1] != diary.reference.hex:
        _refuse("cursor", "bad_cursor", "This cursor was not made here. Begin again without it.")
    if int(match[2]) != diary.epoch or int(match[3]) > diary.change_counter:
        raise ResyncRequired("This diary was restored from a backup. Offer what you know, then fetch it anew.")
    return int(match[3])


_CURSOR = re.compile(r"([0-9a-f]{32})\.([0-9]{1,10})\.([0-9]{1,18})")


def _plain(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return ""


class ConflictList(DiaryView):
    """Conflicts that nobody has looked at yet."""

    @extend_schema(operation_id="conflicts_list", responses=shape.Conflicts)
    def get(self, request: Request) -> HttpResponse:
        """Return the first hundred, oldest first, each with both versions; settled ones make room for the next."""
        found = Conflict.objects.open_in(self.diary).order_by("at", "pk")[:CONFLICTS_SHOWN]
        return HttpResponse(msgspec.json.encode({"results": _told(self.diary, found)}), content_type=JSON)


def every_conflict(diary: Diary) -> list[dict[str, Any]]:
    """Return the conflicts that there ever were, each with how it was settled."""
    return [
        {
            "kind": one.kind,
            "fact_id": one.fact_id,
            "fields": one.fields,
            "mine": one.mine,
            "theirs": one.theirs,
            "at": one.at,
            "resolved_at": one.resolved_at,
            "kept": one.kept,
        }
        for one in Conflict.objects.filter(diary=diary).order_by("at", "pk")
    ]


def _told(diary: Diary, found: Iterable[Conflict]) -> list[dict[str, Any]]:
    listed = list(found)
    numbers = {number for one in listed for number in (one.mine, one.theirs)}
    versions = {one.number: one for one in Version.objects.of(diary).filter(number__in=numbers)}
    return [
        {
            "id": str(one.pk),
            "kind": one.kind,
            "fact_id": one.fact_id,
            "fields": one.fields,
            "mine": msgspec.Raw(versions[one.mine].document.encode()),
            "theirs": msgspec.Raw(versions[one.theirs].document.encode()),
            "theirs_deleted": versions[one.theirs].act == Version.Act.WITHDRAWN,
            "at": one.at.isoformat(),
        }
        for one in listed
    ]


class ConflictResolve(DiaryView):
    """One conflict, to be settled."""

    @extend_schema(operation_id="conflicts_resolve", request=shape.Resolution, responses=shape.Resolution)
    def post(self, request: Request, id: str) -> HttpResponse:
        """Keep mine, theirs, or both as two entries. The same answer twice changes nothing."""
        said = shapes.read(request, shape.Resolution)
        settled = conflicts.resolve(
            diary=self.diary, id=path_id(id), keep=said["keep"], by=self.reader, now=timezone.now()
        )
        return Response({"keep": settled.kept})
