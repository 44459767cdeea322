"""The WSGI door. A server sets DJANGO_SETTINGS_MODULE; without it the production settings apply."""

from __future__ import annotations

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
        b"a=b".decode(told.get("charset", "utf-8"))  # the address is read in it: rot13 and the like read nothing
    except (ValueError, LookupError):
        environ["CONTENT_TYPE"] = ""
    return _django(environ, start_response)
