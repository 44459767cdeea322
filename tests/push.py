"""A push service and a browser of our own on 127.0.0.1: what is sent to it can be read as the browser would."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from people.models import Device, PushSubscription
from people.services import push_subscriptions
from people.services.push_subscriptions import Browser
from tests.cast import NOW, ZONE

SECRET = b"sixteen bytes...."[:16]


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class PushService:
    """Takes what is sent; `status` is what it answers."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.status = 201
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self._key = ec.generate_private_key(ec.SECP256R1())

    def browser(self, name: str = "anas", **more: str) -> Browser:
        """Return what a browser of this service tells when it subscribes."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        told = {"time_zone": ZONE, "language": "en", **more}
        return Browser(endpoint=f"{self.origin}/{name}", p256dh=base64url(point), auth=base64url(SECRET), **told)

    def subscribe(self, device: Device, name: str = "anas", **more: str) -> PushSubscription:
        """Let the browser on this device take reminders."""
        return push_subscriptions.subscribe(device=device, browser=self.browser(name, **more), now=NOW)[0]

    @property
    def read(self) -> list[dict[str, Any]]:
        """What was sent, made readable as the browser does."""
        return [
            json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=SECRET, version="aes128gcm"))
            for _, _, body in self.taken
        ]


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append((self.path, {name.lower(): told for name, told in self.headers.items()}, body))
            self.send_response(service.status)
            self.send_header("Location", f"{service.origin}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815  (the name is the library's)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)  # seconds until it hears its end
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
