"""Zip files as streams: written once, from the beginning to the end, in constant memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

ZIP64_FROM: Final = 100_000  # changes; fewer facts than that stay below the 2 GiB that a plain zip can hold in a file
_PRIVATE: Final = 0o600 << 16  # the place of a file's mode in a zip


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], *, now: datetime, is_large: bool) -> Iterator[bytes]:
    """Yield a zip of these files, as they are told; `is_large` if one of them may be larger than 2 GiB."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # write and flush are all it needs
        for name, pieces in files:
            with archive.open(_member(name, now), "w", force_zip64=is_large) as member:
                for piece in pieces:
                    member.write(piece)
                    if taken := sink.taken():
                        yield taken
    yield sink.taken()


class _Sink:
    """What a zip is written to: it cannot go back, and gives away what it was given."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        told = b"".join(self._parts)
        self._parts.clear()
        return told


def _member(name: str, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _PRIVATE
    return info
