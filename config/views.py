"""Answers of the house itself: is it alive, and what it says when something went wrong."""

from __future__ import annotations

import sys

from django.db import InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

RETRY_AFTER_S = 2
_WORDS = {
    400: ("This request could not be read", "Go back and try again."),
    403: ("This is not allowed", "Sign in again, or go back to where you came from."),
    404: ("There is nothing here", "The address may be mistyped, or it is not yours to see."),
    413: ("This is too large", "Send less than one million bytes."),
    429: ("This was tried too often", "Wait a few minutes, then try again."),
    503: (
        "Too busy at this moment",
        "Go back in a moment, see whether it was stored, and send it again if not.",
    ),
    500: ("Something went wrong on our side", "Nothing that you entered is lost. Please try again in a moment."),
}
_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
    429: "throttled",
    500: "server_error",
    503: "busy",
}


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer that the database answers, or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  (whatever is wrong with the database, the answer is "not ready")
        return HttpResponse("not ready\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _answer(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form or request without a valid CSRF token."""
    return _answer(request, 403, code="csrf_failed")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return _answer(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return _answer(request, 413)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429, for allauth's limits; people.limits says when to come again."""
    return _answer(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, without a word of what was inside; 503 where the database is busy or gone."""
    if not isinstance(sys.exc_info()[1], OperationalError | InternalError):  # the latter: it was made read-only
        return _answer(request, 500)
    response = _answer(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _answer(request: HttpRequest, status: int, code: str = "") -> HttpResponse:
    title, detail = _WORDS[status]
    if request.path.startswith(("/api/", "/_allauth/")):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code or _CODES[status],
            "errors": [],
        }
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return render(request, "house/message.html", {"title": title, "detail": detail}, status=status)
