"""Where reminders go: browsers that take web push, and a calendar."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.fields import Boolean, Identifier, Instant, Text, at_most
from people.models import LANGUAGE_MAX
from people.webpush import ENDPOINT_MAX


class PushKeys(serializers.Serializer[Any]):
    """With what a reminder is made readable to one browser alone (RFC 8291)."""

    p256dh = Text(write_only=True, help_text="Its public key, in base64url.")
    auth = Text(write_only=True, help_text="Its secret of 16 bytes, in base64url.")


class PushSubscription(serializers.Serializer[Any]):
    """A browser that takes reminders, as its `PushSubscription` tells it, with its zone and its language."""

    id = Identifier(read_only=True)
    endpoint = Text(
        write_only=True,
        help_text="An address at the push service of the browser's maker.",
        keywords=at_most(ENDPOINT_MAX),
    )
    keys = PushKeys(write_only=True)
    time_zone = Text(help_text="IANA: in which the reminder's time is read, unless days stay in a home zone.")
    language = Text(
        required=False,
        write_only=True,
        help_text="Of the reminder, unless the settings name one.",
        keywords=at_most(LANGUAGE_MAX),
    )
    service = Text(read_only=True, help_text="The host of the push service.")
    device = Text(read_only=True, help_text="What the device calls itself.")
    made_at = Instant(read_only=True)
    is_this = Boolean(read_only=True, help_text="Whether it is the browser that asks.")


class PushSubscriptions(serializers.Serializer[Any]):
    """The browsers that take reminders, and the key by which they have to know this server."""

    application_server_key = Text(read_only=True, help_text="For `pushManager.subscribe` (VAPID, RFC 8292).")
    results = PushSubscription(many=True)


class CalendarAddress(serializers.Serializer[Any]):
    """Whether there is a calendar feed."""

    made_at = Instant(read_only=True, allow_null=True, help_text="null where there is none.")


class NewCalendarAddress(CalendarAddress):
    """The secret address of a calendar feed, in the answer to the request that made it, and never again."""

    address = Text(read_only=True, keywords={"format": "uri"})
