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


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Call Django. A content type that cannot be read counts as none: Django would fail before any answer of ours."""
    try:
        _, told = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if codecs.lookup(told.get("charset", "utf-8")).name not in ("utf-8", "ascii", "iso8859-1"):
            raise LookupError  # the address and a form are read in it: others read nothing, or halves of letters
    except (ValueError, LookupError):
        environ["CONTENT_TYPE"] = ""
    return _django(environ, start_response)
