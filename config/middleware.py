"""What every request and every answer passes: headers by default, and no JSON that a library would stumble over."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Final

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.core.exceptions import RequestDataTooBig
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError
from django.utils import translation
from django.utils.cache import patch_vary_headers

from config import metrics
from config.logs import request_name
from config.views import bad_request, too_large

answered = logging.getLogger("config.answered")

# A diary needs none of these; a page that were ever injected cannot ask for them either.
PERMISSIONS_POLICY: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SHARED: Final = "/share/"  # the pages behind share links
_REQUEST_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class PrivateByDefault:
    """Nothing about a person is kept by a cache on the way, unless a view says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class SharedPages:
    """What stands under a share link is found by no search engine, and no page that it leads to learns of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(SHARED):
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response


class PagesInTheirLanguage:
    """
    The pages of accounts and of share links speak the browser's language, as far as they know it. Everything else here
    is in English: the phone chooses by itself, and what the API says stays the same for whoever asks.
    """

    PREFIXES: Final = ("/accounts/", SHARED)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self.PREFIXES):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.setdefault("Content-Language", language)
        return response


class Policy(CSPMiddleware):  # type: ignore[misc]  # mypy follows no types of django-csp
    """
    django-csp's middleware; the policy of an answer that asks for none of its own is put together once.

    Putting it together costs a tenth of a small answer (bench/api).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header."""
        if any(name.startswith("_csp_") for name in (*vars(response), *vars(request))):
            guarded: HttpResponseBase = super().process_response(request, response)
            return guarded
        response.setdefault(HEADER, _usual_policy())
        return response


@cache
def _usual_policy() -> str:
    return str(build_policy())


class NamedRequests:
    """
    Gives each request a name: its own, by which a client tells its answer from another's, or one of ours.

    The answer carries it, and so does each line that is logged until it is sent. One of them is written here: which
    door was asked for, never which address, what is answered, and after how long.
    """

    HEADER: Final = "Twitch-Request"  # a name of our own: proxies rewrite X-Request-ID

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        told, began = request.headers.get(self.HEADER, ""), time.perf_counter()
        name = told if _REQUEST_NAME.fullmatch(told) else secrets.token_hex(8)
        request_name.set(name)
        response = self.get_response(request)
        _note(request, response, took_s=time.perf_counter() - began)
        response[self.HEADER] = name
        return response


@receiver(request_finished)
def _forget_its_name(**_: object) -> None:
    """Once it is answered, and so later than Django itself logs how."""
    request_name.set("")


def _note(request: HttpRequest, response: HttpResponseBase, *, took_s: float) -> None:
    route = f"/{request.resolver_match.route}" if request.resolver_match else "-"  # a static file, or no door of ours
    method, status = str(request.method), response.status_code
    with suppress(OSError):  # no room for the metrics' files
        metrics.count(method=method, route=route, status=status, took_s=took_s)
    facts = {"method": method, "route": route, "status": status, "took_ms": round(1_000 * took_s, 1)}
    answered.info("%(method)s %(route)s %(status)s in %(took_ms)s ms", facts, extra={"facts": facts})


class ReadableJSON:
    """
    Refuses a JSON body for the headless account API that is none, nests too deep, or holds a lone surrogate.

    allauth decodes such a body without care and fails on it. The diary's own API reads its bodies itself.
    """

    PREFIX: Final = "/_allauth/"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self.PREFIX):
            return self.get_response(request)
        try:
            return self.get_response(request) if _is_readable(request) else bad_request(request)
        except RequestDataTooBig:
            return too_large(request)


def _is_readable(request: HttpRequest) -> bool:
    try:
        json.dumps(json.loads(request.body or b"null"), ensure_ascii=False).encode()
    except (ValueError, RecursionError, UnreadablePostError):
        return False
    return True
