"""Acts on devices: see where one is signed in, and sign out from afar."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from people.errors import Refusal
from people.models import Device, User


class NoSuchDevice(Refusal):
    """Nobody is signed in there, or somebody else is."""

    code = "not_found"


def signed_in(*, user: User, now: datetime) -> list[Device]:
    """Return the devices that `user` is signed in on, the last used first."""
    found = Device.objects.filter(user=user, expire_date__gt=now)
    return list(found.order_by("-last_used_on", "-signed_in_at", "pk"))


def sign_out(*, user: User, reference: UUID) -> None:
    """End the session of that device, at once. Raises NoSuchDevice."""
    ended, _ = Device.objects.filter(user=user, reference=reference).delete()
    if not ended:
        raise NoSuchDevice("There is no such device.")
