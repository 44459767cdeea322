"""The static files as they are shipped: collected, joined, made small, hashed; and a house that serves them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders, storage
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils.functional import empty

SHIPPED = {"BACKEND": "config.staticfiles.HashedStaticFiles"}


def collect(root: Path) -> Path:
    """Collect everything into this folder, as ./run does it."""
    with _storages(root):
        call_command("collectstatic", "--noinput", verbosity=0)
    return root


@contextmanager
def serving(root: Path) -> Iterator[None]:
    """Let the house serve what was collected there."""
    with _storages(root), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATICFILES_DIRS", [root])
        finders.get_finder.cache_clear()  # type: ignore[attr-defined]  # an lru_cache, which the stubs do not say
        yield
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]  # an lru_cache, which the stubs do not say


def served_from(root: Path) -> dict[str, Path]:
    """Return what each of our files is served from, by its name."""
    names: dict[str, str] = json.loads((root / "staticfiles.json").read_text())["paths"]
    return {name: root / hashed for name, hashed in names.items() if name.startswith(("phone/", "house/", "clinic/"))}


@contextmanager
def _storages(root: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", str(root))
        patch.setattr(
            settings,
            "STORAGES",
            settings.STORAGES | {"staticfiles": {"BACKEND": "config.staticfiles.HashedStaticFiles"}},
        )
        patch.setattr(storages, "_storages", {})
        patch.setattr(storages, "_backends", None)
        _forget()
        yield
    _forget()


def _forget() -> None:
    """Ask for the storage anew when it is next used."""
    storages.__dict__.pop("backends", None)
    storage.staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]  # Django's own way to forget
