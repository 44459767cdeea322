"""The files a phone keeps for the days without a network, and the version they make together."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

_ROOM = Path(__file__).resolve().parent
_FOLDER = _ROOM / "static"
_SHARED = ("house/base.css", "house/dark.css", "house/favicon.svg")  # what all pages of the house have in common
# Licences stand beside what they cover, the launcher asks for its icons once, and a page of the accounts is not ours.
_NOT_USED_OFFLINE = ("*.txt", "icons/icon-*.png", "sign-out-page.js")


def kept_files() -> list[str]:
    """Return the addresses of every file of the client, in a steady order."""
    return [static(name) for name in (*_SHARED, *_asked_for())]


def version_of(addresses: list[str]) -> str:
    """Return a name that changes when an address, a file or the shell changes. Read once per process."""
    digest = hashlib.sha256("\n".join(addresses).encode())
    digest.update((_read() if settings.DEBUG else _read_once()).encode())
    return digest.hexdigest()[:16]


def _paths() -> list[Path]:
    return sorted(path for path in _FOLDER.rglob("*") if path.is_file() and not any(map(path.match, _NOT_USED_OFFLINE)))


def _asked_for() -> Iterator[str]:
    """Yield the names of the files that a page loads: where modules are served joined, not the modules alone."""
    joined = getattr(staticfiles_storage, "joined", ())
    for path in _paths():
        name = path.relative_to(_FOLDER).as_posix()
        if not joined or path.suffix != ".js" or name in joined or path.parent.name == "texts":
            yield name


def _read() -> str:
    digest = hashlib.sha256()
    shared = (Path(str(finders.find(name))) for name in _SHARED)
    for path in [*sorted((_ROOM / "templates").rglob("*.*")), *shared, *_paths()]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


_read_once = functools.cache(_read)
