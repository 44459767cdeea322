"""The words of the diary. Public: they say nothing about anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from api.door import JSON
from api.v1 import vocabulary


@method_decorator(cache_control(public=True, max_age=3600), name="dispatch")
@method_decorator(condition(etag_func=lambda request: vocabulary.document()[1]), name="dispatch")
class VocabularyView(APIView):
    """Every code with its labels."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="vocabulary_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Return every code with its labels."""
        return HttpResponse(vocabulary.document()[0], content_type=JSON)
