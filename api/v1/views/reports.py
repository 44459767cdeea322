"""What the study makes of the diary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.door import DiaryView, known_tags
from api.v1.serializers import reports as shape
from diary import admission
from diary.services import reviews
from diary.vocabulary import LANGUAGES
from people.models import Diary
from reports import prepare
from reports.options import Options

SWITCHES: Final = {"true": True, "false": False, "1": True, "0": False}  # as an address spells them
Said = dict[str, Any]


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
        return Response(told | {"check_asked": _check_asked(self.diary)})


def _check_asked(diary: Diary) -> Said | None:
    """Return who asks for a face check, and since when; None where nobody waits for one."""
    asked = reviews.check_asked(diary, now=timezone.now())
    if asked is None:
        return None
    by, practice = asked.by.shown_name if asked.by else "", asked.practice.name if asked.practice else ""
    return {"by": by, "practice": practice, "asked_at": asked.signed_at}


class PdfRenderer(BaseRenderer):
    """Lets a client ask for application/pdf; the view answers with ready bytes."""

    media_type = "application/pdf"
    format = "pdf"


class SvgRenderer(PdfRenderer):
    """Lets a client ask for image/svg+xml."""

    media_type = "image/svg+xml"
    format = "svg"


class PngRenderer(PdfRenderer):
    """Lets a client ask for image/png."""

    media_type = "image/png"
    format = "png"


class TextRenderer(PdfRenderer):
    """Lets a client ask for text/plain."""

    media_type = "text/plain"
    format = "txt"


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
        """Return the page and its definitions as PDF. The same diary with the same options is the same bytes."""
        return _unless_known(self, request, _asked(request, shape.ProfileOptions), _pdf)

    @extend_schema(
        operation_id="reports_profile_pdf_make",
        request=shape.ProfileOptions,
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> HttpResponse:
        """Return the same, with the period in the body: it stands in no address, and in no log."""
        said = shape.ProfileOptions.usual() | shapes.read(request, shape.ProfileOptions)
        shape.check_period(said)
        return _pdf(_of(self.diary, said))


class ProfileText(DiaryView):
    """The Twitch Profile as text."""

    renderer_classes = [TextRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(
        operation_id="reports_profile_text",
        parameters=[shape.SummaryOptions],
        responses={(200, "text/plain"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the page in at most 20 lines, to paste into a record."""
        return _unless_known(self, request, _asked(request, shape.SummaryOptions), _text)


class SummaryView(DiaryView):
    """The page in words and numbers."""

    throttle_scope = "pages"

    @extend_schema(operation_id="reports_summary_read", parameters=[shape.SummaryOptions], responses=shape.Summary)
    def get(self, request: Request) -> HttpResponse:
        """Return the ten boxes, and what the figures show. Without days: the last 90, or a younger diary."""
        return _unless_known(self, request, _asked(request, shape.SummaryOptions), _summary)


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
        said = _asked(request, shape.FigureOptions) | {"name": name}
        return _unless_known(self, request, said, _svg)


class FigurePng(DiaryView):
    """The same figure as a picture."""

    renderer_classes = [PngRenderer, JSONRenderer]
    throttle_scope = "pages"

    @extend_schema(
        operation_id="reports_figure_png",
        parameters=[shape.FigureOptions],
        responses={(200, "image/png"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        """Return the figure as a picture, for programs that draw no SVG."""
        said = _asked(request, shape.FigureOptions) | {"name": name}
        return _unless_known(self, request, said, _png)


def _unless_known(
    view: DiaryView, request: Request, said: Said, answer: Callable[[Asked], HttpResponse]
) -> HttpResponse:
    """Answer 304 where the client has this page of this diary in its present state."""
    asked = _of(view.diary, said)
    tag = prepare.stamp(view.diary, today=asked.today, of=[type(view).__name__, *sorted(asked.said.items())])
    response = HttpResponse(status=304) if tag in known_tags(request) else answer(asked)
    response["ETag"] = f'"{tag}"'
    return response


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a diary, with its days, and when."""

    diary: Diary
    said: Said
    now: datetime
    today: date

    @property
    def days(self) -> dict[str, Any]:
        """What every page is asked with."""
        said = self.said
        return {"first": said["first"], "last": said["last"], "language": said["lang"], "now": self.now}


def _of(diary: Diary, said: Said) -> Asked:
    now = timezone.now()
    today = prepare.local_today(diary, now=now)
    if "first" in said:
        return Asked(diary, said, now, today)
    first, last = prepare.usual_period(diary, today=today)
    return Asked(diary, {**said, "first": first, "last": last}, now, today)


def _pdf(asked: Asked) -> HttpResponse:
    said = asked.said
    chosen = Options(language=said["lang"], **{name: said[name] for name in shape.PRINTED})
    pdf = prepare.profile_pdf(asked.diary, first=said["first"], last=said["last"], now=asked.now, options=chosen)
    return pdf_answer(pdf)


def pdf_answer(pdf: bytes) -> HttpResponse:
    """Answer with a PDF under its name."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="twitch-profile.pdf"'
    return response


def _text(asked: Asked) -> HttpResponse:
    return HttpResponse(prepare.profile_text(asked.diary, **asked.days), content_type="text/plain; charset=utf-8")


def _summary(asked: Asked) -> HttpResponse:
    return Response(prepare.told_summary(asked.diary, **asked.days))


def _svg(asked: Asked) -> HttpResponse:
    return HttpResponse(_drawn(asked), content_type="image/svg+xml")


def _png(asked: Asked) -> HttpResponse:
    return HttpResponse(prepare.figure_png(_drawn(asked)), content_type="image/png")


def _drawn(asked: Asked) -> str:
    svg = prepare.figure_svg(asked.diary, name=asked.said["name"], theme=asked.said["theme"], **asked.days)
    if svg is None:
        raise NotFound
    return svg


def _asked(request: Request, options: type[shape.Period]) -> Said:
    asked = options(data={name: SWITCHES.get(value, value) for name, value in request.query_params.dict().items()})
    asked.is_valid(raise_exception=True)
    said: Said = asked.validated_data
    return said
