"""Why a file, a mapping or an option was not taken."""

from __future__ import annotations

from typing import Final

from people.errors import Refusal

SHOWN_MAX: Final = 60  # characters of a column's name in a sentence


class BadImport(Refusal):
    """
    A file that cannot be read, or a mapping or option that does not fit it.

    `line` counts the lines of the file as a text editor shows them, from 1. `column` is the name of a column, or its
    place ("column 3") where there is no name. `pointer` is a JSON pointer into what the client sent; "/file" is the
    file. `field` is the first part of the pointer. No cell's content stands in `detail`.
    """

    code = "bad_import"

    def __init__(
        self, code: str, detail: str, *, line: int | None = None, column: str | None = None, pointer: str = "/file"
    ) -> None:
        super().__init__(detail, field=pointer.split("/")[1])
        self.code = code
        self.line = line
        self.column = column
        self.pointer = pointer


def shown(name: str) -> str:
    """Return a column's name in quotes, short enough for a sentence."""
    return f"“{name[:SHOWN_MAX]}…”" if len(name) > SHOWN_MAX else f"“{name}”"


def pointer(*parts: str) -> str:
    """Return the JSON pointer (RFC 6901) of these parts."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
