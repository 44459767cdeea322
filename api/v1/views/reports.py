"""What the study makes of the diary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView
from api.v1.serializers import reports as shape
from diary import admission
from diary.vocabulary import LANGUAGES
from people.models import Diary
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
        said, now = _options(request, shape.ProfileOptions), timezone.now()
        first, last = _period(self.diary, said, now)
        pdf = prepare.profile_pdf(
            self.diary, first=first, last=last, language=said["lang"], paper=said["paper"], now=now
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
        return response


class SvgRenderer(BaseRenderer):
    """Lets a client ask for image/svg+xml; the view answers with ready text."""

    media_type = "image/svg+xml"
    format = "svg"


class SummaryView(DiaryView):
    """The page in words."""

    throttle_scope = "pages"

    @extend_schema(operation_id="reports_summary_read", parameters=[shape.SummaryOptions], responses=shape.Summary)
    def get(self, request: Request) -> HttpResponse:
        """Return the ten boxes in words, and what the figures show. Without days: the last 90, or a younger diary."""
        said, now = _options(request, shape.SummaryOptions), timezone.now()
        first, last = _period(self.diary, said, now)
        return Response(prepare.told_summary(self.diary, first=first, last=last, language=said["lang"], now=now))


class FigureSvg(DiaryView):
    """A figure of its own."""

    renderer_classes = [SvgRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(
        operation_id="reports_figure_svg",
        parameters=[shape.FigureOptions],
        responses={(200, "image/svg+xml"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        """Return the figure; its sentence and its rows stand in the summary. 404 where its days are too few."""
        said, now = _options(request, shape.FigureOptions), timezone.now()
        first, last = _period(self.diary, said, now)
        svg = prepare.figure_svg(
            self.diary, name=name, first=first, last=last, theme=said["theme"], language=said["lang"], now=now
        )
        if svg is None:
            raise NotFound
        return HttpResponse(svg, content_type="image/svg+xml")


def _options(request: Request, options: type[shape.Period]) -> dict[str, Any]:
    asked = options(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    said: dict[str, Any] = asked.validated_data
    return said


def _period(diary: Diary, said: dict[str, Any], now: datetime) -> tuple[date, date]:
    if "first" in said:
        return said["first"], said["last"]
    return prepare.usual_period(diary, today=prepare.local_today(diary, now=now))
