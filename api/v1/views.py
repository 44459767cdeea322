"""Version 1: read the request, make one call inwards, write the reply. The clock and the lock are here."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import shapes
from api.door import JSON, DiaryView, create_only, fact_answer, if_match, path_date, path_id
from api.v1 import serializers, vocabulary
from api.v1.paging import NewestFirst
from diary.errors import NoSuchFact
from diary.models import Day, Episode
from diary.services import days, episodes
from people.models import CareLink, Member, Opening
from people.services import care_links
from reports import prepare

OPENINGS_SHOWN = 100
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The revision you saw; a stale one answers 412."
)

CREATE_ONLY = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description='"*" creates only: a repeat never overwrites an edit.'
)


class EpisodeView(DiaryView):
    """One episode."""

    @extend_schema(operation_id="episodes_read", responses=serializers.Episode)
    def get(self, request: Request, id: str) -> HttpResponse:
        """Return the episode."""
        episode = Episode.objects.of(self.diary).filter(id=path_id(id)).first()
        if episode is None:
            raise NoSuchFact("There is no such entry in this diary.")
        return fact_answer(episode)

    @extend_schema(
        operation_id="episodes_record",
        parameters=[IF_MATCH, CREATE_ONLY],
        request=serializers.Episode,
        responses={200: serializers.Episode, 201: serializers.Episode},
    )
    def put(self, request: Request, id: str) -> HttpResponse:
        """Create the episode (201) or replace it (200). The same body twice changes nothing."""
        act = partial(episodes.record, create_only=create_only(request))
        return self._write(act, request, id, serializers.Episode)

    @extend_schema(
        operation_id="episodes_amend",
        parameters=[IF_MATCH],
        request=serializers.EpisodeChange,
        responses=serializers.Episode,
    )
    def patch(self, request: Request, id: str) -> HttpResponse:
        """Change the given fields and leave the others as they are."""
        return self._write(episodes.amend, request, id, serializers.EpisodeChange)

    @extend_schema(operation_id="episodes_withdraw", parameters=[IF_MATCH], request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Delete the episode. Deleting twice is the same as once."""
        episodes.withdraw(
            diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now(), if_match=if_match(request)
        )
        return HttpResponse(status=204)

    def _write(self, act: Any, request: Request, id: str, shape: type[serializers.Episode]) -> HttpResponse:
        written = act(
            diary=self.diary,
            id=path_id(id),
            fields=shapes.read(request, shape),
            by=self.reader,
            now=timezone.now(),
            if_match=if_match(request),
        )
        return fact_answer(written.fact, created=written.created)


