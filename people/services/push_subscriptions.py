"""Where reminders go: the browsers that asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet

from people import tokens, webpush
from people.errors import Refusal
from people.models import Device, PushSubscription, User
from people.transactions import whole


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


def subscribe(*, device: Device, browser: Browser, now: datetime) -> tuple[PushSubscription, bool]:
    """
    Send the reminders of whoever is signed in on `device` to this browser, and say whether that is new.

    One browser is one address: whoever was signed in there before is reminded there no more. Raises
    `webpush.BadSubscription`, and NoSuchSubscription where the device was signed out meanwhile.
    """
    webpush.check(browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    try:
        return _subscribe(device, browser, now)
    except IntegrityError:  # another device told the same address at the same moment: now it is there to be taken over
        return _subscribe(device, browser, now)


@whole
def _subscribe(device: Device, browser: Browser, now: datetime) -> tuple[PushSubscription, bool]:
    if not Device.objects.select_for_update().filter(pk=device.pk).exists():
        raise NoSuchSubscription("Nobody is signed in here any more.")
    endpoint_hash = tokens.hashed(browser.endpoint)
    PushSubscription.objects.filter(endpoint_hash=endpoint_hash).exclude(device=device).delete()
    told = vars(browser) | {"endpoint_hash": endpoint_hash, "told_at": now}
    return PushSubscription.objects.update_or_create(
        device=device, defaults=told, create_defaults=told | {"made_at": now}
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


def forget(subscription: PushSubscription) -> None:
    """Send no more to an address that takes none any more, unless the browser has told another one since."""
    PushSubscription.objects.filter(pk=subscription.pk, endpoint_hash=subscription.endpoint_hash).delete()
