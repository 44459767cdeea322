"""Everything the diary holds, to take along."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from api.door import JSON, DiaryView
from api.v1.serializers import imports as shape
from api.v1.serializers.reports import FhirOptions
from diary import exports
from reports import prepare

ZIP = "application/zip"
FHIR = "application/fhir+json"


class ZipRenderer(BaseRenderer):
    """Lets a client ask for application/zip; the view answers with ready bytes."""

    media_type = ZIP
    format = "zip"


class OwnExport(DiaryView):
    """The diary's own file."""

    throttle_scope = "pages"

    @extend_schema(operation_id="exports_json", responses=shape.OwnFile)
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return everything, with every earlier version. Imported again, it gives every entry as it stands."""
        return file_answer(exports.own_json(self.diary, now=timezone.now()), JSON, "twitch-diary.json")


class CsvExport(DiaryView):
    """The diary as tables."""

    throttle_scope = "pages"

    renderer_classes = [ZipRenderer, JSONRenderer]

    @extend_schema(operation_id="exports_csv", responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return a zip with one CSV file for each resource, for a spreadsheet."""
        return file_answer(exports.csv_zip(self.diary, now=timezone.now()), ZIP, "twitch-diary-csv.zip")


class FhirRenderer(BaseRenderer):
    """Lets a client ask for application/fhir+json; the view answers with ready bytes."""

    media_type = FHIR
    format = "fhir"


class FhirExport(DiaryView):
    """The diary for a clinic's own software."""

    throttle_scope = "pages"

    renderer_classes = [FhirRenderer, JSONRenderer]

    @extend_schema(operation_id="exports_fhir", parameters=[FhirOptions], responses={(200, FHIR): OpenApiTypes.OBJECT})
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return a FHIR R4 document of these days, the Profile as PDF in it. Without days: of the whole diary."""
        asked = FhirOptions(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        pieces = prepare.fhir_bundle(
            self.diary, first=said.get("first"), last=said.get("last"), language=said["lang"], now=timezone.now()
        )
        return file_answer(pieces, FHIR, "twitch-diary-fhir.json")


def file_answer(pieces: Iterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    """Answer with a file of this name, a piece at a time."""
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
