"""Pages of a list, newest first, by a cursor that stays put while entries come and go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NoReturn

import msgspec
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from diary import admission
from diary.errors import InvalidValue
from diary.models import Version

PAGE_SIZE_MAX = 1_000


class Pages(CursorPagination):
    """Django REST framework's cursor over rows of ready documents."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = PAGE_SIZE_MAX

    def __init__(self, newest_first: tuple[str, ...]) -> None:
        self.newest_first = newest_first

    def facts(self, rows: QuerySet[Any], request: Request, view: APIView) -> HttpResponse:
        """Return a page of facts: their documents joined as they are."""
        columns = [name.lstrip("-") for name in self.newest_first]
        found: Any = self.paginate_queryset(rows.values(*columns, "document"), request, view=view)
        return self._answer(row["document"] for row in found or ())

    def versions(self, rows: QuerySet[Version], request: Request, view: APIView) -> HttpResponse:
        """Return a page of versions."""
        found: Any = self.paginate_queryset(rows, request, view=view)
        return self._answer(map(_version, found or ()))

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        """Return the order of this list."""
        return self.newest_first

    def get_page_size(self, request: Request) -> int:
        """Return the page size asked for. Raises ValidationError where it is none."""
        raw = request.query_params.get("page_size", str(self.page_size))
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= 4 and 1 <= int(raw) <= PAGE_SIZE_MAX):
            _refuse("page_size", "out_of_range", f"Give a page size from 1 to {PAGE_SIZE_MAX}.")
        return int(raw)

    def decode_cursor(self, request: Request) -> Any:
        """Return the place in the list, None for its beginning. Raises ValidationError for one that is not ours."""
        if not request.query_params.get(self.cursor_query_param):
            return None
        try:
            cursor = super().decode_cursor(request)
            if not self._is_ours(cursor):
                raise NotFound
        except NotFound:
            _refuse("cursor", "bad_cursor", "This cursor was not made here. Begin again without it.")
        return cursor

    def _is_ours(self, cursor: Any) -> bool:
        if cursor.position is None:
            return bool(cursor.offset)  # inside a run of entries of the same moment
        column = self.newest_first[0].lstrip("-")
        try:
            _POSITIONS[column](cursor.position)
        except (ValueError, InvalidValue):
            return False
        return True

    def _answer(self, documents: Iterable[str]) -> HttpResponse:
        head = msgspec.json.encode({"next": self.get_next_link(), "previous": self.get_previous_link()}).decode()
        return HttpResponse(f'{head[:-1]},"results":[{",".join(documents)}]}}', content_type="application/json")


def _moment(raw: str) -> None:
    admission.instant(datetime.fromisoformat(raw), field="cursor")


def _number(raw: str) -> None:
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= 18):
        raise ValueError(raw)


_POSITIONS = {
    "started_at": _moment,
    "performed_at": _moment,
    "on": date.fromisoformat,
    "date": date.fromisoformat,
    "number": _number,
}


def _version(version: Version) -> str:
    told = {
        "number": version.number,
        "act": version.act,
        "at": version.at.isoformat(),
        "by": version.by.shown_name if version.by else "",
        "document": msgspec.Raw(version.document.encode()),
    }
    return msgspec.json.encode(told).decode()


def _refuse(parameter: str, code: str, detail: str) -> NoReturn:
    raise ValidationError({parameter: [ErrorDetail(detail, code)]})
