"""What the study makes of the diary."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView
from api.v1.serializers import reports as shape
from diary import admission
from diary.vocabulary import LANGUAGES
from reports import prepare


class FlagList(DiaryView):
    """What the rules say of the diary."""

    @extend_schema(operation_id="flags_list", parameters=[shape.AsOf], responses=shape.Flags)
    def get(self, request: Request) -> HttpResponse:
        """Return the flags of a day, most urgent first. None is not an all-clear."""
        said = shapes.asked(request, shape.AsOf)
        if "as_of" in said:
            admission.past_or_planned(said["as_of"], field="as_of")
        told = prepare.flags(
            self.diary, as_of=said.get("as_of"), now=timezone.now(), language=said.get("lang", LANGUAGES[0])
        )
        return Response(told)


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
        asked = shape.ProfileOptions(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        said, now = asked.validated_data, timezone.now()
        if "first" in said:
            first, last = said["first"], said["last"]
        else:
            first, last = prepare.usual_period(self.diary, today=prepare.local_today(self.diary, now=now))
        pdf = prepare.profile_pdf(
            self.diary, first=first, last=last, language=said["lang"], paper=said["paper"], now=now
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
        return response
