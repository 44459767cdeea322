"""The WSGI door. A server sets DJANGO_SETTINGS_MODULE; without it the production settings apply."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
_django = get_wsgi_application()


class Whole:
    """A body that comes whole or not at all: where somebody hangs up before its end, reading it fails."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Return that many bytes; Django asks for no more than the length that the request told."""
        pieces = []
        while size > 0:
            pieces.append(self._some(self._stream.read(size)))
            size -= len(pieces[-1])
        return b"".join(pieces)

    def readline(self, size: int) -> bytes:
        """Return the next line, or that many bytes of it."""
        return self._some(self._stream.readline(size))

    def _some(self, piece: bytes) -> bytes:
        if not piece:
            raise OSError("The body ended before the length that was told.")
        return piece


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Call Django. A content type that cannot be read counts as none: Django would fail before any answer of ours."""
    environ["wsgi.input"] = Whole(environ["wsgi.input"])
    try:
        _, told = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if codecs.lookup(told.get("charset", "utf-8")).name not in ("utf-8", "ascii", "iso8859-1"):
            raise LookupError  # the address and a form are read in it: others read nothing, or halves of letters
    except (ValueError, LookupError):
        environ["CONTENT_TYPE"] = ""
    return _django(environ, start_response)
