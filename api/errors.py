"""Every error as RFC 9457 problem details: what is wrong, where, and in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InternalError, OperationalError
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions, status

from diary.errors import AlreadyThere, InvalidValue, NoSuchFact, ResyncRequired, StaleRevision
from people.errors import NotOpen, Refusal
from people.models import Diary
from people.services.accounts import WrongPassword
from people.services.care_links import NoSuchCareLink
from people.services.devices import NoSuchDevice
from people.services.push_subscriptions import NoSuchSubscription
from people.services.shares import NoSuchShare

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "The request could not be understood",
    401: "Sign in first",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "This address does not do that",
    406: "This form is not offered",
    409: "This was understood and refused",
    410: "This has come to an end",
    412: "It has changed in the meantime",
    413: "This is too large",
    415: "This kind of content is not read here",
    426: "This client is too old",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Not available right now",
}


class Malformed(exceptions.APIException):
    """The body is no JSON at all."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The body is not valid JSON."
    default_code = "malformed_json"


class EmptyBody(Malformed):
    """There is no body."""

    default_detail = "Send a JSON object."
    default_code = "empty_body"


class TooLarge(exceptions.APIException):
    """The body is larger than this door takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than one million bytes."
    default_code = "too_large"


class Busy(exceptions.APIException):
    """The database did not come to it in time. Nothing was stored; the same request may be sent again."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "Too busy at this moment. Nothing was stored; please send it again."
    default_code = "busy"
    wait = 2  # seconds, for Retry-After


class NoRoom(Busy):
    """The disk is full, or its folder cannot be written to."""

    default_detail = "There is no room for this file on the server now. Nothing was stored; please send it again later."
    default_code = "no_room"
    wait = 600


class Refused(exceptions.APIException):
    """An act that a service refused."""

    default_code = "refused"

    def __init__(self, detail: str, code: str, status_code: int) -> None:
        super().__init__(detail, code)
        self.status_code = status_code


def _from_refusal(refusal: Refusal) -> exceptions.APIException:
    if isinstance(refusal, NoSuchFact | NotOpen | NoSuchCareLink | NoSuchDevice | NoSuchShare | NoSuchSubscription):
        return exceptions.NotFound(refusal.detail)
    if isinstance(refusal, StaleRevision | AlreadyThere):
        return Refused(refusal.detail, refusal.code, status.HTTP_412_PRECONDITION_FAILED)
    if isinstance(refusal, WrongPassword):
        return Refused(refusal.detail, refusal.code, status.HTTP_403_FORBIDDEN)
    if isinstance(refusal, ResyncRequired):
        return Refused(refusal.detail, refusal.code, status.HTTP_410_GONE)
    if isinstance(refusal, InvalidValue) or refusal.field:
        return exceptions.ValidationError(placed(refusal.field, exceptions.ErrorDetail(refusal.detail, refusal.code)))
    return Refused(refusal.detail, refusal.code, status.HTTP_409_CONFLICT)


def placed(field: str, detail: exceptions.ErrorDetail) -> dict[str, Any]:
    """Return the detail where the field stands: a service names a field within a field with full stops."""
    name, _, below = field.partition(".")
    return {name: placed(below, detail) if below else [detail]}


def problem_of(error: exceptions.APIException | Refusal, *, at: str = "") -> dict[str, Any]:
    """Return what is wrong with one part of a request; the pointers of a refusal begin at `at`."""
    known = error if isinstance(error, exceptions.APIException) else _from_refusal(error)
    detail = {at: known.detail} if at and isinstance(known.detail, dict) else known.detail
    errors = list(_flattened(detail))
    return {"code": errors[0]["code"], "detail": errors[0]["detail"], "errors": errors if errors[0]["pointer"] else []}


class Handler(ExceptionHandler):
    """Turns what the services and Django raise into answers."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Give each known exception its status."""
        if isinstance(exc, Refusal):
            return _from_refusal(exc)
        if isinstance(exc, Diary.DoesNotExist):  # erased while this request was on its way
            return exceptions.NotFound()
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, OperationalError | InternalError):  # the latter from one that was made read-only
            return Busy()
        if isinstance(exc, SuspiciousOperation | UnreadablePostError | MultiPartParserError):  # or the body stopped
            return exceptions.ParseError()
        if isinstance(exc, DjangoValidationError):
            return exceptions.ValidationError(exc.messages, exc.code)
        known: Exception = super().convert_known_exceptions(exc)
        return known

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> HttpResponse:
        """Answer in one form, whatever form the client asked for."""
        response = JsonResponse(data, status=exc.status_code, content_type=PROBLEM_JSON)
        for name, value in self.get_headers(exc).items():
            response[name] = value
        return response


class ProblemFormatter(ExceptionFormatter):
    """The body of an error."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return the problem document of these errors."""
        code = self.exc.status_code
        errors = list(_flattened(self.exc.detail))
        return {
            "type": "about:blank",
            "title": TITLES.get(code, "The request failed"),
            "status": code,
            "detail": errors[0]["detail"] if errors else TITLES.get(code, ""),
            "code": errors[0]["code"] if errors else "error",
            "errors": errors if any(error["pointer"] for error in errors) else [],
        }


def _flattened(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Yield what is wrong, each with its place as a JSON pointer (RFC 6901)."""
    if isinstance(detail, dict):
        for name, below in detail.items():
            yield from _flattened(below, pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}")
    elif isinstance(detail, list):
        is_by_place = not any(isinstance(one, str) for one in detail)
        for number, below in enumerate(detail):
            yield from _flattened(below, f"{pointer}/{number}" if is_by_place else pointer)
    else:
        yield {"pointer": pointer, "code": str(detail.code), "detail": str(detail)}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").encode(errors="replace").decode()
