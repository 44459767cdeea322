"""Pages of a list, newest first, by a cursor that stays put while entries come and go."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn

import msgspec
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.door import JSON
from diary.models import Version
from diary.pages import Place, Wanted, page
from diary.services.history import Kind
from people.models import Diary

PAGE_SIZE_MAX: Final = 1_000
PAGE_SIZE_USUAL: Final = 100
PAGE: Final = [
    OpenApiParameter("page_size", int, description="How many at once."),
    OpenApiParameter("cursor", str, description="From the addresses in `next` and `previous`."),
]


def facts(request: Request, *, kind: Kind[Any], diary: Diary, wanted: Wanted) -> HttpResponse:
    """Return a page of facts: their documents joined as they are. Raises ValidationError."""
    size, (direction, place) = page_size(request), _cursor(request)
    try:
        found = page(kind=kind, diary=diary, wanted=wanted, size=size, **{direction: place} if place else {})
    except ValueError:
        _refuse_cursor()
    return _answer(request, found.documents, newer=found.newer, older=found.older)


def versions(request: Request, *, kind: Kind[Any], diary: Diary, fact_id: str) -> HttpResponse:
    """Return a page of the versions of one fact. Raises ValidationError."""
    return numbered(request, Version.objects.of(diary).about(kind.name, fact_id).select_related("by"), _version)


def numbered(request: Request, rows: QuerySet[Any], told: Callable[[Any], dict[str, Any]]) -> HttpResponse:
    """Return a page of rows that have a `number`, the last one first. Raises ValidationError."""
    size, (direction, place) = page_size(request), _cursor(request)
    if place:
        if direction != "older_than" or len(place) != 1 or not is_whole_number(place[0], digits=18):
            _refuse_cursor()
        rows = rows.filter(number__lt=int(place[0]))
    shown = list(rows.order_by("-number")[: size + 1])
    older = (str(shown[size - 1].number),) if len(shown) > size else None
    documents = (msgspec.json.encode(told(row)).decode() for row in shown[:size])
    return _answer(request, documents, newer=None, older=older)


def page_size(request: Request) -> int:
    """Return the page size asked for. Raises ValidationError where it is none."""
    raw = request.query_params.get("page_size", str(PAGE_SIZE_USUAL))
    if not (is_whole_number(raw, digits=4) and 1 <= int(raw) <= PAGE_SIZE_MAX):
        _refuse("page_size", "out_of_range", f"Give a page size from 1 to {PAGE_SIZE_MAX}.")
    return int(raw)


def is_whole_number(raw: str, *, digits: int) -> bool:
    """Say whether the text is a whole number of at most so many ASCII digits."""
    return raw.isascii() and raw.isdecimal() and len(raw) <= digits


_DIRECTIONS: Final = ("older_than", "newer_than")


def _cursor(request: Request) -> tuple[str, Place]:
    raw = request.query_params.get("cursor", "")
    if not raw:
        return "older_than", ()
    try:
        direction, *place = msgspec.json.decode(_plain(raw), type=list[str])
    except (binascii.Error, ValueError):
        _refuse_cursor()
    if direction not in _DIRECTIONS or not place:
        _refuse_cursor()
    return direction, tuple(place)


def _plain(raw: str) -> bytes:
    return base64.urlsafe_b64decode(raw.encode("ascii") + b"=" * (-len(raw) % 4))


def _link(request: Request, direction: str, place: Place | None) -> str | None:
    if place is None:
        return None
    cursor = base64.urlsafe_b64encode(msgspec.json.encode([direction, *place])).decode().rstrip("=")
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def _answer(request: Request, documents: Iterable[str], *, newer: Place | None, older: Place | None) -> HttpResponse:
    links = {"next": _link(request, "older_than", older), "previous": _link(request, "newer_than", newer)}
    head = msgspec.json.encode(links).decode()
    return HttpResponse(f'{head[:-1]},"results":[{",".join(documents)}]}}', content_type=JSON)


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "act": version.act,
        "at": version.at.isoformat(),
        "by": version.by.shown_name if version.by else "",
        "document": msgspec.Raw(version.document.encode()),
    }


def _refuse_cursor() -> NoReturn:
    _refuse("cursor", "bad_cursor", "This cursor was not made here. Begin again without it.")


def _refuse(parameter: str, code: str, detail: str) -> NoReturn:
    raise ValidationError({parameter: [ErrorDetail(detail, code)]})
