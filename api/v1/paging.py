"""Pages of a list, newest first, by a cursor that stays put while entries come and go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

import msgspec
from django.http import HttpResponse
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from diary import admission
from diary.errors import InvalidValue

PAGE_SIZE_MAX = 1_000


class NewestFirst(CursorPagination):
    """Django REST framework's cursor over rows of ready documents."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = PAGE_SIZE_MAX
    ordering = ("-started_at", "-id")

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
            if not _is_ours(cursor):
                raise NotFound
        except NotFound:
            _refuse("cursor", "bad_cursor", "This cursor was not made here. Begin again without it.")
        return cursor

    def answer(self, rows: Sequence[dict[str, Any]]) -> HttpResponse:
        """Return the page: the rows' documents joined as they are."""
        head = msgspec.json.encode({"next": self.get_next_link(), "previous": self.get_previous_link()}).decode()
        documents = ",".join(row["document"] for row in rows)
        return HttpResponse(f'{head[:-1]},"results":[{documents}]}}', content_type="application/json")


def _is_ours(cursor: Any) -> bool:
    if cursor.position is None:
        return bool(cursor.offset)  # inside a run of episodes that began at the same moment
    try:
        admission.instant(datetime.fromisoformat(cursor.position), field="cursor")
    except (ValueError, InvalidValue):
        return False
    return True


def _refuse(parameter: str, code: str, detail: str) -> NoReturn:
    raise ValidationError({parameter: [ErrorDetail(detail, code)]})
