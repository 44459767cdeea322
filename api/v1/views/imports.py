"""Files that are taken over: the diary's own, and tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple, NoReturn

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import parse_header_parameters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, UnsupportedMediaType, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import JSON, DiaryView, path_id
from api.errors import PROBLEM_JSON, TITLES, EmptyBody, TooLarge
from api.media import is_json
from api.v1 import own_file
from api.v1.own_file import OwnFile
from api.v1.resources import DAYS, EPISODES
from api.v1.serializers import imports as shape
from diary.errors import NoSuchFact
from diary.imports import planning, reading, telling
from diary.imports.options import options
from diary.imports.plans import Plan
from diary.imports.refusals import BadImport
from diary.models import Import
from diary.services import imports
from diary.services.imports import BadRows, Row, Taken, TooManyRows

CSV: Final = "text/csv"
FORM: Final = "multipart/form-data"
IMPORTS_SHOWN: Final = 100
PLAN_ROWS_SHOWN: Final = 1_000
_FORM_BYTES: Final = 1_000_000  # around the file of a form
_NO_OPTIONS: Final = frozenset({"source", "dry_run", "rows_from"})


class ImportList(DiaryView):
    """What was imported, and what is to be."""

    parser_classes = [MultiPartParser]
    throttle_scope = "pages"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what says of itself that it is too large, before any of it is read."""
        longest = own_file.BYTES_MAX if is_json(request.content_type) else reading.BYTES_MAX + _FORM_BYTES
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        if told.isdecimal() and int(told) > longest:
            raise TooLarge(f"The file is larger than {longest:,} bytes.")
        super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="imports_list", responses=shape.Imports)
    def get(self, request: Request) -> HttpResponse:
        """Return the last hundred imports, newest first."""
        return Response({"results": told_imports(self, limit=IMPORTS_SHOWN)})

    @extend_schema(
        operation_id="imports_add",
        parameters=[shape.CsvOptions],
        request={JSON: shape.OwnFile, CSV: OpenApiTypes.BINARY, FORM: shape.CsvUpload},
        responses={200: shape.Taken, 201: shape.ImportTaken},
    )
    def post(self, request: Request) -> HttpResponse:
        """
        Take a file over, all of it or nothing (201), or look at what that would do (`dry_run=1`, 200).

        It only adds: what the diary says already stays as it is. An own file comes as application/json, up to 200 MB;
        a table as text/csv or as a form with a `file`, up to 10 MB. A table that leaves something open is refused
        (409) with what it `needs`; its dry run tells. What columns mean (`mapping`) holds words of the diary, so it
        comes in a form, never in the address.
        """
        asked = shape.ImportQuery(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        usual = Import.Source.OWN if is_json(request.content_type) else Import.Source.CSV
        taking = self._own if asked.validated_data.get("source", usual) == Import.Source.OWN else self._csv
        try:
            return taking(request, is_dry_run=asked.validated_data["dry_run"] == "1", now=timezone.now())
        except BadRows as refusal:
            return _problem(400, refusal.code, refusal.detail, map(_error, refusal.problems), total=refusal.total)
        except BadImport as refusal:
            return _bad_file(refusal)
        except TooManyRows as refusal:
            raise TooLarge(refusal.detail, refusal.code) from refusal

    def _own(self, request: Request, *, is_dry_run: bool, now: datetime) -> HttpResponse:
        if not is_json(request.content_type):
            raise UnsupportedMediaType(request.content_type or "")
        options(_options_of(request))  # what is for tables is checked, and passed over
        _rows_from(request)
        with OwnFile(_unread(request), diary=self.diary, folder=settings.DATA_DIR) as rows:
            if is_dry_run:
                return Response(_taken(imports.preview(diary=self.diary, rows=rows, source="own", now=now)))
            return self._stored(rows, "own", now)

    def _csv(self, request: Request, *, is_dry_run: bool, now: datetime) -> HttpResponse:
        table = _table(request)
        plan = planning.plan(
            table.data, diary=self.diary.reference, now=now, options=options(table.options), mapping=table.mapping
        )
        rows, dropped = _rows(plan), plan.totals["dropped"]
        if is_dry_run:
            taken = imports.preview(diary=self.diary, rows=rows, source="csv", now=now)
            first = _rows_from(request)
            return Response(
                _taken(taken, dropped) | {"plan": telling.document(plan, first=first, at_most=PLAN_ROWS_SHOWN)}
            )
        if plan.needs:
            told = telling.document(plan, at_most=0)
            detail = "Something has to be said about this table first. Nothing was imported."
            return _problem(409, "needs_answers", detail, needs=told["needs"], columns=told["columns"])
        return self._stored(rows, "csv", now, dropped)

    def _stored(self, rows: Iterable[Row], source: str, now: datetime, dropped: int = 0) -> HttpResponse:
        taken = imports.take_over(diary=self.diary, rows=rows, source=source, by=self.reader, now=now, dropped=dropped)
        assert taken.record is not None
        return Response(_import(taken.record) | {"exists": _exists(taken)}, status=201)


class ImportView(DiaryView):
    """One import."""

    @extend_schema(operation_id="imports_read", responses=shape.Import)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Return the import."""
        record = Import.objects.filter(diary=self.diary, pk=path_id(id)).first()
        if record is None:
            raise NoSuchFact("There is no such import in this diary.")
        return Response(_import(record))

    @extend_schema(operation_id="imports_undo", responses=shape.ImportUndone)
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Withdraw every entry of the import that was not edited since. Undoing twice is the same as once."""
        undone = imports.undo(diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now())
        return Response(
            {
                "id": str(undone.record.pk),
                "undone": undone.undone,
                "edited_since": undone.edited_since,
                "undone_at": undone.record.undone_at,
            }
        )


def told_imports(view: DiaryView, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the imports into the diary, newest first, as they are shown."""
    found = Import.objects.filter(diary=view.diary).order_by("-at", "-pk")
    return [_import(record) for record in found[:limit]]


class _Table(NamedTuple):
    """A CSV file, and what the client says about it: parsed JSON, not looked at yet."""

    data: bytes
    options: Any
    mapping: Any


def _table(request: Request) -> _Table:
    """Return the table of the request. Raises APIException of many kinds."""
    kind, _ = parse_header_parameters(request.content_type or "")
    said = _options_of(request)
    if kind == FORM:
        return _form(request, said)
    if kind != CSV:
        raise UnsupportedMediaType(request.content_type or "")
    data = _unread(request).read(reading.BYTES_MAX + 1)
    if not data:
        raise EmptyBody("Send the table.")
    return _Table(data, said, None)


def _options_of(request: Request) -> dict[str, Any]:
    """Return what the address says of a table, not looked at yet."""
    return {name: value for name, value in request.query_params.items() if name not in _NO_OPTIONS}


def _form(request: Request, said: Any) -> _Table:
    file, form = request.FILES.get("file"), request.POST
    if file is None:
        _refuse("file", "required", "Send the table as the file of a form.")
    told = _json("options", form.get("options"))
    return _Table(
        file.read(reading.BYTES_MAX + 1), told if told is not None else said, _json("mapping", form.get("mapping"))
    )


def _unread(request: Request) -> HttpRequest:
    plain: HttpRequest = request._request  # noqa: SLF001  (the bytes are there and nowhere else)
    return plain


def _json(name: str, raw: str | None) -> Any:
    try:
        return msgspec.json.decode(raw) if raw else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        _refuse(name, "malformed_json", "Give a JSON object.")


def _rows_from(request: Request) -> int:
    raw = request.query_params.get("rows_from", "0")
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= 9):
        _refuse("rows_from", "out_of_range", "Give the row from which to tell, counted from 0.")
    return int(raw)


def _rows(plan: Plan) -> list[Row]:
    kind = EPISODES.kind if plan.resource == EPISODES.name else DAYS.kind
    return [
        Row(kind, row.date if kind is DAYS.kind else row.id, row.fields, f"/rows/{row.number}") for row in plan.facts()
    ]


def _refuse(name: str, code: str, detail: str) -> NoReturn:
    raise ValidationError({name: [ErrorDetail(detail, code)]})


def _import(record: Import) -> dict[str, Any]:
    return {
        "id": str(record.pk),
        "source": record.source,
        "kept": record.kept,
        "already_there": record.already_there,
        "dropped": record.dropped,
        "at": record.at,
        "undone_at": record.undone_at,
    }


def _taken(taken: Taken, dropped: int = 0) -> dict[str, Any]:
    return {
        "kept": taken.kept,
        "already_there": taken.already_there,
        "dropped": taken.exists + dropped,
        "exists": _exists(taken),
    }


def _exists(taken: Taken) -> dict[str, Any]:
    there = [{"pointer": row.place, "kind": row.kind.name, "id": row.kind.fact_id(row.key)} for row in taken.there]
    return {"total": taken.exists, "rows": there}


def _error(problem: imports.Problem) -> dict[str, Any]:
    return {"pointer": problem.pointer, "code": problem.code, "detail": problem.detail}


def _bad_file(refusal: BadImport) -> HttpResponse:
    status = 413 if refusal.code == "too_large" else 400
    error = {"pointer": refusal.pointer, "code": refusal.code, "detail": refusal.detail}
    return _problem(status, refusal.code, refusal.detail, [error], line=refusal.line, column=refusal.column)


def _problem(status: int, code: str, detail: str, errors: Iterable[dict[str, Any]] = (), **more: Any) -> HttpResponse:
    """Return a problem document with members of its own, as RFC 9457 allows."""
    told = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
    }
    return JsonResponse(told | more, status=status, content_type=PROBLEM_JSON)
