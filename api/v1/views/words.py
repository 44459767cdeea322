"""The words of the diary and of this API. Public: they say nothing about anybody."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from api.door import JSON
from api.v1 import vocabulary

_FOR_AN_HOUR = cache_control(public=True, max_age=3600)


@cache
def description() -> tuple[bytes, str]:
    """Return the description as JSON, and its ETag. Making it takes some hundred milliseconds, once a process."""
    described: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    body = json.dumps(described, indent=1, ensure_ascii=False).encode() + b"\n"
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


@method_decorator(_FOR_AN_HOUR, name="dispatch")
@method_decorator(condition(etag_func=lambda request: vocabulary.document()[1]), name="dispatch")
class VocabularyView(APIView):
    """Every code with its labels."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="vocabulary_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Return every code with its labels, and the rules over one answer."""
        return HttpResponse(vocabulary.document()[0], content_type=JSON)


@method_decorator(_FOR_AN_HOUR, name="dispatch")
@method_decorator(condition(etag_func=lambda request: description()[1]), name="dispatch")
class SchemaView(APIView):
    """The description of this API."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="schema_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the OpenAPI 3.1 description."""
        return HttpResponse(description()[0], content_type=JSON)


@method_decorator(csp_update({"img-src": ["data:"], "style-src": ["'unsafe-inline'"]}), name="dispatch")  # Swagger UI's
class DocsView(SpectacularSwaggerSplitView):
    """The description of this API, to be browsed and tried."""

    template_name = "api/docs.html"
    url_name = "api:schema"
    authentication_classes = []
    permission_classes = [AllowAny]
