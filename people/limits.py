"""What is said to whoever tries too often to get in: 429, and when to come again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.response import RateLimitResponse
from django.http import HttpRequest, HttpResponseBase

REFUSALS: Final = ("too_many_login_attempts", "rate_limited")  # allauth's names for them
AFTER_FAILING_S: Final = 300  # the longest that allauth remembers a wrong password or code
AFTER_S: Final = 60  # and any other attempt
_TRIED_TOO_OFTEN: Final = "_tried_too_often"


def note(code: str) -> None:
    """Note on the request under way that this refusal of allauth's is about too many attempts. Others are not noted."""
    if code not in REFUSALS or context.request is None:
        return
    setattr(context.request, _TRIED_TOO_OFTEN, True)
    if hasattr(context.request.allauth, "headless"):  # whose body names the status too
        raise ImmediateHttpResponse(RateLimitResponse(context.request))


class TooManyAttempts:
    """allauth answers 200 with a page, or 429 without a time: here both say 429 and after how many seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        failed = hasattr(request, _TRIED_TOO_OFTEN)
        if failed:
            response.status_code = 429
        if response.status_code == 429:
            response.setdefault("Retry-After", str(AFTER_FAILING_S if failed else AFTER_S))
        return response
