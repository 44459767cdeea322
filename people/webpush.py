"""
Web push: the only words that this server says to others, and to none but the push services of browsers.

What is sent is encrypted for one browser (RFC 8291) and says nothing of a diary; the push service sees who reminds
whom, and when. This server names itself with a key of its own (VAPID, RFC 8292), which follows from the secret key, so
that every process and every machine of one installation has the same.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from people.errors import Refusal
from people.models import PushSubscription

PATIENCE_S: Final = 10
ENDPOINT_MAX: Final = 1_000
POINT_BYTES: Final = 65  # of a key: a point that is not compressed, as RFC 8291 wants it
_GONE: Final = (404, 410)
_HOST: Final = re.compile(r"([a-z0-9-]+\.)*[a-z0-9-]+")
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256 (FIPS 186-4)

log = logging.getLogger(__name__)


class BadSubscription(Refusal):
    """A subscription that nothing can be sent to."""

    code = "invalid"


class UnknownPushService(BadSubscription):
    """An address of somebody else than the push services that are allowed here: nothing is ever sent there."""

    code = "unknown_push_service"
    field = "endpoint"


class Outcome(Enum):
    """What became of a message: taken, the browser takes none any more, or not now."""

    TAKEN = "taken"
    GONE = "gone"
    FAILED = "failed"


def public_key() -> str:
    """Return the key by which browsers know this server: a point of P-256, uncompressed, in base64url."""
    point = _key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def check(endpoint: str, *, p256dh: str, auth: str) -> None:
    """Refuse a subscription that is of no use, or leads elsewhere. Raises BadSubscription, UnknownPushService."""
    if not is_allowed(endpoint):
        raise UnknownPushService("This is not the address of a push service that is known here.")
    point = _decoded(p256dh)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        point = b""
    if len(point) != POINT_BYTES:
        raise BadSubscription("This is not a key of a browser.", field="keys.p256dh")
    if len(_decoded(auth)) != 16:
        raise BadSubscription("This is not a secret of a browser: it has 16 bytes.", field="keys.auth")


def is_allowed(endpoint: str) -> bool:
    """Tell whether `endpoint` is at one of the push services that `DIARY_PUSH_SERVICES` names."""
    try:
        told = urlsplit(endpoint)
        port = told.port
    except ValueError:
        return False
    if len(endpoint) > ENDPOINT_MAX or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    if "@" in told.netloc or not _HOST.fullmatch(told.hostname or ""):  # libraries disagree where such a host ends
        return False
    origin = f"{told.scheme}://{told.hostname}" + ("" if port is None else f":{port}")
    return any(fnmatchcase(origin, allowed) for allowed in settings.DIARY_PUSH_SERVICES)


def send(subscription: PushSubscription, message: Mapping[str, str], *, lasts: timedelta) -> Outcome:
    """
    Hand `message` to the push service of this browser, which may deliver it as long as it `lasts`.

    Never raises for what a network or a service does. A service that answers with another address is not followed
    there, and one that is not allowed any more gets nothing.
    """
    from py_vapid import Vapid02  # noqa: PLC0415
    from pywebpush import WebPushException, webpush  # noqa: PLC0415  (0.8 s that only who sends needs)
    from requests import RequestException, Session  # noqa: PLC0415

    if not is_allowed(subscription.endpoint):
        return Outcome.FAILED
    with Session() as session:
        session.max_redirects = 0
        try:
            webpush(
                {
                    "endpoint": subscription.endpoint,
                    "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
                },
                data=json.dumps(message),
                vapid_private_key=Vapid02(
                    private_key=_key(), conf={"no-strict": True}
                ),  # the settings look at the contact
                vapid_claims={"sub": settings.DIARY_PUSH_CONTACT},
                ttl=max(0, int(lasts.total_seconds())),
                headers={"Urgency": "normal", "Topic": "reminder"},  # a newer one takes the place of one not delivered
                timeout=PATIENCE_S,
                requests_session=session,
            )
        except WebPushException as error:
            status = getattr(error.response, "status_code", None)
            log.warning("a push service answered %s", status)
            return Outcome.GONE if status in _GONE else Outcome.FAILED
        except (RequestException, OSError, ValueError):  # ValueError: an answer that is no HTTP
            log.warning("a push service could not be reached")
            return Outcome.FAILED
    return Outcome.TAKEN


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    seed = HKDF(hashes.SHA256(), length=48, salt=None, info=b"twitch-diary web push").derive(
        settings.SECRET_KEY.encode()
    )
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())


def _decoded(text: str) -> bytes:
    """Return the bytes of base64url, padded or not; none where it is something else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
