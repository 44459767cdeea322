"""What the study makes of the diary."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from api.door import DiaryView
from api.v1.serializers import reports as shape
from reports import prepare


class PdfRenderer(BaseRenderer):
    """Lets a client ask for application/pdf; the view answers with ready bytes."""

    media_type = "application/pdf"
    format = "pdf"


class ProfilePdf(DiaryView):
    """The Twitch Profile."""

    renderer_classes = [PdfRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(
        operation_id="reports_profile_pdf",
        parameters=[shape.ProfileOptions],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the one-page PDF. The same diary with the same options is the same bytes."""
        asked = shape.ProfileOptions(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said, now = asked.validated_data, timezone.now()
        usual = prepare.usual_period(self.diary, today=prepare.local_today(self.diary, now=now))
        first, last = (said["first"], said["last"]) if "first" in said else usual
        pdf = prepare.profile_pdf(
            self.diary, first=first, last=last, language=said["lang"], paper=said["paper"], now=now
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
        return response
