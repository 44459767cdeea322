"""Where reminders go: the browsers that asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from people import tokens, webpush
from people.errors import Refusal
from people.models import Device, PushSubscription, User


class NoSuchSubscription(Refusal):
    """No browser of this person has that subscription."""

    code = "not_found"


@dataclass(frozen=True)
class Browser:
    """What a browser tells of its subscription: the address, the two keys in base64url, its zone and language."""

    endpoint: str
    p256dh: str
    auth: str
    time_zone: str
    language: str


@transaction.atomic
def subscribe(*, device: Device, browser: Browser, now: datetime) -> tuple[PushSubscription, bool]:
    """
    Send the reminders of whoever is signed in on `device` to this browser, and say whether that is new.

    One browser is one address: whoever was signed in there before is reminded there no more. Raises
    `webpush.BadSubscription`.
    """
    webpush.check(browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    Device.objects.select_for_update().get(pk=device.pk)
    endpoint_hash = tokens.hashed(browser.endpoint)
    PushSubscription.objects.filter(endpoint_hash=endpoint_hash).exclude(device=device).delete()
    return PushSubscription.objects.update_or_create(
        device=device, defaults=vars(browser) | {"endpoint_hash": endpoint_hash, "made_at": now}
    )


def of(user: User, *, now: datetime) -> QuerySet[PushSubscription]:
    """Return the subscriptions of the browsers that `user` is signed in on."""
    found = PushSubscription.objects.filter(device__user=user, device__expire_date__gt=now)
    return found.select_related("device").order_by("made_at", "pk")


def unsubscribe(*, user: User, id: UUID) -> None:
    """Send no more there, from now on. Raises NoSuchSubscription."""
    ended, _ = PushSubscription.objects.filter(device__user=user, pk=id).delete()
    if not ended:
        raise NoSuchSubscription("There is no such subscription.")
