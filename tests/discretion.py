"""
The log of the whole suite, held against what was told while it was written: no test may leave a diary's words in it.

What people wrote is taken from the bodies of the requests that the tests send; what the house logs meanwhile is taken
down as a server writes it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs

from django.test.client import RequestFactory

from config.logs import AsJSON

# Members of a body that hold somebody's own words, or a secret.
OWN_WORDS: Final = frozenset(
    {"note", "name", "text", "label", "questions", "tags", "username", "login", "email", "reason"}
    | {"password", "password1", "password2", "oldpassword", "token", "link", "pin", "code", "invitation"}
)
FIELD: Final = re.compile(r'; name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)  # of a form in parts
SHORTEST: Final = 6  # shorter words stand in any line by chance

_send = RequestFactory.generic
written: list[str] = []
told: set[str] = set()


class _Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        written.append(self.format(record))


_listener = _Listener(logging.INFO)
_listener.setFormatter(AsJSON())


def _sent(client: RequestFactory, method: str, path: str, data: Any = "", *args: Any, **more: Any) -> Any:
    """Send the request, and remember the words in it."""
    told.update(_words_in(data))
    return _send(client, method, path, data, *args, **more)


def _words_in(data: Any) -> Iterator[str]:
    text = data.decode(errors="replace") if isinstance(data, bytes) else str(data)
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = dict(FIELD.findall(text)) or (parse_qs(text) if "=" in text and "\n" not in text else None)
    try:
        yield from _own(found)
    except RecursionError:  # nested on purpose
        return


def _own(found: Any, *, is_own: bool = False) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _own(value, is_own=name in OWN_WORDS)
    elif isinstance(found, list):
        for one in found:
            yield from _own(one, is_own=is_own)
    elif is_own and isinstance(found, str) and len(found.strip()) >= SHORTEST:
        yield found.strip()


def listen() -> None:
    """Listen from here on; before each test, as whoever sets Django up again throws every listener out."""
    logging.getLogger().addHandler(_listener)  # once, however often
    RequestFactory.generic = _sent  # type: ignore[method-assign,assignment]  # every client of the tests sends by it


def leaks() -> list[str]:
    """Return what was told and stands in the log; forget both."""
    log = "\n".join(written)
    found = [word for word in told if json.dumps(word)[1:-1] in log or word in log]
    written.clear()
    told.clear()
    return found
