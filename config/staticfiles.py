"""Static files under names that carry their content's hash, without comments and indentation, compressed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import rcssmin  # type: ignore[import-untyped]  # ships no types
import rjsmin  # type: ignore[import-untyped]  # ships no types
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS: Final = ("house/", "phone/", "clinic/")
VENDORED: Final = "/vendor/"  # their licences stand in them


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also slims our own files, and rewrites the imports between the phone's ES modules."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Mapping[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hash and compress what was collected, as it is served."""
        slim = {name: (_Slim(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(slim, dry_run, **options)


class _Slim:
    """Where files come from, with ours without what only people read."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str) -> Any:
        with self._storage.open(name) as file:
            return ContentFile(slimmed(name, file.read()), name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)


def slimmed(name: str, content: bytes) -> bytes:
    """Return the content of a static file as it is served."""
    if not name.startswith(OURS) or VENDORED in name:
        return content
    if name.endswith(".js"):
        return str(rjsmin.jsmin(content.decode())).encode()
    if name.endswith(".css"):
        return str(rcssmin.cssmin(content.decode())).encode()
    return content