class EpisodeList(DiaryView):
    """Episodes, newest first."""

    @extend_schema(
        operation_id="episodes_list",
        parameters=[
            serializers.EpisodeFilter,
            OpenApiParameter("page_size", int, description="1 to 1000, 100 if not given."),
            OpenApiParameter("cursor", str, description="From `next` or `previous`."),
        ],
        responses=serializers.EpisodePage,
    )
    def get(self, request: Request) -> HttpResponse:
        """Return a page of episodes."""
        asked = serializers.EpisodeFilter(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        pages = NewestFirst()
        found = Episode.objects.of(self.diary).on_days(said.get("first", date.min), said.get("last", date.max))
        found = found.at(said.get("site", ""), said.get("side", ""))
        rows: Any = pages.paginate_queryset(found.values("started_at", "id", "document"), request, view=self)
        return pages.answer(rows or [])


class DayView(DiaryView):
    """One day's answer."""

    @extend_schema(operation_id="days_read", responses=serializers.Day)
    def get(self, request: Request, date: str) -> HttpResponse:
        """Return what was said of the day; a day that nobody answered has the state unknown and no revision."""
        asked = path_date(date)
        day = Day.objects.of(self.diary).filter(date=asked).first()
        return fact_answer(day) if day is not None else Response(days.unanswered(asked))

    @extend_schema(
        operation_id="days_answer",
        parameters=[IF_MATCH, CREATE_ONLY],
        request=serializers.Day,
        responses={200: serializers.Day, 201: serializers.Day},
    )
    def put(self, request: Request, date: str) -> HttpResponse:
        """Answer the day, replacing an earlier answer."""
        act = partial(days.answer, create_only=create_only(request))
        return self._write(act, request, date)

    @extend_schema(
        operation_id="days_amend",
        parameters=[IF_MATCH],
        request=serializers.Day,
        responses={200: serializers.Day, 201: serializers.Day},
    )
    def patch(self, request: Request, date: str) -> HttpResponse:
        """Answer some fields of the day and leave the others as they are."""
        return self._write(days.amend, request, date)

    def _write(self, act: Any, request: Request, date: str) -> HttpResponse:
        written = act(
            diary=self.diary,
            date=path_date(date),
            fields=shapes.read(request, serializers.Day),
            by=self.reader,
            now=timezone.now(),
            if_match=if_match(request),
        )
        return fact_answer(written.fact, created=written.created)


class CareLinkList(DiaryView):
    """Who may read this diary."""

    @extend_schema(operation_id="care_links_list", responses=serializers.CareLink(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Return the consents in force."""
        links = CareLink.objects.in_force(timezone.now()).filter(diary=self.diary).select_related("practice")
        return Response({"results": [_care_link(link) for link in links.order_by("given_at", "pk")]})

    @extend_schema(operation_id="care_links_give", request=serializers.CareLink, responses={201: serializers.CareLink})
    def post(self, request: Request) -> HttpResponse:
        """Open the diary to the practice whose code this is. Giving again changes scope and end."""
        said = {"scope": CareLink.Scope.PROFILE, "until": None} | shapes.read(request, serializers.CareLink)
        return Response(
            _care_link(care_links.give(diary=self.diary, by=self.reader, now=timezone.now(), **said)), status=201
        )


class CareLinkView(DiaryView):
    """One consent."""

    @extend_schema(operation_id="care_links_revoke", request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Close the diary to that practice, at once."""
        care_links.revoke(diary=self.diary, id=path_id(id), by=self.reader, now=timezone.now())
        return HttpResponse(status=204)


def _care_link(link: CareLink) -> dict[str, Any]:
    return {
        "id": str(link.pk),
        "practice": link.practice.name,
        "scope": link.scope,
        "given_at": link.given_at,
        "until": link.until,
    }


class OpeningList(DiaryView):
    """Who opened this diary."""

    @extend_schema(operation_id="openings_list", responses=serializers.Opening(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Return the last hundred openings, newest first."""
        lines = Opening.objects.filter(diary=self.diary).select_related("reader", "practice").order_by("-number")
        return Response({"results": [_opening(line) for line in lines[:OPENINGS_SHOWN]]})


def _opening(line: Opening) -> dict[str, Any]:
    return {
        "reader": line.reader.shown_name if line.reader else "",
        "practice": line.practice.name if line.practice else None,
        "what": line.what,
        "opened_at": line.opened_at,
    }


class AccountView(DiaryView):
    """Who is signed in."""

    @extend_schema(operation_id="account_read", responses=serializers.Account)
    def get(self, request: Request) -> HttpResponse:
        """Return the signed-in person and the name of their diary."""
        return Response(
            {
                "username": self.reader.username,
                "name": self.reader.name,
                "diary": str(self.diary.reference),
                "epoch": self.diary.epoch,
                "is_clinician": Member.objects.filter(user=self.reader, left_at=None).exists(),
            }
        )


class PdfRenderer(BaseRenderer):
    """Lets a client ask for application/pdf; the view answers with ready bytes."""

    media_type = "application/pdf"
    format = "pdf"


class ProfilePdf(DiaryView):
    """The Twitch Profile."""

    renderer_classes = [PdfRenderer, JSONRenderer]

    @extend_schema(
        operation_id="reports_profile_pdf",
        parameters=[serializers.ProfileOptions],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the one-page PDF. The same diary with the same options is the same bytes."""
        asked = serializers.ProfileOptions(data=request.query_params)
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


@method_decorator(cache_control(public=True, max_age=3600), name="dispatch")
@method_decorator(condition(etag_func=lambda request: vocabulary.document()[1]), name="dispatch")
class VocabularyView(APIView):
    """The words of the diary. Public: it says nothing about anybody."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="vocabulary_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Return every code with its labels."""
        return HttpResponse(vocabulary.document()[0], content_type=JSON)
