"""Log lines that tell where something failed, never what a diary holds."""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

request_name: Final[ContextVar[str]] = ContextVar("request_name", default="")  # set by config.middleware

_CALENDAR = re.compile(r"(/calendar/)[^/\s?]+")
# A share link's token, where somebody mistook the # before it for a part of the path, however the address was mangled.
_SHARE = re.compile(r"/share\b\S*", re.IGNORECASE)
_TOKEN = re.compile(r"[\w-]{16,}")


def without_secrets(line: str) -> str:
    """Return a log line without the token that an address holds."""
    return _SHARE.sub(lambda found: _TOKEN.sub("...", found[0]), _CALENDAR.sub(r"\1...", line))


class WithoutContents(logging.Formatter):
    """Prints an exception's frames and its class, not its message: a database error quotes the whole row."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))

    def formatException(  # noqa: N802  (the name is logging's)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, frames = ei
        return "".join(traceback.format_tb(frames)) + (kind.__name__ if kind else "")


class AsJSON(WithoutContents):
    """
    A line is a JSON object: when, how bad, who says it, what, in which request. Whatever a text holds, it stays one.

    `facts` of the record stand beside them.
    """

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "request": request_name.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            told["where"] = self.formatException(record.exc_info)
        return json.dumps(told)  # letters beyond ASCII are written as codes: some of them end a line
