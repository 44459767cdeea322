"""What collectstatic leaves for the browser: our scripts and styles without comments, and still whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import storage
from django.core.management import call_command
from django.utils.functional import empty

STORAGES = {"staticfiles": {"BACKEND": "config.staticfiles.HashedStaticFiles"}}
# What a module has to bring along with itself to be itself: nothing of the page.
PURE = ("operations.js", "logic.js", "words.js", "time.js", "rules.js", "ids.js", "exchange.js", "texts/en.js")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which everything was collected, as ./run does it."""
    root: Path = tmp_path_factory.mktemp("static")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.STATIC_ROOT", str(root))
        patch.setattr("django.conf.settings.STORAGES", STORAGES)
        patch.setattr(storage.staticfiles_storage, "_wrapped", empty)
        _forget_storages(patch)
        call_command("collectstatic", "--noinput", verbosity=0)
    storage.staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]  # the usual one, when next asked for
    return root


def _forget_storages(patch: pytest.MonkeyPatch) -> None:
    from django.core.files.storage import storages

    patch.setattr(storages, "_storages", {})
    patch.setattr(storages, "_backends", None)
    storages.__dict__.pop("backends", None)


@pytest.fixture
def served(collected: Path) -> dict[str, Path]:
    """Return what each of our files is served from, by its name."""
    names: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return {
        name: collected / hashed for name, hashed in names.items() if name.startswith(("phone/", "house/", "clinic/"))
    }


def test_our_files_hold_no_comments(served: dict[str, Path]) -> None:
    texts = [(name, path.read_text()) for name, path in served.items() if name.endswith((".js", ".css"))]

    assert len(texts) > 20
    assert [
        name for name, text in texts if "/vendor/" not in name and re.search(r"/\*\*|^\s*//", text, re.MULTILINE)
    ] == []


def test_a_vendored_file_keeps_its_licence(served: dict[str, Path]) -> None:
    assert served["phone/vendor/idb.js"].read_text().startswith("/*! idb 8.0.4")


def test_every_script_can_still_be_read(served: dict[str, Path]) -> None:
    for path in (path for name, path in served.items() if name.endswith(".js")):
        _node("--check", "-", told=path.read_text())


def test_modules_find_each_other_under_their_served_names_and_work(served: dict[str, Path]) -> None:
    modules = [served[f"phone/{name}"] for name in PURE]
    script = (
        "const told = {}; for (const path of process.argv.slice(1)) Object.assign(told, await import(path));"
        "console.log(JSON.stringify([told.ordinal(2), told.isBounce(0, 299), told.localDay(0, 'Asia/Taipei'),"
        "told.shown(undefined, [{ fields: { note: 'a' }, deleted: false, anew: false }])]))"
    )
    told = _node("-e", script, "--", *modules)

    assert json.loads(told) == ["Second", True, "1970-01-01", {"note": "a"}]


def _node(*arguments: str | Path, told: str = "") -> Any:
    if shutil.which("node") is None:
        pytest.skip("needs Node.js")
    command = ["node", "--input-type=module", *map(str, arguments)]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
