"""What every view on a person's own diary does at the door."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import Refused
from api.fields import any_uuid, day, identifier
from diary.models import Fact
from people.models import Diary, User
from people.services import diaries
from reports.tasks import tell_the_clinic

JSON = "application/json"
Checked = TypeVar("Checked")
Answer = Callable[..., HttpResponse]
_ETAG = re.compile(r'(?:W/)?"([^"]*)"')


class DiaryView(APIView):
    """
    A view on the signed-in person's own diary, and on no other.

    A client that keeps a queue names the diary it is for in the header `Twitch-Diary`; if somebody else is signed in
    by now, the request is refused and nothing of one person lands with another.
    """

    metadata_class = None  # OPTIONS has nothing to add to the schema
    tells_the_clinic_first = False  # before the answer: of a consent, which somebody there waits for
    diary: Diary
    reader: User

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the diary, once the person is known."""
        super().initial(request, *args, **kwargs)
        assert isinstance(request.user, User)
        self.reader = request.user
        self.diary = _own_diary(self.reader)
        expected = request.headers.get("Twitch-Diary")
        if expected is not None and expected.lower() != str(self.diary.reference):
            raise Refused("Somebody else is signed in here now. Nothing was stored.", "other_diary", 409)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Bring a write to the panels of the practices that the diary is open to, usually once it is answered."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if request.method not in SAFE_METHODS and answer.status_code < 400 and hasattr(self, "diary"):
            tell_the_clinic(self.diary, at_once=self.tells_the_clinic_first)
        return answer

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        """Count strangers too, who are refused before Django REST framework would count them."""
        self.check_throttles(request)
        super().permission_denied(request, message, code)


def _own_diary(user: User) -> Diary:
    try:
        return user.diary
    except Diary.DoesNotExist:  # an account made on the command line
        return diaries.open_for(owner=user, now=timezone.now())


def unless_known(view: Answer) -> Answer:
    """
    Answer 304 where the client has seen this diary in its present state.

    The diary's change counter came along with the person, so that this asks the database for nothing.
    """

    @wraps(view)
    def answer(self: DiaryView, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        tag = f"{self.diary.reference.hex[:16]}-{self.diary.epoch}.{self.diary.change_counter}"
        response = HttpResponse(status=304) if tag in known_tags(request) else view(self, request, *args, **kwargs)
        response["ETag"] = f'"{tag}"'
        return response

    return answer


def known_tags(request: Request) -> list[str]:
    """Return the tags that the client knows."""
    return _ETAG.findall(request.headers.get("If-None-Match", ""))


def if_match(request: Request) -> frozenset[str] | None:
    """Return the revisions of the header If-Match, "*" among them for any, or None where the client does not care."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    return frozenset(["*"] if header.strip() == "*" else _ETAG.findall(header))


def create_only(request: Request) -> bool:
    """Say whether the client wants to create, and never to replace: `If-None-Match: *`."""
    return request.headers.get("If-None-Match", "").strip() == "*"


def fact_answer(request: Request, fact: Fact, *, created: bool = False) -> HttpResponse:
    """Answer with the fact's document and its revision as ETag; 304 to a reader who has it."""
    if request.method in ("GET", "HEAD") and fact.revision in known_tags(request):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(fact.document, content_type=JSON, status=201 if created else 200)
    response["ETag"] = f'"{fact.revision}"'
    return response


def path_id(raw: str) -> UUID:
    """Return the id in the path. Raises ValidationError."""
    return _checked(identifier, raw, "id")


def path_reference(raw: str) -> UUID:
    """Return the reference in the path, of any version. Raises ValidationError."""
    return _checked(any_uuid, raw, "id")


def path_date(raw: str) -> date:
    """Return the date in the path. Raises ValidationError."""
    return _checked(day, raw, "date")


def _checked(check: Callable[[str], Checked], raw: str, name: str) -> Checked:
    try:
        return check(raw)
    except DjangoValidationError as error:
        raise ValidationError({name: [ErrorDetail(str(error.message), error.code)]}) from None
