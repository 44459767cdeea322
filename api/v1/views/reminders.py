"""Where reminders go: to browsers by web push, and to a calendar by a secret address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import shapes
from api.door import DiaryView, path_id
from api.v1.serializers import reminders as shape
from api.v1.views.people import this_device
from diary import admission
from diary.exports.calendar import reminder_feed
from diary.models import Settings
from people import webpush
from people.models import LANGUAGE_MAX, CalendarAddress, Device, PushSubscription
from people.services import calendars, push_subscriptions

ICS = "text/calendar"


class PushSubscriptionList(DiaryView):
    """Browsers that take reminders."""

    @extend_schema(operation_id="push_subscriptions_list", responses=shape.PushSubscriptions)
    def get(self, request: Request) -> HttpResponse:
        """Return the browsers that are reminded, and the key by which a browser has to know this server."""
        return Response({"application_server_key": webpush.public_key(), "results": told_subscriptions(self, request)})

    @extend_schema(
        operation_id="push_subscriptions_add",
        request=shape.PushSubscription,
        responses={200: shape.PushSubscription, 201: shape.PushSubscription},
    )
    def post(self, request: Request) -> HttpResponse:
        """Remind this browser (201), as long as it stays signed in. Said again, it is brought up to date (200)."""
        said = shapes.read(request, shape.PushSubscription)
        admission.zone(said["time_zone"], field="time_zone")
        browser = push_subscriptions.Browser(
            endpoint=said["endpoint"],
            p256dh=said["keys"]["p256dh"],
            auth=said["keys"]["auth"],
            time_zone=said["time_zone"],
            language=admission.text(said.get("language", ""), longest=LANGUAGE_MAX, field="language"),
        )
        made, is_new = push_subscriptions.subscribe(device=this_device(request), browser=browser, now=timezone.now())
        return Response(_subscription(made, made.device), status=201 if is_new else 200)


class PushSubscriptionView(DiaryView):
    """One browser that takes reminders."""

    @extend_schema(operation_id="push_subscriptions_end", request=None, responses={204: None})
    def delete(self, request: Request, id: str) -> HttpResponse:
        """Remind that browser no more, from now on."""
        push_subscriptions.unsubscribe(user=self.reader, id=path_id(id))
        return HttpResponse(status=204)


class CalendarView(DiaryView):
    """The calendar feed."""

    @extend_schema(operation_id="calendar_read", responses=shape.CalendarAddress)
    def get(self, request: Request) -> HttpResponse:
        """Say whether there is a feed. Its address was told when it was made."""
        return Response(told_calendar(self))

    @extend_schema(operation_id="calendar_make", request=None, responses={201: shape.NewCalendarAddress})
    def post(self, request: Request) -> HttpResponse:
        """Make a secret address at which a calendar fetches the daily reminder. The one before it is closed."""
        language = request.headers.get("Accept-Language", "en")
        address, token = calendars.make(diary=self.diary, by=self.reader, now=timezone.now(), language=language)
        link = request.build_absolute_uri(reverse("api:calendar-feed", kwargs={"token": token}))
        return Response({"made_at": address.made_at, "address": link}, status=201)

    @extend_schema(operation_id="calendar_close", request=None, responses={204: None})
    def delete(self, request: Request) -> HttpResponse:
        """Close the address, at once. Where there is none, nothing is done."""
        calendars.close(diary=self.diary, by=self.reader, now=timezone.now())
        return HttpResponse(status=204)


class CalendarRenderer(BaseRenderer):
    """Lets a calendar ask for text/calendar; the view answers with ready bytes."""

    media_type = ICS
    format = "ics"


class CalendarFeed(APIView):
    """The feed itself, for a calendar that cannot sign in: whoever has the address reads when the reminder comes."""

    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [CalendarRenderer, JSONRenderer]
    metadata_class = None

    @extend_schema(operation_id="calendar_feed", responses={(200, ICS): OpenApiTypes.STR})
    def get(self, request: Request, token: str) -> HttpResponse:
        """Return the daily reminder as iCalendar. Nothing of the diary is in it."""
        address = calendars.find(token=token)
        settings = Settings.objects.of(address.diary).first()
        home = request.build_absolute_uri(reverse("phone:shell")) + "#day"
        uid = f"{address.token_hash[:32]}@twitch-diary"
        feed = reminder_feed(settings, uid=uid, made_at=address.made_at, language=address.language, address=home)
        return HttpResponse(feed, content_type=f"{ICS}; charset=utf-8")


def told_subscriptions(view: DiaryView, request: Request) -> list[dict[str, Any]]:
    """Return the browsers that are reminded, as they are shown."""
    found = push_subscriptions.of(view.reader, now=timezone.now())
    return [_subscription(one, this_device(request)) for one in found]


def told_calendar(view: DiaryView) -> dict[str, Any]:
    """Return whether there is a calendar feed, as it is shown."""
    address = CalendarAddress.objects.in_force().filter(diary=view.diary).first()
    return {"made_at": address and address.made_at}


def _subscription(one: PushSubscription, this: Device) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "service": urlsplit(one.endpoint).hostname,
        "device": one.device.user_agent,
        "time_zone": one.time_zone,
        "made_at": one.made_at,
        "is_this": one.device_id == this.pk,
    }
