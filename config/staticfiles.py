"""Static files under names that carry their content's hash, without what only people read, compressed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import minify  # type: ignore[import-untyped]  # ships no types
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import bundles

OURS: Final = ("house/", "phone/", "clinic/")
FIRST, BEHIND = "phone/app.js", "phone/behind.js"  # joined out of the phone's modules
TYPES: Final = {".js": "application/javascript", ".css": "text/css"}


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also slims our own files, and rewrites the imports between the phone's ES modules."""

    support_js_module_import_aggregation = True
    joined = (FIRST, BEHIND)

    def post_process(self, paths: Mapping[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hash and compress what was collected, as it is served."""
        slim = {name: (_Slim(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(slim, dry_run, **options)


class _Slim:
    """Where files come from, with ours without what only people read."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str) -> Any:
        return ContentFile(slimmed(name, joined(name, self._read)), name)

    def _read(self, name: str) -> bytes:
        with self._storage.open(name) as file:
            content: bytes = file.read()
            return content

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)


def joined(name: str, read: Callable[[str], bytes]) -> bytes:
    """Return the content of a static file, together with the modules that it is served with."""
    if name not in (FIRST, BEHIND):
        return read(name)

    def text(module: str) -> str:
        return read(module).decode()

    return (bundles.first(FIRST, "behind.js", text) if name == FIRST else bundles.behind(BEHIND, FIRST, text)).encode()


def slimmed(name: str, content: bytes) -> bytes:
    """Return the content of a static file as it is served: what is vendored has its licence beside it."""
    kind = TYPES.get(PurePosixPath(name).suffix)
    if kind is None or not name.startswith(OURS):
        return content
    return str(minify.string(kind, content.decode())).encode()
