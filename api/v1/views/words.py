"""The words of the diary and of this API. Public: they say nothing about anybody."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from api.door import JSON
from api.v1 import vocabulary

_HOUR_S = 3600


def _public(request: Request, body: bytes, tag: str) -> HttpResponse:
    """Answer with what is the same for everybody, or 304; only this, and no refusal, may be kept by anybody."""
    plain: Any = request._request  # noqa: SLF001  (Django asks for its own)
    fresh = HttpResponse(body, content_type=JSON)
    response: HttpResponse = get_conditional_response(plain, etag=tag, response=fresh) or fresh
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=_HOUR_S)
    return response


@cache
def description() -> tuple[bytes, str]:
    """Return the description as JSON, and its ETag. Making it takes some hundred milliseconds, once a process."""
    described: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    body = json.dumps(described, indent=1, ensure_ascii=False).encode() + b"\n"
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


@method_decorator(gzip_page, name="dispatch")  # public, so that nothing secret is pressed together with it
class VocabularyView(APIView):
    """Every code with its labels."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="vocabulary_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        """Return every code with its labels, and the rules over one answer."""
        return _public(request, *vocabulary.document())


@method_decorator(gzip_page, name="dispatch")
class SchemaView(APIView):
    """The description of this API."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="schema_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> HttpResponse:
        """Return the OpenAPI 3.1 description."""
        return _public(request, *description())


@method_decorator(csp_update({"img-src": ["data:"], "style-src": ["'unsafe-inline'"]}), name="dispatch")  # Swagger UI's
class DocsView(SpectacularSwaggerSplitView):
    """The description of this API, to be browsed and tried."""

    template_name = "api/docs.html"
    url_name = "api:schema"
    authentication_classes = []
    permission_classes = [AllowAny]
