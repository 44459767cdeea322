"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import CommandError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its name when it is whole; what stood there before stays until then."""
    whole = path.resolve()
    if whole.exists() and not whole.is_file():
        raise CommandError(f"{path} cannot be written: it is not a file")
    unfinished = whole.with_name(f".{whole.name}.{os.getpid()}.unfinished")
    try:
        file = unfinished.open("xb")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with file:
            yield file
        unfinished.replace(whole)
    finally:
        unfinished.unlink(missing_ok=True)
